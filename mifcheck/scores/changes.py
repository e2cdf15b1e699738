"""The headline figures of several outcomes of the same replies, and their paired differences."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from mifcheck.scores.events import LOOSE, STRICT, Frame
from mifcheck.scores.outcomes import Outcomes
from mifcheck.scores.pairing import PairedBootstrap
from mifcheck.scores.statistics import Resampler, signed

HEADLINE: Final = (
    ("accuracy.mean", "both"),
    ("accuracy.instruction", STRICT),
    ("accuracy.conversation", STRICT),
    ("accuracy.instruction", LOOSE),
    ("accuracy.conversation", LOOSE),
    ("pif", STRICT),
    ("pif", LOOSE),
)
"""(figure, mode) of each headline figure, the mean of the four first."""


@dataclass(frozen=True, slots=True)
class Change:
    """How much higher a figure is by one reading of the replies than by another.

    Attributes:
        value: the difference, between -1 and 1; None where either has nothing to judge.
        low, high: the ends of its confidence interval; None when there is none (`note` says why).
        note: why the value or the interval is missing, else "".
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    note: str = ""

    def __str__(self) -> str:
        """For example "+0.021 [+0.01, +0.03]"."""
        return signed(self.value, self.low, self.high)

    def to_dict(self) -> dict[str, Any]:
        """The fields under their own names, unrounded."""
        return asdict(self)


def paired_changes(
    first: Outcomes,
    other: Outcomes,
    *,
    resamples: int = 10_000,
    seed: int = 0,
    confidence: float = 0.95,
    language: str | None = None,
) -> dict[tuple[str, str], Change]:
    """How much higher each headline figure is in `other` than in `first`.

    Both are of the same replies, and every resample of conversations is drawn for both at once:
    what makes a conversation hard is in both figures, and leaves their difference. The figures are
    the four accuracies, their mean and PIF, under the names of `Metrics.items`.

    Args:
        first, other: the same replies, judged in two ways.
        resamples, seed, confidence: of the bootstrap (see `mifcheck.scores.statistics`).
        language: count the replies in this one alone.

    Raises:
        ParameterError: a setting out of range.
    """
    frames = [Frame(other), Frame(first)]
    resampler = Resampler(len(frames[0].clusters), resamples, seed)
    by = () if language is None else ("language",)
    rows = PairedBootstrap(frames, resampler, confidence).rows(by)
    group = () if language is None else (("language", language),)
    found = {(row.figure, row.mode): row for row in rows if row.group == group}
    return {
        name: Change(row.value, row.low, row.high, row.note)
        for name in HEADLINE
        if (row := found.get(name))
    }
