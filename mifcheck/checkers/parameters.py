"""The types of the checkers' parameters, each with what it must be in words."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import regex
from pydantic import AfterValidator, BeforeValidator, Field

from mifcheck.bounds import LARGEST
from mifcheck.bounds import Bound as _Bound
from mifcheck.bounds import Limit as _Limit
from mifcheck.errors import ParameterError, UnknownLanguageError
from mifcheck.identify import identifiable
from mifcheck.languages import language_code
from mifcheck.languages.characters import HAS_WORD
from mifcheck.markup.endings import split_ending
from mifcheck.markup.letters import opening_of
from mifcheck.plain import as_whole
from mifcheck.safe import short_repr
from mifcheck.text.offsets import normal_form

Bound = Annotated[_Bound, Field(description="a bound on a count, such as at_least(3)")]


def _listed(value: Any) -> Any:
    if isinstance(value, str):
        raise ValueError("expected a list of texts, not one text")
    return tuple(value) if isinstance(value, list) else value


def _filled(value: str) -> str:
    # Replies are compared without what nobody sees, too.
    seen = normal_form(value)[0].strip()
    if not seen:
        raise ValueError("blank")
    return seen


def _worded(value: str) -> str:
    if not HAS_WORD.search(value):
        raise ValueError("holds no letter or digit")
    return value


def _grapheme(value: str) -> str:
    if len(regex.findall(r"\X", value)) != 1:
        raise ValueError("not a single character")
    return value


def _language_code(value: str) -> str:
    try:
        return language_code(value)
    except UnknownLanguageError:
        code = value.strip().casefold().replace("_", "-").split("-")[0]
        if code in identifiable():
            return code
    raise ValueError(f"{short_repr(value)} is not a language that can be identified")


def _opening(value: str) -> str:
    if not opening_of(value):
        raise ValueError(f"{short_repr(value)} is formatting, which is skipped")
    return value


def _ending(value: str) -> str:
    if not any(split_ending(value)):
        raise ValueError(f"{short_repr(value)} is formatting, which is skipped")
    return value


def require_within(value: Any, name: str, limit: str) -> None:
    """Checks that one whole number among the parameters of a value is not beyond another.

    Raises:
        ParameterError: it is.
    """
    given, highest = getattr(value, name), getattr(value, limit)
    if given > highest:
        raise ParameterError(f"{name}: {given} is beyond {limit}, {highest}")


Match = Annotated[
    Literal["word", "substring", "lemma"],
    Field(description="'word' (the default), 'substring' or 'lemma'"),
]
Spelling = Annotated[
    Literal["alike", "exact"],
    Field(description="'alike' (the default: spellings of one word match one another) or 'exact'"),
]
Accents = Annotated[
    Literal["distinct", "ignored"],
    Field(description="'distinct' (the default: é is not e) or 'ignored'"),
]
FirstAccents = Annotated[
    Literal["ignored", "distinct"],
    Field(description="'ignored' (the default: É begins with e) or 'distinct'"),
]
InNumbers = Annotated[
    Literal["forbidden", "allowed"],
    Field(description="'forbidden' (the default) or 'allowed': a comma between two digits"),
]
Parity = Annotated[
    Literal["odd", "even", "any"], Field(description="'odd', 'even' or 'any' (the default)")
]
Limit = Annotated[
    _Limit | None, Field(description="a limit on a number, such as {'more_than': 5}, or None")
]
NumberWords = Annotated[
    Literal["counted", "ignored"],
    Field(description="'counted' (the default: seven is a number) or 'ignored'"),
]
whole = BeforeValidator(as_whole)
"""Reads a whole number that a data frame turned into 3.0."""
Integer = Annotated[int, Field(gt=-LARGEST, lt=LARGEST)]
"""A whole number that can be a float, and be written."""
Positive = Annotated[int, whole, Field(ge=1, lt=LARGEST, description="a whole number, 1 or more")]
NotNegative = Annotated[
    int, whole, Field(ge=0, lt=LARGEST, description="a whole number, 0 or more")
]
Phrase = Annotated[str, AfterValidator(_filled), Field(description="a text that is not blank")]
Word = Annotated[str, AfterValidator(_filled), Field(description="a word or phrase, not blank")]
Words = Annotated[
    tuple[Annotated[str, AfterValidator(_filled)], ...],
    BeforeValidator(_listed),
    Field(min_length=1, description="a list of one or more words or phrases, none blank"),
]
FirstWord = Annotated[
    str,
    AfterValidator(_filled),
    AfterValidator(_worded),
    Field(description="a word with at least one letter or digit"),
]
Letter = Annotated[
    str,
    AfterValidator(_filled),
    AfterValidator(_grapheme),
    Field(description="a single character as a reader sees it, such as 'a', 'é' or 'क'"),
]
LanguageCode = Annotated[
    str,
    AfterValidator(_language_code),
    Field(description="a language's ISO 639-1 code, or the name of one that has a file"),
]
Opening = Annotated[
    FirstWord,
    AfterValidator(_opening),
    Field(description="a letter, word or phrase with at least one letter or digit"),
]
Ending = Annotated[
    Phrase, AfterValidator(_ending), Field(description="a final mark, or a word or phrase")
]
