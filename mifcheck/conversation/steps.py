"""What each turn changes: which instructions it gives and revokes, and how long they last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mifcheck.conversation.lifetimes import Active, active_at, all_active, without_default_since
from mifcheck.conversation.turns import Instruction, Turn
from mifcheck.errors import DataError, ParameterError


@dataclass(frozen=True, slots=True)
class Given:
    """An instruction as a turn gives it.

    Attributes:
        instruction: what is asked.
        once: it is active at this turn only.
        replaces: it ends the instructions with the same id that were given before.
    """

    instruction: Instruction
    once: bool = False
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What the user says in one turn, and what it changes.

    Instructions are revoked before others are given.

    Attributes:
        prompt, images: as in `Turn`.
        gives: the instructions that become active. An `Instruction`, or the id of one without
            parameters, stays active.
        revokes: the instructions that end: an `Instruction` means the newest that equals it, an id
            means all that have it.

    Raises:
        ParameterError: a single value is given instead of a list.
    """

    prompt: str
    gives: tuple[Given | Instruction | str, ...] = ()
    revokes: tuple[Instruction | str, ...] = ()
    images: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("gives", "revokes", "images"):
            listed = getattr(self, name)
            if isinstance(listed, (str, Instruction, Given)):
                raise ParameterError(f"{name}: a list is expected, not {listed!r}")
            object.__setattr__(self, name, tuple(listed))


def unfold(steps: Iterable[Step | Turn]) -> tuple[Turn, ...]:
    """Returns the turns that steps make, each with its active instructions.

    A `Turn` among the steps lists all instructions that are active from then on.

    Raises:
        DataError: a step revokes an instruction that is not active.
    """
    active: tuple[Active, ...] = ()
    turns: list[Turn] = []
    for number, step in enumerate(steps, start=1):
        if isinstance(step, Turn):
            active = active_at(step, active, number)
            turns.append(step)
            continue
        active = _after(active, step, number)
        instructions = tuple(each.instruction for each in active)
        since = tuple(each.since for each in active)
        try:
            turns.append(Turn(step.prompt, instructions, since, step.images))
        except DataError as error:
            raise DataError(error.message, field=f"turn {number}, {error.field}") from None
    return without_default_since(tuple(turns))


def fold(turns: Sequence[Turn]) -> tuple[Step | Turn, ...]:
    """Returns the step that each turn makes; the inverse of `unfold`.

    A turn stays a `Turn` where no step leads to it, because its instructions are in another order
    or in other words than they were given.
    """
    result: list[Step | Turn] = []
    before: tuple[Active, ...] = ()
    active = all_active(turns)
    for number, turn in enumerate(turns, start=1):
        now, later = active[number - 1], active[min(number, len(active) - 1)]
        step = _step(before, now, later, turn, number)
        reached = _after(before, step, number)
        found = reached == now and _texts(reached) == _texts(now)
        before = reached if found else now
        result.append(step if found else turn)
    return tuple(result)


def _step(
    before: Iterable[Active],
    now: Iterable[Active],
    later: Iterable[Active],
    turn: Turn,
    number: int,
) -> Step:
    """Returns the step from those active before to those active now, which may end later."""
    left, lasting = Counter(now), frozenset(later)
    revoked: list[Instruction] = []
    for each in before:
        if left[each]:
            left[each] -= 1
        elif not each.once:
            revoked.append(each.instruction)
    gives = tuple(
        each.instruction if each in lasting else Given(each.instruction, once=True)
        for each in now
        if each.since == number
    )
    return Step(turn.prompt, gives, tuple(revoked), turn.images)


def _after(active: Iterable[Active], step: Step, number: int) -> tuple[Active, ...]:
    """Returns what is active after a step. What was given only for the turn before has ended."""
    kept = [each for each in active if not each.once]
    for place, revoked in enumerate(step.revokes, start=1):
        meant = [each for each in kept if revoked in (each.instruction, each.instruction.id)]
        if not meant:
            id = revoked if isinstance(revoked, str) else revoked.id
            raise DataError(f"{id} is not active", field=f"turn {number}, revokes {place}")
        newest = max(reversed(meant), key=lambda each: each.since)
        ended = meant if isinstance(revoked, str) else [newest]
        kept = [each for each in kept if not any(each is other for other in ended)]
    for entry in step.gives:
        given = _given(entry)
        if given.replaces:
            id = given.instruction.id
            kept = [each for each in kept if each.instruction.id != id or each.since == number]
        kept.append(Active(given.instruction, number, given.once))
    return tuple(kept)


def _given(entry: Given | Instruction | str) -> Given:
    if isinstance(entry, str):
        entry = Instruction(entry)
    return entry if isinstance(entry, Given) else Given(entry)


def _texts(active: Iterable[Active]) -> list[str]:
    return [each.instruction.text for each in active]
