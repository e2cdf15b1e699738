"""A run and its folder: kept, resumed, killed, refused."""

from __future__ import annotations

import asyncio
import io
import os
import pickle
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from driving import CONVERSATIONS, Chat, Spy, conversation, echo, replies

from mifcheck.conversation import Conversation, Instruction, Turn
from mifcheck.datasets import dump, load
from mifcheck.errors import DataError, MifcheckError, ModelError, ParameterError, RunError
from mifcheck.models import Reply
from mifcheck.models.base import Outcome, Request
from mifcheck.runs.driving import drive
from mifcheck.runs.progress import progress_bar, rate
from mifcheck.runs.run import Run


def thinker(chat: Chat) -> str:
    return f"<think>hm</think>\n\nreply {len(chat)}"


def test_a_run_comes_back_from_its_folder(tmp_path: Path) -> None:
    run = drive(CONVERSATIONS, thinker, samples=2, out=tmp_path / "deep" / "x", name="trial")
    loaded = Run.load(tmp_path / "deep" / "x")
    assert tuple(loaded.conversations) == CONVERSATIONS
    assert loaded.replies == run.replies
    assert (loaded.settings, loaded.name, loaded.samples) == (run.settings, "trial", 2)


def test_settings_say_what_was_run(tmp_path: Path) -> None:
    said = drive(CONVERSATIONS, Spy(3), out=tmp_path / "x", settings={"why": "test"}).settings
    assert said["model"] == {"name": "spy", "settings": {"size": 3}}
    assert (said["samples"], said["thinking"], said["notes"]) == (1, "strip", {"why": "test"})
    assert said["date"].endswith("+00:00")
    assert said["conversations"]["count"] == 3


def test_an_existing_folder_is_left_alone(tmp_path: Path) -> None:
    drive(CONVERSATIONS, echo, out=tmp_path / "x")
    before = (tmp_path / "x" / "journal.jsonl").read_bytes()
    with pytest.raises(RunError, match="exists already: pass resume"):
        drive(CONVERSATIONS, echo, out=tmp_path / "x")
    assert (tmp_path / "x" / "journal.jsonl").read_bytes() == before


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    for resume in (True, False):
        with pytest.raises(RunError):
            drive(CONVERSATIONS, echo, out=tmp_path, resume=resume)
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.tex"]


def test_resume_begins_where_there_is_nothing_yet(tmp_path: Path) -> None:
    assert drive(CONVERSATIONS, echo, out=tmp_path / "x", resume=True).missing == 0


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"samples": 2}, "samples was 1 and would be 2"),
        ({"thinking": "keep"}, "thinking was 'strip' and would be 'keep'"),
        ({"model": Spy(2)}, r"model\.settings\.size was 3 and would be 2"),
        ({"model": echo}, r"model\.name was 'spy' and would be 'echo'"),
        ({"conversations": CONVERSATIONS[:2]}, r"conversations\.count was 3 and would be 2"),
        (
            {"conversations": (*CONVERSATIONS[:2], conversation("c", "un", "trois"))},
            r"conversations\.sha256",
        ),
    ],
)
def test_an_unlike_run_is_not_resumed(tmp_path: Path, change: dict[str, Any], named: str) -> None:
    same: dict[str, Any] = {"conversations": CONVERSATIONS, "model": Spy(3), "out": tmp_path / "x"}
    drive(**same)
    with pytest.raises(RunError, match=named):
        drive(**{**same, "resume": True, **change})


def test_resume_asks_again_only_what_failed(tmp_path: Path) -> None:
    down = True

    def said(request: Request) -> Outcome:
        if down and (request.key, request.turn) == ("a", 2):
            return OSError("down")
        return Reply("fine")

    first = Spy(8, said)
    drive(CONVERSATIONS, first, out=tmp_path / "x", retries=0)
    still = Spy(8, said)
    run = drive(CONVERSATIONS, still, out=tmp_path / "x", retries=0, resume=True)
    assert [(each.key, each.turn) for each in still.asked] == [("a", 2)]
    assert len(run.errors) == 2
    down = False
    again = Spy(8, said)
    run = drive(CONVERSATIONS, again, out=tmp_path / "x", resume=True)
    assert [(each.key, each.turn) for each in again.asked] == [("a", 2), ("a", 3)]
    assert run.errors == []
    assert Run.load(tmp_path / "x").replies == run.replies


@pytest.mark.parametrize("concurrency", [1, 4])
def test_an_interruption_leaves_a_run_that_can_be_resumed(tmp_path: Path, concurrency: int) -> None:
    calls = 0

    def said(request: Request) -> Outcome:
        nonlocal calls
        calls += 1
        if calls == 4:
            raise KeyboardInterrupt
        return Reply(f"{calls}")

    with pytest.raises(KeyboardInterrupt):
        drive(CONVERSATIONS, Spy(1, said), out=tmp_path / "x", concurrency=concurrency)
    kept = Run.load(tmp_path / "x")
    assert kept.missing > 0
    run = drive(CONVERSATIONS, Spy(1, said), out=tmp_path / "x", resume=True)
    assert run.missing == 0
    assert replies(kept).items() <= replies(run).items()


