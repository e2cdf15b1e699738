"""What holds of every sentence: how it starts, how it ends, how long it is.

Source: the instructions of MMMT-IF (arXiv 2409.18216).
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import regex

from mifcheck.checkers.base import Checker, counted
from mifcheck.checkers.parameters import Bound, FirstAccents, FirstWord, Phrase
from mifcheck.checkers.phrases import (
    EMOJI,
    LEAD,
    SIGNS,
    TAG,
    TOKEN,
    keyword_at_end,
    keyword_pattern,
    phrase_body,
)
from mifcheck.checkers.registry import checker
from mifcheck.errors import ParameterError
from mifcheck.languages import Language
from mifcheck.markup import markdown
from mifcheck.segment import HAS_WORD
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict


class _EverySentence(Checker):
    """Base of what has to hold of every sentence. A text without a sentence fails."""

    def offences(self, text: Text) -> Iterator[Span]:
        """What shows it, of each sentence of which it does not hold."""
        raise NotImplementedError

    def claim(self, unit: str = "word") -> str:
        """What sentences have to do, in words; `unit` is what a length is counted in."""
        raise NotImplementedError

    def measure(self, text: Text, held: int) -> Any:
        """What is measured: of how many sentences it holds."""
        return held

    def passes(self, text: Text) -> bool | None:
        return bool(text.sentences) and next(self.offences(text), None) is None

    def judge(self, text: Text) -> Verdict:
        count = len(text.sentences)
        offences = tuple(self.offences(text))
        held = count - len(offences)
        claim = self.claim(text.language.count_unit)
        reason = f"{held} of {count} sentences {claim}" if count else "there is no sentence"
        passed = bool(count) and not offences
        verdict = self.verdict(passed, self.measure(text, held), offences, reason)
        return replace(verdict, required=f"all sentences {claim}")

    @property
    def required(self) -> str:
        return f"all sentences {self.claim()}"


# So much of a sentence's beginning or end is shown, in characters.
_SHOWN = 24


def _sentences(text: Text) -> Iterator[tuple[int, int]]:
    """(start, end) of each sentence, with what begins its line and counts as a word.

    That is an initial that looks like the letter of a list (A. Smith), or a heading's number.
    """
    before = 0
    for start, end, _ in text.sentences:
        line = text.line_starts[bisect_right(text.line_starts, start) - 1]
        above = max(before, line)
        if HAS_WORD.search(text.string, above, start):
            at = _nth_unit(text, above)
            start = min([start, *(unit.start for unit in text.units[at : at + 1])])
        yield start, end
        before = end


def _nth_unit(text: Text, offset: int) -> int:
    """How many units begin before an offset."""
    return bisect_left(text.units, offset, key=lambda unit: unit.start)


@checker("sentences:start")
class SentencesStart(_EverySentence):
    """Every sentence starts with the letter, word or phrase, in whatever case.

    List marks, headings, emphasis, opening marks, dashes, an ellipsis and emoji before it don't
    matter. A single letter is the first of the sentence, whatever vowel sign it carries; anything
    longer is whole words. Asked for a bare letter, its accented forms count (É is an E), unless
    the alphabet has them as letters of their own or `accents` is "distinct".
    """

    start: FirstWord
    accents: FirstAccents = "ignored"

    def __post_init__(self) -> None:
        if not _unwrapped(self.start):
            raise ParameterError(f"start: {self.start!r} is formatting, which is looked past")

    @property
    def wanted(self) -> str:
        """What is asked for, without the formatting that is looked past in a sentence."""
        return _unwrapped(self.start)

    @property
    def is_letter(self) -> bool:
        """Whether a letter is asked for, and not whole words."""
        return _LETTER.fullmatch(self.wanted) is not None

    @property
    def is_exact(self) -> bool:
        """Whether the letter's accented forms don't count."""
        return self.accents == "distinct" or _is_marked(self.wanted)

    def offences(self, text: Text) -> Iterator[Span]:
        string = text.string
        for start, end in _sentences(text):
            begins = _after(LEAD, string, start, end)
            # What looks like the letter of a list may be an initial here, too.
            if self._starts(text, begins, end):
                continue
            if not self._starts(text, _after(SIGNS, string, start, end), end):
                word = TOKEN.match(string, begins, min(end, begins + _SHOWN))
                yield Span(begins, word.end() if word else begins, "first word")

    def _starts(self, text: Text, start: int, end: int) -> bool:
        wanted = self.wanted
        if not self.is_letter:
            words = keyword_pattern(wanted, text.language)
            return words.match(text.string, start, end) is not None
        head = text.string[start : min(end, start + _SHOWN)]
        if self.is_exact:
            return _exact(wanted).match(head) is not None
        bare = unicodedata.normalize("NFKD", head)
        return _accented(wanted, text.language).match(bare) is not None

    def claim(self, unit: str = "word") -> str:
        return f"start with {self.start!r}"


# Consonants that a virama joins are one letter (क्ष); with a vowel sign they are a word (मैं).
_LETTER = regex.compile(
    r"(?:\p{L}\p{ccc=7}?+\p{ccc=9}\u200d?+)*+[\p{L}\p{N}][\p{M}--\p{ccc=0}]*+", regex.V1
)


@lru_cache(maxsize=1024)
def _unwrapped(start: str) -> str:
    return start[_after(SIGNS, start, 0, len(start)) :]


def _after(pattern: regex.Pattern[str], string: str, start: int, end: int) -> int:
    match = pattern.match(string, start, end)
    return match.end() if match else start


def _is_marked(letter: str) -> bool:
    return len(unicodedata.normalize("NFD", letter)) > 1


@lru_cache(maxsize=1024)
def _exact(letter: str) -> regex.Pattern[str]:
    # The nukta, unlike a vowel sign, makes another letter, and normal form C keeps it apart.
    return regex.compile(rf"{regex.escape(letter)}(?!\p{{ccc=7}})", regex.IGNORECASE)


@lru_cache(maxsize=1024)
def _accented(letter: str, language: Language) -> regex.Pattern[str]:
    """A bare letter, marked or not, at the head of a text whose marks stand apart."""
    own = [unicodedata.normalize("NFKD", other) for other in language.own_letters]
    forms = [phrase_body(letter, language), *_ligatures(letter.lower(), language)]
    but = f"(?!{'|'.join(map(regex.escape, own))})" if own else ""
    return regex.compile(f"{but}(?:{'|'.join(forms)})", regex.IGNORECASE)


def _ligatures(letter: str, language: Language) -> Iterator[str]:
    """The single letters, without a mark, that are also spelled as several, this one the first."""
    for group in language.spelling.alike:
        if any(len(member) > 1 and member[0] == letter for member in group):
            yield from (member for member in group if len(member) == 1 and not _is_marked(member))


@checker("sentences:end")
class SentencesEnd(_EverySentence):
    """Every sentence ends with the mark, or with the word or phrase.

    Closing quotation marks and brackets, emphasis, footnote marks and emoji after it don't matter,
    nor do the sentence's own final marks after a word. Marks that differ in width only are alike;
    a row of marks ends with its last (`?!` with `!`).
    """

    end: Phrase

    def __post_init__(self) -> None:
        if not any(self.parts):
            raise ParameterError(f"end: {self.end!r} is formatting, which is looked past")

    @property
    def parts(self) -> tuple[str, str]:
        """The words that are asked for, and the final marks after them."""
        return _split(self.end)

    def offences(self, text: Text) -> Iterator[Span]:
        string = text.string
        for start, stop, _ in text.sentences:
            end = _content_end(string, start, stop)
            if not self._ends(text, start, end):
                low = max(start, end - _SHOWN)
                yield Span(max(low, string.rfind(" ", low, end) + 1), end, "end")

    def _ends(self, text: Text, start: int, end: int) -> bool:
        words, marks = self.parts
        string = text.string
        near = max(start, end - len(marks) - _GAPS)
        if marks and not _marks(marks).search(string, near, end):
            return False
        if not words:
            return True
        end = _before(_FINAL, string, start, end)
        return keyword_at_end(words, text.language, string, start, end) is not None

    def claim(self, unit: str = "word") -> str:
        return f"end with {self.end!r}"


# So much white space may stand between marks, in characters.
_GAPS = 16
FINAL_MARKS = ".。．｡…⋯!！?？‽‼⁇⁈⁉।॥|:：;；,，、—–-～"
_CLOSERS = regex.escape(markdown.CLOSERS + markdown.EMPHASIS, special_only=False)
_NOTE = r"\[(?:\^[^\[\]\s^]{1,20}|\p{Nd}{1,3})\]|[¹²³⁰⁴-⁹†‡]"
_LINK = r"\]\([^()\s]{1,200}\)"
# Two marks are emoji, too.
_AFTER_MARKS = rf"{_NOTE}|{_LINK}|{TAG}|(?![‼⁉]){EMOJI}|[\s\p{{Cf}}\\{_CLOSERS}«]"
_CLOSED = regex.compile(rf"(?r)(?:{_AFTER_MARKS})*+\Z")
_FINAL = regex.compile(
    rf"(?r)(?:{_AFTER_MARKS}|[{regex.escape(FINAL_MARKS, special_only=False)}])*+\Z"
)
_ELLIPSIS = regex.compile("…+|⋯+|[.]{2,}|。{2,}")
# Besides those that differ in width only; some write a bar for a danda.
_SAME = {
    "?": "⁇⁉",
    "!": "‼⁈",
    "??": "⁇",
    "!!": "‼",
    "?!": "⁈",
    "!?": "⁉",
    "।": "॥|",
}


def _before(pattern: regex.Pattern[str], string: str, start: int, end: int) -> int:
    match = pattern.search(string, start, end)
    return match.start() if match else end


def _content_end(string: str, start: int, end: int) -> int:
    """Where a sentence ends, less what is looked past after its marks."""
    if string.startswith("|", start):
        end = start + len(string[start:end].rstrip("| \t"))
    return _before(_CLOSED, string, start, end)


@lru_cache(maxsize=1024)
def _split(end: str) -> tuple[str, str]:
    bare = end[: _content_end(end, 0, len(end))].lstrip(_OPENING)
    words = bare[: _before(_FINAL, bare, 0, len(bare))]
    return words, bare[len(words) :].strip()


_OPENING = markdown.EMPHASIS + '"“«»„「『 '


@lru_cache(maxsize=1024)
def _marks(marks: str) -> regex.Pattern[str]:
    if _ELLIPSIS.fullmatch(marks):
        return regex.compile(rf"(?:{_ELLIPSIS.pattern})\Z")
    same = f"|[{_SAME[marks]}]" if marks in _SAME else ""
    return regex.compile(rf"(?:{phrase_body(marks)}{same})\Z")


@checker("sentences:length")
class SentencesLength(_EverySentence):
    """The length of every sentence lies within `bound`, in words; in Chinese in characters (字).

    Words are counted as `length_constraints:number_words` counts them.
    """

    bound: Bound

    def offences(self, text: Text) -> Iterator[Span]:
        unit = text.language.count_unit
        for start, end in _sentences(text):
            length = _length(text, start, end)
            if length not in self.bound:
                yield Span(start, end, counted(length, (unit, f"{unit}s")))

    def measure(self, text: Text, held: int) -> Any:
        return tuple(_length(text, start, end) for start, end in _sentences(text))

    def claim(self, unit: str = "word") -> str:
        return f"have {self.bound} {unit}{'' if str(self.bound).endswith(' 1') else 's'}"


def _length(text: Text, start: int, end: int) -> int:
    return _nth_unit(text, end) - _nth_unit(text, start)
