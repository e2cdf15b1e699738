"""Composes larger numbers from atoms, by one grammar for all languages.

A number is a word, multiplied by the larger scales after it, plus a number that is smaller than the
last unit: three hundred | and | twenty-seven. Scales also multiply numbers in digits (7 million,
3万5千).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import regex

from mifcheck.languages.characters import EMPHASIS, HYPHENS, SPACES, THIN_SPACES, inside
from mifcheck.languages.number_rules import NumberRule
from mifcheck.segment.numbers.digits import Number, Value, simplest
from mifcheck.segment.numbers.lexicon import Atom

_EMPHASIS = f"[{inside(EMPHASIS)}]{{0,3}}"
_GAP = regex.compile(f"{_EMPHASIS}[{SPACES}{THIN_SPACES}]{{0,2}}{_EMPHASIS}|[{HYPHENS}]")
_GLUED_AFTER = regex.compile(rf"[{HYPHENS}]\p{{L}}")
MILLION = 10**6
DOZEN = 12
_UNITS = range(1, 10)
_TENS = range(20, 100, 10)
_CENTURIES = range(13, 21)
_YEARS = range(10, 100)
_WHOLE_YEARS = range(1500, 2101)
_LONGEST_WORD = 16


class NumberPhrase(NamedTuple):
    """Consecutive atoms that form a number.

    Attributes:
        first: index of the first atom.
        next: index of the atom after the last one.
        value: the value of the number.
        room: a number that is added to this one must be less than `room`.
    """

    first: int
    next: int
    value: Value
    room: int = 1


@dataclass(frozen=True, slots=True)
class AtomLine:
    """The atoms of one string, and the numbers that they form.

    Attributes:
        rule: the rule of the language.
        string: the string.
        atoms: the number words and the numbers in digits, from left to right.
        spaced: whether spaces separate words.
    """

    rule: NumberRule
    string: str
    atoms: Sequence[Atom]
    spaced: bool

    def phrases(self) -> Iterator[NumberPhrase]:
        """Yields the numbers from left to right. They don't overlap."""
        at = 0
        while at < len(self.atoms):
            read = self._read(at)
            if read is None:
                at += 1
                continue
            read = self._year(read) or read
            yield read
            at = read.next

    def number(self, phrase: NumberPhrase) -> Number:
        """Returns the offsets and the value of a phrase."""
        start, end = self.atoms[phrase.first].start, self.atoms[phrase.next - 1].end
        return Number(start, end, simplest(phrase.value))

    def atoms_of(self, phrase: NumberPhrase) -> Sequence[Atom]:
        """Returns the atoms of a phrase."""
        return self.atoms[phrase.first : phrase.next]

    def gap(self, at: int) -> str | None:
        """Returns the text between an atom and the one before it; None if they are apart."""
        if not 0 < at < len(self.atoms):
            return None
        one, other = self.atoms[at - 1 : at + 1]
        if not _GAP.fullmatch(self.string, one.end, other.start):
            return None
        gap = self.string[one.end : other.start]
        return gap if gap in HYPHENS or self._may_be_apart(one, other) else None

    def near(self, at: int) -> Atom | None:
        """Returns an atom; None if it is apart from the atom before it."""
        return None if self.gap(at) is None else self.atoms[at]

    def _may_be_apart(self, one: Atom, other: Atom) -> bool:
        """Returns whether a space may stand between two atoms: zwei Millionen."""
        if "digits" in (one.kind, other.kind) or other.kind == "suffix":
            return True
        joined = self.rule.compounds == "joined"
        largest = max(one.value, other.value)
        return self.spaced and (not joined or largest >= MILLION or other.value == DOZEN)

    def _read(self, at: int, limit: int | None = None) -> NumberPhrase | None:
        """Returns the longest number that begins at an atom and is less than a limit."""
        read = self._first(at)
        if read is None or (limit is not None and not 0 < read.value < limit):
            return None
        while more := self._multiplied(read, limit) or self._suffixed(read) or self._added(read):
            read = more
        return read

    def _first(self, at: int) -> NumberPhrase | None:
        atom = self.atoms[at]
        alone = NumberPhrase(at, at + 1, atom.value)
        if atom.kind == "article":
            scale = self.near(at + 1)
            return alone if scale and scale.kind == "scale" else None
        if atom.kind == "digits":
            return alone
        if atom.kind == "part":
            return self._part(at)
        if atom.kind == "scale" and atom.word in self.rule.standalone_scales:
            return alone._replace(room=int(atom.value))
        if atom.kind != "word":
            return None
        return self._units_first(at) or alone._replace(room=self._room(int(atom.value)))

    def _part(self, at: int) -> NumberPhrase:
        """Returns a fraction alone, with the number after it, or as what a scale multiplies."""
        part, following = self.atoms[at].value, self.near(at + 1)
        alone = NumberPhrase(at, at + 1, part if part > 1 else 1 + part)
        if part > 1 or following is None or following.kind in ("scale", "part"):
            return alone
        whole = self._first(at + 1)
        return NumberPhrase(at, whole.next, whole.value + part) if whole else alone

    def _room(self, value: int) -> int:
        if value in self.rule.extended_tens:
            return 20
        digits = str(value)
        return 10 ** (len(digits) - len(digits.rstrip("0"))) if value >= min(_TENS) else 1

    def _units_first(self, at: int) -> NumberPhrase | None:
        """Returns a number whose unit stands before its tens in one word: siebenundzwanzig."""
        if not (self.gap(at + 1) == self.gap(at + 2) == ""):
            return None
        unit, joining, tens = self.atoms[at : at + 3]
        fits = joining.kind == "joining" and unit.value in _UNITS and tens.value in _TENS
        return NumberPhrase(at, at + 3, unit.value + tens.value) if fits else None

    def _multiplied(self, read: NumberPhrase, limit: int | None) -> NumberPhrase | None:
        scale = self.near(read.next)
        if scale is None or not scale.scales:
            return None
        in_digits = self.atoms[read.first].kind == "digits"
        if scale.kind == "short":
            # A single letter is an abbreviation only directly after the digits: $7k, but 7 K.
            if not in_digits or (len(scale.word) == 1 and self.gap(read.next)):
                return None
        elif self._is_year(read):
            return None
        value = read.value * scale.value
        fits = read.value > 0 and (in_digits or read.value < scale.value)
        if not fits or (limit is not None and value >= limit):
            return None
        room = int(scale.value) if read.value.denominator == 1 else 1
        return NumberPhrase(read.first, read.next + 1, value, room)

    def _is_year(self, read: NumberPhrase) -> bool:
        """Returns whether a number in digits is a year: en 2021 | millones de personas."""
        start, end, value, *_ = self.atoms[read.first]
        if read.next > read.first + 1 or not self.string[start:end].isdecimal():
            return False
        before = self.string[max(0, start - _LONGEST_WORD) : start].lower().split()
        # A round number is an amount, whatever word is before it: 1500 millones.
        named = end - start == 4 and value in _WHOLE_YEARS and value % 100 != 0
        return named and not set(self.rule.year_markers).isdisjoint(before[-1:])

    def _added(self, read: NumberPhrase) -> NumberPhrase | None:
        step = read.next
        following = self.near(step)
        if read.room <= 1 or following is None:
            return None
        connected = following.word in self.rule.connectors
        if connected:
            step += 1
            following = self.near(step)
            if read.room < self.rule.connectors_from or following is None:
                return None
        in_digits = following.kind == "digits"
        if in_digits != (self.atoms[read.first].kind == "digits"):
            return None
        more = self._read(step, read.room)
        if more is None or self._belongs_to_the_next(more, read):
            return None
        single = more.next == step + 1
        if in_digits and single and self.gap(step):
            return None
        value = more.value
        trailing = self.rule.trailing_digit and single and not connected
        if trailing and read.room >= 100 and value in _UNITS:
            value *= read.room // 10
        return NumberPhrase(read.first, more.next, read.value + value, more.room)

    def _suffixed(self, read: NumberPhrase) -> NumberPhrase | None:
        """Returns a number with the fraction that ends its word, also if apart: zwei einhalb."""
        suffix = self.near(read.next)
        if suffix is None or suffix.kind != "suffix":
            return None
        # "Ein dreiviertel Liter" is less than a litre.
        if self.gap(read.next) and read.value <= 1:
            return None
        return NumberPhrase(read.first, read.next + 1, read.value + suffix.value)

    def _belongs_to_the_next(self, more: NumberPhrase, read: NumberPhrase) -> bool:
        """Returns whether a scale after `more` multiplies only it: a hundred and | two hundred."""
        scale = self.near(more.next)
        return scale is not None and scale.scales and scale.value <= read.value

    def _year(self, read: NumberPhrase) -> NumberPhrase | None:
        """Returns a year of two numbers of two digits, in words: nineteen ninety-eight."""
        if not self.rule.year_pairs or read.value not in _CENTURIES or self.gap(read.next) != " ":
            return None
        other = self._read(read.next)
        in_digits = "digits" in (self.atoms[read.first].kind, self.atoms[read.next].kind)
        if other is None or other.value not in _YEARS or in_digits:
            return None
        # "Fifteen twenty-dollar bills" contains no year.
        if _GLUED_AFTER.match(self.string, self.atoms[other.next - 1].end):
            return None
        return NumberPhrase(read.first, other.next, read.value * 100 + other.value)
