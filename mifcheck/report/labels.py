"""What figures and groups are called where people read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from mifcheck.languages import language_level, language_name
from mifcheck.report.formats import count
from mifcheck.scores.metrics import MEAN, METRICS, PIF, Metric, pif_n_k, with_modes

MEAN_FIRST: Final = (MEAN, *(metric for metric in METRICS if metric is not MEAN))
"""The metrics in the order of a report."""

_MOST_K: Final = 8
_GROUPS: Final[Mapping[str, Callable[[Any], str]]] = {
    "language": lambda code: _language_name(code),
    "age": lambda age: f"given {count(age, 'turn')} ago" if age else "given at this turn",
    "active": lambda number: f"{number} active",
    "role": lambda role: f"given by the {role}",
    "turn": lambda turn: f"turn {turn}",
    "conversation": lambda key: f"conversation {key}",
}


def _language_name(code: str) -> str:
    """Returns the name of a language, with its level unless that is measured."""
    level = language_level(code)
    aside = "" if level == "measured" else f" ({level})"
    return f"{language_name(code)}{aside}" if level else code


def group_name(by: str, label: Any) -> str:
    """Returns what a group is called, such as "turn 2" or "Hindi"."""
    return _GROUPS.get(by, str)(label)


def figure_name(key: str, mode: str) -> str:
    """Returns what a figure is called, with its mode where it has one."""
    label = _metric(key).label
    return label if mode == "both" else f"{label}, {mode}"


def row_name(key: str, mode: str) -> str:
    """Returns what the row of a figure is called in a report; "" if the report has no such row.

    A report shows the four accuracies in both modes, and all else strict.
    """
    if (key, mode) in MEAN.mean_of:
        return figure_name(key, mode)
    return "" if mode == "loose" else _metric(key).label


def report_rows(samples: int) -> dict[str, list[tuple[str, str]]]:
    """Returns the (key, mode) of each row of a report on so many samples, by their heading."""
    rows: dict[str, list[tuple[str, str]]] = {}
    for metric in MEAN_FIRST:
        metrics = [metric, *(pif_n_k(samples, k) for k in _shown_k(samples) if metric is PIF)]
        pairs = [(each.key, mode) for each, mode in with_modes(metrics)]
        rows.setdefault(metric.heading, []).extend(pair for pair in pairs if row_name(*pair))
    strict = {title for title, shown in rows.items() if {mode for _, mode in shown} == {"strict"}}
    return {f"{title}, strict" if title in strict else title: rows[title] for title in rows}


def _metric(key: str) -> Metric:
    if key.startswith("pif_n_k."):
        _, n, k = key.split(".")
        return pif_n_k(int(n), int(k))
    return next(metric for metric in METRICS if metric.key == key)


def _shown_k(n: int) -> list[int]:
    """Returns the K of which PIF-N-K is shown: all, or some of many."""
    return list(range(1, n + 1)) if n <= _MOST_K else sorted({1, n // 4, n // 2, 3 * n // 4, n})
