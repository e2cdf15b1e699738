"""Quotations within a text, and whether it is one quotation as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import NamedTuple

import regex

from mifcheck.languages.characters import (
    APOSTROPHES,
    CLOSERS,
    EMPHASIS,
    IDEOGRAPHS,
    OPENERS,
    SENTENCE_ENDS,
    SPACES,
    THIN_SPACES,
    WORD,
    inside,
)
from mifcheck.markup.edges import whole_graphemes
from mifcheck.verdict import Span

_SHOWN = 24
_BEHIND_OPENERS = OPENERS + "—–-"
_BEFORE_CLOSERS = CLOSERS + ".,;:!?。，、；：！？…"
# A mark after a digit may stand for inches or feet.
_INCHES = regex.compile(r"(?<=\p{Nd})[\"'](?=[\s.,;:!?)]|\Z)")


# Marks within a quotation that are written twice instead of being escaped: "He said ""hi"".".
_DOUBLED = regex.compile(
    r"(?<![\p{L}\p{N}.,!?…\"])\"\"(?=[\p{L}\p{N}¿¡])|(?<=[\p{L}\p{N}.,!?…])\"\"(?![\p{L}\p{N}\"])"
)
_ESCAPED = regex.compile(r"\\[\"'“”‘’«»]")
_FINAL_MARKS = SENTENCE_ENDS + SPACES + THIN_SPACES


def closing_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Returns for each opening mark the marks that close it.

    Args:
        pairs: the pairs of marks that a language uses, opening and closing.
    """
    closing: dict[str, str] = {}
    for opening, closes in pairs:
        closing[opening] = closing.get(opening, "") + closes
    return closing


@lru_cache(maxsize=256)
def quotation_pattern(pairs: tuple[tuple[str, str], ...]) -> regex.Pattern[str]:
    """Returns the pattern of a quotation with some pairs of marks, opening and closing."""
    forms = [_quoted(opening, closing) for opening, closing in closing_of(pairs).items()]
    return regex.compile("|".join(forms), regex.V1)


# Ideographs have no apostrophes between them.
_LETTER = rf"[[{WORD}]--[{IDEOGRAPHS}]]"


def _quoted(opening: str, closing: str) -> str:
    within = f"[^{inside(opening + closing)}"
    if not set(APOSTROPHES).intersection(opening + closing):
        return f"{inside(opening)}{within}]+[{inside(closing)}]"
    # An apostrophe opens and closes nothing: don't, dogs' ears.
    apostrophe = rf"(?<={_LETTER})[{APOSTROPHES}](?={_LETTER})"
    return (
        rf"(?<!{_LETTER}){inside(opening)}(?=\S)(?:{within}\n]|{apostrophe})+"
        rf"(?<=\S)[{inside(closing)}](?!{_LETTER})"
    )


class Quotation(NamedTuple):
    """Whether a text is one quotation, and why not.

    Attributes:
        marks: the pair of marks around the whole text; None if it is no quotation.
        edges: what stands at its beginning, and at its end or where it is closed too early.
        reason: why it is none, in one clause; "" if it is.
    """

    marks: str | None
    edges: tuple[Span, Span]
    reason: str


def quotation_of(string: str, source: str, pairs: Iterable[tuple[str, str]]) -> Quotation:
    """Returns whether a pair of quotation marks wraps a whole reply.

    White space and emphasis around it and final marks after the closing mark are looked past.

    Args:
        string: the reply as a reader sees it.
        source: its source.
        pairs: the pairs of marks that its language uses, opening and closing.
    """
    start, end = _without_emphasis(string)
    found = _read(string[start:end], pairs)
    if found.marks is None and "\\" in source:
        # An escaped mark closes nothing, and only the source has escapes.
        escaped = _read(source[slice(*_without_emphasis(source))], pairs)
        found = escaped if escaped.marks else found
    last = (end - 1, "end") if found.closed < 0 else (start + found.closed, "closes")
    edges = [
        Span(*whole_graphemes(string, at, at + 1), label)
        for at, label in ((start, "beginning"), last)
    ]
    return Quotation("".join(found.marks or ()) or None, (edges[0], edges[1]), found.reason)


