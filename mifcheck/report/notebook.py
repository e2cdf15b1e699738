"""What a notebook shows of verdicts, results and the small values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from mifcheck.evaluate import ReplyResult
from mifcheck.languages import Language
from mifcheck.report.formats import count
from mifcheck.report.fragments import (
    bullet_list,
    code,
    facts,
    framed,
    note,
    outcome_mark,
    quiet,
    said,
)
from mifcheck.report.tables import html_text
from mifcheck.scores.estimates import Estimate
from mifcheck.verdict import Span, Verdict


def verdict_html(verdict: Verdict) -> str:
    """Returns what was required, measured and found, and the reply with its evidence marked."""
    text = () if verdict.reply is None else (said(verdict.reply, verdict.evidence),)
    return framed(_judged(verdict), *text)


def _judged(verdict: Verdict) -> str:
    """Returns a verdict and those of its parts, without the reply."""
    rows = {
        "required": verdict.required,
        "measured": _value(verdict.measured),
        "why": verdict.reason,
        "level": "" if verdict.level == "measured" else verdict.level,
    }
    return (
        f"<p>{outcome_mark(verdict.outcome, verdict.outcome)} {code(verdict.check)}</p>"
        f"{facts(rows)}{bullet_list(map(_judged, verdict.parts))}"
    )


def _value(measured: Any) -> str:
    if measured is None:
        return ""
    return ", ".join(map(str, measured)) if isinstance(measured, tuple) else str(measured)


def result_html(result: ReplyResult) -> str:
    """Returns a row for each instruction, and the reply with what decided the failed ones."""
    replies = [each.reply for each in result.strict if each.reply is not None]
    if not result.strict:
        return framed(note("no instruction was checked"))
    spans = decisive(result.strict)
    text = said(replies[0], spans) if replies else ""
    failed = any(each.passed is False for each in result.strict)
    told = f"marked: the evidence of the {'failed ' if failed else ''}checks"
    return framed(
        f"<p>{_total(result)}</p>", _rows(result), text, note(told if replies and spans else "")
    )


def decisive(verdicts: Iterable[Verdict]) -> list[Span]:
    """Returns the evidence of the failed checks; where none failed, that of all.

    Each span is labelled with its check.
    """
    held = list(verdicts)
    chosen = [each for each in held if each.passed is False] or held
    return [
        Span(start, end, ": ".join(filter(None, (each.check, label))))
        for each in chosen
        for start, end, label in each.evidence
    ]


def _total(result: ReplyResult) -> str:
    """Returns how many instructions the reply follows, strictly and, if that differs, loosely."""
    strict, loose = ([each.passed for each in mode] for mode in _modes(result))
    left = strict.count(None)
    told = f"{strict.count(True)} of {count(len(strict) - left, 'instruction')} followed"
    if loose.count(True) != strict.count(True):
        told += f", loosely {loose.count(True)}"
    return f"<b>{told}</b> {quiet(f'{left} not judged' if left else '')}"


def _modes(result: ReplyResult) -> tuple[Sequence[Verdict], Sequence[Verdict]]:
    return result.strict, result.loose or result.strict


def _rows(result: ReplyResult) -> str:
    both = list(zip(*_modes(result), strict=True))
    differ = any(strict.passed != loose.passed for strict, loose in both)
    modes = ["strict", "loose"] if differ else ["followed"]
    head = "".join(f'<th scope="col">{name}</th>' for name in (*modes, "instruction", "why"))
    body = "".join(
        f"<tr>{_signs((strict, loose)[: len(modes)])}<td>{_asked(strict)}</td>"
        f'<td dir="auto">{html_text(strict.reason)}</td></tr>'
        for strict, loose in both
    )
    return f'<table class="checks"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _signs(verdicts: Iterable[Verdict]) -> str:
    return "".join(f"<td>{outcome_mark(each.outcome)}</td>" for each in verdicts)


def _asked(verdict: Verdict) -> str:
    return f"{code(verdict.check)}<br>{quiet(verdict.required)}"


def language_html(language: Language) -> str:
    """Returns what checks most often depend on."""
    own = "" if language.native_name == language.name else language.native_name
    names = f"<b>{html_text(language.name)}</b> <bdi>{html_text(own)}</bdi>"
    rows = {
        "code": language.code,
        "lengths": f"in {language.count_unit}s",
        "letter case": "yes" if language.has_case else "no",
        "commas": " ".join(language.commas),
        "quotation marks": " ".join(f"{first}{last}" for first, last in language.quotes),
    }
    return framed(f"<p>{names}</p>", facts(rows))


def number_html(found: Any) -> str:
    """Returns a figure with its interval, what it rests on, and what is missing."""
    told = [found.note]
    if isinstance(found, Estimate):
        clusters = f" in {count(found.clusters, 'cluster')}" if found.clusters else ""
        left = f"{found.left_out} not judged" if found.left_out else ""
        told = [f"n = {found.n}{clusters}", left, found.note]
    return framed(f"<p><b>{html_text(found)}</b> {quiet(*told)}</p>")
