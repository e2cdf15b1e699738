"""Punctuation marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mifcheck.bounds import exactly
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import Count, Fact, Measure
from mifcheck.checkers.parameters import InNumbers
from mifcheck.checkers.primitives import Absent
from mifcheck.languages import Language
from mifcheck.text import Text
from mifcheck.verdict import Span


@checker("punctuation:no_comma", example={})
class NoComma(Absent):
    """The reply has no comma, in any form that the language writes.

    A comma between two digits (3,5 or 1,000) counts, unless `in_numbers` is "allowed".
    """

    in_numbers: InNumbers = "forbidden"
    noun = ("comma", "commas")
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        yield Count(Measure("commas", self.in_numbers, "commas", self), exactly(0))

    def passes(self, text: Text) -> bool:
        # Most texts have commas, and one is enough.
        held = any(mark in text.string for mark in text.language.commas)
        return not held or (self.in_numbers == "allowed" and not self.find(text))

    def find(self, text: Text) -> Sequence[Span]:
        return text.commas if self.in_numbers == "forbidden" else text.commas_outside_numbers
