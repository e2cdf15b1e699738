"""From a renderable to text."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import RenderableType

WIDTH: Final = 100
"""Columns, where nothing else is known."""


def as_text(renderable: RenderableType, width: int = WIDTH) -> str:
    """What a renderable looks like without colours, in lines of at most `width` columns.

    Lines that must stay whole, such as a signature, may be longer.
    """
    from rich.console import Console

    out = io.StringIO()
    console = Console(
        file=out, width=width, color_system=None, markup=False, highlight=False, emoji=False,
        legacy_windows=False, force_terminal=False,
    )  # fmt: skip
    console.print(renderable, crop=False)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
