"""What only the Spanish instructions ask."""

from __future__ import annotations

from mifcheck.bounds import at_least, exactly
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.grammar.counting import Count
from mifcheck.checkers.grammar.pieces import matching
from mifcheck.checkers.grammar.selections import found, words
from mifcheck.checkers.parameters import Bound
from mifcheck.checkers.spelling import NumberAlone, Related

_ACCENTED = matching(
    r"(?i)[áéíóú]", "have an accent", ("word with an accent", "words with an accent")
)
_ENIE = matching("(?i)ñ", "have an ñ", ("word with ñ", "words with ñ"))
_DIERESIS = matching("(?i)ü", "have a ü", ("word with ü", "words with ü"))


@checker("es:punctuation:exclamation_marks", asks="at least one exclamation")
def exclamation() -> Checker:
    """The reply has an exclamation. Its opening mark may be missing."""
    return Count(
        found(
            r"¡[^¡!\n]+!|[^\s!]!(?![\w=])",
            ("exclamation", "exclamations"),
            samples=("¡{0}!", "{0}!"),
        ),
        at_least(1),
    )


@checker("es:punctuation:question_marks", asks="at least one question")
def question() -> Checker:
    """The reply has a question. Its opening mark may be missing."""
    return Count(
        found(
            r"¿[^¿?\n]+\?|[^\s?]\?(?![\w=])", ("question", "questions"), samples=("¿{0}?", "{0}?")
        ),
        at_least(1),
    )


@checker(
    "es:special_character:tildes",
    asks="{bound} words with an accent",
    example={"num_words": 10, "relation": "al menos"},
    spelling={"bound": Related("num_words", "relation")},
)
def tildes(bound: Bound) -> Checker:
    """A number of words within the bound have an acute accent."""
    return Count(words.where(_ACCENTED), bound)


@checker(
    "es:special_character:enie",
    asks="{bound} words with ñ",
    example={"let_frequency": 2},
    spelling={"bound": NumberAlone("let_frequency", exactly)},
)
def enie(bound: Bound) -> Checker:
    """A number of words within the bound have an ñ."""
    return Count(words.where(_ENIE), bound)


@checker(
    "es:special_character:dieresis",
    asks="{bound} words with ü",
    example={"let_frequency": 2},
    spelling={"bound": NumberAlone("let_frequency", exactly)},
)
def dieresis(bound: Bound) -> Checker:
    """A number of words within the bound have a ü."""
    return Count(words.where(_DIERESIS), bound)
