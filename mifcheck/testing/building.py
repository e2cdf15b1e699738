"""Builds a text by a plan, and finds out whether there is one."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import Final

from mifcheck.conflicts import Conflict
from mifcheck.errors import InexpressibleError
from mifcheck.languages import Language
from mifcheck.testing.draft import Draft
from mifcheck.testing.layout import laid_out
from mifcheck.testing.measuring import measure
from mifcheck.testing.naming import give, name_things
from mifcheck.testing.plans import TextPlan, plan_of
from mifcheck.testing.sequences import build_sequence
from mifcheck.testing.shapes import TextShape, conflict_in
from mifcheck.testing.wholes import whole_text
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


def planned(shape: TextShape, language: Language) -> TextPlan:
    """Returns a plan by which texts of a shape are built.

    Raises:
        InexpressibleError: there is none.
    """
    conflict = conflict_in(shape, language)
    if conflict is not None:
        raise InexpressibleError(conflict.why, conflict)
    plan = plan_of(shape, language)
    ways = ("sequence",) if plan.rules or plan.insides else ("prose", "loose prose", "sequence")
    first: InexpressibleError | None = None
    for way in ways if plan.whole is None else ("whole",):
        plan.way = way
        try:
            _built(plan, _FIRST, _FIRST)
        except InexpressibleError as error:
            first = first or error
        else:
            return plan
    assert first is not None
    raise first


def _built(plan: TextPlan, choices: Choices, counts: Choices) -> str:
    if plan.whole is not None:
        return whole_text(plan, choices)
    if plan.way == "sequence":
        return build_sequence(plan, choices, counts, _part)
    draft = Draft(plan, choices, counts)
    give(draft)
    name_things(draft)
    measure(draft)
    text = laid_out(draft)
    almost = plan.not_whole if _asks_nothing_else(plan) else []
    # Text that is there, but not alone.
    return choices.pick(("", *(f"{each}\n\n" for each in almost))) + text


def _part(plan: TextPlan, shape: TextShape, choices: Choices, counts: Choices) -> str:
    """Returns a text of a shape that is a part of another."""
    found = _planned_part(shape, plan.language)
    if isinstance(found, str):
        raise InexpressibleError(found)
    return _built(found, choices, counts)


@lru_cache(maxsize=4096)
def _planned_part(shape: TextShape, language: Language) -> TextPlan | str:
    """Returns the plan of a part, or why there is none."""
    try:
        plan = planned(shape, language)
    except InexpressibleError as error:
        return str(error)
    plan.is_part = True
    return plan


def _asks_nothing_else(plan: TextPlan) -> bool:
    asked = (plan.bounds, plan.stands, plan.lacks, plan.frame, plan.unframed, plan.told, plan.alike)
    return not any(asked)


def obstacle(shape: TextShape, language: Language) -> Conflict:
    """Returns the smallest part of a shape that no text has, or of which none is built."""
    found = conflict_in(shape, language)
    if found is not None:
        return found
    why = _trouble(shape, language)
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
        planned(shape, language)
    except InexpressibleError as error:
        return str(error)
    return ""
