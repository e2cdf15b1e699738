"""A row with its instructions, and with the reply to them: what other tools deliver.

The instructions are in one of two forms:

    {"instructions": [{"id": ..., "kwargs": {...}, "role": "system"}, ...], "language": "hi"}
    {"instruction_id_list": [...], "kwargs": [...]}                     # IFEval's

An entry of `instructions` may have each form that `mifcheck.conversation.instruction_of` reads. A
row without a `language` is in English, and an instruction without a `role` is the user's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mifcheck.conversation import Instruction, instruction_of
from mifcheck.datasets.base import Row, needed, paired_instructions, parsed, require
from mifcheck.errors import DataError, ParameterError
from mifcheck.plain import plain


def instructions_of(row: Row) -> tuple[Instruction, ...]:
    """Returns the instructions of a row; for its forms see the module.

    Raises:
        DataError: there are none, or they are malformed; names the field.
    """
    if row.get("instructions") is not None:
        listed = parsed(plain(row["instructions"]), "instructions")
        require(isinstance(listed, list), "a list of instructions", listed, "instructions")
        return tuple(_asked(entry, number) for number, entry in enumerate(listed, start=1))
    if row.get("instruction_id_list") is None:
        message = "`instructions`, or `instruction_id_list` and `kwargs`, are expected"
        raise DataError(message, field=", ".join(row) or "a row without fields")
    return paired_instructions({name: plain(row.get(name)) for name in _PAIRED})


def is_asked(row: Row) -> bool:
    """Tells whether a row has any instruction. In mixed data, other rows have null or none."""
    return any(plain(row.get(name)) for name in ("instructions", _PAIRED[0]))


def reply_of(row: Row, column: str) -> str:
    """Returns the reply in a row.

    Raises:
        DataError: there is none, or it is no text; names the field.
    """
    reply = needed(row, column)
    require(isinstance(reply, str), "text", reply, column)
    return str(reply)


_PAIRED: Final = ("instruction_id_list", "kwargs")


def _asked(entry: Any, number: int) -> Instruction:
    field = f"instructions, entry {number}"
    if isinstance(entry, Mapping):
        entry = {name: parsed(v, field) if name == "kwargs" else v for name, v in entry.items()}
    elif isinstance(entry, list):
        entry = [*entry[:1], *(parsed(each, field) for each in entry[1:])]
    try:
        return instruction_of(entry)
    except ParameterError as error:
        raise DataError(str(error), field=field) from None
