"""Running text: the stretches of a text that have sentences.

A list item is running text, and so is a cell of a table that is more than a name or a figure. A
heading, a title, a label, a salutation, a closing with its signature, a line of tags and a formula
are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from mifcheck.languages import Language
from mifcheck.languages.characters import CLOSERS, FINAL_MARKS, IDEOGRAPH, SPELLING, WORD, inside
from mifcheck.markup.rendering import Block

Stretch = tuple[int, int]


class _Line(NamedTuple):
    """A line of a block: the kind of the block, whether it is the first, its (start, end)."""

    kind: str
    first: bool
    start: int
    end: int
    text: str


_LINE = regex.compile(r"[^\n]*[^\n\s][^\n]*+")
_STOPS = ".!?…。！？｡।॥؟۔"
_ENDED = regex.compile(rf"[{_STOPS}][{inside(CLOSERS)}*_~\s]*\Z")
_WORD = regex.compile(rf"[{WORD}]++")
_LETTERS = regex.compile(rf"[{SPELLING}]++")
_IDEOGRAPH = regex.compile(IDEOGRAPH)
_CLAUSE_WORDS, _CLAUSE_CHARACTERS = 4, 6


def running(string: str, blocks: Sequence[Block], language: Language) -> Iterator[Stretch]:
    """Yields the (start, end) of each stretch of running text.

    Args:
        string: the rendered text.
        blocks: its blocks.
        language: the language of the text.
    """
    lines = [line for block in blocks for line in _lines(string, block)]
    apart = _letter_parts(lines, language) if language.letters.closings else set()
    begun = end = -1
    for number, line in enumerate(lines):
        if line.first or begun < 0:
            if begun >= 0:
                yield begun, _without_tags(string, begun, end)
            begun = -1
        if number in apart or _is_apart(line.text, language):
            if begun >= 0:
                yield begun, _without_tags(string, begun, end)
            begun = -1
            continue
        begun, end = (line.start if begun < 0 else begun), line.end
    if begun >= 0:
        yield begun, _without_tags(string, begun, end)


def _lines(string: str, block: Block) -> Iterator[_Line]:
    kind, start, end = block
    if kind == "cell" and not _is_clause(string[start:end]):
        return
    if kind in ("text", "item", "cell"):
        for number, match in enumerate(_LINE.finditer(string, start, end)):
            yield _Line(kind, number == 0, *match.span(), match[0].strip())


def _is_clause(cell: str) -> bool:
    """Tells whether a cell of a table is more than a name or a figure."""
    if _ENDED.search(cell):
        return True
    words = _LETTERS.findall(cell)
    ideographs = sum(_IDEOGRAPH.match(word[0]) is not None and len(word) for word in words)
    return len(words) >= _CLAUSE_WORDS or ideographs >= _CLAUSE_CHARACTERS


# Titles, labels, tags and formulas

_TAGS = regex.compile(rf"(?:(?<![^\s,.;!?…。！？।])#[{WORD}_]++[\s,]*+)++\Z")
_NUMBER = r"(?:\p{Nd}{1,3}|[IVXLC]{1,6})"
_HAN_NUMBER = r"(?:\p{Nd}{1,3}|[〇零一二三四五六七八九十百两]{1,4})"
_LABEL = regex.compile(
    rf"""
    (?: <{{2,}}+ [^<>]++ >{{2,}}+
      | [(（\[【〔〖] [^(（\[【〔〖]{{0,79}} [^{inside(FINAL_MARKS)}\s] [)）\]】〕〗]
      | [{SPELLING}'’-]++ (?: [ ][{SPELLING}'’-]++ )? [ ]{_NUMBER} [.)]?
      | 第{_HAN_NUMBER}{IDEOGRAPH}{{1,3}}
      | {IDEOGRAPH}{{1,3}} [ ]? {_HAN_NUMBER}
    )
    [:：]?
    """,
    regex.VERBOSE,
)
_COLONS = (":", "：")
_LABEL_WORDS, _LABEL_CHARACTERS = 1, 4
_MATH = regex.compile(r"[=≈≠≤≥∝→⇒±×÷√∑∫]|\\(?:frac|sqrt|sum|int|cdot|times)\b")
_SET_APART = regex.compile(r"\$\$.*\$\$[.,]?|\\?\[(?=.*[=^\\]).*\\?\][.,]?|\\begin\{.*")
_LONG_WORD = regex.compile(rf"(?<![\\{WORD}])[{SPELLING}]{{3,}}|{IDEOGRAPH}")
_FUNCTIONS = frozenset(("sin", "cos", "tan", "log", "exp", "lim", "max", "min", "mod", "det"))


def _without_tags(string: str, start: int, end: int) -> int:
    tags = _TAGS.search(string, start, end) if "#" in string[start:end] else None
    return tags.start() if tags else end


def _is_apart(line: str, language: Language) -> bool:
    """Tells whether a line is a title, a label, a line of tags or a formula."""
    if _LABEL.fullmatch(line) or (line.startswith("#") and _TAGS.fullmatch(line)):
        return True
    return (line.endswith(_COLONS) and _is_short_label(line, language)) or _is_formula(line)


def _is_short_label(line: str, language: Language) -> bool:
    if language.spaced:
        return len(_WORD.findall(line)) <= _LABEL_WORDS
    return len(line) - 1 <= _LABEL_CHARACTERS


def _is_formula(line: str) -> bool:
    if not (_MATH.search(line) or line.startswith("$$")):
        return False
    words = (match[0].lower() for match in _LONG_WORD.finditer(line))
    return _SET_APART.fullmatch(line) is not None or all(word in _FUNCTIONS for word in words)


# Letters to somebody

_SALUTATION, _CLOSING, _SIGNATURE = 6, 6, 6
"""Maximum number of words."""
_SIGNATURE_LINES = 5
_PAUSES = (",", "，", "、", ":", "：", ";")
_NO_SALUTATION = (".", "?", "。", "？", "।")
_GOES_ON = regex.compile(rf"[!?…。！？।][^{WORD}]*[{WORD}]")
_NAME = regex.compile(r"[\[(（【\p{Lu}\p{Lo}—–-]")


def _letter_parts(lines: Sequence[_Line], language: Language) -> set[int]:
    """Returns the lines that are a salutation, a closing or a signature."""
    salutation, closing = _beginnings(language)
    found: set[int] = set()
    for number, (kind, first, _, _, line) in enumerate(lines):
        if kind != "text" or number in found:
            continue
        if first and _is_salutation(salutation.match(line), line, language):
            found.add(number)
        elif (match := closing.match(line)) and _is_closing(match, line, language):
            below = [each.text for each in lines[number + 1 : number + 1 + _SIGNATURE_LINES]]
            if not below or _is_signature(below[0], language):
                found.add(number)
                for at, each in enumerate(below, number + 1):
                    if not _is_signature(each, language):
                        break
                    found.add(at)
    return found


def _is_salutation(match: regex.Match[str] | None, line: str, language: Language) -> bool:
    if match is None or _length(line, language) > _SALUTATION:
        return False
    if _GOES_ON.search(line, match.end()):
        return False
    named = _WORD.search(line, match.end()) is not None
    return line.endswith(_PAUSES) or (named and not line.endswith(_NO_SALUTATION))


def _is_closing(match: regex.Match[str], line: str, language: Language) -> bool:
    whole = not _WORD.search(line, match.end())
    if line.endswith(_PAUSES[:2]):
        return _length(line, language) <= _CLOSING
    return whole and not _ENDED.search(line)


def _is_signature(line: str, language: Language) -> bool:
    short = _length(line, language) <= _SIGNATURE
    return short and _NAME.match(line) is not None and not _ENDED.search(line)


def _length(line: str, language: Language) -> int:
    words = _WORD.findall(line)
    return len(words) if language.spaced else sum(map(len, words)) // 2


@lru_cache(maxsize=64)
def _beginnings(language: Language) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """Returns patterns for the beginning of a salutation and of a closing."""
    rule = language.letters
    return _beginning(rule.salutations, language), _beginning(rule.closings, language)


def _beginning(entries: Iterable[str], language: Language) -> regex.Pattern[str]:
    ends = rf"(?![{WORD}])" if language.spaced else ""
    forms = "|".join(map(regex.escape, sorted(entries, key=len, reverse=True)))
    return regex.compile(rf"¡?(?i:{forms}){ends}")
