"""Punctuation marks."""

from __future__ import annotations

from collections.abc import Sequence

from mifcheck.checker import Absent
from mifcheck.registry import checker
from mifcheck.text import Text
from mifcheck.verdict import Span


@checker("punctuation:no_comma")
class NoComma(Absent):
    """No comma, in any form the language writes it; a comma within a number is one, too."""

    noun = ("comma", "commas")

    def passes(self, text: Text) -> bool:
        return not any(mark in text.string for mark in text.language.commas)

    def find(self, text: Text) -> Sequence[Span]:
        return text.marks(text.language.commas, "comma")
