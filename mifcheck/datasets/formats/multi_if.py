"""Multi-IF: one conversation per row, numbered columns for its turns, cumulative lists.

Source: facebookresearch/Multi-IF (arXiv 2410.15553). Columns: `turn_<n>_prompt`,
`turn_<n>_instruction_id_list`, `turn_<n>_kwargs`, `key`, `language`; others are ignored.
"""

from __future__ import annotations

import re
from typing import Any, Final

from mifcheck.conversation import Conversation, Turn
from mifcheck.datasets import base
from mifcheck.datasets.readers import InstructionPlace, Reader
from mifcheck.errors import DataError

_TURN_FIELD: Final = re.compile(r"turn_([1-9][0-9]*)_(?:prompt|instruction_id_list|kwargs)")


def _recognises(fields: frozenset[str]) -> bool:
    return any(_TURN_FIELD.fullmatch(name) for name in fields)


def _read(row: base.Row) -> Conversation:
    key, language = base.key_of(row), base.language_of(row)
    turns = tuple(_turn(row, number) for number in _turn_numbers(row))
    # The part before the first colon names the prompt of IFEval that a conversation begins with.
    # Conversations with the same beginning, and their translations, are not independent.
    return Conversation(key, language, turns, cluster=key.partition(":")[0])


def _turn_numbers(row: base.Row) -> range:
    """Returns the numbers of the turns. Turns may be absent only at the end.

    After a gap, later prompts would refer to a message that was never sent.
    """
    numbers = sorted({int(found[1]) for name in row if (found := _TURN_FIELD.fullmatch(name))})
    present = [
        number for number in numbers if not _absent(base.needed(row, f"turn_{number}_prompt"))
    ]
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


def _turn(row: base.Row, number: int) -> Turn:
    prompt = _prompt(row, f"turn_{number}_prompt")
    return Turn(prompt, base.paired_instructions(row, f"turn_{number}_"))


def _prompt(row: base.Row, name: str) -> str:
    message = base.parsed(base.needed(row, name), name)
    is_message = isinstance(message, dict) and isinstance(message.get("content"), str)
    base.require(is_message, 'a message {"role": "user", "content": "..."}', message, name)
    role, content = message.get("role", "user"), message["content"]
    base.require(role == "user", 'a message with the role "user"', role, name)
    base.require(base.is_text(content), "a message with non-blank content", content, name)
    return str(content)


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
