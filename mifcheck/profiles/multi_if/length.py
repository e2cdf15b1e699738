"""How long the reply is: words, sentences, paragraphs."""

from __future__ import annotations

import re
from typing import ClassVar

from mifcheck.profiles.multi_if.base import (
    CHECKERS,
    Number,
    Reference,
    ReferenceCounted,
    Relation,
    Wording,
)
from mifcheck.profiles.multi_if.counting import routed_sentences, routed_words
from mifcheck.text import Text
from mifcheck.verdict import Verdict

_THAI = ("pythainlp", "pycrfsuite")


@CHECKERS.checker("length_constraints:number_words")
class WordCount(ReferenceCounted):
    """Counts the words, by the rule of the language that langdetect detects."""

    num_words: Number = None
    relation: Relation = None
    number, relation_of = "num_words", "relation"
    noun = ("word", "words")
    needs: ClassVar[tuple[str, ...]] = ("langdetect", "emoji", *_THAI)

    def count(self, text: Text) -> int:
        return routed_words(text)


@CHECKERS.checker("length_constraints:number_sentences")
class SentenceCount(ReferenceCounted):
    """Counts the sentences, by the rule of the language that langdetect detects."""

    num_sentences: Number = None
    relation: Relation = None
    number, relation_of = "num_sentences", "relation"
    noun = ("sentence", "sentences")
    needs: ClassVar[tuple[str, ...]] = ("langdetect", "punkt", *_THAI)

    def count(self, text: Text) -> int:
        return routed_sentences(text)


_DIVIDER = re.compile(r"\s?\*\*\*\s?")


@CHECKERS.checker("length_constraints:number_paragraphs")
class ParagraphCount(ReferenceCounted):
    """Counts the paragraphs, separated by `***`; a blank one between others fails."""

    num_paragraphs: Number = None
    number, understood = "num_paragraphs", "exactly"
    noun = ("paragraph", "paragraphs")

    def fault(self, text: Text) -> str:
        inner = _DIVIDER.split(text.string)[1:-1]
        return "" if all(map(str.strip, inner)) else "a paragraph between others is blank"

    def count(self, text: Text) -> int:
        pieces = _DIVIDER.split(text.string)
        # A single blank piece is both the first and the last, and is left out once.
        ends = pieces[:1] if len(pieces) == 1 else [pieces[0], pieces[-1]]
        return len(pieces) - sum(not piece.strip() for piece in ends)


@CHECKERS.checker(
    "length_constraints:nth_paragraph_first_word",
    asks="exactly {num_paragraphs} paragraphs separated by blank lines, "
    "number {nth_paragraph} beginning with {first_word!r}",
)
class NthParagraphFirstWord(Reference):
    """There is a number of paragraphs, separated by blank lines; the nth begins with a word."""

    num_paragraphs: Number = None
    nth_paragraph: Number = None
    first_word: Wording = None

    def why_undecided(self) -> str:
        nth, number = self.nth_paragraph, self.num_paragraphs
        if not super().why_undecided() and not 1 <= (nth or 0) <= (number or 0):
            return f"the reference draws nth_paragraph at random: {nth} is not in 1 to {number}"
        return super().why_undecided()

    def judge(self, text: Text) -> Verdict:
        pieces = text.string.split("\n\n")
        count = sum(1 for piece in pieces if piece.strip())
        nth = self.nth_paragraph or 0
        # Blank pieces are not counted, but keep their place.
        words = pieces[nth - 1].split() if nth <= count else []
        if not words:
            return self.verdict(False, count, (), f"{count} found; the nth is blank or missing")
        word = _bare(words[0])
        passed = count == self.num_paragraphs and word == (self.first_word or "").lower()
        return self.verdict(passed, count, (), f"{count} found; the nth begins with {word!r}")


_WORD_END = re.compile(r"[.,?!'\"]")


def _bare(word: str) -> str:
    word = _WORD_END.split(word.lstrip("'").lstrip('"'), maxsplit=1)[0]
    # Letter by letter, so that a Greek small sigma does not become a final one.
    return "".join(letter.lower() for letter in word)
