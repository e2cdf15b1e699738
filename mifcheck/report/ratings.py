"""Shows ratings: PIF by turn, and how it correlates with what people thought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from mifcheck.ratings.agreement import Agreements
from mifcheck.report.formats import correlation, figure, interval_name
from mifcheck.report.show import opening, stacked, styled, table
from mifcheck.report.tables import Cell, Grid
from mifcheck.scores.estimates import Estimate

if TYPE_CHECKING:
    from rich.console import RenderableType

_ALL: Final = "all"
_ABREAST: Final = 3  # models that fit in 80 columns, with their intervals


def ratings_report(
    title: str,
    pif: Mapping[tuple[str, Any], Estimate],
    agreements: Agreements,
    notes: Sequence[str] = (),
) -> RenderableType:
    """Returns two tables under a title and the notes of the agreements, whole in 80 columns.

    Args:
        title: what was rated.
        pif: the mean PIF by (model, turn); "all" stands for all turns.
        agreements: the correlations.
        notes: anything else to say, a line each.
    """
    legend = (
        "PIF: the mean share of its instructions that a reply follows, in per cent. Pearson, "
        "Spearman: its correlation with each rating, from −1 to 1. In brackets: "
        f"{interval_name(agreements.confidence)}s, from resamples of conversations."
    )
    left_out = [f"left out: {note}" for note in agreements.notes]
    parts: list[RenderableType] = [*opening(title, notes=[*notes, *left_out]), styled("")]
    models = list(dict.fromkeys(model for model, _ in pif))
    for at in range(0, len(models), _ABREAST):
        grid = _pif(models[at : at + _ABREAST], pif)
        parts += [table(grid, wrapped=range(1, _ABREAST + 1)), styled("")]
    parts += [table(_correlations(agreements), wrapped=[0]), styled(""), styled(legend, "dim")]
    return stacked(parts)


def _pif(models: Sequence[str], pif: Mapping[tuple[str, Any], Estimate]) -> Grid:
    turns = dict.fromkeys(turn for _, turn in pif)
    rows: list[Sequence[Cell]] = []
    for turn in [*sorted(each for each in turns if each != _ALL), _ALL]:
        found = [pif.get((model, turn), Estimate(None)) for model in models]
        sizes = sorted({each.n for each in found})
        told = str(sizes[0]) if len(sizes) == 1 else f"{sizes[0]}-{sizes[-1]}"
        rows.append([str(turn), *map(figure, found), told])
    names = [f"PIF of {name}" if name else "PIF" for name in models]
    return Grid(["turn", *names, "replies"], rows)


def _correlations(agreements: Agreements) -> Grid:
    groups = [(model, list(held)) for model, held in groupby(agreements, lambda row: row.model)]
    several = len(groups) > 1
    rows: list[Sequence[Cell]] = []
    for model, held in groups:
        if several:
            rows += [*([[]] if rows else []), ["all models together" if model is None else model]]
        for each in held:
            found = [figure(one, correlation) for one in (each.pearson, each.spearman)]
            rows.append(["  " * several + each.criterion, str(each.pearson.n), *found])
    return Grid(["PIF and", "replies", "Pearson", "Spearman"], rows)
