"""The scores of a run: every figure with its interval, by whatever the reader asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mifcheck import doors
from mifcheck.datasets.files import json_line, read_document, write_whole
from mifcheck.errors import DataError, MifcheckError
from mifcheck.frames import to_frame
from mifcheck.safe import printable, short_repr
from mifcheck.scores.bootstrap import Resampler
from mifcheck.scores.coded import CodedOutcomes
from mifcheck.scores.distributions import distributions
from mifcheck.scores.estimates import MODES, Estimate, StrictLoose
from mifcheck.scores.grouping import Grouping, Key
from mifcheck.scores.metrics import MEAN, RATIOS, each_k, places_of_mean, require_k_of_n, with_modes
from mifcheck.scores.outcomes import Outcomes
from mifcheck.scores.values import Accuracy, Counts, Distribution, Forgetting, Metrics
from mifcheck.scores.verdicts import VerdictSource, VerdictTable, verdict_table

if TYPE_CHECKING:
    import pandas
    from matplotlib.figure import Figure

SCHEMA: Final = "mifcheck.scores/4"
_SETTINGS: Final = ("resamples", "seed", "confidence")
_TABLES: Final = (
    ("turn",), ("language",), ("turn", "language"), ("family",), ("id",), ("turn", "family"),
    ("age",), ("active",),
)  # fmt: skip


class GroupedMetrics(doors.Displayed, Mapping[Key, Metrics]):
    """Metrics by group: `grouped[2]`, or `grouped[2, "hi"]` when grouped by turn and language.

    Groups come in sorted order, and only those that occur. Everything is computed at once, on
    first use.

    Raises:
        ParameterError: something that outcomes cannot be grouped by.
    """

    def __init__(self, coded: CodedOutcomes, by: Sequence[str], confidence: float) -> None:
        self._grouping = Grouping(coded, by, confidence)
        self._k_of_n: dict[int, list[list[StrictLoose]]] = {}
        self._distributions: dict[str, list[Distribution]] = {}

    @property
    def by(self) -> tuple[str, ...]:
        """The names that the metrics are grouped by."""
        return self._grouping.by

    def __getitem__(self, key: Key) -> Metrics:
        return self._metrics[key]

    def __contains__(self, key: object) -> bool:
        return key in self._grouping

    def __iter__(self) -> Iterator[Key]:
        return iter(self._grouping.keys)

    def __len__(self) -> int:
        return len(self._grouping)

    def __repr__(self) -> str:
        return f"<GroupedMetrics by {', '.join(self.by)}: {len(self)} groups>"

    def rows(self) -> list[dict[str, Any]]:
        """Returns one flat dict a figure: the group's labels, figure, mode, the estimate's fields.

        The figure "pif_n_k.4.3" is PIF-4-3. There is one for each K, N being the samples.
        """
        return [
            {**dict(self._grouping.labels(key)), "figure": figure, "mode": mode, **each.to_dict()}
            for key, metrics in self.items()
            for figure, mode, each in (*metrics.items(), *self._pif_n_k(metrics))
        ]

    def to_pandas(self) -> pandas.DataFrame:
        """Returns `rows()` as a data frame.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        return to_frame(self.rows())

    def _pif_n_k(self, metrics: Metrics) -> Iterator[tuple[str, str, Estimate]]:
        """Yields PIF-N-K for each K, as `Metrics.items`; by instruction there is none."""
        shown = [] if self._grouping.single else each_k(self._grouping.coded.outcomes.samples)
        for metric, mode in with_modes(shown):
            yield metric.key, mode, metrics[metric.key, mode]

    @cached_property
    def _metrics(self) -> dict[Key, Metrics]:
        wanted = list(with_modes(RATIOS))
        names = [(metric.key, mode) for metric, mode in wanted]
        sums = (self._grouping.sums(metric, mode) for metric, mode in wanted)
        rows = self._grouping.estimates(sums, places_of_mean(names))
        names += [(MEAN.key, mode) for mode in MEAN.modes]
        counts = self._grouping.counts()
        return {
            key: Metrics(
                dict(zip(names, estimates, strict=True)),
                counted,
                partial(self._k_of_n_in, group),
                partial(self._distribution_in, group),
            )
            for group, (key, estimates, counted) in enumerate(
                zip(self._grouping.keys, rows, counts, strict=True)
            )
        }

    def _k_of_n_in(self, group: int, n: int, k: int) -> StrictLoose:
        require_k_of_n(n, k, self._grouping.coded.outcomes.samples)
        if n not in self._k_of_n:
            sums = [self._grouping.sums(metric, mode) for metric, mode in with_modes(each_k(n))]
            self._k_of_n[n] = [
                [StrictLoose(*pair) for pair in zip(row[::2], row[1::2], strict=True)]
                for row in self._grouping.estimates(sums)
            ]
        return self._k_of_n[n][group][k - 1]

    def _distribution_in(self, group: int, mode: str) -> Distribution:
        if mode not in self._distributions:
            self._distributions[mode] = distributions(self._grouping, mode)
        return self._distributions[mode][group]


