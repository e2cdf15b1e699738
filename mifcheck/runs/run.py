"""A run: what was asked, what was replied, and how it came about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mifcheck.conversation import Conversation
from mifcheck.errors import RunError
from mifcheck.runs.folder import load_folder
from mifcheck.runs.journal import Place, Record


@dataclass(frozen=True, repr=False)
class Run:
    """The conversations, the replies to them, and how these came about.

    Attributes:
        conversations: as driven.
        replies: by (key, turn counted from 1, sample counted from 0), in the order of the
            conversations. A record holds a reply or an error; after an interruption some are
            missing.
        settings: what run.json holds.
        name: for people.
    """

    conversations: Sequence[Conversation]
    replies: Mapping[Place, Record]
    settings: Mapping[str, Any]
    name: str = ""

    def __repr__(self) -> str:
        lost = len(self.errors)
        return (
            f"<Run {self.name}: {len(self.conversations)} conversations x {self.samples}, "
            f"{len(self.replies) - lost} replies, {lost} errors, {self.missing} missing>"
        )

    @property
    def samples(self) -> int:
        """How often each conversation was held."""
        return int(self.settings["samples"])

    @property
    def errors(self) -> list[Record]:
        """The records without a reply."""
        return [record for record in self.replies.values() if record.error is not None]

    @property
    def missing(self) -> int:
        """How many replies the run has yet to get, errors not counted."""
        turns = sum(len(conversation.turns) for conversation in self.conversations)
        return turns * self.samples - len(self.replies)

    @classmethod
    def load(cls, folder: str | Path) -> Run:
        """A run from its folder, whether finished or not.

        Raises:
            RunError: it is no run folder, or a damaged one.
        """
        settings, conversations, records = load_folder(Path(folder))
        return cls.of(conversations, records, settings)

    @classmethod
    def of(
        cls,
        conversations: Sequence[Conversation],
        records: Mapping[Place, Record],
        settings: Mapping[str, Any],
    ) -> Run:
        """A run whose replies stand in the order of the conversations, however they came.

        Raises:
            RunError: a record of no place of the run, or settings without `samples`.
        """
        try:
            samples = int(settings["samples"])
        except (KeyError, TypeError, ValueError):
            raise RunError("run.json says nothing of samples") from None
        refuse_strays(conversations, samples, records)
        places = (
            (conversation.key, turn, sample)
            for conversation in conversations
            for turn in range(1, len(conversation.turns) + 1)
            for sample in range(samples)
        )
        replies = {place: records[place] for place in places if place in records}
        return cls(conversations, replies, settings, str(settings.get("name", "")))


def refuse_strays(
    conversations: Sequence[Conversation], samples: int, records: Mapping[Place, Record]
) -> None:
    """Raise where a record belongs to no place of the run.

    Raises:
        RunError: names the place.
    """
    turns = {each.key: len(each.turns) for each in conversations}
    for key, turn, sample in records:
        if not (1 <= turn <= turns.get(key, 0) and 0 <= sample < samples):
            raise RunError(
                f"the journal has a line for conversation {key!r}, turn {turn}, sample {sample}, "
                "which this run has not"
            )
