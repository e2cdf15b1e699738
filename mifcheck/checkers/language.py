"""Which language the reply is in."""

from __future__ import annotations

from collections.abc import Iterable

from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import Fact, Written
from mifcheck.checkers.parameters import LanguageCode
from mifcheck.identify import Guess, identified_as
from mifcheck.languages import Language
from mifcheck.text import Text
from mifcheck.verdict import Verdict


@checker(
    "language:response_language",
    asks="a reply in the language {language!r}",
    example={"language": "hi"},
)
class ResponseLanguage(Checker):
    """The reply is written in the language."""

    abstains = "it has no words, or its words may be those of two languages"
    language: LanguageCode
    facts_suffice = True

    def implies(self, language: Language) -> Iterable[Fact]:
        yield Written(self.language)

    def judge(self, text: Text) -> Verdict:
        passed, code, reason = tell_language(text, self.language)
        return self.verdict(passed, code, (), reason)


def tell_language(text: Text, language: str) -> tuple[bool | None, str | None, str]:
    """Returns whether a text is in a language, the code of the one it is in, and why."""
    wanted = identified_as(language)
    if not wanted:
        return None, None, f"no text can be identified as {language!r}"
    guess = text.guess_language(wanted[0])
    if guess is None:
        return None, None, "there are no words to identify the language by"
    if not guess.sure and not guess.beside:
        return None, guess.code, f"too uncertain: {_reason(guess)}"
    return guess.code in wanted and not guess.beside, guess.code, _reason(guess)


def _reason(guess: Guess) -> str:
    """Says what a text was identified as; a probability only where there is enough text for one."""
    if guess.beside:
        return f"written in {guess.code!r} and, for a third or more, in {guess.beside!r}"
    if guess.short:
        return f"{guess.code!r} is the most likely of few words"
    return f"identified as {guess.code!r} with probability {guess.probability:.2f}"
