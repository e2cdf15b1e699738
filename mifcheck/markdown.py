"""How models lay text out: the marks of Markdown, so that checkers can look past them.

Only what a reader sees as formatting is here: list marks, headings, rules, fences, emphasis.
Source: CommonMark 0.31.2, and habits of model replies that it doesn't cover (`•` as a list mark).
"""

from __future__ import annotations

from typing import NamedTuple

import regex

LIST_MARKS = "-*+·–"
LIST_SIGNS = "•‣◦▪●○■□▶►➤➢✓✔✦◆◇・"
EMPHASIS = "*_~`"
OPENERS = "\"'“‘«‹„‚「『《〈【〖（([{¿¡"
CLOSERS = "\"'”’»›“‘」』》〉】〗）)]}"

HEADING = regex.compile(r"[ \t]{0,3}#{1,6}[ \t]+")
RULE = regex.compile(r"[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}[ \t]*)\r?$")
BULLET = regex.compile(
    rf"[ \t]*(?:>[ \t]*+)*+(?P<mark>[{LIST_SIGNS}](?=[ \t]*\S)|"
    rf"[{regex.escape(LIST_MARKS, special_only=False)}](?=[ \t]+\S))[ \t]*"
)
# The A. of "A. Smith" is none where another initial follows, nor is an ideograph.
_LETTER_MARK = r"(?:(?!\p{Han})\p{L}(?!\.[ \t]+\p{L}\.)|[甲乙丙丁戊己])"
_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
# 1. a) need a space after them; 1、 一、 （一） (1) ① don't.
_GLUED_NUMBER = (
    rf"(?:\p{{Nd}}{{1,3}}|{_HAN_NUMBER})、|[（(](?:\p{{Nd}}{{1,3}}|{_HAN_NUMBER})[)）]|[①-⑳⑴-⒇⒈-⒛]"
)
NUMBERED = regex.compile(
    rf"[ \t]*(?:(?:\p{{Nd}}{{1,3}}|{_LETTER_MARK})[.)）．][ \t]+|(?:{_GLUED_NUMBER})[ \t]*)(?=\S)"
)
ORDINAL = regex.compile(
    rf"[ \t]*[*_]*(?:\p{{Nd}}{{1,3}}[.)）．][*_]*[ \t]+|(?:{_GLUED_NUMBER})[*_]*[ \t]*)(?=\S)"
)
MAY_NUMBER = "（(①②③④⑤⑥⑦⑧⑨⑩一二三四五六七八九十"
"""What an item's number may begin with, beside a digit."""
CODE_SPAN = regex.compile(r"(?<!`)(?P<ticks>`++)[^\n]*?(?<!`)(?P=ticks)(?!`)")
QUOTED = regex.compile(r"[ \t]*+(?:>[ \t]?)++")
TABLE = regex.compile(r"[ \t]*\|")
FENCE = regex.compile(r"[ \t]*(?P<mark>`{3,}|~{3,})(?P<info>[^`\n]*)$")


def _any_of(*forms: regex.Pattern[str]) -> str:
    # One pattern looks at a line once; groups lose their names, since two forms may share one.
    bare = (regex.sub(r"\?P<\w+>", "?:", form.pattern) for form in forms)
    return "|".join(f"(?:{form})" for form in bare)


LINE_MARK = regex.compile(f"(?:{_any_of(HEADING, BULLET, NUMBERED, QUOTED)})++")
"""What stands before the content of a line: heading, list and quotation marks."""

_STARTS = regex.compile(_any_of(HEADING, RULE, BULLET, NUMBERED, TABLE, FENCE))
_ENDS = regex.compile(_any_of(HEADING, RULE, TABLE, FENCE))


class Shape(NamedTuple):
    """What a line is in the layout.

    Attributes:
        content: offset at which its content begins, behind heading, list and quotation marks.
        starts: whether it begins a block of its own whatever stands above it.
        ends: whether nothing below can continue it: a heading, a rule, a table's row, a fence.
    """

    content: int
    starts: bool
    ends: bool


def shape(line: str) -> Shape:
    """What a line is in the layout."""
    mark = LINE_MARK.match(line)
    content = mark.end() if mark else len(line) - len(line.lstrip())
    return Shape(content, _STARTS.match(line) is not None, _ENDS.match(line) is not None)


def fenced(lines: list[str]) -> list[bool]:
    """For each line whether it belongs to a code fence, the fence's own lines included."""
    inside: list[bool] = []
    opened = ""
    for line in lines:
        match = FENCE.match(line)
        if opened:
            inside.append(True)
            closes = match and match["mark"].startswith(opened) and not match["info"].strip()
            opened = "" if closes else opened
        else:
            opened = match["mark"] if match else ""
            inside.append(bool(opened))
    return inside
