"""What figures and groups are called where people read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from mifcheck.languages import get_language, known_languages
from mifcheck.report.formats import count
from mifcheck.scores.metrics import Metrics
from mifcheck.scores.statistics import Estimate


class Metric(NamedTuple):
    name: str
    label: str
    short: str
    group: str
    modes: tuple[str, ...]
    curve: str = ""
    title: str = ""
    unit: str = ""


_FOUR = "The four accuracies"
_TURNS = "From turn to turn, strict"
_BOTH, _STRICT = ("strict", "loose"), ("strict",)
METRICS = (
    Metric("accuracy.mean", "mean of the four accuracies", "mean of four", "", ("both",)),
    Metric(
        "accuracy.instruction",
        "instructions",
        "instructions",
        _FOUR,
        _BOTH,
        "instruction",
        "Followed",
        "share of instructions",
    ),
    Metric(
        "accuracy.conversation",
        "whole replies",
        "conversations",
        _FOUR,
        _BOTH,
        "conversation",
        "Everything followed",
        "share of replies",
    ),
    Metric(
        "pif", "PIF", "PIF", "PIF and PIF-N-K, strict", _STRICT, "pif", "PIF", "mean share followed"
    ),
    Metric(
        "forgetting.consecutive",
        "forgotten since last turn",
        "forgetting",
        _TURNS,
        _STRICT,
        "forgetting",
        "Forgotten since last turn",
        "share of those followed",
    ),
    Metric("forgetting.ever", "forgotten since any turn", "", _TURNS, _STRICT),
    Metric(
        "correction",
        "corrected since last turn",
        "correction",
        _TURNS,
        _STRICT,
        "correction",
        "Corrected since last turn",
        "share of those not followed",
    ),
)
MEAN: Final = ("accuracy.mean", "both")
FOLLOWED: Final = ("accuracy.instruction", "strict")

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


def figure_label(figure: str, mode: str) -> str:
    """Returns what a figure is called, with its mode where it has one."""
    label = next((metric.label for metric in METRICS if metric.name == figure), figure)
    return label if mode == "both" else f"{label}, {mode}"


def row_label(figure: str, mode: str) -> str:
    """Returns what the row of a figure is called in a report; "" if the report has no such row."""
    if figure.startswith(_K_OF_N) and mode == "strict":
        return "PIF-" + figure.removeprefix(_K_OF_N).replace(".", "-")
    for metric in METRICS:
        if metric.name == figure and mode in metric.modes:
            return f"{metric.label}, {mode}" if len(metric.modes) > 1 else metric.label
    return ""


def report_rows(samples: int) -> Iterator[tuple[str, str, str]]:
    """Yields (group, figure, mode) of each row of a report on so many samples."""
    for metric in METRICS:
        yield from ((metric.group, metric.name, mode) for mode in metric.modes)
        if metric.name == "pif":
            for k in _shown_k(samples):
                yield metric.group, f"{_K_OF_N}{samples}.{k}", "strict"


def estimate_of(metrics: Metrics, figure: str, mode: str) -> Estimate:
    """Returns an estimate by the name of its figure and its mode."""
    if figure.startswith(_K_OF_N):
        n, k = map(int, figure.removeprefix(_K_OF_N).split("."))
        found: Estimate = getattr(metrics.pif_n_k(n, k), mode)
        return found
    return next(each for name, kind, each in metrics.items() if (name, kind) == (figure, mode))


def _shown_k(n: int) -> list[int]:
    """Returns the K of which PIF-N-K is shown: all, or some of many."""
    return list(range(1, n + 1)) if n <= _MOST_K else sorted({1, n // 4, n // 2, 3 * n // 4, n})
