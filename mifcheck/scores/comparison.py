"""The differences of two runs, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from mifcheck import doors
from mifcheck.errors import ParameterError
from mifcheck.scores.estimates import Difference
from mifcheck.scores.values import Counts, Dominance

SCHEMA: Final = "mifcheck.comparison/1"


@dataclass(frozen=True, slots=True, repr=False)
class Comparison(doors.Displayed):
    """Two runs compared, as `compare` does; shows itself as a table in a notebook.

    Attributes:
        rows: a difference for each figure, of everything first, then of each group.
        by: what the groups are of.
        conversations: how many were compared.
        only_a, only_b: keys of the conversations left out, since the other run has no reply.
        counts_a, counts_b: what the compared part of each run rests on, and what it lost.
        signature_a, signature_b: what was measured; they differ, if at all, in what was asked and
            in `across`.
        dominance: whether the PIF of one is the higher one throughout.
        resamples, seed, confidence: of the bootstrap.
        across: (field of the signature, a's value, b's value) of each that differs with leave.
    """

    rows: tuple[Difference, ...]
    by: tuple[str, ...]
    conversations: int
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    counts_a: Counts
    counts_b: Counts
    signature_a: str
    signature_b: str
    dominance: Dominance
    resamples: int
    seed: int
    confidence: float
    across: tuple[tuple[str, str, str], ...] = ()

    def find(self, figure: str, mode: str = "strict", **group: Any) -> Difference:
        """The difference of one figure, of everything or of one group, as in turn=2.

        Raises:
            ParameterError: there is no such row.
        """
        for row in self.rows:
            if (row.figure, row.mode, dict(row.group)) == (figure, mode, group):
                return row
        place = "".join(f", {name} {label}" for name, label in group.items())
        raise ParameterError(f"no {figure}, {mode}{place} among the differences")

    def to_dict(self) -> dict[str, Any]:
        """A JSON object of everything, numbers unrounded."""
        return {
            "schema": SCHEMA,
            "signatures": {"a": self.signature_a, "b": self.signature_b},
            "across": {name: {"a": a, "b": b} for name, a, b in self.across},
            "resamples": self.resamples,
            "seed": self.seed,
            "confidence": self.confidence,
            "conversations": self.conversations,
            "only": {"a": list(self.only_a), "b": list(self.only_b)},
            "counts": {"a": self.counts_a.to_dict(), "b": self.counts_b.to_dict()},
            "dominance": self.dominance.to_dict(),
            "by": list(self.by),
            "rows": [row.to_dict() for row in self.rows],
        }

    def __repr__(self) -> str:
        first = self.rows[0]
        return (
            f"<Comparison of {self.conversations} conversations: "
            f"{first.figure}, {first.mode}: {first}>"
        )
