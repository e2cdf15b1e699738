"""`--history`, `--placement` and `--across`, as people give them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commandline import JSON, ask, asked, refused, runner, write_lines
from driving import COMMA, RAIN

import mifcheck as mif
from mifcheck.conversation import Conversation, Turn

UNSAID = Conversation("u", "en", (Turn("Write.", (mif.Instruction(COMMA.id),)),))


@pytest.fixture
def cli(tmp_path, monkeypatch, capsys):
    mif.datasets.dump([RAIN], tmp_path / "rain.jsonl")
    return runner(tmp_path, monkeypatch, capsys)


def test_a_run_is_held_by_the_policies_that_are_named(cli):
    args = ("-n", 2, "--history", "first", "--placement", "moved")
    status, out, err = ask(cli, *args, data=["rain.jsonl"])
    assert status == 0
    assert "|history:first|placement:moved|" in out.splitlines()[-1]
    assert "runs/rain-small_models-reply-2-first-moved" in err
    run = mif.Run.load("runs/rain-small_models-reply-2-first-moved")
    assert run.replies["rain", 1, 0].reply.startswith("My answer is yes. What is rain?\n\nUse no")


def test_a_recorded_run_is_the_history_of_another(cli):
    ask(cli, "--out", "runs/given", data=["rain.jsonl"])
    args = ("--history", "runs/given", "--placement", "repeated")
    status, out, _ = ask(cli, *args, "--out", "runs/again", data=["rain.jsonl"])
    assert status == 0
    settings = mif.Run.load("runs/again").settings
    assert settings["history"].startswith("recorded@")
    assert settings["notes"] == {"history": "runs/given"}
    assert f"|history:{settings['history']}|placement:repeated|" in out.splitlines()[-1]
    assert ask(cli, *args, "--out", "runs/again", "--resume", data=["rain.jsonl"])[0] == 0
    status, out, err = ask(cli, "--out", "runs/again", "--resume", data=["rain.jsonl"])
    assert (status, out) == (2, "")
    assert "history was 'recorded@" in err


@pytest.mark.parametrize(
    ("args", "parts"),
    [
        (["--history", "frist"], ["history='frist'", "did you mean 'first'"]),
        (["--history", "nowhere"], ["history='nowhere'", "a file of replies"]),
        (["--history", "short.jsonl"], ["rain.jsonl, row 1, turn 2", "no reply of sample 0"]),
        (["--placement", "end"], ["placement='end'", "as-given, repeated, moved"]),
    ],
)
def test_a_policy_that_cannot_be_followed_is_named_before_the_model_is_asked(cli, args, parts):
    write_lines("short.jsonl", [{"key": "rain", "turn": 1, "response": "x"}])
    refused(ask(cli, *args, data=["rain.jsonl"]), *parts)
    assert asked() == 0
    assert not Path("runs").exists()


def test_words_that_the_data_do_not_tell_are_asked_for_before_the_model_is_loaded(cli):
    mif.datasets.dump([RAIN, UNSAID], "data.jsonl")
    told = cli("run", "data.jsonl", "--model", "python:no_such:model", "--placement", "moved")
    refused(told, "data.jsonl, row 2, turn 1, punctuation:no_comma: its words are unknown")


def test_a_file_of_replies_is_as_one_says_and_a_folder_says_it_itself(cli):
    write_lines("r.jsonl", [{"key": "rain", "turn": 1, "response": "x"}])
    args = ("score", "r.jsonl", "--data", "rain.jsonl", "--resamples", 0)
    assert "|history:own|placement:as-given|" in cli(*args)[1].splitlines()[-1]
    out = cli(*args, "--history", "first", "--placement", "repeated")[1]
    assert "|history:first|placement:repeated|" in out.splitlines()[-1]
    refused(cli(*args, "--history", "frist"), "history='frist'")
    ask(cli, "--out", "r", data=["rain.jsonl"])
    refused(
        cli("score", "r", "--history", "first"),
        "r has its own conversations, and records how its replies were made",
        "--history",
    )


def test_runs_are_compared_across_what_is_named(cli):
    ask(cli, "--out", "given", data=["rain.jsonl"])
    ask(cli, "--out", "moved", "--placement", "moved", data=["rain.jsonl"])
    refused(cli("compare", "given", "moved"), "placement: 'as-given' and 'moved'")
    args = ("compare", "given", "moved", "--across", "history, placement", "--resamples", 20)
    status, out, err = cli(*args)
    assert (status, err) == (0, "")
    assert "\nacross placement: A as-given, B moved\n" in out
    document = json.loads(cli(*args, *JSON)[1])
    assert document["across"] == {"placement": {"a": "as-given", "b": "moved"}}
    refused(cli("compare", "given", "moved", "--across", "placment"), "did you mean 'placement'")
