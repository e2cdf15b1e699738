"""How the PIF of single replies is spread: the empirical distribution behind the mean."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from mifcheck import doors
from mifcheck.errors import ParameterError
from mifcheck.scores.events import Frame, require_mode
from mifcheck.scores.statistics import Estimate

if TYPE_CHECKING:
    from mifcheck.scores.table import Table

Real: TypeAlias = int | float | Fraction


@dataclass(frozen=True, slots=True)
class Distribution(doors.Displayed):
    """How many replies have which PIF, the share of its instructions that a reply follows.

    Attributes:
        values: the different PIFs, from low to high, exact.
        counts: how many replies have each.
        at_most: for each value the share of replies whose PIF is no higher, with its interval,
            which is one of this value alone and not a band for the whole function.
        left_out: replies that have no PIF: lost, or of which nothing could be judged.
        note: why there are no values, else "".
    """

    values: tuple[Fraction, ...] = ()
    counts: tuple[int, ...] = ()
    at_most: tuple[Estimate, ...] = ()
    left_out: int = 0
    note: str = ""

    @property
    def n(self) -> int:
        """How many replies there are."""
        return sum(self.counts)

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """The share of replies with each value, exact; they add up to 1."""
        return tuple(Fraction(count, self.n) for count in self.counts)

    @property
    def mean(self) -> Fraction | None:
        """The PIF of all replies, exact; None when there are none."""
        if not self.n:
            return None
        total = sum(value * count for value, count in zip(self.values, self.counts, strict=True))
        return Fraction(total) / self.n

    def cdf(self, x: Real) -> float:
        """The share of replies whose PIF is at most `x`; NaN when there are none.

        A float stands for the fraction that it is the nearest one to: 1 / 3 for a third.
        """
        if not self.n:
            return math.nan
        counted = zip(self.values, self.counts, strict=True)
        return sum(count for value, count in counted if _like(value, x) <= x) / self.n

    def quantile(self, share: Real) -> Fraction | None:
        """The least PIF that at least this share of replies does not exceed; 1/2: the median.

        None when there are no replies.

        Raises:
            ParameterError: the share is not between 0 and 1.
        """
        if not 0 <= share <= 1:
            raise ParameterError(f"a quantile is at a share between 0 and 1, not {share}")
        for value, count in zip(self.values, accumulate(self.counts), strict=True):
            if _like(Fraction(count, self.n), share) >= share:
                return value
        return None

    def to_dict(self) -> dict[str, Any]:
        """A JSON object; a value is both a fraction, such as "2/3", and a number, unrounded."""
        rows = zip(self.values, self.counts, self.at_most, strict=True)
        return {
            "values": [
                {
                    "fraction": str(value),
                    "pif": float(value),
                    "replies": count,
                    "at_most": below.to_dict(),
                }
                for value, count, below in rows
            ],
            "n": self.n,
            "left_out": self.left_out,
            "note": self.note,
        }


def distributions(table: Table, mode: str) -> list[Distribution]:
    """That of each group of a table, in its order.

    Raises:
        ParameterError: the mode is neither "strict" nor "loose".
    """
    require_mode(mode)
    reason = table.events(Frame.pif, mode)
    if isinstance(reason, str):
        return [Distribution(note=reason)] * len(table)
    values, code = table.frame.pif_values(mode)
    events = [table.frame.pif_at_most(code, place) for place in range(len(values))]
    at_most = table.estimates(events) if events else [[]] * len(table)
    group = table.group_of(table.frame.replies, len(code))
    shape = (len(table), len(values))
    has = code >= 0
    cells = group[has] * len(values) + code[has]
    counts = np.bincount(cells, minlength=math.prod(shape)).reshape(shape)
    lost = np.bincount(group[~has], minlength=len(table)).tolist()
    return [
        _distribution(values, row, estimates, left_out)
        for row, estimates, left_out in zip(counts.tolist(), at_most, lost, strict=True)
    ]


def _distribution(
    values: Sequence[Fraction], counts: list[int], at_most: list[Estimate], left_out: int
) -> Distribution:
    """Of the values that occur in the group."""
    here = [place for place, count in enumerate(counts) if count]
    return Distribution(
        tuple(values[place] for place in here),
        tuple(counts[place] for place in here),
        tuple(at_most[place] for place in here),
        left_out,
        "" if here else "nothing to judge",
    )


def _like(value: Fraction, x: Real) -> Real:
    """The fraction, rounded where it is to be compared with what was rounded."""
    return float(value) if isinstance(x, float) else value
