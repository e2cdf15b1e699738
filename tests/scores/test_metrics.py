"""The table of metrics: what one entry says, and that everything goes over the table."""

from __future__ import annotations

import pytest
from score_cases import outcomes, reply, scored

from mifcheck.scores.coded import CodedOutcomes
from mifcheck.scores.comparing import compare
from mifcheck.scores.metrics import HEADLINE, METRICS, RATIOS, pif_n_k

REPLIES = [
    reply(text, key, turn)
    for key in ("x:en", "y:en", "z:en")
    for turn, text in ((1, "+f:a -g:b"), (2, "-f:a +g:b"))
]
SCORES = scored(REPLIES, resamples=20)
NAMES = {(metric.key, mode) for metric in METRICS for mode in metric.modes}


@pytest.mark.parametrize("metric", [*RATIOS, pif_n_k(1, 1)], ids=lambda metric: metric.key)
def test_a_metric_by_instruction_has_rows_of_single_instructions(metric):
    events = metric.rows(CodedOutcomes(outcomes(REPLIES)), "strict")
    assert metric.by_instruction == ({"id", "family", "age"} <= set(events.codes))
    assert len(events.cluster) == len(events.numerator) == len(events.denominator)


def test_scores_rows_and_comparisons_have_every_metric():
    assert {(figure, mode) for figure, mode, _ in SCORES.figures.items()} == NAMES
    extra = {("pif_n_k.1.1", mode) for mode in ("strict", "loose")}
    assert {(row["figure"], row["mode"]) for row in SCORES.by().rows()} == NAMES | extra
    assert {(row.figure, row.mode) for row in compare(SCORES, SCORES).rows} == NAMES | extra


def test_a_metric_is_found_by_its_name_and_mode():
    metrics = SCORES.by("turn")[2]
    assert metrics["pif", "loose"] == metrics.pif.loose
    assert metrics["forgetting.ever", "strict"] == metrics.forgetting.ever.strict
    assert metrics["accuracy.mean", "both"] == metrics.accuracy.mean
    assert metrics.to_dict()["correction"]["strict"] == metrics.correction.strict.to_dict()


def test_names_are_different_and_the_parts_of_a_mean_exist():
    assert len({metric.key for metric in METRICS}) == len(METRICS)
    assert len({metric.label for metric in METRICS}) == len(METRICS)
    assert set(HEADLINE) <= NAMES
    for metric in METRICS:
        assert set(metric.mean_of) <= NAMES
