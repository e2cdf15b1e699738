"""Inspect AI, run for real: the task by its name, the log read back, the scorer in another task."""

from __future__ import annotations

import math

import pytest
from suites import (
    REPLIES,
    ROWS,
    THOUGHT,
    Replaying,
    figures,
    instructions,
    recorded,
    scored_rows,
)

import mifcheck as mif

inspect_ai = pytest.importorskip("inspect_ai", reason="inspect-ai is not installed")

from inspect_ai.dataset import Sample  # noqa: E402
from inspect_ai.model import ModelOutput, ModelUsage, get_model  # noqa: E402

from mifcheck.integrations.inspect_ai import instruction_following, read_log  # noqa: E402


def said(text):
    # With a usage, the mock model does not count tokens, for which it would load a file.
    output = ModelOutput.from_content("mockllm", text)
    output.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
    return output


def evaluated(task, answer, tmp_path, **options):
    def outputs(input, tools, tool_choice, config):
        return said(answer([(message.role, message.text) for message in input]))

    (log,) = inspect_ai.eval(
        task,
        model=get_model("mockllm/model", custom_outputs=outputs, memoize=False),
        log_dir=str(tmp_path),
        display="none",
        **options,
    )
    assert log.status == "success", log.error
    return log


def reported(log):
    (scores,) = log.results.scores
    return {name: metric.value for name, metric in scores.metrics.items()}


@pytest.fixture(scope="module")
def replayed(tmp_path_factory):
    suite = mif.load(languages=["en", "hi"])
    replaying = Replaying(suite)
    # By its name, so that the entry point of the installed package is what finds it.
    log = evaluated(
        "mifcheck/multi_turn",
        replaying.answer,
        tmp_path_factory.mktemp("logs"),
        task_args={"languages": "en,hi"},
        epochs=2,
    )
    return suite, replaying, log


def test_the_figures_of_the_task_are_those_of_score(replayed):
    suite, _, log = replayed
    scores = mif.score(mif.read_replies(suite, read_log(log.location)))
    assert scores.counts.replies == 2 * sum(map(len, suite))
    expected = figures(scores)
    assert "forgetting.consecutive.strict" in expected
    assert reported(log) == pytest.approx(expected, abs=1e-12)


def test_the_replies_of_the_log_are_those_that_were_recorded(replayed):
    suite, _, log = replayed
    rows = read_log(log)
    run = mif.read_replies(suite, rows)
    for key, turn, sample in run.replies:
        texts = {recorded().records[key, turn, each].text for each in range(4)}
        assert run.replies[key, turn, sample].reply in texts


def test_thinking_is_left_out_of_the_history(replayed):
    _, replaying, _ = replayed
    assert len(replaying.shown) > 100
    assert not any("<think>" in text for text in replaying.shown)


def test_thinking_may_be_kept(tmp_path):
    suite = mif.load(languages="en", limit=1)
    answers = iter(REPLIES)
    shown = []

    def answer(chat):
        shown.extend(text for _, text in chat)
        return THOUGHT + next(answers)

    options = {"languages": "en", "limit": 1, "thinking": "keep"}
    log = evaluated("mifcheck/multi_turn", answer, tmp_path, task_args=options)
    assert any("<think>" in text for text in shown)
    scores = mif.score(mif.read_replies(suite, read_log(log), thinking="keep"))
    assert reported(log) == pytest.approx(figures(scores), abs=1e-12)


def test_a_sample_has_its_numbers_and_says_why(tmp_path):
    samples = [Sample(id=row["key"], input=row["prompt"], metadata=row) for row in ROWS]
    replies = {row["prompt"]: reply for row, reply in zip(ROWS, REPLIES, strict=True)}
    task = inspect_ai.Task(dataset=samples, scorer=instruction_following())
    log = evaluated(task, lambda chat: replies[chat[-1][1]], tmp_path)
    scores = {sample.id: sample.scores["instruction_following"] for sample in log.samples}
    assert scores[1].value == {"pif": 1, "pif_loose": 1, "all": 1, "all_loose": 1}
    assert scores[2].value == {"pif": 0.5, "pif_loose": 0.5, "all": 0, "all_loose": 0}
    assert all(math.isnan(number) for number in scores[3].value.values())
    assert scores[4].value == {"pif": 0, "pif_loose": 1, "all": 0, "all_loose": 1}
    assert "change_case:english_lowercase: failed: " in scores[2].explanation
    assert reported(log) == pytest.approx(figures(scored_rows()), abs=1e-12)
    for row, reply in zip(ROWS, REPLIES, strict=True):
        answer = reply.removeprefix(THOUGHT)
        checked = mif.check_all(instructions(row), answer, row["language"])
        assert scores[row["key"]].value["pif"] == pytest.approx(
            math.nan if checked.pif is None else checked.pif, nan_ok=True
        )


def test_an_instruction_that_cannot_be_checked_is_an_error_before_anything_is_asked(tmp_path):
    path = tmp_path / "bad.jsonl"
    path.write_text(
        '{"key": "a", "prompt": "b", "instruction_id_list": ["no:such"], "kwargs": [{}]}\n'
    )
    with pytest.raises(mif.DataError, match="no:such"):
        inspect_ai.eval("mifcheck/multi_turn", model="mockllm/model", task_args={"data": str(path)})


def test_the_system_prompt_is_sent_first(tmp_path):
    talk = mif.Conversation("k", "en", [mif.Turn("One."), mif.Turn("Two.")], system="Be brief.")
    path = mif.dump([talk], tmp_path / "c.jsonl")
    chats = []
    evaluated(
        "mifcheck/multi_turn",
        lambda chat: chats.append(chat) or "Yes.",
        tmp_path,
        task_args={"data": str(path)},
    )
    assert [chat[0] for chat in chats] == [("system", "Be brief.")] * 2
    assert [role for role, _ in chats[1]] == ["system", "user", "assistant", "user"]
