"""`count:` how many words, names, numbers and marks there are."""

from __future__ import annotations

from typing import Final

from mifcheck.bounds import at_least, between, exactly
from mifcheck.checkers.algebra import All
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.grammar.counting import Count
from mifcheck.checkers.grammar.every import Every
from mifcheck.checkers.grammar.selections import digits, found, tokens, words, words_apart
from mifcheck.checkers.grammar.traits import as_written, japanese, of_class
from mifcheck.checkers.keywords import KeywordFrequency
from mifcheck.checkers.length import WordCount
from mifcheck.checkers.parameters import Positive, Word
from mifcheck.markup.phrases import word_edges

_NAMES = """
Emma Liam Sophia Jackson Olivia Noah Ava Lucas Isabella Mason Mia Ethan Charlotte Alexander
Amelia Benjamin Harper Leo Zoe Daniel Chloe Samuel Lily Matthew Grace Owen Abigail Gabriel Ella
Jacob Scarlett Nathan Victoria Elijah Layla Nicholas Audrey David Hannah Christopher Penelope
Thomas Nora Andrew Aria Joseph Claire Ryan Stella Jonathan
"""
NAMES: Final = tuple(_NAMES.split())
"""The names that the instruction lists."""


@checker(
    "count:word_count_range",
    asks="between {min_words} and {max_words} words",
    example={"min_words": 50, "max_words": 60},
)
def word_count_range(min_words: Positive, max_words: Positive) -> Checker:
    """The reply's length lies between two numbers of words, both included."""
    return WordCount(between(min_words, max_words))


@checker("count:unique_word_count", asks="at least {N} different words", example={"N": 40})
def unique_words(N: Positive) -> Checker:
    """The reply has at least so many different words, in any case."""
    return Count(words.distinct(as_written), at_least(N))


@checker(
    "count:conjunctions",
    asks="at least {small_n} different coordinating conjunctions",
    example={"small_n": 3},
)
def conjunctions(small_n: Positive) -> Checker:
    """The reply has at least so many different coordinating conjunctions of its language."""
    noun = "coordinating conjunction", "coordinating conjunctions"
    return Count(
        words.where(of_class("conjunctions", noun)).distinct(as_written), at_least(small_n)
    )


@checker("count:pronouns", asks="at least {N} pronouns", example={"N": 10})
def pronouns(N: Positive) -> Checker:
    """The reply has at least so many personal, possessive and reflexive pronouns."""
    return Count(words_apart.where(of_class("pronouns", ("pronoun", "pronouns"))), at_least(N))


@checker("count:person_names", asks="at least {N} different names of the list", example={"N": 3})
def person_names(N: Positive) -> Checker:
    """The reply mentions at least so many different names of the fifty that prompts list."""
    # Not words: in Noah's the name has a genitive. Not in any case: grace is a word.
    before, after = word_edges()
    pattern = rf"{before}(?:{'|'.join((*NAMES, *map(str.upper, NAMES)))}){after}"
    names = found(pattern, ("name of the list", "names of the list"), samples=NAMES)
    return Count(names.distinct(as_written), at_least(N))


@checker("count:numbers", asks="exactly {N} numbers", example={"N": 3})
def numbers(N: Positive) -> Checker:
    """The reply has exactly so many numbers in digits. Numbers of list items do not count."""
    return Count(digits, exactly(N))


_MARKS: Final = (
    ("[.。．｡।]", ("full stop", "full stops")),
    ("[,，、､،]", ("comma", "commas")),
    ("[;；؛]", ("semicolon", "semicolons")),
    ("[:：]", ("colon", "colons")),
    ("(?<![?？])[!！](?![?？])", ("exclamation mark", "exclamation marks")),
    ("(?<![!！])[?？؟](?![!！])", ("question mark", "question marks")),
    ("[?？][!！]|[!！][?？]|[‽⁈⁉]", ("interrobang", "interrobangs")),
)


@checker(
    "count:punctuation",
    asks="every standard punctuation mark: . , ; : ! ? and the interrobang (?!)",
)
def punctuation() -> Checker:
    """The reply has every standard mark, and an interrobang beside a ? and a ! of their own."""
    return All(
        tuple(
            Count(found(pattern, noun, samples=("{0}?!",)), at_least(1)) for pattern, noun in _MARKS
        )
    )


@checker("count:words_japanese", asks="every {N}th word in Japanese", example={"N": 5})
def japanese_words(N: Positive) -> Checker:
    """Every so many words one is in Japanese. Words are what white space sets apart."""
    return Every(tokens[N - 1 :: N], japanese, least=0)


@checker(
    "count:keywords_multiple",
    asks="{keyword1!r} once, {keyword2!r} twice, {keyword3!r} three times, {keyword4!r} five times "
    "and {keyword5!r} seven times",
    example={f"keyword{number}": word for number, word in enumerate("abcde", 1)},
    verbatim=("keyword1", "keyword2", "keyword3", "keyword4", "keyword5"),
)
def keywords(
    keyword1: Word, keyword2: Word, keyword3: Word, keyword4: Word, keyword5: Word
) -> Checker:
    """Five keywords occur once, twice, three, five and seven times."""
    given = zip((keyword1, keyword2, keyword3, keyword4, keyword5), (1, 2, 3, 5, 7), strict=True)
    return All(tuple(KeywordFrequency(word, exactly(times)) for word, times in given))
