"""Which facts a text has that a checker passes or fails: the shapes that texts are built to.

A shape is what a text has all of. The shapes of a conjunction merge, those of a disjunction join,
and a negation swaps what passes and what fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from itertools import combinations, islice, product
from typing import Final, TypeAlias

from mifcheck.bounds import Bound
from mifcheck.checkers.algebra import All, AnyOf, AtLeast, Not
from mifcheck.checkers.base import Checker
from mifcheck.checkers.facts import (
    Cases,
    Count,
    Differ,
    Fact,
    Framed,
    Inside,
    Rule,
    Stands,
    Whole,
    Written,
)
from mifcheck.checkers.grammar.written import Composed
from mifcheck.conflicts import Conflict, conflicts_among
from mifcheck.errors import MifcheckError
from mifcheck.languages import Language


@dataclass(frozen=True, slots=True)
class Lacks:
    """The opposite of a fact."""

    fact: Fact


Feature: TypeAlias = "Fact | Lacks"
TextShape: TypeAlias = tuple[tuple[int, Feature], ...]
"""What a text has, each with the place of the checker that asks for it."""

_MOST: Final = 64
"""So many shapes of one checker are looked at."""


@dataclass(slots=True)
class TextShapes:
    """The shapes of the texts that a checker passes or fails: a text needs one of them.

    Attributes:
        language: the language of the texts.
        leaves: the checkers that the checker is made of, in order.
        reasons: why some of them have no shape.
        found: the shapes.
    """

    language: Language
    leaves: list[Checker] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    found: tuple[TextShape, ...] = ()


def shapes_of(checker: Checker, language: Language, wanted: bool) -> TextShapes:
    """Returns the shapes of the texts that a checker passes or, if not `wanted`, fails."""
    shapes = TextShapes(language)
    shapes.found = _read(checker, wanted, shapes)
    return shapes


def _read(checker: Checker, wanted: bool, shapes: TextShapes) -> tuple[TextShape, ...]:
    if isinstance(checker, Not):
        return _read(checker.checker, not wanted, shapes)
    if isinstance(checker, Composed):
        return _read(checker.composition, wanted, shapes)
    if not isinstance(checker, All | AnyOf | AtLeast):
        return tuple(_of_leaf(checker, wanted, shapes))
    parts = [_read(each, wanted, shapes) for each in checker.inner]
    needed = checker.needed if wanted else len(parts) - checker.needed + 1
    return join(merge(some) for some in combinations(parts, needed))


def merge(parts: Iterable[tuple[TextShape, ...]]) -> tuple[TextShape, ...]:
    """Returns the shapes of texts that have a shape of each part."""
    return reduce(_both, parts, ((),))


def _both(one: tuple[TextShape, ...], other: tuple[TextShape, ...]) -> tuple[TextShape, ...]:
    return tuple(islice((left + right for left, right in product(one, other)), _MOST))


def join(parts: Iterable[tuple[TextShape, ...]]) -> tuple[TextShape, ...]:
    """Returns the shapes of texts that have a shape of one of the parts."""
    return tuple(islice((shape for part in parts for shape in part), _MOST))


def _of_leaf(checker: Checker, wanted: bool, shapes: TextShapes) -> Iterator[TextShape]:
    place, language = len(shapes.leaves), shapes.language
    shapes.leaves.append(checker)
    name = checker.id or checker.required
    reason = checker.unsupported_reason(language)
    facts = () if reason else tuple(checker.implies(language))
    if reason:
        shapes.reasons.append(f"{name} is not judged: {reason}")
    elif wanted and not checker.facts_suffice:
        shapes.reasons.append(f"{name}: no facts say all that it asks for")
    else:
        found = _passing(facts) if wanted else _failing(facts)
        known = tuple(tuple((place, each) for each in features) for features in found)
        if not known:
            whys = [fact.why for fact in facts if isinstance(fact, Cases) and fact.why]
            why = whys[0] if whys else "no facts say what a text lacks that fails"
            shapes.reasons.append(f"{name}: {why}")
        yield from known


def _passing(facts: Iterable[Fact]) -> Iterator[tuple[Feature, ...]]:
    """Yields what a text may have of which some facts are true."""
    choices = [fact.passed if isinstance(fact, Cases) else ((fact,),) for fact in facts]
    for chosen in islice(product(*choices), _MOST):
        yield tuple(feature for features in chosen for feature in features)


def _failing(facts: Iterable[Fact]) -> Iterator[tuple[Feature, ...]]:
    """Yields what a text may have that lacks one of some facts."""
    for fact in facts:
        if isinstance(fact, Cases):
            yield from fact.failed
        else:
            yield from ((each,) for each in _opposite(fact))


def _opposite(fact: Fact) -> Iterator[Feature]:
    """Yields what a text has that surely lacks a fact. What follows from other facts is not one."""
    if isinstance(fact, Count):
        if fact.sure and not fact.why and not Bound() <= fact.bound:
            yield Count(fact.measure, ~fact.bound)
    elif isinstance(fact, Framed | Differ | Written | Whole | Rule | Inside) or (
        isinstance(fact, Stands) and fact.sure and fact.side != "sign"
    ):
        yield Lacks(fact)


def conflict_in(shape: TextShape, language: Language) -> Conflict | None:
    """Returns the smallest part of a shape that surely no text has; None if there is none."""
    had = [(place, each) for place, each in shape if not isinstance(each, Lacks)]
    lacked = [(place, each.fact) for place, each in shape if isinstance(each, Lacks)]
    for place, fact in lacked:
        for other, each in had:
            if each == fact:
                return Conflict(frozenset((place, other)), "one asks for what the other excludes")
    try:
        found = conflicts_among(had, language)
    except MifcheckError:
        return None
    return next((each for each in found if each.sure), None)
