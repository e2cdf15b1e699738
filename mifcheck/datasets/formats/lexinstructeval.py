"""LexInstructEval: one prompt per row, whose rules are in `meta_info`.

Source: huiminren/LexInstructEval (arXiv 2511.17561). `meta_info.instruction_pattern` is a list of
rules, as JSON text, and `meta_info.instruction_pattern_language` is "english" or "chinese".
"""

from __future__ import annotations

from typing import Any, Final

from mifcheck.conversation import Conversation, Instruction, Turn
from mifcheck.datasets.base import Row, instruction, language_of, needed, parsed, require
from mifcheck.datasets.numbered import NumberedReader, key_of_row, prompt_of
from mifcheck.datasets.readers import InstructionPlace

_FIELD: Final = "meta_info"
_RULES: Final = "instruction_pattern"


def _read(row: Row) -> Conversation:
    about = parsed(needed(row, _FIELD), _FIELD)
    require(isinstance(about, dict), "an object", about, _FIELD)
    rules = parsed(needed(about, _RULES), _RULES)
    require(isinstance(rules, list), "a list of rules", rules, _RULES)
    given = tuple(_rule(each, number) for number, each in enumerate(rules, start=1))
    language = language_of(about, "instruction_pattern_language")
    return Conversation(key_of_row(row, "id"), language, (Turn(prompt_of(row), given),))


def _rule(rule: Any, number: int) -> Instruction:
    field = f"{_RULES}, entry {number}"
    require(isinstance(rule, dict), "an object", rule, field)
    return instruction("lexinstruct:rule", rule, field)


def _field_of(place: InstructionPlace) -> str:
    return f"{_RULES}, entry {place.active}"


READER: Final = NumberedReader(
    name="lexinstructeval",
    required=("messages", _FIELD),
    recognises=lambda fields: {"messages", _FIELD} <= fields,
    read=_read,
    field_of=_field_of,
    key="id",
)
