"""What follows from a phrase that a reply has to hold, however it is spelled there.

A checker accepts a phrase in many forms: in any case, with emphasis between its words, with
spellings that readers take for the same. Said here is only what is true of all these forms.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, zip_longest
from typing import NamedTuple, TypeAlias

import regex

from mifcheck.languages import Language
from mifcheck.languages.characters import APOSTROPHES, IDEOGRAPH
from mifcheck.markup.phrases import phrase_body

Glyph: TypeAlias = frozenset[str] | None
"""What stands at a place of a phrase: one of these characters, without case and accents; None:
there is no telling."""

GAP: Glyph = frozenset(" ")
_Group: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that a reply holds.

    Attributes:
        text: the phrase.
        alike: whether spellings that readers take for the same will do.
        whole: whether it is of whole words: no letter or digit adjoins it.
        solid: whether its words stand as they do in the text; else its letters and marks do,
            with the white space left to the reply.
        given: what a person gave, where the phrase is only part of it.
    """

    text: str
    alike: bool = True
    whole: bool = True
    solid: bool = True
    given: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """The phrase as messages have it."""
        return self.given or self.text


def body(text: str, alike: bool, language: Language) -> str:
    """The pattern of a phrase in any form: equal for phrases that have the same forms."""
    # A pattern is without case but for the names of its classes, which come from no phrase.
    return phrase_body(text, language if alike else None)[len("(?i:") : -len(")")].lower()


_ADJOINING = regex.compile(r"[\p{L}\p{M}\p{N}]")
_ENDED = regex.compile(r"(?![\p{L}\p{M}\p{N}+＋#＃])")
_IDEOGRAPH = regex.compile(IDEOGRAPH)


def holds(
    phrase: Phrase, wanted: str, whole: bool, alike: bool, language: Language
) -> tuple[bool, bool]:
    """Whether a phrase in any form holds another one, and whether that is beyond all doubt.

    `whole` and `alike` say in which forms the other one is meant.
    """
    text = phrase.text
    lowered, sought = text.lower(), wanted.lower()
    if not phrase.solid or not sought or len(lowered) != len(text):
        return False, False
    # Marks that don't count as letters may stand between words, where edges look for letters.
    doubt = phrase.alike and bool(language.spelling.ignored)
    places = islice(regex.finditer(regex.escape(sought), lowered), _TRIED)
    for start, end in (match.span() for match in places):
        if whole and not _edged(phrase, start, end):
            continue
        if _stands(phrase, start, end, wanted, alike, language):
            return True, not (doubt and whole and _adjoined(text, start, end))
    return False, False


# So often may it occur in part of a word before it is given up.
_TRIED = 32


def _adjoined(text: str, start: int, end: int) -> bool:
    """Whether a mark before a stretch, or after it, could make it part of a longer word."""
    before = start > 0 and not _IDEOGRAPH.match(text[start])
    after = end < len(text) and _ADJOINING.match(text[end]) and not _IDEOGRAPH.match(text[end])
    return bool(before or after)


def _edged(phrase: Phrase, start: int, end: int) -> bool:
    """Whether a stretch of a phrase is of whole words in every form of the phrase."""
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


def _stands(
    phrase: Phrase, start: int, end: int, wanted: str, alike: bool, language: Language
) -> bool:
    """Whether every form of a phrase has a form of what is wanted in this stretch."""
    text, before, part = phrase.text, phrase.text[:start], phrase.text[start:end]

    def form(piece: str) -> str:
        return body(piece, phrase.alike, language)

    apart = form(before) + form(part) if before else form(part)
    if form(before + part) != apart or not form(text).startswith(apart):
        return False
    # Its own letters are among the spellings that are taken for the same.
    return (alike and not phrase.alike) or form(part) == body(wanted, alike, language)


# Marks of which several stand for the same, as `checkers/phrases.py` has them.
_MARKS = ("?？", "!！", ".。", ",，", ":：", ";；")
_SPACED = "?？!！:：;；»"
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
        dropped = character.isspace() and bare[at + 1 : at + 2] in tuple(_SPACED)
        if dropped or (character.isspace() and found and found[-1].glyph == GAP):
            continue
        glyph = _glyph(folded, at)
        groups = spelled.get(at, ())
        found.append(_Spot(character, _widened(glyph, groups), not groups and glyph is not None))
    return tuple(found)


