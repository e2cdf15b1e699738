"""Lemmatizers: functions that return the dictionary forms of a word."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from mifcheck.errors import MifcheckError
from mifcheck.languages import Language

Lemmas = Callable[[str], frozenset[str]]


@lru_cache(maxsize=8)
def morphology(code: str) -> Any:
    """Returns pymorphy3's analyzer of a language. It loads its dictionaries without a word."""
    import pymorphy3

    logging.getLogger("pymorphy3").setLevel(logging.WARNING)
    return pymorphy3.MorphAnalyzer(lang=code)


def pymorphy_lemmas(language: Language) -> Lemmas:
    """Returns pymorphy3's lemmatizer, which gives the dictionary form of each reading of a word."""
    analyzer = morphology(language.code)
    return _cached(lambda word: frozenset(parse.normal_form for parse in analyzer.parse(word)))


def is_named(word: str) -> bool:
    """Tells whether every character of a word has a name.

    Libraries of words raise at some characters that no word of their languages has: at surrogates,
    at ideographs without a name.
    """
    return all(unicodedata.name(character, "") for character in word)


def simplemma_lemmas(language: Language) -> Lemmas:
    """Returns simplemma's lemmatizer, which gives one dictionary form for each word.

    The word itself is added: it may be a form of one word and the dictionary form of another
    (saw). Its case is ignored, since the word may begin a sentence or stand in a title.

    Raises:
        MifcheckError: simplemma does not know the language.
    """
    from simplemma import Lemmatizer

    lemmatize = Lemmatizer(cache_max_size=0).lemmatize
    try:
        lemmatize("a", language.code)
    except ValueError:
        raise MifcheckError(f"simplemma does not know {language.name}") from None

    def lemmas(word: str) -> frozenset[str]:
        cases = {word, word.lower(), word.capitalize()}
        found = (lemmatize(case, language.code).casefold() for case in cases)
        return frozenset({word.casefold(), *found})

    return _cached(lemmas)


def _cached(find: Lemmas) -> Lemmas:
    """Returns a lemmatizer that remembers what it found.

    A word with a character without a name is its own lemma.
    """

    @lru_cache(maxsize=65536)
    def lemmas(word: str) -> frozenset[str]:
        return find(word) if is_named(word) else frozenset({word.casefold()})

    return lemmas


def surface_lemmas(language: Language) -> Lemmas:
    """Returns a lemmatizer for a language without inflection: the lemma is the word itself."""
    return lambda word: frozenset({word.casefold()})
