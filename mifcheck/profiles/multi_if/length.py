"""How long the reply is: words, sentences, paragraphs."""

from __future__ import annotations

import re
from typing import ClassVar

from mifcheck.profiles.multi_if.base import (
    CHECKERS,
    Compared,
    Number,
    Reference,
    Relation,
    Wording,
)
from mifcheck.profiles.multi_if.counting import routed_sentences, routed_words
from mifcheck.text import Text
from mifcheck.verdict import Verdict

_THAI = ("pythainlp", "pycrfsuite")


@CHECKERS.checker("length_constraints:number_words")
class WordCount(Compared):
    """How many words, by the rule of the language that langdetect finds."""

    num_words: Number = None
    relation: Relation = None
    number, relation_of = "num_words", "relation"
    noun = ("word", "words")
    needs: ClassVar[tuple[str, ...]] = ("langdetect", "emoji", *_THAI)

    def count(self, text: Text) -> int:
        return routed_words(text)


@CHECKERS.checker("length_constraints:number_sentences")
class SentenceCount(Compared):
    """How many sentences, by the rule of the language that langdetect finds."""

    num_sentences: Number = None
    relation: Relation = None
    number, relation_of = "num_sentences", "relation"
    noun = ("sentence", "sentences")
    needs: ClassVar[tuple[str, ...]] = ("langdetect", "punkt", *_THAI)

    def count(self, text: Text) -> int:
        return routed_sentences(text)


_DIVIDER = re.compile(r"\s?\*\*\*\s?")


@CHECKERS.checker("length_constraints:number_paragraphs")
class ParagraphCount(Compared):
    """How many paragraphs, set apart by `***`; a blank one between others fails."""

    num_paragraphs: Number = None
    number, understood = "num_paragraphs", "exactly"
    noun = ("paragraph", "paragraphs")
    uncounted = "a blank one found between others"

    def count(self, text: Text) -> int | None:
        pieces = _DIVIDER.split(text.string)
        if any(not piece.strip() for piece in pieces[1:-1]):
            return None
        # A single blank piece is both first and last, and is left out once.
        ends = pieces[:1] if len(pieces) == 1 else [pieces[0], pieces[-1]]
        return len(pieces) - sum(not piece.strip() for piece in ends)


@CHECKERS.checker("length_constraints:nth_paragraph_first_word")
class NthParagraphFirstWord(Reference):
    """There are so many paragraphs, set apart by blank lines, and the nth begins with a word."""

    num_paragraphs: Number = None
    nth_paragraph: Number = None
    first_word: Wording = None

    def why_undecided(self) -> str:
        nth, number = self.nth_paragraph, self.num_paragraphs
        if not super().why_undecided() and not 1 <= (nth or 0) <= (number or 0):
            return f"the reference draws nth_paragraph at random, since {nth} is not 1 to {number}"
        return super().why_undecided()

    def decide(self, text: Text) -> Verdict:
        pieces = text.string.split("\n\n")
        count = sum(1 for piece in pieces if piece.strip())
        nth = self.nth_paragraph or 0
        # Blank pieces are not counted, but keep their place.
        words = pieces[nth - 1].split() if nth <= count else []
        if not words:
            return self.verdict(
                False, count, (), f"{count} found, and the nth is blank or not there"
            )
        word = _bare(words[0])
        passed = count == self.num_paragraphs and word == (self.first_word or "").lower()
        return self.verdict(passed, count, (), f"{count} found, the nth beginning with {word!r}")

    @property
    def required(self) -> str:
        return (
            f"exactly {self.num_paragraphs} paragraphs set apart by blank lines, "
            f"number {self.nth_paragraph} beginning with {self.first_word!r}"
        )


_WORD_END = re.compile(r"[.,?!'\"]")


def _bare(word: str) -> str:
    word = _WORD_END.split(word.lstrip("'").lstrip('"'), maxsplit=1)[0]
    # Letter by letter: the Greek small sigma doesn't become a final one.
    return "".join(letter.lower() for letter in word)
