"""Numbers that the reply must hold."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import regex

from mifcheck.bounds import at_least
from mifcheck.checkers.base import Counted
from mifcheck.checkers.parameters import Bound, Limit, NumberWords, Parity
from mifcheck.checkers.registry import checker
from mifcheck.segment import Number
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict


@checker("numbers:existence")
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

    def judge(self, text: Text) -> Verdict:
        considered = self._considered(text)
        found = self.find(text)
        count = len(found)
        reason = f"{self.counted(len(considered), text)} found"
        if considered and self._kind:
            reason += f", {count or 'none'} {self._kind}"
        # Where some are lacking, those that are there and don't count are the offence.
        if not self.bound.outside and count < self.bound.low:
            found = [_labelled(number) for number in considered if not self._counts(number)]
        return self.verdict(count in self.bound, count, found, reason)

    @property
    def required(self) -> str:
        noun = self.noun[not str(self.bound).endswith(" 1")]
        limit = f"of {self.values}" if self.values else ""
        return " ".join(filter(None, (str(self.bound), self._parity, noun, limit)))

    @property
    def _parity(self) -> str:
        return "" if self.parity == "any" else self.parity

    @property
    def _kind(self) -> str:
        return " and ".join(filter(None, (self._parity, str(self.values or ""))))

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


_PARITIES: dict[int | Fraction, str] = {0: "even", 1: "odd"}
_IN_DIGITS = regex.compile(r"[\p{Nd}\p{No}]")


def _labelled(number: Number) -> Span:
    value = number.value
    if isinstance(value, Fraction):
        return Span(number.start, number.end, str(Decimal(value.numerator) / value.denominator))
    return Span(number.start, number.end, str(value))
