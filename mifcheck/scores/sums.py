"""Sums within clusters, figure by figure and group by group, and the bootstrap over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np

from mifcheck.scores.events import Events
from mifcheck.scores.statistics import (
    Estimate,
    FloatArray,
    IntArray,
    Resampler,
    percentile_interval,
    ratio,
    resampled_ratios,
)

_BLOCK: Final = 2**22


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """One figure's sums, of each group and cluster that have any rows.

    Attributes:
        group, cluster: of each sum; sorted by group, then by cluster.
        numerator, denominator: what the rows add up to; `scale` times the count of units.
        left_out: units that could not be judged, one entry a group.
        note: why there is no such figure, else "".
    """

    group: IntArray
    cluster: IntArray
    numerator: FloatArray
    denominator: FloatArray
    left_out: IntArray
    scale: float = 1.0
    note: str = ""

    @classmethod
    def of(cls, events: Events, group: IntArray, groups: int) -> Sums:
        """The sums of events, each of which belongs to one of so many groups."""
        clusters = int(events.cluster.max(initial=0)) + 1
        cells, cell = np.unique(group * clusters + events.cluster, return_inverse=True)
        cell = cell.reshape(-1)
        return cls(
            cells // clusters,
            cells % clusters,
            _summed(events.numerator, cell, len(cells)),
            _summed(events.denominator, cell, len(cells)),
            np.bincount(group[events.left_out > 0], minlength=groups).astype(np.int64),
            events.scale,
        )

    @classmethod
    def undefined(cls, note: str, groups: int) -> Sums:
        """No sums in any of so many groups, and why."""
        codes, numbers = np.zeros(0, dtype=np.int64), np.zeros(0)
        return cls(codes, codes, numbers, numbers, np.zeros(groups, dtype=np.int64), note=note)

    def at(self, places: IntArray) -> Sums:
        """Those of some groups, which are then counted from 0 in this order."""
        first, end = (np.searchsorted(self.group, places, side) for side in ("left", "right"))
        size = end - first
        rows = np.arange(size.sum()) + np.repeat(first - (np.cumsum(size) - size), size)
        return replace(
            self,
            group=np.repeat(np.arange(len(places), dtype=np.int64), size),
            cluster=self.cluster[rows],
            numerator=self.numerator[rows],
            denominator=self.denominator[rows],
            left_out=self.left_out[places],
        )

    def totals(self) -> tuple[FloatArray, FloatArray, IntArray]:
        """Of each group both sums over all clusters, and how many have anything to judge."""
        groups = len(self.left_out)
        judged = np.bincount(self.group[self.denominator != 0], minlength=groups)
        return (
            _summed(self.numerator, self.group, groups),
            _summed(self.denominator, self.group, groups),
            judged.astype(np.int64),
        )


def _summed(column: FloatArray, place: IntArray, size: int) -> FloatArray:
    """The sum at each place; rows are added in their order."""
    return np.bincount(place, weights=column, minlength=size).astype(np.float64)


class Ratios:
    """Several figures in the same groups, each a ratio of sums.

    Attributes:
        values: shape (figures, groups), NaN where there is nothing to judge; the mean of `mean_of`,
            where there is one, stands behind the others as one more figure.
        clusters: how many clusters each has anything to judge in, of the same shape.
    """

    def __init__(self, sums: Sequence[Sums], mean_of: Sequence[int] = ()) -> None:
        self.sums = sums
        self.mean_of = mean_of
        self.groups = len(sums[0].left_out)
        numerators, denominators, clusters = map(
            np.stack, zip(*(each.totals() for each in sums), strict=True)
        )
        flat = ratio(numerators, denominators).reshape(1, -1)
        self.values = with_mean(flat, self.groups, mean_of).reshape(-1, self.groups)
        if mean_of:
            fewest = clusters[list(mean_of)].min(axis=0, keepdims=True)
            clusters = np.concatenate([clusters, fewest])
        self.clusters: IntArray = clusters
        self._denominators = denominators

    def columns(self, places: IntArray, clusters: int) -> tuple[FloatArray, FloatArray]:
        """Numerators and denominators of some groups within each of so many clusters.

        The column of a figure in a group is figure * len(places) + group.
        """
        shape = (clusters, len(self.sums), len(places))
        numerators, denominators = np.zeros(shape), np.zeros(shape)
        for figure, sums in enumerate(self.sums):
            here = sums.at(places)
            numerators[here.cluster, figure, here.group] = here.numerator
            denominators[here.cluster, figure, here.group] = here.denominator
        return numerators.reshape(clusters, -1), denominators.reshape(clusters, -1)

    def estimates(self, resampler: Resampler, confidence: float) -> list[list[Estimate]]:
        """For each group an estimate a figure, that of the mean last."""
        low, high = np.full_like(self.values, np.nan), np.full_like(self.values, np.nan)
        for places in parts(self.clusters, resampler, len(self.sums)):
            derive = partial(with_mean, groups=len(places), mean_of=self.mean_of)
            columns = self.columns(places, resampler.clusters)
            draws = resampled_ratios(*columns, resampler, derive)
            ends = percentile_interval(draws, confidence, self.clusters[:, places].ravel())
            low[:, places], high[:, places] = (end.reshape(-1, len(places)) for end in ends)
        numbers = np.stack([self.values, low, high], axis=-1).tolist()
        return [
            [
                self._estimate(figure, group, numbers[figure][group], bool(resampler.resamples))
                for figure in range(len(numbers))
            ]
            for group in range(self.groups)
        ]

    def _estimate(
        self, figure: int, group: int, numbers: Sequence[float], resampled: bool
    ) -> Estimate:
        """One estimate; the units of a mean are those of the last figure in it."""
        made_of = [figure] if figure < len(self.sums) else self.mean_of
        for each in made_of:
            if self.sums[each].note:
                return Estimate(None, note=self.sums[each].note)
        last = made_of[-1]
        value, low, high = (None if np.isnan(x) else x for x in numbers)
        clusters = int(self.clusters[figure, group])
        note = why_no_interval(value, low, clusters, resampled)
        return Estimate(
            value,
            *((None, None) if note else (low, high)),
            n=round(self._denominators[last, group] / self.sums[last].scale),
            left_out=int(self.sums[last].left_out[group]),
            note=note,
            clusters=clusters,
        )


def why_no_interval(value: float | None, low: float | None, clusters: int, resampled: bool) -> str:
    """The note on a figure, or on a difference of two; "" where there is an interval."""
    if value is None:
        return "nothing to judge"
    if clusters < 2 or not resampled:
        return f"no interval: {'one cluster' if resampled else 'no resamples'}"
    return "no interval: all resamples alike" if low is None else ""


def parts(clusters: IntArray, resampler: Resampler, figures: int) -> Iterator[IntArray]:
    """The groups worth drawing resamples for, as many at a time as fit in memory.

    A figure that rests on fewer than two clusters has no interval, however often one draws.

    Args:
        clusters: how many clusters each figure rests on in each group, shape (any, groups).
        resampler: the draws; none where it has no resamples.
        figures: how many figures are drawn in each group.
    """
    wanted = np.flatnonzero((clusters >= 2).any(axis=0)) if resampler.resamples else np.arange(0)
    at_once = max(1, _BLOCK // (max(1, resampler.clusters, resampler.resamples) * figures))
    for start in range(0, len(wanted), at_once):
        yield wanted[start : start + at_once]


def with_mean(ratios: FloatArray, groups: int, mean_of: Sequence[int]) -> FloatArray:
    """Appends the mean of some figures; added in a fixed order, so that it is repeatable."""
    if not mean_of:
        return ratios
    cube = ratios.reshape(len(ratios), ratios.shape[1] // groups, groups)
    total = np.zeros((len(ratios), groups))
    for figure in mean_of:
        total = total + cube[:, figure]
    return np.concatenate([ratios, total / len(mean_of)], axis=1)
