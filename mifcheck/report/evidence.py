"""Where the evidence stands in a text, and which stretches of a long text are left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mifcheck.markup.edges import whole_graphemes
from mifcheck.verdict import Span

_LONG: Final = 3
"""A stretch is left whole unless it is so many times what would be kept at each end."""


def merged(spans: Iterable[Span], start: int, end: int) -> list[Span]:
    """Returns what of the spans is within a stretch, in order, those that overlap merged.

    A merged span has the labels of all.
    """
    held: list[Span] = []
    for each in sorted(spans):
        first, last = max(each.start, start), min(each.end, end)
        before = held[-1] if held else None
        if before is not None and first < before.end:
            labels = dict.fromkeys([*before.label.split(", "), each.label])
            held[-1] = Span(before.start, max(before.end, last), ", ".join(filter(None, labels)))
        else:
            held.append(Span(first, max(first, last), each.label))
    return held


def shortened(text: str, around: int, *, after: bool = True, before: bool = True) -> str:
    """Returns a stretch of a reply, cut in the middle or at one end, away from the evidence.

    Args:
        text: the stretch.
        around: how many characters stay beside the evidence.
        after: whether evidence, or the start of the reply, stands before the stretch.
        before: whether evidence stands after it.
    """
    gap = omitted(text, around)
    if gap is None:
        return text
    return f"{text[: gap.start] if after else ''} … {text[gap.stop :] if before else ''}"


def omitted(text: str, around: int) -> slice | None:
    """Returns what of a stretch is left out, which ends at whole graphemes; None where nothing is.

    Args:
        text: the stretch.
        around: how many characters stay at each end.
    """
    if len(text) <= _LONG * around:
        return None
    _, start = whole_graphemes(text, around - 1, around)
    stop, _ = whole_graphemes(text, len(text) - around, len(text) - around + 1)
    return slice(start, stop)
