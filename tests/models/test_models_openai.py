"""Models of servers with OpenAI's chat interface: what is sent, what comes back, what fails.

The servers are real ones on loopback; `chat_server` says how they misbehave.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Sequence
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("openai")

from chat_server import Call, completion, prompt_of, serving, trickle
from driving import conversation, replies
from hypothesis import given
from hypothesis import strategies as st

from mifcheck.conversation import Message
from mifcheck.errors import MissingExtraError, ModelError, ParameterError
from mifcheck.models import OpenAI, Reply, Request, thinking
from mifcheck.models.base import Outcome
from mifcheck.runs.driving import drive
from mifcheck.runs.specs import load_model

KEY = "hush-hush-0123"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def request(text: str = "Hi", sample: int = 0, images: tuple[str, ...] = ()) -> Request:
    return Request("k", 1, sample, (Message("user", text, images),))


def ask(model: OpenAI, *requests: Request) -> Sequence[Outcome]:
    return asyncio.run(model.answer(requests))  # type: ignore[arg-type]


def answering(*messages: dict[str, Any], **more: Any) -> Any:
    async def answer(call: Call, before: int) -> None:
        await call.send(200, completion(*messages, **more))

    return answer


def test_a_reply_has_its_text_its_end_and_its_tokens() -> None:
    with serving() as server:
        reply = ask(OpenAI("m", base_url=server.url), request())
    assert reply == [Reply("1 Hi Hi", "stop", 3)]
    assert server.bodies == [{"messages": [{"role": "user", "content": "Hi"}], "model": "m"}]


def test_settings_are_sent_and_kept() -> None:
    with serving() as server:
        model = load_model(
            "openai:m", base_url=server.url + "/", api_key=KEY, temperature=0.7, top_p=0.9,
            max_new_tokens=50, seed=1, enable_thinking=False, extra_body={"top_k": 20},
        )  # fmt: skip
        asyncio.run(model.answer([request()]))  # type: ignore[arg-type]
        ask(model, request(sample=1))  # type: ignore[arg-type]
    first, second = server.bodies
    assert first.pop("seed") != second.pop("seed")
    assert first == second == {
        "model": "m", "messages": [{"role": "user", "content": "Hi"}], "temperature": 0.7, "top_p": 0.9,
        "max_tokens": 50, "chat_template_kwargs": {"enable_thinking": False}, "top_k": 20,
    }  # fmt: skip
    assert model.settings == {
        "base_url": server.url, "api_key": KEY, "temperature": 0.7, "top_p": 0.9, "max_new_tokens": 50,
        "seed": 1, "chat_template_kwargs": {"enable_thinking": False}, "extra_body": {"top_k": 20},
    }  # fmt: skip


def test_address_and_key_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = []

    async def answer(call: Call, before: int) -> None:
        keys.append(call.key)
        await call.reply()

    with serving(answer) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        ask(OpenAI("m"), request())
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        model = OpenAI("m")
        ask(model, request())
    assert keys == ["none", KEY]
    assert KEY not in str(model.settings)


@pytest.mark.parametrize(
    ("settings", "error", "words"),
    [
        ({}, ModelError, "no key for api.openai.com: set OPENAI_API_KEY"),
        ({"base_url": "localhost:8000"}, ModelError, "an address such as http://"),
        ({"base_url": "http://h/v1", "api_key": "two words"}, ModelError, "the key has characters"),
        ({"base_url": "http://h/v1", "api_key": 123}, ParameterError, "api_key: text is expected"),
        ({"base_url": 5}, ParameterError, "base_url: text is expected"),
        ({"base_url": "http://h/v1", "timeout": 0}, ParameterError, "timeout=0"),
        ({"base_url": "http://h/v1", "enable_thinking": "no"}, ParameterError, "true or false"),
        ({"base_url": "http://h/v1", "extra_body": 3}, ParameterError, "an object is expected"),
        ({"base_url": "http://h/v1", "temprature": 0}, ModelError, "does not take .*temprature"),
    ],
)
def test_settings_that_cannot_be(settings: Any, error: Any, words: str) -> None:
    with pytest.raises(error, match=words):
        load_model("openai:m", **settings)


def test_a_missing_package_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'mifcheck\[openai\]'"):
        OpenAI("m", base_url="http://h/v1")


def test_images_are_parts_of_the_message() -> None:
    with serving() as server:
        ask(
            OpenAI("m", base_url=server.url), request("What?", images=(PIXEL, "https://h.io/a.png"))
        )
    assert server.bodies[0]["messages"][0]["content"] == [
        {"type": "text", "text": "What?"},
        {"type": "image_url", "image_url": {"url": PIXEL}},
        {"type": "image_url", "image_url": {"url": "https://h.io/a.png"}},
    ]


@pytest.mark.parametrize("field", ["reasoning_content", "reasoning"])
def test_thinking_is_kept_apart(field: str) -> None:
    with serving(answering({field: "They mention </think> here.", "content": "Paris."})) as server:
        (reply,) = ask(OpenAI("m", base_url=server.url), request())
    assert isinstance(reply, Reply)
    assert thinking.split(reply.text) == ("Paris.", "closed")
    assert "They mention </think> here." in reply.text


def test_a_reply_that_ends_in_its_thinking_is_empty() -> None:
    silent = answering({"reasoning_content": "Well", "content": None}, reason="length")
    with serving(silent) as server:
        (reply,) = ask(OpenAI("m", base_url=server.url), request())
    assert isinstance(reply, Reply)
    assert thinking.split(reply.text) == ("", "unclosed")
    assert reply.finish_reason == "length"


@given(st.text(min_size=1), st.text(alphabet="ab .", min_size=1).map(str.strip).filter(bool))
def test_joined_thinking_is_split_again(thought: str, reply: str) -> None:
    assert thinking.split(thinking.joined(thought, reply)) == (reply, "closed")


def test_no_text_is_an_error_of_the_chat_and_a_refusal_is_a_reply() -> None:
    with serving(answering({"content": None}, reason="content_filter")) as server:
        (lost,) = ask(OpenAI("m", base_url=server.url), request())
    with serving(answering({"content": None, "refusal": "I will not."})) as server:
        (refused,) = ask(OpenAI("m", base_url=server.url), request())
    assert isinstance(lost, ModelError)
    assert "content_filter" in str(lost)
    assert refused == Reply("I will not.", "stop", 3)


def test_samples_of_a_chat_are_one_request() -> None:
    numbers = count()

    async def answer(call: Call, before: int) -> None:
        wanted = range(call.body.get("n", 1))
        await call.send(200, completion(*({"content": str(next(numbers))} for _ in wanted)))

    talks = [conversation("a", "one", "two"), conversation("b", "eins")]
    with serving(answer) as server:
        run = drive(talks, OpenAI("m", base_url=server.url, batch_size=3), samples=4)
    assert not run.errors
    asked = Counter((prompt_of(body), body.get("n", 1)) for body in server.bodies)
    assert len(set(replies(run).values())) == 12
    # After the first turn each sample has a chat of its own.
    assert asked == {("one", 3): 1, ("one", 1): 1, ("eins", 3): 1, ("eins", 1): 1, ("two", 1): 4}


async def only_one(call: Call, before: int) -> None:
    call.body.pop("n", None)
    await call.reply()


async def no_n(call: Call, before: int) -> None:
    await (call.refuse(400) if call.body.get("n", 1) > 1 else call.reply())


@pytest.mark.parametrize("answer", [only_one, no_n])
def test_a_server_without_n_is_asked_one_by_one(answer: Any) -> None:
    talks = [conversation(f"k{n}", f"{n}") for n in range(9)]
    with serving(answer) as server:
        model = OpenAI("m", base_url=server.url)
        run = drive(talks, model, samples=3, concurrency=1)
    assert not run.errors
    assert len(run.replies) == 27
    assert model.batch_size == 1
    assert len(server.bodies) == 27 + (answer is no_n)


def test_a_chat_that_is_too_long_fails_alone_and_is_asked_once() -> None:
    async def answer(call: Call, before: int) -> None:
        await (call.refuse(400) if prompt_of(call.body) == "long" else call.reply())

    talks = [conversation("a", "long", "then"), conversation("b", "short")]
    with serving(answer) as server:
        run = drive(talks, OpenAI("m", base_url=server.url, api_key=KEY))
    assert server.asked == {"long": 1, "short": 1}
    assert replies(run)["b", 1, 0] == "1 short short"
    first, second = run.errors
    assert "refuses the chat" in str(first.error)
    assert "not for *** (400)" in str(first.error)
    assert second.error == "turn 1 had no reply"


@pytest.mark.parametrize(("status", "words"), [(401, "OPENAI_API_KEY"), (404, "name of the model")])
def test_what_every_chat_would_meet_ends_the_run(status: int, words: str, tmp_path: Path) -> None:
    async def answer(call: Call, before: int) -> None:
        await call.refuse(status)

    with serving(answer) as server:
        model = OpenAI("m", base_url=server.url, api_key=KEY)
        with pytest.raises(ModelError, match=words) as caught:
            drive([conversation("a", "one")], model, samples=2, out=tmp_path / "x")
    error: BaseException | None = caught.value
    assert len(server.bodies) == 1
    while error is not None:
        assert KEY not in str(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def test_no_server_ends_the_run() -> None:
    with serving() as server:
        pass
    model = OpenAI("m", base_url=server.url, max_retries=0)
    with pytest.raises(ModelError, match="no server at http://127.0.0.1:.*start it"):
        drive([conversation("a", "one")], model)


def test_a_busy_server_is_asked_when_it_says() -> None:
    times: list[float] = []

    async def answer(call: Call, before: int) -> None:
        times.append(time.monotonic())
        await (call.refuse(429, "retry-after: 0.2\r\n") if before < 3 else call.reply())

    with serving(answer) as server:
        run = drive([conversation("a", "one")], OpenAI("m", base_url=server.url))
    assert not run.errors
    assert run.replies["a", 1, 0].attempts == 1
    assert len(times) == 4
    assert min(later - time for time, later in pairwise(times)) >= 0.19


def test_a_request_has_a_time_limit_as_a_whole() -> None:
    async def answer(call: Call, before: int) -> None:
        await trickle(call)

    with serving(answer) as server:
        model = OpenAI("m", base_url=server.url, timeout=0.3, max_retries=0)
        run = drive([conversation("a", "one")], model, retries=0)
    (lost,) = run.errors
    assert lost.error == f"TimeoutError: {server.url} sent no reply within 0.3 seconds"


def test_half_a_surrogate_pair_is_an_error_of_its_chat() -> None:
    talks = [conversation("a", "\ud800"), conversation("b", "fine")]
    with serving() as server:
        run = drive(talks, OpenAI("m", base_url=server.url))
    assert [each.key for each in run.errors] == ["a"]


def test_the_requests_at_once_are_bounded() -> None:
    async def answer(call: Call, before: int) -> None:
        await asyncio.sleep(0.01)
        await call.reply()

    talks = [conversation(f"k{n}", f"{n}", f"{n} more") for n in range(30)]
    with serving(answer) as server:
        drive(talks, OpenAI("m", base_url=server.url), concurrency=5)
    assert server.most == 5


def test_a_model_serves_several_runs() -> None:
    with serving() as server:
        model = OpenAI("m", base_url=server.url)
        runs = [drive([conversation("a", "one", "two")], model) for _ in range(2)]
    assert replies(runs[0]) == replies(runs[1])
    assert not runs[1].errors
