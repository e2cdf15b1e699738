"""Reads files: from a path to bytes, from bytes to text, from text to numbered rows."""

from __future__ import annotations

import csv
import functools
import gzip
import io
import json
import os
import re
import secrets
import stat
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import IO, Any, Final

from mifcheck.datasets.base import Row, brief, parse_json, repeated
from mifcheck.errors import DataError

EMBEDDED: Final = "embedded"
"""The name of the suite that comes with mifcheck."""

LONGEST_LINE: Final = 2**26
"""Bytes of a line, at most: parsed, a longer one may need more memory than a computer has."""
LARGEST_FILE: Final = 2**32
"""Bytes of a file of lines, at most, unpacked: a device may have no end."""
LARGEST_DOCUMENT: Final = 2**30
"""Bytes of a file that is one JSON document, at most."""

_CHUNK: Final = 2**20
_CSV_LIMIT = threading.Lock()


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row before any format is applied.

    Attributes:
        number: counted from 1.
        fields: its fields; None when it cannot be read.
        error: why it cannot be read.
    """

    number: int
    fields: Row | None
    error: DataError | None = None


@dataclass(frozen=True, slots=True)
class RawTable:
    """The rows of a file.

    Attributes:
        container: "csv" or "jsonl".
        header: the field names, by which the format is recognised.
        rows: the rows.
    """

    container: str
    header: frozenset[str]
    rows: tuple[RawRow, ...]


def read_bytes(path: Path) -> bytes:
    """Reads the bytes of a file of lines.

    Raises:
        DataError: the file does not exist, cannot be read, has more than `LARGEST_FILE` bytes, or
            has a line of more than `LONGEST_LINE` (names the line).
    """
    with _opened(path) as file:
        return read_lines(file, str(path))


def read_document(path: Path) -> Any:
    """Reads a file that is one JSON document.

    Raises:
        DataError: the file cannot be read, has more than `LARGEST_DOCUMENT` bytes, or is not JSON.
    """
    with _opened(path) as file:
        raw = file.read(LARGEST_DOCUMENT + 1)
    if len(raw) > LARGEST_DOCUMENT:
        raise DataError(f"a file of at most {LARGEST_DOCUMENT:,} bytes is expected", path)
    try:
        return parse_json(decode(raw, f"{path}"))
    except DataError as error:
        raise error.at(path, None) from None


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """Opens a file for reading; what fails then is a DataError."""
    try:
        with path.open("rb") as file:
            yield file
    except FileNotFoundError:
        raise DataError("there is no such file", path) from None
    except IsADirectoryError:
        raise DataError("this is a folder; a file is expected", path) from None
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror or error}", path) from None
    except ValueError as error:  # the name has a NUL character
        if isinstance(error, DataError):
            raise
        raise DataError(f"cannot be read: {error}", path) from None


def read_lines(file: IO[bytes] | gzip.GzipFile, path: str) -> bytes:
    """Reads what is left of an open file of lines; for errors see `read_bytes`."""
    parts: list[bytes] = []
    lines = length = 0
    while part := file.read(_CHUNK):
        first, last = part.find(b"\n"), part.rfind(b"\n")
        if length + (len(part) if first < 0 else first) > LONGEST_LINE:
            message = f"a line of more than {LONGEST_LINE:,} bytes; rows are expected on lines"
            raise DataError(message, path, lines + 1)
        length = length + len(part) if last < 0 else len(part) - last - 1
        lines += part.count(b"\n")
        parts.append(part)
        if len(parts) * _CHUNK > LARGEST_FILE:
            raise DataError(f"more than {LARGEST_FILE:,} bytes; divide it into several files", path)
    return b"".join(parts)


def embedded_files() -> Iterator[tuple[str, bytes]]:
    """Yields the name and the bytes of each file of the suite, sorted by name."""
    folder = resources.files("mifcheck.datasets") / EMBEDDED
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.name.endswith(".jsonl"):
            yield f"{EMBEDDED}/{entry.name}", entry.read_bytes()


def decode(raw: bytes, path: str) -> str:
    """Decodes bytes as UTF-8, with or without a byte order mark; gzipped when `path` ends in .gz.

    Raises:
        DataError: the bytes are not gzip, or not UTF-8, or have a line of more than `LONGEST_LINE`
            bytes (names the line).
    """
    if path.endswith(".gz"):
        try:
            raw = read_lines(gzip.GzipFile(fileobj=io.BytesIO(raw)), path)
        except (OSError, EOFError, zlib.error) as error:
            raise DataError(f"not a whole gzip file: {error}", path) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DataError(
            f"not UTF-8: byte 0x{raw[error.start]:02x} on line {line} (offset {error.start})", path
        ) from None


def read_table(text: str, path: str) -> RawTable:
    """Splits CSV or JSON lines into rows; the first character tells which of them a text is.

    Raises:
        DataError: the file is empty, is a JSON array, or is CSV with broken quoting (after which
            no row is reliable).
    """
    first = text.lstrip()[:1]
    if not first:
        raise DataError("the file is empty", path)
    if first == "[":
        raise DataError("one JSON object per line is expected, not a JSON array", path)
    if first == "{":
        rows = tuple(_json_rows(text))
        read = (frozenset(row.fields) for row in rows if row.fields is not None)
        return RawTable("jsonl", next(read, frozenset()), rows)
    header_row, records = _csv_records(text, path)
    return RawTable("csv", frozenset(header_row), tuple(_csv_rows(header_row, records)))


def _json_rows(text: str) -> Iterator[RawRow]:
    # splitlines() would also split at U+2028, which may be inside a JSON string.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = parse_json(line)
            if not isinstance(value, dict):
                raise DataError(f"a JSON object is expected, not {brief(value)}")
            yield RawRow(number, value)
        except DataError as error:
            yield RawRow(number, None, error)


def _csv_records(text: str, path: str) -> tuple[list[str], list[list[str]]]:
    records: list[list[str]] = []
    # The limit is global to the process, so it is restored after this file.
    with _CSV_LIMIT:
        limit = csv.field_size_limit()
        try:
            csv.field_size_limit(max(limit, len(text)))
            for record in csv.reader(io.StringIO(text, newline=""), strict=True):
                if record:
                    records.append(record)
        except csv.Error as error:
            raise DataError(f"broken CSV: {error}", path, max(len(records), 1)) from None
        finally:
            csv.field_size_limit(limit)
    header = records[0]
    twice = repeated(header)
    if twice is not None:
        raise DataError("this column is twice in the header", path, field=twice)
    return header, records[1:]


def _csv_rows(header: list[str], records: list[list[str]]) -> Iterator[RawRow]:
    for number, record in enumerate(records, start=1):
        if len(record) == len(header):
            yield RawRow(number, dict(zip(header, record, strict=True)))
        else:
            message = f"{len(header)} fields are expected, not {len(record)}"
            yield RawRow(number, None, DataError(message))


def write_lines(documents: list[Any], path: Path) -> None:
    """Writes JSON objects, one per line, in UTF-8; gzipped when the name ends in .gz.

    The gzip header has no name and no time, so that equal objects give equal bytes.
    """
    raw = b"".join(map(json_line, documents))
    write_whole(path, gzip.compress(raw, mtime=0) if path.suffix == ".gz" else raw)


def json_line(document: Any) -> bytes:
    """Returns a JSON value as one line in UTF-8."""
    return json_bytes(document) + b"\n"


def json_bytes(document: Any, indent: int | None = None) -> bytes:
    """Returns a JSON value in UTF-8."""
    try:
        return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=indent).encode()
    except UnicodeEncodeError:
        # A lone surrogate cannot be encoded in UTF-8, only escaped.
        return json.dumps(document, allow_nan=False, indent=indent).encode()


def write_whole(path: Path, data: bytes, mode: int | None = None) -> None:
    """Writes a file, whole or not at all: after a crash it is complete or as it was before.

    A link stays a link. A device or a pipe is written directly.

    Args:
        path: the file.
        data: its bytes.
        mode: who may read and write the file, where the system has such modes. None leaves that of
            a file that exists.

    Raises:
        OSError: it cannot be written; has the file's name. Nothing is left behind.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            _replace(_target(path), data, mode)
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise


def is_unfinished(path: Path) -> bool:
    """Tells whether a file is what `write_whole` leaves if its process is killed."""
    return re.fullmatch(r"\.[0-9a-f]{12}\.tmp", path.name) is not None


def _replace(target: Path, data: bytes, mode: int | None) -> None:
    beside = target.with_name(f".{secrets.token_hex(6)}.tmp")
    try:
        opened = functools.partial(os.open, mode=0o666 if mode is None else mode)
        with open(beside, "xb", opener=opened) as file:
            if mode is None and target.exists():
                os.chmod(beside, stat.S_IMODE(target.stat().st_mode))
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _target(path: Path) -> Path:
    """Returns the file that a path leads to, over links. It may not exist yet."""
    try:
        return Path(os.path.realpath(path, strict=True))  # raises for links in a circle
    except FileNotFoundError:
        return Path(os.path.realpath(path))
