"""Finding the dictionary forms of a word."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from mifcheck.languages import Language

Lemmas = Callable[[str], frozenset[str]]


def pymorphy_lemmas(language: Language) -> Lemmas:
    import pymorphy3

    analyzer = pymorphy3.MorphAnalyzer(lang=language.code)

    @lru_cache(maxsize=65536)
    def lemmas(word: str) -> frozenset[str]:
        return frozenset(parse.normal_form for parse in analyzer.parse(word))

    return lemmas


def surface_lemmas(language: Language) -> Lemmas:
    return lambda word: frozenset({word.casefold()})
