"""The conversations that were loaded from one source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, overload

from mifcheck.conversation import Conversation
from mifcheck.errors import DataError
from mifcheck.frames import to_frame
from mifcheck.frozendict import FrozenDict
from mifcheck.safe import printable

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, slots=True)
class Conversations(Sequence[Conversation]):
    """The conversations of one source, in its order: an immutable sequence.

    Two collections are equal when they hold the same conversations, whatever their source. A slice
    is a `Conversations` of the same source.

    Attributes:
        items: the conversations.
        source: the path as given, or "embedded".
        format: the name of the format.
        sha256: hex digest of the bytes as stored (compressed when gzipped).
        skipped: the errors of the rows that were skipped; each names file, row and field.
        turn_rows: the rows of each conversation by key, counted from 1 (in JSON lines: the lines);
            several where each turn has a row.
        rows: the first of these.
    """

    items: tuple[Conversation, ...]
    source: str = field(default="", compare=False)
    format: str = field(default="", compare=False)
    sha256: str = field(default="", compare=False)
    skipped: tuple[DataError, ...] = field(default=(), compare=False)
    turn_rows: Mapping[str, tuple[int, ...]] = field(default=FrozenDict(), compare=False)
    rows: Mapping[str, int] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        rows = FrozenDict({key: numbers[0] for key, numbers in self.turn_rows.items()})
        object.__setattr__(self, "rows", rows)

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Conversation]:
        return iter(self.items)

    @overload
    def __getitem__(self, index: int) -> Conversation: ...
    @overload
    def __getitem__(self, index: slice) -> Conversations: ...
    def __getitem__(self, index: int | slice) -> Conversation | Conversations:
        if isinstance(index, slice):
            return self.only(self.items[index])
        return self.items[index]

    def __repr__(self) -> str:
        languages = ", ".join(dict.fromkeys(each.language for each in self.items))
        skipped = f", {len(self.skipped)} skipped" if self.skipped else ""
        told = f"{len(self)} [{languages}]{skipped}"
        return printable(f"<Conversations {self.source} ({self.format}): {told}>")

    def only(self, items: Iterable[Conversation]) -> Conversations:
        """Returns the same source, narrowed to some of its conversations."""
        kept = tuple(items)
        keys = {each.key for each in kept}
        rows = {key: numbers for key, numbers in self.turn_rows.items() if key in keys}
        return replace(self, items=kept, turn_rows=FrozenDict(rows))

    def row_of(self, key: str, turn: int) -> int | None:
        """Returns the row of a turn (from 1) of a conversation; None where unknown."""
        turns = self.turn_rows.get(key, ())
        return turns[turn - 1] if 1 <= turn <= len(turns) else self.rows.get(key)

    def turns(self) -> list[dict[str, Any]]:
        """Returns one flat dict a turn: its place, its prompt, and the active instructions."""
        return [
            {
                "key": each.key,
                "turn": number,
                "language": each.language,
                "cluster": each.cluster,
                "topic": each.topic,
                "prompt": turn.prompt,
                "instructions": [instruction.to_dict() for instruction in turn.instructions],
                "images": list(turn.images),
            }
            for each in self.items
            for number, turn in enumerate(each.turns, start=1)
        ]

    def to_pandas(self) -> pandas.DataFrame:
        """Returns `turns()` as a data frame.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        return to_frame(self.turns())
