"""What every reader shares: decoding cells, naming the field at fault, the loaded collection."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn, overload

from mifcheck.conversation import Conversation, Instruction
from mifcheck.errors import (
    DataError,
    ParameterError,
    RowLanguageError,
    UnknownLanguageError,
    did_you_mean,
)
from mifcheck.frozendict import FrozenDict
from mifcheck.languages import get_language

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reader:
    """A data format of which each row is one conversation.

    Attributes:
        name: what `load(format=...)` calls it.
        required: fields that every row has.
        recognises: whether a file whose rows have these fields is of this format.
        read: one row as a conversation; raises DataError naming the field at fault.
        in_csv: whether its rows may come in CSV, and not in JSON lines alone.
    """

    name: str
    required: tuple[str, ...]
    recognises: Callable[[frozenset[str]], bool]
    read: Callable[[Row], Conversation]
    in_csv: bool = True


@dataclass(frozen=True, slots=True)
class TurnReader:
    """A data format of which each row is one turn.

    Attributes:
        name, required, recognises, in_csv: as of `Reader`.
        key: the field that names the conversation; rows alike in it make one, wherever they stand.
        turn: the field that numbers its turns, from 1.
        read: the rows of one conversation, by their numbers and in the order of its turns, as
            that conversation; raises DataError naming row and field at fault.
    """

    name: str
    required: tuple[str, ...]
    recognises: Callable[[frozenset[str]], bool]
    key: str
    turn: str
    read: Callable[[Mapping[int, Row]], Conversation]
    in_csv: bool = True


@dataclass(frozen=True, slots=True)
class Conversations(Sequence[Conversation]):
    """The conversations of one source, in its order: a sequence that never changes.

    Two are equal when they hold the same conversations, wherever these came from. A slice is
    a `Conversations` of the same source.

    Attributes:
        items: the conversations.
        source: the path as given, or "embedded".
        format: name of the format it was read as.
        sha256: hex digest of the source's bytes as stored (compressed ones when gzipped).
        skipped: the bad rows passed over, each naming file, row and field.
        rows: the row, or line in JSON lines, of each conversation by key; counted from 1. Of
            several rows it is the first turn's.
        turn_rows: the row of each turn by key, where a turn has a row of its own.
    """

    items: tuple[Conversation, ...]
    source: str = field(default="", compare=False)
    format: str = field(default="", compare=False)
    sha256: str = field(default="", compare=False)
    skipped: tuple[DataError, ...] = field(default=(), compare=False)
    rows: Mapping[str, int] = field(default=FrozenDict(), compare=False)
    turn_rows: Mapping[str, tuple[int, ...]] = field(default=FrozenDict(), compare=False)

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Conversation]:
        return iter(self.items)

    @overload
    def __getitem__(self, index: int) -> Conversation: ...
    @overload
    def __getitem__(self, index: slice) -> Conversations: ...
    def __getitem__(self, index: int | slice) -> Conversation | Conversations:
        if isinstance(index, slice):
            return self.only(self.items[index])
        return self.items[index]

    def __repr__(self) -> str:
        languages = ", ".join(dict.fromkeys(each.language for each in self.items))
        skipped = f", {len(self.skipped)} skipped" if self.skipped else ""
        return f"<Conversations {self.source} ({self.format}): {len(self)} [{languages}]{skipped}>"

    def only(self, items: Iterable[Conversation]) -> Conversations:
        """The same source, narrowed to some of its conversations."""
        kept = tuple(items)
        keys = {each.key for each in kept}
        rows, turn_rows = (
            FrozenDict({key: held[key] for key in held if key in keys})
            for held in (self.rows, self.turn_rows)
        )
        return replace(self, items=kept, rows=rows, turn_rows=turn_rows)

    def row_of(self, key: str, turn: int) -> int | None:
        """The row in which a turn (from 1) of a conversation stands; None where unknown."""
        turns = self.turn_rows.get(key, ())
        return turns[turn - 1] if 1 <= turn <= len(turns) else self.rows.get(key)


def parse_json(text: str) -> Any:
    """JSON as the standard has it: no NaN, no key twice in one object.

    Raises:
        DataError: with what is wrong and the character where.
    """
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise DataError(f"invalid JSON at character {error.pos + 1}: {error.msg}") from None
    except RecursionError:
        raise DataError("invalid JSON: nested too deeply") from None
    except DataError:
        raise
    except ValueError as error:
        raise DataError(f"invalid JSON: {error}") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise DataError(f"{twice!r} stands twice in one JSON object")
    return result


def _no_constant(name: str) -> NoReturn:
    raise DataError(f"invalid JSON: {name} is not a JSON number")


def cell(row: Row, name: str) -> Any:
    """The value of a field, read as JSON when it is text.

    Raises:
        DataError: the field is missing, or its text is no JSON.
    """
    value = needed(row, name)
    if not isinstance(value, str):
        return value
    try:
        return parse_json(value)
    except DataError as error:
        raise DataError(error.message, field=name) from None


def needed(row: Row, name: str) -> Any:
    """The value of a field that has to be there."""
    if name not in row:
        raise DataError(f"missing{did_you_mean(name, row)}", field=name)
    return row[name]


def text_of(row: Row, name: str) -> str:
    """A field that holds non-blank text."""
    value = needed(row, name)
    if not isinstance(value, str) or not value.strip():
        raise DataError(f"non-blank text is expected, not {brief(value)}", field=name)
    return value


def key_of(row: Row, name: str = "key") -> str:
    """A field that names the conversation: text, or a whole number."""
    value = needed(row, name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return text_of(row, name)


def whole_of(row: Row, name: str, least: int) -> int:
    """A field that holds a whole number of at least `least`, perhaps as text."""
    value = needed(row, name)
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)  # a cell of CSV
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise DataError(f"a whole number from {least} is expected, not {brief(value)}", field=name)
    return value


def language_of(row: Row, name: str = "language") -> str:
    """The code of the language that a field names ("hi" for "Hindi")."""
    try:
        return get_language(text_of(row, name)).code
    except UnknownLanguageError as error:
        raise RowLanguageError(str(error), field=name) from None


def instruction_of(identifier: Any, kwargs: Any, name: str, text: Any = "") -> Instruction:
    """An instruction; `name` is the field that an error names."""
    try:
        return Instruction(identifier, kwargs, text)
    except ParameterError as error:
        raise DataError(str(error), field=name) from None


def paired_instructions(row: Row, ids_name: str, kwargs_name: str) -> tuple[Instruction, ...]:
    """Instructions spelled as two parallel lists: ids, and parameters as objects or JSON text.

    A parameter that is null counts as not given: exports of tables fill in every name.

    Raises:
        DataError: a list is missing or malformed, or the two differ in length.
    """
    ids = cell(row, ids_name)
    if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
        raise DataError(f"a list of instruction ids is expected, not {brief(ids)}", field=ids_name)
    kwargs = cell(row, kwargs_name)
    if not isinstance(kwargs, list):
        raise DataError(
            f"a list with one object for each instruction is expected, not {brief(kwargs)}",
            field=kwargs_name,
        )
    if len(ids) != len(kwargs):
        raise DataError(
            f"{len(ids)} instruction id{'s' * (len(ids) != 1)} but {len(kwargs)} kwargs",
            field=kwargs_name,
        )
    return tuple(
        instruction_of(identifier, _parameters(given, number, kwargs_name), kwargs_name)
        for number, (identifier, given) in enumerate(zip(ids, kwargs, strict=True), start=1)
    )


def _parameters(given: Any, number: int, name: str) -> dict[str, Any]:
    value = given
    if isinstance(given, str):
        try:
            value = parse_json(given)
        except DataError as error:
            raise DataError(f"entry {number}: {error.message}", field=name) from None
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise DataError(f"entry {number}: an object is expected, not {brief(value)}", field=name)
    return {parameter: held for parameter, held in value.items() if held is not None}


def brief(value: Any, width: int = 40) -> str:
    """A value as an error message shows it: on one line, and short."""
    if value is None:
        return "null"
    shown = repr(value)
    return shown if len(shown) <= width else shown[: width - 1] + "…"
