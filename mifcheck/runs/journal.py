"""A run on disk: what was asked, of which model, and every reply, one line each, as it comes."""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, TypeAlias

from mifcheck.errors import RunError

RUN: Final = "run.json"
CONVERSATIONS: Final = "conversations.jsonl"
JOURNAL: Final = "journal.jsonl"

Place: TypeAlias = tuple[str, int, int]
"""A conversation's key, a turn counted from 1, a sample counted from 0."""


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the journal: the reply of one sample at one turn, or why there is none.

    Attributes:
        key: the conversation's key.
        turn: counted from 1.
        sample: counted from 0.
        reply: what is checked (thinking removed, unless the run keeps it); None with an error.
        raw: what the model said, where that is not `reply`.
        finish_reason: "stop", "length", a model's own word, or None.
        thinking: "none", "closed" or "unclosed".
        error: why there is no reply; None where there is one.
        attempts: how often the model was asked; 0 when an earlier turn had no reply.
        seconds: wall time of the call that answered, shared equally by the chats of its batch.
        tokens: generated tokens; None when the model does not say.
    """

    key: str
    turn: int
    sample: int
    reply: str | None
    raw: str | None = None
    finish_reason: str | None = None
    thinking: str = "none"
    error: str | None = None
    attempts: int = 1
    seconds: float = 0.0
    tokens: int | None = None

    @property
    def place(self) -> Place:
        """Where the reply belongs: (key, turn, sample)."""
        return self.key, self.turn, self.sample

    def to_line(self) -> bytes:
        """One line of JSON; `raw` is left out where it says nothing new."""
        values = asdict(self)
        if self.raw is None:
            del values["raw"]
        return _json_line(values)

    @classmethod
    def from_json(cls, values: Any) -> Record:
        """The record that a parsed line holds; names it does not know are passed over.

        Raises:
            ValueError: it is no such record.
        """
        if not isinstance(values, Mapping):
            raise ValueError("an object is expected")
        known = {field.name for field in fields(cls)}
        try:
            record = cls(**{name: value for name, value in values.items() if name in known})
        except TypeError as error:
            raise ValueError("key, turn, sample and reply are expected") from error
        record._validate()
        return record

    def _validate(self) -> None:
        for name, kind in (("key", str), ("turn", int), ("sample", int)):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, kind):
                raise ValueError(f"{name}: not {value!r}")
        for name in ("reply", "raw", "error", "finish_reason"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, str):
                raise ValueError(f"{name}: not {value!r}")
        for name, allowed in (
            ("attempts", int), ("seconds", (int, float)), ("tokens", (int, type(None))),
        ):  # fmt: skip
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, allowed):
                raise ValueError(f"{name}: not {value!r}")
        if self.thinking not in ("none", "closed", "unclosed"):
            raise ValueError(f"thinking: not {self.thinking!r}")
        if (self.reply is None) == (self.error is None):
            raise ValueError("either reply or error is expected")


class Journal:
    """The journal of a run folder, open for appending by this process alone.

    Opening takes a lock that the system gives back however the process ends, and cuts off a
    last line that was not written to its end.

    Attributes:
        records: what it held when opened, the last of each place.

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
        """Write records, each in one piece, and wait until the disk has them."""
        for record in records:
            self._file.write(record.to_line())
            self._file.flush()
        os.fsync(self._file.fileno())

    def clear(self) -> None:
        """Forget every record."""
        self._file.truncate(0)
        self.records = {}

    def close(self) -> None:
        """Give the lock back."""
        self._file.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _recover(self) -> dict[Place, Record]:
        self._file.seek(0)
        data = self._file.read()
        whole = data.rfind(b"\n") + 1
        if whole < len(data):
            self._file.truncate(whole)
        return _last_of_each(data[:whole].split(b"\n")[:-1], self._path)


def read_records(path: Path) -> dict[Place, Record]:
    """The last record of each place in a journal, plain or gzipped; a torn last line is ignored.

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
    """What run.json says.

    Raises:
        RunError: there is none, or it is damaged.
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
    """Write run.json, all of it or nothing."""
    write_whole(folder / RUN, json.dumps(settings, indent=1, ensure_ascii=False).encode() + b"\n")


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that after a crash it is there whole or not at all."""
    beside = path.with_name(path.name + ".tmp")
    with open(beside, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _last_of_each(lines: Iterable[bytes], path: Path) -> dict[Place, Record]:
    return {record.place: record for record in _records(lines, path)}


def _records(lines: Iterable[bytes], path: Path) -> Iterator[Record]:
    for number, line in enumerate(lines, 1):
        try:
            yield Record.from_json(json.loads(line))
        except ValueError as error:
            raise RunError(f"{path}, line {number} is damaged: {error}") from error


def _json_line(values: Mapping[str, Any]) -> bytes:
    with suppress(UnicodeEncodeError):
        return json.dumps(values, ensure_ascii=False).encode() + b"\n"
    # Half a surrogate pair has no UTF-8; JSON's escapes can carry it.
    return json.dumps(values).encode() + b"\n"


def _lock(file: IO[bytes], path: Path) -> None:
    try:
        import fcntl
    except ImportError:  # no such lock on this system: one process at a time is then a habit
        return
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise RunError(f"{path.parent} is being written by another process") from None
    except OSError:  # some network file systems refuse to lock at all
        return
