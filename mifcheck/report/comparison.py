"""Shows two runs compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from mifcheck.report.formats import count, figure, interval_name, per_cent, points
from mifcheck.report.labels import group_name, row_name
from mifcheck.report.scores import checked, lost, with_refusals
from mifcheck.report.show import closing, opening, stacked, styled, table
from mifcheck.report.tables import Cell, Grid
from mifcheck.scores.comparison import Comparison
from mifcheck.scores.estimates import Difference
from mifcheck.scores.values import Dominance

if TYPE_CHECKING:
    from rich.console import RenderableType

_LEGEND: Final = (
    "A − B: in points of a per cent. What makes a conversation hard for both cancels out. "
    "A > B: of how many resamples A's figure is the higher one, ties counted half.",
    "Of what is forgotten, less is better.",
    "A dominates B: whatever x, no larger share of A's replies has a PIF of at most x.",
)


def comparison_report(
    comparison: Comparison, names: Sequence[str] = (), notes: Sequence[str] = ()
) -> RenderableType:
    """Returns two runs side by side, and how far apart each figure is.

    Args:
        comparison: the differences.
        names: what the two runs are called; both or none.
        notes: anything else to say beneath the counts, a line each.
    """
    grid = _grid(comparison)
    signatures = (comparison.signature_a, comparison.signature_b)
    return stacked([
        *(styled(f"{mark}  {name}", "bold") for mark, name in zip("AB", names, strict=False)),
        *opening("", _counts(comparison), notes),
        styled(""),
        table(grid, least=29),
        styled(""),
        *map(styled, dominance_lines(comparison.dominance)),
        *closing(_LEGEND, signatures),
    ])  # fmt: skip


def _counts(comparison: Comparison) -> Iterator[str]:
    yield f"compared: {count(comparison.conversations, 'conversation')} that both replied to"
    alone = {"A": comparison.only_a, "B": comparison.only_b}
    told = [f"{len(keys)} that only {mark} replied to" for mark, keys in alone.items() if keys]
    if told:
        first = next(keys[0] for keys in alone.values() if keys)
        yield f"left out: {' and '.join(told)} (the first: {first})"
    for name, a, b in comparison.across:
        yield f"across {name}: A {a}, B {b}"
    sides = (
        ("A", comparison.counts_a, comparison.signature_a),
        ("B", comparison.counts_b, comparison.signature_b),
    )
    for mark, counts, signature in sides:
        gone = lost(counts, signature)
        yield f"{mark}: {with_refusals(counts)}, {gone}; {checked(counts)}"


def _grid(comparison: Comparison) -> Grid:
    ends = f"A − B [{interval_name(comparison.confidence)}]"
    rows: list[Sequence[Cell]] = []
    for group, differences in groupby(comparison.rows, lambda row: row.group):
        if rows:
            rows.append([])
        indent = ""
        if comparison.by:
            rows.append([", ".join(group_name(*label) for label in group) or "All"])
            indent = "  "
        for row in differences:
            label = row_name(row.figure, row.mode)
            # Turn 1 has nothing before it that could be forgotten.
            if label and not (row.group and row.a is None and row.b is None):
                rows.append([indent + label, *_cells(row)])
    return Grid(["per cent", "A", "B", ends, "A > B"], rows)


def _cells(row: Difference) -> list[Cell]:
    ahead = "" if row.ahead is None else per_cent(row.ahead)
    return [per_cent(row.a), per_cent(row.b), figure(row, points), ahead]


def dominance_lines(found: Dominance, names: Sequence[str] = ("A", "B")) -> Iterator[str]:
    """Yields some lines on whether the PIF of one run's replies is higher throughout."""
    if found.dominates is None:
        return
    a, b = names
    ahead = "neither run dominates the other"
    if found.dominates or found.dominated:
        ahead = f"{a} dominates {b}" if found.dominates else f"{b} dominates {a}"
    told = f"PIF of single replies: {ahead}"
    if found.ahead is not None and found.behind is not None:
        shares = (per_cent(found.ahead), per_cent(found.behind))
        told += f" (in {shares[0]} % of the resamples {a} does, in {shares[1]} % {b})"
    yield told
    higher = figure(found.superiority)
    chance = f"{higher.value} % {higher.interval}".rstrip()
    yield (
        f"A random reply of {a} has a higher PIF than one of {b} with probability {chance}, "
        "ties counted half"
    )
    yield ""
