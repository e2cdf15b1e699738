"""Makes one web page of the scores of one run or several. It needs no other file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from string import Template
from typing import Any, Final

from mifcheck.masking import masked
from mifcheck.report.comparison import dominance_lines
from mifcheck.report.curves import Panel
from mifcheck.report.formats import figure, interval_name, per_cent
from mifcheck.report.labels import report_rows, row_name
from mifcheck.report.plots import FEW
from mifcheck.report.tables import Grid, html_text
from mifcheck.scores.estimates import Estimate
from mifcheck.scores.scores import Scores
from mifcheck.scores.values import Dominance

_RAN: Final = {
    "model": ("model", "name"),
    "settings": ("model", "settings"),
    "data": ("data", "source"),
    "date": ("date",),
    "samples": ("samples",),
    "history": ("history",),
    "recorded in": ("notes", "history"),
    "instructions": ("placement",),
    "thinking": ("thinking",),
}
"""Where in run.json each row of the first table comes from."""


def scores_page(
    runs: Mapping[str, Scores],
    shown: Sequence[Panel],
    svg: str,
    notes: Sequence[str] = (),
    *,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    dominance: Dominance | None = None,
) -> str:
    """Returns a page with what was run, a picture, the numbers in it, and what they rest on.

    Args:
        runs: the scores, by name.
        shown: the panels of the picture.
        svg: the picture, an `<svg>` element.
        notes: anything else to say, a line each.
        settings: what the run.json of each run says, by name, as far as there is one.
        dominance: of two runs, whether the PIF of one is higher throughout.
    """
    template = Template(files(__package__).joinpath("page.html").read_text(encoding="utf-8"))
    return template.substitute(
        title=html_text(f"Scores of {', '.join(runs)}"),
        notes=_paragraphs(notes),
        ran=_wide([_ran(runs, settings or {})]),
        overall=_wide([_overall(runs)]),
        dominance=_paragraphs(() if dominance is None else dominance_lines(dominance, list(runs))),
        picture=svg,
        few=FEW,
        numbers=_wide(_numbers(panel, runs) for panel in shown),
        rest="\n".join(_rest(runs)),
    )


def _wide(grids: Iterable[Grid]) -> str:
    return "\n".join(f'<div class="wide">{grid.html()}</div>' for grid in grids if grid.rows)


def _paragraphs(lines: Iterable[str]) -> str:
    return "\n".join(f"<p>{html_text(line)}</p>" for line in lines if line)


def _ran(runs: Mapping[str, Scores], settings: Mapping[str, Mapping[str, Any]]) -> Grid:
    """Returns a row for each thing that a run.json says."""
    rows = [
        [name, *(_setting(masked(settings.get(run, {})), path) for run in runs)]
        for name, path in _RAN.items()
    ]
    return Grid(["", *runs], [row for row in rows if any(row[1:])], "What was run")


def _setting(held: Any, path: Sequence[str]) -> str:
    for name in path:
        held = held.get(name) if isinstance(held, Mapping) else None
    if isinstance(held, Mapping):
        return ", ".join(f"{name}={value}" for name, value in held.items())
    return "" if held is None else str(held)


def _overall(runs: Mapping[str, Scores]) -> Grid:
    n = min(scores.outcomes.samples for scores in runs.values())
    rows = [
        (row_name(*key), [scores.figures[key] for scores in runs.values()])
        for keys in report_rows(n).values()
        for key in keys
    ]
    return _grid("All turns, strict unless a row says otherwise, in per cent", "", runs, rows)


def _numbers(panel: Panel, runs: Mapping[str, Scores]) -> Grid:
    """Returns the estimates of a panel: a row for each place on its axis."""
    found = [dict(zip(curve.x, curve.estimates, strict=True)) for curve in panel.curves]
    rows = [
        (per_cent(x) if panel.steps else f"{x:g}", [each.get(x) for each in found])
        for x in sorted({x for each in found for x in each})
    ]
    return _grid(f"{panel.title}: {panel.y_label}, in per cent", panel.x_label, runs, rows)


def _grid(
    caption: str,
    corner: str,
    runs: Mapping[str, Scores],
    rows: Iterable[tuple[str, Sequence[Estimate | None]]],
) -> Grid:
    """Returns a table with the value, the interval and the n of each run."""
    (confidence,) = {scores.confidence for scores in runs.values()}
    head = [corner, *(["%", interval_name(confidence), "n"] * len(runs))]
    body = [[name, *(cell for each in found for cell in _cells(each))] for name, found in rows]
    return Grid(head, body, caption, [("", 1), *((name, 3) for name in runs)])


def _cells(found: Estimate | None) -> list[str]:
    if found is None:
        return ["", "", ""]
    shown = figure(found)
    return [shown.value, shown.interval, "" if found.value is None else str(found.n)]


def _rest(runs: Mapping[str, Scores]) -> Iterator[str]:
    for name, scores in runs.items():
        yield (
            f"<p><b>{html_text(name)}</b>: {html_text(scores.counts)}<br>"
            f"<code>{html_text(scores.signature)}</code></p>"
        )
