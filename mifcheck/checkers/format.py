"""The reply's form: lists, sections, titles, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from string import whitespace
from typing import Any, NoReturn

import regex

from mifcheck.bounds import at_least, exactly
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import Count, Fact, Holds, Measure, Phrasing, Stands, fewest
from mifcheck.checkers.parameters import Bound, Phrase
from mifcheck.checkers.phrases import keyword_pattern, phrase_body
from mifcheck.checkers.primitives import Counted, Present
from mifcheck.checkers.spelling import Number, Renamed
from mifcheck.languages import Language, get_language
from mifcheck.markup import markdown
from mifcheck.segment import IDEOGRAPH
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict


@checker(
    "detectable_format:number_bullet_lists",
    example={"num_bullets": 3},
    spelling={"bound": Number("num_bullets", exactly)},
)
class BulletCount(Counted):
    """The reply has a number of bullet points (`*`, `-`, `+`, `•` ...) within `bound`.

    Nested points count; numbered items, dividers and what stands in a code fence don't.
    """

    bound: Bound
    noun = ("bullet point", "bullet points")

    def quantity(self, language: Language) -> Measure:
        return _BULLETS

    def find(self, text: Text) -> Sequence[Span]:
        return tuple(_bullets(text))


_BULLETS = Measure("bullets", noun="bullet points")
_BULLET_STARTS = tuple(markdown.LIST_MARKS + markdown.LIST_SIGNS + ">\\")
_GAP = markdown.GAP
# One such line is a negative number, an option or a signature; several adjoining ones are a list.
_GLUED_BULLET = regex.compile(
    rf"{_GAP}*+(?:>{_GAP}*+)*+(?P<mark>[-·])(?=[*_]*+\p{{L}}(?!\s*+[=+^]))"
)
# A reply in quotation marks may begin with a list.
_OPENED = regex.compile(rf"\s*+[\"“„«「『]{_GAP}*+")


def _bullets(text: Text) -> Iterator[Span]:
    glued: list[Span] = []
    opened = _OPENED.match(text.string)
    above = False
    for start, line in text.prose_lines:
        if opened and start <= opened.end() <= start + len(line):
            start, line = opened.end(), line[opened.end() - start :]
        listed = line.lstrip()[:1] in _BULLET_STARTS and not markdown.RULE.match(line)
        point = markdown.BULLET.match(line) if listed else None
        tight = _GLUED_BULLET.match(line) if listed and not point else None
        match = point or tight
        if not match:
            glued, above = [], False
            continue
        span = Span(start + match.start("mark"), start + len(line.rstrip()), "bullet point")
        if tight and not above:
            glued = [span]
        else:
            yield from glued
            yield span
            glued = []
        above = True


@checker(
    "detectable_format:constrained_response",
    asks="one of the fixed answers, such as 'My answer is yes.'",
)
class ConstrainedAnswer(Checker):
    """The reply gives one, and only one, of the fixed answers of its language.

    In English: "My answer is yes.", "My answer is no.", "My answer is maybe.". English answers
    hold in every language.
    """

    def implies(self, language: Language) -> Iterable[Fact]:
        yield Holds(tuple(map(Phrasing, _answers(language))))

    def judge(self, text: Text) -> Verdict:
        options = _answers(text.language)
        found = [
            Span(match.start(), match.end(), option)
            for option in options
            for match in keyword_pattern(option, text.language).finditer(text.string)
        ]
        # "A minha resposta é sim." holds "minha resposta é sim.": the longer is the one given. And
        # of two spellings of one answer it is the first.
        found = list(_outermost(sorted(found, key=lambda span: (span.start, -span.end))))
        given = {span.label for span in found}
        reason = f"{len(given)} of the answers given"
        return self.verdict(len(given) == 1, sorted(given), sorted(found), reason)


def _answers(language: Language) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*language.answers, *get_language("en").answers)))


def _outermost(spans: Iterable[Span]) -> Iterator[Span]:
    """Of spans sorted by start, the longest first, those that no other holds."""
    reached = 0
    for span in spans:
        if span.end > reached:
            reached = span.end
            yield span


@checker(
    "detectable_format:number_highlighted_sections",
    example={"num_highlights": 2},
    spelling={"bound": Number("num_highlights", at_least)},
)
class HighlightCount(Counted):
    """The reply has a number of passages highlighted (*so* or **so**) within `bound`."""

    bound: Bound
    noun = ("highlighted section", "highlighted sections")

    def find(self, text: Text) -> Sequence[Span]:
        if "*" not in text.string:
            return ()
        return [Span(*match.span()) for match in _HIGHLIGHT.finditer(_blanked(text))]


# An asterisk within a word or a product (2*3) highlights nothing, but ideographs adjoin.
_GLUED = rf"[[\p{{L}}\p{{N}}]--{IDEOGRAPH}]"
_INNER_EDGE = rf"[{IDEOGRAPH}“”‘’《》「」『』（）]"
_HIGHLIGHT = regex.compile(
    rf"(?<![*\\])(?:(?<!{_GLUED})|(?=\*++{_INNER_EDGE}))(\*{{1,3}})(?=[^\s*])"
    rf"[^*\n]*+(?:\n(?!{_GAP}*+(?:\r?\n|\Z))[^*\n]*+)*+"
    rf"(?<=[^\s*\\])(?:\1(?!\*|{_GLUED})|(?<={_INNER_EDGE})\1(?!\*))",
    regex.V1,
)


def _blanked(text: Text) -> str:
    """The reply with every fence blanked out, and the asterisks in code; offsets stay."""
    if "`" not in text.string and "~~~" not in text.string:
        return text.string
    prose = dict(text.prose_lines)
    rows = zip(text.line_starts, text.lines, strict=True)
    lines = [line if start in prose else " " * len(line) for start, line in rows]
    return "\n".join(markdown.CODE_SPAN.sub(_starless, line) for line in lines)


def _starless(code: regex.Match[str]) -> str:
    # A highlight set as code as a whole is still one.
    return code[0] if _HIGHLIGHT.fullmatch(code[0].strip("` ")) else code[0].replace("*", "·")


@checker(
    "detectable_format:multiple_sections",
    asks="{bound} {noun} beginning with {splitter!r} and a number",
    example={"section_spliter": "Section", "num_sections": 3},
    spelling={
        "splitter": Renamed("section_spliter"),
        "bound": Number("num_sections", at_least),
    },
    verbatim=("splitter",),
)
class SectionCount(Counted):
    """The reply has a number of sections within `bound`, each beginning with a word and a number.

    The word, `splitter`, begins its line; heading, emphasis and decoration marks and emoji before
    it, and its case, don't matter.
    """

    splitter: Phrase
    bound: Bound
    noun = ("section", "sections")

    def quantity(self, language: Language) -> Measure:
        key = Phrasing(self.splitter).pattern(language)
        return Measure("sections", key, f"sections {self.splitter!r}")

    def implies(self, language: Language) -> Iterable[Fact]:
        yield from super().implies(language)
        if fewest(self.bound):
            # A number may adjoin the word.
            yield Holds((Phrasing(self.splitter, whole=False),), fewest(self.bound))

    def find(self, text: Text) -> Sequence[Span]:
        return text.find(_section_pattern(self.splitter, text.language), "section")


# "Part I love" is no Part I, and 部分一线城市 no 部分一: such a number stands alone.
_AFTER = r"[.:)(\]\-–—*_~`,;\"”»」』】〗》）（，、：；。<\r=\\]"
_ALONE = rf"(?={_GAP}*+(?:{_AFTER}|\p{{Extended_Pictographic}}|$))"
_HAN = "[〇零一二三四五六七八九十百千两兩廿]+"
_ROMAN = "(?:[IVX]+|[Ⅰ-ⅿ]+)"
_NUMBER = rf"(?:\p{{Nd}}+|{_HAN}(?![\p{{L}}\p{{N}}])|{_ROMAN}{_ALONE})"


_EMPHASIS = regex.escape(markdown.EMPHASIS, special_only=False)
_BETWEEN = rf"(?:{_GAP}|[{_EMPHASIS}(（])*+"
# The sign for a number in the languages that set one, and its abbreviations.
_NUMERO = rf"{_BETWEEN}(?:№|No\b\.?|(?i:nr|núm|num)\b\.?|(?i:no?)\.|(?i:n)\.?{_GAP}?[º°])"
# Marks that decorate a heading (=== Section 1 ===), and emoji.
_DECORATION = regex.escape(
    markdown.EMPHASIS + markdown.OPENERS + "-–—=+<\\\ufe0f\u200d", special_only=False
)
_HEAD = (
    rf"^{_GAP}*+(?:{markdown.LINE_MARK.pattern})?"
    rf"(?:{_GAP}|[{_DECORATION}]|\p{{Extended_Pictographic}})*"
)


@lru_cache(maxsize=256)
def _section_pattern(splitter: str, language: Language) -> regex.Pattern[str]:
    name = phrase_body(splitter, language)
    forms = [rf"{name}{_BETWEEN}[#:.\-–]?{_NUMERO}?{_BETWEEN}{_NUMBER}"]
    numerals = "|".join(map(regex.escape, language.numerals)) or "(?!)"
    forms.append(rf"{name}{_BETWEEN}(?<=[\s{_EMPHASIS}(（]|{IDEOGRAPH})(?i:{numerals}){_ALONE}")
    if language.ordinal:
        ordinal = regex.escape(language.ordinal)
        number = rf"(?:\p{{Nd}}+|{_HAN}|{_ROMAN}|{numerals})"
        forms.append(rf"{ordinal}{_GAP}*+{number}{_GAP}*+(?:个|個)?{name}")
    return regex.compile(rf"{_HEAD}(?:{'|'.join(forms)})", regex.MULTILINE)


@checker("detectable_format:json_format", asks="the whole reply in JSON")
class JsonOnly(Checker):
    """The whole reply is one JSON object or array, in a code fence or not."""

    def implies(self, language: Language) -> Iterable[Fact]:
        # No line of JSON begins with a list mark: a text within it has no line breaks.
        yield Count(_BULLETS, exactly(0), "JSON has no bullet points")
        # What a code fence says it holds may stand first.
        yield Stands("sign", "reply", ("{", "[", "j"))

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


_DEEPEST = 200
_BRACKETS = regex.compile(r'"(?:[^"\\]|\\.)*+"?|([\[{])|([\]}])', regex.DOTALL)


def _depth(string: str) -> int:
    """How deep brackets are nested: Python's own limit depends on who calls."""
    depth = deepest = 0
    for opening, closing in _BRACKETS.findall(string):
        depth += bool(opening) - bool(closing)
        deepest = max(deepest, depth)
    return deepest


