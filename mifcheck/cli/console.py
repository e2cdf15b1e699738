"""What is written where: results to standard output, all else to standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from mifcheck.report.safe import printable
from mifcheck.report.show import WIDTH

if TYPE_CHECKING:
    from rich.console import Console, RenderableType


def console(file: IO[str] | None = None) -> Console:
    """A console that takes no text for markup, 100 columns wide where it is no terminal."""
    from rich.console import Console

    stream = sys.stdout if file is None else file
    width = None if stream.isatty() or "COLUMNS" in os.environ else WIDTH
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False)


def show(renderable: RenderableType) -> None:
    """Writes a result for people to standard output; piped, its lines end without blanks."""
    out = console()
    if out.color_system is not None:
        out.print(renderable, crop=False)
        return
    with out.capture() as captured:
        out.print(renderable, crop=False)
    lines = (line.rstrip() for line in captured.get().splitlines())
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def has_styles() -> bool:
    """Whether standard output can underline."""
    return console().color_system is not None


def show_json(value: Any, indent: int | None = 1) -> None:
    """Writes one JSON document to standard output; on one line where `indent` is None."""
    # A terminal must get no controls, and another encoding would need escapes that JSON has not.
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("_", "-")
    plain = sys.stdout.isatty() or encoding not in ("utf-8", "utf8")
    text = json.dumps(value, ensure_ascii=plain, allow_nan=False, indent=indent)
    sys.stdout.write(text + "\n")


def say(start: str, style: str = "", rest: str = "") -> None:
    """One line to standard error, `start` in a style; neither can hold markup or controls."""
    from rich.text import Text

    text = Text(printable(start), style=style)
    text.append(printable(rest, keep="\n"), style="not bold default")
    console(sys.stderr).print(text, soft_wrap=True)


@contextmanager
def scoring_bar() -> Iterator[Callable[[int, int], None] | None]:
    """A bar for the replies checked; nothing where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("checking", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console(sys.stderr), transient=True) as bar:
        task = bar.add_task("checking", total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield progress
