"""Finds numbers: where they stand in a string, and their values.

The marks and the words are the data of a language, `NumberRule`. The algorithm is the same for all.

These are not numbers: digits after a letter (Image7, H2O, v2.0), versions and IP addresses (1.2.3),
digits in addresses, footnotes ([7] after a word), keycap emoji, superscripts, circled and Roman
numerals, the numbers of headings, ordinals in words, centuries (nel Novecento), parts of longer
words, and more than 1,000 digits in a row. All other digits are numbers: each part of a date, a
time, a range or a fraction (3/4), 19th, 7kg. A fraction that is one character belongs to the number
before it (3½). In words, a number and its fraction are one (two and two thirds), and so is a part
of what multiplies (half a million).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from mifcheck.languages import Language
from mifcheck.segment.numbers.digits import Number, digit_finder, numberless
from mifcheck.segment.numbers.words import WordNumbers

__all__ = ["Number", "number_finder"]


@lru_cache(maxsize=64)
def number_finder(language: Language) -> Callable[[str], list[Number]]:
    """Returns a function that finds the language's numbers in a string, from left to right.

    A value is exact: an integer, or a `Fraction` if it is not whole.
    """
    in_digits, with_words = digit_finder(language.numbers), WordNumbers(language)

    def find(string: str) -> list[Number]:
        string = numberless(string)
        return with_words(string, list(in_digits(string)))

    return find
