"""The native checkers, one module a family.

Importing this package registers the classic ones. The modules of the published sets are imported
when they are needed: most evaluations do without these.
"""

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
from mifcheck.checkers.catalogue import registry
from mifcheck.checkers.sets import SETS

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

registry.defer(f"{__name__}.{module}" for each in SETS for module in each.modules)
