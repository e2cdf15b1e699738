"""Two judgements of the same conversations: how much each figure differs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mifcheck.scores.bootstrap import Resampler
from mifcheck.scores.coded import CodedOutcomes
from mifcheck.scores.estimates import Change, Difference
from mifcheck.scores.grouping import Grouping
from mifcheck.scores.metrics import MEAN, PIF, RATIOS, Metric, each_k, places_of_mean, with_modes
from mifcheck.scores.outcomes import Outcomes
from mifcheck.scores.ratios import Ratios, ahead, differences


@dataclass(frozen=True, slots=True)
class PairedBootstrap:
    """Both runs on the same conversations, coded alike, and the draws that they share."""

    runs: Sequence[CodedOutcomes]
    resampler: Resampler

    @classmethod
    def of(cls, runs: Sequence[Outcomes], settings: Mapping[str, Any]) -> PairedBootstrap:
        """Returns the pair of two outcomes, with the settings of a bootstrap."""
        coded = [CodedOutcomes(outcomes) for outcomes in runs]
        return cls(coded, Resampler(len(coded[0].clusters), **settings))

    def rows(self, by: Sequence[str] = ()) -> list[Difference]:
        """Returns a row a figure and group, the mean of the four accuracies first in each group."""
        groupings = [Grouping(coded, by, self.resampler.confidence) for coded in self.runs]
        keys = [key for key in groupings[0].keys if key in groupings[1]]
        # Only what both have: a family has no PIF, and loose verdicts may not have been taken.
        defined = [
            (metric, mode)
            for metric, mode in with_modes(self._metrics())
            if not any(grouping.why_undefined(metric, mode) for grouping in groupings)
        ]
        names = [(metric.key, mode) for metric, mode in defined]
        mean_of = places_of_mean(names)
        order = list(enumerate(names))
        if mean_of:
            order.insert(0, (len(names), (MEAN.key, MEAN.modes[0])))
        ratios = []
        for grouping in groupings:
            places = grouping.places(keys)
            sums = [grouping.sums(metric, mode).at(places) for metric, mode in defined]
            ratios.append(Ratios(sums, mean_of))
        shares = ahead(ratios, self.resampler).tolist()
        changes = differences(ratios, self.resampler.confidence)
        a, b = (run.values.tolist() for run in ratios)
        return [
            _difference(
                (groupings[0].labels(key), *name),
                a[at][place], b[at][place], shares[at][place], *changes[at][place],
            )
            for place, key in enumerate(keys)
            for at, name in order
        ]  # fmt: skip

    def _metrics(self) -> Iterator[Metric]:
        """Yields all metrics, PIF-N-K for the samples that both runs have behind PIF."""
        samples = min(coded.outcomes.samples for coded in self.runs)
        for metric in RATIOS:
            yield metric
            if metric is PIF:
                yield from each_k(samples)


def _difference(
    name: tuple[Any, str, str], a: float, b: float, ahead: float, change: Change, clusters: int
) -> Difference:
    """Returns the difference of one figure; NaN stands for a number that there is not."""
    share = None if change.value is None or clusters < 2 else _known(ahead)
    return Difference(
        *name, _known(a), _known(b), change.value, change.low, change.high, share, clusters,
        change.note,
    )  # fmt: skip


def _known(number: float) -> float | None:
    return None if math.isnan(number) else number
