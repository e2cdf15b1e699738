"""Fills the slots of a text one after another, so that the rules and counts of a plan hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat
from operator import add
from typing import Any

from mifcheck.bounds import Bound
from mifcheck.checkers.facts import Measure, Rule
from mifcheck.checkers.grammar.pieces import Piece
from mifcheck.checkers.grammar.selections import Selection
from mifcheck.checkers.grammar.steps import At, Distinct, Slice
from mifcheck.languages import Language
from mifcheck.testing.candidates import by_piece, pieces_in
from mifcheck.testing.plans import amount


class Ruling:
    """A rule that a sequence of candidates obeys; if not `wanted`, it is broken at the end.

    Each candidate is asked about alone, so that the checker's whole is compared with its parts.
    """

    def __init__(self, rule: Rule, wanted: bool, language: Language, pool: Sequence[str]) -> None:
        self._rule, self._wanted, self._language = rule, wanted, language
        self._alone, self._rest = by_piece(rule.selection)
        self._known: dict[str, tuple[Any, ...]] = {}
        steps = self._rest.steps
        placed = bool(steps) and all(isinstance(step, At | Slice) for step in steps)
        # A place among the candidates is one among the units if each candidate is one.
        self._by_place = placed and all(len(self._pieces(each)) == 1 for each in pool[:60])
        self._placed: dict[int, Sequence[int]] = {}
        self._from_end = placed and not self._by_place

    def fits(self, chosen: Sequence[str], count: int) -> bool:
        """Tells whether the last of some candidates may stand there, where there are so many."""
        last = len(chosen) - 1
        ends = last == count - 1
        if self._by_place:
            places = self._places(count)
            if last not in places:
                return True
            ends = last == places[-1]
        values = self._values(chosen, count)
        if not ends:
            return self._from_end or self._rule.holds(values)
        enough = len(values) >= (self._rule.least if self._wanted else 1)
        return enough and self._rule.holds(values) is self._wanted

    def may_be(self, count: int) -> bool:
        """Tells whether a text of so many candidates has what the rule is about."""
        least = self._rule.least if self._wanted else 1
        return not self._by_place or len(self._places(count)) >= least

    def _places(self, count: int) -> Sequence[int]:
        if count not in self._placed:
            self._placed[count] = sorted(self._rest.among(range(count), _none))
        return self._placed[count]

    def _values(self, chosen: Sequence[str], count: int) -> list[Any]:
        if self._by_place:
            places = self._places(count)
            return [value for at in places if at < len(chosen) for value in self._of(chosen[at])]
        if not self._rest.steps:
            return [value for each in chosen for value in self._of(each)]
        pieces = [piece for each in chosen for piece in self._pieces(each)]
        return [self._rule.of(piece) for piece in self._rest.among(pieces, list)]

    def _pieces(self, candidate: str) -> tuple[Piece, ...]:
        return pieces_in(candidate, self._alone, self._language)

    def _of(self, candidate: str) -> tuple[Any, ...]:
        found = self._known.get(candidate)
        if found is None:
            found = tuple(self._rule.of(piece) for piece in self._pieces(candidate))
            self._known[candidate] = found
        return found


def _none(places: Sequence[int]) -> Sequence[Piece]:
    raise AssertionError("places are not asked about")


@dataclass
class Tally:
    """How many of a measure there are in a sequence of candidates.

    Attributes:
        measure: what is counted.
        bounds: the bounds of the number.
        language: the language.
        offset: how many there are beside those in the candidates.
    """

    measure: Measure
    bounds: list[Bound]
    language: Language
    offset: int = 0
    _known: dict[str, int] = field(default_factory=dict)

    @cached_property
    def _selection(self) -> tuple[Selection, Selection] | None:
        """What has to be counted in all candidates together; None if each has its own number."""
        if self.measure.kind not in ("units", "chosen units"):
            return None
        alone, rest = by_piece(self.measure.of)
        return (alone, rest) if rest.steps else None

    @property
    def adds(self) -> bool:
        """Whether the number of all is the sum of the numbers of each."""
        return self._selection is None

    def weight(self, candidate: str) -> int:
        """Returns how many a candidate has by itself."""
        if candidate not in self._known:
            self._known[candidate] = amount(self.measure, candidate, self.language)
        return self._known[candidate]

    def count(self, chosen: Sequence[str], before: int) -> int:
        """Returns how many some candidates have; `before` is that without the last."""
        if self._selection is None:
            return before + self.weight(chosen[-1])
        alone, rest = self._selection
        pieces = [piece for each in chosen for piece in pieces_in(each, alone, self.language)]
        return self.offset + len(rest.among(pieces, list))

    def reaches(self, count: int, left: int, weights: tuple[int, int]) -> bool:
        """Tells whether a bound can be reached with so many candidates that are left."""
        low = 0 if self.repeats else weights[0]
        least, most = count + left * low, count + left * weights[1]
        return all(_meets(bound, least, most) for bound in self.bounds)

    def lacking(self, count: int) -> int:
        """Returns how many more are needed, at least."""
        return max(0, self._needed - count)

    @cached_property
    def _needed(self) -> int:
        return max((bound.low for bound in self.bounds if not bound.outside), default=0)

    def may_reach(self, count: int, weights: tuple[int, int], beside: int) -> bool:
        """Tells whether a bound can be reached with so many candidates, and some beside each."""
        low = 0 if self.repeats else weights[0]
        return all(
            _meets(bound, count * low, count * (weights[1] + beside)) for bound in self.bounds
        )

    @cached_property
    def repeats(self) -> bool:
        """Whether a candidate may add nothing because it stood there before."""
        return self._selection is not None and any(
            isinstance(step, Distinct) for step in self._selection[1].steps
        )


def _meets(bound: Bound, least: int, most: int) -> bool:
    if bound.outside:
        return least in bound or most in bound or most - least > (bound.high or 0) - bound.low
    return least <= (most if bound.high is None else bound.high) and bound.low <= most


_TRIES_A_SLOT = 60


@dataclass
class Filling:
    """The slots of a text, and what has to be true of what fills them.

    Attributes:
        count: how many slots there are.
        options: returns the candidates for a slot, the first choice first.
        rulings: the rules.
        tallies: the counts.
        weights: for each tally, the least and the largest weight of a candidate.
        most: the largest weight of a candidate in all tallies together.
    """

    count: int
    options: Callable[[int], Iterator[str]]
    rulings: Sequence[Ruling]
    tallies: Sequence[Tally]
    weights: Sequence[tuple[int, int]]
    most: int
    _known: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def filled(self, tries: int) -> list[str] | None:
        """Returns the candidates for all slots; None if none are found in so many tries.

        A text of many slots has more of them.
        """
        chosen: list[str] = []
        left = [self.options(0)]
        counts = [tuple(tally.offset for tally in self.tallies)]
        tried: set[tuple[int, ...]] = set()
        # Nothing else than these says then what may follow.
        counts_suffice = self._all_add and not self.rulings
        for _ in range(tries + _TRIES_A_SLOT * self.count):
            candidate = next(left[-1], None)
            if candidate is None:
                left.pop()
                if not left:
                    break
                chosen.pop()
                counts.pop()
                continue
            chosen.append(candidate)
            now = self._counts(chosen, counts[-1])
            state = len(chosen), *now
            if state not in tried and self._fits(chosen, now):
                if len(chosen) == self.count:
                    return chosen
                counts.append(now)
                left.append(self.options(len(chosen)))
            else:
                chosen.pop()
            if counts_suffice:
                tried.add(state)
        return None

    @cached_property
    def _all_add(self) -> bool:
        return all(tally.adds for tally in self.tallies)

    def _counts(self, chosen: Sequence[str], before: Sequence[int]) -> tuple[int, ...]:
        """Returns how many of each tally some candidates have.

        Args:
            chosen: the candidates.
            before: how many there are without the last of them.
        """
        if not self._all_add:
            return tuple(map(Tally.count, self.tallies, repeat(chosen), before))
        weights = self._known.get(chosen[-1])
        if weights is None:
            weights = tuple(tally.weight(chosen[-1]) for tally in self.tallies)
            self._known[chosen[-1]] = weights
        return tuple(map(add, before, weights))

    def _fits(self, chosen: Sequence[str], counts: Sequence[int]) -> bool:
        rest, lacking = self.count - len(chosen), 0
        for tally, count, weights in zip(self.tallies, counts, self.weights, strict=True):
            if not tally.reaches(count, rest, weights):
                return False
            lacking += tally.lacking(count)
        # What adds to one may add nothing to another.
        return lacking <= rest * self.most and all(
            ruling.fits(chosen, self.count) for ruling in self.rulings
        )
