"""The reply's form: lists, sections, titles, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NoReturn

import regex

from mifcheck import markdown
from mifcheck.checker import Checker, Measured
from mifcheck.checkers.parameters import Bound, Phrase
from mifcheck.checkers.phrases import keyword_pattern, phrase_body
from mifcheck.languages import Language, get_language
from mifcheck.registry import checker
from mifcheck.segment import IDEOGRAPH
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict


@checker("detectable_format:number_bullet_lists")
class BulletCount(Measured):
    """The reply has a number of bullet points (`*`, `-`, `+`, `•` ...) within `bound`.

    Nested points count; numbered items, dividers and what stands in a code fence don't.
    """

    bound: Bound
    noun = ("bullet point", "bullet points")

    def find(self, text: Text) -> Sequence[Span]:
        return tuple(_bullets(text))


_BULLET_STARTS = tuple(markdown.LIST_MARKS + markdown.LIST_SIGNS + ">")


def _bullets(text: Text) -> Iterator[Span]:
    for start, line in text.prose_lines:
        if line.lstrip()[:1] not in _BULLET_STARTS:
            continue
        match = markdown.BULLET.match(line)
        if match and not markdown.RULE.match(line):
            yield Span(start + match.start("mark"), start + len(line.rstrip()), "bullet point")


@checker("detectable_format:constrained_response")
class ConstrainedAnswer(Checker):
    """The reply gives one, and only one, of the fixed answers of its language.

    In English: "My answer is yes.", "My answer is no.", "My answer is maybe.". English answers
    hold in every language.
    """

    def judge(self, text: Text) -> Verdict:
        options = dict.fromkeys((*text.language.answers, *get_language("en").answers))
        found = [
            Span(match.start(), match.end(), option)
            for option in options
            for match in keyword_pattern(option, text.language).finditer(text.string)
        ]
        # "A minha resposta é sim." holds "minha resposta é sim.": the longer is the one given. And
        # of two spellings of one answer it is the first.
        found = [span for span in found if not any(_within(span, other) for other in found)]
        found = list({span[:2]: span for span in reversed(found)}.values())
        given = {span.label for span in found}
        reason = f"{len(given)} of the answers given"
        return self.verdict(len(given) == 1, sorted(given), sorted(found), reason)

    @property
    def required(self) -> str:
        return "one of the fixed answers, such as 'My answer is yes.'"


def _within(inner: Span, outer: Span) -> bool:
    longer = outer.end - outer.start > inner.end - inner.start
    return longer and outer.start <= inner.start and inner.end <= outer.end


@checker("detectable_format:number_highlighted_sections")
class HighlightCount(Measured):
    """The reply has a number of passages highlighted (*so* or **so**) within `bound`."""

    bound: Bound
    noun = ("highlighted section", "highlighted sections")

    def find(self, text: Text) -> Sequence[Span]:
        return text.find_in_prose(_HIGHLIGHT) if "*" in text.string else ()


# An asterisk within a word or a product (2*3) highlights nothing, but ideographs adjoin.
_GLUED = rf"[[\p{{L}}\p{{N}}]--{IDEOGRAPH}]"
_HIGHLIGHT = regex.compile(
    rf"(?<![*\\]|{_GLUED})(\*{{1,3}})(?=[^\s*])[^*\n]*+(?<=[^\s*\\])\1(?!\*|{_GLUED})", regex.V1
)


@checker("detectable_format:multiple_sections")
class SectionCount(Measured):
    """The reply has a number of sections within `bound`, each beginning with a word and a number.

    The word, `splitter`, begins its line; heading and emphasis marks before it, and its case,
    don't matter.
    """

    splitter: Phrase
    bound: Bound
    noun = ("section", "sections")

    def find(self, text: Text) -> Sequence[Span]:
        return text.find(_section_pattern(self.splitter, text.language), "section")

    @property
    def required(self) -> str:
        return f"{self.bound} sections beginning with {self.splitter!r} and a number"


# "Part I love" is no Part I, and 部分一线城市 no 部分一: such a number stands alone.
_ALONE = r"(?=[ \t]*(?:[.:)\-–—*_]|$))"
_HAN = "[〇零一二三四五六七八九十百千两兩廿]+"
_ROMAN = "(?:[IVX]+|[Ⅰ-ⅿ]+)"
_NUMBER = rf"(?:\p{{Nd}}+|{_HAN}(?![\p{{L}}\p{{N}}])|{_ROMAN}{_ALONE})"


@lru_cache(maxsize=256)
def _section_pattern(splitter: str, language: Language) -> regex.Pattern[str]:
    signs = regex.escape(markdown.EMPHASIS + markdown.OPENERS, special_only=False)
    name = phrase_body(splitter, language)
    forms = [rf"{name}[ \t]*[#:.\-–]?[ \t]*{_NUMBER}"]
    numerals = "|".join(map(regex.escape, language.numerals)) or "(?!)"
    forms.append(rf"{name}[ \t]*+(?<=\s|{IDEOGRAPH})(?i:{numerals}){_ALONE}")
    if language.ordinal:
        ordinal = regex.escape(language.ordinal)
        number = rf"(?:\p{{Nd}}+|{_HAN}|{_ROMAN}|{numerals})"
        forms.append(rf"{ordinal}[ \t]*{number}[ \t]*(?:个|個)?{name}")
    head = rf"^[ \t]*(?:{markdown.LINE_MARK.pattern})?[{signs}]*"
    return regex.compile(rf"{head}(?:{'|'.join(forms)})", regex.MULTILINE)


@checker("detectable_format:json_format")
class JsonOnly(Checker):
    """The whole reply is one JSON object or array, in a code fence or not."""

    def judge(self, text: Text) -> Verdict:
        start, end = _unfenced(text)
        if text.string.startswith(("{", "["), start) and _depth(text.string[start:end]) > _DEEPEST:
            return self.verdict(None, reason=f"nested deeper than {_DEEPEST} levels: not read")
        try:
            value = json.loads(
                text.string[start:end], parse_constant=_refuse, parse_int=str, parse_float=str
            )
        except RecursionError:
            # Only a caller whose own calls are nested to the limit gets here.
            return self.verdict(None, reason="the caller's stack leaves no room to read it")
        except ValueError as error:
            at = start + getattr(error, "pos", 0)
            reason = f"not JSON: {getattr(error, 'msg', error)} at {at}"
            return self.verdict(False, None, (Span(at, min(at + 1, end), "not JSON"),), reason)
        kind = "object" if isinstance(value, dict) else "array" if isinstance(value, list) else None
        if kind is None:
            return self.verdict(False, None, (), "JSON, but no object or array")
        return self.verdict(True, kind, (), f"a JSON {kind}")

    @property
    def required(self) -> str:
        return "the whole reply in JSON"


_DEEPEST = 200
_BRACKETS = regex.compile(r'"(?:[^"\\]|\\.)*+"?|([\[{])|([\]}])', regex.DOTALL)


def _depth(string: str) -> int:
    """How deep brackets are nested: Python's own limit depends on who calls."""
    depth = deepest = 0
    for opening, closing in _BRACKETS.findall(string):
        depth += bool(opening) - bool(closing)
        deepest = max(deepest, depth)
    return deepest


