"""Builds a text by a plan, and finds out whether there is one."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from mifcheck.conflicts import Conflict
from mifcheck.errors import InexpressibleError
from mifcheck.languages import Language
from mifcheck.testing.draft import Draft
from mifcheck.testing.layout import laid_out
from mifcheck.testing.measuring import measure
from mifcheck.testing.naming import give, name_things
from mifcheck.testing.plans import TextPlan, plan_of
from mifcheck.testing.shapes import TextShape, conflict_in
from mifcheck.testing.writing import Choices, First

_FIRST: Final = First()


def build_text(plan: TextPlan, choices: Choices) -> str:
    """Returns a text that has what a plan asks for.

    Raises:
        InexpressibleError: no such text is built.
    """
    # Many of one thing may leave too little room for another.
    for counts in (choices, _FIRST):
        with suppress(InexpressibleError):
            return _built(plan, choices, counts)
    return _built(plan, _FIRST, _FIRST)


def _built(plan: TextPlan, choices: Choices, counts: Choices) -> str:
    if plan.whole is not None:
        return _one_of(plan, choices)
    draft = Draft(plan, choices, counts)
    give(draft)
    name_things(draft)
    measure(draft)
    text = laid_out(draft)
    almost = plan.not_whole if _asks_nothing_else(plan) else []
    # Text that is there, but not alone.
    return choices.pick(("", *(f"{each}\n\n" for each in almost))) + text


def _one_of(plan: TextPlan, choices: Choices) -> str:
    texts = [each for each in plan.whole or () if each not in plan.not_whole]
    if not texts or not _asks_nothing_else(plan):
        raise InexpressibleError("the whole text is given")
    return choices.pick(texts)


def _asks_nothing_else(plan: TextPlan) -> bool:
    asked = (plan.bounds, plan.stands, plan.lacks, plan.frame, plan.unframed, plan.told, plan.alike)
    return not any(asked)


def obstacle(shape: TextShape, language: Language) -> Conflict | None:
    """Returns the smallest part of a shape that no text has, or none that is built; or None."""
    found = conflict_in(shape, language)
    if found is not None:
        return found
    why = _trouble(shape, language)
    if not why:
        return None
    places = {place for place, _ in shape}
    for place in sorted(places):
        fewer = _trouble(_only(shape, places - {place}), language)
        if fewer:
            places, why = places - {place}, fewer
    return Conflict(frozenset(places), why, sure=False)


def _only(shape: TextShape, places: set[int]) -> TextShape:
    return tuple(each for each in shape if each[0] in places)


def _trouble(shape: TextShape, language: Language) -> str:
    """Returns why no text of a shape is built; "" if one is."""
    try:
        build_text(plan_of(shape, language), _FIRST)
    except InexpressibleError as error:
        return str(error)
    return ""
