"""The marks with which models lay out lines: headings, lists, dividers, quotations, notes.

Only what a reader sees as formatting is here.
Source: CommonMark 0.31.2, and habits of models that it does not cover (`•` as a list mark).
"""

from __future__ import annotations

import regex

from mifcheck.languages.characters import (
    ALPHANUMERIC,
    EMPHASIS,
    LINE_SPACES,
    OPENERS,
    SPELLING,
    inside,
)
from mifcheck.markup.patterns import one_of, unnamed

GAP = rf"[{LINE_SPACES}]"
"""White space within a line."""
LIST_MARKS = "-*+·–−－‐‑‒∗＊⋅"
"""List marks that white space has to follow."""
LIST_SIGNS = "•‣◦▪▫●○■□▶►➤➢✓✔✦◆◇・･‧⁃∙▸▹❖❑❒❏❐☐☑◾◽◼◻⬥⬦◈◉⦿⦾⦁⚬⬤➣➥➲⮞⁍⁌◘✗✘🞄"
"""List marks that need no white space after them."""

HEADING = regex.compile(
    rf"{GAP}{{0,3}}(?:#{{1,6}}(?:[ \t]+|\r?$)|#{{2,6}}(?=[{ALPHANUMERIC}])"
    rf"|#(?=[{ALPHANUMERIC}][^#\n]{{0,80}}#+[ \t]*\r?$))"  # #Title#
)
QUOTED = regex.compile(rf"{GAP}*+(?:>{GAP}*+)++")
RULE = regex.compile(
    r"[ \t]*"
    # Possessive: to give back a mark takes time that grows with the square of their number.
    + one_of(r"(?:\*[ \t]*+){3,}+", r"(?:-[ \t]*+){3,}+", r"(?:_[ \t]*+){3,}+", r"={3,}+[ \t]*")
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
GLUED_NUMBER = one_of(
    rf"{_COUNT}、(?![\p{{Nd}}一二三四五六七八九十])",
    rf"[（(]{_COUNT}[)）]",
    "[①-⑳⑴-⒇⒈-⒛]",
    rf"\p{{Nd}}{{1,2}}\\?{_CLOSE}(?![ºª]){_WORD_FOLLOWS}",
    r"\[\p{Nd}{1,3}\](?=[ \t])",
)
LINK_TARGET = regex.compile(
    r"(?m:^)[ ]{0,3}\[(?!\^)(?P<name>[^\[\]\n]++)\]:[ \t]*<?"
    r"(?:[a-z]++://|www\.|mailto:|[/#])[^\n]*+"
)
"""A line that gives the target of the links of a name."""
SECTION = r"(?<=#[ \t]{1,4})\p{Nd}{1,2}(?:\.\p{Nd}{1,2}){1,3}\.?[ \t]+(?!\p{Ll})"
"""The number of a heading: 1.2"""
NUMBERED = regex.compile(
    r"[ \t]*"
    + one_of(
        rf"(?:{_NUMBER}|(?:{_LETTER}|{_ROMAN}){_CLOSE})[ \t]+",
        rf"{GLUED_NUMBER}[ \t]*",
        SECTION,
        _BRACKETED,
    )
    + r"(?=\S)"
)
LINE_MARK = regex.compile(f"(?:{'|'.join(map(unnamed, (HEADING, BULLET, NUMBERED, QUOTED)))})++")
"""What stands before the content of a line: marks of headings, items and quotations."""


def link_names(string: str) -> frozenset[str]:
    """Returns the names, with their case folded, for which a text gives the target of a link."""
    if "]:" not in string:
        return frozenset()
    return frozenset(match["name"].casefold() for match in LINK_TARGET.finditer(string))
