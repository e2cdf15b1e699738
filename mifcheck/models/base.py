"""What the driver asks of a model, and what a model returns."""

from __future__ import annotations

import operator
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol, TypeAlias, TypeVar, runtime_checkable

from mifcheck.conversation import Message
from mifcheck.errors import DataError, ModelError, ParameterError
from mifcheck.safe import short_repr

T = TypeVar("T")

LONGEST_REPLY: Final = 2_000_000
"""Characters of a reply, at most. A line of a journal with one can still be read back."""
_MOST_TOKENS: Final = 2**63


class Slot(NamedTuple):
    """Which reply of a run: one sample of one turn of one conversation. Equals a plain tuple.

    Attributes:
        key: the conversation's key.
        turn: counted from 1.
        sample: counted from 0.
    """

    key: str
    turn: int
    sample: int

    def __str__(self) -> str:
        return f"conversation {self.key!r}, turn {self.turn}, sample {self.sample}"


SlotLike: TypeAlias = tuple[str, int, int]
"""A slot, or a plain tuple that equals one."""


@dataclass(frozen=True, slots=True)
class Request:
    """A chat that needs its next reply.

    Most models read only `messages`. A recording looks its reply up by the other three fields,
    and a sampling model derives its random numbers from them.

    Attributes:
        key: the conversation's key.
        turn: counted from 1.
        sample: counted from 0.
        messages: the chat so far. The last message is the user's.
        images: the folder whose files may be sent as images, without links; None for none.
    """

    key: str
    turn: int
    sample: int
    messages: tuple[Message, ...]
    images: Path | None = None

    @property
    def slot(self) -> Slot:
        """Which reply of the run is requested."""
        return Slot(self.key, self.turn, self.sample)

    def chat(self) -> list[dict[str, Any]]:
        """Returns the messages as new `{"role", "content"}` dicts, which the caller may change.

        The content of a message with images is a list of parts, see `Message.to_dict`.

        Raises:
            ModelError: an image is refused or cannot be read; names conversation, turn and file.
        """
        chat = []
        for position, message in enumerate(self.messages, start=1):
            try:
                chat.append(message.to_dict(self.images))
            except DataError as error:
                turn = sum(each.role == "user" for each in self.messages[:position])
                raise ModelError(f"{self}, image of turn {turn}: {error}") from None
        return chat

    def __str__(self) -> str:
        return str(self.slot)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model said.

    Attributes:
        text: the text as the model returned it, with its thinking. It may be empty, and has at
            most `LONGEST_REPLY` characters: a longer one is an error of its chat.
        finish_reason: "stop", "length" (cut off at the token limit) or None (unknown). The words
            of other services ("end_turn", "max_tokens") are understood; any other word is kept.
        tokens: the number of generated tokens, without padding; None if unknown.
    """

    text: str
    finish_reason: str | None = None
    tokens: int | None = None


Outcome: TypeAlias = "Reply | Exception"
"""What a model returns for one request."""

_FINISH_REASONS: Final = {
    **dict.fromkeys(("length", "max_tokens", "max_output_tokens", "max_length"), "length"),
    **dict.fromkeys(("stop", "end_turn", "eos", "eos_token", "stop_sequence"), "stop"),
}


@runtime_checkable
class Model(Protocol):
    """A model that answers several chats at a time.

    A model may also have `batches_samples`. If that is true, all requests of a batch have the same
    messages: they are samples of one chat.

    Attributes:
        name: shown to people and written to the run folder.
        settings: everything else that affects the replies, as JSON values. Runs with different
            settings are different runs.
        batch_size: the maximum number of requests that `answer` takes.
    """

    @property
    def name(self) -> str: ...
    @property
    def settings(self) -> Mapping[str, Any]: ...
    @property
    def batch_size(self) -> int: ...

    def answer(self, requests: Sequence[Request]) -> Sequence[Outcome]:
        """Returns one outcome for each request, in the same order.

        If one chat fails, its outcome is the exception, and the other chats keep their replies.
        If the whole batch fails, `answer` raises. A returned `ModelError` is final and a raised
        one ends the run; after any other exception the chat is asked again.
        """
        ...


@runtime_checkable
class AsyncModel(Protocol):
    """Like `Model`, but `answer` is a coroutine function, and several calls run at once."""

    @property
    def name(self) -> str: ...
    @property
    def settings(self) -> Mapping[str, Any]: ...
    @property
    def batch_size(self) -> int: ...

    async def answer(self, requests: Sequence[Request]) -> Sequence[Outcome]:
        """See `Model.answer`."""
        ...


AnyModel: TypeAlias = "Model | AsyncModel"


def as_outcomes(values: Any, count: int, name: str) -> list[Outcome]:
    """Converts what a model returned for a batch of `count` chats.

    Raises:
        ModelError: it is not a sequence of replies, or not one of this length.
    """
    returned = f"{name} was given a batch of {count} chats and returned"
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Sequence):
        raise ModelError(f"{returned} {_kind(values)} instead of a list of replies")
    if len(values) != count:
        raise ModelError(f"{returned} {len(values)} replies")
    return [as_outcome(value, name) for value in values]


def as_outcome(value: Any, name: str) -> Outcome:
    """Converts a string, `Reply`, exception or None. None is an error of that chat alone.

    Raises:
        ModelError: it is anything else, which asking again will not change.
    """
    if isinstance(value, (str, Reply)):
        reply = value if isinstance(value, Reply) else Reply(value)
        return _with_json_types(reply, name)
    if isinstance(value, Exception):
        return value
    if value is None:
        return ModelError(f"{name} returned None instead of a reply")
    raise ModelError(f"{name} returned {_kind(value)} instead of a reply's text (a str or Reply)")


def common_finish_reason(word: str) -> str:
    """Returns "stop" or "length" if a service's word means one of them, else the word itself."""
    return _FINISH_REASONS.get(word.casefold(), word)


