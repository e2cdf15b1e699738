"""Placeholders in square brackets: [address]."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

import regex

from mifcheck.languages.characters import IDEOGRAPHS, WORD
from mifcheck.markup.fences import CODE_SPAN, DATA, WRITING
from mifcheck.markup.markdown import LINE_MARK
from mifcheck.markup.patterns import one_of
from mifcheck.verdict import Span

# A formula set apart, \[ E = mc^2 \], differs from escaped brackets, \[Name\], by its content.
_FORMULA = r"(?<=\\\[)(?=\s|[^\[\]\n]*?(?:[=^]|\\\p{L}|(?<!\p{L})\p{L}_))"
_CONTENT = (
    r"(?!\^)"  # no mark of a footnote,
    r"(?!\s*+[\"'{])"  # no array of strings or objects,
    r"[^\[\]［］\p{L}\n]*+\p{L}[^\[\]［］\n]*+"  # but at least one letter
)
_PAGES = r"(?:pp?|S|с|стр|pág|págs|chap|cap|ch|fig|Kap)\b\.?"
_CITATION = (
    r"(?!oaicite:)"  # no mark of a source,
    r"(?!\s*+\p{Nd}{1,3}[a-z]?\s*+[,:]\s*+"  # no page of a source: [3, p. 12],
    + one_of(rf"{_PAGES}\s*+\p{{Nd}}", r"\p{Nd}{1,4}†")
    + r")(?![^\[\]\n]{1,60}\bet\ al\b)"  # no authors: [Day et al., 2020],
    r"(?!(?i:sic)[!?]?\])"  # no remark of an editor,
)
_LINK_FOLLOWS = r"\("
_PLACEHOLDER = regex.compile(
    rf"[\[［](?!{_FORMULA})(?P<name>{_CITATION}{_CONTENT})[\]］](?!{_LINK_FOLLOWS})"
)
# [x] is a ticked box in a list, alone in a cell and beside empty boxes, and an index behind a
# letter. A cell with [X] is one only if the text has empty boxes: a table may have gaps to fill.
_TICKED = regex.compile(r"\[[ ]?[xX][ ]?\]")
_EMPTY_BOX = regex.compile(r"\[[ \u00a0]?\]")
_LISTED_BOX = regex.compile(rf"(?P<mark>{LINE_MARK.pattern})?+[ \t*_\\]*+\[")
_CELL = regex.compile(r"(?<=\|[ \t*_]{0,20})\[[ ]?(?P<mark>[xX])[ ]?\](?=[ \t*_]{0,20}\|)")
_NOTE_BEFORE = regex.compile(r"(?r)\[\p{Nd}{1,3}\][,，、;]?[ \t]{0,3}")
_INDEXED = regex.compile(rf"[[{WORD}]--[{IDEOGRAPHS}]]|[)}}\]]", regex.V1)
# A letter that an editor has put into a word, or an index: [t]hey, list[i]. Others stand for a
# number: [X]km, the [N]th.
_LETTER = r"\[(?![NXYZ]\])[\p{Lu}\p{Ll}]\]"
_BESIDE = rf"[[{WORD}]--[{IDEOGRAPHS}]]"
_IN_WORD = regex.compile(rf"(?<={_BESIDE}){_LETTER}|{_LETTER}(?={_BESIDE})", regex.V1)
_TYPE = (
    r"(?:true|false|null|none|str|string|int|integer|number|float|double|bool|boolean|byte|char|any|"
    r"object|[iuf]\d+)"
)
# In code, brackets have uses of their own.
_PROGRAMMED = regex.compile(
    r"(?<=[A-Za-z0-9)\]#&=]|=[ ])\[|\["  # an index, a list, an attribute
    + one_of(
        r"[A-Za-z0-9]-[A-Za-z0-9]",  # a class of characters
        r"[^\]]*[;=]",
        r"[^\]]*[ ]for[ ][^\]]*[ ]in[ ]",
        rf"{_TYPE}(?:[\s,|]++{_TYPE})*+\s*\]",
    ),
    regex.IGNORECASE,
)
# [text][name] and [name] are links if a line gives the target of the name.
_TARGET = regex.compile(
    r"(?m:^)[ ]{0,3}\[([^\[\]\n]++)\]:[ \t]*<?(?:[a-z]++://|www\.|mailto:|[/#])"
)
_LINK_NAME = regex.compile(r"\[([^\[\]\n]*+)\]")


def placeholders(string: str, lines: Iterable[tuple[int, str, str | None]]) -> Iterator[Span]:
    """Yields the placeholders of a text.

    Args:
        string: the text.
        lines: (offset, line, label of its fence or None) of each line.
    """
    if "[" not in string and "［" not in string:
        return
    targets = _targets(string)
    for match in _candidates(string, lines):
        if not (targets and _is_link(match, targets)):
            yield Span(*match.span())


def _candidates(
    string: str, lines: Iterable[tuple[int, str, str | None]]
) -> Iterator[regex.Match[str]]:
    ticked = _TICKED.search(string) is not None
    has_empty_boxes = ticked and _EMPTY_BOX.search(string) is not None
    for start, line, fence in lines:
        if fence is not None and fence not in WRITING | DATA:
            continue
        if "[" not in line and "［" not in line:
            continue
        code = [match.span() for match in CODE_SPAN.finditer(line)] if "`" in line else []
        heads = [head for head, _ in code]
        boxed = _boxed_until(line, has_empty_boxes) if ticked else 0
        for match in _PLACEHOLDER.finditer(string, start, start + len(line)):
            first, last = match.start() - start, match.end() - start
            head, foot = code[bisect_left(heads, last) - 1] if code else (0, 0)
            beside = foot <= first or head >= last
            if not (beside or (head < first and last <= foot)):
                continue
            in_code = fence is not None or not beside
            if in_code and _PROGRAMMED.match(string, match.start()):
                continue
            if _IN_WORD.match(string, match.start()):
                continue
            if _TICKED.fullmatch(match[0]) and (
                first < boxed or _is_other(line, first, has_empty_boxes)
            ):
                continue
            yield match


def _boxed_until(line: str, has_empty_boxes: bool) -> int:
    """Returns up to where [x] is a ticked box in a line.

    Args:
        line: the line.
        has_empty_boxes: whether empty boxes stand anywhere in the text.
    """
    if has_empty_boxes and _EMPTY_BOX.search(line):
        return len(line)
    listed = _LISTED_BOX.match(line)
    # The marks of a heading and of a block quote make no list.
    in_list = listed and (listed["mark"] or "").strip(" \t>#")
    return listed.end() if listed and (in_list or has_empty_boxes) else 0


def _is_other(line: str, place: int, has_empty_boxes: bool) -> bool:
    """Tells whether [x] is a box in a table, an index or follows the mark of a note."""
    if place and _INDEXED.match(line, place - 1):
        return True
    cell = _CELL.match(line, place)
    if cell and (has_empty_boxes or cell["mark"] == "x"):
        return True
    return _NOTE_BEFORE.match(line, 0, place) is not None


def _targets(string: str) -> frozenset[str]:
    if "]:" not in string:
        return frozenset()
    return frozenset(name.casefold() for name in _TARGET.findall(string))


def _is_link(match: regex.Match[str], targets: frozenset[str]) -> bool:
    follows = _LINK_NAME.match(match.string, match.end())
    name = follows[1] if follows and follows[1] else match["name"]
    return name.casefold() in targets or match["name"].casefold() in targets
