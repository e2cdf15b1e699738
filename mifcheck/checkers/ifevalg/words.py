"""`keywords:`, `first_word:` and `last_word:` which words stand where."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from mifcheck.bounds import at_least, exactly
from mifcheck.checkers.algebra import All
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.grammar.counting import Count
from mifcheck.checkers.grammar.every import Every
from mifcheck.checkers.grammar.order import Order, not_next
from mifcheck.checkers.grammar.places import word_at
from mifcheck.checkers.grammar.selections import lettered_words, sentences, whole, words
from mifcheck.checkers.grammar.traits import (
    alphabetical,
    begins_with_word,
    ends_with_word,
    palindromes,
    same_edges,
    unmarked_end,
)
from mifcheck.checkers.keywords import KeywordFrequency, WordsAbsent
from mifcheck.checkers.parameters import Bound, Positive, Word
from mifcheck.checkers.spelling import Related

# Some rows give a list with one word.
_FirstOf = BeforeValidator(lambda value: value[0] if isinstance(value, list) and value else value)
OneWord = Annotated[Word, _FirstOf, Field(description="a word")]


@checker(
    "keywords:word_once",
    asks="{keyword!r} once",
    example={"keyword": "river"},
    verbatim=("keyword",),
)
def word_once(keyword: Word) -> Checker:
    """The keyword occurs exactly once."""
    return KeywordFrequency(keyword, exactly(1))


@checker(
    "keywords:word_count_different_numbers",
    asks="{keyword!r} {bound} times",
    example={"keyword": "river", "frequency": 3, "relation": "at least"},
    spelling={"bound": Related("frequency", "relation", "exactly")},
    verbatim=("keyword",),
)
def word_count(keyword: Word, bound: Bound) -> Checker:
    """The keyword occurs a number of times within the bound."""
    return KeywordFrequency(keyword, bound)


@checker("keywords:exclude_word_harder", asks="no {keyword!r}", example={"keyword": "river"})
def exclude_word(keyword: Word) -> Checker:
    """The keyword does not occur."""
    return WordsAbsent((keyword,))


@checker(
    "keywords:no_adjacent_consecutive",
    asks="no two words in a row that begin with consecutive letters of the alphabet",
)
def no_adjacent_consecutive() -> Checker:
    """No word begins with the letter that follows the first letter of the word before."""
    return Order(lettered_words, alphabetical, not_next)


@checker("keywords:palindrome", asks="a palindrome")
def palindrome() -> Checker:
    """A word or a sentence of three or more letters reads the same backwards."""
    units = (words.where(palindromes(3)), sentences.where(palindromes(3)))
    return Count(units[0], at_least(1)) | Count(units[1], at_least(1))


@checker(
    "keywords:keyword_specific_position",
    asks="{keyword!r} as word {m} of sentence {n}",
    example={"keyword": "river", "n": 2, "m": 3},
    verbatim=("keyword",),
)
def keyword_position(keyword: OneWord, n: Positive, m: Positive) -> Checker:
    """The m-th word of the n-th sentence is the keyword."""
    return word_at(keyword, n, m)


@checker("keywords:start_end", asks="the same word first and last, and nothing after it")
def start_end() -> Checker:
    """The reply begins and ends with the same word, and no mark follows the last."""
    return All((Count(words, at_least(2)), Every(whole, same_edges), Every(whole, unmarked_end)))


@checker(
    "first_word:first_word_answer",
    asks="begin with the word {first_word!r}",
    example={"first_word": "river"},
    verbatim=("first_word",),
)
def first_word(first_word: OneWord) -> Checker:
    """The first word of the reply is the one asked for."""
    return Every(whole, begins_with_word(first_word))


@checker(
    "first_word:first_word_sent",
    asks="each sentence beginning with the word {first_word!r}",
    example={"first_word": "river"},
    verbatim=("first_word",),
)
def first_words(first_word: OneWord) -> Checker:
    """The first word of every sentence is the one asked for."""
    return Every(sentences, begins_with_word(first_word))


@checker(
    "last_word:last_word_answer",
    asks="end with the word {last_word!r}",
    example={"last_word": "river"},
    verbatim=("last_word",),
)
def last_word(last_word: OneWord) -> Checker:
    """The last word of the reply is the one asked for."""
    return Every(whole, ends_with_word(last_word))


@checker(
    "last_word:last_word_sent",
    asks="each sentence ending with the word {last_word!r}",
    example={"last_word": "river"},
    verbatim=("last_word",),
)
def last_words(last_word: OneWord) -> Checker:
    """The last word of every sentence is the one asked for."""
    return Every(sentences, ends_with_word(last_word))
