"""Counts words and sentences by the rule of the language that langdetect detects."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from mifcheck.profiles.multi_if import punkt
from mifcheck.profiles.multi_if.detection import detect
from mifcheck.profiles.multi_if.libraries import library, loaded_once
from mifcheck.profiles.multi_if.tokens import count_capitals
from mifcheck.searching import Unanswered
from mifcheck.text import Text

Count = Callable[[Text], int]


def detected(text: Text) -> str:
    """Returns the code of the language of a text; "" if langdetect detects none. Cached."""
    return text.memoize(detect, text.string)


_WORD = re.compile(r"\w+")
_DROPPED = re.compile(
    r"[!-/:;<>?@\[-`{}~»—“”…、。《》「」〔〕！（），．：；？￥]"  # no other punctuation
)
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]")
_RUN = re.compile(r"[^!?。.！？．]+")
_HINDI_END = re.compile(r"(?<=[।!?])\s*")
_SURROGATE = re.compile("[\ud800-\udfff]")


def english_words(text: Text) -> int:
    """Counts the runs of letters, digits and `_`, as Python's `re` defines them."""
    return len(_WORD.findall(text.string))


def english_sentences(text: Text) -> int:
    """Counts the sentences of English Punkt."""
    return len(punkt.sentences(text.string, partial(text.memoize, punkt.ends)))


def capital_words(text: Text) -> int:
    """Counts the Treebank tokens in capitals, over the sentences of English Punkt."""
    sentences = punkt.sentences(text.string, partial(text.memoize, punkt.ends))
    return sum(text.memoize(count_capitals, sentence) for sentence in sentences)


def _cjk_words(text: Text) -> int:
    emoji = library("emoji")
    string = _DROPPED.sub("", text.string)
    pictures = emoji.emoji_count(string)
    rest, ideographs = _IDEOGRAPH.subn(" ", emoji.replace_emoji(string, ""))
    return int(pictures) + ideographs + len(rest.split())


def _cjk_sentences(text: Text) -> int:
    return sum(len(_RUN.findall(line.strip())) for line in text.string.splitlines())


def _hindi_sentences(text: Text) -> int:
    return sum(not piece.isspace() for piece in _HINDI_END.split(text.string) if piece)


def _thai_words(text: Text) -> int:
    return len(_thai().word_tokenize(text.string))


def _thai_sentences(text: Text) -> int:
    if _SURROGATE.search(text.string):
        raise Unanswered("half of a surrogate pair is in the reply: the reference raises")
    cut = _thai().sent_tokenize
    return sum(len(cut(line)) for line in text.string.split("\n"))


_CJK: Final = ("zh-cn", "zh-tw", "zh", "ja")
_WORDS: Final[Mapping[str, Count]] = {**dict.fromkeys(_CJK, _cjk_words), "th": _thai_words}
_SENTENCES: Final[Mapping[str, Count]] = {
    **dict.fromkeys(_CJK, _cjk_sentences),
    "hi": _hindi_sentences,
    "th": _thai_sentences,
}


def routed_words(text: Text) -> int:
    """Counts words by the rule of the language of the text.

    In Chinese and Japanese these are ideographs, emoji and pieces in other scripts; in Thai the
    words of pythainlp; in other languages `english_words`.
    """
    return _WORDS.get(detected(text), english_words)(text)


def routed_sentences(text: Text) -> int:
    """Counts sentences by the rule of the language of the text.

    In Chinese and Japanese they end with full-width marks, in Hindi with the danda; in Thai they
    are those of pythainlp; in other languages `english_sentences`.
    """
    return _SENTENCES.get(detected(text), english_sentences)(text)


@loaded_once
def _thai() -> Any:
    # By default, pythainlp creates a folder in the user's home when it first reads its words.
    unset = "PYTHAINLP_READ_ONLY" not in os.environ and "PYTHAINLP_READ_MODE" not in os.environ
    if unset:
        os.environ["PYTHAINLP_READ_ONLY"] = "1"
    try:
        thai = library("pythainlp.tokenize")
        thai.word_tokenize("ไทย")
        thai.sent_tokenize("ไทย")
    finally:
        if unset:
            del os.environ["PYTHAINLP_READ_ONLY"]
    return thai
