"""Checks one reply against its instructions, strictly and loosely."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any, Final, TypeAlias

from mifcheck import doors
from mifcheck.checkers.base import Checker
from mifcheck.conflicts.hierarchy import superseded
from mifcheck.conversation import Instruction, instruction_of
from mifcheck.errors import MissingExtraError, ParameterError, describe_error
from mifcheck.languages import Language
from mifcheck.profiles import Profile, get_profile
from mifcheck.safe import one_line, short_repr
from mifcheck.text import Text
from mifcheck.verdict import Verdict

_TOLD: Final = 200
"""Characters of what an exception says that a reason quotes."""

Asked: TypeAlias = Instruction | Checker | Mapping[str, Any] | tuple[str, Mapping[str, Any]] | str
"""An instruction: a value, a checker, `{"id": ..., "kwargs": {...}}`, with a `role` or not, an
(id, kwargs) pair, or an id that needs no kwargs."""


@dataclass(frozen=True, slots=True)
class ReplyResult(doors.InNotebooks):
    """The verdicts about one reply.

    Attributes:
        strict: the verdicts about the reply as it is, in the order of the instructions.
        loose: the same with the reply's loose variants (`Text.loose_variants`): passed if the
            reply or any variant passes. Empty if they were left out.
    """

    strict: tuple[Verdict, ...]
    loose: tuple[Verdict, ...] = ()

    @property
    def pif(self) -> float | None:
        """The share of the judged instructions that the reply follows.

        1 if there are no instructions; None if none of them can be judged. Source: MMMT-IF
        (arXiv 2409.18216), programmatic instruction following.
        """
        return _share(self.strict)

    @property
    def pif_loose(self) -> float | None:
        """The same share of the loose verdicts; None if they were left out."""
        return _share(self.loose) if len(self.loose) == len(self.strict) else None

    @property
    def raised(self) -> tuple[Verdict, ...]:
        """The verdict about each instruction whose checker raised; only `judge_all` has any."""
        first = (
            strict if strict.raised else loose
            for strict, loose in zip(self.strict, self.loose or self.strict, strict=True)
        )
        return tuple(verdict for verdict in first if verdict.raised)

    def within(self, reply: str, start: int) -> ReplyResult:
        """Returns the verdicts about a part of a reply with their spans in the whole reply.

        Args:
            reply: the whole reply.
            start: where the part begins.
        """
        return ReplyResult(
            tuple(verdict.within(reply, start) for verdict in self.strict),
            tuple(verdict.within(reply, start) for verdict in self.loose),
        )

    def settled(self) -> ReplyResult:
        """Computes the spans now, so that a result that is kept keeps nothing else of the reply."""
        for verdict in (*self.strict, *self.loose):
            verdict.settled()
        return self


def check_text(
    id: str,
    kwargs: Mapping[str, Any] | None,
    reply: str,
    language: str | Language,
    profile: str,
    loose: bool,
) -> Verdict:
    """Does what `mif.check` does, without leaving thinking out."""
    reading = get_profile(profile)
    checker = reading.build(id, kwargs or {})
    text = reading.read(reply, language)
    strict = checker.answer_on(text)
    return _loosely(checker, text, strict) if loose else strict


def check_text_all(
    instructions: Sequence[Asked],
    reply: str,
    language: str | Language,
    profile: str,
    loose: bool = True,
) -> ReplyResult:
    """Does what `mif.check_all` does, without leaving thinking out."""
    return _result(instructions, reply, language, profile, loose, _raising)


def judge_all(
    instructions: Sequence[Asked],
    reply: str,
    language: str | Language = "en",
    *,
    profile: str = "native",
    loose: bool = True,
) -> ReplyResult:
    """Does what `check_text_all` does, but a checker that raises loses only its own verdict.

    That verdict is not judged, `raised`, and says in its reason what the checker raised. So one
    reply cannot end the scoring of a run.

    Args:
        instructions: the instructions, in any of the forms of `Asked`.
        reply: the reply; all of it is checked.
        language: the language that the reply was asked for in.
        profile: the reading of the ids.
        loose: False leaves the loose verdicts out.

    Raises:
        UnknownIdError, ParameterError, UnknownLanguageError: as `mif.check_all`.
        MissingExtraError: a checker needs a package that is not installed.
    """
    return _result(instructions, reply, language, profile, loose, _tolerant)


def lost_result(ids: Iterable[str], reason: str, *, loose: bool = True) -> ReplyResult:
    """Returns the result of a reply whose check was lost: each verdict is not judged, `raised`."""
    lost = tuple(Verdict(None, reason=reason, check=id, raised=True) for id in ids)
    return ReplyResult(lost, lost if loose else ())


def compile_all(instructions: Sequence[Asked], *, profile: str = "native") -> tuple[Checker, ...]:
    """Returns the checkers of several instructions, so that errors come before anything runs.

    Args:
        instructions: the instructions, in any of the forms of `Asked`.
        profile: the reading of the ids.

    Raises:
        UnknownIdError: an id is not known.
        ParameterError: a parameter is missing, unknown, of the wrong type or impossible.
    """
    return tuple(_compiled(each, profile) for each in _read(instructions))


def _read(instructions: Sequence[Asked]) -> tuple[Instruction | Checker, ...]:
    if isinstance(instructions, (str, Mapping)):
        what = "text" if isinstance(instructions, str) else "instruction"
        raise ParameterError(
            f"expected a list of instructions, not one {what}: {short_repr(instructions)}"
        )
    return tuple(
        each if isinstance(each, Checker) else instruction_of(each) for each in instructions
    )


def _compiled(asked: Instruction | Checker, profile: str) -> Checker:
    return asked if isinstance(asked, Checker) else compile_instruction(asked, profile)


def compile_instruction(instruction: Instruction, profile: str = "native") -> Checker:
    """Returns the checker of one instruction. Equal ones share it until an id is declared anew."""
    reading = get_profile(profile)
    return _made(reading, instruction, reading.registry().edition)


_Guard: TypeAlias = Callable[[Checker, Callable[[], Verdict]], Verdict]
"""Returns the verdict that a function returns about a checker, whatever happens in it."""


def _raising(checker: Checker, judge: Callable[[], Verdict]) -> Verdict:
    return judge()


def _tolerant(checker: Checker, judge: Callable[[], Verdict]) -> Verdict:
    # What is made later may raise, too.
    return _caught(checker, judge).guarded(partial(_caught, checker))


def _caught(checker: Checker, judge: Callable[[], Verdict]) -> Verdict:
    try:
        return judge()
    except (MissingExtraError, KeyboardInterrupt):
        raise
    except BaseException as error:
        told = one_line(f"the checker raised {describe_error(error)}", _TOLD)
        return Verdict(None, reason=told, check=checker.id, raised=True)


def _result(
    instructions: Sequence[Asked],
    reply: str,
    language: str | Language,
    profile: str,
    loose: bool,
    guard: _Guard,
) -> ReplyResult:
    asked = _read(instructions)
    checkers = tuple(_compiled(each, profile) for each in asked)
    text = get_profile(profile).read(reply, language)
    set_aside = _set_aside(asked, checkers, text.language)
    strict = tuple(
        set_aside[place] if place in set_aside else guard(checker, partial(checker.answer_on, text))
        for place, checker in enumerate(checkers)
    )
    if not loose:
        return ReplyResult(strict)
    loosely = tuple(
        verdict if verdict.superseded else guard(checker, partial(_loosely, checker, text, verdict))
        for checker, verdict in zip(checkers, strict, strict=True)
    )
    return ReplyResult(strict, loosely)


def _set_aside(
    asked: Sequence[Instruction | Checker], checkers: tuple[Checker, ...], language: Language
) -> dict[int, Verdict]:
    """Returns the verdict about each instruction that is superseded, by its place."""
    roles = tuple(each.role if isinstance(each, Instruction) else "user" for each in asked)
    if len(set(roles)) < 2:
        return {}
    return {
        place: Verdict(
            None,
            required=checkers[place].required_in(language),
            reason=superseded_reason([checkers[each] for each in others]),
            check=checkers[place].id,
            superseded=True,
        )
        for place, others in superseded(checkers, roles, language).items()
    }


def superseded_reason(others: Sequence[Checker]) -> str:
    """Returns why an instruction is superseded, in words."""
    asked = " and ".join(each.required for each in others)
    return f"superseded: it contradicts what the system asks, {asked}"


@lru_cache(maxsize=65536)
def _made(profile: Profile, instruction: Instruction, edition: int) -> Checker:
    return profile.build(instruction.id, instruction.kwargs)


def _loosely(checker: Checker, text: Text, strict: Verdict) -> Verdict:
    if strict.passed and text.is_blank:
        # The reference judges a blank reply strictly, but skips every loose variant that is blank.
        return replace(strict, passed=False, reason="every variant of the reply is blank")
    if strict.passed is not False or checker.loose_is_strict:
        return strict
    for variant in text.loose_variants:
        if checker.passed_on(variant):
            return checker.verdict_of(variant, True)
    return strict


def _share(verdicts: Sequence[Verdict]) -> float | None:
    judged = [verdict.passed for verdict in verdicts if verdict.passed is not None]
    if not judged:
        return None if verdicts else 1.0
    return sum(judged) / len(judged)
