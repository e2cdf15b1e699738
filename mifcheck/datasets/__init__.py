"""Conversations from files: recognises formats, checks rows, and names the place of an error."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any

from mifcheck.conversation import Conversation
from mifcheck.datasets import files
from mifcheck.datasets.base import instead_of, listed
from mifcheck.datasets.collection import Conversations
from mifcheck.datasets.formats import READERS
from mifcheck.datasets.formats.jsonl import to_document
from mifcheck.datasets.readers import Reader, TurnReader
from mifcheck.datasets.tables import RawRow, RawTable, table_in, table_of
from mifcheck.errors import DataError, NoRowError, ParameterError, did_you_mean
from mifcheck.frozendict import FrozenDict
from mifcheck.languages import get_language
from mifcheck.safe import short_repr

__all__ = ["READERS", "Conversations", "Reader", "TurnReader", "dump", "load", "to_document"]


def load(
    source: Any = None,
    *,
    format: str | None = None,
    skip_bad: bool = False,
    languages: str | Iterable[str] | None = None,
    limit: int | None = None,
) -> Conversations:
    """Loads conversations from a file or a table, or the suite that comes with mifcheck.

    Args:
        source: the path of a file (CSV, JSON or Parquet; gzipped when its name ends in .gz), a
            DataFrame, a `datasets.Dataset` or a list of rows; None or "embedded" is the suite that
            comes with mifcheck.
        format: the name of a format in `READERS`, such as "multi-if"; recognised from the field
            names when None.
        skip_bad: skip bad rows and keep their errors in `.skipped`, instead of raising the first.
        languages: load only these, each a code, a name or a tag ("hi", "Hindi", "zh-CN").
        limit: load only the first so many of these languages. The whole file is checked anyway.

    Raises:
        DataError: a row cannot be read (names file, row and field); or the file is missing, not
            UTF-8, in no known format, or has no conversation in these languages.
        NoRowError: with `skip_bad`, when no row can be read; holds all errors.
        ParameterError: the format is unknown, the limit below 1, or the source none of these.
        UnknownLanguageError: one of `languages` is unknown.
        MissingExtraError: a Parquet file, and pyarrow is not installed.
    """
    if limit is not None and limit < 1:
        raise ParameterError(f"limit is a whole number of at least 1, not {limit}")
    named = [languages] if isinstance(languages, str) else languages
    wanted = None if named is None else {get_language(each).code for each in named}
    if source is None or (isinstance(source, (str, PathLike)) and str(source) == files.EMBEDDED):
        tables = [table_in(raw, path) for path, raw in files.embedded_files()]
        found = _load_tables(files.EMBEDDED, tables, _reader(format or "jsonl"), skip_bad)
    else:
        table = table_of(source)
        reader = None if format is None else _reader(format)
        found = _load_tables(table.name, [table], reader, skip_bad)
    kept = [each for each in found if wanted is None or each.language in wanted]
    if not kept:
        held = ", ".join(sorted({each.language for each in found}))
        asked = ", ".join(sorted(wanted or ())) or "no language"
        raise DataError(f"no conversation in {asked}; the file has {held}", found.source)
    return found.only(kept[:limit])


def dump(conversations: Iterable[Conversation], path: str | PathLike[str]) -> Path:
    """Writes conversations in mifcheck's own format; gzipped when the name ends in .gz.

    `load(dump(conversations, path))` returns the same conversations.

    Returns:
        The path of the file.

    Raises:
        DataError: there is no conversation, or two have the same key: `load` would reject the file.
    """
    target = Path(path)
    items = tuple(conversations)
    if not items:
        raise DataError("there is no conversation to write", target)
    seen: set[str] = set()
    for number, each in enumerate(items, start=1):
        if each.key in seen:
            message = f"an earlier conversation has the key {short_repr(each.key)} too"
            raise DataError(message, target, number, "key")
        seen.add(each.key)
    files.write_lines([to_document(each) for each in items], target)
    return target


def _reader(format: str) -> Reader:
    if format not in READERS:
        hint = did_you_mean(format, READERS)
        raise ParameterError(
            f"unknown format {short_repr(format)}; known: {', '.join(READERS)}{hint}"
        )
    return READERS[format]


def _load_tables(
    source: str, tables: Iterable[RawTable], reader: Reader | None, skip_bad: bool
) -> Conversations:
    digest = hashlib.sha256()
    rows: dict[str, tuple[int, ...]] = {}
    items: list[Conversation] = []
    skipped: list[DataError] = []
    for table in tables:
        digest.update(table.raw)
        reader = reader or _recognised(table)
        _check_header(table, reader)
        for numbers, result in _read_rows(table, reader, rows):
            if isinstance(result, Conversation):
                rows[result.key] = numbers
                items.append(result)
            elif skip_bad:
                skipped.append(result)
            else:
                raise result
    if reader is None or not items:
        raise _empty(source, skipped)
    return Conversations(
        tuple(items), source, reader.name, digest.hexdigest(), tuple(skipped), FrozenDict(rows)
    )


def _recognised(table: RawTable) -> Reader:
    """Returns the reader that recognises the field names.

    Where several do, this is the one that finds most of its required fields.
    """
    if not table.rows and table.container != "csv":
        raise DataError("there are no rows", table.name)
    readers = [each for each in READERS.values() if each.in_csv or table.container != "csv"]
    found = [each for each in readers if each.recognises(table.header)]
    if found:
        return max(found, key=lambda each: len(table.header.intersection(each.required)))
    if table.container != "csv" and all(row.error for row in table.rows):
        return READERS["jsonl"]  # no line can be read; the errors say why
    fields, formats = listed(sorted(table.header)), ", ".join(reader.name for reader in readers)
    raise DataError(
        f"no known format has the fields {fields}; known formats: {formats}", table.name
    )


def _check_header(table: RawTable, reader: Reader) -> None:
    if table.container != "csv":
        return
    if not reader.in_csv:
        raise DataError(f"the format {reader.name} is JSON lines, but this is CSV", table.name)
    for name in reader.required:
        if name not in table.header:
            hint = instead_of(name, sorted(table.header))
            raise DataError(f"missing column{hint}", table.name, field=name)


def _read_rows(
    table: RawTable, reader: Reader, known: Mapping[str, tuple[int, ...]]
) -> Iterator[tuple[tuple[int, ...], Conversation | DataError]]:
    """Yields (its rows, the conversation or its error) for each conversation, in their order."""
    path, folder = table.name, Path(table.name).parent
    for first, group in reader.groups(_for_reader(table, reader)):
        try:
            if isinstance(group, DataError):
                raise group
            conversation = reader.conversation(group, folder)
            if conversation.key in known:
                row = known[conversation.key][0]
                raise DataError(
                    f"row {row} has the key {short_repr(conversation.key)} too", field="key"
                )
            yield tuple(group), conversation
        except DataError as error:
            yield (first,), error.at(path, error.row or first, reader.key_in(group))


def _for_reader(table: RawTable, reader: Reader) -> Sequence[RawRow]:
    """Returns the rows, in a format of objects without the fields that are blank in a table."""
    if table.container != "table" or reader.in_csv:
        return table.rows
    return [
        replace(row, fields={name: each for name, each in row.fields.items() if each is not None})
        if row.fields
        else row
        for row in table.rows
    ]


def _empty(source: str, skipped: Sequence[DataError]) -> DataError:
    if not skipped:
        return DataError("the file has no conversation", source)
    count, first = len(skipped), skipped[0]
    message = f"no conversation could be read ({count} bad row{'s' * (count > 1)}; the first: "
    return NoRowError(f"{message}{first.message})", source, first.row, first.field, skipped)
