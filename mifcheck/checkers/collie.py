"""The thirteen structures of COLLIE (arXiv 2307.08689), by their names there: c01 to c14.

The first three are about a word, the next four about a sentence, the others about a paragraph or a
passage. Places are counted from 1. The length of a word is in letters, so that a final mark or a
pair of quotation marks does not matter; that of a sentence is in characters as a reader sees them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated

import regex
from pydantic import BeforeValidator, Field

from mifcheck.bounds import at_least, at_most, between, exactly
from mifcheck.checkers.algebra import All
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.grammar.counting import Count
from mifcheck.checkers.grammar.every import Every, Within
from mifcheck.checkers.grammar.pieces import Predicate
from mifcheck.checkers.grammar.selections import (
    Selection,
    Unit,
    letters,
    paragraphs,
    sentences,
    words,
)
from mifcheck.checkers.grammar.traits import (
    begins_with_word,
    ends_with_word,
    is_text,
    is_word,
    of_length,
    of_words,
)
from mifcheck.checkers.keywords import KeywordsPresent, WordsAbsent
from mifcheck.checkers.parameters import Integer, Positive, Word, Words
from mifcheck.errors import ParameterError
from mifcheck.text import Text
from mifcheck.verdict import Span

# Parameters have the names of units.
_letters, _sentences, _words = letters, sentences, words


def _inner_characters(text: Text) -> Sequence[Span]:
    """Returns the characters of a text without the white space around it."""
    start, end, _ = text.content
    return [Span(*match.span()) for match in _CHARACTER.finditer(text.string, start, end)]


_CHARACTER = regex.compile(r"\X")
_characters = Selection(Unit(_inner_characters, ("character", "characters")))
_ONE_WORD = Count(words, exactly(1))
_ONE_SENTENCE = Count(sentences, exactly(1))
_Tuple = BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else value)
Places = Annotated[
    tuple[Integer, ...],
    _Tuple,
    Field(min_length=1, description="a list of places, from 1"),
]


_is_exactly = partial(is_text, exact=True)


def _at(
    units: Selection, places: Places, wanted: Words, matching: Callable[[str], Predicate] = is_text
) -> tuple[Checker, ...]:
    """Returns the checkers that the units at some places are the ones wanted."""
    if len(places) != len(wanted):
        raise ParameterError(f"{len(places)} places, but {len(wanted)} units for them")
    return tuple(
        Every(units[place - 1 if place > 0 else place], matching(each))
        for place, each in zip(places, wanted, strict=True)
    )


def _word_of(count: int) -> Checker:
    """Returns the checker that the reply is a single word of so many letters."""
    return _ONE_WORD & Count(_letters, exactly(count))


@checker("collie:c01", asks="a word of at least {count} letters", example={"count": 10})
def c01(count: Positive) -> Checker:
    """A single word has so many letters or more."""
    return _ONE_WORD & Count(_letters, at_least(count))


@checker(
    "collie:c02",
    asks="a word of {count} letters, with {letters!r} at the places {places}",
    example={"count": 12, "places": [3, 7, 10], "letters": ["a", "t", "e"]},
)
def c02(count: Positive, places: Places, letters: Words) -> Checker:
    """A single word has so many letters, and certain ones at certain places."""
    return All((_word_of(count), *_at(_letters, places, letters, _is_exactly)))


@checker(
    "collie:c03",
    asks="a word of {count} letters that ends with {last!r}",
    example={"count": 8, "last": "z"},
)
def c03(count: Positive, last: Word) -> Checker:
    """A single word has so many letters and ends with a certain one."""
    return All((_word_of(count), *_at(_letters, (-1,), (last,), _is_exactly)))


@checker("collie:c04", asks="a sentence of {count} characters", example={"count": 82})
def c04(count: Positive) -> Checker:
    """A single sentence has exactly so many characters, spaces and marks included."""
    return _ONE_SENTENCE & Count(_characters, exactly(count))


@checker(
    "collie:c05",
    asks="a sentence of {count} words, with {words!r} at the places {places}",
    example={"count": 10, "places": [3, 7, 10], "words": ["soft", "beach", "math"]},
)
def c05(count: Positive, places: Places, words: Words) -> Checker:
    """A single sentence has exactly so many words, and certain ones at certain places."""
    size = _ONE_SENTENCE & Count(_words, exactly(count))
    return All((size, *_at(_words, places, words, is_word)))


@checker(
    "collie:c06a",
    asks="a sentence of at least {count} words, each of at most {longest} letters",
    example={"count": 8, "longest": 7},
)
def c06a(count: Positive, longest: Positive) -> Checker:
    """A single sentence has so many words or more, and none is longer than so many letters."""
    size = _ONE_SENTENCE & Count(_words, at_least(count))
    return size & Every(_words, of_length(at_most(longest)))


@checker(
    "collie:c07",
    asks="a sentence with the words {words!r}",
    example={"words": ["soft", "beach", "math"]},
)
def c07(words: Words) -> Checker:
    """A single sentence has all the words."""
    return _ONE_SENTENCE & KeywordsPresent(words)


@checker("collie:c08", asks="every sentence beginning with {word!r}", example={"word": "soft"})
def c08(word: Word) -> Checker:
    """There are two sentences or more, and each begins with the word."""
    return Count(sentences, at_least(2)) & Every(sentences, begins_with_word(word))


@checker(
    "collie:c09",
    asks="{sentences} sentences without the words {words!r}",
    example={"sentences": 4, "words": ["the", "of", "and"]},
)
def c09(sentences: Positive, words: Words) -> Checker:
    """There are exactly so many sentences, and none has one of the words."""
    return Count(_sentences, exactly(sentences)) & WordsAbsent(words)


@checker(
    "collie:c10",
    asks="{sentences} sentences of {least} to {most} words each",
    example={"sentences": 4, "least": 10, "most": 20},
)
def c10(sentences: Positive, least: Positive, most: Positive) -> Checker:
    """There are exactly so many sentences, and the length of each lies within limits."""
    return Count(_sentences, exactly(sentences)) & Every(_sentences, of_words(between(least, most)))


@checker(
    "collie:c11",
    asks="at least {sentences} sentences of at least {least} words each",
    example={"sentences": 3, "least": 16},
)
def c11(sentences: Positive, least: Positive) -> Checker:
    """There are so many sentences or more, and each has so many words or more."""
    return Count(_sentences, at_least(sentences)) & Every(_sentences, of_words(at_least(least)))


@checker(
    "collie:c12",
    asks="{sentences} sentences ending with {words!r} in turn",
    example={"sentences": 3, "words": ["soft", "beach", "math"]},
)
def c12(sentences: Positive, words: Words) -> Checker:
    """There are exactly so many sentences, and each ends with its word."""
    if len(words) != sentences:
        raise ParameterError(f"words: {len(words)} for {sentences} sentences")
    ends = (Every(_sentences[at], ends_with_word(word)) for at, word in enumerate(words))
    return All((Count(_sentences, exactly(sentences)), *ends))


@checker(
    "collie:c14",
    asks="paragraphs of 2 or more sentences that end in turn with {sentences!r}",
    example={"sentences": ["I sit.", "I cry."]},
)
def c14(sentences: Words) -> Checker:
    """There is a paragraph for each sentence, has two or more of them and ends with it."""
    ends = (
        Within(paragraphs[at], Every(_sentences[-1], is_text(sentence)))
        for at, sentence in enumerate(sentences)
    )
    size = Count(paragraphs, exactly(len(sentences)))
    return All((size, Within(paragraphs, Count(_sentences, at_least(2))), *ends))
