"""Numbers that the reply must hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

import regex

from mifcheck.bounds import at_least, exactly
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import Count, Fact, Measure
from mifcheck.checkers.parameters import Bound, Limit, NumberWords, Parity
from mifcheck.checkers.primitives import Counted
from mifcheck.checkers.spelling import Compared, Related
from mifcheck.checkers.wording import counted
from mifcheck.languages import Language
from mifcheck.segment import Number
from mifcheck.text import Text
from mifcheck.verdict import Span


@checker(
    "numbers:existence",
    asks="{bound}{adjective} {noun}{limit}",
    example={"parity": "odd", "value": 5, "value_relation": "more than"},
    spelling={
        "values": Compared("value", "value_relation"),
        "bound": Related("frequency", "relation"),
    },
)
class NumberCount(Counted):
    """The reply holds a number, or so many, that is odd or even and on one side of a limit.

    Without a `bound` it takes at least one; without a limit, `values`, every value will do. A
    fraction is neither odd nor even (7.0 is 7). What counts as a number, `Text.numbers` says;
    numbers that are written in words alone don't count where `words` is "ignored".

    Source of the instruction: MMMT-IF (arXiv 2409.18216).
    """

    parity: Parity = "any"
    values: Limit = None
    bound: Bound = at_least(1)
    words: NumberWords = "counted"
    noun = ("number", "numbers")

    def find(self, text: Text) -> Sequence[Span]:
        return [_labelled(number) for number in self._considered(text) if self._counts(number)]

    def shown(self, text: Text, found: Sequence[Span]) -> Sequence[Span]:
        # If some are lacking, those that do not count are the evidence.
        if self.bound.outside or len(found) >= self.bound.low:
            return found
        return [_labelled(number) for number in self._considered(text) if not self._counts(number)]

    def reason(self, text: Text, count: int) -> str:
        considered = len(self._considered(text))
        kind = " and ".join(filter(None, (self.adjective.strip(), str(self.values or ""))))
        counting = f", {count or 'none'} {kind}" if considered and kind else ""
        return f"{counted(considered, self.noun)} found{counting}"

    def quantity(self, language: Language) -> Measure:
        noun = super().quantity(language).noun
        return Measure("numbers", (self.parity, self.values, self.words), noun, self)

    def implies(self, language: Language) -> Iterable[Fact]:
        yield from super().implies(language)
        limit = self.values
        if limit is None or limit.relation != "exactly" or self.parity == "any":
            return
        if _PARITIES.get(limit.value % 2) != self.parity:
            yield Count(self.quantity(language), exactly(0), f"{limit.value} is not {self.parity}")

    @property
    def adjective(self) -> str:
        """The parity as it stands before the noun."""
        return "" if self.parity == "any" else f" {self.parity}"

    @property
    def limit(self) -> str:
        """The limit as it stands behind the noun."""
        return f" of {self.values}" if self.values else ""

    def _considered(self, text: Text) -> Sequence[Number]:
        if self.words == "counted":
            return text.numbers
        string = text.string
        return [row for row in text.numbers if _IN_DIGITS.search(string, row.start, row.end)]

    def _counts(self, number: Number) -> bool:
        parity = _PARITIES.get(number.value % 2)
        return self.parity in ("any", parity) and (
            self.values is None or number.value in self.values
        )


_PARITIES: dict[float | Fraction, str] = {0: "even", 1: "odd"}
_IN_DIGITS = regex.compile(r"[\p{Nd}\p{No}]")


def _labelled(number: Number) -> Span:
    value = number.value
    if isinstance(value, Fraction):
        return Span(number.start, number.end, str(Decimal(value.numerator) / value.denominator))
    return Span(number.start, number.end, str(value))
