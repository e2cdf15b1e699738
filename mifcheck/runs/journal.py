"""The journal of a run: its replies, one line each, written as they come."""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any, Final, Generic, Protocol, TypeVar, get_args, get_type_hints

from typing_extensions import Self

from mifcheck.datasets.base import brief, parse_json
from mifcheck.datasets.files import LONGEST_LINE, json_line
from mifcheck.errors import DataError, RunError
from mifcheck.masking import mask_text
from mifcheck.models.base import Slot, SlotLike
from mifcheck.models.thinking import THINKING, ThinkingPolicy, ThinkingState, split

JOURNAL: Final = "journal.jsonl"
MOST_SAMPLES: Final = 100_000
"""How many times a conversation can be held in one run."""
_SUM: Final = "crc32"
"""The field of a line that tells whether the others are as they were written."""


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
        error: why there is no reply, without secrets; None if there is one.
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

    def __post_init__(self) -> None:
        if isinstance(self.error, str):
            object.__setattr__(self, "error", mask_text(self.error))

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
        """Returns one line of JSON, with a checksum. It has no `raw` if that is `reply`."""
        values = asdict(self)
        if self.raw is None:
            del values["raw"]
        return summed_line(values)

    @classmethod
    def from_json(cls, values: Any) -> Record:
        """Returns the record of a parsed line. Unknown names are ignored.

        Raises:
            ValueError: it is not a record, or not as it was written.
        """
        require_sum(values)
        known = {name: value for name, value in values.items() if name in _TYPES}
        try:
            record = cls(**known)
        except TypeError as error:
            raise ValueError("key, turn, sample and reply are expected") from error
        for name, value in known.items():
            if isinstance(value, bool) or not isinstance(value, _TYPES[name]):
                raise ValueError(f"{name}: not {brief(value)}")
        if record.turn < 1 or not 0 <= record.sample < MOST_SAMPLES:
            raise ValueError(f"no run has turn {brief(record.turn)}, sample {brief(record.sample)}")
        if record.thinking not in get_args(ThinkingState):
            raise ValueError(f"thinking: not {brief(record.thinking)}")
        if (record.reply is None) == (record.error is None):
            raise ValueError("either reply or error is expected")
        return record


_TYPES: Final = {**get_type_hints(Record), "thinking": str, "seconds": int | float}
"""The types of a record's fields in JSON."""


def summed_line(values: Mapping[str, Any]) -> bytes:
    """Returns values as one line of JSON, with a checksum."""
    return json_line({**values, _SUM: _checksum(values)})


def require_sum(values: Any) -> None:
    """Raises unless the values of a line are as they were written; one without a sum may be edited.

    Raises:
        ValueError: they are not, or they are no object.
    """
    if not isinstance(values, Mapping):
        raise ValueError("an object is expected")
    if _SUM in values and values[_SUM] != _checksum(values):
        raise ValueError(
            f"its {_SUM} is of other contents, so it was changed after it was written; "
            f"a change that is meant leaves {_SUM} out"
        )


def _checksum(values: Mapping[str, Any]) -> str:
    """Returns the checksum of a line's values, however the line is spelled."""
    held = {name: value for name, value in values.items() if name != _SUM}
    return f"{zlib.crc32(json.dumps(held, sort_keys=True).encode()):08x}"


class Kept(Protocol):
    """What a line of a journal holds. The last line of a slot counts."""

    @property
    def slot(self) -> Any:
        """What the line is about."""

    def to_line(self) -> bytes:
        """Returns the line."""

    @classmethod
    def from_json(cls, values: Any) -> Self:
        """Returns what a parsed line holds.

        Raises:
            ValueError: it is not such a line, or not as it was written.
        """


K = TypeVar("K", bound=Kept)


