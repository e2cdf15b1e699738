"""Things the reply must hold: placeholders, a postscript."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex

from mifcheck import markdown
from mifcheck.checker import Checker, Measured
from mifcheck.checkers.parameters import Bound, Phrase
from mifcheck.checkers.phrases import phrase_body
from mifcheck.registry import checker
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict

# Neither a check box, nor the text of a link, nor a footnote's mark or number: it holds a letter.
_PLACEHOLDER = regex.compile(
    r"[\[［](?!\^)(?![xX]?\])[^\[\]［］\p{L}\n]*+\p{L}[^\[\]［］\n]*+[\]］](?!\()"
)


@checker("detectable_content:number_placeholders")
class PlaceholderCount(Measured):
    """The reply has a number of placeholders, such as [address], within `bound`."""

    bound: Bound
    noun = ("placeholder", "placeholders")

    def find(self, text: Text) -> Sequence[Span]:
        return [
            Span(start + match.start(), start + match.end())
            for start, line in text.prose_lines
            if "[" in line or "［" in line
            for match in _PLACEHOLDER.finditer(_without_code(line))
        ]


def _without_code(line: str) -> str:
    """The line, its code blanked out; a placeholder that is set as code stays."""
    if "`" not in line:
        return line
    return markdown.CODE_SPAN.sub(
        lambda code: code[0] if _PLACEHOLDER.fullmatch(code[0].strip("` ")) else " " * len(code[0]),
        line,
    )


@checker("detectable_content:postscript")
class Postscript(Checker):
    """The reply has a postscript that begins with the marker, and something after the marker.

    White space after a full stop in the marker, and its case, don't matter; a longer marker that
    ends alike (P.P.S. for P.S.) is another one.
    """

    postscript_marker: Phrase

    def judge(self, text: Text) -> Verdict:
        match = _marker_pattern(self.postscript_marker).search(text.string)
        if match is None:
            return self.verdict(False, reason="no such postscript found")
        return self.verdict(True, match[1], (Span(*match.span(1), "postscript"),), "found")

    @property
    def required(self) -> str:
        return f"a postscript beginning with {self.postscript_marker!r}"


@lru_cache(maxsize=256)
def _marker_pattern(marker: str) -> regex.Pattern[str]:
    parts = [part for part in regex.split(r"(?<=\.)\s*|\s+", marker.rstrip(".")) if part]
    body = r"\s?".join(phrase_body(part) for part in parts)
    # A last full stop may be left out, but then no letter follows: "P. Smith" is no postscript.
    body += r"(?:\.|(?![\p{L}\p{M}\p{N}.]))" if regex.search(r"[\p{L}.]$", marker) else ""
    signs = regex.escape(markdown.EMPHASIS + markdown.OPENERS, special_only=False)
    ends = r".!?。！？।…"
    # Letters alone (PS) may be a word within a sentence, too.
    after = rf"\s{signs}{ends}" if "." in marker else rf"{signs}{ends}"
    space = "" if "." in marker else r"\s?"
    begins = rf"(?:^|(?<=[{after}]{space}|\p{{Han}}))"
    # A marker that goes on before this one makes it another: the P. of P.P.S.
    first = regex.escape(regex.findall(r"\X", marker)[0])
    longer = rf"(?<!(?<![\p{{L}}\p{{M}}]){first}\.\s?)"
    follows = rf"(?=[\s{signs}]*[^\s{signs}])"
    flags = regex.IGNORECASE | regex.MULTILINE
    return regex.compile(rf"{begins}{longer}({body}){follows}", flags)
