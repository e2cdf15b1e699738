"""What a data format declares, and how the rows of a file become conversations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias

from mifcheck.conversation import Conversation
from mifcheck.conversation.images import is_address
from mifcheck.datasets.base import Row, key_of, whole_of
from mifcheck.datasets.tables import RawRow
from mifcheck.errors import DataError

Group: TypeAlias = Mapping[int, Row]
"""The rows of one conversation by their numbers, in the order of its turns."""


@dataclass(frozen=True, slots=True)
class InstructionPlace:
    """The place of an instruction in a conversation, which each format names differently.

    Attributes:
        turn: the number of the turn, from 1.
        active: its number among all instructions that are active at the turn.
        given: its number among those that the turn lists: all, or the new ones.
        lists_all: whether the turn lists all that are active.
        is_id: whether its id is meant, not its parameters.
    """

    turn: int
    active: int
    given: int
    lists_all: bool
    is_id: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """A data format with one conversation per row.

    Attributes:
        name: what `load(format=...)` calls it.
        required: fields that every row has.
        recognises: whether a file whose rows have these fields has this format.
        read: makes a conversation of a row (of a `TurnReader`: of a `Group`); raises a DataError
            that names the field (and the row) at fault.
        field_of: names the field of an instruction.
        in_csv: whether its rows may come in CSV as well as in JSON lines.
        key: the field that names the conversation.
    """

    name: str
    required: tuple[str, ...]
    recognises: Callable[[frozenset[str]], bool]
    read: Callable[[Any], Conversation]
    field_of: Callable[[InstructionPlace], str]
    _: KW_ONLY
    in_csv: bool = True
    key: str = "key"

    def groups(self, rows: Sequence[RawRow]) -> Iterator[tuple[int, Group | DataError]]:
        """Yields (number of the first row, its rows) for each conversation, in file order.

        Rows that cannot be assigned to a conversation are yielded as the error.
        """
        for row in rows:
            yield row.number, row.error or {row.number: row.fields or {}}

    def conversation(self, group: Group, folder: Path) -> Conversation:
        """Makes a conversation of its rows, in a file of this folder."""
        (row,) = group.values()
        return self.read(row)

    def key_in(self, group: Group | DataError) -> str:
        """Returns the key of a conversation that cannot be read; "" where it has none."""
        if isinstance(group, DataError):
            return group.key
        try:
            return key_of(next(iter(group.values())), self.key)
        except DataError:
            return ""


@dataclass(frozen=True, slots=True)
class TurnReader(Reader):
    """A data format with one turn per row. Paths of images are relative to the file's folder.

    Rows with one `key` make one conversation, wherever they are in the file.

    Attributes:
        turn: the field that numbers the turns, from 1.
    """

    _: KW_ONLY
    turn: str

    def groups(self, rows: Sequence[RawRow]) -> Iterator[tuple[int, Group | DataError]]:
        """Yields (number of the first row, its rows) for each conversation, in file order.

        Rows that cannot be read come first, because they may explain a gap. A conversation that
        lacks a turn, has one twice, or may lack its last is yielded as an error.
        """
        keys: dict[int, str | None] = {}
        found: dict[str, dict[int, Row]] = {}
        for row in rows:
            try:
                if row.error is not None:
                    raise row.error
                key = key_of(row.fields or {}, self.key)
            except DataError as error:
                keys[row.number] = None
                yield row.number, error
            else:
                keys[row.number] = key
                found.setdefault(key, {})[row.number] = row.fields or {}
        unsure = _unsure(list(keys.items()))
        for key, group in found.items():
            first = next(iter(group))
            try:
                ordered = _in_order(group, self.turn)
                if key in unsure:
                    raise DataError(
                        f"row {unsure[key]} cannot be read and may be a turn of this conversation"
                    )
                yield first, ordered
            except DataError as error:
                yield first, error.at(None, error.row, key)

    def conversation(self, group: Group, folder: Path) -> Conversation:
        """Makes a conversation of its rows.

        Paths of images become absolute, so that the conversation is the same however the folder is
        spelled.
        """
        conversation = self.read(group)
        base = folder.resolve()
        turns = tuple(
            replace(turn, images=tuple(i if is_address(i) else str(base / i) for i in turn.images))
            for turn in conversation.turns
        )
        return replace(conversation, turns=turns)


def _unsure(rows: Sequence[tuple[int, str | None]]) -> dict[str, int]:
    """Returns the conversations that may lack a turn, each with the row that may be this turn.

    A row without a key may belong to the conversation before it or to the one after it. Where the
    rows of the file's conversations are not contiguous, it may belong to any.
    """
    unread = [number for number, key in rows if key is None]
    stretches = [key for key, _ in groupby(key for _, key in rows if key is not None)]
    if unread and len(set(stretches)) < len(stretches):
        return dict.fromkeys(stretches, unread[0])
    found: dict[str, int] = {}
    for ordered in (rows, rows[::-1]):
        nearest: str | None = None
        for number, key in ordered:
            if key is not None:
                nearest = key
            elif nearest is not None:
                found.setdefault(nearest, number)
    return found


def _in_order(rows: Group, field: str) -> dict[int, Row]:
    """Returns the rows in the order of their turns, which count from 1 without gap or repeat."""
    numbers: dict[int, int] = {}
    for number, row in rows.items():
        try:
            turn = whole_of(row, field, 1)
        except DataError as error:
            raise error.at(None, number) from None
        if turn in numbers:
            message = f"turn {turn} of this conversation is in row {numbers[turn]} too"
            raise DataError(message, row=number, field=field)
        numbers[turn] = number
    for expected, turn in enumerate(sorted(numbers), start=1):
        if turn != expected:
            message = f"turn {turn}, but the conversation has no turn {expected}"
            raise DataError(message, row=numbers[turn], field=field)
    return {numbers[turn]: rows[numbers[turn]] for turn in sorted(numbers)}
