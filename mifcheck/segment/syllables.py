"""How many syllables a word has."""

from __future__ import annotations

import logging
from collections.abc import Callable

import regex

from mifcheck.languages import Language
from mifcheck.segment.words import languages_extra

Syllables = Callable[[str], int]

_PARTS = regex.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_GENITIVE = regex.compile(r"(?<=\w)['’]s?$")


def nuclei_syllables(language: Language) -> Syllables:
    """Returns a counter of the places that the language's pattern of a nucleus matches."""
    nucleus = regex.compile(language.classes.nucleus)

    def count(word: str) -> int:
        return sum(1 for _ in nucleus.finditer(word.lower()))

    return count


def syllapy_syllables(language: Language) -> Syllables:
    """Returns syllapy's counter, which has a dictionary and rules for other words.

    The parts of a word with a hyphen are counted one by one, and a word that the dictionary lacks
    is counted without its genitive, of which the rules know nothing.

    Raises:
        MissingExtraError: syllapy is not installed.
    """
    with languages_extra():
        import syllapy
    # It names each word that its dictionary lacks.
    logging.getLogger("syllapy").setLevel(logging.WARNING)

    def count(word: str) -> int:
        parts = (part.lower().replace("’", "'") for part in _PARTS.findall(word))
        return sum(map(count_part, parts))

    def count_part(part: str) -> int:
        known = part in syllapy.WORD_DICT
        return int(syllapy.count(part if known else _GENITIVE.sub("", part)))

    return count
