"""The profile `ifeval`: the verdicts of the evaluator of IFEval, where it differs from Multi-IF's.

Source: google-research/instruction_following_eval (arXiv 2311.07911).
"""

from __future__ import annotations

from mifcheck.profiles.multi_if import CHECKERS as MULTI_IF
from mifcheck.profiles.multi_if.base import ReferenceRegistry, unreadable
from mifcheck.profiles.multi_if.counting import english_sentences, english_words
from mifcheck.profiles.multi_if.ends import Quoted
from mifcheck.profiles.multi_if.keywords import KeywordFrequency
from mifcheck.profiles.multi_if.length import SentenceCount, WordCount
from mifcheck.text import Text

CHECKERS = ReferenceRegistry("ifeval", MULTI_IF, judges_blank=False)
"""The profile's checker classes by id."""


@CHECKERS.checker("length_constraints:number_words")
class EnglishWordCount(WordCount):
    """Counts the words, by the English rule in every language."""

    needs = ()

    def count(self, text: Text) -> int:
        return english_words(text)


@CHECKERS.checker("length_constraints:number_sentences")
class EnglishSentenceCount(SentenceCount):
    """Counts the sentences, by English Punkt in every language."""

    needs = ("punkt",)

    def count(self, text: Text) -> int:
        return english_sentences(text)


@CHECKERS.checker("keywords:frequency")
class StrictKeywordFrequency(KeywordFrequency):
    """Counts the matches of a keyword; one that is not a regular expression is not judged."""

    def why_undecided(self) -> str:
        return super().why_undecided() or unreadable(((self.keyword or "").strip(),))


@CHECKERS.checker("startend:quotation")
class DoublyQuoted(Quoted):
    """The whole reply is between `"` and `"`."""

    quotes = (('"', '"'),)
