"""What run.json says: how a run came about, checked before anything is made of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from mifcheck._version import __version__
from mifcheck.datasets.base import brief
from mifcheck.datasets.files import json_bytes, read_document, write_whole
from mifcheck.errors import DataError, RunError
from mifcheck.masking import masked
from mifcheck.models.thinking import THINKING
from mifcheck.runs.history import HISTORIES
from mifcheck.runs.journal import MOST_SAMPLES
from mifcheck.runs.placement import PLACEMENTS
from mifcheck.signature import RECORDED

RUN: Final = "run.json"

_Check: TypeAlias = "Callable[[Any], bool]"


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_object(value: Any) -> bool:
    return isinstance(value, Mapping)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_history(value: Any) -> bool:
    named = isinstance(value, str) and (value in HISTORIES)
    return named or bool(re.fullmatch(rf"{RECORDED}[0-9a-f]{{12}}", str(value)))


_FIELDS: Final[Mapping[str, tuple[str, _Check]]] = {
    "mifcheck": ("a version", _is_text),
    "name": ("text", _is_text),
    "samples": (
        f"a whole number from 1 to {MOST_SAMPLES:,}",
        lambda value: _is_whole(value) and 1 <= value <= MOST_SAMPLES,
    ),
    "thinking": (" or ".join(THINKING), lambda value: _is_text(value) and value in THINKING),
    "history": (f"own, first or {RECORDED} and a digest", _is_history),
    "placement": (", ".join(PLACEMENTS), lambda value: _is_text(value) and value in PLACEMENTS),
    "model": ("an object", _is_object),
    "model.name": ("text", _is_text),
    "model.settings": ("an object", _is_object),
    "conversations": ("an object", _is_object),
    "conversations.sha256": ("text", _is_text),
    "notes": ("an object", _is_object),
    "resumed": (
        "a list of objects",
        lambda value: isinstance(value, list) and all(map(_is_object, value)),
    ),
}
"""What run.json holds, as far as anything depends on it. Other fields may be anything."""


def read_settings(folder: Path) -> dict[str, Any]:
    """Reads run.json, without the secrets that other versions may have written there.

    Raises:
        RunError: it does not exist, cannot be read, or holds what no run has; names the field.
    """
    path = folder / RUN
    require_regular(path)
    if not path.exists():
        raise RunError(f"{folder} is not a run folder: it has no {RUN}")
    try:
        values = read_document(path)
    except DataError as error:
        raise RunError(str(error)) from error
    if not isinstance(values, dict):
        raise RunError(f"{path}: an object is expected, not {brief(values)}")
    for field, (expected, is_right) in _FIELDS.items():
        found, value = _find(values, field)
        if found and not is_right(value):
            raise RunError(
                f"{path}, {field}: {expected} is expected, not {brief(value)}{_made_by(values)}"
            )
    return dict(masked(values))


def write_settings(folder: Path, settings: Mapping[str, Any]) -> None:
    """Writes run.json for its owner alone. After a crash it is complete or as it was before."""
    write_whole(folder / RUN, json_bytes(settings, indent=1) + b"\n", mode=0o600)


def require_regular(path: Path) -> None:
    """Raises if there is something else than a file: a pipe, say, which would be read for ever.

    Raises:
        RunError: names the path.
    """
    if path.exists() and not path.is_file():
        raise RunError(f"{path} is no regular file, so this is not the folder of a run")


def _find(values: Mapping[str, Any], field: str) -> tuple[bool, Any]:
    """Returns whether there is a field such as "model.name", and its value."""
    value: Any = values
    for name in field.split("."):
        if not isinstance(value, Mapping) or name not in value:
            return False, None
        value = value[name]
    return True, value


def _made_by(values: Mapping[str, Any]) -> str:
    version = values.get("mifcheck", __version__)
    if version == __version__ or not isinstance(version, str):
        return ""
    return f"; the run was made by mifcheck {version[:40]}, and this is {__version__}"
