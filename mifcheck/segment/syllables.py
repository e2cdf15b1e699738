"""How many syllables a word has."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from mifcheck.languages import Language


@lru_cache(maxsize=64)
def syllable_counter(language: Language) -> Callable[[str], int] | None:
    """Returns a function that counts the syllables of a word; None if none is known."""
    return None
