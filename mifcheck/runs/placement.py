"""Decides where the instructions stand in what a model is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import regex

from mifcheck.conversation import Conversation, Instruction, Message, Turn
from mifcheck.datasets.compiled import error_at
from mifcheck.markup.phrases import word_edges

PlacementPolicy: TypeAlias = Literal["as-given", "repeated", "moved"]

_BEFORE, _AFTER = map(regex.compile, word_edges())


@dataclass(frozen=True, slots=True)
class UserTurn:
    """What the user says in a turn.

    Attributes:
        earlier: once it has been replied to.
        last: when the reply is to come.
    """

    earlier: Message
    last: Message


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the words of the instructions stand.

    Attributes:
        name: of the policy.
        cut: whether the words of active instructions are cut out of every prompt.
        appended: whether they stand at the end of the last message.
    """

    name: PlacementPolicy
    cut: bool
    appended: bool

    def user_turns(self, conversation: Conversation) -> tuple[UserTurn, ...]:
        """Returns what the user says in each turn."""
        return tuple(map(self._user_turn, conversation.turns))

    def earlier(self, turn: Turn) -> str:
        """Returns the user's words in a turn that has been replied to."""
        return _without(turn.prompt, _words(turn)) if self.cut else turn.prompt

    def _user_turn(self, turn: Turn) -> UserTurn:
        earlier = self.earlier(turn)
        words = "\n".join(_words(turn)) if self.appended else ""
        last = "\n\n".join(part for part in (earlier, words) if part)
        return UserTurn(*(Message("user", each, turn.images) for each in (earlier, last)))


PLACEMENTS: Final[Mapping[PlacementPolicy, Placement]] = {
    each.name: each
    for each in (
        Placement("as-given", cut=False, appended=False),
        Placement("repeated", cut=False, appended=True),
        Placement("moved", cut=True, appended=True),
    )
}
"""Where instructions may stand, by the name of the policy."""


def messages(
    user_turns: Sequence[UserTurn], replies: Sequence[str], system: str = ""
) -> tuple[Message, ...]:
    """Returns the chat that asks for the reply after `replies`.

    Args:
        user_turns: what the user says in each turn of the conversation.
        replies: those to the turns before.
        system: the system prompt, which stands first; "" for none.
    """
    chat = [Message("system", system)] if system else []
    for each, reply in zip(user_turns[: len(replies)], replies, strict=True):
        chat += [each.earlier, Message("assistant", reply)]
    return (*chat, user_turns[len(replies)].last)


def require_words(conversations: Sequence[Conversation], placement: Placement) -> None:
    """Raises unless the words of every instruction can be placed.

    Raises:
        DataError: the words of an instruction are not known. Or they are to be cut out, but are
            not in the prompt that gave it, or nothing else is in a prompt that another one
            follows. Names conversation, turn and id.
    """
    if not placement.appended:
        return
    for conversation in conversations:
        for turn, ids, message in _faults(conversation, placement):
            raise error_at(message, f"turn {turn}, {ids}", conversation, conversations, turn)


def _faults(conversation: Conversation, placement: Placement) -> Iterator[tuple[int, str, str]]:
    """Yields (turn, ids of instructions, what is wrong with their words)."""
    turns = zip(conversation.turns, conversation.ages(), strict=True)
    for number, (turn, ages) in enumerate(turns, start=1):
        for instruction, age in zip(turn.instructions, ages, strict=True):
            if instruction.role != "user":
                continue
            words, given = instruction.text.strip(), number - age
            prompt = conversation.turns[given - 1].prompt
            if not words:
                message = f"its words are unknown, so they cannot be {placement.name}"
                yield number, instruction.id, message
            elif placement.cut and not any(_spans(words, prompt)):
                message = f"its words are not in the prompt that gave it: {words!r}"
                yield given, instruction.id, message
        if number < len(conversation) and not placement.earlier(turn):
            ids = ", ".join(each.id for each in _users(turn))
            yield number, ids, "nothing else is in the prompt, so they cannot be moved"


def _words(turn: Turn) -> list[str]:
    """Returns the words of the user's instructions; words that two of them share, once."""
    words = (each.text.strip() for each in _users(turn))
    return [each for each in dict.fromkeys(words) if each]


def _users(turn: Turn) -> Iterator[Instruction]:
    """Yields the instructions that the user gave. Those of the system stay in its prompt."""
    return (each for each in turn.instructions if each.role == "user")


def _spans(words: str, prompt: str) -> Iterator[tuple[int, int]]:
    """Yields where words are in a prompt as whole words. Such spans may overlap."""
    start = prompt.find(words)
    while start >= 0:
        end = start + len(words)
        if _BEFORE.match(prompt, start) and _AFTER.match(prompt, end):
            yield start, end
        start = prompt.find(words, start + 1)


def _without(prompt: str, words: Sequence[str]) -> str:
    """Returns a prompt without these words and without the white space before them."""
    # Instructions may share some of their words.
    spans = sorted(span for each in words for span in _spans(each, prompt))
    if not spans:
        return prompt
    kept, end = "", 0
    for start, stop in spans:
        kept += prompt[end:start].rstrip()
        end = max(end, stop)
    return (kept + prompt[end:]).strip()
