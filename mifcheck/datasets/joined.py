"""Rows that belong together: those of one conversation, in the order of its turns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
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
    should be a conversation and lacks a turn, has one twice, or may lack its last, is an error too.
    """
    keys: dict[int, str | None] = {}
    groups: dict[str, dict[int, Row]] = {}
    for row in rows:
        try:
            key, fields = _keyed(row, reader)
        except DataError as error:
            keys[row.number] = None
            yield row.number, error
        else:
            keys[row.number] = key
            groups.setdefault(key, {})[row.number] = fields
    unsure = _unsure(list(keys.items()))
    for key, group in groups.items():
        first = next(iter(group))
        try:
            placed = _in_order(group, reader.turn)
            if key in unsure:
                raise DataError(f"row {unsure[key]}, which cannot be read, may be a turn of it")
            yield first, placed
        except DataError as error:
            yield first, error.at(None, error.row, key)


def beside(conversation: Conversation, folder: Path) -> Conversation:
    """The conversation with images that are no addresses looked for in a folder.

    Their paths are whole, so that the conversation is the same however the folder is spelled.
    """
    folder = folder.resolve()
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


def _unsure(rows: Sequence[tuple[int, str | None]]) -> dict[str, int]:
    """The conversations that may be a turn short: by key, a row without a key that may be it.

    Such a row may belong to the conversation before it and to the one after it, or to any where
    the rows of the file's conversations do not adjoin.
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