class _Reading(NamedTuple):
    """What reading a text as a quotation gives.

    Attributes:
        marks: the pair of marks around the whole text; None if it is no quotation.
        closed: where the first mark of the text is closed too early; -1 if it is not.
        reason: why it is none, in one clause; "" if it is.
    """

    marks: tuple[str, str] | None
    closed: int = -1
    reason: str = ""


def _read(string: str, pairs: Iterable[tuple[str, str]]) -> _Reading:
    pairs = tuple(pairs)
    end = _end_of_quotation(string, {closing for _, closing in pairs})
    closed = -1
    for opening, closing in pairs:
        if not string.startswith(opening):
            continue
        if string.startswith(closing, end - len(closing)):
            at = _closed_in(string[len(opening) : end - len(closing)], opening, closing)
            if at is None:
                return _Reading((opening, closing))
        else:
            at = _closed_in(string[len(opening) : end], opening, closing)
        if at is not None and at >= 0:
            closed = max(closed, at + len(opening))
    return _Reading(None, closed, _why(string, closed))


def _without_emphasis(string: str) -> tuple[int, int]:
    """Returns the (start, end) of a text without the emphasis around it, and marks after that."""
    start, end = len(string) - len(string.lstrip()), len(string.rstrip())
    bare = end - len(string[start:end]) + len(string[start:end].rstrip(_FINAL_MARKS))
    if bare - start > 1 and string[start] == string[bare - 1] in EMPHASIS:
        end = bare
    while end - start > 1 and string[start] == string[end - 1] in EMPHASIS:
        start, end = start + 1, end - 1
    return start, end


def _why(string: str, closed: int) -> str:
    if closed < 0:
        return f"begins with {string[:1]!r} and ends with {string[-1:]!r}"
    follows = string[closed + 1 : closed + 1 + _SHOWN]
    more = "…" if len(string) > closed + 1 + _SHOWN else ""
    return f"the quotation is closed by {string[closed]!r}, and {follows + more!r} follows"


def _end_of_quotation(string: str, closing: Collection[str]) -> int:
    """Returns where a text ends without the final marks after a closing mark."""
    end = len(string.rstrip(_FINAL_MARKS))
    while end and string[end - 1] in EMPHASIS:
        end -= 1
    return end if string[end - 1 : end] in closing else len(string)


def _closed_in(body: str, opening: str, closing: str) -> int | None:
    """Returns where a body closes the mark before it; None if it leaves it open; -1 if unsure."""
    if not body.strip():
        return -1
    # Escaped marks open and close nothing. Blanks keep the places as they are.
    if "\\" in body:
        body = _ESCAPED.sub("  ", body)
    if opening == '"':
        body = _DOUBLED.sub("  ", body)
    if opening not in body and closing not in body:
        return None
    depth, at = _left_open(body, opening, closing)
    if depth:
        return None
    # If some marks may stand for inches, all the others have to pair.
    plain = _INCHES.sub(" ", body) if opening in "\"'" else body
    return None if plain != body and _left_open(plain, opening, closing)[0] == 1 else at


def _left_open(body: str, opening: str, closing: str) -> tuple[int, int]:
    """Returns how many marks are open, with the one before the body, and where none was; or -1."""
    depth = 1
    for at in (place for place, mark in enumerate(body) if mark in (opening, closing)):
        before, after = body[at - 1 : at], body[at + 1 : at + 2]
        if body[at] in APOSTROPHES and before.isalpha() and after.isalpha():
            continue
        if opening != closing:
            depth += 1 if body[at] == opening else -1
        else:
            depth += _turn(before, after, depth)
        if not depth:
            return 0, at
    return depth, -1


def _turn(before: str, after: str, depth: int) -> int:
    """Returns 1 if a mark that opens and closes alike opens here, and -1 if it closes.

    Its neighbours decide. If they do not, as in Chinese, marks alternate.
    """
    apart = not before or before.isspace() or before in _BEHIND_OPENERS
    ahead = bool(after) and not after.isspace() and after not in _BEFORE_CLOSERS
    if apart != ahead or (before.isalpha() and after.isalpha()):
        return 1 if depth == 1 else -1
    return 1 if apart else -1
