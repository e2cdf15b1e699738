"""What each turn changes: what it gives, what it revokes, and how long that lasts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mifcheck.conversation.standing import Dated, all_dated, plainest, unbroken
from mifcheck.conversation.turns import Instruction, Turn
from mifcheck.errors import DataError, ParameterError


@dataclass(frozen=True, slots=True)
class Given:
    """An instruction as a turn gives it.

    Attributes:
        instruction: what is asked.
        once: it is in force at this turn alone.
        replaces: those of the same id given before are no longer in force.
    """

    instruction: Instruction
    once: bool = False
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What the user says in one turn, and what it changes.

    Attributes:
        prompt, images: as of `Turn`.
        gives: what it adds to the instructions in force; a bare `Instruction`, or the id of one
            without parameters, stays in force.
        revokes: what it ends: of an `Instruction` the newest like it, of an id all that have it.
            Instructions are revoked before others are given.

    Raises:
        ParameterError: a single text where a list is wanted.
    """

    prompt: str
    gives: tuple[Given | Instruction | str, ...] = ()
    revokes: tuple[Instruction | str, ...] = ()
    images: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("gives", "revokes", "images"):
            listed = getattr(self, name)
            if isinstance(listed, (str, Instruction, Given)):
                raise ParameterError(f"{name}: a list is wanted, not {listed!r} alone")
            object.__setattr__(self, name, tuple(listed))


@dataclass(frozen=True, slots=True)
class _Standing:
    """An instruction in force, and since when."""

    instruction: Instruction
    since: int
    once: bool = False


_Held: TypeAlias = tuple[_Standing, ...]


def unfold(steps: Iterable[Step | Turn]) -> tuple[Turn, ...]:
    """The turns that steps make: of each the instructions in force, and since when.

    A `Turn` among the steps tells all that is in force from then on.

    Raises:
        DataError: an instruction is revoked that is not in force.
    """
    held: _Held = ()
    turns: list[Turn] = []
    for number, step in enumerate(steps, start=1):
        if isinstance(step, Turn):
            since = step.since or unbroken(_dated(held), step.instructions, number)
            pairs = zip(step.instructions, since, strict=False)
            held = tuple(_Standing(*pair) for pair in pairs)
            turns.append(step)
            continue
        held = _after(held, step, number)
        instructions = tuple(each.instruction for each in held)
        since = tuple(each.since for each in held)
        try:
            turns.append(Turn(step.prompt, instructions, since, step.images))
        except DataError as error:
            raise DataError(error.message, field=f"turn {number}, {error.field}") from None
    return plainest(tuple(turns))


def fold(turns: Sequence[Turn]) -> tuple[Step | Turn, ...]:
    """The step that each turn makes; the inverse of `unfold`.

    A turn that no step leads to, because the instructions in force stand in another order than
    they were given in, or in other words, stays itself.
    """
    result: list[Step | Turn] = []
    held: _Held = ()
    dated = all_dated(turns)
    for number, turn in enumerate(turns, start=1):
        now = dated[number - 1]
        later = dated[number] if number < len(turns) else now
        step = _step(held, now, later, turn, number)
        reached = _after(held, step, number)
        found = _dated(reached) == now and _texts(reached) == [each.text for each, _ in now]
        held = reached if found else tuple(_Standing(*pair) for pair in now)
        result.append(step if found else turn)
    return tuple(result)


def _step(held: _Held, now: Dated, later: Dated, turn: Turn, number: int) -> Step:
    """What leads from those held to those in force now, in view of what is in force later."""
    left, lasting = Counter(now), frozenset(later)
    revoked: list[Instruction] = []
    for each in held:
        pair = (each.instruction, each.since)
        if left[pair]:
            left[pair] -= 1
        elif not each.once:
            revoked.append(each.instruction)
    gives = tuple(
        instruction if (instruction, since) in lasting else Given(instruction, once=True)
        for instruction, since in now
        if since == number
    )
    return Step(turn.prompt, gives, tuple(revoked), turn.images)


def _after(held: _Held, step: Step, number: int) -> _Held:
    """What is in force after a step; what was given for the turn before alone is over."""
    kept = [each for each in held if not each.once]
    for place, revoked in enumerate(step.revokes, start=1):
        named = [each for each in kept if revoked in (each.instruction, each.instruction.id)]
        if not named:
            told = revoked if isinstance(revoked, str) else revoked.id
            raise DataError(f"{told} is not in force", field=f"turn {number}, revokes {place}")
        newest = max(reversed(named), key=lambda each: each.since)
        gone = named if isinstance(revoked, str) else [newest]
        kept = [each for each in kept if not any(each is other for other in gone)]
    for given in step.gives:
        new = _as_given(given)
        if new.replaces:
            kept = [
                each
                for each in kept
                if each.instruction.id != new.instruction.id or each.since == number
            ]
        kept.append(_Standing(new.instruction, number, new.once))
    return tuple(kept)


def _dated(held: _Held) -> Dated:
    return tuple((each.instruction, each.since) for each in held)


def _as_given(given: Given | Instruction | str) -> Given:
    if isinstance(given, str):
        given = Instruction(given)
    return given if isinstance(given, Given) else Given(given)


def _texts(held: _Held) -> list[str]:
    return [each.instruction.text for each in held]
