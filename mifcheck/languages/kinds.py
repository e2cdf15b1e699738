"""The kinds of values that the fields of a language file have."""

from __future__ import annotations

from typing import Any, Final, get_args, get_origin

from mifcheck.languages.number_rules import Numerals

FIELD_KINDS: Final[dict[Any, str]] = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    int | None: "a whole number",
    float: "a number",
    float | None: "a number",
    tuple[str, ...]: "a list of texts",
    tuple[int, ...]: "a list of whole numbers",
    tuple[tuple[str, ...], ...]: "a list of lists of texts",
    tuple[tuple[str, str], ...]: "pairs of texts",
    Numerals: "pairs of a text and a list of texts",
}
"""Each kind of value, and what it is called. A list of TOML is a tuple, and a table its pairs."""

_PLAIN: Final = frozenset((str, bool, int, float, type(None)))


def is_of_kind(value: Any, kind: Any) -> bool:
    """Returns whether a value is of a kind."""
    if kind in _PLAIN:
        return type(value) is kind or (kind is float and type(value) is int)
    parts = get_args(kind)
    if get_origin(kind) is not tuple:
        return any(is_of_kind(value, each) for each in parts)
    if not isinstance(value, tuple):
        return False
    if parts[-1] is ...:
        return all(is_of_kind(each, parts[0]) for each in value)
    return len(value) == len(parts) and all(map(is_of_kind, value, parts))
