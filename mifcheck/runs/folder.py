"""Opens a run folder, to begin a run or to resume one."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timezone
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from mifcheck._version import __version__
from mifcheck.conversation import Conversation
from mifcheck.datasets import dump, load, to_document
from mifcheck.datasets.base import parse_json
from mifcheck.datasets.files import is_unfinished
from mifcheck.errors import DataError, ParameterError, RunError, UnknownLanguageError
from mifcheck.languages import get_language
from mifcheck.masking import MASK, masked
from mifcheck.models.base import SlotLike
from mifcheck.runs.journal import JOURNAL, Journal, Record, read_records
from mifcheck.runs.settings import RUN, read_settings, require_regular, write_settings
from mifcheck.safe import short_repr

CONVERSATIONS: Final = "conversations.jsonl"

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
) -> Iterator[tuple[dict[str, Any], Journal[Record] | None]]:
    """Yields what run.json says, and the locked journal (None if `folder` is None).

    Args:
        folder: None keeps the run in memory.
        resume: whether the folder may hold the beginning of this run.
        facts: what run.json says about this run.
        conversations: what is asked.

    Raises:
        RunError: see `mifcheck.runs.driving`.
        ParameterError: the facts cannot be written as JSON.
    """
    settings = masked(as_json({**_environment(), **_source(conversations), **facts}))
    if folder is None:
        yield settings, None
        return
    require_free(folder, resume)
    with _as_run_error(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with Journal(folder / JOURNAL, Record) as journal:
        with _as_run_error(folder):
            kept = _settled(folder, journal, resume, settings, conversations)
        yield kept, journal


def _clear_away(folder: Path) -> None:
    """Removes what a killed process was about to write."""
    for entry in folder.iterdir():
        if is_unfinished(entry):
            entry.unlink()


def _settled(
    folder: Path,
    journal: Journal[Record],
    resume: bool,
    settings: dict[str, Any],
    conversations: Sequence[Conversation],
) -> dict[str, Any]:
    """Begins the run in a folder, or makes sure that it is the same; returns what run.json says."""
    _clear_away(folder)
    if not ((folder / RUN).exists() and _has_reply(journal.records)):
        _begin(folder, journal, settings, conversations)
        return settings
    if not resume:
        raise _exists(folder)
    begun = read_settings(folder)
    _require_same(folder, begun, settings)
    _restore(folder, begun, conversations)
    kept = {**begun, "resumed": [*begun.get("resumed", []), _environment()]}
    write_settings(folder, kept)
    return kept


def load_folder(
    folder: Path,
) -> tuple[dict[str, Any], Sequence[Conversation], dict[SlotLike, Record]]:
    """Reads the settings, conversations and records of a run folder.

    Raises:
        RunError: it is not a run folder, or it is damaged.
    """
    settings = read_settings(folder)
    if "samples" not in settings:
        raise RunError(f"{folder / RUN}: samples is missing")
    conversations = _asked(folder, settings)
    return settings, conversations, read_records(folder / JOURNAL)


def save_folder(
    folder: Path,
    settings: Mapping[str, Any],
    conversations: Sequence[Conversation],
    records: Iterable[Record],
) -> None:
    """Writes a whole run to a folder.

    Raises:
        RunError: the folder is used already, or cannot be written.
    """
    facts = masked(as_json({**settings, **digested(conversations)}))
    require_free(folder, resume=True)
    if is_used(folder):
        raise RunError(f"{folder} holds a run already: save this one to another folder")
    with _as_run_error(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with Journal(folder / JOURNAL, Record) as journal:
            _clear_away(folder)
            _begin(folder, journal, facts, conversations)
            journal.append(records)


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


def as_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """Returns settings as they are when they are read back from JSON.

    A value that JSON has no word for, such as a path or an infinite number, becomes text.

    Raises:
        ParameterError: they cannot be written as JSON.
    """
    try:
        read = json.loads(json.dumps(values, default=str), parse_constant=str)
        plain: dict[str, Any] = parse_json(json.dumps(read))
        return plain
    except (TypeError, ValueError, RecursionError) as error:
        raise ParameterError(
            f"the settings of the model or of the run cannot be written as JSON: {error}"
        ) from error


def require_free(folder: Path, resume: bool) -> None:
    """Raises unless a run can begin in a folder, or be resumed there.

    Raises:
        RunError: it is something else than a folder, holds other files or a run, or cannot be read.
    """
    with _as_run_error(folder):
        if os.path.lexists(folder) and not folder.is_dir():
            what = "a link that leads nowhere" if folder.is_symlink() else "a file"
            raise RunError(f"{folder} is {what}: a folder is expected")
        require_regular(folder / JOURNAL)
        if not resume and is_used(folder):
            raise _exists(folder)
        names = _names(folder)
        if RUN not in names and not names <= _OWN:
            raise RunError(f"{folder} is not a run folder: it has no {RUN}, but other files")


def _names(folder: Path) -> set[str]:
    """Returns the names in a folder, without what a killed process was about to write."""
    entries = folder.iterdir() if folder.is_dir() else ()
    return {entry.name for entry in entries if not is_unfinished(entry)}


@contextmanager
def _as_run_error(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = error.filename or folder
        raise RunError(f"{where}: {(error.strerror or str(error)).lower()}") from error


def _has_reply(records: Mapping[SlotLike, Record]) -> bool:
    return any(record.reply is not None for record in records.values())


def _exists(folder: Path) -> RunError:
    return RunError(f"{folder} exists already: pass resume to continue it, or another folder")


def _begin(
    folder: Path,
    journal: Journal[Record],
    settings: Mapping[str, Any],
    conversations: Sequence[Conversation],
) -> None:
    if _has_reply(journal.records):
        raise RunError(f"{folder} is damaged: it has a {JOURNAL} but no {RUN}")
    journal.clear()
    path = dump(conversations, folder / CONVERSATIONS)
    try:
        is_same = _digest(load(path, format="jsonl")) == settings["conversations"]["sha256"]
    except DataError as error:
        raise RunError(f"these conversations could not be read back: {error}") from error
    if not is_same:
        raise RunError(f"{path}: these conversations would be read back as others")
    write_settings(folder, settings)


def _asked(folder: Path, settings: Mapping[str, Any]) -> Sequence[Conversation]:
    """Reads the conversations of a run. They are those that its run.json has the digest of."""
    path = folder / CONVERSATIONS
    hint = "; to write it again, resume the run with the conversations that it was begun with"
    require_regular(path)
    try:
        conversations = load(path, format="jsonl")
    except DataError as error:
        raise RunError(f"{folder} is damaged: {error}{hint}") from error
    digest = settings.get("conversations", {}).get("sha256")
    if digest not in (None, _digest(conversations)):
        raise RunError(f"{path} is not what was asked: {RUN} has another digest of it{hint}")
    return conversations


def _restore(
    folder: Path, settings: Mapping[str, Any], conversations: Sequence[Conversation]
) -> None:
    """Writes the conversations again if they are lost, and warns of that."""
    try:
        _asked(folder, settings)
    except RunError:
        dump(conversations, folder / CONVERSATIONS)
        message = f"{folder / CONVERSATIONS} was missing or changed, and was written again"
        warnings.warn(message, stacklevel=2)


def _require_same(folder: Path, begun: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    for name in _DECISIVE:
        for path, was, would_be in _differences(name, begun.get(name), now.get(name)):
            raise RunError(
                f"{folder} holds another run: {path} was {short_repr(was)} "
                f"and would be {short_repr(would_be)}"
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
    return {
        "data": {
            name: getattr(conversations, name, None) for name in ("source", "format", "sha256")
        },
        **digested(conversations),
    }


def digested(conversations: Sequence[Conversation]) -> dict[str, Any]:
    """Returns what run.json says about the conversations, which tells whether a file has them."""
    return {"conversations": {"count": len(conversations), "sha256": _digest(conversations)}}


def _digest(conversations: Sequence[Conversation]) -> str:
    """Returns a digest of conversations that is the same when they were written and read."""
    documents = (to_document(_as_read(each)) for each in conversations)
    lines = "\n".join(json.dumps(each, sort_keys=True) for each in documents)
    return hashlib.sha256(lines.encode()).hexdigest()


def _as_read(conversation: Conversation) -> Conversation:
    try:
        return replace(conversation, language=get_language(conversation.language).code)
    except UnknownLanguageError:
        return conversation


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "unknown"
