"""What the tests of driving share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from mifcheck.conversation import Conversation, Given, Instruction, Step, Turn
from mifcheck.models import Reply
from mifcheck.models.base import Outcome, Request
from mifcheck.runs.driving import drive
from mifcheck.runs.run import Run

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


TALK = (conversation("a", "one", "two", "three"),)
FEW = Instruction("length_constraints:number_words", {"num_words": 9, "relation": "less than"},
                  "Be brief.")  # fmt: skip
COMMA = Instruction("punctuation:no_comma", text="Use no commas.")
TITLE = Instruction("detectable_format:title", text="Give it a title.")
RAIN = Conversation.from_steps(
    "rain",
    "en",
    [
        Step("Use no commas. Be brief.\n\nWhat is rain?", gives=[COMMA, FEW]),
        Step("And hail?\nGive it a title.", gives=[Given(TITLE, once=True)]),
        Step("Commas are fine again. And snow?", revokes=[COMMA]),
        Step("And dew?"),
    ],
)


def held_before(out: Path) -> Run:
    """A run over `TALK`, in which each reply says its turn and sample."""
    spy = Spy(1, lambda each: Reply(f"then {each.turn}{each.sample}"))
    return drive(TALK, spy, samples=2, out=out)
