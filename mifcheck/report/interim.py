"""Stands for the metrics of `mifcheck.scores.metrics`."""

from typing import NamedTuple


class Metric(NamedTuple):
    key: str
    label: str
    short: str
    heading: str
    modes: tuple[str, ...] = ("strict", "loose")
    mean_of: tuple[tuple[str, str], ...] = ()


_FOUR = "The four accuracies"
_TURNS = "From turn to turn"
METRICS = (
    Metric("accuracy.instruction", "instructions", "instructions", _FOUR),
    Metric("accuracy.conversation", "whole replies", "conversations", _FOUR),
    Metric("pif", "PIF", "PIF", "PIF and PIF-N-K"),
    Metric("forgetting.consecutive", "forgotten since last turn", "forgetting", _TURNS),
    Metric("forgetting.ever", "forgotten since any turn", "", _TURNS),
    Metric("correction", "corrected since last turn", "correction", _TURNS),
    Metric(
        "accuracy.mean",
        "mean of the four accuracies",
        "mean of four",
        "",
        ("both",),
        tuple(
            (f"accuracy.{u}", m)
            for m in ("strict", "loose")
            for u in ("instruction", "conversation")
        ),
    ),
)
(MEAN,) = (metric for metric in METRICS if metric.mean_of)
