"""Numbers in digits of any script: groups, decimals, signs, and what only looks like a number."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import regex

from mifcheck.languages import Language, NumberRule
from mifcheck.languages.characters import ADDRESS, ADDRESS_HINTS, IDEOGRAPH, IDEOGRAPHS, SPELLING
from mifcheck.markup.markdown import (
    BULLET,
    HEADING,
    KEYCAP,
    NOTE,
    ORDINAL,
    QUOTED,
    SECTION,
    blanked,
)

Value = int | Fraction


class Number(NamedTuple):
    """A stretch of a text and the value that is written there."""

    start: int
    end: int
    value: Value


LONGEST = 1000
"""How many digits a number may have: no one reads more, and Python reads no 4,300."""

_D = r"\p{Nd}"
_ZERO = r"\p{Numeric_Value=0}"
_LETTER = rf"[[{SPELLING}]--[{IDEOGRAPHS}]]"
_FRACTIONS = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞↉"
_POINTS = ".,．，"
_MINUS = "-−–－"
# A minus stands after white space, an opening or a dividing mark, or an ideograph, but not between
# two numbers: in 5–7, 5 –7 and 5月-7月 it is a dash.
_SIGN = (
    rf"(?:(?<![^\s\p{{Sc}}(\[{{（［「“\"'«‘*_`~=<>≈:：/|、，]|{_D}[^\S\n])|"
    rf"(?<=(?<!{_D}){IDEOGRAPH}))(?P<minus>[{_MINUS}])\p{{Sc}}?"
)
_COMMAS = ",，"
_PART = regex.compile(rf"{_D}++")
_HAS_DIGIT = regex.compile(rf"{_D}|[{_FRACTIONS}]")

# What holds no number: the number of a heading or of a quoted list's item, a footnote's mark,
# a keycap emoji.
_LISTED = rf"(?:{HEADING.pattern}|{BULLET.pattern.replace('?P<mark>', '?:')}|{QUOTED.pattern})++"
_NO_NUMBER = regex.compile(
    rf"\A{_LISTED}(?:{ORDINAL.pattern}|{SECTION})|{NOTE.pattern}|{KEYCAP.pattern}"
)
_ADDRESS = regex.compile(ADDRESS)


def numberless(string: str) -> str:
    """The string with addresses, notes and list marks blanked out; offsets stay."""
    if any(hint in string for hint in ADDRESS_HINTS):
        string = blanked(_ADDRESS, string)
    return blanked(_NO_NUMBER, string) if _HAS_DIGIT.search(string) else string


class Digits:
    """Reads the numbers that stand in digits, by one language's marks."""

    def __init__(self, language: Language) -> None:
        self._pattern = regex.compile(_pattern(language.numbers), regex.V1)

    def __call__(self, string: str) -> Iterator[Number]:
        """The numbers of a string that `numberless` gave."""
        if not _HAS_DIGIT.search(string):
            return
        for match in self._pattern.finditer(string):
            if match["chain"]:
                yield from _links(match)
            elif not match["glued"]:
                value = _value(match)
                if value is not None:
                    yield Number(*match.span(), -value if match["minus"] else value)


def _pattern(rule: NumberRule) -> str:
    marks = regex.escape(rule.grouping, special_only=False)
    points = regex.escape(rule.decimals, special_only=False)
    three = rf"{_D}{{3}}(?!{_D})"
    # A group that goes on otherwise (1,234,56) makes the whole a list, which is a chain.
    goes_on = rf"(?=[{_POINTS}])(?P=group){_D}"
    again = rf"(?:{three}(?P=group)(?={three}))*+"
    threes = rf"{_D}{{1,3}}(?P<group>[{marks}]){again}{three}(?!{goes_on})"
    twos = rf"{_D}{{1,2}}(?:,{_D}{{2}}(?=,))++,{three}(?!,{_D})"
    grouped = "|".join([threes] * bool(marks) + [twos] * rule.lakhs) or "(?!)"
    other = "(?!(?P=group))" if marks else ""
    decimals = rf"{other}[{points}](?P<decimals>{_D}++)"
    between = rf"(?<!{_D}[{regex.escape(rule.between)}])" if rule.between else ""
    forms = (
        rf"(?:(?P<whole>{_D}{{1,4}})[ \u00a0\u202f\u2009]?)?(?P<fraction>[{_FRACTIONS}])",
        rf"(?!{_ZERO})(?P<whole>{grouped})(?:{decimals})?",
        rf"(?P<chain>{_D}++(?P<point>[{_POINTS}]){_D}++(?:(?P=point){_D}++)++)",
        rf"(?P<whole>{_D}++)(?:{decimals})?",
        rf"(?<![\p{{L}}\p{{M}}\p{{N}}.])\.(?P<decimals>{_D}++)",
    )
    glued = rf"(?P<glued>(?<={_LETTER}_?){between}{_D}++(?:\.{_D}++)*+)"
    return rf"{glued}|(?:{_SIGN})?(?:{'|'.join(forms)})"


def _value(match: regex.Match[str]) -> Value | None:
    """The value of a match; None of one that no one reads."""
    whole = "".join(_PART.findall(match["whole"] or ""))
    decimals = match["decimals"] or ""
    if len(whole) + len(decimals) > LONGEST:
        return None
    value: Value = int(whole or "0")
    if match["fraction"]:
        above, below = unicodedata.normalize("NFKC", match["fraction"]).split("\u2044")
        value += Fraction(int(above), int(below))
    if decimals:
        value += Fraction(int(decimals), 10 ** len(decimals))
    return simplest(value)


def simplest(value: Value) -> Value:
    """The value as an integer where it is one: 7.0 is 7."""
    return int(value) if value.denominator == 1 else value


def _links(match: regex.Match[str]) -> Iterator[Number]:
    """The numbers of a list (1,5,7) or a date (7.5.2024); of a version (1.2.3) there are none."""
    parts = [part.span() for part in _PART.finditer(match.string, *match.span("chain"))]
    spoken = [(*span, match.string[slice(*span)]) for span in parts]
    if match["point"] in _COMMAS or _is_date([digits for *_, digits in spoken]):
        for start, end, digits in spoken:
            if len(digits) <= LONGEST:
                yield Number(start, end, int(digits))


def _is_date(parts: list[str]) -> bool:
    if len(parts) != 3:
        return False
    day, month, year = reversed(parts) if len(parts[0]) == 4 else parts
    return (
        len(year) in (2, 4)
        and max(len(day), len(month)) <= 2
        and 1 <= int(day) <= 31
        and 1 <= int(month) <= 12
    )
