"""A text while it is built: what is given, what is named, and the sentences around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from mifcheck.checkers.facts import Measure, Stands
from mifcheck.testing.plans import TextPlan, amount, near, writer_for
from mifcheck.testing.writing import Choices, Writer
from mifcheck.text import Text


@dataclass
class SentenceSlot:
    """One sentence.

    Attributes:
        text: what it says whatever its length; "" for nothing.
        units: how long that is.
        least: how many units have to follow.
        kind: "plain", "named", "answer" or "postscript".
        marker: what stands before it.
        length: how many units follow.
    """

    text: str = ""
    units: int = 0
    least: int = 1
    kind: str = "plain"
    marker: str = ""
    length: int = 0


def in_lines(measure: Measure) -> bool:
    """Tells whether each of what is counted is a line of its own."""
    return measure.kind == "units" and "\n" in measure.of.unit.joint


@dataclass
class Draft:
    """A text while it is built.

    Attributes:
        plan: what is asked for.
        choices: of words and forms.
        counts: of how many there are of a thing.
        given: the pieces of text that are not written with clean words.
        opening, closing: what the text begins and ends with.
        heads: lines of their own: titles, names of sections.
        slots: the sentences.
        lines: lines of their own that follow the sentences.
        bullets, dividers, responses: how many points, and parts between dividers.
        paragraphs: how many paragraphs between blank lines; None if that is free.
        key: the key of the text in JSON; "" if it has none.
    """

    plan: TextPlan
    choices: Choices
    counts: Choices
    given: list[str] = field(default_factory=list)
    opening: str = ""
    closing: str = ""
    heads: list[str] = field(default_factory=list)
    slots: list[SentenceSlot] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    bullets: int = 0
    divided: int = 1
    responses: int = 1
    paragraphs: int | None = None
    key: str = ""

    @cached_property
    def writer(self) -> Writer:
        """What writes the sentences."""
        return writer_for(self.plan)

    def count(self, kind: str, floor: int = 0, otherwise: int = 0) -> int:
        """Returns how many of a kind there are to be."""
        bounds = self.plan.bound(kind)
        return otherwise if bounds is None else self.counts.pick(near(bounds, floor))

    def lacking(self, measure: Measure) -> int:
        """Returns how many of a measure are to be added to what is given."""
        there = self.tallied(measure)
        return self.counts.pick(near(self.plan.bounds[measure], there)) - there

    def tallied(self, measure: Measure) -> int:
        """Returns how many of a measure there are in what is given."""
        if measure.kind == "units":
            # Equal ones may count once.
            gap = "\n" if in_lines(measure) else " "
            return amount(measure, gap.join(self.given), self.plan.language) if self.given else 0
        return sum(amount(measure, each, self.plan.language) for each in self.given)

    def units(self, piece: str) -> int:
        """Returns how many units a given piece has."""
        return Text(piece, self.plan.language).rendered.unit_count if piece else 0

    def at(self, side: str, of: str) -> str:
        """Returns what is asked to stand at a place; "" for anything."""
        found = self.plan.stands.get((side, of))
        return found.name if found else ""

    @cached_property
    def prefix(self) -> str:
        """What every sentence begins with."""
        start = self.at("start", "sentences")
        if len(start) != 1:
            return start
        nouns = self.writer.nouns
        words = [each for each in nouns if each.casefold().startswith(start.casefold())]
        return words[0] if words else start.upper()

    @property
    def leading(self) -> Iterator[tuple[int, Stands]]:
        """The places of paragraphs, counted from 1, that begin with a word."""
        for (side, of), stands in self.plan.stands.items():
            if side == "start" and of.startswith("paragraph "):
                yield int(of.split()[1]), stands
