"""Whatever a model does, a run ends or goes on, and keeps what was answered."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from driving import CONVERSATIONS, Chat, Spy, conversation, echo, no_wait, replies

from mifcheck.errors import ModelError, ParameterError
from mifcheck.models import Reply, asking, batch
from mifcheck.runs.driving import drive
from mifcheck.runs.run import Run

ROOT = Path(__file__).parents[2]


def in_time(work: Callable[[], Any], seconds: float = 30) -> Any:
    """Returns what `work` returns, or raises what it raises; fails where it does not end."""
    found: list[Any] = []

    def run() -> None:
        try:
            found.append((work(), None))
        except BaseException as error:
            found.append((None, error))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    assert found, f"no end after {seconds} seconds"
    value, error = found[0]
    if error is not None:
        raise error
    return value


async def exits() -> None:
    sys.exit(3)


async def interrupts() -> None:
    raise KeyboardInterrupt


async def stops_its_loop() -> None:
    asyncio.get_running_loop().stop()


async def exits_in_a_task() -> None:
    asyncio.get_running_loop().create_task(exits())
    await asyncio.sleep(0.01)


async def exits_in_a_callback() -> None:
    asyncio.get_running_loop().call_soon(sys.exit, 3)
    await asyncio.sleep(0.01)


def doing(odd: Callable[[], Any], key: str = "eins") -> Callable[[Chat], Any]:
    """Returns an async model that does something odd in one chat, after the others replied."""

    async def model(chat: Chat) -> str:
        if chat[-1]["content"] == key:
            await asyncio.sleep(0.2)
            await odd()
        return echo(chat)

    return model


@pytest.mark.parametrize("odd", [stops_its_loop, exits_in_a_task, exits_in_a_callback])
def test_the_other_chats_go_on(odd: Callable[[], Any]) -> None:
    run = in_time(lambda: drive(CONVERSATIONS, doing(odd)))
    assert (len(run.replies), run.errors) == (6, [])


@pytest.mark.parametrize(
    ("odd", "error", "message"),
    [
        (exits, ModelError, r"model asked to end the program \(SystemExit: 3\)"),
        (interrupts, KeyboardInterrupt, None),
    ],
)
def test_a_model_that_ends_the_program_ends_the_run(
    tmp_path: Path, odd: Callable[[], Any], error: type[BaseException], message: str | None
) -> None:
    with pytest.raises(error, match=message):
        in_time(lambda: drive(CONVERSATIONS, doing(odd), out=tmp_path / "x"))
    kept = replies(Run.load(tmp_path / "x"))
    assert kept.items() >= {("a", 1, 0): "1 one", ("c", 1, 0): "1 un"}.items()
    assert not any(key == "b" for key, _, _ in kept)


@pytest.mark.parametrize("concurrency", [1, 2])
def test_a_plain_model_that_ends_the_program_ends_the_run(tmp_path: Path, concurrency: int) -> None:
    def model(chat: Chat) -> str:
        if chat[-1]["content"] == "deux":
            sys.exit()
        return echo(chat)

    with pytest.raises(ModelError, match="asked to end the program"):
        in_time(lambda: drive(CONVERSATIONS, model, out=tmp_path / "x", concurrency=concurrency))
    assert len(Run.load(tmp_path / "x").replies) >= 3


async def swallows_its_cancellation() -> None:
    while True:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            continue


async def blocks() -> None:
    await asyncio.sleep(0.2)
    time.sleep(60)


@pytest.mark.parametrize("odd", [swallows_its_cancellation, blocks])
def test_a_call_that_will_not_end_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, odd: Callable[[], Any]
) -> None:
    monkeypatch.setattr(asking, "GRACE", 0.5)

    async def model(chat: Chat) -> Any:
        if chat[-1]["content"] == "one":
            return 7  # which ends the run
        return await odd()

    start = time.monotonic()
    with pytest.raises(ModelError, match="a int instead"):
        in_time(lambda: drive(CONVERSATIONS, model, out=tmp_path / "x"))
    assert time.monotonic() - start < 20


def test_a_plain_call_that_cancels_itself_is_an_error_of_its_chat() -> None:
    def model(chat: Chat) -> str:
        if chat[-1]["content"] == "eins":
            raise asyncio.CancelledError
        return echo(chat)

    run = drive(CONVERSATIONS, model, sleep=no_wait)
    assert [(each.key, each.error) for each in run.errors] == [
        ("b", "RuntimeError: the call cancelled itself")
    ]


async def cancels_every_call() -> None:
    for task in asyncio.all_tasks():
        task.cancel()


async def cancels_calls_that_have_not_begun() -> None:
    """What begins a call stands in a queue of the loop: each one is met before its first step."""

    def made(loop: Any, coroutine: Any, **options: Any) -> Any:
        task = asyncio.Task(coroutine, loop=loop, **options)
        task.cancel()
        return task

    asyncio.get_running_loop().set_task_factory(made)


@pytest.mark.parametrize("odd", [cancels_every_call, cancels_calls_that_have_not_begun])
def test_a_model_that_cancels_the_calls_of_other_chats_ends_the_run(
    tmp_path: Path, odd: Callable[[], Any]
) -> None:
    with pytest.raises(ModelError, match="cancelled calls of other chats"):
        in_time(lambda: drive(CONVERSATIONS, doing(odd, "one"), out=tmp_path / "x"))
    assert Run.load(tmp_path / "x").replies


class OutsideError(BaseException):
    """Such are the time limits of gevent, and the failures of pytest."""


@pytest.mark.parametrize("error", [OutsideError("late"), GeneratorExit("late")])
@pytest.mark.parametrize("concurrency", [1, 2])
@pytest.mark.parametrize("is_async", [True, False])
def test_whatever_a_call_raises_is_an_error_of_its_chat(
    error: BaseException, concurrency: int, is_async: bool
) -> None:
    def plain(chat: Chat) -> str:
        if chat[-1]["content"] == "eins":
            raise error
        return echo(chat)

    async def model(chat: Chat) -> str:
        return plain(chat)

    asked = model if is_async else plain
    run = in_time(lambda: drive(CONVERSATIONS, asked, backoff=0, concurrency=concurrency))
    assert [(each.key, each.error) for each in run.errors] == [
        ("b", f"RuntimeError: {type(error).__name__}: late")
    ]


class UnspeakableError(Exception):
    def __init__(self, error: BaseException) -> None:
        self.error = error

    def __str__(self) -> str:
        raise self.error


@pytest.mark.parametrize("inner", [RuntimeError("no words"), SystemExit(3)])
def test_an_error_without_words_is_recorded_by_its_kind(
    tmp_path: Path, inner: BaseException
) -> None:
    def model(chat: Chat) -> str:
        raise UnspeakableError(inner)

    run = drive(CONVERSATIONS, model, out=tmp_path / "x", sleep=no_wait)
    assert {each.error for each in run.errors} == {
        "UnspeakableError", "turn 1 had no reply",
    }  # fmt: skip
    assert Run.load(tmp_path / "x").replies == run.replies


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (Reply("x", None, 10**5000), "tokens are no number"),
        (Reply("x" * 2_000_001), "2,000,001 characters"),
    ],
    ids=["tokens", "text"],
)
def test_a_reply_that_no_journal_can_hold_is_an_error_of_its_chat(
    tmp_path: Path, said: Reply, error: str
) -> None:
    spy = Spy(4, lambda each: said if each.key == "b" else Reply("x", "y" * 10**6))
    run = drive(CONVERSATIONS, spy, out=tmp_path / "x")
    assert [each.key for each in run.errors] == ["b"]
    assert error in str(run.errors[0].error)
    assert Run.load(tmp_path / "x").replies == run.replies


class Markup(str):
    """Text with ways of its own, as that of template engines has."""

    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        raise NotImplementedError

    def __getitem__(self, place: Any) -> Any:
        raise NotImplementedError


def test_a_reply_is_plain_values_whatever_the_model_returns(tmp_path: Path) -> None:
    spy = Spy(4, lambda each: Reply(Markup("<think>a</think>b"), Markup("STOP"), True))
    run = drive(CONVERSATIONS, spy, out=tmp_path / "x")
    assert Run.load(tmp_path / "x").replies == run.replies
    record = next(iter(run.replies.values()))
    assert [type(each) for each in (record.reply, record.finish_reason, record.tokens)] == [
        str, str, int,
    ]  # fmt: skip


def test_a_batch_size_that_falls_to_nothing_loses_no_chat() -> None:
    class Shrinking(Odd):
        batches_samples = True
        asked = 0

        @property
        def batch_size(self) -> int:
            self.asked += 1
            return 1 if self.asked < 4 else 0

    shrinking = Shrinking()
    assert drive(CONVERSATIONS, shrinking).missing == 0
    assert shrinking.asked > 4


def test_what_was_answered_is_kept_while_the_rest_is_tried_again(tmp_path: Path) -> None:
    def said(chat: Chat) -> Any:
        return OSError("down") if chat[-1]["content"] == "eins" else echo(chat)

    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    model = batch(lambda chats: [said(chat) for chat in chats], size=8)
    with pytest.raises(KeyboardInterrupt):
        drive(CONVERSATIONS, model, out=tmp_path / "x", sleep=interrupted)
    assert set(Run.load(tmp_path / "x").replies) == {("a", 1, 0), ("c", 1, 0)}


@pytest.mark.parametrize("place", range(1, 5))
def test_an_interruption_while_a_reply_is_written_neither_loses_nor_doubles_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    calls = 0
    real = os.fsync

    def fsync(number: int) -> None:
        nonlocal calls
        calls += 1
        real(number)
        if calls == place:
            raise KeyboardInterrupt

    model = batch(lambda chats: [echo(chat) for chat in chats], size=8)
    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(KeyboardInterrupt):
        drive(CONVERSATIONS, model, out=tmp_path / "x")
    drive(CONVERSATIONS, model, out=tmp_path / "x", resume=True)
    journal = (tmp_path / "x" / "journal.jsonl").read_bytes()
    assert journal.count(b"\n") == 6
    assert len(Run.load(tmp_path / "x").replies) == 6


@pytest.mark.parametrize(
    ("value", "named"),
    [(-1, "backoff=-1"), (float("nan"), "backoff=nan"), (float("inf"), "inf"), ("1", "'1'")],
)
def test_a_backoff_is_a_number_of_seconds(value: Any, named: str) -> None:
    with pytest.raises(ParameterError, match=named):
        drive(CONVERSATIONS, echo, backoff=value)


def test_waits_do_not_grow_past_what_a_number_holds() -> None:
    waits: list[float] = []
    down = Spy(1, lambda each: OSError("down"))
    drive([conversation("a", "q")], down, retries=1000, backoff=1e300, sleep=waits.append)
    assert len(waits) == 1000
    assert max(waits) < 1e13


class Odd:
    batch_size: Any = 1

    def __init__(self, **fields: Any) -> None:
        for name, value in {"name": "odd", "settings": {}, **fields}.items():
            setattr(self, name, value)

    def answer(self, requests: Any) -> Any:
        return ["x"] * len(requests)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"batch_size": 0}, "Odd.batch_size"),
        ({"batch_size": "8"}, "Odd.batch_size"),
        ({"settings": None}, "Odd.settings"),
        ({"name": 3}, "Odd.name"),
    ],
)
def test_a_model_whose_fields_cannot_be_is_refused(fields: dict[str, Any], named: str) -> None:
    with pytest.raises(ModelError, match=named):
        drive(CONVERSATIONS, Odd(**fields))


@pytest.mark.parametrize(
    "settings",
    [{"n": 10**5000}, {("a",): 1}, {"deep": 300}, {"deep": 5000}, {"deep": -1}],
    ids=["big", "key", "deep", "deepest", "endless"],
)
def test_settings_that_json_cannot_hold_are_refused_before_anything_is_written(
    tmp_path: Path, settings: dict[Any, Any]
) -> None:
    if "deep" in settings:
        levels, value = settings["deep"], list[Any]()
        settings = {"deep": value}
        for _ in range(levels):
            inner: list[Any] = []
            value.append(inner)
            value = inner
        if levels < 0:
            value.append(value)
    with pytest.raises(ParameterError, match="cannot be written as JSON"):
        drive(CONVERSATIONS, Odd(settings=settings), out=tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_settings_of_odd_values_are_read_back(tmp_path: Path) -> None:
    odd = {"top": float("inf"), "path": Path("a"), "half": "\ud800", "name": os.fsdecode(b"\xff")}
    run = drive(CONVERSATIONS, Odd(settings=odd), out=tmp_path / "x")
    assert Run.load(tmp_path / "x").settings == run.settings
    assert drive(CONVERSATIONS, Odd(settings=odd), out=tmp_path / "x", resume=True).missing == 0


HANGING = """
import asyncio, pathlib, sys, time

async def begun():
    pathlib.Path("begun").touch()

async def swallows(chat):
    if len(chat) == 1:
        return "first"
    await begun()
    while True:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            continue

async def blocks(chat):
    await begun()
    time.sleep(60)

async def threaded(chat):
    await begun()
    await asyncio.to_thread(time.sleep, 60)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are of another kind there")
@pytest.mark.parametrize("model", ["swallows", "blocks", "threaded"])
def test_control_c_ends_within_the_time_that_is_promised(tmp_path: Path, model: str) -> None:
    (tmp_path / "hanging.py").write_text(HANGING)
    args = [sys.executable, "-m", "mifcheck", "run", "--limit", "2", "--out", "r",
            "--model", f"python:hanging:{model}"]  # fmt: skip
    process = subprocess.Popen(
        args, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not (tmp_path / "begun").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=40)
    assert (process.returncode, out) == (130, "")
    assert "--resume" in err
    assert "Traceback" not in err
    assert "Task" not in err
