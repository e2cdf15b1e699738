"""What the value of a number is like: odd or even, and how it is shown."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

_REST = {"even": 0, "odd": 1}


def has_parity(value: float | Fraction, parity: str) -> bool:
    """Tells whether a value is "odd", "even" or "any". A fraction is neither odd nor even."""
    return parity == "any" or value % 2 == _REST[parity]


def in_decimals(value: int | Fraction) -> str:
    """Returns a value with a decimal point, if it has decimals; with a stroke if they never end."""
    exact = Decimal(value.numerator) / value.denominator
    if isinstance(value, int) or Fraction(exact) != value:
        return str(value)
    return str(exact)
