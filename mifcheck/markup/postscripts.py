"""Postscripts: P.S. and what follows."""

from __future__ import annotations

from functools import lru_cache

import regex

from mifcheck.languages import Language
from mifcheck.languages.characters import (
    CLOSERS,
    EMPHASIS,
    OPENERS,
    SENTENCE_ENDS,
    SENTENCE_MARKS,
    SPELLING,
    WORD,
    inside,
)
from mifcheck.markup.markdown import GAP
from mifcheck.markup.patterns import one_of
from mifcheck.markup.phrases import phrase_body
from mifcheck.verdict import Span

POSTSCRIPT = regex.compile(r"(?:P\.?[\s-]{0,2}){1,2}[SD]\b\.?\s?[:：]?")
"""The mark of a postscript in the languages that write it in Latin letters: P.S., P.-S., P. D."""
_SIGNS = inside(EMPHASIS + OPENERS)
_CLOSING = inside(EMPHASIS + CLOSERS)
_EMOJI = r"\p{Extended_Pictographic}"
# "Postscript: P.S. Bye" and "Postscript (P.S.)". Without full stops a marker may be an ordinary
# word after the colon.
_WORD = rf"\p{{L}}[{SPELLING}-]{{0,20}}"
_LABEL = rf"[{_SIGNS}]{{0,3}}{_WORD}(?:[ ]{_WORD})?[{_CLOSING}]{{0,3}}{GAP}?[:：(（]"
# Where a postscript may begin.
_BEGINS = one_of(
    rf"(?m:^){GAP}*+{{label}}",
    r"\t",  # between the cells of a table
    r"\\n",  # a line break that is spelled out
    r"(?<=\"\s?:\s?)\"",  # a value of JSON
    rf"(?<=[{inside(SENTENCE_ENDS)}][{_CLOSING}]{{0,3}}){GAP}++",
    rf"(?<={_EMOJI}\ufe0f?)\s",
    rf"(?<=[{SENTENCE_MARKS}…][{_CLOSING}]{{0,3}})",
)
# What may stand between that place and the marker.
_BEFORE = one_of(GAP, rf"[{_SIGNS}—–\\\-\ufe0f\u200d]", _EMOJI, r"\\n") + "{0,24}"


def find_postscript(string: str, marker: str, language: Language) -> tuple[Span, ...]:
    """Returns the marker of a text's first postscript, if it has one.

    A postscript begins a line or follows a sentence, and something follows its marker. The final
    mark of the sentence may be missing.
    """
    mention = _anywhere(marker).search(string)
    if mention is None:
        return ()
    # What leads up to a marker is on its line.
    line = string.rfind("\n", 0, mention.start()) + 1
    match = _begun(marker, language).search(string, line)
    if match is None:
        has_case = language.has_case and string != string.lower()
        match = _unmarked(marker, language, has_case).search(string, line)
    return (Span(*match.span(1), "postscript"),) if match else ()


@lru_cache(maxsize=256)
def _anywhere(marker: str) -> regex.Pattern[str]:
    return regex.compile(_body(marker), regex.IGNORECASE)


@lru_cache(maxsize=256)
def _begun(marker: str, language: Language) -> regex.Pattern[str]:
    """Returns a pattern for a marker that begins a line or follows a sentence."""
    follows = rf"(?=[\s{_SIGNS}]*[^\s{_SIGNS}])"
    names = "|".join(map(phrase_body, language.postscripts.names)) or "(?!)"
    label = rf"(?:{_LABEL}|(?:{names})(?=[^{WORD}]))?" if "." in marker else ""
    begins = _BEGINS.replace("{label}", label)
    words = "|".join(map(phrase_body, language.postscripts.explained_by)) or "(?!)"
    edge = rf"(?![{WORD}])" if language.spaced else ""
    # "P.S. means postscript" explains the marker.
    explained = rf"(?![{_CLOSING}]{{0,3}}{GAP}{{0,3}}(?!(?-i:\p{{Lu}}))(?:{words}){edge})"
    full = f"{begins}{_BEFORE}{_longer(marker)}({_body(marker)}){explained}{follows}"
    return regex.compile(full, regex.IGNORECASE)


@lru_cache(maxsize=256)
def _unmarked(marker: str, language: Language, has_case: bool) -> regex.Pattern[str]:
    """Returns a pattern for a marker between two sentences of which the first has no final mark.

    What follows begins a sentence, and no word beside the marker shows that it is mentioned. A
    marker without full stops needs a colon after it.
    """
    rule = language.postscripts
    after = "|".join(map(regex.escape, rule.mentioned_after)) or "(?!)"
    before = "|".join(map(regex.escape, rule.mentioned_before)) or "(?!)"
    edge = rf"(?<![{WORD}])" if language.spaced else ""
    # In a script without case a small Latin letter begins no sentence.
    lower = r"\p{L}" if language.has_case else r"(?!\p{Ll})\p{L}"
    starts = r"\p{Lu}" if has_case else lower
    gap, bold = r"[ \u00a0\u3000]{1,3}", rf"[{inside(EMPHASIS)}]{{0,3}}"
    space = gap if language.spaced else r"[ \u00a0\u3000]{0,3}"
    colon = rf"{bold}\s?[:：]{bold}{space}[{_SIGNS}]{{0,3}}\p{{L}}"
    dotted = regex.search(r"[.:：]", marker) is not None
    follows = rf"{colon}|{bold}{space}[{_SIGNS}]{{0,3}}{starts}" if dotted else colon
    return regex.compile(
        rf"(?<=\p{{L}}\p{{M}}*[{_CLOSING}]{{0,2}}{gap}{bold})(?<!{edge}(?i:{after}){gap}{bold})"
        rf"{_longer(marker)}(?i:({_body(marker)}))(?={follows})"
        rf"(?!{bold}{space}(?i:{before})(?:(?![{WORD}])|(?=\p{{Han}})))"
    )


def _body(marker: str) -> str:
    """Returns a marker as a pattern."""
    parts = [part for part in regex.split(r"(?<=\.)\s*|\s+", marker.rstrip(".")) if part]
    body = r"\s?".join(phrase_body(part) for part in parts)
    # The last full stop may be left out, but then no letter follows: "P. Smith" is no postscript.
    # Nor is P.D.I., where another initial follows.
    dotted = rf"(?:\\?\.(?!\p{{L}}\.)|(?![{WORD}.]))"
    return body + (dotted if regex.search(r"[\p{L}.]$", marker) else "")


def _longer(marker: str) -> str:
    """Returns a condition: a longer marker that ends with this one is another (P.P.S.)."""
    first = regex.escape(regex.findall(r"\X", marker)[0])
    return rf"(?<!(?<![{SPELLING}])(?i:{first})\.\s?)"
