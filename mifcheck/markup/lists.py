"""Bullet points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import regex

from mifcheck.languages import Language
from mifcheck.languages.characters import (
    CLOSING_QUOTES,
    FINAL_MARKS,
    NO_WORD_AFTER,
    OPENING_QUOTES,
    inside,
)
from mifcheck.languages.joining import spelled
from mifcheck.markup.markdown import BULLET, GAP, LIST_MARKS, LIST_SIGNS, RULE
from mifcheck.verdict import Span

_ARROWS = "→⇒⇨➔➜➝➞➡⮕⟶❯"
_GUILLEMETS = "»›"
_ORNAMENTS = (
    "★☆✩✪✫✭✮✯⭐🌟✨💫✧✶✷✸✹✱✲✳✴❇✻✽✿❀❥♦♢♠♣♥⬧△▲▽▼▷◁⯈◎◯〇⚫⚪⬤❍▣▢☒✕✖✅❌❎➕➖☞☛👉🔹🔸🔷🔶🔘"
    "🔺🔻🔲🔳💠🔴🔵🟠🟡🟢🟣🟤⬛⬜🟥🟧🟨🟩🟦🟪🟫"
)
RUN_SIGNS = _ARROWS + _ORNAMENTS
"""List marks that count in a run of lines only."""
# Hyphens before lines that blank lines part are often those of a dialogue; these signs are not.
_NO_SPEECH = "·−－"
_STARTS = frozenset(LIST_MARKS + LIST_SIGNS + RUN_SIGNS + _GUILLEMETS + "—>\\")
_LINE = rf"{GAP}*+(?:>{GAP}*+)*+\\?"
_SIGN = regex.compile(
    rf"{_LINE}(?P<mark>[{RUN_SIGNS}]|[{_GUILLEMETS}](?={GAP}))[\ufe0e\ufe0f]?{GAP}*+"
    rf"(?=[^\s\ufe0e\ufe0f{RUN_SIGNS}])"
)
_GLUED = regex.compile(rf"{_LINE}(?P<mark>[-·+−－])(?=[*_]*+\p{{L}}(?!\s*+[=+^]))")
_ASTERISK = regex.compile(rf"{_LINE}(?P<mark>[*＊])(?=[^\s*])")
# What is said begins with a capital, and ends in no semicolon. Other lines after such dashes are
# those of a list.
_DASHED = regex.compile(
    rf"{_LINE}(?P<mark>—){GAP}++(?=[*_]*+(?:\p{{Ll}}[^—]*+(?<=[;,][*_]*)|\p{{Lu}}[^—]*+(?<=;[*_]*))\s*\Z)"
)
_DASHED_LAST = regex.compile(rf"{_LINE}(?P<mark>—){GAP}++(?=[*_]*+\p{{L}}[^—?!…]*+\Z)")
_EMPHASIS = regex.compile(r"(\*{1,3})(?=[^\s*])[^*]++(?<=[^\s*])\1(?!\*)")
# The sign of a note stands behind what it explains.
_NOTE_SIGN = regex.compile(r"^[^*\n]*[^\s*\\]\*(?![^\s.,;:!?)»”。，、])", regex.MULTILINE)
_NAME = r"(?:\p{Lu}|\p{Lo})[^\s:]*+"
_SIGNATURE = regex.compile(rf"{_NAME}(?:{GAP}(?:\p{{Ll}}{{1,3}}{GAP})?{_NAME}){{0,3}}+\s*+\Z")
_BEFORE_SIGNATURE = tuple(set(FINAL_MARKS + CLOSING_QUOTES) - set(":：-–—"))
_SPEECH_MARK = "–"
# A reply in quotation marks may begin with a list.
_OPENED = regex.compile(rf"\s*+[{inside(OPENING_QUOTES)}]{GAP}*+")


class _Kind(Enum):
    """How sure it is that a line is a bullet point."""

    SURE = "whatever stands beside it"
    GLUED = "a lone one is a negative number, an option or a signature"
    ASTERISK = "a lone one is a note, or begins emphasis that ends further down"
    ARROW = "a lone one is a conclusion"
    DASHED = "a lone one goes on with a sentence"
    DASHED_LAST = "without those before, it goes on with a sentence or a dialogue"
    ORNAMENT = "a lone one is decoration"


class _Point(NamedTuple):
    """A line that may be a bullet point.

    Attributes:
        start: where its mark stands.
        end: where it ends.
        mark: its mark.
        kind: how sure it is.
        line: which line it is.
        filled: which line it is if blank ones are not counted.
    """

    start: int
    end: int
    mark: str
    kind: _Kind
    line: int
    filled: int


def bullets(string: str, lines: Iterable[tuple[int, str]], language: Language) -> Iterator[Span]:
    """Yields the bullet points of a text, nested ones included.

    Args:
        string: the text.
        lines: (offset, line) of its lines outside code fences.
        language: its language, whose reporting verbs tell a dialogue from a list.
    """
    points = _listed(string, list(_points(string, lines)), _spoken(language))
    starred = any(point.kind is _Kind.ASTERISK for point in points)
    has_notes = starred and _NOTE_SIGN.search(string) is not None
    for number, point in enumerate(points):
        if point.kind is _Kind.ASTERISK and has_notes:
            continue
        held = point.kind is _Kind.SURE and not _is_signature(string, point)
        if not held:
            neighbours = points[max(number - 1, 0) : number] + points[number + 1 : number + 2]
            held = any(_supports(other, point) for other in neighbours)
        if held:
            yield Span(point.start, point.end, "bullet point")


def _listed(string: str, points: list[_Point], spoken: regex.Pattern[str] | None) -> list[_Point]:
    """Returns the points without the lines of a dialogue, one of which says who speaks."""
    if spoken is None or _SPEECH_MARK not in string:
        return points
    runs: list[list[_Point]] = []
    for point in points:
        last = runs[-1][-1] if runs else None
        if last and last.mark == point.mark == _SPEECH_MARK and point.filled == last.filled + 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    listed = (
        run
        for run in runs
        if run[0].mark != _SPEECH_MARK
        or not any(spoken.search(string, each.start + 1, each.end) for each in run)
    )
    return list(chain.from_iterable(listed))


@lru_cache(maxsize=64)
def _spoken(language: Language) -> regex.Pattern[str] | None:
    """Returns the pattern of a line of a dialogue that says who speaks: Olá! – disse ele."""
    verbs = language.sentences.reporting_verbs
    if not language.spaced or not verbs:
        return None
    said = "|".join(map(spelled, verbs))
    return regex.compile(
        rf"[,!?…\s]\s*+{_SPEECH_MARK}{GAP}*+(?:\S++{GAP}++){{0,3}}?(?i:{said}){NO_WORD_AFTER}"
    )


def bullets_in_code(
    string: str, lines: Iterable[tuple[int, str, str | None]], language: Language
) -> int:
    """Returns how many bullet points there would be in the lines of code fences.

    Args:
        string: the text.
        lines: (offset, line, label of its fence or None) of its lines.
        language: its language.
    """
    coded = ((start, line) for start, line, fence in lines if fence is not None)
    return len(list(bullets(string, coded, language)))


def _supports(other: _Point, point: _Point) -> bool:
    """Tells whether a point shows that the one before or after it is a bullet point."""
    lines, filled = abs(other.line - point.line), abs(other.filled - point.filled)
    if point.kind is _Kind.GLUED:
        is_apart = filled <= 2 and other.mark == point.mark in _NO_SPEECH
        return lines == 1 or is_apart
    if point.kind is _Kind.ORNAMENT:
        # A line of text may stand below each.
        return filled <= (2 if other.mark == point.mark else other.kind is point.kind)
    if point.kind is _Kind.DASHED_LAST:
        return filled == 1 and other.kind is _Kind.DASHED
    alike = point.kind is _Kind.SURE or other.mark == point.mark
    return filled == 1 and alike


def _points(string: str, lines: Iterable[tuple[int, str]]) -> Iterator[_Point]:
    opened = _OPENED.match(string)
    filled = 0
    for number, (start, line) in enumerate(lines):
        if opened and start <= opened.end() <= start + len(line):
            start, line = opened.end(), line[opened.end() - start :]
        first = line.lstrip()[:1]
        filled += bool(first)
        found = _marked(line) if first in _STARTS and not RULE.match(line) else None
        if found:
            begin, end = found[0].start("mark"), len(line.rstrip())
            yield _Point(start + begin, start + end, found[0]["mark"], found[1], number, filled)


def _marked(line: str) -> tuple[regex.Match[str], _Kind] | None:
    """Returns the match of the mark that a line begins with, and how sure it is."""
    if match := BULLET.match(line):
        # ○○ and □□ stand for a name.
        doubled = match["mark"] in LIST_SIGNS and line.startswith(match["mark"] * 2, match.start(1))
        return None if doubled and match["mark"] != "•" else (match, _Kind.SURE)
    if match := _GLUED.match(line):
        return match, _Kind.GLUED
    if match := _ASTERISK.match(line):
        begun = _EMPHASIS.match(line, match.start(1))
        closed = begun or "*" in _EMPHASIS.sub("", line[match.end() :])
        return None if closed else (match, _Kind.ASTERISK)
    if match := _DASHED.match(line):
        return match, _Kind.DASHED
    if match := _DASHED_LAST.match(line):
        return match, _Kind.DASHED_LAST
    match = _SIGN.match(line)
    # ★ Signs on both sides decorate. ★
    if not match or line.rstrip(" \t\ufe0e\ufe0f").endswith(match["mark"]):
        return None
    return match, _Kind.ORNAMENT if match["mark"] in _ORNAMENTS else _Kind.ARROW


def _is_signature(string: str, point: _Point) -> bool:
    """Tells whether a dash and a name end a letter or a quotation: - Ann"""
    if point.mark not in "-–−" or not _SIGNATURE.match(string, point.start + 2):
        return False
    return string[: point.start].rstrip().endswith(_BEFORE_SIGNATURE)
