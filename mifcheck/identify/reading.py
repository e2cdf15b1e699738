"""Reads the words of a text that identify its language, and their weights."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

import regex

from mifcheck.languages import characters as chars

_LOOKED_AT = 3000
_READ = 2000
# The weight of names, which are often spelled in another language, and of words in another script
# than most of the text.
_LIGHT = 0.1
_MOST_NAMED = 0.8
# In a text of at most this length, the capital of a first word does not suggest a name.
_SHORT = 40
# How many letters of an alphabet one character counts as.
_WORTH = {"HAN AND KANA": 3, "HANGUL": 2}
# Other scripts than most of the text are prose where so many letters follow one another: not
# where a few terms stand in a sentence.
_PROSE = 20
# A text is in two languages if the second has at least this share of the letters of the first.
_BESIDE = 0.5
# A word of more characters may repeat a syllable: a shout, or a loop in a script without spaces.
_LONG = 12

_IDEOGRAPHS = rf"[{chars.HAN_AND_KANA}ー]"
_REST = rf"[[{chars.SPELLING}'’\-]--{_IDEOGRAPHS}]*+"
# A capitalized word within a sentence, any other word, or a run of ideographs.
_WORD = regex.compile(
    rf"""
    (?: (?<= [{chars.WORD}'’,;)]\s | [(] ) (\p{{Lu}}{_REST}) )
    | ( [{chars.LETTERS}--{_IDEOGRAPHS}] {_REST} )
    | ( {_IDEOGRAPHS}++ )
    """,
    regex.V1 | regex.VERBOSE,
)
_REPEATED = regex.compile(r"(.{1,12}?)\1{3,}+")


class Reading(NamedTuple):
    """The words of a text.

    Attributes:
        words: the words, in small letters.
        light: for each word, whether it counts less than others.
        beside: the words of another script, if a large part of the text is written in it.
    """

    words: list[str]
    light: list[bool]
    beside: list[str] = []  # noqa: RUF012 - never changed

    @property
    def string(self) -> str:
        """The words, separated by spaces."""
        return " ".join(self.words)

    @property
    def ordinary(self) -> list[str]:
        """The words that count in full."""
        return [word for word, light in zip(self.words, self.light, strict=True) if not light]

    def weights(self) -> Any:
        """Returns the weight of each byte of the string; None if all weigh the same."""
        import numpy as np

        if not any(self.light):
            return None
        lengths = [len(word.encode("utf-8", "replace")) + 1 for word in self.words]
        return np.repeat(np.where(self.light, _LIGHT, 1.0), lengths)[:-1]


def read(text: str) -> Reading:
    """Reads the words at the beginning of a text.

    Only words are kept, since emoji, dashes and curly quotes would influence the model, too.
    What is repeated is read once: a refrain or a loop says no more than its first line.
    """
    if len(text) > _LOOKED_AT:
        text = "\n".join(dict.fromkeys(text.split("\n")))
    text = unicodedata.normalize("NFC", text[:_LOOKED_AT])
    found = _WORD.findall(text)
    words = " ".join([name or other or run for name, other, run in found]).lower().split()
    names = _names(text, found)
    if len(set(words)) < len(words):
        first = _first_pairs(words)
        words, names = [words[at] for at in first], [names[at] for at in first]
    words = " ".join(map(_without_repeats, words))[:_READ].split()
    del names[len(words) :]
    # In a text in capitals, or a title with a capital in each word, names cannot be recognized.
    if sum(names) > _MOST_NAMED * len(words) or text == text.upper():
        names = [False] * len(words)
    return _weighed(words, names)


def _names(text: str, found: Sequence[tuple[str, str, str]]) -> list[bool]:
    long = len(text) > _SHORT
    return [name != "" or (long and other[:1].isupper()) for name, other, _ in found]


def _first_pairs(words: Sequence[str]) -> list[int]:
    """Returns the places of the words that follow another word than they did before."""
    seen: set[tuple[str, str]] = set()
    places = []
    before = ""
    for at, word in enumerate(words):
        pair = (before, word)
        before = word
        if pair not in seen:
            seen.add(pair)
            places.append(at)
    return places


def _without_repeats(word: str) -> str:
    return word if len(word) <= _LONG else _REPEATED.sub(r"\1", word)


def _weighed(words: list[str], names: list[bool]) -> Reading:
    """Weighs the scripts: words in another script than most of the text count less."""
    scripts = {initial: _script(initial) for initial in {word[0] for word in words}}
    if len(set(scripts.values())) < 2:
        return Reading(words, names)
    each = [scripts[word[0]] for word in words]
    worth = [len(word) * _WORTH.get(script, 1) for word, script in zip(words, each, strict=True)]
    total: dict[str, float] = defaultdict(float)
    for script, letters, name in zip(each, worth, names, strict=True):
        total[script] += _LIGHT * letters if name else letters
    most = max(total, key=lambda script: total[script])
    light = [name or script != most for script, name in zip(each, names, strict=True)]
    beside = _beside(words, each, worth, names, most)
    letters = sum(letters for _, letters in beside)
    enough = letters >= _BESIDE * total[most]
    return Reading(words, light, [word for word, _ in beside] if enough else [])


def _beside(
    words: Sequence[str],
    scripts: Sequence[str],
    worth: Sequence[int],
    names: Sequence[bool],
    most: str,
) -> list[tuple[str, int]]:
    """Returns the words of running text in other scripts, each with its letters' worth."""
    found: list[tuple[str, int]] = []
    read = [each for each in zip(words, scripts, worth, names, strict=True) if not each[3]]
    for script, run in groupby(read, key=lambda each: each[1]):
        if script != most:
            together = [(word, letters) for word, _, letters, _ in run]
            found += together if sum(letters for _, letters in together) >= _PROSE else []
    return found


@cache
def _script(letter: str) -> str:
    """Returns the first word of a letter's name, which is its script."""
    if regex.match(_IDEOGRAPHS, letter):
        return "HAN AND KANA"
    return unicodedata.name(letter, "").partition(" ")[0]
