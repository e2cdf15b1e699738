"""Words that must, may or must not occur."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex

from mifcheck.checker import Absent, Checker, Measured
from mifcheck.checkers.parameters import Bound, Letter, Word, Words
from mifcheck.markdown import EMPHASIS
from mifcheck.registry import checker
from mifcheck.segment import APOSTROPHES, HYPHENS, IDEOGRAPH
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict

_WORD = rf"[[\p{{L}}\p{{M}}\p{{N}}]--{IDEOGRAPH}]"

# Marks that a reader takes for the same, half-width and full-width, straight and curly.
_ALIKE = (
    APOSTROPHES,
    HYPHENS,
    '"“”„«»「」',
    "?？",
    "!！",
    ",，",
    ":：",
    ";；",
    ".。",
    "(（",
    ")）",
)
_SPACED_MARKS = "?？!！:：;；»"
_EMPHASIS = rf"[{regex.escape(EMPHASIS)}]*"
_PARTS = regex.compile(rf"\s*[{_SPACED_MARKS}]|\s+|[{regex.escape(''.join(_ALIKE))}]")


def phrase_body(phrase: str) -> str:
    """A phrase as a pattern without its edges: its words in order, in whatever case.

    White space in it stands for any white space, and for none before the marks that French sets
    apart; marks that differ in width or in being curly are alike; emphasis marks between its words
    don't matter.
    """
    pieces: list[str] = []
    end = 0
    for match in _PARTS.finditer(phrase):
        pieces += [regex.escape(phrase[end : match.start()]), _part(match[0])]
        end = match.end()
    pieces.append(regex.escape(phrase[end:]))
    # Only the phrase itself is without case: the classes around it are not, and compile faster so.
    folded = phrase.casefold()
    folding = "if" if len(folded) != len(phrase) or "ss" in folded else "i"
    return f"(?{folding}:{''.join(pieces)})"


def _part(part: str) -> str:
    mark = part.strip()
    if not mark:
        return rf"{_EMPHASIS}\s+{_EMPHASIS}"
    alike = f"[{regex.escape(next(marks for marks in _ALIKE if mark in marks))}]"
    if mark in _SPACED_MARKS:
        return rf"{_EMPHASIS}\s*{alike}"
    return f"{_EMPHASIS}{alike}" if mark in ".。,，" else alike


@lru_cache(maxsize=4096)
def keyword_pattern(keyword: str) -> regex.Pattern[str]:
    """A keyword as a pattern: the whole word or phrase, never a regular expression.

    Where it begins or ends with a letter or digit, no letter, mark or digit may adjoin it, unless
    one of the two is an ideograph: such scripts set no spaces between words.
    """
    before, after = word_edges(keyword)
    return regex.compile(before + phrase_body(keyword) + after, regex.V1)


def word_edges(phrase: str) -> tuple[str, str]:
    """What has to hold before and after a phrase for it to be of whole words."""
    before = rf"(?<!{_WORD})" if _IS_WORD.match(phrase) else ""
    after = rf"(?!{_WORD})" if _IS_WORD.match(phrase[-1]) else ""
    return before, after


_IS_WORD = regex.compile(_WORD, regex.V1)


def occurrences(text: Text, keyword: str) -> tuple[Span, ...]:
    """Where a keyword stands in the text, each span labelled with it."""
    return text.find(keyword_pattern(keyword), keyword)


@checker("keywords:existence")
class KeywordsPresent(Checker):
    """Every one of the keywords occurs, each as a whole word or phrase, in whatever case."""

    keywords: Words

    def judge(self, text: Text) -> Verdict:
        found = {keyword: occurrences(text, keyword) for keyword in self.keywords}
        missing = [keyword for keyword, spans in found.items() if not spans]
        evidence = sorted(span for spans in found.values() for span in spans)
        reason = f"missing: {_quoted(missing)}" if missing else "all keywords found"
        return self.verdict(not missing, len(found) - len(missing), evidence, reason)

    @property
    def required(self) -> str:
        return f"the keywords {_quoted(self.keywords)}"


@checker("keywords:frequency")
class KeywordFrequency(Measured):
    """The keyword occurs a number of times within `bound`, as a whole word or phrase."""

    keyword: Word
    bound: Bound
    noun = ("time", "times")

    def find(self, text: Text) -> Sequence[Span]:
        return occurrences(text, self.keyword)

    @property
    def required(self) -> str:
        return f"{self.keyword!r} {self.bound} times"


@checker("keywords:forbidden_words")
class WordsAbsent(Absent):
    """None of the words occurs, as a whole word or phrase, in whatever case."""

    forbidden_words: Words
    noun = ("forbidden word", "forbidden words")

    def find(self, text: Text) -> Sequence[Span]:
        return sorted(span for word in self.forbidden_words for span in occurrences(text, word))

    @property
    def required(self) -> str:
        return f"none of the words {_quoted(self.forbidden_words)}"


@checker("keywords:letter_frequency")
class LetterFrequency(Measured):
    """The letter occurs a number of times within `bound`, in whatever case.

    A letter with an accent is another letter (é is not e); a vowel sign or other combining mark
    does not hide the letter that carries it (कि holds क).
    """

    letter: Letter
    bound: Bound
    noun = ("time", "times")

    def find(self, text: Text) -> Sequence[Span]:
        return text.find(_letter_pattern(self.letter), self.letter)

    @property
    def required(self) -> str:
        return f"the letter {self.letter!r} {self.bound} times"


@lru_cache(maxsize=1024)
def _letter_pattern(letter: str) -> regex.Pattern[str]:
    return regex.compile(regex.escape(letter), regex.IGNORECASE)


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(repr(word) for word in words)
