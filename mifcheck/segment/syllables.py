"""How many syllables a word has."""

from __future__ import annotations

from collections.abc import Callable

import regex

from mifcheck.languages import Language

Syllables = Callable[[str], int]


def nuclei_syllables(language: Language) -> Syllables:
    """Returns a counter of the places that the language's pattern of a nucleus matches."""
    nucleus = regex.compile(language.classes.nucleus)

    def count(word: str) -> int:
        return sum(1 for _ in nucleus.finditer(word.lower()))

    return count
