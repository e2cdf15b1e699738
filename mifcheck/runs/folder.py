"""Opening a run folder, to begin a run or to go on with it."""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from mifcheck._version import __version__
from mifcheck.conversation import Conversation
from mifcheck.datasets import dump, load, to_document
from mifcheck.errors import DataError, RunError
from mifcheck.runs.journal import (
    CONVERSATIONS,
    JOURNAL,
    RUN,
    Journal,
    Place,
    Record,
    read_records,
    read_settings,
    write_settings,
    write_whole,
)

_LIBRARIES: Final = ("torch", "transformers", "tokenizers", "gguf", "openai")
# A run killed in its first moments has left some of these, and nothing worth keeping.
_OWN: Final = frozenset({RUN, JOURNAL, CONVERSATIONS, f"{CONVERSATIONS}.tmp", f"{RUN}.tmp"})
# What has to be the same for a run to be gone on with, and what a run.json without it means.
_DECISIVE: Final[Mapping[str, Any]] = {
    "model": None,
    "conversations": None,
    "samples": None,
    "thinking": None,
    "history": "own",
    "placement": "as-given",
}


@contextmanager
def open_folder(
    folder: Path | None,
    resume: bool,
    facts: Mapping[str, Any],
    conversations: Sequence[Conversation],
) -> Iterator[tuple[dict[str, Any], Journal | None]]:
    """What run.json says, and the locked journal; no journal where `folder` is None.

    Raises:
        RunError: see `mifcheck.runs.driving`.
    """
    settings = _plain({**_about(conversations), **facts})
    if folder is None:
        yield settings, None
        return
    _refuse_foreign(folder, resume)
    folder.mkdir(parents=True, exist_ok=True)
    with Journal(folder / JOURNAL) as journal:
        if (folder / RUN).exists() and _has_reply(journal.records):
            if not resume:
                raise _exists(folder)
            begun = read_settings(folder)
            _refuse_unlike(folder, begun, settings)
            settings = _gone_on(begun, settings)
            write_settings(folder, settings)
        else:
            _begin(folder, journal, settings, conversations)
        yield settings, journal


def load_folder(
    folder: Path,
) -> tuple[dict[str, Any], Sequence[Conversation], dict[Place, Record]]:
    """Settings, conversations and records of a run folder, which is only read.

    Raises:
        RunError: it is no run folder, or a damaged one.
    """
    settings = read_settings(folder)
    try:
        conversations = load(folder / CONVERSATIONS, format="jsonl")
    except DataError as error:
        raise RunError(f"{folder} is damaged: {error}") from error
    journal = folder / JOURNAL
    return settings, conversations, read_records(journal) if journal.exists() else {}


def is_used(folder: Path) -> bool:
    """Whether a folder holds anything worth keeping.

    A run that never got a reply does not: the model was at fault, and is asked anew.

    Raises:
        RunError: its journal is damaged.
    """
    held = {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()
    if not held <= _OWN:
        return True
    return JOURNAL in held and _has_reply(read_records(folder / JOURNAL))


def _has_reply(records: Mapping[Place, Record]) -> bool:
    return any(record.reply is not None for record in records.values())


def _refuse_foreign(folder: Path, resume: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise RunError(f"{folder} is a file: a folder is expected")
    held = {entry.name for entry in folder.iterdir()} if folder.exists() else set()
    if not resume and is_used(folder):
        raise _exists(folder)
    if RUN not in held and not held <= _OWN:
        raise RunError(f"{folder} is not a run folder: it has no {RUN}, but other files")


def _exists(folder: Path) -> RunError:
    return RunError(f"{folder} exists already: pass resume to go on with it, or another folder")


def _begin(
    folder: Path,
    journal: Journal,
    settings: Mapping[str, Any],
    conversations: Sequence[Conversation],
) -> None:
    if _has_reply(journal.records):
        raise RunError(f"{folder} is damaged: it has a {JOURNAL} but no {RUN}")
    journal.clear()
    unfinished = folder / f"{CONVERSATIONS}.tmp"
    dump(conversations, unfinished)
    write_whole(folder / CONVERSATIONS, unfinished.read_bytes())
    write_settings(folder, settings)


def _gone_on(begun: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """What the run began with, and under "resumed" when and with what it was gone on with."""
    again = {name: now[name] for name in ("date", "mifcheck", "python", "libraries")}
    return {**begun, "resumed": [*begun.get("resumed", []), again]}


def _refuse_unlike(folder: Path, begun: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    for name, unsaid in _DECISIVE.items():
        for place, was, would_be in _differences(name, begun.get(name, unsaid), now.get(name)):
            raise RunError(
                f"{folder} holds another run: {place} was {was!r} and would be {would_be!r}"
            )


def _differences(place: str, was: Any, now: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(was, dict) and isinstance(now, dict):
        for name in sorted({*was, *now}):
            yield from _differences(f"{place}.{name}", was.get(name), now.get(name))
    elif was != now:
        yield place, was, now


def _about(conversations: Sequence[Conversation]) -> dict[str, Any]:
    lines = "\n".join(json.dumps(to_document(each), sort_keys=True) for each in conversations)
    return {
        "mifcheck": __version__,
        "date": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "data": {
            name: getattr(conversations, name, None) for name in ("source", "format", "sha256")
        },
        "conversations": {
            "count": len(conversations),
            "sha256": hashlib.sha256(lines.encode()).hexdigest(),
        },
        "python": platform.python_version(),
        "libraries": {name: _version(name) for name in _LIBRARIES if name in sys.modules},
    }


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "unknown"


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """As it will read when it comes back from JSON."""
    plain: dict[str, Any] = json.loads(json.dumps(values, default=str))
    return plain
