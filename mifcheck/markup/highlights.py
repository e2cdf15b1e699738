"""Passages highlighted with asterisks: *one*, **two**."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from mifcheck.languages.characters import ALPHANUMERIC, IDEOGRAPHS
from mifcheck.markup.fences import CODE_SPAN
from mifcheck.markup.markdown import GAP
from mifcheck.verdict import Span

# An asterisk within a word or a product (2*3) highlights nothing, but ideographs may adjoin.
_GLUED = f"[[{ALPHANUMERIC}]--[{IDEOGRAPHS}]]"
_INNER_EDGE = f"[{IDEOGRAPHS}“”‘’《》「」『』（）]"
_HIGHLIGHT = regex.compile(
    rf"(?<![*\\])(?:(?<!{_GLUED})|(?=\*++{_INNER_EDGE}))(\*{{1,3}})(?=[^\s*])"
    rf"[^*\n]*+(?:\n(?!{GAP}*+(?:\r?\n|\Z))[^*\n]*+)*+"
    rf"(?<=[^\s*\\])(?:\1(?!\*|{_GLUED})|(?<={_INNER_EDGE})\1(?!\*))",
    regex.V1,
)


def highlights(string: str, lines: Iterable[tuple[int, str, str | None]]) -> Iterator[Span]:
    """Yields the highlighted passages of a text, code left out.

    Args:
        string: the text.
        lines: (offset, line, label of its fence or None) of each line.
    """
    if "*" in string:
        coded = "`" in string or "~~~" in string
        for match in _HIGHLIGHT.finditer(_without_code(lines) if coded else string):
            yield Span(*match.span())


def _without_code(lines: Iterable[tuple[int, str, str | None]]) -> str:
    """Returns the text with fences blanked out, and the asterisks in code; offsets stay."""
    kept = (line if fence is None else " " * len(line) for _, line, fence in lines)
    return "\n".join(CODE_SPAN.sub(_without_asterisks, line) for line in kept)


def _without_asterisks(code: regex.Match[str]) -> str:
    # A highlight that is set as code as a whole is one, too.
    return code[0] if _HIGHLIGHT.fullmatch(code[0].strip("` ")) else code[0].replace("*", "·")
