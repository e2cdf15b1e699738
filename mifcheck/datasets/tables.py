"""Tables of rows: from files in CSV, JSON or Parquet, and from objects that hold rows."""

from __future__ import annotations

import csv
import io
import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from os import PathLike
from pathlib import Path
from typing import IO, Any, Final, TypeAlias

from mifcheck.datasets import files
from mifcheck.datasets.base import Row, brief, parse_json, repeated
from mifcheck.errors import DataError, MissingExtraError, ParameterError
from mifcheck.plain import row_of

Parse: TypeAlias = Callable[[str], Any]

SLICE: Final = 1000
"""The number of rows of a table that are turned into values at once."""

_DELIMITERS: Final = (",", ";", "\t")
_CSV_LIMIT = threading.Lock()
_IN_FRAMES: Final = ("pandas", "arrow", "polars")
"""The formats of a `datasets.Dataset` in which each of its rows is a table."""


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
    """The rows of a file or of an object.

    Attributes:
        container: "csv"; "json", of lines or of an array; or "table", whose cells are values, and
            None where they are blank.
        header: the field names, by which the format is recognised.
        rows: the rows.
        name: the path, or the type of the object.
        raw: the bytes that identify the contents.
    """

    container: str
    header: frozenset[str]
    rows: tuple[RawRow, ...]
    name: str
    raw: bytes


def is_path(source: Any) -> bool:
    """Tells whether a source is the path of a file."""
    return isinstance(source, (str, PathLike))


def table_of(source: Any, parse: Parse = parse_json) -> RawTable:
    """Returns the rows of a file or of an object.

    Args:
        source: a path, a DataFrame, a table of pyarrow, a `datasets.Dataset` or other rows.
        parse: parses JSON.

    Raises:
        DataError: the file cannot be read; see `table_in`. Or a column is there twice.
        ParameterError: the source is none of these.
        MissingExtraError: a Parquet file, and pyarrow is not installed.
    """
    if is_path(source):
        return table_in(files.read_bytes(Path(source)), str(source), parse)
    return _numbered(rows_of(source), type(source).__name__)


def table_in(raw: bytes, path: str, parse: Parse = parse_json) -> RawTable:
    """Splits the bytes of a file into rows; its first characters tell what it is.

    JSON is an object a line, an array of objects, or one object. The columns of CSV are divided by
    commas; by semicolons or tabs if the header has no comma.

    Raises:
        DataError: the file is empty, a zip file, not UTF-8, no Parquet file in spite of its
            beginning, a JSON array with an error, or CSV with broken quoting (after which no row
            is reliable).
        MissingExtraError: a Parquet file, and pyarrow is not installed.
    """
    if raw.startswith(files.PARQUET):
        slices = parquet_slices(io.BytesIO(raw), path, files.LARGEST_FILE)
        table = _numbered(chain.from_iterable(slices), path)
        return RawTable("table", table.header, table.rows, path, raw)
    if raw.startswith(files.ZIP):
        raise DataError("this is a zip file; unpack it first", path)
    text = files.decode(raw, path)
    first = text.lstrip()[:1]
    if not first:
        raise DataError("the file is empty", path)
    if first in "[{":
        rows = tuple(_json_rows(text, path, parse))
        read = (frozenset(row.fields) for row in rows if row.fields is not None)
        return RawTable("json", next(read, frozenset()), rows, path, raw)
    header_row, records = _csv_records(text, path)
    header = frozenset(header_row)
    return RawTable("csv", header, tuple(_csv_rows(header_row, records)), path, raw)


def _numbered(rows: Iterable[Any], name: str) -> RawTable:
    """Returns the table of rows that hold values; those that have no names are errors."""
    numbered: list[RawRow] = []
    for number, row in enumerate(rows, start=1):
        if isinstance(row, Mapping):
            numbered.append(RawRow(number, row_of(row)))
        else:
            expected = f"a row with named fields is expected, not {brief(row)}"
            numbered.append(RawRow(number, None, DataError(expected)))
    held = [row.fields for row in numbered]
    raw = json.dumps(held, sort_keys=True, default=str).encode()
    header: Iterable[str] = next((fields for fields in held if fields is not None), ())
    return RawTable("table", frozenset(header), tuple(numbered), name, raw)


