"""Confidence intervals of shares and of their differences, from how much clusters differ.

A figure is a ratio of sums over clusters, or a mean or a difference of such ratios. Each cluster's
effect on it follows by linearisation (Woodruff, A simple method for approximating the variance of
a complicated estimate, Journal of the American Statistical Association 66, 1971), and the squares
of the effects add up to its variance. Of that variance:

- a share gets a score interval (Wilson, Probable inference, Journal of the American Statistical
  Association 22, 1927), with the number of trials that would have this variance (Korn and
  Graubard, Confidence intervals for proportions with small expected number of positive counts
  estimated from survey data, Survey Methodology 24, 1998);
- a difference gets a t-interval.

Few clusters, or few that differ, tell little about the variance. So the quantile is that of
Student's t with as many degrees of freedom as the kurtosis of the effects leaves, and the variance
is mixed with the largest one possible: that of clusters whose units are all alike.

Nothing is drawn at random. Sums are added in a fixed order, and quantiles are rounded, so the
same outcomes give the same interval on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from numbers import Real
from statistics import NormalDist
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from mifcheck.errors import ParameterError

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]
Ends: TypeAlias = tuple[FloatArray, FloatArray]

_MANY: Final = 50  # degrees of freedom from which the series for Student's t is exact enough
# The last bits of a quantile depend on the system's math library, and must not reach an interval.
_DECIMALS: Final = 10
_LEAST: Final = 14  # decimals of an effect: clusters that are alike leave less by rounding


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """How much the clusters differ in each of several figures; one entry a figure.

    Attributes:
        variance: of the figure, estimated from its clusters.
        reach: the sum of the clusters' absolute effects.
        clusters: how many clusters have anything to judge.
        alike: how many clusters of equal size would tell as much, were the units of each cluster
            all alike (Kish, Survey Sampling, 1965).
        freedom: degrees of freedom that the estimate of the variance has.
    """

    variance: FloatArray
    reach: FloatArray
    clusters: IntArray
    alike: FloatArray
    freedom: FloatArray

    @classmethod
    def of(
        cls, effects: FloatArray, figure: IntArray, clusters: IntArray, alike: FloatArray
    ) -> Spread:
        """Returns the spread of the effects of clusters.

        Args:
            effects: what each cluster adds to a figure's error.
            figure: the place of the figure that each effect is on.
            clusters, alike: of each figure, as in the attributes.
        """

        def total(column: FloatArray) -> FloatArray:
            return np.bincount(figure, column, len(clusters)).astype(np.float64)

        effects = np.round(effects, _LEAST)
        squares = effects * effects
        second, fourth = total(squares), total(squares * squares)
        least = np.maximum(clusters - 1.0, 1.0)
        # The squares vary by what is left here; twice the squared mean by that is their freedom.
        left = fourth - second * second / np.maximum(clusters, 1)
        few = 2 * second * second < left * least
        freedom = np.divide(2 * second * second, left, out=least.copy(), where=few)
        return cls(
            second * clusters / least, total(np.abs(effects)), clusters, alike,
            np.maximum(freedom, 1.0),
        )  # fmt: skip

    def around_share(self, values: FloatArray, confidence: float) -> Ends:
        """Returns the ends of the intervals around shares; NaN for fewer than two clusters."""
        binomial = values * (1 - values)
        varied = (self.variance > 0) & (binomial > 0)
        trials = np.divide(binomial, self.variance, out=self.alike.copy(), where=varied)
        fewest = np.minimum(trials, self.alike)
        weight = self._doubt
        mixed = 1 / ((1 - weight) / trials + weight / fewest)
        few, many = self._quantiles(confidence)
        unit = 1 / np.maximum(mixed / few**2, fewest / many**2)
        centre = values + unit / 2
        half = np.sqrt(binomial * unit + unit * unit / 4)
        low, high = (centre - half) / (1 + unit), (centre + half) / (1 + unit)
        return self._known(np.clip(low, 0, values), np.clip(high, values, 1))

    def around_difference(self, values: FloatArray, confidence: float) -> Ends:
        """Returns the ends of the intervals around differences of two shares."""
        few, many = self._quantiles(confidence)
        unit = many**2 / self.alike
        widest = np.sqrt(np.minimum(self.reach, 1) * unit + unit * unit / 4) + unit / 2
        weight = np.where(self.variance > 0, self._doubt, 1.0)
        half = (1 - weight) * few * np.sqrt(self.variance) + weight * widest / (1 + unit)
        return self._known(np.maximum(values - half, -1), np.minimum(values + half, 1))

    @property
    def _doubt(self) -> FloatArray:
        """The weight of the largest possible variance: 1 where a single cluster differs."""
        return 1 / (self.freedom * self.freedom)

    def _quantiles(self, confidence: float) -> Ends:
        """Returns Student's t with the freedom of the variance, and with that of the clusters."""
        most = np.maximum(self.clusters - 1.0, 1.0)
        return student(self.freedom, confidence), student(most, confidence)

    def _known(self, low: FloatArray, high: FloatArray) -> Ends:
        one = self.clusters < 2
        return np.where(one, np.nan, low), np.where(one, np.nan, high)


def student(freedom: FloatArray, confidence: float) -> FloatArray:
    """Returns the quantile t for which P(|t| < quantile) is `confidence`.

    Between whole degrees of freedom it is interpolated, linearly in 1 / t.

    Args:
        freedom: degrees of freedom, at least 1.
        confidence: strictly between 0 and 1.

    Raises:
        ParameterError: the confidence is out of range.
    """
    require_confidence(confidence)
    table = np.array(_small_table(confidence))
    small = 1 / np.interp(freedom, np.arange(1.0, _MANY + 1), 1 / table)
    many = np.maximum(freedom, _MANY)
    first, *terms = _series(confidence)
    large = first + sum(term / many**power for power, term in enumerate(terms, start=1))
    return np.where(freedom < _MANY, small, large)


def require_confidence(confidence: float) -> None:
    """Raises ParameterError unless `confidence` lies strictly between 0 and 1."""
    if not isinstance(confidence, Real) or not 0.0 < confidence < 1.0:
        raise ParameterError(f"confidence lies between 0 and 1, not {confidence!r}")


@cache
def _series(confidence: float) -> Sequence[float]:
    """Returns Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5, term by term."""
    z = NormalDist().inv_cdf((1.0 + confidence) / 2.0)
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return [round(term, _DECIMALS) for term in terms]


@cache
def _small_table(confidence: float) -> Sequence[float]:
    """Returns the quantiles for 1 to `_MANY` degrees of freedom."""
    return [_bisected(freedom, confidence) for freedom in range(1, _MANY + 1)]


def _bisected(freedom: int, confidence: float) -> float:
    low, high = 0.0, math.pi / 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _central(freedom, middle) < confidence else (low, middle)
    return round(math.sqrt(freedom) * math.tan(low), _DECIMALS)


def _central(freedom: int, angle: float) -> float:
    """Returns P(|t| < sqrt(freedom) tan(angle)); Abramowitz and Stegun, 26.7.3 and 26.7.4."""
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = freedom % 2
    term, total = (cosine if odd else 1.0), 0.0
    for step in range(2 + odd, freedom + 1, 2):
        total += term
        term *= cosine**2 * (step - 1) / step
    return 2 / math.pi * (angle + sine * total) if odd else sine * total
