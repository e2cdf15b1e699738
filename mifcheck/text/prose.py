"""The prose of a text: what its language can be identified by."""

from __future__ import annotations

import regex

from mifcheck.languages.characters import ADDRESS, ADDRESS_HINTS
from mifcheck.markup.fences import CODE_SPAN

_TITLES = regex.compile(r"《[^《》\n]*》|「[^「」\n]*」|『[^『』\n]*』")
_NO_PROSE = regex.compile(f"{CODE_SPAN.pattern}|{ADDRESS}")


def prose_of(string: str) -> str:
    """Returns a text without code spans, addresses and titles of works.

    A title may be in another language than the text around it. If titles are most of the text,
    they stay.
    """
    if any(hint in string for hint in ("`", *ADDRESS_HINTS)):
        string = _NO_PROSE.sub(" ", string)
    if not any(mark in string for mark in "《「『"):
        return string
    untitled = _TITLES.sub(" ", string)
    return untitled if 2 * len(untitled) > len(string) else string
