"""How the PIF of single replies is distributed, and whether one run's is higher throughout.

A dominates B, to the first order, where of A's replies no larger share than of B's has a PIF of
at most x, for every x, and for some x a smaller share (Lehmann, Ordered families of distributions,
Annals of Mathematical Statistics 26, 1955; Levy, Stochastic dominance and expected utility,
Management Science 38, 1992). Whoever prefers a higher PIF then prefers A, however much more 1 is
worth to them than 9/10.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from mifcheck.errors import ParameterError
from mifcheck.scores.bootstrap import Resampler, ratio
from mifcheck.scores.coded import CodedOutcomes, Events
from mifcheck.scores.estimates import Estimate, bounded, require_mode
from mifcheck.scores.grouping import Grouping
from mifcheck.scores.intervals import BoolArray, FloatArray, IntArray, Spread
from mifcheck.scores.metrics import PIF
from mifcheck.scores.values import Distribution, Dominance


def distributions(grouping: Grouping, mode: str) -> list[Distribution]:
    """Returns the distribution of PIF in each group, in order.

    Raises:
        ParameterError: the mode is neither "strict" nor "loose".
    """
    require_mode(mode)
    note = grouping.why_undefined(PIF, mode)
    if note:
        return [Distribution(note=note)] * len(grouping)
    coded = grouping.coded
    values, code = _pif_values(coded, mode)
    has = code >= 0
    below = [
        Events.of(coded.replies, has & (code <= place), has, ~has) for place in range(len(values))
    ]
    sums = [grouping.sums_of(events) for events in below]
    at_most = grouping.estimates(sums) if sums else [[]] * len(grouping)
    group = grouping.group_of(coded.replies, len(code))
    shape = (len(grouping), len(values))
    cells = group[has] * len(values) + code[has]
    counts = np.bincount(cells, minlength=math.prod(shape)).reshape(shape)
    lost = np.bincount(group[~has], minlength=len(grouping)).tolist()
    return [
        _distribution(values, row, estimates, left_out)
        for row, estimates, left_out in zip(counts.tolist(), at_most, lost, strict=True)
    ]


def _pif_values(coded: CodedOutcomes, mode: str) -> tuple[list[Fraction], IntArray]:
    """Returns the different PIFs, from low to high, and the place of each reply's; -1: none."""
    followed, judged, usable = coded.tally(mode)
    pairs, pair = np.unique(np.stack([followed, judged])[:, usable], axis=1, return_inverse=True)
    each = [Fraction(f, g) if g else Fraction(1) for f, g in pairs.T.tolist()]
    values = sorted(set(each))
    places = np.array([values.index(value) for value in each], dtype=np.int64)
    code = np.full(len(usable), -1, dtype=np.int64)
    code[usable] = places[pair.reshape(-1)]
    return values, code


def _distribution(
    values: Sequence[Fraction], counts: list[int], at_most: list[Estimate], left_out: int
) -> Distribution:
    """Returns the distribution over the values that occur in the group."""
    here = [place for place, count in enumerate(counts) if count]
    certain = "no interval: no PIF is above 1"
    return Distribution(
        tuple(values[place] for place in here),
        tuple(counts[place] for place in here),
        tuple(
            replace(at_most[place], low=None, high=None, note=certain)
            if values[place] == 1
            else at_most[place]
            for place in here
        ),
        left_out,
        "" if here else "nothing to judge",
    )


