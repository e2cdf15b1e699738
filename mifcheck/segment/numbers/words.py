"""Finds numbers in words, and excludes words that only look like numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import prod

import regex

from mifcheck.languages import Language
from mifcheck.languages import characters as chars
from mifcheck.languages.number_rules import NumberRule
from mifcheck.markup.patterns import blanked
from mifcheck.segment.numbers.compose import AtomLine, NumberPhrase
from mifcheck.segment.numbers.digits import LONGEST, Number, Value
from mifcheck.segment.numbers.formal import formal_reader
from mifcheck.segment.numbers.fractions import Fractions
from mifcheck.segment.numbers.lexicon import Atom, Lexicon, any_of

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
_TEN = 10
_WITH_A_VALUE = ("word", "scale", "short", "part")
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
        skipped = any_of(rule.not_numbers)
        self._skipped = regex.compile(rf"(?<!{inner}){skipped}{after}")
        named = _names(rule, rf"(?!{space}{skipped}){after}")
        self._named = regex.compile(named) if rule.names else None
        self._fractions = Fractions(language)
        self._written_plainly = formal_reader(rule, self._lexicon.numerals)
        point = any_of(rule.decimal_words)
        self._point = regex.compile(f"{space}{point}{space}")
        self._after_point = regex.compile(rf"(?<={numeral}{point})")
        self._minutes = regex.compile(any_of(rule.time_words))
        ranged = rf"(?:{any_of(rule.range_words)}(?:{numeral})+)?"
        self._counted = regex.compile(ranged + any_of(rule.counters))
        self._ordinal = regex.compile(ranged + any_of(rule.ordinals))
        self._led = regex.compile(rf"(?<={any_of(rule.numeral_prefixes)})")
        ordinal = regex.escape(language.ordinal)
        self._after_ordinal = regex.compile(f"(?<={ordinal} ?)" if ordinal else "(?!)")

    def __call__(self, string: str, digits: Sequence[Number]) -> list[Number]:
        """Returns the numbers of a string.

        Args:
            string: the string.
            digits: the numbers in digits that it contains.
        """
        string = self._written_plainly(string)
        atoms = self._atoms(string)
        if any(atom.kind in _WITH_A_VALUE for atom in atoms) or self._fractions.measured(string):
            if self._named:
                string = blanked(self._named, string)
            string = blanked(self._skipped, string)
            atoms = self._fractions.with_shares(string, self._atoms(string))
        elif not digits or not (
            any(atom.kind == "suffix" for atom in atoms) or self._fractions.follow_digits(string)
        ):
            # Only the words of a fraction make a number in digits another one.
            return list(digits)
        atoms += [Atom(*number, "", "digits") for number in digits]
        line = AtomLine(self._rule, string, self._paired(sorted(atoms)), self._spaced)
        return list(self._numbers(line, list(line.phrases())))

    def _numbers(self, line: AtomLine, phrases: Sequence[NumberPhrase]) -> Iterator[Number]:
        """Yields what counts as a number, each whole number with the fraction after it."""
        at, counts = 0, False
        last: Number | None = None
        while at < len(phrases):
            part = self._fractions.read(line, phrases, at)
            mixed = part and last and self._fractions.with_whole(line.string, last, part)
            if last and counts and not mixed:
                yield last
            if part:
                last, counts = mixed or part, True
            else:
                phrase, at = self._with_decimals(line, phrases, at)
                added = self._fractions.added(line, phrase)
                last, counts = added or line.number(phrase), self._counts(line, phrase, bool(added))
            at = _first_behind(line, phrases, at, last)
        if last and counts:
            yield last

    def _with_decimals(
        self, line: AtomLine, phrases: Sequence[NumberPhrase], at: int
    ) -> tuple[NumberPhrase, int]:
        """Returns a number with the decimals after it (three point one four), and what follows."""
        stop = at + 1
        between = self._point
        while stop < len(phrases) and self._are_decimals(line, phrases[at], phrases[stop]):
            start, end = line.number(phrases[stop - 1]).end, line.number(phrases[stop]).start
            if not between.fullmatch(line.string, start, end):
                break
            if self._fractions.read(line, phrases, stop):
                break
            stop += 1
            between = _SPACE
        return (self._joined(line, phrases[at:stop]) if stop > at + 1 else phrases[at]), stop

    def _are_decimals(self, line: AtomLine, whole: NumberPhrase, phrase: NumberPhrase) -> bool:
        atoms = (*line.atoms_of(whole), *line.atoms_of(phrase))
        if any(atom.kind == "digits" for atom in atoms):
            return False
        digits, scale = _digits_and_scale(line, phrase)
        if digits * scale != phrase.value:
            return False
        start = line.number(whole).start
        if self._spaced:
            return 0 <= digits < 100
        if scale >= _MYRIAD or self._led.match(line.string, start):
            return True
        # Round tens after a point are the minutes of a time: 七点二十.
        return scale == 1 and self._is_no_time(line, whole, phrase)

    def _is_no_time(self, line: AtomLine, whole: NumberPhrase, phrase: NumberPhrase) -> bool:
        """Returns whether a Han numeral after a point must be decimals: 三点一四, but 七点五分."""
        end = line.number(phrase).end
        if self._counted.match(line.string, end):
            return True
        if self._minutes.match(line.string, end):
            return False
        decimals = self._decimals(line, phrase)
        # Minutes below ten have a zero, and 一 can begin a clause: 七点一到.
        return whole.value == 0 or not (decimals == "1" or decimals.startswith("0"))

    def _decimals(self, line: AtomLine, phrase: NumberPhrase) -> str:
        """Returns the digits of decimals, with the zeros at their beginning: 零五."""
        if self._spaced:
            return str(_digits_and_scale(line, phrase)[0])
        words = (atom.word for atom in line.atoms_of(phrase) if not atom.scales)
        return "".join(str(self._lexicon.atoms(0, one)[0].value) for one in "".join(words))

    def _joined(self, line: AtomLine, phrases: Sequence[NumberPhrase]) -> NumberPhrase:
        """Returns one number from a whole number and its decimals."""
        whole, *decimals = phrases
        digits = "".join(self._decimals(line, phrase) for phrase in decimals)
        _, scale = _digits_and_scale(line, decimals[-1])
        value = whole.value + Fraction(int(digits), 10 ** len(digits))
        return NumberPhrase(whole.first, decimals[-1].next, value * scale)

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
        if len(run) == 1:
            return atoms
        digits = [_is_digit(atom) for atom in atoms]
        length = digits.index(False) if False in digits else len(digits)
        if length > 1 and (length == len(run) or self._after_point.match(match.string, start)):
            short = length < _POSITIONAL and not any(atom.value == 0 for atom in atoms[:length])
            if length > LONGEST or (short and not self._after_point.match(match.string, start)):
                return []
            value = int("".join(str(atom.value) for atom in atoms[:length]))
            return [Atom(start, start + length, value, run[:length], "word"), *atoms[length:]]
        units = [
            digit and atom.word not in self._rule.connectors
            for digit, atom in zip(digits, atoms, strict=True)
        ]
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

    def _counts(self, line: AtomLine, phrase: NumberPhrase, added: bool) -> bool:
        """Returns whether a phrase is a number; whether it is one with what is added to it."""
        atoms = line.atoms_of(phrase)
        if any(atom.kind == "digits" for atom in atoms):
            return True
        if len(atoms) == 1 and atoms[0].word in self._rule.not_alone and not added:
            return False
        if self._spaced:
            return not (self._is_ordinal(line, phrase) or self._is_part(line, phrase))
        return self._stands_alone(line.string, *line.number(phrase)[:2])

    def _is_ordinal(self, line: AtomLine, phrase: NumberPhrase) -> bool:
        """Returns whether the next word is the end of an ordinal: twenty-first."""
        gap, atom = line.gap(phrase.next), line.near(phrase.next)
        if gap is None or atom is None:
            return False
        if atom.kind == "joining" and phrase.room >= self._rule.connectors_from:
            last = line.near(phrase.next + 1)
            return last is not None and last.kind == "ordinal"
        return atom.kind == "ordinal" and (phrase.room > 1 or gap in chars.HYPHENS)

    def _is_part(self, line: AtomLine, phrase: NumberPhrase) -> bool:
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
        if self._after_ordinal.match(string, start) or self._ordinal.match(string, end):
            return False
        if end - start > 1 or self._led.match(string, start):
            return True
        return self._counted.match(string, end) is not None


def _first_behind(line: AtomLine, phrases: Sequence[NumberPhrase], at: int, number: Number) -> int:
    while at < len(phrases) and line.number(phrases[at]).start < number.end:
        at += 1
    return at


def _digits_and_scale(line: AtomLine, phrase: NumberPhrase) -> tuple[Value, Value]:
    """Returns the value of the words before any scale, and the product of the scales."""
    atoms = line.atoms_of(phrase)
    digits = sum(atom.value for atom in atoms if not atom.scales)
    return digits, prod(atom.value for atom in atoms if atom.scales)


def _is_digit(atom: Atom) -> bool:
    return atom.kind == "word" and atom.value < _TEN


def _names(rule: NumberRule, unless: str) -> str:
    """Returns the pattern of numbers that are names: with a capital, or after a marker."""
    names = any_of(rule.names)
    initials = "".join({case for name in rule.names for case in (name[0], name[0].upper())})
    space = f"[{chars.SPACES}]"
    within = rf"(?<=[\p{{Ll}},;]{space}|\p{{Ll}}['’])(?=\p{{Lu}}\p{{Ll}})"
    after = rf"(?<=(?<![{chars.SPELLING}]){any_of(rule.name_markers)}{space}?)"
    return rf"(?=[{initials}])(?<![{chars.SPELLING}])(?:{within}|{after}){names}{unless}"
