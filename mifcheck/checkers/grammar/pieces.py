"""Pieces of a text: what predicates and keys are asked about."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

import regex

from mifcheck.bounds import Bound
from mifcheck.languages import Language
from mifcheck.markup.phrases import plain_marks
from mifcheck.segment import unsegmented
from mifcheck.text import Text
from mifcheck.verdict import Span


class Piece(NamedTuple):
    """A stretch of a text: a word, a sentence, a line.

    Attributes:
        text: the text, in the view in which the piece was found.
        start, end: the offsets of the piece.
    """

    text: Text
    start: int
    end: int

    @property
    def string(self) -> str:
        """What stands there."""
        return self.text.string[self.start : self.end]

    @property
    def language(self) -> Language:
        """The language of the text."""
        return self.text.language

    @property
    def words(self) -> tuple[Piece, ...]:
        """The words of the piece."""
        return self.inner(self.text.words)

    def inner(self, spans: Sequence[Span]) -> tuple[Piece, ...]:
        """Returns those of some sorted spans that begin in the piece."""
        first = bisect_left(spans, (self.start,))
        last = bisect_left(spans, (self.end,))
        return tuple(pieces_of(self.text, spans[first:last]))


def pieces_of(text: Text, spans: Iterable[Span]) -> list[Piece]:
    """Returns some spans of a text as pieces of it."""
    return [Piece(text, start, end) for start, end, _ in spans]


def judged(language: Language) -> str:
    """Returns that there is no language in which it cannot be told."""
    return ""


def unknown_words(language: Language) -> str:
    """Returns that the words of a text cannot be told apart in a language; "" if they can."""
    if language.tells_words:
        return unread_words(language)
    return f"words are not told apart in {language.name}"


def unread_words(language: Language) -> str:
    """Returns that a language is read without words, not even single characters; "" if not."""
    return unsegmented(language, "words")


def unknown_sentences(language: Language) -> str:
    """Returns that sentences cannot be told apart in a language; "" if they can."""
    return unsegmented(language, "sentences")


@dataclass(frozen=True)
class Predicate:
    """Something that is true of a piece of a text or not.

    `~predicate` is true of the others, and `one & other` where both are.

    Attributes:
        test: tells whether it is true of a piece.
        says: what is true of the pieces, as a verb in the plural: "have a prime length".
        noun: what such a piece is called (one, several), if there is a word for it.
        lacks: returns why it cannot be told in a language; "" if it can.
        word: the text that a piece is, or begins or ends with; "" if it is about something else.
        side: "start" or "end": where the text stands; "" if it is the whole piece.
        length: the bound of the number of words, if it is about nothing else.
        one: what is true of a single piece; by default, `says` with its verb in the singular.
    """

    test: Callable[[Piece], bool]
    says: str
    noun: tuple[str, str] | None = None
    lacks: Callable[[Language], str] = field(default=judged)
    word: str = ""
    side: str = ""
    length: Bound | None = None
    one: str = ""

    def __call__(self, piece: Piece) -> bool:
        return self.test(piece)

    @property
    def says_of_one(self) -> str:
        """What is true of a single piece: "has a prime length"."""
        verb, _, rest = self.says.partition(" ")
        return self.one or f"{_OF_ONE.get(verb, verb + 's')} {rest}"

    def __invert__(self) -> Predicate:
        says = f"do not {self.says}"
        other = replace(self, test=_Otherwise(self.test), says=says, noun=None)
        return replace(other, word="", side="", length=None, one="")

    def __and__(self, other: Predicate) -> Predicate:
        return Predicate(
            _Both(self.test, other.test),
            f"{self.says} and {other.says}",
            lacks=_First(self.lacks, other.lacks),
            one=f"{self.says_of_one} and {other.says_of_one}",
        )


def folded(string: str) -> str:
    """Returns a text in small letters of the usual width, with one mark for curly and straight."""
    plain = plain_marks(string)
    return (plain if plain.isascii() else unicodedata.normalize("NFKC", plain)).casefold()


def unmarked(string: str) -> str:
    """Returns a text without accents and other combining marks."""
    return _MARKS.sub("", unicodedata.normalize("NFD", string))


def matching(
    pattern: str, says: str, noun: tuple[str, str] | None = None, word: str = ""
) -> Predicate:
    """Returns what is true of the pieces in which a pattern is found, such as a word."""
    return Predicate(partial(_matches, regex.compile(pattern)), says, noun, word=word)


def _matches(pattern: regex.Pattern[str], piece: Piece) -> bool:
    return pattern.search(piece.string) is not None


@dataclass(frozen=True)
class Key:
    """What pieces of a text are compared by.

    Attributes:
        of: returns the key of a piece.
        noun: what they are called, in the plural: "first letters".
        lacks: returns why it cannot be told in a language; "" if it can.
    """

    of: Callable[[Piece], Hashable]
    noun: str
    lacks: Callable[[Language], str] = field(default=judged)

    def __call__(self, piece: Piece) -> Hashable:
        return self.of(piece)


_MARKS = regex.compile(r"\p{M}+")
_OF_ONE = {"are": "is", "have": "has", "do": "does"}


# Not closures: a predicate can be pickled if its test can.
@dataclass(frozen=True)
class _Otherwise:
    test: Callable[[Piece], bool]

    def __call__(self, piece: Piece) -> bool:
        return not self.test(piece)


@dataclass(frozen=True)
class _Both:
    one: Callable[[Piece], bool]
    other: Callable[[Piece], bool]

    def __call__(self, piece: Piece) -> bool:
        return self.one(piece) and self.other(piece)


@dataclass(frozen=True)
class _First:
    one: Callable[[Language], str]
    other: Callable[[Language], str]

    def __call__(self, language: Language) -> str:
        return self.one(language) or self.other(language)