_FENCE_HEAD = regex.compile(r"(`{3,}+|~{3,}+)[ \t]*(?i:json[c5]?)?[ \t]*\n?")


def _unfenced(text: Text) -> tuple[int, int]:
    start, end, _ = text.content
    head = _FENCE_HEAD.match(text.string, start, end)
    foot = end - len(head[1]) if head else end
    if head and head.end() <= foot and text.string.endswith(head[1], start, end):
        start, end, _ = text.trimmed(head.end(), foot)
    return start, end


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


@checker("detectable_format:title", asks="a title in double angular brackets, <<title>>")
class Title(Present):
    """The reply has a title in double angular brackets on one line: <<title>>."""

    missing = "no title in << >> found"

    def measure(self, text: Text, found: Sequence[Span]) -> Any:
        match = _TITLE.match(text.string, found[0].start)
        return match[1].strip(_BLANK) if match else None

    def find(self, text: Text) -> Sequence[Span]:
        """The titles; in a fence only what holds data."""
        if not any(mark in text.string for mark in ("<<", "\\<", "&lt;")):
            return ()
        return [
            Span(*match.span(), "title")
            for start, line, fence in text.fenced_lines
            if fence is None or fence in markdown.DATA
            for match in _TITLE.finditer(text.string, start, start + len(line))
            if match[1].strip(_BLANK) and not _is_shift(match)
        ]


def _is_shift(match: regex.Match[str]) -> bool:
    """Whether the brackets stand apart from both sides within a line, as in a << b >> c."""
    return bool(
        _APART.match(match.string, match.start()) and _AMIDST.match(match.string, match.end())
    )


_BLANK = whitespace + "<>\\"
_APART = regex.compile(r"(?<=[\p{L}\p{N})\]][ \t])<<[ \t]")
_AMIDST = regex.compile(r"[ \t][\p{L}\p{N}(\[]")
# Escaped for Markdown or for HTML, they are the same brackets; single ones may stand in a title.
_OPEN, _CLOSE = r"(?:\\?<|&lt;)", r"(?:\\?>|&gt;)"
_TITLE = regex.compile(
    rf"(?<![<\\]|&lt;){_OPEN}{{2,}}+"
    rf"((?:(?!{_OPEN}{{2}}|{_CLOSE}{{2}})[^\n])++){_CLOSE}{{2}}"
)
