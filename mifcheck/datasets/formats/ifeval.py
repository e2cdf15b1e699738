"""IFEval: one prompt per row. The language is English unless the row has a `language`.

Source: google-research/instruction_following_eval (arXiv 2311.07911), and table exports of it.
"""

from __future__ import annotations

from typing import Final

from mifcheck.conversation import Conversation, Turn
from mifcheck.datasets.base import Row, key_of, language_of, paired_instructions, text_of
from mifcheck.datasets.readers import InstructionPlace, Reader


def _recognises(fields: frozenset[str]) -> bool:
    return "instruction_id_list" in fields or {"prompt", "kwargs"} <= fields


def _read(row: Row) -> Conversation:
    language = "en" if row.get("language") is None else language_of(row)
    turn = Turn(text_of(row, "prompt"), paired_instructions(row))
    return Conversation(key_of(row), language, (turn,))


def _field_of(place: InstructionPlace) -> str:
    column = "instruction_id_list" if place.is_id else "kwargs"
    return f"{column}, entry {place.active}"


READER: Final = Reader(
    name="ifeval",
    required=("key", "prompt", "instruction_id_list", "kwargs"),
    recognises=_recognises,
    read=_read,
    field_of=_field_of,
)
