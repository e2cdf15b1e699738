"""The differences between two runs, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mifcheck import doors
from mifcheck.errors import ParameterError
from mifcheck.frames import to_frame
from mifcheck.scores.estimates import Difference
from mifcheck.scores.values import Counts, Dominance

if TYPE_CHECKING:
    import pandas

SCHEMA: Final = "mifcheck.comparison/1"


@dataclass(frozen=True, slots=True, repr=False)
class Comparison(doors.Displayed):
    """Two runs compared: what `compare` returns.

    Attributes:
        rows: a difference for each figure, first of everything, then of each group.
        by: the names that the rows are grouped by.
        conversations: how many were compared.
        only_a, only_b: keys of the conversations left out, since the other run has no reply.
        counts_a, counts_b: the counts of the compared part of each run.
        signature_a, signature_b: what was measured. They can differ only in the conversations and
            in the fields of `across`.
        dominance: whether the PIF of one run is higher throughout.
        resamples, seed, confidence: of the bootstrap.
        across: (field of the signature, a's value, b's value) of each allowed difference.
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
        """Returns the difference of one figure, of everything or of one group, as in turn=2.

        Raises:
            ParameterError: there is no such row.
        """
        for row in self.rows:
            if (row.figure, row.mode, dict(row.group)) == (figure, mode, group):
                return row
        place = "".join(f", {name} {label}" for name, label in group.items())
        raise ParameterError(f"no {figure}, {mode}{place} among the differences")

    def to_dict(self) -> dict[str, Any]:
        """Returns a JSON object of everything, numbers unrounded."""
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

    def to_pandas(self) -> pandas.DataFrame:
        """Returns the differences as a data frame.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        return to_frame(row.to_dict() for row in self.rows)

    def __repr__(self) -> str:
        first = self.rows[0]
        return (
            f"<Comparison of {self.conversations} conversations: "
            f"{first.figure}, {first.mode}: {first}>"
        )
