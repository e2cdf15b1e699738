"""Which language the reply is in."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from mifcheck.checker import Checker
from mifcheck.errors import UnknownLanguageError
from mifcheck.identify import Guess, identifiable, identify
from mifcheck.languages import get_language, known_languages
from mifcheck.registry import checker
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
    """The language a text is written in, where `asked` is one that it may be in.

    What stands in a code fence says nothing of it, unless there is nothing else.
    """
    likely = {asked, text.language.code, *known_languages()}
    prose = "\n".join(line for _, line in text.prose_lines)
    return identify(prose, likely) or identify(text.string, likely)


@checker("language:response_language")
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
            return self.verdict(None, guess.code, (), f"too short to tell: {reason}")
        return self.verdict(passed, guess.code, (), reason)

    @property
    def required(self) -> str:
        return f"a reply in the language {self.language!r}"
