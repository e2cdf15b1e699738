"""Words and letters that distinguish a language from its neighbours."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from mifcheck.identify.reading import Reading
from mifcheck.languages import get_language, known_languages

# The log-likelihood of a word that only one of two neighbours has. It says more than its bytes.
_TOLD = 8.0
# The log-likelihood against a language of a letter that its alphabet lacks, and how many such
# letters are counted: a long text may quote a neighbour.
_LACKED = 10.0
_MOST_LACKED = 5
# A part of a text is in another language if it has so many different words that tell it, and at
# least this share of the letters.
_FEWEST = 4
_PART = 1 / 3
# What a word that tells nothing takes from a part.
_NEUTRAL = 0.15


class _Tells(NamedTuple):
    """What languages, as indices of the model's codes, words and letters suggest.

    Attributes:
        words: the languages that each word suggests.
        letters: the language that each letter suggests.
        alphabets: the letters of each language whose alphabet is known.
        neighbours: the neighbours of each language that has a file.
    """

    words: dict[str, set[int]]
    letters: dict[str, int]
    alphabets: dict[int, frozenset[str]]
    neighbours: dict[int, set[int]]


def told(reading: Reading, codes: tuple[str, ...]) -> Any:
    """Returns what telling words and letters add to the log-likelihood of each language."""
    import numpy as np

    found = np.zeros(len(codes))
    tells = _tells(codes)
    words = reading.ordinary
    for word in words:
        for language in tells.words.get(word, ()):
            found[language] += _TOLD
    string = "".join(words)
    if string.isascii():
        return found
    letters = set(string)
    for letter in tells.letters.keys() & letters:
        found[tells.letters[letter]] += _TOLD * sum(letter in word for word in words)
    for letter in letters:
        lacking = _lacking(letter, codes)
        if lacking:
            found[list(lacking)] -= _LACKED * min(string.count(letter), _MOST_LACKED)
    return found


def tells(word: str, code: str, codes: tuple[str, ...]) -> bool:
    """Returns whether a word is one of those that tell a language."""
    return codes.index(code) in _tells(codes).words.get(word, ())


def neighbours(code: str, codes: tuple[str, ...]) -> list[int]:
    """Returns the neighbours of a language, as indices of `codes`."""
    return sorted(_tells(codes).neighbours.get(codes.index(code), ())) if code in codes else []


def part_told(reading: Reading, best: int, codes: tuple[str, ...]) -> int | None:
    """Returns the language of a large part of a text, other than the language of the whole.

    It is the stretch of words with the largest surplus of words that tell the other language.

    Args:
        reading: the words of the text.
        best: the language of the whole, as an index of `codes`.
        codes: the languages.
    """
    suggested = [
        set() if light else _tells(codes).words.get(word, set())
        for word, light in zip(reading.words, reading.light, strict=True)
    ]
    different: dict[int, set[str]] = defaultdict(set)
    for word, languages in zip(reading.words, suggested, strict=True):
        if best not in languages:
            for language in languages:
                different[language].add(word)
    other = max(different, key=lambda each: len(different[each]), default=best)
    if len(different.get(other, ())) < _FEWEST:
        return None
    values = [
        _NEUTRAL * -1 if (other in each) == (best in each) else 1.0 if other in each else -1.0
        for each in suggested
    ]
    start, end = _best_stretch(values)
    part = set(reading.words[start:end]) & different[other]
    lengths = [len(word) for word in reading.words]
    large = sum(lengths[start:end]) >= _PART * sum(lengths)
    return other if large and len(part) >= _FEWEST else None


def _best_stretch(values: Sequence[float]) -> tuple[int, int]:
    """Returns the stretch, (start, end), whose values have the largest sum."""
    best, best_sum = (0, 0), 0.0
    start, running = 0, 0.0
    for at, value in enumerate(values):
        if running <= 0:
            start, running = at, 0.0
        running += value
        if running > best_sum:
            best, best_sum = (start, at + 1), running
    return best


@cache
def _lacking(letter: str, codes: tuple[str, ...]) -> frozenset[int]:
    """Returns the languages whose alphabet, in the letter's script, lacks the letter."""
    if not letter.isalpha():
        return frozenset()
    return frozenset(
        language
        for language, alphabet in _tells(codes).alphabets.items()
        if letter not in alphabet and _script(letter) in map(_script, alphabet)
    )


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


@cache
def _tells(codes: tuple[str, ...]) -> _Tells:
    found = _Tells(defaultdict(set), {}, {}, defaultdict(set))
    place = {code: at for at, code in enumerate(codes)}
    for code in known_languages():
        rule = get_language(code).identification
        for language, words in ((code, rule.words), *rule.neighbours):
            for word in words if language in place else ():
                found.words[word].add(place[language])
        if code not in place:
            continue
        found.letters.update({letter: place[code] for letter in rule.letters})
        near = {language for language, _ in (*rule.neighbours, *rule.alphabets)}
        found.neighbours[place[code]] = {place[each] for each in near if each in place}
        for language, letters in ((code, rule.alphabet), *rule.alphabets):
            if letters and language in place:
                found.alphabets[place[language]] = frozenset(letters)
    return found
