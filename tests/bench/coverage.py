"""How often 95 % intervals hold the truth, and how wide they are.

    python tests/bench/coverage.py [shares|differences|correlations] [--runs 600] [--resamples 300]

Runs are made up. A conversation is a cluster of 1 to 3 turns, each with 1 to 3 instructions and
four samples. It has a chance of its own, from a beta distribution around the true share, so that
its replies are correlated by 0, 0.2 or 0.6; unless by 0, each instruction deviates again from its
conversation. True shares go from 2 to 98 % of instructions. Those of the other figures follow, and
are computed from 300,000 conversations. "before" is the percentile bootstrap with widened tails
that scores had until SCORING 3, "now" what they have. A run without an interval counts for neither.

Figures: instructions followed, whole replies, PIF, PIF-4-4, forgetting since the turn before, and
the mean of four. In differences, half of the conversations are equally hard for both runs, or all
are. Correlations are of PIF and a rating from 1 to 5.

Each line is over all cells (a figure, a correlation, a share, a number of conversations) of its
kind: the mean coverage, the coverage of the worst cell, and the mean width. With 600 runs the
standard error of a cell is 0.9 %, so that the worst of hundreds lies 2 to 3 % below its true
coverage by chance. Left out are cells in which fewer than half of the runs have anything to judge
in two conversations (forgetting, where hardly anything is followed).
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product

import numpy as np
from rich.progress import track

from mifcheck.scores.bootstrap import Resampler, percentile_interval, resampled_ratios
from mifcheck.scores.coded import Events
from mifcheck.scores.correlation import correlations
from mifcheck.scores.intervals import BoolArray, FloatArray
from mifcheck.scores.ratios import Ratios, Sums, differences, estimates, with_mean

CLUSTERS = (8, 16, 32, 64, 150, 500)
SHARES = (0.02, 0.04, 0.08, 0.15, 0.3, 0.5, 0.7, 0.85, 0.92, 0.96, 0.98)
PAIRS = ((0.03, 0.03), (0.03, 0.06), (0.1, 0.1), (0.1, 0.2), (0.5, 0.5), (0.5, 0.6), (0.9, 0.95),
         (0.97, 0.97))  # fmt: skip
ALIKE = (0.0, 0.2, 0.6)
SAMPLES = 4
FIGURES = ("instructions", "whole replies", "loose", "loose replies", "PIF", "PIF-4-4", "forgotten")
MEAN = "mean of four"
SHOWN = tuple(name for name in (*FIGURES, MEAN) if not name.startswith("loose"))
BANDS = (0.05, 0.12, 0.3, 0.7, 0.88, 0.95, 0.98)
TRUTH = (3, 100_000)  # runs, conversations
IN_MEMORY = 20_000  # conversations

Sum = tuple[FloatArray, FloatArray]
Ends = tuple[FloatArray, FloatArray]
Held = tuple[float, float, float]


@dataclass(frozen=True)
class Cell:
    """One figure in one setting, before and now."""

    labels: dict[str, object]
    before: Held
    now: Held


def rates(draw: np.random.Generator, mean: FloatArray, alike: float) -> FloatArray:
    """Chances around `mean`, such that replies with the same chance are correlated by `alike`."""
    if not alike:
        return mean
    tightness = 1 / alike - 1
    one, other = (draw.gamma(np.maximum(each * tightness, 1e-9)) for each in (mean, 1 - mean))
    spread = one + other
    # Both are 0 only where the distribution is all but 0 and 1.
    sure = (draw.random(mean.shape) < mean).astype(np.float64)
    return np.where(spread > 0, one / np.where(spread > 0, spread, 1), sure)


def shape(draw: np.random.Generator, runs: int, clusters: int) -> BoolArray:
    """Which instructions there are: [run, conversation, turn, instruction]."""
    turns = draw.integers(1, 4, (runs, clusters, 1))
    asked = draw.integers(1, 4, (runs, clusters, 3))
    there = (np.arange(3) < turns)[..., None] & (np.arange(3) < asked[..., None])
    return np.asarray(there)


def replies(
    draw: np.random.Generator, there: BoolArray, chance: FloatArray, alike: float
) -> list[BoolArray]:
    """Verdicts, strict and loose; the last axis are the samples."""
    each = rates(draw, np.broadcast_to(chance[..., None, None], there.shape), 0.3 if alike else 0.0)
    number = draw.random((*there.shape, SAMPLES), dtype=np.float32)
    return [(number < rate[..., None]) & there[..., None] for rate in (each, 1 - (1 - each) ** 1.2)]


def sums(verdicts: Sequence[BoolArray], there: BoolArray) -> dict[str, Sum]:
    """What each figure adds up to in each conversation: [run, conversation]."""
    asked = there.sum(axis=3)
    turns, found = (asked > 0).sum(axis=2), {}
    for name, held in zip(("instructions", "loose"), verdicts, strict=True):
        followed = held.sum(axis=3)
        whole = (followed == asked[..., None]) & (asked[..., None] > 0)
        found[name] = held.sum(axis=(2, 3, 4)), SAMPLES * asked.sum(axis=2)
        replies = "whole replies" if name == "instructions" else "loose replies"
        found[replies] = whole.sum(axis=(2, 3)), SAMPLES * turns
        if name == "instructions":
            parts = followed * (6 // np.maximum(asked, 1))[..., None]
            found["PIF"] = parts.sum(axis=(2, 3)), 6 * SAMPLES * turns
            found["PIF-4-4"] = whole.all(axis=3).sum(axis=2), turns
    # The first instruction of a turn stays active at the next.
    before, after = (verdicts[0][:, :, at, 0] for at in (slice(2), slice(1, 3)))
    held = before & there[:, :, 1:, 0, None]
    found["forgotten"] = (held & ~after).sum(axis=(2, 3)), held.sum(axis=(2, 3))
    return {name: (found[name][0].astype(float), found[name][1].astype(float)) for name in FIGURES}


def truths(parts: Sequence[dict[str, Sum]]) -> dict[str, float]:
    """The figures of all conversations together."""
    shares = {
        name: sum(each[name][0].sum() for each in parts)
        / sum(each[name][1].sum() for each in parts)
        for name in FIGURES
    }
    return {**shares, MEAN: float(np.mean([shares[name] for name in FIGURES[:4]]))}


def ratios(found: dict[str, Sum]) -> Ratios:
    """The figures; a group is a run."""
    runs, clusters = found["PIF"][0].shape
    group = np.repeat(np.arange(runs), clusters)
    cluster = np.tile(np.arange(clusters), runs)
    none = np.zeros(len(group), dtype=np.int64)
    made = [
        Sums.of(Events(cluster, {}, above.ravel(), below.ravel(), none), group, runs)
        for above, below in found.values()
    ]
    return Ratios(made, range(4))


def drawn(runs: Sequence[dict[str, Sum]], run: int, resamples: int) -> Ends:
    """The former interval of one run's figures, or of how they differ between two."""
    columns = [
        [figures[name][side][run] for figures in runs for name in FIGURES] for side in (0, 1)
    ]
    above, below = (np.stack(column, axis=1) for column in columns)

    def derive(shares: FloatArray) -> FloatArray:
        each = [with_mean(part, 1, range(4)) for part in np.split(shares, len(runs), axis=1)]
        return each[0] if len(each) == 1 else each[0] - each[1]

    draws = resampled_ratios(above, below, Resampler(len(above), resamples, run), derive)
    judged = (below > 0).sum(axis=0).reshape(len(runs), -1).min(axis=0)
    return percentile_interval(draws, 0.95, np.append(judged, judged[:4].min()))


