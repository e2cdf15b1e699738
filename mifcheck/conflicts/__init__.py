"""Which of the instructions that are active together cannot all be followed.

No rule here knows a checker: each rule knows which facts exclude each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

from mifcheck.checkers.base import Checker
from mifcheck.checkers.facts import Count, Fact, Holds, Measure, Stands, Written
from mifcheck.conflicts.derivations import Implied, Knowledge, Known, knowledge
from mifcheck.conflicts.phrases import Edge, clash, edge
from mifcheck.languages import Language


@dataclass(frozen=True, slots=True)
class Conflict:
    """Instructions that one reply cannot all follow, read strictly.

    Attributes:
        places: their places in what was asked, from 0.
        why: the reason, in words.
        sure: whether no reply can, or only an odd one.
    """

    places: frozenset[int]
    why: str
    sure: bool = True


@lru_cache(maxsize=65536)
def implied(checker: Checker, language: Language) -> tuple[Fact, ...]:
    """Returns what a checker implies; nothing if it cannot be judged in the language."""
    return () if checker.unsupported_reason(language) else tuple(checker.implies(language))


@lru_cache(maxsize=4096)
def find_conflicts(checkers: tuple[Checker, ...], language: Language) -> tuple[Conflict, ...]:
    """Returns the conflicts among checkers of one reply, each with as few as possible.

    Conflicts that are sure come first; checkers that are in one are in no larger one.
    """
    asked = [
        (place, fact)
        for place, checker in enumerate(checkers)
        for fact in implied(checker, language)
    ]
    return conflicts_among(asked, language)


def conflicts_among(asked: Implied, language: Language) -> tuple[Conflict, ...]:
    """Returns the conflicts among facts, each with as few places as possible."""
    found = [
        *_out_of_bounds(knowledge(asked, language)),
        *_misplaced(asked, language),
        *_languages(asked),
    ]
    return tuple(_fewest(found))


def implies(stronger: Checker, weaker: Checker, language: Language) -> bool:
    """Tells whether every reply that passes one checker is known to pass another."""
    given = [fact for fact in implied(stronger, language) if isinstance(fact, Count)]
    # What a reply holds follows from how often it occurs.
    asked = [fact for fact in implied(weaker, language) if not isinstance(fact, Holds)]
    return (
        weaker.facts_suffice
        and bool(asked)
        and all(any(_covers(fact, each) for fact in given) for each in asked)
    )


def _covers(given: Count, asked: Fact) -> bool:
    if not isinstance(asked, Count):
        return False
    return given.measure == asked.measure and given.sure and given.bound <= asked.bound


def _fewest(found: Iterable[Conflict]) -> Iterator[Conflict]:
    """Yields each conflict that contains no other one, the sure ones first."""
    told: list[frozenset[int]] = []
    for conflict in sorted(found, key=lambda each: (not each.sure, len(each.places))):
        if not any(places <= conflict.places for places in told):
            told.append(conflict.places)
            yield conflict


# Bounds that do not meet


def _out_of_bounds(known: Knowledge) -> Iterator[Conflict]:
    for measure, facts in known.items():
        pairs = [pair for pair in combinations(facts, 2) if not _any_count(pair)]
        yield from (_impossible(measure, pair) for pair in pairs)
        if not pairs and len(facts) > 2 and not _any_count(facts):
            yield _impossible(measure, facts)


def _impossible(measure: Measure, facts: Sequence[Known]) -> Conflict:
    places = frozenset[int]().union(*(each.places for each in facts))
    reasons = [each.count.why for each in facts if each.count.why]
    bounds = " and ".join(dict.fromkeys(str(each.count.bound) for each in facts))
    why = "; ".join(dict.fromkeys(reasons)) or f"{measure.noun}: {bounds}"
    return Conflict(places, why, all(each.count.sure for each in facts))


def _any_count(facts: Sequence[Known]) -> bool:
    """Tells whether some number lies within all the bounds."""
    bounds = [each.count.bound for each in facts]
    # The least such number is where one of the bounds begins, or continues after a gap.
    edges = {0, *(bound.low for bound in bounds)}
    edges |= {bound.high + 1 for bound in bounds if bound.outside and bound.high is not None}
    return any(all(edge in bound for bound in bounds) for edge in edges)


# Beginnings and ends


def _misplaced(asked: Implied, language: Language) -> Iterator[Conflict]:
    stands = [(place, fact) for place, fact in asked if isinstance(fact, Stands)]
    for (one_place, one), (other_place, other) in combinations(stands, 2):
        if one.side != other.side or one_place == other_place:
            continue
        apart = one.of != other.of
        if apart and not _usually_same(one, other):
            continue
        if clash(*_compared(one, other, language)):
            sure = one.sure and other.sure and (not apart or {one.of, other.of} == _BEGINNING)
            where = "the reply" if apart else _PLACES.get(one.of, one.of)
            why = f"{where} cannot {_VERBS[one.side]}"
            yield Conflict(frozenset((one_place, other_place)), why, sure)


_PLACES = {"reply": "the reply", "sentences": "a sentence"}
_VERBS = {
    "start": "begin with both",
    "end": "end with both",
    "sign": "begin with the marks of both",
}
_BEGINNING = {"reply", "paragraph 1"}


def _usually_same(one: Stands, other: Stands) -> bool:
    """Tells whether two places are the same in all but odd replies."""
    places = {one.of, other.of}
    return "sentences" in places or places == _BEGINNING


def _compared(one: Stands, other: Stands, language: Language) -> tuple[Edge, Edge]:
    """Returns what stands at both places, without final marks if one of them looks past these."""
    mine, theirs = edge(one, language), edge(other, language)
    if one.after_marks and not other.after_marks:
        theirs = _unmarked(theirs)
    if other.after_marks and not one.after_marks:
        mine = _unmarked(mine)
    return mine, theirs


def _unmarked(found: Edge) -> Edge:
    marks = 0
    while marks < len(found.glyphs) and _is_mark(found.glyphs[marks]):
        marks += 1
    return replace(found, glyphs=found.glyphs[marks:])


def _is_mark(glyph: frozenset[str] | None) -> bool:
    return glyph is not None and not any(each.isalnum() or each.isspace() for each in glyph)


# Languages


def _languages(asked: Implied) -> Iterator[Conflict]:
    codes = [(place, fact) for place, fact in asked if isinstance(fact, Written)]
    for (one_place, one), (other_place, other) in combinations(codes, 2):
        if one.code != other.code:
            # A language that is too close to tell may be taken for the one that is asked for.
            why = f"the reply would be in {one.code!r} and in {other.code!r}"
            yield Conflict(frozenset((one_place, other_place)), why, sure=False)
