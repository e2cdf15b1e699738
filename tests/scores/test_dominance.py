"""How PIF is spread, and whether one run's is the higher one throughout."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from score_cases import outcomes, reply, runs, scored, turns

import mifcheck as mif
from mifcheck.errors import MifcheckError, ParameterError, SignatureError
from mifcheck.report.comparison import comparison_report
from mifcheck.report.show import as_text
from mifcheck.scores.bootstrap import Resampler
from mifcheck.scores.columns import ERROR, MISSING
from mifcheck.scores.outcomes import Outcomes, ReplyOutcome
from mifcheck.scores.scores import Scores
from mifcheck.scores.values import Dominance

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


def pifs(replies: list[ReplyOutcome]) -> list[Fraction]:
    """The PIF of each reply that has one, by the definition."""
    found = []
    for item in replies:
        judged = [verdict for verdict in item.strict if verdict is not None]
        if item.status in {ERROR, MISSING} or (item.instructions and not judged):
            continue
        found.append(Fraction(sum(judged), len(judged)) if judged else Fraction(1))
    return found


def marked(rows: dict[str, str]) -> list[ReplyOutcome]:
    """One reply a conversation, of which each mark is an instruction."""
    return [
        reply(" ".join(f"{mark}f:{place}" for place, mark in enumerate(marks)), key)
        for key, marks in rows.items()
    ]


# The distribution --------------------------------------------------------------------------------


def test_a_distribution_by_hand() -> None:
    lost = [reply("error", "lost", lost=2), reply("?f:a", "silent")]
    scores = scored([*marked({"a": "+-", "b": "+--", "c": "", "d": "-+"}), *lost], resamples=50)
    found = scores.distribution()
    assert found.values == (THIRD, HALF, Fraction(1))
    assert found.counts == (1, 2, 1)
    assert found.shares == (Fraction(1, 4), HALF, Fraction(1, 4))
    assert (found.n, found.left_out, found.note) == (4, 2, "")
    assert [estimate.value for estimate in found.at_most] == [1 / 4, 3 / 4, 1]
    assert [found.cdf(x) for x in (0, 0.33, 1 / 3, THIRD, 0.5, 0.99, 1)] == [
        0, 0, 1 / 4, 1 / 4, 3 / 4, 3 / 4, 1,
    ]  # fmt: skip
    assert [found.quantile(share) for share in (0, 0.25, 0.26, HALF, 0.75, 1)] == [
        THIRD, THIRD, HALF, HALF, HALF, 1,
    ]  # fmt: skip


def test_a_third_of_three_is_reached_however_it_is_written() -> None:
    found = scored(marked({"a": "-", "b": "+-", "c": "+"})).distribution()
    assert found.quantile(1 / 3) == found.quantile(THIRD) == 0


@given(runs())
def test_a_distribution_is_that_of_the_replies(replies: list[ReplyOutcome]) -> None:
    scores = scored(replies, resamples=20)
    found, expected = scores.distribution(), sorted(pifs(replies))
    assert list(found.values) == sorted(set(expected))
    assert [value for value, count in zip(found.values, found.counts, strict=True)
            for _ in range(count)] == expected  # fmt: skip
    assert found.left_out == len(replies) - len(expected)
    if not expected:
        assert found.note == "nothing to judge"
        assert found.mean is found.quantile(0.5) is None
        assert math.isnan(found.cdf(1))
        return
    assert sum(found.shares) == 1
    assert float(found.mean) == scores.pif.strict.value
    for value, estimate in zip(found.values, found.at_most, strict=True):
        assert estimate.value == found.cdf(value) == found.cdf(float(value))
        assert estimate.n == found.n
        if estimate.low is not None:
            assert 0 <= estimate.low <= estimate.high <= 1
    for share in (0.01, HALF, 1):
        least = found.quantile(share)
        assert sum(value <= least for value in expected) >= share * len(expected)
        assert sum(value < least for value in expected) < share * len(expected)


@given(runs(), st.sampled_from(["turn", "active", "conversation", "language"]))
def test_a_group_is_spread_as_its_replies_alone_are(replies: list[ReplyOutcome], by: str) -> None:
    label = {"turn": "turn", "active": "active", "conversation": "key", "language": "language"}
    for key, figures in scored(replies).by(by).items():
        chosen = [item for item in replies if getattr(item, label[by]) == key]
        assert figures.distribution() == scored(chosen).distribution()


def test_the_loose_distribution_is_of_the_loose_verdicts() -> None:
    item = replace(reply("-f:a -f:b"), loose=(True, False))
    assert scored([item]).distribution("loose").values == (HALF,)
    strict = Outcomes.from_replies([item, reply("", "z")], samples=1, has_loose=False)
    found = Scores(strict, resamples=0).distribution("loose")
    assert (found.n, found.note) == (0, "the loose verdicts were not taken")
    with pytest.raises(ParameterError, match="strict or loose, not 'both'"):
        scored([item]).distribution("both")


def test_single_instructions_have_no_distribution() -> None:
    found = scored(turns("+f:a", "-f:a@1")).by("age")[0].distribution()
    assert found.n == 0
    assert "single instructions" in found.note
    assert str(found) == found.note


@pytest.mark.parametrize("share", [-0.1, 1.1, 50])
def test_a_quantile_is_at_a_share(share: float) -> None:
    with pytest.raises(ParameterError, match="between 0 and 1"):
        scored([reply("+f:a")]).distribution().quantile(share)


def test_a_distribution_shows_itself() -> None:
    found = scored(marked({"a": "+-", "b": "+--"})).distribution()
    assert [line.split()[:3] for line in str(found).splitlines()[1:]] == [
        ["1/3", "1", "0.500"], ["1/2", "1", "0.500"],
    ]  # fmt: skip
    assert found._repr_html_().count("<tr>") == 3
    fields = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert [(row["fraction"], row["pif"], row["replies"]) for row in fields["values"]] == [
        ("1/3", 1 / 3, 1), ("1/2", 1 / 2, 1),
    ]  # fmt: skip


# Dominance ---------------------------------------------------------------------------------------

LOW = {"a": "+-", "b": "--", "c": "+-", "d": "+--"}
HIGH = {"a": "++", "b": "+-", "c": "+-", "d": "++-"}


def dominance(one: dict[str, str], other: dict[str, str], resamples: int = 200) -> Dominance:
    return mif.dominance(*(scored(marked(rows), resamples) for rows in (one, other)))


def test_the_higher_one_throughout_dominates() -> None:
    # High: 1/2, 1/2, 2/3, 1. Low: 0, 1/3, 1/2, 1/2.
    found = dominance(HIGH, LOW)
    assert (found.dominates, found.dominated) == (True, False)
    assert (found.largest.value, found.smallest.value) == (0, -1 / 2)
    # Of 16 pairs 12 are won, and the 2 x 2 of halves are ties.
    assert (found.superiority.value, found.superiority.n) == ((12 + 4 / 2) / 16, 16)
    back = dominance(LOW, HIGH)
    assert (back.dominates, back.dominated) == (False, True)
    assert (back.largest.value, back.smallest.value) == (1 / 2, 0)
    assert back.superiority.value == 2 / 16
    assert found.ahead == back.behind > 0.9
    assert found.behind == back.ahead == 0


def test_neither_dominates_where_the_functions_cross() -> None:
    # All or nothing against halves: the share of at most 0 is larger, of at most 1/2 smaller.
    found = dominance({"a": "++", "b": "--"}, {"a": "+-", "b": "+-"})
    assert (found.dominates, found.dominated) == (False, False)
    assert (found.largest.value, found.smallest.value) == (1 / 2, -1 / 2)
    assert found.superiority.value == 1 / 2
    assert "neither run dominates the other (in " in str(found)
    assert " % of the resamples a does, in " in str(found)


def test_a_run_does_not_dominate_itself() -> None:
    found = dominance(HIGH, HIGH)
    assert (found.dominates, found.dominated) == (False, False)
    assert (found.ahead, found.behind) == (0, 0)
    assert (found.largest.value, found.smallest.value) == (0, 0)
    assert found.superiority.value == 1 / 2
    assert found.largest.note == "no interval: all resamples alike"


@given(runs(), runs())
def test_dominance_is_what_the_definition_says(
    one: list[ReplyOutcome], other: list[ReplyOutcome]
) -> None:
    a, b = scored(one, resamples=20), scored(other, resamples=20)
    try:
        found, back = mif.dominance(a, b), mif.dominance(b, a)
        compared = mif.compare(a, b)
    except MifcheckError:
        return
    assert found == compared.dominance
    common = {item.key for item in one if not item.status} & {
        item.key for item in other if not item.status
    }
    ours, theirs = (pifs([i for i in run if i.key in common]) for run in (one, other))
    if not ours or not theirs:
        assert found.dominates is found.dominated is found.superiority.value is None
        assert str(found) == "nothing to judge"
        return
    gaps = [
        Fraction(sum(p <= x for p in ours), len(ours))
        - Fraction(sum(p <= x for p in theirs), len(theirs))
        for x in {*ours, *theirs}
    ]
    assert (found.largest.value, found.smallest.value) == (float(max(gaps)), float(min(gaps)))
    assert found.dominates == (max(gaps) <= 0 and any(gaps))
    assert found.dominated == (min(gaps) >= 0 and any(gaps))
    won = sum((p > q) + Fraction(p == q, 2) for p, q in product(ours, theirs))
    assert found.superiority.value == float(Fraction(won) / (len(ours) * len(theirs)))
    assert (back.dominates, back.dominated) == (found.dominated, found.dominates)
    assert back.superiority.value == pytest.approx(1 - found.superiority.value)
    assert (back.ahead, back.behind) == (found.behind, found.ahead)
    if found.dominates:
        assert found.superiority.value > 1 / 2
        assert float(found.a.mean) > float(found.b.mean)


def test_both_runs_are_drawn_in_the_same_resamples() -> None:
    """Against a bootstrap written out by hand."""
    rows = [{f"k{i}": "+" * (i * step % 4) + "-" * (3 - i * step % 4) for i in range(12)}
            for step in (1, 3)]  # fmt: skip
    rows[1]["k3"] = "+++"
    a, b = (scored(marked(each), resamples=80) for each in rows)
    keys = sorted(rows[0])
    draws = []
    for weights in Resampler(12, 80, 0).weights(rows=1):
        drawn = [
            key for key, times in zip(keys, weights[0], strict=True) for _ in range(int(times))
        ]
        ours, theirs = ([Fraction(each[key].count("+"), 3) for key in drawn] for each in rows)
        gaps = [sum(p <= x for p in ours) - sum(q <= x for q in theirs) for x in {*ours, *theirs}]
        won = sum((p > q) + (p == q) / 2 for p, q in product(ours, theirs))
        draws.append((max(gaps) / 12, min(gaps) / 12, won / 144))
    found = mif.dominance(a, b)
    assert found.ahead == sum(high == 0 > low for high, low, _ in draws) / 80
    assert found.behind == sum(low == 0 < high for high, low, _ in draws) / 80
    for column, estimate in enumerate((found.largest, found.smallest)):
        each = [draw[column] for draw in draws]
        assert min(each) <= estimate.low <= np.quantile(each, 0.025)
        assert max(each) >= estimate.high >= np.quantile(each, 0.975)


def test_what_cannot_be_compared_is_refused() -> None:
    a = scored(marked(HIGH))
    with pytest.raises(MifcheckError, match="no conversation in common"):
        mif.dominance(a, scored(marked({"z": "+"})))
    unlike = Outcomes.from_replies(
        [replace(each, loose=()) for each in marked(HIGH)],
        samples=1, signature="s", has_loose=False,
    )  # fmt: skip
    with pytest.raises(SignatureError, match="loose"):
        mif.dominance(a, Scores(unlike))
    with pytest.raises(ParameterError, match="strict or loose"):
        mif.dominance(a, a, mode="both")
    with pytest.raises(ParameterError, match="not taken"):
        mif.dominance(Scores(unlike), Scores(unlike), mode="loose")


def test_no_interval_is_explained() -> None:
    undrawn = dominance(HIGH, LOW, resamples=0)
    assert undrawn.largest.note == "no interval: no resamples"
    assert (undrawn.ahead, undrawn.superiority.note) == (None, "")
    lone = dominance({"a": "+"}, {"a": "-"})
    assert (lone.superiority.value, lone.superiority.note) == (1, "no interval: one cluster")


def test_the_comparison_says_it() -> None:
    a, b = (Scores(outcomes(marked(rows)), resamples=100) for rows in (HIGH, LOW))
    found = mif.compare(a, b)
    text = as_text(comparison_report(found))
    assert "PIF of single replies: A dominates B" in " ".join(text.split())
    assert "87.5" in text
    fields = json.loads(json.dumps(found.to_dict(), allow_nan=False))["dominance"]
    assert (fields["dominates"], fields["dominated"]) == (True, False)
    assert fields["superiority"]["value"] == 14 / 16
    assert fields["distributions"]["b"]["values"][0]["fraction"] == "0"
    assert "a dominates b" in str(found)
    assert "a dominates b" in found._repr_html_()
    assert max(map(len, text.splitlines())) <= 100
