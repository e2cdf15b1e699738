"""Things the reply must hold: placeholders, a postscript."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import regex

from mifcheck.bounds import at_least
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import Fact, Holds, Phrasing
from mifcheck.checkers.parameters import Bound, Phrase
from mifcheck.checkers.phrases import phrase_body
from mifcheck.checkers.primitives import Counted, Present
from mifcheck.checkers.spelling import Number
from mifcheck.languages import Language
from mifcheck.markup import markdown
from mifcheck.text import Text
from mifcheck.verdict import Span

# Neither a check box, nor a footnote's mark or number (a placeholder holds a letter), nor the text
# of a link, nor an array of strings or of objects.
_CONTENT = r"(?!\^)(?![xX]?\])(?!\s*+[\"'{])[^\[\]［］\p{L}\n]*+\p{L}[^\[\]［］\n]*+"
# A formula set apart, \[ E = mc^2 \], is told from escaped brackets, \[Name\], by what it holds.
_FORMULA = r"(?<=\\\[)(?=\s|[^\[\]\n]*?(?:[=^]|\\\p{L}|(?<!\p{L})\p{L}_))"
_PLACEHOLDER = regex.compile(rf"[\[［](?!{_FORMULA})(?P<name>{_CONTENT})[\]］](?!\()")
_TYPE = (
    r"(?:true|false|null|none|str|string|int|integer|number|float|double|bool|boolean|byte|char|any|"
    r"object|[iuf]\d+)"
)
# What code has in brackets itself: an index, a list, an attribute, a loop, a type, a class of
# characters.
_PROGRAMMED = regex.compile(
    rf"(?<=[A-Za-z0-9)\]#&=]|=[ ])\[|\[(?:[A-Za-z0-9]-[A-Za-z0-9]|[^\]]*[;=]|"
    rf"[^\]]*[ ]for[ ][^\]]*[ ]in[ ]|{_TYPE}(?:[\s,|]++{_TYPE})*+\s*\])",
    regex.IGNORECASE,
)


@checker(
    "detectable_content:number_placeholders",
    example={"num_placeholders": 2},
    spelling={"bound": Number("num_placeholders", at_least)},
)
class PlaceholderCount(Counted):
    """The reply has a number of placeholders, such as [address], within `bound`."""

    bound: Bound
    noun = ("placeholder", "placeholders")

    def find(self, text: Text) -> Sequence[Span]:
        if "[" not in text.string and "［" not in text.string:
            return ()
        targets = _link_targets(text.string)
        return [
            Span(*match.span())
            for match in _candidates(text)
            if not (targets and _is_link(match, targets))
        ]


def _candidates(text: Text) -> Iterator[regex.Match[str]]:
    for start, line, fence in text.fenced_lines:
        if fence is not None and fence not in markdown.WRITING | markdown.DATA:
            continue
        if "[" not in line and "［" not in line:
            continue
        code = [match.span() for match in markdown.CODE_SPAN.finditer(line)] if "`" in line else []
        heads = [head for head, _ in code]
        for match in _PLACEHOLDER.finditer(text.string, start, start + len(line)):
            first, last = match.start() - start, match.end() - start
            head, foot = code[bisect_left(heads, last) - 1] if code else (0, 0)
            beside = foot <= first or head >= last
            if not beside and not head <= first < last <= foot:
                continue
            in_code = fence is not None or not beside
            if not (in_code and _PROGRAMMED.match(text.string, match.start())):
                yield match


# [text][name] and [name] alone are links where a line says where the name leads.
_LINK_TARGET = regex.compile(
    r"(?m:^)[ ]{0,3}\[([^\[\]\n]++)\]:[ \t]*<?(?:[a-z]++://|www\.|mailto:|[/#])"
)
_LINK_NAME = regex.compile(r"\[([^\[\]\n]*+)\]")


def _link_targets(string: str) -> frozenset[str]:
    if "]:" not in string:
        return frozenset()
    return frozenset(name.casefold() for name in _LINK_TARGET.findall(string))


def _is_link(match: regex.Match[str], targets: frozenset[str]) -> bool:
    follows = _LINK_NAME.match(match.string, match.end())
    name = follows[1] if follows and follows[1] else match["name"]
    return name.casefold() in targets or match["name"].casefold() in targets


@checker(
    "detectable_content:postscript",
    asks="a postscript beginning with {postscript_marker!r}",
    example={"postscript_marker": "P.S."},
    verbatim=("postscript_marker",),
)
class Postscript(Present):
    """The reply has a postscript that begins with the marker, and something after the marker.

    It begins a line or follows a sentence; in a sentence the marker is only mentioned. White space
    after a full stop in the marker, and its case, don't matter; a longer marker that ends alike
    (P.P.S. for P.S.) is another one.
    """

    postscript_marker: Phrase

    missing = "no such postscript found"

    def implies(self, language: Language) -> Iterable[Fact]:
        marker = self.postscript_marker
        yield Holds((Phrasing(marker.rstrip("."), False, False, solid=False, given=marker),))

    def find(self, text: Text) -> Sequence[Span]:
        string = text.string
        anywhere, postscript = _marker_patterns(self.postscript_marker)
        mention = anywhere.search(string)
        # What leads up to a marker is on its line.
        match = mention and postscript.search(string, string.rfind("\n", 0, mention.start()) + 1)
        return (Span(*match.span(1), "postscript"),) if match else ()

    def measure(self, text: Text, found: Sequence[Span]) -> Any:
        return text.string[found[0].start : found[0].end]


_SIGNS = regex.escape(markdown.EMPHASIS + markdown.OPENERS, special_only=False)
_CLOSING = regex.escape(markdown.EMPHASIS + markdown.CLOSERS, special_only=False)
_TAG = r"<[^<>\n]{1,40}>"
_INLINE = r"</?(?:a|b|i|u|em|strong|code|span|mark|sub|sup)\b"
# Emphasis, an opening mark, an emoji, a tag, a number in brackets or a line break that is spelled
# out may stand before the marker, with spaces between.
_BEFORE = (
    rf"(?:{markdown.GAP}|[{_SIGNS}—–\\\-\ufe0f\u200d]|\p{{Extended_Pictographic}}|{_TAG}|"
    r"\[\p{Nd}{1,3}\]|\\n){0,24}"
)
_WORD = r"\p{L}[\p{L}\p{M}-]{0,20}"
# "Postscript: P.S. Bye" and "Postscript (P.S.)"; a marker without full stops may be a mere word
# after the colon.
_LABEL = rf"[{_SIGNS}]{{0,3}}{_WORD}(?:[ ]{_WORD})?[{_CLOSING}]{{0,3}}{markdown.GAP}?[:：(（]"
_BEGINS = (
    rf"(?:(?m:^)(?:{markdown.LINE_MARK.pattern})?{{label}}|"
    rf"(?!{_INLINE}){_TAG}|\\n|(?<=\"\s?:\s?)\"|"
    rf"(?<=[.!?…][{_CLOSING}]{{0,3}}){markdown.GAP}++|(?<=\p{{Extended_Pictographic}}\ufe0f?)\s|"
    rf"(?<=[。！？।॥｡…][{_CLOSING}]{{0,3}})){_BEFORE}"
)


@lru_cache(maxsize=256)
def _marker_patterns(marker: str) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """The marker as a pattern, and the same where it begins a postscript."""
    parts = [part for part in regex.split(r"(?<=\.)\s*|\s+", marker.rstrip(".")) if part]
    body = r"\s?".join(phrase_body(part) for part in parts)
    # A last full stop may be left out, but then no letter follows: "P. Smith" is no postscript. Nor
    # does another initial follow one: P.D.I.
    dotted = r"(?:\\?\.(?!\p{L}\.)|(?![\p{L}\p{M}\p{N}.]))"
    body += dotted if regex.search(r"[\p{L}.]$", marker) else ""
    # A marker that goes on before this one makes it another: the P. of P.P.S.
    first = regex.escape(regex.findall(r"\X", marker)[0])
    longer = rf"(?<!(?<![\p{{L}}\p{{M}}]){first}\.\s?)"
    follows = rf"(?=[\s{_SIGNS}]*[^\s{_SIGNS}])"
    begins = _BEGINS.replace("{label}", f"(?:{_LABEL})?" if "." in marker else "")
    full = rf"{begins}{longer}({body}){follows}"
    return regex.compile(body, regex.IGNORECASE), regex.compile(full, regex.IGNORECASE)
