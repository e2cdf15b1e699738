"""Reads and writes files: from a path to bytes, and from bytes to text."""

from __future__ import annotations

import functools
import gzip
import io
import json
import os
import re
import secrets
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from itertools import count
from pathlib import Path
from typing import IO, Any, Final

from mifcheck.datasets.base import parse_json
from mifcheck.errors import DataError

EMBEDDED: Final = "embedded"
"""The name of the suite that comes with mifcheck."""

LONGEST_LINE: Final = 2**26
"""Bytes of a line, at most: parsed, a longer one may need more memory than a computer has."""
LARGEST_FILE: Final = 2**32
"""Bytes of a file of lines, at most, unpacked: a device may have no end."""
LARGEST_DOCUMENT: Final = 2**30
"""Bytes of a file that is one JSON document, at most."""

PARQUET: Final = b"PAR1"
ZIP: Final = b"PK\x03\x04"
"""How files that have no lines begin."""

_CHUNK: Final = 2**20


def read_bytes(path: Path) -> bytes:
    """Reads the bytes of a file of lines, or of a Parquet or zip file.

    Raises:
        DataError: the file does not exist, cannot be read, has more than `LARGEST_FILE` bytes, or
            has a line of more than `LONGEST_LINE` (names the line).
    """
    with open_file(path) as file:
        if file.peek(4)[:4] not in (PARQUET, ZIP):
            return read_lines(file, str(path))
        raw = file.read(LARGEST_FILE + 1)
    if len(raw) > LARGEST_FILE:
        raise _too_large(str(path))
    return raw


def read_document(path: Path) -> Any:
    """Reads a file that is one JSON document.

    Raises:
        DataError: the file cannot be read, has more than `LARGEST_DOCUMENT` bytes, or is not JSON.
    """
    with open_file(path) as file:
        raw = file.read(LARGEST_DOCUMENT + 1)
    if len(raw) > LARGEST_DOCUMENT:
        raise DataError(f"a file of at most {LARGEST_DOCUMENT:,} bytes is expected", path)
    try:
        return parse_json(decode(raw, f"{path}"))
    except DataError as error:
        raise error.at(path, None) from None


@contextmanager
def open_file(path: Path) -> Iterator[io.BufferedReader]:
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


def lines_of(file: io.BufferedReader, path: Path) -> Iterator[tuple[int, str]]:
    """Yields the number and the text of each line that is not blank, one in memory at a time.

    The file is unpacked when its name ends in .gz.

    Raises:
        DataError: a line has more than `LONGEST_LINE` bytes or is not UTF-8, or the file is not
            gzip (names the line).
    """
    unpacked = gzip.GzipFile(fileobj=file) if path.suffix == ".gz" else file
    for number in count(1):
        try:
            line = unpacked.readline(LONGEST_LINE + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise DataError(f"not a whole gzip file: {error}", path, number) from None
        if not line:
            return
        if len(line) > LONGEST_LINE:
            raise _too_long(str(path), number)
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise DataError(f"not UTF-8: byte 0x{line[error.start]:02x}", path, number) from None
        if text.strip():
            yield number, text


def read_lines(file: IO[bytes] | gzip.GzipFile, path: str) -> bytes:
    """Reads what is left of an open file of lines; for errors see `read_bytes`."""
    parts: list[bytes] = []
    lines = length = 0
    while part := file.read(_CHUNK):
        first, last = part.find(b"\n"), part.rfind(b"\n")
        if length + (len(part) if first < 0 else first) > LONGEST_LINE:
            raise _too_long(path, lines + 1)
        length = length + len(part) if last < 0 else len(part) - last - 1
        lines += part.count(b"\n")
        parts.append(part)
        if len(parts) * _CHUNK > LARGEST_FILE:
            raise _too_large(path)
    return b"".join(parts)


def _too_long(path: str, line: int) -> DataError:
    message = f"a line of more than {LONGEST_LINE:,} bytes; rows are expected on lines"
    return DataError(message, path, line)


def _too_large(path: str) -> DataError:
    return DataError(f"more than {LARGEST_FILE:,} bytes; divide it into several files", path)


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
    """Writes a file, whole or not at all; see `whole_file`."""
    with whole_file(path, mode) as file:
        file.write(data)


@contextmanager
def whole_file(path: Path, mode: int | None = None) -> Iterator[IO[bytes]]:
    """Opens a file for writing that is there whole or not at all.

    After a crash, or if the block raises, it is complete or as it was before. A link stays a link.
    A device or a pipe is written directly.

    Args:
        path: the file.
        mode: who may read and write the file, where the system has such modes. None leaves that of
            a file that exists.

    Raises:
        OSError: it cannot be written; has the file's name. Nothing is left behind.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                yield file
        else:
            with _replaced(_target(path), mode) as file:
                yield file
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise


def is_unfinished(path: Path) -> bool:
    """Tells whether a file is what `write_whole` leaves if its process is killed."""
    return re.fullmatch(r"\.[0-9a-f]{12}\.tmp", path.name) is not None


@contextmanager
def _replaced(target: Path, mode: int | None) -> Iterator[IO[bytes]]:
    beside = target.with_name(f".{secrets.token_hex(6)}.tmp")
    try:
        opener = functools.partial(os.open, mode=0o666 if mode is None else mode)
        with open(beside, "xb", opener=opener) as file:
            if mode is None and target.exists():
                os.chmod(beside, stat.S_IMODE(target.stat().st_mode))
            yield file
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
