"""Every sentence: how it starts, how it ends, how long it is.

Source: the instructions of MMMT-IF (arXiv 2409.18216).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import regex

from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import (
    SENTENCE_LENGTH,
    SENTENCES,
    Count,
    Fact,
    Holds,
    Phrasing,
    Stands,
    held_at_end,
    is_no_list_mark,
)
from mifcheck.checkers.parameters import Bound, Ending, FirstAccents, Opening
from mifcheck.checkers.primitives import Each, InUnits
from mifcheck.checkers.spelling import Related
from mifcheck.checkers.wording import counted
from mifcheck.languages import Language
from mifcheck.languages.characters import FINAL_MARKS
from mifcheck.markup.edges import CLOSING, after_lead, after_signs, before_closing, first_word
from mifcheck.markup.endings import ends_with, interchangeable, split_ending
from mifcheck.markup.letters import is_letter, is_marked, starts_with
from mifcheck.text import Text
from mifcheck.verdict import Span

# How many characters of a sentence's beginning or end are shown.
_SHOWN = 24
_FINAL = " \u00a0\u202f" + FINAL_MARKS
# Marks for which others are accepted.
_REPLACEABLE = regex.compile("[?!.。…⋯।]*")
# Endings of which nothing is looked past, as notes, links, tags and emoji are.
_PLAIN = regex.compile(r"[\p{L}\p{M}\p{Nd}\s.,;:!?'’-]*[\p{L}\p{M}\p{Nd}]")


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
    element = "whole_sentences"

    @property
    def wanted(self) -> str:
        """What is asked for, without the formatting that is skipped in a sentence."""
        return self.start[after_signs(self.start, 0, len(self.start)) :]

    @property
    def is_letter(self) -> bool:
        """Whether a letter is asked for, and not whole words."""
        return is_letter(self.wanted)

    @property
    def is_exact(self) -> bool:
        """Whether the letter's accented forms do not count."""
        return self.accents == "distinct" or is_marked(self.wanted)

    def implies(self, language: Language) -> Iterable[Fact]:
        yield from super().implies(language)
        # Ⓑ and Ḃ are a B, too, unless accents distinguish letters.
        exact = self.is_exact or not self.is_letter
        alike = not (self.is_exact and self.is_letter)
        phrase = Phrasing(self.wanted, alike, whole=not self.is_letter, given=self.start)
        yield Holds((phrase,), each=SENTENCES, sure=exact)
        # "B. Some say" starts with B, an initial, and with S, after the letter of a list.
        what = (self.wanted,) if self.is_letter else phrase
        yield Stands("start", "sentences", what, sure=is_no_list_mark(self.wanted))

    def offence(self, text: Text, start: int, end: int) -> Span | None:
        string, wanted, exact = text.string, self.wanted, self.is_exact
        begins = after_lead(string, start, end)
        # What looks like the letter of a list item may also be an initial.
        for at in dict.fromkeys((begins, after_signs(string, start, end))):
            if starts_with(string, at, end, wanted, text.language, exact):
                return None
        return Span(*first_word(string, begins, min(end, begins + _SHOWN)), "first word")


@checker(
    "sentences:end",
    asks="all sentences end with {end!r}",
    example={"end": "?"},
    verbatim=("end",),
)
class SentencesEnd(Each):
    """Every sentence ends with the mark, or with the word or phrase.

    Closing quotation marks and brackets, emphasis, footnote marks and emoji after it do not matter,
    nor do the sentence's own final marks after a word. Marks that differ in width only match one
    another. A row of marks ends with its last (`?!` with `!`).
    """

    end: Ending

    @property
    def parts(self) -> tuple[str, str]:
        """The words that are asked for, and the final marks after them."""
        return split_ending(self.end)

    def implies(self, language: Language) -> Iterable[Fact]:
        yield from super().implies(language)
        words, marks = self.parts
        yield from held_at_end(words, self.end, SENTENCES)
        if not _REPLACEABLE.fullmatch(marks):
            yield Holds((Phrasing(marks, False, False, given=self.end),), each=SENTENCES)
        end = self.end.rstrip(CLOSING)
        bare = end.rstrip(_FINAL)
        if end != bare and interchangeable(end[-1]):
            yield Stands("end", "sentences", tuple(interchangeable(end[-1])))
        if _PLAIN.fullmatch(bare):
            yield Stands("end", "sentences", Phrasing(bare), after_marks=True)

    def offence(self, text: Text, start: int, end: int) -> Span | None:
        end = before_closing(text.string, start, end)
        if ends_with(text.string, start, end, *self.parts, text.language):
            return None
        low = max(start, end - _SHOWN)
        return Span(max(low, text.string.rfind(" ", low, end) + 1), end, "end")


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
    element = "whole_sentences"

    def implies(self, language: Language) -> Iterable[Fact]:
        yield from super().implies(language)
        yield Count(SENTENCE_LENGTH, self.bound)

    def offence(self, text: Text, start: int, end: int) -> Span | None:
        length = text.length(start, end)
        noun = self.noun_in(text.language)
        return None if length in self.bound else Span(start, end, counted(length, noun))

    def measure(self, text: Text, held: int) -> Any:
        return tuple(text.length(start, end) for start, end, _ in text.whole_sentences)
