"""Published sets with one prompt per row, and without a key or with one that is not unique."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mifcheck.conversation import Conversation
from mifcheck.datasets.base import Row, is_text, needed, parsed, require
from mifcheck.datasets.readers import Group, Reader

ROW: Final = "row number"
"""The field that `NumberedReader` adds to a row; no file has a column of that name."""


@dataclass(frozen=True, slots=True)
class NumberedReader(Reader):
    """A data format with one conversation per row, which is named by the number of the row."""

    def conversation(self, group: Group, folder: Path) -> Conversation:
        """Makes a conversation of its row, in a file of this folder."""
        ((number, row),) = group.items()
        return self.read({**row, ROW: number})


def key_of_row(row: Row, name: str = "key") -> str:
    """Returns the key of a row; its number, if it has none."""
    given = row.get(name)
    return str(row[ROW]) if given is None or not str(given).strip() else str(given)


def prompt_of(row: Row, name: str = "messages") -> str:
    """Returns the prompt of a field that holds a chat: one message of the user.

    Raises:
        DataError: the field holds something else.
    """
    messages = parsed(needed(row, name), name)
    fits = isinstance(messages, list) and len(messages) == 1 and isinstance(messages[0], dict)
    one = 'one message {"role": "user", "content": "..."}'
    require(fits and messages[0].get("role", "user") == "user", one, messages, name)
    require(is_text(messages[0].get("content")), "a message with content", messages, name)
    return str(messages[0]["content"])
