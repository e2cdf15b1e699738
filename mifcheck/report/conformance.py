"""Shows how another implementation answered the conformance cases."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mifcheck.report.formats import per_cent
from mifcheck.report.show import stacked, styled, table
from mifcheck.report.tables import Cell, Grid
from mifcheck.safe import one_line

if TYPE_CHECKING:
    from rich.console import RenderableType

_WIDEST = 300


def conformance_table(
    counts: Mapping[tuple[str, str], Mapping[str, int]], outcomes: Sequence[str]
) -> RenderableType:
    """Returns how often each outcome occurred, by id and language, and in all.

    Args:
        counts: the counts of each outcome by (id, language).
        outcomes: the outcomes in the order of the columns, agreement first and what is not
            supported last. An id and language without anything else has no row.
    """
    shown = {key: each for key, each in counts.items() if any(each.get(k) for k in outcomes[:-1])}
    rows: list[list[Cell]] = [
        [id, language, *_cells(each, outcomes)] for (id, language), each in sorted(shown.items())
    ]
    for language in sorted({language for _, language in counts}):
        own = sum(
            (Counter(each) for (_, code), each in counts.items() if code == language), Counter()
        )
        rows.append(["all", language, *_cells(own, outcomes)])
    total = sum((Counter(each) for each in counts.values()), Counter())
    rows.append(["all", "all", *_cells(total, outcomes)])
    left = len({id for id, _ in counts}) - len({id for id, _ in shown})
    grid = Grid(["id", "language", *outcomes, "agreed, %"], rows)
    note = f"{left} ids are not supported at all. The share is of the answers."
    return stacked([table(grid, least=20, gap=0), styled(note, "dim")])


def _cells(counts: Mapping[str, int], outcomes: Sequence[str]) -> list[Cell]:
    agreed, answered = counts.get(outcomes[0], 0), sum(counts.get(k, 0) for k in outcomes[:-1])
    share = per_cent(agreed / answered if answered else None)
    return [*(str(counts.get(each, 0)) for each in outcomes), share]


def answers_list(answers: Sequence[Mapping[str, Any]]) -> RenderableType:
    """Returns cases whose answer was another one: reply, parameters, truth and reason."""
    parts: list[RenderableType] = []
    for each in answers:
        truth = "follows" if each["truth"] else "does not follow"
        head = styled(f"{each['id']}  {each['language']}  {each['table']}", "bold")
        lines = {
            "parameters": json.dumps(each["kwargs"], ensure_ascii=False),
            "reply": json.dumps(each["text"], ensure_ascii=False),
            "truth": f"{truth}: {each['why']}",
            "answer": each["told"] or "the other one",
        }
        for label, value in lines.items():
            head.append(f"\n  {label:<11} {one_line(value, _WIDEST)}", style="not bold")
        parts.append(head)
    return stacked(parts)
