"""Finds numbers in digits of any script, with their groups, decimals and signs."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

import regex

from mifcheck.languages import characters as chars
from mifcheck.languages.number_rules import NumberRule
from mifcheck.markup.patterns import blanked

Value = int | Fraction


class Number(NamedTuple):
    """A number in a text.

    Attributes:
        start, end: its offsets.
        value: its value, an integer or a `Fraction`.
    """

    start: int
    end: int
    value: Value


LONGEST = 1000
"""Maximum number of digits of a number; `int()` rejects more than 4,300."""

_D = r"\p{Nd}"
_POINTS = ".,．，"
_COMMAS = ",，"
_ANY_GROUPING = rf"[{_POINTS}'’\u00a0{chars.THIN_SPACES}]"
_PART = regex.compile(rf"{_D}++")
_HAS_DIGIT = regex.compile(rf"{_D}|[{chars.FRACTIONS}]")
_LETTER = rf"[[{chars.SPELLING}]--[{chars.IDEOGRAPHS}]]"
_LETTER_BEFORE = rf"(?<={_LETTER}_?)"
_DIGIT_SPACE = rf"[{chars.SPACES}{chars.THIN_SPACES}]"
# A minus follows white space, an opening or a dividing mark, or an ideograph. Between two numbers
# (5–7, 5 –7, 5月-7月) it is a dash.
_MAY_PRECEDE_MINUS = r"\s\p{Sc}(\[{（［「“\"'«‘*_`~=<>≈:：/|、，"
_MINUS = rf"""
    (?: (?<! [^{_MAY_PRECEDE_MINUS}] | {_D}[^\S\n] ) | (?<= (?<!{_D}) {chars.IDEOGRAPH} ) )
    (?P<minus> [{chars.MINUS_SIGNS}] ) \p{{Sc}}?
"""

_THREE = rf"{_D}{{3}}(?!{_D})"


def _groups(mark: str, more: str = "*+") -> str:
    """Returns the pattern of digits in groups of three, which one mark separates."""
    return rf"{_D}{{1,3}} (?P<group>{mark}) (?: {_THREE} (?P=group) (?={_THREE}) ){more} {_THREE}"


# If the groups do not continue regularly (1,234,56), the whole is a list: a chain.
_NOT_IRREGULAR = rf"(?! (?=[{_POINTS}]) (?P=group) {_D} )"
_OTHER_POINT = rf"(?!(?P=group)) [{_POINTS}] (?P<decimals>{_D}++)"
_BY_TWOS = rf"{_D}{{1,2}} (?: ,{_D}{{2}}(?=,) )++ ,{_THREE} (?!,{_D})"
# What has one reading only, whichever marks the language prefers: 1,000,000 and 1.234,5 and
# 12,34,567.
_IN_ANY_LANGUAGE = rf"""
    (?: (?P<whole> {_groups(_ANY_GROUPING, "++")} {_NOT_IRREGULAR} ) (?:{_OTHER_POINT})?
    | (?P<whole> {_groups("[.,]")} ) {_OTHER_POINT} (?! [{_POINTS}]{_D} )
    | (?P<whole> {_BY_TWOS} ) (?: \.(?P<decimals>{_D}++) )?
    )
