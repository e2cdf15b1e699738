"""The figures of a group of outcomes, as frozen values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from mifcheck.scores.distribution import Distribution
from mifcheck.scores.statistics import Estimate


@dataclass(frozen=True, slots=True)
class StrictLoose:
    """One figure on the reply as it is (`strict`) and on its loose loose_variants (`loose`)."""

    strict: Estimate
    loose: Estimate

    def __float__(self) -> float:
        """The strict value."""
        return float(self.strict)

    def __str__(self) -> str:
        return f"{self.strict} strict, {self.loose} loose"


@dataclass(frozen=True, slots=True)
class Accuracy:
    """The four accuracies and their mean.

    Attributes:
        instruction: share of instructions followed.
        conversation: share of replies that follow every instruction.
        mean: of the four, the figure that Multi-IF publishes; its n is the number of replies.
    """

    instruction: StrictLoose
    conversation: StrictLoose
    mean: Estimate

    def __float__(self) -> float:
        """The mean of the four."""
        return float(self.mean)


@dataclass(frozen=True, slots=True)
class Forgetting:
    """The share of instructions once followed and now not, by two readings.

    Attributes:
        consecutive: of those followed at turn t, the share not followed at turn t + 1.
        ever: of those followed at any earlier turn, the share not followed at turn t + 1.
    """

    consecutive: StrictLoose
    ever: StrictLoose

    def __float__(self) -> float:
        """The strict value of the consecutive reading."""
        return float(self.consecutive)


@dataclass(frozen=True, slots=True)
class Counts:
    """What a group rests on.

    Grouped by family or id, only `clusters`, `conversations`, `replies`, `checks` and `undecided`
    are defined; the others are None, since a reply belongs to no single instruction.

    Attributes:
        clusters: groups of conversations that are translations of one another.
        conversations: in the run, answered or not.
        replies: those that came.
        checks: instructions checked in them.
        undecided: strict verdicts that are neither pass nor failure.
        unsupported_reason: replies of which no check could be judged.
        errors: replies lost to an error.
        missing: replies that the run has no record of.
        unclosed: replies whose thinking never ended.
        cut: replies that ran into the length limit.
    """

    clusters: int
    conversations: int
    replies: int
    checks: int
    undecided: int
    unsupported_reason: int | None = None
    errors: int | None = None
    missing: int | None = None
    unclosed: int | None = None
    cut: int | None = None

    def to_dict(self) -> dict[str, int | None]:
        """The fields under their own names."""
        return asdict(self)

    def __str__(self) -> str:
        return ", ".join(f"{value} {name}" for name, value in self.to_dict().items() if value)


@dataclass(frozen=True, slots=True)
class Metrics:
    """Every figure of one group: `accuracy`, `pif`, `forgetting`, `correction`, `counts`.

    Grouped by turn, forgetting and correction of turn 2 are those from turn 1 to turn 2.
    """

    accuracy: Accuracy
    pif: StrictLoose
    forgetting: Forgetting
    correction: StrictLoose
    counts: Counts
    _k_of_n: Callable[[int, int], StrictLoose] = field(compare=False, repr=False)
    _distribution: Callable[[str], Distribution] = field(compare=False, repr=False)

    def pif_n_k(self, n: int, k: int) -> StrictLoose:
        """The share of turns of which at least `k` of `n` replies have PIF 1.

        The figures of all k for one n are computed together, when the first is asked for.

        Raises:
            ParameterError: unless 1 <= k <= n <= samples of the run.
        """
        return self._k_of_n(n, k)

    def distribution(self, mode: str = "strict") -> Distribution:
        """How many replies have which PIF; grouped by family, id or age there is none.

        Raises:
            ParameterError: the mode is neither "strict" nor "loose".
        """
        return self._distribution(mode)

    def items(self) -> Iterator[tuple[str, str, Estimate]]:
        """(figure, mode, estimate) of each, but for PIF-N-K; the mode of a mean is "both"."""
        for name, modes in (
            ("accuracy.instruction", self.accuracy.instruction),
            ("accuracy.conversation", self.accuracy.conversation),
            ("pif", self.pif),
            ("forgetting.consecutive", self.forgetting.consecutive),
            ("forgetting.ever", self.forgetting.ever),
            ("correction", self.correction),
        ):
            yield name, "strict", modes.strict
            yield name, "loose", modes.loose
        yield "accuracy.mean", "both", self.accuracy.mean

    def to_dict(self) -> dict[str, Any]:
        """Nested dicts under the names of the attributes, numbers unrounded."""
        return {
            "accuracy": {
                "instruction": _modes(self.accuracy.instruction),
                "conversation": _modes(self.accuracy.conversation),
                "mean": self.accuracy.mean.to_dict(),
            },
            "pif": _modes(self.pif),
            "forgetting": {
                "consecutive": _modes(self.forgetting.consecutive),
                "ever": _modes(self.forgetting.ever),
            },
            "correction": _modes(self.correction),
            "counts": self.counts.to_dict(),
        }


def _modes(modes: StrictLoose) -> dict[str, Any]:
    return {"strict": modes.strict.to_dict(), "loose": modes.loose.to_dict()}
