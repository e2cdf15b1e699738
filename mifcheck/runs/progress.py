"""How far a run has come, on the terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Bar:
    """Shows the turn, the replies done, their rate, the time left and the errors; or nothing.

    Only numbers and words of its own are shown: nothing that a model said.
    """

    def __init__(self, bar: Progress | None, task: TaskID | None, turns: int) -> None:
        self._bar, self._task, self._turns = bar, task, turns
        self._errors = self._replies = 0
        self._start = time.monotonic()

    def at(self, turns: range) -> None:
        """These turns, counted from 1, begin: one of them, or all."""
        if self._bar is not None and self._task is not None:
            told = f"turn {turns[0]} of {self._turns}" if len(turns) == 1 else "all turns"
            self._bar.update(self._task, description=told)

    def advance(self, replies: int, errors: int) -> None:
        """So many more are done, `errors` of them without a reply."""
        self._errors += errors
        self._replies += replies
        if self._bar is not None and self._task is not None:
            shown = "no errors" if not self._errors else f"errors: {self._errors}"
            pace = _pace(self._replies, time.monotonic() - self._start)
            self._bar.update(self._task, advance=replies, errors=shown, rate=pace)


def _pace(replies: int, seconds: float) -> str:
    """Whichever of replies a second and seconds a reply is not below 1."""
    if not replies or not seconds:
        return ""
    rate = replies / seconds
    return f"{rate:.1f} a second" if rate >= 1 else f"{1 / rate:.1f} s each"


@contextmanager
def progress_bar(total: int, done: int, turns: int, shown: bool | None) -> Iterator[Bar]:
    """A bar over `total` replies, `done` of them there already.

    `shown` None shows it where standard error is a terminal, and in notebooks.
    """
    in_notebook = "ipykernel" in sys.modules
    if not (sys.stderr.isatty() or in_notebook if shown is None else shown):
        yield Bar(None, None, turns)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(),
        TextColumn("{task.fields[errors]}", markup=False),
        console=Console(stderr=True),
    )
    with bar:
        task = bar.add_task("turn 1", total=total, completed=done, errors="no errors", rate="")
        yield Bar(bar, task, turns)
