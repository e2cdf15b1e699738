"""The metrics of a group, and the distribution of PIF, as frozen values."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeAlias

from mifcheck import doors
from mifcheck.errors import ParameterError
from mifcheck.frames import to_frame
from mifcheck.scores.estimates import LOOSE, STRICT, AsDict, Change, Estimate, StrictLoose

if TYPE_CHECKING:
    import pandas

Real: TypeAlias = int | float | Fraction


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
        """Returns the mean of the four."""
        return float(self.mean)


@dataclass(frozen=True, slots=True)
class Forgetting:
    """The share of instructions that were followed once and are not followed now.

    Attributes:
        consecutive: of those followed at turn t, the share not followed at turn t + 1.
        ever: of those followed at any earlier turn, the share not followed at turn t + 1.
    """

    consecutive: StrictLoose
    ever: StrictLoose

    def __float__(self) -> float:
        """Returns the strict value of the consecutive reading."""
        return float(self.consecutive)


@dataclass(frozen=True, slots=True)
class Counts(AsDict):
    """What a group rests on.

    Grouped by family, id, age or role, only `clusters`, `conversations`, `replies`, `checks`,
    `undecided`, `checker_errors` and `superseded` are defined. The others are None, since a
    reply belongs to no single instruction.

    Attributes:
        clusters: groups of conversations that are translations of one another.
        conversations: in the run, answered or not.
        replies: those that came.
        checks: instructions checked in them.
        undecided: strict verdicts "not judged".
        checker_errors: checks not judged, strictly or loosely, because the checker raised.
        superseded: instructions not judged because they contradict one of a higher role.
        not_judged: replies of which no check could be judged.
        errors: replies lost to an error, whether it counts or not.
        missing: replies that the run has no record of.
        unclosed: replies whose thinking never ended.
        cut: replies that reached the length limit.
        refused: replies that begin with the words of a refusal.
        scored: conversations with a reply, or with an error that counts as not followed.
    """

    clusters: int
    conversations: int
    replies: int
    checks: int
    undecided: int
    checker_errors: int = 0
    superseded: int = 0
    not_judged: int | None = None
    errors: int | None = None
    missing: int | None = None
    unclosed: int | None = None
    cut: int | None = None
    refused: int | None = None
    scored: int | None = None

    def __str__(self) -> str:
        return ", ".join(f"{value} {name}" for name, value in self.to_dict().items() if value)


@dataclass(frozen=True, slots=True)
class Distribution(doors.Displayed):
    """How many replies have which PIF, the share of its instructions that a reply follows.

    Attributes:
        values: the different PIFs, from low to high, exact.
        counts: how many replies have each.
        at_most: for each value the share of replies whose PIF is no higher. The interval is of
            this share alone, not a band for the whole function.
        left_out: replies that have no PIF: lost, or of which nothing could be judged.
        note: why there are no values, else "".
    """

    values: tuple[Fraction, ...] = ()
    counts: tuple[int, ...] = ()
    at_most: tuple[Estimate, ...] = ()
    left_out: int = 0
    note: str = ""

    @property
    def n(self) -> int:
        """How many replies there are."""
        return sum(self.counts)

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """The share of replies with each value, exact; they add up to 1."""
        return tuple(Fraction(count, self.n) for count in self.counts)

    @property
    def mean(self) -> Fraction | None:
        """The PIF of all replies, exact; None when there are none."""
        if not self.n:
            return None
        total = sum(value * count for value, count in zip(self.values, self.counts, strict=True))
        return Fraction(total) / self.n

    def cdf(self, x: Real) -> float:
        """Returns the share of replies whose PIF is at most `x`; NaN without replies.

        A float stands for the fraction nearest to it: 1 / 3 is a third.
        """
        if not self.n:
            return math.nan
        counted = zip(self.values, self.counts, strict=True)
        return sum(count for value, count in counted if _like(value, x) <= x) / self.n

    def quantile(self, share: Real) -> Fraction | None:
        """Returns the least PIF that at least this share of replies does not exceed.

        `quantile(1/2)` is the median. It is None without replies.

        Raises:
            ParameterError: the share is not between 0 and 1.
        """
        if not 0 <= share <= 1:
            raise ParameterError(f"a quantile is at a share between 0 and 1, not {share}")
        for value, count in zip(self.values, accumulate(self.counts), strict=True):
            if _like(Fraction(count, self.n), share) >= share:
                return value
        return None

    def to_dict(self) -> dict[str, Any]:
        """Returns a JSON object. A value is both a fraction, such as "2/3", and a number."""
        rows = zip(self.values, self.counts, self.at_most, strict=True)
        return {
            "values": [
                {
                    "fraction": str(value),
                    "pif": float(value),
                    "replies": count,
                    "at_most": below.to_dict(),
                }
                for value, count, below in rows
            ],
            "n": self.n,
            "left_out": self.left_out,
            "note": self.note,
        }

    def to_pandas(self) -> pandas.DataFrame:
        """Returns a data frame with a row a value; "at_most" has its interval.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        rows = zip(self.values, self.counts, self.at_most, strict=True)
        return to_frame(
            {
                "pif": float(value),
                "replies": count,
                "at_most": below.value,
                "low": below.low,
                "high": below.high,
            }
            for value, count, below in rows
        )


def _like(value: Fraction, x: Real) -> Real:
    """Returns the fraction, as a float if it is compared with a float."""
    return float(value) if isinstance(x, float) else value


