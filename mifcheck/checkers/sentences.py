"""What holds of every sentence: how it starts, how it ends, how long it is.

Source: the instructions of MMMT-IF (arXiv 2409.18216).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import regex

from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import (
    SENTENCE_LENGTH,
    SENTENCES,
    Count,
    Fact,
    Holds,
    Phrasing,
    Stands,
    ending,
    is_no_list_mark,
)
from mifcheck.checkers.parameters import Bound, FirstAccents, FirstWord, Phrase
from mifcheck.checkers.phrases import (
    ALIKE_MARKS,
    EMOJI,
    LEAD,
    SIGNS,
    TAG,
    TOKEN,
    keyword_at_end,
    keyword_pattern,
    phrase_body,
)
from mifcheck.checkers.primitives import Each, InUnits
from mifcheck.checkers.spelling import Related
from mifcheck.checkers.startend import CLOSING
from mifcheck.checkers.wording import counted
from mifcheck.errors import ParameterError
from mifcheck.languages import Language
from mifcheck.markup import markdown
from mifcheck.text import Text
from mifcheck.verdict import Span

# So much of a sentence's beginning or end is shown, in characters.
_SHOWN = 24


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


@checker(
    "sentences:start",
    asks="all sentences start with {start!r}",
    example={"start": "B"},
    verbatim=("start",),
)
class SentencesStart(Each):
    """Every sentence starts with the letter, word or phrase, in whatever case.

    List marks, headings, emphasis, opening marks, dashes, an ellipsis and emoji before it don't
    matter. A single letter is the first of the sentence, whatever vowel sign it carries; anything
    longer is whole words. Asked for a bare letter, its accented forms count (É is an E), unless
    the alphabet has them as letters of their own or `accents` is "distinct".
    """

    start: FirstWord
    accents: FirstAccents = "ignored"
    element = "whole_sentences"

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

    def offence(self, text: Text, start: int, end: int) -> Span | None:
        string = text.string
        begins = _after(LEAD, string, start, end)
        # What looks like the letter of a list item may also be an initial.
        if self._starts(text, begins, end) or self._starts(
            text, _after(SIGNS, string, start, end), end
        ):
            return None
        word = TOKEN.match(string, begins, min(end, begins + _SHOWN))
        return Span(begins, word.end() if word else begins, "first word")

    def implies(self, language: Language) -> Iterable[Fact]:
        yield from super().implies(language)
        # Ⓑ and Ḃ are a B, too, unless accents distinguish letters.
        exact = self.is_exact if self.is_letter else True
        alike = not (self.is_letter and exact)
        phrase = Phrasing(self.wanted, alike, whole=not self.is_letter, given=self.start)
        yield Holds((phrase,), each=SENTENCES, sure=exact)
        # "B. Some say" starts with B, an initial, and with S, after the letter of a list.
        sure = is_no_list_mark(self.wanted)
        what = (self.wanted,) if self.is_letter else phrase
        yield Stands("start", "sentences", what, sure=sure)

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

# Marks of which one may stand for another at the end of a sentence.
_STAND_INS = (
    ".。．｡…⋯",
    "।" + _SAME["।"],
    *(pair + _SAME.get(pair[0], "") for pair in ALIKE_MARKS if pair != ".。"),
)
# Marks for which others are accepted.
_REPLACEABLE = regex.compile("[?!.。…⋯।]*")
_SPACED_FINAL_MARKS = " \u00a0\u202f" + FINAL_MARKS
# Notes, links, tags and emoji at the end are looked past.
_PLAIN = regex.compile(r"[\p{L}\p{M}\p{Nd}\s.,;:!?'’-]*[\p{L}\p{M}\p{Nd}]")


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


@checker(
    "sentences:end",
    asks="all sentences end with {end!r}",
    example={"end": "?"},
    verbatim=("end",),
)
class SentencesEnd(Each):
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

    def offence(self, text: Text, start: int, end: int) -> Span | None:
        string = text.string
        end = _content_end(string, start, end)
        if self._ends(text, start, end):
            return None
        low = max(start, end - _SHOWN)
        return Span(max(low, string.rfind(" ", low, end) + 1), end, "end")

    def implies(self, language: Language) -> Iterable[Fact]:
        yield from super().implies(language)
        words, marks = self.parts
        yield from ending(words, self.end, SENTENCES)
        if not _REPLACEABLE.fullmatch(marks):
            yield Holds((Phrasing(marks, False, False, given=self.end),), each=SENTENCES)
        end = self.end.rstrip(CLOSING)
        bare = end.rstrip(_SPACED_FINAL_MARKS)
        if end != bare:
            yield from (
                Stands("end", "sentences", tuple(same)) for same in _STAND_INS if end[-1] in same
            )
        if _PLAIN.fullmatch(bare):
            yield Stands("end", "sentences", Phrasing(bare), after_marks=True)

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


@checker(
    "sentences:length",
    asks="all sentences have {bound} {noun}",
    example={"num_words": 18, "relation": "at most"},
    spelling={"bound": Related("num_words", "relation")},
)
class SentencesLength(InUnits, Each):
    """The length of every sentence lies within `bound`, in words; in Chinese in characters (字).

    Words are counted as `length_constraints:number_words` counts them.
    """

    bound: Bound

    element = "whole_sentences"

    def implies(self, language: Language) -> Iterable[Fact]:
        yield from super().implies(language)
        yield Count(SENTENCE_LENGTH, self.bound)

    def offence(self, text: Text, start: int, end: int) -> Span | None:
        length = text.length(start, end)
        noun = self.noun_in(text.language)
        return None if length in self.bound else Span(start, end, counted(length, noun))

    def measure(self, text: Text, held: int) -> Any:
        return tuple(text.length(start, end) for start, end, _ in text.whole_sentences)