def test_an_async_interruption_leaves_no_thread_behind(tmp_path: Path) -> None:
    async def model(chat: Chat) -> Any:
        if chat[-1]["content"] == "eins":
            return 7
        await asyncio.sleep(60)
        return "never"

    with pytest.raises(ModelError, match="a int instead"):
        drive(CONVERSATIONS, model, out=tmp_path / "x")
    assert not [each for each in threading.enumerate() if each.name.startswith("mifcheck")]


DRIVER = """
import sys, time
from pathlib import Path
from mifcheck.conversation import Conversation, Turn
from mifcheck.runs.driving import drive
from mifcheck.models import batch

log = open(sys.argv[2], "a")

@batch(size=3)
def model(chats):
    time.sleep(0.02)
    for chat in chats:
        print(len(chat), chat[0]["content"], file=log, flush=True)
    return [f"{len(chat)} {chat[0]['content']}" for chat in chats]

many = [Conversation(f"k{n}", "en", (Turn(f"q{n}"), Turn("more"))) for n in range(40)]
drive(many, model, samples=2, out=sys.argv[1], resume=True)
"""


def test_a_killed_run_loses_no_reply_and_repeats_none(tmp_path: Path) -> None:
    if not hasattr(signal, "SIGKILL"):
        pytest.skip("this system has no SIGKILL")
    out, log = tmp_path / "x", tmp_path / "log"
    command = [sys.executable, "-c", DRIVER, str(out), str(log)]
    where = {"cwd": Path(__file__).parents[2]}
    journal = out / "journal.jsonl"
    for lines in (20, 100):  # mid turn 1, mid turn 2
        with subprocess.Popen(command, **where) as process:  # type: ignore[call-overload]
            deadline = time.monotonic() + 60
            while not journal.exists() or journal.read_bytes().count(b"\n") < lines:
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.005)
            os.kill(process.pid, signal.SIGKILL)
    with journal.open("ab") as file:
        file.write(b'{"key": "k1", "tu')
    kept = replies(Run.load(out))
    assert 100 <= len(kept) < 160
    subprocess.run(command, check=True, **where)  # type: ignore[call-overload]
    run = Run.load(out)
    assert run.missing == 0
    assert run.errors == []
    assert kept.items() <= replies(run).items()
    assert len(journal.read_bytes().splitlines()) == 160  # no place twice
    asked = Counter(log.read_text().splitlines())
    # Each question is put once a sample; each kill may cost the one batch in flight.
    assert sum(asked.values()) - 160 <= 2 * 3
    assert all(
        record.reply == f"{2 * record.turn - 1} q{record.key[1:]}"
        for record in run.replies.values()
    )


# --- arguments


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"samples": 0}, ParameterError, "samples=0: a whole number of at least 1"),
        ({"samples": True}, ParameterError, "samples=True"),
        ({"retries": -1}, ParameterError, "retries=-1: a whole number of at least 0"),
        ({"concurrency": 0}, ParameterError, "concurrency=0"),
        ({"thinking": "drop"}, ParameterError, "strip, keep"),
        ({"conversations": ()}, DataError, "no conversation"),
        ({"conversations": CONVERSATIONS[:1] * 2}, DataError, "two conversations have the key 'a'"),
        ({"model": 7}, ModelError, "no model"),
    ],
)
def test_wrong_arguments_are_named_before_anything_is_written(
    tmp_path: Path, arguments: dict[str, Any], error: type[MifcheckError], message: str
) -> None:
    right: dict[str, Any] = {"conversations": CONVERSATIONS, "model": echo, "out": tmp_path / "x"}
    with pytest.raises(error, match=message):
        drive(**{**right, **arguments})
    assert not (tmp_path / "x").exists()


def test_samples_that_cannot_differ_are_warned_of() -> None:
    spy = Spy(1)
    spy.settings = {"temperature": 0.0}
    with pytest.warns(UserWarning, match="makes all samples of a turn the same"):
        drive(CONVERSATIONS, spy, samples=2)


# --- progress


def test_a_bar_is_shown_on_request_and_markup_of_a_model_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    run = drive(CONVERSATIONS, lambda chat: "[bold]x[/nonsense]", progress=True, name="[/red]")
    assert run.errors == []
    assert "6 of 6" in screen.getvalue()
    assert "no errors" in screen.getvalue()


def test_a_log_gets_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    screen, now = io.StringIO(), iter(range(0, 1000, 4))
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr("mifcheck.runs.progress.time.monotonic", lambda: float(next(now)))
    with progress_bar("replies", True) as show:
        for done in range(21):
            show(done, 20)
    lines = screen.getvalue().splitlines()
    assert 2 <= len(lines) <= 8
    assert all(line.startswith("replies: ") for line in lines)
    assert lines[-1].startswith("replies: 20 of 20")


def test_what_is_quick_and_transient_leaves_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    with progress_bar("checking", True, transient=True) as show:
        show(3, 3)
    assert screen.getvalue() == ""


