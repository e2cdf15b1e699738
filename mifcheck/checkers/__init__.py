"""The native checkers, one family a module. Importing this package registers them."""

from mifcheck.checkers import (
    casing,
    combination,
    content,
    format,
    keywords,
    language,
    length,
    numbers,
    punctuation,
    sentences,
    startend,
)

__all__ = [
    "casing",
    "combination",
    "content",
    "format",
    "keywords",
    "language",
    "length",
    "numbers",
    "punctuation",
    "sentences",
    "startend",
]
