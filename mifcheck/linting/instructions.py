"""What is wrong with the instructions of a conversation, one by one and together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from mifcheck.checkers.base import Checker
from mifcheck.conflicts import Conflict, find_conflicts, implies
from mifcheck.conflicts.hierarchy import superseded
from mifcheck.conversation import Conversation, Instruction
from mifcheck.errors import ParameterError, UnknownIdError
from mifcheck.evaluate import compile_instruction, superseded_reason
from mifcheck.languages import Language
from mifcheck.linting.findings import Finding, Location


class Tracked(NamedTuple):
    """An instruction from the turn where it is given on: a finding about it is reported once.

    Attributes:
        instruction: the instruction.
        since: the turn where it is given, counted from 1.
        copy: distinguishes equal instructions that are given at the same turn.
    """

    instruction: Instruction
    since: int
    copy: int


class ActiveByTurn(NamedTuple):
    """The active instructions at each turn of a conversation."""

    turns: tuple[tuple[Tracked, ...], ...]

    def location(self, where: Location, *given: Tracked) -> Location:
        """Returns the turns where all of these are active, and their places at the first one."""
        turns = [number for number, active in enumerate(self.turns, 1) if set(given) <= set(active)]
        first = self.turns[turns[0] - 1]
        places = sorted(first.index(each) + 1 for each in given)
        return Location(where.file, where.row, where.key, tuple(turns), tuple(places))


def active_by_turn(conversation: Conversation) -> ActiveByTurn:
    """Returns the active instructions at each turn; equal ones are distinguished."""
    turns = []
    both = zip(conversation.turns, conversation.ages(), strict=True)
    for number, (turn, ages) in enumerate(both, start=1):
        active: list[Tracked] = []
        for instruction, age in zip(turn.instructions, ages, strict=True):
            since = number - age
            copy = sum(each[:2] == (instruction, since) for each in active)
            active.append(Tracked(instruction, since, copy))
        turns.append(tuple(active))
    return ActiveByTurn(tuple(turns))


def instruction_findings(
    active: ActiveByTurn, where: Location, profile: str, language: Language | None
) -> Iterator[Finding]:
    """Yields the findings about the instructions of a conversation.

    Args:
        active: its active instructions.
        where: the location of the conversation.
        profile: the profile that the ids belong to.
        language: the language of the conversation; None if it is not known.
    """
    checkers: dict[Tracked, Checker] = {}
    for given in dict.fromkeys(each for turn in active.turns for each in turn):
        try:
            checkers[given] = compile_instruction(given.instruction, profile)
        except (UnknownIdError, ParameterError) as error:
            kind = "unknown-id" if isinstance(error, UnknownIdError) else "bad-parameter"
            message, hint = _without_hint(str(error))
            yield Finding(kind, active.location(where, given), message, hint)
            continue
        if language is not None and (reason := checkers[given].unsupported_reason(language)):
            message = f"{given.instruction.id} cannot be judged: {reason}"
            yield Finding("not-judged", active.location(where, given), message)
    if language is not None:
        yield from _together(active, checkers, language, where)


# The clauses of an error's message that say what to do.
_HINT = re.compile(r"; (did you mean .*?\?)| \(((?:expected|parameters|known): .*)\)$")


def _without_hint(message: str) -> tuple[str, str]:
    """Returns the message of an error without its hint, and the hint."""
    hints = [near or expected for near, expected in _HINT.findall(message)]
    bare = _HINT.sub("", message).replace(" (mifcheck list shows the ids)", "")
    return bare, "; ".join(hints)


def _together(
    active: ActiveByTurn, checkers: dict[Tracked, Checker], language: Language, where: Location
) -> Iterator[Finding]:
    """Yields the findings about instructions that are active at the same turn."""
    told: set[frozenset[Tracked]] = set()
    for turn in active.turns:
        known = {given: checkers[given] for given in turn if given in checkers}
        for given, others in _superseded(known, language).items():
            both = frozenset((given, *others))
            if both not in told:
                told.add(both)
                reason = superseded_reason([known[each] for each in others])
                message = f"{_required(known[given])} is {reason}"
                yield Finding("superseded", active.location(where, *both), message)
            del known[given]
        for conflict in find_conflicts(tuple(known.values()), language):
            among = [list(known)[place] for place in sorted(conflict.places)]
            if frozenset(among) not in told:
                told.add(frozenset(among))
                kind, message = _conflict(conflict, [known[each] for each in among])
                yield Finding(kind, active.location(where, *among), message)
        for one, other in combinations(known, 2):
            found = None if {one, other} in told else _implied(known[one], known[other], language)
            if found:
                told.add(frozenset((one, other)))
                yield Finding(found[0], active.location(where, one, other), found[1])


def _superseded(
    known: dict[Tracked, Checker], language: Language
) -> dict[Tracked, tuple[Tracked, ...]]:
    """Returns the instructions that are superseded, each with what supersedes it."""
    given = list(known)
    roles = tuple(each.instruction.role for each in given)
    found = superseded(tuple(known.values()), roles, language)
    return {given[place]: tuple(given[each] for each in others) for place, others in found.items()}


def _conflict(conflict: Conflict, among: Sequence[Checker]) -> tuple[str, str]:
    """Returns the kind and the message of the finding about a conflict."""
    asked = " and ".join(map(_required, among))
    both = "both hold" if len(among) == 2 else "all hold" if len(among) > 2 else "be followed"
    verb = f"cannot {both}" if conflict.sure else f"are unlikely to {both}"
    return "impossible" if conflict.sure else "unlikely", f"{asked} {verb}: {conflict.why}"


def _required(checker: Checker) -> str:
    required = " ".join(checker.required.split())
    return required if len(required) <= 80 else f"{required[:79]}…"


def _implied(one: Checker, other: Checker, language: Language) -> tuple[str, str] | None:
    """Returns the kind and the message of the finding if one of the two asks nothing more."""
    if one == other:
        return "repeated", f"{_required(one)} is asked for twice"
    for stronger, weaker in ((one, other), (other, one)):
        if implies(stronger, weaker, language):
            return "implied", f"{_required(weaker)} follows from {_required(stronger)}"
    return None
