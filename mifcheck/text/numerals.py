"""What the value of a number is like: odd or even, and how it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from mifcheck.bounds import Limit

_REST = {"even": 0, "odd": 1}


def has_parity(value: float | Fraction, parity: str) -> bool:
    """Tells whether a value is "odd", "even" or "any". A fraction is neither odd nor even."""
    if parity == "any":
        return True
    # The rest of a division of fractions takes long.
    return (type(value) is not Fraction or value.denominator == 1) and value % 2 == _REST[parity]


@dataclass(frozen=True, slots=True)
class NumberKind:
    """Numbers of a parity, within a limit if there is one.

    Attributes:
        parity: "odd", "even" or "any".
        limit: the limit.
    """

    parity: str
    limit: Limit | None

    def __contains__(self, value: float | Fraction) -> bool:
        return has_parity(value, self.parity) and (self.limit is None or value in self.limit)

    def __str__(self) -> str:
        return " and ".join(filter(None, (self.adjective.strip(), str(self.limit or ""))))

    @property
    def adjective(self) -> str:
        """The parity as it stands before a noun."""
        return "" if self.parity == "any" else f" {self.parity}"

    @property
    def addition(self) -> str:
        """The limit as it stands behind a noun."""
        return f" of {self.limit}" if self.limit else ""

    @property
    def impossible(self) -> str:
        """Why there is no such number; "" if there may be."""
        only = self.limit.value if self.limit and self.limit.relation == "exactly" else None
        none = only is not None and not has_parity(only, self.parity)
        return f"{only} is not {self.parity}" if none else ""


@lru_cache(maxsize=4096)
def in_decimals(value: int | Fraction) -> str:
    """Returns a value with a decimal point, if it has decimals; with a stroke if they never end."""
    exact = Decimal(value.numerator) / value.denominator
    if isinstance(value, int) or Fraction(exact) != value:
        return str(value)
    return str(exact)
