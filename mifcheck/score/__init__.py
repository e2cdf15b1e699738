"""Scores of a run: the four accuracies, PIF, PIF-N-K, forgetting and correction.

`score(run)` checks every reply (`collect`), keeps what became of each check in columns
(`Outcomes`) and computes every figure with its interval from these (`Scores`).
"""

from __future__ import annotations

from mifcheck.score.collect import collect, score
from mifcheck.score.compare import compare
from mifcheck.score.comparison import Comparison, Difference
from mifcheck.score.distribution import Distribution
from mifcheck.score.dominance import Dominance
from mifcheck.score.figures import Accuracy, Counts, Figures, Forgetting, Modes
from mifcheck.score.outcomes import ANSWERED, ERROR, MISSING, Outcomes, ReplyOutcome
from mifcheck.score.scores import Scores
from mifcheck.score.table import Table

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
    "Figures",
    "Forgetting",
    "Modes",
    "Outcomes",
    "ReplyOutcome",
    "Scores",
    "Table",
    "collect",
    "compare",
    "score",
]
