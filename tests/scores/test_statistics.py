from __future__ import annotations

import json
import math
from fractions import Fraction
from itertools import combinations
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mifcheck.errors import ParameterError
from mifcheck.scores.bootstrap import (
    FloatArray,
    Resampler,
    expanded_tail,
    percentile_interval,
    ratio,
    resampled_ratios,
)
from mifcheck.scores.estimates import Estimate
from mifcheck.scores.metrics import common_scale, k_of_n


def column(*values: float) -> FloatArray:
    return np.array(values, dtype=np.float64)[:, None]


def interval(
    numerators: FloatArray, denominators: FloatArray, resamples: int = 2_000, seed: int = 0
) -> tuple[float, float]:
    draws = resampled_ratios(numerators, denominators, Resampler(len(numerators), resamples, seed))
    low, high = percentile_interval(draws, 0.95)
    return float(low[0]), float(high[0])


@pytest.mark.parametrize("total", range(1, 8))
def test_k_of_n_is_the_share_of_all_choices_of_n(total: int) -> None:
    for successes in range(total + 1):
        units = [True] * successes + [False] * (total - successes)
        for n in range(1, total + 1):
            chosen = list(combinations(units, n))
            for k in range(1, n + 1):
                share = Fraction(sum(sum(choice) >= k for choice in chosen), len(chosen))
                assert k_of_n(successes, total, n, k) == share


@pytest.mark.parametrize("chance", [Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(9, 10)])
@pytest.mark.parametrize("total", range(1, 9))
def test_k_of_n_is_unbiased(total: int, chance: Fraction) -> None:
    """Its expectation over M replies is the chance of at least K in N fresh ones, exactly."""

    def binomial(trials: int, hits: int) -> Fraction:
        return math.comb(trials, hits) * chance**hits * (1 - chance) ** (trials - hits)

    for n in range(1, total + 1):
        for k in range(1, n + 1):
            expected = sum(
                binomial(total, hits) * k_of_n(hits, total, n, k) for hits in range(total + 1)
            )
            assert expected == sum(binomial(n, hits) for hits in range(k, n + 1))


@pytest.mark.parametrize(
    ("successes", "total", "n", "k", "message"),
    [
        (2, 4, 2, 3, "K may not exceed N"),
        (2, 4, 5, 1, "5 samples"),
        (2, 4, 2, 0, "at least 1"),
        (5, 4, 2, 1, "5 successes of 4"),
    ],
)
def test_impossible_k_of_n_is_refused(
    successes: int, total: int, n: int, k: int, message: str
) -> None:
    with pytest.raises(ParameterError, match=message):
        k_of_n(successes, total, n, k)


@given(clusters=st.integers(1, 40), resamples=st.integers(0, 30), rows=st.integers(1, 31))
def test_a_resample_draws_as_many_clusters_as_there_are(
    clusters: int, resamples: int, rows: int
) -> None:
    whole = np.concatenate([np.empty((0, clusters)), *Resampler(clusters, resamples, 7).weights()])
    pieces = list(Resampler(clusters, resamples, 7).weights(rows))
    assert whole.shape == (resamples, clusters)
    assert (whole.sum(axis=1) == clusters).all()
    assert np.array_equal(whole, np.concatenate([np.empty((0, clusters)), *pieces]))


def test_the_draws_of_a_seed_are_pinned() -> None:
    # PCG64 by NumPy's SeedSequence: these numbers must never change, on any machine.
    (weights,) = Resampler(5, 4, seed=0).weights()
    assert weights.astype(int).tolist() == [
        [2, 1, 0, 1, 1],
        [0, 0, 1, 2, 2],
        [2, 0, 0, 1, 2],
        [1, 1, 2, 0, 1],
    ]
    assert not np.array_equal(weights, next(Resampler(5, 4, seed=1).weights()))


def test_every_cluster_is_drawn_equally_often() -> None:
    drawn = sum(weights.sum(axis=0) for weights in Resampler(3, 30_000, seed=4).weights())
    # Standard deviation of each count: sqrt(90,000 * 1/3 * 2/3) = 141.
    assert np.abs(np.asarray(drawn) - 30_000).max() < 5 * 141


@pytest.mark.parametrize("settings", [(-1, 1, 0), (1, -1, 0), (1, 1, -1)])
def test_negative_settings_are_refused(settings: tuple[int, int, int]) -> None:
    with pytest.raises(ParameterError, match="at least 0"):
        Resampler(*settings)


