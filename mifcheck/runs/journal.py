"""A run on disk: its settings, and its journal of replies, one line each, written as they come."""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any, Final, get_args, get_type_hints

from mifcheck.datasets.files import json_line
from mifcheck.errors import RunError
from mifcheck.models.base import Slot, SlotLike
from mifcheck.models.thinking import THINKING, ThinkingPolicy, ThinkingState, split

RUN: Final = "run.json"
CONVERSATIONS: Final = "conversations.jsonl"
JOURNAL: Final = "journal.jsonl"


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the journal: the reply of one slot, or why there is none.

    Attributes:
        key: the conversation's key.
        turn: counted from 1.
        sample: counted from 0.
        reply: what is checked, without thinking unless the run keeps it; None with an error.
        raw: what the model said, if that is not `reply`.
        finish_reason: "stop", "length", another word of the model, or None.
        thinking: "none", "closed" or "unclosed".
        error: why there is no reply; None if there is one.
        attempts: how often the model was asked; 0 if an earlier turn had no reply.
        seconds: wall time of the call that answered, divided equally among the chats of its batch.
        tokens: the number of generated tokens; None if the model does not say.
    """

    key: str
    turn: int
    sample: int
    reply: str | None
    raw: str | None = None
    finish_reason: str | None = None
    thinking: ThinkingState = "none"
    error: str | None = None
    attempts: int = 1
    seconds: float = 0.0
    tokens: int | None = None

    @property
    def slot(self) -> Slot:
        """Which reply of the run this is."""
        return Slot(self.key, self.turn, self.sample)

    @property
    def text(self) -> str | None:
        """What the model said, with its thinking; None with an error."""
        return self.reply if self.raw is None else self.raw

    def with_text(self, text: str, thinking: ThinkingPolicy) -> Record:
        """Returns the record with what the model said, read by a policy of thinking."""
        reply = THINKING[thinking](text)
        raw = None if reply == text else text
        return replace(self, reply=reply, raw=raw, thinking=split(text).state, error=None)

    def to_line(self) -> bytes:
        """Returns one line of JSON. It has no `raw` if that is `reply`."""
        values = asdict(self)
        if self.raw is None:
            del values["raw"]
        return json_line(values)

    @classmethod
    def from_json(cls, values: Any) -> Record:
        """Returns the record of a parsed line. Unknown names are ignored.

        Raises:
            ValueError: it is not a record.
        """
        if not isinstance(values, Mapping):
            raise ValueError("an object is expected")
        known = {name: value for name, value in values.items() if name in _TYPES}
        try:
            record = cls(**known)
        except TypeError as error:
            raise ValueError("key, turn, sample and reply are expected") from error
        for name, value in known.items():
            if isinstance(value, bool) or not isinstance(value, _TYPES[name]):
                raise ValueError(f"{name}: not {value!r}")
        if record.thinking not in get_args(ThinkingState):
            raise ValueError(f"thinking: not {record.thinking!r}")
        if (record.reply is None) == (record.error is None):
            raise ValueError("either reply or error is expected")
        return record


_TYPES: Final = {**get_type_hints(Record), "thinking": str, "seconds": int | float}
"""The types of a record's fields in JSON."""


class Journal:
    """The journal of a run folder, open for appending by this process only.

    Opening it takes a lock, which the system releases however the process ends, and cuts off a
    last line that is not complete.

    Attributes:
        records: what it held when it was opened, the last record of each slot.

    Raises:
        RunError: another process has it open, or a line other than the last is damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] = open(path, "a+b")  # noqa: SIM115 - held open by this object
        try:
            _lock(self._file, path)
            self.records = self._recover()
        except BaseException:
            self._file.close()
            raise

    def append(self, records: Iterable[Record]) -> None:
        """Writes records, each at once, and waits until they are on the disk."""
        for record in records:
            self._file.write(record.to_line())
            self._file.flush()
        os.fsync(self._file.fileno())

    def clear(self) -> None:
        """Removes every record."""
        self._file.truncate(0)
        self.records = {}

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *raised: object) -> None:
        self._file.close()  # which releases the lock

    def _recover(self) -> dict[SlotLike, Record]:
        self._file.seek(0)
        data = self._file.read()
        whole = data.rfind(b"\n") + 1
        if whole < len(data):
            self._file.truncate(whole)
        return _last_of_each(data[:whole].split(b"\n")[:-1], self._path)


def read_records(path: Path) -> dict[SlotLike, Record]:
    """Reads the last record of each slot in a journal, plain or gzipped.

    A last line that is not complete is ignored.

    Raises:
        RunError: it cannot be read, or a line other than the last is damaged.
    """
    try:
        data = path.read_bytes()
        if path.suffix == ".gz":
            data = gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise RunError(f"{path}: {error}") from error
    return _last_of_each(data.split(b"\n")[:-1], path)


def read_settings(folder: Path) -> dict[str, Any]:
    """Reads run.json.

    Raises:
        RunError: it does not exist, or it is damaged.
    """
    path = folder / RUN
    try:
        values = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise RunError(f"{folder} is not a run folder: it has no {RUN}") from None
    except (OSError, ValueError) as error:
        raise RunError(f"{path}: {error}") from error
    if not isinstance(values, dict):
        raise RunError(f"{path}: an object is expected")
    return values


def write_settings(folder: Path, settings: Mapping[str, Any]) -> None:
    """Writes run.json. After a crash it is complete or as it was before."""
    text = json.dumps(settings, indent=1, ensure_ascii=False) + "\n"
    # UTF-8 has no half of a surrogate pair, which a path may hold; JSON has an escape for it.
    write_whole(folder / RUN, text.encode("utf-8", "backslashreplace"))


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file. After a crash it is complete or as it was before."""
    beside = path.with_name(path.name + ".tmp")
    with open(beside, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _last_of_each(lines: Iterable[bytes], path: Path) -> dict[SlotLike, Record]:
    records: dict[SlotLike, Record] = {}
    for number, line in enumerate(lines, start=1):
        try:
            record = Record.from_json(json.loads(line))
        except ValueError as error:
            raise RunError(f"{path}, line {number} is damaged: {error}") from error
        records[record.slot] = record
    return records


def _lock(file: IO[bytes], path: Path) -> None:
    try:
        import fcntl
    except ImportError:  # this system has no such lock
        return
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise RunError(f"{path.parent} is being written by another process") from None
    except OSError:  # some network file systems have no locks
        return
