"""How many units there are, and what share of others they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from mifcheck.bounds import Bound, exactly
from mifcheck.checkers import facts
from mifcheck.checkers.base import Checker
from mifcheck.checkers.facts import Cases, Fact, Measure, Whole
from mifcheck.checkers.grammar.pieces import Predicate
from mifcheck.checkers.grammar.selections import (
    Selection,
    bullets,
    divided_paragraphs,
    paragraphs,
    sentences,
    words,
)
from mifcheck.checkers.values import frozen
from mifcheck.checkers.wording import counted
from mifcheck.languages import Language
from mifcheck.text import Text
from mifcheck.verdict import Verdict


class OfSelection(Checker):
    """Base of primitives about one selection: its view is that of the unit."""

    selection: Selection

    @property
    def view(self) -> Literal["rendered", "source"]:  # type: ignore[override]
        return self.selection.unit.view

    def unsupported_reason(self, language: Language) -> str:
        return self.selection.lacks(language)


@frozen
class Count(OfSelection):
    """The number of units selected lies within a bound."""

    selection: Selection
    bound: Bound
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        unit = self.selection.unit
        count = facts.Count(measure_of(self.selection, language), self.bound)
        if unit.is_single and unit.samples and 1 in self.bound and 0 not in self.bound:
            yield Cases(((Whole(unit.samples, True),),), ((replace(count, bound=exactly(0)),),))
        else:
            yield count

    @property
    def required(self) -> str:
        return f"{self.bound} {self.selection.noun[not str(self.bound).endswith(' 1')]}"

    def passes(self, text: Text) -> bool | None:
        return len(self.selection.spans(text)) in self.bound

    def judge(self, text: Text) -> Verdict:
        found = self.selection.spans(text)
        reason = f"{counted(len(found), self.selection.noun)} found"
        evidence = self.selection.as_evidence(text, found)
        return self.verdict(len(found) in self.bound, len(found), evidence, reason)


def measure_of(selection: Selection, language: Language) -> Measure:
    """Returns what the number of units selected is, which another checker may count, too."""
    noun = selection.noun[1]
    if selection in _ELEMENTS:
        return Measure(_ELEMENTS[selection], noun=noun)
    if selection == words and language.count_unit == "word":
        return facts.words(language)
    kind = "units" if selection.adds_up else "chosen units"
    return Measure(kind, selection, noun, selection)


_ELEMENTS = {
    sentences: "sentences",
    paragraphs: "paragraphs",
    divided_paragraphs: "divided_paragraphs",
    bullets: "bullets",
}


@frozen
class Share(OfSelection):
    """The share of the units selected that a predicate is true of lies within limits.

    A text without any such unit fails.

    Attributes:
        selection: the units.
        predicate: what is true of those that are counted.
        low, high: the limits of the share in per cent, both included.
    """

    selection: Selection
    predicate: Predicate
    low: float = 0
    high: float = 100
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        total = measure_of(self.selection, language)
        part = measure_of(self.selection.where(self.predicate), language)
        cases: dict[bool, list[tuple[Fact, ...]]] = {True: [], False: []}
        for size in (5, 8, 20):
            shares = range(size + 1)
            inside = [at for at in shares if self.low <= 100 * at / size <= self.high]
            near = {at + step for at in inside[:1] + inside[-1:] for step in (-1, 0, 1)}
            for at in sorted(near.intersection(shares)):
                both = facts.Count(total, exactly(size)), facts.Count(part, exactly(at))
                cases[at in inside].append(both)
        yield Cases(tuple(cases[True]), tuple(cases[False]), "no number of units has such a share")

    def unsupported_reason(self, language: Language) -> str:
        return super().unsupported_reason(language) or self.predicate.lacks(language)

    @property
    def required(self) -> str:
        noun = self.selection.where(self.predicate).noun[1]
        if self.low <= 0:
            return f"at most {self.high:g} % of the {self.selection.noun[1]} are {noun}"
        if self.high >= 100:
            return f"at least {self.low:g} % of the {self.selection.noun[1]} are {noun}"
        return f"{self.low:g} to {self.high:g} % of the {self.selection.noun[1]} are {noun}"

    def judge(self, text: Text) -> Verdict:
        chosen = self.selection.where(self.predicate)
        total, found = len(self.selection.spans(text)), chosen.spans(text)
        if not total:
            return self.verdict(False, None, (), f"there is no {self.selection.noun[0]}")
        share = 100 * len(found) / total
        reason = (
            f"{share:.3g} %: {counted(len(found), chosen.noun)} "
            f"among {counted(total, self.selection.noun)}"
        )
        evidence = self.selection.as_evidence(text, found)
        return self.verdict(self.low <= share <= self.high, share, evidence, reason)


@frozen
class InProportion(Checker):
    """The numbers of units of several selections are in a proportion, such as 2 : 1.

    A text that has none of these units fails.

    Attributes:
        selections: the selections, all of one unit.
        shares: the numbers that stand for them in the proportion.
    """

    selections: tuple[Selection, ...]
    shares: tuple[int, ...]
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        measures = [measure_of(each, language) for each in self.selections]

        def counts(numbers: Iterable[int]) -> tuple[Fact, ...]:
            pairs = zip(measures, numbers, strict=True)
            return tuple(facts.Count(measure, exactly(number)) for measure, number in pairs)

        even = [[times * share for share in self.shares] for times in (1, 2)]
        uneven = [[*numbers[:-1], numbers[-1] + 1] for numbers in even]
        yield Cases(tuple(map(counts, even)), tuple(map(counts, uneven)))

    @property
    def view(self) -> Literal["rendered", "source"]:  # type: ignore[override]
        return self.selections[0].unit.view

    def unsupported_reason(self, language: Language) -> str:
        return next((why for each in self.selections if (why := each.lacks(language))), "")

    @property
    def required(self) -> str:
        names = " to ".join(each.noun[1] for each in self.selections)
        return f"{names} as {' : '.join(map(str, self.shares))}"

    def judge(self, text: Text) -> Verdict:
        counts = tuple(len(each.spans(text)) for each in self.selections)
        return self.verdict(self._fits(counts), counts, (), self._said(counts))

    def _fits(self, counts: Sequence[int]) -> bool:
        first, part = counts[0], self.shares[0]
        even = all(
            count * part == first * share for count, share in zip(counts, self.shares, strict=True)
        )
        return even and any(counts)

    def _said(self, counts: Sequence[int]) -> str:
        return ", ".join(
            counted(count, each.noun) for count, each in zip(counts, self.selections, strict=True)
        )
