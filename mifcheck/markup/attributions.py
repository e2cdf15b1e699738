"""Patterns for whose words are quoted: — Ann Lee, *Rain*"""

from __future__ import annotations

import regex

from mifcheck.languages.characters import (
    DASHES,
    OPENING_QUOTES,
    SENTENCE_ENDS,
    SPELLING,
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
ATTRIBUTION = regex.compile(rf"[~{DASHES}]{{1,2}}+\s*+{_NAME}{_FURTHER_NAME}{{0,5}}{_SOURCE}")
"""A dash and a name, as a whole line."""
FULL_NAME = regex.compile(rf"{_NAME}{_FURTHER_NAME}{{1,5}}{_SOURCE}\s*+\Z")
"""A name of several words with capitals, up to the end."""
