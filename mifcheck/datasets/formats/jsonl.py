"""mifcheck's own format: one conversation per line; each turn says what it adds.

The shape is declared in conversation.schema.json beside this package. Unlike other formats, an
unknown field is an error: a misspelt "instructions" would otherwise leave them out unnoticed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from mifcheck.conversation import (
    Conversation,
    Given,
    Instruction,
    Step,
    Turn,
    default_cluster,
    fold,
    unfold,
)
from mifcheck.datasets.base import Row, is_text, language_of, require
from mifcheck.datasets.readers import InstructionPlace, Reader
from mifcheck.errors import DataError, ParameterError, UnknownLanguageError, did_you_mean
from mifcheck.languages import get_language

# The part of JSON Schema that the schema uses.
_TYPES: Final[Mapping[str, tuple[str, type]]] = {
    "object": ("an object", Mapping),
    "array": ("a list", list),
    "string": ("text", str),
    "integer": ("a whole number", int),
    "boolean": ("true or false", bool),
}
_ONE: Final = {"turns": "turn"}


@cache
def _schema() -> Mapping[str, Any]:
    file = resources.files("mifcheck.datasets") / "conversation.schema.json"
    schema: Mapping[str, Any] = json.loads(file.read_text("utf-8"))
    return schema


def _read(row: Row) -> Conversation:
    _require_shape(row, _schema(), _schema()["$defs"])
    steps = [_step(each, f"turn {number}") for number, each in enumerate(row["turns"], start=1)]
    optional = {name: row.get(name, "") for name in ("cluster", "topic", "system")}
    return Conversation(row["key"], language_of(row), unfold(steps), **optional)


def _step(turn: Row, where: str) -> Step | Turn:
    prompt, images = turn["prompt"], tuple(turn.get("images", ()))
    if ("instructions" in turn) == ("active" in turn):
        raise DataError(
            'either "instructions" (what this turn adds) or "active" (all that are active) is '
            f"expected, not {'both' if 'active' in turn else 'neither'}",
            field=where,
        )
    if "instructions" in turn:
        gives = tuple(map(_given, turn["instructions"]))
        revokes = tuple(map(_revoked, turn.get("revokes", ())))
        return Step(prompt, gives, revokes, images)
    if "revokes" in turn:
        raise DataError('"active" lists all instructions, so none can be revoked', field=where)
    since = tuple(each["since"] for each in turn["active"] if "since" in each)
    if since and len(since) < len(turn["active"]):
        raise DataError('"since" is expected in all instructions or in none', field=where)
    return Turn(prompt, tuple(map(_instruction, turn["active"])), since, images)


def _given(entry: Row) -> Given | Instruction:
    instruction = _instruction(entry)
    once, replaces = entry.get("once", False), entry.get("replaces", False)
    return Given(instruction, once, replaces) if once or replaces else instruction


def _revoked(entry: Row | str) -> Instruction | str:
    return entry if isinstance(entry, str) else _instruction(entry)


def _instruction(entry: Row) -> Instruction:
    try:
        optional = (entry.get("kwargs", {}), entry.get("text", ""), entry.get("role", "user"))
        return Instruction(entry["id"], *optional)
    except ParameterError as error:
        raise DataError(f"{entry['id']}: {error}") from None


def _require_shape(
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
            _require_shape(each, schema["items"], definitions, place)


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
            _require_shape(value[name], each, definitions, inside + name)


def _has_type(value: Any, schema: Mapping[str, Any]) -> bool:
    _, expected = _TYPES[schema["type"]]
    return isinstance(value, expected) and isinstance(value, bool) == (expected is bool)


def _is_within(value: Any, schema: Mapping[str, Any]) -> bool:
    if "enum" in schema:
        return value in schema["enum"]
    if isinstance(value, str):
        return is_text(value) or "pattern" not in schema
    if isinstance(value, list):
        return len(value) >= int(schema.get("minItems", 0))
    return "minimum" not in schema or bool(value >= schema["minimum"])


def to_document(conversation: Conversation) -> dict[str, Any]:
    """Returns a conversation as one JSON object of mifcheck's own format.

    A turn is written with "active" where no step leads to it (it reorders the active
    instructions, say), else with what it gives and revokes.
    """
    document: dict[str, Any] = {"key": conversation.key, "language": conversation.language}
    if conversation.cluster != default_cluster(conversation.key, _code(conversation.language)):
        document["cluster"] = conversation.cluster
    document |= {
        name: told for name in ("topic", "system") if (told := getattr(conversation, name))
    }
    return document | {"turns": [_turn_document(each) for each in fold(conversation.turns)]}


def _code(language: str) -> str:
    """Returns the language as it is read back."""
    try:
        return get_language(language).code
    except UnknownLanguageError:
        return language


def _turn_document(step: Step | Turn) -> dict[str, Any]:
    turn: dict[str, Any] = {"prompt": step.prompt}
    if isinstance(step, Turn):
        turn["active"] = [_entry(each) for each in step.instructions]
        for entry, since in zip(turn["active"], step.since, strict=False):
            entry["since"] = since
    else:
        if step.revokes:
            turn["revokes"] = [
                each if isinstance(each, str) else each.to_dict() for each in step.revokes
            ]
        turn["instructions"] = [_entry(each) for each in step.gives]
    return turn | ({"images": list(step.images)} if step.images else {})


def _entry(given: Given | Instruction | str) -> dict[str, Any]:
    if isinstance(given, str):
        return {"id": given}
    if isinstance(given, Given):
        return _entry(given.instruction) | {"once": True}
    return given.to_dict() | ({"text": given.text} if given.text else {})


def _field_of(place: InstructionPlace) -> str:
    entry = f"active {place.active}" if place.lists_all else f"instructions {place.given}"
    return f"turn {place.turn}, {entry}, {'id' if place.is_id else 'kwargs'}"


READER: Final = Reader(
    name="jsonl",
    required=("key", "language", "turns"),
    recognises=lambda fields: "turns" in fields,
    read=_read,
    field_of=_field_of,
    in_csv=False,
)
