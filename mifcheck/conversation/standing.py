"""Since when each instruction of a turn has been in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from mifcheck.conversation.turns import Instruction, Turn
from mifcheck.errors import DataError

Dated: TypeAlias = tuple[tuple[Instruction, int], ...]
"""Instructions in force, each with the turn, from 1, at which it was given."""


def all_dated(turns: Sequence[Turn]) -> list[Dated]:
    """For each turn what is in force, and the turn at which it was given."""
    result: list[Dated] = []
    for number, turn in enumerate(turns, start=1):
        before = result[-1] if result else ()
        since = turn.since or unbroken(before, turn.instructions, number)
        result.append(tuple(zip(turn.instructions, since, strict=True)))
    return result


def unbroken(before: Dated, instructions: Iterable[Instruction], number: int) -> tuple[int, ...]:
    """The first turn of the run in which each has been in force; equal ones in their order."""
    earlier: dict[Instruction, list[int]] = {}
    for instruction, since in before:
        earlier.setdefault(instruction, []).append(since)
    return tuple(earlier[each].pop(0) if earlier.get(each) else number for each in instructions)


def plainest(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """The same turns, `since` told only where it is not the first turn of an unbroken run."""
    for number, turn in enumerate(turns, start=1):
        if turn.since and len(turn.since) != len(turn.instructions):
            raise DataError(
                f"{len(turn.instructions)} instructions, but {len(turn.since)} turns",
                field=f"turn {number}, since",
            )
    result: list[Turn] = []
    before: Dated = ()
    for number, (turn, now) in enumerate(zip(turns, all_dated(turns), strict=True), start=1):
        since = tuple(given for _, given in now)
        old = Counter(pair for pair in now if pair[1] != number)
        for instruction, given in old - Counter(before):
            raise DataError(
                f"{instruction.id} has not been in force without a break since turn {given}"
                if given < number
                else f"{instruction.id} cannot have been given at turn {given}, a later one",
                field=f"turn {number}, since",
            )
        derived = unbroken(before, turn.instructions, number)
        result.append(replace(turn, since=() if since == derived else since))
        before = now
    return tuple(result)
