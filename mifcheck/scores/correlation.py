"""Pearson's and Spearman's correlation, with intervals.

Spearman's correlation is Pearson's of the ranks. Equal values share the mean of their ranks
(Spearman, The American Journal of Psychology 15, 1904; Kendall, Rank Correlation Methods, 1948, on
ties). Intervals come from the cluster bootstrap; ranks are computed again in each resample.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from mifcheck.errors import ParameterError
from mifcheck.scores.bootstrap import Resampler
from mifcheck.scores.estimates import Correlation
from mifcheck.scores.intervals import FloatArray, IntArray

# The last bits of a correlation depend on the order of addition, which differs by machine.
_DECIMALS: Final = 12
_CELLS_IN_MEMORY: Final = 2**21


def pearson(x: Sequence[float], y: Sequence[float]) -> float | None:
    """Returns the product-moment correlation.

    It is None for fewer than two pairs, and where x or y is constant.

    Raises:
        ParameterError: different lengths, or a value that is not finite.
    """
    return _plain(x, y, _Pairs.pearson)


def spearman(x: Sequence[float], y: Sequence[float]) -> float | None:
    """Returns the rank correlation; None in the same cases as `pearson`.

    Raises:
        ParameterError: different lengths, or a value that is not finite.
    """
    return _plain(x, y, _Pairs.spearman)


def correlations(
    x: Sequence[float],
    y: Sequence[float],
    clusters: Sequence[str],
    *,
    names: tuple[str, str] = ("the first", "the second"),
    resamples: int = 10_000,
    seed: int = 0,
    confidence: float = 0.95,
) -> tuple[Correlation, Correlation]:
    """Returns Pearson's and Spearman's correlation, with intervals from the same resamples.

    Args:
        x, y: the values, paired by place.
        clusters: the cluster of each pair; the pairs of a cluster are drawn together.
        names: what x and y are called in notes.
        resamples: of the bootstrap; 0 for no intervals.
        seed: of the bootstrap.
        confidence: of the intervals, strictly between 0 and 1.

    Raises:
        ParameterError: different lengths, a value that is not finite, or a setting out of range.
    """
    codes = {name: code for code, name in enumerate(sorted(set(clusters)))}
    pairs = _Pairs(x, y, [codes[name] for name in clusters])
    resampler = Resampler(len(codes), resamples, seed, confidence)
    constant = [name for name, values in zip(names, (x, y), strict=True) if len(set(values)) == 1]
    missing = ""
    if len(x) < 2:
        missing = "fewer than two pairs"
    elif constant:
        missing = f"{constant[0]} is the same throughout"
    if missing:
        return Correlation(None, n=len(x), note=missing), Correlation(None, n=len(x), note=missing)
    pearsons, spearmans = (
        _correlation(pairs, measure, resampler) for measure in (_Pairs.pearson, _Pairs.spearman)
    )
    return pearsons, spearmans


def _correlation(pairs: _Pairs, measure: _Measure, resampler: Resampler) -> Correlation:
    clusters = len(pairs.counts)
    value = float(measure(pairs, np.ones((1, clusters)))[0])
    ends = resampler.interval(_drawn(pairs, measure, resampler), np.array([clusters]))
    low, high = (float(end[0]) for end in ends)
    found = resampler.result(value, low, high, clusters)
    return Correlation(found.value, found.low, found.high, pairs.n, found.note)


class _Pairs:
    """The distinct pairs of values, and how often each occurs in each cluster.

    Attributes:
        n: how many pairs of values there are.
        counts: how often each distinct pair stands in each cluster, shape (clusters, pairs).
        x, y: the values of each pair, scaled by powers of two so that their squares stay finite.
        x_code, y_code: the place of each value among the distinct ones, in ascending order.
    """

    def __init__(self, x: Sequence[float], y: Sequence[float], cluster: Sequence[int]) -> None:
        if not len(x) == len(y) == len(cluster):
            raise ParameterError(f"x and y have different lengths: {len(x)} and {len(y)}")
        both = np.array([x, y], dtype=np.float64)
        if not np.isfinite(both).all():
            raise ParameterError("a correlation needs finite numbers")
        self.n = len(x)
        pairs, code = np.unique(both, axis=1, return_inverse=True)
        self.x, self.y = map(_scaled, pairs)
        self.x_code, self.y_code = map(_codes, pairs)
        size = max(cluster, default=-1) + 1
        self.counts = np.zeros((size, pairs.shape[1]))
        np.add.at(self.counts, (np.asarray(cluster, dtype=np.int64), code.reshape(-1)), 1.0)

    def pearson(self, weights: FloatArray) -> FloatArray:
        """Returns a correlation for each row of cluster weights; NaN where there is none."""
        drawn = weights @ self.counts
        return self._defined(drawn, _product_moment(drawn, self.x, self.y))

    def spearman(self, weights: FloatArray) -> FloatArray:
        """Returns the same of the ranks among the values drawn."""
        drawn = weights @ self.counts
        ranks = (_mean_ranks(drawn, code) for code in (self.x_code, self.y_code))
        return self._defined(drawn, _product_moment(drawn, *ranks))

    def _defined(self, drawn: FloatArray, values: FloatArray) -> FloatArray:
        varied = np.ones(len(drawn), dtype=bool)
        for code in (self.x_code, self.y_code):
            varied &= np.count_nonzero(_held(drawn, code), axis=1) > 1
        return np.where(varied, np.clip(np.round(values, _DECIMALS), -1.0, 1.0), np.nan)


_Measure: TypeAlias = Callable[[_Pairs, FloatArray], FloatArray]


def _scaled(values: FloatArray) -> FloatArray:
    """Scales values by a power of two into -1 to 1: exactly, unless they underflow."""
    _, exponent = np.frexp(np.abs(values).max(initial=0.0))
    scaled: FloatArray = np.ldexp(values, -exponent)
    return scaled


def _codes(values: FloatArray) -> IntArray:
    return np.unique(values, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _held(drawn: FloatArray, code: IntArray) -> FloatArray:
    """Returns how often each distinct value was drawn, shape (rows, values)."""
    member: npt.NDArray[np.float64] = np.eye(int(code.max(initial=-1)) + 1)[code]
    return drawn @ member


def _mean_ranks(drawn: FloatArray, code: IntArray) -> FloatArray:
    """Returns the rank of each pair's value among all drawn, shape (rows, pairs)."""
    held = _held(drawn, code)
    below = np.cumsum(held, axis=1) - held
    return (below + (held + 1.0) / 2.0)[:, code]


