"""Estimates with intervals: a cluster bootstrap over ratios of sums, and exact k-of-n counting.

The interval is a percentile interval (Efron and Tibshirani, An Introduction to the Bootstrap,
1993, chapter 13). What is drawn anew is the cluster: a conversation together with its
translations, since those are not independent of one another (Field and Welsh, Bootstrapping
clustered data, 2007). Its tails are widened for few clusters (Hesterberg, What teachers should
know about the bootstrap, The American Statistician 69, 2015, section 5.3): plain percentile
intervals are too narrow then.

Numerators and denominators are whole numbers wherever that is possible, and the draws come from
the raw output of PCG64, which NumPy promises never to change: the same seed then gives the same
interval, to the last bit, on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import cache
from numbers import Integral, Real
from statistics import NormalDist
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from mifcheck.errors import ParameterError

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]

# Up to this common denominator, sums of fractions over billions of rows stay whole numbers
# below 2**53, where floating point is exact and the order of addition cannot matter.
_LARGEST_EXACT_SCALE: Final = 2**20
_WEIGHTS_IN_MEMORY: Final = 2**21
_MANY: Final = 200  # degrees of freedom from which the series for Student's t is exact enough


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, how sure it is, and what it rests on.

    Attributes:
        value: between 0 and 1; None when there was nothing to judge.
        low, high: the ends of the confidence interval; None when there is none (`note` says why).
        n: how many units the figure is a share of: checks, replies, transitions or cells.
        left_out: how many units could not be judged and so count on neither side.
        note: why the value or the interval is missing, else "".
        clusters: how many clusters (conversations with their translations) these units are of:
            units of one are much alike, so a figure is no surer than the clusters are many.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    left_out: int = 0
    note: str = ""
    clusters: int = 0

    def __float__(self) -> float:
        """The value; NaN when there is none."""
        return math.nan if self.value is None else self.value

    def __str__(self) -> str:
        """For example "0.612 [0.58, 0.64]"."""
        if self.value is None:
            return "n/a"
        if self.low is None or self.high is None:
            return f"{self.value:.3f}"
        return f"{self.value:.3f} [{self.low:.2f}, {self.high:.2f}]"

    def __format__(self, spec: str) -> str:
        """Without a specification as `str`; with one, the value alone in that format."""
        if not spec:
            return str(self)
        return "n/a" if self.value is None else format(self.value, spec)

    def to_dict(self) -> dict[str, Any]:
        """The fields under their own names, unrounded, ready for `json.dumps`."""
        return asdict(self)

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Estimate:
        """The estimate that `to_dict` wrote."""
        return cls(**fields)


class Resampler:
    """The draws of a cluster bootstrap, the same ones each time they are asked for.

    Metrics computed with one resampler share their draws, so the difference of two of them,
    draw by draw, is a paired difference.

    Args:
        clusters: how many clusters there are to draw from.
        resamples: how many times as many clusters are drawn, with replacement.
        seed: of PCG64, through NumPy's SeedSequence.

    Raises:
        ParameterError: a negative number, or none that is whole.
    """

    def __init__(self, clusters: int, resamples: int, seed: int = 0) -> None:
        for name, given in (("clusters", clusters), ("resamples", resamples), ("seed", seed)):
            if isinstance(given, bool) or not isinstance(given, Integral) or given < 0:
                raise ParameterError(f"{name} is a whole number of at least 0, not {given!r}")
        self.clusters = clusters
        self.resamples = resamples
        self.seed = seed

    def weights(self, rows: int | None = None) -> Iterator[FloatArray]:
        """How often each cluster was drawn, as blocks of shape (at most `rows`, clusters).

        The rows of all blocks together number `resamples`, each adds up to `clusters`, and they
        do not depend on the size of the blocks.
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
    """Elementwise quotient; NaN where the denominator is 0."""
    result = np.full(numerators.shape, np.nan)
    np.divide(numerators, denominators, out=result, where=denominators > 0)
    return result


def resampled_ratios(
    numerators: FloatArray,
    denominators: FloatArray,
    resampler: Resampler,
    derive: Callable[[FloatArray], FloatArray] | None = None,
) -> FloatArray:
    """Each figure in each resample; NaN where the clusters drawn had nothing to judge.

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
    """The middle `confidence` of each column, NaN draws left out; NaN for a column of none.

    Between two draws it interpolates linearly, as `numpy.quantile` does by default. A column
    whose draws are all alike has no interval, NaN: that nothing else was drawn does not tell
    how far off the truth may be.

    Args:
        draws: shape (resamples, figures).
        confidence: strictly between 0 and 1.
        clusters: how many clusters each figure rests on, shape (figures,): the fewer, the more
            the tails are widened. Without it they are not.

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
    """The share of each column above 0, ties counted half and NaN left out; NaN for none."""
    valid = np.count_nonzero(~np.isnan(draws), axis=0)
    above = np.count_nonzero(draws > 0, axis=0) + np.count_nonzero(draws == 0, axis=0) / 2
    return ratio(np.asarray(above, dtype=np.float64), valid.astype(np.float64))


