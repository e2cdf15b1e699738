"""Decides which full stops end a sentence, and which belong to an abbreviation before it."""

from __future__ import annotations

import re

import regex

from mifcheck.languages import Language
from mifcheck.languages import characters as chars
from mifcheck.segment.abbreviations import ROMAN, abbreviations_of, folded
from mifcheck.segment.final_marks import (
    CLOSED_BRACKETS,
    SET_APART,
    FinalMark,
    FinalMarks,
    after_space,
    last_sign,
)
from mifcheck.segment.starters import Starters, next_word

_IDEOGRAPH = regex.compile(chars.IDEOGRAPH)
_NUMBER = regex.compile(rf"(?:\p{{N}}+|{ROMAN})(?:[-–—:.][{chars.ALPHANUMERIC}]+)*")
_WORD_ENDED = regex.compile(rf"[{chars.SPELLING}'’-]*\p{{Ll}}{{2}}\.")
# No initials: the pronoun я, and verbs (é, è).
_LETTER = regex.compile(r"(?![яéè])\p{L}\.")
_INITIAL = regex.compile(r"\p{Lu}\.")
# A number, then abbreviations or words of one letter: 1 ч. л., 2 c. à s.
_MEASURE = regex.compile(r"(?r)\p{N}\s*+(?P<measure>(?:\p{L}+\.\s*|\p{L}\s+){1,4})")
_SHORT_WORD = regex.compile(r"\p{L}{1,2}(?!\p{L})")
# The most frequent letters, which `re` tells faster.
_CAPITALS, _SMALL = "A-ZÀ-ÖØ-ÞЁА-Я", "a-zß-öø-ÿа-яё"
_BEFORE_CAPITAL = re.compile(rf"\. [{_CAPITALS}]")
_PLAIN_WORD = re.compile(rf"[{_CAPITALS}{_SMALL}][{_SMALL}]{{2,}}")
_DASHES = tuple(chars.DASHES)
_LONGEST_PLAIN = 32
_LONGEST_DATE = 80
_LONGEST_OPENING = 8
_LONGEST_MEASURE = 24
# A word of this length that is not an abbreviation may end a sentence even before a small letter.
_LONG_WORD = 5