def told(ends: Ends, truth: float) -> Held:
    """Coverage and mean width of the runs that have an interval, and their share."""
    low, high = (end[~np.isnan(ends[0])] for end in ends)
    if not len(low):
        return np.nan, np.nan, 0.0
    held = np.mean((low <= truth + 1e-12) & (truth - 1e-12 <= high))
    return float(held), float((high - low).mean()), len(low) / len(ends[0])


def blocks(runs: int, clusters: int) -> Iterator[int]:
    """Runs, as many at a time as fit in memory."""
    most = max(1, IN_MEMORY // clusters)
    yield from (min(most, runs - start) for start in range(0, runs, most))


def measured(
    make: Callable[[int, int], list[dict[str, Sum]]],
    now: Callable[[Sequence[Ratios]], Sequence[Sequence[object]]],
    clusters: int,
    given: argparse.Namespace,
) -> Iterator[tuple[str, float, Ends, Ends]]:
    """Yields (figure, share of runs that have it, former ends, ends now)."""
    before, after = [], []
    for size in blocks(given.runs, clusters):
        runs = make(size, clusters)
        found = now([ratios(each) for each in runs])
        after += [[(each.low, each.high) for each in row] for row in found]
        before += [np.stack(drawn(runs, run, given.resamples), axis=1) for run in range(size)]
    old, new = np.array(before), np.array(after, dtype=np.float64)
    for place, name in enumerate((*FIGURES, MEAN)):
        if name in SHOWN:
            there = float(np.mean(~np.isnan(new[:, place, 0])))
            yield name, there, tuple(old[:, place].T), tuple(new[:, place].T)


@dataclass(frozen=True)
class World:
    """A setting from which runs are drawn: one run, or two to compare.

    Attributes:
        make: for a number of runs and of conversations, the sums of each side.
        truth: the value of each figure.
    """

    labels: dict[str, object]
    make: Callable[[int, int], list[dict[str, Sum]]]
    truth: dict[str, float]


def share_worlds() -> Iterator[World]:
    """Yields worlds of one run, by correlation and by true share."""
    for alike, share in track(list(product(ALIKE, SHARES)), "shares"):
        draw = np.random.Generator(np.random.PCG64([int(100 * alike), int(100 * share)]))
        make = partial(one_run, draw, alike, share)
        truth = truths([make(1, TRUTH[1])[0] for _ in range(TRUTH[0])])
        yield World({"correlation": alike}, make, truth)


def one_run(
    draw: np.random.Generator, alike: float, share: float, size: int, clusters: int
) -> list[dict[str, Sum]]:
    """The sums of one run with a true share of instructions followed."""
    there = shape(draw, size, clusters)
    chance = rates(draw, np.full(there.shape[:2], share), alike)
    return [sums(replies(draw, there, chance, alike), there)]


def of_shares(given: argparse.Namespace) -> Iterator[Cell]:
    for world, clusters in product(share_worlds(), CLUSTERS):
        now = measured(world.make, lambda runs: estimates(runs[0], 0.95), clusters, given)
        for figure, there, old, new in now:
            value = world.truth[figure]
            if there < 0.5 or not is_asked(value):
                continue
            rare = clusters * min(value, 1 - value)
            labels = {
                "conversations": clusters,
                "true share": band(value),
                "figure": figure,
                **world.labels,
                "expected conversations on the rarer side": "4 or more" if rare >= 4 else "0 to 4",
            }
            yield Cell(labels, told(old, value), told(new, value))


def is_asked(share: float) -> bool:
    """Whether a true share is between 2 and 98 %."""
    return 0.019 < share < 0.981


def band(value: float) -> str:
    """The band of true shares that a value lies in, such as " 5 to 12 %"."""
    at = int(np.searchsorted(BANDS[:-1], value))
    return f"{100 * BANDS[at - 1] if at else 2:2.0f} to {100 * BANDS[at]:2.0f} %"


def difference_worlds() -> Iterator[World]:
    """Yields worlds of two runs, by correlation, shares and what is as hard for both."""
    for alike, common, (one, other) in track(
        list(product(ALIKE, (0.5, 1.0), PAIRS)), "differences"
    ):
        seed = [int(100 * each) for each in (alike, common, one, other)]
        draw = np.random.Generator(np.random.PCG64(seed))
        make = partial(two_runs, draw, alike, common, one, other)
        parts = [make(1, TRUTH[1]) for _ in range(TRUTH[0])]
        true = [truths([part[side] for part in parts]) for side in (0, 1)]
        labels = {
            "instructions followed": f"{100 * one:2.0f} and {100 * other:2.0f} %",
            "correlation": alike,
            "equally hard for both": f"{100 * common:.0f} %",
        }
        yield World(labels, make, {name: true[0][name] - true[1][name] for name in true[0]})


def two_runs(
    draw: np.random.Generator,
    alike: float,
    common: float,
    one: float,
    other: float,
    size: int,
    clusters: int,
) -> list[dict[str, Sum]]:
    """The sums of two runs, in which a share `common` of conversations is as hard for both."""
    there = shape(draw, size, clusters)
    first = rates(draw, np.full(there.shape[:2], one), alike)
    moved = first * other / one if other <= one else 1 - (1 - first) * (1 - other) / (1 - one)
    fresh = rates(draw, np.full(there.shape[:2], other), alike)
    second = np.where(draw.random(first.shape) < common, moved, fresh)
    return [sums(replies(draw, there, each, alike), there) for each in (first, second)]


def of_differences(given: argparse.Namespace) -> Iterator[Cell]:
    def now(runs: Sequence[Ratios]) -> Sequence[Sequence[object]]:
        by_figure = differences(runs, 0.95)
        return [[change for change, _ in row] for row in zip(*by_figure, strict=True)]

    for world, clusters in product(difference_worlds(), CLUSTERS[::2]):
        for figure, there, old, new in measured(world.make, now, clusters, given):
            if there >= 0.5:
                labels = {"conversations": clusters, "figure": figure, **world.labels}
                value = world.truth[figure]
                yield Cell(labels, told(old, value), told(new, value))


def of_correlations(given: argparse.Namespace) -> Iterator[Cell]:
    def world(clusters: int) -> tuple[FloatArray, FloatArray, list[str]]:
        cluster = np.repeat(np.arange(clusters), draw.integers(1, 10, clusters))
        own, shared = draw.normal(size=(2, len(cluster))), draw.normal(size=(2, clusters))
        a, b = np.sqrt(alike) * shared[:, cluster] + np.sqrt(1 - alike) * own
        pif = np.array([0, 1 / 3, 1 / 2, 2 / 3, 1])[np.searchsorted([-1.5, -0.8, -0.3, 0.1], a)]
        rating = np.clip(np.round(3.5 + 1.2 * (link * a + np.sqrt(1 - link**2) * b)), 1, 5)
        return pif, rating, [str(each) for each in cluster]

    settings = list(product(ALIKE, (0.0, 0.4, 0.8), (8, 24, 64)))
    for alike, link, clusters in track(settings, "correlations"):
        draw = np.random.Generator(np.random.PCG64([int(100 * alike), int(10 * link), clusters]))
        pif, rating, _ = world(60_000)
        true = [each.value for each in correlations(pif, rating, ["x"] * len(pif), resamples=0)]
        found = [correlations(*world(clusters), resamples=given.resamples, seed=run)
                 for run in range(given.runs)]  # fmt: skip
        for place, name in enumerate(("Pearson", "Spearman")):
            ends = np.array([(each[place].low, each[place].high) for each in found], dtype=float).T
            labels = {"conversations": clusters, "correlation": alike, "kind": name}
            held = told((ends[0], ends[1]), true[place] or 0.0)
            yield Cell(labels, held, held)


def table(cells: Sequence[Cell], by: str) -> Iterator[str]:
    """Yields the lines of a Markdown table, a row a label."""
    yield f"| {by} | before | worst | width | runs without | now | worst | width |"
    yield "|---|---|---|---|---|---|---|---|"
    rows = defaultdict(list)
    for cell in cells:
        rows[cell.labels[by]].append(cell)
    for label in sorted(rows):
        numbers = []
        for side in ("before", "now"):
            held, width, has = np.array([getattr(cell, side) for cell in rows[label]]).T
            numbers += [f"{100 * np.nanmean(held):.1f} %", f"{100 * np.nanmin(held):.1f} %"]
            numbers += [f"{np.nanmean(width):.3f}", f"{100 * (1 - has.mean()):.0f} %"]
        yield f"| {label} | {' | '.join(numbers[:-1])} |"


def main() -> None:
    kinds = {"shares": of_shares, "differences": of_differences, "correlations": of_correlations}
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kind", nargs="?", choices=kinds, default="shares", help="of what")
    parser.add_argument("--runs", type=int, default=600, help="in each cell")
    parser.add_argument("--resamples", type=int, default=300, help="of the former intervals")
    given = parser.parse_args()
    cells = list(kinds[given.kind](given))
    for by in cells[0].labels:
        print()
        print(*table(cells, by), sep="\n")
    for side in ("before", "now"):
        held = np.array([getattr(cell, side)[0] for cell in cells])
        counts = [int(np.sum(mark)) for mark in (held < 0.93, held < 0.94, held > 0.97)]
        below, under, over = counts
        print(
            f"\n{side}: of {len(cells)} cells {below} below 93 %, {under} below 94 %, {over} above 97 %"
        )


if __name__ == "__main__":
    main()
