"""Plain Python values of what tables deliver: numpy's scalars and arrays, and blanks.

Values are recognised by what they offer, so no library of tables is imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mifcheck.errors import ParameterError

_PLAIN: Final = frozenset({str, int, bool, type(None)})
_BLANKS: Final = frozenset({"NAType", "NaTType"})
"""The types of pandas' own blanks. They are equal to nothing, and have no truth value."""


def is_absent(value: Any) -> bool:
    """Tells whether a cell is blank: None, NaN or another blank of a table."""
    if isinstance(value, float):
        return value != value
    return value is None or type(value).__name__ in _BLANKS


def plain(value: Any) -> Any:
    """Returns a value with Python's own scalars, lists and dicts at every depth.

    Values that are neither numpy's nor collections, such as a bound, are returned as they are.
    """
    if type(value) in _PLAIN:
        return value
    if callable(to_list := getattr(value, "tolist", None)):
        value = to_list()
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if type(value) in (list, tuple) else value


def as_whole(value: Any) -> Any:
    """Returns 3 for 3.0: a column with blanks has no whole numbers in a data frame."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def given(kwargs: Mapping[Any, Any]) -> dict[Any, Any]:
    """Returns the parameters that have a value, as plain values.

    A table has a column for each parameter of any row, so the others are blank there.

    Raises:
        ParameterError: a value contains itself, or is nested too deeply.
    """
    try:
        known = {name: plain(value) for name, value in kwargs.items()}
    except RecursionError:
        raise ParameterError("a parameter contains itself, or is nested too deeply") from None
    return {name: value for name, value in known.items() if not is_absent(value)}


def row_of(cells: Mapping[Any, Any]) -> dict[str, Any]:
    """Returns a row of a table as plain values. A blank cell is None; within one it is left out."""
    return {str(name): _filled(plain(value)) for name, value in cells.items()}


def _filled(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _filled(each) for name, each in value.items() if not is_absent(each)}
    if isinstance(value, (list, tuple)):
        return [_filled(each) for each in value]
    return None if is_absent(value) else value
