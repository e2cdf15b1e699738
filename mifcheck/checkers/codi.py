"""What CoDI-Eval (arXiv 2401.00690) asks about lengths and keywords, with the labels of its data.

Its modes of length have ids here; the data calls the interval `label`. Its instructions about
sentiment, topic and toxicity have none: classifiers judge them.
"""

from __future__ import annotations

from typing import Annotated, Any

import regex
from pydantic import AfterValidator, BeforeValidator, Field

from mifcheck.bounds import at_least, at_most, between, exactly
from mifcheck.checkers.algebra import All, AnyOf
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.keywords import KeywordsPresent, WordsAbsent
from mifcheck.checkers.length import WordCount
from mifcheck.checkers.parameters import NotNegative, Word, Words


def _pair(value: Any) -> Any:
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        raise ValueError("not a list of two numbers")
    return tuple(value)


def _rising(label: tuple[int, int]) -> tuple[int, int]:
    if label[0] > label[1]:
        raise ValueError("the first number is beyond the second")
    return label


Label = Annotated[
    tuple[NotNegative, NotNegative],
    BeforeValidator(_pair),
    AfterValidator(_rising),
    Field(description="two whole numbers: the fewest words and the most"),
]
_OR = regex.compile(r"\s+or\s+")


def _keyword(label: str) -> Checker:
    """Returns the checker of a keyword in any form; "hill or mount" is either."""
    forms = tuple(KeywordsPresent((word,), match="lemma") for word in _OR.split(label))
    return forms[0] if len(forms) == 1 else AnyOf(forms)


@checker("codi:at_most", asks="at most {label[1]} words", example={"label": [1, 190]})
def at_most_words(label: Label) -> Checker:
    """The reply has at most so many words, the second number of the label."""
    return WordCount(at_most(label[1]))


@checker("codi:at_least", asks="at least {label[0]} words", example={"label": [70, 10000]})
def at_least_words(label: Label) -> Checker:
    """The reply has at least so many words, the first number of the label."""
    return WordCount(at_least(label[0]))


@checker("codi:equal_to", asks="exactly {label[0]} words", example={"label": [22, 22]})
def equal_to_words(label: Label) -> Checker:
    """The reply has exactly so many words."""
    return WordCount(exactly(label[0]))


@checker(
    "codi:around", asks="between {label[0]} and {label[1]} words", example={"label": [135, 165]}
)
def around_words(label: Label) -> Checker:
    """The reply has about so many words: within the label, which is 10 % on either side."""
    return WordCount(between(*label))


@checker(
    "codi:between", asks="between {label[0]} and {label[1]} words", example={"label": [69, 134]}
)
def between_words(label: Label) -> Checker:
    """The reply has a number of words within the label."""
    return WordCount(between(*label))


@checker(
    "codi:keywords",
    asks="the keywords {label!r}, in any form",
    example={"label": ["dog", "catch or grab"]},
    verbatim=("label",),
)
def keywords(label: Words) -> Checker:
    """The reply has each keyword in any inflected form; "catch or grab" is either."""
    return All(tuple(map(_keyword, label)))


@checker(
    "codi:keywords_without",
    asks="the keywords {label!r}, in any form, and not {anti_label!r}",
    example={"label": ["dog", "catch or grab"], "anti_label": "ball"},
    verbatim=("label", "anti_label"),
)
def keywords_without(label: Words, anti_label: Word) -> Checker:
    """The reply has each keyword in any inflected form, and another word in none."""
    return All((*map(_keyword, label), WordsAbsent((anti_label,), match="lemma")))
