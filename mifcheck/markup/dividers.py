"""Dividers made of asterisks: *** between paragraphs, ****** between responses."""

from __future__ import annotations

import regex

from mifcheck.languages.characters import CLOSERS, inside
from mifcheck.markup.markdown import GAP

_STARS = r"(?<![*\\])(?:\\?\*){3}(?!\\?\*)"
_END = rf"[.!?…。！？।][{inside(CLOSERS)}]{{0,2}}"
_THREE = (
    # ***words*** are emphasis, and skipped.
    r"(?<![*\\])\*{3}(?=[^\s*<.,;!?。，！？/`])"
    r"(?:(?!\*{3})(?:[^\n]|\n(?!\s*?\n)))*+(?<=[^\s*])\*{3}(?!\*)(*SKIP)(*FAIL)",
    # Between white space or tags.
    rf"(?<!\S){_STARS}(?!\S)",
    # Spread over a line: * * *
    rf"(?m:^{GAP}*\*{GAP}++\*{GAP}++\*[\s--\n]*$)",
    rf"(?<=>){_STARS}(?=<|\s|\Z)",
    rf"(?<!\S){_STARS}(?=<)",
    # As code on a line of its own.
    rf"(?m:^{GAP}*`{_STARS}`[\s--\n]*$)",
    # At the end of a sentence.
    rf"(?<={_END})(?=\\?\*)(?<!\*[^*\n]*){_STARS}(?![.,;:])",
    # Before a mark that ends no sentence.
    rf"(?:(?<={_END}\s{{1,2}})|(?m:^){GAP}*+){_STARS}[.,;:!?。/]++(?!\S)",
    # At the beginning of a line without other emphasis.
    rf"(?m:^){GAP}*+{_STARS}(?=[^\s*])(?![^\n]*\*\*)",
)
_THREE_ASTERISKS = regex.compile("|".join(_THREE), regex.V1)
_TWO_APART = regex.compile(rf"\*{GAP}++\*")
_SIX_ASTERISKS = regex.compile(r"(?<![*\\])(?:\\?\*){6}(?!\\?\*)")


def three_asterisks(string: str) -> list[tuple[int, int]]:
    """Returns the (start, end) of each divider of three asterisks; a longer row is none."""
    may = "***" in string or "\\*" in string or _TWO_APART.search(string)
    return [match.span() for match in _THREE_ASTERISKS.finditer(string)] if may else []


def six_asterisks(string: str) -> list[tuple[int, int]]:
    """Returns the (start, end) of each divider of six asterisks."""
    may = string.count("*") >= 6
    return [match.span() for match in _SIX_ASTERISKS.finditer(string)] if may else []
