"""The marks with which models lay out lines: headings, lists, dividers, quotations, notes.

Only what a reader sees as formatting is here.
Source: CommonMark 0.31.2, and habits of models that it does not cover (`•` as a list mark).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

from mifcheck.languages.characters import EMPHASIS, LINE_SPACES, OPENERS, SPELLING, WORD, inside
from mifcheck.markup.fences import FENCE
from mifcheck.markup.patterns import blanked, one_of, unnamed

GAP = rf"[{LINE_SPACES}]"
"""White space within a line."""
LIST_MARKS = "-*+·–−－‐‑‒∗＊⋅"
"""List marks that white space has to follow."""
LIST_SIGNS = "•‣◦▪▫●○■□▶►➤➢✓✔✦◆◇・･‧⁃∙▸▹❖❑❒❏❐☐☑◾◽◼◻⬥⬦◈◉⦿⦾⦁⚬⬤➣➥➲⮞⁍⁌◘✗✘🞄"
"""List marks that need no white space after them."""

HEADING = regex.compile(r"[ \t]{0,3}#{1,6}[ \t]+")
QUOTED = regex.compile(rf"{GAP}*+(?:>{GAP}*+)++")
TABLE = regex.compile(r"[ \t]*\|")
RULE = regex.compile(
    r"[ \t]*"
    + one_of(r"(?:\*[ \t]*){3,}", r"(?:-[ \t]*){3,}", r"(?:_[ \t]*){3,}", r"={3,}[ \t]*")
    + r"\r?$"
)
BULLET = regex.compile(
    rf"{GAP}*+(?:>{GAP}*+)*+\\?(?P<mark>[{LIST_SIGNS}][\ufe0e\ufe0f]?(?={GAP}*+\S)|"
    rf"[{inside(LIST_MARKS)}](?={GAP}++\S)){GAP}*+"
)

# The marks of numbered items. Some need white space after them: 1. a) II. (a)
_CLOSE = "[.)）．]"
_NUMBER = rf"\p{{Nd}}{{1,3}}\\?{_CLOSE}"
_ROMAN = "[IVX]{2,5}"
# The A. of "A. Smith" is no mark if another initial follows; nor is an ideograph.
_LETTER = r"(?:(?!\p{Han})\p{L}(?!\.[ \t]+\p{L}\.)|[甲乙丙丁戊己])"
_BRACKETED = rf"[（(](?:\p{{L}}(?<!\p{{Han}})|{_ROMAN.lower()})[)）][ \t]+"
# Others need none: 1、 （一） (1) ① [1] and, before a word, 1.
_COUNT = r"(?:\p{Nd}{1,3}|[一二三四五六七八九十]{1,3})"
# The x of 3.x is no word, and 163.com is an address.
_WORD_FOLLOWS = (
    rf"(?=[{inside(EMPHASIS + OPENERS)}]{{0,4}}+"
    rf"(?:\p{{Lo}}|\p{{L}}[{SPELLING}]|\p{{Lu}}[ \t]))"
)
_GLUED = one_of(
    rf"{_COUNT}、(?![\p{{Nd}}一二三四五六七八九十])",
    rf"[（(]{_COUNT}[)）]",
    "[①-⑳⑴-⒇⒈-⒛]",
    rf"\p{{Nd}}{{1,2}}\\?{_CLOSE}{_WORD_FOLLOWS}",
    r"\[\p{Nd}{1,3}\](?=[ \t])",
)
SECTION = r"(?<=#[ \t]{1,4})\p{Nd}{1,2}(?:\.\p{Nd}{1,2}){1,3}\.?[ \t]+(?!\p{Ll})"
"""The number of a heading: 1.2"""
NUMBERED = regex.compile(
    r"[ \t]*"
    + one_of(
        rf"(?:{_NUMBER}|(?:{_LETTER}|{_ROMAN}){_CLOSE})[ \t]+",
        rf"{_GLUED}[ \t]*",
        SECTION,
        _BRACKETED,
    )
    + r"(?=\S)"
)
ORDINAL = regex.compile(rf"[ \t]*[*_]*(?:{_NUMBER}[*_]*[ \t]+|{_GLUED}[*_]*[ \t]*)(?=\S)")
"""The number of an item, in emphasis marks or not. No letter is among them."""
_LETTERED = regex.compile(rf"{GAP}*+[*_]*+[(（]?(?P<letter>{_LETTER}){_CLOSE}[*_]*+{GAP}++(?=\S)")
_AFTER_LETTER = (".", ")", "）", "．")

LINE_MARK = regex.compile(f"(?:{'|'.join(map(unnamed, (HEADING, BULLET, NUMBERED, QUOTED)))})++")
"""What stands before the content of a line: marks of headings, items and quotations."""

# What looks like a word within a line, but is none: marks of notes, keycaps, ticked boxes.
_NUMBERS = r"\p{Nd}{1,3}(?:[,–-] ?\p{Nd}{1,3})*+"
NOTE = regex.compile(
    rf"(?<=[{WORD}.!?;。！？；)）\]”’»」])\[{_NUMBERS}\](?!\()|\[\^[^\]\s]{{1,20}}\]"
)
KEYCAP = regex.compile(r"[0-9]\ufe0f?\u20e3")
_TICKED = regex.compile(rf"\A{BULLET.pattern}\[[xX]\](?=\s)")
_WORDLESS = regex.compile("|".join(map(unnamed, (NOTE, KEYCAP, _TICKED))))

_STARTS = regex.compile("|".join(map(unnamed, (HEADING, RULE, BULLET, NUMBERED, TABLE, FENCE))))
_ENDS = regex.compile("|".join(map(unnamed, (HEADING, RULE, TABLE, FENCE))))


class Shape(NamedTuple):
    """What a line is in the layout.

    Attributes:
        content: offset at which its content begins, after the marks of `LINE_MARK`.
        starts: whether it begins a new block, whatever stands above it.
        ends: whether no line below can continue it: a heading, a rule, a table row, a fence.
    """

    content: int
    starts: bool
    ends: bool


def shape(line: str) -> Shape:
    """Returns what a line is in the layout."""
    mark = LINE_MARK.match(line)
    content = mark.end() if mark else len(line) - len(line.lstrip())
    return Shape(content, _STARTS.match(line) is not None, _ENDS.match(line) is not None)


def unmarked(line: str) -> str:
    """Returns the line with a ticked box, the marks of notes and keycaps blanked out."""
    return blanked(_WORDLESS, line) if "[" in line or "\u20e3" in line else line


def lettered(lines: Sequence[str]) -> dict[int, int]:
    """Returns for each line that a letter numbers, A) B) C), where its content begins.

    A single letter may be a word or an initial. So it counts only if the item before or after
    has the neighbouring letter.
    """
    items = [
        (n, match)
        for n, line in enumerate(lines)
        if line.lstrip(" \t\u00a0\u3000*_(（")[1:2] in _AFTER_LETTER
        if (match := _LETTERED.match(line))
    ]
    return {
        number: match.end()
        for (one, first), (other, second) in pairwise(items)
        if ord(second["letter"]) - ord(first["letter"]) == 1
        for number, match in ((one, first), (other, second))
    }
