"""Registers how scores, comparisons and ratings display themselves with `mifcheck.doors`."""
# mypy: disable-error-code="untyped-decorator"

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mifcheck import doors
from mifcheck.ratings.agreement import Agreements
from mifcheck.report import differences, plots
from mifcheck.report.formats import NOTHING
from mifcheck.report.labels import METRICS, estimate_of
from mifcheck.report.tables import Grid, html_text
from mifcheck.scores.comparison import Comparison
from mifcheck.scores.differences import Differences
from mifcheck.scores.distribution import Distribution
from mifcheck.scores.dominance import Dominance
from mifcheck.scores.metrics import Metrics
from mifcheck.scores.scores import Scores
from mifcheck.scores.table import Table

doors.text.register(Differences, differences.to_markdown)
doors.html.register(Differences, differences.to_html)
doors.plot.register(Scores, plots.plot)


def _table_of(value: type) -> Callable[[Callable[[Any], Grid]], Callable[[Any], Grid]]:
    """Registers a table as both the text and the HTML form of a class."""

    def register(grid: Callable[[Any], Grid]) -> Callable[[Any], Grid]:
        doors.text.register(value, lambda held: grid(held).text())
        doors.html.register(value, lambda held: grid(held).html())
        return grid

    return register


@_table_of(Scores)
def _(scores: Scores) -> Grid:
    by_turn = scores.by("turn").items()
    rows = [[str(turn), *_headline(metrics)] for turn, metrics in by_turn]
    caption = f"{scores.signature}\n{scores.counts}"
    return Grid(_head("turn"), [*rows, ["all", *_headline(scores.figures)]], caption)


@_table_of(Table)
def _(table: Table) -> Grid:
    groups = ((key if isinstance(key, tuple) else (key,), each) for key, each in table.items())
    rows = [[*map(str, labels), *_headline(metrics)] for labels, metrics in groups]
    return Grid(_head(*table.by), rows)


def _head(*names: str) -> Sequence[str]:
    return [*names, *(metric.short for metric in METRICS if metric.short), "replies"]


def _headline(metrics: Metrics) -> Sequence[str]:
    """Returns the figures that people ask for first, strict where there is a choice."""
    shown = [(metric.name, metric.modes[0]) for metric in METRICS if metric.short]
    return [*(str(estimate_of(metrics, *key)) for key in shown), str(metrics.counts.replies)]


@_table_of(Comparison)
def _(comparison: Comparison) -> Grid:
    left = f"{len(comparison.only_a)} only in a and {len(comparison.only_b)} only in b left out"
    unlike = "".join(f"; {name}: {a} and {b}" for name, a, b in comparison.across)
    rows = []
    for row in comparison.rows:
        labels = dict(row.group)
        rows.append([
            *(str(labels.get(name, "all")) for name in comparison.by),
            row.figure,
            row.mode,
            *(NOTHING if each is None else f"{each:.3f}" for each in (row.a, row.b)),
            str(row),
            "" if row.ahead is None else f"{row.ahead:.0%}",
        ])  # fmt: skip
    interval = f"a - b [{100 * comparison.confidence:g} %]"
    return Grid(
        [*comparison.by, "figure", "mode", "a", "b", interval, "a > b"],
        rows,
        f"{comparison.conversations} conversations in both, {left}{unlike}\nPIF: {comparison.dominance}",
    )


@_table_of(Distribution)
def _(found: Distribution) -> Grid:
    rows = [
        [str(value), str(number), f"{float(share):.3f}", str(below)]
        for value, number, share, below in zip(
            found.values, found.counts, found.shares, found.at_most, strict=True
        )
    ]
    return Grid(["PIF", "replies", "share", "share with at most this"], rows, found.note)


@_table_of(Agreements)
def _(agreements: Agreements) -> Grid:
    rows = [
        [
            "all" if each.model is None else each.model,
            each.criterion,
            str(each.pearson.n),
            str(each.pearson),
            str(each.spearman),
        ]
        for each in agreements
    ]
    return Grid(["model", "criterion", "replies", "Pearson", "Spearman"], rows)


@doors.text.register
def _(dominance: Dominance) -> str:
    """Returns, for example, "neither dominates (...); a higher than b: 0.612 [0.55, 0.67]"."""
    if dominance.dominates is None:
        return dominance.superiority.note
    found = "neither dominates"
    if dominance.dominates or dominance.dominated:
        found = "a dominates b" if dominance.dominates else "b dominates a"
    if dominance.ahead is not None:
        found += f" (a in {dominance.ahead:.0%} of resamples, b in {dominance.behind:.0%})"
    return f"{found}; a higher than b: {dominance.superiority}"


@doors.html.register
def _(dominance: Dominance) -> str:
    return f"<p>{html_text(dominance)}</p>"
