"""What the driver asks of a model, and what a model gives back."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol, TypeAlias, runtime_checkable

from mifcheck.conversation import Message
from mifcheck.errors import DataError, ModelError


@dataclass(frozen=True, slots=True)
class Request:
    """One chat that waits for its next reply, and where it stands in the run.

    Most models read nothing but `messages`; a recording looks its reply up by the other three,
    and a sampling model seeds itself with them.

    Attributes:
        key: the conversation's key.
        turn: counted from 1.
        sample: counted from 0.
        messages: the chat so far, the last one the user's.
    """

    key: str
    turn: int
    sample: int
    messages: tuple[Message, ...]

    def chat(self) -> list[dict[str, Any]]:
        """The messages as fresh `{"role", "content"}` dicts, the caller's to change.

        The content of one with images is a list of parts, as `Message.as_dict` says.

        Raises:
            ModelError: the file of an image cannot be read; names conversation, turn and file.
        """
        chat = []
        for place, message in enumerate(self.messages):
            try:
                chat.append(message.as_dict())
            except DataError as error:
                turn = sum(each.role == "user" for each in self.messages[: place + 1])
                raise ModelError(f"{self}, image of turn {turn}: {error}") from None
        return chat

    def __str__(self) -> str:
        return f"conversation {self.key!r}, turn {self.turn}, sample {self.sample}"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model said.

    Attributes:
        text: as the model gave it, thinking included; may be empty.
        finish_reason: "stop", "length" (cut off at the limit of tokens) or None (unknown). What
            services call these ("end_turn", "max_tokens") is understood; any other word is kept.
        tokens: how many tokens were generated, padding not counted; None when unknown.
    """

    text: str
    finish_reason: str | None = None
    tokens: int | None = None


Outcome: TypeAlias = "Reply | Exception"

_FINISHES: Final = {
    **dict.fromkeys(("length", "max_tokens", "max_output_tokens", "max_length"), "length"),
    **dict.fromkeys(("stop", "end_turn", "eos", "eos_token", "stop_sequence"), "stop"),
}


@runtime_checkable
class Model(Protocol):
    """Anything that answers chats, several at a time.

    Attributes:
        name: for people and for the run folder.
        settings: what else decides the replies (JSON values); two runs with unlike settings
            are unlike runs.
        batch_size: how many requests `answer` takes at most.
    """

    @property
    def name(self) -> str: ...
    @property
    def settings(self) -> Mapping[str, Any]: ...
    @property
    def batch_size(self) -> int: ...

    def answer(self, requests: Sequence[Request]) -> Sequence[Outcome]:
        """One outcome a request, in their order.

        A chat that fails alone gives its exception as the outcome, so that the others keep
        their replies. A `ModelError` given so is final; any other exception is tried again.
        Raising means that the whole batch failed: a `ModelError` ends the run, any other
        exception is tried again.
        """
        ...


@runtime_checkable
class AsyncModel(Protocol):
    """As `Model`, but `answer` is a coroutine function, and several run at once."""

    @property
    def name(self) -> str: ...
    @property
    def settings(self) -> Mapping[str, Any]: ...
    @property
    def batch_size(self) -> int: ...

    async def answer(self, requests: Sequence[Request]) -> Sequence[Outcome]:
        """As `Model.answer`."""
        ...


AnyModel: TypeAlias = "Model | AsyncModel"


def checked(outcomes: Any, requests: Sequence[Request], name: str) -> list[Outcome]:
    """`outcomes` as a list of as many as there were requests.

    Raises:
        ModelError: it is no sequence of replies, or one of another length.
    """
    if isinstance(outcomes, (str, bytes, Mapping)) or not isinstance(outcomes, Sequence):
        raise ModelError(
            f"{name} was given a batch of {len(requests)} chats and gave back "
            f"{_kind(outcomes)} instead of a list of replies"
        )
    if len(outcomes) != len(requests):
        raise ModelError(
            f"{name} was given a batch of {len(requests)} chats and gave back "
            f"{len(outcomes)} replies"
        )
    return [as_outcome(outcome, name) for outcome in outcomes]


def as_outcome(value: Any, name: str) -> Outcome:
    """A string or `Reply` or exception as an outcome; None is a failure of that chat alone.

    Raises:
        ModelError: it is anything else, which no second try will mend.
    """
    if isinstance(value, str):
        return Reply(value)
    if isinstance(value, Reply):
        return _sound(value, name)
    if isinstance(value, Exception):
        return value
    if value is None:
        return ModelError(f"{name} gave back None instead of a reply")
    raise ModelError(f"{name} gave back {_kind(value)} instead of a reply's text (a str or Reply)")


def finish_reason(word: str) -> str:
    """ "stop" or "length" where a service's word means one of them, else the word itself."""
    return _FINISHES.get(word.casefold(), word)


def _sound(reply: Reply, name: str) -> Outcome:
    """The reply in types that a journal can hold, or what is wrong with it.

    A service says None for the text of a refusal, and a tensor's number is no int: that must
    cost one chat, not the run.
    """
    text, finish, tokens = reply.text, reply.finish_reason, reply.tokens
    if not isinstance(text, str):
        return ModelError(f"{name} gave back a Reply whose text is {_kind(text)}")
    if finish is not None and not isinstance(finish, str):
        return ModelError(f"{name} gave back a Reply whose finish_reason is {_kind(finish)}")
    try:
        count = None if tokens is None else operator.index(tokens)
    except TypeError:
        return ModelError(f"{name} gave back a Reply whose tokens are {_kind(tokens)}")
    return replace(
        reply, finish_reason=None if finish is None else finish_reason(finish), tokens=count
    )


def _kind(value: Any) -> str:
    return "None" if value is None else f"a {type(value).__name__}"
