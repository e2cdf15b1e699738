"""Whether a text is one quotation."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from mifcheck.languages.characters import APOSTROPHES, CLOSERS, EMPHASIS, OPENERS

_BEHIND_OPENERS = OPENERS + "—–-"
_BEFORE_CLOSERS = CLOSERS + ".,;:!?。，、；：！？…"
# A mark after a digit may stand for inches or feet.
_INCHES = regex.compile(r"(?<=\p{Nd})[\"'](?=[\s.,;:!?)]|\Z)")


def without_emphasis(string: str, start: int, end: int) -> tuple[int, int]:
    """Returns the (start, end) of a text without the emphasis marks around it."""
    while end - start > 1 and string[start] == string[end - 1] in EMPHASIS:
        start, end = start + 1, end - 1
    return start, end


def quotation_marks(string: str, pairs: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """Returns the pair of quotation marks that wraps the whole text, if one does."""
    for opening, closing in pairs:
        if len(string) < len(opening) + len(closing) or not string.startswith(opening):
            continue
        body = string[len(opening) : len(string) - len(closing)]
        if string.endswith(closing) and _wraps(body, opening, closing):
            return opening, closing
    return None


def _wraps(body: str, opening: str, closing: str) -> bool:
    """Tells whether the mark before the body is closed by the mark after it, not within it."""
    if not body.strip():
        return False
    if opening not in body and closing not in body:
        return True
    if _left_open(body, opening, closing):
        return True
    # If some marks may stand for inches, all the others have to pair.
    plain = _INCHES.sub(" ", body) if opening in "\"'" else body
    return plain != body and _left_open(plain, opening, closing) == 1


def _left_open(body: str, opening: str, closing: str) -> int:
    """Returns how many marks are open at the end, with the mark before the body; 0 if none is."""
    depth = 1
    for at in (place for place, mark in enumerate(body) if mark in (opening, closing)):
        before, after = body[at - 1 : at], body[at + 1 : at + 2]
        if body[at] in APOSTROPHES and before.isalpha() and after.isalpha():
            continue
        if opening != closing:
            depth += 1 if body[at] == opening else -1
        else:
            depth += _turn(before, after, depth)
        if depth == 0:
            break
    return depth


def _turn(before: str, after: str, depth: int) -> int:
    """Returns 1 if a mark that opens and closes alike opens here, and -1 if it closes.

    Its neighbours decide. If they do not, as in Chinese, marks alternate.
    """
    apart = not before or before.isspace() or before in _BEHIND_OPENERS
    ahead = bool(after) and not after.isspace() and after not in _BEFORE_CLOSERS
    if apart != ahead or (before.isalpha() and after.isalpha()):
        return 1 if depth == 1 else -1
    return 1 if apart else -1
