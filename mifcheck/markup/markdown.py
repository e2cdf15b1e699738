"""How models lay text out: the marks of Markdown, so that checkers can look past them.

Only what a reader sees as formatting is here: list marks, headings, rules, fences, emphasis.
Source: CommonMark 0.31.2, and habits of model replies that it doesn't cover (`•` as a list mark).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

LIST_MARKS = "-*+·–"
LIST_SIGNS = "•‣◦▪●○■□▶►➤➢✓✔✦◆◇・⁃∙▸▹"
EMPHASIS = "*_~`"
GAP = r"[\t\p{Zs}]"
"""White space within a line, wide as in Chinese and no-break as in French included."""
OPENERS = "\"'“‘«‹„‚「『《〈【〖（([{¿¡"
CLOSERS = "\"'”’»›“‘」』》〉】〗）)]}"

HEADING = regex.compile(r"[ \t]{0,3}#{1,6}[ \t]+")
RULE = regex.compile(r"[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}[ \t]*)\r?$")
BULLET = regex.compile(
    rf"{GAP}*+(?:>{GAP}*+)*+\\?(?P<mark>[{LIST_SIGNS}](?={GAP}*+\S)|"
    rf"[{regex.escape(LIST_MARKS, special_only=False)}](?={GAP}++\S)){GAP}*+"
)
_ROMAN_MARK = "[IVX]{2,5}"
# The A. of "A. Smith" is none where another initial follows, nor is an ideograph.
_LETTER_MARK = r"(?:(?!\p{Han})\p{L}(?!\.[ \t]+\p{L}\.)|[甲乙丙丁戊己])"
_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
# a) II. (a) need a space after them; 1、 一、 （一） (1) ① don't, nor does 1. before a word.
_COUNT = rf"(?:\p{{Nd}}{{1,3}}|{_HAN_NUMBER})"
_LONE_COMMA = r"、(?![\p{Nd}一二三四五六七八九十])"
_GLUED_NUMBER = rf"{_COUNT}{_LONE_COMMA}|[（(]{_COUNT}[)）]|[①-⑳⑴-⒇⒈-⒛]"
# The x of 3.x is no word, and 163.com is an address.
_WRAPPED = rf"[{regex.escape(EMPHASIS + OPENERS, special_only=False)}]{{0,4}}+"
_WORD_AFTER = rf"(?={_WRAPPED}(?:\p{{Lo}}|\p{{L}}[\p{{L}}\p{{M}}]|\p{{Lu}}[ \t]))"
_BEFORE_A_WORD = rf"\p{{Nd}}{{1,2}}\\?[.)）．]{_WORD_AFTER}"
_NUMBER_MARK = r"\p{Nd}{1,3}\\?[.)）．]"
_SOURCE_MARK = r"\[\p{Nd}{1,3}\](?=[ \t])"
SECTION = r"(?<=#[ \t]{1,4})\p{Nd}{1,2}(?:\.\p{Nd}{1,2}){1,3}\.?[ \t]+(?!\p{Ll})"
_IN_BRACKETS = rf"[（(](?:\p{{L}}(?<!\p{{Han}})|{_ROMAN_MARK.lower()})[)）][ \t]+"
_GLUED = rf"(?:{_GLUED_NUMBER}|{_BEFORE_A_WORD}|{_SOURCE_MARK})"
NUMBERED = regex.compile(
    rf"[ \t]*(?:(?:{_NUMBER_MARK}|(?:{_LETTER_MARK}|{_ROMAN_MARK})[.)）．])[ \t]+|"
    rf"{_GLUED}[ \t]*|{SECTION}|{_IN_BRACKETS})(?=\S)"
)
ORDINAL = regex.compile(rf"[ \t]*[*_]*(?:{_NUMBER_MARK}[*_]*[ \t]+|{_GLUED}[*_]*[ \t]*)(?=\S)")
_LETTERED = regex.compile(
    rf"{GAP}*+[*_]*+[(（]?(?P<letter>{_LETTER_MARK})[.)）．][*_]*+{GAP}++(?=\S)"
)
_AFTER_LETTER = (".", ")", "）", "．")
_NUMBERS = r"\p{Nd}{1,3}(?:[,–-] ?\p{Nd}{1,3})*+"
NOTE = regex.compile(
    rf"(?<=[\p{{L}}\p{{M}}\p{{N}}.!?;。！？；)）\]”’»」])\[{_NUMBERS}\](?!\()|\[\^[^\]\s]{{1,20}}\]"
)
KEYCAP = regex.compile(r"[0-9]\ufe0f?\u20e3")
_TICKED = regex.compile(rf"\A{BULLET.pattern}\[[xX]\](?=\s)")
BLANK = "\0"
"""What is put in the place of a mark: neither a letter nor white space."""
CODE_SPAN = regex.compile(r"(?<!`)(?P<ticks>`++)[^\n]*?(?<!`)(?P=ticks)(?!`)")
QUOTED = regex.compile(rf"{GAP}*+(?:>{GAP}*+)++")
TABLE = regex.compile(r"[ \t]*\|")
FENCE = regex.compile(r"[ \t]*(?P<mark>`{3,}|~{3,})(?P<info>[^`\n]*)$")


def _any_of(*forms: regex.Pattern[str]) -> str:
    # One pattern looks at a line once; groups lose their names, since two forms may share one.
    bare = (regex.sub(r"\?P<\w+>", "?:", form.pattern) for form in forms)
    return "|".join(f"(?:{form})" for form in bare)


_WORDLESS = regex.compile(_any_of(NOTE, KEYCAP, _TICKED))
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


def blanked(pattern: regex.Pattern[str], string: str) -> str:
    """The string with what a pattern matches blanked out; offsets stay."""
    return pattern.sub(lambda match: BLANK * len(match[0]), string)


def unmarked(line: str) -> str:
    """The line with a ticked box, the marks of footnotes and keycaps blanked out."""
    return blanked(_WORDLESS, line) if "[" in line or "\u20e3" in line else line


def lettered(lines: Sequence[str]) -> dict[int, int]:
    """Of each line that a letter numbers, A) B) C), where its content begins.

    One letter alone may be a word or an initial, so it takes an item before or after it that has
    the letter's neighbour.
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


