"""Metrics as ratios of sums within clusters, with the intervals and the bootstrap over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np

from mifcheck.scores.bootstrap import Resampler, ratio, resampled_ratios, share_above
from mifcheck.scores.coded import Events
from mifcheck.scores.estimates import Change, Estimate, bounded
from mifcheck.scores.intervals import FloatArray, IntArray, Spread

CELLS_IN_MEMORY: Final = 2**22
"""How many numbers an array of the bootstrap holds at most, about."""


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """One figure's sums, one for each group and cluster that has any rows.

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
        """Returns the sums of events, each of which belongs to one of `groups` groups."""
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
        """Returns no sums for `groups` groups, and a note why."""
        codes, numbers = np.zeros(0, dtype=np.int64), np.zeros(0)
        return cls(codes, codes, numbers, numbers, np.zeros(groups, dtype=np.int64), note=note)

    def at(self, places: IntArray) -> Sums:
        """Returns the sums of some groups, renumbered from 0 in this order."""
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
        """Returns both sums of each group, and how many of its clusters have anything to judge."""
        groups = len(self.left_out)
        judged = np.bincount(self.group[self.denominator != 0], minlength=groups)
        return (
            _summed(self.numerator, self.group, groups),
            _summed(self.denominator, self.group, groups),
            judged.astype(np.int64),
        )

    def alike(self) -> FloatArray:
        """Returns how many clusters of equal size each group has, in effect (Kish, 1965)."""
        _, below, _ = self.totals()
        squares = _summed(self.denominator * self.denominator, self.group, len(below))
        return np.where(squares > 0, below * below, 1.0) / np.where(squares > 0, squares, 1.0)


def _summed(column: FloatArray, place: IntArray, size: int) -> FloatArray:
    """Returns the sum at each place, adding the rows in their order."""
    return np.bincount(place, weights=column, minlength=size).astype(np.float64)