@cache
def expanded_tail(clusters: int, confidence: float) -> float:
    """The share of draws to leave out at each end, Phi(sqrt(n / (n - 1)) t(n - 1)).

    For many clusters n it nears (1 - confidence) / 2; for fewer than two it is 0.
    """
    if clusters < 2:
        return 0.0
    normal = NormalDist()
    quantile = _student(clusters - 1, (1.0 + confidence) / 2.0)
    tail = normal.cdf(-quantile * math.sqrt(clusters / (clusters - 1)))
    # The last bits of a system's own functions must not reach the interval.
    return round(tail, 10)


def _student(freedom: int, share: float) -> float:
    """The quantile of Student's t at `share`, above 1/2."""
    z = NormalDist().inv_cdf(share)
    if freedom > _MANY:
        # Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5
        first = (z**3 + z) / 4
        second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
        third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
        return z + first / freedom + second / freedom**2 + third / freedom**3
    low, high = 0.0, math.pi / 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _central(freedom, middle) < 2 * share - 1 else (low, middle)
    return math.sqrt(freedom) * math.tan(low)


def _central(freedom: int, angle: float) -> float:
    """P(|t| < sqrt(freedom) tan(angle)); Abramowitz and Stegun, 26.7.3 and 26.7.4."""
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = freedom % 2
    term, total = (cosine if odd else 1.0), 0.0
    for step in range(2 + odd, freedom + 1, 2):
        total += term
        term *= cosine**2 * (step - 1) / step
    return 2 / math.pi * (angle + sine * total) if odd else sine * total


def signed(value: float | None, low: float | None, high: float | None) -> str:
    """A difference with its interval, for example "+0.021 [-0.01, +0.05]"; "n/a" without one."""
    if value is None:
        return "n/a"
    if low is None or high is None:
        return f"{value:+.3f}"
    return f"{value:+.3f} [{low:+.2f}, {high:+.2f}]"


def require_confidence(confidence: float) -> None:
    """Raise ParameterError unless `confidence` lies strictly between 0 and 1."""
    if not isinstance(confidence, Real) or not 0.0 < confidence < 1.0:
        raise ParameterError(f"confidence lies between 0 and 1, not {confidence!r}")


def _quantile(ordered: FloatArray, valid: npt.NDArray[np.intp], q: FloatArray) -> FloatArray:
    """Quantile of the first `valid` entries of each column of sorted columns."""
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


def k_of_n(successes: int, total: int, n: int, k: int) -> Fraction:
    """The chance that at least `k` of `n` units are successes, drawn without replacement.

    With total == n it is 1 or 0. Averaged over cells it estimates without bias the share of cells
    of which at least k of n fresh samples succeed, the idea behind pass@k (Chen et al.,
    arXiv 2107.03374).

    Raises:
        ParameterError: unless 1 <= k <= n <= total and 0 <= successes <= total.
    """
    require_k_of_n(n, k, total)
    if not 0 <= successes <= total:
        raise ParameterError(f"{successes} successes of {total}")
    failures = total - successes
    ways = sum(math.comb(successes, j) * math.comb(failures, n - j) for j in range(k, n + 1))
    return Fraction(ways, math.comb(total, n))


def require_k_of_n(n: int, k: int, samples: int) -> None:
    """Raise ParameterError unless 1 <= k <= n <= samples."""
    if k < 1 or n < 1:
        raise ParameterError(f"K of N counts replies, both at least 1: N={n}, K={k}")
    if k > n:
        raise ParameterError(f"at least {k} of {n} replies is impossible: K may not exceed N")
    if n > samples:
        raise ParameterError(f"N={n} needs {n} samples of each turn; there are {samples}")


def common_scale(denominators: Iterable[int]) -> int | None:
    """The least common multiple, or None where it is too large to keep sums exact."""
    scale = 1
    for denominator in denominators:
        scale = math.lcm(scale, denominator)
        if scale > _LARGEST_EXACT_SCALE:
            return None
    return scale
