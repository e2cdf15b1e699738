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
from fractions import Fraction

import numpy as np

from mifcheck.errors import ParameterError
from mifcheck.scores.bootstrap import Resampler, ratio
from mifcheck.scores.coded import CodedOutcomes, Events
from mifcheck.scores.estimates import Estimate, require_mode
from mifcheck.scores.grouping import Grouping
from mifcheck.scores.intervals import BoolArray, FloatArray, IntArray
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
    return Distribution(
        tuple(values[place] for place in here),
        tuple(counts[place] for place in here),
        tuple(at_most[place] for place in here),
        left_out,
        "" if here else "nothing to judge",
    )


def dominance_of(runs: Sequence[CodedOutcomes], resampler: Resampler, mode: str) -> Dominance:
    """Returns the dominance of two runs on the same conversations.

    Raises:
        ParameterError: the mode is neither "strict" nor "loose", or was not taken.
    """
    require_mode(mode)
    groupings = [Grouping(coded, (), resampler) for coded in runs]
    for grouping in groupings:
        if note := grouping.why_undefined(PIF, mode):
            raise ParameterError(note)
    a, b = (distributions(grouping, mode)[0] for grouping in groupings)
    counts = _counts(runs, mode)
    whole = _measures(counts.sum(axis=0)[None])
    draws = np.concatenate(
        [whole[:0], *(_measures(weights @ counts) for weights in resampler.weights())]
    )
    judged = [np.count_nonzero(half.any(axis=1)) for half in np.split(counts, 2, axis=1)]
    clusters = int(min(judged))
    low, high = resampler.interval(draws, np.full(whole.shape[1], clusters, dtype=np.int64))
    largest, smallest, superiority = (
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
        Estimate(
            superiority.value, superiority.low, superiority.high, a.n * b.n,
            note=superiority.note, clusters=clusters,
        ),
        clusters,
    )  # fmt: skip


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


def _measures(counts: FloatArray) -> FloatArray:
    """Returns the largest and the smallest difference, and the superiority, of each row of counts.

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
    """Returns the share of draws with both marks; None without draws."""
    valid = int(np.count_nonzero(~np.isnan(draws[:, 0])))
    return int(np.count_nonzero(level & beyond)) / valid if valid else None
