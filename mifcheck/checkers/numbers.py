"""Numbers in the reply."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from mifcheck.bounds import at_least, exactly
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import Count, Fact, Measure
from mifcheck.checkers.parameters import Bound, Limit, NumberWords, Parity
from mifcheck.checkers.primitives import CountedAmong
from mifcheck.checkers.spelling import Compared, Related
from mifcheck.languages import Language
from mifcheck.segment import Number
from mifcheck.text import Text
from mifcheck.text.numerals import NumberKind, in_decimals
from mifcheck.verdict import Span


@checker(
    "numbers:existence",
    asks="{bound}{kind.adjective} {noun}{kind.addition}",
    example={"parity": "odd", "value": 5, "value_relation": "more than"},
    spelling={
        "values": Compared("value", "value_relation"),
        "bound": Related("frequency", "relation"),
    },
)
class NumberCount(CountedAmong):
    """The reply has numbers of the given parity within the limit, as many as `bound` says.

    Without a `bound` one is enough; without `values` there is no limit. A fraction is neither odd
    nor even (7.0 is 7). `Text.numbers` says what counts as a number; numbers in words alone do not
    count if `words` is "ignored".

    Source of the instruction: MMMT-IF (arXiv 2409.18216).
    """

    parity: Parity = "any"
    values: Limit = None
    bound: Bound = at_least(1)
    words: NumberWords = "counted"
    noun = ("number", "numbers")

    def quantity(self, language: Language) -> Measure:
        noun = super().quantity(language).noun
        return Measure("numbers", (self.parity, self.values, self.words), noun, self)

    def implies(self, language: Language) -> Iterable[Fact]:
        yield from super().implies(language)
        if self.kind.impossible:
            yield Count(self.quantity(language), exactly(0), self.kind.impossible)

    @cached_property
    def kind(self) -> NumberKind:
        return NumberKind(self.parity, self.values)

    def candidates(self, text: Text) -> Sequence[Number]:
        return text.numbers if self.words == "counted" else text.numbers_in_digits

    def is_counted(self, candidate: Number) -> bool:
        return candidate.value in self.kind

    def span(self, candidate: Number) -> Span:
        return Span(candidate.start, candidate.end, in_decimals(candidate.value))
