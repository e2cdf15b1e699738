"""What only the Japanese instructions ask."""

from __future__ import annotations

import regex

from mifcheck.bounds import at_least, exactly
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.grammar.counting import Count
from mifcheck.checkers.grammar.every import Every
from mifcheck.checkers.grammar.pieces import Piece, Predicate, matching
from mifcheck.checkers.grammar.selections import (
    characters,
    digit_characters,
    found,
    letters,
    sentences,
)
from mifcheck.checkers.parameters import Bound, Ending, Positive
from mifcheck.checkers.sentences import SentencesEnd
from mifcheck.checkers.spelling import NumberAlone, Related
from mifcheck.languages.characters import CLOSERS, FINAL_MARKS, inside

_HIRAGANA = matching(r"[\p{Hiragana}ー]", "are hiragana")
_KATAKANA = matching(r"[\p{Katakana}ーｰﾞﾟ]", "are katakana")
_KANJI = found(r"\p{Han}", ("kanji", "kanji"))
_KANJI_RUNS = found(
    r"[\p{Han}ヶ]+",
    ("word in kanji", "words in kanji"),
    samples=("川（かわ）", "食べ物（たべもの）", "音楽（おんがく）", "川", "川（やま）"),
)
_NUMBERED = found(
    r"(?m)^[ \t]*+(?:[*_#]++ ?)*+\p{Nd}++(?:[.)．、）]|\\\.)[ \t]*\S[^\n]*",
    ("numbered item", "numbered items"),
    "source",
    ("1. {0}", "2. {0} {1}"),
    "\n",
)
# Nouns that are written in hiragana, and what may stand behind a noun.
_NOMINAL = matching(
    r"(?:[\p{Han}\p{Katakana}ー\p{Latin}\p{Nd}]|こと|もの|とき|ところ|わけ|ため|ほう|まま|はず|つもり|ほか|うち)"
    rf"[{inside(FINAL_MARKS + CLOSERS)}\s]*$",
    "end with a noun",
    ("sentence that ends with a noun", "sentences that end with a noun"),
) & matching(r"[\p{Han}\p{Hiragana}\p{Katakana}]", "are Japanese")


def _has_reading(piece: Piece) -> bool:
    reading = _READING.match(piece.text.string, piece.end)
    if reading is None:
        return False
    # 食べ物（たべもの）: the kana of the word are in its reading, too.
    parts = _KANJI_IN_WORD.sub(".+", f"{piece.string}{reading['rest']}")
    return regex.fullmatch(_in_hiragana(parts), _in_hiragana(reading["kana"])) is not None


def _in_hiragana(string: str) -> str:
    return string.translate(_TO_HIRAGANA)


_KANJI_IN_WORD = regex.compile(r"[\p{Han}ヶ]+")
# Bounded, since each run of kanji may have any part of the reading.
_READING = regex.compile(
    r"(?P<rest>[\p{Han}ヶ\p{Hiragana}]{0,12}+)[（(](?P<kana>[\p{Hiragana}\p{Katakana}ー・\s]{1,64}+)[)）]"
)
_TO_HIRAGANA = {katakana: katakana - 0x60 for katakana in range(ord("ァ"), ord("ヶ") + 1)}
_read = Predicate(_has_reading, "have their reading in brackets")


@checker(
    "ja:length_constraints:number_letters",
    asks="{bound} characters",
    example={"num_letters": 600, "relation": "以上"},
    spelling={"bound": Related("num_letters", "relation")},
)
def number_letters(bound: Bound) -> Checker:
    """The reply has a number of characters within the bound. White space does not count."""
    return Count(characters, bound)


@checker(
    "ja:detectable_format:number_numbered_lists",
    asks="{bound} numbered items",
    example={"num_items": 3},
    spelling={"bound": NumberAlone("num_items", exactly)},
)
def numbered_items(bound: Bound) -> Checker:
    """The reply has a number of numbered items (1.) within the bound."""
    return Count(_NUMBERED, bound)


@checker(
    "ja:detectable_format:nominal_ending",
    asks="at least {count} sentences that end with a noun",
    example={"count": 2},
)
def nominal_ending(count: Positive) -> Checker:
    """At least so many sentences end with a noun (体言止め).

    A noun is told by its writing: kanji, katakana, Latin letters and digits, and the formal nouns
    in hiragana such as こと. A sentence without a Japanese letter is none.
    """
    return Count(sentences.where(_NOMINAL), at_least(count))


@checker("ja:detectable_format:title", asks="a title in 『』")
def title() -> Checker:
    """The reply has a title in double corner brackets on one line: 『題』."""
    titles = found(
        r"『[^\S\n]*+[^\s『』][^『』\n]*+』", ("title", "titles"), samples=("『{0}』",), joint="\n"
    )
    return Count(titles, at_least(1))


@checker(
    "ja:detectable_format:number_highlighted_sections",
    asks="{bound} passages in 《》",
    example={"num_highlights": 2},
    spelling={"bound": NumberAlone("num_highlights", at_least)},
)
def highlights(bound: Bound) -> Checker:
    """The reply has a number of passages in double angle brackets within the bound: 《語》."""
    noun = "highlighted passage", "highlighted passages"
    return Count(found(r"《[^\S\n]*+[^\s《》][^《》\n]*+》", noun, samples=("《{0}》",)), bound)


@checker("ja:letters:furigana", asks="the reading in brackets after every word in kanji")
def furigana() -> Checker:
    """The reading of every run of kanji stands behind it in brackets: 漢字（かんじ）."""
    return Every(_KANJI_RUNS, _read)


@checker("ja:letters:hiragana_only", asks="only hiragana")
def hiragana_only() -> Checker:
    """Every letter of the reply is a hiragana."""
    return Every(letters, _HIRAGANA)


@checker("ja:letters:katakana_only", asks="only katakana")
def katakana_only() -> Checker:
    """Every letter of the reply is a katakana."""
    return Every(letters, _KATAKANA)


@checker("ja:letters:no_hiragana", asks="no hiragana")
def no_hiragana() -> Checker:
    """The reply has no hiragana."""
    return Count(found(r"\p{Hiragana}", ("hiragana", "hiragana")), exactly(0))


@checker("ja:letters:no_katakana", asks="no katakana")
def no_katakana() -> Checker:
    """The reply has no katakana."""
    return Count(found(r"\p{Katakana}", ("katakana", "katakana")), exactly(0))


@checker(
    "ja:letters:kanji",
    asks="{bound} kanji",
    example={"kanji_limit": 50, "relation": "以上"},
    spelling={"bound": Related("kanji_limit", "relation")},
)
def kanji(bound: Bound) -> Checker:
    """The reply has a number of kanji within the bound."""
    return Count(_KANJI, bound)


@checker("ja:letters:kansuuji", asks="numbers in kanji only")
def kansuuji() -> Checker:
    """The reply has no digits: its numbers are written in kanji."""
    return Count(digit_characters, exactly(0))


@checker("ja:punctuation:no_period", asks="no 。")
def no_period() -> Checker:
    """The reply has no full stop."""
    return Count(found("[。｡．]", ("full stop", "full stops"), samples=("{0}。",)), exactly(0))


@checker(
    "ja:startend:sentence_unified_end",
    asks="all sentences end with {ending!r}",
    example={"ending": "です"},
    verbatim=("ending",),
)
def unified_end(ending: Ending) -> Checker:
    """Every sentence ends with the words."""
    return SentencesEnd(ending)
