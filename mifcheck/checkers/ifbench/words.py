"""`words:` what every word is, and how words follow one another."""

from __future__ import annotations

from mifcheck.bounds import at_least, at_most, exactly
from mifcheck.checkers.algebra import All
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.grammar.counting import Count
from mifcheck.checkers.grammar.every import Every
from mifcheck.checkers.grammar.order import (
    Order,
    alternating,
    at_most_each,
    linked,
    neighbours_differ,
    next_in_cycle,
)
from mifcheck.checkers.grammar.places import word_at
from mifcheck.checkers.grammar.selections import (
    lettered_words,
    letters,
    lines,
    paragraphs,
    sentences,
    words,
)
from mifcheck.checkers.grammar.sounds import syllable_parity, verb
from mifcheck.checkers.grammar.traits import (
    alphabetical,
    as_written,
    base_letter,
    consonant_cluster,
    edge_words,
    first_letter,
    is_text,
    palindromes,
    prime_length,
    same_edges,
    vowel,
)
from mifcheck.checkers.parameters import FirstWord, Positive


@checker("words:alphabet", asks="each word begins with the next letter of the alphabet")
def alphabet() -> Checker:
    """Each word begins with the next letter of the alphabet, and the first letter follows the last.

    The first word may begin with any letter.
    """
    return Order(lettered_words, alphabetical, next_in_cycle)


@checker("words:vowel", asks="one paragraph with at most three different vowels")
def vowels() -> Checker:
    """The reply is one paragraph, and its words have at most three different vowels."""
    used = letters.where(vowel).distinct(base_letter)
    return All((Count(paragraphs, exactly(1)), Count(used, at_most(3))))


@checker("words:consonants", asks="each word has two or more consonants in a row")
def consonants() -> Checker:
    """Each word has a cluster of consonants."""
    return Every(lettered_words, consonant_cluster)


@checker("words:palindrome", asks="at least 10 palindromes of 5 or more letters")
def palindrome() -> Checker:
    """At least ten words of five or more letters read the same backwards."""
    return Count(words.where(palindromes(5)), at_least(10))


@checker("words:prime_lengths", asks="only words of which the number of letters is prime")
def prime_lengths() -> Checker:
    """The number of letters of every word is a prime number."""
    return Every(lettered_words, prime_length)


@checker("words:repeats", asks="no word more than {small_n} times", example={"small_n": 3})
def repeats(small_n: Positive) -> Checker:
    """No word occurs more than so many times, in any case."""
    return Order(words, as_written, at_most_each(small_n))


@checker("words:no_consecutive", asks="no two words in a row begin with the same letter")
def no_consecutive() -> Checker:
    """No two words that follow one another begin with the same letter."""
    return Order(lettered_words, first_letter, neighbours_differ)


@checker("words:odd_even_syllables", asks="words with odd and even numbers of syllables in turn")
def odd_even_syllables() -> Checker:
    """Words with an odd and with an even number of syllables alternate."""
    return Order(lettered_words, syllable_parity, alternating)


@checker("words:start_verb", asks="begin with a verb")
def start_verb() -> Checker:
    """The first word is a verb."""
    return Every(words[0], verb)


@checker(
    "words:last_first",
    asks="each sentence begins with the last word of the one before",
)
def last_first() -> Checker:
    """The last word of each sentence is the first word of the next."""
    return Order(sentences, edge_words, linked)


@checker("words:paragraph_last_first", asks="each paragraph ends with the word that it begins with")
def paragraph_last_first() -> Checker:
    """Each paragraph, that is each line, ends with the word that it begins with."""
    return Every(lines, same_edges)


@checker(
    "words:keywords_specific_position",
    asks="{keyword!r} as word {m} of sentence {n}",
    example={"keyword": "river", "n": 2, "m": 3},
    verbatim=("keyword",),
)
def keyword_position(keyword: FirstWord, n: Positive, m: Positive) -> Checker:
    """The m-th word of the n-th sentence is the keyword."""
    return word_at(keyword, n, m)


@checker(
    "words:words_position",
    asks="{keyword!r} as the second word and as the second last word",
    example={"keyword": "river"},
    verbatim=("keyword",),
)
def words_position(keyword: FirstWord) -> Checker:
    """The second word and the second last word are the keyword."""
    return All((Every(words[1], is_text(keyword)), Every(words[-2], is_text(keyword))))
