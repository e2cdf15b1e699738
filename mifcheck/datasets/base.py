"""Reads the fields of a row; every error names the field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from mifcheck.conversation import Instruction
from mifcheck.errors import (
    DataError,
    ParameterError,
    RowLanguageError,
    UnknownLanguageError,
    did_you_mean,
)
from mifcheck.languages import get_language

Row = Mapping[str, Any]


def parse_json(text: str) -> Any:
    """Parses JSON strictly: no NaN, no repeated key in an object.

    Raises:
        DataError: the text is not JSON; says what is wrong, and at which character.
    """
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise DataError(f"invalid JSON at character {error.pos + 1}: {error.msg}") from None
    except RecursionError:
        raise DataError("invalid JSON: nested too deeply") from None
    except DataError:
        raise
    except ValueError as error:
        raise DataError(f"invalid JSON: {error}") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise DataError(f"the key {twice!r} is repeated in one JSON object")
    return result


def _no_constant(name: str) -> NoReturn:
    raise DataError(f"invalid JSON: {name} is not a JSON number")


def cell(row: Row, name: str) -> Any:
    """Returns the value of a field, parsed as JSON when it is text.

    Raises:
        DataError: the field is missing, or its text is not JSON.
    """
    value = needed(row, name)
    if not isinstance(value, str):
        return value
    try:
        return parse_json(value)
    except DataError as error:
        raise DataError(error.message, field=name) from None


def needed(row: Row, name: str) -> Any:
    """Returns the value of a required field.

    Raises:
        DataError: the field is missing.
    """
    if name not in row:
        raise DataError(f"missing{did_you_mean(name, row)}", field=name)
    return row[name]


def text_of(row: Row, name: str) -> str:
    """Returns the value of a field that holds non-blank text."""
    value = needed(row, name)
    if not isinstance(value, str) or not value.strip():
        raise DataError(f"non-blank text is expected, not {brief(value)}", field=name)
    return value


def key_of(row: Row, name: str = "key") -> str:
    """Returns the key of the conversation: text, or a whole number as text."""
    value = needed(row, name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return text_of(row, name)


def whole_of(row: Row, name: str, least: int) -> int:
    """Returns a whole number of at least `least`, which may be written as text."""
    value = needed(row, name)
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)  # a cell of CSV
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise DataError(f"a whole number from {least} is expected, not {brief(value)}", field=name)
    return value


def language_of(row: Row, name: str = "language") -> str:
    """Returns the code of the language that a field names ("hi" for "Hindi")."""
    try:
        return get_language(text_of(row, name)).code
    except UnknownLanguageError as error:
        raise RowLanguageError(str(error), field=name) from None


def instruction_of(identifier: Any, kwargs: Any, name: str, text: Any = "") -> Instruction:
    """Makes an instruction; `name` is the field that an error names."""
    try:
        return Instruction(identifier, kwargs, text)
    except ParameterError as error:
        raise DataError(str(error), field=name) from None


def paired_instructions(row: Row, prefix: str = "") -> tuple[Instruction, ...]:
    """Returns the instructions of two parallel lists: ids, and parameters as objects or JSON text.

    A parameter that is null is left out: exports of tables fill in every name.

    Args:
        row: has the fields `<prefix>instruction_id_list` and `<prefix>kwargs`.
        prefix: begins the names of the fields.

    Raises:
        DataError: a list is missing or malformed, or the two differ in length.
    """
    ids_name, kwargs_name = f"{prefix}instruction_id_list", f"{prefix}kwargs"
    ids, kwargs = cell(row, ids_name), cell(row, kwargs_name)
    if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
        raise DataError(f"a list of instruction ids is expected, not {brief(ids)}", field=ids_name)
    if not isinstance(kwargs, list):
        raise DataError(
            f"a list with one object for each instruction is expected, not {brief(kwargs)}",
            field=kwargs_name,
        )
    if len(ids) != len(kwargs):
        raise DataError(
            f"{len(ids)} instruction id{'s' * (len(ids) != 1)} but {len(kwargs)} kwargs",
            field=kwargs_name,
        )
    return tuple(
        instruction_of(identifier, _parameters(given, number, kwargs_name), kwargs_name)
        for number, (identifier, given) in enumerate(zip(ids, kwargs, strict=True), start=1)
    )


def _parameters(given: Any, number: int, name: str) -> dict[str, Any]:
    value = given
    if isinstance(given, str):
        try:
            value = parse_json(given)
        except DataError as error:
            raise DataError(f"entry {number}: {error.message}", field=name) from None
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise DataError(f"entry {number}: an object is expected, not {brief(value)}", field=name)
    return {parameter: held for parameter, held in value.items() if held is not None}


def brief(value: Any, width: int = 40) -> str:
    """Returns a value as an error message shows it: on one line, and short."""
    if value is None:
        return "null"
    shown = repr(value)
    return shown if len(shown) <= width else shown[: width - 1] + "…"
