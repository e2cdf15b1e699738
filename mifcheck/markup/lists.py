"""Bullet points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from mifcheck.markup.markdown import BULLET, GAP, LIST_MARKS, LIST_SIGNS, RULE
from mifcheck.verdict import Span

_STARTS = tuple(LIST_MARKS + LIST_SIGNS + ">\\")
# One such line is a negative number, an option or a signature; several adjoining ones are a list.
_GLUED = regex.compile(rf"{GAP}*+(?:>{GAP}*+)*+(?P<mark>[-·])(?=[*_]*+\p{{L}}(?!\s*+[=+^]))")
# A reply in quotation marks may begin with a list.
_OPENED = regex.compile(rf"\s*+[\"“„«「『]{GAP}*+")


def bullets(string: str, lines: Iterable[tuple[int, str]]) -> Iterator[Span]:
    """Yields the bullet points of a text, nested ones included.

    Args:
        string: the text.
        lines: (offset, line) of its lines outside code fences.
    """
    glued: list[Span] = []
    opened = _OPENED.match(string)
    adjoins = False
    for start, line in lines:
        if opened and start <= opened.end() <= start + len(line):
            start, line = opened.end(), line[opened.end() - start :]
        listed = line.lstrip()[:1] in _STARTS and not RULE.match(line)
        point = BULLET.match(line) if listed else None
        match = point or (_GLUED.match(line) if listed else None)
        if not match:
            glued, adjoins = [], False
            continue
        span = Span(start + match.start("mark"), start + len(line.rstrip()), "bullet point")
        if point or adjoins:
            yield from glued
            yield span
            glued = []
        else:
            glued = [span]
        adjoins = True
