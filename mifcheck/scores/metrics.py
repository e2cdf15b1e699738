"""The metrics: one entry each. All that computes, compares or shows metrics goes over `METRICS`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Final, TypeAlias

import numpy as np

from mifcheck.errors import ParameterError
from mifcheck.scores.coded import CodedOutcomes, Events
from mifcheck.scores.estimates import MODES
from mifcheck.scores.intervals import FloatArray

Rows: TypeAlias = Callable[[CodedOutcomes, str], Events]

# Up to this common denominator, sums of fractions over billions of rows stay whole numbers
# below 2**53, where floating point is exact and the order of addition cannot matter.
_LARGEST_EXACT_SCALE: Final = 2**20


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric. Metrics with `rows` are ratios of sums; others are means of such ratios.

    Attributes:
        key: its name in rows and files. A dot nests it: "accuracy.mean".
        label: its name in a report.
        short: its name in a narrow table; "" where it is not shown there.
        heading: what it stands under in a report.
        rows: makes its rows from the coded outcomes, in a mode.
        by_instruction: whether it is defined for single instructions, and so by family, id, age.
        modes: those that it has.
        mean_of: of a mean, the (key, mode) of its parts.
    """

    key: str
    label: str
    short: str
    heading: str
    rows: Rows | None = None
    by_instruction: bool = False
    modes: tuple[str, ...] = MODES
    mean_of: tuple[tuple[str, str], ...] = ()


def _instructions(coded: CodedOutcomes, mode: str) -> Events:
    """One row a check."""
    verdict = coded.verdicts(mode)
    return Events.of(coded.checks, verdict == 1, verdict >= 0, verdict < 0)


def _conversations(coded: CodedOutcomes, mode: str) -> Events:
    """One row a reply, followed when every judged instruction is."""
    followed, judged, usable = coded.tally(mode)
    return Events.of(coded.replies, usable & (followed == judged), usable, ~usable)


