"""verifiers before 0.3: a function of two lines is a reward of its `Rubric`."""

from __future__ import annotations

import asyncio

import pytest
from suites import REPLIES, ROWS, scored_rows

from mifcheck.integrations.rows import Judge

verifiers = pytest.importorskip("verifiers", reason="verifiers is not installed")
if not hasattr(verifiers, "Rubric"):
    pytest.skip("this version of verifiers has no Rubric", allow_module_level=True)


def pif(completion, info):
    return Judge()({**info, "response": completion[-1]["content"]})["pif"]


def test_a_rubric():
    rubric = verifiers.Rubric(funcs=[pif])
    found = []
    for row, reply in zip(ROWS, REPLIES, strict=True):
        if row["language"] == "hi":
            continue  # A Rubric has no answer but a number.
        state = {
            "prompt": row["prompt"], "completion": [{"role": "assistant", "content": reply}],
            "answer": "", "info": row, "task": "t", "timing": {"scoring_ms": 0, "total_ms": 0}, "trajectory": [],
        }  # fmt: skip
        asyncio.run(rubric.score_rollout(state))
        found.append(state["reward"])
    assert found == [1.0, 0.5, 0.0]
    assert sum(found) / len(found) == pytest.approx(float(scored_rows().pif))
