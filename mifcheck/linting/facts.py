"""What can be said of a reply: the vocabulary in which conflicts are found."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from mifcheck.bounds import Bound
from mifcheck.languages import Language
from mifcheck.linting.phrases import Form, Phrase


@dataclass(frozen=True, slots=True)
class Measure:
    """Something of a reply that can be counted.

    Attributes:
        kind: what is counted: "words", "sentences", "keyword" ...
        key: tells it from others of its kind: equal where always the same number is counted.
        noun: what is counted, for people.
        of: the parameters, for those who reckon with them.
    """

    kind: str
    key: Hashable = ()
    noun: str = field(default="", compare=False)
    of: Any = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Count:
    """A measure lies within a bound.

    Attributes:
        why: what it follows from, in words; "" where it is what is asked.
        sure: whether it is so of every reply, or of all but odd ones.
    """

    measure: Measure
    bound: Bound
    why: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Holds:
    """The reply holds one of the phrases, so many times, no two of them overlapping.

    Attributes:
        each: something countable, of which each holds it so many times; None: the reply does.
        sure: whether it is so of every reply, or of all but odd ones.
    """

    phrases: tuple[Phrase, ...]
    times: int = 1
    each: Measure | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Stands:
    """One of the forms stands at a place of the reply.

    Attributes:
        side: "start" or "end"; "sign" is the first sign, formatting and white space left out.
        of: "reply", "sentences" (every one), "paragraph 2".
        forms: the forms.
        after_marks: whether final marks at the end are looked past.
        sure: whether it is the one place where it may stand.
    """

    side: str
    of: str
    forms: tuple[Form, ...]
    after_marks: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Written:
    """The reply is identified as being in a language, its code."""

    code: str


Fact: TypeAlias = Count | Holds | Stands | Written


@dataclass(frozen=True, slots=True)
class Implied:
    """What a checker's passing implies.

    Attributes:
        facts: what is true of the reply.
        whole: whether that is all that the checker asks: where it is true the reply passes.
    """

    facts: tuple[Fact, ...] = ()
    whole: bool = False


SENTENCES: Final = Measure("sentences", noun="sentences")
SENTENCE_LENGTH: Final = Measure("sentence length", noun="words of each sentence")
CAPITALS: Final = Measure("capitals", noun="words in capitals")
BULLETS: Final = Measure("bullets", noun="bullet points")
CAPITAL_LETTERS: Final = Measure("capital letters", noun="capital letters")
SMALL_LETTERS: Final = Measure("small letters", noun="small letters")


def words(language: Language) -> Measure:
    """The reply's length in a language."""
    return Measure("words", noun=f"{language.count_unit}s", of=language)


def is_needed(bound: Bound) -> bool:
    """Whether none is too few."""
    return 0 not in bound
