"""What a model is sent: whose replies stand before a turn, and where the instructions stand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import regex

from mifcheck.markup.phrases import word_edges
from mifcheck.conversation import Conversation, Message, Turn
from mifcheck.datasets.compiled import error_at
from mifcheck.errors import ParameterError, did_you_mean
from mifcheck.models.thinking import Policy, split
from mifcheck.runs.journal import Place, Record
from mifcheck.signature import RECORDED, multiset_digest

_BEFORE, _AFTER = map(regex.compile, word_edges())


@dataclass(frozen=True, slots=True)
class History:
    """Whose replies stand before a turn.

    Attributes:
        name: of the policy; of a recorded history with a digest of its replies.
        of: the sample whose earlier replies a sample sees, by (key, sample).
        recorded: the replies that are seen where they are not the run's own, else None.
    """

    name: str
    of: Callable[[str, int], int] = field(repr=False)
    recorded: Mapping[Place, str] | None = field(default=None, repr=False)

    def seen(self, place: Place) -> list[Place]:
        """Where the replies stand that are seen at a place of the run."""
        key, turn, sample = place
        return [(key, earlier, self.of(key, sample)) for earlier in range(1, turn)]

    def waits_for(self, place: Place) -> list[Place]:
        """The places of the run that have to be replied to before this one is asked."""
        return self.seen(place) if self.recorded is None else []

    def replies(self, place: Place, records: Mapping[Place, Record]) -> list[str]:
        """The replies to the turns before this one; `records` are those of the run so far."""
        if self.recorded is not None:
            return [self.recorded[each] for each in self.seen(place)]
        return [records[each].reply or "" for each in self.seen(place)]

    def stages(self, turns: int) -> tuple[range, ...]:
        """The turns in the order in which they can be asked, those of one stage together."""
        every = range(1, turns + 1)
        if self.recorded is not None:
            return (every,)
        return tuple(range(turn, turn + 1) for turn in every)


HISTORIES: Final = {
    each.name: each
    for each in (
        History("own", lambda key, sample: sample),
        History("first", lambda key, sample: 0),
    )
}
"""The policies that need no recording: each sample's own replies, or those of the first sample."""


def recorded(
    records: Mapping[Place, Record],
    conversations: Sequence[Conversation],
    samples: int,
    thinking: Policy,
) -> History:
    """The history in which each turn sees what was replied earlier, elsewhere.

    A sample sees the recorded sample of its own number, and the first one where the recording has
    no such sample of the conversation. Replies are found by key, turn and sample; the prompts are
    not compared. The digests of a history over some conversations and over others add up to that
    over all of them.

    Raises:
        DataError: a reply that is needed is missing; names conversation and turn.
    """
    held = {(key, sample) for key, _, sample in records}
    found: dict[Place, str] = {}
    history = History("", lambda key, sample: sample if (key, sample) in held else 0, found)
    for conversation in conversations:
        for sample in range(samples):
            for place in history.seen((conversation.key, len(conversation), sample)):
                record = records.get(place)
                if record is None or record.reply is None:
                    why = "" if record is None else f" (recorded error: {record.error})"
                    message = f"the recorded history has no reply of sample {place[2]}{why}"
                    raise error_at(
                        message, f"turn {place[1]}", conversation, conversations, place[1]
                    )
                found[place] = _reply(record, thinking)
    digest = multiset_digest(json.dumps([*place, reply]) for place, reply in found.items())
    return replace(history, name=f"{RECORDED}{digest}")


def _reply(record: Record, thinking: Policy) -> str:
    """The reply as a run of this policy would have kept it."""
    whole = (record.reply or "") if record.raw is None else record.raw
    return whole if thinking == "keep" else split(whole).reply


