"""Driving: who is asked what, in which order, and what is left when something goes wrong."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from typing import Any

import pytest
from driving import CONVERSATIONS, PLACES, Chat, Spy, conversation, echo, no_wait, replies
from hypothesis import given
from hypothesis import strategies as st

from mifcheck.errors import ModelError
from mifcheck.models import Reply, batch
from mifcheck.models.base import Outcome, Request
from mifcheck.runs.driving import drive
from mifcheck.runs.run import Run


@given(size=st.integers(1, 9), samples=st.integers(1, 4), concurrency=st.integers(1, 3))
def test_every_place_is_asked_once_turn_by_turn(size: int, samples: int, concurrency: int) -> None:
    spy = Spy(size)
    run = drive(CONVERSATIONS, spy, samples=samples, concurrency=concurrency)
    asked = Counter((each.key, each.turn, each.sample) for each in spy.asked)
    assert set(asked.values()) == {1}
    assert set(asked) == set(run.replies)
    assert len(run.replies) == 6 * samples
    assert all(len(requests) <= size for requests in spy.batches)
    for lane in {(each.key, each.sample) for each in spy.asked}:
        turns = [each.turn for each in spy.asked if (each.key, each.sample) == lane]
        assert turns == sorted(turns)
    if size == 1 and concurrency > 1:
        return  # conversations go on by themselves
    turns = [each.turn for each in spy.asked]
    assert turns == sorted(turns)
    for turn in (1, 2, 3):  # no batch is smaller than it need be
        sizes = [len(each) for each in spy.batches if each[0].turn == turn]
        assert len(sizes) == -(-sum(sizes) // size)


def test_a_conversation_waits_for_no_other() -> None:
    others = threading.Event()

    async def model(chat: Chat) -> str:
        if chat[-1]["content"] == "eins":  # is answered when the other conversations have ended
            await asyncio.to_thread(others.wait, 10)
            return "late" if others.is_set() else "they waited"
        if chat[-1]["content"] == "three":
            others.set()
        return echo(chat)

    assert replies(drive(CONVERSATIONS, model))["b", 1, 0] == "late"


def test_a_conversation_that_was_begun_goes_on_before_another_begins() -> None:
    begun: list[str] = []

    async def model(chat: Chat) -> str:
        begun.append(chat[-1]["content"])
        await asyncio.sleep(0)
        return echo(chat)

    talks = [conversation(f"k{n}", f"{n} one", f"{n} two") for n in range(8)]
    drive(talks, model, concurrency=2)
    places = {prompt: place for place, prompt in enumerate(begun)}
    assert all(places[f"{n} two"] - places[f"{n} one"] <= 3 for n in range(8))


@pytest.mark.parametrize("history", ["own", "first"])
@pytest.mark.parametrize("lost", [(1, 0), (1, 1), (2, 0)])
def test_free_conversations_leave_the_same_run(history: str, lost: tuple[int, int]) -> None:
    def said(request: Request) -> Outcome:
        failed = (request.turn, request.sample) == lost
        return ModelError("no") if failed else Reply(str(request.messages))

    def held(**how: Any) -> dict[Any, Any]:
        run = drive(CONVERSATIONS, Spy(1, said), samples=2, history=history, **how)
        return {slot: (each.reply, each.error) for slot, each in run.replies.items()}

    assert held() == held(concurrency=3)


def test_each_sample_has_its_own_history() -> None:
    spy = Spy(4)
    drive(CONVERSATIONS, spy, samples=2)
    last = next(each for each in spy.asked if (each.key, each.turn, each.sample) == ("a", 3, 1))
    assert [(each.role, each.content) for each in last.messages] == [
        ("user", "one"),
        ("assistant", "a11"),
        ("user", "two"),
        ("assistant", "a21"),
        ("user", "three"),
    ]


def test_batches_hold_chats_of_like_length() -> None:
    lengths = [1, 50, 3, 40, 2, 60]
    spy = Spy(3)
    drive([conversation(f"k{length}", "x" * length) for length in lengths], spy)
    assert [[len(each.messages[0].content) for each in requests] for requests in spy.batches] == [
        [60, 50, 40],
        [3, 2, 1],
    ]


async def echo_later(chat: Chat) -> str:
    await asyncio.sleep(0)
    return echo(chat)


@batch(size=4)
async def echo_all_later(chats: list[Chat]) -> list[str]:
    return [echo(chat) for chat in chats]


@pytest.mark.parametrize("concurrency", [None, 1, 5])
@pytest.mark.parametrize(
    "model",
    [echo, batch(lambda chats: [echo(chat) for chat in chats]), echo_later, echo_all_later],
    ids=["plain", "batch", "async", "async batch"],
)
def test_every_kind_of_model_gives_the_same_run(model: Any, concurrency: int | None) -> None:
    run = drive(CONVERSATIONS, model, samples=2, concurrency=concurrency)
    assert list(run.replies) == PLACES
    assert replies(run)["a", 3, 1] == "5 three"
    assert run.errors == []
    assert run.missing == 0


def test_an_async_model_is_asked_so_many_at_once_and_no_more() -> None:
    busy = most = 0

    async def model(chat: Chat) -> str:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        await asyncio.sleep(0.01)
        busy -= 1
        return "x"

    many = [conversation(str(number), "q") for number in range(40)]
    drive(many, model)
    assert most == 16
    most = 0
    drive(many[:9], model, concurrency=3)
    assert most == 3


def test_plain_callables_are_asked_at_once_in_threads() -> None:
    together = threading.Barrier(3, timeout=10)

    def model(chat: Chat) -> str:
        together.wait()
        return "x"

    assert drive([conversation(key, "q") for key in "abc"], model, concurrency=3).errors == []


def test_it_works_within_a_running_loop() -> None:
    async def notebook() -> Run:
        return drive(CONVERSATIONS, echo_later)

    assert asyncio.run(notebook()).errors == []


# --- failures


class Flaky:
    """Fails the first `times` calls."""

    def __init__(self, times: int) -> None:
        self.times = times

    def __call__(self, chat: Chat) -> str:
        self.times -= 1
        if self.times >= 0:
            raise ConnectionError("down")
        return "up"


def test_a_failure_is_tried_again_after_ever_longer_waits() -> None:
    waits: list[float] = []
    run = drive([conversation("a", "q")], Flaky(3), retries=3, backoff=0.5, sleep=waits.append)
    record = run.replies["a", 1, 0]
    assert (record.reply, record.attempts, waits) == ("up", 4, [0.5, 1.0, 2.0])


def test_an_async_failure_is_tried_again_likewise() -> None:
    waits: list[float] = []
    flaky = Flaky(2)

    async def model(chat: Chat) -> str:
        return flaky(chat)

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    run = drive([conversation("a", "q")], model, sleep=wait)
    assert (run.replies["a", 1, 0].attempts, waits) == (3, [1.0, 2.0])


def test_after_the_last_try_the_error_is_recorded_and_the_sample_goes_no_further() -> None:
    def model(chat: Chat) -> str:
        if chat[-1]["content"] == "two":
            raise ConnectionError("down")
        return "up"

    run = drive(CONVERSATIONS, model, sleep=no_wait)
    assert [(each.slot, each.error, each.attempts) for each in run.errors] == [
        (("a", 2, 0), "ConnectionError: down", 3),
        (("a", 3, 0), "turn 2 had no reply", 0),
    ]
    assert all(each.reply is None for each in run.errors)
    assert replies(run)["c", 2, 0] == "up"


def test_the_turn_that_failed_is_named_by_all_later_ones() -> None:
    run = drive(CONVERSATIONS[:1], Flaky(1), retries=0)
    assert [each.error for each in run.errors] == [
        "ConnectionError: down",
        "turn 1 had no reply",
        "turn 1 had no reply",
    ]


@pytest.mark.parametrize("retries", [0, 2])
def test_one_guilty_chat_costs_its_batch_nothing(retries: int) -> None:
    def model(chats: list[Chat]) -> list[str]:
        if any(chat[-1]["content"] == "eins" for chat in chats):
            raise RuntimeError("out of memory")
        return ["fine"] * len(chats)

    run = drive(CONVERSATIONS, model, retries=retries, sleep=no_wait)
    assert [each.slot for each in run.errors] == [("b", 1, 0)]
    assert run.errors[0].attempts == retries + 2


def test_only_the_chats_that_failed_are_asked_again() -> None:
    failed: set[str] = set()

    def said(request: Request) -> Outcome:
        if request.key == "b" and "b" not in failed:
            failed.add("b")
            return OSError("once")
        return Reply("fine")

    spy = Spy(8, said)
    run = drive(CONVERSATIONS, spy, sleep=no_wait)
    assert run.errors == []
    assert [len(requests) for requests in spy.batches[:2]] == [3, 1]


def test_a_model_error_for_one_chat_is_final() -> None:
    spy = Spy(8, lambda each: ModelError("too long") if each.key == "b" else Reply("fine"))
    run = drive(CONVERSATIONS, spy, sleep=no_wait)
    assert [(each.error, each.attempts) for each in run.errors] == [("ModelError: too long", 1)]


@pytest.mark.parametrize("concurrency", [1, 3])
def test_misuse_ends_the_run_at_once(concurrency: int) -> None:
    with pytest.raises(ModelError, match=r"models\.batch"):
        drive(CONVERSATIONS, lambda chat: ["x"], concurrency=concurrency)


def test_an_empty_reply_is_a_reply() -> None:
    run = drive(CONVERSATIONS, lambda chat: "")
    assert run.errors == []
    assert set(replies(run).values()) == {""}


# --- thinking


def thinker(chat: Chat) -> str:
    return f"<think>hm</think>\n\nreply {len(chat)}"


def test_thinking_is_kept_out_of_what_is_checked_and_of_the_history() -> None:
    spy = Spy(1, lambda each: Reply(thinker(each.chat()), "stop", 7))
    record = drive(CONVERSATIONS[2:], spy).replies["c", 2, 0]
    assert (record.reply, record.raw) == ("reply 3", "<think>hm</think>\n\nreply 3")
    assert (record.thinking, record.finish_reason, record.tokens) == ("closed", "stop", 7)
    assert spy.asked[-1].messages[1].content == "reply 1"


def test_thinking_is_kept_on_request() -> None:
    spy = Spy(1, lambda each: Reply(thinker(each.chat())))
    record = drive(CONVERSATIONS[2:], spy, thinking="keep").replies["c", 2, 0]
    assert (record.reply, record.raw, record.thinking) == (thinker([{}] * 3), None, "closed")
    assert spy.asked[-1].messages[1].content == thinker([{}])


def test_thought_without_end_is_an_empty_reply() -> None:
    record = drive(CONVERSATIONS, lambda chat: "<think>hm").replies["b", 1, 0]
    assert (record.reply, record.thinking, record.error) == ("", "unclosed", None)


# --- replies that are not quite


class Whole:
    """A whole number that is no int, as arrays and tensors hold them."""

    def __index__(self) -> int:
        return 3


@pytest.mark.parametrize("concurrency", [1, 2])
@pytest.mark.parametrize(
    ("said", "error"),
    [
        (Reply(None), "a Reply whose text is None"),  # type: ignore[arg-type]
        (Reply(b"x"), "a Reply whose text is a bytes"),  # type: ignore[arg-type]
        (Reply("x", 3), "finish_reason is a int"),  # type: ignore[arg-type]
        (Reply("x", None, 2.5), "tokens are a float"),  # type: ignore[arg-type]
    ],
)
def test_a_reply_that_is_none_costs_that_chat_alone(
    said: Reply, error: str, concurrency: int, tmp_path: Any
) -> None:
    spy = Spy(4, lambda each: said if each.key == "b" else Reply("x"))
    run = drive(CONVERSATIONS, spy, out=tmp_path / "x", concurrency=concurrency)
    assert [(each.key, each.attempts) for each in run.errors] == [("b", 1)]
    assert error in str(run.errors[0].error)
    assert Run.load(tmp_path / "x").replies == run.replies


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        ("max_tokens", "length"), ("MAX_TOKENS", "length"), ("max_output_tokens", "length"),
        ("end_turn", "stop"), ("eos", "stop"), ("content_filter", "content_filter"), (None, None),
    ],
)  # fmt: skip
def test_what_services_call_the_end_is_understood(
    word: str | None, kept: str | None, tmp_path: Any
) -> None:
    spy = Spy(4, lambda each: Reply("x", word, Whole()))  # type: ignore[arg-type]
    run = drive(CONVERSATIONS, spy, out=tmp_path / "x")
    assert {(each.finish_reason, each.tokens) for each in run.replies.values()} == {(kept, 3)}
    assert Run.load(tmp_path / "x").replies == run.replies


def test_a_call_cancelled_from_within_is_an_error_of_its_batch() -> None:
    async def model(chat: Chat) -> str:
        if chat[-1]["content"] == "eins":
            raise asyncio.CancelledError
        return echo(chat)

    run = drive(CONVERSATIONS, model, retries=1, backoff=0)
    assert [(each.key, each.error) for each in run.errors] == [
        ("b", "RuntimeError: the call cancelled itself")
    ]
    assert len(run.replies) == 6