@given(
    st.lists(st.floats(0, 1) | st.just(math.nan), min_size=1, max_size=30),
    st.floats(0.01, 0.99),
)
def test_percentiles_are_those_of_the_draws_that_exist(
    draws: list[float], confidence: float
) -> None:
    low, high = percentile_interval(column(*draws), confidence)
    there = [draw for draw in draws if not math.isnan(draw)]
    if not there or min(there) == max(there):
        assert math.isnan(low[0])
        assert math.isnan(high[0])
    else:
        tails = [(1 - confidence) / 2, 1 - (1 - confidence) / 2]
        assert [low[0], high[0]] == pytest.approx(list(np.quantile(there, tails)), abs=1e-12)
        assert min(there) <= low[0] <= high[0] <= max(there)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0, -0.1])
def test_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(ParameterError, match="between 0 and 1"):
        percentile_interval(column(0.5), confidence)


def test_like_clusters_have_no_interval() -> None:
    # Not a point: nothing that was drawn tells how far off the truth may be.
    assert all(map(math.isnan, interval(column(*[0] * 8), column(*[3] * 8))))
    assert all(map(math.isnan, interval(column(*[1] * 9), column(*[3] * 9))))


@pytest.mark.parametrize(
    ("clusters", "quantile"),
    # Student's t at 97.5 %, from printed tables
    [(2, 12.706), (3, 4.303), (8, 2.365), (11, 2.228), (31, 2.042), (121, 1.980), (1001, 1.962)],
)
def test_the_tails_are_those_of_students_t(clusters: int, quantile: float) -> None:
    reach = quantile * math.sqrt(clusters / (clusters - 1))
    tail = NormalDist().cdf(-reach)
    assert expanded_tail(clusters, 0.95) == pytest.approx(tail, rel=0.003, abs=1e-10)


def test_few_clusters_widen_the_interval() -> None:
    tails = [expanded_tail(clusters, 0.9) for clusters in range(1, 400)]
    assert tails == sorted(tails)
    assert tails[0] == 0
    assert tails[-1] == pytest.approx(0.05, abs=0.001)
    draws = column(*range(1001))
    plain = percentile_interval(draws, 0.95)
    few = percentile_interval(draws, 0.95, np.array([8]))
    assert few[0][0] < plain[0][0] < plain[1][0] < few[1][0]
    assert few[0][0] == pytest.approx(1000 * expanded_tail(8, 0.95))


def test_symmetric_data_give_a_symmetric_interval_around_the_estimate() -> None:
    low, high = interval(column(*[0, 1] * 40), column(*[1, 1] * 40), resamples=20_000)
    assert low < 0.5 < high
    assert (low + high) / 2 == pytest.approx(0.5, abs=0.01)
    # The normal approximation: 1.96 * sqrt(0.25 / 80).
    assert (high - low) / 2 == pytest.approx(0.1096, abs=0.01)


def test_a_resample_without_anything_to_judge_counts_for_nothing() -> None:
    draws = resampled_ratios(column(1, 0), column(1, 0), Resampler(2, 400, 0))
    assert np.isnan(draws).any()
    assert (draws[~np.isnan(draws)] == 1).all()


def test_figures_derived_from_ratios_are_computed_in_each_resample() -> None:
    numerators, denominators = np.array([[1.0, 0], [0, 2], [1, 1]]), np.full((3, 2), 2.0)
    sampler = Resampler(3, 50, 0)
    plain = resampled_ratios(numerators, denominators, sampler)
    mean = resampled_ratios(
        numerators, denominators, sampler, lambda ratios: ratios.mean(axis=1, keepdims=True)
    )
    assert np.array_equal(mean[:, 0], plain.mean(axis=1))


def test_nothing_of_nothing_is_no_number() -> None:
    assert np.isnan(ratio(column(0), column(0))).all()


@pytest.mark.parametrize(
    ("denominators", "scale"), [([], 1), ([2, 3, 4], 12), ([1009, 1013, 1019], None)]
)
def test_common_scale(denominators: list[int], scale: int | None) -> None:
    assert common_scale(denominators) == scale


@pytest.mark.parametrize(
    ("estimate", "text"),
    [
        (Estimate(0.6123, 0.5849, 0.6401, n=9), "0.612 [0.58, 0.64]"),
        (Estimate(1.0), "1.000"),
        (Estimate(None, note="nothing to judge"), "n/a"),
    ],
)
def test_an_estimate_reads_well(estimate: Estimate, text: str) -> None:
    assert str(estimate) == text
    assert f"{estimate}" == text


def test_an_estimate_is_a_number() -> None:
    assert float(Estimate(0.25)) == 0.25
    assert f"{Estimate(0.25):.1%}" == "25.0%"
    assert math.isnan(float(Estimate(None)))
    assert f"{Estimate(None):.1%}" == "n/a"


def test_an_estimate_survives_json_unrounded() -> None:
    estimate = Estimate(1 / 3, 0.1 + 0.2, 2 / 3, 7, 2, "why")
    assert Estimate(**json.loads(json.dumps(estimate.to_dict()))) == estimate
