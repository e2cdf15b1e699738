"""What the reply says, and in which letters: keywords, letters, language, case, commas."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import ClassVar, Final

from mifcheck.bounds import Bound, at_least
from mifcheck.checkers.primitives import Absent, Counted
from mifcheck.languages import Language
from mifcheck.profiles.multi_if.base import (
    CHECKERS,
    Number,
    Pattern,
    Patterns,
    Reference,
    ReferenceCounted,
    Relation,
    Wording,
    unreadable,
)
from mifcheck.profiles.multi_if.counting import capital_words, detected
from mifcheck.searching import compiled, found, spans
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict


@CHECKERS.checker("keywords:existence", asks="all of {keywords!r}")
class Keywords(Reference, Counted):
    """Each keyword, a regular expression, is found somewhere, in either case."""

    keywords: Patterns = None
    noun = ("keyword", "keywords")

    @cached_property
    def bound(self) -> Bound:  # type: ignore[override]
        """All keywords."""
        return at_least(len(self.keywords or ()))

    def why_undecided(self) -> str:
        return super().why_undecided() or unreadable(self.keywords or ())

    def find(self, text: Text) -> Sequence[Span]:
        return _first_matches(self.keywords or (), text.string)


@CHECKERS.checker("keywords:frequency")
class KeywordFrequency(ReferenceCounted):
    """Counts the matches of a keyword, a regular expression, in either case."""

    keyword: Pattern = None
    frequency: Number = None
    relation: Relation = None
    number, relation_of = "frequency", "relation"
    noun = ("match of the keyword", "matches of the keyword")

    def why_undecided(self) -> str:
        if self.keyword == "":
            return "the reference draws keyword at random, because it is empty"
        return super().why_undecided()

    def fault(self, text: Text) -> str:
        return "" if self.pattern else "the keyword is not a regular expression"

    def find(self, text: Text) -> Sequence[Span]:
        return found(self.pattern, self.keyword or "", text.string, "keyword")

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """The keyword, without white space around it, as a pattern."""
        return compiled((self.keyword or "").strip(), re.IGNORECASE)


@CHECKERS.checker("keywords:forbidden_words", asks="none of {forbidden_words!r}")
class ForbiddenWords(Reference, Absent):
    r"""No word, a regular expression between two `\b`, is found, in either case."""

    forbidden_words: Patterns = None
    noun = ("forbidden word", "forbidden words")

    def why_undecided(self) -> str:
        return super().why_undecided() or unreadable(map(_bounded, self.forbidden_words or ()))

    def find(self, text: Text) -> Sequence[Span]:
        return _first_matches(self.forbidden_words or (), text.string, _bounded)


def _bounded(word: str) -> str:
    return rf"\b{word}\b"


def _first_matches(
    words: Sequence[str], string: str, written: Callable[[str], str] = str
) -> list[Span]:
    """Returns the first match of each word that has one, in either case."""
    matches = (
        match
        for word in words
        for match in found(compiled(written(word), re.IGNORECASE), word, string, most=1)
    )
    return [Span(start, end, string[start:end]) for start, end, _ in matches]


@CHECKERS.checker("keywords:letter_frequency")
class LetterFrequency(ReferenceCounted):
    """Counts a letter from a to z, in either case."""

    letter: Wording = None
    let_frequency: Number = None
    let_relation: Relation = None
    number, relation_of = "let_frequency", "let_relation"

    def noun_in(self, language: Language | None) -> tuple[str, str]:
        return f"letter {self.letter!r}", f"letters {self.letter!r}"

    def why_undecided(self) -> str:
        letter = (self.letter or "").lower()
        if not super().why_undecided() and not (len(letter) == 1 and "a" <= letter <= "z"):
            return f"the reference draws a letter at random, because {self.letter!r} is not in a-z"
        return super().why_undecided()

    def count(self, text: Text) -> int:
        return text.string.lower().count((self.letter or "").lower())


# The languages that IFEval has names for; Chinese is not among them.
_NAMED: Final = frozenset(
    re.findall(
        r"\w+",
        "ar bg bn de en es fa fi fr gu he hi it ja kn ko ml mr ne pa pl pt ru sw ta te th uk ur vi",
    )
)


class _Detected(Reference):
    """Base of the checks that use langdetect."""

    needs = ("langdetect",)

    def in_language(self, text: Text, code: str | None) -> Verdict:
        """Returns whether langdetect detects a language, or no language at all."""
        found = detected(text)
        reason = f"langdetect detects {found!r}" if found else "langdetect detects no language"
        return self.verdict(found in ("", code), found or None, (), reason)


@CHECKERS.checker("language:response_language", asks="a reply in the language {language!r}")
class ResponseLanguage(_Detected):
    """langdetect detects the language, or no language at all."""

    language: Wording = None

    def why_undecided(self) -> str:
        if not super().why_undecided() and self.language not in _NAMED:
            return f"the reference has no name for the language {self.language!r} and raises"
        return super().why_undecided()

    def judge(self, text: Text) -> Verdict:
        return self.in_language(text, self.language)


@CHECKERS.checker("change_case:capital_word_frequency")
class CapitalWords(ReferenceCounted):
    """Counts the Treebank tokens that have letters, all of them capital."""

    capital_frequency: Number = None
    capital_relation: Relation = None
    number, relation_of = "capital_frequency", "capital_relation"
    noun = ("token in capitals", "tokens in capitals")
    needs = ("punkt",)

    def count(self, text: Text) -> int:
        return capital_words(text)


_IN_CASE: Final = {"capital": str.isupper, "small": str.islower}


class _EnglishInOneCase(_Detected):
    """All letters are in one case, and langdetect detects English or no language at all."""

    asks = "English, all letters {letters}"
    letters: ClassVar[str]

    def judge(self, text: Text) -> Verdict:
        if not _IN_CASE[self.letters](text.string):
            return self.verdict(False, reason="there are letters of the other case, or no letters")
        return self.in_language(text, "en")


@CHECKERS.checker("change_case:english_capital")
class EnglishCapital(_EnglishInOneCase):
    """The reply is in English, in capital letters only."""

    letters = "capital"


@CHECKERS.checker("change_case:english_lowercase")
class EnglishLowercase(_EnglishInOneCase):
    """The reply is in English, in small letters only."""

    letters = "small"


_POSTSCRIPTS: Final = {"P.P.S": r"p\.\s?p\.\s?s", "P.S.": r"p\.\s?s\."}


@CHECKERS.checker(
    "detectable_content:postscript", asks="a postscript with the marker {postscript_marker!r}"
)
class Postscript(Reference, Counted):
    """The marker is found anywhere, in either case; one other than P.S. is a regular expression."""

    postscript_marker: Pattern = None
    bound = at_least(1)
    noun = ("postscript", "postscripts")

    def why_undecided(self) -> str:
        return super().why_undecided() or unreadable((self._pattern,))

    @property
    def _pattern(self) -> str:
        marker = (self.postscript_marker or "").strip()
        return _POSTSCRIPTS.get(marker, marker.lower())

    def find(self, text: Text) -> Sequence[Span]:
        lowered = text.string.lower()
        given = "" if self._pattern in _POSTSCRIPTS.values() else self._pattern
        matches = found(compiled(self._pattern), given, lowered, "postscript", most=1)
        # A letter may be longer in lower case; then the place in the reply is unknown.
        same = len(lowered) == len(text.string)
        return matches if same else [Span(0, len(text.string)) for _ in matches]


_COMMA: Final = re.compile(",")


@CHECKERS.checker("punctuation:no_comma")
class NoComma(Reference, Absent):
    """There is no ASCII comma."""

    noun = ("comma", "commas")

    def passes(self, text: Text) -> bool:
        return "," not in text.string

    def find(self, text: Text) -> Sequence[Span]:
        return spans(_COMMA, text.string, "comma")
