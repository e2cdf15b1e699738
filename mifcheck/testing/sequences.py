"""Texts that are built unit by unit, where rules say what follows what: word by word, line by line.

A unit is taken if the rules and counts hold of what is there already. A text that breaks a rule
obeys it up to its last unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, product
from typing import Any

from mifcheck.bounds import Bound, exactly
from mifcheck.checkers.facts import Measure
from mifcheck.checkers.grammar.selections import Selection, letters, sentences, words
from mifcheck.errors import InexpressibleError
from mifcheck.testing.candidates import (
    given_words,
    letters_for,
    own_units,
    own_words,
    pieces_in,
    samples_for,
    sentences_for,
    words_for,
)
from mifcheck.testing.filling import Filling, Ruling, Tally
from mifcheck.testing.parts import BuildPart, build_parts
from mifcheck.testing.plans import TextPlan, amount, near
from mifcheck.testing.writing import Choices

_LAID_OUT = ("sentence length", "paragraphs", "divided_paragraphs")
_DIVIDERS = {"paragraphs": "\n\n", "divided_paragraphs": "\n\n***\n\n"}
_MOST_SLOTS = 400
_MOST_OPTIONS = 3000
_MOST_BESIDE = 4
"""So many of a measure are in the marks and spaces beside a unit, at most."""
_FEW, _MANY = 600, 12_000
"""So many candidates are tried for a text."""


def build_sequence(plan: TextPlan, choices: Choices, counts: Choices, part: BuildPart) -> str:
    """Returns a text that is built unit by unit.

    Args:
        plan: what is asked for.
        choices: of words.
        counts: of how many there are.
        part: builds a part of a text.

    Raises:
        InexpressibleError: no such text is built.
    """
    if any((plan.stands, plan.lacks, plan.frame, plan.unframed, plan.told, plan.alike, plan.case)):
        raise InexpressibleError("a text with rules for its units has no other form")
    if plan.insides:
        return build_parts(plan, choices, counts, part)
    selections = [rule.selection for rule, _ in plan.rules]
    selections += [measure.of for measure in plan.of("units", "chosen units")]
    unit = own_units(selections)
    has_letters = any(each.unit == letters.unit for each in selections)
    if unit == words and has_letters and _is_single_word(plan):
        return _Slots.of_letters(plan).built(choices, counts)
    if unit == words:
        return _Slots.of_words(plan, choices, counts).built(choices, counts)
    if unit == sentences:
        return _Slots.of_sentences(plan, counts).built(choices, counts)
    return _Slots.of_samples(plan, unit).built(choices, counts)


def _is_single_word(plan: TextPlan) -> bool:
    return any(
        bound.high == 1
        for measure, bounds in plan.bounds.items()
        if measure.kind == "words" or measure.of == words
        for bound in bounds
    )


@dataclass
class _Slots:
    """The slots of a text before it is known what fills them.

    Attributes:
        plan: what is asked for.
        pool: the candidates.
        joined: puts candidates together.
        counted: what is counted in them.
        numbers: how many slots there may be, in the order in which that is tried.
        begins: tells whether a slot begins a sentence.
    """

    plan: TextPlan
    pool: Sequence[str]
    joined: Callable[[Sequence[str]], str]
    counted: dict[Measure, list[Bound]]
    numbers: Sequence[int]
    begins: Callable[[int, int], bool] = lambda at, count: False

    def built(self, choices: Choices, counts: Choices) -> str:
        """Returns a text.

        Raises:
            InexpressibleError: none is found.
        """
        plan = self.plan
        if not self.pool:
            raise InexpressibleError("no words are left to build it of")
        rulings = [Ruling(rule, wanted, plan.language, self.pool) for rule, wanted in plan.rules]
        self._require_own_units()
        exact = {each: [exactly(counts.pick(near(b, 0)))] for each, b in self.counted.items()}
        starts = [choices.pick(range(min(len(self.pool), 24))) for _ in range(3)]
        more = counts.pick(range(3))
        # A few tries suffice where there is a text. In the order of the pool keys rise, and a rule
        # can be broken by what stood there before.
        ways = ((starts, 7, _FEW), ([0], 0, _FEW), (starts, 7, _MANY))
        limits = (exact, self.counted) if exact != self.counted else (exact,)
        for bounds, (first, step, tries) in product(limits, ways):
            tallies = [Tally(each, b, plan.language) for each, b in bounds.items()]
            weights = [self._weights(tally) for tally in tallies]
            most = max(sum(tally.weight(each) for tally in tallies) for each in self.pool[:200])
            fitting = (n for n in self.numbers if self._is_possible(n, tallies, weights, rulings))
            for count in sorted(islice(fitting, 4), key=lambda n: (n < more, n)):
                self._set_offsets(tallies, count)
                options = _Options(self, first, count, step)
                found = Filling(count, options, rulings, tallies, weights, most).filled(tries)
                if found is not None:
                    return self.joined(found)
        raise InexpressibleError("no units are found of which the rules and counts hold")

    def _require_own_units(self) -> None:
        """Checks that two candidates have as many units, side by side, as each of them.

        Raises:
            InexpressibleError: they may be one unit together.
        """
        pair = [self.pool[0], self.pool[-1]]
        for rule, _ in self.plan.rules:
            unit = Selection(rule.selection.unit)
            alone = sum(len(pieces_in(each, unit, self.plan.language)) for each in pair)
            both = len(pieces_in(self.joined(pair), unit, self.plan.language))
            if both != alone and not rule.selection.unit.is_single:
                raise InexpressibleError(f"no text is built {unit.noun[0]} by {unit.noun[0]}")

    def _weights(self, tally: Tally) -> tuple[int, int]:
        found = [tally.weight(each) for each in self.pool[:200]] or [0]
        return min(found), max(found)

    def _set_offsets(self, tallies: Sequence[Tally], count: int) -> None:
        """Finds out how many there are in the marks and spaces between candidates."""
        same = self.joined([self.pool[0]] * count)
        for tally in tallies:
            if tally.measure.kind in ("units", "words", "commas", "letter"):
                there = amount(tally.measure, same, self.plan.language)
                tally.offset = 0
                if not tally.repeats:
                    tally.offset = there - count * tally.weight(self.pool[0])

    def _is_possible(
        self,
        count: int,
        tallies: Sequence[Tally],
        weights: Sequence[tuple[int, int]],
        rulings: Sequence[Ruling],
    ) -> bool:
        if not all(ruling.may_be(count) for ruling in rulings):
            return False
        # Marks and spaces add a few at most, and it takes time to count them.
        pairs = zip(tallies, weights, strict=True)
        if not all(tally.may_reach(count, weight, _MOST_BESIDE) for tally, weight in pairs):
            return False
        self._set_offsets(tallies, count)
        pairs = zip(tallies, weights, strict=True)
        return all(tally.reaches(tally.offset, count, weight) for tally, weight in pairs)

    @classmethod
    def of_letters(cls, plan: TextPlan) -> _Slots:
        """Returns the slots of a single word, which are its letters."""
        counted = {
            each: b for each, b in plan.bounds.items() if each.kind == "units" and each.of != words
        }
        for measure, bounds in plan.bounds.items():
            if measure not in counted and not all(1 in bound for bound in bounds):
                raise InexpressibleError("the text is a single word")
        return cls(plan, _once(plan, letters_for), "".join, counted, range(1, 60))

    @classmethod
    def of_samples(cls, plan: TextPlan, unit: Selection) -> _Slots:
        """Returns the slots of a text that is made of samples."""
        joint, most = unit.unit.joint, 1 if unit.unit.is_single else _MOST_SLOTS
        if any(plan.of(*_LAID_OUT, "sentences")):
            raise InexpressibleError(f"{unit.unit.noun[1]} are not counted in another way")
        pool = _once(plan, lambda plan: (*samples_for(plan, unit), *given_words(plan)))
        return cls(plan, pool, joint.join, dict(plan.bounds), range(1, most + 1))

    @classmethod
    def of_sentences(cls, plan: TextPlan, counts: Choices) -> _Slots:
        """Returns the slots of a text that are its sentences."""
        fitting = _once(plan, _sentence_pool)
        blocks, divider = _blocks(plan, counts)
        counted = {each: b for each, b in plan.bounds.items() if each.kind not in _LAID_OUT}

        def joined(found: Sequence[str]) -> str:
            return divider.join(" ".join(group) for group in _groups(found, blocks))

        return cls(plan, fitting, joined, counted, range(blocks, 60))

    @classmethod
    def of_words(cls, plan: TextPlan, choices: Choices, counts: Choices) -> _Slots:
        """Returns the slots of a text that are its words."""
        pool = _once(plan, words_for)
        blocks, divider = _blocks(plan, counts)
        left = _Layout(plan, blocks, counts)
        marks = [mark for _, mark in plan.words.marks if _is_free(mark, plan)] or [""]
        mark = choices.pick(marks)

        def joined(found: Sequence[str]) -> str:
            said = [f"{' '.join(row)}{mark}" for row in _groups(found, left.sentences(len(found)))]
            return divider.join(" ".join(group) for group in _groups(said, blocks))

        counted = {
            each: b for each, b in plan.bounds.items() if each.kind not in (*_LAID_OUT, "sentences")
        }
        return cls(plan, pool, joined, counted, left.numbers, left.begins)


def _once(plan: TextPlan, made: Callable[[TextPlan], Sequence[str]]) -> Sequence[str]:
    """Returns the candidates of a plan, which are made when they are first asked for."""
    if plan.pool is None:
        plan.pool = tuple(made(plan))
    return plan.pool


def _sentence_pool(plan: TextPlan) -> Sequence[str]:
    lengths = plan.bound("sentence length") or []
    pool = dict.fromkeys(islice(sentences_for(plan), _MOST_OPTIONS))
    return [
        each
        for each in pool
        if (not lengths or all(_length(each, plan) in bound for bound in lengths))
        and _stays_apart(each, plan)
    ]


def _stays_apart(sentence: str, plan: TextPlan) -> bool:
    """Tells whether what is given begins a new sentence after a sentence of our own.

    The last word may be spelled as an abbreviation is: French "port. I cry."
    """
    return all(
        len(pieces_in(f"{sentence} {given}", sentences, plan.language))
        == sum(len(pieces_in(each, sentences, plan.language)) for each in (sentence, given))
        for given in given_words(plan)
    )


class _Options:
    """The candidates for each slot of a text."""

    def __init__(self, slots: _Slots, starts: Sequence[int], count: int, step: int) -> None:
        self._slots, self._count, self._step = slots, count, step
        self._starts = starts

    def __call__(self, at: int) -> Iterator[str]:
        pool = self._slots.pool
        begins = self._slots.begins(at, self._count)
        if self._is_inner_edge(at):
            yield from (_written(each, begins) for each in own_words(self._slots.plan))
            return
        first = (self._starts[at % len(self._starts)] + self._step * at) % len(pool)
        for place in range(len(pool)):
            yield _written(pool[(first + place) % len(pool)], begins)
        if self._slots.begins is _Slots.begins:
            return
        for each in pool:
            yield each[:1].upper() + each[1:]

    def _is_inner_edge(self, at: int) -> bool:
        """Tells whether a word is beside a mark between two sentences."""
        begins = self._slots.begins
        return (at > 0 and begins(at, self._count)) or begins(at + 1, self._count)


def _written(word: str, begins: bool) -> str:
    return word[:1].upper() + word[1:] if begins else word


@dataclass
class _Layout:
    """How many words the sentences of a text have."""

    plan: TextPlan
    blocks: int
    counts: Choices

    def __post_init__(self) -> None:
        lengths = self.plan.bound("sentence length")
        bounds = self.plan.bound("sentences")
        least = max(1, self.blocks)
        self._many = self.counts.pick(near(bounds, least)) if bounds else 0
        self._length = self.counts.pick(near(lengths, 1)) if lengths else 0

    def sentences(self, count: int) -> int:
        """Returns how many sentences a text of so many words has."""
        return (
            self._many
            or (count // self._length if self._length else 0)
            or max(self.blocks, -(-count // 10))
        )

    @property
    def numbers(self) -> Sequence[int]:
        """How many words a text may have."""
        if self._length:
            many = [self._many] if self._many else range(self.blocks, 40)
            return [each * self._length for each in many]
        return range(max(self._many, self.blocks, 1), _MOST_SLOTS)

    def begins(self, at: int, count: int) -> bool:
        """Tells whether a word begins a sentence."""
        return any(at == first for first, _ in _cuts(count, self.sentences(count)))


def _blocks(plan: TextPlan, counts: Choices) -> tuple[int, str]:
    """Returns in how many blocks a text is, and what stands between them."""
    kinds = [kind for kind in _DIVIDERS if plan.of(kind)]
    if len(kinds) > 1:
        raise InexpressibleError("there are parts of two kinds")
    if not kinds:
        return 1, ""
    bounds = plan.bound(kinds[0])
    assert bounds is not None
    return counts.pick(near(bounds, 1)), _DIVIDERS[kinds[0]]


def _cuts(count: int, parts: int) -> list[tuple[int, int]]:
    return list(pairwise([count * at // parts for at in range(parts + 1)]))


def _groups(found: Sequence[Any], parts: int) -> list[Sequence[Any]]:
    return [found[first:last] for first, last in _cuts(len(found), parts)]


def _length(sentence: str, plan: TextPlan) -> int:
    return amount(Measure("words"), sentence, plan.language)


def _is_free(mark: str, plan: TextPlan) -> bool:
    """Tells whether a mark is nothing that a plan counts and limits."""
    return not any(
        amount(measure, f"a{mark}", plan.language) > amount(measure, "a", plan.language)
        and any(bound.high is not None for bound in bounds)
        for measure, bounds in plan.bounds.items()
        if measure.kind == "units" and measure.of.unit.noun[0] != "character"
    )
