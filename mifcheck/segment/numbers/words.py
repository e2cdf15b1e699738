"""Finds numbers in words, and excludes words that only look like numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import prod

import regex

from mifcheck.languages import Language
from mifcheck.languages import characters as chars
from mifcheck.markup.patterns import blanked
from mifcheck.segment.numbers.compose import MILLION, AtomLine, Phrase
from mifcheck.segment.numbers.digits import LONGEST, Number, Value, simplest
from mifcheck.segment.numbers.lexicon import Atom, Lexicon

_LETTER = f"[{chars.SPELLING}]"
_IN_A_WORD = regex.compile(rf"(?<={_LETTER})")
_LETTER_AFTER = regex.compile(_LETTER)
_HYPHEN_BEFORE = regex.compile(rf"(?<={_LETTER}[{chars.HYPHENS}])")
# The first of two words that share their second part ends in a hyphen: двух- и трёхкомнатный.
_HYPHEN_AFTER = regex.compile(rf"[{chars.HYPHENS}](?:{_LETTER}|[\s,])")
_WORD = regex.compile(rf"[{chars.LETTERS}][{chars.SPELLING}{chars.JOINERS}]*+(?![{chars.NUMBERS}])")
_IN_A_NAME = regex.compile(rf"(?<=[{chars.WORD}]_)|{_LETTER}++_[{chars.ALPHANUMERIC}]")
# Fewer Han digits in a row mean "seven or eight" (七八个), unless one of them is a zero.
_POSITIONAL = 4
_MYRIAD = 10**4
_WITH_A_VALUE = ("word", "scale", "short")
_DIGITS = r"\p{Nd}{1,4}"
_GAP = f"[{chars.HYPHENS}{chars.SPACES}]"
_SPACE = regex.compile(f"[{chars.SPACES}]")


class WordNumbers:
    """Finds the numbers of a string, in words and in digits, by the rule of one language.

    Args:
        language: the language whose `NumberRule` is used.
    """

    def __init__(self, language: Language) -> None:
        rule = language.numbers
        self._rule = rule
        self._spaced = language.spaced
        self._joins_letters = language.spaced and language.words.hyphen == "joins"
        self._lexicon = Lexicon(rule)
        numerals = "".join(self._lexicon.numerals)
        numeral = f"[{numerals}]" if numerals and not language.spaced else "(?!)"
        inner, space, after = numeral, "", ""
        if language.spaced:
            inner, space, after = _LETTER, f"[{chars.SPACES}]", rf"(?!{_LETTER})"
        self._word = _WORD if language.spaced else regex.compile(f"(?:{numeral})++")
        self._skipped = regex.compile(rf"(?<!{inner}){_any_of(rule.not_numbers)}{after}")
        half = _any_of(rule.halves).replace(r"\ ", _GAP)
        self._half = regex.compile(rf"{_GAP}{half}{after}")
        self._point = regex.compile(f"{space}{_any_of(rule.decimal_words)}{space}")
        ranged = rf"(?:{_any_of(rule.range_words)}(?:{numeral})+)?"
        self._counted = regex.compile(ranged + _any_of(rule.counters))
        self._led = regex.compile(rf"(?<={_any_of(rule.numeral_prefixes)})")
        ordinal = regex.escape(language.ordinal)
        self._after_ordinal = regex.compile(f"(?<={ordinal} ?)" if ordinal else "(?!)")

    def __call__(self, string: str, digits: Sequence[Number]) -> list[Number]:
        """Returns the numbers of a string.

        Args:
            string: the string.
            digits: the numbers in digits that it contains.
        """
        atoms = self._atoms(string)
        if any(atom.kind in _WITH_A_VALUE for atom in atoms):
            string = blanked(self._skipped, string)
            atoms = self._atoms(string)
        elif not digits:
            return []
        atoms += [Atom(*number, "", "digits") for number in digits]
        line = AtomLine(self._rule, string, self._paired(sorted(atoms)), self._spaced)
        phrases = self._with_decimals(line, list(line.phrases()))
        return [self._halved(line, phrase) for phrase in phrases if self._counts(line, phrase)]

    def _with_decimals(self, line: AtomLine, phrases: Sequence[Phrase]) -> Iterator[Phrase]:
        """Yields the numbers, each joined with the decimals after it: three point one four."""
        at = 0
        while at < len(phrases):
            stop = at + 1
            between = self._point
            while stop < len(phrases) and self._are_decimals(line, phrases[at], phrases[stop]):
                start, end = line.number(phrases[stop - 1]).end, line.number(phrases[stop]).start
                if not between.fullmatch(line.string, start, end):
                    break
                stop += 1
                between = _SPACE
            yield _joined(line, phrases[at:stop]) if stop > at + 1 else phrases[at]
            at = stop

    def _are_decimals(self, line: AtomLine, whole: Phrase, phrase: Phrase) -> bool:
        atoms = (*line.atoms_of(whole), *line.atoms_of(phrase))
        if any(atom.kind == "digits" for atom in atoms):
            return False
        digits, scale = _digits_and_scale(line, phrase)
        if digits * scale != phrase.value or not 0 <= digits < 100:
            return False
        start, end = line.number(whole).start, line.number(phrase).end
        if self._spaced or scale >= _MYRIAD or self._led.match(line.string, start):
            return True
        # Without a counter it is a time: 七点五分.
        return scale == 1 and self._counted.match(line.string, end) is not None

    def _halved(self, line: AtomLine, phrase: Phrase) -> Number:
        """Returns a number, with the half that may follow it: two and a half million."""
        number = start, end, value = line.number(phrase)
        half = self._half.match(line.string, end)
        if half is None:
            return number
        following = (atom for atom in line.atoms[phrase.next :] if atom.start >= half.end())
        scale = next(following, None)
        if scale and scale.scales and _SPACE.fullmatch(line.string, half.end(), scale.start):
            return Number(start, scale.end, simplest((value + Fraction(1, 2)) * scale.value))
        last = line.atoms[phrase.next - 1]
        whole = last.value if last.scales and last.value >= MILLION else 1
        return Number(start, half.end(), simplest(value + Fraction(whole) / 2))

    def _atoms(self, string: str) -> list[Atom]:
        matches = self._word.finditer(string)
        if not self._spaced:
            return [atom for match in matches for atom in self._run(match)]
        return [
            atom
            for match in matches
            if (atoms := self._lexicon.atoms(match.start(), match[0]))
            and not _IN_A_NAME.match(string, match.start())
            for atom in atoms
        ]

    def _run(self, match: regex.Match[str]) -> list[Atom]:
        """Returns the atoms of a run of Han numerals, but none for "seven or eight"."""
        run = match[0]
        start = match.start()
        atoms = [atom for at, one in enumerate(run, start) for atom in self._lexicon.atoms(at, one)]
        if len(run) > 1 and all(atom.kind == "word" for atom in atoms):
            zero = any(atom.value == 0 for atom in atoms)
            if len(run) > LONGEST or (len(run) < _POSITIONAL and not zero):
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

    # Phrases that are not counted as numbers

    def _counts(self, line: AtomLine, phrase: Phrase) -> bool:
        atoms = line.atoms_of(phrase)
        if any(atom.kind == "digits" for atom in atoms):
            return True
        if len(atoms) == 1 and atoms[0].word in self._rule.not_alone:
            return False
        if self._spaced:
            return not (self._is_ordinal(line, phrase) or self._is_part(line, phrase))
        return self._stands_alone(line.string, *line.number(phrase)[:2])

    def _is_ordinal(self, line: AtomLine, phrase: Phrase) -> bool:
        """Returns whether the next word is the end of an ordinal: twenty-first."""
        gap, atom = line.gap(phrase.next), line.near(phrase.next)
        if gap is None or atom is None:
            return False
        if atom.kind == "joining" and phrase.room >= self._rule.connectors_from:
            last = line.near(phrase.next + 1)
            return last is not None and last.kind == "ordinal"
        return atom.kind == "ordinal" and (phrase.room > 1 or gap in chars.HYPHENS)

    def _is_part(self, line: AtomLine, phrase: Phrase) -> bool:
        """Returns whether a number is part of a longer word, which a hyphen may join."""
        string = line.string
        start, end, _ = line.number(phrase)
        if _IN_A_WORD.match(string, start) or _LETTER_AFTER.match(string, end):
            return True
        if not self._joins_letters:
            return False
        before = line.near(phrase.first) is None and _HYPHEN_BEFORE.match(string, start)
        after = line.near(phrase.next) is None and _HYPHEN_AFTER.match(string, end)
        return bool(before or after)

    def _stands_alone(self, string: str, start: int, end: int) -> bool:
        """Returns whether Han numerals are a number: not an ordinal, nor part of a word."""
        beside = (string[max(0, start - 1) : start], string[end : end + 1])
        if not self._lexicon.numerals.isdisjoint(beside):
            return False
        if self._after_ordinal.match(string, start) or string.startswith(self._rule.ordinals, end):
            return False
        if end - start > 1 or self._led.match(string, start):
            return True
        return self._counted.match(string, end) is not None


def _digits_and_scale(line: AtomLine, phrase: Phrase) -> tuple[Value, Value]:
    """Returns the value of the words before any scale, and the product of the scales."""
    atoms = line.atoms_of(phrase)
    digits = sum(atom.value for atom in atoms if not atom.scales)
    return digits, prod(atom.value for atom in atoms if atom.scales)


def _joined(line: AtomLine, phrases: Sequence[Phrase]) -> Phrase:
    """Returns one number from a whole number and its decimals."""
    whole, *decimals = phrases
    digits = "".join(str(_digits_and_scale(line, phrase)[0]) for phrase in decimals)
    _, scale = _digits_and_scale(line, decimals[-1])
    value = whole.value + Fraction(int(digits), 10 ** len(digits))
    return Phrase(whole.first, decimals[-1].next, value * scale)


def _any_of(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return f"(?i:{'|'.join(map(regex.escape, longest_first)) or '(?!)'})".replace(r"\#", _DIGITS)