def test_no_bar_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    with progress_bar("replies") as show:
        show(3, 3)
    assert screen.getvalue() == ""


def test_driving_loads_neither_torch_nor_rich() -> None:
    code = (
        "import sys, mifcheck.runs.driving\n"
        "sys.exit(', '.join({'torch', 'transformers', 'rich', 'numpy'} & set(sys.modules)) or 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


@pytest.mark.parametrize(
    ("replies", "seconds", "shown"),
    [(30, 10.0, "3.0 per second"), (10, 40.0, "4.0 s each"), (0, 5.0, ""), (3, 0.0, "")],
)
def test_a_slow_model_has_a_pace_too(replies: int, seconds: float, shown: str) -> None:
    assert rate(replies, seconds) == shown


# --- what an earlier run left


def test_a_run_without_a_reply_is_begun_anew(tmp_path: Path) -> None:
    others = [conversation("z", "one", "two", "three")]
    drive(others, Spy(2, lambda each: OSError("down")), out=tmp_path / "x", retries=0)
    assert len(Run.load(tmp_path / "x").errors) == 3
    run = drive(CONVERSATIONS, echo, out=tmp_path / "x")
    assert (len(run.replies), run.errors) == (6, [])
    assert Run.load(tmp_path / "x").replies == run.replies
    with pytest.raises(ModelError):
        drive(CONVERSATIONS, lambda chat: [chat], out=tmp_path / "y")
    assert drive(CONVERSATIONS, echo, out=tmp_path / "y", resume=True).missing == 0


def test_every_file_of_a_run_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[int] = set()
    monkeypatch.setattr(os, "fsync", lambda number: synced.add(os.fstat(number).st_ino))
    drive(CONVERSATIONS, echo, out=tmp_path / "x")
    assert {each.stat().st_ino for each in (tmp_path / "x").iterdir()} <= synced


def test_a_resumed_run_says_with_what_it_went_on(tmp_path: Path) -> None:
    first = drive(CONVERSATIONS, echo, out=tmp_path / "x").settings
    drive(CONVERSATIONS, echo, out=tmp_path / "x", resume=True)
    drive(CONVERSATIONS, echo, out=tmp_path / "x", resume=True)
    settings = Run.load(tmp_path / "x").settings
    assert {name: settings[name] for name in first} == first
    assert [set(each) for each in settings["resumed"]] == [
        {"date", "mifcheck", "python", "libraries"}
    ] * 2


def test_a_line_for_no_place_of_the_run_is_named(tmp_path: Path) -> None:
    drive(CONVERSATIONS, echo, out=tmp_path / "x")
    journal = tmp_path / "x" / "journal.jsonl"
    changed = journal.read_text().replace('"key": "b"', '"key": "B"')
    journal.write_text(changed)
    with pytest.raises(RunError, match="line 2 is damaged: its crc32 is of other contents"):
        Run.load(tmp_path / "x")
    journal.write_text(re.sub(r', "crc32": "\w+"', "", changed))
    with pytest.raises(RunError, match="conversation 'B', turn 1, sample 0"):
        Run.load(tmp_path / "x")
    with pytest.raises(RunError, match="conversation 'B'"):
        drive(CONVERSATIONS, echo, out=tmp_path / "x", resume=True)


def test_an_instruction_that_cannot_be_checked_is_named_before_the_model_is_asked(
    tmp_path: Path,
) -> None:
    wrong = Conversation("w", "en", (Turn("p", (Instruction("punctuation:no_coma"),)),))
    dump([*CONVERSATIONS, wrong], tmp_path / "d.jsonl")
    spy = Spy(2)
    with pytest.raises(DataError, match=r"d\.jsonl, row 4, turn 1, instructions 1, id: unknown"):
        drive(load(tmp_path / "d.jsonl"), spy, out=tmp_path / "x")
    with pytest.raises(DataError, match=r"^w, turn 1, instructions 1, id: unknown"):
        drive([wrong], spy)
    assert not spy.asked
    assert not (tmp_path / "x").exists()
    assert drive([wrong], spy, profile=None).missing == 0
    with pytest.raises(DataError, match=r"^w, language: .*'xx'"):
        drive([Conversation("w", "xx", (Turn("p"),))], echo)


def test_a_run_says_how_far_it_is() -> None:
    run = drive(CONVERSATIONS, Spy(1, lambda each: ModelError("no")), samples=2, name="trial")
    assert repr(run) == "<Run trial: 3 conversations x 2, 0 replies, 12 errors, 0 missing>"


@pytest.mark.parametrize("source", [CONVERSATIONS, "file"])
def test_a_run_is_pickled(tmp_path: Path, source: Any) -> None:
    if source == "file":
        dump(CONVERSATIONS, tmp_path / "d.jsonl")
        source = load(tmp_path / "d.jsonl")
    run = drive(source, echo, samples=2)
    again = pickle.loads(pickle.dumps(run))
    assert again == run
    assert again.replies["a", 3, 1].reply == "5 three"
