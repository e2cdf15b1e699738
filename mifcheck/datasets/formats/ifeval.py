"""IFEval, IFBench and M-IFEval: one prompt per row.

The language is that of the row's `language`; without one it is that with which the ids begin
(`es:keywords:existence`), or English.

Source: google-research/instruction_following_eval (arXiv 2311.07911), and table exports of it;
allenai/IFBench (arXiv 2507.02833), lightblue-tech/M-IFEval (arXiv 2502.04688).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mifcheck.conversation import Conversation, Turn
from mifcheck.datasets.base import Row, key_of, language_of, paired_instructions, text_of
from mifcheck.datasets.readers import InstructionPlace, Reader
from mifcheck.errors import DataError
from mifcheck.languages import known_languages


def _recognises(fields: frozenset[str]) -> bool:
    return "instruction_id_list" in fields or {"prompt", "kwargs"} <= fields


def _read(row: Row) -> Conversation:
    instructions = paired_instructions(row)
    stated = row.get("language") is not None
    language = language_of(row) if stated else _language_of_ids(each.id for each in instructions)
    turn = Turn(text_of(row, "prompt"), instructions)
    return Conversation(key_of(row), language, (turn,))


def _language_of_ids(ids: Iterable[str]) -> str:
    """Returns the language with which ids begin."""
    codes = {id.partition(":")[0] for id in ids if id.count(":") == 2}
    found = sorted(codes.intersection(known_languages()))
    if len(found) > 1:
        raise DataError(f"ids of {' and '.join(found)} in one row", field="instruction_id_list")
    return found[0] if found else "en"


def field_of(place: InstructionPlace) -> str:
    """Returns the field of an instruction, one of two parallel lists."""
    column = "instruction_id_list" if place.is_id else "kwargs"
    return f"{column}, entry {place.active}"


READER: Final = Reader(
    name="ifeval",
    required=("key", "prompt", "instruction_id_list", "kwargs"),
    recognises=_recognises,
    read=_read,
    field_of=field_of,
)
