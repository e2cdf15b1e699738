"""Numbers in words: where they stand, and which words that look like one are none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import prod

import regex

from mifcheck.languages import Language
from mifcheck.languages.characters import (
    ALPHANUMERIC,
    HYPHENS,
    JOINERS,
    LETTERS,
    NUMBERS,
    SPACES,
    SPELLING,
    WORD,
)
from mifcheck.markup.patterns import blanked
from mifcheck.segment.numbers.compose import MILLION, Composer, Found
from mifcheck.segment.numbers.digits import LONGEST, Number, Value, simplest
from mifcheck.segment.numbers.lexicon import Atom, Lexicon

_LETTER = f"[{SPELLING}]"
_IN_A_WORD = regex.compile(rf"(?<={_LETTER})")
_LETTER_AFTER = regex.compile(_LETTER)
_HYPHEN_BEFORE = regex.compile(rf"(?<={_LETTER}[{HYPHENS}])")
# A first part that shares its second ends with one: двух- и трёхкомнатный.
_HYPHEN_AFTER = regex.compile(rf"[{HYPHENS}](?:{_LETTER}|[\s,])")
_WORD = regex.compile(rf"[{LETTERS}][{SPELLING}{JOINERS}]*+(?![{NUMBERS}])")
_IN_A_NAME = regex.compile(rf"(?<=[{WORD}]_)|{_LETTER}++_[{ALPHANUMERIC}]")
# Fewer Han digits side by side are "seven or eight" (七八个), unless one is a zero.
_POSITIONAL = 4
_MYRIAD = 10**4
_WITH_A_VALUE = ("word", "scale", "short")
_DIGITS = r"\p{Nd}{1,4}"
_GAP = f"[{HYPHENS}{SPACES}]"
_SPACE = regex.compile(f"[{SPACES}]")


class Words:
    """Reads the numbers in which there are words, by one language's data."""

    def __init__(self, language: Language) -> None:
        rule = language.numbers
        self._rule = rule
        self._spaced = language.spaced
        self._joins_letters = language.spaced and language.words.hyphen == "joins"
        ordinal = regex.escape(language.ordinal)
        self._after_ordinal = regex.compile(f"(?<={ordinal} ?)" if ordinal else "(?!)")
        self._not_alone = frozenset(rule.not_alone)
        self._lexicon = Lexicon(rule)
        self._numerals = frozenset() if language.spaced else self._lexicon.numerals
        han = f"[{''.join(self._numerals)}]+" if self._numerals else "(?!)"
        self._word = _WORD if language.spaced else regex.compile(han)
        inner = f"[{''.join(self._numerals)}]" if self._numerals else _LETTER
        after = rf"(?!{_LETTER})" if language.spaced else ""
        self._skipped = regex.compile(rf"(?<!{inner}){_any_of(rule.not_numbers)}{after}")
        half = _any_of(rule.halves).replace(r"\ ", _GAP)
        self._half = regex.compile(rf"{_GAP}{half}{after}")
        gap = f"[{SPACES}]" if language.spaced else ""
        self._point = regex.compile(f"{gap}{_any_of(rule.decimal_words)}{gap}")
        self._counted = regex.compile(
            rf"(?:{_any_of(rule.range_words)}{han})?{_any_of(rule.counters)}"
        )
        self._led = regex.compile(rf"(?<={_any_of(rule.numeral_prefixes)})")

    def __call__(self, string: str, digits: Sequence[Number]) -> list[Number]:
        """The numbers of a string of which those in digits are known."""
        atoms = list(self._atoms(string))
        if any(atom.kind in _WITH_A_VALUE for atom in atoms):
            string = blanked(self._skipped, string)
            atoms = list(self._atoms(string))
        elif not digits:
            return []
        atoms += [Atom(*number, "", "digits") for number in digits]
        line = Composer(self._rule, string, self._paired(sorted(atoms)), spaced=self._spaced)
        read = self._pointed(list(line.found()), string)
        found = (row for row in read if self._counts(row, line, string))
        return [self._halved(row, line, string) for row in found]

    def _pointed(self, rows: Sequence[Found], string: str) -> Iterator[Found]:
        """The numbers, whole and decimals one where a point is said: three point one four."""
        at = 0
        while at < len(rows):
            stop = at + 1
            between = self._point
            while stop < len(rows) and self._are_decimals(rows[at], rows[stop], string):
                edges = rows[stop - 1].number.end, rows[stop].number.start
                if not between.fullmatch(string, *edges):
                    break
                stop += 1
                between = _SPACE
            yield _with_decimals(rows[at], rows[at + 1 : stop]) if stop > at + 1 else rows[at]
            at = stop

    def _are_decimals(self, whole: Found, row: Found, string: str) -> bool:
        if any(atom.kind == "digits" for atom in (*whole.atoms, *row.atoms)):
            return False
        digits, scale = _digits_and_scale(row)
        if digits * scale != row.number.value or not 0 <= digits < 100:
            return False
        if self._spaced or scale >= _MYRIAD or self._led.match(string, whole.number.start):
            return True
        # Without a counter it is a time: 七点五分.
        return scale == 1 and self._counted.match(string, row.number.end) is not None

    def _halved(self, found: Found, line: Composer, string: str) -> Number:
        start, end, value = found.number
        half = self._half.match(string, end)
        if half is None:
            return found.number
        after = (atom for atom in line.atoms[found.next :] if atom.start >= half.end())
        scale = next(after, None)
        if scale and scale.scales and _SPACE.fullmatch(string, half.end(), scale.start):
            return Number(start, scale.end, simplest((value + Fraction(1, 2)) * scale.value))
        last = found.atoms[-1]
        whole = last.value if last.scales and last.value >= MILLION else 1
        return Number(start, half.end(), simplest(value + Fraction(whole) / 2))

    def _atoms(self, string: str) -> Iterator[Atom]:
        for match in self._word.finditer(string):
            if not self._spaced:
                yield from self._run(match)
                continue
            atoms = self._lexicon.atoms(match.start(), match[0])
            if atoms and not _IN_A_NAME.match(string, match.start()):
                yield from atoms

    def _run(self, match: regex.Match[str]) -> list[Atom]:
        """The atoms of a run of Han numerals; of "seven or eight" there are none."""
        run = match[0]
        start = match.start()
        atoms = [atom for at, one in enumerate(run, start) for atom in self._lexicon.atoms(at, one)]
        if len(run) > 1 and all(atom.kind == "word" for atom in atoms):
            if len(run) < _POSITIONAL and not any(atom.value == 0 for atom in atoms):
                return []
            if len(run) > LONGEST:
                return []
            value = int("".join(str(atom.value) for atom in atoms))
            return [Atom(start, match.end(), value, run, "word")]
        units = [atom.kind == "word" and atom.word not in self._rule.connectors for atom in atoms]
        return [] if any(one and other for one, other in pairwise(units)) else atoms

    def _paired(self, atoms: list[Atom]) -> list[Atom]:
        joined: list[Atom] = []
        for atom in atoms:
            near = joined and atom.start - joined[-1].end == 1
            pair = self._lexicon.pair(joined[-1], atom) if near else None
            if pair:
                joined[-1] = pair
            else:
                joined.append(atom)
        return joined

    # What is read, and yet no number

    def _counts(self, found: Found, line: Composer, string: str) -> bool:
        if any(atom.kind == "digits" for atom in found.atoms):
            return True
        if len(found.atoms) == 1 and found.atoms[0].word in self._not_alone:
            return False
        if self._spaced:
            return not (self._is_ordinal(found, line) or self._is_part(found, line, string))
        return self._stands_alone(found, string)

    def _is_ordinal(self, found: Found, line: Composer) -> bool:
        """Whether an ordinal completes it: twenty-first, one hundred and first."""
        gap = line.gap(found.next)
        if gap is None:
            return False
        atom = line.atoms[found.next]
        if atom.kind == "joining" and found.room >= self._rule.connectors_from:
            after = line.gap(found.next + 1)
            return after is not None and line.atoms[found.next + 1].kind == "ordinal"
        return atom.kind == "ordinal" and (found.room > 1 or gap in HYPHENS)

    def _is_part(self, found: Found, line: Composer, string: str) -> bool:
        """Whether it is part of a longer word; a hyphen makes it one where hyphens join."""
        start, end, _ = found.number
        if _IN_A_WORD.match(string, start) or _LETTER_AFTER.match(string, end):
            return True
        if not self._joins_letters:
            return False
        before = line.gap(found.next - len(found.atoms)) is None
        after = line.gap(found.next) is None
        return bool(
            (before and _HYPHEN_BEFORE.match(string, start))
            or (after and _HYPHEN_AFTER.match(string, end))
        )

    def _stands_alone(self, found: Found, string: str) -> bool:
        """Whether Han numerals are a number, and no ordinal, part of another or of a word."""
        start, end, _ = found.number
        if not self._numerals.isdisjoint(
            (string[max(0, start - 1) : start], string[end : end + 1])
        ):
            return False
        if self._after_ordinal.match(string, start) or string.startswith(self._rule.ordinals, end):
            return False
        if end - start > 1 or self._led.match(string, start):
            return True
        return self._counted.match(string, end) is not None


def _digits_and_scale(found: Found) -> tuple[Value, Value]:
    """What its words say before any scale, and how much its scales multiply that."""
    digits = sum(atom.value for atom in found.atoms if not atom.scales)
    return digits, prod(atom.value for atom in found.atoms if atom.scales)


def _with_decimals(whole: Found, rows: Sequence[Found]) -> Found:
    digits = "".join(str(_digits_and_scale(row)[0]) for row in rows)
    last = rows[-1]
    value = whole.number.value + Fraction(int(digits), 10 ** len(digits))
    number = Number(
        whole.number.start, last.number.end, simplest(value * _digits_and_scale(last)[1])
    )
    atoms = [atom for row in (whole, *rows) for atom in row.atoms]
    return Found(number, atoms, last.next, 1)


def _any_of(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return f"(?i:{'|'.join(map(regex.escape, longest_first)) or '(?!)'})".replace(r"\#", _DIGITS)
