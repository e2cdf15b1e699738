"""The table of a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from mifcheck.languages import get_language
from mifcheck.report.safe import printable
from mifcheck.scores import Counts, Estimate, Metrics, Scores

Pick = Callable[[Metrics], Estimate]

_MOST_WITH_INTERVALS: Final = 3
_MOST_TURNS: Final = 6
_MOST_K: Final = 8
_ROOMY: Final = 1000
_MEAN: Final[Pick] = lambda f: f.accuracy.mean  # noqa: E731
_ACCURACIES: Final[tuple[tuple[str, Pick], ...]] = (
    ("instructions, strict", lambda f: f.accuracy.instruction.strict),
    ("instructions, loose", lambda f: f.accuracy.instruction.loose),
    ("whole replies, strict", lambda f: f.accuracy.conversation.strict),
    ("whole replies, loose", lambda f: f.accuracy.conversation.loose),
)
_CHANGES: Final[tuple[tuple[str, Pick], ...]] = (
    ("forgotten since last turn", lambda f: f.forgetting.consecutive.strict),
    ("forgotten since any turn", lambda f: f.forgetting.ever.strict),
    ("corrected since last turn", lambda f: f.correction.strict),
)
GROUPS: Final[Mapping[str, Callable[[Any], str]]] = {
    "age": lambda age: f"given {_number(age, 'turn')} ago" if age else "given at this turn",
    "active": lambda count: f"{count} in force",
    "turn": lambda turn: f"turn {turn}",
}
"""What a group is called whose label alone would not say."""


def scores_report(
    scores: Scores, title: str = "", notes: Sequence[str] = (), by: str | None = None
) -> RenderableType:
    """The scores of a run, as full as the width allows: readable at 80 columns, best at 100.

    Args:
        scores: the scores.
        title: what was run on what.
        notes: anything else to say beneath the counts, a line each.
        by: "family", "id", "age", "active" or "turn" adds the share of instructions followed for
            each.
    """
    return _Report(scores, title, notes, by)


class _Report:
    """Lays itself out for the width that it is printed at."""

    def __init__(self, scores: Scores, title: str, notes: Sequence[str], by: str | None) -> None:
        self._scores, self._title, self._notes, self._by = scores, title, notes, by

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        scores, turns = self._scores, list(self._scores.by("turn"))
        columns, table = self._fitting(turns, console, options)
        lines = [Text(printable(self._title), style="bold")] if self._title else []
        lines += [Text(line) for line in _counts(scores, len(turns))]
        lines += [Text(printable(note), style="yellow") for note in self._notes]
        yield from (*lines, Text())
        yield table
        yield Text()
        yield Text(" ".join(_legend(scores, len(turns), columns)), style="dim")
        yield Text()
        yield Text(scores.signature, no_wrap=True, overflow="ignore")

    def _fitting(
        self, turns: Sequence[int], console: Console, options: ConsoleOptions
    ) -> tuple[_Columns, Table]:
        """The fullest table that fits: Rich would cut the figures themselves off the others."""
        layouts = [(len(turns) <= _MOST_WITH_INTERVALS, True, _MOST_TURNS)]
        layouts += [(False, True, most) for most in range(_MOST_TURNS, 1, -1)]
        layouts.append((False, False, 2))
        for every, last, most in layouts:
            columns = _Columns(self._scores, turns, every, last, most)
            table = _table(self._scores, columns, len(turns) > 1, self._by)
            roomy = options.update(width=_ROOMY)
            if console.measure(table, options=roomy).maximum <= options.max_width:
                break
        return columns, table


def _table(scores: Scores, columns: _Columns, several: bool, by: str | None) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=0, pad_edge=False, header_style="bold", show_edge=False)
    table.add_column("per cent", no_wrap=True, min_width=27)
    for name in columns.names:
        table.add_column(f" {name}", no_wrap=True)
    _add_languages(table, scores, columns)
    _section(table, "The four accuracies")
    for label, pick in _ACCURACIES:
        table.add_row(f"  {label}", *columns.cells(columns.all, pick))
    _add_pif(table, scores, columns)
    if several:
        _section(table, "From turn to turn, strict")
        for label, pick in _CHANGES:
            table.add_row(f"  {label}", *columns.cells(columns.all, pick, skip_first=True))
    if by is not None:
        _section(table, f"Followed, strict, by {by}")
        _add_groups(table, scores, columns, by, _ACCURACIES[0][1])
    if columns.with_interval:
        table.columns[0].header = f"per cent [{100 * scores.confidence:g} % interval]"
    return table


class _Columns:
    """The turns that are shown, and the cells of a row.

    Attributes:
        with_interval, without_interval: how many cells so far were of either kind.
    """

    def __init__(
        self, scores: Scores, turns: Sequence[int], every: bool, last: bool, most: int
    ) -> None:
        self.turns = _shown(turns, most)
        self.several = len(turns) > 1
        self._every, self._last = every, last
        self.with_interval = self.without_interval = 0
        self.all: dict[Any, Metrics] = {
            **{turn: scores.by("turn")[turn] for turn in self.turns},
            None: scores.figures,
        }
        self.names = [f"turn {turn}" for turn in self.turns] if self.several else []
        self.names.append("all turns" if self.several else "score")

    def cells(
        self, figures: Mapping[Any, Metrics], pick: Pick, *, skip_first: bool = False
    ) -> list[Text]:
        """One cell a column; `figures` has those of each turn, and under None those of all."""
        cells = []
        for turn in self.turns if self.several else ():
            if (skip_first and turn == 1) or turn not in figures:
                cells.append(Text(""))
            else:
                cells.append(self._cell(pick(figures[turn]), self._every))
        return [*cells, self._cell(pick(figures[None]), self._last)]

    def _cell(self, estimate: Estimate, wanted: bool) -> Text:
        if wanted and estimate.value is not None:
            self.with_interval += estimate.low is not None
            self.without_interval += estimate.low is None
        return _cell(estimate, wanted)


def _shown(turns: Sequence[int], most: int) -> list[int]:
    """All turns, or as many as fit, evenly chosen with the first and the last among them."""
    if len(turns) <= most:
        return list(turns)
    step = (len(turns) - 1) / (most - 1)
    return [turns[round(place * step)] for place in range(most)]


def _cell(estimate: Estimate, interval: bool) -> Text:
    if estimate.value is None:
        return Text("  n/a", style="dim")
    cell = Text(f"{100 * estimate.value:5.1f}")
    if interval and estimate.low is not None and estimate.high is not None:
        ends = f" [{100 * estimate.low:.1f}-{100 * estimate.high:.1f}]"
        cell.append(ends.replace("100.0", "100"), style="dim")
    return cell


def _section(table: Table, title: str) -> None:
    table.add_row()
    table.add_row(Text(title, style="bold"))


def _add_languages(table: Table, scores: Scores, columns: _Columns) -> None:
    table.add_row(Text("Mean of the four accuracies", style="bold"))
    _add_groups(table, scores, columns, "language", _MEAN)
    if len(scores.by("language")) > 1:
        cells = columns.cells(columns.all, _MEAN)
        table.add_row(f"  all ({scores.counts.conversations})", *cells, style="bold")


def _add_groups(table: Table, scores: Scores, columns: _Columns, by: str, pick: Pick) -> None:
    both = {} if by == "turn" else scores.by("turn", by)
    for group, figures in scores.by(by).items():
        row: dict[Any, Metrics] = {
            turn: both[turn, group] for turn in columns.turns if (turn, group) in both
        }
        row[None] = figures
        if by == "language":
            name, count = get_language(group).name, figures.counts.conversations
        else:
            name, count = GROUPS.get(by, str)(group), figures.counts.checks
        table.add_row(f"  {printable(name)} ({count})", *columns.cells(row, pick))


def _add_pif(table: Table, scores: Scores, columns: _Columns) -> None:
    _section(table, "PIF and PIF-N-K, strict")
    table.add_row("  PIF", *columns.cells(columns.all, lambda f: f.pif.strict))
    n = scores.outcomes.samples
    for k in shown_k(n):

        def pick(figures: Metrics, k: int = k) -> Estimate:
            return figures.pif_n_k(n, k).strict

        table.add_row(f"  PIF-{n}-{k}", *columns.cells(columns.all, pick))


def shown_k(n: int) -> list[int]:
    """The K of which PIF-N-K is shown: all, or some where there are many."""
    return list(range(1, n + 1)) if n <= _MOST_K else sorted({1, n // 4, n // 2, 3 * n // 4, n})


def _counts(scores: Scores, turns: int) -> list[str]:
    counts, samples = scores.counts, scores.outcomes.samples
    sizes = [figures.counts.conversations for figures in scores.by("language").values()]
    each = f" ({sizes[0]} each)" if len(sizes) > 1 and len(set(sizes)) == 1 else ""
    languages = _number(len(sizes), "language") + each
    what = [
        f"{_number(counts.conversations, 'conversation')} in {languages}",
        _number(turns, "turn") if turns == 1 else f"up to {turns} turns",
        _number(samples, "sample"),
    ]
    checked = f"{_number(counts.checks, 'instruction')} checked, {counts.undecided} not judged"
    lines = [", ".join(what), f"{_number(counts.replies, 'reply')}; {checked}", _lost(counts)]
    cells = scores.pif_n_k(samples, 1).strict
    if samples > 1 and cells.left_out:
        # Turns that lost a reply are not like the others: figures without them may flatter.
        had = "has" if cells.left_out == 1 else "have"
        lines.append(
            f"PIF-{samples}-K rests on {cells.n} of {_number(cells.n + cells.left_out, 'turn')}: "
            f"{cells.left_out} {had} fewer than {samples} replies that could be judged"
        )
    return lines


def _lost(counts: Counts) -> str:
    return (
        f"{_number(counts.errors or 0, 'error')}, {counts.missing or 0} missing, "
        f"{counts.unclosed or 0} with unclosed thinking, {counts.cut or 0} cut off at the limit"
    )


def _number(count: int, noun: str) -> str:
    if count == 1:
        return f"1 {noun}"
    plural = noun[:-1] + "ies" if noun.endswith("ly") else noun + "s"
    return f"{count} {plural}"


def _legend(scores: Scores, turns: int, columns: _Columns) -> list[str]:
    n = scores.outcomes.samples
    lines = [
        "In brackets after a language: its conversations. Loose: the reply passes as it is, or "
        "without its first or last line or its asterisks. Not judged: neither pass nor failure.",
        "PIF: the mean share of a reply's instructions that it follows.",
        "PIF-1-1: the share of replies that follow them all."
        if n == 1
        else f"PIF-{n}-K: the share of turns where at least K of {n} replies follow them all.",
    ]
    if turns > 1:
        lines.append(
            "Forgotten: of the instructions followed at the turn before (or at any earlier turn), "
            "the share not followed now. Corrected: of those not followed then, the share "
            "followed now."
        )
    if columns.with_interval and columns.without_interval:
        lines.append("No interval: the conversations do not differ, so nothing tells its width.")
    return lines
