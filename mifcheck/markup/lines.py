"""What one line is in the layout by itself: a heading, a list item, a rule, text."""

from __future__ import annotations

from typing import NamedTuple

import regex

from mifcheck.languages.characters import EMOJI, whole_number
from mifcheck.markup.lists import RUN_SIGNS
from mifcheck.markup.markdown import (
    BULLET,
    GAP,
    GLUED_NUMBER,
    HEADING,
    LINK_TARGET,
    QUOTED,
    RULE,
    SECTION,
)
from mifcheck.markup.patterns import one_of, unnamed


class ItemNumber(NamedTuple):
    """What may be the number or the letter of a list item.

    Attributes:
        start, end: its offsets in the line, with the mark and the space after it.
        kind: "digits", "ordinal" (digits with a full stop), "roman", "small roman", "letter",
            "glued", which needs no space after it, or what stands before the last number of 1.2.
        value: its place in the list.
        is_certain: whether it is one, whatever the items before and after it are.
        next_word: the word after an ordinal, with its case folded.
    """

    start: int
    end: int
    kind: str
    value: int
    is_certain: bool
    next_word: str = ""


class Shape(NamedTuple):
    """What a line is.

    Attributes:
        kind: "blank", "rule", "target" (of a link), "heading", "item", "signed" (an item if a line
            beside it is one) or "text".
        mark: where the marks begin that are no content.
        start: where its content begins.
        end: where its content ends.
        numbers: what may be the number of an item, at most two readings of it.
    """

    kind: str
    mark: int
    start: int
    end: int
    numbers: tuple[ItemNumber, ...] = ()


_PREFIX = regex.compile(f"(?:{'|'.join(map(unnamed, (HEADING, BULLET, QUOTED)))})*+")
_CHECK_BOX = regex.compile(rf"\[[ xX]\]{GAP}")
_CLOSING_HASHES = regex.compile(r"(?:[ \t]+#|##)#*[ \t]*$")
# Emoji and ornaments are list marks in a run of lines only.
_SIGNED = regex.compile(rf"{GAP}*+(?:{EMOJI}|[{RUN_SIGNS}])\ufe0f?{GAP}*+\S")
# Most lines begin with a word, emphasised or not, and have no mark.
_PLAIN = regex.compile(
    r"(?:\*\*)?+(?:[\p{Lu}\p{Ll}]{2}"
    rf"(?![IVXivx]{{0,3}}(?:[.)）．]|{GAP}?[-–—/]))|[\p{{Lu}}\p{{Ll}}](?:['’]| \p{{L}}))"
)
_RULED = "*-_="
"""What a rule begins with."""
# The constructor of a named tuple is a Python function, too slow for every line.
_shape = tuple.__new__


def shape(line: str) -> Shape:
    """Returns what a line is by itself."""
    end = len(line.rstrip())
    if not end:
        return Shape("blank", 0, 0, 0)
    begins = len(line) - len(line.lstrip())
    if _PLAIN.match(line, begins):
        return _shape(Shape, ("text", begins, begins, end, ()))
    first = line[begins]
    if first in _RULED and RULE.match(line):
        return Shape("rule", 0, 0, len(line))
    if first == "[" and LINK_TARGET.match(line):
        return Shape("target", 0, 0, len(line))
    kind, start = ("text", 0) if first.isalnum() else _prefixed(line)
    if kind == "item":
        box = _CHECK_BOX.match(line, start)
        start = box.end() if box else start
    elif kind == "heading":
        hashes = _CLOSING_HASHES.search(line, start)
        end = hashes.start() if hashes else end
    elif _SIGNED.match(line, start):
        kind = "signed"
    start = max(start, begins)
    start = min(end, start + len(line[start:end]) - len(line[start:end].lstrip()))
    numbers = () if _PLAIN.match(line, start) else _numbers(line, start)
    return _shape(Shape, (kind, begins, start, end, numbers))


def _prefixed(line: str) -> tuple[str, int]:
    """Returns what the marks before a line make of it, and where they end."""
    prefix = _PREFIX.match(line)
    assert prefix is not None
    start = prefix.end()
    marks = line[:start].replace(">", "").strip()
    return "heading" if "#" in marks else "item" if marks else "text", start


class Shapes(dict[str, Shape]):
    """The shapes of lines, each computed when it is first asked for."""

    def __missing__(self, line: str) -> Shape:
        found = self[line] = shape(line)
        return found


# Numbers and letters of items

# A dash or a slash needs the item before or after: 1 – one, 2/ two.
_CLOSE = (
    r"(?:[.．](?![ºª°])\\?[)）–-]?|[º°]?[)）]"
    rf"|(?P<weak>/|{GAP}?[-–—])(?!{GAP}*+\p{{Nd}}))"
)
_VALUE = one_of(
    r"(?P<digits>\p{Nd}{1,3})",
    r"(?P<roman>[IVX]{1,5}|[ivx]{1,5})",
    r"(?P<letter>(?!\p{Han})\p{L}|[甲乙丙丁戊己])",
)
_NUMBER = regex.compile(
    rf"[*_]*+(?P<mark>(?P<bracket>[（(])?{_VALUE}\\?{_CLOSE}[*_]*+{GAP}++"
    rf"|(?P<glued>{GLUED_NUMBER}){GAP}*+|{SECTION}"
    # 1.2 is a number of an item only beside another: 3.5 km
    rf"|(?P<outer>(?:\p{{Nd}}{{1,2}}\.){{1,3}})(?P<inner>\p{{Nd}}{{1,2}})"
    rf"(?:\.[*_]*+{GAP}++|[*_]*+{GAP}++(?!\p{{Ll}})))(?=\S)"
)
_PHONE = regex.compile(r"[（(]\p{Nd}{2,}[)）] *+(?:\p{Nd}{2,}+(?:[ .-]\p{Nd}{2,})+|\p{Nd}{5,})")
_NEXT_WORD = regex.compile(r"[*_]*+(\p{L}++)")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}


def _numbers(line: str, start: int) -> tuple[ItemNumber, ...]:
    match = _NUMBER.match(line, start)
    if match is None:
        return ()
    span = match.span("mark")
    # (11) 98765-4321
    if _PHONE.match(line, span[0]):
        return ()
    if match["digits"]:
        ordinal = match["mark"].rstrip(" \t*_\u00a0\u3000").endswith(".")
        word = _NEXT_WORD.match(line, span[1]) if ordinal else None
        kind = "ordinal" if ordinal else "digits"
        next_word = word[1].casefold() if word else ""
        value = whole_number(match["digits"])
        return (ItemNumber(*span, kind, value, not match["weak"], next_word),)
    if match["roman"]:
        capital = match["roman"].isupper()
        certain = capital and len(match["roman"]) > 1 and not match["weak"]
        value = _roman(match["roman"].upper())
        roman = ItemNumber(*span, "roman" if capital else "small roman", value, certain)
        if len(match["roman"]) > 1:
            return (roman,)
        return roman, ItemNumber(*span, "letter", ord(match["roman"]), False)
    if match["letter"]:
        if match["weak"]:
            return ()
        return (ItemNumber(*span, "letter", ord(match["letter"]), False),)
    if match["outer"]:
        return (ItemNumber(*span, match["outer"], int(match["inner"]), False),)
    return (ItemNumber(*span, "glued", -1, True),)


def _roman(numeral: str) -> int:
    values = [_ROMAN_VALUES[digit] for digit in numeral]
    return sum(
        -value if value < after else value
        for value, after in zip(values, [*values[1:], 0], strict=True)
    )
