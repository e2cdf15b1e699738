"""Decides whose replies stand before a turn when a model is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

from mifcheck.conversation import Conversation
from mifcheck.datasets.compiled import error_at
from mifcheck.models.base import Slot, SlotLike
from mifcheck.models.thinking import THINKING, ThinkingPolicy
from mifcheck.runs.journal import Record
from mifcheck.signature import RECORDED, multiset_digest

HistoryPolicy: TypeAlias = Literal["own", "first"]


@dataclass(frozen=True, slots=True)
class History:
    """Whose replies stand before a turn.

    Attributes:
        name: of the policy; of a recorded history with a digest of its replies.
        sample_seen: the sample whose earlier replies a sample sees, by (key, sample).
        recorded: the replies that are seen, if they are not the run's own; else None.
    """

    name: str
    sample_seen: Callable[[str, int], int] = field(repr=False)
    recorded: Mapping[SlotLike, str] | None = field(default=None, repr=False)

    def seen(self, slot: Slot) -> list[Slot]:
        """Returns the slots of the replies that stand before a turn."""
        sample = self.sample_seen(slot.key, slot.sample)
        return [Slot(slot.key, turn, sample) for turn in range(1, slot.turn)]

    def waits_for(self, slot: Slot) -> list[Slot]:
        """Returns the slots of the run that need a reply before this one can be asked."""
        return self.seen(slot) if self.recorded is None else []

    def replies(self, slot: Slot, records: Mapping[SlotLike, Record]) -> list[str]:
        """Returns the replies to the turns before this one.

        Args:
            slot: what is about to be asked.
            records: those of the run so far.
        """
        if self.recorded is not None:
            return [self.recorded[each] for each in self.seen(slot)]
        return [records[each].reply or "" for each in self.seen(slot)]

    def stages(self, turns: int) -> list[range]:
        """Returns the turns in the order of asking. Those of one stage are asked together."""
        if self.recorded is not None:
            return [range(1, turns + 1)]
        return [range(turn, turn + 1) for turn in range(1, turns + 1)]


HISTORIES: Final[Mapping[str, History]] = {
    "own": History("own", lambda key, sample: sample),
    "first": History("first", lambda key, sample: 0),
}
"""The policies that need no recording: the replies of the same sample, or of the first one."""


def recorded(
    records: Mapping[SlotLike, Record],
    conversations: Sequence[Conversation],
    samples: int,
    thinking: ThinkingPolicy,
) -> History:
    """Returns the history in which each turn sees recorded replies.

    A sample sees the recorded sample of the same number, or the first one if the recording has no
    such sample of the conversation. Replies are found by key, turn and sample; the prompts are
    not compared. The digest of a history over several conversations is the sum of the digests
    over parts of them.

    Raises:
        DataError: a reply that is needed is missing; names conversation and turn.
    """
    held = {(key, sample) for key, _, sample in records}
    found: dict[SlotLike, str] = {}
    history = History("", lambda key, sample: sample if (key, sample) in held else 0, found)
    for conversation in conversations:
        for sample in range(samples):
            for slot in history.seen(Slot(conversation.key, len(conversation), sample)):
                record = records.get(slot)
                if record is None or record.text is None:
                    why = "" if record is None else f" (recorded error: {record.error})"
                    message = f"the recorded history has no reply of sample {slot.sample}{why}"
                    field = f"turn {slot.turn}"
                    raise error_at(message, field, conversation, conversations, slot.turn)
                found[slot] = THINKING[thinking](record.text)
    digest = multiset_digest(json.dumps([*slot, reply]) for slot, reply in found.items())
    return replace(history, name=f"{RECORDED}{digest}")
