"""Finds fractions in words, beside the numbers that they add to, count or multiply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import gcd

import regex

from mifcheck.languages import Language
from mifcheck.languages import characters as chars
from mifcheck.languages.number_rules import NumberRule, Numerals
from mifcheck.markup.patterns import unnamed
from mifcheck.segment.numbers.compose import DOZEN, MILLION, AtomLine, NumberPhrase
from mifcheck.segment.numbers.digits import Number, Value, simplest
from mifcheck.segment.numbers.lexicon import Atom, any_of

_LETTER = f"[{chars.SPELLING}]"
_HYPHEN = f"[{chars.HYPHENS}]"
_BETWEEN_WORDS = rf"[{chars.HYPHENS}{chars.SPACES}]"
_GAP = regex.compile(_BETWEEN_WORDS)
_DOTTED_I = "i\u0307"
_SPACE = regex.compile(f"[{chars.SPACES}]")
# More parts than these are never things of their own (two quarters, three thirds, but two fifths).
_MOSTLY_THINGS = range(2, 5)
# In "2020 and two thirds" the year stands apart.
_LARGEST_WHOLE = 100
# As many characters before a share as a number word and a connector can take.
_REACH = 40


class Fractions:
    """Finds the fractions of a string, by the rule of one language.

    Args:
        language: the language whose `NumberRule` is used.
    """

    def __init__(self, language: Language) -> None:
        rule = language.numbers
        spaced = language.spaced
        gap, after = (_BETWEEN_WORDS, rf"(?!{_LETTER})") if spaced else ("", "")
        if spaced and language.words.hyphen == "joins":
            after = rf"(?!{_HYPHEN}?{_LETTER})"
        additions, shares = _forms(rule.additions), _forms(rule.shares)
        parts, single = _alone(rule.denominators), _alone(rule.unit_denominators)
        self._added = {form: Fraction(value) for form, value in additions.items()}
        self._shares = {form: Fraction(value) for form, value in shares.items()}
        self._parts = {form: int(value) for form, value in (parts | single).items()}
        self._many, self._single = frozenset(parts), frozenset(single)
        measured = rf"(?:[{chars.HYPHENS}{chars.SPACES}'’]{any_of(rule.measures)})?"
        whole_word = rf"{after}(?!{any_of(rule.not_behind_additions)})"
        addition = rf"{gap}(?P<phrase>{_any_phrase(additions)}){whole_word}"
        self._addition = regex.compile(measured + addition)
        self._articles = rule.articles
        one = any_of((*rule.articles, *rule.not_alone))
        self._one_measure = regex.compile(
            rf"(?<!{_LETTER}){any_of(rule.articles)}{gap}{any_of(rule.measures)}{addition}"
        )
        self._denominator = regex.compile(rf"{gap}(?P<part>{_any_part(rule, gap)}){after}")
        over, under = (
            rf"{gap}{any_of(words)}{gap}" for words in (rule.fraction_words, rule.under_words)
        )
        self._over, self._under = regex.compile(over), regex.compile(under)
        self._whole = regex.compile(rf"{gap}{any_of(rule.whole_words)}{gap}")
        forms = (self._addition, self._denominator)
        follows = "|".join((*map(unnamed, forms), over, under))
        self._follows = regex.compile(rf"(?<=[\p{{Nd}}{chars.FRACTIONS}])(?:{follows})")
        scales = _forms(rule.scales)
        self._scales = {form: int(value) for form, value in scales.items()}
        self._share = regex.compile(
            rf"(?<!{_LETTER})(?P<phrase>{_any_phrase(shares)}){gap}(?P<scale>{any_of(scales)}){after}"
        )
        words = [word for _, forms in rule.words for word in forms]
        number = rf"(?:\p{{Nd}}|{any_of((*words, *scales))})"
        joining = any_of((*rule.connectors, *rule.whole_words))
        self._number_before = regex.compile(rf"{number}{gap}{joining}{gap}(?:{one}{gap})?\Z")

    def measured(self, string: str) -> bool:
        """Returns whether the string has a number whose one is an article: an hour and a half."""
        return bool(self._articles) and self._one_measure.search(string) is not None

    def follow_digits(self, string: str) -> bool:
        """Returns whether words that make a fraction of a number in digits stand behind one."""
        return self._follows.search(string) is not None

    def with_shares(self, string: str, atoms: Sequence[Atom]) -> list[Atom]:
        """Returns the atoms, with one atom for each part of a scale: half a million."""
        found = list(self._of_scales(string)) if any(atom.scales for atom in atoms) else []
        found += self._of_measures(string)
        inside = {at for atom in found for at in range(atom.start, atom.end)}
        return [*found, *(atom for atom in atoms if atom.start not in inside)]

    def read(self, line: AtomLine, phrases: Sequence[NumberPhrase], at: int) -> Number | None:
        """Returns the fraction that begins with a phrase: two thirds, 三分之二."""
        phrase = phrases[at]
        value = phrase.value
        if value.denominator != 1 or value < 1:
            return None
        start, end, _ = line.number(phrase)
        part = self._denominator.match(line.string, end)
        if part and self._counts_parts(phrase, form := _normal(part["part"])):
            return Number(start, part.end(), simplest(Fraction(int(value), self._parts[form])))
        if at + 1 == len(phrases) or (other := phrases[at + 1]).value.denominator != 1:
            return None
        between = end, line.number(other).start
        if self._over.fullmatch(line.string, *between) and other.value:
            share = Fraction(int(value), int(other.value))
        elif self._under.fullmatch(line.string, *between):
            share = Fraction(int(other.value), int(value))
        else:
            return None
        return Number(start, line.number(other).end, simplest(share))

    def with_whole(self, string: str, whole: Number, part: Number) -> Number | None:
        """Returns the sum of a whole number and the fraction after it: two and two thirds."""
        fits = whole.value.denominator == 1 and 0 <= whole.value < _LARGEST_WHOLE
        if not fits or part.value >= 1:
            return None
        if not self._whole.fullmatch(string, whole.end, part.start):
            return None
        return Number(whole.start, part.end, simplest(whole.value + part.value))

    def added(self, line: AtomLine, phrase: NumberPhrase) -> Number | None:
        """Returns a number with the fraction that is added to it: two and a half million."""
        start, end, value = line.number(phrase)
        match = self._addition.match(line.string, end)
        if match is None:
            return None
        addition = self._added[_normal(match["phrase"])]
        following = map(line.atoms.__getitem__, range(phrase.next, len(line.atoms)))
        scale = next((atom for atom in following if atom.start >= match.end()), None)
        if scale and scale.scales and _SPACE.fullmatch(line.string, match.end(), scale.start):
            return Number(start, scale.end, simplest((value + addition) * scale.value))
        last = line.atoms[phrase.next - 1]
        is_unit = last.scales and (last.value >= MILLION or last.value == DOZEN)
        whole = last.value if is_unit else 1
        return Number(start, match.end(), simplest(value + addition * whole))

    def _counts_parts(self, phrase: NumberPhrase, form: str) -> bool:
        """Returns whether a number counts parts of one: two thirds, but two halves of a match."""
        value, part = int(phrase.value), self._parts[form]
        if value == 1:
            return form in self._single
        in_lowest_terms = part not in _MOSTLY_THINGS or gcd(value, part) == 1
        # A smaller part makes an ordinal: двадцать пятых.
        return form in self._many and in_lowest_terms and part >= phrase.room

    def _of_scales(self, string: str) -> Iterator[Atom]:
        for match in self._share.finditer(string):
            start, end = match.span()
            led = _normal(match["phrase"]).rpartition(" ")[2] in self._articles
            if not led and self._number_before.search(string, max(0, start - _REACH), start):
                continue
            share = self._shares[_normal(match["phrase"])]
            value = simplest(share * self._scales[_normal(match["scale"])])
            yield Atom(start, end, value, "", "word")

    def _of_measures(self, string: str) -> Iterator[Atom]:
        for match in self._one_measure.finditer(string):
            value: Value = 1 + self._added[_normal(match["phrase"])]
            yield Atom(*match.span(), value, "", "word")


def _forms(numerals: Numerals) -> dict[str, str]:
    return {_normal(form): value for value, forms in numerals for form in forms}


def _alone(denominators: Numerals) -> dict[str, str]:
    return {form.partition(" (")[0]: value for form, value in _forms(denominators).items()}


def _any_part(rule: NumberRule, gap: str) -> str:
    """Returns the pattern of denominators, each before the words that have to follow it."""
    followed: dict[str, list[str]] = {}
    for form in (*_forms(rule.denominators), *_forms(rule.unit_denominators)):
        alone, _, following = form.rstrip(")").partition(" (")
        followed[alone] = following.split(", ") if following else []
    return (
        "|".join(
            _any_phrase([form])
            + (rf"(?={gap}{any_of(followed[form])}(?!{_LETTER}))" if followed[form] else "")
            for form in sorted(followed, key=len, reverse=True)
        )
        or "(?!)"
    )


def _normal(phrase: str) -> str:
    """Returns a phrase in one spelling for all that a pattern in any case finds (İ, ſ)."""
    return _GAP.sub(" ", phrase).casefold().replace(_DOTTED_I, "i")


def _any_phrase(phrases: Iterable[str]) -> str:
    return any_of(phrases).replace(r"\ ", _BETWEEN_WORDS)
