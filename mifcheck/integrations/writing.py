"""Writes rows with the verdicts about their replies, as JSON lines or Parquet."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeAlias

from mifcheck.datasets.base import Row
from mifcheck.datasets.files import json_line, whole_file
from mifcheck.datasets.tables import SLICE
from mifcheck.errors import DataError, MissingExtraError
from mifcheck.evaluate import ReplyResult
from mifcheck.integrations.rows import columns_of

WriteRow: TypeAlias = Callable[[Row, ReplyResult], None]


@contextmanager
def row_writer(path: Path) -> Iterator[WriteRow]:
    """Yields the function that writes a row and its result; the file is there whole or not at all.

    Args:
        path: JSON lines; gzipped if the name ends in .gz; or Parquet if it ends in .parquet.

    Raises:
        MissingExtraError: a Parquet file, and pyarrow is not installed.
        DataError: a row has a column of the result already, or its values do not fit the types of
            the rows before it in a Parquet file.
        OSError: the file cannot be written.
    """
    writer = _parquet if path.suffix == ".parquet" else _lines
    with whole_file(path) as file, writer(file, path) as write:
        yield write


@contextmanager
def _lines(file: IO[bytes], path: Path) -> Iterator[WriteRow]:
    packed: Any = gzip.GzipFile("", "wb", fileobj=file, mtime=0) if path.suffix == ".gz" else None
    stream = file if packed is None else packed

    def write(row: Row, result: ReplyResult) -> None:
        found = columns_of(result)
        if taken := sorted(row.keys() & found.keys()):
            message = "the row has this field already; rename it"
            raise DataError(message, field=", ".join(taken))
        stream.write(json_line({**row, **found}))

    yield write
    if packed is not None:
        packed.close()


@contextmanager
def _parquet(file: IO[bytes], path: Path) -> Iterator[WriteRow]:
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        message = "a Parquet file needs pyarrow: pip install 'mifcheck[notebook]'"
        raise MissingExtraError(message) from error
    with _Slices(file, path) as slices:
        yield slices.add


class _Slices:
    """Rows on their way into a Parquet file, some at a time. The first ones tell the types."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._file = file
        self._path = path
        self._held: list[tuple[Row, ReplyResult]] = []
        self._schema: Any = None
        self._writer: Any = None

    def add(self, row: Row, result: ReplyResult) -> None:
        self._held.append((row, result))
        if len(self._held) == SLICE:
            self._flush()

    def __enter__(self) -> _Slices:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None and (self._held or self._writer is None):
                self._flush()
        finally:
            if self._writer is not None:
                self._writer.close()

    def _flush(self) -> None:
        from pyarrow import parquet

        from mifcheck.integrations.arrow import with_results

        table = self._table([row for row, _ in self._held])
        table = with_results(table, [result for _, result in self._held])
        self._held.clear()
        if self._writer is None:
            self._writer = parquet.ParquetWriter(self._file, table.schema)
        self._writer.write_table(table)

    def _table(self, rows: list[Row]) -> Any:
        import pyarrow as pa

        try:
            table = pa.Table.from_pylist(rows, self._schema)
        except (pa.ArrowException, TypeError) as error:
            message = f"the types of the fields change: {error}; write JSON lines instead"
            raise DataError(message, self._path) from None
        self._schema = table.schema
        return table
