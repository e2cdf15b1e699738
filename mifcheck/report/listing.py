"""The instructions there are, for people."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from mifcheck.languages import get_language, known_languages
from mifcheck.report.safe import printable

if TYPE_CHECKING:
    from rich.console import RenderableType

    from mifcheck.profiles import Description


def catalogue(descriptions: Iterable[Description]) -> RenderableType:
    """All ids, a family at a time: what each asks, its parameters by example, its languages."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    rows = list(descriptions)
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, min_width=43)
    grid.add_column(overflow="fold")
    family = ""
    for row in rows:
        if family and row.id.partition(":")[0] != family:
            grid.add_row()
        family = row.id.partition(":")[0]
        asks = Text(_plain(row.summary))
        if row.parameters:
            asks.append(f"\nwith {_shown(row.example, row.parameters)}", style="cyan")
        if set(row.languages) != set(known_languages()):
            asks.append(f"\nonly in {', '.join(sorted(row.languages))}", style="yellow")
        grid.add_row(Text(printable(row.id), style="bold"), asks)
    foot = Text(
        f"{len(rows)} instructions; languages: {_names(known_languages())}.\n"
        'After "with" stand an instruction\'s parameters, by example. More of one: '
        "mifcheck list ID",
        style="dim",
    )
    return Group(grid, Padding(foot, (1, 0, 0, 0)))


def description_page(description: Description) -> RenderableType:
    """All there is to know about one id."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row("asks", Text(_plain(description.summary)))
    grid.add_row("parameters", _parameters(description.parameters))
    grid.add_row("languages", Text(_names(description.languages)))
    spec: dict[str, Any] = {"id": description.id, "kwargs": dict(description.example)}
    grid.add_row("in data", Text(printable(json.dumps(spec, ensure_ascii=False))))
    grid.add_row("try it", Text(_command(description)))
    return Group(Text(printable(description.id), style="bold"), grid)


def _parameters(parameters: Mapping[str, str]) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    if not parameters:
        return Text("none")
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, expected in parameters.items():
        grid.add_row(Text(printable(name)), Text(printable(expected)))
    return grid


def _shown(example: Mapping[str, Any], parameters: Mapping[str, str]) -> str:
    if not example:
        return ", ".join(map(printable, parameters))
    return " ".join(f"{printable(name)}={_value(value)}" for name, value in example.items())


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _command(description: Description) -> str:
    options = [
        f"-k {shlex.quote(f'{name}={value if isinstance(value, str) else _value(value)}')}"
        for name, value in description.example.items()
    ]
    return printable(" ".join(["mifcheck check", description.id, *options, "--file reply.txt"]))


def _names(codes: Iterable[str]) -> str:
    return ", ".join(f"{get_language(code).name} ({code})" for code in sorted(codes))


def _plain(summary: str) -> str:
    """A docstring's line without its code marks; `bound` is a parameter in Python, not in data."""
    return printable(summary.replace("within `bound`", "within a bound").replace("`", ""))
