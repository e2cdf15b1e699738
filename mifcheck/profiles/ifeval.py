"""The profile `ifeval`: the verdicts of IFEval's own evaluator, by what differs from Multi-IF's.

Source: google-research/instruction_following_eval (arXiv 2311.07911).
"""

from __future__ import annotations

from mifcheck.profiles.multi_if import CHECKERS as MULTI_IF
from mifcheck.profiles.multi_if.base import Table, unreadable
from mifcheck.profiles.multi_if.counting import english_sentences, english_words
from mifcheck.profiles.multi_if.ends import Quoted
from mifcheck.profiles.multi_if.keywords import KeywordFrequency
from mifcheck.profiles.multi_if.length import SentenceCount, WordCount
from mifcheck.text import Text

CHECKERS = Table("ifeval", MULTI_IF, judges_blank=False)
"""Mapping of id to checker class, with `build`."""


@CHECKERS.checker("length_constraints:number_words")
class EnglishWordCount(WordCount):
    """How many words, by the English rule whatever the language."""

    needs = ()

    def count(self, text: Text) -> int:
        return english_words(text)


@CHECKERS.checker("length_constraints:number_sentences")
class EnglishSentenceCount(SentenceCount):
    """How many sentences, by English Punkt whatever the language."""

    needs = ("punkt",)

    def count(self, text: Text) -> int:
        return english_sentences(text)


@CHECKERS.checker("keywords:frequency")
class StrictKeywordFrequency(KeywordFrequency):
    """How often a keyword is found; one that is no regular expression is an error."""

    def why_undecided(self) -> str:
        return super().why_undecided() or unreadable(((self.keyword or "").strip(),))


@CHECKERS.checker("startend:quotation")
class DoublyQuoted(Quoted):
    """The whole reply stands between `"` and `"`."""

    quotes = (('"', '"'),)
