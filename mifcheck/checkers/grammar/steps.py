"""The steps that narrow a selection: those of a kind, the first, every third."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import TypeVar

from mifcheck.checkers.grammar.pieces import Key, Piece, Predicate
from mifcheck.checkers.wording import ordinal
from mifcheck.languages import Language

T = TypeVar("T")
Noun = tuple[str, str]
"""What units are called (one, several)."""
Pieces = Callable[[Sequence[T]], Sequence[Piece]]
"""Returns units as pieces of their text."""


class Step:
    """What narrows a selection."""

    def narrow(self, units: Sequence[T], pieces: Pieces[T]) -> Sequence[T]:
        """Returns the units that remain.

        Args:
            units: the units, from left to right.
            pieces: returns units as pieces of their text.
        """
        raise NotImplementedError

    def named(self, noun: Noun) -> Noun:
        """Returns what the units that remain are called."""
        raise NotImplementedError

    def lacks(self, language: Language) -> str:
        """Returns why it cannot be told in a language which remain; "" if it can."""
        return ""


@dataclass(frozen=True)
class Tested(Step):
    """Base of steps that ask whether a predicate is true of the units."""

    predicate: Predicate

    def tested(self, pieces: Sequence[Piece]) -> Iterator[bool]:
        """Yields of each piece whether the predicate is true of it."""
        return map(self.predicate.test, pieces)

    def lacks(self, language: Language) -> str:
        return self.predicate.lacks(language)


class Where(Tested):
    def narrow(self, units: Sequence[T], pieces: Pieces[T]) -> Sequence[T]:
        return list(compress(units, self.tested(pieces(units))))

    def named(self, noun: Noun) -> Noun:
        one, several = self.predicate.says_of_one, self.predicate.says
        return self.predicate.noun or (f"{noun[0]} that {one}", f"{noun[1]} that {several}")


class Since(Tested):
    def narrow(self, units: Sequence[T], pieces: Pieces[T]) -> Sequence[T]:
        tested = enumerate(self.tested(pieces(units)))
        return units[next((at for at, true in tested if true), len(units)) :]

    def named(self, noun: Noun) -> Noun:
        return noun


@dataclass(frozen=True)
class Distinct(Step):
    key: Key

    def narrow(self, units: Sequence[T], pieces: Pieces[T]) -> Sequence[T]:
        first: dict[object, T] = {}
        for unit, piece in zip(units, pieces(units), strict=True):
            first.setdefault(self.key(piece), unit)
        return list(first.values())

    def named(self, noun: Noun) -> Noun:
        return f"different {noun[0]}", f"different {noun[1]}"

    def lacks(self, language: Language) -> str:
        return self.key.lacks(language)


@dataclass(frozen=True)
class At(Step):
    place: int

    def narrow(self, units: Sequence[T], pieces: Pieces[T]) -> Sequence[T]:
        within = -len(units) <= self.place < len(units)
        return [units[self.place]] if within else []

    def named(self, noun: Noun) -> Noun:
        name = f"{_place(self.place)} {noun[0]}"
        return name, name


@dataclass(frozen=True)
class Slice(Step):
    start: int | None
    stop: int | None
    step: int | None

    def narrow(self, units: Sequence[T], pieces: Pieces[T]) -> Sequence[T]:
        return units[self.start : self.stop : self.step]

    def named(self, noun: Noun) -> Noun:
        start, stop, step = self.start, self.stop, self.step or 1
        parts = [
            f"from number {start + 1}" if start and start > 0 else "",
            f"the last {-start}" if start and start < 0 else "",
            f"up to number {stop}" if stop and stop > 0 else "",
            f"but for the last {-stop}" if stop and stop < 0 else "",
            f"every {step}" if step != 1 else "",
        ]
        said = ", ".join(filter(None, parts))
        return f"{noun[0]} ({said})", f"{noun[1]} ({said})"


_SPELLED = ("first", "second", "third")


def _place(number: int) -> str:
    """Returns the name of a place, counted from 0, or from -1 at the end."""
    if number < 0:
        return "last" if number == -1 else f"{_place(-number - 1)} last"
    return _SPELLED[number] if number < len(_SPELLED) else ordinal(number + 1)
