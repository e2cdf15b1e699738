"""Recordings as models, and models named in one string."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mifcheck.conversation import Conversation, Turn
from mifcheck.errors import ModelError
from mifcheck.models import Reply, Request
from mifcheck.runs.driving import drive
from mifcheck.runs.recording import Recording
from mifcheck.runs.run import Run
from mifcheck.runs.specs import load_model

CONVERSATIONS = tuple(
    Conversation(key, "en", (Turn(f"{key} one"), Turn(f"{key} two"))) for key in "ab"
)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    said = iter(range(100))

    def model(chat: list[dict[str, str]]) -> Reply:
        return Reply(f"<think>{len(chat)}</think>reply {next(said)}", "length", 5)

    return drive(CONVERSATIONS, model, samples=2, out=tmp_path / "x")


def packed(folder: Path) -> Path:
    path = folder / "journal.jsonl"
    path.with_name("journal.jsonl.gz").write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()
    return folder


@pytest.mark.parametrize(
    "source",
    [
        lambda folder: folder,
        lambda folder: str(folder),
        lambda folder: folder / "journal.jsonl",
        packed,
        lambda folder: packed(folder) / "journal.jsonl.gz",
    ],
)
def test_a_recording_says_the_same_again(
    run: Run, tmp_path: Path, source: Callable[[Path], Any]
) -> None:
    recording = Recording(source(tmp_path / "x"))
    again = drive(CONVERSATIONS, recording, samples=2)
    assert recording.samples == 2
    assert recording.name == run.settings["model"]["name"]
    for place, record in run.replies.items():
        same = again.replies[place]
        assert (same.reply, same.raw) == (record.reply, record.raw)
        assert (same.thinking, same.finish_reason, same.tokens) == ("closed", "length", 5)


def test_a_missing_reply_is_named(run: Run, tmp_path: Path) -> None:
    again = drive(CONVERSATIONS, Recording(tmp_path / "x"), samples=3)
    assert [each.error for each in again.errors] == [
        "ModelError: the recording x has no reply for conversation 'a', turn 1, sample 2",
        "turn 1 had no reply",
        "ModelError: the recording x has no reply for conversation 'b', turn 1, sample 2",
        "turn 1 had no reply",
    ]
    assert again.errors[0].attempts == 1


def test_a_recorded_error_is_an_error_again(tmp_path: Path) -> None:
    def model(chat: list[dict[str, str]]) -> str:
        raise OSError("down")

    drive(CONVERSATIONS, model, out=tmp_path / "x", retries=0)
    again = drive(CONVERSATIONS, Recording(tmp_path / "x"))
    assert again.errors[0].error == "ModelError: recorded error: OSError: down"


def test_recordings_with_other_replies_are_other_models(run: Run, tmp_path: Path) -> None:
    before = Recording(tmp_path / "x").settings
    assert Recording(tmp_path / "x").settings == before
    with (tmp_path / "x" / "journal.jsonl").open("a") as file:
        file.write('{"key": "a", "turn": 1, "sample": 0, "reply": "other"}\n')
    assert Recording(tmp_path / "x").settings != before


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_no_recording_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelError, match="is not a recording"):
        Recording(tmp_path / name)


def test_a_damaged_recording_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "journal.jsonl").write_text("{\n")
    with pytest.raises(ModelError, match="line 1 is damaged"):
        Recording(tmp_path)


# --- load_model

MODULE = """
import mifcheck as mif

def model(chat):
    return "from a module"

@mif.models.batch
def batched(chats):
    return ["several"] * len(chats)

def make(word, times=1):
    return lambda chat: word * times

class Tools:
    model = staticmethod(model)
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    name = f"made_for_{tmp_path.name}"
    (tmp_path / f"{name}.py").write_text(MODULE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("elsewhere")
    return name


@pytest.mark.parametrize(
    ("name", "settings", "reply"),
    [
        ("model", {}, "from a module"),
        ("batched", {}, "several"),
        ("Tools.model", {}, "from a module"),
        ("make", {"word": "ab", "times": 2}, "abab"),
    ],
)
def test_a_function_of_a_module_here(
    module: str, name: str, settings: dict[str, Any], reply: str
) -> None:
    model: Any = load_model(f"python:{module}:{name}", **settings)
    assert model.answer([Request("k", 1, 0, ())]) == [Reply(reply)]


def test_a_recording_by_name(run: Run, tmp_path: Path) -> None:
    assert isinstance(load_model(f"recording:{tmp_path / 'x'}"), Recording)


@pytest.mark.parametrize(
    ("spec", "settings", "message"),
    [
        (
            "gpt-4",
            {},
            "names no model: one of python:module:name, hf:PATH_OR_ID, openai:MODEL, recording:PATH",
        ),
        ("pyhton:a:b", {}, "did you mean 'python'"),
        ("hf:", {}, "names no model"),
        ("python:json", {}, "python:module:name is expected"),
        ("python:no_such_module:f", {}, "no_such_module cannot be imported"),
        ("python:json:dmups", {}, "json has no dmups; did you mean 'dumps'"),
        ("python:json:decoder", {}, "is no model"),
        ("python:json:JSONDecoder", {}, "is a class"),
        ("python:json:loads", {"warmth": 1}, "does not take warmth"),
        ("recording:nowhere", {}, "is not a recording"),
        ("recording:nowhere", {"seed": 1}, "takes no settings, but seed"),
        ("hf:nowhere", {"warmth": 1}, "does not take warmth"),
    ],
)
def test_a_wrong_spec_says_what_is_wrong(spec: str, settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ModelError, match=message):
        load_model(spec, **settings)
