"""Every sentence: how it starts, how it ends, how long it is.

Source: the instructions of MMMT-IF (arXiv 2409.18216).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mifcheck.checkers import implied
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import SENTENCE_LENGTH, Count, Fact
from mifcheck.checkers.parameters import Bound, Ending, FirstAccents, Opening
from mifcheck.checkers.primitives import Each, InUnits
from mifcheck.checkers.spelling import Related
from mifcheck.languages import Language
from mifcheck.markup.endings import sentence_end
from mifcheck.markup.letters import sentence_start
from mifcheck.segment import unsegmented
from mifcheck.text import Text
from mifcheck.verdict import Span


@checker(
    "sentences:start",
    asks="all sentences start with {start!r}",
    example={"start": "B"},
    verbatim=("start",),
)
class SentencesStart(Each):
    """Every sentence starts with the letter, word or phrase, in any case.

    List marks, headings, emphasis, opening marks, dashes, an ellipsis and emoji before it do not
    matter. A single letter matches the first letter of the sentence, with any vowel sign; anything
    longer matches whole words. A letter without an accent matches its accented forms (É is an E),
    unless the alphabet has them as letters of their own or `accents` is "distinct".
    """

    start: Opening
    accents: FirstAccents = "ignored"
    label = "first word"
    facts_suffice = True

    def at_place(self, text: Text, start: int, end: int) -> tuple[int, int, bool]:
        distinct = self.accents == "distinct"
        return sentence_start(text.string, start, end, self.start, text.language, distinct)

    def implies_of_each(self) -> Iterable[Fact]:
        return implied.sentences_start(self.start, self.accents == "distinct")


@checker(
    "sentences:end", asks="all sentences end with {end!r}", example={"end": "?"}, verbatim=("end",)
)
class SentencesEnd(Each):
    """Every sentence ends with the mark, or with the word or phrase.

    Closing quotation marks and brackets, emphasis, footnote marks and emoji after it do not matter,
    nor do the sentence's own final marks after a word. Marks that differ in width only match one
    another. A row of marks ends with its last (`?!` with `!`).
    """

    end: Ending
    label = "end"
    facts_suffice = True

    def at_place(self, text: Text, start: int, end: int) -> tuple[int, int, bool]:
        return sentence_end(text.string, start, end, self.end, text.language)

    def implies_of_each(self) -> Iterable[Fact]:
        return implied.sentences_end(self.end)


@checker(
    "sentences:length",
    asks="all sentences have {bound} {noun}",
    example={"num_words": 18, "relation": "at most"},
    spelling={"bound": Related("num_words", "relation")},
)
class SentencesLength(InUnits, Each):
    """The length of every sentence lies within `bound`, in words; in Chinese in characters (字).

    Words are counted as `length_constraints:number_words` counts them.
    """

    bound: Bound
    facts_suffice = True

    def unsupported_reason(self, language: Language) -> str:
        return super().unsupported_reason(language) or unsegmented(language, "units")

    def implies_of_each(self) -> Iterable[Fact]:
        yield Count(SENTENCE_LENGTH, self.bound)

    def offence(self, text: Text, start: int, end: int) -> Span | None:
        length = text.length(start, end)
        return None if length in self.bound else Span(start, end, self.counted(length, text))

    def measure(self, text: Text, held: int) -> Any:
        return tuple(text.length(start, end) for start, end, _ in text.sentences)
