"""The form of the reply: lists, placeholders, highlights, sections, titles, JSON.

Where the patterns of the reference take quadratic time, the same spans are found in linear time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from mifcheck.bounds import at_least
from mifcheck.checkers.primitives import Counted
from mifcheck.profiles.multi_if.base import (
    CHECKERS,
    Number,
    Pattern,
    Reference,
    ReferenceCounted,
    unreadable,
)
from mifcheck.searching import compiled, found, spans
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict

# White space before the mark may span lines, but then the line of the mark matches too.
_STARS = re.compile(r"^[^\S\n]*\*[^*].*$", re.MULTILINE)
_DASHES = re.compile(r"^[^\S\n]*-.*$", re.MULTILINE)


@CHECKERS.checker("detectable_format:number_bullet_lists")
class BulletCount(ReferenceCounted):
    """Counts the lines that start with `*` and another character, or with `-`."""

    num_bullets: Number = None
    number, understood = "num_bullets", "exactly"
    noun = ("bullet point", "bullet points")

    def find(self, text: Text) -> Sequence[Span]:
        found = spans(_STARS, text.string, "bullet point")
        return sorted(found + spans(_DASHES, text.string, "bullet point"))


@CHECKERS.checker("detectable_content:number_placeholders")
class PlaceholderCount(ReferenceCounted):
    """Counts the shortest passages from `[` to `]` on a line."""

    num_placeholders: Number = None
    number = "num_placeholders"
    noun = ("placeholder", "placeholders")

    def find(self, text: Text) -> Sequence[Span]:
        return tuple(_bracketed(text.string))


def _bracketed(string: str) -> Iterator[Span]:
    start = string.find("[")
    while start >= 0:
        end = string.find("]", start)
        if end < 0:
            return
        line_end = string.rfind("\n", start, end)
        if line_end < 0:
            yield Span(start, end + 1, "placeholder")
        start = string.find("[", end + 1 if line_end < 0 else line_end)


_EMPHASISED = re.compile(r"\*[^\n*]*\*")
_STRONG = re.compile(r"\*\*[^\n*]*\*\*")


@CHECKERS.checker("detectable_format:number_highlighted_sections")
class HighlightCount(ReferenceCounted):
    """Counts the passages in `*` or `**` that are not blank; one in `**` may count twice."""

    num_highlights: Number = None
    number = "num_highlights"
    noun = ("highlighted section", "highlighted sections")

    def find(self, text: Text) -> Sequence[Span]:
        found = spans(_EMPHASISED, text.string, "*") + spans(_STRONG, text.string, "**")
        return sorted(
            span for span in found if text.string[span.start : span.end].strip("*").strip()
        )


@CHECKERS.checker("detectable_format:multiple_sections")
class SectionCount(ReferenceCounted):
    """Counts how often the splitter, a regular expression, is followed by digits."""

    section_spliter: Pattern = None
    num_sections: Number = None
    number = "num_sections"
    noun = ("section", "sections")

    @property
    def _pattern(self) -> str:
        return rf"\s?{(self.section_spliter or '').strip()}\s?\d+\s?"

    def why_undecided(self) -> str:
        return super().why_undecided() or unreadable((self._pattern,))

    def count(self, text: Text) -> int:
        # The reference splits there. Where the splitter has groups, they become pieces too.
        pattern = compiled(self._pattern)
        return len(self.find(text)) * (1 + pattern.groups) if pattern else 0

    def find(self, text: Text) -> Sequence[Span]:
        return found(compiled(self._pattern), self.section_spliter or "", text.string, "section")


@CHECKERS.checker("detectable_format:title", asks="a title in double angle brackets, <<title>>")
class Title(Reference, Counted):
    """There is a `<<title>>` on one line that is not blank."""

    bound = at_least(1)
    noun = ("title", "titles")

    def find(self, text: Text) -> Sequence[Span]:
        return tuple(_titles(text))


def _titles(text: Text) -> Iterator[Span]:
    for offset, line in zip(text.line_starts, text.lines, strict=True):
        start, end = line.find("<<"), line.rfind(">>")
        if 0 <= start < end - 2 and line[start : end + 2].lstrip("<").rstrip(">").strip():
            yield Span(offset + start, offset + end + 2, "title")


_ANSWERS: Final = re.compile(r"My answer is (?:yes|no|maybe)\.")


@CHECKERS.checker(
    "detectable_format:constrained_response",
    asks="one of 'My answer is yes.', 'My answer is no.', 'My answer is maybe.'",
)
class ConstrainedAnswer(Reference, Counted):
    """There is one of the three fixed answers, in English in every language."""

    bound = at_least(1)
    noun = ("fixed answer", "fixed answers")

    def find(self, text: Text) -> Sequence[Span]:
        return spans(_ANSWERS, text.string, "answer")


@CHECKERS.checker("detectable_format:json_format", asks="the whole reply in JSON")
class JsonOnly(Reference):
    """The whole reply, without a code fence, can be parsed by Python's json.

    JSON with more than 500 levels of nesting is not judged: the depth at which the reference stops
    with an error depends on its caller.
    """

    def judge(self, text: Text) -> Verdict:
        string = _unfenced(text.string)
        deep = _too_deep(string)
        try:
            json.loads(string)
        except ValueError as error:
            at = getattr(error, "pos", 0)
            if at < deep:
                return self.verdict(False, reason=f"not JSON: {getattr(error, 'msg', error)}")
        except RecursionError:
            pass
        else:
            if deep > len(string):
                return self.verdict(True, reason="JSON")
        return self.verdict(
            None, reason=f"more than {_DEEPEST} levels of nesting: the reference raises"
        )


_DEEPEST = 500
_FENCES: Final = ("```json", "```Json", "```JSON", "```")
_BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[{\]}]', re.DOTALL)


def _unfenced(string: str) -> str:
    string = string.strip()
    for fence in _FENCES:
        string = string.removeprefix(fence)
    return string.removesuffix("```").strip()


def _too_deep(string: str) -> int:
    """Returns where brackets are first nested too deep; beyond the end if they never are."""
    depth = 0
    for match in _BRACKET.finditer(string):
        sign = match[0]
        depth += sign in "[{" or -(sign in "]}")
        if depth > _DEEPEST:
            return match.start()
    return len(string) + 1


@CHECKERS.checker("combination:two_responses", asks="two different responses separated by ******")
class TwoResponses(Reference):
    """There are two different responses, separated by `******`."""

    def judge(self, text: Text) -> Verdict:
        pieces = [piece.strip() for piece in text.string.split("******")]
        full = [piece for piece in pieces if piece]
        passed = len(full) == 2 and all(pieces[1:-1]) and full[0] != full[1]
        same = " and the same" if len(full) == 2 and full[0] == full[1] else ""
        return self.verdict(passed, len(full), (), f"{len(full)} found{same}")