def rows_of(source: Any) -> Iterable[Any]:
    """Returns the rows of an object that holds rows.

    Raises:
        ParameterError: it holds none.
        DataError: a column is there twice.
    """
    format = getattr(source, "format", None)
    if isinstance(format, Mapping) and format.get("type") in _IN_FRAMES:
        source = source.with_format(None, columns=format["columns"])
    if hasattr(source, "iloc"):
        return _frame_rows(source)
    if hasattr(source, "to_pylist"):
        _require_distinct(getattr(source, "column_names", ()), type(source).__name__)
        return source.to_pylist()  # type: ignore[no-any-return]
    if isinstance(source, Mapping):
        names = ", ".join(map(brief, list(source)[:4]))
        raise ParameterError(
            f"rows are expected, not a {type(source).__name__} of {names}; pass one"
        )
    if isinstance(source, Iterable):
        return source
    raise ParameterError(
        "a path, a DataFrame, a datasets.Dataset or a list of rows is expected, not "
        f"{type(source).__name__}"
    )


def _frame_rows(frame: Any) -> Iterable[Any]:
    """Returns the rows of a DataFrame of pandas. Levels of the index that have a name are columns.

    Raises:
        DataError: a column is there twice.
    """
    named = [name for name in frame.index.names if name is not None]
    if named and not set(named) & set(frame.columns):
        frame = frame.reset_index(level=named)
    _require_distinct(map(str, frame.columns), type(frame).__name__)
    return frame.to_dict("records")  # type: ignore[no-any-return]


def _require_distinct(columns: Iterable[str], source: str) -> None:
    """Raises if a column is there twice; all but one would be lost."""
    twice = repeated(columns)
    if twice is not None:
        raise DataError("this column is twice in it", source, field=twice)


def parquet_slices(
    file: IO[bytes], path: str, largest: int | None = None
) -> Iterator[list[dict[str, Any]]]:
    """Yields the rows of a Parquet file, some at a time.

    Args:
        file: the open file.
        path: its path.
        largest: the maximum number of bytes, unpacked.

    Raises:
        DataError: it is no whole Parquet file, or larger, or has a column twice.
        MissingExtraError: pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtraError(
            "a Parquet file needs pyarrow: pip install 'mifcheck[notebook]'"
        ) from error
    try:
        opened = parquet.ParquetFile(file)
        _require_distinct(opened.schema_arrow.names, path)
        groups = map(opened.metadata.row_group, range(opened.metadata.num_row_groups))
        if largest is not None and sum(group.total_byte_size for group in groups) > largest:
            raise DataError(f"more than {largest:,} bytes; divide it", path)
        for batch in opened.iter_batches(SLICE):
            yield batch.to_pylist()
    except DataError:
        raise
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise DataError(f"not a whole Parquet file: {error}", path) from None


def _json_rows(text: str, path: str, parse: Parse) -> Iterator[RawRow]:
    whole = _whole_document(text, path, parse)
    if whole is not None:
        for number, value in enumerate(whole, start=1):
            yield _json_row(number, lambda value=value: value)  # type: ignore[misc]
        return
    # splitlines() would also split at U+2028, which may be inside a JSON string.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _json_row(number, lambda line=line: parse(line))  # type: ignore[misc]


def _whole_document(text: str, path: str, parse: Parse) -> Sequence[Any] | None:
    """Returns the rows of a text that is one JSON value; None for one that has a value a line."""
    if text.lstrip().startswith("["):
        try:
            rows: list[Any] = parse(text)
        except DataError as error:
            raise error.at(path, None) from None
        return rows
    try:
        parse(text.lstrip().partition("\n")[0])
        return None
    except DataError:
        # The first line alone is no object: all lines may be one.
        try:
            return [parse(text)] if len(text) <= files.LARGEST_DOCUMENT else None
        except DataError:
            return None


def _json_row(number: int, read: Callable[[], Any]) -> RawRow:
    try:
        value = read()
        if not isinstance(value, dict):
            raise DataError(f"a JSON object is expected, not {brief(value)}")
        return RawRow(number, value)
    except DataError as error:
        return RawRow(number, None, error)


def _csv_records(text: str, path: str) -> tuple[list[str], list[list[str]]]:
    records: list[list[str]] = []
    # The limit is global to the process, so it is restored after this file.
    with _CSV_LIMIT:
        limit = csv.field_size_limit()
        try:
            csv.field_size_limit(max(limit, len(text)))
            for record in _csv_reader(text, _delimiter(text)):
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


def _csv_reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _delimiter(text: str) -> str:
    """Returns the first delimiter that divides the header, or the comma."""
    for delimiter in _DELIMITERS:
        header = next((record for record in _csv_reader(text, delimiter) if record), [])
        if len(header) > 1:
            return delimiter
    return _DELIMITERS[0]


def _csv_rows(header: list[str], records: list[list[str]]) -> Iterator[RawRow]:
    for number, record in enumerate(records, start=1):
        if len(record) == len(header):
            yield RawRow(number, dict(zip(header, record, strict=True)))
        else:
            message = f"{len(header)} fields are expected, not {len(record)}"
            yield RawRow(number, None, DataError(message))
