"""The tables of ratings: PIF by turn, and how it goes together with what people thought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mifcheck.ratings import Agreements
from mifcheck.report.safe import printable
from mifcheck.scores import Correlation, Estimate

_ALL: Final = "all"
_ABREAST: Final = 3  # models that fit in 80 columns, with their intervals
_PIF_WIDTH: Final = 19


def ratings_report(
    title: str,
    pif: Mapping[tuple[str, Any], Estimate],
    agreements: Agreements,
    notes: Sequence[str] = (),
) -> RenderableType:
    """Two tables under a title and the notes of the agreements, whole in 80 columns.

    Args:
        title: what was rated.
        pif: the mean PIF by (whose, turn), the turn of all turns being "all".
        agreements: the correlations.
        notes: anything else to say, a line each.
    """
    return Group(
        Text(printable(title), style="bold"),
        *(Text(printable(note), style="yellow") for note in notes),
        *(Text(f"left out: {printable(note)}", style="yellow") for note in agreements.notes),
        Text(),
        *_pif(pif),
        _correlations(agreements),
        Text(),
        Text(_legend(agreements.confidence), style="dim"),
    )


def _legend(confidence: float) -> str:
    return (
        "PIF: the mean share of its instructions that a reply follows, in per cent. Pearson, "
        "Spearman: its correlation with each rating, from -1 to 1. In brackets: "
        f"{100 * confidence:g} % intervals, from resamples of conversations."
    )


def _table(first: str, wraps: bool = False) -> Table:
    table = Table(
        box=SIMPLE_HEAD, padding=(0, 2, 0, 0), pad_edge=False, show_edge=False, header_style="bold"
    )
    table.add_column(first, no_wrap=not wraps, overflow="fold")
    return table


def _pif(pif: Mapping[tuple[str, Any], Estimate]) -> Iterator[RenderableType]:
    models = list(dict.fromkeys(model for model, _ in pif))
    for start in range(0, len(models), _ABREAST):
        yield _pif_of(models[start : start + _ABREAST], pif)
        yield Text()


def _pif_of(models: Sequence[str], pif: Mapping[tuple[str, Any], Estimate]) -> Table:
    table = _table("turn")
    for model in models:
        name = Text(f"PIF of {printable(model)}" if model else "PIF")
        table.add_column(name, min_width=_PIF_WIDTH, overflow="fold")
    table.add_column("replies", no_wrap=True, justify="right")
    turns = dict.fromkeys(turn for _, turn in pif)
    for turn in [*sorted(each for each in turns if each != _ALL), _ALL]:
        cells = [pif.get((model, turn), Estimate(None)) for model in models]
        counts = sorted({cell.n for cell in cells})
        told = str(counts[0]) if len(counts) == 1 else f"{counts[0]}-{counts[-1]}"
        table.add_row(str(turn), *map(_share, cells), told)
    return table


def _share(estimate: Estimate) -> Text:
    if estimate.value is None:
        return Text("n/a", style="dim")
    cell = Text(f"{100 * estimate.value:5.1f}")
    if estimate.low is not None and estimate.high is not None:
        cell.append(f" [{100 * estimate.low:.1f}, {100 * estimate.high:.1f}]", style="dim")
    return cell


def _correlations(agreements: Agreements) -> Table:
    table = _table("PIF and", wraps=True)
    table.add_column("replies", no_wrap=True, justify="right")
    for name in ("Pearson", "Spearman"):
        table.add_column(name, no_wrap=True)
    groups = [(model, list(rows)) for model, rows in groupby(agreements, lambda row: row.model)]
    for place, (model, rows) in enumerate(groups):
        if place:
            table.add_row()
        if len(groups) > 1:
            named = "all models together" if model is None else printable(model)
            table.add_row(Text(named, style="bold"))
        for row in rows:
            label = Padding(Text(printable(row.criterion)), (0, 0, 0, 2 * (len(groups) > 1)))
            table.add_row(label, str(row.pearson.n), *_cells((row.pearson, row.spearman)))
    return table


def _cells(pair: Sequence[Correlation]) -> list[Text]:
    cells = []
    for each in pair:
        if each.value is None:
            cells.append(Text("  n/a", style="dim"))
            continue
        cell = Text(f"{_signed(each.value):>5}")
        if each.low is not None and each.high is not None:
            cell.append(f" [{_signed(each.low)}, {_signed(each.high)}]", style="dim")
        cells.append(cell)
    return cells


def _signed(value: float) -> str:
    """With two decimals, never "-0.00"."""
    told = f"{value:+.2f}"
    return "0.00" if told in ("+0.00", "-0.00") else told
