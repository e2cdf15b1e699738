"""The grammar of LexInstructEval (arXiv 2511.17561), read as data.

A rule is a procedure, a relation and a value. Each step of the procedure names a level
(`paragraph`, `line`, `bullet`, `sentence`, `word` ...) and a predicate: `@` each, `@3` the third,
`@(1,-1)` some, `!3` what stands before the third, `$3` what stands after it, `#` how many. What the
steps lead to is compared with the value. A rule becomes one checker, composed of the primitives.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Final, TypeVar

import regex
from pydantic import BeforeValidator, Field

from mifcheck.bounds import Bound, at_least, at_most, exactly, less_than, more_than
from mifcheck.checkers.algebra import All
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.grammar.counting import Count
from mifcheck.checkers.grammar.every import Every, Within
from mifcheck.checkers.grammar.formats import Holds
from mifcheck.checkers.grammar.relations import OneOf
from mifcheck.checkers.grammar.selections import (
    Selection,
    after,
    before,
    found,
    items,
    letters,
    lines,
    paragraphs,
    sentences,
    whole,
    words,
)
from mifcheck.checkers.grammar.traits import starts_with
from mifcheck.checkers.keywords import KeywordFrequency, KeywordsPresent, LetterFrequency
from mifcheck.checkers.startend import EndsWith
from mifcheck.errors import MifcheckError, ParameterError, did_you_mean
from mifcheck.frozendict import FrozenDict
from mifcheck.safe import short_repr

T = TypeVar("T")

LEVELS: Final[Mapping[str, Selection]] = {
    "answer": whole,
    "paragraph": paragraphs,
    "line": lines,
    "bullet": items,
    "sentence": sentences,
    "word": words,
    "character": found(r"\p{Han}", ("character", "characters")),
    "letter": letters,
    # The hyphen of well-known belongs to the word.
    "punc": found(r"(?!(?<=\w)[-‐‑](?=\w))\p{P}", ("mark", "marks")),
}
"""The units of each level. Words and phrases to count, and patterns, are named in the step."""
COUNTED: Final[Mapping[str, Callable[[str, Bound], Checker]]] = {
    "word": KeywordFrequency,
    "phase": KeywordFrequency,
    "letter": LetterFrequency,
    "pattern": Holds,
    "punc": lambda sign, bound: Holds(re.escape(sign), bound),
    "character": lambda sign, bound: Holds(re.escape(sign), bound),
}
"""The levels of which a step may name what is counted. "phase" is the data's word for a phrase."""
NUMBER_RELATIONS: Final[Mapping[str, Callable[[int], Bound]]] = {
    "=": exactly,
    "!=": lambda number: ~exactly(number),
    ">=": at_least,
    "<=": at_most,
    ">": more_than,
    "<": less_than,
}
TEXT_RELATIONS: Final[Mapping[str, Callable[[str], Checker]]] = {
    "equal": lambda value: OneOf((value,)),
    "contain": lambda value: KeywordsPresent((value,), "substring"),
    "startswith": lambda value: Every(whole, starts_with(value)),
    "endswith": EndsWith,
}
"""The relations between texts. Each has a negation: "notcontain"."""


_MOST_STEPS: Final = 20
"""How many steps a rule has, at most."""
_MOST_PLACES: Final = 1000
"""How many parts the steps of a rule may name, multiplied."""


def _steps(value: Any) -> Any:
    if not isinstance(value, (list, tuple)):
        return value
    return tuple(FrozenDict(step) if isinstance(step, dict) else step for step in value)


Procedure = Annotated[
    tuple[FrozenDict, ...],
    BeforeValidator(_steps),
    Field(
        min_length=1,
        max_length=_MOST_STEPS,
        description="a list of steps: {'level': 'line', 'predicate': '@-1'} ...",
    ),
]
RuleValue = Annotated[str | int, Field(description="a text, or a number after the predicate '#'")]


def _followed(steps: Sequence[Mapping[str, Any]], relation: str, value: str | int) -> Checker:
    """Returns the checker that the steps lead to."""
    if not steps:
        return _compared(relation, value)
    step, *rest = steps
    level, predicate = str(step.get("level")), str(step.get("predicate"))
    if predicate == "#":
        if rest:
            raise ParameterError("procedure: nothing can follow the predicate '#'")
        return _counted(level, step.get("description"), _bound(relation, value))
    inner = _followed(rest, relation, value)
    units = _known(LEVELS, level, "level")
    if units is whole and predicate == "@":
        return inner
    parts = tuple(Within(each, inner) for each in _parts(units, predicate))
    return parts[0] if len(parts) == 1 else All(parts)


_PLACE = r"-?[1-9]\d{0,8}"
_PLACES = regex.compile(rf"@(?:({_PLACE})|\(({_PLACE}(?:\s*,\s*{_PLACE})*)\))?")
_SIDE = regex.compile(rf"([!$])({_PLACE})")


def _parts(units: Selection, predicate: str) -> tuple[Selection, ...]:
    """Returns the selections that a predicate makes of some units."""
    if side := _SIDE.fullmatch(predicate):
        cut = before if side[1] == "!" else after
        return (cut(units, _from_0(side[2])),)
    given = _PLACES.fullmatch(predicate)
    if given is None:
        raise ParameterError(
            f"procedure: unknown predicate {short_repr(predicate)} (known: '@', '@3', '@(1,-1)', "
            "'!3', '$3', '#'; numbers from 1, or from -1 at the end)"
        )
    places = given[1] or given[2]
    if not places:
        return (units,)
    return tuple(units[place] for place in dict.fromkeys(map(_from_0, places.split(","))))


def _from_0(place: str) -> int:
    number = int(place)
    return number - 1 if number > 0 else number


def _counted(level: str, description: str | None, bound: Bound) -> Checker:
    if description is None:
        return Count(_known(LEVELS, level, "level"), bound)
    return _known(COUNTED, level, "level that names what is counted")(str(description), bound)


def _bound(relation: str, value: str | int) -> Bound:
    make = _known(NUMBER_RELATIONS, relation, "relation of a number")
    try:
        return make(int(value))
    except (MifcheckError, ValueError) as error:
        raise ParameterError(f"value: {error}") from None


def _compared(relation: str, value: str | int) -> Checker:
    negated = relation.startswith("not")
    made = _known(TEXT_RELATIONS, relation.removeprefix("not"), "relation of a text")(str(value))
    return ~made if negated else made


def _known(table: Mapping[str, T], name: str, what: str) -> T:
    if name not in table:
        hint = did_you_mean(name, table)
        raise ParameterError(f"unknown {what} {short_repr(name)}{hint} (known: {', '.join(table)})")
    return table[name]


@checker(
    "lexinstruct:rule",
    asks="{composition.required}",
    example={
        "procedure": [
            {"level": "paragraph", "predicate": "@"},
            {"level": "sentence", "predicate": "@-1"},
        ],
        "relation": "contain",
        "value": "rain",
    },
)
def rule(procedure: Procedure, relation: str, value: RuleValue) -> Checker:
    """What the steps of a procedure lead to has a relation to a value.

    Each part that a step selects is looked at by itself, and all of them have to pass; a part that
    is missing fails. "The text before the third line" ends where that line begins.
    """
    named = math.prod(str(step.get("predicate")).count(",") + 1 for step in procedure)
    if named > _MOST_PLACES:
        raise ParameterError(f"procedure: its steps name {named:,} parts; at most {_MOST_PLACES:,}")
    return _followed(procedure, relation, value)
