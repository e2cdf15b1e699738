"""What a run asks: settled before a model is asked anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from mifcheck.conversation import Conversation, Message
from mifcheck.conversation.images import allowed, image_folder
from mifcheck.datasets.compiled import error_at
from mifcheck.errors import DataError
from mifcheck.models.base import AnyModel, Request, Slot, SlotLike
from mifcheck.models.huggingface import HuggingFace
from mifcheck.models.thinking import THINKING, ThinkingPolicy, require_policy
from mifcheck.runs.history import History
from mifcheck.runs.journal import Record
from mifcheck.runs.placement import PLACEMENTS, Placement, UserTurn, messages, require_words
from mifcheck.runs.recording import Recording
from mifcheck.runs.replies import history_of


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run asks, and in which order.

    Attributes:
        conversations: what is asked.
        samples: how many times each conversation is held.
        thinking: what is done with the model's thinking.
        history: whose replies stand before a turn.
        placement: where the instructions stand.
        systems: the system prompt, by the conversation's key; "" for none.
        user_turns: what the user says in each turn, by the conversation's key.
        images: the folder whose files may be sent as images; None for none.
    """

    conversations: Sequence[Conversation]
    samples: int
    thinking: ThinkingPolicy
    history: History
    placement: Placement
    systems: Mapping[str, str]
    user_turns: Mapping[str, tuple[UserTurn, ...]]
    images: Path | None = None

    @classmethod
    def of(
        cls,
        conversations: Sequence[Conversation],
        samples: int,
        *,
        thinking: str,
        history: Any,
        placement: str,
        images: str | PathLike[str] | None = None,
    ) -> Plan:
        """Looks the policies up; for the arguments see `mifcheck.runs.driving`.

        Raises:
            ParameterError: an unknown policy, or `images` is not a folder.
            MifcheckError: a recorded history cannot be read or lacks a reply, or the words of an
                instruction cannot be placed.
        """
        policy = require_policy("thinking", thinking, THINKING)
        placed = PLACEMENTS[require_policy("placement", placement, PLACEMENTS)]
        require_words(conversations, placed)
        seen = history_of(history, conversations, samples, policy)
        systems = {each.key: each.system for each in conversations}
        user_turns = {each.key: placed.user_turns(each) for each in conversations}
        folder = image_folder(images)
        return cls(conversations, samples, policy, seen, placed, systems, user_turns, folder)

    def require_images(self, model: AnyModel) -> None:
        """Raises unless every image may be sent. Whether its file is there is seen when asking.

        Args:
            model: what is asked. One that sends no image needs none.

        Raises:
            DataError: an image is refused; names file, row and turn.
        """
        if isinstance(model, (Recording, HuggingFace)):
            return
        for conversation in self.conversations:
            for number, turn in enumerate(conversation.turns, start=1):
                for place, image in enumerate(turn.images, start=1):
                    try:
                        allowed(image, self.images)
                    except DataError as error:
                        field = f"turn {number}, images {place}"
                        of = self.conversations
                        raise error_at(str(error), field, conversation, of, number) from None

    @property
    def settings(self) -> dict[str, Any]:
        """What run.json says about the plan, apart from the conversations."""
        return {
            "samples": self.samples,
            "thinking": self.thinking,
            "history": self.history.name,
            "placement": self.placement.name,
        }

    @property
    def turns(self) -> int:
        """The number of turns of the longest conversation."""
        return max(map(len, self.conversations))

    @property
    def total(self) -> int:
        """The number of replies that are asked for."""
        return self.samples * sum(map(len, self.conversations))

    def stages(self) -> list[range]:
        """Returns the turns in the order of asking. Those of one stage are asked together."""
        return self.history.stages(self.turns)

    def after(self, records: Mapping[SlotLike, Record]) -> dict[Slot | None, list[Slot]]:
        """Returns the slots that have no reply, by the last of them that each has to wait for.

        That one waits for the earlier ones itself. Those that wait for none are under None.
        """
        waiting = dict.fromkeys(self.open(range(1, self.turns + 1), records))
        found: dict[Slot | None, list[Slot]] = {}
        for slot in waiting:
            earlier = reversed(self.history.waits_for(slot))
            last = next((each for each in earlier if each in waiting), None)
            found.setdefault(last, []).append(slot)
        return found

    def open(self, turns: Iterable[int], records: Mapping[SlotLike, Record]) -> list[Slot]:
        """Returns the slots of these turns that have no reply."""
        slots = (
            Slot(conversation.key, turn, sample)
            for turn in turns
            for conversation in self.conversations
            for sample in range(self.samples if turn <= len(conversation) else 0)
        )
        return [each for each in slots if each not in records or records[each].error is not None]

    def blocked(self, slots: Iterable[Slot], records: Mapping[SlotLike, Record]) -> list[Record]:
        """Returns errors for what cannot be asked, because an earlier reply is missing.

        Args:
            slots: those that wait for nothing that may still come.
            records: those of the run so far.
        """
        return [
            Record(*slot, None, error=_blocked_by(lost, slot), attempts=0)
            for slot in slots
            if (lost := self._lost(slot, records)) is not None
        ]

    def requests(self, slots: Iterable[Slot], records: Mapping[SlotLike, Record]) -> list[Request]:
        """Returns what can be asked; for the arguments see `blocked`."""
        return [
            Request(*slot, self._chat(slot, records), self.images)
            for slot in slots
            if self._lost(slot, records) is None
        ]

    def _chat(self, slot: Slot, records: Mapping[SlotLike, Record]) -> tuple[Message, ...]:
        replies = self.history.replies(slot, records)
        return messages(self.user_turns[slot.key], replies, self.systems[slot.key])

    def _lost(self, slot: Slot, records: Mapping[SlotLike, Record]) -> Slot | None:
        """Returns the first slot that this one has to wait for and that has no reply."""
        earlier = self.history.waits_for(slot)
        return next((each for each in earlier if records[each].error is not None), None)


def _blocked_by(lost: Slot, slot: Slot) -> str:
    where = "" if lost.sample == slot.sample else f" in sample {lost.sample}"
    return f"turn {lost.turn} had no reply{where}"
