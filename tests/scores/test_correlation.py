"""Pearson's and Spearman's correlation: values by hand, laws, and what has none."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mifcheck.errors import ParameterError
from mifcheck.scores.bootstrap import Resampler, percentile_interval
from mifcheck.scores.correlation import correlations, pearson, spearman
from mifcheck.scores.estimates import Correlation

Measure = Callable[[Sequence[float], Sequence[float]], "float | None"]
MEASURES = [pearson, spearman]


@pytest.mark.parametrize(
    ("x", "y", "r", "rho"),
    [
        # deviations -2 -1 0 1 2 and -1 -2 1 0 2: 8 / sqrt(10 * 10)
        ([1, 2, 3, 4, 5], [2, 1, 4, 3, 5], 0.8, 0.8),
        # 5 / sqrt(1 * 50); ranks 1.5 1.5 3.5 3.5 and 1 2 3 4: 4 / sqrt(4 * 5)
        ([0, 0, 1, 1], [1, 2, 3, 10], math.sqrt(0.5), math.sqrt(0.8)),
        # 3 / sqrt(2 * 5); ranks 1 2.5 2.5 4 and 1 3 2 4: 4.5 / sqrt(4.5 * 5)
        ([1, 2, 2, 3], [1, 3, 2, 4], 3 / math.sqrt(2 * 5), math.sqrt(0.9)),
        ([1, 2, 3], [1, 10, 100], 99 / math.sqrt(2 * 5994), 1.0),
        ([1, 2, 3], [3, 2, 1], -1.0, -1.0),
        ([0.5, 1 / 3, 2 / 3], [5, 4, 6], 1.0, 1.0),
        # uncorrelated
        ([-1, 0, 1], [1, 0, 1], 0.0, 0.0),
    ],
)
def test_by_hand(x: list[float], y: list[float], r: float, rho: float) -> None:
    assert pearson(x, y) == pytest.approx(r, abs=1e-12)
    assert spearman(x, y) == pytest.approx(rho, abs=1e-12)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("size", [1e200, 1e307, 1e-200, -1e200])
def test_the_size_of_the_numbers_does_not_matter(size: float) -> None:
    x, y = [1, 2, 3, 4, 5], [size * each for each in (2, 1, 4, 3, 5)]
    for measure in MEASURES:
        assert measure(x, y) == pytest.approx(math.copysign(0.8, size), abs=1e-12)
        assert measure(y, y) == 1
    found = correlations([0.1, 0.2, 0.3], y[1::-1] + y[2:3], "abc", resamples=20)
    assert [each.value for each in found] == [
        pytest.approx(math.copysign(r, size), abs=1e-12) for r in (3 / math.sqrt(2 * 14 / 3), 1.0)
    ]


numbers = st.integers(-20, 20).map(lambda n: n / 4)
pairs = st.lists(st.tuples(numbers, numbers), min_size=2, max_size=12)


def varied(rows: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    x, y = (list(column) for column in zip(*rows, strict=True))
    assume(len(set(x)) > 1 and len(set(y)) > 1)
    return x, y


@pytest.mark.parametrize("measure", MEASURES)
@given(rows=pairs, data=st.data())
def test_it_lies_between_minus_one_and_one_in_any_order(
    measure: Measure, rows: list[tuple[float, float]], data: st.DataObject
) -> None:
    value = measure(*varied(rows))
    assert value is not None
    assert -1 <= value <= 1
    assert measure(*varied(data.draw(st.permutations(rows)))) == value


@pytest.mark.parametrize("measure", MEASURES)
@given(rows=pairs)
def test_it_is_symmetric_and_turns_its_sign(
    measure: Measure, rows: list[tuple[float, float]]
) -> None:
    x, y = varied(rows)
    assert measure(y, x) == measure(x, y)
    assert measure([-each for each in x], y) == pytest.approx(-(measure(x, y) or 0.0), abs=1e-11)
    assert measure(x, x) == 1
    assert measure(x, [-each for each in x]) == -1


@pytest.mark.parametrize("measure", MEASURES)
@given(rows=pairs, scale=st.sampled_from([0.1, 1, 3, 1e6]), shift=st.sampled_from([-1e3, 0, 0.3]))
def test_an_affine_map_changes_nothing(
    measure: Measure, rows: list[tuple[float, float]], scale: float, shift: float
) -> None:
    x, y = varied(rows)
    assert measure([scale * each + shift for each in x], y) == pytest.approx(
        measure(x, y), abs=1e-9
    )


@given(rows=pairs)
def test_a_rising_map_does_not_change_spearman(rows: list[tuple[float, float]]) -> None:
    x, y = varied(rows)
    assert spearman([each**3 for each in x], [math.exp(each) for each in y]) == spearman(x, y)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(
    ("x", "y"), [([], []), ([1], [2]), ([1, 1], [1, 2]), ([0.1] * 3, [1, 2, 3])]
)
def test_where_there_is_none(measure: Measure, x: list[float], y: list[float]) -> None:
    assert measure(x, y) is None
    assert measure(y, x) is None


@pytest.mark.parametrize(
    ("x", "y", "said"),
    [
        ([1, 2], [1], "2 and 1"),
        ([1, math.nan], [1, 2], "finite"),
        ([1, 2], [math.inf, 2], "finite"),
    ],
)
def test_what_cannot_be_correlated(x: list[float], y: list[float], said: str) -> None:
    with pytest.raises(ParameterError, match=said):
        pearson(x, y)
    with pytest.raises(ParameterError, match=said):
        correlations(x, y, "ab")


def ranks(values: Sequence[float]) -> list[float]:
    """The mean of the places of equal values, by counting."""
    return [
        sum(other < each for other in values) + (sum(other == each for other in values) + 1) / 2
        for each in values
    ]


def by_numpy(x: Sequence[float], y: Sequence[float]) -> float:
    if len(set(x)) < 2 or len(set(y)) < 2:
        return math.nan
    return float(np.corrcoef(x, y)[0, 1])


def test_the_interval_is_that_of_the_pairs_in_each_resample() -> None:
    """Drawn by hand: whole clusters, again and again, ranked anew each time."""
    draw = np.random.default_rng(3)
    cluster = [str(each) for each in draw.integers(0, 6, 40)]
    x = [int(each) / 4 for each in draw.integers(0, 5, 40)]
    y = [float(each) for each in draw.integers(1, 11, 40)]
    names = sorted(set(cluster))
    r, rho = [], []
    for block in Resampler(len(names), 300, seed=9).weights():
        for weights in block:
            drawn = [
                place
                for place, name in enumerate(cluster)
                for _ in range(int(weights[names.index(name)]))
            ]
            xs, ys = [x[place] for place in drawn], [y[place] for place in drawn]
            r.append(by_numpy(xs, ys))
            rho.append(by_numpy(ranks(xs), ranks(ys)))
    found = correlations(x, y, cluster, resamples=300, seed=9, confidence=0.9)
    assert float(found[0]) == pytest.approx(by_numpy(x, y), abs=1e-10)
    assert float(found[1]) == pytest.approx(by_numpy(ranks(x), ranks(y)), abs=1e-10)
    for correlation, draws in zip(found, (r, rho), strict=True):
        low, high = percentile_interval(np.array(draws)[:, None], 0.9, np.array([len(names)]))
        assert correlation.low == pytest.approx(float(low[0]), abs=1e-10)
        assert correlation.high == pytest.approx(float(high[0]), abs=1e-10)
        assert (correlation.n, correlation.note) == (40, "")


def test_the_order_of_the_pairs_does_not_matter_to_the_interval() -> None:
    x = [float(n * n % 7) for n in range(20)]
    y = [float(n * n % 5) for n in range(20)]
    cluster = [str(n % 9) for n in range(20)]
    there = correlations(x, y, cluster, resamples=200)
    assert there == correlations(x[::-1], y[::-1], cluster[::-1], resamples=200)
    assert there != correlations(x, y, cluster, resamples=200, seed=1)


def told(x: Sequence[float], y: Sequence[float], clusters: Any, **options: Any) -> Any:
    return [
        (each.value, each.low, each.n, each.note)
        for each in correlations(x, y, clusters, names=("PIF", "tone"), **options)
    ]


def test_what_is_missing_is_said() -> None:
    for x, y, clusters, options, value, note in (
        ([1], [2], "a", {}, None, "fewer than two pairs"),
        ([], [], "", {}, None, "fewer than two pairs"),
        ([1, 1], [1, 2], "ab", {}, None, "PIF is the same throughout"),
        ([1, 2], [3, 3], "ab", {}, None, "tone is the same throughout"),
        ([1, 2], [1, 3], "aa", {}, 1, "no interval: one cluster"),
        ([1, 2], [1, 3], "ab", {"resamples": 0}, 1, "no interval: no resamples"),
        ([1, 2, 3], [1, 2, 3], "abc", {"resamples": 50}, 1, "no interval: all resamples alike"),
    ):
        assert told(x, y, clusters, **options) == [(value, None, len(x), note)] * 2


def test_settings_out_of_range_are_refused() -> None:
    for options in ({"resamples": -1}, {"seed": -1}, {"confidence": 1.0}):
        with pytest.raises(ParameterError):
            correlations([1, 2, 3], [1, 3, 2], "abc", **options)


def test_a_correlation_shows_itself() -> None:
    found = Correlation(0.6214, 0.378, 0.771, 12)
    assert str(found) == f"{found}" == "+0.621 [+0.38, +0.77]"
    assert f"{found:.1f}" == "0.6"
    assert str(Correlation(None, note="no")) == f"{Correlation(None):.2f}" == "n/a"
    assert math.isnan(float(Correlation(None)))
    assert found.to_dict() == {"value": 0.6214, "low": 0.378, "high": 0.771, "n": 12, "note": ""}
