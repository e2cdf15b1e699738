"""What only the French instructions ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import regex
from pydantic import BeforeValidator, Field

from mifcheck.bounds import at_least, exactly
from mifcheck.checkers.algebra import All, AnyOf
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import literal
from mifcheck.checkers.grammar.counting import Count
from mifcheck.checkers.grammar.pieces import Piece, Predicate
from mifcheck.checkers.grammar.selections import digit_characters, found, words
from mifcheck.checkers.grammar.traits import listed
from mifcheck.checkers.keywords import KeywordsPresent, WordsAbsent
from mifcheck.checkers.parameters import Letter
from mifcheck.languages.characters import APOSTROPHES

_TU = frozenset(["tu", "te", "toi", "ton", "ta", "tes", "tien", "tienne", "tiens", "tiennes"])


def _says_tu(piece: Piece) -> bool:
    word = piece.string.casefold()
    is_elided = word == "t" and piece.text.string[piece.end : piece.end + 1] in tuple(APOSTROPHES)
    return is_elided or word in _TU


_FAMILIAR = Predicate(_says_tu, "say tu", ("word that says tu", "words that say tu"), word="tu")
_BRACKETS = regex.compile(r"[^\[\]\n]*+\]")


def _stands_in_brackets(piece: Piece) -> bool:
    line = piece.text.string.rfind("\n", 0, piece.start) + 1
    opened = piece.text.string.rfind("[", line, piece.start)
    closed = piece.text.string.rfind("]", line, piece.start)
    return opened > closed and _BRACKETS.match(piece.text.string, piece.end) is not None


_in_brackets = Predicate(_stands_in_brackets, "stand in brackets")
_FORMAL = listed(
    ["vous", "votre", "vos", "vôtre", "vôtres"], ("word that says vous", "words that say vous")
)


def _pairs(value: Any) -> Any:
    if isinstance(value, Mapping):
        return tuple(value.items())
    if isinstance(value, list | tuple):
        return tuple(tuple(row) if isinstance(row, list) else row for row in value)
    return value


Pairs = Annotated[
    tuple[tuple[str, str], ...],
    BeforeValidator(_pairs),
    Field(min_length=1, description="an object: each word without accents, with its right form"),
]


@checker("fr:detectable_format:title", asks="a title between double hashes, ##title##")
def title() -> Checker:
    """The reply has a title between double hashes on one line: ##title##."""
    return Count(
        found(
            r"(?<!#)##++[ \t]*+[^\s#][^#\n]*+##++",
            ("title", "titles"),
            "source",
            ("##{0}##", "## {0} {1} ##"),
            "\n",
        ),
        at_least(1),
    )


@checker("fr:detectable_content:informal_address", asks="tu and not vous")
def informal_address() -> Checker:
    """The reply says tu, and never vous, but for what is to be filled in: [votre nom]."""
    formal = words.where(_FORMAL).where(~_in_brackets)
    return All((Count(words.where(_FAMILIAR), at_least(1)), Count(formal, exactly(0))))


@checker("fr:detectable_content:no_digits", asks="no Arabic digits")
def no_digits() -> Checker:
    """The reply has no digits, not even as numbers of items."""
    return Count(digit_characters, exactly(0))


@checker(
    "fr:special_character:accents",
    asks="the words with their accents",
    example={"word_to_accentuate": {"ecole": "école"}},
)
def accents(word_to_accentuate: Pairs) -> Checker:
    """No word stands in the reply without its accents, and at least one stands there with them.

    The words may have endings: leçons.
    """
    bare, right = zip(*word_to_accentuate, strict=True)
    present = AnyOf(tuple(KeywordsPresent((word,), "substring", "exact") for word in right))
    return present & WordsAbsent(bare, spelling="exact")


@checker(
    "fr:special_character:ethel_or_cedilla",
    asks="no {forbidden_char!r}",
    example={"forbidden_char": "ç"},
)
def without_letter(forbidden_char: Letter) -> Checker:
    """The reply does not have the letter, in either case."""
    return Count(
        found(
            rf"(?i:{regex.escape(forbidden_char)})",
            ("such letter", "such letters"),
            samples=(literal(forbidden_char),),
        ),
        exactly(0),
    )


@checker("fr:special_character:no_accents", asks="no accents")
def no_accents() -> Checker:
    """No letter of the reply has an accent, a cedilla or a dieresis."""
    return Count(
        found("(?i:[àâäçéèêëîïôöùûüÿ])", ("accented letter", "accented letters"), samples=("é",)),
        exactly(0),
    )
