"""How scores, comparisons and ratings display themselves: registered with `mifcheck.doors`."""
# mypy: disable-error-code="untyped-decorator"

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, Final

from mifcheck import doors
from mifcheck.ratings.agreement import Agreements
from mifcheck.report import differences_shown, plots
from mifcheck.report.display import HEADINGS, headline, html_table, text_table
from mifcheck.scores import (
    Comparison,
    Differences,
    Distribution,
    Dominance,
    GroupedMetrics,
    Scores,
)

_TableParts = tuple[Sequence[str], list[list[str]]]

_DISTRIBUTION_HEAD: Final = ("PIF", "replies", "share", "share with at most this")
_AGREEMENT_HEAD: Final = ("model", "criterion", "replies", "Pearson", "Spearman")


@doors.text.register
def _(scores: Scores) -> str:
    return "\n".join([scores.signature, str(scores.counts), text_table(*_scores_table(scores))])


@doors.html.register
def _(scores: Scores) -> str:
    return html_table(*_scores_table(scores), caption=f"{scores.signature}; {scores.counts}")


@doors.plot.register
def _(scores: Scores, *args: Any, **kwargs: Any) -> Any:
    return plots.plot(scores, *args, **kwargs)


def _scores_table(scores: Scores) -> _TableParts:
    by_turn = scores.by("turn").items()
    body = [[str(turn), *headline(metrics)] for turn, metrics in by_turn]
    return ["turn", *HEADINGS], [*body, ["all", *headline(scores.figures)]]


@doors.text.register
def _(table: GroupedMetrics) -> str:
    return text_table(*_group_table(table))


@doors.html.register
def _(table: GroupedMetrics) -> str:
    return html_table(*_group_table(table))


def _group_table(table: GroupedMetrics) -> _TableParts:
    """Head and body: one line a group, in the columns that people ask for first."""
    body = []
    for key, metrics in table.items():
        labels = key if isinstance(key, tuple) else (key,)
        body.append([*map(str, labels), *headline(metrics)])
    return [*table.by, *HEADINGS], body


@doors.text.register
def _(comparison: Comparison) -> str:
    table = text_table(*_comparison_table(comparison))
    return f"{_compared(comparison)}\n{table}\nPIF: {comparison.dominance}"


@doors.html.register
def _(comparison: Comparison) -> str:
    caption = f"{_compared(comparison)}; PIF: {comparison.dominance}"
    return html_table(*_comparison_table(comparison), caption=caption)


def _compared(comparison: Comparison) -> str:
    left = f"{len(comparison.only_a)} only in a and {len(comparison.only_b)} only in b left out"
    unlike = "".join(f"; {name}: {a} and {b}" for name, a, b in comparison.across)
    return f"{comparison.conversations} conversations in both, {left}{unlike}"


def _comparison_table(comparison: Comparison) -> _TableParts:
    interval = f"a - b [{100 * comparison.confidence:g} %]"
    head = [*comparison.by, "figure", "mode", "a", "b", interval, "a > b"]
    body = []
    for row in comparison.rows:
        labels = dict(row.group)
        body.append(
            [
                *(str(labels.get(name, "all")) for name in comparison.by),
                row.figure,
                row.mode,
                *("n/a" if each is None else f"{each:.3f}" for each in (row.a, row.b)),
                str(row),
                "" if row.ahead is None else f"{row.ahead:.0%}",
            ]
        )
    return head, body


@doors.text.register
def _(dominance: Dominance) -> str:
    """For example "neither dominates (...); a higher than b: 0.612 [0.55, 0.67]"."""
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
    return f"<p>{escape(str(dominance))}</p>"


@doors.text.register
def _(distribution: Distribution) -> str:
    return text_table(*_distribution_table(distribution)) if distribution.n else distribution.note


@doors.html.register
def _(distribution: Distribution) -> str:
    return html_table(*_distribution_table(distribution), caption=distribution.note)


def _distribution_table(found: Distribution) -> _TableParts:
    rows = zip(found.values, found.counts, found.shares, found.at_most, strict=True)
    body = [
        [str(value), str(count), f"{float(share):.3f}", str(below)]
        for value, count, share, below in rows
    ]
    return _DISTRIBUTION_HEAD, body


@doors.text.register
def _(differences: Differences) -> str:
    return differences_shown.markdown(differences)


@doors.html.register
def _(differences: Differences) -> str:
    return differences_shown.as_html(differences)


@doors.text.register
def _(agreements: Agreements) -> str:
    return text_table(_AGREEMENT_HEAD, _agreement_rows(agreements))


@doors.html.register
def _(agreements: Agreements) -> str:
    return html_table(_AGREEMENT_HEAD, _agreement_rows(agreements))


def _agreement_rows(agreements: Agreements) -> list[list[str]]:
    return [
        [
            "all" if each.model is None else each.model,
            each.criterion,
            str(each.pearson.n),
            str(each.pearson),
            str(each.spearman),
        ]
        for each in agreements
    ]
