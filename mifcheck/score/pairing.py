"""Two judgements of the same conversations: how far apart each figure is, draw by draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import numpy as np

from mifcheck.score.comparison import Difference
from mifcheck.score.events import LOOSE, STRICT, Frame
from mifcheck.score.table import FIGURES, MEAN_OF, Make, Table, groups_at_once, with_mean
from mifcheck.statistics import (
    FloatArray,
    IntArray,
    Resampler,
    percentile_interval,
    ratio,
    resampled_ratios,
    share_above,
)

_MODES: Final = (STRICT, LOOSE)
# The names that `Figures.items` gives them.
_NAMES: Final = {
    "instruction": "accuracy.instruction",
    "conversation": "accuracy.conversation",
    "consecutive": "forgetting.consecutive",
    "ever": "forgetting.ever",
}


@dataclass(frozen=True, slots=True)
class Paired:
    """Both runs on the same conversations, coded alike, and the draws that they share."""

    frames: Sequence[Frame]
    resampler: Resampler
    confidence: float

    def rows(self, by: tuple[str, ...]) -> list[Difference]:
        """A row a figure and group, the mean of the four accuracies first in each group."""
        tables = [Table(frame, by, self.resampler, self.confidence) for frame in self.frames]
        wanted = self._wanted()
        events = [[table.events(make, mode) for _, mode, make in wanted] for table in tables]
        # Only what both have: a family has no PIF, and loose verdicts may not have been taken.
        defined = [
            at for at in range(len(wanted)) if not any(isinstance(each[at], str) for each in events)
        ]
        names = [wanted[at][:2] for at in defined]
        mean_of = [names.index(pair) for pair in MEAN_OF if pair in names]
        mean_of = mean_of if len(mean_of) == len(MEAN_OF) else []
        blocks = [
            table.block([each[at] for at in defined], 0, len(table), mean_of)
            for table, each in zip(tables, events, strict=True)
        ]
        keys = [key for key in tables[0] if key in tables[1]]
        places = [np.array([list(table).index(key) for key in keys], int) for table in tables]
        numerators = [b.numerators[:, :, at] for b, at in zip(blocks, places, strict=True)]
        denominators = [b.denominators[:, :, at] for b, at in zip(blocks, places, strict=True)]
        titles = [(_NAMES.get(name, name), mode) for name, mode in names]
        titles += [("accuracy.mean", "both")] if mean_of else []
        at_once = groups_at_once(
            max(1, self.resampler.clusters, self.resampler.resamples), 2 * len(names)
        )
        rows: list[Difference] = []
        for start in range(0, len(keys), at_once):
            part = slice(start, start + at_once)
            found = self._differences(
                [each[:, :, part] for each in numerators],
                [each[:, :, part] for each in denominators],
                mean_of,
            )
            for group, key in enumerate(keys[part]):
                labels = key if isinstance(key, tuple) else (key,)
                told = tuple(zip(by, labels, strict=True))
                rows += found.group(group, told, titles)
        return rows

    def _wanted(self) -> list[tuple[str, str, Make]]:
        samples = min(frame.outcomes.samples for frame in self.frames)
        makes = [*FIGURES[:3]]
        for k in range(1, samples + 1):
            makes.append((f"pif_n_k.{samples}.{k}", partial(Frame.k_of_n, n=samples, k=k)))
        makes += FIGURES[3:]
        return [(name, mode, make) for name, make in makes for mode in _MODES]

    def _differences(
        self,
        numerators: Sequence[FloatArray],
        denominators: Sequence[FloatArray],
        mean_of: Sequence[int],
    ) -> _Found:
        """The differences of all figures in some groups; arrays (clusters, figures, groups)."""
        clusters, _, groups = numerators[0].shape
        above, below = (
            np.concatenate([each.reshape(clusters, -1) for each in both], axis=1)
            for both in (numerators, denominators)
        )

        def of_each(ratios: FloatArray) -> list[FloatArray]:
            return [with_mean(half, groups, mean_of) for half in np.split(ratios, 2, axis=1)]

        def differences(ratios: FloatArray) -> FloatArray:
            first, other = of_each(ratios)
            return first - other

        values = of_each(ratio(above.sum(axis=0), below.sum(axis=0))[None])
        draws = resampled_ratios(above, below, self.resampler, differences)
        judged = np.count_nonzero(below, axis=0).reshape(2, -1, groups).min(axis=0)
        if mean_of:
            judged = np.concatenate([judged, judged[list(mean_of)].min(axis=0, keepdims=True)])
        flat = judged.ravel().astype(np.int64)
        low, high = percentile_interval(draws, self.confidence, flat)
        return _Found(
            groups, flat, values[0][0], values[1][0], low, high, share_above(draws),
            self.resampler.resamples,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found of each figure in each group, at figure * groups + group."""

    groups: int
    clusters: IntArray
    a: FloatArray
    b: FloatArray
    low: FloatArray
    high: FloatArray
    ahead: FloatArray
    resamples: int

    def group(
        self,
        group: int,
        labels: tuple[tuple[str, Any], ...],
        titles: Sequence[tuple[str, str]],
    ) -> list[Difference]:
        order = list(range(len(titles)))
        if titles and titles[-1][0] == "accuracy.mean":
            order = [order[-1], *order[:-1]]
        return [
            self._row(figure * self.groups + group, labels, *titles[figure]) for figure in order
        ]

    def _row(
        self, at: int, labels: tuple[tuple[str, Any], ...], figure: str, mode: str
    ) -> Difference:
        a, b, low, high, ahead = (
            None if np.isnan(each[at]) else float(each[at])
            for each in (self.a, self.b, self.low, self.high, self.ahead)
        )
        found = Difference(labels, figure, mode, a, b, clusters=int(self.clusters[at]))
        if a is None or b is None:
            return replace(found, note="nothing to judge")
        found = replace(found, value=a - b)
        if found.clusters < 2 or not self.resamples:
            reason = "one cluster" if self.resamples else "no resamples"
            return replace(found, note=f"no interval: {reason}")
        if low is None:
            return replace(found, ahead=ahead, note="no interval: all resamples alike")
        return replace(found, low=low, high=high, ahead=ahead)
