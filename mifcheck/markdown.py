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
NUMBERED = regex.compile(r"[ \t]*(?:\p{Nd}{1,3}|\p{L})[.)）、．][ \t]+(?=\S)")
ORDINAL = regex.compile(r"[ \t]*[*_]*\p{Nd}{1,3}[.)）、．][*_]*[ \t]+(?=\S)")
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
