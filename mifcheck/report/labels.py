"""What figures and groups are called where people read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from mifcheck.languages import get_language, known_languages
from mifcheck.report.formats import count
from mifcheck.report.interim import MEAN, METRICS
from mifcheck.scores.metrics import Metrics
from mifcheck.scores.statistics import Estimate

MEAN_FIRST: Final = (MEAN, *(metric for metric in METRICS if metric is not MEAN))
"""The metrics in the order of a report."""

_K_OF_N: Final = "pif_n_k."
_MOST_K: Final = 8
_GROUPS: Final[Mapping[str, Callable[[Any], str]]] = {
    "language": lambda code: get_language(code).name if code in known_languages() else code,
    "age": lambda age: f"given {count(age, 'turn')} ago" if age else "given at this turn",
    "active": lambda number: f"{number} in force",
    "turn": lambda turn: f"turn {turn}",
    "conversation": lambda key: f"conversation {key}",
}


def group_name(by: str, label: Any) -> str:
    """Returns what a group is called, such as "turn 2" or "Hindi"."""
    return _GROUPS.get(by, str)(label)


def figure_name(key: str, mode: str) -> str:
    """Returns what a figure is called, with its mode where it has one."""
    if key.startswith(_K_OF_N):
        label = "PIF-" + key.removeprefix(_K_OF_N).replace(".", "-")
    else:
        label = next((metric.label for metric in METRICS if metric.key == key), key)
    return label if mode == "both" else f"{label}, {mode}"


def row_name(key: str, mode: str) -> str:
    """Returns what the row of a figure is called in a report; "" if the report has no such row.

    A report shows the four accuracies in both modes, and all else strict.
    """
    if (key, mode) in MEAN.mean_of:
        return figure_name(key, mode)
    return "" if mode == "loose" else figure_name(key, mode).removesuffix(", strict")


def report_rows(samples: int) -> dict[str, list[tuple[str, str]]]:
    """Returns the (key, mode) of each row of a report on so many samples, by their heading."""
    rows: dict[str, list[tuple[str, str]]] = {}
    for metric in MEAN_FIRST:
        keys = [metric.key]
        if metric.key == "pif":
            keys += [f"{_K_OF_N}{samples}.{k}" for k in _shown_k(samples)]
        shown = [(key, mode) for key in keys for mode in metric.modes if row_name(key, mode)]
        strict = not any(mode == "loose" for _, mode in shown)
        heading = f"{metric.heading}, strict" if metric.heading and strict else metric.heading
        rows.setdefault(heading, []).extend(shown)
    return rows


def estimate_of(metrics: Metrics, key: str, mode: str) -> Estimate:
    """Returns an estimate by the key of its metric, that of PIF-N-K included, and its mode."""
    if key.startswith(_K_OF_N):
        n, k = map(int, key.removeprefix(_K_OF_N).split("."))
        found: Estimate = getattr(metrics.pif_n_k(n, k), mode)
        return found
    return next(each for name, kind, each in metrics.items() if (name, kind) == (key, mode))


def _shown_k(n: int) -> list[int]:
    """Returns the K of which PIF-N-K is shown: all, or some of many."""
    return list(range(1, n + 1)) if n <= _MOST_K else sorted({1, n // 4, n // 2, 3 * n // 4, n})
