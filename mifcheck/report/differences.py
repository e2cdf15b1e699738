"""The differences between profiles on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mifcheck.report.differences_shown import (
    agreeing,
    headline_table,
    language_table,
    outcome,
    parameters_of,
    row_tables,
    total,
)
from mifcheck.report.safe import one_line, printable
from mifcheck.scores import Differences, Disagreement, Example

_WIDE: Final = 400


def differences_report(
    result: Differences, title: str = "", notes: Sequence[str] = ()
) -> RenderableType:
    """Scores side by side, the ids and languages that differ, and examples.

    Args:
        result: what was found.
        title: what was judged.
        notes: anything else to say beneath the title, a line each.
    """
    lines: list[RenderableType] = []
    if title:
        lines.append(Text(printable(title), style="bold"))
    lines += [Text(printable(note), style="yellow") for note in notes]
    for other in result.profiles[1:]:
        lines += [*_scores(result, (result.profiles[0], other)), Text()]
    for place in range(len(result.profiles) - 1):
        lines += [*_pair(result, place), Text()]
    lines += [
        Text(printable(each.signature), no_wrap=True, overflow="ignore", style="dim")
        for each in result.scores.values()
    ]
    return Group(*lines)


def _scores(result: Differences, pair: Sequence[str]) -> Iterator[RenderableType]:
    """Two profiles side by side: three of them would not fit with their intervals."""
    head, body = headline_table(pair, result.headline)
    head[0] = f"per cent [{100 * result.scores[pair[0]].confidence:g} % interval]"
    yield from (Text(), _table(head, body))
    if len(result.by_language) > 1:
        head, body = language_table(pair, result.by_language)
        yield from (Text(), _table(["mean of the four by language", *head[1:]], body))


def _pair(result: Differences, place: int) -> Iterator[RenderableType]:
    first, other = result.profiles[0], result.profiles[1 + place]
    rows = [row for row in result.rows if row.profiles[1] == other]
    _, _, agree = list(row_tables(result))[place]
    body = [_line(row) for row in rows if row.differ]
    yield Text(f"{first} and {other}, {result.mode}: {total(rows)}", style="bold")
    if body:
        yield _table(["id", "in", "differ", "", "how"], body)
    yield Text(" ".join(_legend(agree, bool(body))), style="dim")
    for row in rows:
        for example in row.examples:
            yield from (Text(), *_example(example))


def _line(row: Disagreement) -> list[str]:
    first, other = row.profiles
    counts = {
        f"{first} passes": row.passed_failed,
        f"{other} passes": row.failed_passed,
        f"{first} silent": row.first_unjudged,
        f"{other} silent": row.other_unjudged,
    }
    how = ", ".join(f"{name} {count}" for name, count in counts.items() if count)
    share = f"{100 * row.share:.1f} %"
    return [row.id, row.language, f"{row.differ} of {row.checks}", share, how]


def _legend(agree: int, differing: bool) -> list[str]:
    lines = [agreeing(agree)] if agree else []
    if differing:
        lines.append(
            '"Passes": it alone does, and the other fails the reply. "Silent": it alone does not '
            "judge the check."
        )
    return lines


def _table(head: Sequence[str], body: Sequence[Sequence[str]]) -> Table:
    table = Table(
        box=SIMPLE_HEAD, padding=(0, 2, 0, 0), pad_edge=False, show_edge=False, header_style="bold"
    )
    for place, name in enumerate(head):
        words = not place or name in ("in", "how")
        table.add_column(
            Text(name),
            no_wrap=not words or name == "id",
            justify="left" if words else "right",
            overflow="fold",
        )
    for line in body:
        table.add_row(*(Text(printable(cell)) for cell in line))
    return table


def _example(example: Example) -> Iterator[RenderableType]:
    asked = f"{example.instruction.id} {one_line(parameters_of(example), _WIDE)}".rstrip()
    yield Text(printable(asked), style="bold")
    place = f"{example.key}, turn {example.turn}, sample {example.sample}, {example.language}"
    yield Padding(Text(one_line(place, _WIDE), style="dim"), (0, 0, 0, 2))
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for profile, verdict in example.verdicts.items():
        told = Text(one_line(outcome(verdict), _WIDE))
        found = ", ".join(f"⟦{printable(piece)}⟧" for piece in example.evidence(profile))
        grid.add_row(printable(profile), told.append(f"\n{found}") if found else told)
    grid.add_row("reply", Text(printable(example.excerpt)))
    yield Padding(grid, (0, 0, 0, 2))
