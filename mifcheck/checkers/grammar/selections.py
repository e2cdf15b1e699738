"""Selections: which units of a text are meant."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from operator import attrgetter
from typing import Literal

import regex

from mifcheck.checkers.grammar.pieces import (
    Key,
    Piece,
    Predicate,
    judged,
    matching,
    pieces_of,
    unknown_sentences,
    unknown_words,
)
from mifcheck.checkers.grammar.steps import (
    At,
    Distinct,
    Noun,
    Pieces,
    Since,
    Slice,
    Step,
    T,
    Where,
)
from mifcheck.languages import Language
from mifcheck.languages.characters import ALPHANUMERIC, HYPHENS
from mifcheck.markup.edges import whole_graphemes
from mifcheck.markup.fences import FENCE_LINE
from mifcheck.markup.quotations import quotation_pattern
from mifcheck.text import Text
from mifcheck.verdict import Span

_JOINED = regex.compile(r"[\p{M}\p{Cf}\p{Emoji_Modifier}\p{Regional_Indicator}\u1100-\u11ff]")
"""What makes one character of several."""


@dataclass(frozen=True)
class Unit:
    """A kind of unit that texts are made of.

    Attributes:
        find: returns the units of a text, from left to right.
        noun: what they are called (one, several).
        view: the view of a text in which they are found.
        is_single: whether a text has at most one.
        lacks: returns why it cannot be told in a language where one begins; "" if it can.
        samples: texts that are one such unit, of which texts are built; {0}, {1} ... stand for
            words of the language.
        joint: what stands between two samples.
    """

    find: Callable[[Text], Sequence[Span]]
    noun: Noun
    view: Literal["rendered", "source"] = "rendered"
    is_single: bool = False
    lacks: Callable[[Language], str] = judged
    samples: tuple[str, ...] = ()
    joint: str = " "


@dataclass(frozen=True)
class Selection:
    """Some units of a text: `words`, `sentences[0]`, `words.where(is_palindrome).distinct`.

    A number in brackets selects one unit, counted from 0 or, if it is negative, from the end. A
    slice selects several: `lines[:3]`, `words[2::3]`.

    Attributes:
        unit: the kind of unit.
        steps: what narrows the selection, in this order.
    """

    unit: Unit
    steps: tuple[Step, ...] = ()

    def seen(self, text: Text) -> Text:
        """Returns the view of a text in which the units are."""
        return text.rendered if self.unit.view == "rendered" else text.source

    def spans(self, text: Text) -> Sequence[Span]:
        """Returns the units selected, in a text that is in the view of the unit."""
        return self.among(self.unit.find(text), partial(pieces_of, text))

    def among(self, units: Sequence[T], pieces: Pieces[T]) -> Sequence[T]:
        """Returns those of some units that are selected.

        Args:
            units: the units, from left to right.
            pieces: returns units as pieces of their text.
        """
        for step in self.steps:
            units = step.narrow(units, pieces)
        return units

    def as_evidence(self, text: Text, spans: Sequence[Span]) -> Sequence[Span]:
        """Returns spans of units as evidence, which cuts no character as a reader sees it."""
        if not _JOINED.search(text.string):
            return spans
        whole = (
            Span(*whole_graphemes(text.string, span.start, span.end), span.label) for span in spans
        )
        return tuple(dict.fromkeys(whole))

    def pieces(self, text: Text) -> list[Piece]:
        """Returns the units selected, as pieces of the text."""
        return pieces_of(text, self.spans(text))

    @property
    def noun(self) -> Noun:
        """What the units are called (one, several)."""
        noun = self.unit.noun
        for step in self.steps:
            noun = step.named(noun)
        return noun

    @property
    def is_single(self) -> bool:
        """Whether at most one unit is meant: the first, the second last."""
        return self.unit.is_single or any(isinstance(step, At) for step in self.steps)

    @property
    def adds_up(self) -> bool:
        """Whether a text has as many of the units as its parts have; equal ones may count once."""
        return all(isinstance(step, Where | Distinct) for step in self.steps)

    def lacks(self, language: Language) -> str:
        """Returns why it cannot be told in a language which units are meant; "" if it can."""
        reasons = (self.unit.lacks(language), *(step.lacks(language) for step in self.steps))
        return next(filter(None, reasons), "")

    def where(self, predicate: Predicate) -> Selection:
        """Returns the selection of those units for which a predicate is true."""
        return self._then(Where(predicate))

    def distinct(self, key: Key) -> Selection:
        """Returns the selection of the first unit of each key."""
        return self._then(Distinct(key))

    def since(self, predicate: Predicate) -> Selection:
        """Returns the selection from the first unit on for which a predicate is true."""
        return self._then(Since(predicate))

    def __getitem__(self, which: int | slice) -> Selection:
        if isinstance(which, int):
            return self._then(At(which))
        return self._then(Slice(which.start, which.stop, which.step))

    # Without this, a selection could be iterated for ever, since it has __getitem__.
    __iter__ = None

    def _then(self, step: Step) -> Selection:
        return replace(self, steps=(*self.steps, step))


# Units


def _quotations(text: Text) -> Sequence[Span]:
    return text.find(quotation_pattern(text.language.quotes))


@lru_cache(maxsize=256)
def _appended(language: Language) -> regex.Pattern[str] | None:
    """Returns the pattern of the words that are hung on the end of another; None without any."""
    parts = "|".join(map(regex.escape, language.words.appended))
    return regex.compile(rf"(?:[{HYPHENS}](?i:{parts}))+\Z") if parts else None


def _words_apart(text: Text) -> Sequence[Span]:
    """Returns the words, and those that a hyphen hangs on others apart: disse and me."""
    pattern = _appended(text.language)
    if pattern is None:
        return text.words
    spans: list[Span] = []
    for start, end, _ in text.words:
        hung = pattern.search(text.string, start, end)
        spans.append(Span(start, hung.start() if hung else end))
        if hung:
            spans.extend(
                Span(*part.span()) for part in _PART.finditer(text.string, hung.start(), end)
            )
    return spans


_PART = regex.compile(rf"[^{HYPHENS}]+")


def _matches(pattern: regex.Pattern[str], text: Text) -> Sequence[Span]:
    return text.find(pattern)


def _unvalued(kind: str, text: Text) -> Sequence[Span]:
    """Returns the spans of numbers, which have values for labels."""
    return [Span(start, end) for start, end, _ in getattr(text, kind)]


def _content(text: Text) -> Sequence[Span]:
    return (text.content,)


def _items(text: Text) -> Sequence[Span]:
    blocks = text.rendering.blocks
    return [Span(block.start, block.end) for block in blocks if block.kind == "item"]


def _beside(selection: Selection, place: int, is_after: bool, text: Text) -> Sequence[Span]:
    """Returns what stands before a unit or after it; nothing if there is no such unit."""
    unit = selection[place].spans(text)
    if not unit:
        return ()
    rest = (unit[0].end, len(text.string)) if is_after else (0, unit[0].start)
    span = text.trimmed(*rest)
    return (span,) if span.end > span.start else ()


def before(selection: Selection, place: int) -> Selection:
    """Returns the selection of what stands before the unit at a place."""
    return _part_beside(selection, place, "before")


def after(selection: Selection, place: int) -> Selection:
    """Returns the selection of what stands after the unit at a place."""
    return _part_beside(selection, place, "after")


def _part_beside(selection: Selection, place: int, side: Literal["before", "after"]) -> Selection:
    name = f"text {side} the {selection[place].noun[0]}"
    find = partial(_beside, selection, place, side == "after")
    unit = selection.unit
    return Selection(Unit(find, (name, name), unit.view, is_single=True, lacks=unit.lacks))


def found(
    pattern: str,
    noun: Noun,
    view: Literal["rendered", "source"] = "rendered",
    samples: tuple[str, ...] = (),
    joint: str = " ",
    is_single: bool = False,
) -> Selection:
    """Returns the selection of everything that a pattern matches.

    Args:
        pattern: the pattern.
        noun: what it matches is called (one, several).
        view: the view of a text in which it is found.
        samples: texts that are one match, of which texts are built (see `Unit`).
        joint: what stands between two samples.
        is_single: whether the pattern matches a whole text only.
    """
    find = partial(_matches, regex.compile(pattern))
    return Selection(Unit(find, noun, view, is_single, samples=samples, joint=joint))


words = Selection(Unit(attrgetter("words"), ("word", "words"), lacks=unknown_words))
words_apart = Selection(Unit(_words_apart, ("word", "words"), lacks=unknown_words))
"""The words, with pronouns that hyphens hang on verbs apart (disse-me)."""
sentences = Selection(
    Unit(attrgetter("sentences"), ("sentence", "sentences"), lacks=unknown_sentences)
)
paragraphs = Selection(Unit(attrgetter("paragraphs"), ("paragraph", "paragraphs")))
lettered_words = words.where(matching(r"\p{L}", "have letters", ("word", "words")))
"""The words that are no numbers."""
digits = Selection(
    Unit(partial(_unvalued, "numbers_in_digits"), ("number in digits", "numbers in digits"))
)
digit_characters = found(r"\p{Nd}", ("digit", "digits"), "source")
numbers = Selection(Unit(partial(_unvalued, "numbers"), ("number", "numbers")))
lines = found(
    r"\S(?:[^\n]*\S)?",
    ("line", "lines"),
    samples=("{0}", "{0} {1}", "{0} {1} {0}"),
    joint="\n",
)
"""The lines that are not blank, as a reader sees them."""
source_lines = found(
    r"[^\n]*\S[^\n]*",
    ("line", "lines"),
    "source",
    tuple(" " * deep + "{0}" for deep in range(5)),
    "\n",
)
"""The lines that are not blank, with their marks and the white space before them."""
characters = found(r"(?!\s)\X", ("character", "characters"))
"""The characters as a reader sees them, without white space."""
letters = found(r"\p{L}\p{M}*", ("letter", "letters"))
divided_paragraphs = Selection(
    Unit(attrgetter("divided_paragraphs"), ("paragraph", "paragraphs"), "source")
)
"""The paragraphs between dividers of three asterisks."""
whole = Selection(
    Unit(
        _content,
        ("reply", "replies"),
        is_single=True,
        samples=("{0} {1} {0}", "{0} {1} {2} {0}", "{0} {1}", "{0} {1} {0}."),
    )
)
"""The whole text, without outer white space."""
_TOKEN = rf"(?<!\S)[^\s{ALPHANUMERIC}]*+[{ALPHANUMERIC}]\S*+"
tokens = found(_TOKEN, ("word", "words"))
"""What white space sets apart. A mark alone is none: the ? of a French question."""


def _is_fence_line(piece: Piece) -> bool:
    line = bisect_right(piece.text.line_starts, piece.start) - 1
    return piece.text.fenced_lines[line][2] == FENCE_LINE


outside_fence_lines = ~Predicate(_is_fence_line, "open or close a fence")
items = Selection(Unit(_items, ("list item", "list items")))
"""The items of lists, with any mark or number."""
bullets = Selection(Unit(attrgetter("bullets"), ("bullet point", "bullet points"), "source"))
quotations = Selection(
    Unit(_quotations, ("quotation", "quotations"), samples=('"{0}" {1}', '{1} "{0}"'))
)
