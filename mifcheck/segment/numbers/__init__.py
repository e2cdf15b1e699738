"""Reading numbers: where they stand in a string, and their values.

The marks and the words are a language's data, `NumberRule`; the algorithm is one.

What is no number: digits behind a letter (Image7, H2O, v2.0), a version or an IP address (1.2.3),
an address's, a footnote's ([7] behind a word) or a keycap emoji's digits, superscripts, circled and
Roman numerals, the number of a heading, an ordinal in words, part of another word, and a row of
more than 1,000 digits. Everything else that is written in digits is one: each part of a date, a
time, a range or a fraction (3/4), 19th, 7kg. A fraction of one sign is one number (3½).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from mifcheck.languages import Language
from mifcheck.segment.numbers.digits import Digits, Number, Value, numberless
from mifcheck.segment.numbers.words import Words

__all__ = ["Number", "NumberFinder", "Value", "number_finder"]

NumberFinder = Callable[[str], list[Number]]


@lru_cache(maxsize=64)
def number_finder(language: Language) -> NumberFinder:
    """Returns what finds the language's numbers in a string, from left to right.

    A value is exact: an integer, or a `Fraction` where it is not whole.
    """
    digits, words = Digits(language), Words(language)

    def find(string: str) -> list[Number]:
        string = numberless(string)
        return words(string, list(digits(string)))

    return find
