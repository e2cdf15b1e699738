"""Writes rows with the verdicts about their replies, as JSON lines or Parquet."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
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

    In Parquet, a value that has objects is written as JSON text, because their fields differ from
    row to row.

    Args:
        path: JSON lines; gzipped if the name ends in .gz; or Parquet if it ends in .parquet.

    Raises:
        MissingExtraError: a Parquet file, and pyarrow is not installed.
        DataError: a row has a field of the result already, or a value that cannot be written; or
            does not fit the fields and types of the first rows of a Parquet file.
        OSError: the file cannot be written.
    """
    writer = _parquet if path.suffix == ".parquet" else _lines
    numbers = count(1)
    with whole_file(path) as file, writer(file, path) as write:

        def numbered(row: Row, result: ReplyResult) -> None:
            with _placed(path, next(numbers)):
                write(_whole(row, result))

        yield numbered


@contextmanager
def _placed(path: Path, row: int | None = None) -> Iterator[None]:
    """Names the place of an error that does not know its own."""
    try:
        yield
    except DataError as error:
        raise error if error.path else error.at(path, row) from None
    except (TypeError, ValueError) as error:
        raise DataError(f"the row cannot be written: {error}", path, row) from None


def _whole(row: Row, result: ReplyResult) -> dict[str, Any]:
    found = columns_of(result)
    if taken := sorted(row.keys() & found.keys()):
        raise DataError("the row has this field already; rename it", field=", ".join(taken))
    return {**row, **found}


@contextmanager
def _lines(file: IO[bytes], path: Path) -> Iterator[Callable[[dict[str, Any]], None]]:
    packed = gzip.GzipFile("", "wb", fileobj=file, mtime=0) if path.suffix == ".gz" else None
    stream: Any = packed or file

    def write(row: dict[str, Any]) -> None:
        stream.write(json_line(row))

    yield write
    if packed is not None:
        packed.close()


@contextmanager
def _parquet(file: IO[bytes], path: Path) -> Iterator[Callable[[dict[str, Any]], None]]:
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
        self._held: list[dict[str, Any]] = []
        self._writer: Any = None

    def add(self, row: dict[str, Any]) -> None:
        self._held.append(_flat(row))
        if len(self._held) == SLICE:
            self._flush()

    def __enter__(self) -> _Slices:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None and (self._held or self._writer is None):
                with _placed(self._path):
                    self._flush()
        finally:
            if self._writer is not None:
                self._writer.close()

    def _flush(self) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        names = list(dict.fromkeys(name for row in self._held for name in row))
        schema = None if self._writer is None else self._writer.schema
        if schema is not None and (new := [name for name in names if name not in schema.names]):
            raise DataError("only later rows have this field; write JSON lines", field=new[0])
        try:
            rows = [{name: row.get(name) for name in names} for row in self._held]
            table = pa.Table.from_pylist(rows, schema or _typed(pa.Table.from_pylist(rows).schema))
        except (pa.ArrowException, TypeError, ValueError) as error:
            message = f"the types of the fields change: {error}; write JSON lines"
            raise DataError(message) from None
        self._held.clear()
        if self._writer is None:
            self._writer = parquet.ParquetWriter(self._file, table.schema)
        self._writer.write_table(table)


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: json.dumps(value, ensure_ascii=False)
        if name != "verdicts" and _has_object(value)
        else value
        for name, value in row.items()
    }


def _has_object(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_has_object, value))
    return isinstance(value, Mapping)


def _typed(schema: Any) -> Any:
    """Returns a schema in which the fields of the result have their types.

    Those types cannot be told from rows of which nothing is judged.
    """
    import pyarrow as pa

    found = result_schema()
    return pa.schema([*(each for each in schema if each.name not in found.names), *found])


def result_schema() -> Any:
    """Returns the fields that `columns_of` gives a row, with their types in pyarrow."""
    import pyarrow as pa

    texts, truths = pa.string(), pa.bool_()
    verdict = {"id": texts, "strict": truths, "loose": truths, "measured": texts, "reason": texts}
    types = dict.fromkeys(("pif", "pif_loose", "all", "all_loose"), pa.float64())
    return pa.schema({**types, "verdicts": pa.list_(pa.struct(verdict.items()))})