class FullStops:
    """The full stops of one language.

    Args:
        language: the language whose lists are used.
        marks: its marks.
        starters: its words that often begin a sentence.
        cased: whether the text that the blocks are taken from has capital letters.
    """

    def __init__(
        self, language: Language, marks: FinalMarks, starters: Starters, cased: bool
    ) -> None:
        rule = language.sentences
        self._spaced, self._cased = language.spaced, cased
        self._marks, self._starters = marks, starters
        self._abbreviations = abbreviations_of(language)
        self._titles = frozenset(rule.titles)
        self._date_words = folded(rule.date_words)
        self._date_names = frozenset(word for word in rule.date_words if word[0].isupper())

    def follows_plain_word(self, block: str, at: int) -> bool:
        """Returns whether a full stop stands between a word, no abbreviation, and a capital letter.

        One space is before the capital, and a space before the word. Such a full stop is that of a
        sentence, but for a label or a word with which no sentence begins.
        """
        if not (self._spaced and _BEFORE_CAPITAL.match(block, at)):
            return False
        start = block.rfind(" ", max(0, at - _LONGEST_PLAIN), at) + 1
        is_word = start and _PLAIN_WORD.fullmatch(block, start, at)
        return bool(is_word) and self._abbreviations.is_plain(block[start : at + 1])

    def end(self, mark: FinalMark) -> bool:
        """Returns whether a full stop before anything but a small letter ends a sentence."""
        block, match, at = mark.block, mark.match, mark.at
        if SET_APART.sub("", match["closed"]).strip(CLOSED_BRACKETS + chars.EMPHASIS):
            return True
        if not (self._spaced or match["gap"]):
            return self._ends_before_ideograph(mark)
        token = self._abbreviations.token(block, at)
        if self._abbreviations.leads_on(block, at, token):
            # A title may be another word: Buy the Card. It is cheap.
            return token in self._titles and self._starters.begin(mark, token)
        if mark.small:
            return self._ends_in_small_letters(mark, token)
        # Fresno, Calif. — The mayor spoke. But: —Salí a las 5 p. m. —Ya.
        dashed = match["opened"].strip().startswith(_DASHES) and match["opened"][-1:].isspace()
        if dashed and self._abbreviations.lists(token) and not _is_speech(block):
            return False
        capital = mark.capital and not match["opened"].strip()
        if (capital or not mark.cased) and self._abbreviations.closes(block, at, token):
            alone = self._is_alone(mark, token)
            return not (alone or self._is_date(mark) or self._is_extended(mark, token))
        return not self._abbreviates(mark, token) or self._starters.begin(mark, token)

    def _abbreviates(self, mark: FinalMark, token: str) -> bool:
        return self._abbreviations.abbreviates(
            mark.block, token, mark.next, in_capitals=mark.in_capitals
        )

    def _ends_before_ideograph(self, mark: FinalMark) -> bool:
        """Returns whether a full stop without a space after it ends a sentence: 下雨了.我们在家."""
        block, at = mark.block, mark.at
        if mark.match["closed"] or not _IDEOGRAPH.match(mark.match["next"]):
            return False
        if _IDEOGRAPH.match(block[at - 1 : at]):
            return True
        token = self._abbreviations.token(block, at)
        return bool(_WORD_ENDED.fullmatch(token)) and not self._abbreviations.lists(token)

    def _ends_in_small_letters(self, mark: FinalMark, token: str) -> bool:
        """Returns whether a full stop ends a sentence of a block without capitals."""
        block = mark.block
        known = self._abbreviations
        listed = known.lists(token) or known.closes(block, mark.at, token)
        if not (listed or self._abbreviates(mark, token)):
            # james k. polk
            return not _LETTER.fullmatch(token) or self._starters.begin(mark, token)
        if self._cased:
            return False
        # An item (20 min. a fuoco) has no final mark, and needs no capital.
        if last_sign(block) not in self._marks.ends or not self._starters.begin(mark, token):
            return False
        measured = self._measured(mark)
        return measured is None or (
            after_space(block, mark.begun) < measured and not _SHORT_WORD.match(block, mark.next)
        )

    def _measured(self, mark: FinalMark) -> int | None:
        """Returns where a number with its measure begins (1 ч. л., 2 c. à s.), up to a mark."""
        start = max(mark.begun, mark.at - _LONGEST_MEASURE)
        found = _MEASURE.search(mark.block, start, mark.at + 1)
        if found is None:
            return None
        words = (word for word in found["measure"].split() if word.endswith("."))
        return found.start() if all(map(self._abbreviations.lists, words)) else None

    def end_long_word(self, mark: FinalMark) -> bool:
        """Returns whether a full stop ends a long word that is no abbreviation."""
        token = self._abbreviations.token(mark.block, mark.at)
        word = token.removesuffix(".")
        return (
            len(word) >= _LONG_WORD
            and word.isalpha()
            and not self._abbreviations.leads_on(mark.block, mark.at, token)
            and not self._abbreviations.lists(token)
        )

    def _is_alone(self, mark: FinalMark, token: str) -> bool:
        """Returns whether the sentence consists only of an abbreviation so far: Max. Dauer: 3 h"""
        start = mark.at + 1 - len(token)
        if start - mark.begun > _LONGEST_OPENING:
            return False
        return not mark.block[mark.begun : start].strip(self._marks.openers + chars.EMPHASIS + " ")

    def _is_date(self, mark: FinalMark) -> bool:
        """Returns whether the sentence consists only of a date so far, so that it must continue."""
        if not self._date_words or mark.at - mark.begun > _LONGEST_DATE:
            return False
        words = mark.block[mark.begun : mark.at + 1].split()
        bare = (word.lstrip(self._marks.openers + chars.EMPHASIS).rstrip(",") for word in words)
        return all(_NUMBER.fullmatch(word) or word.casefold() in self._date_words for word in bare)

    def _is_extended(self, mark: FinalMark, token: str) -> bool:
        """Returns whether what follows belongs to an abbreviation: 9 a.m. Monday, S. A. R."""
        if len(token) == len("A.") and _INITIAL.match(mark.block, mark.next):
            return True
        word = next_word(mark)
        return word is not None and word[0] in self._date_names and not self._starters.begin(mark)


def _is_speech(block: str) -> bool:
    """Tells whether a dash begins a block, as in a dialogue."""
    return block.startswith(_DASHES, after_space(block, 0))
