"""Which language the reply is in."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.errors import UnknownLanguageError
from mifcheck.identify import Guess, identifiable, identify
from mifcheck.languages import get_language, known_languages
from mifcheck.text import Text
from mifcheck.verdict import Verdict


def _code(value: str) -> str:
    try:
        return get_language(value).code
    except UnknownLanguageError:
        code = value.strip().casefold().replace("_", "-").split("-")[0]
        if code in identifiable():
            return code
    raise ValueError(f"{value!r} is no language that can be identified")


LanguageCode = Annotated[
    str,
    AfterValidator(_code),
    Field(description="a language's ISO 639-1 code, or the name of one that has a file"),
]


def language_guess(text: Text, asked: str) -> Guess | None:
    """Returns the language a text is written in, if that can be told.

    Code and addresses are left out, unless there is nothing else.

    Args:
        text: the text.
        asked: the code of a language that it may be in.
    """
    likely = {asked, text.language.code, *known_languages()}
    return identify(text.prose, likely, asked) or identify(text.string, likely, asked)


@checker(
    "language:response_language",
    asks="a reply in the language {language!r}",
    example={"language": "hi"},
)
class ResponseLanguage(Checker):
    """The reply is written in the language."""

    language: LanguageCode

    def judge(self, text: Text) -> Verdict:
        guess = language_guess(text, self.language)
        if guess is None:
            return self.verdict(None, reason="there is no letter to tell the language by")
        reason = f"identified as {guess.code!r} with probability {guess.probability:.2f}"
        passed = guess.code == self.language
        if not passed and not guess.sure:
            return self.verdict(None, guess.code, (), f"too close to tell: {reason}")
        return self.verdict(passed, guess.code, (), reason)
