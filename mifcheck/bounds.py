"""Bounds on counts and limits on numbers, as values."""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, ClassVar, Final

from typing_extensions import Self

from mifcheck.errors import MifcheckError
from mifcheck.safe import short_repr

LARGEST: Final = 10**300
"""Numbers of parameters are smaller. Larger ones are no floats, and Python writes none of more than
4,300 digits."""


def _require_size(value: int | float, noun: str) -> None:
    if not -LARGEST < value < LARGEST:
        raise MifcheckError(f"{noun} is a number of at most 300 digits, not {short_repr(value)}")


class _Specified:
    """Base of values that are written in JSON as one name and a number: `{"at_least": 3}`."""

    __slots__ = ()
    _noun: ClassVar[str]
    _names: ClassVar[tuple[str, ...]]

    @classmethod
    def from_spec(cls, spec: Any) -> Self:
        """Returns the value of JSON such as `{"at_least": 3}`; a value is returned as it is.

        Raises:
            MifcheckError: the spec is not of that form.
        """
        if isinstance(spec, cls):
            return spec
        made = cls._read(*next(iter(spec.items()))) if _has_one(spec) else None
        if made is None:
            known = ", ".join(map(repr, cls._names))
            raise MifcheckError(
                f"{cls._noun} is one of {known} with its number, not {short_repr(spec)}"
            )
        return made

    @classmethod
    def _read(cls, name: str, value: Any) -> Self | None:
        """Returns the value of a name and what stands beside it; None if they are not valid."""
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(cls.from_spec)


def _has_one(spec: Any) -> bool:
    return isinstance(spec, Mapping) and len(spec) == 1


@dataclass(frozen=True, slots=True)
class Bound(_Specified):
    """The whole numbers from `low` to `high`, both included; with `outside`, all the others.

    If `high` is None there is no upper end. The functions below make bounds. `count in bound` and
    `~bound` work as for sets, and so does `bound <= other`: every count within the one lies within
    the other.

    Attributes:
        low: the lowest count.
        high: the highest count.
        outside: whether the counts below `low` and above `high` are meant.

    Raises:
        MifcheckError: no count lies within the bound (less than 0, for example).
    """

    _noun = "a bound"
    _names = ("at_least", "more_than", "at_most", "less_than", "exactly", "between", "not")

    low: int = 0
    high: int | None = None
    outside: bool = False

    def __post_init__(self) -> None:
        for name in ("low", "high"):
            value = getattr(self, name)
            if value is None and name == "high":
                continue
            if isinstance(value, bool) or not isinstance(value, int):
                raise MifcheckError(f"a bound is a whole number, not {short_repr(value)}")
            _require_size(value, "a bound")
        if self.low < 0:
            raise MifcheckError(f"no count is as low as {self.low}: a bound starts at 0")
        if self.high is not None and self.high < self.low:
            raise MifcheckError(f"no count lies within {self.low} to {self.high}")

    def __contains__(self, count: object) -> bool:
        if not isinstance(count, int):
            return False
        inside = self.low <= count and (self.high is None or count <= self.high)
        return inside != self.outside

    def __le__(self, other: Bound) -> bool:
        return all(
            any(low <= first and last <= high for low, high in other._ranges())
            for first, last in self._ranges()
        )

    def _ranges(self) -> list[tuple[float, float]]:
        """Returns the first and the last count of each unbroken range."""
        high = math.inf if self.high is None else self.high
        if not self.outside:
            return [(self.low, high)]
        ranges = [(0, self.low - 1), (high + 1, math.inf)]
        return [(first, last) for first, last in ranges if first <= last and first < math.inf]

    def __invert__(self) -> Bound:
        if self.outside:
            return replace(self, outside=False)
        if self.high is None:
            if not self.low:
                raise MifcheckError("every count is at least 0, so no count is outside this bound")
            return Bound(high=self.low - 1)
        if self.low == 0:
            return Bound(low=self.high + 1)
        return replace(self, outside=True)

    def edges(self, *, inside: bool = True) -> list[int]:
        """Returns the counts that are near where the bound begins and ends.

        Args:
            inside: whether they lie within the bound or just outside.
        """
        ends = [end for end in (self.low, self.high) if end is not None]
        near = {0, 1, *(max(0, end + step) for end in ends for step in (-1, 0, 1))}
        return [count for count in sorted(near) if (count in self) is inside]

    def __str__(self) -> str:
        if self.outside:
            return f"not {replace(self, outside=False)}"
        if self.high is None:
            return f"at least {self.low}"
        if self.low == self.high:
            return f"exactly {self.low}"
        if self.low == 0:
            return f"at most {self.high}"
        return f"between {self.low} and {self.high}"

    def to_spec(self) -> dict[str, Any]:
        """Returns the bound as JSON; `from_spec` is the inverse."""
        if self.outside:
            return {"not": replace(self, outside=False).to_spec()}
        if self.high is None:
            return {"at_least": self.low}
        if self.low == self.high:
            return {"exactly": self.low}
        return {"between": [self.low, self.high]}

    @classmethod
    def _read(cls, name: str, value: Any) -> Bound | None:
        if name == "not":
            return ~cls.from_spec(value)
        if name == "between" and isinstance(value, list | tuple) and len(value) == 2:
            return between(*value)
        if name in _MAKERS and isinstance(value, int):
            return _MAKERS[name](value)
        return None


