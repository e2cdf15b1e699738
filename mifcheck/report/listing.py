"""Shows which instructions there are."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from mifcheck.languages import ASSURANCE, get_language, known_languages, language_name
from mifcheck.report.show import labelled, stacked, styled
from mifcheck.safe import printable

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from mifcheck.profiles import Description, LanguageReport

_ID_WIDTH: Final = 43


def catalogue(descriptions: Iterable[Description]) -> RenderableType:
    """Returns all ids by family: what each asks, its parameters by example, its languages."""
    rows = list(descriptions)
    foot = (
        f"\n{len(rows)} instructions; languages: {_names(known_languages())}; and those of "
        "mifcheck languages.\n"
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


def languages_page(known: Mapping[str, Sequence[str]]) -> RenderableType:
    """Returns the languages of each level, and what the level means."""
    blocks: list[RenderableType] = []
    for level, codes in known.items():
        blocks.append(styled(f"{level} ({len(codes)}): {ASSURANCE[level]}", "bold"))
        names = ", ".join(f"{language_name(code)} ({code})" for code in codes)
        blocks.append(styled(f"{names}\n", keep="\n"))
    blocks.append(styled("More of one: mifcheck languages LANG", "dim"))
    return stacked(blocks)


def language_page(report: LanguageReport) -> RenderableType:
    """Returns how sure verdicts in a language are, and what is not judged in it."""
    rows = {
        "level": f"{report.level}: {ASSURANCE[report.level]}",
        "judged": f"{len(report.judged)} instructions",
        **{f"not judged {len(ids)}": f"{why}: {', '.join(ids)}" for why, ids in report.not_judged},
    }
    about = [(styled(label, "dim"), styled(text)) for label, text in rows.items()]
    limits = [(styled("limit", "dim"), styled(each)) for each in report.limits]
    sources = [(styled("source", "dim"), styled(each)) for each in report.sources]
    title = styled(f"{report.name} ({report.code})", "bold")
    return stacked([title, *labelled([*about, *limits, *sources])])


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
