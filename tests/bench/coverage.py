"""How often the 95 % interval of a share holds the truth, and what share of runs have one.

    python tests/bench/coverage.py [--runs 400] [--resamples 400]

A conversation follows with a chance of its own, drawn around p (beta(4 p, 4 (1 - p))), and is
held four times. "plain" is the percentile interval without widened tails, "wide" the one that
scores have; runs without an interval count for neither. Compare with 95 %, to within twice
sqrt(0.95 * 0.05 / runs).
"""

from __future__ import annotations

import argparse

import numpy as np

from mifcheck.scores.bootstrap import Resampler, percentile_interval, resampled_ratios

CASES = ((8, 0.1), (8, 0.3), (8, 0.5), (24, 0.1), (24, 0.3), (64, 0.03), (64, 0.1), (64, 0.5))
SAMPLES = 4


def covered(clusters: int, chance: float, runs: int, resamples: int) -> tuple[float, float, float]:
    """Coverage of the plain and of the widened interval, and the share of runs that have one."""
    generator = np.random.Generator(np.random.PCG64(1))
    size = np.full((clusters, 1), float(SAMPLES))
    counts = np.array([clusters])
    held = {"plain": 0, "wide": 0}
    there = 0
    for run in range(runs):
        each = generator.beta(4 * chance, 4 * (1 - chance), size=clusters)
        followed = generator.binomial(SAMPLES, each)[:, None].astype(np.float64)
        draws = resampled_ratios(followed, size, Resampler(clusters, resamples, run))
        for name, known in (("plain", None), ("wide", counts)):
            low, high = percentile_interval(draws, 0.95, known)
            held[name] += bool(low[0] <= chance <= high[0])
        there += not np.isnan(low[0])
    return held["plain"] / there, held["wide"] / there, there / runs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--resamples", type=int, default=400)
    given = parser.parse_args()
    print("conversations    p   plain    wide   with an interval")
    for clusters, chance in CASES:
        plain, wide, there = covered(clusters, chance, given.runs, given.resamples)
        print(f"{clusters:13} {chance:4} {plain:7.1%} {wide:7.1%} {there:18.1%}")


if __name__ == "__main__":
    main()
