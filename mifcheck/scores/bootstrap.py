"""The cluster bootstrap: draws, the intervals of what has no other, and why a figure has none.

It serves correlations, the largest differences of two distributions, and the share of resamples in
which one run is ahead. Other figures have the intervals of `mifcheck.scores.intervals`.

The interval is a percentile interval (Efron and Tibshirani, An Introduction to the Bootstrap,
1993, chapter 13). Whole clusters are drawn: a conversation together with its translations, since
those are not independent of one another (Field and Welsh, Bootstrapping clustered data, 2007).
The tails are widened for few clusters (Hesterberg, What teachers should know about the bootstrap,
The American Statistician 69, 2015, section 5.3), because plain percentile intervals are too narrow
then.

Numerators and denominators are whole numbers wherever that is possible, and the draws come from
the raw output of PCG64, which NumPy promises never to change. So the same seed gives the same
interval, to the last bit, on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cache
from numbers import Integral
from statistics import NormalDist
from typing import Final

import numpy as np
import numpy.typing as npt

from mifcheck.errors import ParameterError
from mifcheck.scores.estimates import Change, bounded
from mifcheck.scores.intervals import FloatArray, IntArray, require_confidence, student

_WEIGHTS_IN_MEMORY: Final = 2**21


class Resampler:
    """The draws of a cluster bootstrap, and the intervals made of them.

    The draws are the same each time. Figures computed with one resampler share their draws, so
    the difference of two figures, draw by draw, is a paired difference.

    Args:
        clusters: how many clusters there are to draw from.
        resamples: how many times as many clusters are drawn, with replacement.
        seed: of PCG64, through NumPy's SeedSequence.
        confidence: of the intervals, strictly between 0 and 1.

    Raises:
        ParameterError: a number that is negative or not whole, or a confidence out of range.
    """

    def __init__(
        self, clusters: int, resamples: int, seed: int = 0, confidence: float = 0.95
    ) -> None:
        for name, given in (("clusters", clusters), ("resamples", resamples), ("seed", seed)):
            if not isinstance(given, Integral) or isinstance(given, bool) or given < 0:
                raise ParameterError(f"{name} is a whole number of at least 0, not {given!r}")
        require_confidence(confidence)
        self.clusters = clusters
        self.resamples = resamples
        self.seed = seed
        self.confidence = confidence

    def interval(self, draws: FloatArray, clusters: IntArray) -> tuple[FloatArray, FloatArray]:
        """Returns the ends of the interval of each column; see `percentile_interval`."""
        return percentile_interval(draws, self.confidence, clusters)

    def result(self, value: float, low: float, high: float, clusters: int) -> Change:
        """Returns a value with the interval of its draws, or with a note why it has none."""
        missing = "all resamples alike" if self.resamples else "no resamples"
        return bounded(value, low, high, clusters, missing)

    def weights(self, rows: int | None = None) -> Iterator[FloatArray]:
        """Yields how often each cluster was drawn, in blocks of shape (at most `rows`, clusters).

        All blocks together have `resamples` rows. Each row adds up to `clusters`, and the rows do
        not depend on the size of the blocks.
        """
        if not self.clusters:
            return
        rows = rows or max(1, _WEIGHTS_IN_MEMORY // self.clusters)
        bits = np.random.PCG64(self.seed)
        for start in range(0, self.resamples, rows):
            size = min(rows, self.resamples - start)
            raw = bits.random_raw(size * self.clusters) >> np.uint64(32)
            drawn = ((raw * np.uint64(self.clusters)) >> np.uint64(32)).astype(np.int64)
            drawn += np.repeat(np.arange(size, dtype=np.int64) * self.clusters, self.clusters)
            counts = np.bincount(drawn, minlength=size * self.clusters)
            yield counts.reshape(size, self.clusters).astype(np.float64)


def ratio(numerators: FloatArray, denominators: FloatArray) -> FloatArray:
    """Returns the elementwise quotient; NaN where the denominator is 0."""
    result = np.full(numerators.shape, np.nan)
    np.divide(numerators, denominators, out=result, where=denominators > 0)
    return result


def resampled_ratios(
    numerators: FloatArray,
    denominators: FloatArray,
    resampler: Resampler,
    derive: Callable[[FloatArray], FloatArray] | None = None,
) -> FloatArray:
    """Returns each figure in each resample; NaN where nothing drawn could be judged.

    Args:
        numerators, denominators: sums within each cluster, shape (clusters, figures).
        resampler: the draws.
        derive: computes further figures from ratios, shape (rows, figures) to (rows, any).

    Returns:
        Shape (resamples, figures), or what `derive` makes of it.
    """
    figures = numerators.shape[1]
    both = np.concatenate([numerators, denominators], axis=1)
    blocks = []
    for weights in resampler.weights():
        sums = weights @ both
        ratios = ratio(sums[:, :figures], sums[:, figures:])
        blocks.append(derive(ratios) if derive else ratios)
    if not blocks:
        empty = np.empty((0, figures))
        return derive(empty) if derive else empty
    return np.concatenate(blocks)


def percentile_interval(
    draws: FloatArray, confidence: float, clusters: IntArray | None = None
) -> tuple[FloatArray, FloatArray]:
    """Returns the ends of the middle `confidence` of each column, leaving NaN draws out.

    Between two draws it interpolates linearly, as `numpy.quantile` does by default. The ends are
    NaN for a column without draws and for one whose draws are all alike: equal draws do not tell
    how far off the truth may be.

    Args:
        draws: shape (resamples, figures).
        confidence: strictly between 0 and 1.
        clusters: how many clusters each figure rests on, shape (figures,). The tails are widened
            the more, the fewer there are; without this argument they are not widened.

    Returns:
        The lower and the upper ends, each of shape (figures,).

    Raises:
        ParameterError: the confidence is out of range.
    """
    require_confidence(confidence)
    ordered = np.sort(draws, axis=0)
    valid = np.count_nonzero(~np.isnan(ordered), axis=0)
    tail = np.full(draws.shape[1], (1.0 - confidence) / 2.0)
    if clusters is not None:
        tail = np.array([expanded_tail(int(count), confidence) for count in clusters.tolist()])
    low, high = _quantile(ordered, valid, tail), _quantile(ordered, valid, 1.0 - tail)
    if len(ordered):
        last = ordered[np.maximum(valid - 1, 0), np.arange(ordered.shape[1])]
        # Interpolation may round to just beyond the draws.
        low, high = (np.clip(end, ordered[0], last) for end in (low, high))
        low, high = (np.where(ordered[0] == last, np.nan, end) for end in (low, high))
    return low, high


def share_above(draws: FloatArray) -> FloatArray:
    """Returns the share of each column above 0; ties count half, NaN is left out."""
    valid = np.count_nonzero(~np.isnan(draws), axis=0)
    above = np.count_nonzero(draws > 0, axis=0) + np.count_nonzero(draws == 0, axis=0) / 2
    return ratio(np.asarray(above, dtype=np.float64), valid.astype(np.float64))


@cache
def expanded_tail(clusters: int, confidence: float) -> float:
    """Returns the share of draws to leave out at each end, Phi(sqrt(n / (n - 1)) t(n - 1)).

    For many clusters n it approaches (1 - confidence) / 2; for fewer than two it is 0.
    """
    if clusters < 2:
        return 0.0
    quantile = float(student(np.array([clusters - 1.0]), confidence)[0])
    tail = NormalDist().cdf(-quantile * math.sqrt(clusters / (clusters - 1)))
    # The last bits depend on the system's math library, and must not reach the interval.
    return round(tail, 10)


def _quantile(ordered: FloatArray, valid: npt.NDArray[np.intp], q: FloatArray) -> FloatArray:
    """Returns the quantile of the first `valid` entries of each sorted column."""
    if not len(ordered):
        return np.full(ordered.shape[1], np.nan)
    position = np.maximum(valid - 1, 0) * q
    below = np.floor(position).astype(np.intp)
    above = np.minimum(below + 1, np.maximum(valid - 1, 0))
    columns = np.arange(ordered.shape[1])
    low, high = ordered[below, columns], ordered[above, columns]
    # Not low + t * (high - low): the rounding of that can overshoot two equal neighbours.
    fraction = position - below
    mixed = low * (1.0 - fraction) + high * fraction
    return np.where(low == high, low, mixed)
