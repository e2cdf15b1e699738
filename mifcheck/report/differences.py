"""Shows the differences between profiles on a terminal, as Markdown and as HTML."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mifcheck.report.formats import figure, interval_name, per_cent, points
from mifcheck.report.labels import METRICS, figure_label
from mifcheck.report.safe import code_span, escape_markdown, one_line, printable
from mifcheck.report.show import closing, labelled, opening, stacked, styled, table
from mifcheck.report.tables import Cell, Grid
from mifcheck.scores.differences import Differences, Headline, Row
from mifcheck.scores.examples import Example

if TYPE_CHECKING:
    from rich.console import RenderableType

_WIDE: Final = 400
_LEGEND: Final = (
    '"Passes": it alone does, and the other fails the reply. "Silent": it alone does not judge '
    "the check."
)


# Tables, however they are shown -------------------------------------------------------------------


def headline_grid(profiles: Sequence[str], figures: Sequence[Headline], corner: str) -> Grid:
    """Returns a row for each figure: by each profile, and how far it is from the first one's."""
    order = [metric.name for metric in METRICS]
    held = sorted(figures, key=lambda each: order.index(each.figure))
    return _grid(profiles, {figure_label(each.figure, each.mode): each for each in held}, corner)


def language_grid(
    profiles: Sequence[str], by_language: Mapping[str, Sequence[Headline]], corner: str
) -> Grid:
    """Returns a row for each language: its mean of the four accuracies."""
    return _grid(profiles, {code: figures[0] for code, figures in by_language.items()}, corner)


def _grid(profiles: Sequence[str], lines: Mapping[str, Headline], corner: str) -> Grid:
    first, *others = profiles
    rows: list[Sequence[Cell]] = [
        [
            label,
            *(figure(line.estimates[profile]) for profile in profiles),
            *(figure(line.changes[other], points) for other in others),
        ]
        for label, line in lines.items()
    ]
    return Grid([corner, *profiles, *(f"{other} − {first}" for other in others)], rows)


def _rows_grid(rows: Sequence[Row]) -> Grid:
    """Returns a row for each id and language about which two profiles disagree."""
    body = [
        [
            row.id,
            row.language,
            f"{row.differ} of {row.checks}",
            f"{per_cent(row.share)} %",
            how(row),
        ]
        for row in rows
        if row.differ
    ]
    return Grid(["id", "in", "differ", "share", "how"], body)


def how(row: Row) -> str:
    """Returns which profile passes or judges what the other does not, and how often."""
    first, other = row.profiles
    counts = {
        f"{first} passes": row.passed_failed,
        f"{other} passes": row.failed_passed,
        f"{first} silent": row.first_unjudged,
        f"{other} silent": row.other_unjudged,
    }
    return ", ".join(f"{name} {number}" for name, number in counts.items() if number)


def _total(rows: Sequence[Row]) -> str:
    """Returns how many verdicts differ, "161 of 2024 verdicts differ (8.0 %)"."""
    differ, checks = sum(row.differ for row in rows), sum(row.checks for row in rows)
    share = f" ({per_cent(differ / checks)} %)" if checks else ""
    return f"{differ} of {checks} verdicts differ{share}"


def _agreeing(rows: Sequence[Row]) -> list[str]:
    """Returns a sentence on the rows that are not shown, if there are any."""
    agree = sum(not row.differ for row in rows)
    if not agree:
        return []
    what = "One more pair of id and language agrees" if agree == 1 else (
        f"{agree} more pairs of id and language agree"
    )  # fmt: skip
    return [f"{what} in every verdict."]


def _pairs(result: Differences) -> Iterator[tuple[str, list[Row]]]:
    """Yields for each further profile what it is compared with, and its rows."""
    first, *others = result.profiles
    for other in others:
        yield f"{first} and {other}", [row for row in result.rows if row.profiles[1] == other]


def _asked(example: Example) -> tuple[str, str, str]:
    """Returns the id, the parameters as JSON, and the place of an example."""
    kwargs = example.instruction.as_dict()["kwargs"]
    parameters = json.dumps(kwargs, ensure_ascii=False) if kwargs else ""
    place = f"{example.key}, turn {example.turn}, sample {example.sample}, {example.language}"
    return example.instruction.id, parameters, place


