"""Where marks of thinking stand in a text, and which of them are merely mentioned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import Final, NamedTuple
from unicodedata import category

from mifcheck.models.families import FAMILIES


class Place(IntEnum):
    """How a mark stands in the text around it; the less, the surer it is a mark."""

    PLAIN = 0
    """Nothing speaks against the mark."""
    LOOSE = 1
    """It ends a line within a sentence, or words go on after it at a line's start."""
    RUNNING = 2
    """It stands within a sentence: "then I write </think> and answer"."""
    MENTIONED = 3
    """It stands in quotation marks, in brackets, in bold or in code."""


class Mark(NamedTuple):
    """A mark found.

    Attributes:
        start: where it begins.
        end: where it ends.
        closes: the closing mark of its family, in lower case.
        is_opening: whether it opens the thinking.
        place: how it stands in the text.
        is_at_edge: whether it begins or ends a line.
    """

    start: int
    end: int
    closes: str
    is_opening: bool
    place: Place
    is_at_edge: bool


IN_PROMPT: Final = frozenset(family.closes.lower() for family in FAMILIES if family.in_prompt)
"""The closing marks whose opening marks chat templates write."""


def find_marks(text: str) -> Sequence[Mark]:
    """Returns all marks of a text, in linear time."""
    if "<" not in text and "[" not in text and "◁" not in text:
        return ()
    return [
        Mark(match.start(), match.end(), *_named(match[0]), place, is_at_edge)
        for match, place, is_at_edge in placed(text, _ANY.finditer(text))
    ]


def placed(
    text: str, matches: Iterable[re.Match[str]]
) -> Iterator[tuple[re.Match[str], Place, bool]]:
    """Yields each match with its place in the text, and whether it begins or ends a line."""
    at = ticks = quotes = bold = 0
    fences = _Fences(text)
    for match in matches:
        start, end = match.span()
        line = text.rfind("\n", at, start) + 1
        if line:
            ticks = quotes = bold = 0
        ticks += text.count("`", max(line, at), start)
        quotes += text.count('"', max(line, at), start)
        bold += text.count("**", max(line, at), start)
        at = end
        is_code = ticks % 2 == 1 and _CODE_ENDS.match(text, end) is not None
        is_bold = bold % 2 == 1 and text[start - 2 : start] == text[end : end + 2] == "**"
        if is_code or is_bold or fences.surround(start) or _is_quoted(text, start, end, quotes):
            yield match, Place.MENTIONED, False
        else:
            yield match, *_in_line(text, start, end)


class _Fences:
    """The code fences of a text, for places that are asked about from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: list[re.Match[str]] | None = None
        self._passed = 0

    def surround(self, at: int) -> bool:
        """Returns whether a fence opens before a place and closes after it.

        A fence that only opens may belong to a draft within the thinking.
        """
        if self._found is None:
            self._found = list(_FENCE.finditer(self._text))
        while self._passed < len(self._found) and self._found[self._passed].start() < at:
            self._passed += 1
        left = len(self._found) - self._passed
        # A fence that names a language opens another block.
        return self._passed % 2 == 1 and left % 2 == 1 and not self._found[self._passed]["label"]


def closing_mark(
    marks: Sequence[Mark], first: int, closes: str, is_patient: bool
) -> tuple[Mark | None, bool]:
    """Returns the mark that closes a block, if one does, and whether blocks within it are closed.

    Args:
        marks: the marks of the text.
        first: the number of the first mark within the block.
        closes: the closing mark of the block's family.
        is_patient: whether the best of all marks is looked for, and not the first one.
    """
    depth = sure_depth = 1
    sure: Mark | None = None
    last: Mark | None = None
    spare: dict[Place, Mark] = {}
    for number in range(first, len(marks)):
        mark = marks[number]
        if mark.closes != closes or mark.place is Place.MENTIONED:
            continue
        if not is_patient and not mark.is_opening:
            return mark, True
        if mark.is_opening:
            depth += 1
            sure_depth += mark.place is Place.PLAIN
        elif mark.place is Place.PLAIN:
            depth -= 1
            sure_depth -= 1
            if not depth:
                return mark, True
            sure = sure or (None if sure_depth else mark)
            last = last if last and last.is_at_edge else mark
        else:
            spare.setdefault(mark.place, mark)
    return sure or last or spare.get(Place.LOOSE) or spare.get(Place.RUNNING), False


def lone_closing_mark(marks: Sequence[Mark]) -> Mark | None:
    """Returns the mark that closes thinking which the chat template opened, if one does.

    Such a mark has no opening mark before it. A reply about marks must stay whole, so the mark has
    to be one that templates open, and not within a sentence.
    """
    opened: dict[str, int] = {}
    spare: Mark | None = None
    for mark in marks:
        if mark.place >= Place.RUNNING:
            continue
        if mark.is_opening:
            opened[mark.closes] = opened.get(mark.closes, 0) + (mark.place is Place.PLAIN)
        elif opened.get(mark.closes):
            opened[mark.closes] -= 1
        elif mark.closes not in IN_PROMPT:
            continue
        elif mark.place is Place.PLAIN:
            return mark
        else:
            spare = spare or mark
    return spare


def _is_quoted(text: str, start: int, end: int, quotes: int) -> bool:
    """Returns whether marks of quotation adjoin; `quotes` is the number of " before on the line."""
    around = text[start - 1 : start] + text[end : end + 1]
    if around == '""':
        return quotes % 2 == 1
    if around == "''":
        return not text[max(0, start - 2) : start - 1].isalnum()
    return around in _QUOTED or (
        # French sets its marks apart.
        around.isspace() and text[start - 2 : start - 1] + text[end + 1 : end + 2] == "«»"
    )


