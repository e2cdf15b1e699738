"""Which language the reply is in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import regex
from pydantic import AfterValidator, Field

from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import Fact, Written
from mifcheck.errors import UnknownLanguageError
from mifcheck.identify import Guess, identifiable, identify
from mifcheck.languages import Language, get_language, known_languages
from mifcheck.markup.markdown import CODE_SPAN
from mifcheck.segment import ADDRESS, ADDRESS_HINTS
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

    What stands in code or in an address says nothing of it, unless there is nothing else.
    """
    likely = {asked, text.language.code, *known_languages()}
    return identify(_prose(text), likely, asked) or identify(text.string, likely, asked)


def _prose(text: Text) -> str:
    prose = "\n".join(line for _, line in text.prose_lines)
    if any(hint in prose for hint in ("`", *ADDRESS_HINTS)):
        prose = _NO_PROSE.sub(" ", prose)
    if not any(mark in prose for mark in "《「『"):
        return prose
    # A title may be in another language than the text about it, unless it is most of it.
    unquoted = _TITLES.sub(" ", prose)
    return unquoted if 2 * len(unquoted) > len(prose) else prose


_TITLES = regex.compile(r"《[^《》\n]*》|「[^「」\n]*」|『[^『』\n]*』")
_NO_PROSE = regex.compile(f"{CODE_SPAN.pattern}|{ADDRESS}")


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
        guess = language_guess(text, self.language)
        if guess is None:
            return self.verdict(None, reason="there is no letter to tell the language by")
        reason = f"identified as {guess.code!r} with probability {guess.probability:.2f}"
        passed = guess.code == self.language
        if not passed and not guess.sure:
            return self.verdict(None, guess.code, (), f"too close to tell: {reason}")
        return self.verdict(passed, guess.code, (), reason)
