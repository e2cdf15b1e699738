"""Assertions about replies, whose failure shows the reply with the evidence in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from mifcheck.checking import check_all
from mifcheck.errors import ParameterError
from mifcheck.evaluate import Asked, ReplyResult
from mifcheck.languages import Language, get_language
from mifcheck.models.thinking import ThinkingPolicy
from mifcheck.report.show import as_text
from mifcheck.report.verdicts import verdict_report
from mifcheck.verdict import Verdict

_LEVELS: Final = 4
"""How deep in lists a verdict is looked for."""


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
        ParameterError: the list is empty; or as for `mifcheck.check_all`.
        UnknownIdError, UnknownLanguageError: as for `mifcheck.check_all`.
    """
    __tracebackhide__ = True  # pytest shows the line of the test
    several: Sequence[Asked] = asked if isinstance(asked, list) else [asked]
    if not several:
        raise ParameterError("assert_follows: the list has no instruction, so nothing is asserted")
    known = get_language(language)
    result = check_all(several, reply, known, profile=profile, thinking=thinking)
    verdicts = result.loose if loose else result.strict
    wrong = [verdict for verdict in verdicts if verdict.passed is not True]
    if wrong:
        head = f"{len(wrong)} of {len(verdicts)} instructions not followed, in {known.name}"
        raise AssertionError(f"{head}\n{shown_verdicts(wrong)}")


def shown_verdicts(verdicts: Sequence[Verdict]) -> str:
    """Returns verdicts as text; where one knows its reply, the evidence is marked in its lines."""
    return "\n".join(map(_shown, verdicts))


def _shown(verdict: Verdict) -> str:
    if verdict.reply is None:
        return f"{verdict.check} {verdict.explain()}"
    return as_text(verdict_report(verdict, verdict.reply, marked=True)).rstrip()


def verdicts_in(values: Sequence[Any]) -> list[Verdict]:
    """Returns the verdicts in values that did not pass, each once.

    Looks into results, lists and tuples, a few levels deep. Each value is looked into once a level,
    so that lists that hold each other cost little.
    """
    found: dict[int, Verdict] = {}
    level = list(values)
    for _ in range(_LEVELS):
        found |= {id(each): each for each in level if isinstance(each, Verdict) and not each.passed}
        level = list({id(each): each for held in level for each in _held(held)}.values())
    return list(found.values())


def _held(value: Any) -> Sequence[Any]:
    if isinstance(value, ReplyResult):
        return value.strict
    # Not a subclass: its `__iter__` could do anything.
    return value if type(value) in (list, tuple) else ()