@dataclass(frozen=True, slots=True)
class Dominance(doors.Displayed):
    """How the PIF of two runs' replies compares, on the same conversations.

    Attributes:
        mode: "strict" or "loose".
        a, b: the distribution of each run.
        largest: the share of a's replies with a PIF of at most x minus that of b's, at the x where
            it is largest. It is never below 0, and it is 0 where a dominates. A resample cannot
            make a 0 smaller, so this interval leans upwards.
        smallest: the same at the x where it is smallest. It is 0 where b dominates.
        ahead, behind: the share of resamples in which a dominates b, and b dominates a; None
            without resamples.
        superiority: the probability that a random reply of a has a higher PIF than one of b, ties
            counted half (Mann and Whitney, On a test of whether one of two random variables
            is stochastically larger than the other, Annals of Mathematical Statistics 18, 1947);
            n counts the pairs. 1/2 favours neither.
        clusters: how many conversations (with their translations) it rests on; the smaller number
            where the runs differ in that.
    """

    mode: str
    a: Distribution
    b: Distribution
    largest: Change
    smallest: Change
    ahead: float | None
    behind: float | None
    superiority: Estimate
    clusters: int

    @property
    def dominates(self) -> bool | None:
        """Whether a dominates b in these replies; None where one run has nothing to judge."""
        return _dominates(self.largest.value, self.smallest.value)

    @property
    def dominated(self) -> bool | None:
        """Whether b dominates a in these replies; None where one run has nothing to judge."""
        return _dominates(self.smallest.value, self.largest.value)

    def to_dict(self) -> dict[str, Any]:
        """Returns a JSON object of everything, numbers unrounded."""
        return {
            "mode": self.mode,
            "dominates": self.dominates,
            "dominated": self.dominated,
            "ahead": self.ahead,
            "behind": self.behind,
            "largest": self.largest.to_dict(),
            "smallest": self.smallest.to_dict(),
            "superiority": self.superiority.to_dict(),
            "clusters": self.clusters,
            "distributions": {"a": self.a.to_dict(), "b": self.b.to_dict()},
        }


def _dominates(short: float | None, beyond: float | None) -> bool | None:
    """Decides by the difference that has to be 0 and the one that must not be."""
    return None if short is None or beyond is None else short == 0 and beyond != 0


@dataclass(frozen=True, slots=True)
class Metrics:
    """Every figure of one group.

    `metrics["pif", "strict"]` is any figure by name and mode, as `METRICS` lists them, and
    `metrics["pif_n_k.4.3", "strict"]` is PIF-4-3. Grouped by turn, forgetting and correction of
    turn 2 are those from turn 1 to turn 2.

    Attributes:
        estimates: by (figure, mode); the mode of the mean is "both".
        counts: what the group rests on.
    """

    estimates: Mapping[tuple[str, str], Estimate]
    counts: Counts
    _k_of_n: Callable[[int, int], StrictLoose] = field(compare=False, repr=False)
    _distribution: Callable[[str], Distribution] = field(compare=False, repr=False)

    def __getitem__(self, name: tuple[str, str]) -> Estimate:
        figure, mode = name
        if figure.startswith("pif_n_k."):
            _, n, k = figure.split(".")
            return getattr(self.pif_n_k(int(n), int(k)), mode)  # type: ignore[no-any-return]
        return self.estimates[name]

    def modes(self, figure: str) -> StrictLoose:
        """Returns a figure in both modes."""
        return StrictLoose(self[figure, STRICT], self[figure, LOOSE])

    @property
    def accuracy(self) -> Accuracy:
        """The four accuracies and their mean."""
        instruction = self.modes("accuracy.instruction")
        conversation = self.modes("accuracy.conversation")
        return Accuracy(instruction, conversation, self["accuracy.mean", "both"])

    @property
    def pif(self) -> StrictLoose:
        """The mean share of instructions that a reply follows."""
        return self.modes("pif")

    @property
    def forgetting(self) -> Forgetting:
        """The share of instructions that were followed once and are not followed now."""
        return Forgetting(self.modes("forgetting.consecutive"), self.modes("forgetting.ever"))

    @property
    def correction(self) -> StrictLoose:
        """Of the instructions not followed at turn t, the share followed at turn t + 1."""
        return self.modes("correction")

    def pif_n_k(self, n: int, k: int) -> StrictLoose:
        """Returns the share of turns of which at least `k` of `n` replies have PIF 1.

        The figures of all k for one n are computed together, when the first is asked for.

        Raises:
            ParameterError: unless 1 <= k <= n <= samples of the run.
        """
        return self._k_of_n(n, k)

    def distribution(self, mode: str = STRICT) -> Distribution:
        """Returns how many replies have which PIF; grouped by family, id or age there is none.

        Raises:
            ParameterError: the mode is neither "strict" nor "loose".
        """
        return self._distribution(mode)

    def items(self) -> Iterator[tuple[str, str, Estimate]]:
        """Yields (figure, mode, estimate) of each figure but PIF-N-K."""
        for (figure, mode), estimate in self.estimates.items():
            yield figure, mode, estimate

    def to_dict(self) -> dict[str, Any]:
        """Returns nested dicts: "accuracy.instruction" is under "accuracy", "instruction"."""
        found: dict[str, Any] = {}
        for figure, mode, estimate in self.items():
            inner = found
            for part in figure.split("."):
                inner = inner.setdefault(part, {})
            inner.update(estimate.to_dict() if mode == "both" else {mode: estimate.to_dict()})
        return {**found, "counts": self.counts.to_dict()}
