"""Decides whether a sentence goes on after a mark that may end one."""

from __future__ import annotations

import regex

from mifcheck.languages import Language
from mifcheck.languages import characters as chars
from mifcheck.languages.characters import either, inside
from mifcheck.markup.attributions import FULL_NAME, UNCASED_ATTRIBUTION, has_pronoun
from mifcheck.segment.final_marks import (
    ALL_STOPS,
    CLOSED_BRACKETS,
    FinalMark,
    FinalMarks,
    after_space,
)
from mifcheck.segment.reports import Reports, Subordinates
from mifcheck.segment.starters import Starters

_DASHES = tuple(chars.DASHES)
_OPENING_BRACKETS = chars.OPENING_BRACKETS + "［"
# English I always has a capital.
_PRONOUN = regex.compile(r"I\b")
_STAMMERED = regex.compile(
    rf"(?r)(?:\A|[{inside(chars.SENTENCE_ENDS + chars.OPENERS)}]\s?)I(?:['’]\p{{L}}+)?[ ]?"
)
_ELLIPSES = ("…", "...")
_FACTORIAL_MARKS = "!！"
_FACTORIAL = regex.compile(rf"(?r)(?:\p{{N}}|(?<!\p{{L}})\p{{L}}|[)）])[{chars.SPACES}\u202f]?")
_OPERATOR = regex.compile(r"[=＝+＋×·⋅÷*/<>≤≥≈≠^]|[-−–]\s?\p{Nd}")
_WHITE = " \t\n\u00a0"
# A name that is the rest of the block: words with capitals, initials, particles, a year.
_NAME = regex.compile(
    rf"""
    (?: (?: \p{{Lu}}[{chars.SPELLING}'’.-]{{0,24}}+ | \p{{Ll}}{{1,3}}(?!\p{{L}}) | \p{{Nd}}{{4}} )
        [\s,()]{{0,2}}+
    ){{1,6}}+
    [^{chars.ALPHANUMERIC}]*+ \Z
    """,
    regex.VERBOSE,
)
_LONGEST_NAME = 40


