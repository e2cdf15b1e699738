"""The command `mifcheck`."""

from __future__ import annotations

from mifcheck.cli.entry import main

__all__ = ["main"]
