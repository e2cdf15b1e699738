"""What is true of a phrase in a reply, however it is spelled there.

A checker accepts a phrase in many forms: in any case, with emphasis between its words, with
spellings that readers take for the same. What is stated here is true of all these forms.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, zip_longest
from typing import NamedTuple, TypeAlias

import regex

from mifcheck.checkers.facts import Phrasing, Stands
from mifcheck.languages import Language
from mifcheck.languages.characters import APOSTROPHES, IDEOGRAPH, WORD
from mifcheck.markup.phrases import ALIKE_MARKS, ESZETT, SPACED_MARKS, word_edges

Glyph: TypeAlias = frozenset[str] | None
"""One of these characters, without case and accents; None if it is not known which."""

_SPACE: Glyph = frozenset(" ")
_Group: TypeAlias = tuple[str, ...]


_ADJOINING = regex.compile(rf"[{WORD}]")
_ENDED = regex.compile(r"(?![\p{L}\p{M}\p{N}+＋#＃])")
_IDEOGRAPH = regex.compile(IDEOGRAPH)


def holds(phrase: Phrasing, wanted: Phrasing, language: Language) -> tuple[bool, bool]:
    """Tells whether a phrase in any form holds a form of another one, and whether that is sure."""
    text = phrase.text
    lowered, sought = text.lower(), wanted.text.lower()
    if not phrase.solid or not sought or len(lowered) != len(text):
        return False, False
    # Marks that don't count as letters may stand between words, where edges look for letters.
    doubt = phrase.alike and bool(language.spelling.ignored)
    places = islice(regex.finditer(regex.escape(sought), lowered), _TRIED)
    for start, end in (match.span() for match in places):
        if wanted.whole and not (
            _edged(phrase, start, end) and _is_apart(text, start, end, language)
        ):
            continue
        if _stands(phrase, start, end, wanted, language):
            return True, not (doubt and wanted.whole and _adjoined(text, start, end))
    return False, False


# So many occurrences are tried.
_TRIED = 32


def _adjoined(text: str, start: int, end: int) -> bool:
    """Tells whether a mark before or after a stretch could make it part of a longer word."""
    before = start > 0 and not _IDEOGRAPH.match(text[start])
    after = end < len(text) and _ADJOINING.match(text[end]) and not _IDEOGRAPH.match(text[end])
    return bool(before or after)


def _edged(phrase: Phrasing, start: int, end: int) -> bool:
    """Tells whether a stretch of a phrase is whole words in every form of the phrase."""
    text = phrase.text
    first, last = text[start], text[end - 1]
    if start:
        begins = not _ADJOINING.match(text[start - 1]) or bool(_IDEOGRAPH.match(first))
    else:
        begins = phrase.whole or bool(_IDEOGRAPH.match(first))
    if end == len(text):
        return begins and phrase.whole
    after = text[end]
    plain = _ENDED.match(after) is not None or (
        _IDEOGRAPH.match(last) is not None and after not in "ﾞﾟ"
    )
    return begins and plain


def _is_apart(text: str, start: int, end: int, language: Language) -> bool:
    """Tells whether no mark makes a stretch of a text a part of a longer word (won't)."""
    before, after = _edges(language)
    return before.match(text, start) is not None and after.match(text, end) is not None


@lru_cache(maxsize=64)
def _edges(language: Language) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    before, after = word_edges(language, from_digit=True, to_digit=True)
    return regex.compile(before), regex.compile(after)


def _stands(phrase: Phrasing, start: int, end: int, wanted: Phrasing, language: Language) -> bool:
    """Tells whether every form of a phrase has a form of what is wanted in this stretch."""
    text, before, part = phrase.text, phrase.text[:start], phrase.text[start:end]

    def form(piece: str) -> str:
        return replace(phrase, text=piece).pattern(language)

    apart = form(before) + form(part) if before else form(part)
    if form(before + part) != apart or not form(text).startswith(apart):
        return False
    # Its own letters are among the spellings that are taken for the same.
    return (wanted.alike and not phrase.alike) or form(part) == wanted.pattern(language)


_INITIAL = regex.compile(r"\.\s?\p{L}")


class _Spot(NamedTuple):
    """A character of a phrase, what may stand for it, and whether it is always itself."""

    character: str
    glyph: Glyph
    fixed: bool


@lru_cache(maxsize=4096)
def _spots(text: str, alike: bool, language: Language) -> tuple[_Spot, ...]:
    spelling = language.spelling
    bare = text.translate(dict.fromkeys(map(ord, spelling.ignored))) if alike else text
    folded = regex.sub(f"[{APOSTROPHES}]", "'", bare).lower()
    if len(folded) != len(bare):
        return (_Spot("", None, False),)
    spelled = _spellings(folded, spelling.alike if alike else ())
    found: list[_Spot] = []
    for at, character in enumerate(bare):
        # White space before these marks may be there or not.
        dropped = character.isspace() and bare[at + 1 : at + 2] in tuple(SPACED_MARKS)
        if dropped or (character.isspace() and found and found[-1].glyph == _SPACE):
            continue
        glyph = _glyph(folded, at)
        groups = spelled.get(at, ())
        found.append(_Spot(character, _widened(glyph, groups), not groups and glyph is not None))
    return tuple(found)


def _spellings(text: str, alike: Iterable[_Group]) -> dict[int, list[_Group]]:
    """Returns, for each place of a text, the groups of spellings of which one stands there."""
    found: dict[int, list[_Group]] = {}
    for group in (*alike, ESZETT):
        for member in group:
            for match in regex.finditer(regex.escape(member.lower()), text, overlapped=True):
                for at in range(*match.span()):
                    found.setdefault(at, []).append(group)
    return found


def _glyphs(phrase: Phrasing, language: Language) -> tuple[Glyph, ...]:
    """Returns what stands at each place of a phrase, in whatever form it is spelled."""
    return tuple(spot.glyph for spot in _spots(phrase.text, phrase.alike, language))


def _glyph(text: str, at: int) -> Glyph:
    character = text[at]
    if character.isspace():
        return None if text[at - 1] == "." else _SPACE
    if _ADJOINING.match(character):
        return frozenset({_base(character)}) if len(character.casefold()) == 1 else None
    if character == "." and _INITIAL.match(text, at):
        return None
    alike = next((marks for marks in ALIKE_MARKS if character in marks), None)
    return frozenset(alike) if alike else None


def _widened(glyph: Glyph, groups: Iterable[_Group]) -> Glyph:
    """Returns a glyph with the other spellings that may stand in its place."""
    for group in groups:
        if glyph is None or any(len(member) > 1 for member in group):
            return None
        glyph |= frozenset(_base(member) for member in group)
    return glyph


def _base(character: str) -> str:
    """Returns a character without case and accents."""
    plain = unicodedata.normalize("NFKD", character)[0].casefold()
    return "i" if plain == "ı" else plain


@dataclass(frozen=True, slots=True)
class Edge:
    """What stands at a place of the reply, beginning there and read away from it.

    Attributes:
        glyphs: its characters.
        whole: whether no letter or digit may follow it.
    """

    glyphs: tuple[Glyph, ...]
    whole: bool = True


@lru_cache(maxsize=4096)
def edge(fact: Stands, language: Language) -> Edge:
    """Returns what stands at a place; without characters if they are not known."""
    what = fact.what
    if not isinstance(what, Phrasing):
        any_of = (_letters(each, language) if each.isalnum() else {each} for each in what)
        return Edge((frozenset[str]().union(*any_of),), whole=False)
    places = _glyphs(what, language)
    if fact.side == "end":
        return Edge(places[::-1], what.whole)
    # A mark at the beginning may be looked past.
    return Edge(places if _BEGINS.match(what.text) else (), what.whole)


_BEGINS = regex.compile(r"[\p{L}\p{N}]")


def _letters(letter: str, language: Language) -> frozenset[str]:
    """Returns the letters that one stands for at a beginning, without their accents."""
    first = _base(letter)
    found = {first}
    for group in (*language.spelling.alike, ESZETT):
        starts = {_base(member) for member in group}
        if first in starts and any(len(member) == 1 for member in group):
            found |= starts
    return frozenset(found)


def clash(one: Edge, other: Edge) -> bool:
    """Tells whether two edges can't stand at the same place."""
    last: Glyph = None
    for mine, theirs in zip_longest(one.glyphs, other.glyphs, fillvalue=_NOTHING):
        if mine is None or theirs is None:
            return False
        if mine is _NOTHING or theirs is _NOTHING:
            shorter, following = (one, theirs) if mine is _NOTHING else (other, mine)
            return shorter.whole and _joined(last, following)
        if not mine & theirs:
            # White space may stand before a mark.
            return not (_SPACE in (mine, theirs) and not any(map(_is_worded, (mine, theirs))))
        last = mine & theirs
    return False


_NOTHING: Glyph = frozenset()


def _is_worded(glyph: Glyph) -> bool:
    return glyph is not None and any(_ADJOINING.match(character) for character in glyph)


def _joined(last: Glyph, following: Glyph) -> bool:
    """Tells whether what follows makes a whole word part of a longer one."""
    if last is None or following is None or not (_is_worded(last) and _is_worded(following)):
        return False
    return not any(_IDEOGRAPH.match(character) for character in last | following)


# No list's letter, whatever stands for two letters (æ), and no number in Han characters.
_LONG_WORD = regex.compile(r"(?!\p{Han})\p{L}{2}(?:\p{L}|(?![.)．）]))")


def least_words(phrase: Phrasing, language: Language) -> int:
    """Returns how many words a phrase has at least; 0 if words have no spaces between them."""
    if not (phrase.solid and language.spaced and language.count_unit == "word"):
        return 0
    return sum(_LONG_WORD.search(word) is not None for word in phrase.text.split())


def is_lettered(phrase: Phrasing, language: Language) -> bool:
    """Tells whether every form of a phrase has the same number of letters, and only spaces beside.

    No form lies within another then, so that all of several that stand apart are found.
    """
    return all(glyph == _SPACE or _is_worded(glyph) for glyph in _glyphs(phrase, language))


def fixed_letters(phrase: Phrasing, language: Language) -> str:
    """Returns the letters that every form of a phrase has, in order, with blanks for the others."""
    if phrase.alike and language.spelling.ignored:
        return ""
    spots = _spots(phrase.text, phrase.alike, language)
    return "".join(spot.character if spot.fixed else " " for spot in spots)
