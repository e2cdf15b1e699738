"""How many syllables a word has."""

from __future__ import annotations

from collections.abc import Callable

import regex

from mifcheck.errors import MifcheckError
from mifcheck.languages import Language

Syllables = Callable[[str], int]


def nuclei_syllables(language: Language) -> Syllables:
    """Returns a counter of the places that the language's pattern of a nucleus matches.

    Raises:
        MifcheckError: the language file has no such pattern, or a wrong one.
    """
    pattern = language.classes.nucleus
    try:
        nucleus = regex.compile(pattern)
    except regex.error as error:
        message = f"language {language.code}: nucleus is no regular expression: {error}"
        raise MifcheckError(message) from None
    if not pattern:
        raise MifcheckError(f"language {language.code}: nuclei needs the pattern nucleus")

    def count(word: str) -> int:
        return sum(1 for _ in nucleus.finditer(word.lower()))

    return count
