"""Shows which instructions there are."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from mifcheck.languages import get_language, known_languages
from mifcheck.report.show import labelled, stacked, styled
from mifcheck.safe import printable

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from mifcheck.profiles import Description

_ID_WIDTH: Final = 43


def catalogue(descriptions: Iterable[Description]) -> RenderableType:
    """Returns all ids by family: what each asks, its parameters by example, its languages."""
    rows = list(descriptions)
    foot = (
        f"\n{len(rows)} instructions; languages: {_names(known_languages())}.\n"
        'After "with" stand an instruction\'s parameters, by example. More of one: '
        "mifcheck list ID"
    )
    return stacked([*labelled(_entries(rows), least=_ID_WIDTH), styled(foot, "dim", keep="\n")])


def _entries(rows: Iterable[Description]) -> Iterator[tuple[Text, Text]]:
    family = None
    for row in rows:
        if family not in (None, row.id.partition(":")[0]):
            yield styled(""), styled("")
        family = row.id.partition(":")[0]
        asks = styled(_plain(row.summary))
        if row.parameters:
            asks.append(f"\nwith {printable(_example(row))}", style="cyan")
        if set(row.languages) != set(known_languages()):
            asks.append(f"\nonly in {', '.join(sorted(row.languages))}", style="yellow")
        yield styled(row.id, "bold"), asks


def description_page(description: Description) -> RenderableType:
    """Returns all there is to know about one id."""
    spec: dict[str, Any] = {"id": description.id, "kwargs": dict(description.example)}
    rows = {
        "asks": _plain(description.summary),
        "languages": _names(description.languages),
        "made of": ", ".join(description.primitives) or "a class of its own",
        "in data": json.dumps(spec, ensure_ascii=False),
        "try it": example_command(description),
        "parameters": "" if description.parameters else "none",
    }
    about = [(styled(label, "dim"), styled(text)) for label, text in rows.items()]
    parameters = [
        (styled(name, "bold"), styled(expected))
        for name, expected in description.parameters.items()
    ]
    title = styled(description.id, "bold")
    return stacked([title, *labelled(about), *labelled(parameters, indent=2)])


def _example(row: Description) -> str:
    if not row.example:
        return ", ".join(row.parameters)
    return " ".join(f"{name}={_value(value)}" for name, value in row.example.items())


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def example_command(description: Description) -> str:
    """Returns a command line that checks a reply against the example of an id."""
    options = [
        f"-k {shlex.quote(f'{name}={value if isinstance(value, str) else _value(value)}')}"
        for name, value in description.example.items()
    ]
    return " ".join(["mifcheck check", description.id, *options, "--file reply.txt"])


def _names(codes: Iterable[str]) -> str:
    return ", ".join(f"{get_language(code).name} ({code})" for code in sorted(codes))


def _plain(summary: str) -> str:
    """Returns a docstring's line without code marks, and without the Python-only name `bound`."""
    return summary.replace("within `bound`", "within a bound").replace("`", "")
