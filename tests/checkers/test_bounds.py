"""Bounds and limits: what lies within them, as sets, and their JSON form."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mifcheck as mif
from mifcheck.bounds import RELATIONS, Bound, Limit

COUNTS = range(30)
NUMBERS = [Fraction(number, 2) for number in range(-20, 40)]

plain_bounds = st.one_of(
    st.builds(Bound, st.integers(0, 9)),
    st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda ends: mif.between(*sorted(ends))),
)
bounds = st.one_of(
    plain_bounds, plain_bounds.filter(lambda bound: bound != Bound()).map(lambda b: ~b)
)
limits = st.builds(
    Limit, st.sampled_from(sorted(RELATIONS)), st.sampled_from([-3, 0, 0.5, 2, 2.5, 5, 7])
)


@given(bounds, bounds)
def test_a_bound_is_within_another_if_all_its_counts_are(one, other):
    assert (one <= other) == all(count in other for count in COUNTS if count in one)


@given(limits, limits)
def test_a_limit_is_within_another_only_if_all_its_numbers_are(one, other):
    # "Less than 3" is within "at most 2.5" only if nothing lies between the numbers that are tried.
    if one <= other:
        assert all(number in other for number in NUMBERS if number in one)
    assert one <= one


def test_a_limit_is_within_a_looser_one():
    assert Limit("more than", 5) <= Limit("at least", 5)
    assert not Limit("at least", 5) <= Limit("more than", 5)
    assert Limit("at least", 6) <= Limit("more than", 5)
    assert Limit("less than", 5) <= Limit("at most", 7)
    assert not Limit("at most", 7) <= Limit("less than", 7)
    assert Limit("exactly", 2.5) <= Limit("at most", 2.5)
    assert not Limit("exactly", 2.5) <= Limit("exactly", 2)
    assert not Limit("at least", 5) <= Limit("at most", 7)


@given(st.one_of(bounds, limits))
def test_json_and_back(value):
    assert type(value).from_spec(json.loads(json.dumps(value.to_spec()))) == value
    assert type(value).from_spec(value) == value


@pytest.mark.parametrize("kind", [Bound, Limit])
@pytest.mark.parametrize(
    "spec", [3, "at least 3", {}, {"atleast": 3}, {"at_least": 1, "at_most": 2}, None]
)
def test_what_is_no_spec_is_refused_with_the_names_that_are(kind, spec):
    with pytest.raises(mif.MifcheckError, match="is one of 'at_least'.* with its number"):
        kind.from_spec(spec)


@pytest.mark.parametrize("spec", [{"between": [1]}, {"exactly": "3"}, {"not": 3}])
def test_a_bound_needs_whole_numbers(spec):
    with pytest.raises(mif.MifcheckError, match="a bound is one of"):
        Bound.from_spec(spec)
