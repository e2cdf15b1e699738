"""Assertions about replies, whose failure shows the reply with the evidence in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mifcheck.checking import check_all
from mifcheck.evaluate import Asked, ReplyResult
from mifcheck.languages import Language, get_language
from mifcheck.models.thinking import ThinkingPolicy
from mifcheck.report.show import as_text, stacked
from mifcheck.report.verdicts import verdict_report
from mifcheck.verdict import Verdict


def assert_follows(
    reply: str,
    asked: Asked | list[Asked],
    language: str | Language = "en",
    *,
    profile: str = "native",
    loose: bool = False,
    thinking: ThinkingPolicy = "strip",
) -> None:
    """Asserts that a reply follows an instruction, or each of several in a list.

    An instruction that is not judged fails, too: nothing is known of the reply.

    Args:
        reply: the reply.
        asked: the instruction: a checker, an `Instruction`, an (id, kwargs) pair or an id; or a
            list of these.
        language: the language that the reply was asked for in.
        profile: the reading of the ids.
        loose: also accept the loose variants of the reply.
        thinking: as for `mifcheck.check`.

    Raises:
        AssertionError: an instruction is not followed, or not judged. The message shows what was
            required and found, and the evidence in the reply between ⟦ and ⟧.
        UnknownIdError, ParameterError, UnknownLanguageError: as for `mifcheck.check_all`.
    """
    __tracebackhide__ = True  # pytest shows the line of the test
    several: Sequence[Asked] = asked if isinstance(asked, list) else [asked]
    known = get_language(language)
    result = check_all(several, reply, known, profile=profile, thinking=thinking)
    verdicts = result.loose if loose else result.strict
    wrong = [verdict for verdict in verdicts if verdict.passed is not True]
    if wrong:
        head = f"{len(wrong)} of {len(verdicts)} instructions not followed, in {known.name}"
        raise AssertionError(f"{head}\n{shown_verdicts(wrong, reply)}")


def shown_verdicts(verdicts: Sequence[Verdict], reply: str | None) -> str:
    """Returns verdicts as text; with the reply, the evidence is marked in its lines."""
    if reply is None:
        return "\n".join(f"{verdict.check} {verdict.explain()}" for verdict in verdicts)
    return as_text(stacked(verdict_report(each, reply, marked=True) for each in verdicts)).rstrip()


def verdicts_in(value: Any) -> list[Verdict]:
    """Returns the verdicts in a value that did not pass: in a verdict, a result or a tuple."""
    if isinstance(value, Verdict):
        return [] if value.passed else [value]
    if isinstance(value, ReplyResult):
        return verdicts_in(value.strict)
    several = value if isinstance(value, (list, tuple)) else ()
    return [found for each in several for found in verdicts_in(each)]
