"""Rows one after another, so that memory does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from mifcheck.datasets import files
from mifcheck.datasets.base import Row, brief, parse_json
from mifcheck.datasets.tables import SLICE, is_path, parquet_slices, rows_of, table_of
from mifcheck.errors import DataError
from mifcheck.plain import row_of


def stream_rows(source: Any) -> Iterator[tuple[int, Row]]:
    """Yields the number of each row, from 1, and its fields.

    Of a file of JSON lines, of a Parquet file and of rows that are made as they are asked for,
    only a part is in memory at a time; of other files, all rows are.

    Args:
        source: the path of a file (JSON lines, gzipped or not, Parquet, CSV, a JSON array), a
            DataFrame, a table of pyarrow, a `datasets.Dataset` or other rows.

    Raises:
        DataError: the file or a row cannot be read; names the row.
        ParameterError: the source is none of these.
        MissingExtraError: a Parquet file, and pyarrow is not installed.
    """
    if is_path(source):
        yield from _file_rows(Path(source))
        return
    for number, row in enumerate(_in_slices(source), start=1):
        if not isinstance(row, Mapping):
            raise DataError(f"a row with named fields is expected, not {brief(row)}", row=number)
        yield number, row_of(row)


def _in_slices(source: Any) -> Iterator[Any]:
    """Yields the rows of an object; a table is not turned into rows as a whole."""
    if hasattr(source, "iloc"):
        for start in range(0, len(source), SLICE):
            yield from rows_of(source.iloc[start : start + SLICE])
    elif hasattr(source, "to_batches"):
        for batch in source.to_batches(max_chunksize=SLICE):
            yield from rows_of(batch)
    else:
        yield from rows_of(source)


def _file_rows(path: Path) -> Iterator[tuple[int, Row]]:
    with files.open_file(path) as file:
        if file.peek(4)[:4] == files.PARQUET:
            rows = chain.from_iterable(parquet_slices(file, str(path)))
            yield from enumerate(map(row_of, rows), start=1)
            return
        lines = files.lines_of(file, path)
        first = next(lines, None)
        if first is not None and _is_object(first[1]):
            for number, line in chain((first,), lines):
                yield number, _object(line, path, number)
            return
    table = table_of(path)
    for row in table.rows:
        if row.fields is None:
            raise (row.error or DataError("cannot be read")).at(path, row.number)
        yield row.number, row.fields


def _is_object(line: str) -> bool:
    """Tells whether a line is a JSON object by itself."""
    try:
        return isinstance(parse_json(line), dict)
    except DataError:
        return False


def _object(line: str, path: Path, number: int) -> Row:
    try:
        value = parse_json(line)
    except DataError as error:
        raise error.at(path, number) from None
    if not isinstance(value, dict):
        raise DataError(f"a JSON object is expected, not {brief(value)}", path, number)
    return value
