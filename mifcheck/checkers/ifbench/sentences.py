"""`sentence:` what a sentence holds, and how sentences grow."""

from __future__ import annotations

from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.grammar.every import Within
from mifcheck.checkers.grammar.order import Order, rising, steps_of
from mifcheck.checkers.grammar.selections import sentences
from mifcheck.checkers.grammar.traits import alliteration, word_count
from mifcheck.checkers.keywords import KeywordsPresent
from mifcheck.checkers.parameters import Positive, Word


@checker(
    "sentence:keyword",
    asks="{word!r} in sentence {N}",
    example={"word": "river", "N": 2},
    verbatim=("word",),
)
def keyword(word: Word, N: Positive) -> Checker:
    """The n-th sentence has the keyword."""
    return Within(sentences[N - 1], KeywordsPresent((word,)))


@checker(
    "sentence:increment",
    asks="each sentence with exactly {small_n} words more than the one before",
    example={"small_n": 2},
)
def increment(small_n: Positive) -> Checker:
    """Each sentence has exactly so many words more than the one before."""
    return Order(sentences, word_count, steps_of(small_n))


@checker(
    "sentence:alliteration_increment",
    asks="each sentence with a longer run of alliterative words than the one before",
)
def alliteration_increment() -> Checker:
    """The longest run of words with the same first letter grows from sentence to sentence."""
    return Order(sentences, alliteration, rising)
