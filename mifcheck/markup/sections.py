"""Sections that begin with a word and a number: Section 1, Part II, 第三部分."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import regex

from mifcheck.languages import Language
from mifcheck.languages.characters import (
    ALPHANUMERIC,
    CLOSING_QUOTES,
    EMPHASIS,
    IDEOGRAPH,
    OPENERS,
    OPENING_QUOTES,
    SENTENCE_ENDS,
    inside,
)
from mifcheck.markup.fences import DATA, WRITING
from mifcheck.markup.markdown import GAP, LINE_MARK
from mifcheck.markup.patterns import one_of
from mifcheck.markup.phrases import phrase_body
from mifcheck.verdict import Span

_EMPHASIS = inside(EMPHASIS)
_BETWEEN = rf"(?:{GAP}|[{_EMPHASIS}(（])*+"
_DECORATION = inside(EMPHASIS + OPENERS + "-–—=+<\\\ufe0f\u200d")
_TAG = r"<[^<>\n]{1,40}>"
# Marks may decorate a heading, === Section 1 ===, and emoji. In a reply in quotation marks the
# first heading stands behind one. Models leave out the space of a heading: ###Section 1
_HEAD = (
    rf"^{GAP}*+(?:[{inside(OPENING_QUOTES)}»]{GAP}*+)?(?:{LINE_MARK.pattern})?(?:\\?\#){{0,6}}"
    rf"(?:{GAP}|[{_DECORATION}]|{_TAG}|\p{{Extended_Pictographic}}){{0,200}}"
)
# "Part I love" is no Part I, and 部分一线城市 is no 部分一: such a number stands alone.
_AFTER = r"[.:)(\]\-–—*_~`,;\"”»」』】〗》）（，、：；。<\r=\\]"
_ALONE = rf"(?={GAP}*+(?:{_AFTER}|\p{{Extended_Pictographic}}|$))"
# With a colon behind its number, a section may follow a sentence on the same line.
_ENDED = rf"[{inside(SENTENCE_ENDS)}][{inside(CLOSING_QUOTES)}]?"
_SENTENCE_BEFORE = rf"(?<={_ENDED}[ ]{{1,2}})[{_EMPHASIS}]*+"
_HAN = "[〇零一二三四五六七八九十百千两兩廿]+"
_ROMAN = "(?:[IVX]+|[Ⅰ-ⅿ]+)"
_NUMBER = one_of(r"\p{Nd}+", rf"{_HAN}(?![{ALPHANUMERIC}])", f"{_ROMAN}{_ALONE}")
# The sign for "number" and its abbreviations.
_NUMERO = _BETWEEN + one_of(
    "№", r"No\b\.?", r"(?i:nr|núm|num)\b\.?", r"(?i:no?)\.", rf"(?i:n)\.?{GAP}?[º°]"
)


def find_sections(
    string: str, word: str, language: Language, lines: Iterable[tuple[int, str, str | None]]
) -> list[Span]:
    """Returns the beginnings of the sections that a word and a number name, those in code left out.

    Args:
        string: the text.
        word: the word.
        language: the language of the text.
        lines: (offset, line, label of its fence or None) of its lines.
    """
    found = list(_beginnings(string, word, language))
    written = WRITING | DATA | {None}
    code = {start for start, _, fence in lines if fence not in written} if found else set()
    return [Span(*span, "section") for span in found if span[0] not in code]


def _beginnings(string: str, word: str, language: Language) -> Iterator[tuple[int, int]]:
    """Yields the (start, end) of each beginning. Only lines with the word are searched."""
    pattern, name = _pattern(word, language), _name(word, language)
    if name is None:
        yield from (match.span() for match in pattern.finditer(string))
        return
    searched = 0
    for each in name.finditer(string):
        if each.start() < searched:
            continue
        start = string.rfind("\n", 0, each.start()) + 1
        end = string.find("\n", start)
        searched = len(string) if end < 0 else end
        yield from (match.span() for match in pattern.finditer(string, start, searched))


@lru_cache(maxsize=256)
def _name(word: str, language: Language) -> regex.Pattern[str] | None:
    """Returns a pattern for the word; None if there may be a line break in it."""
    name = phrase_body(word, language)
    return None if r"\s" in name else regex.compile(name)


@lru_cache(maxsize=256)
def _pattern(word: str, language: Language) -> regex.Pattern[str]:
    """Returns a pattern for the beginning of a section that a word and a number name."""
    name = phrase_body(word, language)
    numerals = "|".join(map(regex.escape, language.numerals)) or "(?!)"
    forms = [
        rf"{name}{_BETWEEN}[#:.\-–]?{_NUMERO}?{_BETWEEN}{_NUMBER}",
        rf"{name}{_BETWEEN}(?<=[\s{_EMPHASIS}(（]|{IDEOGRAPH})(?i:{numerals}){_ALONE}",
    ]
    if language.ordinal:
        digits = r"\p{Nd}+"
        number = one_of(digits, _HAN, _ROMAN, numerals)
        ordinal = regex.escape(language.ordinal)
        forms.append(rf"{ordinal}{GAP}*+{number}{GAP}*+(?:个|個)?{name}")
        forms.append(f"{one_of(digits, _HAN)}{name}{_ALONE}")
    within = f"{_SENTENCE_BEFORE}{forms[0]}{GAP}*+[:：]"
    # (Verse 1 - SECTION 1)
    label = rf"[(（\[][^()（）\[\]\n]{{1,40}}[-–—:：,|]{GAP}?"
    behind = rf"^{GAP}*+[{_EMPHASIS}]*+{label}{forms[0]}(?=[)）\]])"
    return regex.compile(f"{_HEAD}{one_of(*forms)}|{within}|{behind}", regex.MULTILINE)
