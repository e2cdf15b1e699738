"""What each turn changes: which instructions it gives and revokes, and how long they are active."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from mifcheck.conversation.turns import Instruction, Turn
from mifcheck.errors import DataError, ParameterError
from mifcheck.safe import short_repr


@dataclass(frozen=True, slots=True)
class Given:
    """An instruction as a turn gives it.

    Attributes:
        instruction: what is asked.
        once: it is active at this turn only.
        replaces: it ends the instructions with the same id and role that were given before.
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
            means all of the user's that have it.

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
                raise ParameterError(f"{name}: a list is expected, not {short_repr(listed)}")
            object.__setattr__(self, name, tuple(listed))


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
            active = _active_at(step, active, number)
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
        meant = [each for each in kept if _is_meant(each.instruction, revoked)]
        if not meant:
            raise DataError(_not_active(revoked, kept), field=f"turn {number}, revokes {place}")
        newest = max(reversed(meant), key=lambda each: each.since)
        ended = meant if isinstance(revoked, str) else [newest]
        kept = [each for each in kept if not any(each is other for other in ended)]
    for entry in step.gives:
        given = _given(entry)
        if given.replaces:
            alike = (given.instruction.id, given.instruction.role)
            kept = [
                each
                for each in kept
                if (each.instruction.id, each.instruction.role) != alike or each.since == number
            ]
        kept.append(Active(given.instruction, number, given.once))
    return tuple(kept)


def _is_meant(instruction: Instruction, revoked: Instruction | str) -> bool:
    """Tells whether a step means an instruction. By its id alone a user ends only the user's."""
    if isinstance(revoked, str):
        return (instruction.id, instruction.role) == (revoked, "user")
    return instruction == revoked


def _not_active(revoked: Instruction | str, active: Iterable[Active]) -> str:
    id = revoked if isinstance(revoked, str) else revoked.id
    if isinstance(revoked, str) and any(each.instruction.id == id for each in active):
        return f"{id} is not active as the user's: to end the system's, name its \"role\", too"
    return f"{id} is not active"


def _given(entry: Given | Instruction | str) -> Given:
    if isinstance(entry, str):
        entry = Instruction(entry)
    return entry if isinstance(entry, Given) else Given(entry)


def _texts(active: Iterable[Active]) -> list[str]:
    return [each.instruction.text for each in active]


def all_active(turns: Sequence[Turn]) -> list[tuple[Active, ...]]:
    """Returns the active instructions of each turn."""
    result: list[tuple[Active, ...]] = []
    for number, turn in enumerate(turns, start=1):
        result.append(_active_at(turn, result[-1] if result else (), number))
    return result


def _active_at(turn: Turn, before: Iterable[Active], number: int) -> tuple[Active, ...]:
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
        now = _active_at(turn, before, number)
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
