"""What a run keeps of the history and of the placement it was held with, and goes on by."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from driving import CONVERSATIONS, RAIN, TALK, Spy, conversation, held_before, replies

import mifcheck as mif
from mifcheck.errors import ParameterError, RunError, SignatureError
from mifcheck.models import Reply
from mifcheck.models.base import SlotLike
from mifcheck.runs.driving import drive
from mifcheck.runs.history import recorded
from mifcheck.runs.journal import Record
from mifcheck.runs.replies import read_replies
from mifcheck.runs.run import Run
from mifcheck.signature import signature_for


@pytest.fixture
def earlier(tmp_path: Path) -> Run:
    return held_before(tmp_path / "earlier")


def test_settings_and_signature_say_it(earlier: Run, tmp_path: Path) -> None:
    run = drive([RAIN], Spy(1), history="first", placement="moved", out=tmp_path / "x")
    assert (run.settings["history"], run.settings["placement"]) == ("first", "moved")
    assert "|history:first|placement:moved|" in mif.score(Run.load(tmp_path / "x")).signature
    assert "|history:own|placement:as-given|" in mif.score(drive([RAIN], Spy(1))).signature
    again = drive(TALK, Spy(1), samples=2, history=earlier)
    name = again.settings["history"]
    assert name.startswith("recorded@")
    assert f"|history:{name}|" in mif.score(again).signature


def test_the_digest_is_of_what_was_seen(earlier: Run) -> None:
    def name(records: dict[SlotLike, Record], samples: int = 2, thinking: Any = "strip") -> str:
        return recorded(records, TALK, samples, thinking).name

    held = dict(earlier.replies)
    same = name(held)
    unseen = {**held, ("a", 3, 0): replace(held["a", 3, 0], reply="else")}
    assert name(unseen) == name(dict(reversed(held.items()))) == same
    seen = {**held, ("a", 2, 1): replace(held["a", 2, 1], reply="else")}
    assert name(seen) != same
    assert name(seen, samples=1) == name(held, samples=1)
    lone = {place: record for place, record in held.items() if place[2] == 0}
    assert name(lone, samples=1) == name(lone, samples=3) == name(held, samples=1)
    thought = {**held, ("a", 2, 1): replace(held["a", 2, 1], raw="<think></think>then 21")}
    assert name(thought) == same != name(thought, thinking="keep")


def test_the_digest_does_not_depend_on_the_order_of_conversations() -> None:
    run = drive(CONVERSATIONS, Spy(1))
    turned = [recorded(run.replies, each, 1, "strip").name
              for each in (CONVERSATIONS, CONVERSATIONS[::-1])]  # fmt: skip
    assert turned[0] == turned[1]


def test_runs_over_parts_of_a_recording_merge_into_that_over_all() -> None:
    earlier = drive(CONVERSATIONS, Spy(1), samples=2)
    whole, one, two = (
        mif.score(drive(part, Spy(1), samples=2, history=earlier), resamples=0)
        for part in (CONVERSATIONS, CONVERSATIONS[:1], CONVERSATIONS[1:])
    )
    assert one.signature != two.signature
    assert mif.Scores.merge(one, two) == whole
    assert mif.Scores.merge(two, one).signature == whole.signature


def test_a_run_is_not_resumed_by_another_policy(earlier: Run, tmp_path: Path) -> None:
    out = tmp_path / "x"
    drive(TALK, Spy(1), history=earlier, out=out)
    for history, told in (("own", "'own'"), (drive(TALK, Spy(1)), "'recorded@")):
        with pytest.raises(RunError, match=f"history was 'recorded@.*' and would be {told}"):
            drive(TALK, Spy(1), history=history, out=out, resume=True)
    drive([RAIN], Spy(1), out=tmp_path / "y")
    with pytest.raises(RunError, match="placement was 'as-given' and would be 'repeated'"):
        drive([RAIN], Spy(1), out=tmp_path / "y", resume=True, placement="repeated")
    assert drive(TALK, Spy(1), history=earlier, out=out, resume=True).missing == 0


def test_a_run_that_says_nothing_of_it_was_held_in_the_usual_way(tmp_path: Path) -> None:
    drive(TALK, Spy(1), out=tmp_path)
    path = tmp_path / "run.json"
    told = json.loads(path.read_text())
    path.write_text(
        json.dumps({n: v for n, v in told.items() if n not in ("history", "placement")})
    )
    assert "|history:own|placement:as-given|" in mif.score(Run.load(tmp_path)).signature


def test_replies_in_a_file_are_as_one_says(tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    file.write_text('{"key": "a", "turn": 1, "response": "x"}\n')
    run = read_replies(TALK, file)
    assert (run.settings["history"], run.settings["placement"]) == ("own", "as-given")
    for history in ("first", "recorded@0123456789ab"):
        run = read_replies(TALK, file, history=history, placement="moved")
        assert (run.settings["history"], run.settings["placement"]) == (history, "moved")
    with pytest.raises(ParameterError, match="history='frist': one of own, first, recorded@"):
        read_replies(TALK, file, history="frist")
    with pytest.raises(ParameterError, match="placement='end'"):
        read_replies(TALK, file, placement="end")


def test_scores_of_unlike_histories_are_not_merged() -> None:
    parts = [mif.score(drive([conversation(key, "q")], Spy(1), history=history), resamples=0)
             for key, history in (("a", "own"), ("b", "first"))]  # fmt: skip
    with pytest.raises(SignatureError, match="history: 'own' and 'first'"):
        mif.Scores.merge(*parts)


@pytest.mark.parametrize("other", ["own", "recorded@what one likes", "recorded@12"])
def test_a_recorded_history_joins_none_but_a_recorded_one(other: str) -> None:
    own = signature_for([RAIN])
    recorded = replace(own, history="recorded@0000000000ff")
    with pytest.raises(SignatureError, match="history: 'recorded@0000000000ff' and"):
        recorded.merge(replace(own, history=other))
    assert recorded.merge(recorded).history == recorded.history
    once_more = recorded.merge(replace(own, history="recorded@ffffffffff02"))
    assert once_more.history == "recorded@000000000001"


@pytest.mark.parametrize(
    ("history", "stages", "shown"),
    [
        ("own", [{1}, {2}, {3}], "turn 3 of 3, no errors"),
        ("first", [{1}, {2}, {3}], "turn 3 of 3, no errors"),
        ("recorded", [{1, 2, 3}], "all turns, no errors"),
    ],
)
def test_the_bar_says_which_turns_are_asked(
    history: str, stages: list[set[int]], shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = drive(CONVERSATIONS, Spy(1))
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", "120")
    spy = Spy(9)
    drive(CONVERSATIONS, spy, history=run if history == "recorded" else history, progress=True)
    assert [{each.turn for each in requests} for requests in spy.batches] == stages
    assert shown in screen.getvalue()


def test_a_resumed_bar_counts_what_is_there(
    earlier: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lossy = Spy(1, lambda each: OSError("down") if each.turn == 2 else Reply("x"))
    drive(TALK, lossy, samples=2, history=earlier, out=tmp_path / "x", retries=0)
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    again = Spy(1)
    drive(TALK, again, samples=2, history=earlier, out=tmp_path / "x", resume=True, progress=True)
    assert [each.turn for each in again.asked] == [2, 2]
    assert "replies: 6 of 6" in screen.getvalue()


DRIVER = """
import json, sys, time
from mifcheck.conversation import Conversation, Instruction, Step
from mifcheck.runs.driving import drive
from mifcheck.models import Reply

