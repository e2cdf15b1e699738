"""Reads the words of a text that identify its language, and their weights."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import compress, groupby
from operator import itemgetter, not_
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
_TERMS = 1 / 3
# A text is in two languages if the second has at least this share of the letters of the first.
_BESIDE = 0.5
# A word of more characters may repeat a syllable: a shout, or a loop in a script without spaces.
_LONG = 12

_IDEOGRAPHS = rf"[{chars.HAN_AND_KANA}ー]"
_REST = rf"[[{chars.SPELLING}'’\-]--{_IDEOGRAPHS}]*+"
# A word without a capital, a capitalized one within a sentence, any other, a run of ideographs.
_WORD = regex.compile(
    rf"""
    ( [{chars.LETTERS}--[{_IDEOGRAPHS}\p{{Lu}}]] {_REST} )
    | (?: (?<= [{chars.WORD}'’,;)]\s | [(] ) (\p{{Lu}}{_REST}) )
    | ( \p{{Lu}} {_REST} )
    | ( {_IDEOGRAPHS}++ )
    """,
    regex.V1 | regex.VERBOSE,
)
# The same for text in Latin letters, of Latin-1, with the usual marks and emoji: `re` is faster.
_SMALL, _CAPITAL = "a-zß-öø-ÿ", "A-ZÀ-ÖØ-Þ"
_OTHER = re.compile(
    rf"[^\t\n\r -~{_SMALL}{_CAPITAL}\u00a0–—‘’“”•…→✅\U0001f300-\U0001f64f\U0001f680-\U0001f6c5]"
)
_LATIN_REST = rf"[{_SMALL}{_CAPITAL}'’\-]*"
_LATIN_WORD = re.compile(
    rf"([{_SMALL}]{_LATIN_REST})"
    rf"|(?:(?<=[{_SMALL}{_CAPITAL}0-9'’,;)]\s)|(?<=[(]))([{_CAPITAL}]{_LATIN_REST})"
    rf"|([{_CAPITAL}]{_LATIN_REST})()"
)
_HARDLY, _LONG_LOOP = 8, 20
# A word is in a loop if it occurs more than so many times as often as it follows a new word.
_MOST_REPEATS = 3
_MUCH_REPEATED = 1.2
_REPEATED = regex.compile(r"(.{1,12}?)\1{3,}+")


class Reading(NamedTuple):
    """The words of a text.

    Attributes:
        words: the words, in small letters.
        light: for each word, whether it counts less than others.
        capitalized: for each word, whether it has a capital of its own, as names have.
        beside: the words of another script, if a large part of the text is written in it.
    """

    words: list[str]
    light: list[bool]
    capitalized: list[bool]
    beside: list[str] = []  # noqa: RUF012 - never changed

    @property
    def string(self) -> str:
        """The words, separated by spaces."""
        return " ".join(self.words)

    @property
    def ordinary(self) -> list[str]:
        """The words that count in full; all words if there are none."""
        return list(compress(self.words, map(not_, self.light))) or self.words

    def weights(self) -> Any:
        """Returns the weight of each byte of the string; None if all weigh the same."""
        import numpy as np

        if not any(self.light):
            return None
        lengths = list(map(len, self.words))
        if not self.string.isascii():
            lengths = [len(word.encode("utf-8", "replace")) for word in self.words]
        return np.repeat(np.where(self.light, _LIGHT, 1.0), np.array(lengths) + 1)[:-1]


def read(text: str) -> Reading:
    """Reads the words at the beginning of a text.

    Only words are kept, since emoji, dashes and curly quotes would influence the model, too.
    What is repeated is read once, and a loop says nothing if there are other words.
    """
    if len(text) > _LOOKED_AT:
        text = "\n".join(dict.fromkeys(text.split("\n")))
    text = unicodedata.normalize("NFC", text[:_LOOKED_AT])
    found = (_WORD if _OTHER.search(text) else _LATIN_WORD).findall(text)
    string = " ".join([word or name or first or run for word, name, first, run in found])
    words = string.lower().split()
    capitalized = [name != "" or first != "" for _, name, first, _ in found]
    names = [name != "" for _, name, *_ in found]
    if len(words) > 2 * _MOST_REPEATS:
        first = _first_pairs(words)
        if _MUCH_REPEATED * len(first) < len(words):
            kept = _unlooped(words, names, first)
            words, names, capitalized = (
                [each[at] for at in kept] for each in (words, names, capitalized)
            )
    # The first word of a short text is no name because of its capital.
    if sum(map(len, words)) + len(words) > _SHORT:
        names = capitalized[:]
    if max(map(len, words), default=0) > _LONG:
        words = [_without_repeats(word) if len(word) > _LONG else word for word in words]
    words = " ".join(words)[:_READ].split()
    del names[len(words) :], capitalized[len(words) :]
    # In a text in capitals, or a title with a capital in each word, names cannot be recognized.
    if sum(names) > _MOST_NAMED * len(words) or text == text.upper():
        names = capitalized = [False] * len(words)
    return _weighed(words, names, capitalized)


def _unlooped(words: Sequence[str], names: Sequence[bool], first: Sequence[int]) -> Sequence[int]:
    """Returns the places of the words to be read: none of a loop if other words say enough.

    One word over and over, with hardly a letter beside it, says nothing at all.
    """
    looped = _looped(words, first)
    others = [at for at in first if words[at] not in looped]
    beside = sum(len(words[at]) for at in others)
    if len(looped) == 1 and beside <= _HARDLY and len(words) > _LONG_LOOP:
        return ()
    said = sum(len(words[at]) for at in others if not names[at])
    return others if said and said >= sum(map(len, looped)) else first


def _first_pairs(words: Sequence[str]) -> list[int]:
    """Returns the places of the words that follow another word than they did before."""
    pairs = list(zip(["", *words], words, strict=False))
    pairs.reverse()
    places = dict(zip(pairs, range(len(words) - 1, -1, -1), strict=True))
    return sorted(places.values())


def _looped(words: Sequence[str], first: Sequence[int]) -> set[str]:
    """Returns the words that mostly repeat what stands before."""
    counts, kept = Counter(words), Counter([words[at] for at in first])
    return {word for word, count in counts.items() if count > _MOST_REPEATS * kept[word]}


def _without_repeats(word: str) -> str:
    return _REPEATED.sub(r"\1", word) if 2 * len(set(word)) < len(word) else word


def _weighed(words: list[str], light: list[bool], capitalized: list[bool]) -> Reading:
    """Weighs the scripts: words in another script than most of the text count less."""
    scripts = {initial: script_of(initial) for initial in {word[0] for word in words}}
    if len(set(scripts.values())) < 2:
        return Reading(words, light, capitalized)
    each = [scripts[word[0]] for word in words]
    ordinary = [
        pair for pair, few in zip(zip(each, words, strict=True), light, strict=True) if not few
    ]
    runs = [
        _Run(script, [word for _, word in run])
        for script, run in groupby(ordinary or zip(each, words, strict=True), itemgetter(0))
    ]
    total: dict[str, float] = defaultdict(float)
    for run in runs:
        total[run.script] += run.weight
    most = max(total, key=lambda script: total[script])
    light = [few or script != most for script, few in zip(each, light, strict=True)]
    beside = [run for run in runs if run.script != most and run.letters >= _PROSE]
    if sum(run.letters for run in beside) < _BESIDE * total[most]:
        beside = []
    return Reading(words, light, capitalized, [word for run in beside for word in run.words])


class _Run(NamedTuple):
    """Words in one script that follow one another."""

    script: str
    words: list[str]

    @property
    def letters(self) -> int:
        """How many letters of an alphabet the words count as."""
        return _WORTH.get(self.script, 1) * sum(map(len, self.words))

    @property
    def weight(self) -> float:
        """The letters, or a part of them if a few Latin terms stand in another script's text."""
        terms = self.script == "LATIN" and self.letters < _PROSE
        return _TERMS * self.letters if terms else self.letters


@cache
def script_of(letter: str) -> str:
    """Returns a letter's script: the first word of its name."""
    if regex.match(_IDEOGRAPHS, letter):
        return "HAN AND KANA"
    return unicodedata.name(letter, "").partition(" ")[0]
