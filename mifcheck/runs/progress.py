"""Shows on standard error how far a piece of work is."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from mifcheck.safe import printable


class ShowProgress(Protocol):
    """Shows that `done` of `total` is done, and a note. The total may not be known."""

    def __call__(self, done: int, total: int | None, note: str = "", /) -> None: ...


@contextmanager
def progress_bar(
    label: str, shown: bool | None = None, *, transient: bool = False
) -> Iterator[ShowProgress]:
    """Yields the function that draws the bar, or does nothing if the bar is not shown.

    Args:
        label: what is being done.
        shown: None shows the bar if standard error is a terminal, and in notebooks.
        transient: whether the bar disappears at the end.
    """
    seen = "ipykernel" in sys.modules or (sys.stderr is not None and sys.stderr.isatty())
    if not (seen if shown is None else shown):
        yield lambda done, total, note="": None
        return
    from rich import progress
    from rich.console import Console

    columns = (
        progress.TextColumn("{task.description}", markup=False),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TextColumn("{task.fields[rate]}", markup=False),
        progress.TimeRemainingColumn(),
        progress.TextColumn("{task.fields[note]}", markup=False),
    )
    start = time.monotonic()
    there: int | None = None
    with progress.Progress(*columns, console=Console(stderr=True), transient=transient) as bar:
        task = bar.add_task(printable(label), total=None, rate="", note="")

        def show(done: int, total: int | None, note: str = "", /) -> None:
            nonlocal there
            there = done if there is None else there
            pace = rate(done - there, time.monotonic() - start)
            bar.update(task, completed=done, total=total, rate=pace, note=printable(note))

        yield show


def rate(count: int, seconds: float) -> str:
    """Returns how many per second, or how many seconds each: whichever is at least 1."""
    if not count or not seconds:
        return ""
    per_second = count / seconds
    return f"{per_second:.1f} per second" if per_second >= 1 else f"{1 / per_second:.1f} s each"
