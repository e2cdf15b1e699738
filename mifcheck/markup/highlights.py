"""Passages highlighted with asterisks: *one*, **two**."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mifcheck.markup.inline import Emphasis
from mifcheck.verdict import Span


def highlights(emphasis: Iterable[Emphasis]) -> Iterator[Span]:
    """Yields the passages emphasised with asterisks, one within another left out."""
    reached = 0
    for start, end, mark in sorted(emphasis, key=lambda each: (each.start, -each.end)):
        if mark == "*" and end > reached:
            yield Span(start, end)
            reached = end
