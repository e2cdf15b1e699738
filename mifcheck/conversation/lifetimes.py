"""Computes since which turn each instruction has been active."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from mifcheck.conversation.turns import Instruction, Turn
from mifcheck.errors import DataError


@dataclass(frozen=True, slots=True)
class Active:
    """An active instruction.

    Attributes:
        instruction: what is asked.
        since: the turn, from 1, at which it was given.
        once: whether it is active at this turn only.
    """

    instruction: Instruction
    since: int
    once: bool = field(default=False, compare=False)


def all_active(turns: Sequence[Turn]) -> list[tuple[Active, ...]]:
    """Returns the active instructions of each turn."""
    result: list[tuple[Active, ...]] = []
    for number, turn in enumerate(turns, start=1):
        result.append(active_at(turn, result[-1] if result else (), number))
    return result


def active_at(turn: Turn, before: Iterable[Active], number: int) -> tuple[Active, ...]:
    """Returns the active instructions of turn `number`, given those of the turn before."""
    since = turn.since or _unbroken(before, turn.instructions, number)
    return tuple(map(Active, turn.instructions, since))


def _unbroken(
    before: Iterable[Active], instructions: Iterable[Instruction], number: int
) -> tuple[int, ...]:
    """Returns the turn since which each has been active without a break; equal ones in order."""
    earlier: dict[Instruction, list[int]] = {}
    for each in before:
        earlier.setdefault(each.instruction, []).append(each.since)
    return tuple(earlier[each].pop(0) if earlier.get(each) else number for each in instructions)


def without_default_since(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """Returns the same turns, with `since` only where an instruction was given again.

    Raises:
        DataError: an instruction cannot have been given at the turn that `since` says.
    """
    result: list[Turn] = []
    before: tuple[Active, ...] = ()
    for number, turn in enumerate(turns, start=1):
        place = f"turn {number}, since"
        if turn.since and len(turn.since) != len(turn.instructions):
            count = len(turn.instructions)
            message = f"a turn for each of {count} instructions is expected, not {len(turn.since)}"
            raise DataError(message, field=place)
        now = active_at(turn, before, number)
        earlier = Counter(each for each in now if each.since != number)
        for each in earlier - Counter(before):
            raise DataError(
                f"{each.instruction.id} has not been active without a break since turn {each.since}"
                if each.since < number
                else f"{each.instruction.id} cannot have been given later, at turn {each.since}",
                field=place,
            )
        since = tuple(each.since for each in now)
        default = since == _unbroken(before, turn.instructions, number)
        result.append(replace(turn, since=() if default else since))
        before = now
    return tuple(result)
