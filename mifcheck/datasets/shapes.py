"""Checks JSON values against the part of JSON Schema that mifcheck's own format uses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mifcheck.datasets.base import is_text, require
from mifcheck.errors import DataError, did_you_mean

_TYPES: Final[Mapping[str, tuple[str, type]]] = {
    "object": ("an object", Mapping),
    "array": ("a list", list),
    "string": ("text", str),
    "integer": ("a whole number", int),
    "boolean": ("true or false", bool),
}
_ONE: Final = {"turns": "turn"}


def require_shape(
    value: Any, schema: Mapping[str, Any], definitions: Mapping[str, Any], where: str = ""
) -> None:
    """Raises unless a value has the shape that a schema describes.

    A schema's `title` says in an error message what was expected.

    Args:
        value: what to check.
        schema: the schema, or a reference to one of the definitions.
        definitions: the schemas that may be referred to.
        where: the field that holds the value; begins the field that an error names.

    Raises:
        DataError: names the field at fault and what is expected there.
    """
    reference = schema.get("$ref", "").rpartition("/")[2]
    schema = definitions[reference] if reference else schema
    if "anyOf" in schema:
        kinds = [definitions[each["$ref"].rpartition("/")[2]] for each in schema["anyOf"]]
        schema = next((kind for kind in kinds if _has_type(value, kind)), kinds[-1])
    expected = schema.get("title", _TYPES[schema["type"]][0])
    require(_has_type(value, schema) and _is_within(value, schema), expected, value, where)
    if isinstance(value, Mapping):
        _require_fields(value, schema, definitions, where)
    if isinstance(value, list):
        for number, each in enumerate(value, start=1):
            place = f"{_ONE.get(where, where)} {number}"
            require_shape(each, schema["items"], definitions, place)


def _require_fields(
    value: Mapping[str, Any], schema: Mapping[str, Any], definitions: Mapping[str, Any], where: str
) -> None:
    inside = f"{where}, " if where else ""
    known = schema.get("properties", {})
    for name in value:
        if name not in known and not schema.get("additionalProperties", True):
            hint = did_you_mean(name, known) or f"; known: {', '.join(known)}"
            raise DataError(f"unknown field{hint}", field=inside + name)
    for name in schema.get("required", ()):
        if name not in value:
            raise DataError("missing", field=inside + name)
    for name, each in known.items():
        if name in value:
            require_shape(value[name], each, definitions, inside + name)


def _has_type(value: Any, schema: Mapping[str, Any]) -> bool:
    _, expected = _TYPES[schema["type"]]
    return isinstance(value, expected) and isinstance(value, bool) == (expected is bool)


def _is_within(value: Any, schema: Mapping[str, Any]) -> bool:
    if isinstance(value, str):
        return is_text(value) or "pattern" not in schema
    if isinstance(value, list):
        return len(value) >= int(schema.get("minItems", 0))
    return "minimum" not in schema or bool(value >= schema["minimum"])