def _outcomes(example: Example) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Yields each profile, its verdict and why ("failed: 2 commas found"), and the evidence."""
    for profile, verdict in example.verdicts.items():
        told = f"{verdict.outcome}: {verdict.reason}" if verdict.reason else verdict.outcome
        yield profile, told, example.evidence(profile)


# On a terminal ------------------------------------------------------------------------------------


def differences_report(
    result: Differences, title: str = "", notes: Sequence[str] = ()
) -> RenderableType:
    """Returns scores side by side, the ids and languages that differ, and examples.

    Args:
        result: what was found.
        title: what was judged.
        notes: anything else to say beneath the title, a line each.
    """
    first, *others = result.profiles
    parts: list[RenderableType] = list(opening(title, notes=notes))
    for other in others:
        parts += [*_scores(result, (first, other)), styled("")]
    for name, rows in _pairs(result):
        parts += [styled(f"{name}, {result.mode}: {_total(rows)}", "bold"), *_pair(rows)]
    return stacked(
        [*parts, *closing(signatures=[each.signature for each in result.scores.values()])]
    )


def _scores(result: Differences, pair: Sequence[str]) -> Iterator[RenderableType]:
    """Yields two profiles side by side: three would not fit with their intervals."""
    corner = f"per cent [{interval_name(result.scores[pair[0]].confidence)}]"
    yield from (styled(""), table(headline_grid(pair, result.headline, corner), wrapped=[0]))
    if len(result.by_language) > 1:
        grid = language_grid(pair, result.by_language, "mean of the four by language")
        yield from (styled(""), table(grid, wrapped=[0]))


def _pair(rows: Sequence[Row]) -> Iterator[RenderableType]:
    grid = _rows_grid(rows)
    if grid.rows:
        yield table(grid, wrapped=[0, 4])
    yield styled(" ".join([*_agreeing(rows), *([_LEGEND] if grid.rows else [])]), "dim")
    for row in rows:
        for example in row.examples:
            yield from (styled(""), *_example(example))
    yield styled("")


def _example(example: Example) -> Iterator[RenderableType]:
    id, parameters, place = _asked(example)
    yield styled(one_line(f"{id} {parameters}", _WIDE), "bold")
    yield styled(f"  {one_line(place, _WIDE)}", "dim")
    lines = []
    for profile, told, evidence in _outcomes(example):
        found = ", ".join(f"⟦{printable(piece)}⟧" for piece in evidence)
        text = styled(one_line(told, _WIDE)).append(f"\n{found}" if found else "")
        lines.append((styled(profile, "dim"), text))
    lines.append((styled("reply", "dim"), styled(example.excerpt)))
    yield from labelled(lines, indent=2)


# As Markdown and as HTML --------------------------------------------------------------------------


def to_markdown(result: Differences) -> str:
    """Returns all tables and examples as one Markdown text."""
    blocks = [f"# {', '.join(result.profiles)}: {result.mode} verdicts compared", "## Scores"]
    blocks.append(headline_grid(result.profiles, result.headline, "per cent").markdown())
    if len(result.by_language) > 1:
        blocks.append("Mean of the four accuracies by language:")
        blocks.append(language_grid(result.profiles, result.by_language, "language").markdown())
    for name, rows in _pairs(result):
        grid = _rows_grid(rows)
        blocks += [f"## {name}", f"{_total(rows)}."]
        blocks += [grid.markdown(), _LEGEND] if grid.rows else []
        blocks += _agreeing(rows)
        blocks += [_markdown_example(example) for row in rows for example in row.examples]
    blocks.append("\n".join(f"- {code_span(each.signature)}" for each in result.scores.values()))
    return "\n\n".join(blocks) + "\n"


def _markdown_example(example: Example) -> str:
    *asked, place = map(code_span, _asked(example))
    lines = [f"{' '.join(filter(None, asked))}, {place}", ""]
    for profile, told, evidence in _outcomes(example):
        found = f": {', '.join(map(code_span, evidence))}" if evidence else ""
        lines.append(f"- {escape_markdown(profile)} {code_span(told)}{found}")
    return "\n".join([*lines, f"- reply {code_span(example.excerpt)}"])


def to_html(result: Differences) -> str:
    """Returns the tables for a notebook."""
    grids = [headline_grid(result.profiles, result.headline, "per cent")]
    for name, rows in _pairs(result):
        caption = " ".join([f"{name}, {result.mode}: {_total(rows)}.", *_agreeing(rows)])
        grids.append(replace(_rows_grid(rows), caption=caption))
    return "".join(grid.html() for grid in grids)
