"""Capital and small letters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import regex

from mifcheck.bounds import at_least, exactly
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import CAPITALS, Count, Fact, Measure, Written
from mifcheck.checkers.parameters import Bound
from mifcheck.checkers.primitives import Counted
from mifcheck.checkers.spelling import Related
from mifcheck.checkers.wording import counted
from mifcheck.identify import Guess
from mifcheck.languages import Language, get_language
from mifcheck.languages.characters import LETTERLIKE
from mifcheck.text import Text
from mifcheck.verdict import Verdict


@checker(
    "change_case:capital_word_frequency",
    example={"capital_frequency": 3, "capital_relation": "at least"},
    spelling={"bound": Related("capital_frequency", "capital_relation")},
)
class CapitalWordCount(Counted):
    """The reply has a number of words in capitals within `bound`.

    Every letter of such a word is a capital; digits and marks do not matter. A word of one letter
    (I) is none. Not judged in languages without letter case.
    """

    bound: Bound
    noun = ("word in capitals", "words in capitals")
    element = "capital_words"

    def count(self, text: Text) -> int:
        return text.capital_word_count

    def unsupported_reason(self, language: Language) -> str:
        return "" if language.has_case else f"{language.name} has no letter case"


_CAPITAL_LETTERS = Measure("capital letters", noun="capital letters")
_SMALL_LETTERS = Measure("small letters", noun="small letters")
_STRETCHES = ("stretch of letters", "stretches of letters")


class InOneCase(Checker):
    """The reply is in a language, and none of its letters is of the wrong case."""

    tongue: ClassVar[str] = "en"
    """The code of the language."""
    wrong: ClassVar[regex.Pattern[str]]
    right: ClassVar[regex.Pattern[str]]
    case: ClassVar[str]
    asks = "{named}, all letters {case}"

    @property
    def named(self) -> str:
        """The name of the language."""
        return get_language(self.tongue).name

    def passes(self, text: Text) -> bool | None:
        return not self.wrong.search(text.string) and self.judge(text).passed

    def judge(self, text: Text) -> Verdict:
        offences = text.find(self.wrong)
        if offences or not self.right.search(text.string):
            reason = f"{counted(len(offences), _STRETCHES)} not {self.case}"
            return self.verdict(False, len(offences), offences, reason)
        guess = text.guess_language(self.tongue)
        if guess is None:
            return self.verdict(
                False, "none", (), f"there are no words to identify {self.named} by"
            )
        if guess.code != self.tongue or guess.beside or not guess.sure:
            passed = False if guess.sure or guess.beside else None
            return self.verdict(passed, guess.code, (), _another(guess, self.tongue))
        return self.verdict(True, 0, (), self.required)


def _another(guess: Guess, tongue: str) -> str:
    if guess.beside:
        return f"written in {guess.code!r} and, for a third or more, in {guess.beside!r}"
    if guess.code == tongue:
        return f"too uncertain: the few words may be in another language than {tongue!r}"
    return (
        f"{'' if guess.sure else 'too uncertain: '}the language is {guess.code!r}, not {tongue!r}"
    )


@checker("change_case:english_capital")
class EnglishCapital(InOneCase):
    """The reply is in English, in capital letters only."""

    wrong = regex.compile(rf"[[\p{{Ll}}\p{{Lt}}]--[{LETTERLIKE}]]+", regex.V1)
    right = regex.compile(r"\p{Lu}")
    case = "capital"

    def implies(self, language: Language) -> Iterable[Fact]:
        yield Written(self.tongue)
        yield Count(_CAPITAL_LETTERS, at_least(1))
        yield Count(_SMALL_LETTERS, exactly(0))
        # But words of one letter are no words in capitals.
        yield Count(CAPITALS, at_least(1), "every word is in capitals", sure=False)


@checker("change_case:english_lowercase")
class EnglishLowercase(InOneCase):
    """The reply is in English, in small letters only."""

    wrong = regex.compile(r"[\p{Lu}\p{Lt}]+")
    right = regex.compile(r"\p{Ll}")
    case = "small"

    def implies(self, language: Language) -> Iterable[Fact]:
        yield Written(self.tongue)
        yield Count(_SMALL_LETTERS, at_least(1))
        yield Count(_CAPITAL_LETTERS, exactly(0))
        # But the sign Ⅷ is a word in capitals, and no capital letter.
        yield Count(CAPITALS, exactly(0), "there are only small letters", sure=False)
