"""The table of two runs compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from mifcheck.languages import get_language, known_languages
from mifcheck.report.safe import printable
from mifcheck.report.scores import GROUPS
from mifcheck.scores import Comparison, Counts, Difference, Dominance

# What the table shows; the loose PIF, forgetting and correction are in the JSON.
_LABELS: Final = {
    ("accuracy.mean", "both"): "mean of the four accuracies",
    ("accuracy.instruction", "strict"): "instructions, strict",
    ("accuracy.instruction", "loose"): "instructions, loose",
    ("accuracy.conversation", "strict"): "whole replies, strict",
    ("accuracy.conversation", "loose"): "whole replies, loose",
    ("pif", "strict"): "PIF",
    ("forgetting.consecutive", "strict"): "forgotten since last turn",
    ("forgetting.ever", "strict"): "forgotten since any turn",
    ("correction", "strict"): "corrected since last turn",
}
_K_OF_N: Final = "pif_n_k."


def comparison_report(
    comparison: Comparison, names: Sequence[str] = (), notes: Sequence[str] = ()
) -> RenderableType:
    """Two runs side by side, and how far apart each figure is.

    Args:
        comparison: the differences.
        names: what the two runs are called; both or none.
        notes: anything else to say beneath the counts, a line each.
    """
    named = zip("AB", names, strict=False)
    lines = [Text(printable(f"{mark}  {name}"), style="bold") for mark, name in named]
    lines += [Text(line) for line in _counts(comparison)]
    lines += [Text(printable(note), style="yellow") for note in notes]
    return Group(
        *lines,
        Text(),
        _table(comparison),
        Text(),
        *(Text(line) for line in throughout(comparison.dominance)),
        Text(" ".join(_legend(comparison)), style="dim"),
        Text(),
        *_signatures(comparison),
    )


def _counts(comparison: Comparison) -> Iterator[str]:
    yield f"compared: {_number(comparison.conversations, 'conversation')} that both replied to"
    alone = {"A": comparison.only_a, "B": comparison.only_b}
    if any(alone.values()):
        told = [f"{len(keys)} that only {mark} replied to" for mark, keys in alone.items() if keys]
        first = next(keys[0] for keys in alone.values() if keys)
        yield f"left out: {' and '.join(told)} (the first: {printable(first)})"
    for name, a, b in comparison.across:
        yield f"across {name}: A {printable(a)}, B {printable(b)}"
    for mark, counts in (("A", comparison.counts_a), ("B", comparison.counts_b)):
        yield f"{mark}: {_told(counts)}"


def _told(counts: Counts) -> str:
    return (
        f"{_number(counts.replies, 'reply')}, {_number(counts.errors or 0, 'error')}, "
        f"{counts.missing or 0} missing; {_number(counts.checks, 'instruction')} checked, "
        f"{counts.undecided} not judged"
    )


def _number(count: int, noun: str) -> str:
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1] + 'ies' if noun.endswith('ly') else noun + 's'}"


def _table(comparison: Comparison) -> Table:
    table = Table(
        box=SIMPLE_HEAD, padding=(0, 2, 0, 0), pad_edge=False, show_edge=False, header_style="bold"
    )
    table.add_column("per cent", no_wrap=True, min_width=29)
    table.add_column("A", no_wrap=True, justify="right")
    table.add_column("B", no_wrap=True, justify="right")
    table.add_column(f"A - B [{100 * comparison.confidence:g} % interval]", no_wrap=True)
    table.add_column("A > B", no_wrap=True, justify="right")
    for place, (group, rows) in enumerate(groupby(comparison.rows, lambda row: row.group)):
        if place:
            table.add_row()
        if comparison.by:
            table.add_row(Text(printable(_title(group)), style="bold"))
        for row in rows:
            label = _label(row)
            # Turn 1 has nothing before it that could be forgotten.
            if label and not (row.group and row.a is None and row.b is None):
                table.add_row(("  " if comparison.by else "") + label, *_cells(row))
    return table


def _title(group: Sequence[tuple[str, Any]]) -> str:
    if not group:
        return "All"
    return ", ".join(_named(name, label) for name, label in group)


def _named(name: str, label: Any) -> str:
    if name == "language" and label in known_languages():
        return get_language(label).name
    return f"conversation {label}" if name == "conversation" else GROUPS.get(name, str)(label)


def _label(row: Difference) -> str:
    if row.figure.startswith(_K_OF_N) and row.mode == "strict":
        return "PIF-" + row.figure.removeprefix(_K_OF_N).replace(".", "-")
    return _LABELS.get((row.figure, row.mode), "")


def _cells(row: Difference) -> Iterator[Text]:
    for value in (row.a, row.b):
        yield Text("n/a", style="dim") if value is None else Text(f"{100 * value:.1f}")
    if row.value is None:
        yield from (Text(" n/a", style="dim"), Text(""))
        return
    cell = Text(f"{_points(row.value):>5}")
    if row.low is not None and row.high is not None:
        cell.append(f" [{_points(row.low)}, {_points(row.high)}]", style="dim")
    yield cell
    yield Text("" if row.ahead is None else f"{100 * row.ahead:.1f}")


def _points(value: float) -> str:
    """In points of a per cent, never "-0.0"."""
    told = f"{100 * value:+.1f}"
    return "0.0" if told in ("+0.0", "-0.0") else told


def throughout(found: Dominance, names: Sequence[str] = ("A", "B")) -> Iterator[str]:
    """Whether the PIF of one run's replies is the higher one throughout; in some lines."""
    if found.dominates is None:
        return
    a, b = names
    ahead = "neither run dominates the other"
    if found.dominates or found.dominated:
        ahead = f"{a} dominates {b}" if found.dominates else f"{b} dominates {a}"
    told = f"PIF of single replies: {ahead}"
    if found.ahead is not None and found.behind is not None:
        shares = [f"{100 * share:.1f} %" for share in (found.ahead, found.behind)]
        told += f" (of resamples, {a} does in {shares[0]} and {b} in {shares[1]})"
    yield told
    higher = found.superiority
    chance = "n/a" if higher.value is None else f"{100 * higher.value:.1f} %"
    told = f"A random reply of {a} has a higher PIF than one of {b} with probability {chance}"
    if higher.low is not None and higher.high is not None:
        told += f" [{100 * higher.low:.1f}-{100 * higher.high:.1f}]"
    yield f"{told}, ties counted half"
    yield ""


def _legend(comparison: Comparison) -> Iterator[str]:
    yield (
        "A - B: in points of a per cent. Each resample draws the same conversations for both. "
        "A > B: of how many resamples A's figure is the higher one, ties counted half."
    )
    yield "Of what is forgotten, less is better."
    yield "A dominates B: whatever x, no larger share of A's replies has a PIF of at most x."
    if any("alike" in row.note for row in comparison.rows):
        yield "No interval: the conversations do not differ, so nothing tells its width."


def _signatures(comparison: Comparison) -> Iterator[Text]:
    for signature in dict.fromkeys((comparison.signature_a, comparison.signature_b)):
        yield Text(printable(signature), no_wrap=True, overflow="ignore")
