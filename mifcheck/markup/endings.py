"""Whether a sentence or a reply ends with given words or marks."""

from __future__ import annotations

from functools import lru_cache

import regex

from mifcheck.languages import Language
from mifcheck.languages.characters import EMPHASIS, FINAL_MARKS, SENTENCE_ENDS
from mifcheck.markup.edges import (
    CLOSING,
    SHOWN,
    before_closing,
    before_final_marks,
    end_of_reply,
    unwrapped,
)
from mifcheck.markup.phrases import ALIKE_MARKS, keyword_at_end, phrase_body
from mifcheck.markup.rendering import as_seen

_OPENING = EMPHASIS + '"“«»„「『 '
_ELLIPSIS = regex.compile("…+|⋯+|[.]{2,}|。{2,}")
# Marks that match others, beside those that differ in width only. Some write a bar for a danda.
_SAME = {
    "?": "⁇⁉",
    "!": "‼⁈",
    "??": "⁇",
    "!!": "‼",
    "?!": "⁈",
    "!?": "⁉",
    "।": "॥|",
}
_INTERCHANGEABLE = (
    ".。．｡…⋯",
    "।" + _SAME["।"],
    *(alike + _SAME.get(alike[0], "") for alike in ALIKE_MARKS if alike != ".。"),
)
# Chinese and Japanese draw out a greeting with a tilde.
_AFTER_PHRASE = SENTENCE_ENDS + "~～〜"
# So much white space may stand between marks, in characters.
_GAPS = 16


@lru_cache(maxsize=1024)
def split_ending(end: str) -> tuple[str, str]:
    """Returns the words of an ending, and the final marks after them."""
    seen = as_seen(end)
    bare = seen[: before_closing(seen, 0, len(seen))].lstrip(_OPENING)
    words = bare[: before_final_marks(bare, 0, len(bare))]
    return words, bare[len(words) :].strip()


def interchangeable(mark: str) -> str:
    """Returns the marks of which one may match another at the end of a sentence; "" if none may."""
    return next((marks for marks in _INTERCHANGEABLE if mark in marks), "")


def sentence_end(
    string: str, start: int, end: int, wanted: str, language: Language
) -> tuple[int, int, bool]:
    """Returns the (start, end) of what a sentence ends with, and whether it is what is wanted.

    Args:
        string: the text.
        start: where the sentence begins.
        end: where it ends.
        wanted: words, marks, or words with marks. The final marks of the sentence do not matter
            if only words are wanted.
        language: the language of the text.
    """
    end = before_closing(string, start, end)
    if _ends_with(string, start, end, *split_ending(wanted), language):
        return start, end, True
    low = max(start, end - SHOWN)
    return max(low, string.rfind(" ", low, end) + 1), end, False


def _ends_with(
    string: str, start: int, end: int, words: str, marks: str, language: Language
) -> bool:
    near = max(start, end - len(marks) - _GAPS)
    if marks and not _at_end(marks).search(string, near, end):
        return False
    end = before_final_marks(string, start, end) if words else end
    return not words or keyword_at_end(words, language, string, start, end) is not None


@lru_cache(maxsize=1024)
def _at_end(marks: str) -> regex.Pattern[str]:
    if _ELLIPSIS.fullmatch(marks):
        return regex.compile(rf"(?:{_ELLIPSIS.pattern})\Z")
    same = f"|[{_SAME[marks]}]" if marks in _SAME else ""
    return regex.compile(rf"(?:{phrase_body(marks)}{same})\Z")


def takes_marks(phrase: str) -> bool:
    """Returns whether the sentence that a phrase ends may have a final mark after it.

    A phrase with a mark at its own end ends with that mark.
    """
    return phrase.rstrip(CLOSING)[-1:] not in FINAL_MARKS


def ending(string: str, phrase: str, language: Language) -> tuple[int, int, bool]:
    """Returns the (start, end) of what a reply ends with, and whether it is the phrase.

    The final mark of the sentence may follow a phrase that has none of its own.
    """
    phrase = unwrapped(as_seen(phrase))
    end = end_of_reply(string, phrase)
    match = keyword_at_end(phrase, language, string, 0, end)
    if not match and takes_marks(phrase):
        before = end_of_reply(string, phrase, _AFTER_PHRASE)
        match = keyword_at_end(phrase, language, string, 0, before)
    elif not match:
        match = _same_mark_at_end(string, phrase, language, end)
    if match:
        return match.start(), max(match.end(), end), True
    begins = len(string) - len(string.lstrip())
    return min(end, max(begins, end - len(phrase))), end, False


def _same_mark_at_end(
    string: str, phrase: str, language: Language, end: int
) -> regex.Match[str] | None:
    """Returns the words of a phrase, if a mark of the same kind as its own follows: … for ...."""
    words, marks = split_ending(phrase)
    if not words or not (marks in _SAME or _ELLIPSIS.fullmatch(marks)):
        return None
    mark = _at_end(marks).search(string, max(0, end - len(marks) - _GAPS), end)
    return mark and keyword_at_end(words, language, string, 0, mark.start())
