"""Hypothesis strategies of texts that a checker passes or fails, and of what goes with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from mifcheck import doors
from mifcheck.checkers.base import Checker
from mifcheck.errors import InexpressibleError
from mifcheck.languages import Language, get_language
from mifcheck.safe import short_repr
from mifcheck.testing.building import build_text, obstacle, planned
from mifcheck.testing.drawn import hypothesis
from mifcheck.testing.plans import TextPlan, plan_of
from mifcheck.testing.shapes import TextShapes, shapes_of

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

T = TypeVar("T")


class _Drawn:
    """Choices that Hypothesis draws, of which it finds the simplest."""

    def __init__(self, draw: Callable[[Any], Any]) -> None:
        self._draw, self._integers = draw, hypothesis().strategies.integers

    def pick(self, options: Sequence[T]) -> T:
        """Returns one of the options."""
        if len(options) == 1:
            return options[0]
        place: int = self._draw(self._integers(0, len(options) - 1))
        return options[place]


def strategy_of(checker: Checker, language: str | Language, wanted: bool) -> SearchStrategy[str]:
    """Returns a strategy of the texts that a checker passes or, if not `wanted`, fails.

    Raises:
        InexpressibleError: no such text is built. The message says why.
        MissingExtraError: Hypothesis is not installed.
        UnknownLanguageError: the language is not known.
    """
    known = get_language(language)
    return _texts(_plans(shapes_of(checker, known, wanted), checker, wanted))


def any_text(language: Language) -> SearchStrategy[str]:
    """Returns a strategy of texts of which nothing is asked."""
    return _texts([plan_of((), language)])


def _texts(plans: Sequence[TextPlan]) -> SearchStrategy[str]:
    def text(draw: Callable[[Any], Any]) -> str:
        choices = _Drawn(draw)
        return build_text(choices.pick(plans), choices)

    made: SearchStrategy[str] = hypothesis("strategies").strategies.composite(text)()
    return made


doors.strategy.register(Checker, strategy_of)


def _plans(shapes: TextShapes, checker: Checker, wanted: bool) -> list[TextPlan]:
    """Returns the plans of the texts of some shapes.

    Raises:
        InexpressibleError: there is none.
    """
    plans, conflicts = [], []
    for shape in shapes.found:
        try:
            plans.append(planned(shape, shapes.language))
        except InexpressibleError:
            conflicts.append(obstacle(shape, shapes.language))
    if plans:
        return plans
    verb = "passes" if wanted else "fails"
    head = f"no text is built that {verb} {short_repr(checker.required)} in {shapes.language.name}"
    if not conflicts:
        reason = shapes.reasons[0] if shapes.reasons else f"every text {verb}"
        raise InexpressibleError(f"{head}: {reason}", None, shapes.leaves)
    least = min(conflicts, key=lambda each: (not each.sure, len(each.places)))
    asked = "; ".join(shapes.leaves[place].required for place in sorted(least.places))
    reason = f"{asked}: {least.why}" if asked else least.why
    raise InexpressibleError(f"{head}: {reason}", least, shapes.leaves)
