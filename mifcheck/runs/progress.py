"""Shows on standard error, or in a notebook, how far a piece of work is."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Final, Protocol, TypeAlias

from mifcheck.safe import printable

_LINE_EVERY: Final = 30.0
"""Seconds between two lines where no bar can be drawn, as in a log."""
_DRAWN_EVERY: Final = 0.2
"""Seconds between two changes of a notebook's output."""


class ShowProgress(Protocol):
    """Shows that `done` of `total` is done, and a note. The total may not be known."""

    def __call__(self, done: int, total: int | None, note: str = "", /) -> None: ...


Draw: TypeAlias = Callable[[int, int | None, str, str], None]
"""Draws how many of how many are done, the pace, and a note."""


@contextmanager
def progress_bar(
    label: str, shown: bool | None = None, *, transient: bool = False
) -> Iterator[ShowProgress]:
    """Yields the function that shows progress, or does nothing if none is shown.

    A terminal gets a bar, a notebook one line of output that changes, and a log or a pipe a line
    every half minute.

    Args:
        label: what is being done.
        shown: None shows it in terminals and notebooks only.
        transient: whether it disappears at the end.
    """
    kernel = _notebook()
    terminal = sys.stderr is not None and sys.stderr.isatty()
    if shown is False or not (kernel or terminal or (shown and sys.stderr is not None)):
        yield lambda done, total, note="": None
        return
    how = _in_notebook if kernel else _bar if terminal else _lines
    start = time.monotonic()
    there: int | None = None
    with how(printable(label), transient) as draw:

        def show(done: int, total: int | None, note: str = "", /) -> None:
            nonlocal there
            there = done if there is None else there
            pace = rate(done - there, time.monotonic() - start)
            draw(done, total, pace, printable(note))

        yield show


@contextmanager
def _bar(label: str, transient: bool) -> Iterator[Draw]:
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
    with progress.Progress(*columns, console=Console(stderr=True), transient=transient) as bar:
        task = bar.add_task(label, total=None, rate="", note="")
        yield lambda done, total, pace, note: bar.update(
            task, completed=done, total=total, rate=pace, note=note
        )


@contextmanager
def _lines(label: str, transient: bool) -> Iterator[Draw]:
    """Writes a line now and then, and one at the end unless it is transient."""
    line, told = "", time.monotonic()

    def draw(done: int, total: int | None, pace: str, note: str) -> None:
        nonlocal line, told
        line = _line(label, done, total, pace, note)
        if time.monotonic() - told >= _LINE_EVERY and done != total:
            told = time.monotonic()
            print(line, file=sys.stderr, flush=True)

    try:
        yield draw
    finally:
        if line and not transient:
            print(line, file=sys.stderr, flush=True)


@contextmanager
def _in_notebook(label: str, transient: bool) -> Iterator[Draw]:
    """Changes one output, which is a plain line at the end. Rich would leave widgets behind.

    An output cannot be taken away again without those of the whole cell, so it stays even if it is
    transient.
    """
    display = import_module("IPython.display").display
    output: Any = None
    line = ""
    drawn = 0.0

    def put(line: str) -> None:
        nonlocal output, drawn
        drawn = time.monotonic()
        if output is None:
            output = display({"text/plain": line}, raw=True, display_id=True)
        else:
            output.update({"text/plain": line}, raw=True)

    def draw(done: int, total: int | None, pace: str, note: str) -> None:
        nonlocal line
        line = _line(label, done, total, pace, note)
        if output is None or time.monotonic() - drawn >= _DRAWN_EVERY:
            put(line)

    try:
        yield draw
    finally:
        if line:
            put(line)


def _line(label: str, done: int, total: int | None, pace: str, note: str) -> str:
    of = "" if total is None else f" of {total}"
    return " · ".join(filter(None, (f"{label}: {done}{of}", pace, note)))


def _notebook() -> bool:
    """Returns whether this runs in the kernel of a notebook."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return getattr(shell, "kernel", None) is not None


def rate(count: int, seconds: float) -> str:
    """Returns how many per second, or how many seconds each: whichever is at least 1."""
    if not count or not seconds:
        return ""
    per_second = count / seconds
    if per_second < 1:
        return f"{1 / per_second:.1f} s each"
    return f"{per_second:.1f} per second" if per_second < 100 else f"{per_second:,.0f} per second"
