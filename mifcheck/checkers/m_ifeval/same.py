"""The ids that ask the same as a native one, under the prefix of their language.

`es:keywords:existence` is `keywords:existence`. Some take a relation, by default "at least".
"""

from __future__ import annotations

from typing import Any, Final

from mifcheck.checkers import (
    casing,
    combination,
    content,
    format,
    keywords,
    language,
    length,
    punctuation,
    startend,
)
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.spelling import Related

SHARED: Final[tuple[type[Checker], ...]] = (
    combination.RepeatsPrompt,
    combination.TwoResponses,
    content.PlaceholderCount,
    content.Postscript,
    format.BulletCount,
    format.ConstrainedAnswer,
    format.JsonOnly,
    format.SectionCount,
    keywords.KeywordFrequency,
    keywords.KeywordsPresent,
    keywords.LetterFrequency,
    keywords.WordsAbsent,
    language.ResponseLanguage,
    length.NthParagraphFirstWord,
    length.ParagraphCount,
    length.SentenceCount,
    punctuation.NoComma,
    startend.EndsWith,
    startend.Quoted,
)
"""What all three languages ask."""
_OWN: Final[dict[str, tuple[type[Checker], ...]]] = {
    "es": (
        casing.CapitalWordCount,
        format.HighlightCount,
        format.Title,
        length.WordCount,
    ),
    "fr": (casing.CapitalWordCount, format.HighlightCount, length.WordCount),
    "ja": (),
}
"""What one or two of them ask in the same way."""
_RELATED: Final = {
    content.PlaceholderCount.id: "num_placeholders",
    format.HighlightCount.id: "num_highlights",
    format.SectionCount.id: "num_sections",
}
"""The numbers of which a relation may be said."""


def _declare(cls: type[Checker], id: str, **attributes: Any) -> None:
    """Declares a checker again under another id, as a class of this module."""
    name = id.replace(":", "_")
    own = {"__doc__": cls.__doc__, "__module__": __name__, "__qualname__": name}
    known = cls.declared
    spelling = dict(known.spelling)
    if cls.id in _RELATED:
        spelling["bound"] = Related(_RELATED[cls.id], "relation", "at least")
    declare = checker(
        id,
        asks=cls.asks,
        example=known.example,
        spelling=spelling,
        verbatim=known.verbatim,
    )
    globals()[name] = declare(type(name, (cls,), own | attributes))


for _prefix in ("es", "fr", "ja"):
    for _cls in (*SHARED, *_OWN[_prefix]):
        _declare(_cls, f"{_prefix}:{_cls.id}")
for _prefix, _name in (("es", "spanish"), ("fr", "french")):
    _declare(casing.EnglishCapital, f"{_prefix}:change_case:{_name}_capital", tongue=_prefix)
    _declare(casing.EnglishLowercase, f"{_prefix}:change_case:{_name}_lowercase", tongue=_prefix)