"""
# Three zeros are no number of their own.
_ZEROS = rf"{_D}{{1,3}} (?: [\ '’]000(?!{_D}) )++"
_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IP_ADDRESS = regex.compile(
    rf"""
    [0-9]{{1,3}}+ (?=(?:\.[0-9]{{1,3}}){{3}})
    (?<= (?<![0-9.]){_OCTET} ) (?: \.{_OCTET} ){{3}} (?! [0-9] | \.[0-9] | ,[0-9]++(?!\.) )
    (?: :[0-9]++ | /[0-9]{{1,2}}(?![0-9]) )?
    """,
    regex.V1 | regex.VERBOSE,
)

_ADDRESS = regex.compile(chars.ADDRESS)
_KEYCAP = regex.compile(chars.KEYCAP)


def numberless(string: str) -> str:
    """Returns the string with addresses and digits on keys blanked out. Offsets are kept."""
    if chars.KEY in string:
        string = blanked(_KEYCAP, string)
    if any(hint in string for hint in chars.ADDRESS_HINTS):
        string = blanked(_ADDRESS, string)
    return blanked(_IP_ADDRESS, string) if _HAS_DIGIT.search(string) else string


def digit_finder(rule: NumberRule) -> Callable[[str], Iterator[Number]]:
    """Returns a function that finds the numbers in digits, in a string from `numberless`."""
    pattern = _pattern(rule)

    def find(string: str) -> Iterator[Number]:
        if not _HAS_DIGIT.search(string):
            return
        for match in pattern.finditer(string):
            chain, glued = match.group("chain", "glued")
            if chain:
                yield from _links(match)
            elif not glued and (value := _value(match)) is not None:
                yield Number(*match.span(), value)

    return find


def _pattern(rule: NumberRule) -> regex.Pattern[str]:
    """Returns the pattern of a number in digits, or of digits glued to letters before them."""
    marks, points = chars.inside(rule.grouping), chars.inside(rule.decimals)
    grouped = rf"{_groups(f'[{marks}]')} {_NOT_IRREGULAR}" if marks else "(?!)"
    no_group = "(?!(?P=group))" if marks else ""
    decimals = rf"{no_group}[{points}](?P<decimals>{_D}++)"
    between = rf"(?<!{_D}[{regex.escape(rule.between)}])" if rule.between else ""
    return regex.compile(
        rf"""
        (?P<glued> {_LETTER_BEFORE} {between} {_D}++ (?: \.{_D}++ )*+ )
        | (?:{_MINUS})?
        (?: (?: (?P<whole>{_D}{{1,4}}) {_DIGIT_SPACE}? )? (?P<fraction>[{chars.FRACTIONS}])
        | (?!\p{{Numeric_Value=0}}) (?: {_IN_ANY_LANGUAGE} | (?P<whole>{grouped}) (?:{decimals})?
            | (?P<whole>{_ZEROS}) (?:[{points}](?P<decimals>{_D}++))? )
        | (?P<chain> {_D}++ (?P<point>[{_POINTS}]) {_D}++ (?: (?P=point) {_D}++ )++ )
        | (?P<whole>{_D}++) (?:{decimals})?
        | (?<![{chars.WORD}.]) \. (?P<decimals>{_D}++)
        )
        """,
        regex.V1 | regex.VERBOSE,
    )


def _value(match: regex.Match[str]) -> Value | None:
    """Returns the value of a match; None if it has too many digits."""
    digits = match[0]
    # Most numbers are digits alone.
    if digits.isdecimal():
        return int(digits) if len(digits) <= LONGEST else None
    whole, decimals, fraction = match.group("whole", "decimals", "fraction")
    whole, decimals = "".join(_PART.findall(whole or "")), decimals or ""
    if len(whole) + len(decimals) > LONGEST:
        return None
    value: Value = chars.whole_number(whole or "0")
    if fraction:
        value = value + _vulgar(fraction) if value else _vulgar(fraction)
    if decimals:
        value += Fraction(chars.whole_number(decimals), 10 ** len(decimals))
    return simplest(-value if match["minus"] else value)


@lru_cache(maxsize=64)
def _vulgar(fraction: str) -> Fraction:
    """Returns the value of a fraction that is one character."""
    above, below = unicodedata.normalize("NFKC", fraction).split("\u2044")
    return Fraction(int(above), int(below))


def simplest(value: Value) -> Value:
    """Returns the value as an integer if it is whole: 7.0 is 7."""
    return int(value) if value.denominator == 1 else value


def _links(match: regex.Match[str]) -> Iterator[Number]:
    """Yields the numbers of a list (1,5,7) or a date (7.5.2024), but not of a version (1.2.3)."""
    parts = list(_PART.finditer(match.string, *match.span("chain")))
    if match["point"] in _COMMAS or _is_date([part[0] for part in parts]):
        for part in parts:
            if len(part[0]) <= LONGEST:
                yield Number(*part.span(), chars.whole_number(part[0]))


def _is_date(parts: list[str]) -> bool:
    if len(parts) != 3:
        return False
    day, month, year = reversed(parts) if len(parts[0]) == 4 else parts
    return (
        len(year) in (2, 4)
        and max(len(day), len(month)) <= 2
        and 1 <= chars.whole_number(day) <= 31
        and 1 <= chars.whole_number(month) <= 12
    )