class Ratios:
    """Several figures in the same groups, each a ratio of sums.

    Attributes:
        values: shape (figures, groups), NaN where there is nothing to judge; the mean of `mean_of`,
            where there is one, is one more figure behind the others.
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
        """Returns numerators and denominators of some groups within each cluster.

        The column of a figure in a group is figure * len(places) + group.
        """
        shape = (clusters, len(self.sums), len(places))
        numerators, denominators = np.zeros(shape), np.zeros(shape)
        for figure, sums in enumerate(self.sums):
            here = sums.at(places)
            numerators[here.cluster, figure, here.group] = here.numerator
            denominators[here.cluster, figure, here.group] = here.denominator
        return numerators.reshape(clusters, -1), denominators.reshape(clusters, -1)

    def terms(self, figure: int, weight: float = 1.0) -> list[tuple[float, Sums]]:
        """Returns the weighted ratios that a figure is the sum of."""
        if figure < len(self.sums):
            return [(weight, self.sums[figure])]
        return [(weight / len(self.mean_of), self.sums[part]) for part in self.mean_of]

    def units(self, figure: int, group: int) -> tuple[int, int]:
        """Returns how many units a figure of a group is a share of, and how many are left out."""
        sums = self.sums[figure]
        return round(self._denominators[figure, group] / sums.scale), int(sums.left_out[group])


def spread(terms: Iterable[tuple[float, Sums]]) -> Spread:
    """Returns how much the clusters differ in a sum of weighted ratios, one entry a group.

    Args:
        terms: the weight of each ratio, and what it adds up to, all in the same groups.
    """
    effects, groups, members, judged, alike = [], [], [], [], []
    for weight, sums in terms:
        above, below, clusters = sums.totals()
        whole = np.where(below > 0, below, 1.0)
        beyond = sums.numerator - (above / whole)[sums.group] * sums.denominator
        effects.append(weight * beyond / whole[sums.group])
        groups.append(sums.group)
        members.append(sums.cluster)
        judged.append(clusters)
        alike.append(sums.alike())
    group, member = np.concatenate(groups), np.concatenate(members)
    width = int(member.max(initial=0)) + 1
    cells, cell = np.unique(group * width + member, return_inverse=True)
    effect = _summed(np.concatenate(effects), cell.reshape(-1), len(cells))
    return Spread.of(effect, cells // width, np.minimum.reduce(judged), np.minimum.reduce(alike))


def estimates(ratios: Ratios, confidence: float) -> list[list[Estimate]]:
    """Returns for each group an estimate a figure, that of the mean last."""
    columns = []
    for figure, values in enumerate(ratios.values):
        # The units of a mean are those of the last figure in it.
        made_of = [figure] if figure < len(ratios.sums) else ratios.mean_of
        note = next((ratios.sums[each].note for each in made_of if ratios.sums[each].note), "")
        if note:
            columns.append([Estimate(None, note=note)] * ratios.groups)
            continue
        found = spread(ratios.terms(figure))
        changes = _bounded(values, found.around_share(values, confidence), found.clusters)
        columns.append([
            Estimate(
                each.value, each.low, each.high, *ratios.units(made_of[-1], group), each.note, count
            )
            for group, (each, count) in enumerate(
                zip(changes, found.clusters.tolist(), strict=True)
            )
        ])  # fmt: skip
    return [list(row) for row in zip(*columns, strict=True)]


def differences(runs: Sequence[Ratios], confidence: float) -> list[list[tuple[Change, int]]]:
    """Returns for each figure, by group, how much higher it is in the first run, and its clusters.

    What makes a cluster hard for both runs cancels out in its effect on the difference.
    """
    first, second = runs
    rows = []
    for figure, values in enumerate(first.values - second.values):
        found = spread([*first.terms(figure), *second.terms(figure, -1.0)])
        changes = _bounded(values, found.around_difference(values, confidence), found.clusters)
        rows.append(list(zip(changes, found.clusters.tolist(), strict=True)))
    return rows


def _bounded(
    values: FloatArray, ends: tuple[FloatArray, FloatArray], clusters: IntArray
) -> list[Change]:
    columns = (column.tolist() for column in (values, *ends, clusters))
    return [bounded(*numbers) for numbers in zip(*columns, strict=True)]


def ahead(runs: Sequence[Ratios], resampler: Resampler) -> FloatArray:
    """Returns the share of draws in which each figure is higher in the first run; NaN without any.

    Both runs are drawn in the same resamples, and subtracted within each.
    """
    clusters = np.minimum.reduce([run.clusters for run in runs])
    found = np.full(clusters.shape, np.nan)
    for places in parts(clusters, resampler, len(runs) * len(runs[0].sums)):
        columns = [run.columns(places, resampler.clusters) for run in runs]
        above, below = (np.concatenate(each, axis=1) for each in zip(*columns, strict=True))
        derive = partial(_differences, groups=len(places), mean_of=runs[0].mean_of)
        draws = resampled_ratios(above, below, resampler, derive)
        found[:, places] = share_above(draws).reshape(-1, len(places))
    return found


def _differences(ratios: FloatArray, groups: int, mean_of: Sequence[int]) -> FloatArray:
    """Appends the mean to each run's figures, and subtracts the second run's from the first's."""
    first, second = (with_mean(half, groups, mean_of) for half in np.split(ratios, 2, axis=1))
    return first - second


def parts(clusters: IntArray, resampler: Resampler, figures: int) -> Iterator[IntArray]:
    """Yields the groups that need resamples, as many at a time as fit in memory.

    A figure that rests on fewer than two clusters has no interval, so nothing is drawn for it.

    Args:
        clusters: how many clusters each figure rests on in each group, shape (any, groups).
        resampler: the draws; none where it has no resamples.
        figures: how many figures are drawn in each group.
    """
    wanted = np.flatnonzero((clusters >= 2).any(axis=0)) if resampler.resamples else np.arange(0)
    at_once = max(1, CELLS_IN_MEMORY // (max(1, resampler.clusters, resampler.resamples) * figures))
    for start in range(0, len(wanted), at_once):
        yield wanted[start : start + at_once]


def with_mean(ratios: FloatArray, groups: int, mean_of: Sequence[int]) -> FloatArray:
    """Appends the mean of some figures, adding them in a fixed order to be repeatable."""
    if not mean_of:
        return ratios
    cube = ratios.reshape(len(ratios), ratios.shape[1] // groups, groups)
    total = np.zeros((len(ratios), groups))
    for figure in mean_of:
        total = total + cube[:, figure]
    return np.concatenate([ratios, total / len(mean_of)], axis=1)