def at_least(count: int) -> Bound:
    """Returns the bound of `count` or more."""
    return Bound(low=count)


def more_than(count: int) -> Bound:
    """Returns the bound of `count + 1` or more."""
    return Bound(low=count + 1)


def at_most(count: int) -> Bound:
    """Returns the bound of `count` or fewer."""
    return Bound(high=count)


def less_than(count: int) -> Bound:
    """Returns the bound of `count - 1` or fewer.

    Raises:
        MifcheckError: `count` is less than 1.
    """
    if count < 1:
        raise MifcheckError(f"no count is less than {count}")
    return Bound(high=count - 1)


def exactly(count: int) -> Bound:
    """Returns the bound of `count` and no other number."""
    return Bound(low=count, high=count)


def between(low: int, high: int) -> Bound:
    """Returns the bound from `low` to `high`, both included."""
    return Bound(low=low, high=high)


_MAKERS = {
    "at_least": at_least,
    "more_than": more_than,
    "at_most": at_most,
    "less_than": less_than,
    "exactly": exactly,
}

RELATIONS = {name.replace("_", " "): make for name, make in _MAKERS.items()}
"""The relation as a data set spells it ("at least", "less than" ...), and the bound it makes."""


@dataclass(frozen=True, slots=True)
class Limit(_Specified):
    """The numbers on one side of a limit, with fractions and negative numbers: more than 5.

    A `Bound` is on counts; a limit "more than 5" contains 5.5, and "less than 5" contains -3.
    `number in limit` and `limit <= other` work as for sets.

    Attributes:
        relation: one of `RELATIONS`.
        value: the limit; 0.1 is one tenth exactly.

    Raises:
        MifcheckError: the relation is not known, or the value is not a finite number.
    """

    _noun = "a limit"
    _names = ("at_least", "more_than", "at_most", "less_than", "exactly")

    relation: str
    value: int | float

    def __post_init__(self) -> None:
        if self.relation not in _COMPARED:
            known = ", ".join(map(repr, _COMPARED))
            raise MifcheckError(
                f"a limit's relation is one of {known}, not {short_repr(self.relation)}"
            )
        value = self.value
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or value != value:
            raise MifcheckError(f"a limit is a number, not {short_repr(value)}")
        _require_size(value, "a limit")
        if isinstance(value, float) and value.is_integer():
            object.__setattr__(self, "value", int(value))

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int | Fraction):
            return False
        return bool(_COMPARED[self.relation](number, self._exact))

    def __le__(self, other: Limit) -> bool:
        if self.relation == "exactly":
            return self._exact in other
        side = next(side for side in _SIDES if self.relation in side)
        if other.relation not in side:
            return False
        if self._exact == other._exact:
            return self.relation == side[1] or other.relation == side[0]
        return (self._exact > other._exact) == (side == _SIDES[0])

    @property
    def _exact(self) -> int | Fraction:
        return Fraction(repr(self.value)) if isinstance(self.value, float) else self.value

    def __str__(self) -> str:
        return f"{self.relation} {self.value}"

    def to_spec(self) -> dict[str, Any]:
        """Returns the limit as JSON; `from_spec` is the inverse."""
        return {self.relation.replace(" ", "_"): self.value}

    @classmethod
    def _read(cls, name: str, value: Any) -> Limit | None:
        return cls(name.replace("_", " "), value) if name in cls._names else None


_SIDES = ("at least", "more than"), ("at most", "less than")
_COMPARED = {
    "at least": operator.ge,
    "more than": operator.gt,
    "at most": operator.le,
    "less than": operator.lt,
    "exactly": operator.eq,
}
