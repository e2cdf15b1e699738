"""lm-evaluation-harness, run for real: `simple_evaluate` with a model of its interface."""

from __future__ import annotations

import json
import math

import pytest
from suites import REPLIES, ROWS, conversations, scored_rows

import mifcheck as mif
from mifcheck.integrations.lm_eval import TASKS, mean_of_judged, process_results


def test_what_is_not_judged_is_left_out_of_the_mean():
    assert mean_of_judged([1.0, None, 0.0, 0.0]) == pytest.approx(1 / 3)
    assert mean_of_judged([[True, None], [False, False]]) == pytest.approx(1 / 3)
    assert math.isnan(mean_of_judged([None, [None]]))


def test_a_row_without_instructions_is_an_error():
    with pytest.raises(mif.DataError, match="instruction_id_list"):
        process_results({"prompt": "a"}, ["b"])


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory):
    lm_eval = pytest.importorskip("lm_eval", reason="lm_eval is not installed")
    from lm_eval.api.model import LM
    from lm_eval.tasks import TaskManager

    folder = tmp_path_factory.mktemp("lm_eval")
    # JSON lines give no column to a list that is always empty.
    rows = [{**row, "kwargs": [json.dumps(each) for each in row["kwargs"]]} for row in ROWS]
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (folder / "mine.yaml").write_text(
        f"include: {TASKS / 'mifcheck_ifeval.yaml'}\ntask: mine\ndataset_path: json\n"
        f"dataset_kwargs:\n  data_files: {folder / 'rows.jsonl'}\n"
    )

    class Scripted(LM):
        def generate_until(self, requests, disable_tqdm=False):
            replies = {row["prompt"]: reply for row, reply in zip(ROWS, REPLIES, strict=True)}
            return [replies[request.args[0]] for request in requests]

        def loglikelihood(self, requests):
            raise NotImplementedError

        loglikelihood_rolling = loglikelihood

    manager = TaskManager(include_path=[str(TASKS), str(folder)])
    assert "mifcheck_ifeval" in manager.all_tasks
    return lm_eval.simple_evaluate(
        Scripted(), tasks=["mine"], task_manager=manager, bootstrap_iters=0
    )


def test_the_metrics_are_the_figures_of_score(evaluated):
    found = evaluated["results"]["mine"]
    scores = scored_rows()
    expected = {
        "prompt_level_strict_acc": scores.accuracy.conversation.strict,
        "inst_level_strict_acc": scores.accuracy.instruction.strict,
        "prompt_level_loose_acc": scores.accuracy.conversation.loose,
        "inst_level_loose_acc": scores.accuracy.instruction.loose,
        "pif": scores.pif.strict,
        "pif_loose": scores.pif.loose,
    }
    for name, estimate in expected.items():
        assert found[f"{name},none"] == pytest.approx(estimate.value, abs=1e-12)
    assert len({round(float(each), 6) for each in expected.values()}) > 3


def test_the_samples_have_their_verdicts(evaluated):
    samples = {each["doc"]["key"]: each for each in evaluated["samples"]["mine"]}
    assert samples[1]["inst_level_strict_acc"] == [True, True]
    assert samples[2]["inst_level_strict_acc"] == [False, True]
    assert samples[3]["inst_level_strict_acc"] == [None]
    assert samples[3]["pif"] is None
    assert samples[4]["prompt_level_strict_acc"] == 0
    assert samples[4]["prompt_level_loose_acc"] == 1
    assert len(samples) == len(conversations())
