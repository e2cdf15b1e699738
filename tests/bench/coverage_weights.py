"""What intervals would be with another weight of the largest possible variance.

    python tests/bench/coverage_weights.py [--runs 600]

An interval mixes the variance that the clusters show with the largest one possible, with a weight
of 1 / f^2 for f degrees of freedom. This script makes the runs of `coverage.py`, and prints what
other powers of f would give: the mean coverage of all cells, how many of them are below 94 % and
above 96 %, the worst cell, and the mean width. With 600 runs the standard error of a cell is
0.9 %, so that an exact interval would have 13 % of its cells on either side.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields
from itertools import product
from typing import ClassVar

import numpy as np
from coverage import (
    CLUSTERS,
    FIGURES,
    MEAN,
    SHOWN,
    Ends,
    Held,
    World,
    blocks,
    difference_worlds,
    is_asked,
    ratios,
    share_worlds,
    told,
)

from mifcheck.scores.intervals import FloatArray, Spread
from mifcheck.scores.ratios import spread

POWERS = (1, 1.5, 2, 3, 4)


class Weighed(Spread):
    """A spread in which the largest possible variance has another weight."""

    power: ClassVar[float]

    @property
    def _doubt(self) -> FloatArray:
        return 1 / self.freedom**self.power


def weights(runs: int) -> Iterator[str]:
    """Yields the lines of a Markdown table, a row a weight and a kind of figure."""
    yield "| figure | weight | mean | below 94 % | above 96 % | worst | width |"
    yield "|---|---|---|---|---|---|---|"
    kinds = {"shares": share_worlds, "differences": difference_worlds}
    held: dict[tuple[str, float], list[Held]] = defaultdict(list)
    for kind, worlds in kinds.items():
        for world, clusters in product(worlds(), CLUSTERS[:-1]):
            for power, value, ends in weighed(kind, world, clusters, runs):
                held[kind, power].append(told(ends, value))
    for (kind, power), cells in held.items():
        coverage, width, _ = np.array([each for each in cells if each[2] >= 0.5]).T
        below, above = np.mean(coverage < 0.94), np.mean(coverage > 0.96)
        yield (
            f"| {kind} | 1/f^{power:g} | {coverage.mean():.1%} | {below:.0%} of cells | "
            f"{above:.0%} of cells | {coverage.min():.1%} | {width.mean():.3f} |"
        )


def weighed(
    kind: str, world: World, clusters: int, runs: int
) -> Iterator[tuple[float, float, Ends]]:
    """Yields for each weight and figure (power, true value, ends)."""
    found: dict[tuple[float, int], list[Ends]] = defaultdict(list)
    for size in blocks(runs, clusters):
        sides = [ratios(each) for each in world.make(size, clusters)]
        values = sides[0].values - (sides[1].values if len(sides) > 1 else 0)
        for figure in range(len(values)):
            terms = [
                term
                for sign, side in zip((1.0, -1.0), sides, strict=False)
                for term in side.terms(figure, sign)
            ]
            spreads = spread(terms)
            parts = {field.name: getattr(spreads, field.name) for field in fields(spreads)}
            for power in POWERS:
                Weighed.power = power
                like = Weighed(**parts)
                around = like.around_share if kind == "shares" else like.around_difference
                low, high = around(values[figure], 0.95)
                there = ~np.isnan(values[figure])
                found[power, figure].append((low[there], high[there]))
    for (power, figure), pairs in found.items():
        name = (*FIGURES, MEAN)[figure]
        if name in SHOWN and (kind == "differences" or is_asked(world.truth[name])):
            low, high = (np.concatenate(side) for side in zip(*pairs, strict=True))
            if len(low) >= runs / 2:
                yield power, world.truth[name], (low, high)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=600, help="in each cell")
    print(*weights(parser.parse_args().runs), sep="\n")


if __name__ == "__main__":
    main()
