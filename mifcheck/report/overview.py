"""The tables of a page: what was run, the figures of all runs, and how far they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from mifcheck.masking import masked
from mifcheck.report.curves import Panel, Runs
from mifcheck.report.formats import figure, interval_name, per_cent, points
from mifcheck.report.labels import group_name, report_rows, row_name
from mifcheck.report.tables import Grid
from mifcheck.scores.comparison import Comparison
from mifcheck.scores.estimates import Change, Estimate
from mifcheck.scores.metrics import MEAN

RunDifferences: TypeAlias = Mapping[str, Sequence[Comparison]]
"""Of each further run, by name: how much higher its figures are than those of the first run."""

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


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """A figure that a page shows for each group.

    Attributes:
        by: what the groups are of.
        key: the figure, as (key, mode).
        caption: what the table is called.
    """

    by: str
    key: tuple[str, str]
    caption: str


BY_GROUP: Final = (
    GroupFigure("language", (MEAN.key, MEAN.modes[0]), "Mean of the four accuracies, by language"),
    GroupFigure("id", ("accuracy.instruction", "strict"), "Followed, strict, by instruction"),
)
"""The tables of groups, from the top of the page."""


def ran(runs: Runs, settings: Mapping[str, Mapping[str, Any]]) -> Grid:
    """Returns a row for each thing that a run.json says."""
    rows = [
        [name, *(_setting(masked(settings.get(run, {})), path) for run in runs)]
        for name, path in _RAN.items()
    ]
    return Grid(["", *runs], [row for row in rows if any(row[1:])], "What was run")


def overall(runs: Runs, compared: RunDifferences) -> Grid:
    """Returns the figures of all turns, and how far each further run is from the first."""
    n = min(scores.outcomes.samples for scores in runs.values())
    keys = [
        key
        for listed in report_rows(n).values()
        for key in listed
        if any(each.n or each.left_out for each in (run.figures[key] for run in runs.values()))
    ]
    rows = [(row_name(*key), [scores.figures[key] for scores in runs.values()]) for key in keys]
    changes = _changes(compared)
    apart = [[changes.get((name, (), *key)) for name in compared] for key in keys]
    caption = "All turns, strict unless a row says otherwise, in per cent"
    return _grid(caption, "", runs, rows, list(compared), apart)


def by_group(runs: Runs, compared: RunDifferences, shown: GroupFigure) -> Grid:
    """Returns a figure of each group; of a single group there is no table."""
    grouped = {name: scores.by(shown.by) for name, scores in runs.items()}
    labels = sorted({label for groups in grouped.values() for label in groups})
    rows = [
        (
            group_name(shown.by, label),
            [groups[label][shown.key] if label in groups else None for groups in grouped.values()],
        )
        for label in labels
    ]
    changes = _changes(compared)
    apart = [
        [changes.get((name, ((shown.by, label),), *shown.key)) for name in compared]
        for label in labels
    ]
    caption = f"{shown.caption}, in per cent"
    shown_rows = rows if len(labels) > 1 or shown.by == "id" else []
    return _grid(caption, shown.by, runs, shown_rows, list(compared), apart)


def refusals(runs: Runs) -> Grid:
    """Returns how many replies refuse, in each language and in all; nothing where none does."""
    grouped = {name: scores.by("language") for name, scores in runs.items()}
    labels = sorted({label for groups in grouped.values() for label in groups})
    rows = [
        [
            group_name("language", label),
            *(
                str(each[label].counts.refused) if label in each else ""
                for each in grouped.values()
            ),
        ]
        for label in labels
    ]
    whole = [scores.counts.refused or 0 for scores in runs.values()]
    total = [["all", *map(str, whole)]] if len(labels) > 1 else []
    return Grid(["", *runs], [*rows, *total] if any(whole) else [], "Replies that refuse")


def numbers(panel: Panel, runs: Runs) -> Grid:
    """Returns the estimates of a panel: a row for each place on its axis."""
    found = [dict(zip(curve.x, curve.estimates, strict=True)) for curve in panel.curves]
    rows = [
        (per_cent(x) if panel.steps else f"{x:g}", [each.get(x) for each in found])
        for x in sorted({x for each in found for x in each})
    ]
    return _grid(f"{panel.title}: {panel.y_label}, in per cent", panel.x_label, runs, rows)


def _setting(held: Any, path: Sequence[str]) -> str:
    for name in path:
        held = held.get(name) if isinstance(held, Mapping) else None
    if isinstance(held, Mapping):
        return ", ".join(f"{name}={value}" for name, value in held.items())
    return "" if held is None else str(held)


def _changes(
    compared: RunDifferences,
) -> dict[tuple[str, tuple[tuple[str, Any], ...], str, str], Change]:
    """Returns the difference of each run, group, figure and mode."""
    return {
        (name, row.group, row.figure, row.mode): row.change
        for name, comparisons in compared.items()
        for comparison in comparisons
        for row in comparison.rows
    }


def _grid(
    caption: str,
    corner: str,
    runs: Runs,
    rows: Iterable[tuple[str, Sequence[Estimate | None]]],
    further: Sequence[str] = (),
    apart: Iterable[Sequence[Change | None]] = (),
) -> Grid:
    """Returns a table with the value, the interval and the n of each run, then the differences."""
    confidence = {scores.confidence for scores in runs.values()}
    ends = interval_name(confidence.pop())
    head = [corner, *["%", ends, "n"] * len(runs), *["points", ends] * len(further)]
    changes = iter(apart)
    body = [
        [
            name,
            *(cell for each in found for cell in _cells(each)),
            *(cell for each in (next(changes) if further else ()) for cell in _apart(each)),
        ]
        for name, found in rows
    ]
    first = next(iter(runs))
    spans = [
        ("", 1),
        *((name, 3) for name in runs),
        *((f"{name} − {first}", 2) for name in further),
    ]
    return Grid(head, body, caption, spans)


def _cells(found: Estimate | None) -> Iterator[str]:
    shown = None if found is None else figure(found)
    yield shown.value if shown else ""
    yield shown.interval if shown else ""
    yield str(found.n) if found is not None and found.value is not None else ""


def _apart(change: Change | None) -> Iterator[str]:
    shown = None if change is None else figure(change, points)
    yield shown.value if shown else ""
    yield shown.interval if shown else ""
