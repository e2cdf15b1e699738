"""Classes whose instances are frozen values, with parameters that are checked when one is made."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar, cast

import pydantic
from pydantic.dataclasses import dataclass as pydantic_dataclass
from typing_extensions import dataclass_transform

from mifcheck.bounds import Bound, Limit
from mifcheck.errors import ParameterError, did_you_mean
from mifcheck.frozendict import FrozenDict
from mifcheck.safe import short_repr

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def frozen(cls: type[T]) -> type[T]:
    """Makes a class one of frozen values: equal by their parameters, hashable and printable.

    The annotated names are the parameters. They are checked when a value is made; an error names
    the class (by its `id` if it has one), the parameter and what was expected.
    """
    config = pydantic.ConfigDict(strict=True, extra="forbid", arbitrary_types_allowed=True)
    made = cast("type[T]", pydantic_dataclass(frozen=True, config=config)(cls))
    made.__init__ = _with_clear_errors(made.__init__, made)  # type: ignore[method-assign]
    return made


def parameters(value: Any) -> dict[str, Any]:
    """Returns a frozen value's parameters as JSON values, those with their default left out."""
    return {
        field.name: _plain(getattr(value, field.name))
        for field in dataclasses.fields(value)
        if getattr(value, field.name) != field.default
    }


def descriptions(cls: type[Any]) -> dict[str, str]:
    """Returns the parameters of a frozen class, and what each must be in words."""
    fields: Mapping[str, Any] = cls.__pydantic_fields__
    return {name: info.description or _in_words(info.annotation) for name, info in fields.items()}


_WORDS: Final[dict[Any, str]] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text",
    Bound: "a bound, as an object such as {'at_least': 3}",
    Limit: "a limit on a number, as an object such as {'more_than': 5}",
    type(None): "None",
}


def _in_words(annotation: Any) -> str:
    """Returns what a value of a type is, in words."""
    if annotation in _WORDS:
        return _WORDS[annotation]
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Literal:
        return f"one of {', '.join(map(repr, parts))}"
    if origin is tuple:
        each = _in_words(parts[0])
        return f"a list, each {each}" if parts[1:] == (...,) else "a list"
    if origin in (typing.Union, types.UnionType):
        return " or ".join(dict.fromkeys(map(_in_words, parts)))
    return "a value"


def with_tuples(kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the parameters with tuples for lists, since a frozen value is hashable."""
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in kwargs.items()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, FrozenDict):
        return value.to_dict()
    return value.to_spec() if hasattr(value, "to_spec") else value


def _with_clear_errors(init: Callable[..., None], cls: type[Any]) -> Callable[..., None]:
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        try:
            init(self, *args, **kwargs)
        except pydantic.ValidationError as error:
            name = getattr(cls, "id", "") or cls.__name__
            raise ParameterError(f"{name}: {_message(cls, error)}") from None
        except RecursionError:
            name = getattr(cls, "id", "") or cls.__name__
            raise ParameterError(f"{name}: a parameter is nested too deeply") from None

    return __init__


def _parameter(place: tuple[int | str, ...], known: Mapping[str, str]) -> str:
    """Returns the parameter at a place, which is a number where values are given without names."""
    first = place[0] if place else ""
    return list(known)[first] if isinstance(first, int) and first < len(known) else str(first)


def _message(cls: type[Any], error: pydantic.ValidationError) -> str:
    expected = descriptions(cls)
    problem = error.errors()[0]
    name = _parameter(problem["loc"], expected)
    detail = problem["msg"].removeprefix("Value error, ")
    if problem["type"] == "unexpected_keyword_argument":
        known = ", ".join(expected) or "none"
        hint = did_you_mean(name, expected)
        return f"unknown parameter {short_repr(name)}{hint} (parameters: {known})"
    if problem["type"] == "missing":
        return f"parameter {name!r} is missing (expected: {expected.get(name, 'a value')})"
    if not name or (problem["type"] == "value_error" and name not in expected):
        return detail
    return f"{name}: {detail} (expected: {expected.get(name)}; got {short_repr(problem['input'])})"
