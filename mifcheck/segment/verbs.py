"""Whether a word can be a verb."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from mifcheck.languages import Language


@lru_cache(maxsize=64)
def verb_teller(language: Language) -> Callable[[str], bool] | None:
    """Returns a function that tells whether a word can be a verb; None if that is not known."""
    return None
