"""The native profile: how data sets spell the classic instructions, and what they mean here.

Source of the names: IFEval (arXiv 2311.07911) and Multi-IF (arXiv 2410.15553).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from mifcheck.bounds import RELATIONS, Bound, Limit, at_least, exactly
from mifcheck.checkers.base import Checker, descriptions
from mifcheck.checkers.registry import registry
from mifcheck.errors import MifcheckError, ParameterError, did_you_mean


class Reading(Protocol):
    """How one of a checker's parameters is read from a data set's parameters."""

    def expected(self) -> dict[str, str]:
        """The data set's names, and what each must be."""
        ...

    def read(self, kwargs: Mapping[str, Any]) -> Any:
        """The checker's parameter; the names are all there."""
        ...


@dataclass(frozen=True, slots=True)
class Related:
    """A bound spelled as a number and a relation, "at least" or "less than"."""

    number: str
    relation: str

    def expected(self) -> dict[str, str]:
        return {self.number: "a whole number, 0 or more", self.relation: _ONE_OF}

    def read(self, kwargs: Mapping[str, Any]) -> Bound:
        make = RELATIONS[_relation(self.relation, kwargs[self.relation])]
        return _bounded(self.number, kwargs[self.number], make)


@dataclass(frozen=True, slots=True)
class Compared:
    """A limit on a number spelled as the number and a relation."""

    number: str
    relation: str

    def expected(self) -> dict[str, str]:
        return {self.number: "a number", self.relation: _ONE_OF}

    def read(self, kwargs: Mapping[str, Any]) -> Limit:
        relation = _relation(self.relation, kwargs[self.relation])
        try:
            return Limit(relation, kwargs[self.number])
        except MifcheckError as error:
            raise ParameterError(f"{self.number}: {error}") from None


@dataclass(frozen=True, slots=True)
class Number:
    """A bound spelled as a bare number: "exactly" or "at least" is understood."""

    number: str
    make: Any

    def expected(self) -> dict[str, str]:
        return {self.number: "a whole number, 1 or more"}

    def read(self, kwargs: Mapping[str, Any]) -> Bound:
        return _bounded(self.number, kwargs[self.number], self.make, lowest=1)


@dataclass(frozen=True, slots=True)
class Renamed:
    """A parameter that the data set merely calls otherwise."""

    name: str

    def expected(self) -> dict[str, str]:
        return {self.name: "a text that is not blank"}

    def read(self, kwargs: Mapping[str, Any]) -> Any:
        return kwargs[self.name]


@dataclass(frozen=True, slots=True)
class Spelling:
    """How data sets spell one instruction: an example, and the parameters that are translated.

    Where the data set gives none of the names of an `optional` one, the checker's default holds.
    """

    example: Mapping[str, Any] = field(default_factory=dict)
    readings: Mapping[str, Reading] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()


SPELLINGS: dict[str, Spelling] = {
    "keywords:existence": Spelling({"keywords": ["river", "boat"]}),
    "keywords:frequency": Spelling(
        {"keyword": "river", "frequency": 2, "relation": "at least"},
        {"bound": Related("frequency", "relation")},
    ),
    "keywords:forbidden_words": Spelling({"forbidden_words": ["cheap"]}),
    "keywords:letter_frequency": Spelling(
        {"letter": "e", "let_frequency": 20, "let_relation": "less than"},
        {"bound": Related("let_frequency", "let_relation")},
    ),
    "language:response_language": Spelling({"language": "hi"}),
    "length_constraints:number_words": Spelling(
        {"num_words": 300, "relation": "at least"},
        {"bound": Related("num_words", "relation")},
    ),
    "length_constraints:number_sentences": Spelling(
        {"num_sentences": 4, "relation": "less than"},
        {"bound": Related("num_sentences", "relation")},
    ),
    "length_constraints:number_paragraphs": Spelling(
        {"num_paragraphs": 3}, {"bound": Number("num_paragraphs", exactly)}
    ),
    "length_constraints:nth_paragraph_first_word": Spelling(
        {"num_paragraphs": 3, "nth_paragraph": 2, "first_word": "however"}
    ),
    "detectable_content:number_placeholders": Spelling(
        {"num_placeholders": 2}, {"bound": Number("num_placeholders", at_least)}
    ),
    "detectable_content:postscript": Spelling({"postscript_marker": "P.S."}),
    "detectable_format:number_bullet_lists": Spelling(
        {"num_bullets": 3}, {"bound": Number("num_bullets", exactly)}
    ),
    "detectable_format:constrained_response": Spelling(),
    "detectable_format:number_highlighted_sections": Spelling(
        {"num_highlights": 2}, {"bound": Number("num_highlights", at_least)}
    ),
    "detectable_format:multiple_sections": Spelling(
        {"section_spliter": "Section", "num_sections": 3},
        {"splitter": Renamed("section_spliter"), "bound": Number("num_sections", at_least)},
    ),
    "detectable_format:json_format": Spelling(),
    "detectable_format:title": Spelling(),
    "combination:two_responses": Spelling(),
    "combination:repeat_prompt": Spelling({"prompt_to_repeat": "What is a monsoon?"}),
    "startend:end_checker": Spelling({"end_phrase": "That is all."}),
    "startend:quotation": Spelling(),
    "sentences:start": Spelling({"start": "B"}),
    "sentences:end": Spelling({"end": "?"}),
    "sentences:length": Spelling(
        {"num_words": 18, "relation": "at most"},
        {"bound": Related("num_words", "relation")},
    ),
    "change_case:capital_word_frequency": Spelling(
        {"capital_frequency": 3, "capital_relation": "at least"},
        {"bound": Related("capital_frequency", "capital_relation")},
    ),
    "change_case:english_capital": Spelling(),
    "change_case:english_lowercase": Spelling(),
    "punctuation:no_comma": Spelling(),
    "numbers:existence": Spelling(
        {"parity": "odd", "value": 5, "value_relation": "more than"},
        {
            "values": Compared("value", "value_relation"),
            "bound": Related("frequency", "relation"),
        },
        optional=frozenset({"values", "bound"}),
    ),
}


