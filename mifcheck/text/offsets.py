"""The way back from a string to the reply that it was made from."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable

import regex

Extent = Callable[[int], tuple[int, int]]
"""Maps a character of the string to the (start, end) in the reply that it was made from."""
# What normal form C may compose: a base with its marks, or the parts of a Hangul syllable.
_COMPOSED = regex.compile(r"[\u1100-\u11ff\uac00-\ud7a3]+\p{M}*+|\P{M}\p{M}*+|\p{M}++")

# Signs without width, and those that only set a direction. Between words a zero width space parts,
# and in some scripts it is all that does.
_SIGNS = "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_UNSEEN = re.compile(f"[{_SIGNS}]")
_UNSEEN_ANYWHERE = re.compile("[\u00ad\u2060\ufeff]")
_BLANK = rf"[[\s{_SIGNS}]--\n]"
_EDGE = regex.compile(
    rf"^{_BLANK}++|(?<!{_BLANK}){_BLANK}++$|(?<=\s)[{_SIGNS}]++|(?<![{_SIGNS}])[{_SIGNS}]++(?=\s)",
    regex.MULTILINE | regex.V1,
)


def same(at: int) -> tuple[int, int]:
    """The extent of a character of the reply itself."""
    return at, at + 1


def stretch(extent: Extent, start: int, end: int) -> tuple[int, int]:
    """Returns the (start, end) that a stretch was made from."""
    if end > start:
        return extent(start)[0], extent(end - 1)[1]
    at = extent(start - 1)[1] if start else 0
    return at, at


def normal_form(reply: str) -> tuple[str, Extent]:
    """Returns the reply in normal form C, with the way back to its own offsets.

    Soft hyphens and the like are left out, and at the edges of lines and beside white space all
    that cannot be seen.
    """
    seen, back = _seen(reply) if _UNSEEN.search(reply) else (reply, same)
    string = unicodedata.normalize("NFC", seen)
    if string == seen:
        return seen, back
    # Normal form C may join characters, and split one (the Hindi क़).
    parts: list[tuple[int, int, int]] = []
    length = 0
    for match in _COMPOSED.finditer(seen):
        parts.append((length, *match.span()))
        length += len(unicodedata.normalize("NFC", match[0]))
    heads = [head for head, _, _ in parts]

    def extent(at: int) -> tuple[int, int]:
        _, start, end = parts[bisect_right(heads, at) - 1]
        return stretch(back, start, end)

    return string, extent


def _seen(reply: str) -> tuple[str, Extent]:
    """Returns the reply without the signs that nobody sees, with the way back."""
    gone = {match.start() for match in _UNSEEN_ANYWHERE.finditer(reply)}
    for edge in _EDGE.finditer(reply):
        gone.update(match.start() for match in _UNSEEN.finditer(reply, *edge.span()))
    # Where each is missing.
    places = [at - before for before, at in enumerate(sorted(gone))]

    def extent(at: int) -> tuple[int, int]:
        here = at + bisect_right(places, at)
        return here, here + 1

    return "".join(char for at, char in enumerate(reply) if at not in gone), extent


def within(extent: Extent, string: str, start: int, end: int, dropped: str) -> Extent:
    """Returns the extent in a slice of the string, without a character if one is given."""
    if not dropped:
        return lambda at: extent(start + at)
    kept: list[int] = []

    def original(at: int) -> tuple[int, int]:
        nonlocal kept
        kept = kept or [at for at in range(start, end) if string[at] != dropped]
        return extent(kept[at])

    return original