DATA = frozenset({"json", "jsonc", "json5", "xml", "html", "csv"})
"""What a fence may say it holds when that is no program but the reply's own content as data."""
WRITING = frozenset({"", "markdown", "md", "text", "txt", "plain", "plaintext"})
"""What a fence may say it holds when that is plain writing: a letter, a template."""


def fences(lines: list[str]) -> list[str | None]:
    """For each line what the fence it belongs to says it holds, or None outside fences.

    A fence around the whole reply that holds mere writing wraps it, and what it wraps is prose.
    """
    wrapped = _wrapped(lines)
    if wrapped is None:
        return _fences(lines)
    first, last = wrapped
    inner = _fences(lines[first + 1 : last])
    return [*[""] * (first + 1), *inner, *[""] * (len(lines) - last)]


def _fences(lines: list[str]) -> list[str | None]:
    inside: list[str | None] = []
    opened, info = "", ""
    for line in lines:
        match = FENCE.match(line)
        if not opened and match:
            opened, info = match["mark"], match["info"].strip().lower()
            inside.append(info)
            continue
        inside.append(info if opened else None)
        if match and match["mark"].startswith(opened) and not match["info"].strip():
            opened = ""
    return inside


def _wrapped(lines: list[str]) -> tuple[int, int] | None:
    """The first and the last line of a fence that wraps the whole reply."""
    filled = [number for number, line in enumerate(lines) if line and not line.isspace()]
    head = FENCE.match(lines[filled[0]]) if filled else None
    if not head or head["info"].strip().lower() not in WRITING:
        return None
    first = filled[0]
    later = [(row, match) for row in filled[1:] if (match := FENCE.match(lines[row]))]
    if not later:
        # A reply that was cut off never closes it.
        return first, len(lines)
    last, foot = later.pop()
    if last != filled[-1] or not foot["mark"].startswith(head["mark"]) or foot["info"].strip():
        return None
    # Models nest fences of one length: such a fence says what it holds, and a bare one closes it.
    named = [bool(match["info"].strip()) for _, match in later]
    return (first, last) if named == [True, False] * (len(named) // 2) else None