def build(id: str, kwargs: Mapping[str, Any]) -> Checker:
    """The native checker of an id and its parameters, in a data set's spelling or its own."""
    cls = registry[id]
    spelling = SPELLINGS.get(id, Spelling())
    readings = spelling.readings
    own = dict(kwargs)
    for name, reading in readings.items():
        if name not in own and not (name in spelling.optional and _left_out(reading, own)):
            try:
                own[name] = _read(reading, own)
            except ParameterError as error:
                raise ParameterError(f"{id}: {error}") from None
    _refuse_unknown(id, own, readings)
    return cls(**{name: tuple(v) if isinstance(v, list) else v for name, v in own.items()})


def parameters(id: str) -> dict[str, str]:
    """The parameters of an id as data sets spell them, and what each must be.

    Raises:
        UnknownIdError: the id is not known.
    """
    spelling = SPELLINGS.get(id, Spelling())
    names: dict[str, str] = {}
    for name, expected in descriptions(registry[id]).items():
        reading = spelling.readings.get(name)
        told = reading.expected() if reading else {name: expected}
        ends = "; may be left out" if name in spelling.optional else ""
        names |= {known: f"{what}{ends}" for known, what in told.items()}
    return names


def example(id: str) -> dict[str, Any]:
    """Parameters that the id can take; empty when it takes none or its package gives no example."""
    return dict(SPELLINGS.get(id, Spelling()).example)


def _left_out(reading: Reading, kwargs: dict[str, Any]) -> bool:
    """Whether none of the names is given; names without a value are dropped then."""
    names = reading.expected()
    if any(kwargs.get(name) is not None for name in names):
        return False
    for name in names:
        kwargs.pop(name, None)
    return True


def _read(reading: Reading, kwargs: dict[str, Any]) -> Any:
    expected = reading.expected()
    for name, what in expected.items():
        if kwargs.get(name) is None:
            near = next((given for given in kwargs if did_you_mean(given, [name])), None)
            hint = f"; it has {near!r}" if near else ""
            raise ParameterError(f"parameter {name!r} is missing{hint} (expected: {what})")
    value = reading.read(kwargs)
    for name in expected:
        del kwargs[name]
    return value


def _refuse_unknown(id: str, own: Mapping[str, Any], readings: Mapping[str, Reading]) -> None:
    fields = descriptions(registry[id])
    for name in own:
        if name not in fields:
            known = parameters(id)
            listed = ", ".join(known) or "none"
            if name in known:
                own_name = next(n for n, reading in readings.items() if name in reading.expected())
                raise ParameterError(f"{id}: give {own_name!r}, or {name!r} and its like, not both")
            hint = did_you_mean(name, known)
            raise ParameterError(f"{id}: unknown parameter {name!r}{hint} (parameters: {listed})")


_ONE_OF = f"one of {', '.join(map(repr, RELATIONS))}"


def _relation(name: str, value: Any) -> str:
    if not isinstance(value, str) or value.strip().lower() not in RELATIONS:
        hint = did_you_mean(str(value), RELATIONS)
        raise ParameterError(f"{name}: unknown relation {value!r}{hint} (expected: {_ONE_OF})")
    return value.strip().lower()


def _bounded(name: str, value: Any, make: Any, lowest: int = 0) -> Bound:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # JSON that went through a data frame spells whole numbers 3.0
    what = f"a whole number, {lowest} or more"
    if isinstance(value, bool) or not isinstance(value, int) or value < lowest:
        raise ParameterError(f"{name}: expected {what}, got {value!r}")
    try:
        bound: Bound = make(value)
    except MifcheckError as error:
        raise ParameterError(f"{name}: {error}") from None
    return bound
