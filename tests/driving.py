"""What the tests of driving share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mifcheck.conversation import Conversation, Instruction, Turn
from mifcheck.drive import Run
from mifcheck.models import Reply
from mifcheck.models.base import Outcome, Request

Chat = list[dict[str, str]]
NO_COMMA = Instruction("punctuation:no_comma")


def conversation(key: str, *prompts: str) -> Conversation:
    return Conversation(key, "en", tuple(Turn(prompt, (NO_COMMA,)) for prompt in prompts))


CONVERSATIONS = (
    conversation("a", "one", "two", "three"),
    conversation("b", "eins"),
    conversation("c", "un", "deux"),
)
PLACES = [
    (each.key, turn, sample)
    for each in CONVERSATIONS
    for turn in range(1, len(each.turns) + 1)
    for sample in range(2)
]


def echo(chat: Chat) -> str:
    return f"{len(chat)} {chat[-1]['content']}"


def no_wait(seconds: float) -> None:
    pass


class Spy:
    """A model that keeps the requests, batch by batch."""

    name = "spy"

    def __init__(self, size: int, said: Callable[[Request], Outcome] | None = None) -> None:
        self.batch_size, self.settings = size, {"size": size}
        self.batches: list[list[Request]] = []
        self._said = said or (lambda each: Reply(f"{each.key}{each.turn}{each.sample}"))

    def answer(self, requests: Sequence[Request]) -> list[Outcome]:
        self.batches.append(list(requests))
        return [self._said(request) for request in requests]

    @property
    def asked(self) -> list[Request]:
        return [request for requests in self.batches for request in requests]


def replies(run: Run) -> dict[Any, str | None]:
    return {place: record.reply for place, record in run.replies.items()}
