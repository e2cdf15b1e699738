"""The native checkers, one module a family. Importing this package registers them."""

from mifcheck.checkers import (
    casing,
    collie,
    combination,
    content,
    format,
    ifbench,
    ifevalg,
    keywords,
    language,
    length,
    m_ifeval,
    numbers,
    punctuation,
    sentences,
    startend,
    structured,
)

__all__ = [
    "casing",
    "collie",
    "combination",
    "content",
    "format",
    "ifbench",
    "ifevalg",
    "keywords",
    "language",
    "length",
    "m_ifeval",
    "numbers",
    "punctuation",
    "sentences",
    "startend",
    "structured",
]
