"""What the reply says, and in what letters: keywords, letters, the language, case, commas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mifcheck.checkers.wording import counted
from mifcheck.profiles.multi_if.base import (
    CHECKERS,
    Compared,
    Found,
    Number,
    Pattern,
    Patterns,
    Reference,
    Relation,
    Wording,
    compiled,
    spans,
    unreadable,
)
from mifcheck.profiles.multi_if.counting import capital_words, detected
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict


@CHECKERS.checker("keywords:existence")
class Keywords(Reference):
    """Each keyword, a regular expression, is found somewhere, in either case."""

    keywords: Patterns = None

    def why_undecided(self) -> str:
        return super().why_undecided() or unreadable(self.keywords or ())

    def decide(self, text: Text) -> Verdict:
        found = [_first(keyword, text.string) for keyword in self.keywords or ()]
        there = [span for span in found if span]
        reason = f"{len(there)} of {counted(len(found), ('keyword', 'keywords'))} found"
        return self.verdict(len(there) == len(found), len(there), there, reason)

    @property
    def required(self) -> str:
        return f"all of {_listed(self.keywords)}"


@CHECKERS.checker("keywords:frequency")
class KeywordFrequency(Compared):
    """How often a keyword, a regular expression, is found, in either case."""

    keyword: Pattern = None
    frequency: Number = None
    relation: Relation = None
    number, relation_of = "frequency", "relation"
    noun = ("find of the keyword", "finds of the keyword")
    uncounted = "the keyword is no regular expression"

    def why_undecided(self) -> str:
        if self.keyword == "":
            return "the reference draws keyword at random, since it is empty"
        return super().why_undecided()

    def count(self, text: Text) -> int | None:
        return len(self.find(text)) if self.pattern else None

    def find(self, text: Text) -> Sequence[Span]:
        return spans(self.pattern, text.string, "keyword") if self.pattern else ()

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """The keyword, less the white space around it, as a pattern."""
        return compiled((self.keyword or "").strip(), re.IGNORECASE)


@CHECKERS.checker("keywords:forbidden_words")
class ForbiddenWords(Reference):
    r"""No word, a regular expression between two `\b`, is found, in either case."""

    forbidden_words: Patterns = None

    def why_undecided(self) -> str:
        return super().why_undecided() or unreadable(map(_bounded, self.forbidden_words or ()))

    def decide(self, text: Text) -> Verdict:
        found = [_first(_bounded(word), text.string) for word in self.forbidden_words or ()]
        there = [span for span in found if span]
        reason = f"{counted(len(there), ('forbidden word', 'forbidden words'))} found"
        return self.verdict(not there, len(there), there, reason)

    @property
    def required(self) -> str:
        return f"none of {_listed(self.forbidden_words)}"


def _bounded(word: str) -> str:
    return rf"\b{word}\b"


def _first(pattern: str, string: str) -> Span | None:
    readable = compiled(pattern, re.IGNORECASE)
    match = readable.search(string) if readable else None
    return Span(*match.span(), match[0]) if match else None


def _listed(words: Sequence[str] | None) -> str:
    return ", ".join(map(repr, words or ()))


@CHECKERS.checker("keywords:letter_frequency")
class LetterFrequency(Compared):
    """How often a letter from a to z is there, in either case."""

    letter: Wording = None
    let_frequency: Number = None
    let_relation: Relation = None
    number, relation_of = "let_frequency", "let_relation"

    @property
    def noun(self) -> tuple[str, str]:  # type: ignore[override]
        return f"letter {self.letter!r}", f"letters {self.letter!r}"

    def why_undecided(self) -> str:
        letter = (self.letter or "").lower()
        if not super().why_undecided() and not (len(letter) == 1 and "a" <= letter <= "z"):
            return f"the reference draws a letter at random, since {self.letter!r} is not of a-z"
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


@CHECKERS.checker("language:response_language")
class ResponseLanguage(Reference):
    """langdetect finds the language, or finds nothing to tell it by."""

    language: Wording = None
    needs = ("langdetect",)

    def why_undecided(self) -> str:
        if not super().why_undecided() and self.language not in _NAMED:
            return f"the reference has no name for the language {self.language!r} and raises"
        return super().why_undecided()

    def decide(self, text: Text) -> Verdict:
        found = detected(text)
        reason = f"langdetect finds {found!r}" if found else "langdetect finds nothing to tell by"
        return self.verdict(found in ("", self.language), found or None, (), reason)

    @property
    def required(self) -> str:
        return f"a reply in the language {self.language!r}"


@CHECKERS.checker("change_case:capital_word_frequency")
class CapitalWords(Compared):
    """How many Treebank tokens have letters, all of them capital."""

    capital_frequency: Number = None
    capital_relation: Relation = None
    number, relation_of = "capital_frequency", "capital_relation"
    noun = ("token in capitals", "tokens in capitals")
    needs = ("punkt",)

    def count(self, text: Text) -> int:
        return capital_words(text)


class _English(Reference):
    """All letters are of one case, and langdetect finds English or nothing to tell by."""

    needs = ("langdetect",)

    def of_the_case(self, string: str) -> bool:
        """Whether there are letters, and all are of the case."""
        raise NotImplementedError

    def decide(self, text: Text) -> Verdict:
        if not self.of_the_case(text.string):
            return self.verdict(False, reason="letters of the other case, or none, found")
        found = detected(text)
        reason = f"langdetect finds {found!r}" if found else "langdetect finds nothing to tell by"
        return self.verdict(found in ("", "en"), found or None, (), reason)


@CHECKERS.checker("change_case:english_capital")
class EnglishCapital(_English):
    """The reply is in English, in capital letters only."""

    def of_the_case(self, string: str) -> bool:
        return string.isupper()

    @property
    def required(self) -> str:
        return "English, all letters capital"


@CHECKERS.checker("change_case:english_lowercase")
class EnglishLowercase(_English):
    """The reply is in English, in small letters only."""

    def of_the_case(self, string: str) -> bool:
        return string.islower()

    @property
    def required(self) -> str:
        return "English, all letters small"


_POSTSCRIPTS: Final = {"P.P.S": r"p\.\s?p\.\s?s", "P.S.": r"p\.\s?s\."}


@CHECKERS.checker("detectable_content:postscript")
class Postscript(Found):
    """The marker is found anywhere, in either case; another than P.S. is a regular expression."""

    postscript_marker: Pattern = None

    def why_undecided(self) -> str:
        return super().why_undecided() or unreadable((self._pattern,))

    @property
    def _pattern(self) -> str:
        marker = (self.postscript_marker or "").strip()
        return _POSTSCRIPTS.get(marker, marker.lower())

    def find(self, text: Text) -> Sequence[Span]:
        pattern = compiled(self._pattern)
        lowered = text.string.lower()
        match = pattern.search(lowered) if pattern else None
        if match is None:
            return ()
        # A letter may be longer in lower case: then the place in the reply is not known.
        same = len(lowered) == len(text.string)
        return (Span(*match.span(), "postscript") if same else Span(0, len(text.string)),)

    @property
    def what(self) -> str:  # type: ignore[override]
        return f"a postscript with the marker {self.postscript_marker!r}"


@CHECKERS.checker("punctuation:no_comma")
class NoComma(Reference):
    """No ASCII comma."""

    def passes(self, text: Text) -> bool:
        return "," not in text.string

    def decide(self, text: Text) -> Verdict:
        found = spans(_COMMA, text.string, "comma")
        reason = f"{counted(len(found), ('comma', 'commas'))} found"
        return self.verdict(not found, len(found), found, reason)

    @property
    def required(self) -> str:
        return "no comma"


_COMMA = re.compile(",")