def require_range(name: str, value: float, low: float, high: float) -> None:
    """Raises unless a setting of a model is a number in this range.

    Raises:
        ParameterError: names the setting.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        most = "" if high == float("inf") else f" and at most {high:g}"
        raise ParameterError(
            f"{name}={short_repr(value)}: a number of at least {low:g}{most} is expected"
        )


def require_object(name: str, value: Any) -> None:
    """Raises unless a setting of a model is an object of JSON, or None.

    Raises:
        ParameterError: names the setting.
    """
    if value is not None and not isinstance(value, Mapping):
        raise ParameterError(
            f'{name}={short_repr(value)}: an object is expected, such as {{"top_k": 20}}'
        )


def template_arguments(
    enable_thinking: bool | None, more: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Returns the arguments of a chat template that were given.

    Raises:
        ParameterError: `enable_thinking` is no truth value, or `more` no object.
    """
    require_object("chat_template_kwargs", more)
    if enable_thinking not in (True, False, None):
        raise ParameterError(
            f"enable_thinking={short_repr(enable_thinking)}: true or false is expected"
        )
    given = {} if enable_thinking is None else {"enable_thinking": bool(enable_thinking)}
    return given | dict(more or {})


def run_now(coroutine: Coroutine[Any, Any, T]) -> T:
    """Runs a coroutine that never waits, without an event loop.

    Plain and async models share their code in this way: it is written once, as async code.
    """
    try:
        coroutine.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    coroutine.close()
    raise RuntimeError("the coroutine waits, which needs an event loop")


def _with_json_types(reply: Reply, name: str) -> Outcome:
    """Returns the reply with types that the journal can hold, or an error of this chat.

    Services send None as the text of a refusal, and tensors hold numbers that are not ints.
    Such a reply must not end the run.
    """
    text, reason, tokens = reply.text, reply.finish_reason, reply.tokens
    if not isinstance(text, str):
        return ModelError(f"{name} returned a Reply whose text is {_kind(text)}")
    if len(text) > LONGEST_REPLY:
        return ModelError(
            f"{name} returned {len(text):,} characters; a reply has at most {LONGEST_REPLY:,}"
        )
    if reason is not None and not isinstance(reason, str):
        return ModelError(f"{name} returned a Reply whose finish_reason is {_kind(reason)}")
    try:
        count = None if tokens is None else int(operator.index(tokens))
    except TypeError:
        return ModelError(f"{name} returned a Reply whose tokens are {_kind(tokens)}")
    if count is not None and abs(count) >= _MOST_TOKENS:
        return ModelError(f"{name} returned a Reply whose tokens are no number that can be true")
    known = None if reason is None else common_finish_reason(str.__str__(reason))
    # Subclasses of str may split, join or compare in ways of their own. JSON joins the halves of a
    # surrogate pair, so that a journal could not hold them apart.
    halves = str.__str__(text).encode("utf-16-le", "surrogatepass")
    joined = halves.decode("utf-16-le", "surrogatepass")
    return replace(reply, text=joined, finish_reason=known, tokens=count)


def _kind(value: Any) -> str:
    return "None" if value is None else f"a {type(value).__name__}"
