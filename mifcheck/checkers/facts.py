"""What a checker implies of every reply that passes it, as facts that can be compared.

`Checker.implies` returns facts. `mifcheck.lint` finds instructions that contradict each other by
comparing the facts, whichever checkers they come from. Where the facts suffice they are the shape
of a reply: `mifcheck.testing` builds texts that have them, and texts that lack one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from mifcheck.bounds import Bound, at_least
from mifcheck.languages import Language
from mifcheck.markup.phrases import phrase_body


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A word or phrase in all the forms that a checker accepts.

    Attributes:
        text: the phrase.
        alike: whether spellings that readers take for the same are accepted.
        whole: whether it is whole words: no letter or digit adjoins it.
        solid: whether its words stand as they do in the text; otherwise its letters and marks
            stand in order, with any white space between them.
        given: what a person gave, if the phrase is only part of it.
    """

    text: str
    alike: bool = True
    whole: bool = True
    solid: bool = True
    given: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """The phrase as messages show it."""
        return self.given or self.text

    def pattern(self, language: Language) -> str:
        """Returns a pattern of its forms; two wordings with equal patterns have the same forms."""
        # A pattern is without case but for the names of its classes, which come from no phrase.
        return phrase_body(self.text, language, not self.alike)[len("(?i:") : -1].lower()


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that can be counted in a reply.

    Attributes:
        kind: what is counted: "words", "sentences", "keyword"...
        key: distinguishes measures of one kind; equal if always the same number is counted.
        noun: what is counted, in words.
        of: parameters that comparing needs: of "words" and "commas" the language or the checker,
            of "keyword" the wording, of "letter" and "numbers" the checker.
    """

    kind: str
    key: Hashable = ()
    noun: str = field(default="", compare=False)
    of: Any = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Count:
    """A measure lies within a bound.

    Attributes:
        measure: what is counted.
        bound: the bound.
        why: what it follows from, in words; "" if it is what is asked for.
        sure: whether it is true of every reply, or of all but odd ones.
    """

    measure: Measure
    bound: Bound
    why: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Holds:
    """The reply holds one of some wordings, so many times, without overlap.

    Attributes:
        phrases: the wordings.
        times: how many times.
        each: a measure: everything that it counts holds the wording; None: the reply does.
        sure: whether it is true of every reply, or of all but odd ones.
    """

    phrases: tuple[Phrasing, ...]
    times: int = 1
    each: Measure | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Stands:
    """Something stands at a place of the reply.

    Attributes:
        side: "start" or "end"; "sign" is the first sign after formatting and white space.
        of: "reply", "sentences" (every one), "paragraph 2".
        what: a wording, or letters and marks of which one stands there. A letter may have an
            accent.
        after_marks: whether final marks at the end are looked past.
        sure: whether it is the only place where it may stand.
        given: what a person gave, if more or less of it is sure to stand there.
    """

    side: str
    of: str
    what: Phrasing | tuple[str, ...]
    after_marks: bool = False
    sure: bool = True
    given: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """What stands there, as a person gave it."""
        return self.given or (self.what.name if isinstance(self.what, Phrasing) else self.what[0])


@dataclass(frozen=True, slots=True)
class Written:
    """The reply is identified as being in a language, given by its code."""

    code: str


@dataclass(frozen=True, slots=True)
class Framed:
    """The whole reply is in a notation, or between two marks.

    Attributes:
        frame: "json", or "quotation marks" of the language of the reply.
    """

    frame: str


@dataclass(frozen=True, slots=True)
class Differ:
    """No two of the things that a measure counts are the same."""

    measure: Measure


@dataclass(frozen=True, slots=True)
class Whole:
    """The whole reply is one of some texts.

    Attributes:
        texts: the texts.
        has_blanks: whether {0}, {1} ... in them stand for words of the language.
    """

    texts: tuple[str, ...]
    has_blanks: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """The units that are selected obey a rule, one after another.

    Attributes:
        selection: the units.
        of: returns what the rule looks at in a unit.
        holds: tells whether the rule holds of a sequence of these. If it does, it holds of every
            beginning of the sequence.
        least: how many units there are at least.
        words: texts that units may have to be.
    """

    selection: Any
    of: Callable[[Any], Any]
    holds: Callable[[Sequence[Any]], bool]
    least: int = 1
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inside:
    """A checker passes in every part that is selected, each read as a text of its own."""

    selection: Any
    checker: Any


@dataclass(frozen=True, slots=True)
class Cases:
    """The reply has all the facts of one of some lists. It says nothing else of a reply.

    Attributes:
        passed: lists of facts; a reply that has all of one passes.
        failed: lists of facts; a reply that has all of one fails.
        why: why there are none, where there are none.
    """

    passed: tuple[tuple[Fact, ...], ...]
    failed: tuple[tuple[Fact, ...], ...]
    why: str = ""


Fact: TypeAlias = (
    "Count | Holds | Stands | Written | Framed | Differ | Whole | Rule | Inside | Cases"
)

SENTENCES: Final = Measure("sentences", noun="sentences")
SENTENCE_LENGTH: Final = Measure("sentence length", noun="words of each sentence")
RESPONSES: Final = Measure("responses", noun="responses")
CAPITALS: Final = Measure("capital_words", noun="words in capitals")


def words(language: Language) -> Measure:
    """Returns the measure of a reply's length in a language."""
    return Measure("words", noun=f"{language.count_unit}s", of=language)


def letters(letter: str, accents: str, of: Any) -> Measure:
    """Returns the measure of how often a letter occurs, for a checker of it."""
    return Measure(
        "letter", (letter.casefold(), accents), f"times that the letter {letter!r} occurs", of
    )


def some(measure: Measure, noun: str) -> Count:
    """Returns the fact that something is there at all."""
    return Count(measure, at_least(1), f"there has to be a {noun}")


def notation(passed: Iterable[str], failed: Iterable[str], why: str = "") -> Cases:
    """Returns the fact of a notation: whole texts that are in it, and texts that are almost.

    Args:
        passed, failed: the texts, with {0}, {1} ... for words of the language.
        why: why there are none, where there are none.
    """

    def case(texts: Iterable[str]) -> tuple[tuple[Fact, ...], ...]:
        different = tuple(dict.fromkeys(texts))
        return ((Whole(different, True),),) if different else ()

    return Cases(case(passed), case(failed), why)


def literal(text: str) -> str:
    """Returns a text as it is written among texts with blanks."""
    return text.replace("{", "{{").replace("}", "}}")


def fewest(bound: Bound) -> int:
    """Returns a count that every count within a bound reaches."""
    return min(bound.edges(), default=0)