@dataclass(frozen=True, slots=True)
class Said:
    """The user's message of a turn, once it has been replied to and when it is to be."""

    earlier: Message
    last: Message


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the words of the instructions stand.

    Attributes:
        name: of the policy.
        cut: the words of those in force are cut out of every prompt.
        ends: the words of those in force stand at the end of the last message.
    """

    name: str
    cut: bool
    ends: bool

    def said(self, conversation: Conversation) -> tuple[Said, ...]:
        """What the user says in each turn."""
        return tuple(map(self._said, conversation.turns))

    def earlier(self, turn: Turn) -> str:
        """The user's words in a turn that has been replied to."""
        return _without(turn.prompt, _words(turn)) if self.cut else turn.prompt

    def _said(self, turn: Turn) -> Said:
        earlier = self.earlier(turn)
        words = "\n".join(_words(turn)) if self.ends else ""
        last = "\n\n".join(part for part in (earlier, words) if part)
        return Said(*(Message("user", each, turn.images) for each in (earlier, last)))


PLACEMENTS: Final = {
    each.name: each
    for each in (
        Placement("as-given", cut=False, ends=False),
        Placement("repeated", cut=False, ends=True),
        Placement("moved", cut=True, ends=True),
    )
}
"""Where instructions may stand, by name."""


def placement_of(name: str) -> Placement:
    """The placement of this name.

    Raises:
        ParameterError: there is none.
    """
    if name not in PLACEMENTS:
        known = ", ".join(PLACEMENTS)
        raise ParameterError(
            f"placement={name!r}: one of {known} is expected{did_you_mean(str(name), PLACEMENTS)}"
        )
    return PLACEMENTS[name]


def messages(said: Sequence[Said], replies: Sequence[str]) -> tuple[Message, ...]:
    """The chat that the turn after these replies is asked in: two messages a reply, and its own.

    Args:
        said: what the user says in each turn of the conversation.
        replies: to the turns before it.
    """
    chat: list[Message] = []
    for each, reply in zip(said[: len(replies)], replies, strict=True):
        chat += [each.earlier, Message("assistant", reply)]
    return (*chat, said[len(replies)].last)


def require_words(conversations: Sequence[Conversation], placement: Placement) -> None:
    """Raise unless the words of every instruction can be placed so.

    Raises:
        DataError: the words of an instruction are not known; or they are to be cut out, and do
            not stand in the prompt that gave it, or nothing else stands in a prompt that another
            follows. Names conversation, turn and id.
    """
    if not placement.ends:
        return
    for conversation in conversations:
        told = zip(conversation.turns, conversation.ages(), strict=True)
        for number, (turn, ages) in enumerate(told, start=1):
            for instruction, age in zip(turn.instructions, ages, strict=True):
                words, given = instruction.text.strip(), number - age
                if not words:
                    message = f"its words are unknown, so they cannot be {placement.name}"
                    where = f"turn {number}, {instruction.id}"
                    raise error_at(message, where, conversation, conversations, number)
                prompt = conversation.turns[given - 1].prompt
                if placement.cut and not any(_places(words, prompt)):
                    message = f"its words do not stand in the prompt that gave it: {words!r}"
                    where = f"turn {given}, {instruction.id}"
                    raise error_at(message, where, conversation, conversations, given)
            if number < len(conversation) and not placement.earlier(turn):
                ids = ", ".join(each.id for each in turn.instructions)
                message = "the prompt holds nothing else, so they cannot be moved"
                raise error_at(message, f"turn {number}, {ids}", conversation, conversations, number)


def _words(turn: Turn) -> list[str]:
    """The words of the instructions in force; those that two share, once."""
    words = (each.text.strip() for each in turn.instructions)
    return [each for each in dict.fromkeys(words) if each]


def _places(words: str, prompt: str) -> Iterator[tuple[int, int]]:
    """Where words stand in a prompt and are whole words of it; such places may overlap."""
    start = prompt.find(words)
    while start >= 0:
        end = start + len(words)
        if _BEFORE.match(prompt, start) and _AFTER.match(prompt, end):
            yield start, end
        start = prompt.find(words, start + 1)


def _without(prompt: str, words: Sequence[str]) -> str:
    """A prompt without these words wherever they stand, and without the white space before them."""
    # Instructions may share some of their words.
    spans = sorted(span for each in words for span in _places(each, prompt))
    if not spans:
        return prompt
    kept, end = "", 0
    for start, stop in spans:
        kept += prompt[end:start].rstrip()
        end = max(end, stop)
    return (kept + prompt[end:]).strip()
