"""`ratio:` shares of words and proportions of sentences."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mifcheck.bounds import exactly
from mifcheck.checkers.algebra import All
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.grammar.counting import Count, InProportion, Share
from mifcheck.checkers.grammar.order import Order, distinct, equal
from mifcheck.checkers.grammar.relations import Overlap
from mifcheck.checkers.grammar.selections import sentences, words
from mifcheck.checkers.grammar.traits import (
    as_written,
    character_count,
    exclamation,
    of_class,
    question,
    statement,
)
from mifcheck.checkers.parameters import Phrase

Percentage = Annotated[float, Field(ge=0, le=100, description="a number from 0 to 100")]
_TOLERANCE = 2


@checker(
    "ratio:stop_words",
    asks="stop words are at most {percentage:g} % of the words",
    example={"percentage": 40},
)
def stop_words(percentage: Percentage) -> Checker:
    """Stop words of the language are at most so many per cent of the words."""
    return Share(words, of_class("stop_words", ("stop word", "stop words")), high=percentage)


@checker("ratio:sentence_type", asks="twice as many statements as questions")
def sentence_type() -> Checker:
    """There are twice as many statements as questions. Exclamations do not count."""
    return InProportion((sentences.where(statement), sentences.where(question)), (2, 1))


@checker("ratio:sentence_balance", asks="as many statements as questions and as exclamations")
def sentence_balance() -> Checker:
    """There are as many statements as questions, and as many exclamations."""
    return InProportion(tuple(map(sentences.where, (statement, question, exclamation))), (1, 1, 1))


@checker(
    "ratio:sentence_words",
    asks="three sentences of the same number of characters, all words different",
)
def sentence_words() -> Checker:
    """Three sentences have the same number of characters, and no word occurs twice."""
    return All(
        (
            Count(sentences, exactly(3)),
            Order(sentences, character_count, equal),
            Order(words, as_written, distinct),
        )
    )


@checker(
    "ratio:overlap",
    asks="{percentage:g} % (±2 %) of the trigrams in the reference text too",
    example={"reference_text": "Describe a river.", "percentage": 50},
)
def overlap(reference_text: Phrase, percentage: Percentage) -> Checker:
    """So many per cent of the reply's trigrams are in a reference text too, within 2 per cent.

    A trigram is three characters in a row, as in the published evaluator.
    """
    return Overlap(reference_text, 3, percentage - _TOLERANCE, percentage + _TOLERANCE)
