"""Decides which marks of a block of running text end a sentence, by the rule of a language."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import regex

from mifcheck.languages import Language
from mifcheck.languages import characters as chars
from mifcheck.markup.fences import CODE_SPAN
from mifcheck.segment.continuing import Continuations
from mifcheck.segment.final_marks import ALL_STOPS, SET_APART, FinalMark, FinalMarks
from mifcheck.segment.full_stops import FullStops
from mifcheck.segment.labels import Labels, inline_items
from mifcheck.segment.starters import Starters

_ELLIPSIS = "…"
_IS_ELLIPSIS = regex.compile(rf"…|[.…][.…{chars.SPACES}]+")
# Some writers use it as a danda. A row of a table begins with it.
_BAR = "|"
_EMOJI_AFTER = regex.compile(rf"[{chars.SPACES}]++(?:{chars.EMOJI})++(?=\s|\Z)")

_STRAIGHT = regex.compile('"')
# Marks inside code, an address or a title do not end a sentence.
_OPAQUE = regex.compile(rf"{CODE_SPAN.pattern}|{chars.ADDRESS}|《[^《》\n]*》|〈[^〈〉\n]*〉")
_OPAQUE_HINTS = ("`", *chars.ADDRESS_HINTS, "《", "〈")


class SentenceBoundaryDetector:
    """Decides which marks of a block end a sentence, by the rule of one language.

    Args:
        language: the language whose `SentenceRule` is used.
        cased: whether the text that the blocks are taken from has capital letters. Then an
            abbreviation before a small letter ends no sentence, not even in a block without them.
    """

    def __init__(self, language: Language, cased: bool = False) -> None:
        self._language = language
        self._marks, starters = FinalMarks(language), Starters(language)
        self._full_stops = FullStops(language, self._marks, starters, cased)
        self._continuations = Continuations(language, self._marks, starters)
        self._labels = Labels(language)

    def ends(self, block: str) -> Iterator[int]:
        """Yields the offset at which each sentence ends, after its closing marks."""
        cased = self._language.has_case and block != block.lower()
        in_capitals = block.isupper()
        items = inline_items(block)
        hinted = any(hint in block for hint in _OPAQUE_HINTS)
        opaque = [match.span() for match in _OPAQUE.finditer(block)] if hinted else []
        starts = [start for start, _ in opaque]
        straight = (
            [] if self._language.spaced else [each.start() for each in _STRAIGHT.finditer(block)]
        )
        begun = 0
        for match in self._marks.find(block):
            inner = bisect_right(starts, match.start() - 1) - 1
            if (inner >= 0 and match.start() < opaque[inner][1]) or match.start() in items:
                continue
            if self._ends_plainly(block, match.start(), begun):
                begun = match.start() + 1
                yield begun
            elif self._is_end(mark := FinalMark(block, match, begun, cased, in_capitals)):
                begun = self._end(mark, straight)
                yield begun

    def _ends_plainly(self, block: str, at: int, begun: int) -> bool:
        """Returns whether a sentence ends with a plain word, as most do; no other rule is asked."""
        return (
            self._full_stops.follows_plain_word(block, at)
            and not self._continuations.may_begin(block, at + 2)
            and not self._labels.ends(block, begun, at)
        )

    def _end(self, mark: FinalMark, straight: Sequence[int]) -> int:
        # In a script without spaces, a straight quotation mark after an even number of them opens.
        match = mark.match
        may_open = straight and match["closed"][:1] == '"' and match["next"]
        if may_open and bisect_left(straight, mark.at) % 2 == 0:
            return match.end("marks")
        emoji = _EMOJI_AFTER.match(mark.block, match.end("closed"))
        return emoji.end() if emoji else match.end("closed")

    def _is_end(self, mark: FinalMark) -> bool:
        match = mark.match
        marks, closed, follows = match["marks"], match["closed"], match["next"]
        if match.end() == len(mark.block) and not follows:
            return True
        hard = marks[0] in self._marks.terminators
        if self._continuations.follow(mark, hard):
            return False
        if marks in ALL_STOPS and self._labels.ends(mark.block, mark.begun, mark.at):
            return False
        if hard:
            return True
        if _BAR in marks and mark.block.startswith(_BAR):
            return False
        if self._language.spaced and not match["gap"] and not SET_APART.search(closed):
            return False
        if mark.cased and mark.small and (marks != "." or "(" not in match["opened"]):
            return marks == "." and not closed and self._full_stops.end_long_word(mark)
        if marks in tuple(chars.FULL_STOPS):
            return self._full_stops.end(mark)
        return _ELLIPSIS in self._language.sentences.stops or not _IS_ELLIPSIS.fullmatch(marks)
