"""Blocks of running text: the stretches that sentences never cross."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import regex

from mifcheck.languages import Language
from mifcheck.markup.markdown import Shape

_HANGING = ";；—–"
_FIRST_LETTER = regex.compile(r"[\s*_\"'“‘«(–—-]*+(\p{L})")


def find_blocks(
    lines: Iterable[tuple[int, str]], language: Language, shape_of: Callable[[str], Shape]
) -> Iterator[tuple[int, int]]:
    """Yields the (start, end) of each block.

    Args:
        lines: (offset, line) of the lines outside code fences.
        language: the language of the text.
        shape_of: returns the shape of a line.
    """
    start = end = -1
    above, below = "", 0
    for offset, line in lines:
        # Lines with code between them do not adjoin.
        adjoins, below = offset == below, offset + len(line) + 1
        if not line or line.isspace():
            above = ""
            continue
        shape = shape_of(line)
        if above and adjoins and not shape.starts and _continues(above, line, language):
            end = offset + len(line.rstrip())
            above = line
            continue
        if start >= 0:
            yield start, end
        start, end = offset + shape.content, offset + len(line.rstrip())
        above = "" if shape.ends else line
    if start >= 0:
        yield start, end


def _continues(above: str, line: str, language: Language) -> bool:
    if above.rstrip()[-1:] in (*language.commas, *_HANGING):
        return True
    if not language.has_case:
        return False
    first = _FIRST_LETTER.match(line)
    return first is not None and first[1].islower()
