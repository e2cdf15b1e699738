"""What is asked: instructions, turns and conversations, as immutable values.

An instruction is given at a turn, and is active until it is revoked or replaced, or at this turn
only. The user gives it, or the system prompt that stands before the first turn. A `Turn` lists the
active instructions; a `Step` says what a turn changes. `unfold` makes turns of steps, and `fold`
makes steps of turns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os import PathLike
from typing import Any

from mifcheck import doors
from mifcheck.conversation.messages import Message
from mifcheck.conversation.steps import Given, Step, all_active, fold, unfold, without_default_since
from mifcheck.conversation.turns import ROLES, Instruction, Role, Turn, instruction_of
from mifcheck.errors import DataError, ParameterError
from mifcheck.safe import short_repr

__all__ = [
    "ROLES",
    "Conversation",
    "Given",
    "Instruction",
    "Message",
    "Role",
    "Step",
    "Turn",
    "default_cluster",
    "fold",
    "instruction_of",
    "require_conversations",
    "unfold",
]


@dataclass(frozen=True, slots=True)
class Conversation(doors.InNotebooks):
    """Several turns in one language.

    Attributes:
        key: names the conversation within its data set.
        language: a language code such as "hi".
        turns: at least one.
        cluster: shared by conversations that are not independent, such as translations of one
            another. Default: the key without a trailing ":<language>" ("rain" of "rain:en").
        topic: the subject, in a word or two; may be empty.
        system: the system prompt, which a model is sent first; "" for none.

    Raises:
        DataError: the key or the language is empty, the system prompt is not text, there is no
            turn, or a `since` is impossible; `field` says which.
    """

    key: str
    language: str
    turns: tuple[Turn, ...]
    cluster: str = ""
    topic: str = ""
    system: str = ""

    def __post_init__(self) -> None:
        for name in ("key", "language"):
            value = getattr(self, name)
            if not isinstance(value, str) or not value.strip():
                raise DataError(f"non-blank text is expected, not {short_repr(value)}", field=name)
        if not isinstance(self.system, str):
            raise DataError(f"text is expected, not {short_repr(self.system)}", field="system")
        turns = tuple(self.turns)
        if not turns:
            raise DataError("at least one turn is expected", field="turns")
        if any(turn.since for turn in turns):
            turns = without_default_since(turns)
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
        system: str = "",
    ) -> Conversation:
        """Makes a conversation of steps, which say what each turn gives and revokes.

        Raises:
            DataError: see the class; or a step revokes an instruction that is not active.
        """
        try:
            return cls(key, language, unfold(steps), cluster, topic, system)
        except DataError as error:
            raise DataError(error.message, field=f"{key}, {error.field}") from None

    def ages(self) -> tuple[tuple[int, ...], ...]:
        """Returns how many turns ago each active instruction was given, for each turn; 0 is now."""
        return tuple(
            tuple(number - each.since for each in active)
            for number, active in enumerate(all_active(self.turns), start=1)
        )


def default_cluster(key: str, language: str) -> str:
    """Returns `key` without a trailing ":<language>" or ":<language>-<region>", in any case."""
    tag = re.search(r":([A-Za-z]+)(?:[-_][A-Za-z0-9]+)*$", key)
    if tag and tag.start() and tag[1].lower() == language.lower():
        return key[: tag.start()]
    return key


def require_conversations(given: Any) -> None:
    """Raises unless `given` is a sequence of conversations.

    Raises:
        ParameterError: it is a path, a single conversation or something else.
    """
    if isinstance(given, (str, PathLike)):
        raise ParameterError(
            f"conversations are expected, not a path: mif.load({str(given)!r}) loads a file"
        )
    if isinstance(given, Conversation):
        raise ParameterError(f"a list of conversations is expected, not only {given.key!r}")
    if not isinstance(given, Sequence) or not all(isinstance(c, Conversation) for c in given):
        raise ParameterError(f"a list of conversations is expected, not {type(given).__name__}")
