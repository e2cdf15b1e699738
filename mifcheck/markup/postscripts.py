"""Postscripts: P.S. and what follows."""

from __future__ import annotations

from functools import lru_cache

import regex

from mifcheck.languages.characters import CLOSERS, EMPHASIS, OPENERS, SPELLING, WORD, inside
from mifcheck.markup.markdown import GAP, LINE_MARK
from mifcheck.markup.patterns import one_of
from mifcheck.markup.phrases import phrase_body
from mifcheck.verdict import Span

_SIGNS = inside(EMPHASIS + OPENERS)
_CLOSING = inside(EMPHASIS + CLOSERS)
_TAG = r"<[^<>\n]{1,40}>"
_INLINE_TAG = r"</?(?:a|b|i|u|em|strong|code|span|mark|sub|sup)\b"
_EMOJI = r"\p{Extended_Pictographic}"
# "Postscript: P.S. Bye" and "Postscript (P.S.)". Without full stops a marker may be an ordinary
# word after the colon.
_WORD = rf"\p{{L}}[{SPELLING}-]{{0,20}}"
_LABEL = rf"[{_SIGNS}]{{0,3}}{_WORD}(?:[ ]{_WORD})?[{_CLOSING}]{{0,3}}{GAP}?[:：(（]"
# Where a postscript may begin.
_BEGINS = one_of(
    rf"(?m:^)(?:{LINE_MARK.pattern})?{{label}}",
    rf"(?!{_INLINE_TAG}){_TAG}",
    r"\\n",  # a line break that is spelled out
    r"(?<=\"\s?:\s?)\"",  # a value of JSON
    rf"(?<=[.!?…][{_CLOSING}]{{0,3}}){GAP}++",
    rf"(?<={_EMOJI}\ufe0f?)\s",
    rf"(?<=[。！？।॥｡…][{_CLOSING}]{{0,3}})",
)
# What may stand between that place and the marker.
_BEFORE = (
    one_of(GAP, rf"[{_SIGNS}—–\\\-\ufe0f\u200d]", _EMOJI, _TAG, r"\[\p{Nd}{1,3}\]", r"\\n")
    + "{0,24}"
)


def find_postscript(string: str, marker: str) -> tuple[Span, ...]:
    """Returns the marker of a text's first postscript, if it has one.

    A postscript begins a line or follows a sentence, and something follows its marker.
    """
    anywhere, postscript = _patterns(marker)
    mention = anywhere.search(string)
    # What leads up to a marker is on its line.
    match = mention and postscript.search(string, string.rfind("\n", 0, mention.start()) + 1)
    return (Span(*match.span(1), "postscript"),) if match else ()


@lru_cache(maxsize=256)
def _patterns(marker: str) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """Returns the marker as a pattern, and the same where it begins a postscript."""
    parts = [part for part in regex.split(r"(?<=\.)\s*|\s+", marker.rstrip(".")) if part]
    body = r"\s?".join(phrase_body(part) for part in parts)
    # The last full stop may be left out, but then no letter follows: "P. Smith" is no postscript.
    # Nor is P.D.I., where another initial follows.
    dotted = rf"(?:\\?\.(?!\p{{L}}\.)|(?![{WORD}.]))"
    body += dotted if regex.search(r"[\p{L}.]$", marker) else ""
    # A longer marker that ends with this one is another: P.P.S.
    first = regex.escape(regex.findall(r"\X", marker)[0])
    longer = rf"(?<!(?<![{SPELLING}]){first}\.\s?)"
    follows = rf"(?=[\s{_SIGNS}]*[^\s{_SIGNS}])"
    begins = _BEGINS.replace("{label}", f"(?:{_LABEL})?" if "." in marker else "")
    full = f"{begins}{_BEFORE}{longer}({body}){follows}"
    return regex.compile(body, regex.IGNORECASE), regex.compile(full, regex.IGNORECASE)
