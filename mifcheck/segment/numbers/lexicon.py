"""Finds the number words of a language, and the parts of compound number words."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

import regex

from mifcheck.languages.characters import JOINERS
from mifcheck.languages.number_rules import NumberRule, Numerals
from mifcheck.segment.numbers.digits import Value, simplest

# Maximum length of a number word: 999,999 in German has 66 letters.
_LONGEST = 80
_DIGITS = r"\p{Nd}{1,4}"
_INVISIBLE = dict.fromkeys(map(ord, JOINERS))
_VOWELS = tuple("aeiou")


class Atom(NamedTuple):
    """A part of a number: a number word, or a number in digits.

    Attributes:
        start, end: its offsets.
        value: its value by itself.
        word: the word, in small letters; "" for digits.
        kind: "word", "scale" (it multiplies), "short" (a scale after digits), "digits", "joining",
            "article", "part" (a fraction of one), "suffix" (a fraction at the end of a compound)
            or "ordinal".
    """

    start: int
    end: int
    value: Value
    word: str
    kind: str

    @property
    def scales(self) -> bool:
        """Whether the atom multiplies the number before it."""
        return self.kind in ("scale", "short")


class Lexicon:
    """Splits words into the atoms of a language's number words.

    Attributes:
        numerals: the words and scales of the language.
    """

    def __init__(self, rule: NumberRule) -> None:
        # If a word has several kinds, the last one counts.
        self._known: dict[str, tuple[Value, str]] = {
            **{stem + end: (0, "ordinal") for stem in rule.ordinals for end in rule.endings},
            **dict.fromkeys(rule.articles, (1, "article")),
            **dict.fromkeys(rule.connectors, (0, "joining")),
            **_valued(rule.fractions, "part"),
            **_valued(rule.suffixes, "suffix"),
            **_valued(rule.words, "word"),
            **_valued(rule.scales, "scale"),
        }
        self._short = _valued(rule.short_scales, "short")
        self.numerals = self._of_kind("word", "scale")
        # The parts of compound words, as they are spelled within them, and their full forms.
        self._parts: dict[str, str] = {}
        if rule.compounds == "joined":
            self._parts = {
                form: form for form in self._of_kind("word", "scale", "joining", "suffix")
            }
        elif rule.compounds == "elided":
            elided = {form[:-1]: form for form in self.numerals}
            self._parts = elided | {form: form for form in self.numerals}
        self._beginnings = tuple(self._parts)
        self._reach = max(map(len, self._parts), default=0)
        # A text repeats the same few words.
        self._split_cached = lru_cache(maxsize=4096)(self._split)

    def atoms(self, start: int, word: str) -> list[Atom]:
        """Returns the atoms of a word; none if any part is not a number word."""
        if word in self._short:
            return [Atom(start, start + len(word), self._short[word][0], word, "short")]
        # Most words are not number words, which this test finds quickly.
        small = word.lower()
        if not small.isprintable():
            small = small.translate(_INVISIBLE)
        if small not in self._known and not small.startswith(self._beginnings):
            return []
        found = []
        for length, form in self._split_cached(word):
            value, kind = self._known[form]
            found.append(Atom(start, start + length, value, form, kind))
            start += length
        return found

    def pair(self, one: Atom, other: Atom) -> Atom | None:
        """Returns the single atom that two words form (quatre-vingt), or None."""
        form = f"{one.word}-{other.word}"
        if form not in self._known:
            return None
        value, kind = self._known[form]
        return Atom(one.start, other.end, value, form, kind)

    def _split(self, word: str) -> tuple[tuple[int, str], ...]:
        """Returns the (length, form) of each part of a word."""
        small = word.lower()
        form = small.translate(_INVISIBLE)
        if form in self._known:
            return ((len(word), form),)
        if not self._parts or len(small) != len(word) or len(word) > _LONGEST:
            return ()
        # The fewest parts that reach each offset. A word has fewer parts than letters.
        ways: dict[int, tuple[tuple[int, str], ...]] = {0: ()}
        for at in range(len(small)):
            for end in range(at + 1, min(len(small), at + self._reach) + 1) if at in ways else ():
                part = self._part(small, at, end)
                if part and len(ways[at]) + 1 < len(ways.get(end, small)):
                    ways[end] = (*ways[at], (end - at, part))
        return ways.get(len(small), ())

    def _part(self, word: str, start: int, end: int) -> str:
        part = word[start:end]
        form = self._parts.get(part, "")
        whole = form == part or word.startswith(_VOWELS, end)
        return form if whole else ""

    def _of_kind(self, *kinds: str) -> frozenset[str]:
        return frozenset(form for form, (_, kind) in self._known.items() if kind in kinds)


def any_of(words: Iterable[str]) -> str:
    """Returns the pattern of any of the words, in any case; `#` stands for digits."""
    longest_first = sorted(words, key=len, reverse=True)
    return f"(?i:{'|'.join(map(regex.escape, longest_first)) or '(?!)'})".replace(r"\#", _DIGITS)


def _valued(numerals: Numerals, kind: str) -> dict[str, tuple[Value, str]]:
    return {form: (simplest(Fraction(value)), kind) for value, forms in numerals for form in forms}