_FENCE_HEAD = regex.compile(r"```[ \t]*(?i:json[c5]?)?[ \t]*\n?")


def _unfenced(text: Text) -> tuple[int, int]:
    start, end, _ = text.content
    head = _FENCE_HEAD.match(text.string, start, end)
    if head and head.end() <= end - 3 and text.string.endswith("```", start, end):
        start, end, _ = text.trimmed(head.end(), end - 3)
    return start, end


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


@checker("detectable_format:title")
class Title(Checker):
    """The reply has a title in double angular brackets on one line: <<title>>."""

    def judge(self, text: Text) -> Verdict:
        found = self.find(text)
        if not found:
            return self.verdict(False, reason="no title in << >> found")
        title = text.string[found[0].start : found[0].end].strip("<> ")
        return self.verdict(True, title, found, "found")

    def find(self, text: Text) -> Sequence[Span]:
        """The titles; what stands apart from its brackets within a line is code: a << b >> c."""
        if "<<" not in text.string:
            return ()
        string = text.string
        return [
            span
            for span in text.find_in_prose(_TITLE, "title")
            if not (_APART.match(string, span.start) and _AMIDST.match(string, span.end))
        ]

    @property
    def required(self) -> str:
        return "a title in double angular brackets, <<title>>"


_APART = regex.compile(r"(?<=[\p{L}\p{N})\]][ \t])<<[ \t]")
_AMIDST = regex.compile(r"[ \t][\p{L}\p{N}(\[]")
_TITLE = regex.compile(r"(?<!<)<<++(?=[^<>\n]*[^<>\s])([^<>\n]++)>>")
