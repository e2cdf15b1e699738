"""Which words of a short text a dictionary of a language has."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache

import regex

from mifcheck.identify.headwords import Headwords
from mifcheck.languages.characters import APOSTROPHES, HYPHENS

_WITHIN = regex.compile(rf"[{HYPHENS}{APOSTROPHES}]")
_LEAST_PART = 4
_FAR_LARGER = 5


def known_share(words: Iterable[str], code: str, also: Collection[str] = ()) -> float | None:
    """Returns the share of the letters of words that a dictionary of the language has.

    The parts of hyphenated and elided words are looked up one by one, and so are the two parts of
    a compound. Lone letters are left out.

    Args:
        words: the words, in small letters.
        code: ISO 639-1 code of the language.
        also: words of the language that the dictionary may lack.

    Returns:
        The share; None if there is no dictionary of the language, or no word to look up.
    """
    parts = [part for word in words for part in _WITHIN.split(word) if len(part) > 1]
    if not parts or not _has_dictionary(code):
        return None
    known = [part for part in parts if part in also or _is_known(part, code)]
    return sum(map(len, known)) / sum(map(len, parts))


def is_far_larger(code: str, other: str) -> bool:
    """Returns whether one dictionary has so many more words than another that it has those, too.

    The largest ones list the English words of adverts and menus.

    Args:
        code: ISO 639-1 code of a language with a dictionary.
        other: that of another one.
    """
    return len(_entries(code)) > _FAR_LARGER * len(_entries(other))


def _is_known(word: str, code: str) -> bool:
    entries = _entries(code)

    def has(part: str) -> bool:
        return part in entries or part.capitalize() in entries

    ends = range(_LEAST_PART, len(word) - _LEAST_PART + 1)
    return has(word) or any(has(word[:at]) and has(word[at:]) for at in ends)


@cache
def _has_dictionary(code: str) -> bool:
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    return code in SUPPORTED_LANGUAGES


_entries = cache(Headwords)
