"""Reads the fields of a row; every error names the field."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from mifcheck.conversation import Instruction
from mifcheck.errors import (
    DataError,
    ParameterError,
    RowLanguageError,
    UnknownLanguageError,
    did_you_mean,
)
from mifcheck.languages import get_language
from mifcheck.safe import short_repr

Row = Mapping[str, Any]

_DEEPEST: Final = 100
"""Levels of nesting, at most. What walks over a value needs stack for each."""
_LARGEST: Final = 10**15


def parse_json(text: str) -> Any:
    """Parses JSON strictly: finite numbers, no repeated key in an object, at most 100 levels.

    Raises:
        DataError: the text is not JSON; says what is wrong, and at which character.
    """
    try:
        value = json.loads(
            text, object_pairs_hook=_unique, parse_float=_finite, parse_constant=_finite
        )
        if text.count("[") + text.count("{") > _DEEPEST:
            _require_shallow(value)
        return value
    except json.JSONDecodeError as error:
        raise DataError(f"invalid JSON at character {error.pos + 1}: {error.msg}") from None
    except RecursionError:
        message = f"invalid JSON: nested too deeply; at most {_DEEPEST} levels are expected"
        raise DataError(message) from None
    except DataError:
        raise
    except ValueError as error:
        raise DataError(f"invalid JSON: {error}") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        twice = repeated(name for name, _ in pairs)
        raise DataError(f"the key {brief(twice)} is repeated in one JSON object")
    return result


def repeated(names: Iterable[str]) -> str | None:
    """Returns the first name that stands there a second time; None if there is none."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None


def _require_shallow(value: Any) -> None:
    level = [value]
    for _ in range(_DEEPEST):
        inner = [each.values() if isinstance(each, dict) else each for each in level]
        level = [each for values in inner for each in values if isinstance(each, (dict, list))]
        if not level:
            return
    raise RecursionError


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise DataError(f"invalid JSON: {text} is not a finite number")
    return value


def parsed(value: Any, field: str) -> Any:
    """Returns a value, parsed as JSON when it is text.

    Raises:
        DataError: the text is not JSON.
    """
    if not isinstance(value, str):
        return value
    try:
        return parse_json(value)
    except DataError as error:
        raise DataError(error.message, field=field) from None


def require(fits: bool, expected: str, value: Any, field: str) -> None:
    """Raises unless the value of a field fits.

    Raises:
        DataError: says what is expected instead of the value.
    """
    if not fits:
        raise DataError(f"{expected} is expected, not {brief(value)}", field=field)


def needed(row: Row, name: str) -> Any:
    """Returns the value of a required field.

    Raises:
        DataError: the field is missing.
    """
    if name not in row:
        raise DataError(f"missing{did_you_mean(name, row)}", field=name)
    return row[name]


def is_text(value: Any) -> bool:
    """Tells whether a value is text that is not blank."""
    return isinstance(value, str) and bool(value.strip())


def text_of(row: Row, name: str) -> str:
    """Returns the value of a field that holds non-blank text."""
    value = needed(row, name)
    require(is_text(value), "non-blank text", value, name)
    return str(value)


def key_of(row: Row, name: str = "key") -> str:
    """Returns the key of the conversation: text, or a whole number as text."""
    value = needed(row, name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return text_of(row, name)


def whole_of(row: Row, name: str, least: int) -> int:
    """Returns a whole number of at least `least`, which may be written as text."""
    value = needed(row, name)
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 100:
        value = int(value)  # a CSV cell
    whole = isinstance(value, int) and not isinstance(value, bool)
    fits = whole and least <= value <= _LARGEST
    require(fits, f"a whole number from {least}", value, name)
    return int(value)


def language_of(row: Row, name: str = "language") -> str:
    """Returns the code of the language that a field names ("hi" for "Hindi")."""
    try:
        return get_language(text_of(row, name)).code
    except UnknownLanguageError as error:
        raise RowLanguageError(str(error), field=name) from None


def row_language(row: Row) -> str:
    """Returns the code of the language of a row; a row without a `language` is in English.

    Raises:
        RowLanguageError: the language is not known.
    """
    return "en" if row.get("language") is None else language_of(row)


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
    ids = parsed(needed(row, ids_name), ids_name)
    are_ids = isinstance(ids, list) and all(isinstance(each, str) for each in ids)
    require(are_ids, "a list of instruction ids", ids, ids_name)
    kwargs = parsed(needed(row, kwargs_name), kwargs_name)
    one_each = "a list with one object for each instruction"
    require(isinstance(kwargs, list), one_each, kwargs, kwargs_name)
    if len(ids) != len(kwargs):
        message = f"{len(ids)} instruction id{'s' * (len(ids) != 1)} but {len(kwargs)} kwargs"
        raise DataError(message, field=kwargs_name)
    pairs = enumerate(zip(ids, kwargs, strict=True), start=1)
    return tuple(_paired(*pair, f"{kwargs_name}, entry {number}") for number, pair in pairs)


def _paired(id: str, kwargs: Any, field: str) -> Instruction:
    values = parsed(kwargs, field)
    values = {} if values is None else values
    require(isinstance(values, dict), "an object", values, field)
    return instruction(id, {k: each for k, each in values.items() if each is not None}, field)


def instruction(id: str, kwargs: Row, field: str) -> Instruction:
    """Returns an instruction of a field.

    Raises:
        DataError: a parameter is not a JSON value.
    """
    try:
        return Instruction(id, kwargs)
    except ParameterError as error:
        raise DataError(str(error), field=field) from None


def brief(value: Any, width: int = 40) -> str:
    """Returns a value as an error message about a file shows it: on one line, and short."""
    return "null" if value is None else short_repr(value, width)
