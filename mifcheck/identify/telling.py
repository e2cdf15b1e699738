"""Words and letters that distinguish a language from its neighbours."""

from __future__ import annotations

import string
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import compress
from operator import not_
from typing import Any, NamedTuple

from mifcheck.identify.model import langid_model
from mifcheck.identify.reading import Reading, script_of
from mifcheck.languages import get_language, known_languages

# The log-likelihood of a word that only one of two neighbours has. It says more than its bytes.
_TOLD = 8.0
# The log-likelihood against a language of a letter that its alphabet lacks, and how many such
# words are counted.
_LACKED = 25.0
_MOST_LACKED = 5
# Such letters tell if this share of the words has one: a text may mention a word of a neighbour.
# Of a text of more words, the model reads enough.
_SHARE = 1 / 5
_SHORT_SHARE = 0.16
_FEW = 30
_ASCII = frozenset(string.ascii_lowercase)
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
        scripts: the scripts of these alphabets.
        written: the scripts of each language that has a file.
        neighbours: the neighbours of each language that has a file.
    """

    words: dict[str, set[int]]
    letters: dict[str, int]
    alphabets: dict[int, frozenset[str]]
    scripts: set[str]
    written: dict[int, set[str]]
    neighbours: dict[int, set[int]]


def told_by_words(reading: Reading, asked: str = "") -> Any:
    """Returns what words that distinguish neighbours add to each log-likelihood."""
    import numpy as np

    found = [0.0] * len(langid_model().codes)
    known = _tells(files_about(asked)).words
    for word in compress(reading.words, map(not_, reading.light)):
        if word in known:
            for language in known[word]:
                found[language] += _TOLD
    return np.array(found)


def told_by_letters(reading: Reading, short: bool, asked: str = "") -> Any:
    """Returns what letters that alphabets have or lack add to each log-likelihood.

    The letters of names do not tell. But other scripts than Latin transcribe names, so in a short
    text of one of them they do.
    """
    import numpy as np

    words = reading.ordinary
    script = script_of(words[0][0])
    found = np.array(_by_script(script))
    together = "".join(words)
    if together.isascii():
        return found
    about = files_about(asked)
    letters = _tells(about).letters
    for letter in letters.keys() & set(together):
        found[letters[letter]] += _TOLD * sum(letter in word for word in words)
    if len(words) > _FEW or script not in _tells(about).scripts:
        return found
    spelled = _spelled(reading, short, script == "LATIN")
    lacked: dict[int, set[str]] = defaultdict(set)
    for letter in set("".join(spelled)) - _ASCII:
        for language in _lacking(letter, about):
            lacked[language].add(letter)
    for language, missing in lacked.items():
        count = sum(not missing.isdisjoint(word) for word in spelled)
        if count > (_SHORT_SHARE if short else _SHARE) * len(spelled):
            found[language] -= _LACKED * min(count, _MOST_LACKED)
    return found


def _spelled(reading: Reading, short: bool, latin: bool) -> list[str]:
    """Returns the words whose letters tell."""
    words = zip(reading.words, reading.light, reading.capitalized, strict=True)
    if short and not latin:
        found = [word for word, light, capital in words if capital or not light]
    else:
        # The first word of a short text is no name because of its capital.
        found = [word for word, light, capital in words if not light and (short or not capital)]
    return found


@cache
def vocabulary(code: str) -> frozenset[str]:
    """Returns the words of a language that its file lists, as a dictionary may lack them."""
    if code not in known_languages():
        return frozenset()
    rule = get_language(code).identification
    return frozenset((*rule.words, *rule.unlisted))


def neighbours(code: str, asked: str = "") -> list[int]:
    """Returns the neighbours of a language, as indices of the model's codes.

    Args:
        code: the language.
        asked: the language that was asked for, about which short files may say more.
    """
    codes = langid_model().codes
    near = _tells(files_about(asked)).neighbours
    return sorted(near.get(codes.index(code), ())) if code in codes else []


def part_told(reading: Reading, best: int) -> int | None:
    """Returns the language of a large part of a text, other than the language of the whole.

    It is the stretch of words with the largest surplus of words that tell the other language.

    Args:
        reading: the words of the text.
        best: the language of the whole, as an index of the model's codes.
    """
    known = _tells().words
    none: set[int] = set()
    suggested = [
        none if light else known.get(word, none)
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
def _by_script(script: str) -> list[float]:
    """Returns what a script adds to each log-likelihood."""
    written = _tells().written
    return [
        -_MOST_LACKED * _LACKED if script not in written.get(language, (script,)) else 0.0
        for language in range(len(langid_model().codes))
    ]


@cache
def _lacking(letter: str, about: tuple[str, ...]) -> frozenset[int]:
    """Returns the languages whose alphabet, in the letter's script, lacks the letter."""
    if not letter.isalpha():
        return frozenset()
    return frozenset(
        language
        for language, alphabet in _tells(about).alphabets.items()
        if letter not in alphabet and script_of(letter) in map(script_of, alphabet)
    )


@cache
def files_about(asked: str) -> tuple[str, ...]:
    """Returns the codes of the short files that tell a language from its neighbours.

    They are read only if the language is asked for, so that they change no other answer.
    """
    if not asked or asked in known_languages():
        return ()
    rules = ((code, get_language(code).identification) for code in known_languages("supported"))
    return tuple(code for code, rule in rules if asked in (code, *dict(rule.neighbours)))


@cache
def _tells(about: tuple[str, ...] = ()) -> _Tells:
    found = _Tells(defaultdict(set), {}, {}, set(), {}, defaultdict(set))
    place = {code: at for at, code in enumerate(langid_model().codes)}
    for code in (*known_languages(), *about):
        rule = get_language(code).identification
        for language, words in ((code, rule.words), *rule.neighbours):
            for word in words if language in place else ():
                found.words[word].add(place[language])
        if code not in place:
            continue
        found.written[place[code]] = {script_of(each[0]) for each in (*rule.words, *rule.letters)}
        found.letters.update(dict.fromkeys(rule.letters, place[code]))
        near = {language for language, _ in (*rule.neighbours, *rule.alphabets)}
        group = {place[each] for each in (code, *near) if each in place}
        for each in group if code in about else (place[code],):
            found.neighbours[each] |= group - {each}
        for language, letters in ((code, rule.alphabet), *rule.alphabets):
            if letters and language in place:
                found.alphabets[place[language]] = frozenset(letters)
                found.scripts.update(map(script_of, letters))
    return found
