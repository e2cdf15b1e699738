"""Differences as Markdown and as HTML; what models and data sets say is never taken for either."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from mifcheck.report.display import html_table

if TYPE_CHECKING:
    from mifcheck.scores import Change, Differences, Disagreement, Estimate, Example, Headline
    from mifcheck.verdict import Verdict

FIGURES: Final = {
    ("accuracy.mean", "both"): "mean of the four accuracies",
    ("accuracy.instruction", "strict"): "instructions, strict",
    ("accuracy.instruction", "loose"): "instructions, loose",
    ("accuracy.conversation", "strict"): "whole replies, strict",
    ("accuracy.conversation", "loose"): "whole replies, loose",
    ("pif", "strict"): "PIF, strict",
    ("pif", "loose"): "PIF, loose",
}
"""What the headline figures are called where people read them, in the order of their rows."""

_JOINERS: Final = "\u200c\u200d"


def per_cent(estimate: Estimate) -> str:
    """A figure in per cent with its interval, "61.2 [58.0, 64.4]"."""
    if estimate.value is None:
        return "n/a"
    shown = f"{100 * estimate.value:.1f}"
    if estimate.low is None or estimate.high is None:
        return shown
    return f"{shown} [{100 * estimate.low:.1f}, {100 * estimate.high:.1f}]"


def points(change: Change) -> str:
    """A change in percentage points with its interval, "+2.1 [+1.0, +3.2]"."""
    if change.value is None:
        return "n/a"
    shown = _signed(change.value)
    if change.low is None or change.high is None:
        return shown
    return f"{shown} [{_signed(change.low)}, {_signed(change.high)}]"


def _signed(value: float) -> str:
    shown = f"{100 * value:+.1f}"
    return "0.0" if shown in ("+0.0", "-0.0") else shown.replace("-", "−")


def headline_table(
    profiles: Sequence[str], figures: Sequence[Headline]
) -> tuple[list[str], list[list[str]]]:
    """Head and body: a line a figure, each profile's and what changes from the first one's."""
    first, *others = profiles
    head = ["per cent", *profiles, *(f"{other} − {first}" for other in others)]
    by_name = {(each.figure, each.mode): each for each in figures}
    return head, [_line(title, by_name[name], profiles) for name, title in FIGURES.items()]


def language_table(
    profiles: Sequence[str], by_language: Mapping[str, Sequence[Headline]]
) -> tuple[list[str], list[list[str]]]:
    """Head and body: the mean of the four accuracies, a line a language."""
    first, *others = profiles
    head = ["language", *profiles, *(f"{other} − {first}" for other in others)]
    return head, [_line(code, figures[0], profiles) for code, figures in by_language.items()]


def _line(title: str, figure: Headline, profiles: Sequence[str]) -> list[str]:
    estimates = [per_cent(figure.estimates[profile]) for profile in profiles]
    return [title, *estimates, *(points(figure.changes[profile]) for profile in profiles[1:])]


def row_tables(
    result: Differences,
) -> Iterator[tuple[list[str], list[list[str]], int]]:
    """For each further profile: head, a line for each row that differs, and how many do not."""
    first, *others = result.profiles
    for other in others:
        rows = [row for row in result.rows if row.profiles[1] == other]
        head = [
            "id", "language", "checks", "differ", "share",
            f"{first} passes, {other} fails", f"{first} fails, {other} passes",
            f"not judged by {first}", f"not judged by {other}",
        ]  # fmt: skip
        body = [_row(row) for row in rows if row.differ]
        yield head, body, len(rows) - len(body)


def _row(row: Disagreement) -> list[str]:
    counts = (row.passed_failed, row.failed_passed, row.first_unjudged, row.other_unjudged)
    numbers = [str(count) if count else "" for count in counts]
    share = f"{100 * row.share:.1f} %"
    return [row.id, row.language, str(row.checks), str(row.differ), share, *numbers]


def agreeing(count: int) -> str:
    """A line about the rows that are not shown, or nothing."""
    if not count:
        return ""
    what = "One more pair of id and language agrees" if count == 1 else (
        f"{count} more pairs of id and language agree"
    )  # fmt: skip
    return f"{what} in every verdict."


def total(rows: Sequence[Disagreement]) -> str:
    """How many verdicts differ, "161 of 2024 verdicts differ (8.0 %)"."""
    differ, checks = sum(row.differ for row in rows), sum(row.checks for row in rows)
    share = f" ({100 * differ / checks:.1f} %)" if checks else ""
    return f"{differ} of {checks} verdicts differ{share}"


def outcome(verdict: Verdict) -> str:
    """A verdict and why: "failed: 2 commas found"."""
    return f"{verdict.outcome}: {verdict.reason}" if verdict.reason else verdict.outcome


def parameters_of(example: Example) -> str:
    """The parameters of an example's instruction as JSON; nothing where there are none."""
    kwargs = example.instruction.as_dict()["kwargs"]
    return json.dumps(kwargs, ensure_ascii=False) if kwargs else ""


