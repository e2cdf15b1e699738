"""What is asked: instructions, turns and conversations, as values that never change."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from mifcheck.errors import DataError, ParameterError


class FrozenDict(Mapping[str, Any]):
    """A read-only mapping of JSON values, compared and hashed by value.

    Lists are held as tuples and objects as `FrozenDict`, keys in sorted order, so that two
    spellings of the same JSON object are one value. Unlike `types.MappingProxyType` it can be
    hashed and pickled.

    Raises:
        ParameterError: a value is none of JSON's (a set, say, or NaN), or a key is no string.
    """

    __slots__ = ("_hash", "_items")

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        given = {} if values is None else values
        for name in given:
            if not isinstance(name, str):
                raise ParameterError(f"a parameter's name is a string, not {name!r}")
        self._items: dict[str, Any] = {name: _frozen(given[name], name) for name in sorted(given)}
        self._hash: int | None = None

    def __getitem__(self, name: str) -> Any:
        return self._items[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, FrozenDict):
            return self._items == other._items
        if isinstance(other, Mapping):
            try:
                return self._items == FrozenDict(other)._items
            except ParameterError:
                return False
        return NotImplemented

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(tuple(self._items.items()))
        return self._hash

    def __repr__(self) -> str:
        return repr(self.as_dict())

    def __reduce__(self) -> tuple[type[FrozenDict], tuple[dict[str, Any]]]:
        # A cached hash must not travel: string hashes differ from process to process.
        return FrozenDict, (self._items,)

    def as_dict(self) -> dict[str, Any]:
        """The same values as plain dicts and lists, ready for `json.dumps`."""
        return {name: _thawed(value) for name, value in self._items.items()}


_NOTHING: Final = FrozenDict()


def _frozen(value: Any, name: str) -> Any:
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ParameterError(f"{name}: {value!r} is not a JSON number")
        return value
    if isinstance(value, FrozenDict):
        return value
    if isinstance(value, Mapping):
        return FrozenDict(value)
    if isinstance(value, (list, tuple)):
        return tuple(_frozen(item, name) for item in value)
    raise ParameterError(
        f"{name}: a {type(value).__name__} is not a JSON value "
        "(text, number, true, false, null, list or object)"
    )


def _thawed(value: Any) -> Any:
    if isinstance(value, FrozenDict):
        return value.as_dict()
    if isinstance(value, tuple):
        return [_thawed(item) for item in value]
    return value


@dataclass(frozen=True, slots=True)
class Instruction:
    """One thing a reply is told to do: the id of a check and its parameters.

    Equal by value and hashable. `kwargs` becomes a `FrozenDict`: lists inside it are tuples.
    Whether the id and the parameters mean anything is not looked at here.

    Raises:
        ParameterError: the id is empty, or a parameter is no JSON value.
    """

    id: str
    kwargs: Mapping[str, Any] = field(default=_NOTHING)

    def __post_init__(self) -> None:
        if not isinstance(self.id, str) or not self.id.strip():
            raise ParameterError(f"an instruction's id is a non-empty string, not {self.id!r}")
        if not isinstance(self.kwargs, FrozenDict):
            if not isinstance(self.kwargs, Mapping):
                raise ParameterError(f"{self.id}: the parameters are an object of name: value")
            object.__setattr__(self, "kwargs", FrozenDict(self.kwargs))

    def as_dict(self) -> dict[str, Any]:
        """`{"id": ..., "kwargs": {...}}` in plain dicts and lists."""
        return {"id": self.id, "kwargs": FrozenDict(self.kwargs).as_dict()}


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat; `role` is "system", "user" or "assistant"."""

    role: str
    content: str

    def as_dict(self) -> dict[str, str]:
        """`{"role": ..., "content": ...}`, the shape every chat interface takes."""
        return {"role": self.role, "content": self.content}


@dataclass(frozen=True, slots=True)
class Turn:
    """What the user says in one turn, and every instruction in force once it is said.

    Raises:
        DataError: the prompt is blank (`field` is "prompt").
    """

    prompt: str
    instructions: tuple[Instruction, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.prompt, str) or not self.prompt.strip():
            raise DataError("a prompt is non-blank text", field="prompt")
        object.__setattr__(self, "instructions", tuple(self.instructions))


@dataclass(frozen=True, slots=True)
class Conversation:
    """Several turns in one language.

    Attributes:
        key: names the conversation within its data set.
        language: a language code such as "hi".
        turns: at least one.
        cluster: shared by conversations that are translations of one another, which are
            therefore not independent. Left empty, it is the key without a trailing
            ":<language>" ("1019:16:en" belongs to "1019:16").
        topic: what it is about, in a word or two; may be empty.

    Raises:
        DataError: an empty key or language, or no turn (`field` names which).
    """

    key: str
    language: str
    turns: tuple[Turn, ...]
    cluster: str = ""
    topic: str = ""

    def __post_init__(self) -> None:
        for name in ("key", "language"):
            value = getattr(self, name)
            if not isinstance(value, str) or not value.strip():
                raise DataError(f"a non-empty string is expected, not {value!r}", field=name)
        object.__setattr__(self, "turns", tuple(self.turns))
        if not self.turns:
            raise DataError("a conversation has at least one turn", field="turns")
        if not self.cluster.strip():
            object.__setattr__(self, "cluster", default_cluster(self.key, self.language))

    def __len__(self) -> int:
        return len(self.turns)


def default_cluster(key: str, language: str) -> str:
    """`key` without a trailing ":<language>", or ":<language>-<region>", in either case."""
    tag = re.search(r":([A-Za-z]+)(?:[-_][A-Za-z0-9]+)*$", key)
    if tag and tag.start() and tag[1].lower() == language.lower():
        return key[: tag.start()]
    return key


def newly_given(turns: Sequence[Turn]) -> tuple[tuple[Instruction, ...] | None, ...]:
    """For each turn the instructions that it adds to those in force before.

    None stands for a turn that cannot be told that way, because an instruction in force before
    has been dropped or moved: the whole list has to be written there.
    """
    result: list[tuple[Instruction, ...] | None] = []
    before: tuple[Instruction, ...] = ()
    for turn in turns:
        kept = turn.instructions[: len(before)] == before
        result.append(turn.instructions[len(before) :] if kept else None)
        before = turn.instructions
    return tuple(result)
