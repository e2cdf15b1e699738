"""The scores of a run: every figure with its interval, by whatever one asks for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mifcheck import doors
from mifcheck.errors import DataError, MifcheckError
from mifcheck.scores.distribution import Distribution
from mifcheck.scores.events import LOOSE, STRICT, Frame
from mifcheck.scores.metrics import Accuracy, Counts, Forgetting, Metrics, StrictLoose
from mifcheck.scores.outcomes import Outcomes
from mifcheck.scores.statistics import Resampler, require_confidence
from mifcheck.scores.table import Table

if TYPE_CHECKING:
    import pandas
    from matplotlib.figure import Figure

SCHEMA: Final = "mifcheck.scores/2"
_SETTINGS: Final = ("resamples", "seed", "confidence")
_TABLES: Final = (
    ("turn",), ("language",), ("turn", "language"), ("family",), ("id",), ("turn", "family"),
    ("age",), ("active",),
)  # fmt: skip


class Scores(doors.Displayed):
    """Scores of one run, or of several that were measured alike.

    `accuracy`, `pif`, `pif_n_k(n, k)`, `forgetting`, `correction` and `counts` are those of all
    outcomes; `by("turn", "language")` has the same for each turn in each language. Metrics are
    computed when first asked for. Scores are equal when nothing that goes into them differs.

    Args:
        outcomes: what became of every check.
        resamples: of the bootstrap; 0 for no intervals.
        seed: of the bootstrap.
        confidence: of the intervals, strictly between 0 and 1.

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
    ) -> None:
        require_confidence(confidence)
        self.outcomes = outcomes
        self.resamples = resamples
        self.seed = seed
        self.confidence = confidence
        self._frame = Frame(outcomes)
        self._resampler = Resampler(len(self._frame.clusters), resamples, seed)
        self._tables: dict[tuple[str, ...], Table] = {}

    @property
    def signature(self) -> str:
        """What was measured, and how."""
        return self.outcomes.signature

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
        """The share of instructions once followed and now not."""
        return self.figures.forgetting

    @property
    def correction(self) -> StrictLoose:
        """Of the instructions not followed at turn t, the share followed at turn t + 1."""
        return self.figures.correction

    @property
    def counts(self) -> Counts:
        """How much the scores rest on, and what was lost."""
        return self.figures.counts

    @cached_property
    def figures(self) -> Metrics:
        """All figures of all outcomes."""
        return self.by()[()]

    def pif_n_k(self, n: int, k: int) -> StrictLoose:
        """The share of turns of which at least `k` of `n` replies follow every instruction.

        With more than `n` samples a turn it is the unbiased estimate over all choices of n. Turns
        with fewer than n usable replies are left out, and counted.

        Raises:
            ParameterError: unless 1 <= k <= n <= samples.
        """
        return self.figures.pif_n_k(n, k)

    def distribution(self, mode: str = "strict") -> Distribution:
        """How many replies have which PIF.

        Raises:
            ParameterError: the mode is neither "strict" nor "loose".
        """
        return self.figures.distribution(mode)

    def plot(
        self, by: str | None = None, *, figure: str | None = None, mode: str = "strict"
    ) -> Figure:
        """A picture: `mif.plot` says of what, and draws several runs in one.

        Raises:
            ParameterError: a curve or a mode that there is not, or nothing to draw.
            MissingExtraError: matplotlib is not installed.
        """
        return doors.opened(doors.plot)(self, by, figure=figure, mode=mode)  # type: ignore[no-any-return]

    def by(self, *names: str) -> Table:
        """The same figures by group, by any of `table.BY`, or by several of these crossed.

        Raises:
            ParameterError: an unknown name, or one twice.
        """
        if names not in self._tables:
            self._tables[names] = Table(self._frame, names, self._resampler, self.confidence)
        return self._tables[names]

    @classmethod
    def merge(cls, *parts: Scores) -> Scores:
        """The scores of all these outcomes together, with the first one's bootstrap settings.

        Raises:
            SignatureError: they were measured differently; says in which field.
            MifcheckError: none given, or a reply stands in two of them.
        """
        outcomes = Outcomes.concat([part.outcomes for part in parts])
        return cls(outcomes, **parts[0]._settings())

    def to_pandas(self, *by: str) -> pandas.DataFrame:
        """One row a figure: the groups' labels, figure, mode, value, low, high, n, left_out, note.

        Raises:
            MissingExtraError: pandas is not installed.
            ParameterError: an unknown name to group by.
        """
        return self.by(*by).to_pandas()

    def to_dict(self) -> dict[str, Any]:
        """A JSON object of all figures, and of the outcomes from which `from_dict` rebuilds them.

        `figures` nests as the attributes do; `pif_n_k` has "n,k" of every pair with n the number
        of samples; `distribution` is that of PIF; `by` has the rows of the usual groupings, named
        like "turn,language".
        """
        samples = self.outcomes.samples
        pairs = [(samples, k) for k in range(1, samples + 1)]
        cells = {f"{n},{k}": self.pif_n_k(n, k) for n, k in pairs}
        return {
            "schema": SCHEMA,
            "signature": self.signature,
            **self._settings(),
            "figures": self.figures.to_dict(),
            "pif_n_k": {
                name: {"strict": modes.strict.to_dict(), "loose": modes.loose.to_dict()}
                for name, modes in cells.items()
            },
            "distribution": {mode: self.distribution(mode).to_dict() for mode in (STRICT, LOOSE)},
            "by": {",".join(names): self.by(*names).rows() for names in _TABLES},
            "outcomes": self.outcomes.to_dict(),
        }

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Scores:
        """The scores that `to_dict` wrote, computed anew from the outcomes in it.

        Raises:
            MifcheckError: not such an object, or a damaged one.
        """
        if fields.get("schema") != SCHEMA:
            raise MifcheckError(f"not scores: the schema is {fields.get('schema')!r}, not {SCHEMA}")
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
        text = json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False)
        Path(path).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: str | Path) -> Scores:
        """The scores that `save` wrote.

        Raises:
            DataError: the file cannot be read, or holds no scores.
        """
        try:
            fields = json.loads(Path(path).read_text(encoding="utf-8"))
            if not isinstance(fields, dict):
                raise MifcheckError("not scores: a JSON object is expected")
            return cls.from_dict(fields)
        except (OSError, ValueError) as error:
            raise DataError(str(error), path=path) from error

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Scores):
            return NotImplemented
        return (
            self.signature == other.signature
            and self._settings() == other._settings()
            and self.outcomes.to_dict() == other.outcomes.to_dict()
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<Scores of {len(self.outcomes.conversation)} replies, {self.signature}>"

    def _settings(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _SETTINGS}
