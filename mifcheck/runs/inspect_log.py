"""The samples of a log of Inspect AI: in its `.eval` form, a zip file of JSON, or as JSON."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, Final

from mifcheck.datasets.files import LARGEST_DOCUMENT, LARGEST_FILE, decode
from mifcheck.datasets.tables import Parse, RawRow
from mifcheck.errors import DataError, MissingExtraError

_SAMPLES: Final = "samples/"
_USED: Final = ("id", "epoch", "messages", "output", "error")
_DAMAGES: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error)
_ZSTANDARD: Final = 93
_HEADER: Final = struct.Struct("<26xHH")
"""Of a member of a zip file: the lengths of its name and of its extra field, which follow."""


def rows_of_log(rows: Sequence[RawRow]) -> Sequence[RawRow]:
    """Returns the samples of a log, where the only row is one; else the rows."""
    log = rows[0].fields if len(rows) == 1 else None
    if not log or "eval" not in log or not isinstance(log.get("samples"), list):
        return rows
    return [
        RawRow(number, sample)
        if isinstance(sample, dict)
        else RawRow(number, None, DataError("a sample is expected", field="samples"))
        for number, sample in enumerate(log["samples"], start=1)
    ]


def samples_in(raw: bytes, path: str, parse: Parse) -> Iterator[RawRow]:
    """Yields the samples of a log, without the events of each. One that is damaged is an error.

    Raises:
        DataError: it is no such log, or no whole zip file.
        MissingExtraError: it is compressed in a way that needs pyarrow, which is not installed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as file:
            members = [each for each in file.infolist() if each.filename.startswith(_SAMPLES)]
            if not members:
                raise DataError("a zip file without samples, so it is no log of Inspect AI", path)
            if sum(member.file_size for member in members) > LARGEST_FILE:
                raise DataError(f"more than {LARGEST_FILE:,} bytes, unpacked", path)
            for number, member in enumerate(members, start=1):
                try:
                    sample, wrong = _sample(_unpacked(file, raw, member), parse), None
                except (DataError, *_DAMAGES) as error:
                    told = error.message if isinstance(error, DataError) else f"damaged: {error}"
                    sample, wrong = None, DataError(told, field=member.filename)
                yield RawRow(number, sample, wrong)
    except _DAMAGES as error:
        raise DataError(f"not a whole zip file: {error}", path) from None


def _sample(raw: bytes, parse: Parse) -> dict[str, Any]:
    sample = parse(decode(raw, ""))
    if not isinstance(sample, dict):
        raise DataError("a sample is expected")
    return {field: sample.get(field) for field in _USED}


def _unpacked(file: zipfile.ZipFile, raw: bytes, member: zipfile.ZipInfo) -> bytes:
    """Returns a member's bytes, at most `LARGEST_DOCUMENT`: a zip file may unpack to far more."""
    if member.file_size > LARGEST_DOCUMENT:
        raise zipfile.BadZipFile(f"more than {LARGEST_DOCUMENT:,} bytes")
    try:
        with file.open(member) as opened:
            return opened.read(LARGEST_DOCUMENT)
    except NotImplementedError:
        # Python reads Zstandard from 3.14 on.
        if member.compress_type != _ZSTANDARD:
            raise zipfile.BadZipFile("compressed in an unknown way") from None
    name, extra = _HEADER.unpack_from(raw, member.header_offset)
    start = member.header_offset + _HEADER.size + name + extra
    found = _zstandard(raw[start : start + member.compress_size], member.file_size)
    if len(found) != member.file_size or zlib.crc32(found) != member.CRC:
        raise zipfile.BadZipFile("its checksum is of other contents")
    return found


def _zstandard(packed: bytes, size: int) -> bytes:
    try:
        import pyarrow
    except ImportError as error:
        raise MissingExtraError(
            "this log is compressed with Zstandard, which needs pyarrow: pip install "
            "'mifcheck[notebook]'; or convert it: inspect log convert LOG --to json --output-dir ."
        ) from error
    with pyarrow.CompressedInputStream(pyarrow.BufferReader(packed), "zstd") as stream:
        return bytes(stream.read(size + 1))
