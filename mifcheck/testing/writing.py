"""Sentences of a language with so many units, of words that have nothing that is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from itertools import combinations
from math import gcd
from typing import Protocol, TypeVar

from mifcheck.errors import InexpressibleError
from mifcheck.testing.vocabulary import Vocabulary

T = TypeVar("T")


class Choices(Protocol):
    """Where the choices of a text come from. The first is the simplest."""

    def pick(self, options: Sequence[T]) -> T:
        """Returns one of the options."""
        ...


class First:
    """Always the simplest choice."""

    def pick(self, options: Sequence[T]) -> T:
        return options[0]


_STRIDES = (11, 13, 17, 19, 1)

# Tokens for texts that may have none of the words.
_LAST_RESORT = ("7", "x", "ж", "字")


class Writer:
    """Writes with the words of a language that are clean: of which none has what is counted.

    Args:
        words: the vocabulary.
        clean: tells whether a piece of text has nothing that is counted.
    """

    def __init__(self, words: Vocabulary, clean: Callable[[str], bool]) -> None:
        self.words, self.clean = words, clean
        self._turn = 0

        def kept(pieces: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(piece for piece in pieces if clean(piece))

        self.subjects, self.predicates = kept(words.subjects), kept(words.predicates)
        self.additions, self.shorts = kept(words.additions), kept(words.shorts)
        self.nouns = kept(words.nouns)
        self.joiners, self.pair = kept(words.joiners), kept(words.pair)
        self.mentions = kept(words.mentions)
        word = words.gap.join(words.nouns[:2])
        self.marks = tuple(
            (opened, closed)
            for opened, closed in words.marks
            if clean(opened + closed) and self._adds_nothing(word, f"{opened}{word}{closed}")
        )

    def _adds_nothing(self, word: str, marked: str) -> bool:
        """Tells whether a sentence with marks is clean, unless its words are not."""
        return self.clean(marked) or not self.clean(word)

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """Words of one unit."""
        pieces = self.words.pieces
        if self.words.spaced:
            pieces = tuple(word for piece in pieces for word in piece.split())
        found = [each for each in dict.fromkeys(pieces) if self._is_token(each)]
        found = found or [each for each in _LAST_RESORT if self.clean(each)]
        if not found:
            raise InexpressibleError("no word is left that may be used")
        return tuple(found)

    def _is_token(self, piece: str) -> bool:
        return self.words.units(piece) == 1 and self.clean(piece)

    @cached_property
    def things(self) -> tuple[str, ...]:
        """Words that can be named."""
        return self.nouns or self.tokens

    @cached_property
    def _clauses(self) -> dict[int, tuple[str, ...]]:
        return _clauses(self.words, self.subjects, self.predicates, self.additions)

    def sentence(self, units: int, choices: Choices) -> str:
        """Returns a sentence without marks that has so many units; "" for none."""
        short = next((each for each in self.shorts if self.words.units(each) == units), "")
        if short and units not in self._clauses:
            return short
        parts: list[str] = []
        left = units
        while left:
            lengths = [each for each in self._lengths if self._leads_on(left, each)]
            if not lengths:
                return self._listed(units, choices)
            length = self._next(lengths, choices)
            parts.append(self._next(self._clauses[length], choices))
            left -= length
            if left:
                left -= self._joint
        return self._join.join(parts)

    def _next(self, options: Sequence[T], choices: Choices) -> T:
        """Returns a choice of which the simplest is another one each time."""
        count = len(options)
        stride = next(each for each in _STRIDES if gcd(each, count) == 1 or each == _STRIDES[-1])
        self._turn += 1
        return options[(choices.pick(range(count)) + stride * self._turn) % count]

    def tail(self, units: int, choices: Choices) -> str:
        """Returns so many units that go on after the names of some things, joined to them."""
        if not units:
            return ""
        gap = self.words.gap
        if self.joiners and self._reaches(units - self._joint):
            return self._join + self.sentence(units - self._joint, choices)
        return gap + self._listed(units, choices)

    def _listed(self, units: int, choices: Choices) -> str:
        """Returns so many words in a row."""
        words, gap = self.tokens, self.words.gap
        first = words.index(choices.pick(words))
        return gap.join(words[(first + at) % len(words)] for at in range(units))

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        """The lengths of clauses."""
        return tuple(sorted(self._clauses))

    @property
    def _join(self) -> str:
        joiner, gap = "".join(self.joiners[:1]), self.words.gap
        return f"{gap}{joiner}{gap}"

    @property
    def _joint(self) -> int:
        return self.words.units(self.joiners[0]) if self.joiners else 0

    def _leads_on(self, left: int, length: int) -> bool:
        return length == left or (bool(self.joiners) and self._reaches(left - length - self._joint))

    def _reaches(self, units: int) -> bool:
        return units > 0 and (units in self._reached or (units >= _FROM and self._reaches_all))

    @cached_property
    def _reaches_all(self) -> bool:
        # If so many lengths in a row can be reached, all the larger ones can.
        return all(units in self._reached for units in range(_FROM, 2 * _FROM))

    @cached_property
    def _reached(self) -> frozenset[int]:
        """The lengths of sentences that are made of clauses, of those below a limit."""
        reached: set[int] = set()
        for units in range(1, 2 * _FROM):
            joined = (units - length - self._joint for length in self._lengths)
            if units in self._clauses or (self.joiners and any(each in reached for each in joined)):
                reached.add(units)
        return frozenset(reached)


_FROM = 30


@cache
def _clauses(
    words: Vocabulary,
    subjects: tuple[str, ...],
    predicates: tuple[str, ...],
    additions: tuple[str, ...],
) -> dict[int, tuple[str, ...]]:
    """Returns the clauses of each length, the plainest first."""
    found: dict[int, list[str]] = {}
    for added in _added(additions):
        for predicate in predicates:
            for subject in subjects:
                parts = {"subject": subject, "predicate": predicate}
                clause = words.clause.format(**parts, additions=words.gap.join(added))
                clause = " ".join(clause.split()) if words.spaced else clause
                found.setdefault(words.units(clause), []).append(clause)
    return {length: tuple(clauses) for length, clauses in found.items()}


def _added(additions: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for count in range(3):
        yield from combinations(additions, count)