def _product_moment(drawn: FloatArray, x: FloatArray, y: FloatArray) -> FloatArray:
    """Returns Pearson's correlation of each row, counting each pair as often as it was drawn."""
    total = np.maximum(drawn.sum(axis=1, keepdims=True), 1.0)
    dx = x - (drawn * x).sum(axis=1, keepdims=True) / total
    dy = y - (drawn * y).sum(axis=1, keepdims=True) / total
    xx, yy, xy = ((drawn * product).sum(axis=1) for product in (dx * dx, dy * dy, dx * dy))
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient: FloatArray = xy / (np.sqrt(xx) * np.sqrt(yy))
    return quotient


def _drawn(pairs: _Pairs, measure: _Measure, resampler: Resampler) -> FloatArray:
    """Returns the measure in each resample, shape (resamples, 1)."""
    rows = max(1, _CELLS_IN_MEMORY // max(pairs.counts.shape))
    blocks = [measure(pairs, weights) for weights in resampler.weights(rows)]
    return np.concatenate(blocks)[:, None] if blocks else np.empty((0, 1))


def _plain(
    x: Sequence[float],
    y: Sequence[float],
    measure: _Measure,
) -> float | None:
    value = float(measure(_Pairs(x, y, [0] * len(x)), np.ones((1, 1)))[0]) if len(x) else math.nan
    return None if math.isnan(value) else value
