"""A run: what was asked, what was replied, and how that came about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mifcheck import doors
from mifcheck.conversation import Conversation
from mifcheck.errors import DataError, RunError
from mifcheck.frames import to_frame
from mifcheck.models.base import Slot, SlotLike
from mifcheck.models.thinking import THINKING, ThinkingPolicy, require_policy
from mifcheck.runs.folder import load_folder, save_folder
from mifcheck.runs.journal import Record
from mifcheck.safe import printable

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, repr=False, eq=False)
class Run(doors.InNotebooks):
    """Conversations, the replies to them, and how these came about.

    Runs are equal when they hold the same, whatever rows were skipped.

    Attributes:
        conversations: what was asked.
        replies: by (key, turn counted from 1, sample counted from 0), in the order of the
            conversations. A record has a reply or an error. After an interruption some records
            are missing.
        settings: what run.json says.
        name: shown to people.
        skipped: the bad rows of a file of replies.
        folder: the run folder; None if the run is in memory alone.
    """

    conversations: Sequence[Conversation]
    replies: Mapping[SlotLike, Record]
    settings: Mapping[str, Any]
    name: str = ""
    skipped: tuple[DataError, ...] = ()
    folder: Path | None = field(default=None, compare=False)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Run):
            return NotImplemented
        return (
            tuple(self.conversations) == tuple(other.conversations)
            and self.replies == other.replies
            and self.settings == other.settings
            and self.name == other.name
        )

    def __repr__(self) -> str:
        lost = len(self.errors)
        return printable(
            f"<Run {self.name}: {len(self.conversations)} conversations x {self.samples}, "
            f"{len(self.replies) - lost} replies, {lost} errors, {self.missing} missing>"
        )

    @property
    def samples(self) -> int:
        """How many times each conversation was held."""
        return int(self.settings["samples"])

    @property
    def errors(self) -> list[Record]:
        """The records without a reply."""
        return [record for record in self.replies.values() if record.error is not None]

    @property
    def missing(self) -> int:
        """How many records the run still lacks. Errors are not missing."""
        return self.samples * sum(map(len, self.conversations)) - len(self.replies)

    @property
    def missing_slots(self) -> Iterator[Slot]:
        """The places of the records that the run lacks, in the order of the conversations."""
        for conversation in self.conversations:
            for turn in range(1, len(conversation) + 1):
                for sample in range(self.samples):
                    slot = Slot(conversation.key, turn, sample)
                    if slot not in self.replies:
                        yield slot

    def with_thinking(self, thinking: ThinkingPolicy) -> Run:
        """Returns the run with its replies read by another policy. The histories stay as held.

        Raises:
            ParameterError: there is no such policy.
        """
        policy = require_policy("thinking", thinking, THINKING)
        replies = {
            slot: record if record.text is None else record.with_text(record.text, policy)
            for slot, record in self.replies.items()
        }
        return replace(self, replies=replies, settings={**self.settings, "thinking": policy})

    def rows(self) -> list[dict[str, Any]]:
        """Returns one flat dict a record: its fields, and the language and prompt of its turn."""
        asked = {each.key: each for each in self.conversations}
        return [
            {
                **asdict(record),
                "language": asked[record.key].language,
                "prompt": asked[record.key].turns[record.turn - 1].prompt,
            }
            for record in self.replies.values()
        ]

    def to_pandas(self) -> pandas.DataFrame:
        """Returns `rows()` as a data frame, which `mif.read_replies` reads back.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        return to_frame(self.rows())

    def save(self, folder: str | PathLike[str]) -> Path:
        """Writes the run to a new folder, which `load` and `mif.read_replies` read.

        Returns:
            The path of the folder.

        Raises:
            RunError: the folder holds something already, or cannot be written.
        """
        target = Path(folder)
        save_folder(target, self.settings, self.conversations, self.replies.values())
        return target

    @classmethod
    def load(cls, folder: str | PathLike[str]) -> Run:
        """Reads a run from its folder, whether it is finished or not.

        Raises:
            RunError: it is not a run folder, or it is damaged.
        """
        settings, conversations, records = load_folder(Path(folder))
        return cls.of(conversations, records, settings, Path(folder))

    @classmethod
    def of(
        cls,
        conversations: Sequence[Conversation],
        records: Mapping[SlotLike, Record],
        settings: Mapping[str, Any],
        folder: Path | None = None,
    ) -> Run:
        """Makes a run. Its replies are put into the order of the conversations.

        Raises:
            RunError: a record belongs to no slot of the run, or the settings have no `samples`.
        """
        samples = settings.get("samples")
        if not isinstance(samples, int):
            raise RunError("run.json does not say how many samples there are")
        require_slots(records, conversations, samples)
        places = {each.key: place for place, each in enumerate(conversations)}
        ordered = sorted(records, key=lambda slot: (places[slot[0]], *slot[1:]))
        replies = {slot: records[slot] for slot in ordered}
        name = str(settings.get("name", ""))
        return cls(conversations, replies, settings, name, folder=folder)


def require_slots(
    records: Mapping[SlotLike, Record], conversations: Sequence[Conversation], samples: int
) -> None:
    """Raises if a record belongs to no slot of the run.

    Raises:
        RunError: names the slot.
    """
    turns = {each.key: len(each) for each in conversations}
    for slot in records:
        key, turn, sample = slot
        if not (1 <= turn <= turns.get(key, 0) and 0 <= sample < samples):
            raise RunError(f"the journal has a line for {Slot(*slot)}, which is not in this run")