class Journal(Generic[K]):
    """A file of lines in a run folder, open for appending by this process only.

    Opening it takes a lock, which the system releases however the process ends, and cuts off a
    last line that is not complete.

    Args:
        path: the file.
        kind: what its lines hold.
        mode: of a file that is new.

    Attributes:
        records: what it held when it was opened, the last record of each slot.

    Raises:
        RunError: another process has it open, it cannot be read or written, or a line other than
            the last is damaged.
    """

    def __init__(self, path: Path, kind: type[K], mode: int = 0o666) -> None:
        self._path = path
        self._kind = kind
        self._end = 0
        # Without a buffer, a line that cannot be written whole is not tried again later.
        with _named(path):
            self._file = open(  # noqa: SIM115 - held open by this object
                path, "a+b", buffering=0, opener=lambda name, flags: os.open(name, flags, mode)
            )
        try:
            _lock(self._file, path)
            self.records = self._recover()
        except BaseException:
            self._file.close()
            raise

    def append(self, records: Iterable[K]) -> None:
        """Writes records, each at once, and waits until they are on the disk.

        Ctrl-C is let through when they are.

        Raises:
            RunError: they cannot be written; what was written before stays.
        """
        lines = [record.to_line() for record in records]
        start = self._end
        try:
            self._append(lines)
        except KeyboardInterrupt:
            self._end = start
            self._append(lines)
            raise

    def clear(self) -> None:
        """Removes every record."""
        with _named(self._path):
            self._file.truncate(0)
        self._end, self.records = 0, {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._file.close()  # which releases the lock

    def _append(self, lines: Iterable[bytes]) -> None:
        try:
            self._file.truncate(self._end)  # what an interrupted call left
            for line in lines:
                rest = memoryview(line)
                while rest:
                    rest = rest[self._file.write(rest) :]
                self._end += len(line)
            os.fsync(self._file.fileno())
        except OSError as error:
            with suppress(OSError):
                self._file.truncate(self._end)
            raise RunError(
                f"{self._path} cannot be written: {(error.strerror or str(error)).lower()}; it "
                "keeps every reply before, and --resume (resume=True) goes on from there"
            ) from error

    def _recover(self) -> dict[Any, K]:
        with _named(self._path), open(self._path, "rb") as file:
            lines = _Lines(file, self._path)
            records = _last_of_each(lines, self._path, self._kind)
            self._end = lines.end
            self._file.truncate(self._end)
        return records


def read_records(path: Path) -> dict[SlotLike, Record]:
    """Reads the last record of each slot in a journal of replies.

    Raises:
        RunError: as for `read_journal`.
    """
    return read_journal(path, Record)


def read_journal(path: Path, kind: type[K]) -> dict[Any, K]:
    """Reads the last line of each slot in a journal, plain or gzipped.

    A last line that is not complete is ignored.

    Raises:
        RunError: it cannot be read, or a line other than the last is damaged.
    """
    if not path.is_file():
        raise RunError(f"{path}: a file is expected")
    with _named(path), open(path, "rb") as raw:
        file: Any = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw
        return _last_of_each(_Lines(file, path), path, kind)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Names the file in an error of the system."""
    try:
        yield
    except (OSError, EOFError, zlib.error) as error:
        why = error.strerror.lower() if isinstance(error, OSError) and error.strerror else error
        raise RunError(f"{path}: {why}") from error


class _Lines:
    """The complete lines of a journal.

    Attributes:
        end: the offset of the end of the last complete line so far.
    """

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._file, self._path = file, path
        self.end = 0

    def __iter__(self) -> Iterator[bytes]:
        while (line := self._file.readline(LONGEST_LINE + 1)).endswith(b"\n"):
            self.end += len(line)
            yield line
        if len(line) > LONGEST_LINE:
            raise RunError(f"{self._path} has a line of more than {LONGEST_LINE:,} bytes")


def _last_of_each(lines: Iterable[bytes], path: Path, kind: type[K]) -> dict[Any, K]:
    records: dict[Any, K] = {}
    for number, line in enumerate(lines, start=1):
        try:
            record = kind.from_json(parse_json(line.decode()))
        except ValueError as error:
            why = error.message if isinstance(error, DataError) else error
            raise RunError(f"{path}, line {number} is damaged: {why}") from error
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
