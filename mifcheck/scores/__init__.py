"""Scores of a run: the four accuracies, PIF, PIF-N-K, forgetting and correction.

`score(run)` checks every reply (`judging`), keeps what became of each check in columns
(`Outcomes`), and computes every metric (`METRICS`) with its interval from them (`Scores`).
"""

from __future__ import annotations

from mifcheck.scores.comparing import compare, dominance
from mifcheck.scores.comparison import Comparison
from mifcheck.scores.correlation import correlations, pearson, spearman
from mifcheck.scores.estimates import (
    LOOSE,
    STRICT,
    Change,
    Correlation,
    Difference,
    Estimate,
    StrictLoose,
)
from mifcheck.scores.examples import Example
from mifcheck.scores.judging import score
from mifcheck.scores.metrics import METRICS, Metric, pif_n_k
from mifcheck.scores.outcomes import ANSWERED, ERROR, MISSING, Outcomes, ReplyOutcome
from mifcheck.scores.profiles import Differences, Disagreement, Headline, compare_profiles
from mifcheck.scores.scores import GroupedMetrics, Scores
from mifcheck.scores.values import (
    Accuracy,
    Counts,
    Distribution,
    Dominance,
    Forgetting,
    Metrics,
)

__all__ = [
    "ANSWERED",
    "ERROR",
    "LOOSE",
    "METRICS",
    "MISSING",
    "STRICT",
    "Accuracy",
    "Change",
    "Comparison",
    "Correlation",
    "Counts",
    "Difference",
    "Differences",
    "Disagreement",
    "Distribution",
    "Dominance",
    "Estimate",
    "Example",
    "Forgetting",
    "GroupedMetrics",
    "Headline",
    "Metric",
    "Metrics",
    "Outcomes",
    "ReplyOutcome",
    "Scores",
    "StrictLoose",
    "compare",
    "compare_profiles",
    "correlations",
    "dominance",
    "pearson",
    "pif_n_k",
    "score",
    "spearman",
]
