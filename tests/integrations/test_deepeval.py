"""DeepEval, run for real: `evaluate` and `assert_test`."""

from __future__ import annotations

import os

import pytest
from suites import REPLIES, ROWS, scored_rows

import mifcheck as mif

# Read when the package is imported.
os.environ.setdefault("DEEPEVAL_TELEMETRY_OPT_OUT", "YES")
deepeval = pytest.importorskip("deepeval", reason="deepeval is not installed")

from deepeval.evaluate.configs import AsyncConfig, CacheConfig, DisplayConfig  # noqa: E402
from deepeval.test_case import LLMTestCase  # noqa: E402

from mifcheck.integrations.deepeval import InstructionFollowingMetric  # noqa: E402

CASES = [
    LLMTestCase(name=str(row["key"]), input=row["prompt"], actual_output=reply, metadata=row)
    for row, reply in zip(ROWS, REPLIES, strict=True)
]


def scores(run_async, **options):
    """The score of each case; None where the metric was skipped."""
    evaluated = deepeval.evaluate(
        CASES,
        [InstructionFollowingMetric(**options)],
        async_config=AsyncConfig(run_async=run_async),
        display_config=DisplayConfig(show_indicator=False, print_results=False),
        cache_config=CacheConfig(write_cache=False),
    )
    found = {each.name: each.metrics_data or [None] for each in evaluated.test_results}
    assert set(found) == {"1", "2", "3", "4"}
    return [found[name][0] and found[name][0].score for name in sorted(found)]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("run_async", [False, True])
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, [1.0, 0.5, None, 0.0]),
        ({"kind": "all", "loose": True}, [1.0, 0.0, None, 1.0]),
        ({"thinking": "keep"}, [0.5, 0.5, None, 0.0]),
    ],
)
def test_evaluate(run_async, options, expected):
    assert scores(run_async, **options) == expected


def test_the_mean_is_that_of_score():
    judged = [each for each in scores(False) if each is not None]
    assert sum(judged) / len(judged) == pytest.approx(float(scored_rows().pif))


def test_a_failed_test_says_why():
    metric = InstructionFollowingMetric()
    deepeval.assert_test(CASES[0], [metric], run_async=False)
    assert metric.success is True
    assert metric.score_breakdown == {"pif": 1, "pif_loose": 1, "all": 1, "all_loose": 1}
    with pytest.raises(AssertionError, match=r"score: 0\.5.*english_lowercase: failed: "):
        deepeval.assert_test(CASES[1], [metric], run_async=False)
    deepeval.assert_test(CASES[1], [InstructionFollowingMetric(threshold=0.5)], run_async=False)


def test_instructions_for_all_cases():
    metric = InstructionFollowingMetric({"instructions": ["punctuation:no_comma"]})
    assert metric.measure(LLMTestCase(input="a", actual_output="b, c")) == 0
    with pytest.raises(mif.DataError, match="`instructions`"):
        InstructionFollowingMetric().measure(LLMTestCase(input="a", actual_output="b"))
    with pytest.raises(mif.ParameterError, match="one of pif, all"):
        InstructionFollowingMetric(kind="any")