out, log, history, placement = sys.argv[1:]

class Model:
    name, settings, batch_size = "m", {}, 3

    def answer(self, requests):
        time.sleep(0.02)
        with open(log, "a") as file:
            for each in requests:
                chat = [message.content for message in each.messages]
                print(json.dumps([each.key, each.turn, each.sample, chat]), file=file, flush=True)
        return [Reply(f"{each.key} {each.turn} {each.sample}") for each in requests]

comma = Instruction("punctuation:no_comma", text="No commas.")
many = [Conversation.from_steps(f"k{n}", "en", [Step(f"q{n} No commas.", [comma]), Step("more"),
        Step("last")]) for n in range(20)]
drive(many, Model(), samples=2, out=out, resume=True, history=history, placement=placement)
"""


@pytest.mark.parametrize(
    ("history", "placement"),
    [("own", "repeated"), ("first", "moved"), ("recorded", "moved"), ("recorded", "as-given")],
)
def test_a_killed_run_goes_on_by_its_policy(tmp_path: Path, history: str, placement: str) -> None:
    if not hasattr(signal, "SIGKILL"):
        pytest.skip("this system has no SIGKILL")
    root = Path(__file__).parents[2]
    said = tmp_path / "said.jsonl"
    said.write_text(
        "".join(
            json.dumps({"key": f"k{n}", "turn": turn, "response": f"said {turn}"}) + "\n"
            for n in range(20)
            for turn in (1, 2)
        )
    )
    out, log = tmp_path / "x", tmp_path / "log"
    told = str(said) if history == "recorded" else history
    command = [sys.executable, "-c", DRIVER, str(out), str(log), told, placement]
    journal = out / "journal.jsonl"
    for lines in (20, 70):
        with subprocess.Popen(command, cwd=root) as process:
            deadline = time.monotonic() + 60
            while not journal.exists() or journal.read_bytes().count(b"\n") < lines:
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.005)
            os.kill(process.pid, signal.SIGKILL)
    kept = replies(Run.load(out))
    assert 70 <= len(kept) < 120
    subprocess.run(command, check=True, cwd=root)
    run = Run.load(out)
    assert (run.missing, run.errors) == (0, [])
    assert kept.items() <= replies(run).items()
    assert len(journal.read_bytes().splitlines()) == 120  # no place twice
    chats = [json.loads(line) for line in log.read_text().splitlines()]
    assert {tuple(place) for *place, _ in chats} == set(run.replies)
    for key, turn, sample, chat in chats:
        own = {"own": f"{key} %d {sample}", "first": f"{key} %d 0", "recorded": "said %d"}[history]
        assert chat[1::2] == [own % each for each in range(1, turn)]
        assert [each.count("No commas.") for each in chat[::2]] == {
            "as-given": [1] + [0] * (turn - 1),
            "moved": [0] * (turn - 1) + [1],
            "repeated": [2] if turn == 1 else [1] + [0] * (turn - 2) + [1],
        }[placement]
