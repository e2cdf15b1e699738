"""Patterns for whose words are quoted: — Ann Lee, *Rain*"""

from __future__ import annotations

from functools import lru_cache

import regex

from mifcheck.languages import Language
from mifcheck.languages.characters import (
    CLOSING_QUOTES,
    DASHES,
    IDEOGRAPH,
    OPENING_QUOTES,
    SENTENCE_ENDS,
    SPELLING,
    WORD,
    either,
    inside,
)

# Only an initial has a full stop: a speech of a dialogue ends in one.
_NAME = rf"(?:\p{{Lu}}\.|\p{{Lu}}[{SPELLING}'’-]*+)"
_FURTHER_NAME = rf"(?:\s?(?:\p{{Ll}}{{1,3}}\s){{0,2}}{_NAME})"
# The title of a work, a year or an office.
_SOURCE = (
    rf"(?:,?\s?\([^{inside(SENTENCE_ENDS)}]{{1,80}}"
    rf"|,\s?[\p{{Lu}}\p{{N}}*_{inside(OPENING_QUOTES)}][^{inside(SENTENCE_ENDS)}]{{0,80}})?"
)
_WORK = (
    rf"[{inside(OPENING_QUOTES)}《〈][^{inside(SENTENCE_ENDS)}]{{1,40}}"
    rf"[{inside(CLOSING_QUOTES)}》〉]"
)
# Where no capital tells a name, only its length does: 列夫·托尔斯泰, महात्मा गांधी
_PIECE = rf"(?:\p{{Katakana}}[\p{{Katakana}}ー]{{0,11}}+|(?:(?!\p{{Katakana}}){IDEOGRAPH}){{1,6}}+)"
_UNCASED = (
    rf"(?:{_PIECE}(?:[ ·・‧•=＝]{_PIECE}){{0,3}}"
    rf"|(?!{IDEOGRAPH})(?:\p{{Lo}}[{SPELLING}]{{0,4}}\.\s?){{0,4}}"
    rf"\p{{Lo}}[{SPELLING}]*+(?:\s\p{{Lo}}[{SPELLING}]*+){{0,3}})"
)
_DYNASTY = r"[(（\[〔]\p{Lo}{1,6}[)）\]〕]\s?"
_UNCASED_NAME = (
    rf"(?:{_DYNASTY})?{_UNCASED}"
    rf"(?:[,，、]?\s?{_WORK}\p{{Lo}}{{0,6}}|\s?[(（][^()（）]{{1,40}}[)）])?"
)
_DASHED = rf"[~{DASHES}]{{1,2}}+\s*+"
UNCASED_ATTRIBUTION = regex.compile(rf"{_DASHED}(?:{_WORK}|{_UNCASED_NAME})\s*+\Z")
"""A dash and the title of a work, or a name in a script without capitals, up to the end."""
AUTHOR = regex.compile(rf"{_NAME}{_FURTHER_NAME}{{0,5}}{_SOURCE}|{_UNCASED_NAME}")
"""A name, as a whole line."""
ATTRIBUTION = regex.compile(rf"{_DASHED}(?:{AUTHOR.pattern}|{_WORK})")
"""A dash and a name or the title of a work, as a whole line."""
FULL_NAME = regex.compile(rf"{_NAME}{_FURTHER_NAME}{{1,5}}{_SOURCE}\s*+\Z")
"""A name of several words with capitals, up to the end."""


def has_pronoun(string: str, language: Language) -> bool:
    """Tells whether what may be a name is a clause: 后来他走了

    Where no capital tells a name, a pronoun tells a clause.

    Args:
        string: what may be a name, with the title of a work or without.
        language: its language.
    """
    return not language.has_case and _pronoun(language).match(string) is not None


@lru_cache(maxsize=64)
def _pronoun(language: Language) -> regex.Pattern[str]:
    before, after = (rf"(?<![{WORD}])", rf"(?![{WORD}])") if language.spaced else ("", "")
    pronouns = either(language.classes.pronouns)
    return regex.compile(rf"[^{inside(OPENING_QUOTES)}《〈(（]*?{before}(?:{pronouns}){after}")
