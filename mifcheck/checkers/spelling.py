"""How data sets spell parameters, where a checker has parameters of its own.

A data set says `num_words` and `relation`; the checker has a `bound`. A checker's declaration maps
its parameter to one of the forms here. Both spellings can be used.
Source of the names: IFEval (arXiv 2311.07911) and Multi-IF (arXiv 2410.15553).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from mifcheck.bounds import RELATIONS, Bound, Limit
from mifcheck.checkers.values import descriptions
from mifcheck.errors import MifcheckError, ParameterError, did_you_mean
from mifcheck.safe import short_repr


class Spelled(Protocol):
    """How one parameter of a checker is read from the parameters that a data set gives."""

    def expected(self) -> dict[str, str]:
        """Returns the data set's names, and what each must be."""
        ...

    def read(self, kwargs: Mapping[str, Any]) -> Any:
        """Returns the checker's parameter. All names are present that are not optional."""
        ...

    @property
    def optional(self) -> tuple[str, ...]:
        """The names that may be left out although the parameter is needed."""
        return ()


@dataclass(frozen=True, slots=True)
class Related(Spelled):
    """A bound spelled as a number and a relation: "at least", "less than"...

    Attributes:
        number: the name of the number.
        relation: the name of the relation.
        default: the relation that is meant if none is given; "" if one has to be given.
    """

    number: str
    relation: str
    default: str = ""

    def expected(self) -> dict[str, str]:
        may = "; may be left out" if self.default else ""
        return {self.number: "a whole number, 0 or more", self.relation: _ONE_OF + may}

    def read(self, kwargs: Mapping[str, Any]) -> Bound:
        given = kwargs.get(self.relation)
        make = RELATIONS[self.default if given is None else _relation(self.relation, given)]
        return _bound(self.number, kwargs[self.number], make)

    @property
    def optional(self) -> tuple[str, ...]:
        return (self.relation,) if self.default else ()


@dataclass(frozen=True, slots=True)
class Compared(Spelled):
    """A limit on a number, spelled as the number and a relation."""

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
class NumberAlone(Spelled):
    """A bound spelled as a number alone; `make` is `exactly`, `at_least`..."""

    number: str
    make: Callable[[int], Bound]

    def expected(self) -> dict[str, str]:
        return {self.number: "a whole number, 1 or more"}

    def read(self, kwargs: Mapping[str, Any]) -> Bound:
        return _bound(self.number, kwargs[self.number], self.make, lowest=1)


@dataclass(frozen=True, slots=True)
class Renamed(Spelled):
    """A parameter that data sets give another name."""

    name: str

    def expected(self) -> dict[str, str]:
        return {self.name: "a text that is not blank"}

    def read(self, kwargs: Mapping[str, Any]) -> Any:
        return kwargs[self.name]


@dataclass(frozen=True, slots=True)
class Declaration:
    """What is declared of a checker beside its class.

    Attributes:
        example: parameters that it can take, as data sets spell them.
        spelling: how data sets spell its parameters, where they have names of their own.
        verbatim: names of the parameters whose words a prompt has to mention.
    """

    example: Mapping[str, Any] = field(default_factory=dict)
    spelling: Mapping[str, Spelled] = field(default_factory=dict)
    verbatim: tuple[str, ...] = ()


def spelled_parameters(cls: type[Any]) -> dict[str, str]:
    """Returns a checker class's parameters as data sets spell them, and what each must be."""
    names: dict[str, str] = {}
    for name, expected in descriptions(cls).items():
        spelled = cls.declared.spelling.get(name)
        if spelled is None:
            names[name] = expected
        else:
            end = "; may be left out" if _has_default(cls, name) else ""
            names |= {known: f"{what}{end}" for known, what in spelled.expected().items()}
    return names


def own_parameters(cls: type[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """Returns a checker class's own parameters, from a data set's spelling or its own.

    Raises:
        ParameterError: a parameter is missing, unknown or given in both spellings.
    """
    own = dict(kwargs)
    for name, spelled in cls.declared.spelling.items():
        if name not in own and not (_has_default(cls, name) and _drop_empty(spelled, own)):
            own[name] = _read(spelled, own)
    _refuse_unknown(cls, own)
    return own


def _has_default(cls: type[Any], name: str) -> bool:
    return not cls.__pydantic_fields__[name].is_required()


def _drop_empty(spelled: Spelled, kwargs: dict[str, Any]) -> bool:
    """Tells whether no name has a value; if so, the names are removed."""
    names = spelled.expected()
    if any(kwargs.get(name) is not None for name in names):
        return False
    for name in names:
        kwargs.pop(name, None)
    return True


def _read(spelled: Spelled, kwargs: dict[str, Any]) -> Any:
    expected = spelled.expected()
    for name, what in expected.items():
        if kwargs.get(name) is None and name not in spelled.optional:
            near = next((given for given in kwargs if did_you_mean(given, [name])), None)
            hint = f"; it has {short_repr(near)}" if near else ""
            raise ParameterError(f"parameter {name!r} is missing{hint} (expected: {what})")
    value = spelled.read(kwargs)
    for name in expected:
        kwargs.pop(name, None)
    return value


def _refuse_unknown(cls: type[Any], own: Mapping[str, Any]) -> None:
    unknown = next((name for name in own if name not in descriptions(cls)), None)
    if unknown is None:
        return
    known = spelled_parameters(cls)
    for name, spelled in cls.declared.spelling.items():
        if unknown in spelled.expected():
            names = " and ".join(map(repr, spelled.expected()))
            raise ParameterError(f"give either {name!r} or {names}, not both")
    hint, listed = did_you_mean(unknown, known), ", ".join(known) or "none"
    raise ParameterError(f"unknown parameter {short_repr(unknown)}{hint} (parameters: {listed})")


_ONE_OF = f"one of {', '.join(map(repr, RELATIONS))}"


# Spanish, French and Japanese data sets name relations in their language.
_TRANSLATED = {
    "al menos": "at least",
    "como mínimo": "at least",
    "como máximo": "at most",
    "a lo sumo": "at most",
    "menos de": "less than",
    "más de": "more than",
    "exactamente": "exactly",
    "au moins": "at least",
    "au plus": "at most",
    "moins de": "less than",
    "plus de": "more than",
    "exactement": "exactly",
    "以上": "at least",
    "以下": "at most",
    "未満": "less than",
    "超": "more than",
    "より多い": "more than",
    "ちょうど": "exactly",
}


def _relation(name: str, value: Any) -> str:
    relation = value.strip().lower() if isinstance(value, str) else value
    relation = _TRANSLATED.get(relation, relation) if isinstance(relation, str) else relation
    if not isinstance(relation, str) or relation not in RELATIONS:
        hint = did_you_mean(value, RELATIONS)
        raise ParameterError(
            f"{name}: unknown relation {short_repr(value)}{hint} (expected: {_ONE_OF})"
        )
    return relation


def _bound(name: str, value: Any, make: Callable[[int], Bound], lowest: int = 0) -> Bound:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # Data frames turn whole numbers into 3.0.
    if isinstance(value, bool) or not isinstance(value, int) or value < lowest:
        raise ParameterError(
            f"{name}: expected a whole number, {lowest} or more, got {short_repr(value)}"
        )
    try:
        return make(value)
    except MifcheckError as error:
        raise ParameterError(f"{name}: {error}") from None
