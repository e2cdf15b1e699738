"""A read-only mapping of JSON values."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from mifcheck.errors import ParameterError


class FrozenDict(Mapping[str, Any]):
    """A read-only mapping of JSON values, compared and hashed by value; true is not 1.

    Lists are held as tuples and objects as `FrozenDict`, keys in sorted order, so that two
    spellings of the same JSON object are one value. Unlike `types.MappingProxyType` it can be
    hashed and pickled.

    Raises:
        ParameterError: a value is none of JSON's (a set, say, or NaN), or a key is no string.
    """

    __slots__ = ("_hash", "_items", "_key")

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        given = {} if values is None else values
        for name in given:
            if not isinstance(name, str):
                raise ParameterError(f"a parameter's name is a string, not {name!r}")
        self._items: dict[str, Any] = {name: _frozen(given[name], name) for name in sorted(given)}
        self._key = tuple((name, _told_apart(value)) for name, value in self._items.items())
        self._hash: int | None = None

    def __getitem__(self, name: str) -> Any:
        return self._items[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, FrozenDict):
            return self._key == other._key
        if isinstance(other, Mapping):
            try:
                return self._key == FrozenDict(other)._key
            except ParameterError:
                return False
        return NotImplemented

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(self._key)
        return self._hash

    def __repr__(self) -> str:
        return repr(self.as_dict())

    def __reduce__(self) -> tuple[type[FrozenDict], tuple[dict[str, Any]]]:
        # A cached hash must not travel: string hashes differ from process to process.
        return FrozenDict, (self._items,)

    def as_dict(self) -> dict[str, Any]:
        """The same values as plain dicts and lists, ready for `json.dumps`."""
        return {name: _thawed(value) for name, value in self._items.items()}


def _frozen(value: Any, name: str) -> Any:
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ParameterError(f"{name}: {value!r} is not a JSON number")
        return value
    if isinstance(value, FrozenDict):
        return value
    if isinstance(value, Mapping):
        return FrozenDict(value)
    if isinstance(value, (list, tuple)):
        return tuple(_frozen(item, name) for item in value)
    raise ParameterError(
        f"{name}: a {type(value).__name__} is not a JSON value "
        "(text, number, true, false, null, list or object)"
    )


def _told_apart(value: Any) -> Any:
    """The value as it is compared: Python takes True for 1."""
    if isinstance(value, tuple):
        return tuple(map(_told_apart, value))
    return (bool, value) if isinstance(value, bool) else value


def _thawed(value: Any) -> Any:
    if isinstance(value, FrozenDict):
        return value.as_dict()
    if isinstance(value, tuple):
        return [_thawed(item) for item in value]
    return value
