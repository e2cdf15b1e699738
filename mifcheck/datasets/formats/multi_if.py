"""Multi-IF: one conversation per row, numbered columns for its turns, cumulative lists.

Source: facebookresearch/Multi-IF (arXiv 2410.15553). Columns: `turn_<n>_prompt`,
`turn_<n>_instruction_id_list`, `turn_<n>_kwargs`, `key`, `language`; others are ignored.
"""

from __future__ import annotations

import re
from typing import Any, Final

from mifcheck.conversation import Conversation, Turn
from mifcheck.datasets.base import (
    Row,
    brief,
    cell,
    key_of,
    language_of,
    needed,
    paired_instructions,
)
from mifcheck.datasets.readers import InstructionPlace, Reader
from mifcheck.errors import DataError

_TURN_FIELD: Final = re.compile(r"turn_([1-9][0-9]*)_(?:prompt|instruction_id_list|kwargs)")


def _recognises(fields: frozenset[str]) -> bool:
    return any(_TURN_FIELD.fullmatch(name) for name in fields)


def _read(row: Row) -> Conversation:
    key, language = key_of(row), language_of(row)
    turns = tuple(_turn(row, number) for number in _turn_numbers(row))
    # The part before the first colon names the prompt of IFEval that a conversation begins with.
    # Conversations with the same beginning, and their translations, are not independent.
    return Conversation(key, language, turns, cluster=key.partition(":")[0])


def _turn_numbers(row: Row) -> range:
    """Returns the numbers of the turns. Turns may be absent only at the end.

    After a gap, later prompts would refer to a message that was never sent.
    """
    numbers = sorted({int(found[1]) for name in row if (found := _TURN_FIELD.fullmatch(name))})
    present = [number for number in numbers if not _absent(needed(row, f"turn_{number}_prompt"))]
    for expected, number in enumerate(present, start=1):
        if number != expected:
            raise DataError(
                f"no prompt, but turn {number} has one", field=f"turn_{expected}_prompt"
            )
    if not present:
        raise DataError("no prompt", field="turn_1_prompt")
    return range(1, len(present) + 1)


def _absent(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value.strip() in ("", "None"))


def _turn(row: Row, number: int) -> Turn:
    prompt = _prompt(row, f"turn_{number}_prompt")
    return Turn(prompt, paired_instructions(row, f"turn_{number}_"))


def _prompt(row: Row, name: str) -> str:
    message = cell(row, name)
    if not isinstance(message, dict) or not isinstance(message.get("content"), str):
        raise DataError(
            f'a message {{"role": "user", "content": "..."}} is expected, not {brief(message)}',
            field=name,
        )
    role = message.get("role", "user")
    if role != "user":
        raise DataError(
            f'a message with the role "user" is expected, not {brief(role)}', field=name
        )
    content: str = message["content"]
    if not content.strip():
        raise DataError("the content of the message is blank", field=name)
    return content


def _field_of(place: InstructionPlace) -> str:
    column = "instruction_id_list" if place.is_id else "kwargs"
    return f"turn_{place.turn}_{column}, entry {place.active}"


READER: Final = Reader(
    name="multi-if",
    required=("turn_1_prompt", "turn_1_instruction_id_list", "turn_1_kwargs", "key", "language"),
    recognises=_recognises,
    read=_read,
    field_of=_field_of,
)
