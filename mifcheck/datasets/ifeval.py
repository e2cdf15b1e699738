"""IFEval: one prompt a row, English unless the row says otherwise.

Source: google-research/instruction_following_eval (arXiv 2311.07911), and table exports of it,
which fill every parameter that an instruction has not with null.
"""

from __future__ import annotations

from typing import Final

from mifcheck.conversation import Conversation, Turn
from mifcheck.datasets.base import (
    Reader,
    Row,
    key_of,
    language_of,
    paired_instructions,
    text_of,
)


def _recognises(fields: frozenset[str]) -> bool:
    return "instruction_id_list" in fields or {"prompt", "kwargs"} <= fields


def _read(row: Row) -> Conversation:
    language = "en" if row.get("language") is None else language_of(row)
    turn = Turn(text_of(row, "prompt"), paired_instructions(row, "instruction_id_list", "kwargs"))
    return Conversation(key_of(row), language, (turn,))


IFEVAL: Final = Reader(
    name="ifeval",
    required=("key", "prompt", "instruction_id_list", "kwargs"),
    recognises=_recognises,
    read=_read,
)
