"""JSON Schema by the package jsonschema: without the network, and in limited time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from fractions import Fraction
from functools import lru_cache, partial
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from mifcheck.errors import ParameterError
from mifcheck.searching import Unanswered, compiled, found, is_quick

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

_SHOWN = 160
_STEPS: Final = 200_000
"""Keywords that are applied to values, at most. References of references can double each time."""
_step: ContextVar[Iterator[int]] = ContextVar("step")


def require_schema(schema: dict[str, Any]) -> None:
    """Checks that an object is a JSON Schema, of the draft that it names.

    Raises:
        ParameterError: it is none.
    """
    from jsonschema import SchemaError

    if not isinstance(schema.get("$schema", ""), str):
        raise ParameterError("schema: $.$schema: the address of a draft is expected, as text")
    try:
        _validator_class(schema).check_schema(schema)
    except SchemaError as error:
        raise ParameterError(f"schema: {error.json_path}: {_short(error.message)}") from None
    except (OverflowError, RecursionError) as error:
        raise ParameterError(f"schema: it cannot be read: {error}") from None


def violation(schema: dict[str, Any], value: Any) -> str:
    """Returns the first way in which a JSON value does not follow a schema; "" if it does.

    Raises:
        Unanswered: the schema refers to another one, or it or its patterns take too long.
    """
    from referencing.exceptions import Unresolvable

    _require_quick_names(schema, value)
    _step.set(count(1))
    try:
        error = next(_validator(json.dumps(schema)).iter_errors(value), None)
    except Unresolvable as unknown:
        raise Unanswered(f"the schema refers to what it does not have: {unknown.ref}") from None
    return f"{error.json_path}: {_short(error.message)}" if error else ""


def _validator_class(schema: dict[str, Any]) -> Any:
    from jsonschema import Draft202012Validator, validators

    return validators.validator_for(schema, default=Draft202012Validator)


@lru_cache(maxsize=64)
def _validator(text: str) -> Validator:
    """Returns the validator of a schema. It knows the drafts, and fetches nothing."""
    from jsonschema import validators
    from jsonschema_specifications import REGISTRY

    schema = json.loads(text)
    known = _validator_class(schema)
    own = {"pattern": _matches, "uniqueItems": _differ, "multipleOf": _is_multiple}
    keywords = {
        name: partial(_applied, each) for name, each in ({**known.VALIDATORS, **own}).items()
    }
    made: Validator = validators.extend(known, keywords)(schema, registry=REGISTRY)
    return made


def _applied(keyword: Callable[..., Any], *given: Any) -> Any:
    """Applies a keyword to a value, as one of the steps that a reply may take.

    Raises:
        Unanswered: it is one too many.
    """
    if next(_step.get()) > _STEPS:
        raise Unanswered(f"the schema takes more than {_STEPS:,} steps on this reply")
    return keyword(*given)


def _matches(validator: Any, pattern: str, instance: Any, _: Any) -> Iterator[ValidationError]:
    """The keyword `pattern`, searched in limited time."""
    from jsonschema import ValidationError

    if isinstance(instance, str) and not found(compiled(pattern), pattern, instance, most=1):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _is_multiple(validator: Any, of: Any, instance: Any, _: Any) -> Iterator[ValidationError]:
    """The keyword `multipleOf`, in the decimal digits that a reader sees: 0.3 is one of 0.1."""
    from jsonschema import ValidationError

    is_number = validator.is_type(instance, "number")
    if is_number and (_exact(instance) / _exact(of)).denominator != 1:
        yield ValidationError(f"{instance!r} is not a multiple of {of!r}")


def _exact(number: float) -> Fraction:
    return Fraction(repr(number)) if isinstance(number, float) else Fraction(number)


def _differ(validator: Any, wanted: Any, instance: Any, _: Any) -> Iterator[ValidationError]:
    """The keyword `uniqueItems`, in linear time."""
    from jsonschema import ValidationError

    if wanted and isinstance(instance, list):
        canonical = {json.dumps(_whole(item), sort_keys=True) for item in instance}
        if len(canonical) < len(instance):
            yield ValidationError(f"{instance!r} has the same item twice")


def _whole(value: Any) -> Any:
    """Returns a JSON value with 1 for 1.0, which are the same number."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, dict):
        return {name: _whole(item) for name, item in value.items()}
    return value


def _require_quick_names(schema: Any, value: Any) -> None:
    """Checks that patterns of the names of properties take little time on those of a value.

    Raises:
        Unanswered: one may take long.
    """
    patterns = {
        pattern
        for each in _objects(schema)
        if isinstance(each.get("patternProperties"), dict)
        for pattern in each["patternProperties"]
    }
    if not patterns:
        return
    longest = max((len(name) for each in _objects(value) for name in each), default=0)
    if longest:
        slow = next((each for each in patterns if not is_quick(each, longest)), None)
        if slow is not None:
            raise Unanswered(f"the pattern {slow!r} may take long on names of {longest} characters")


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yields the objects in a JSON value, itself included."""
    inner = [value]
    while inner:
        each = inner.pop()
        if isinstance(each, dict):
            yield each
            inner += each.values()
        elif isinstance(each, list):
            inner += each


def _short(message: str) -> str:
    return message if len(message) <= _SHOWN else f"{message[: _SHOWN - 1]}…"
