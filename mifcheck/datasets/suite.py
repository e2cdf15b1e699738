"""The suite that comes with mifcheck: conversations written for it, one file per language."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

NAME = "embedded"


def embedded_files() -> Iterator[tuple[str, bytes]]:
    """Yields the name and the bytes of each file of the suite, sorted by name."""
    folder = resources.files("mifcheck.datasets") / NAME
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.name.endswith(".jsonl"):
            yield f"{NAME}/{entry.name}", entry.read_bytes()
