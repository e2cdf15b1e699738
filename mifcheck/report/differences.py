"""Shows the differences between profiles on a terminal, as Markdown and as HTML."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mifcheck.report.formats import count, figure, interval_name, per_cent, points
from mifcheck.report.fragments import framed, note, scrolling
from mifcheck.report.labels import MEAN_FIRST, figure_name
from mifcheck.report.markdown import code_span, escape_markdown
from mifcheck.report.show import closing, labelled, opening, stacked, styled, table
from mifcheck.report.tables import Cell, Grid, html_text
from mifcheck.safe import one_line, printable
from mifcheck.scores.examples import Example
from mifcheck.scores.profiles import Differences, Disagreement, Headline

if TYPE_CHECKING:
    from rich.console import RenderableType

_WIDE: Final = 400
_LEGEND: Final = (
    "Passes: only this profile does, and the other fails the reply. "
    "Not judged: only this profile does not judge the check."
)


@dataclass(frozen=True, slots=True)
class _Section:
    """A part of the result: a heading, tables, what to say beneath, and examples."""

    heading: str
    grids: Sequence[Grid]
    told: Sequence[str] = ()
    examples: Sequence[Example] = ()


def differences_report(
    result: Differences, title: str = "", notes: Sequence[str] = ()
) -> RenderableType:
    """Returns scores side by side, the ids and languages that differ, and examples.

    Args:
        result: what was found.
        title: what was judged.
        notes: anything else to say beneath the title, a line each.
    """
    parts: list[RenderableType] = list(opening(title, notes=notes))
    for section in _sections(result):
        parts += [styled(""), styled(section.heading, "bold")]
        for grid in section.grids:
            parts += [table(grid, wrapped=(0, 4)), styled("")]
        parts += closing(section.told)
        for example in section.examples:
            parts += [*_example(example), styled("")]
    return stacked(
        [*parts, *closing(signatures=[each.signature for each in result.scores.values()])]
    )


def to_markdown(result: Differences) -> str:
    """Returns all tables and examples as one Markdown text."""
    blocks = [f"# {', '.join(result.profiles)}: {result.mode} verdicts compared"]
    for section in _sections(result):
        blocks.append(f"## {section.heading}")
        blocks += [grid.markdown() for grid in section.grids]
        blocks += section.told
        blocks += map(_markdown_example, section.examples)
    blocks.append("\n".join(f"- {code_span(each.signature)}" for each in result.scores.values()))
    return "\n\n".join(blocks) + "\n"


def to_html(result: Differences) -> str:
    """Returns what a notebook shows: the tables, without the examples."""
    pieces = []
    for section in _sections(result):
        pieces.append(f"<p><b>{html_text(section.heading)}</b></p>")
        pieces += [scrolling(grid.html()) for grid in section.grids]
        pieces += map(note, section.told)
    return framed(*pieces)


def _sections(result: Differences) -> Iterator[_Section]:
    """Yields for each further profile its scores beside the first one's, and how they differ.

    Three profiles side by side would not fit on a terminal with their intervals.
    """
    first, *others = result.profiles
    corner = f"per cent [{interval_name(result.scores[first].confidence)}]"
    for other in others:
        grids = [headline_grid((first, other), result.headline, corner)]
        if len(result.by_language) > 1:
            languages = result.by_language
            grids.append(language_grid((first, other), languages, "mean of the four by language"))
        yield _Section(f"Scores by {first} and {other}", grids)
        rows = [row for row in result.rows if row.profiles[1] == other]
        grid = _rows_grid(rows)
        agree = len(rows) - len(grid.rows)
        pairs = f"{count(agree, 'more pair')} of id and language agree{'s' * (agree == 1)}"
        told = [f"{pairs} in every verdict."] if agree else []
        differ, checks = sum(row.differ for row in rows), sum(row.checks for row in rows)
        share = f" ({per_cent(differ / checks)} %)" if checks else ""
        yield _Section(
            f"{first} and {other}, {result.mode}: {differ} of {checks} verdicts differ{share}",
            [grid] if grid.rows else [],
            [*told, _LEGEND] if grid.rows else told,
            [example for row in rows for example in row.examples],
        )


def headline_grid(profiles: Sequence[str], figures: Sequence[Headline], corner: str) -> Grid:
    """Returns a row for each figure: by each profile, and how far it is from the first one's."""
    order = [metric.key for metric in MEAN_FIRST]
    held = sorted(figures, key=lambda each: order.index(each.figure))
    return _grid(profiles, {figure_name(each.figure, each.mode): each for each in held}, corner)


