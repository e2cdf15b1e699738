"""One reply against what it was told: strict and loose, all checks sharing one reading of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeAlias

from mifcheck.checkers.base import Checker
from mifcheck.conversation import Instruction
from mifcheck.errors import ParameterError
from mifcheck.languages import Language
from mifcheck.profiles import Profile, get_profile
from mifcheck.text import Text
from mifcheck.verdict import Verdict

Asked: TypeAlias = Instruction | Checker | tuple[str, Mapping[str, Any]] | str
"""An instruction, as a value, a checker, an (id, kwargs) pair, or an id that needs no kwargs."""


@dataclass(frozen=True, slots=True)
class ReplyResult:
    """What became of each instruction in one reply.

    Attributes:
        strict: the verdicts about the reply as it is, in the order of the instructions.
        loose: the verdicts about its loose readings (`Text.loose_variants`), likewise: passed when the
            strict verdict or any reading's is.
    """

    strict: tuple[Verdict, ...]
    loose: tuple[Verdict, ...]

    @property
    def pif(self) -> float | None:
        """The share of the judged instructions that the reply follows; 1 when there is none.

        None when there are instructions and none can be judged. Source: MMMT-IF
        (arXiv 2409.18216), programmatic instruction following.
        """
        return _share(self.strict)

    @property
    def pif_loose(self) -> float | None:
        """The same over the loose verdicts."""
        return _share(self.loose)


def check(
    id: str,
    kwargs: Mapping[str, Any] | None,
    reply: str,
    language: str | Language = "en",
    *,
    profile: str = "native",
    loose: bool = False,
) -> Verdict:
    """Whether a reply follows one instruction.

    Args:
        id: the instruction's id, `family:name`.
        kwargs: its parameters, as data sets spell them.
        reply: the reply.
        language: the language the reply was asked for in.
        profile: the reading of the id: "native", or another of `mifcheck.profiles`.
        loose: also accept the loose readings of the reply.

    Raises:
        UnknownIdError, ParameterError, UnknownLanguageError: as said by their names.
    """
    reading = get_profile(profile)
    checker = reading.build(id, kwargs or {})
    text = reading.read(reply, language)
    strict = checker.check(text)
    return _loosely(checker, text, strict) if loose else strict


def check_all(
    instructions: Sequence[Asked],
    reply: str,
    language: str | Language = "en",
    profile: str = "native",
) -> ReplyResult:
    """Whether a reply follows each of several instructions, strictly and loosely.

    Raises:
        UnknownIdError, ParameterError, UnknownLanguageError: as said by their names.
    """
    checkers = compile_all(instructions, profile)
    text = get_profile(profile).read(reply, language)
    strict = tuple(checker.check(text) for checker in checkers)
    loose = tuple(
        _loosely(checker, text, verdict) for checker, verdict in zip(checkers, strict, strict=True)
    )
    return ReplyResult(strict, loose)


def compile_all(
    instructions: Sequence[Asked],
    profile: str = "native",
) -> tuple[Checker, ...]:
    """The checkers of several instructions; what is wrong with one is said before anything runs.

    Raises:
        UnknownIdError, ParameterError: as said by their names.
    """
    if isinstance(instructions, str):
        raise ParameterError(f"a list of instructions is wanted, not one text: {instructions!r}")
    return tuple(_compiled(instruction, profile) for instruction in instructions)


def compile_instruction(instruction: Instruction, profile: str = "native") -> Checker:
    """The checker of one instruction; made once, however often it is asked for."""
    return _made(get_profile(profile), instruction)


def _compiled(instruction: Asked, profile: str) -> Checker:
    if isinstance(instruction, Checker):
        return instruction
    if isinstance(instruction, str):
        instruction = Instruction(instruction)
    elif not isinstance(instruction, Instruction):
        instruction = Instruction(*instruction)
    return compile_instruction(instruction, profile)


@lru_cache(maxsize=65536)
def _made(profile: Profile, instruction: Instruction) -> Checker:
    return profile.build(instruction.id, instruction.kwargs)


def _loosely(checker: Checker, text: Text, strict: Verdict) -> Verdict:
    if strict.passed and text.is_blank:
        # The reference judges a blank reply strictly, but skips every loose reading that is blank.
        return replace(strict, passed=False, reason="no reading of the reply is more than blank")
    if strict.passed is not False:
        return strict
    for rewrite in text.loose_variants:
        if checker.passes(rewrite):
            return checker.check(rewrite)
    return strict


def _share(verdicts: Sequence[Verdict]) -> float | None:
    judged = [verdict.passed for verdict in verdicts if verdict.passed is not None]
    if not judged:
        return None if verdicts else 1.0
    return sum(judged) / len(judged)
