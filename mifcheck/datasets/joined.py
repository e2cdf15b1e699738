"""Rows that belong together: those of one conversation, in the order of its turns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from mifcheck.conversation import Conversation
from mifcheck.conversation.messages import is_address
from mifcheck.datasets.base import Row, TurnReader, key_of, whole_of
from mifcheck.datasets.files import RawRow
from mifcheck.errors import DataError


def joined(
    rows: Sequence[RawRow], reader: TurnReader
) -> Iterator[tuple[int, Mapping[int, Row] | DataError]]:
    """(number of its first row, its rows by number) of each conversation, in file order.

    Rows that cannot be read come first, each as the error it is: a gap may be their doing. What
    should be a conversation and lacks a turn, or has one twice, is an error too.
    """
    groups: dict[str, dict[int, Row]] = {}
    for row in rows:
        try:
            key, fields = _keyed(row, reader)
        except DataError as error:
            yield row.number, error
        else:
            groups.setdefault(key, {})[row.number] = fields
    for group in groups.values():
        first = next(iter(group))
        try:
            yield first, _in_order(group, reader.turn)
        except DataError as error:
            yield first, error


def beside(conversation: Conversation, folder: Path) -> Conversation:
    """The conversation with images that are no addresses looked for in a folder."""
    turns = tuple(
        replace(turn, images=tuple(i if is_address(i) else str(folder / i) for i in turn.images))
        for turn in conversation.turns
    )
    return replace(conversation, turns=turns)


def _keyed(row: RawRow, reader: TurnReader) -> tuple[str, Row]:
    if row.error is not None:
        raise row.error
    fields = row.fields or {}
    return key_of(fields, reader.key), fields


def _in_order(rows: Mapping[int, Row], field: str) -> dict[int, Row]:
    """The rows by turn, which count from 1 without a gap or a repeat."""
    placed: dict[int, int] = {}
    for number, row in rows.items():
        try:
            turn = whole_of(row, field, 1)
        except DataError as error:
            raise error.at(None, number) from None
        if turn in placed:
            message = f"turn {turn} of this conversation stands in row {placed[turn]} too"
            raise DataError(message, row=number, field=field)
        placed[turn] = number
    for expected, turn in enumerate(sorted(placed), start=1):
        if turn != expected:
            message = f"turn {turn}, but the conversation has no turn {expected}"
            raise DataError(message, row=placed[turn], field=field)
    return {placed[turn]: rows[placed[turn]] for turn in sorted(placed)}