def dominance_of(runs: Sequence[CodedOutcomes], resampler: Resampler, mode: str) -> Dominance:
    """Returns the dominance of two runs on the same conversations.

    Raises:
        ParameterError: the mode is neither "strict" nor "loose", or was not taken.
    """
    require_mode(mode)
    groupings = [Grouping(coded, (), resampler.confidence) for coded in runs]
    for grouping in groupings:
        if note := grouping.why_undefined(PIF, mode):
            raise ParameterError(note)
    a, b = (distributions(grouping, mode)[0] for grouping in groupings)
    counts = _counts(runs, mode)
    whole = _gaps(counts.sum(axis=0)[None])
    draws = np.concatenate(
        [whole[:0], *(_gaps(weights @ counts) for weights in resampler.weights())]
    )
    judged = [np.count_nonzero(half.any(axis=1)) for half in np.split(counts, 2, axis=1)]
    clusters = int(min(judged))
    low, high = resampler.interval(draws, np.full(whole.shape[1], clusters, dtype=np.int64))
    largest, smallest = (
        resampler.result(*numbers, clusters)
        for numbers in zip(whole[0].tolist(), low.tolist(), high.tolist(), strict=True)
    )
    return Dominance(
        mode,
        a,
        b,
        largest,
        smallest,
        _share(draws[:, 0] == 0, draws[:, 1] < 0, draws),
        _share(draws[:, 1] == 0, draws[:, 0] > 0, draws),
        _superiority(counts, clusters, resampler.confidence),
        clusters,
    )


def _superiority(counts: FloatArray, clusters: int, confidence: float) -> Estimate:
    """Returns the share of pairs of replies, one of each run, that the first run wins."""
    a, b = np.split(counts, 2, axis=1)
    all_a, all_b = a.sum(axis=0), b.sum(axis=0)
    pairs = all_a.sum() * all_b.sum()
    value = ratio(np.array([_won(all_a, all_b)]), np.array([2 * pairs]))
    # The count of pairs won is linear in the replies of either run.
    won = _won(a, all_b) + _won(all_a, b)
    played = a.sum(axis=1) * all_b.sum() + all_a.sum() * b.sum(axis=1)
    effects = (won - 2 * value * played) / (2 * max(pairs, 1))
    sizes = [half.sum(axis=1) for half in (a, b)]
    alike = min(size.sum() ** 2 / (size**2).sum() if size.any() else 1.0 for size in sizes)
    spread = Spread.of(
        effects, np.zeros(len(a), dtype=np.int64), np.array([clusters]), np.array([alike])
    )
    low, high = spread.around_share(value, confidence)
    found = bounded(float(value[0]), float(low[0]), float(high[0]), clusters)
    return Estimate(
        found.value, found.low, found.high, int(pairs), note=found.note, clusters=clusters
    )


def _won(a: FloatArray, b: FloatArray) -> FloatArray:
    """Returns twice how many pairs of replies the first run wins, ties counted half."""
    won: FloatArray = (a * (2 * b.cumsum(axis=-1) - b)).sum(axis=-1)
    return won


def _counts(runs: Sequence[CodedOutcomes], mode: str) -> FloatArray:
    """Returns how many replies of each run have each PIF, shape (clusters, 2 x PIFs)."""
    found = [_pif_values(coded, mode) for coded in runs]
    values = sorted({value for own, _ in found for value in own})
    halves = []
    for coded, (own, code) in zip(runs, found, strict=True):
        place = np.array([values.index(value) for value in own], dtype=np.int64)
        has = code >= 0
        cells = coded.replies["cluster"][has] * len(values) + place[code[has]]
        shape = (len(coded.clusters), len(values))
        halves.append(np.bincount(cells, minlength=math.prod(shape)).reshape(shape))
    return np.concatenate(halves, axis=1).astype(np.float64)


def _gaps(counts: FloatArray) -> FloatArray:
    """Returns the largest and the smallest difference of each row of counts.

    All sums are of whole numbers, so nothing is rounded before the last division.
    """
    a, b = np.split(counts, 2, axis=1)
    size_a, size_b = a.sum(axis=1), b.sum(axis=1)
    gaps = a.cumsum(axis=1) * size_b[:, None] - b.cumsum(axis=1) * size_a[:, None]
    ends = (end(axis=1, initial=0.0) for end in (gaps.max, gaps.min))
    return np.stack([ratio(end, size_a * size_b) for end in ends], axis=1)


def _share(level: BoolArray, beyond: BoolArray, draws: FloatArray) -> float | None:
    """Returns the share of draws with both marks; None without draws."""
    valid = int(np.count_nonzero(~np.isnan(draws[:, 0])))
    return int(np.count_nonzero(level & beyond)) / valid if valid else None