def _spellings(text: str, alike: Iterable[_Group]) -> dict[int, list[_Group]]:
    """Of each place of a text the groups of spellings of which one stands there."""
    found: dict[int, list[_Group]] = {}
    for group in (*alike, ("ß", "ss")):
        for member in group:
            for match in regex.finditer(regex.escape(member.lower()), text, overlapped=True):
                for at in range(*match.span()):
                    found.setdefault(at, []).append(group)
    return found


def glyphs(text: str, alike: bool, language: Language) -> tuple[Glyph, ...]:
    """What stands at each place of a phrase, in whatever form it is spelled."""
    return tuple(spot.glyph for spot in _spots(text, alike, language))


def _glyph(text: str, at: int) -> Glyph:
    character = text[at]
    if character.isspace():
        return None if text[at - 1] == "." else GAP
    if _ADJOINING.match(character):
        return frozenset({base(character)}) if len(character.casefold()) == 1 else None
    if character == "." and _INITIAL.match(text, at):
        return None
    alike = next((marks for marks in _MARKS if character in marks), None)
    return frozenset(alike) if alike else None


def _widened(glyph: Glyph, groups: Iterable[_Group]) -> Glyph:
    """The same with what the spellings that stand for each other let in."""
    for group in groups:
        if glyph is None or any(len(member) > 1 for member in group):
            return None
        glyph |= frozenset(base(member) for member in group)
    return glyph


def base(character: str) -> str:
    """A character without case and accents."""
    plain = unicodedata.normalize("NFKD", character)[0].casefold()
    return "i" if plain == "ı" else plain


@dataclass(frozen=True, slots=True)
class Form:
    """What stands at a place of the reply, beginning at the place and going away from it.

    Attributes:
        glyphs: its characters.
        whole: whether no letter or digit may follow it.
    """

    glyphs: tuple[Glyph, ...]
    whole: bool = True


def clash(one: Form, other: Form) -> bool:
    """Whether the two can't stand at the same place."""
    last: Glyph = None
    for mine, theirs in zip_longest(one.glyphs, other.glyphs, fillvalue=_NOTHING):
        if mine is None or theirs is None:
            return False
        if mine is _NOTHING or theirs is _NOTHING:
            shorter, following = (one, theirs) if mine is _NOTHING else (other, mine)
            return shorter.whole and _joined(last, following)
        if not mine & theirs:
            # White space may stand before a mark.
            return not (GAP in (mine, theirs) and not any(map(_is_worded, (mine, theirs))))
        last = mine & theirs
    return False


_NOTHING: Glyph = frozenset()


def _is_worded(glyph: Glyph) -> bool:
    return glyph is not None and any(_ADJOINING.match(character) for character in glyph)


def _joined(last: Glyph, following: Glyph) -> bool:
    """Whether what follows makes a whole word part of a longer one."""
    if last is None or following is None or not (_is_worded(last) and _is_worded(following)):
        return False
    return not any(_IDEOGRAPH.match(character) for character in last | following)


# No list's letter, whatever stands for two letters (æ), and no number in Han characters.
_LONG_WORD = regex.compile(r"(?!\p{Han})\p{L}{2}(?:\p{L}|(?![.)．）]))")


def least_words(phrase: Phrase, language: Language) -> int:
    """How many words a phrase has at least; 0 where a word may be cut anywhere."""
    if not (phrase.solid and language.spaced and language.count_unit == "word"):
        return 0
    return sum(_LONG_WORD.search(word) is not None for word in phrase.text.split())


def is_lettered(text: str, alike: bool, language: Language) -> bool:
    """Whether in all its forms a phrase is made of as many letters, and of space between words.

    No form of it lies within another then, so that where several stand apart, all are found.
    """
    return all(glyph == GAP or _is_worded(glyph) for glyph in glyphs(text, alike, language))


def fixed_letters(phrase: Phrase, language: Language) -> str:
    """The letters that every form of a phrase has, in order; the others are blanks."""
    if phrase.alike and language.spelling.ignored:
        return ""
    spots = _spots(phrase.text, phrase.alike, language)
    return "".join(spot.character if spot.fixed else " " for spot in spots)


def reversed_form(places: Sequence[Glyph]) -> Form:
    """What a phrase is from its end backwards."""
    return Form(tuple(reversed(places)))