def markdown(result: Differences) -> str:
    """All tables and examples as one Markdown text."""
    blocks = [f"# {', '.join(result.profiles)}: {result.mode} verdicts compared"]
    blocks += ["## Scores", markdown_table(*headline_table(result.profiles, result.headline))]
    if len(result.by_language) > 1:
        blocks.append("Mean of the four accuracies by language:")
        blocks.append(markdown_table(*language_table(result.profiles, result.by_language)))
    for other, (head, body, agree) in zip(result.profiles[1:], row_tables(result), strict=True):
        rows = [row for row in result.rows if row.profiles[1] == other]
        blocks += [f"## {result.profiles[0]} and {other}", f"{total(rows)}."]
        if body:
            blocks.append(markdown_table(head, body))
        blocks += [agreeing(agree)] if agree else []
        blocks += [_shown(example) for row in rows for example in row.examples]
    blocks.append("\n".join(f"- {_code(each.signature)}" for each in result.scores.values()))
    return "\n\n".join(blocks) + "\n"


def markdown_table(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """A table in Markdown, its cells escaped; columns of numbers are to the right."""
    right = [all(map(_is_number, column)) for column in zip(*body, strict=True)]
    rule = ["---:" if number else "---" for number in right] or ["---"] * len(head)
    lines = [
        [escaped(cell) for cell in head],
        rule,
        *([escaped(cell) for cell in row] for row in body),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _is_number(cell: str) -> bool:
    return not cell or cell == "n/a" or cell.lstrip("+−")[:1].isdigit()


def as_html(result: Differences) -> str:
    """The tables for a notebook."""
    head, body = headline_table(result.profiles, result.headline)
    tables = [html_table(head, body, "scores")]
    for other, (head, body, agree) in zip(result.profiles[1:], row_tables(result), strict=True):
        rows = [row for row in result.rows if row.profiles[1] == other]
        caption = f"{result.profiles[0]} and {other}, {result.mode}: {total(rows)}"
        tables.append(html_table(head, body, f"{caption}. {agreeing(agree)}".rstrip()))
    return "".join(tables)


def _shown(example: Example) -> str:
    place = f"{example.key}, turn {example.turn}, sample {example.sample}, {example.language}"
    asked = f"{_code(example.instruction.id)} {_code(parameters_of(example))}".rstrip()
    lines = [f"{asked}, {_code(place)}"]
    for profile, verdict in example.verdicts.items():
        lines.append(f"- {escaped(profile)} {_code(outcome(verdict))}")
        found = example.evidence(profile)
        if found:
            lines[-1] += f": {', '.join(map(_code, found))}"
    lines.append(f"- reply {_code(example.excerpt)}")
    return "\n".join([lines[0], "", *lines[1:]])


def escaped(text: str) -> str:
    """The text as Markdown shows it, none of it taken for Markdown."""
    return re.sub(r"([\\`*<>|]|\](?=[(\[:])|(?<!\w)_|_(?!\w))", r"\\\1", visible(text))


def _code(text: str) -> str:
    """A code span, its fence longer than any run of backticks within."""
    if not text.strip():
        return ""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    space = " " if "`" in text else ""
    return f"{fence}{space}{visible(text)}{space}{fence}"


def visible(text: str) -> str:
    """The text with all that one cannot see, or that steers a terminal, as escapes."""
    return "".join(
        char
        if char.isprintable() or char in _JOINERS
        else char.encode("unicode_escape").decode("ascii")
        for char in text
    )
