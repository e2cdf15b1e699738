"""`count:`, `letters:` and `paragraphs:` how many there are."""

from __future__ import annotations

from mifcheck.bounds import at_most, exactly
from mifcheck.checkers.algebra import All
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.grammar.counting import Count
from mifcheck.checkers.grammar.every import Every, Within
from mifcheck.checkers.grammar.order import Order, distinct
from mifcheck.checkers.grammar.selections import (
    divided_paragraphs,
    letters,
    paragraphs,
    sentences,
    words,
)
from mifcheck.checkers.grammar.traits import as_written, lowercase, of_words
from mifcheck.checkers.keywords import KeywordFrequency, LetterFrequency
from mifcheck.checkers.parameters import Accents, Bound, Letter, Positive, Word
from mifcheck.checkers.spelling import Related


@checker("count:lowercase_counting", asks="at most {N} words in small letters", example={"N": 3})
def lowercase_words(N: Positive) -> Checker:
    """At most so many words are in small letters throughout, all of them together."""
    return Count(words.where(lowercase), at_most(N))


@checker(
    "count:counting_composition",
    asks="3 paragraphs set apart by ***, with {n_sent} sentences of {n_words} words each",
    example={"n_sent": 2, "n_words": 3},
)
def composition(n_sent: Positive, n_words: Positive) -> Checker:
    """Three paragraphs have so many sentences each, and each sentence so many words."""
    parts = divided_paragraphs
    return All(
        (
            Count(parts, exactly(3)),
            Within(parts, Count(sentences, exactly(n_sent))),
            Every(sentences, of_words(exactly(n_words))),
        )
    )


@checker("count:count_unique", asks="no word twice")
def unique() -> Checker:
    """No word occurs twice, in any case."""
    return Order(words, as_written, distinct)


@checker(
    "count:count_increment_word",
    asks="{keyword1!r} once and {keyword2!r} twice",
    example={"keyword1": "river", "keyword2": "boat"},
    verbatim=("keyword1", "keyword2"),
)
def increment_word(keyword1: Word, keyword2: Word) -> Checker:
    """One keyword occurs once and another twice."""
    return KeywordFrequency(keyword1, exactly(1)) & KeywordFrequency(keyword2, exactly(2))


@checker(
    "letters:letter_counting",
    asks="{bound} letters",
    example={"N": 100, "relation": "at least"},
    spelling={"bound": Related("N", "relation")},
)
def letter_counting(bound: Bound) -> Checker:
    """The reply has a number of letters within the bound."""
    return Count(letters, bound)


@checker(
    "letters:letter_counting2",
    asks="the letter {letter!r} {bound} times",
    example={"letter": "a", "let_frequency": 5, "let_relation": "at least"},
    spelling={"bound": Related("let_frequency", "let_relation")},
)
def letter_counting2(letter: Letter, bound: Bound, accents: Accents = "distinct") -> Checker:
    """The letter occurs a number of times within the bound, in any case."""
    return LetterFrequency(letter, bound, accents)


@checker("paragraphs:paragraphs", asks="2 paragraphs set apart by ***")
def two_divided() -> Checker:
    """The reply has two paragraphs, set apart by the divider `***`."""
    return Count(divided_paragraphs, exactly(2))


@checker("paragraphs:paragraphs2", asks="2 paragraphs set apart by blank lines")
def two_paragraphs() -> Checker:
    """The reply has two paragraphs, set apart by blank lines."""
    return Count(paragraphs, exactly(2))