def _pif(coded: CodedOutcomes, mode: str) -> Events:
    """One row a reply: followed / judged; 1 where no instruction is active."""
    followed, judged, usable = coded.tally(mode)
    scale = common_scale(np.unique(judged[judged > 0]).tolist())
    share: FloatArray = np.where(judged > 0, followed / np.maximum(judged, 1), 1.0)
    if scale is not None:
        whole = np.where(judged > 0, followed * (scale // np.maximum(judged, 1)), scale)
        share = whole.astype(np.float64)
    unit = float(scale or 1)
    return Events.of(coded.replies, share * usable, unit * usable, ~usable, scale=unit)


def _consecutive(coded: CodedOutcomes, mode: str, first: int, then: int) -> Events:
    """One row an instruction and a turn at which it was active just before, too.

    Of those with the verdict `first` before, it counts those with the verdict `then` now.
    """
    before, now, rows = coded.transitions.pairs(coded.verdicts(mode))
    held = before == first
    return Events.of(
        coded.checks, held & (now == then), held & (now >= 0), (before < 0) | (now < 0), rows
    )


def _ever_forgotten(coded: CodedOutcomes, mode: str) -> Events:
    """One row an instruction and a turn; counts those followed at any earlier turn."""
    ever, now = coded.transitions.ever(coded.verdicts(mode))
    order = coded.transitions.order
    return Events.of(coded.checks, ever & (now == 0), ever & (now >= 0), ever & (now < 0), order)


_FOUR: Final = "The four accuracies"
_TURNS: Final = "From turn to turn"
_PIF: Final = "PIF and PIF-N-K"

METRICS: Final = (
    Metric(
        "accuracy.instruction", "instructions", "instructions", _FOUR, _instructions, True,
    ),
    Metric("accuracy.conversation", "whole replies", "conversations", _FOUR, _conversations),
    Metric("pif", "PIF", "PIF", _PIF, _pif),
    Metric(
        "forgetting.consecutive", "forgotten since last turn", "forgetting", _TURNS,
        partial(_consecutive, first=1, then=0), True,
    ),
    Metric("forgetting.ever", "forgotten since any turn", "", _TURNS, _ever_forgotten, True),
    Metric(
        "correction", "corrected since last turn", "correction", _TURNS,
        partial(_consecutive, first=0, then=1), True,
    ),
    Metric(
        "accuracy.mean", "mean of the four accuracies", "mean of four", "", modes=("both",),
        mean_of=tuple(
            (f"accuracy.{unit}", mode) for mode in MODES for unit in ("instruction", "conversation")
        ),
    ),
)  # fmt: skip
"""Every metric but PIF-N-K, which `pif_n_k` makes for each N and K."""

RATIOS: Final = tuple(metric for metric in METRICS if metric.rows is not None)
(MEAN,) = (metric for metric in METRICS if metric.mean_of)
PIF: Final = next(metric for metric in METRICS if metric.key == "pif")

HEADLINE: Final = ((MEAN.key, "both"), *MEAN.mean_of, *((PIF.key, mode) for mode in MODES))
"""(key, mode) of each headline figure, the mean of the four first."""


def pif_n_k(n: int, k: int) -> Metric:
    """Returns PIF-N-K: the share of turns where at least K of N replies follow everything."""
    return Metric(f"pif_n_k.{n}.{k}", f"PIF-{n}-{k}", "", _PIF, partial(_k_of_n_replies, n=n, k=k))


def each_k(n: int) -> list[Metric]:
    """Returns PIF-N-K for each K."""
    return [pif_n_k(n, k) for k in range(1, n + 1)]


def with_modes(metrics: Iterable[Metric]) -> Iterator[tuple[Metric, str]]:
    """Yields (metric, mode) of each metric in each of its modes."""
    for metric in metrics:
        for mode in metric.modes:
            yield metric, mode


def places_of_mean(names: Sequence[tuple[str, str]]) -> list[int]:
    """Returns where the parts of the mean stand among (key, mode); none unless all are there."""
    there = all(part in names for part in MEAN.mean_of)
    return [names.index(part) for part in MEAN.mean_of] if there else []


def _k_of_n_replies(coded: CodedOutcomes, mode: str, n: int, k: int) -> Events:
    """One row a turn of a conversation: the chance that at least k of n replies have PIF 1."""
    followed, judged, usable = coded.tally(mode)
    perfect = usable & (followed == judged)
    turns = max(1, len(coded.labels["turn"]))
    code = coded.outcomes.conversation * turns + coded.replies["turn"]
    _, first, cell = np.unique(code, return_index=True, return_inverse=True)
    cell = cell.reshape(-1)
    total = np.bincount(cell[usable], minlength=len(first))
    successes = np.bincount(cell[perfect], minlength=len(first))
    enough = total >= n
    pairs, pair = np.unique(
        np.stack([successes[enough], total[enough]], axis=1), axis=0, return_inverse=True
    )
    chances = [k_of_n(won, drawn, n, k) for won, drawn in pairs.tolist()]
    scale = common_scale(chance.denominator for chance in chances)
    unit = scale or 1
    share = np.zeros(len(first))
    share[enough] = np.array([float(chance * unit) for chance in chances])[pair.reshape(-1)]
    return Events.of(coded.replies, share, unit * enough, ~enough, first, float(unit))


def k_of_n(successes: int, total: int, n: int, k: int) -> Fraction:
    """Returns the chance that at least `k` of `n` units drawn without replacement are successes.

    With total == n it is 1 or 0. Averaged over turns it estimates without bias the share of turns
    at which at least k of n new samples succeed, the idea behind pass@k (Chen et al.,
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
    """Raises ParameterError unless 1 <= k <= n <= samples."""
    if k < 1 or n < 1:
        raise ParameterError(f"K of N counts replies, both at least 1: N={n}, K={k}")
    if k > n:
        raise ParameterError(f"at least {k} of {n} replies is impossible: K may not exceed N")
    if n > samples:
        raise ParameterError(f"N={n} needs {n} samples of each turn; there are {samples}")


def common_scale(denominators: Iterable[int]) -> int | None:
    """Returns the least common multiple, or None where it is too large to keep sums exact."""
    scale = 1
    for denominator in denominators:
        scale = math.lcm(scale, denominator)
        if scale > _LARGEST_EXACT_SCALE:
            return None
    return scale
