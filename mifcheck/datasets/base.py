"""Reads the fields of a row; every error names the field."""

from __future__ import annotations

import ast
import io
import json
import math
import re
import tokenize
from collections.abc import Callable, Iterable, Mapping
from itertools import islice, pairwise
from typing import Any, Final

from mifcheck.conversation import Instruction
from mifcheck.errors import (
    DataError,
    MissingExtraError,
    ParameterError,
    RowLanguageError,
    UnknownLanguageError,
    did_you_mean,
)
from mifcheck.languages import get_language
from mifcheck.plain import as_whole
from mifcheck.safe import one_line, short_repr

Row = Mapping[str, Any]

_DEEPEST: Final = 100
"""Levels of nesting, at most. What walks over a value needs stack for each."""
_LARGEST: Final = 10**15
_LONGEST_LITERAL: Final = 2**20
"""Characters of a Python literal, at most: unlike JSON, it is parsed as code."""


class _BrokenJsonError(DataError):
    """A text is not JSON at all; Python may read it."""


def parse_foreign_json(text: str) -> Any:
    """Parses JSON as `parse_json` does, but what other tools write as NaN or Infinity is None."""
    return parse_json(text, _finite_or_none)


def parse_json(text: str, number: Callable[[str], float | None] | None = None) -> Any:
    """Parses JSON strictly: finite numbers, no repeated key in an object, at most 100 levels.

    Args:
        text: the text.
        number: reads a float; by default it is an error if it is not finite.

    Raises:
        DataError: the text is not JSON; says what is wrong, and at which character.
    """
    try:
        read = number or _finite
        value = json.loads(text, object_pairs_hook=_unique, parse_float=read, parse_constant=read)
        if text.count("[") + text.count("{") > _DEEPEST:
            _require_shallow(value)
        return value
    except json.JSONDecodeError as error:
        message = f"invalid JSON at character {error.pos + 1}: {error.msg}"
        raise _BrokenJsonError(message) from None
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


def _finite_or_none(text: str) -> float | None:
    value = float(text)
    return value if math.isfinite(value) else None


def parsed(value: Any, field: str) -> Any:
    """Returns a value, parsed as JSON or as a Python list or dictionary when it is text.

    Raises:
        DataError: the text is neither.
    """
    if not isinstance(value, str):
        return value
    try:
        try:
            return parse_json(value)
        except _BrokenJsonError as error:
            return _literal(value, error)
    except DataError as error:
        raise DataError(error.message, field=field) from None


def _literal(text: str, error: DataError) -> Any:
    """Returns the list or dictionary that Python writes so; pandas does in CSV.

    Raises:
        DataError: `error`, or what is wrong with the text.
    """
    text = text.strip()
    if text[:1] not in ("[", "{", "(") or len(text) > _LONGEST_LITERAL:
        raise error
    try:
        tree = _Printed().visit(ast.parse(text, mode="eval"))
        # Through JSON, which has no sets, bytes or complex numbers, and limits the depth.
        value = parse_json(json.dumps(ast.literal_eval(tree)))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        raise error from None
    if _joins_strings(text):
        raise DataError(
            "two texts without a comma between them, as an array of numpy is printed; write the "
            "column as JSON, for example with json.dumps"
        )
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            _unique([(str(ast.literal_eval(key)), None) for key in node.keys if key is not None])
    return value


class _Printed(ast.NodeTransformer):
    """Replaces what numpy prints by its value: `nan`, `np.int64(3)`, `array([1], dtype=object)`."""

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Constant(None) if node.id in ("nan", "NaT") else node

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        truth = {"np.True_": True, "np.False_": False}
        name = ast.unparse(node)
        return ast.Constant(truth[name]) if name in truth else node

    def visit_Call(self, node: ast.Call) -> Any:
        printed = re.fullmatch(r"array|np\.(u?int\d+|float\d+|str_)", ast.unparse(node.func))
        return self.visit(node.args[0]) if printed and len(node.args) == 1 else node


def _joins_strings(text: str) -> bool:
    """Tells whether two strings follow one another, which Python would join to one."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    kinds = [each.type for each in tokens if each.type != tokenize.NL]
    return (tokenize.STRING, tokenize.STRING) in pairwise(kinds)


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
        raise DataError(f"missing{instead_of(name, row)}", field=name)
    return row[name]


def instead_of(name: str, there: Iterable[str]) -> str:
    """Returns a clause about a missing field: the most similar one, or those that are there."""
    return did_you_mean(name, there) or f"; there are the fields {listed(there)}"


def listed(fields: Iterable[str]) -> str:
    """Returns the names of fields as an error message shows them: the first twelve."""
    return one_line(", ".join(islice(fields, 12)), 200) or "(none)"


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
    value = as_whole(needed(row, name))
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return text_of(row, name)


def whole_of(row: Row, name: str, least: int) -> int:
    """Returns a whole number of at least `least`, which may be written as text."""
    value = as_whole(needed(row, name))
    cell = re.fullmatch(r"\s*(\d{1,99})(?:\.0+)?\s*", value) if isinstance(value, str) else None
    if cell is not None:
        value = int(cell[1])
    whole = isinstance(value, int) and not isinstance(value, bool)
    fits = whole and least <= value <= _LARGEST
    require(fits, f"a whole number from {least}", value, name)
    return int(value)


def language_of(row: Row, name: str = "language") -> str:
    """Returns the code of the language that a field names ("hi" for "Hindi")."""
    try:
        return get_language(text_of(row, name)).code
    except (UnknownLanguageError, MissingExtraError) as error:
        raise RowLanguageError(str(error), field=name) from None


def row_language(row: Row) -> str:
    """Returns the code of the language of a row; English if `language` is missing or blank.

    Raises:
        RowLanguageError: the language is not known.
    """
    value = row.get("language")
    blank = value is None or (isinstance(value, str) and not value.strip())
    return "en" if blank else language_of(row)


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
