"""evalscope, run for real: the benchmark with a model of its interface."""

from __future__ import annotations

import pytest
from suites import Replaying

import mifcheck as mif

evalscope = pytest.importorskip("evalscope", reason="evalscope is not installed")

from evalscope.api.model import GenerateConfig, ModelAPI, ModelOutput  # noqa: E402

import mifcheck.integrations.evalscope  # noqa: E402

FIGURES = {
    "prompt_level_strict": ("accuracy.conversation", "strict"),
    "inst_level_strict": ("accuracy.instruction", "strict"),
    "prompt_level_loose": ("accuracy.conversation", "loose"),
    "inst_level_loose": ("accuracy.instruction", "loose"),
    "pif": ("pif", "strict"),
    "pif_loose": ("pif", "loose"),
}


class Scripted(ModelAPI):
    def __init__(self, answer):
        super().__init__("scripted", None, None, GenerateConfig())
        self.answer = answer
        self.said = []

    def generate(self, input, tools, tool_choice, config):
        chat = [(message.role, message.text) for message in input]
        text = self.answer(chat)
        self.said.append((chat, text))
        return ModelOutput.from_content("scripted", text)


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evalscope")
    suite = mif.load(languages=["en", "hi"])
    mif.dump(suite, folder / "suite.jsonl")
    model = Scripted(Replaying(suite).answer)
    config = evalscope.TaskConfig(
        model=model,
        datasets=["mifcheck"],
        dataset_args={"mifcheck": {"extra_params": {"data": str(folder / "suite.jsonl")}}},
        repeats=2,
        work_dir=str(folder / "out"),
    )
    report = evalscope.run_task(config)["mifcheck"]
    replies = {}
    for chat, text in model.said:
        users = [each for role, each in chat if role == "user"]
        (held,) = [each for each in suite if each.turns[0].prompt == users[0]]
        taken = [each for each in replies if each[:2] == (held.key, len(users))]
        replies[held.key, len(users), len(taken)] = text
    return suite, model, replies, report


def test_the_figures_are_those_of_score(evaluated):
    suite, _, replies, report = evaluated
    scores = mif.score(mif.read_replies(suite, replies))
    assert scores.counts.replies == 2 * sum(map(len, suite))
    named = {metric.name.removesuffix(":mean"): metric for metric in report.metrics}
    assert set(named) == set(FIGURES)
    for name, metric in named.items():
        whole = scores.figures[FIGURES[name]]
        assert metric.score == pytest.approx(whole.value, abs=1e-4)
        (category,) = metric.categories
        for subset in category.subsets:
            part = scores.by("language")[subset.name][FIGURES[name]]
            assert (subset.score, subset.num) == (pytest.approx(part.value, abs=1e-4), part.n)


def test_thinking_is_left_out_of_the_history(evaluated):
    _, model, _, _ = evaluated
    shown = [text for chat, _ in model.said for _, text in chat]
    assert len(shown) > 100
    assert not any("<think>" in text for text in shown)


def test_an_instruction_that_cannot_be_checked_is_an_error(tmp_path):
    path = tmp_path / "bad.jsonl"
    path.write_text(
        '{"key": "a", "prompt": "b", "instruction_id_list": ["no:such"], "kwargs": [{}]}\n'
    )
    config = evalscope.TaskConfig(
        model=Scripted(lambda chat: "c"),
        datasets=["mifcheck"],
        dataset_args={"mifcheck": {"extra_params": {"data": str(path)}}},
        work_dir=str(tmp_path / "out"),
    )
    with pytest.raises(mif.DataError, match="no:such"):
        evalscope.run_task(config)


def test_the_system_prompt_is_sent_first(tmp_path):
    talk = mif.Conversation("k", "en", [mif.Turn("One."), mif.Turn("Two.")], system="Be brief.")
    path = mif.dump([talk], tmp_path / "c.jsonl")
    model = Scripted(lambda chat: "Yes.")
    config = evalscope.TaskConfig(
        model=model,
        datasets=["mifcheck"],
        dataset_args={"mifcheck": {"extra_params": {"data": str(path)}}},
        work_dir=str(tmp_path / "out"),
    )
    evalscope.run_task(config)
    chats = [chat for chat, _ in model.said]
    assert [chat[0] for chat in chats] == [("system", "Be brief.")] * 2
    assert [role for role, _ in chats[1]] == ["system", "user", "assistant", "user"]
