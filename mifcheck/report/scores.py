"""The table of a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from mifcheck.languages import get_language
from mifcheck.report.safe import printable
from mifcheck.score import Counts, Figures, Scores
from mifcheck.statistics import Estimate

Pick = Callable[[Figures], Estimate]

_MOST_WITH_INTERVALS: Final = 3
_MOST_TURNS: Final = 6
_MOST_K: Final = 8
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


def scores_report(scores: Scores, title: str = "", notes: Sequence[str] = ()) -> RenderableType:
    """The scores of a run, readable at 100 columns.

    Args:
        scores: the scores.
        title: what was run on what.
        notes: anything else to say beneath the counts, a line each.
    """
    turns = list(scores.by("turn"))
    columns = _Columns(scores, turns)
    table = Table(box=SIMPLE_HEAD, padding=0, pad_edge=False, header_style="bold", show_edge=False)
    table.add_column("per cent" + columns.interval_note, no_wrap=True, min_width=27)
    for name in columns.names:
        table.add_column(f" {name}", no_wrap=True)
    _add_languages(table, scores, columns)
    _section(table, "The four accuracies")
    for label, pick in _ACCURACIES:
        table.add_row(f"  {label}", *columns.cells(columns.all, pick))
    _add_pif(table, scores, columns)
    if len(turns) > 1:
        _section(table, "From turn to turn, strict")
        for label, pick in _CHANGES:
            table.add_row(f"  {label}", *columns.cells(columns.all, pick, skip_first=True))
    lines = [Text(printable(title), style="bold")] if title else []
    lines += [Text(line) for line in _counts(scores, len(turns))]
    lines += [Text(printable(note), style="yellow") for note in notes]
    legend = Text("\n".join(_legend(scores, len(turns))), style="dim")
    signature = Text(scores.signature, no_wrap=True, overflow="ignore")
    return Group(*lines, Text(), table, Text(), legend, Text(), signature)


class _Columns:
    """The turns that are shown, and the cells of a row."""

    def __init__(self, scores: Scores, turns: Sequence[int]) -> None:
        self.turns = _shown(turns)
        self.several = len(turns) > 1
        self._interval = len(turns) <= _MOST_WITH_INTERVALS
        self.all: dict[Any, Figures] = {
            **{turn: scores.by("turn")[turn] for turn in self.turns},
            None: scores.figures,
        }
        self.names = [f"turn {turn}" for turn in self.turns] if self.several else []
        self.names.append("all turns" if self.several else "score")
        has_interval = scores.resamples and len({each[1] for each in scores.outcomes.conversations})
        share = f"{100 * scores.confidence:g} %"
        self.interval_note = f" [{share} interval]" if has_interval else ""

    def cells(
        self, figures: Mapping[Any, Figures], pick: Pick, *, skip_first: bool = False
    ) -> list[Text]:
        """One cell a column; `figures` has those of each turn, and under None those of all."""
        cells = []
        for turn in self.turns if self.several else ():
            if (skip_first and turn == 1) or turn not in figures:
                cells.append(Text(""))
            else:
                cells.append(_cell(pick(figures[turn]), self._interval))
        return [*cells, _cell(pick(figures[None]), True)]


def _shown(turns: Sequence[int]) -> list[int]:
    """All turns, or as many as fit, evenly chosen with the first and the last among them."""
    if len(turns) <= _MOST_TURNS:
        return list(turns)
    step = (len(turns) - 1) / (_MOST_TURNS - 1)
    return [turns[round(place * step)] for place in range(_MOST_TURNS)]


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
    by_language = scores.by("language")
    both = scores.by("turn", "language")
    for code, figures in by_language.items():
        row: dict[Any, Figures] = {
            turn: both[turn, code] for turn in columns.turns if (turn, code) in both
        }
        row[None] = figures
        name = printable(get_language(code).name)
        table.add_row(f"  {name} ({figures.counts.conversations})", *columns.cells(row, _MEAN))
    if len(by_language) > 1:
        cells = columns.cells(columns.all, _MEAN)
        table.add_row(f"  all ({scores.counts.conversations})", *cells, style="bold")


def _add_pif(table: Table, scores: Scores, columns: _Columns) -> None:
    _section(table, "PIF and PIF-N-K, strict")
    table.add_row("  PIF", *columns.cells(columns.all, lambda f: f.pif.strict))
    n = scores.outcomes.samples
    for k in range(1, n + 1) if n <= _MOST_K else sorted({1, n // 4, n // 2, 3 * n // 4, n}):

        def pick(figures: Figures, k: int = k) -> Estimate:
            return figures.pif_n_k(n, k).strict

        table.add_row(f"  PIF-{n}-{k}", *columns.cells(columns.all, pick))


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
    return [", ".join(what), f"{_number(counts.replies, 'reply')}; {checked}", _lost(counts)]


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


def _legend(scores: Scores, turns: int) -> list[str]:
    n = scores.outcomes.samples
    lines = [
        "In brackets after a language: its conversations. Loose: the reply passes as it is, or",
        "without its first or last line or its asterisks. Not judged: neither pass nor failure.",
        "PIF: the mean share of a reply's instructions that it follows.",
        f"PIF-{n}-K: the share of turns where at least K of {_number(n, 'reply')} follow them all.",
    ]
    if turns > 1:
        lines += [
            "Forgotten: of the instructions followed at the turn before (or at any earlier turn),",
            "the share not followed now. Corrected: of those not followed then, the share followed",
            "now.",
        ]
    return lines
