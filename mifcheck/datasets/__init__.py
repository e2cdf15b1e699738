"""Conversations from files: formats recognised, rows checked, errors that name the place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Final

from mifcheck.conversation import Conversation
from mifcheck.datasets.base import Conversations, Reader, Row, TurnReader, key_of
from mifcheck.datasets.files import Table, decode, read_bytes, read_table, write_lines
from mifcheck.datasets.ifeval import IFEVAL
from mifcheck.datasets.joined import beside, joined
from mifcheck.datasets.jsonl import JSONL, to_document
from mifcheck.datasets.mmmt_if import MMMT_IF
from mifcheck.datasets.multi_if import MULTI_IF
from mifcheck.datasets.suite import NAME, embedded_files
from mifcheck.errors import DataError, NoRowError, ParameterError, did_you_mean
from mifcheck.frozendict import FrozenDict
from mifcheck.languages import get_language

__all__ = ["READERS", "Conversations", "Reader", "TurnReader", "dump", "load", "to_document"]

#: The formats, in the order in which they are tried: an export of Multi-IF has a column
#: "turns" too.
READERS: Final[tuple[Reader | TurnReader, ...]] = (MULTI_IF, MMMT_IF, IFEVAL, JSONL)


def load(
    source: str | PathLike[str] | None = None,
    *,
    format: str | None = None,
    skip_bad: bool = False,
    languages: str | Iterable[str] | None = None,
    limit: int | None = None,
) -> Conversations:
    """Read conversations from a file, or the suite that comes with mifcheck.

    Args:
        source: a path (CSV or JSON lines, either gzipped as .gz); None or "embedded" is the
            suite that comes with mifcheck.
        format: "multi-if", "mmmt-if", "ifeval" or "jsonl"; recognised from the content when None.
        skip_bad: pass over bad rows and keep them in `.skipped`, instead of raising the first.
        languages: only these, each a code, a name or a tag ("hi", "Hindi", "zh-CN").
        limit: only the first so many, counted after `languages`. The whole file is read and
            checked all the same.

    Raises:
        DataError: a row that cannot be read (naming file, row and field), a file that is
            missing, not UTF-8, of no known format, or that holds no such conversation; with
            `skip_bad` a `NoRowError` with all of them where no row can be read.
        ParameterError: an unknown format, or a limit below 1.
        UnknownLanguageError: one of `languages`.
    """
    if limit is not None and limit < 1:
        raise ParameterError(f"limit is a whole number of at least 1, not {limit}")
    named = [languages] if isinstance(languages, str) else languages
    wanted = None if named is None else {get_language(each).code for each in named}
    if source is None or str(source) == NAME:
        found = _load_files(NAME, embedded_files(), _reader(format) or JSONL, skip_bad)
    else:
        path = str(source)
        found = _load_files(path, [(path, read_bytes(Path(path)))], _reader(format), skip_bad)
    kept = [each for each in found if wanted is None or each.language in wanted]
    if not kept:
        raise _nothing(found, wanted)
    return found.only(kept[:limit])


def dump(conversations: Iterable[Conversation], path: str | PathLike[str]) -> Path:
    """Write conversations in mifcheck's own format; gzipped when the name ends in .gz.

    `load(dump(conversations, path))` gives the same conversations back.

    Returns:
        the path written.

    Raises:
        DataError: no conversation, or two with one key: such a file could not be loaded.
    """
    target = Path(path)
    items = tuple(conversations)
    if not items:
        raise DataError("there is no conversation to write", target)
    seen: set[str] = set()
    for number, each in enumerate(items, start=1):
        if each.key in seen:
            raise DataError(f"{each.key!r} is the key of an earlier one too", target, number, "key")
        seen.add(each.key)
    write_lines([to_document(each) for each in items], target)
    return target


def _reader(format: str | None) -> Reader | TurnReader | None:
    if format is None:
        return None
    known = {reader.name: reader for reader in READERS}
    if format not in known:
        raise ParameterError(
            f"unknown format {format!r}; known: {', '.join(known)}{did_you_mean(format, known)}"
        )
    return known[format]


def _load_files(
    source: str,
    files: Iterable[tuple[str, bytes]],
    reader: Reader | TurnReader | None,
    skip_bad: bool,
) -> Conversations:
    digest = hashlib.sha256()
    rows: dict[str, tuple[int, ...]] = {}
    items: list[Conversation] = []
    skipped: list[DataError] = []
    for path, raw in files:
        digest.update(raw)
        table = read_table(decode(raw, path), path)
        reader = reader or _recognised(table, path)
        _check_header(table, reader, path)
        for numbers, result in _read_rows(table, reader, path, rows):
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
        tuple(items),
        source,
        reader.name,
        digest.hexdigest(),
        tuple(skipped),
        FrozenDict({key: numbers[0] for key, numbers in rows.items()}),
        FrozenDict(rows if isinstance(reader, TurnReader) else {}),
    )


def _recognised(table: Table, path: str) -> Reader | TurnReader:
    readers = [reader for reader in READERS if reader.in_csv or table.container != "csv"]
    for reader in readers:
        if reader.recognises(table.header):
            return reader
    if table.container == "jsonl" and all(row.error for row in table.rows):
        return JSONL  # whose rows, at least, they are
    fields = ", ".join(sorted(table.header)[:8])
    formats = ", ".join(reader.name for reader in readers)
    raise DataError(f"no known format has the fields {fields}; formats known: {formats}", path)


def _check_header(table: Table, reader: Reader | TurnReader, path: str) -> None:
    if table.container == "csv":
        if not reader.in_csv:
            raise DataError(f"{reader.name} comes in JSON lines, and this is CSV", path)
        for name in reader.required:
            if name not in table.header:
                raise DataError(
                    f"missing column{did_you_mean(name, table.header)}", path, None, name
                )


def _read_rows(
    table: Table, reader: Reader | TurnReader, path: str, taken: Mapping[str, tuple[int, ...]]
) -> Iterator[tuple[tuple[int, ...], Conversation | DataError]]:
    """(its rows, the conversation or what is wrong with it) of each, in file order."""
    for first, rows in _grouped(table, reader):
        try:
            if isinstance(rows, DataError):
                raise rows
            conversation = _read(rows, reader, path)
            if conversation.key in taken:
                earlier = taken[conversation.key][0]
                raise DataError(
                    f"{conversation.key!r} is the key of row {earlier} too", field="key"
                )
            yield tuple(rows), conversation
        except DataError as error:
            yield (first,), error.at(path, error.row or first, _key(rows, reader))


def _grouped(
    table: Table, reader: Reader | TurnReader
) -> Iterator[tuple[int, Mapping[int, Row] | DataError]]:
    """(its first row, all its rows by number) of each conversation."""
    if isinstance(reader, TurnReader):
        yield from joined(table.rows, reader)
        return
    for row in table.rows:
        yield row.number, row.error or {row.number: row.fields or {}}


def _key(rows: Mapping[int, Row] | DataError, reader: Reader | TurnReader) -> str:
    """The key of a conversation that cannot be read; "" where it has none."""
    if isinstance(rows, DataError):
        return rows.key
    field = reader.key if isinstance(reader, TurnReader) else "key"
    try:
        return key_of(next(iter(rows.values())), field)
    except DataError:
        return ""


def _read(rows: Mapping[int, Row], reader: Reader | TurnReader, path: str) -> Conversation:
    if isinstance(reader, TurnReader):
        return beside(reader.read(rows), Path(path).parent)
    (row,) = rows.values()
    return reader.read(row)


def _empty(source: str, skipped: Sequence[DataError]) -> DataError:
    if not skipped:
        return DataError("the file holds no conversation", source)
    count = len(skipped)
    return NoRowError(
        f"no conversation could be read ({count} bad row{'s' * (count > 1)}; the first: "
        f"{skipped[0].message})",
        source,
        skipped[0].row,
        skipped[0].field,
        skipped,
    )


def _nothing(found: Conversations, wanted: set[str] | None) -> DataError:
    held = ", ".join(sorted({each.language for each in found}))
    asked = ", ".join(sorted(wanted or ()))
    return DataError(
        f"no conversation in {asked or 'no language'}; the file holds {held}", found.source
    )
