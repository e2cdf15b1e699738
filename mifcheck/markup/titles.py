"""Titles in double angular brackets: <<title>>."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from string import whitespace
from typing import NamedTuple

import regex

from mifcheck.languages.characters import ALPHANUMERIC
from mifcheck.markup.fences import DATA

_BLANK = whitespace + "<>\\"
# The brackets may be escaped for Markdown or HTML. Single ones may stand in a title.
_OPEN, _CLOSE = r"(?:\\?<|&lt;)", r"(?:\\?>|&gt;)"
_TITLE = regex.compile(
    rf"(?<![<\\]|&lt;){_OPEN}{{2,}}+"
    rf"((?:(?!{_OPEN}{{2}}|{_CLOSE}{{2}})[^\n])++){_CLOSE}{{2}}"
)
_HINTS = ("<<", "\\<", "&lt;")
_APART = regex.compile(rf"(?<=[{ALPHANUMERIC})\]][ \t])<<[ \t]")
_AMIDST = regex.compile(rf"[ \t][{ALPHANUMERIC}(\[]")


class FoundTitle(NamedTuple):
    """A title with its brackets at `start` to `end`, and its text."""

    start: int
    end: int
    text: str


def titles(string: str, lines: Iterable[tuple[int, str, str | None]]) -> Iterator[FoundTitle]:
    """Yields the titles of a text. Those in code fences count only if the fence holds data.

    Args:
        string: the text.
        lines: (offset, line, label of its fence or None) of each line.
    """
    if not any(hint in string for hint in _HINTS):
        return
    for start, line, fence in lines:
        if fence is None or fence in DATA:
            for match in _TITLE.finditer(string, start, start + len(line)):
                text = match[1].strip(_BLANK)
                if text and not _is_shift(match):
                    yield FoundTitle(*match.span(), text)


def _is_shift(match: regex.Match[str]) -> bool:
    """Tells whether both brackets are operators, as in a << b >> c."""
    string = match.string
    return bool(_APART.match(string, match.start()) and _AMIDST.match(string, match.end()))
