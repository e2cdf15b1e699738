"""Whose replies a model is shown before a turn."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from driving import CONVERSATIONS, PLACES, TALK, Spy, conversation, held_before

from mifcheck.datasets import dump, load
from mifcheck.errors import DataError, ParameterError
from mifcheck.models import Reply
from mifcheck.models.base import Outcome, Request, SlotLike
from mifcheck.runs.driving import drive
from mifcheck.runs.journal import Record
from mifcheck.runs.recording import Recording
from mifcheck.runs.run import Run


@pytest.fixture
def earlier(tmp_path: Path) -> Run:
    return held_before(tmp_path / "earlier")


class Fickle:
    """Says something else each time it is asked."""

    name, settings, batch_size = "fickle", {}, 1

    def __init__(self) -> None:
        self.sent: dict[SlotLike, list[str]] = {}
        self.said: dict[SlotLike, str] = {}

    def answer(self, requests: list[Request]) -> list[Outcome]:
        (request,) = requests
        self.sent[request.slot] = [f"{each.role}: {each.content}" for each in request.messages]
        self.said[request.slot] = f"reply {len(self.said) + 1}"
        return [Reply(self.said[request.slot])]


def sent(history: Any, samples: int = 2) -> dict[SlotLike, list[str]]:
    model = Fickle()
    drive(TALK, model, samples=samples, history=history)
    return model.sent


def test_by_default_each_sample_sees_its_own_replies() -> None:
    """Turn 1 is asked first, of both samples: replies 1 and 2; then turn 2: 3 and 4."""
    assert sent("own") == {
        ("a", 1, 0): ["user: one"],
        ("a", 1, 1): ["user: one"],
        ("a", 2, 0): ["user: one", "assistant: reply 1", "user: two"],
        ("a", 2, 1): ["user: one", "assistant: reply 2", "user: two"],
        ("a", 3, 0): [
            "user: one", "assistant: reply 1", "user: two", "assistant: reply 3", "user: three",
        ],
        ("a", 3, 1): [
            "user: one", "assistant: reply 2", "user: two", "assistant: reply 4", "user: three",
        ],
    }  # fmt: skip
    model = Fickle()
    drive(TALK, model, samples=2)
    assert model.sent == sent("own")


def test_all_samples_see_the_replies_of_the_first() -> None:
    second = ["user: one", "assistant: reply 1", "user: two"]
    third = [*second, "assistant: reply 3", "user: three"]
    assert sent("first") == {
        ("a", 1, 0): ["user: one"],
        ("a", 1, 1): ["user: one"],
        ("a", 2, 0): second,
        ("a", 2, 1): second,
        ("a", 3, 0): third,
        ("a", 3, 1): third,
    }


def of_the_recording(sample: int) -> dict[int, list[str]]:
    second = ["user: one", f"assistant: then 1{sample}", "user: two"]
    third = [*second, f"assistant: then 2{sample}", "user: three"]
    return {1: ["user: one"], 2: second, 3: third}


@pytest.mark.parametrize("kind", ["run", "folder", "recording", "path of text", "file"])
def test_a_recording_is_seen_whatever_is_replied_now(
    earlier: Run, tmp_path: Path, kind: str
) -> None:
    rows = [{"key": key, "turn": turn, "sample": sample, "response": record.reply}
            for (key, turn, sample), record in earlier.replies.items()]  # fmt: skip
    rows.append({"key": "of another conversation", "turn": 1, "response": "x"})
    file = tmp_path / "replies.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    folder = tmp_path / "earlier"
    history = {
        "run": earlier, "folder": folder, "recording": Recording(folder),
        "path of text": str(folder), "file": file,
    }[kind]  # fmt: skip
    expected = {("a", turn, sample): of_the_recording(sample)[turn]
                for turn in (1, 2, 3) for sample in (0, 1)}  # fmt: skip
    assert sent(history) == expected


def test_a_sample_that_was_not_recorded_sees_the_first_one(earlier: Run) -> None:
    asked = sent(earlier, samples=3)
    assert asked["a", 3, 1] == of_the_recording(1)[3]
    assert asked["a", 3, 2] == of_the_recording(0)[3]


def test_the_last_turn_need_not_be_recorded(earlier: Run) -> None:
    kept = {place: record for place, record in earlier.replies.items() if place[1] < 3}
    assert sent(replace(earlier, replies=kept)) == sent(earlier)


def test_a_run_with_itself_as_its_history_asks_the_same_again() -> None:
    first, again = Spy(2), Spy(3)
    run = drive(CONVERSATIONS, first, samples=2)
    drive(CONVERSATIONS, again, samples=2, history=run)
    assert sorted(map(repr, first.asked)) == sorted(map(repr, again.asked))


@pytest.mark.parametrize(
    ("lost", "message"),
    [
        (None, r"^a, turn 2: the recorded history has no reply of sample 1$"),
        (Record("a", 2, 1, None, error="down"), r"^a, turn 2: .* sample 1 \(recorded error: down"),
    ],
)
def test_a_reply_that_is_missing_is_named_before_anything_is_asked(
    earlier: Run, lost: Record | None, message: str, tmp_path: Path
) -> None:
    held = dict(earlier.replies)
    del held["a", 2, 1]
    if lost is not None:
        held[lost.slot] = lost
    spy = Spy(1)
    with pytest.raises(DataError, match=message):
        drive(TALK, spy, samples=2, history=replace(earlier, replies=held), out=tmp_path / "x")
    assert not spy.asked
    assert not (tmp_path / "x").exists()
    dump([conversation("z", "eins"), *TALK], tmp_path / "data.jsonl")
    with pytest.raises(DataError, match=r"data\.jsonl, row 2, turn 2: the recorded history"):
        drive(load(tmp_path / "data.jsonl"), spy, samples=2, history=replace(earlier, replies=held))


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ({"key": "a", "turn": 1, "response": "else"}, "row 6: row 1 is the reply to the same turn"),
        ({"key": "a", "turn": 4, "response": "x"}, "row 6, turn: 'a' has turns 1 to 3, not 4"),
        ({"key": "a", "turn": 2, "sample": 7}, "row 6, response: missing"),
        ({"key": "z", "turn": 1, "response": None}, None),
        ({"prompt": "nobody asked", "response": "x"}, None),
    ],
)
def test_only_replies_to_other_conversations_are_passed_over_in_a_file(
    tmp_path: Path, extra: dict[str, Any], message: str | None
) -> None:
    rows: list[dict[str, Any]] = [
        {"key": "a", "turn": turn, "response": f"then {turn}0"} for turn in (1, 2, 3)
    ]
    rows += [{"key": "z", "turn": turn, "response": "x"} for turn in (1, 1)]
    file = tmp_path / "replies.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in (*rows, extra)))
    if message is None:
        assert sent(file, samples=1) == {
            ("a", turn, 0): of_the_recording(0)[turn] for turn in (1, 2, 3)
        }
    else:
        with pytest.raises(DataError, match=message):
            sent(file, samples=1)


@pytest.mark.parametrize("history", ["frist", 7, None, "/nowhere/at/all"])
def test_what_is_no_history_is_refused(history: Any) -> None:
    with pytest.raises(ParameterError, match=r"history=.*: own, first, a run, its folder"):
        drive(TALK, Spy(1), history=history)


def test_the_nearest_policy_is_named() -> None:
    with pytest.raises(ParameterError, match="did you mean 'first'"):
        drive(TALK, Spy(1), history="frist")


def test_recorded_thinking_is_read_as_this_run_has_it() -> None:
    run = drive(TALK, Spy(1, lambda each: Reply("<think>hm</think>yes")))
    for kept, said in (("strip", "yes"), ("keep", "<think>hm</think>yes")):
        spy = Spy(1)
        drive(TALK, spy, history=run, thinking=kept)
        assert {each.messages[1].content for each in spy.asked if each.turn > 1} == {said}


def test_an_error_of_the_first_sample_blocks_all_and_one_of_another_none() -> None:
    def said(request: Request) -> Outcome:
        lost = (request.turn, request.sample) in ((2, 0), (1, 1))
        return OSError("down") if lost else Reply("x")

    run = drive(TALK, Spy(4, said), samples=3, history="first", retries=0)
    assert {place: record.error for place, record in run.replies.items() if record.error} == {
        ("a", 1, 1): "OSError: down",
        ("a", 2, 0): "OSError: down",
        ("a", 3, 0): "turn 2 had no reply",
        ("a", 3, 1): "turn 2 had no reply in sample 0",
        ("a", 3, 2): "turn 2 had no reply in sample 0",
    }


def test_with_a_recording_an_error_costs_that_turn_alone() -> None:
    run = drive(CONVERSATIONS, Spy(1), samples=2)
    lossy = Spy(4, lambda each: OSError("down") if each.turn == 1 else Reply("x"))
    again = drive(CONVERSATIONS, lossy, samples=2, history=run, retries=0)
    assert {place[1] for place in (each.slot for each in again.errors)} == {1}


def test_with_a_recording_all_turns_are_asked_together() -> None:
    """Six places in two samples are twelve; the batches of eight and four mix the turns."""
    run = drive(CONVERSATIONS, Spy(1), samples=2)
    spy = Spy(8)
    drive(CONVERSATIONS, spy, samples=2, history=run)
    assert [len(requests) for requests in spy.batches] == [8, 4]
    assert len({each.turn for each in spy.batches[0]}) > 1
    assert sorted((each.key, each.turn, each.sample) for each in spy.asked) == PLACES
