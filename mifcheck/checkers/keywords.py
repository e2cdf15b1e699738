"""Words that must, may or must not occur."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex

from mifcheck.checker import Absent, Checker, Measured
from mifcheck.checkers.parameters import Bound, Letter, Word, Words
from mifcheck.registry import checker
from mifcheck.segment import APOSTROPHES, HYPHENS
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict

_IDEOGRAPH = r"\p{Han}\p{Hiragana}\p{Katakana}"
_WORD = rf"[[\p{{L}}\p{{M}}\p{{N}}]--[{_IDEOGRAPH}]]"


@lru_cache(maxsize=4096)
def keyword_pattern(keyword: str) -> regex.Pattern[str]:
    """A keyword as a pattern: the whole word or phrase as it stands, in whatever case.

    White space in it stands for any white space, and curly and straight apostrophes are alike.
    Where it begins or ends with a letter or digit, no letter, mark or digit may adjoin it, unless
    one of the two is an ideograph: such scripts set no spaces between words.
    """
    body = "".join(
        _spelled(part) for part in regex.split(rf"(\s+|[{APOSTROPHES}]|[{HYPHENS}])", keyword)
    )
    before = rf"(?<!{_WORD})" if regex.match(_WORD, keyword, regex.V1) else ""
    after = rf"(?!{_WORD})" if regex.match(_WORD, keyword[-1], regex.V1) else ""
    # Only the keyword itself is without case: the classes around it are not, and compile faster so.
    full = len(keyword.casefold()) != len(keyword) or "ss" in keyword.casefold()
    folding = "if" if full else "i"
    return regex.compile(f"{before}(?{folding}:{body}){after}", regex.V1)


def _spelled(part: str) -> str:
    if not part or part.isspace():
        return r"\s+" if part else ""
    for alike in (APOSTROPHES, HYPHENS):
        if part in alike:
            return f"[{alike}]"
    return regex.escape(part)


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
