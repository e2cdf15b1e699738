"""The conformance cases: tables of replies with the verdict of a native reader, and the reason.

They are data of the package, one JSON object a line: `truth/[TOPIC/]LANGUAGE.jsonl`. The tests of
the package read the same files.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from mifcheck.frozendict import FrozenDict
from mifcheck.languages import get_language

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@dataclass(frozen=True, slots=True)
class Case:
    """A reply and the verdict of a native reader.

    Attributes:
        table: where it stands, such as "form/hi:12": the file and the line.
        language: the code of the language that the reply was asked for in.
        text: the reply.
        id: the id of the instruction.
        kwargs: its parameters, as data sets spell them.
        truth: True, False, or None where a reader cannot tell.
        why: the reason, in a few words.
    """

    table: str
    language: str
    text: str
    id: str
    kwargs: Mapping[str, Any]
    truth: bool | None
    why: str

    def to_dict(self) -> dict[str, Any]:
        """Returns the case as JSON values."""
        return {**asdict(self), "kwargs": FrozenDict(self.kwargs).to_dict()}


def cases(language: str | None = None, ids: Collection[str] | None = None) -> tuple[Case, ...]:
    """Returns the conformance cases that come with the package.

    Args:
        language: only those in this language, a code or a name.
        ids: only those of these instructions.

    Raises:
        UnknownLanguageError: the language is not known.
    """
    code = None if language is None else get_language(language).code
    return tuple(
        case
        for name, file in _files(resources.files(__package__) / "truth", "")
        if code in (None, name.rpartition("/")[2])
        for case in _read(name, file)
        if ids is None or case.id in ids
    )


def _files(folder: Traversable, before: str) -> Iterator[tuple[str, Traversable]]:
    """Yields the tables in a folder, each with its name: "en", "form/en"."""
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        name = before + entry.name.removesuffix(".jsonl")
        if entry.is_dir():
            yield from _files(entry, f"{name}/")
        elif entry.name.endswith(".jsonl"):
            yield name, entry


def _read(name: str, file: Traversable) -> Iterator[Case]:
    language = name.rpartition("/")[2]
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        kwargs = FrozenDict(row["kwargs"])
        yield Case(
            f"{name}:{number}", language, row["text"], row["id"], kwargs, row["truth"], row["why"]
        )
