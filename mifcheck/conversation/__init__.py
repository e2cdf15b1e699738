"""What is asked: instructions, turns and conversations, as values that never change.

An instruction has a life: it is given at a turn and in force until it is revoked, replaced, or for
that turn alone. A `Turn` holds those in force; a `Step` says what a turn changes, `unfold` makes
turns of steps, and `fold` steps of turns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os import PathLike
from typing import Any

from mifcheck.conversation.messages import Message
from mifcheck.conversation.standing import all_dated, plainest
from mifcheck.conversation.steps import Given, Step, fold, unfold
from mifcheck.conversation.turns import Instruction, Turn
from mifcheck.errors import DataError, ParameterError

__all__ = [
    "Conversation",
    "Given",
    "Instruction",
    "Message",
    "Step",
    "Turn",
    "default_cluster",
    "fold",
    "require_conversations",
    "unfold",
]


@dataclass(frozen=True, slots=True)
class Conversation:
    """Several turns in one language.

    Attributes:
        key: names the conversation within its data set.
        language: a language code such as "hi".
        turns: at least one.
        cluster: shared by conversations that are translations of one another, which are
            therefore not independent. Left empty, it is the key without a trailing
            ":<language>" ("1019:16:en" belongs to "1019:16").
        topic: what it is about, in a word or two; may be empty.

    Raises:
        DataError: an empty key or language, no turn, or a `since` that cannot be (`field` names
            which).
    """

    key: str
    language: str
    turns: tuple[Turn, ...]
    cluster: str = ""
    topic: str = ""

    def __post_init__(self) -> None:
        for name in ("key", "language"):
            value = getattr(self, name)
            if not isinstance(value, str) or not value.strip():
                raise DataError(f"a non-empty string is expected, not {value!r}", field=name)
        turns = tuple(self.turns)
        if not turns:
            raise DataError("a conversation has at least one turn", field="turns")
        if any(turn.since for turn in turns):
            turns = plainest(turns)
        object.__setattr__(self, "turns", turns)
        if not self.cluster.strip():
            object.__setattr__(self, "cluster", default_cluster(self.key, self.language))

    def __len__(self) -> int:
        return len(self.turns)

    @classmethod
    def from_steps(
        cls,
        key: str,
        language: str,
        steps: Iterable[Step | Turn],
        cluster: str = "",
        topic: str = "",
    ) -> Conversation:
        """The conversation in which each turn gives and revokes what its step says.

        Raises:
            DataError: as the class does, or an instruction is revoked that is not in force.
        """
        try:
            return cls(key, language, unfold(steps), cluster, topic)
        except DataError as error:
            raise DataError(error.message, field=f"{key}, {error.field}") from None

    def ages(self) -> tuple[tuple[int, ...], ...]:
        """For each turn, how many turns ago each instruction in force was given; 0 is just now."""
        return tuple(
            tuple(number - since for _, since in dated)
            for number, dated in enumerate(all_dated(self.turns), start=1)
        )


def default_cluster(key: str, language: str) -> str:
    """`key` without a trailing ":<language>", or ":<language>-<region>", in either case."""
    tag = re.search(r":([A-Za-z]+)(?:[-_][A-Za-z0-9]+)*$", key)
    if tag and tag.start() and tag[1].lower() == language.lower():
        return key[: tag.start()]
    return key


def require_conversations(given: Any) -> None:
    """Raise unless these are conversations, in a sequence.

    Raises:
        ParameterError: they are a path, a single conversation or something else.
    """
    if isinstance(given, (str, PathLike)):
        raise ParameterError(
            f"conversations are wanted, not a path: mif.load({str(given)!r}) reads a file of them"
        )
    if isinstance(given, Conversation):
        raise ParameterError(f"a list of conversations is wanted, not the one {given.key!r}")
    if not isinstance(given, Sequence) or not all(isinstance(c, Conversation) for c in given):
        raise ParameterError(f"a list of conversations is wanted, not {type(given).__name__}")
