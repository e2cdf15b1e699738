"""Capital and small letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import ClassVar

import regex

from mifcheck.bounds import at_least, exactly
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import CAPITALS, Count, Fact, Measure, Written
from mifcheck.checkers.language import language_guess
from mifcheck.checkers.parameters import Bound
from mifcheck.checkers.primitives import Counted
from mifcheck.checkers.spelling import Related
from mifcheck.checkers.wording import counted
from mifcheck.languages import Language
from mifcheck.segment import APOSTROPHES, HYPHENS, Offsets, Tokenizer, word_tokenizer
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict


@checker(
    "change_case:capital_word_frequency",
    example={"capital_frequency": 3, "capital_relation": "at least"},
    spelling={"bound": Related("capital_frequency", "capital_relation")},
)
class CapitalWordCount(Counted):
    """The reply has a number of words in capitals throughout within `bound`.

    Digits and marks in a word don't matter; a lone capital letter counts (I). Not judged where
    the language's script has no case.
    """

    bound: Bound
    noun = ("word in capitals", "words in capitals")

    def quantity(self, language: Language) -> Measure:
        return CAPITALS

    def find(self, text: Text) -> Sequence[Span]:
        return text.by_line(_capitals(text.language))

    def count(self, text: Text) -> int:
        return text.count_by_line(_capitals(text.language))

    def unsupported_reason(self, language: Language) -> str:
        return "" if language.has_case else f"{language.name} has no letter case"


@lru_cache(maxsize=64)
def _capitals(language: Language) -> Tokenizer:
    cut = word_tokenizer(language)

    def capitals(line: str) -> Offsets:
        return [
            (start, end)
            for start, end in cut(line)
            if not (word := line[start:end]).islower()
            and (word.isupper() or _CAPITALS.fullmatch(word))
            and not _is_part(line, start, end)
        ]

    return capitals


# A letter without a capital of its own (ß) stands among capitals, and so does the 's of NASA's.
_CAPITALS = regex.compile(
    rf"(?=\P{{Lu}}*\p{{Lu}})(?:[^\p{{Ll}}\p{{Lt}}]|ß)+?(?:(?<=\p{{Lu}}{{2}})[{APOSTROPHES}]s)?"
)


# Not so the F of F-16.
_PART = regex.compile(rf"(?<=[{HYPHENS}]).|.(?:[{APOSTROPHES}]\p{{L}}|[{HYPHENS}]\p{{Ll}})")


def _is_part(line: str, start: int, end: int) -> bool:
    """Whether a lone letter is part of a longer form: the T of T-shirt, the L of L'acqua."""
    return end - start == 1 and _PART.match(line, start) is not None


_CAPITAL_LETTERS = Measure("capital letters", noun="capital letters")
_SMALL_LETTERS = Measure("small letters", noun="small letters")
_STRETCHES = ("stretch of letters", "stretches of letters")


class _EnglishCase(Checker):
    """The reply is in English, and none of its letters is of the wrong case."""

    wrong: ClassVar[regex.Pattern[str]]
    right: ClassVar[regex.Pattern[str]]
    case: ClassVar[str]
    asks = "English, all letters {case}"

    def passes(self, text: Text) -> bool | None:
        return not self.wrong.search(text.string) and self.judge(text).passed

    def judge(self, text: Text) -> Verdict:
        offences = text.find(self.wrong)
        if offences or not self.right.search(text.string):
            reason = f"{counted(len(offences), _STRETCHES)} not {self.case}"
            return self.verdict(False, len(offences), offences, reason)
        guess = language_guess(text, "en")
        if guess is None or guess.code != "en":
            passed = None if guess and not guess.sure else False
            found = guess.code if guess else "none"
            return self.verdict(passed, found, (), f"the language is {found!r}, not 'en'")
        return self.verdict(True, 0, (), self.required)


@checker("change_case:english_capital")
class EnglishCapital(_EnglishCase):
    """The reply is in English, in capital letters only."""

    wrong = regex.compile(r"[\p{Ll}\p{Lt}]+")
    right = regex.compile(r"\p{Lu}")
    case = "capital"

    def implies(self, language: Language) -> Iterable[Fact]:
        yield Written("en")
        yield Count(_CAPITAL_LETTERS, at_least(1))
        yield Count(_SMALL_LETTERS, exactly(0))
        # But lone letters that belong to a longer form (-A) are no words in capitals.
        yield Count(CAPITALS, at_least(1), "every word is in capitals", sure=False)


@checker("change_case:english_lowercase")
class EnglishLowercase(_EnglishCase):
    """The reply is in English, in small letters only."""

    wrong = regex.compile(r"[\p{Lu}\p{Lt}]+")
    right = regex.compile(r"\p{Ll}")
    case = "small"

    def implies(self, language: Language) -> Iterable[Fact]:
        yield Written("en")
        yield Count(_SMALL_LETTERS, at_least(1))
        yield Count(_CAPITAL_LETTERS, exactly(0))
        # But the sign Ⅷ is a word in capitals, and no capital letter.
        yield Count(CAPITALS, exactly(0), "there are only small letters", sure=False)
