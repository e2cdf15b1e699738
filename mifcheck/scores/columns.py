"""The columns of outcomes: what each may hold, and its form in JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import numpy as np

from mifcheck.datasets.base import needed, require
from mifcheck.errors import MifcheckError
from mifcheck.scores.intervals import IntArray

ANSWERED: Final = 0
ERROR: Final = 1
MISSING: Final = 2
FAILED: Final = 3
"""An error, whose checks count as not followed."""

RAISED: Final = -2
"""In place of a verdict: not judged, because the checker raised an exception."""

SUPERSEDED: Final = -3
"""In place of a verdict: not judged, because the instruction contradicts one of a higher role."""

_KINDS: Final[Mapping[type, str]] = {
    dict: "an object", list: "a list", str: "text", int: "a whole number", bool: "true or false",
}  # fmt: skip
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class StoredColumn:
    """One column of the outcomes: its name, its range, and its form in JSON.

    Attributes:
        name: of the field of `Outcomes`, and of the JSON object.
        low: the least value.
        letters: the value that each letter stands for; the column is then one text. Without
            letters it is a list of numbers.
    """

    name: str
    low: int = 0
    letters: Mapping[str, int] = field(default_factory=dict)

    def require_range(self, codes: IntArray, end: int | None) -> None:
        """Raises MifcheckError for a value that is too low, or not below `end`."""
        low, end = self.low, 1 + max(self.letters.values()) if self.letters else end
        if np.any(codes < low) or (end is not None and np.any(codes >= end)):
            told = f"below {low}" if end is None else f"outside {low} to {end - 1}"
            raise MifcheckError(f"{self.name}: a value {told}")

    def to_json(self, codes: IntArray) -> str | list[int]:
        """Returns the column as `from_json` reads it."""
        if not self.letters:
            numbers: list[int] = codes.tolist()
            return numbers
        letter = {code: letter for letter, code in self.letters.items()}
        return "".join(letter[code] for code in codes.tolist())

    def from_json(self, fields: Mapping[str, Any]) -> IntArray:
        """Reads the column of a JSON object.

        Raises:
            MifcheckError: it is missing or malformed.
        """
        if not self.letters:
            column = read_field(fields, self.name, list)
            for value in column:
                if type(value) is not int or not -(2**63) <= value < 2**63:
                    require(False, _KINDS[int], value, self.name)
            return ints(column)
        text = read_field(fields, self.name, str)
        if unknown := set(text) - set(self.letters):
            known = "".join(self.letters)
            raise MifcheckError(f"{self.name}: {min(unknown)!r} is none of {known!r}")
        return ints([self.letters[letter] for letter in text])


_FLAG: Final = {"0": 0, "1": 1}
_VERDICT: Final = {"0": 0, "1": 1, "-": -1, "!": RAISED, "^": SUPERSEDED}
REPLIES: Final = (
    StoredColumn("conversation"),
    StoredColumn("turn", low=1),
    StoredColumn("sample"),
    StoredColumn("active"),
    StoredColumn("status", letters={"a": ANSWERED, "e": ERROR, "m": MISSING, "f": FAILED}),
    StoredColumn("unclosed", letters=_FLAG),
    StoredColumn("cut", letters=_FLAG),
    StoredColumn("refused", letters=_FLAG),
)
CHECKS: Final = (
    StoredColumn("reply"),
    StoredColumn("instruction"),
    StoredColumn("age"),
    StoredColumn("strict", low=SUPERSEDED, letters=_VERDICT),
    StoredColumn("loose", low=SUPERSEDED, letters=_VERDICT),
)
# The JSON has how many checks each reply has, in place of the reply of each check.
JSON_REPLIES: Final = (*REPLIES, StoredColumn("checks"))
JSON_CHECKS: Final = CHECKS[1:]


def ints(values: Sequence[Any]) -> IntArray:
    return np.array(values, dtype=np.int64)


def read_field(fields: Mapping[str, Any], name: str, kind: type[_T]) -> _T:
    """Returns a value of exactly this kind; True is no whole number."""
    value = needed(fields, name)
    require(type(value) is kind, _KINDS[kind], value, name)
    return value  # type: ignore[no-any-return]
