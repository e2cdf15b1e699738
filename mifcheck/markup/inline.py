"""Inline Markdown and HTML: what of a paragraph is not seen, and what is emphasised.

Source: CommonMark 0.31.2, chapter 6, and GitHub Flavored Markdown (strikethrough). Three habits
that they do not cover are read as a reader does: marks of notes are not content; beside ideographs
emphasis needs no space; and asterisks in products (2*3*4, f(a*b, c*d)) are no emphasis.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache
from html import unescape
from typing import NamedTuple

import regex

from mifcheck.languages.characters import (
    CLOSERS,
    FINAL_MARKS,
    IDEOGRAPH,
    PAUSES,
    SPELLING,
    WORD,
    either,
    inside,
)
from mifcheck.markup.html import ANY_TAG, BLOCKS, NAMES, UNSEEN


class Cut(NamedTuple):
    """A stretch of the source that is not seen, and what is seen in its place."""

    start: int
    end: int
    seen: str = ""


class Emphasis(NamedTuple):
    """An emphasised passage: its (start, end) with the marks, and their character."""

    start: int
    end: int
    mark: str


class Tag(NamedTuple):
    """A tag that begins or ends a block, and the kind of the block that follows it.

    The kind is "" if it is that of the block before it.
    """

    start: int
    end: int
    kind: str


class Inline(NamedTuple):
    """What is found in a paragraph, each from left to right.

    Attributes:
        cuts: what is not seen.
        emphasis: the emphasised passages.
        tags: the tags that begin or end blocks.
        is_open: whether emphasis marks are left that others, before or after, may pair with.
    """

    cuts: tuple[Cut, ...] = ()
    emphasis: tuple[Emphasis, ...] = ()
    tags: tuple[Tag, ...] = ()
    is_open: bool = False


PLAIN = Inline()
# The constructor of a named tuple is a Python function, too slow for every mark.
_made = tuple.__new__

# Marks of notes

_DIGITS = r"\p{Nd}{1,3}(?:[,:–-][ ]?\p{Nd}{1,3})*+"
_MARKS = inside(FINAL_MARKS + PAUSES)
_CLOSED = inside(FINAL_MARKS + CLOSERS)
_NOTE = (
    r"\[\^[^\[\]\s^]{1,40}\]:?"
    # The sources of ChatGPT, which its own pages show as links.
    r"|\ue200[^\ue200\ue201\n]{1,200}+\ue201"
    r"|:contentReference\[oaicite:[^\[\]\n]{0,40}\](?:\{[^{}\n]{0,40}\})?"
    rf"|【(?=[^【】\n]{{0,80}}†|{_DIGITS}】)[^【】\n]{{0,80}}+】"
    rf"|(?<=[{WORD}{_CLOSED}])\[{_DIGITS}\](?!\()"
    # A lone number after a space, with a mark before it, or a mark or nothing after it.
    rf"|(?<=[.!?…。！？।][{inside(CLOSERS)}]?)[ ]\[\p{{Nd}}{{1,3}}\](?!\()"
    rf"|(?<=[{WORD}])[ ]\[\p{{Nd}}{{1,3}}\](?=(?:\[\p{{Nd}}{{1,3}}\])*+(?:[{_MARKS}]|\Z))"
    # The raised 2 of km² and of sin² is no note.
    rf"|(?<=[{_CLOSED}]|\p{{L}}{{4}})[¹²³⁰⁴⁵⁶⁷⁸⁹]{{1,3}}(?![{WORD}])"
    rf"|(?<=[{WORD}{_CLOSED}])[†‡]{{1,3}}(?![{WORD}])"
    # The raised 2 of x² and of 10² is no note.
    rf"|(?<=[{_CLOSED}]|[{SPELLING}]{{2}})(?i:<sup>)\s?\[?(?:{_DIGITS}|[*†‡§])\]?\s?(?i:</sup>)"
)
_IS_NOTE = regex.compile(rf"\\?\[?\^?{_DIGITS}\\?\]?")
"""The text of a link that is the mark of a note."""

# Everything that begins what may not be seen. What stands in formulas is no Markdown.
_TOKEN = regex.compile(
    rf"""
    (?P<escape> \\[!-/:-@\[-`{{-~] )
    | (?P<ticks> `++ )
    | (?P<note> {_NOTE} )
    | (?P<unseen> (?:{either(UNSEEN, regex.escape)}) (?:(?<=-)|\b) )
    | (?P<autolink> <(?=[A-Za-z][A-Za-z0-9+.-]{{1,31}}:[^\s<>]|[^\s<>@]++@[^\s<>]++>)[^\s<>]++> )
    | (?P<markup> (?<!<) {ANY_TAG} (?!>) )
    | (?P<formula> \$\$[^$]{{1,400}}+\$\$ )
    | (?P<opening> !?\[ )
    | (?P<entity> &(?:\#[0-9]{{1,7}}|\#[xX][0-9A-Fa-f]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}}); )
    """,
    regex.VERBOSE,
)
# Each token is at one of these, which are found fast, or one character before it: the ! of an
# image, the space before a note. The most frequent are told at once. The asterisk on a key is no
# emphasis.
_SPOT = regex.compile(
    r"(?P<run>(?>\*+|_+|~+)(?!\ufe0f?\u20e3))|(?P<closing>\])|(?P<opening>(?<!!)\[(?=\p{L})(?!oaicite:))"
    "|[\\\\`<\\[&$\ue200【†‡¹²³⁰⁴-⁹]"
)
_BEFORE = regex.compile(r"(?r)[! ]\Z|:contentReference\Z")
HINTS = "*[`_<&~\\\ue200【†‡¹²³⁰⁴⁵⁶⁷⁸⁹"
"""Every paragraph of which something is not seen has one of these."""
_TARGET = regex.compile(
    r"""
    \( \s*+ (?: <[^<>\n]*+> | (?: [^\s()<>] | \( [^\s()]*+ \) )*+ )
    (?: \s++ (?: "(?:[^"\\]|\\.)*+" | '(?:[^'\\]|\\.)*+' | \([^()]*+\) ) )?+ \s*+ \)
    """,
    regex.VERBOSE,
)
_TAG = regex.compile(ANY_TAG)
_NAME = regex.compile(r"\[([^\[\]\n]*+)\]")


def inline(
    string: str, names: frozenset[str] = frozenset(), tags: frozenset[str] = frozenset()
) -> Inline:
    """Returns what is not seen of a paragraph, and what is emphasised.

    Args:
        string: the paragraph, with the line breaks in it.
        names: the names, with their case folded, for which the text gives the target of a link.
        tags: the names of elements, in small letters, that the text uses besides those of HTML.
    """
    return _Reader(string, names, tags).read() if any(hint in string for hint in HINTS) else PLAIN


def without(string: str, cuts: Iterable[Cut]) -> tuple[str, list[Cut]]:
    """Returns a string as it is seen, and the cuts that were made: none within another."""
    made: list[Cut] = []
    parts: list[str] = []
    at = 0
    for cut in sorted(cuts):
        if cut.start < at:
            continue
        parts += (string[at : cut.start], cut.seen)
        made.append(cut)
        at = cut.end
    return "".join((*parts, string[at:])), made


class _Run(NamedTuple):
    """A row of emphasis marks, and whether it may open and close emphasis by its neighbours."""

    start: int
    length: int
    mark: str
    opens: bool
    closes: bool
    amidst: bool


class _Reader:
    """Reads one paragraph from left to right."""

    def __init__(self, string: str, names: frozenset[str], tags: frozenset[str]) -> None:
        self._string, self._names, self._own = string, names, tags
        self._cuts: list[Cut] = []
        self._emphasis: list[Emphasis] = []
        self._tags: list[Tag] = []
        # The ends of comments and the like that are not found further down.
        self._missing: set[str] = set()
        # Where the last line break in HTML ends.
        self._break = -1
        self._runs: list[_Run] = []
        self._is_open = False
        # Opening brackets: where they are, and how many runs and cuts stand before them.
        self._brackets: list[tuple[regex.Match[str], int, int]] = []
        # How many of them, from the first on, are known to be those of images.
        self._images = 0

    def read(self) -> Inline:
        """Returns what is found."""
        at = 0
        while spot := _SPOT.search(self._string, at):
            match = spot if spot.lastgroup else self._token(at, spot.start(), spot[0])
            name = match and ("markup" if match.lastgroup == "tag" else match.lastgroup)
            at = getattr(self, f"_{name}")(match) if name else spot.start() + 1
        self._pair(0)
        cuts, emphasis, tags = sorted(self._cuts), sorted(self._emphasis), sorted(self._tags)
        return Inline(tuple(cuts), tuple(emphasis), tuple(tags), self._is_open)

    def _token(self, at: int, start: int, sign: str) -> regex.Match[str] | None:
        """Returns the token at a sign, or one before it that is not before `at`."""
        before = _BEFORE.search(self._string, at, start) if sign == "[" else None
        match = before and _TOKEN.match(self._string, before.start())
        return match or _TOKEN.match(self._string, start)

    def _cut(self, start: int, end: int, seen: str = "") -> int:
        self._cuts.append(_made(Cut, (start, end, seen)))
        return end

    def _escape(self, match: regex.Match[str]) -> int:
        self._cut(match.start(), match.start() + 1)
        return match.end()

    def _note(self, match: regex.Match[str]) -> int:
        return self._cut(*match.span())

    def _unseen(self, match: regex.Match[str]) -> int:
        closing = UNSEEN[match[0]]
        end = -1 if closing in self._missing else self._string.find(closing, match.end())
        if end >= 0:
            return self._cut(match.start(), end + len(closing))
        self._missing.add(closing)
        tag = _TAG.match(self._string, match.start())
        return self._markup(tag) if tag else match.end()

    def _formula(self, match: regex.Match[str]) -> int:
        return match.end()

    def _autolink(self, match: regex.Match[str]) -> int:
        self._cut(match.start(), match.start() + 1)
        return self._cut(match.end() - 1, match.end())

    def _entity(self, match: regex.Match[str]) -> int:
        seen = unescape(match[0])
        return match.end() if seen == match[0] else self._cut(*match.span(), seen)

    def _markup(self, match: regex.Match[str]) -> int:
        name = match["tag"].lower()
        if name not in NAMES and name not in self._own:
            return match.start() + 1
        is_block = name in BLOCKS or name not in NAMES
        if is_block:
            kind = "text" if match[0].startswith("</") else BLOCKS.get(name, "text")
            self._tags.append(Tag(*match.span(), kind))
        elif name == "br":
            # Two of them are a blank line.
            if self._break >= 0 and not self._string[self._break : match.start()].strip():
                self._tags.append(Tag(*match.span(), ""))
            self._break = match.end()
        return self._cut(*match.span(), "\n" if is_block or name == "br" else "")

    def _ticks(self, match: regex.Match[str]) -> int:
        ends = self._tick_runs.get(len(match[0]), ())
        later = bisect_right(ends, match.start())
        if later == len(ends):
            return match.end()
        # The ticks are kept: to a reader they are the colour of code.
        return ends[later] + len(match[0])

    @cached_property
    def _tick_runs(self) -> dict[int, list[int]]:
        """Returns where the runs of ticks of each length begin."""
        found: dict[int, list[int]] = defaultdict(list)
        for run in _TICKS.finditer(self._string):
            found[len(run[0])].append(run.start())
        return found

    # Links

    def _opening(self, match: regex.Match[str]) -> int:
        self._brackets.append((match, len(self._runs), len(self._cuts)))
        return match.end()

    def _closing(self, match: regex.Match[str]) -> int:
        if not self._brackets:
            return match.end()
        opening, runs, cuts = self._brackets.pop()
        self._images = min(self._images, len(self._brackets))
        end = self._target(opening.end(), match.start())
        if not end:
            return match.end()
        text = self._string[opening.end() : match.start()]
        if opening[0] == "![" or _IS_NOTE.fullmatch(text):
            del self._runs[runs:], self._cuts[cuts:]
            return self._cut(opening.start(), end)
        self._pair(runs)
        self._cut(*opening.span())
        # A link has no link in it.
        later = self._brackets[self._images :]
        self._brackets[self._images :] = [each for each in later if each[0][0] == "!["]
        self._images = len(self._brackets)
        return self._cut(match.start(), end)

    def _target(self, start: int, end: int) -> int:
        """Returns where the target of a link ends whose text has a (start, end); 0 if none is."""
        target = _TARGET.match(self._string, end + 1)
        if target:
            return target.end()
        if not self._names:
            return 0
        follows = _NAME.match(self._string, end + 1)
        name = (follows and follows[1]) or self._string[start:end]
        known = name.casefold() in self._names
        return (follows.end() if follows else end + 1) if known else 0

    # Emphasis

    def _run(self, match: regex.Match[str]) -> int:
        start, end = match.span()
        mark = match[0][0]
        if mark == "~" and end - start != 2:
            return end
        before = _kind(self._string[start - 1 : start])
        after = _kind(self._string[end : end + 1])
        left = after != _SPACE and (after != _SIGN or before != _LETTER)
        right = before != _SPACE and (before != _SIGN or after != _LETTER)
        opens, closes = left, right
        if mark == "_":
            opens = left and (not right or before == _SIGN)
            closes = right and (not left or after == _SIGN)
        amidst = end - start == 1 and before == after == _LETTER
        if amidst and self._string[start - 1 : end + 1 : 2].isdigit():
            return end
        if opens or closes:
            self._runs.append(_made(_Run, (start, end - start, mark, opens, closes, amidst)))
        return end

    def _pair(self, first: int) -> None:
        """Pairs the runs from one on, and drops them."""
        runs = self._runs[first:]
        del self._runs[first:]
        left = [run.length for run in runs]
        ends = [run.start for run in runs]  # of the marks that close; those after them may open
        openers: list[int] = []
        floor: dict[tuple[str, bool, int], int] = defaultdict(lambda: -1)
        for at, run in enumerate(runs):
            key = (run.mark, run.opens, run.length % 3)
            while run.closes and left[at]:
                place = len(openers) - 1
                while place >= 0 and openers[place] > floor[key]:
                    if self._fits(runs[openers[place]], run):
                        break
                    place -= 1
                else:
                    floor[key] = openers[-1] if openers else -1
                    break
                del openers[place + 1 :]
                opener = openers[-1]
                width = 2 if left[opener] >= 2 and left[at] >= 2 else 1
                begins = ends[opener] + left[opener]
                self._cut(begins - width, begins)
                ends[at] = self._cut(ends[at], ends[at] + width)
                self._emphasis.append(Emphasis(begins - width, ends[at], run.mark))
                left[opener] -= width
                left[at] -= width
                if not left[opener]:
                    openers.pop()
            if run.opens and left[at]:
                openers.append(at)
        self._is_open = self._is_open or any(left)

    def _fits(self, opener: _Run, closer: _Run) -> bool:
        if opener.mark != closer.mark:
            return False
        if opener.amidst and closer.amidst:
            # f(a*b, c*d), 2*x*y
            beside = self._string[opener.start - 1] + self._string[closer.start + 1]
            within = _BLANK.search(self._string, opener.start, closer.start)
            return not within and not any(sign.isdigit() for sign in beside)
        if not (opener.closes or closer.opens):
            return True
        return (opener.length + closer.length) % 3 != 0 or opener.length % 3 == 0


_TICKS = regex.compile("`++")
_BLANK = regex.compile(r"\s")
_SPACE, _SIGN, _LETTER, _IDEOGRAPH = "space", "sign", "letter", "ideograph"
# The marks of scripts with ideographs, which no spaces surround.
_WIDE = regex.compile(rf"{IDEOGRAPH}|[\u3000-\u303f\uff00-\uffef]")


@lru_cache(maxsize=4096)
def _kind(character: str) -> str:
    """Returns what a neighbour of emphasis marks is."""
    if not character or character.isspace():
        return _SPACE
    if _WIDE.match(character):
        return _IDEOGRAPH
    return _SIGN if unicodedata.category(character)[0] in "PS" else _LETTER