class Continuations:
    """The ways in which a sentence of one language goes on after a mark.

    Args:
        language: the language whose `SentenceRule` is used.
        marks: its marks.
        starters: its words that often begin a sentence.
    """

    def __init__(self, language: Language, marks: FinalMarks, starters: Starters) -> None:
        rule = language.sentences
        self._language, self._marks, self._starters = language, marks, starters
        self._reports = Reports(language, marks.openers, marks.closers, marks.ends)
        self._subordinates = Subordinates(language, marks.ends)
        self._pauses = chars.PAUSES + language.commas
        short = regex.compile(rf"[^{inside(marks.ends)}]{{1,{_LONGEST_NAME}}}+\Z")
        self._name = _NAME if language.has_case else short
        self._initials = frozenset(word[0] for word in rule.never_first)
        continuing = either(rule.never_first)
        other = either(rule.may_be_first)
        after = chars.NO_WORD_AFTER if language.spaced else ""
        self._continuing = regex.compile(f"(?!(?:{other}){after})(?:{continuing}){after}")
        quoting = either(rule.quotatives)
        self._quoting = regex.compile(f"(?!{other})(?:{quoting})") if rule.quotatives else None
        self._taking_up = regex.compile(f"(?:{either(rule.taking_up)}){after}")

    def may_begin(self, block: str, at: int) -> bool:
        """Returns whether a sentence may go on with the word at an offset, by its first letter."""
        return block[at] in self._initials

    def follow(self, mark: FinalMark, hard: bool) -> bool:
        """Returns whether a sentence goes on after a mark.

        Args:
            mark: the mark.
            hard: whether it always ends a sentence otherwise.
        """
        block, match = mark.block, mark.match
        after = block[match.end() : match.end() + 1]
        if not match["next"] and after and after in self._pauses:
            return True
        if match["marks"][0] in _FACTORIAL_MARKS and self._is_factorial(mark):
            return True
        closed = match["closed"]
        if not closed:
            # A sentence that is mentioned: we say 你好！ to everyone.
            apart = match["gap"] or block[mark.at - 1 : mark.at].isspace()
            if self._is_of_an_author(mark):
                return True
            if hard:
                return bool(mark.cased and mark.small and apart) or self._is_quoted_plainly(mark)
            return self._continues(mark) or self._is_stammered(mark) or self._pauses_before(mark)
        if self._is_mentioned(mark) or (hard and mark.cased and mark.small):
            return True
        if closed[0] in CLOSED_BRACKETS and match["marks"] not in ALL_STOPS and self._joins(mark):
            return True
        if closed[0] in CLOSED_BRACKETS and not (self._language.spaced or match["gap"]):
            return block[after_space(block, mark.begun)] not in _OPENING_BRACKETS
        wrapped = any(each in self._marks.closers for each in closed)
        if (wrapped or not hard) and self._continues(mark):
            return not (wrapped and self._takes_up(mark))
        quoted = wrapped and any(each not in CLOSED_BRACKETS for each in closed)
        return quoted and (
            self._is_attributed(mark)
            or self._is_reported(mark)
            or self._is_set_off(mark)
            or self._is_led_to(mark)
            or self._is_part(mark)
        )

    def _is_quoted_plainly(self, mark: FinalMark) -> bool:
        """Returns whether what was asked or exclaimed is quoted without marks: 行くか？と思った"""
        if self._quoting is None or mark.match["gap"] or mark.match["marks"] in ALL_STOPS:
            return False
        return self._quoting.match(mark.block, mark.match.end("marks")) is not None

    def _pauses_before(self, mark: FinalMark) -> bool:
        """Returns whether an ellipsis is but a pause before a conjunction."""
        return mark.match["marks"] in _ELLIPSES and self._joins(mark)

    def _joins(self, mark: FinalMark) -> bool:
        """Returns whether a conjunction goes on, where no capital says so."""
        return not self._language.has_case and self._reports.join(mark.block, mark.next)

    def _takes_up(self, mark: FinalMark) -> bool:
        """Returns whether a new sentence takes up a quotation whose speaker was named before it."""
        return self._taking_up.match(
            mark.block, mark.match.end("gap")
        ) is not None and self._reports.introduce(mark.block, mark.at, self._closing(mark))

    def _is_set_off(self, mark: FinalMark) -> bool:
        """Returns whether a dash joins a quotation and what follows, in a script without case."""
        if self._language.has_case or "\n" in mark.match["gap"]:
            return False
        return self._follows_dash(mark)

    def _is_led_to(self, mark: FinalMark) -> bool:
        """Returns whether a clause before a quotation needs another one after it."""
        return mark.match["marks"] not in ALL_STOPS and self._subordinates.lead_to(
            mark.block, mark.begun, mark.at, self._closing(mark)
        )

    def _is_part(self, mark: FinalMark) -> bool:
        """Returns whether a clause goes on around a quotation, where no capital says so."""
        match = mark.match
        apart = match["opened"].strip() or "\n" in match["gap"] or not match["next"]
        if apart or self._language.has_case or not self._language.spaced:
            return False
        return self._reports.surround(
            mark.block, mark.begun, mark.at, self._closing(mark), mark.next
        )

    def _closing(self, mark: FinalMark) -> str:
        """Returns the mark that closes the quotation."""
        return next(each for each in mark.match["closed"] if each in self._marks.closers)

    def _is_factorial(self, mark: FinalMark) -> bool:
        """Returns whether an exclamation mark is that of a factorial: 5! = 120."""
        if not _FACTORIAL.match(mark.block, endpos=mark.at):
            return False
        gap = mark.match.end("gap")
        return _OPERATOR.match(mark.block, gap) is not None or self._continues(mark)

    def _continues(self, mark: FinalMark) -> bool:
        return self._continuing.match(mark.block, mark.match.end("gap")) is not None

    def _is_stammered(self, mark: FinalMark) -> bool:
        """Returns whether a sentence with I is begun again after an ellipsis: I... I don't know."""
        block, marks = mark.block, mark.match["marks"]
        is_ellipsis = marks in _ELLIPSES and _PRONOUN.match(block, mark.next)
        return bool(is_ellipsis) and _STAMMERED.match(block, endpos=mark.at) is not None

    def _is_of_an_author(self, mark: FinalMark) -> bool:
        """Returns whether only a dash and a full name follow: Rain is grace. — John Updike"""
        # After a question, it may be the answer.
        asked = any(each in chars.QUESTION_MARKS for each in mark.match["marks"])
        if asked or not self._follows_dash(mark):
            return False
        if self._language.has_case:
            return FULL_NAME.match(mark.block, mark.next) is not None
        named = UNCASED_ATTRIBUTION.match(mark.block, mark.match.end("gap"))
        return named is not None and not has_pronoun(named[0], self._language)

    def _is_mentioned(self, mark: FinalMark) -> bool:
        """Returns whether the mark stands alone within a pair of marks: “!” is a mark."""
        before = mark.block[max(0, mark.at - 2) : mark.at]
        wrapped = (
            before[-1:] in tuple(self._marks.openers)
            and mark.match["closed"][0] in self._marks.closers
        )
        return wrapped and not chars.HAS_WORD.match(before[:-1])

    def _is_attributed(self, mark: FinalMark) -> bool:
        """Returns whether only a dash and a name follow a quotation: “...” — FinalMark Twain."""
        named = self._follows_dash(mark) and mark.match["next"]
        return bool(named) and self._name.match(mark.block, mark.next) is not None

    def _follows_dash(self, mark: FinalMark) -> bool:
        """Returns whether a dash stands after the mark, and no other quotation after the dash."""
        opened = mark.match["opened"].strip()
        return opened.startswith(_DASHES) and opened[-1] not in chars.OPENING_QUOTES

    def _is_reported(self, mark: FinalMark) -> bool:
        """Returns whether the clause after a quotation names its speaker: “Why?” John asked."""
        match = mark.match
        stops = match["marks"] == "." and self._language.has_case
        if stops or match["opened"].strip(f"{_WHITE}{chars.DASHES}"):
            return False
        # A sentence starter begins a new sentence, except "I", which always has a capital. Among
        # capitals, its own tells nothing.
        tells = mark.cased and not mark.in_capitals
        starts = tells and self._starters.is_starter(mark)
        if starts and not _PRONOUN.match(mark.block, mark.next):
            return False
        if not self._reports.at(mark.block, mark.next):
            return False
        # He said: “Stop!” John asked why.
        return not self._reports.introduce(mark.block, mark.at, self._closing(mark))
