"""Opens a run folder, to begin a run or to resume one."""

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
from mifcheck.masking import MASK, masked
from mifcheck.models.base import SlotLike
from mifcheck.runs.journal import (
    CONVERSATIONS,
    JOURNAL,
    RUN,
    Journal,
    Record,
    read_records,
    read_settings,
    write_settings,
    write_whole,
)

_LIBRARIES: Final = ("torch", "transformers", "tokenizers", "gguf", "openai")
# A run that was killed in its first moments leaves some of these, and nothing worth keeping.
_OWN: Final = frozenset({RUN, JOURNAL, CONVERSATIONS, f"{CONVERSATIONS}.tmp", f"{RUN}.tmp"})
_DECISIVE: Final = ("model", "conversations", "samples", "thinking", "history", "placement")
"""The settings that must be the same to resume a run, apart from secrets: a key may be renewed."""


@contextmanager
def open_folder(
    folder: Path | None,
    resume: bool,
    facts: Mapping[str, Any],
    conversations: Sequence[Conversation],
) -> Iterator[tuple[dict[str, Any], Journal | None]]:
    """Yields what run.json says, and the locked journal (None if `folder` is None).

    Args:
        folder: None keeps the run in memory.
        resume: whether the folder may hold the beginning of this run.
        facts: what run.json says about this run.
        conversations: what is asked.

    Raises:
        RunError: see `mifcheck.runs.driving`.
    """
    settings = masked(_as_json({**_environment(), **_source(conversations), **facts}))
    if folder is None:
        yield settings, None
        return
    _require_free(folder, resume)
    folder.mkdir(parents=True, exist_ok=True)
    with Journal(folder / JOURNAL) as journal:
        if (folder / RUN).exists() and _has_reply(journal.records):
            if not resume:
                raise _exists(folder)
            begun = read_settings(folder)
            _require_same(folder, begun, settings)
            settings = {**begun, "resumed": [*begun.get("resumed", []), _environment()]}
            write_settings(folder, settings)
        else:
            _begin(folder, journal, settings, conversations)
        yield settings, journal


def load_folder(
    folder: Path,
) -> tuple[dict[str, Any], Sequence[Conversation], dict[SlotLike, Record]]:
    """Reads the settings, conversations and records of a run folder.

    Raises:
        RunError: it is not a run folder, or it is damaged.
    """
    settings = read_settings(folder)
    try:
        conversations = load(folder / CONVERSATIONS, format="jsonl")
    except DataError as error:
        raise RunError(f"{folder} is damaged: {error}") from error
    journal = folder / JOURNAL
    return settings, conversations, read_records(journal) if journal.exists() else {}


def is_used(folder: Path) -> bool:
    """Returns whether a folder holds anything worth keeping.

    A run without a reply is not: its model failed, and the run begins again.

    Raises:
        RunError: its journal is damaged.
    """
    names = _names(folder)
    if not names <= _OWN:
        return True
    return JOURNAL in names and _has_reply(read_records(folder / JOURNAL))


def _names(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()


def _has_reply(records: Mapping[SlotLike, Record]) -> bool:
    return any(record.reply is not None for record in records.values())


def _require_free(folder: Path, resume: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise RunError(f"{folder} is a file: a folder is expected")
    if not resume and is_used(folder):
        raise _exists(folder)
    names = _names(folder)
    if RUN not in names and not names <= _OWN:
        raise RunError(f"{folder} is not a run folder: it has no {RUN}, but other files")


def _exists(folder: Path) -> RunError:
    return RunError(f"{folder} exists already: pass resume to continue it, or another folder")


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


def _require_same(folder: Path, begun: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    for name in _DECISIVE:
        for path, was, would_be in _differences(name, begun.get(name), now.get(name)):
            raise RunError(
                f"{folder} holds another run: {path} was {was!r} and would be {would_be!r}"
            )


def _differences(path: str, was: Any, now: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(was, dict) and isinstance(now, dict):
        for name in sorted({*was, *now}):
            yield from _differences(f"{path}.{name}", was.get(name), now.get(name))
    elif was != now and not (MASK in (was, now) and None in (was, now)):
        yield path, was, now


def _environment() -> dict[str, Any]:
    return {
        "mifcheck": __version__,
        "date": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "libraries": {name: _version(name) for name in _LIBRARIES if name in sys.modules},
    }


def _source(conversations: Sequence[Conversation]) -> dict[str, Any]:
    lines = "\n".join(json.dumps(to_document(each), sort_keys=True) for each in conversations)
    return {
        "data": {
            name: getattr(conversations, name, None) for name in ("source", "format", "sha256")
        },
        "conversations": {
            "count": len(conversations),
            "sha256": hashlib.sha256(lines.encode()).hexdigest(),
        },
    }


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "unknown"


def _as_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the values as they are when they are read back from JSON."""
    plain: dict[str, Any] = json.loads(json.dumps(values, default=str))
    return plain
