"""The conversations that were loaded from one source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import overload

from mifcheck.conversation import Conversation
from mifcheck.errors import DataError
from mifcheck.frozendict import FrozenDict


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
        rows: the row (in JSON lines: the line) of each conversation by key, counted from 1. Where
            each turn has a row, that of the first turn.
        turn_rows: the rows of the turns of each conversation by key, where each turn has a row.
    """

    items: tuple[Conversation, ...]
    source: str = field(default="", compare=False)
    format: str = field(default="", compare=False)
    sha256: str = field(default="", compare=False)
    skipped: tuple[DataError, ...] = field(default=(), compare=False)
    rows: Mapping[str, int] = field(default=FrozenDict(), compare=False)
    turn_rows: Mapping[str, tuple[int, ...]] = field(default=FrozenDict(), compare=False)

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
        return f"<Conversations {self.source} ({self.format}): {len(self)} [{languages}]{skipped}>"

    def only(self, items: Iterable[Conversation]) -> Conversations:
        """Returns the same source, narrowed to some of its conversations."""
        kept = tuple(items)
        keys = {each.key for each in kept}
        rows, turn_rows = (
            FrozenDict({key: held[key] for key in held if key in keys})
            for held in (self.rows, self.turn_rows)
        )
        return replace(self, items=kept, rows=rows, turn_rows=turn_rows)

    def row_of(self, key: str, turn: int) -> int | None:
        """Returns the row of a turn (from 1) of a conversation; None where unknown."""
        turns = self.turn_rows.get(key, ())
        return turns[turn - 1] if 1 <= turn <= len(turns) else self.rows.get(key)