def _in_line(text: str, start: int, end: int) -> tuple[Place, bool]:
    """Returns the place of a mark that is not quoted, and whether it begins or ends a line."""
    lead = text[max(0, start - _NEAR) : start].rstrip(" \t")
    rest = text[end : end + _NEAR].lstrip(" \t\r")
    before, after = lead[-1:] or "\n", rest[:1] or "\n"
    is_spaced = text[end : end + 1] in " \t"
    goes_on = (is_spaced and after.isalpha() and not after.isupper()) or (
        text[end : end + 1] in _PAUSES and not text.startswith("...", end)
    )
    if before == "\n":
        return (Place.LOOSE if goes_on and after != "\n" else Place.PLAIN), True
    in_sentence = _is_word(before) or before in ",:;，、：；*_"
    if in_sentence and text[start - 1 : start] in " \t":
        if after == "\n":
            return Place.LOOSE, True
        return (Place.RUNNING if goes_on else Place.PLAIN), False
    # Scripts without spaces.
    if _is_caseless(before) and (_is_caseless(after) or after in "，。、；："):
        return Place.RUNNING, False
    return Place.PLAIN, after == "\n"


def _is_word(letter: str) -> bool:
    return letter.isalnum() or category(letter).startswith("M")


def _is_caseless(letter: str) -> bool:
    return letter.isalpha() and letter.lower() == letter.upper()


def _named(mark: str) -> tuple[str, bool]:
    """Returns the closing mark of a mark's family, and whether the mark is the opening one."""
    mark = mark.lower()
    if mark in _CLOSES:
        return mark, False
    # An opening tag may have attributes.
    return _OPENS.get(mark) or f"</{mark[1:].split()[0]}>", True


_NEAR: Final = 64
_PAUSES: Final = tuple(".,;:!?)]}'\"”’»」』。，、；：！？")
_QUOTED: Final = frozenset(
    (
        "“”",
        "‘’",
        "«»",
        "‹›",
        "„“",
        "„”",
        "‚‘",
        "「」",
        "『』",
        "()",
        "（）",
        "[]",
        "【】",
        "<>",
        "{}",
    )
)
_FENCE: Final = re.compile(r"^ {0,3}(?:```|~~~)[`~ \t]*(?P<label>\w?)", re.M)
_CODE_ENDS: Final = re.compile(r"[^`\n]{0,200}`")
_CLOSES: Final = frozenset(family.closes.lower() for family in FAMILIES)
_OPENS: Final = {family.opens.lower(): family.closes.lower() for family in FAMILIES}


def _any_mark() -> re.Pattern[str]:
    marks = {mark for family in FAMILIES for mark in (family.opens, family.closes)}
    signs = sorted((mark for mark in marks if not mark[0].isalpha()), key=len, reverse=True)
    tags = "|".join(mark[1:-1] for mark in signs if mark.strip("<>").isalpha())
    # Without "<" in the attributes the search stays linear.
    return re.compile("|".join([*map(re.escape, signs), rf"<(?:{tags})\s[^<>]*>"]), re.I)


_ANY: Final = _any_mark()
