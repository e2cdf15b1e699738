"""Lays results out on a terminal. Only this module of the room needs rich, and not on import."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from mifcheck.report.formats import NOTHING, Figure
from mifcheck.report.tables import Cell, Grid
from mifcheck.safe import printable

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.table import Table
    from rich.text import Text

WIDTH: Final = 100
"""Columns of the output, where nothing else is known."""
_LEAST: Final = 20  # columns beside a label, however narrow the terminal


def as_text(renderable: RenderableType, width: int = WIDTH) -> str:
    """Returns what a renderable looks like without colours, in lines of at most `width` columns.

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


def stacked(parts: Iterable[RenderableType]) -> RenderableType:
    """Returns the parts one below the other."""
    from rich.console import Group

    return Group(*parts)


def styled(text: str, style: str = "", keep: str = "") -> Text:
    """Returns harmless text in a style; `keep` as in `printable`."""
    from rich.text import Text

    return Text(printable(text, keep), style=style)


def opening(title: str, told: Iterable[str] = (), notes: Iterable[str] = ()) -> Iterator[Text]:
    """Yields the lines above a table: a title, what it rests on, and notes."""
    if title:
        yield styled(title, "bold")
    yield from map(styled, told)
    for note in notes:
        yield styled(note, "yellow")


def closing(legend: Iterable[str] = (), signatures: Iterable[str] = ()) -> Iterator[Text]:
    """Yields the lines below a table: a legend, and signatures that no line break tears apart."""
    if told := " ".join(legend):
        yield from (styled(told, "dim"), styled(""))
    for signature in dict.fromkeys(signatures):
        line = styled(signature)
        line.no_wrap, line.overflow = True, "ignore"
        yield line


def table(grid: Grid, *, wrapped: Collection[int] = (), least: int = 0, gap: int = 2) -> Table:
    """Returns a grid as a table of a terminal.

    Args:
        grid: the table.
        wrapped: the columns whose cells may be wrapped.
        least: the width of the first column, at least.
        gap: blank columns after each column, beside the one that is always there.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    shown = Table(
        box=SIMPLE_HEAD,
        padding=(0, gap, 0, 0),
        pad_edge=False,
        show_edge=False,
        header_style="bold",
    )
    widths = []
    for place, (name, number) in enumerate(zip(grid.head, grid.numeric(), strict=True)):
        column = [row[place] for row in grid.rows if len(row) > place]
        values = [cell.value for cell in column if isinstance(cell, Figure)]
        widths.append(max(map(len, values), default=0))
        shown.add_column(
            styled(name),
            no_wrap=place not in wrapped,
            overflow="fold",
            justify="right" if number and place and not widths[-1] else "left",
            min_width=None if place else least,
        )
    for row in grid.rows:
        title = "bold" if len(row) == 1 and len(grid.head) > 1 else ""
        shown.add_row(*map(_cell, row, widths), style=title)
    return shown


def _cell(cell: Cell, width: int) -> Text:
    if isinstance(cell, str):
        return styled(cell)
    shown = styled(f"{cell.value:>{width}}", "dim" if cell.value.strip() == NOTHING else "")
    return shown.append(f" {cell.interval}" if cell.interval else "", style="dim")


class Labelled:
    """A label and a text beside it, wrapped.

    Rich's own tables measure a line and its differently styled pieces apart, and crop what they
    then find too long: a joiner before a piece of evidence could cost characters of the reply.
    """

    def __init__(self, label: Text, text: Text, indent: int = 0) -> None:
        self._label, self._text, self._indent = label, text, indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        before = self._indent + len(self._label.plain) + 2
        room = max(_LEAST, options.max_width - before)
        for number, line in enumerate(self._text.wrap(console, room, overflow="fold")):
            start = styled(" " * self._indent).append(self._label).append("  ")
            whole = (styled(" " * before) if number else start).append(line)
            whole.no_wrap, whole.overflow = True, "ignore"
            yield whole


def labelled(
    rows: Iterable[tuple[Text, Text]], indent: int = 0, least: int = 0
) -> Iterator[Labelled]:
    """Yields texts with a label beside each, the labels equally wide."""
    held = list(rows)
    width = max((len(label.plain) for label, _ in held), default=0)
    for label, text in held:
        label.pad_right(max(least, width) - len(label.plain))
        yield Labelled(label, text, indent)
