"""Intervals of shares and of differences: by hand, laws, and how often they hold the truth."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mifcheck.errors import ParameterError
from mifcheck.scores.coded import Events
from mifcheck.scores.intervals import FloatArray, student
from mifcheck.scores.ratios import Ratios, Sums, differences, estimates


def ratios(numerators: FloatArray, denominators: FloatArray) -> Ratios:
    """One figure in as many groups as there are rows; a column is a cluster."""
    groups, clusters = numerators.shape
    group = np.repeat(np.arange(groups), clusters)
    events = Events(
        np.tile(np.arange(clusters), groups), {}, numerators.ravel().astype(np.float64),
        denominators.ravel().astype(np.float64), np.zeros(groups * clusters, dtype=np.int64),
    )  # fmt: skip
    return Ratios([Sums.of(events, group, groups)])


def row(values: Sequence[float]) -> FloatArray:
    return np.array([values], dtype=np.float64)


def share(
    followed: Sequence[float], of: Sequence[float], confidence: float = 0.95
) -> tuple[float, float]:
    ((found,),) = estimates(ratios(row(followed), row(of)), confidence)
    assert found.note == ""
    assert found.low is not None
    assert found.high is not None
    return found.low, found.high


def difference(
    one: tuple[Sequence[float], Sequence[float]], other: tuple[Sequence[float], Sequence[float]]
) -> tuple[float, float]:
    (((found, _),),) = differences([ratios(row(n), row(d)) for n, d in (one, other)], 0.95)
    assert found.low is not None
    assert found.high is not None
    return found.low, found.high


@pytest.mark.parametrize(
    ("freedom", "confidence", "quantile"),
    # printed tables of Student's t
    [
        (1, 0.95, 12.706), (2, 0.95, 4.303), (7, 0.95, 2.365), (10, 0.95, 2.228),
        (30, 0.95, 2.042), (60, 0.95, 2.000), (120, 0.95, 1.980), (1000, 0.95, 1.962),
        (1, 0.9, 6.314), (5, 0.99, 4.032), (40, 0.99, 2.704), (120, 0.99, 2.617),
    ],
)  # fmt: skip
def test_students_t(freedom: float, confidence: float, quantile: float) -> None:
    assert student(np.array([freedom]), confidence)[0] == pytest.approx(quantile, abs=6e-4)


@given(st.floats(1, 300), st.floats(1, 300))
def test_students_t_falls_with_the_freedom(one: float, other: float) -> None:
    less, more = student(np.array(sorted((one, other))), 0.95)
    assert less >= more > 1.959


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0, -0.1])
def test_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(ParameterError, match="between 0 and 1"):
        share([1, 0], [1, 1], confidence)


def test_of_single_replies_it_is_wilsons() -> None:
    # 40 of 81: n = 80 for an estimated variance, t = 1.990 with 80 degrees of freedom.
    trials, t, value = 80, 1.990, 40 / 81
    half = t * math.sqrt(value * (1 - value) / trials + t * t / (4 * trials**2))
    centre = value + t * t / (2 * trials)
    expected = [(centre - half) / (1 + t * t / trials), (centre + half) / (1 + t * t / trials)]
    assert share([1] * 40 + [0] * 41, [1] * 81) == pytest.approx(expected, abs=2e-4)


def test_none_of_n_leaves_open_what_n_clusters_leave_open() -> None:
    # t² / (n + t²), n = 8, t = 2.365; however many replies each cluster has
    for size in (1, 4, 100):
        low, high = share([0] * 8, [size] * 8)
        assert (low, high) == (0, pytest.approx(2.365**2 / (8 + 2.365**2), abs=1e-3))
        low, high = share([size] * 8, [size] * 8)
        assert (low, high) == (pytest.approx(8 / (8 + 2.365**2), abs=1e-3), 1)
    # Clusters that are alike otherwise tell no more.
    low, high = share([1] * 8, [2] * 8)
    assert low < 0.2
    assert high > 0.8


def test_one_cluster_of_many_replies_weighs_more_than_its_number() -> None:
    # 97 replies in one of 8 clusters: as if there were 104² / (97² + 7) = 1.15 clusters.
    _, high = share([0] * 8, [97] + [1] * 7)
    assert high == pytest.approx(2.365**2 / (104**2 / (97**2 + 7) + 2.365**2), abs=1e-3)


def test_clusters_and_not_rows_are_counted() -> None:
    # Ten rows a cluster that agree tell no more than one row a cluster.
    assert share([0, 1] * 10, [1] * 20) == pytest.approx(share([0, 10] * 10, [10] * 20))


def test_a_single_event_is_no_tighter_than_none() -> None:
    none, one, two = (share([1] * many + [0] * (64 - many), [10] * 64)[1] for many in (0, 1, 2))
    assert two < none < one < 1.1 * none


clusters = st.lists(
    st.integers(1, 20).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))),
    min_size=2,
    max_size=12,
)
pairs = st.lists(
    st.integers(1, 9).flatmap(
        lambda of: st.tuples(st.integers(0, of), st.integers(0, of), st.just(of))
    ),
    min_size=2,
    max_size=12,
)


@given(clusters, st.sampled_from([0.5, 0.8, 0.95, 0.99]))
def test_it_holds_the_share_and_lies_between_0_and_1(
    rows: list[tuple[int, int]], confidence: float
) -> None:
    followed, of = zip(*rows, strict=True)
    value = sum(followed) / sum(of)
    low, high = share(followed, of, confidence)
    assert 0 <= low <= value <= high <= 1
    assert low < high
    wider = share(followed, of, 0.999)
    assert wider[0] <= low
    assert high <= wider[1]


@given(clusters, st.randoms(use_true_random=False), st.sampled_from([2, 3, 840]))
def test_turning_ordering_and_scaling_change_nothing(
    rows: list[tuple[int, int]], random: object, scale: int
) -> None:
    followed, of = zip(*rows, strict=True)
    low, high = share(followed, of)
    failed = [n - f for f, n in rows]
    assert share(failed, of) == pytest.approx((1 - high, 1 - low))
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert share(*zip(*shuffled, strict=True)) == pytest.approx((low, high))
    scaled = share([scale * f for f in followed], [scale * n for n in of])
    assert scaled == pytest.approx((low, high))


@given(clusters)
def test_twice_the_clusters_are_surer(rows: list[tuple[int, int]]) -> None:
    followed, of = zip(*rows, strict=True)
    low, high = share(followed, of)
    inner = share(followed * 2, of * 2)
    assert inner[1] - inner[0] < high - low


@given(pairs)
def test_a_difference_holds_its_value_and_turns_its_sign(rows: list[tuple[int, int, int]]) -> None:
    one, other, of = zip(*rows, strict=True)
    value = (sum(one) - sum(other)) / sum(of)
    low, high = difference((one, of), (other, of))
    assert -1 <= low <= value + 1e-12
    assert value - 1e-12 <= high <= 1
    assert low < high
    assert difference((other, of), (one, of)) == pytest.approx((-high, -low))


def test_what_is_hard_for_both_cancels_out() -> None:
    easy = [9, 0, 8, 1] * 10
    low, high = difference((easy, [10] * 40), ([each + each % 2 for each in easy], [10] * 40))
    alone = share(easy, [10] * 40)
    assert high - low < (alone[1] - alone[0]) / 4


def test_runs_that_agree_everywhere_differ_by_little() -> None:
    same = ([1, 2, 0] * 8, [3] * 24)
    low, high = difference(same, same)
    # t² / (n + t²), n = 24, t = 2.069
    assert (-low, high) == pytest.approx([2.069**2 / (24 + 2.069**2)] * 2, abs=1e-3)


@pytest.mark.parametrize(
    ("clusters", "chance", "alike", "most"),
    [
        (8, 0.5, 0.2, 0.97), (8, 0.15, 0.6, 0.99), (8, 0.05, 0.2, 1.0), (24, 0.08, 0.2, 0.98),
        (64, 0.03, 0.2, 0.99), (64, 0.3, 0.6, 0.97), (200, 0.97, 0.2, 0.97),
    ],
)  # fmt: skip
def test_the_interval_holds_the_truth_about_as_often_as_it_claims(
    clusters: int, chance: float, alike: float, most: float
) -> None:
    """Of 1,500 runs; `alike` is the correlation of the replies to a conversation."""
    generator = np.random.Generator(np.random.PCG64(clusters))
    sizes = generator.integers(1, 10, size=(1500, clusters))
    tightness = 1 / alike - 1
    rates = generator.beta(chance * tightness, (1 - chance) * tightness, size=sizes.shape)
    found = estimates(ratios(generator.binomial(sizes, rates), sizes), 0.95)
    held = np.mean([(run.low or 0) <= chance <= (run.high or 0) for (run,) in found])
    # One standard error is 0.006.
    assert 0.93 <= held <= most
