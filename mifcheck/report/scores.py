"""Shows the scores of a run as one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mifcheck.report.formats import Figure, count, figure, interval_name
from mifcheck.report.labels import group_name, report_rows, row_name
from mifcheck.report.show import closing, opening, styled, table
from mifcheck.report.tables import Cell, Grid
from mifcheck.scores.estimates import Estimate
from mifcheck.scores.metrics import MEAN
from mifcheck.scores.scores import Scores
from mifcheck.scores.values import Counts, Metrics
from mifcheck.signature import ERRORS_FAILED

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

_MOST_WITH_INTERVALS: Final = 3
_MOST_TURNS: Final = 6
_ROOMY: Final = 1000
_LABEL_WIDTH: Final = 27
_MEAN: Final = (MEAN.key, MEAN.modes[0])
_FOLLOWED: Final = ("accuracy.instruction", "strict")


def scores_report(
    scores: Scores, title: str = "", notes: Sequence[str] = (), by: str | None = None
) -> RenderableType:
    """Returns the scores of a run, as full as the width allows: for 80 columns, best at 100.

    Args:
        scores: the scores.
        title: what was run on what.
        notes: anything else to say beneath the counts, a line each.
        by: "family", "id", "age", "active" or "turn" adds the share of instructions followed for
            each.
    """
    return _Report(scores, title, notes, by)


@dataclass(frozen=True, slots=True)
class _Report:
    """Lays itself out for the width that it is printed at."""

    scores: Scores
    title: str
    notes: Sequence[str]
    by: str | None

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        scores, roomy = self.scores, options.update(width=_ROOMY)
        turns = list(scores.by("turn"))
        for layout in _layouts(turns):
            # Rich would cut figures off a table that is too wide.
            grid = layout.grid(scores, self.by)
            shown = table(grid, least=_LABEL_WIDTH, gap=0)
            if console.measure(shown, options=roomy).maximum <= options.max_width:
                break
        yield from opening(self.title, _counts(scores, len(turns)), self.notes)
        yield from (styled(""), shown, styled(""))
        yield from closing(_legend(scores, len(turns)), [scores.signature])


@dataclass(frozen=True, slots=True)
class _Layout:
    """How much a table shows.

    Attributes:
        turns: the turns that have a column, none where there is only one.
        every, last: whether their columns, and the last one of all turns, have intervals.
    """

    turns: Sequence[int]
    every: bool
    last: bool

    def grid(self, scores: Scores, by: str | None) -> Grid:
        """Returns the table."""
        by_turn = scores.by("turn")
        whole = [*(by_turn[turn] for turn in self.turns), scores.figures]
        rows: list[Sequence[Cell]] = [[MEAN.label.capitalize()]]
        rows += self._groups(scores, "language", _MEAN)
        if len(scores.by("language")) > 1:
            rows.append([f"  all ({scores.counts.scored})", *self._cells(whole, _MEAN)])
        for title, keys in report_rows(scores.outcomes.samples).items():
            found = [scores.figures[key] for key in keys]
            if title and any(each.n or each.left_out for each in found):
                rows += [[], [title]]
                rows += ([f"  {row_name(*key)}", *self._cells(whole, key)] for key in keys)
        if by is not None:
            rows += [[], [f"Followed, strict, by {by}"], *self._groups(scores, by, _FOLLOWED)]
        ends = any(cell.interval for row in rows for cell in row if isinstance(cell, Figure))
        first = f"per cent [{interval_name(scores.confidence)}]" if ends else "per cent"
        last = " all turns" if self.turns else " score"
        return Grid([first, *(f" turn {turn}" for turn in self.turns), last], rows)

    def _groups(self, scores: Scores, by: str, key: tuple[str, str]) -> Iterator[Sequence[Cell]]:
        """Yields a row for each group; in brackets stands what it rests on."""
        by_turn: Mapping[Any, Metrics] = {} if by == "turn" else scores.by("turn", by)
        for label, metrics in scores.by(by).items():
            counts = metrics.counts
            size = counts.scored if by == "language" else counts.checks
            columns = [*(by_turn.get((turn, label)) for turn in self.turns), metrics]
            yield [f"  {group_name(by, label)} ({size})", *self._cells(columns, key)]

    def _cells(self, columns: Sequence[Metrics | None], key: tuple[str, str]) -> Iterator[Cell]:
        """Yields the cells of a row: of each turn, blank where there is nothing, and of all."""
        for place, metrics in enumerate(columns, start=1):
            last = place == len(columns)
            found = Estimate(None) if metrics is None else metrics[key]
            if last or found.n or found.left_out:
                yield _cell(found, self.last if last else self.every)
            else:
                yield ""


def _cell(found: Estimate, interval: bool) -> Figure:
    """Returns a figure in as few characters as the table needs."""
    shown = figure(found, between="-")
    ends = shown.interval.replace("100.0", "100") if interval else ""
    return Figure(f"{shown.value:>5}", ends)


def _layouts(turns: Sequence[int]) -> Iterator[_Layout]:
    """Yields the ways to lay the table out, the fullest first."""
    if len(turns) == 1:
        turns = ()
    if len(turns) <= _MOST_WITH_INTERVALS:
        yield _Layout(turns, True, True)
    for most in range(_MOST_TURNS, 1, -1):
        yield _Layout(_chosen(turns, most), False, True)
    yield _Layout(_chosen(turns, 2), False, False)


def _chosen(turns: Sequence[int], most: int) -> Sequence[int]:
    """Returns all turns, or `most` of them evenly spread, with the first and the last."""
    if len(turns) <= most:
        return turns
    step = (len(turns) - 1) / (most - 1)
    return [turns[round(place * step)] for place in range(most)]


def _counts(scores: Scores, turns: int) -> Iterator[str]:
    """Yields what the scores rest on, and what was lost."""
    counts, samples = scores.counts, scores.outcomes.samples
    sizes = [metrics.counts.scored for metrics in scores.by("language").values()]
    each = f" ({sizes[0]} each)" if len(sizes) > 1 and len(set(sizes)) == 1 else ""
    upto = f"up to {turns} turns" if turns > 1 else count(turns, "turn")
    yield (
        f"{scored(counts)} in {count(len(sizes), 'language')}{each}, "
        f"{upto}, {count(samples, 'sample')}"
    )
    yield f"{count(counts.replies, 'reply')}; {checked(counts)}"
    yield (
        f"{lost(counts, scores.signature)}, {counts.unclosed or 0} with unclosed thinking, "
        f"{counts.cut or 0} cut off at the limit"
    )
    if counts.refused:
        yield _refused(scores)
    cells = scores.pif_n_k(samples, 1).strict
    if samples > 1 and cells.left_out:
        # Turns that lost a reply are not like the others: figures without them may flatter.
        had = "has" if cells.left_out == 1 else "have"
        yield (
            f"PIF-{samples}-K rests on {cells.n} of {count(cells.n + cells.left_out, 'turn')}: "
            f"{cells.left_out} {had} fewer than {samples} replies that could be judged"
        )


def scored(counts: Counts) -> str:
    """Returns how many conversations were scored, and of how many if that is not all."""
    if counts.scored == counts.conversations:
        return count(counts.conversations, "conversation")
    return f"{counts.scored} of {count(counts.conversations, 'conversation')}"


def checked(counts: Counts) -> str:
    """Returns how many instructions were checked."""
    errors = f", {count(counts.checker_errors, 'checker error')}" if counts.checker_errors else ""
    aside = f" ({counts.superseded} superseded)" if counts.superseded else ""
    asked = count(counts.checks, "instruction")
    return f"{asked} checked, {counts.undecided} not judged{aside}{errors}"


def lost(counts: Counts, signature: str) -> str:
    """Returns how many replies did not come, and what that counts as."""
    failed = " counted as not followed" if ERRORS_FAILED in signature else ""
    return f"{count(counts.errors or 0, 'error')}{failed}, {counts.missing or 0} missing"


def with_refusals(counts: Counts) -> str:
    """Returns how many replies came, and how many of them refuse if any does."""
    refused = f" ({counts.refused} refused)" if counts.refused else ""
    return f"{count(counts.replies, 'reply')}{refused}"


def _refused(scores: Scores) -> str:
    """Returns how many replies refuse, in all and in each language."""
    groups = scores.by("language").items()
    found = {label: each.counts.refused for label, each in groups if each.counts.refused}
    told = ", ".join(f"{group_name('language', label)} {n}" for label, n in found.items())
    return f"{scores.counts.refused} refused" + (f": {told}" if len(groups) > 1 else "")


def _legend(scores: Scores, turns: int) -> Iterator[str]:
    samples = scores.outcomes.samples
    yield (
        "In brackets after a language: its conversations. Loose: the reply passes as it is, or "
        "without its first or last line or its asterisks. Not judged: neither pass nor failure."
    )
    if scores.counts.superseded:
        yield "Superseded: not judged, because the instruction contradicts one of the system's."
    yield "PIF: the mean share of a reply's instructions that it follows."
    share = f"turns where at least K of {samples} replies" if samples > 1 else "replies that"
    yield f"PIF-{samples}-{'K' if samples > 1 else 1}: the share of {share} follow them all."
    if turns > 1:
        yield (
            "Forgotten: of the instructions followed at the turn before (or at any earlier turn), "
            "the share not followed now. Corrected: of those not followed then, the share "
            "followed now."
        )
