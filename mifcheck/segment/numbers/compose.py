"""Longer numbers from the words that they are made of: one grammar for all languages.

A number is a word, times the scales after it that are larger, plus a number that is smaller than
the unit reached: three hundred | and | twenty-seven. Numbers in digits take scales likewise
(7 million, 3万5千).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from mifcheck.languages import NumberRule
from mifcheck.languages.characters import EMPHASIS, HYPHENS, SPACES, THIN_SPACES, inside
from mifcheck.segment.numbers.digits import Number, Value, simplest
from mifcheck.segment.numbers.lexicon import Atom

_EMPHASIS = f"[{inside(EMPHASIS)}]{{0,3}}"
_GAP = regex.compile(f"{_EMPHASIS}[{SPACES}{THIN_SPACES}]{{0,2}}{_EMPHASIS}|[{HYPHENS}]")
_GLUED_AFTER = regex.compile(rf"[{HYPHENS}]\p{{L}}")
MILLION = 10**6
_UNITS = range(1, 10)
_TENS = range(20, 100, 10)
_CENTURIES = range(13, 21)
_YEARS = range(10, 100)
_WHOLE_YEARS = range(1500, 2101)
_LONGEST_WORD = 16


class Found(NamedTuple):
    """A number that was read.

    Attributes:
        number: where it stands, and its value.
        atoms: those it is made of.
        next: the place of the atom after it.
        room: what may be added to it has to be less.
    """

    number: Number
    atoms: Sequence[Atom]
    next: int
    room: int


class _Read(NamedTuple):
    value: Value
    room: int
    next: int


class Composer:
    """Reads the numbers that the atoms of one string make up.

    Args:
        rule: the language's rule.
        string: the string.
        atoms: the number words and the numbers in digits, from left to right.
        spaced: whether words are set apart by spaces.
    """

    def __init__(
        self, rule: NumberRule, string: str, atoms: Sequence[Atom], *, spaced: bool
    ) -> None:
        self._rule = rule
        self._string = string
        self.atoms = atoms
        self._bare = frozenset(rule.standalone_scales)
        self._spaced = spaced
        self._tight = not spaced or rule.compounds == "joined"

    def found(self) -> Iterator[Found]:
        """The numbers, none overlapping."""
        at = 0
        while at < len(self.atoms):
            read = self._read(at)
            if read is None:
                at += 1
                continue
            read = self._year(at, read) or read
            atoms = self.atoms[at : read.next]
            number = Number(atoms[0].start, atoms[-1].end, simplest(read.value))
            yield Found(number, atoms, read.next, read.room)
            at = read.next

    def gap(self, at: int) -> str | None:
        """What stands between an atom and the one before it; None where they are apart."""
        if not 0 < at < len(self.atoms):
            return None
        one, other = self.atoms[at - 1 : at + 1]
        start, end = one.end, other.start
        if not _GAP.fullmatch(self._string, start, end):
            return None
        gap = self._string[start:end]
        apart = gap and gap not in HYPHENS
        return None if apart and self._tight and not self._may_be_apart(one, other) else gap

    def _may_be_apart(self, one: Atom, other: Atom) -> bool:
        """Whether a space may stand between words that are else written as one: zwei Millionen."""
        if "digits" in (one.kind, other.kind):
            return True
        return self._spaced and max(one.value, other.value) >= MILLION

    def _read(self, at: int, limit: int | None = None) -> _Read | None:
        """The longest number that begins at an atom, of less than a limit."""
        read = self._first(at)
        if read is None or (limit is not None and not 0 < read.value < limit):
            return None
        while True:
            more = self._multiplied(at, read, limit) or self._added(at, read)
            if more is None:
                return read
            read = more

    def _first(self, at: int) -> _Read | None:
        atom = self.atoms[at]
        if atom.kind == "article":
            scale = self.atoms[at + 1] if self.gap(at + 1) is not None else atom
            return _Read(1, 1, at + 1) if scale.kind == "scale" else None
        if atom.kind == "digits":
            return _Read(atom.value, 1, at + 1)
        if atom.kind == "part":
            return self._part(at)
        if atom.kind == "scale" and atom.word in self._bare:
            return _Read(atom.value, int(atom.value), at + 1)
        if atom.kind != "word":
            return None
        return self._units_first(at) or _Read(atom.value, self._room(int(atom.value)), at + 1)

    def _part(self, at: int) -> _Read | None:
        """What is part of one with the number after it, or with the one that a scale counts."""
        part = self.atoms[at].value
        if self.gap(at + 1) is None:
            return None
        if self.atoms[at + 1].kind == "scale":
            return _Read(part if part > 1 else 1 + part, 1, at + 1)
        whole = self._first(at + 1) if part < 1 else None
        return whole and _Read(whole.value + part, 1, whole.next)

    def _room(self, value: int) -> int:
        if value in self._rule.extended_tens:
            return 20
        digits = str(value)
        return 10 ** (len(digits) - len(digits.rstrip("0"))) if value >= min(_TENS) else 1

    def _units_first(self, at: int) -> _Read | None:
        """Seven and twenty, written as one word: siebenundzwanzig."""
        if not (self.gap(at + 1) == self.gap(at + 2) == ""):
            return None
        unit, joining, tens = self.atoms[at : at + 3]
        fits = joining.kind == "joining" and unit.value in _UNITS and tens.value in _TENS
        return _Read(unit.value + tens.value, 1, at + 3) if fits else None

    def _multiplied(self, first: int, read: _Read, limit: int | None) -> _Read | None:
        if self.gap(read.next) is None:
            return None
        scale = self.atoms[read.next]
        in_digits = self.atoms[first].kind == "digits"
        if scale.kind != "scale" and not (scale.kind == "short" and in_digits):
            return None
        # A lone letter is an abbreviation next to the digits only: $7k, but 7 K.
        if len(scale.word) == 1 and scale.kind == "short" and self.gap(read.next):
            return None
        if scale.kind == "scale" and self._is_year(first, read):
            return None
        value = read.value * scale.value
        fits = read.value > 0 and (in_digits or read.value < scale.value)
        if not fits or (limit is not None and value >= limit):
            return None
        room = int(scale.value) if read.value.denominator == 1 else 1
        return _Read(value, room, read.next + 1)

    def _is_year(self, first: int, read: _Read) -> bool:
        """Whether it is a year in digits: en 2021 | millones de personas."""
        start, end, value, *_ = self.atoms[first]
        if read.next > first + 1 or not self._string[start:end].isdecimal():
            return False
        before = self._string[max(0, start - _LONGEST_WORD) : start].lower().split()
        # 1500 millones is an amount, whatever stands before it.
        named = end - start == 4 and value in _WHOLE_YEARS and value % 100 != 0
        return named and not set(self._rule.year_markers).isdisjoint(before[-1:])

    def _added(self, first: int, read: _Read) -> _Read | None:
        step = read.next
        if read.room <= 1 or self.gap(step) is None:
            return None
        joined = self.atoms[step].word in self._rule.connectors
        if joined:
            step += 1
            if read.room < self._rule.connectors_from or self.gap(step) is None:
                return None
        in_digits = self.atoms[step].kind == "digits"
        if in_digits != (self.atoms[first].kind == "digits"):
            return None
        more = self._read(step, read.room)
        if more is None or self._belongs_to_the_next(more, read):
            return None
        if in_digits and self.gap(step) and more.next == step + 1:
            return None
        value = more.value
        if self._rule.trailing_digit and more.next == step + 1 and read.room >= 100 and not joined:
            value *= read.room // 10 if value in _UNITS else 1
        return _Read(read.value + value, more.room, more.next)

    def _belongs_to_the_next(self, more: _Read, read: _Read) -> bool:
        """Whether a scale that the whole is too large for follows: a hundred and | two hundred."""
        if self.gap(more.next) is None:
            return False
        scale = self.atoms[more.next]
        return scale.scales and scale.value <= read.value

    def _year(self, at: int, read: _Read) -> _Read | None:
        """Two pairs of digits in words: nineteen ninety-eight."""
        if not self._rule.year_pairs or read.value not in _CENTURIES or self.gap(read.next) != " ":
            return None
        other = self._read(read.next)
        if other is None or other.value not in _YEARS or self.atoms[at].kind == "digits":
            return None
        # In fifteen twenty-dollar bills there is none.
        glued = _GLUED_AFTER.match(self._string, self.atoms[other.next - 1].end)
        in_digits = self.atoms[read.next].kind == "digits"
        return None if in_digits or glued else _Read(read.value * 100 + other.value, 1, other.next)
