"""Registers how values display themselves with `mifcheck.doors`."""
# mypy: disable-error-code="untyped-decorator"

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from mifcheck import doors
from mifcheck.conversation import Conversation
from mifcheck.evaluate import ReplyResult
from mifcheck.languages import Language
from mifcheck.ratings.agreement import Agreements
from mifcheck.report import comparison, differences, notebook, plots, transcripts
from mifcheck.report.formats import NOTHING
from mifcheck.report.fragments import framed, note, scrolling
from mifcheck.report.labels import MEAN_FIRST
from mifcheck.report.tables import Grid, html_text
from mifcheck.runs.run import Run
from mifcheck.scores.comparison import Comparison
from mifcheck.scores.estimates import Change, Correlation, Difference, Estimate
from mifcheck.scores.profiles import Differences
from mifcheck.scores.scores import GroupedMetrics, Scores
from mifcheck.scores.values import Distribution, Dominance, Metrics
from mifcheck.verdict import Verdict

doors.text.register(Differences, differences.to_markdown)
doors.html.register(Differences, differences.to_html)
doors.plot.register(Scores, plots.plot)
doors.html.register(Verdict, notebook.verdict_html)
doors.html.register(ReplyResult, notebook.result_html)
doors.html.register(Language, notebook.language_html)
doors.html.register(Conversation, transcripts.conversation_html)
doors.html.register(Run, transcripts.run_html)
for _number in (Estimate, Correlation, Change, Difference):
    doors.html.register(_number, notebook.number_html)


def _table_of(value: type) -> Callable[[Callable[[Any], Grid]], Callable[[Any], Grid]]:
    """Registers a table as both the text and the HTML form of a class."""

    def register(grid: Callable[[Any], Grid]) -> Callable[[Any], Grid]:
        doors.text.register(value, lambda held: grid(held).text())
        doors.html.register(value, lambda held: _in_notebook(grid(held)))
        return grid

    return register


def _in_notebook(grid: Grid) -> str:
    """Returns a table, and below it what it says of itself: a caption would scroll with it."""
    table = scrolling(replace(grid, caption="").html())
    return framed(table, *map(note, grid.caption.split("\n")))


@_table_of(Scores)
def _(scores: Scores) -> Grid:
    by_turn = scores.by("turn").items()
    rows = [[str(turn), *_headline(metrics)] for turn, metrics in by_turn]
    caption = f"{scores.signature}\n{scores.counts}"
    return Grid(_head("turn"), [*rows, ["all", *_headline(scores.figures)]], caption)


@_table_of(GroupedMetrics)
def _(table: GroupedMetrics) -> Grid:
    groups = ((key if isinstance(key, tuple) else (key,), each) for key, each in table.items())
    rows = [[*map(str, labels), *_headline(metrics)] for labels, metrics in groups]
    return Grid(_head(*table.by), rows)


def _head(*names: str) -> Sequence[str]:
    return [*names, *(metric.short for metric in MEAN_FIRST if metric.short), "replies"]


def _headline(metrics: Metrics) -> Sequence[str]:
    """Returns the figures that people ask for first, strict where there is a choice."""
    shown = [(metric.key, metric.modes[0]) for metric in MEAN_FIRST if metric.short]
    return [*(str(metrics[key]) for key in shown), str(metrics.counts.replies)]


@_table_of(Comparison)
def _(found: Comparison) -> Grid:
    left = f"{len(found.only_a)} only in a and {len(found.only_b)} only in b left out"
    unlike = "".join(f"; {name}: {a} and {b}" for name, a, b in found.across)
    rows = []
    for row in found.rows:
        labels = dict(row.group)
        groups = [str(labels.get(name, "all")) for name in found.by]
        a, b = (NOTHING if each is None else f"{each:.3f}" for each in (row.a, row.b))
        ahead = "" if row.ahead is None else f"{row.ahead:.0%}"
        rows.append([*groups, row.figure, row.mode, a, b, str(row), ahead])
    interval = f"a - b [{100 * found.confidence:g} %]"
    head = [*found.by, "figure", "mode", "a", "b", interval, "a > b"]
    caption = f"{found.conversations} conversations in both, {left}{unlike}\n{found.dominance}"
    return Grid(head, rows, caption)


@_table_of(Distribution)
def _(found: Distribution) -> Grid:
    columns = zip(found.values, found.counts, map(float, found.shares), found.at_most, strict=True)
    rows = [[str(pif), str(size), f"{share:.3f}", str(most)] for pif, size, share, most in columns]
    return Grid(["PIF", "replies", "share", "share with at most this"], rows, found.note)


@_table_of(Agreements)
def _(agreements: Agreements) -> Grid:
    rows = []
    for each in agreements:
        whose = "all" if each.model is None else each.model
        found = map(str, (each.pearson.n, each.pearson, each.spearman))
        rows.append([whose, each.criterion, *found])
    return Grid(["model", "criterion", "replies", "Pearson", "Spearman"], rows)


@doors.text.register
def _(dominance: Dominance) -> str:
    lines = comparison.dominance_lines(dominance, ("a", "b"))
    return "\n".join(filter(None, lines)) or dominance.superiority.note


@doors.html.register
def _(dominance: Dominance) -> str:
    return framed(*(f"<p>{html_text(line)}</p>" for line in str(dominance).split("\n")))
