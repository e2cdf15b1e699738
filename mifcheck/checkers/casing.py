"""Capital and small letters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import regex

from mifcheck.checkers import implied
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import Fact
from mifcheck.checkers.language import tell_language
from mifcheck.checkers.parameters import Bound
from mifcheck.checkers.primitives import Counted
from mifcheck.checkers.spelling import Related
from mifcheck.checkers.wording import counted
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
    tally = "capital_word_count"

    def unsupported_reason(self, language: Language) -> str:
        return "" if language.has_case else f"{language.name} has no letter case"


_STRETCHES = ("stretch of letters", "stretches of letters")


class InOneCase(Checker):
    """The reply is in a language, and none of its letters is of the wrong case."""

    tongue: ClassVar[str] = "en"
    """The code of the language."""
    wrong: ClassVar[regex.Pattern[str]]
    right: ClassVar[regex.Pattern[str]]
    case: ClassVar[str]
    asks = "{named}, all letters {case}"
    abstains = "its few words may be those of two languages"
    facts_suffice = True

    @property
    def named(self) -> str:
        """The name of the language."""
        return get_language(self.tongue).name

    def implies(self, language: Language) -> Iterable[Fact]:
        return implied.in_one_case(self.tongue, self.case)

    def passes(self, text: Text) -> bool | None:
        return not self.wrong.search(text.string) and self.judge(text).passed

    def judge(self, text: Text) -> Verdict:
        offences = text.find(self.wrong)
        if offences or not self.right.search(text.string):
            reason = f"{counted(len(offences), _STRETCHES)} not {self.case}"
            return self.verdict(False, len(offences), offences, reason)
        passed, code, reason = tell_language(text, self.tongue)
        if code is None:  # Letters, but none in words.
            return self.verdict(False, "none", (), reason)
        return self.verdict(passed, 0 if passed else code, (), self.required if passed else reason)


@checker("change_case:english_capital")
class EnglishCapital(InOneCase):
    """The reply is in English, in capital letters only."""

    wrong = regex.compile(rf"[[\p{{Ll}}\p{{Lt}}]--[{LETTERLIKE}]]+", regex.V1)
    right = regex.compile(r"\p{Lu}")
    case = "capital"


@checker("change_case:english_lowercase")
class EnglishLowercase(InOneCase):
    """The reply is in English, in small letters only."""

    wrong = regex.compile(r"[\p{Lu}\p{Lt}]+")
    right = regex.compile(r"\p{Ll}")
    case = "small"
