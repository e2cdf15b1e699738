"""What joins characters into one word, as patterns that are made from a language's `WordRule`.

Tokenizers cut words by these patterns, and a keyword is not found where one of them makes it part
of a longer word. A join is the pattern of a mark between two parts of a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from mifcheck.languages.characters import (
    ALPHANUMERIC,
    APOSTROPHES,
    DIGIT_MARKS,
    HYPHENS,
    IDEOGRAPH,
    JOINERS,
    LETTERS,
    NO_WORD_AFTER,
    NUMBERS,
    ORDINAL_SIGNS,
    SPACES,
    SPELLING,
    THIN_SPACES,
    WORD,
    inside,
)
from mifcheck.languages.rules import WordRule

START = rf"[{ALPHANUMERIC}]"
"""A character that may begin a part of a word."""
GOES_ON = rf"[{WORD}{JOINERS}]"
"""A character within a part of a word."""

_NUMBER, _LETTER = f"[{NUMBERS}]", f"[{LETTERS}]"
_AMPERSANDS = "&＆"
_STOP = "[.॰]"
"""What ends an abbreviation: a full stop, or the sign that Hindi has for it."""


def word_joins(rule: WordRule) -> Iterator[str]:
    """Yields the joins by which words are cut, apart from dotted letters and `unsplit` words."""
    yield _join(DIGIT_MARKS + ":/", _NUMBER, _NUMBER)
    yield from _wide_numbers()
    yield _join("_", "", START)
    yield from _marks(rule)
    if rule.apostrophe == "joins":
        yield _join(APOSTROPHES)
    else:
        # O'Brien and Kellogg's are one word where l'eau is two.
        yield _after_o()
        yield _join(APOSTROPHES, "", rf"s(?!{GOES_ON})")
    if rule.hyphen == "splits":
        yield _join(HYPHENS, _NUMBER, _NUMBER)
    yield from _hyphens(rule, rule.enclitics)


def joining_marks(rule: WordRule) -> str:
    """Returns the marks with which the joins of `word_joins` begin."""
    colon = ":" if rule.visarga else ""
    return DIGIT_MARKS + "॰:/．，_°%" + _AMPERSANDS + APOSTROPHES + HYPHENS + rule.joiners + colon


def dotted(rule: WordRule) -> str:
    """Returns the pattern of letters with full stops between them (U.S, एम.ए, एम॰ए)."""
    part = _dotted_part(rule)
    # z.B.-Liste, c.-à-d.
    tail = rf"(?:\.?[{HYPHENS}]{_LETTER}{GOES_ON}*+)*+" if rule.hyphen == "joins" else ""
    return rf"(?<!{START}){part}(?:{_STOP}[{HYPHENS}]?{part})+{NO_WORD_AFTER}{tail}"


def _marks(rule: WordRule) -> Iterator[str]:
    """Yields the joins of marks that no other name covers."""
    yield _join(_AMPERSANDS, "", _LETTER)
    yield _join("°", _NUMBER, START)
    # 10%ige
    yield _join("%", _NUMBER, r"\p{Ll}")
    # 2.º, Sr.ª; in V.Ex.ª both full stops join.
    yield _join(".", "", rf"(?:{_LETTER}{{1,4}}\.){{0,2}}[{ORDINAL_SIGNS}]")
    if rule.ordinal_endings:
        endings = "|".join(rule.ordinal_endings)
        yield _join("." + HYPHENS, _NUMBER, rf"(?:{endings})(?!{GOES_ON})")
    if rule.visarga:
        yield _join(":", rf"(?<!{GOES_ON})(?:{'|'.join(rule.visarga)})", START)
    if rule.joiners:
        yield _join(rule.joiners, _LETTER, _LETTER)


def _wide_numbers() -> Iterator[str]:
    yield _join("．，", "[０-９]", "[０-９]")
    yield _join("．，", r"(?<!\p{Nd})\p{Nd}{1,3}", r"\p{Nd}{3}(?!\p{Nd})")


def _after_o() -> str:
    return _join(APOSTROPHES, rf"(?<!{START})O", r"\p{Lu}")


def _hyphens(rule: WordRule, apart: Sequence[str]) -> Iterator[str]:
    """Yields the joins of hyphens before or after letters.

    Args:
        rule: how the language's words are found.
        apart: the last parts of words before which a hyphen that joins otherwise does not.
    """
    if rule.hyphen == "splits":
        if rule.prefixes:
            yield _join(HYPHENS, rf"(?<!{START})(?i:{'|'.join(map(inside, rule.prefixes))})")
        return
    # An abbreviation: Dr.-Ing., С.-Петербург.
    yield rf"(?<=(?<!{START})\p{{L}}\p{{Ll}}{{0,3}})\.[{HYPHENS}](?={_LETTER})"
    if apart:
        part = f"(?i:{'|'.join(map(inside, apart))})"
        chain = rf"{part}(?:[{HYPHENS}]{part}){{0,3}}+"
        yield _join(HYPHENS, "", rf"(?!{chain}(?![{HYPHENS}]?{START}))")
    else:
        yield _join(HYPHENS)


def _dotted_part(rule: WordRule) -> str:
    if rule.dotted_letters == 1:
        return r"\p{L}\p{M}*"
    # Consonants that a virama joins are one letter.
    letter = r"(?:\p{L}\p{ccc=7}?\p{ccc=9}\u200d?){0,4}\p{L}\p{M}*"
    return rf"(?:{letter}){{1,{rule.dotted_letters}}}"


def _join(marks: str, before: str = "", after: str = "") -> str:
    behind = f"(?<={before}.)" if before else ""
    return f"[{inside(marks)}]{behind}(?={after})"


# At the edges of a keyword


def open_before(rule: WordRule, numeric: bool) -> str:
    """Returns the condition that no join stands before a place.

    Args:
        rule: how the language's words are found.
        numeric: whether a digit follows, so that there may be groups of digits.
    """
    joins = [*_holding(rule, numeric), *_apostrophes_before(rule)]
    marks = _edge_marks(rule, numeric)
    return rf"(?:(?<![{marks}])|(?<![{WORD}](?<!{IDEOGRAPH})(?:{'|'.join(joins)})))"


def open_after(rule: WordRule, numeric: bool) -> str:
    """Returns the condition that no join stands after a place, but for that of a genitive.

    Args:
        rule: how the language's words are found.
        numeric: whether a digit is before it, so that there may be groups of digits.
    """
    joins = [*_holding(rule, numeric), *_apostrophes_after(rule)]
    marks = _edge_marks(rule, numeric)
    return rf"(?:(?![{marks}])|(?!(?:{'|'.join(joins)})(?!{IDEOGRAPH}){START}))"


def _edge_marks(rule: WordRule, numeric: bool) -> str:
    spaces = SPACES + THIN_SPACES if numeric and rule.grouped_digits else ""
    return inside(joining_marks(rule) + JOINERS + spaces)


def _holding(rule: WordRule, numeric: bool) -> Iterator[str]:
    """Yields the joins that hold a keyword to more of a word, but for apostrophes.

    The parts of an address, of a fraction (3/4), a range and a date are found.
    """
    yield rf"[{JOINERS}]{{1,2}}"
    yield _join(DIGIT_MARKS, _NUMBER, _NUMBER) + _NO_DATE
    yield _join(":", _NUMBER, _NUMBER)
    yield from _wide_numbers()
    yield _join("_", "", START)
    yield from _marks(rule)
    between = f"(?!(?<={_NUMBER}.){_NUMBER})"
    yield from (join + between for join in _hyphens(rule, rule.enclitics + rule.appended))
    part = _dotted_part(rule)
    stop = rf"{_STOP}[{HYPHENS}]?"
    yield rf"{stop}(?<=(?<![{WORD}]){part}{stop})(?={part}{NO_WORD_AFTER})"
    if rule.unsplit:
        yield from _unsplit(rule)
    if numeric and rule.grouped_digits:
        gap = f"[{SPACES}{THIN_SPACES}]"
        before = rf"(?<![{WORD}]){_NUMBER}{{1,3}}(?:{gap}{_NUMBER}{{3}}){{0,5}}"
        yield _join(SPACES + THIN_SPACES, before, rf"{_NUMBER}{{3}}(?!{_NUMBER})")


# The year of 7.5.2024 and of 2024.5.7.
_NO_DATE = (
    r"(?!(?<=(?<!\p{Nd})\p{Nd}{1,2}\.\p{Nd}{1,2}\.)\p{Nd}{4}(?!\p{Nd}))"
    r"(?!(?<=(?<!\p{Nd})\p{Nd}{4}\.)\p{Nd}{1,2}\.\p{Nd}{1,2}(?!\p{Nd}))"
)


def _unsplit(rule: WordRule) -> Iterator[str]:
    """Yields the joins within the words that are not split."""
    for word in rule.unsplit:
        for at, mark in enumerate(word):
            head, tail = word[:at], word[at + 1 :]
            if mark.isalpha() or not tail:
                continue
            marks = APOSTROPHES if mark == "'" else mark
            before = rf"(?<!{START})(?i:{spelled(head)})"
            yield _join(marks, before, rf"(?i:{spelled(tail)})(?!{START})")


def spelled(word: str) -> str:
    """Returns a word as a pattern that takes any apostrophe."""
    return regex.escape(word).replace("'", f"[{APOSTROPHES}]")


def _apostrophes_before(rule: WordRule) -> Iterator[str]:
    if rule.apostrophe == "joins":
        elided = "|".join(rule.elided)
        found = rf"(?<!(?<!{GOES_ON})(?i:{elided}).)" if elided else ""
        yield f"[{APOSTROPHES}]{found}"
    else:
        yield _after_o()
        yield _join(APOSTROPHES, "", rf"s(?!{GOES_ON})")


def _apostrophes_after(rule: WordRule) -> Iterator[str]:
    if rule.apostrophe != "joins":
        yield _after_o()
        return
    if rule.suffixed:
        return
    genitive = rf"[sS](?!{GOES_ON})"
    yield _join(APOSTROPHES, "", f"(?!{genitive})")
    hosts = [f"(?i:{'|'.join(rule.contracted)})"] if rule.contracted else []
    if rule.genitive == "names":
        hosts.append(rf"\p{{Ll}}[{SPELLING}]{{0,40}}")
    yield _join(APOSTROPHES, rf"(?<![{WORD}])(?:{'|'.join(hosts)})", genitive)