class Scores(doors.Displayed):
    """Scores of one run, or of several that were measured alike.

    `accuracy`, `pif`, `pif_n_k(n, k)`, `forgetting`, `correction` and `counts` are those of all
    outcomes. `by("turn", "language")` has the same for each turn in each language. Metrics are
    computed when they are first asked for. Scores are equal when their outcomes and settings are.

    Args:
        outcomes: what became of every check.
        resamples: of the bootstrap, when these scores are compared; their own intervals need none.
        seed: of the bootstrap.
        confidence: of the intervals, strictly between 0 and 1.
        sources: where `verdicts` gets what was measured and why.

    Raises:
        ParameterError: a setting out of range.
    """

    def __init__(
        self,
        outcomes: Outcomes,
        *,
        resamples: int = 10_000,
        seed: int = 0,
        confidence: float = 0.95,
        sources: Sequence[VerdictSource] = (),
    ) -> None:
        self.outcomes = outcomes
        self._sources = tuple(sources)
        self.resamples = resamples
        self.seed = seed
        self.confidence = confidence
        self._coded = CodedOutcomes(outcomes)
        Resampler(0, resamples, seed, confidence)  # It refuses settings out of range.
        self._grouped: dict[tuple[str, ...], GroupedMetrics] = {}

    @property
    def signature(self) -> str:
        """What was measured, and how."""
        return self.outcomes.signature

    @property
    def settings(self) -> dict[str, Any]:
        """The confidence of the intervals, and the resamples and the seed of comparisons."""
        return {name: getattr(self, name) for name in _SETTINGS}

    @property
    def accuracy(self) -> Accuracy:
        """The four accuracies and their mean."""
        return self.figures.accuracy

    @property
    def pif(self) -> StrictLoose:
        """The mean share of instructions that a reply follows."""
        return self.figures.pif

    @property
    def forgetting(self) -> Forgetting:
        """The share of instructions that were followed once and are not followed now."""
        return self.figures.forgetting

    @property
    def correction(self) -> StrictLoose:
        """Of the instructions not followed at turn t, the share followed at turn t + 1."""
        return self.figures.correction

    @property
    def counts(self) -> Counts:
        """What the scores rest on, and what was lost."""
        return self.figures.counts

    @cached_property
    def figures(self) -> Metrics:
        """All figures of all outcomes."""
        return self.by()[()]

    def pif_n_k(self, n: int, k: int) -> StrictLoose:
        """Returns the share of turns at which at least `k` of `n` replies follow every instruction.

        With more than `n` samples a turn it is the unbiased estimate over all choices of n. Turns
        with fewer than n usable replies are left out, and counted.

        Raises:
            ParameterError: unless 1 <= k <= n <= samples.
        """
        return self.figures.pif_n_k(n, k)

    def distribution(self, mode: str = "strict") -> Distribution:
        """Returns how many replies have which PIF.

        Raises:
            ParameterError: the mode is neither "strict" nor "loose".
        """
        return self.figures.distribution(mode)

    def plot(
        self, by: str | None = None, *, figure: str | None = None, mode: str = "strict"
    ) -> Figure:
        """Draws the curves of these scores, as `mif.plot` does for several runs.

        Raises:
            ParameterError: a curve or a mode that does not exist, or nothing to draw.
            MissingExtraError: matplotlib is not installed.
        """
        return doors.opened(doors.plot)(self, by, figure=figure, mode=mode)  # type: ignore[no-any-return]

    def by(self, *names: str) -> GroupedMetrics:
        """Returns the metrics by group: by any of `grouping.BY`, or by several of these crossed.

        Raises:
            ParameterError: an unknown name, or one twice.
        """
        if names not in self._grouped:
            self._grouped[names] = GroupedMetrics(self._coded, names, self.confidence)
        return self._grouped[names]

    @classmethod
    def merge(cls, *parts: Scores) -> Scores:
        """Returns the scores of all parts together, with the settings of the first.

        Raises:
            SignatureError: they were measured differently; names the fields.
            MifcheckError: none given, or a reply stands in two of them.
        """
        outcomes = Outcomes.concat([part.outcomes for part in parts])
        sources = [source for part in parts for source in part._sources]
        return cls(outcomes, **parts[0].settings, sources=sources)

    def verdicts(self) -> VerdictTable:
        """Returns one row a verdict, with what was measured and why.

        What was measured is not kept, so the replies are judged again. Scores of a file have none.
        """
        return verdict_table(self.outcomes, self._sources)

    def to_pandas(self, *by: str) -> pandas.DataFrame:
        """Returns a data frame with a row a figure: the groups' labels, then the estimate's fields.

        Raises:
            MissingExtraError: pandas is not installed.
            ParameterError: an unknown name to group by.
        """
        return self.by(*by).to_pandas()

    def to_dict(self) -> dict[str, Any]:
        """Returns a JSON object of all figures, and of the outcomes that `from_dict` reads.

        `figures` is nested like the attributes. `pif_n_k` has "n,k" for each k, n being the number
        of samples. `distribution` is that of PIF. `by` has the rows of the usual groupings, under
        names such as "turn,language".
        """
        n = self.outcomes.samples
        return {
            "schema": SCHEMA,
            "signature": self.signature,
            **self.settings,
            "figures": self.figures.to_dict(),
            "pif_n_k": {f"{n},{k}": self.pif_n_k(n, k).to_dict() for k in range(1, n + 1)},
            "distribution": {mode: self.distribution(mode).to_dict() for mode in MODES},
            "by": {",".join(names): self.by(*names).rows() for names in _TABLES},
            "outcomes": self.outcomes.to_dict(),
        }

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Scores:
        """Returns the scores that `to_dict` wrote, computed again from their outcomes.

        Raises:
            MifcheckError: no such object, or a damaged one.
        """
        if fields.get("schema") != SCHEMA:
            raise MifcheckError(
                f"not scores: the schema is {short_repr(fields.get('schema'))}, not {SCHEMA}"
            )
        missing = {"signature", "outcomes", *_SETTINGS} - set(fields)
        if missing:
            raise MifcheckError(f"damaged scores: {min(missing)!r} is missing")
        signature, outcomes = fields["signature"], fields["outcomes"]
        if not (isinstance(signature, str) and isinstance(outcomes, Mapping)):
            raise MifcheckError("damaged scores: the signature is text, the outcomes are an object")
        settings = {name: fields[name] for name in _SETTINGS}
        return cls(Outcomes.from_dict(outcomes, signature), **settings)

    def save(self, path: str | Path) -> None:
        """Writes `to_dict` as a JSON file."""
        write_whole(Path(path), json_line(self.to_dict()))

    @classmethod
    def load(cls, path: str | Path) -> Scores:
        """Reads the scores that `save` wrote.

        Raises:
            DataError: the file cannot be read, or holds no scores.
        """
        fields = read_document(Path(path))
        try:
            if not isinstance(fields, dict):
                raise MifcheckError("not scores: a JSON object is expected")
            return cls.from_dict(fields)
        except MifcheckError as error:
            raise DataError(str(error), path=path) from error

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Scores):
            return NotImplemented
        return (
            self.signature == other.signature
            and self.settings == other.settings
            and self.outcomes.to_dict() == other.outcomes.to_dict()
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        replies = len(self.outcomes.conversation)
        return printable(f"<Scores of {replies} replies, {self.signature}>")
