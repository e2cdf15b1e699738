"""Postscripts: P.S. and what follows."""

from __future__ import annotations

from functools import lru_cache

import regex

from mifcheck.languages import Language
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


def find_postscript(string: str, marker: str, language: Language) -> tuple[Span, ...]:
    """Returns the marker of a text's first postscript, if it has one.

    A postscript begins a line or follows a sentence, and something follows its marker. The final
    mark of the sentence may be missing.
    """
    anywhere, postscript, unmarked = _patterns(marker, language)
    mention = anywhere.search(string)
    if mention is None:
        return ()
    # What leads up to a marker is on its line.
    line = string.rfind("\n", 0, mention.start()) + 1
    match = postscript.search(string, line) or (unmarked and unmarked.search(string, line))
    return (Span(*match.span(1), "postscript"),) if match else ()


@lru_cache(maxsize=256)
def _patterns(
    marker: str, language: Language
) -> tuple[regex.Pattern[str], regex.Pattern[str], regex.Pattern[str] | None]:
    """Returns the marker as a pattern, where it begins a postscript, and where no mark precedes."""
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
    names = "|".join(map(phrase_body, language.postscripts.names)) or "(?!)"
    label = rf"(?:{_LABEL}|(?:{names})(?=[^{WORD}]))?" if "." in marker else ""
    full = f"{_BEGINS.replace('{label}', label)}{_BEFORE}{longer}({body}){follows}"
    unmarked = f"{longer}({body})" if "." in marker else ""
    return (
        regex.compile(body, regex.IGNORECASE),
        regex.compile(full, regex.IGNORECASE),
        regex.compile(_unmarked(unmarked, language)) if unmarked else None,
    )


def _unmarked(marker: str, language: Language) -> str:
    """Returns a pattern for a marker between two sentences of which the first has no final mark.

    What follows begins a sentence, and no word beside the marker shows that it is mentioned.
    """
    rule = language.postscripts
    after = "|".join(map(regex.escape, rule.mentioned_after)) or "(?!)"
    before = "|".join(map(regex.escape, rule.mentioned_before)) or "(?!)"
    edge = rf"(?<![{WORD}])" if language.spaced else ""
    starts = r"\p{Lu}" if language.has_case else r"(?!\p{Ll})\p{L}"
    gap, bold = r"[ \u00a0\u3000]{1,3}", rf"[{inside(EMPHASIS)}]{{0,3}}"
    return (
        rf"(?<=[{WORD}][{_CLOSING}]{{0,2}}{gap}{bold})(?<!{edge}(?i:{after}){gap}{bold})"
        rf"(?i:{marker})(?=[:：]?{bold}[:：]?{gap}[{_SIGNS}]{{0,3}}{starts})"
        rf"(?![:：]?{bold}{gap}(?i:{before})(?:(?![{WORD}])|(?=\p{{Han}})))"
    )
