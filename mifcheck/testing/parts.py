"""Texts of which something is asked of each part, or of one: the parts are texts of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from mifcheck.bounds import exactly
from mifcheck.checkers.facts import (
    SENTENCE_LENGTH,
    SENTENCES,
    Count,
    Inside,
    Measure,
    Stands,
)
from mifcheck.checkers.grammar.selections import (
    Selection,
    divided_paragraphs,
    lines,
    paragraphs,
    sentences,
)
from mifcheck.checkers.grammar.steps import At, Slice
from mifcheck.errors import InexpressibleError
from mifcheck.testing.plans import TextPlan, near
from mifcheck.testing.shapes import Feature, Lacks, TextShape, merge, shapes_of
from mifcheck.testing.writing import Choices

BuildPart = Callable[[TextPlan, TextShape, Choices, Choices], str]
_PARTS: dict[Selection, tuple[str, Measure, str]] = {
    divided_paragraphs: ("\n\n***\n\n", Measure("divided_paragraphs"), "divided_paragraphs"),
    paragraphs: ("\n\n", Measure("paragraphs", noun="paragraphs"), "paragraphs"),
    lines: ("\n", SENTENCES, ""),
    sentences: (" ", SENTENCES, "sentences"),
}
"""Between what parts there is what, what each of them is one of, and what counts them."""


_BLOCKS = ("paragraphs", "divided_paragraphs", "responses")
"""Of these a text has one if nothing parts it."""


def build_parts(plan: TextPlan, choices: Choices, counts: Choices, part: BuildPart) -> str:
    """Returns a text whose parts have what is asked of them.

    Raises:
        InexpressibleError: no such text is built.
    """
    units = {Selection(inside.selection.unit) for inside, _ in plan.insides}
    unit = next((each for each in _PARTS if {each} == units), None)
    if unit is None:
        raise InexpressibleError("no text is built of such parts")
    joint, single, kind = _PARTS[unit]
    joint = joint if plan.words.spaced or joint != " " else ""
    whole, shared = _shared(plan, kind)
    count = _count(plan, whole, counts)
    chosen = [_places(inside, count) for inside, _ in plan.insides]
    broken = [
        None if wanted else choices.pick(places)
        for (_, wanted), places in zip(plan.insides, chosen, strict=True)
    ]
    texts = []
    for at in range(count):
        asked = [
            _shapes(inside, plan, at != wrong)
            for (inside, _), places, wrong in zip(plan.insides, chosen, broken, strict=True)
            if at in places
        ]
        own: TextShape = (*shared, (0, Count(single, exactly(1))))
        texts.append(_built(plan, merge([(own,), *asked]), choices, counts, part))
    return joint.join(texts)


def _built(
    plan: TextPlan,
    shapes: Sequence[TextShape],
    choices: Choices,
    counts: Choices,
    part: BuildPart,
) -> str:
    """Returns a part of the first shape of which one is built, from a choice on."""
    first = choices.pick(range(len(shapes)))
    for shape in (*shapes[first:], *shapes[:first]):
        with suppress(InexpressibleError):
            return part(plan, shape, choices, counts)
    raise InexpressibleError("no part is built that has what is asked of it")


def _shared(plan: TextPlan, kind: str) -> tuple[list[Count], TextShape]:
    """Returns what is asked of the number of parts, and what is asked of each of them.

    Raises:
        InexpressibleError: something is asked that is not shared out among the parts.
    """
    whole, shared = [], []
    if plan.rules:
        raise InexpressibleError("a rule of the whole is not shared out among parts")
    for measure, bounds in plan.bounds.items():
        for bound in bounds:
            fact = Count(measure, bound)
            if measure.kind == kind:
                whole.append(fact)
            elif measure == SENTENCE_LENGTH or bound.high == 0:
                shared.append((0, fact))
            elif measure.kind in _BLOCKS and kind == "sentences" and 1 in bound:
                continue
            elif measure != SENTENCES or bound.low > 1 or bound.high is not None:
                raise InexpressibleError("a number in the whole is not shared out among parts")
    return whole, tuple(shared)


def _count(plan: TextPlan, whole: Sequence[Count], counts: Choices) -> int:
    """Returns how many parts there are."""
    needed = next(
        count
        for count in range(1, 100)
        if all(_places(inside, count) for inside, _ in plan.insides)
    )
    if whole:
        return counts.pick(near([fact.bound for fact in whole], needed))
    return counts.pick(range(needed, needed + 3))


def _places(inside: Inside, count: int) -> Sequence[int]:
    """Returns which of so many parts are meant."""
    if not all(isinstance(step, At | Slice) for step in inside.selection.steps):
        raise InexpressibleError("the parts are not told by their places")
    places: Sequence[int] = inside.selection.among(range(count), list)
    return places


def _shapes(inside: Inside, plan: TextPlan, wanted: bool) -> tuple[TextShape, ...]:
    """Returns the shapes of what is asked of a part."""
    shapes = shapes_of(inside.checker, plan.language, wanted)
    if not shapes.found:
        raise InexpressibleError(shapes.reasons[0] if shapes.reasons else "every part has it")
    if Selection(inside.selection.unit) != sentences:
        return shapes.found
    # What stands at the edge of a sentence that is a text stands at the edge of each of its one.
    return tuple(
        tuple((place, _of_sentences(feature)) for place, feature in shape) for shape in shapes.found
    )


def _of_sentences(feature: Feature) -> Feature:
    fact = feature.fact if isinstance(feature, Lacks) else feature
    if not isinstance(fact, Stands) or fact.of != "reply":
        return feature
    moved = replace(fact, of="sentences")
    return Lacks(moved) if isinstance(feature, Lacks) else moved
