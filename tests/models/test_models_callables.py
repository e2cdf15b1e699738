"""Functions as models: which kind each is, and what is said when it is another."""

from __future__ import annotations

import asyncio
import functools
import inspect
import typing
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest

from mifcheck.conversation import Message
from mifcheck.errors import ModelError
from mifcheck.models import Reply, Request, as_model, batch
from mifcheck.models.callables import is_async, takes_batch

REQUESTS = [Request(f"k{number}", 1, 0, (Message("user", f"q{number}"),)) for number in range(3)]


def named(name: str) -> Callable[..., Any]:
    scope: dict[str, Any] = {}
    exec(f"def f({name}): ...", scope)
    return scope["f"]


def annotated(annotation: Any, name: str = "x") -> Callable[..., Any]:
    function = named(name)
    function.__annotations__ = {name: annotation}
    return function


class Plain:
    def __call__(self, messages: list[dict[str, str]]) -> str:
        return "plain"

    def method(self, chats: Any) -> list[str]:
        return ["batch"] * len(chats)

    async def later(self, chat: Any) -> str:
        return "async"


class Later:
    async def __call__(self, messages: Any) -> str:
        return "async"


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        *[(named(name), False) for name in ("chat", "messages", "prompt", "x", "*args")],
        (annotated(list[list[dict[str, str]]]), True),
        (annotated(Sequence[Sequence[Message]]), True),
        (annotated(Iterable[list[Any]]), True),
        (annotated(typing.List[typing.List[dict]]), True),  # noqa: UP006
        (annotated("list[list[dict[str, str]]]"), True),
        (annotated("typing.Sequence[Sequence[Unheard]]"), True),
        (annotated("list[Chat]"), True),
        (annotated("'list[mine.Chat]'"), True),
        (annotated(list["Chat"]), True),  # type: ignore[name-defined]  # noqa: F821
        # an annotation that says one chat settles what the name suggests
        (annotated(list[dict[str, str]], "conversations"), False),
        (annotated("list[dict[str, str]]", "prompts"), False),
        (annotated(str, "prompts"), False),
        (annotated("list[ChatMessage]", "batch"), False),
        (annotated(list, "messages"), False),
        (Plain(), False),
        (functools.partial(named("seed, messages"), 1), False),
        (functools.partial(named("chats, messages"), 1), False),
        (lambda chat: "", False),
        (max, False),
        (str, False),
    ],
)
def test_a_function_takes_one_chat_unless_its_annotation_says_a_list_of_them(
    function: Callable[..., Any], expected: bool
) -> None:
    assert takes_batch(function) is expected


@pytest.mark.parametrize(
    "function",
    [
        *[named(name) for name in ("batch", "chats", "conversations", "prompts")],
        annotated(list, "chats"),
        annotated(Any, "chats"),
        annotated("Any", "chats"),
        Plain().method,
        functools.partial(named("seed, chats"), 1),
        functools.partial(named("chats, seed"), seed=1),
        lambda chats: [],
    ],
)
def test_what_looks_like_a_batch_function_has_to_say_what_it_is(
    function: Callable[..., Any],
) -> None:
    with pytest.raises(ModelError, match=r"models\.batch\(.*one chat.*rename.*list\[dict\]"):
        as_model(function)
    assert as_model(batch(function, size=7)).batch_size == 7


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (Plain(), False),
        (Plain().later, True),
        (Later(), True),
        (functools.partial(Plain().later), True),
        (functools.partial(functools.partial(Later())), True),
        (max, False),
    ],
)
def test_an_async_callable_is_recognised(function: Callable[..., Any], expected: bool) -> None:
    assert is_async(function) is expected
    assert inspect.iscoroutinefunction(as_model(function).answer) is expected


def ask(model: Any) -> Any:
    answered = as_model(model).answer(REQUESTS)
    return asyncio.run(answered) if inspect.isawaitable(answered) else answered


async def echo_later(chat: list[dict[str, str]]) -> str:
    return chat[-1]["content"]


@pytest.mark.parametrize(
    "model",
    [
        lambda chat: chat[-1]["content"],
        lambda chat: Reply(chat[-1]["content"]),
        batch(lambda chats: [chat[-1]["content"] for chat in chats]),
        batch(lambda chats: tuple(Reply(chat[-1]["content"]) for chat in chats)),
        echo_later,
        batch(lambda x: [chat[-1]["content"] for chat in x]),
        batch(size=3)(lambda x: [chat[-1]["content"] for chat in x]),
    ],
)
def test_each_kind_answers_in_order(model: Any) -> None:
    assert [reply.text for reply in ask(model)] == ["q0", "q1", "q2"]


def test_what_a_model_does_to_its_messages_is_its_own_affair() -> None:
    ask(lambda chat: chat.pop()["content"])
    assert REQUESTS[0].messages[-1].content == "q0"


def test_one_bad_chat_costs_the_others_nothing() -> None:
    def fails_once(chat: list[dict[str, str]]) -> str:
        if chat[-1]["content"] == "q1":
            raise OSError("gone")
        return "fine"

    first, second, third = ask(fails_once)
    assert (first.text, third.text) == ("fine", "fine")
    assert isinstance(second, OSError)


def test_none_for_a_reply_is_a_failure_of_that_chat_alone() -> None:
    first, second, _ = ask(batch(lambda chats: ["a", None, "c"]))
    assert first == Reply("a")
    assert isinstance(second, ModelError)


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (lambda chat: ["a", "b"], r"one chat and returned a list: .*models\.batch"),
        (lambda chat: 3, "a int instead of a reply"),
        (batch(lambda chats: "abc"), "batch of 3 chats and returned a str"),
        (batch(lambda chats: None), "batch of 3 chats and returned None"),
        (batch(lambda chats: ["a"]), "batch of 3 chats and returned 1 replies"),
        (batch(lambda chats: ["a", "b", 3]), "a int instead"),
        (lambda chat: echo_later(chat), "pass the async function itself"),
        (batch(lambda chats: echo_later(chats[0])), "pass the async function itself"),
        (Plain, r"is a class.*Plain\(\)"),
        (42, "a int is no model"),
    ],
)
def test_misuse_says_what_to_do(model: Any, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        ask(model)


@pytest.mark.parametrize("size", [0, -1, True, 2.0])
def test_a_batch_has_a_size(size: Any) -> None:
    with pytest.raises(ModelError, match="at least 1"):
        batch(max, size=size)


def test_names_are_readable() -> None:
    assert as_model(functools.partial(Plain().later)).name == "Plain.later"
    assert as_model(Plain()).name == "Plain"


def test_a_declared_batch_is_still_the_function() -> None:
    assert batch(lambda x: x)(5) == 5
