"""Which language the reply is in."""

from __future__ import annotations

from collections.abc import Iterable

from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import Fact, Written
from mifcheck.checkers.parameters import LanguageCode
from mifcheck.identify import Guess
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

    language: LanguageCode

    def implies(self, language: Language) -> Iterable[Fact]:
        yield Written(self.language)

    def judge(self, text: Text) -> Verdict:
        guess = text.guess_language(self.language)
        if guess is None:
            return self.verdict(None, reason="there are no words to identify the language by")
        passed = guess.code == self.language and not guess.beside
        reason = _reason(guess)
        if not guess.sure and not guess.beside:
            return self.verdict(None, guess.code, (), f"too uncertain: {reason}")
        return self.verdict(passed, guess.code, (), reason)


def _reason(guess: Guess) -> str:
    """Says what a text was identified as; a probability only where there is enough text for one."""
    if guess.beside:
        return f"written in {guess.code!r} and, for a third or more, in {guess.beside!r}"
    if guess.short:
        return f"{guess.code!r} is the most likely of few words"
    return f"identified as {guess.code!r} with probability {guess.probability:.2f}"
