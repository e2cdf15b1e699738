"""Scores of a run: the four accuracies, PIF, PIF-N-K, forgetting and correction.

`score(run)` checks every reply (`collect`), keeps what became of each check in columns
(`Outcomes`) and computes every figure with its interval from these (`Scores`).
"""

from __future__ import annotations

from mifcheck.scores.collect import collect, score
from mifcheck.scores.comparing import compare
from mifcheck.scores.comparison import Comparison, Difference
from mifcheck.scores.distribution import Distribution
from mifcheck.scores.dominance import Dominance
from mifcheck.scores.metrics import Accuracy, Counts, Forgetting, Metrics, StrictLoose
from mifcheck.scores.outcomes import ANSWERED, ERROR, MISSING, Outcomes, ReplyOutcome
from mifcheck.scores.scores import Scores
from mifcheck.scores.table import Table

__all__ = [
    "ANSWERED",
    "ERROR",
    "MISSING",
    "Accuracy",
    "Comparison",
    "Counts",
    "Difference",
    "Distribution",
    "Dominance",
    "Forgetting",
    "Metrics",
    "Outcomes",
    "ReplyOutcome",
    "Scores",
    "StrictLoose",
    "Table",
    "collect",
    "compare",
    "score",
]
