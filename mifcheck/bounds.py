"""How many, and how much: a bound on a count and a limit on a number, as values."""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from mifcheck.errors import MifcheckError


@dataclass(frozen=True, slots=True)
class Bound:
    """The whole numbers from `low` to `high`, both included; with `outside`, all the others.

    `high` None is no upper end. Made by the functions below; `in` asks, `~` complements.

    Raises:
        MifcheckError: no count lies within the bound (less than 0, say).
    """

    low: int = 0
    high: int | None = None
    outside: bool = False

    def __post_init__(self) -> None:
        for name in ("low", "high"):
            value = getattr(self, name)
            if value is None and name == "high":
                continue
            if isinstance(value, bool) or not isinstance(value, int):
                raise MifcheckError(f"a bound is a whole number, not {value!r}")
        if self.low < 0:
            raise MifcheckError(f"no count is as low as {self.low}: a bound starts at 0")
        if self.high is not None and self.high < self.low:
            raise MifcheckError(f"no count lies within {self.low} to {self.high}")

    def __contains__(self, count: object) -> bool:
        if not isinstance(count, int):
            return False
        inside = self.low <= count and (self.high is None or count <= self.high)
        return inside != self.outside

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
        """The bound as JSON, the inverse of `from_spec`."""
        if self.outside:
            return {"not": replace(self, outside=False).to_spec()}
        if self.high is None:
            return {"at_least": self.low}
        if self.low == self.high:
            return {"exactly": self.low}
        return {"between": [self.low, self.high]}

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(cls.from_spec)

    @classmethod
    def from_spec(cls, spec: Any) -> Bound:
        """A bound from JSON: `{"at_least": 3}`, `{"between": [2, 5]}`, `{"not": ...}` ...

        Raises:
            MifcheckError: the spec is not of that form.
        """
        if isinstance(spec, Bound):
            return spec
        if isinstance(spec, dict) and len(spec) == 1:
            (name, value), *_ = spec.items()
            if name == "not":
                return ~cls.from_spec(value)
            if name == "between" and isinstance(value, list | tuple) and len(value) == 2:
                return between(*value)
            if name in _MAKERS and isinstance(value, int):
                return _MAKERS[name](value)
        known = ", ".join(repr(name) for name in (*_MAKERS, "between", "not"))
        raise MifcheckError(f"a bound is one of {known} with its number, not {spec!r}")


def at_least(count: int) -> Bound:
    """`count` or more."""
    return Bound(low=count)


def more_than(count: int) -> Bound:
    """`count + 1` or more."""
    return Bound(low=count + 1)


def at_most(count: int) -> Bound:
    """`count` or fewer."""
    return Bound(high=count)


def less_than(count: int) -> Bound:
    """`count - 1` or fewer; `count` is at least 1."""
    if count < 1:
        raise MifcheckError(f"no count is less than {count}")
    return Bound(high=count - 1)


def exactly(count: int) -> Bound:
    """`count` and no other."""
    return Bound(low=count, high=count)


def between(low: int, high: int) -> Bound:
    """From `low` to `high`, both included."""
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
class Limit:
    """The numbers on one side of a limit, fractions and negative ones included: more than 5.

    Unlike a `Bound`, which is on counts, it holds 5.5 and, as "less than 5", -3. `in` asks.

    Attributes:
        relation: one of `RELATIONS`.
        value: the limit; one such as 2.5 is meant as it is written.

    Raises:
        MifcheckError: the relation is not known, or the value is no finite number.
    """

    relation: str
    value: int | float

    def __post_init__(self) -> None:
        if self.relation not in _COMPARED:
            known = ", ".join(map(repr, _COMPARED))
            raise MifcheckError(f"a limit's relation is one of {known}, not {self.relation!r}")
        value = self.value
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not math.isfinite(value):
            raise MifcheckError(f"a limit is a number, not {value!r}")
        if isinstance(value, float) and value.is_integer():
            object.__setattr__(self, "value", int(value))

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int | Fraction):
            return False
        limit = Fraction(repr(self.value)) if isinstance(self.value, float) else self.value
        return bool(_COMPARED[self.relation](number, limit))

    def __str__(self) -> str:
        return f"{self.relation} {self.value}"

    def to_spec(self) -> dict[str, Any]:
        """The limit as JSON, the inverse of `from_spec`."""
        return {self.relation.replace(" ", "_"): self.value}

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(cls.from_spec)

    @classmethod
    def from_spec(cls, spec: Any) -> Limit:
        """A limit from JSON: `{"more_than": 5}`, `{"exactly": 7}` ...

        Raises:
            MifcheckError: the spec is not of that form.
        """
        if isinstance(spec, Limit):
            return spec
        if isinstance(spec, dict) and len(spec) == 1:
            ((name, value),) = spec.items()
            if name in _MAKERS:
                return cls(name.replace("_", " "), value)
        known = ", ".join(map(repr, _MAKERS))
        raise MifcheckError(f"a limit is one of {known} with its number, not {spec!r}")


_COMPARED = {
    "at least": operator.ge,
    "more than": operator.gt,
    "at most": operator.le,
    "less than": operator.lt,
    "exactly": operator.eq,
}
