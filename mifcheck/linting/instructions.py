"""What is wrong with the instructions of a conversation, one by one and together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from mifcheck.checkers.base import Checker
from mifcheck.conversation import Conversation, Instruction
from mifcheck.errors import ParameterError, UnknownIdError, UnknownLanguageError
from mifcheck.evaluate import compile_instruction
from mifcheck.languages import Language, get_language
from mifcheck.linting.conflicts import Conflict, conflicts, implies
from mifcheck.linting.findings import Finding, Place


class Active(NamedTuple):
    """An instruction in force, and since when: what is wrong with it is told once.

    Equal where it is the same instruction, as given once.
    """

    instruction: Instruction
    since: int
    copy: int


class Standing(NamedTuple):
    """What is in force at each turn of a conversation."""

    turns: tuple[tuple[Active, ...], ...]

    def place(self, where: Place, *given: Active) -> Place:
        """The turns at which all of these are in force, and their places at the first of them."""
        turns = [number for number, held in enumerate(self.turns, 1) if set(given) <= set(held)]
        held = self.turns[turns[0] - 1]
        places = sorted(held.index(each) + 1 for each in given)
        return Place(where.file, where.row, where.key, tuple(turns), tuple(places))


def standing(conversation: Conversation) -> Standing:
    """What is in force at each turn, each instruction told from others that are equal."""
    turns = []
    both = zip(conversation.turns, conversation.ages(), strict=True)
    for number, (turn, ages) in enumerate(both, start=1):
        held: list[Active] = []
        for instruction, age in zip(turn.instructions, ages, strict=True):
            since = number - age
            copy = sum(each[:2] == (instruction, since) for each in held)
            held.append(Active(instruction, since, copy))
        turns.append(tuple(held))
    return Standing(tuple(turns))


def instruction_findings(
    conversation: Conversation, where: Place, profile: str
) -> Iterator[Finding]:
    """Findings about the instructions of a conversation; `where` is its place."""
    held = standing(conversation)
    language = _language(conversation)
    if language is None:
        message = f"the language {conversation.language!r} is not known"
        yield Finding("unknown-language", where, message, _known_language(conversation))
    checkers: dict[Active, Checker] = {}
    for given in dict.fromkeys(each for turn in held.turns for each in turn):
        try:
            checkers[given] = compile_instruction(given.instruction, profile)
        except (UnknownIdError, ParameterError) as error:
            kind = "unknown-id" if isinstance(error, UnknownIdError) else "bad-parameter"
            message, hint = _split(str(error))
            yield Finding(kind, held.place(where, given), message, hint)
            continue
        if language is not None and (reason := checkers[given].unsupported_reason(language)):
            message = f"{given.instruction.id} cannot be judged: {reason}"
            yield Finding("not-judged", held.place(where, given), message)
    if language is not None:
        yield from _together(held, checkers, language, where)


def _language(conversation: Conversation) -> Language | None:
    try:
        return get_language(conversation.language)
    except UnknownLanguageError:
        return None


def _known_language(conversation: Conversation) -> str:
    try:
        get_language(conversation.language)
    except UnknownLanguageError as error:
        return str(error).partition("; ")[2]
    return ""


# The clauses that tell what to do about it.
_HINT = re.compile(r"; (did you mean .*?\?)| \(((?:expected|parameters|known): .*)\)$")


def _split(message: str) -> tuple[str, str]:
    """A message of an error, and the hint in it."""
    hints = [near or expected for near, expected in _HINT.findall(message)]
    bare = _HINT.sub("", message).replace(" (mifcheck list shows the ids)", "")
    return bare, "; ".join(hints)


def _together(
    held: Standing, checkers: dict[Active, Checker], language: Language, where: Place
) -> Iterator[Finding]:
    """Findings about instructions that are in force at the same turn."""
    told: set[frozenset[Active]] = set()
    for turn in held.turns:
        able = [given for given in turn if given in checkers]
        asked = tuple(checkers[given] for given in able)
        for conflict in conflicts(asked, language):
            among = frozenset(able[place] for place in conflict.places)
            if among not in told:
                told.add(among)
                yield _conflicting(conflict, able, checkers, held, where)
        for one, other in combinations(able, 2):
            if {one, other} not in told and (found := _implied(one, other, checkers, language)):
                told.add(frozenset((one, other)))
                kind, message = found
                yield Finding(kind, held.place(where, one, other), message)


def _conflicting(
    conflict: Conflict,
    able: Sequence[Active],
    checkers: dict[Active, Checker],
    held: Standing,
    where: Place,
) -> Finding:
    among = [able[place] for place in sorted(conflict.places)]
    asked = " and ".join(_told(each, checkers) for each in among)
    both = "both hold" if len(among) == 2 else "all hold" if len(among) > 2 else "be followed"
    verb = f"cannot {both}" if conflict.sure else f"are unlikely to {both}"
    kind = "impossible" if conflict.sure else "unlikely"
    message = f"{asked} {verb}: {conflict.why}"
    return Finding(kind, held.place(where, *among), message)


def _told(given: Active, checkers: dict[Active, Checker]) -> str:
    required = " ".join(checkers[given].required.split())
    return required if len(required) <= 80 else f"{required[:79]}…"


def _implied(
    one: Active, other: Active, checkers: dict[Active, Checker], language: Language
) -> tuple[str, str] | None:
    """The kind of finding, and its message, where one of the two asks for nothing more."""
    if checkers[one] == checkers[other]:
        return "repeated", f"{_told(one, checkers)} is asked for twice"
    for stronger, weaker in ((one, other), (other, one)):
        if implies(checkers[stronger], checkers[weaker], language):
            follows, from_ = _told(weaker, checkers), _told(stronger, checkers)
            return "implied", f"{follows} follows from {from_}"
    return None
