"""Fields of a JSON object, read strictly: what was damaged must not be scored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeVar

import numpy as np

from mifcheck.datasets.base import brief
from mifcheck.errors import MifcheckError
from mifcheck.scores.statistics import IntArray

_KINDS: Final[Mapping[type, str]] = {
    dict: "an object", list: "a list", str: "text", int: "a whole number", bool: "true or false",
}  # fmt: skip
_T = TypeVar("_T")


class Fields:
    """The fields of a JSON object, each of the kind that is expected of it.

    Every method raises MifcheckError, naming the field, where it is missing or of another kind.
    """

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = fields

    def of(self, name: str, kind: type[_T]) -> _T:
        """A value of exactly this kind; True is no whole number."""
        if name not in self._fields:
            raise MifcheckError(f"{name} is missing")
        value = self._fields[name]
        if type(value) is not kind:
            raise MifcheckError(f"{name}: {_KINDS[kind]} is expected, not {brief(value)}")
        return value

    def whole(self, name: str) -> IntArray:
        """A list of whole numbers."""
        column = self.of(name, list)
        for value in column:
            if type(value) is not int or not -(2**63) <= value < 2**63:
                raise MifcheckError(f"{name}: a whole number is expected, not {brief(value)}")
        return np.array(column, dtype=np.int64)

    def letters(self, name: str, alphabet: str) -> IntArray:
        """A text of these letters, each as its place in the alphabet."""
        text = self.of(name, str)
        if unknown := set(text) - set(alphabet):
            raise MifcheckError(f"{name}: {min(unknown)!r} is none of {alphabet!r}")
        return np.array([alphabet.index(letter) for letter in text], dtype=np.int64)

    def rows(self, name: str, width: int) -> list[list[str]]:
        """A list of lists of so many texts."""
        rows: list[Any] = self.of(name, list)
        for row in rows:
            if type(row) is not list or [type(each) for each in row] != [str] * width:
                raise MifcheckError(
                    f"{name}: a list of {width} texts is expected, not {brief(row)}"
                )
        return rows
