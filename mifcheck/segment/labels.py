"""Numbers with a full stop that end no sentence: Step 1. Boil; we need 1. water, 2. salt."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

import regex

from mifcheck.languages import Language
from mifcheck.languages import characters as chars
from mifcheck.languages.characters import either, inside
from mifcheck.segment.abbreviations import ROMAN

_LONGEST_LABEL = 60
_LONGEST_LABEL_WITHOUT_SPACES = 16
_FIRST_WORD = regex.compile(rf"[{chars.SPELLING}]+[.]?(?=[\s#№]|\Z)|[{chars.SPELLING}]+")
_NUMBER_SIGN = "(?:[#＃№]|n(?:º|°|[.][º°]?|[or][.]|ro[.]|úm[.]))"
_HAN_NUMERALS = "〇零一二三四五六七八九十百"


class Labels:
    """The numbered names of one language, which label the sentence that they begin.

    Args:
        language: the language whose `numbered_names` are used.
    """

    def __init__(self, language: Language) -> None:
        names = language.sentences.numbered_names
        self._language = language
        # In a script with spaces, most sentences are no labels by their first words.
        self._first: dict[str, list[str]] = {}
        for name in names if language.spaced else ():
            first = name.split()[name.startswith("#")].casefold()
            self._first.setdefault(first, []).append(name)
        self._begins: dict[str, regex.Pattern[str]] = {}
        self._longest = _LONGEST_LABEL if language.spaced else _LONGEST_LABEL_WITHOUT_SPACES
        self._known = bool(names)

    def ends(self, block: str, begun: int, at: int) -> bool:
        """Returns whether a sentence is only a label so far, up to the full stop at an offset."""
        if not self._known or at - begun > self._longest:
            return False
        if self._first:
            word = _FIRST_WORD.search(block, begun, at)
            if word is None or not self._may_begin(word[0].casefold(), block, begun, at):
                return False
        return self._label.fullmatch(block, begun, at) is not None

    def _may_begin(self, word: str, block: str, begun: int, at: int) -> bool:
        """Returns whether a label begins a sentence, by the names that have its first word.

        The pattern of all names takes much longer.
        """
        if word not in self._first:
            return False
        if word not in self._begins:
            forms = either(self._first[word], lambda name: _labelled(name, self._number))
            self._begins[word] = regex.compile(rf"[^{chars.WORD}]*+(?i:{forms})")
        return self._begins[word].match(block, begun, at) is not None

    @cached_property
    def _number(self) -> str:
        words = either(self._language.numerals)
        return (
            rf"(?:{_NUMBER_SIGN}\s*+)?[(（]?"
            rf"(?:\p{{N}}++(?:[.．:-]\p{{N}}++)*+\p{{Ll}}?|{ROMAN}|\p{{Lu}}|[{_HAN_NUMERALS}]++|{words})"
        )

    @cached_property
    def _label(self) -> regex.Pattern[str]:
        names = self._language.sentences.numbered_names
        forms = either(names, lambda name: _labelled(name, self._number))
        return regex.compile(rf"[^{chars.WORD}]*+(?i:{forms})(?:[\s.．:,–—-]++(?i:{forms}))*+\s*+")


labels_of = lru_cache(maxsize=64)(Labels)


def _labelled(name: str, number: str) -> str:
    spelled = r"\s++".join(map(inside, name.split()))
    if "#" in name:
        return spelled.replace(r"\#", "#").replace("#", number)
    return rf"{spelled}\s*+{number}(?![{chars.SPELLING}])[)）]?"


# Enumerations within a sentence

# The items of an enumeration, by its first one.
_SEQUENCES = {
    items[0]: items
    for items in map(
        tuple,
        (
            map(str, range(1, 100)),
            "abcdefghijklmnopqrstuvwxyz",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            "абвгдежзиклмн",
            "АБВГДЕЖЗИКЛМН",
            "कखगघङचछजझ",
            "अआइईउऊएऐओऔ",
            "アイウエオカキクケコ",
            "あいうえおかきくけこ",
            "イロハニホヘト",
            "甲乙丙丁戊己庚辛",
            "一二三四五六七八九十",
            ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"),
        ),
    )
}
_ITEM = regex.compile(
    rf"(?<![[{chars.WORD}]--[{chars.IDEOGRAPHS}]])(?<!\p{{N}}[.,:])"
    rf"(?:(?P<number>\p{{Nd}}{{1,2}})(?=[.．]\s)|(?P<letters>\p{{L}}|[ivx]{{2,4}}))[.．]"
    rf"(?=\s|{chars.IDEOGRAPH})",
    regex.V1,
)
# Every text with a first item has this; `re` finds it faster.
_FIRST_ITEMS = "".join(_SEQUENCES) + "१１"
_HINT = re.compile(f"[{_FIRST_ITEMS}][.．]")
_FIRST = regex.compile(
    rf"(?<![\p{{Latin}}\p{{Cyrillic}}\p{{Devanagari}}])[{_FIRST_ITEMS}][.．](?:\s|{chars.IDEOGRAPH})"
)
_PAUSES = inside(chars.PAUSES)
_APART = regex.compile(rf"(?r)(?:\A|[{_PAUSES}(（[—–.!?。！？।-])\s*+")
# A pause, or a short word: and, и, और.
_PAUSED = regex.compile(rf"(?r)[{_PAUSES}](?:\s*+\p{{L}}[{chars.SPELLING}]{{0,4}}+(?=\s))?\s*+")
_JOINED = regex.compile(
    rf"(?r)(?:(?<=\s)\p{{L}}[{chars.SPELLING}]{{0,2}}(?=\s)|[和与與及跟或とや])\s*+"
)
_INTRODUCED = regex.compile(r"(?r)[:：]\s*+")


def inline_items(block: str) -> frozenset[int]:
    """Returns the offsets of the full stops of item numbers: we need 1. water, 2. salt."""
    if not (_HINT.search(block) and _FIRST.search(block)):
        return frozenset()
    found: set[int] = set()
    run: list[int] = []
    items: tuple[str, ...] = ()
    apart = introduced = False
    for match in _ITEM.finditer(block):
        item, start = _item(match), match.start()
        wanted = items[len(run) : len(run) + 1]
        if wanted == (item,) and (introduced or _follows(block, start, apart=apart)):
            run.append(match.end() - 1)
            apart = True
            found.update(run)
        elif item in _SEQUENCES:
            items, run = _SEQUENCES[item], [match.end() - 1]
            apart = _APART.match(block, endpos=start) is not None
            introduced = _INTRODUCED.match(block, endpos=start) is not None
    return frozenset(found)


def _follows(block: str, start: int, *, apart: bool) -> bool:
    """Returns whether an item goes on with an enumeration, whose first item may stand apart."""
    if _PAUSED.match(block, endpos=start):
        return True
    return apart and any(each.match(block, endpos=start) for each in (_APART, _JOINED))


def _item(match: regex.Match[str]) -> str:
    return str(int(match["number"])) if match["number"] else match["letters"]
