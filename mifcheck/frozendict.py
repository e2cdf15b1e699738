"""A read-only mapping of JSON values."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from mifcheck.bounds import LARGEST
from mifcheck.errors import ParameterError
from mifcheck.plain import plain
from mifcheck.safe import short_repr


class FrozenDict(Mapping[str, Any]):
    """A read-only mapping of JSON values, compared and hashed by value. True does not equal 1.

    Lists are stored as tuples, objects as `FrozenDict`, and keys in sorted order, so that equal
    JSON objects are equal values. Numpy's scalars and arrays become numbers, texts and lists.
    Unlike `types.MappingProxyType` it can be hashed and pickled.

    Raises:
        ParameterError: a value is not a JSON value (a set or NaN, say), or a key is not a string.
    """

    __slots__ = ("_hash", "_items", "_key")

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        given = {} if values is None else values
        for name in given:
            if not isinstance(name, str):
                raise ParameterError(f"the name of a parameter is a string, not {short_repr(name)}")
        self._items: dict[str, Any] = {
            name: _frozen(plain(given[name]), name) for name in sorted(given)
        }
        self._key = tuple((name, _comparable(value)) for name, value in self._items.items())
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
        return repr(self.to_dict())

    def __reduce__(self) -> tuple[type[FrozenDict], tuple[dict[str, Any]]]:
        # The cached hash is left out: hashes of strings differ between processes.
        return FrozenDict, (self._items,)

    def to_dict(self) -> dict[str, Any]:
        """Returns the same values as plain dicts and lists, for `json.dumps`."""
        return {name: _thawed(value) for name, value in self._items.items()}


def _frozen(value: Any, name: str) -> Any:
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ParameterError(f"{name}: {short_repr(value)} is not a JSON number")
        return value
    if isinstance(value, int):
        if not -LARGEST < value < LARGEST:
            raise ParameterError(f"{name}: a whole number of at most 300 digits is expected")
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


def _comparable(value: Any) -> Any:
    """Returns the value as it is compared. In Python True equals 1."""
    if isinstance(value, tuple):
        return tuple(map(_comparable, value))
    return (bool, value) if isinstance(value, bool) else value


def _thawed(value: Any) -> Any:
    if isinstance(value, FrozenDict):
        return value.to_dict()
    if isinstance(value, tuple):
        return [_thawed(item) for item in value]
    return value