def language_grid(
    profiles: Sequence[str], by_language: Mapping[str, Sequence[Headline]], corner: str
) -> Grid:
    """Returns a row for each language: its mean of the four accuracies."""
    return _grid(profiles, {code: figures[0] for code, figures in by_language.items()}, corner)


def _grid(profiles: Sequence[str], lines: Mapping[str, Headline], corner: str) -> Grid:
    first, *others = profiles
    rows: list[Sequence[Cell]] = []
    for label, line in lines.items():
        found = [figure(line.estimates[profile]) for profile in profiles]
        found += [figure(line.changes[other], points) for other in others]
        rows.append([label, *found])
    return Grid([corner, *profiles, *(f"{other} − {first}" for other in others)], rows)


def _rows_grid(rows: Sequence[Disagreement]) -> Grid:
    """Returns a row for each id and language about which two profiles disagree."""
    body = []
    for row in rows:
        if row.differ:
            part, share = f"{row.differ} of {row.checks}", f"{per_cent(row.share)} %"
            body.append([row.id, row.language, part, share, how(row)])
    return Grid(["id", "in", "differ", "share", "how"], body)


def how(row: Disagreement) -> str:
    """Returns which profile passes or judges what the other does not, and how often."""
    first, other = row.profiles
    counts = {
        f"{first} passes": row.passed_failed,
        f"{other} passes": row.failed_passed,
        f"not judged by {first}:": row.first_unjudged,
        f"not judged by {other}:": row.other_unjudged,
    }
    return ", ".join(f"{name} {number}" for name, number in counts.items() if number)


def _asked(example: Example) -> tuple[str, str, str]:
    """Returns the id, the parameters as JSON, and the place of an example."""
    kwargs = example.instruction.to_dict()["kwargs"]
    parameters = json.dumps(kwargs, ensure_ascii=False) if kwargs else ""
    place = f"{example.key}, turn {example.turn}, sample {example.sample}, {example.language}"
    return example.instruction.id, parameters, place


def _outcomes(example: Example) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Yields each profile, its verdict and why ("failed: 2 commas found"), and the evidence."""
    for profile, verdict in example.verdicts.items():
        told = f"{verdict.outcome}: {verdict.reason}" if verdict.reason else verdict.outcome
        yield profile, told, example.evidence(profile)


def _example(example: Example) -> Iterator[RenderableType]:
    id, parameters, place = _asked(example)
    yield styled(one_line(f"{id} {parameters}", _WIDE), "bold")
    yield styled(f"  {one_line(place, _WIDE)}", "dim")
    lines = []
    for profile, told, evidence in _outcomes(example):
        found = ", ".join(f"⟦{printable(piece)}⟧" for piece in evidence)
        text = styled(one_line(told, _WIDE)).append(f"\n{found}" if found else "")
        lines.append((styled(profile, "dim"), text))
    yield from labelled([*lines, (styled("reply", "dim"), styled(example.excerpt))], indent=2)


def _markdown_example(example: Example) -> str:
    *asked, place = map(code_span, _asked(example))
    lines = [f"{' '.join(filter(None, asked))}, {place}", ""]
    for profile, told, evidence in _outcomes(example):
        found = f": {', '.join(map(code_span, evidence))}" if evidence else ""
        lines.append(f"- {escape_markdown(profile)} {code_span(told)}{found}")
    return "\n".join([*lines, f"- reply {code_span(example.excerpt)}"])
