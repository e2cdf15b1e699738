"""Whether the PIF of one run's replies is the higher one throughout, and not only on average.

A dominates B, to the first order, where of A's replies no larger share than of B's has a PIF of
at most x, whatever x, and for some x a smaller one (Lehmann, Ordered families of distributions,
Annals of Mathematical Statistics 26, 1955; Levy, Stochastic dominance and expected utility,
Management Science 38, 1992). Whoever prefers a higher PIF then prefers A, however much more 1 is
worth to them than 9/10.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mifcheck import doors
from mifcheck.errors import ParameterError
from mifcheck.scores.changes import Change
from mifcheck.scores.distribution import Distribution, distributions
from mifcheck.scores.events import Frame, require_mode
from mifcheck.scores.statistics import (
    BoolArray,
    Estimate,
    FloatArray,
    Resampler,
    percentile_interval,
    ratio,
)
from mifcheck.scores.sums import why_no_interval
from mifcheck.scores.table import Table


@dataclass(frozen=True, slots=True)
class Dominance(doors.Displayed):
    """The PIFs of two runs' replies, on the same conversations.

    Attributes:
        mode: "strict" or "loose".
        a, b: the distribution of each run.
        largest: of the share of a's replies with a PIF of at most x less that of b's, the largest
            for any x. It is never below 0, and 0 is what dominance asks for: how far a falls
            short of it. A resample can only add to a 0, so this interval leans upwards.
        smallest: the smallest, never above 0: how far b falls short of dominating a.
        ahead, behind: the share of resamples in which a dominates b, and b dominates a; None
            without resamples.
        superiority: how likely a reply of a, drawn at random, has a higher PIF than one of b,
            ties counted half (Mann and Whitney, On a test of whether one of two random variables
            is stochastically larger than the other, Annals of Mathematical Statistics 18, 1947);
            n counts the pairs. 1/2 says that neither is.
        clusters: how many conversations (with their translations) it rests on: where the runs
            differ in that, the fewer.
    """

    mode: str
    a: Distribution
    b: Distribution
    largest: Change
    smallest: Change
    ahead: float | None
    behind: float | None
    superiority: Estimate
    clusters: int

    @property
    def dominates(self) -> bool | None:
        """Whether a dominates b in the replies at hand; None where one has nothing to judge."""
        return _dominates(self.largest.value, self.smallest.value)

    @property
    def dominated(self) -> bool | None:
        """Whether b dominates a in the replies at hand; None where one has nothing to judge."""
        return _dominates(self.smallest.value, self.largest.value)

    def to_dict(self) -> dict[str, Any]:
        """A JSON object of everything, numbers unrounded."""
        return {
            "mode": self.mode,
            "dominates": self.dominates,
            "dominated": self.dominated,
            "ahead": self.ahead,
            "behind": self.behind,
            "largest": self.largest.to_dict(),
            "smallest": self.smallest.to_dict(),
            "superiority": self.superiority.to_dict(),
            "clusters": self.clusters,
            "distributions": {"a": self.a.to_dict(), "b": self.b.to_dict()},
        }


def dominance_of(
    frames: Sequence[Frame], resampler: Resampler, confidence: float, mode: str
) -> Dominance:
    """Of two runs on the same conversations; `mifcheck.scores.comparing.dominance` asks for it.

    Raises:
        ParameterError: the mode is neither "strict" nor "loose", or was not taken.
    """
    require_mode(mode)
    tables = [Table(frame, (), resampler, confidence) for frame in frames]
    for reason in (table.events(Frame.pif, mode) for table in tables):
        if isinstance(reason, str):
            raise ParameterError(reason)
    a, b = (distributions(table, mode)[0] for table in tables)
    counts = _counts(frames, mode)
    whole = _measures(counts.sum(axis=0)[None])
    draws = np.concatenate(
        [whole[:0], *(_measures(weights @ counts) for weights in resampler.weights())]
    )
    judged = [np.count_nonzero(half.any(axis=1)) for half in np.split(counts, 2, axis=1)]
    clusters = int(min(judged))
    fewest = np.full(whole.shape[1], clusters, dtype=np.int64)
    low, high = percentile_interval(draws, confidence, fewest)
    largest, smallest, superiority = (
        _interval(*numbers, clusters, resampler.resamples)
        for numbers in zip(whole[0].tolist(), low.tolist(), high.tolist(), strict=True)
    )
    value, first, last, note = superiority
    return Dominance(
        mode,
        a,
        b,
        Change(*largest),
        Change(*smallest),
        _share(draws[:, 0] == 0, draws[:, 1] < 0, draws),
        _share(draws[:, 1] == 0, draws[:, 0] > 0, draws),
        Estimate(value, first, last, a.n * b.n, note=note, clusters=clusters),
        clusters,
    )


def _dominates(short: float | None, beyond: float | None) -> bool | None:
    """By the difference that has to be 0, and the one that must not be."""
    return None if short is None or beyond is None else short == 0 and beyond != 0


def _counts(frames: Sequence[Frame], mode: str) -> FloatArray:
    """How many replies have each PIF, shape (clusters, 2 x PIFs): those of the one, the other."""
    coded = [frame.pif_values(mode) for frame in frames]
    values = sorted({value for each, _ in coded for value in each})
    halves = []
    for frame, (own, code) in zip(frames, coded, strict=True):
        place = np.array([values.index(value) for value in own], dtype=np.int64)
        has = code >= 0
        cells = frame.cluster[has] * len(values) + place[code[has]]
        shape = (len(frame.clusters), len(values))
        halves.append(np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape))
    return np.concatenate(halves, axis=1).astype(np.float64)


def _measures(counts: FloatArray) -> FloatArray:
    """The largest and the smallest difference, and the superiority, of each row of counts.

    All sums are of whole numbers, so nothing is rounded before the last division.
    """
    a, b = np.split(counts, 2, axis=1)
    size_a, size_b = a.sum(axis=1), b.sum(axis=1)
    upto_a, upto_b = a.cumsum(axis=1), b.cumsum(axis=1)
    gaps = upto_a * size_b[:, None] - upto_b * size_a[:, None]
    won = (a * (2 * upto_b - b)).sum(axis=1)
    pairs = size_a * size_b
    largest, smallest = (end(axis=1, initial=0.0) for end in (gaps.max, gaps.min))
    return np.stack([ratio(largest, pairs), ratio(smallest, pairs), ratio(won, 2 * pairs)], axis=1)


def _share(level: BoolArray, beyond: BoolArray, draws: FloatArray) -> float | None:
    valid = int(np.count_nonzero(~np.isnan(draws[:, 0])))
    return int(np.count_nonzero(level & beyond)) / valid if valid else None


def _interval(
    value: float, low: float, high: float, clusters: int, resamples: int
) -> tuple[float | None, float | None, float | None, str]:
    """Value, low, high and note, as an estimate has them."""
    known = None if np.isnan(value) else value
    note = why_no_interval(known, None if np.isnan(low) else low, clusters, bool(resamples))
    return (known, None, None, note) if note else (value, low, high, note)
