"""What may be true of a word, and what words and sentences are compared by."""

from __future__ import annotations

from functools import partial
from typing import Any

import regex

from mifcheck.checkers.grammar.pieces import Key, Piece, Predicate

_NOT_LETTER = regex.compile(r"[^\p{L}\p{M}]+")
_LETTER = regex.compile(r"\p{L}\p{M}*")


def _bare(piece: Piece) -> str:
    return piece.string.casefold()


def _letters(piece: Piece) -> list[str]:
    return _LETTER.findall(piece.string.casefold())


def _first_letter(piece: Piece) -> str:
    found = _LETTER.search(piece.string.casefold())
    return found[0] if found else ""


def _word_count(piece: Piece) -> int:
    return piece.text.length(piece.start, piece.end)


def _character_count(piece: Piece) -> int:
    return len(regex.findall(r"\X", piece.string))


def _edges(piece: Piece) -> tuple[str, str]:
    words = piece.words
    return (_bare(words[0]), _bare(words[-1])) if words else ("", "")


as_written = Key(_bare, "word")
"""A piece without regard to case."""
first_letter = Key(_first_letter, "first letter")
word_count = Key(_word_count, "number of words")
character_count = Key(_character_count, "number of characters")
edge_words = Key(_edges, "first and last word")


def _is_palindrome(least: int, piece: Piece) -> bool:
    letters = _letters(piece)
    return len(letters) >= least and letters == letters[::-1]


def palindromes(least: int = 2) -> Predicate:
    """Returns what is true of words that read the same backwards, with so many letters or more."""
    says = f"are palindromes of {least} or more letters"
    return Predicate(partial(_is_palindrome, least), says, ("palindrome", "palindromes"))


def _has_prime_length(piece: Piece) -> bool:
    length = len(_letters(piece))
    return length > 1 and all(length % divisor for divisor in range(2, int(length**0.5) + 1))


prime_length = Predicate(_has_prime_length, "have a prime number of letters")


def _is_among(words: frozenset[str], piece: Piece) -> bool:
    return piece.string.casefold() in words


def among(words: Any, noun: tuple[str, str]) -> Predicate:
    """Returns what is true of the words of a list, in any case."""
    folded = frozenset(word.casefold() for word in words)
    return Predicate(partial(_is_among, folded), f"are {noun[1]}", noun)


def _matches(pattern: regex.Pattern[str], piece: Piece) -> bool:
    return pattern.search(piece.string) is not None


def matching(pattern: str, says: str, noun: tuple[str, str] | None = None) -> Predicate:
    """Returns what is true of pieces in which a pattern is found."""
    return Predicate(partial(_matches, regex.compile(pattern)), says, noun)
