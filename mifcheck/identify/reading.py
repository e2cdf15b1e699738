"""Reads the words of a text that identify its language, and their weights."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import regex

from mifcheck.languages import characters as chars
from mifcheck.languages import get_language, known_languages

_LOOKED_AT = 3000
_READ = 2000
# The log-likelihood of a word that only one of two neighbours has. It says more than its bytes.
_TOLD = 8.0
# The weight of names, which are often spelled in another language, and of words in another script
# than most of the text.
_LIGHT = 0.1
_MOST_NAMED = 0.8
# In a text of at most this length, the capital of a first word does not suggest a name.
_SHORT = 40
# One Han character or kana counts as this many letters.
_IDEOGRAPH_WORTH = 3

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


class Reading(NamedTuple):
    """The words of a text.

    Attributes:
        words: the words, in small letters.
        light: for each word, whether it counts less than others.
    """

    words: list[str]
    light: list[bool]

    @property
    def string(self) -> str:
        """The words, separated by spaces."""
        return " ".join(self.words)

    def weights(self) -> Any:
        """Returns the weight of each byte of the string; None if all weigh the same."""
        import numpy as np

        if not any(self.light):
            return None
        lengths = [len(word.encode("utf-8", "replace")) + 1 for word in self.words]
        return np.repeat(np.where(self.light, _LIGHT, 1.0), lengths)[:-1]

    def told(self, codes: tuple[str, ...]) -> Any:
        """Returns what words that distinguish neighbours add to each log-likelihood."""
        import numpy as np

        told = np.zeros(len(codes))
        by_word, by_letter = _tells(codes)
        words = [word for word, light in zip(self.words, self.light, strict=True) if not light]
        for word in words:
            for language in by_word.get(word, ()):
                told[language] += _TOLD
        for letter in by_letter.keys() & set("".join(words)):
            told[by_letter[letter]] += _TOLD * sum(letter in word for word in words)
        return told


def read(text: str) -> Reading:
    """Reads the words at the beginning of a text.

    Only words are kept, since emoji, dashes and curly quotes would influence the model, too.
    """
    text = unicodedata.normalize("NFC", text[:_LOOKED_AT])
    found = _WORD.findall(text)
    kept = " ".join([name or other or run for name, other, run in found])[:_READ]
    words = kept.lower().split()
    del found[len(words) :]
    # In a text in capitals, or a title with a capital in each word, names cannot be recognized.
    names = _names(text, found)
    if sum(names) > _MOST_NAMED * len(words) or text == text.upper():
        names = [False] * len(words)
    runs = sum(len(run) for *_, run in found)
    if not runs:
        return Reading(words, names)
    others = sum(len(name or other) for name, other, _ in found)
    foreign = _IDEOGRAPH_WORTH * runs < others
    of_few = [bool(run) is foreign for *_, run in found]
    return Reading(words, [name or few for name, few in zip(names, of_few, strict=True)])


def _names(text: str, found: Sequence[tuple[str, str, str]]) -> list[bool]:
    long = len(text) > _SHORT
    return [name != "" or (long and other[:1].isupper()) for name, other, _ in found]


@cache
def _tells(codes: tuple[str, ...]) -> tuple[dict[str, set[int]], dict[str, int]]:
    """Returns the languages, as indices of `codes`, that each word and each letter suggests."""
    by_word: dict[str, set[int]] = defaultdict(set)
    by_letter: dict[str, int] = {}
    place = {code: at for at, code in enumerate(codes)}
    for code in known_languages():
        rule = get_language(code).identification
        for language, words in ((code, rule.words), *rule.neighbours):
            for word in words if language in place else ():
                by_word[word].add(place[language])
        by_letter |= {letter: place[code] for letter in rule.letters if code in place}
    return dict(by_word), by_letter
