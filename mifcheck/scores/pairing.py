"""Two judgements of the same conversations: how far apart each figure is, draw by draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np

from mifcheck.scores.comparison import Difference
from mifcheck.scores.events import LOOSE, STRICT, Frame
from mifcheck.scores.statistics import (
    FloatArray,
    IntArray,
    Resampler,
    percentile_interval,
    resampled_ratios,
    share_above,
)
from mifcheck.scores.sums import Ratios, parts, why_no_interval, with_mean
from mifcheck.scores.table import FIGURES, MEAN_OF, Make, Table

_MODES: Final = (STRICT, LOOSE)
# The names that `Metrics.items` gives them.
_NAMES: Final = {
    "instruction": "accuracy.instruction",
    "conversation": "accuracy.conversation",
    "consecutive": "forgetting.consecutive",
    "ever": "forgetting.ever",
}


@dataclass(frozen=True, slots=True)
class PairedBootstrap:
    """Both runs on the same conversations, coded alike, and the draws that they share."""

    frames: Sequence[Frame]
    resampler: Resampler
    confidence: float

    def rows(self, by: tuple[str, ...]) -> list[Difference]:
        """A row a figure and group, the mean of the four accuracies first in each group."""
        tables = [Table(frame, by, self.resampler, self.confidence) for frame in self.frames]
        keys = [key for key in tables[0] if key in tables[1]]
        wanted = self._wanted()
        sums = [
            [table.sums(table.events(make, mode)).at(places) for _, mode, make in wanted]
            for table, places in ((table, table.places(keys)) for table in tables)
        ]
        # Only what both have: a family has no PIF, and loose verdicts may not have been taken.
        defined = [at for at in range(len(wanted)) if not any(each[at].note for each in sums)]
        names = [wanted[at][:2] for at in defined]
        mean_of = [names.index(pair) for pair in MEAN_OF if pair in names]
        mean_of = mean_of if len(mean_of) == len(MEAN_OF) else []
        found = self._found([Ratios([each[at] for at in defined], mean_of) for each in sums])
        titles = [(_NAMES.get(name, name), mode) for name, mode in names]
        titles += [("accuracy.mean", "both")] if mean_of else []
        rows: list[Difference] = []
        for group, key in enumerate(keys):
            labels = key if isinstance(key, tuple) else (key,)
            rows += found.group(group, tuple(zip(by, labels, strict=True)), titles)
        return rows

    def _wanted(self) -> list[tuple[str, str, Make]]:
        samples = min(frame.outcomes.samples for frame in self.frames)
        makes = [*FIGURES[:3]]
        for k in range(1, samples + 1):
            makes.append((f"pif_n_k.{samples}.{k}", partial(Frame.k_of_n, n=samples, k=k)))
        makes += FIGURES[3:]
        return [(name, mode, make) for name, make in makes for mode in _MODES]

    def _found(self, runs: Sequence[Ratios]) -> _Found:
        """The differences of all figures in all groups."""
        a, b = (run.values for run in runs)
        clusters = np.minimum(*(run.clusters for run in runs))
        low, high, ahead = (np.full_like(a, np.nan) for _ in range(3))
        for places in parts(clusters, self.resampler, 2 * len(runs[0].sums)):
            shape = (-1, len(places))
            columns = [run.columns(places, self.resampler.clusters) for run in runs]
            above, below = (np.concatenate(each, axis=1) for each in zip(*columns, strict=True))
            derive = partial(_differences, groups=len(places), mean_of=runs[0].mean_of)
            draws = resampled_ratios(above, below, self.resampler, derive)
            ends = percentile_interval(draws, self.confidence, clusters[:, places].ravel())
            low[:, places], high[:, places] = (end.reshape(shape) for end in ends)
            ahead[:, places] = share_above(draws).reshape(shape)
        return _Found(clusters, a, b, low, high, ahead, bool(self.resampler.resamples))


def _differences(ratios: FloatArray, groups: int, mean_of: Sequence[int]) -> FloatArray:
    """The first half of the columns less the second, and the mean of some figures likewise."""
    first, other = (with_mean(half, groups, mean_of) for half in np.split(ratios, 2, axis=1))
    return first - other


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found of each figure in each group; arrays of shape (figures, groups)."""

    clusters: IntArray
    a: FloatArray
    b: FloatArray
    low: FloatArray
    high: FloatArray
    ahead: FloatArray
    resampled: bool

    def group(
        self,
        group: int,
        labels: tuple[tuple[str, Any], ...],
        titles: Sequence[tuple[str, str]],
    ) -> list[Difference]:
        order = list(range(len(titles)))
        if titles and titles[-1][0] == "accuracy.mean":
            order = [order[-1], *order[:-1]]
        return [self._row((figure, group), labels, *titles[figure]) for figure in order]

    def _row(
        self, at: tuple[int, int], labels: tuple[tuple[str, Any], ...], figure: str, mode: str
    ) -> Difference:
        a, b, low, high, ahead = (
            None if np.isnan(each[at]) else float(each[at])
            for each in (self.a, self.b, self.low, self.high, self.ahead)
        )
        clusters = int(self.clusters[at])
        value = None if a is None or b is None else a - b
        note = why_no_interval(value, low, clusters, self.resampled)
        if value is None or clusters < 2 or not self.resampled:
            low = high = ahead = None
        return Difference(labels, figure, mode, a, b, value, low, high, ahead, clusters, note)
