"""Marco-Bench-MIF: the prompts of IFEval in thirty languages, one per row.

Source: AIDC-AI/Marco-Bench-MIF (arXiv 2507.11882). Columns: `lang`, `file` (localised or machine
translated), `key`, `prompt`, `instruction_id_list`, `kwargs`. A key is not unique in its file.
"""

from __future__ import annotations

from typing import Final

from mifcheck.conversation import Conversation, Turn
from mifcheck.datasets.base import Row, key_of, language_of, paired_instructions, text_of
from mifcheck.datasets.formats.ifeval import field_of
from mifcheck.datasets.numbered import ROW, NumberedReader


def _read(row: Row) -> Conversation:
    # The key names the prompt of IFEval that this one is a version of.
    prompt = key_of(row)
    turn = Turn(text_of(row, "prompt"), paired_instructions(row))
    key = f"{text_of(row, 'file')}:{prompt}:{row[ROW]}"
    return Conversation(key, language_of(row, "lang"), (turn,), cluster=prompt)


READER: Final = NumberedReader(
    name="marco-bench-mif",
    required=("lang", "file", "key", "prompt", "instruction_id_list", "kwargs"),
    recognises=lambda fields: {"lang", "file", "instruction_id_list"} <= fields,
    read=_read,
    field_of=field_of,
)
