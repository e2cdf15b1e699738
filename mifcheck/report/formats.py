"""Writes figures for people: in per cent, in points of a per cent, with their intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from mifcheck.scores.estimates import Change, Correlation, Difference, Estimate

    Interval: TypeAlias = Estimate | Change | Correlation | Difference

Write: TypeAlias = Callable[[float | None], str]

NOTHING: Final = "n/a"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as text.

    Attributes:
        value: such as "61.2".
        interval: such as "[58.0, 64.4]", or nothing.
    """

    value: str
    interval: str = ""

    def __str__(self) -> str:
        return f"{self.value} {self.interval}".rstrip()


def per_cent(value: float | None) -> str:
    """Returns a share in per cent, "61.2"."""
    return NOTHING if value is None else f"{100 * value:.1f}"


def points(value: float | None) -> str:
    """Returns a difference of shares in points of a per cent, "+2.1"."""
    return NOTHING if value is None else _signed(100 * value, 1)


def correlation(value: float | None) -> str:
    """Returns a correlation with two decimals, "−0.48"."""
    return NOTHING if value is None else _signed(value, 2)


def figure(found: Interval, write: Write = per_cent, between: str = ", ") -> Figure:
    """Returns a figure with its interval, each number as `write` writes it."""
    if found.low is None or found.high is None:
        return Figure(write(found.value))
    return Figure(write(found.value), f"[{write(found.low)}{between}{write(found.high)}]")


def interval_name(confidence: float) -> str:
    """Returns what to call the intervals, "95 % interval"."""
    return f"{100 * confidence:g} % interval"


def count(number: int, noun: str) -> str:
    """Returns a number of things, "1 reply" or "3 replies"."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1] + 'ies' if noun.endswith('ly') else noun + 's'}"


def _signed(value: float, decimals: int) -> str:
    shown = f"{value:+.{decimals}f}"
    return shown[1:] if float(shown) == 0 else shown.replace("-", "−")
