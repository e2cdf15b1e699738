"""What stands at a place: the third word of the second sentence."""

from __future__ import annotations

from mifcheck.checkers.base import Checker
from mifcheck.checkers.grammar.every import Every, Within
from mifcheck.checkers.grammar.selections import sentences, words
from mifcheck.checkers.grammar.traits import is_text


def word_at(word: str, sentence: int, place: int) -> Checker:
    """Returns the checker that a word has a place in a sentence, both counted from 1."""
    return Within(sentences[sentence - 1], Every(words[place - 1], is_text(word)))
