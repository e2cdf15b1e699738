"""Metrics by turn, language, age, id ...: one bootstrap for all that share its draws."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from mifcheck import doors
from mifcheck.errors import ParameterError
from mifcheck.frames import to_frame
from mifcheck.scores.distribution import Distribution, distributions
from mifcheck.scores.events import LOOSE, STRICT, Codes, Events, Frame
from mifcheck.scores.metrics import Accuracy, Counts, Forgetting, Metrics, StrictLoose
from mifcheck.scores.outcomes import ANSWERED, ERROR, MISSING
from mifcheck.scores.statistics import (
    Estimate,
    IntArray,
    Resampler,
    require_confidence,
    require_k_of_n,
)
from mifcheck.scores.sums import Ratios, Sums

if TYPE_CHECKING:
    import pandas

# A label, or a tuple of labels when grouped by several things, or () for everything.
Key: TypeAlias = Any

Make: TypeAlias = Callable[[Frame, str], Events]

BY: Final = ("turn", "language", "conversation", "active", "family", "id", "age")
_OF_INSTRUCTIONS: Final = ("family", "id", "age")
FIGURES: Final[tuple[tuple[str, Make], ...]] = (
    ("instruction", Frame.instruction_accuracy),
    ("conversation", Frame.conversation_accuracy),
    ("pif", Frame.pif),
    ("consecutive", Frame.forgetting_consecutive),
    ("ever", Frame.forgetting_ever),
    ("correction", Frame.correction),
)
MEAN_OF: Final = tuple((n, m) for m in (STRICT, LOOSE) for n in ("instruction", "conversation"))
_NO_LOOSE: Final = "the loose verdicts were not taken"
_NOT_OF_INSTRUCTIONS: Final = "not defined for single instructions: a reply has several"


class Table(doors.Displayed, Mapping[Key, Metrics]):
    """Metrics by group: `table[2]`, or `table[2, "hi"]` when grouped by turn and language.

    Groups come in sorted order, and only those that occur. Everything is computed at once, on
    first use. It has `to_pandas`, and shows itself as a table in a notebook.

    Raises:
        ParameterError: something that outcomes cannot be grouped by, or a confidence out of range.
    """

    def __init__(
        self, frame: Frame, by: Sequence[str], resampler: Resampler, confidence: float
    ) -> None:
        for name in by:
            if name not in BY:
                raise ParameterError(f"cannot group by {name!r}; by any of {', '.join(BY)}")
        if len(set(by)) < len(by):
            raise ParameterError(f"grouped twice by the same: {', '.join(by)}")
        require_confidence(confidence)
        self.by = tuple(by)
        self.frame = frame
        self._resampler = resampler
        self._confidence = confidence
        self._single = any(name in _OF_INSTRUCTIONS for name in by)
        self._groups, keys = self._present()
        self._places: dict[Key, int] = {key: place for place, key in enumerate(keys)}
        self._figures: dict[Key, Metrics] | None = None
        self._by_n: dict[int, list[list[StrictLoose]]] = {}
        self._by_mode: dict[str, list[Distribution]] = {}

    def __getitem__(self, key: Key) -> Metrics:
        return self._all()[key]

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[Key]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def places(self, keys: Iterable[Key]) -> IntArray:
        """The place of each of these groups among all."""
        return np.array([self._places[key] for key in keys], dtype=np.int64)

    def rows(self) -> list[dict[str, Any]]:
        """One flat dict a figure: the group's labels, figure, mode and the estimate's fields.

        The figure "pif_n_k.4.3" is PIF-4-3; there is one for each K, N being the samples.
        """
        result = []
        for key, figures in self.items():
            labels = key if isinstance(key, tuple) else (key,)
            group = dict(zip(self.by, labels, strict=True))
            for figure, mode, estimate in (*figures.items(), *self._pif_n_k(figures)):
                result.append({**group, "figure": figure, "mode": mode, **estimate.to_dict()})
        return result

    def _pif_n_k(self, figures: Metrics) -> Iterator[tuple[str, str, Estimate]]:
        """As `Metrics.items`, for n the number of samples and each k; a reply is no family's."""
        n = self.frame.outcomes.samples
        for k in () if self._single else range(1, n + 1):
            modes = figures.pif_n_k(n, k)
            yield f"pif_n_k.{n}.{k}", STRICT, modes.strict
            yield f"pif_n_k.{n}.{k}", LOOSE, modes.loose

    def to_pandas(self) -> pandas.DataFrame:
        """`rows()` as a data frame.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        return to_frame(self.rows())

    def _present(self) -> tuple[IntArray, list[Key]]:
        rows = self.frame.checks if self._single else self.frame.replies
        if not self.by:
            return np.zeros(1, dtype=np.int64), [()]
        groups = np.unique(self._code(rows))
        keys: list[Key] = []
        for group in groups.tolist():
            labels: list[str | int] = []
            for name in reversed(self.by):
                values = self.frame.labels[name]
                labels.append(values[group % len(values)])
                group //= len(values)
            keys.append(labels[0] if len(self.by) == 1 else tuple(reversed(labels)))
        return groups, keys

    def _code(self, codes: Codes) -> IntArray:
        """One number a row for its group: mixed radix, so that numbers sort as labels do."""
        code: IntArray = np.zeros(1, dtype=np.int64)
        for name in self.by:
            code = code * len(self.frame.labels[name]) + codes[name]
        return code

    def group_of(self, codes: Codes, rows: int) -> IntArray:
        """The place of each row's group among those present."""
        if not self.by:
            return np.zeros(rows, dtype=np.int64)
        return np.searchsorted(self._groups, self._code(codes)).astype(np.int64)

    def _all(self) -> dict[Key, Metrics]:
        if self._figures is None:
            self._figures = dict(zip(self, self._compute(), strict=True))
        return self._figures

    def _compute(self) -> list[Metrics]:
        wanted = [(name, mode) for name, _ in FIGURES for mode in (STRICT, LOOSE)]
        events = [self.events(make, mode) for _, make in FIGURES for mode in (STRICT, LOOSE)]
        rows = self.estimates(events, [wanted.index(pair) for pair in MEAN_OF])
        figures = []
        for group, (estimates, counts) in enumerate(zip(rows, self._counts(), strict=True)):
            found = dict(zip(wanted, estimates, strict=False))
            modes = {
                name: StrictLoose(found[name, STRICT], found[name, LOOSE]) for name, _ in FIGURES
            }
            figures.append(
                Metrics(
                    Accuracy(modes["instruction"], modes["conversation"], estimates[-1]),
                    modes["pif"],
                    Forgetting(modes["consecutive"], modes["ever"]),
                    modes["correction"],
                    counts,
                    partial(self._k_of_n, group),
                    partial(self._distribution, group),
                )
            )
        return figures

    def _k_of_n(self, group: int, n: int, k: int) -> StrictLoose:
        require_k_of_n(n, k, self.frame.outcomes.samples)
        if n not in self._by_n:
            self._by_n[n] = self._k_of_each(n)
        return self._by_n[n][group][k - 1]

    def _k_of_each(self, n: int) -> list[list[StrictLoose]]:
        """For each group PIF-n-1 to PIF-n-n, which share one pass over the resamples."""
        events = [
            self.events(partial(Frame.k_of_n, n=n, k=k), mode)
            for k in range(1, n + 1)
            for mode in (STRICT, LOOSE)
        ]
        rows = self.estimates(events)
        return [
            [StrictLoose(*pair) for pair in zip(row[::2], row[1::2], strict=True)] for row in rows
        ]

    def _distribution(self, group: int, mode: str) -> Distribution:
        if mode not in self._by_mode:
            self._by_mode[mode] = distributions(self, mode)
        return self._by_mode[mode][group]

    def events(self, make: Make, mode: str) -> Events | str:
        """The events, or why this table has none."""
        if mode == LOOSE and not self.frame.outcomes.has_loose:
            return _NO_LOOSE
        events = make(self.frame, mode)
        if self._single and not set(self.by) <= set(events.codes):
            return _NOT_OF_INSTRUCTIONS
        return events

    def sums(self, events: Events | str) -> Sums:
        """What the events add up to in each group; of none, only why."""
        if isinstance(events, str):
            return Sums.undefined(events, len(self))
        return Sums.of(events, self.group_of(events.codes, len(events.cluster)), len(self))

    def estimates(
        self, events: Iterable[Events | str], mean_of: Sequence[int] = ()
    ) -> list[list[Estimate]]:
        """For each group an estimate a figure and, last, the mean of the figures `mean_of`."""
        ratios = Ratios([self.sums(each) for each in events], mean_of)
        return ratios.estimates(self._resampler, self._confidence)

    def _counts(self) -> Iterator[Counts]:
        frame, outcomes, size = self.frame, self.frame.outcomes, len(self)
        check = self.group_of(frame.checks, len(outcomes.reply))
        checks = np.bincount(check, minlength=size)
        undecided = np.bincount(check[outcomes.strict < 0], minlength=size)
        if self._single:
            group, reply = np.unique(np.stack([check, outcomes.reply]), axis=1)
        else:
            reply = np.arange(len(outcomes.conversation))
            group = self.group_of(frame.replies, len(reply))
        status = outcomes.status[reply]
        _, _, usable = frame.tally(STRICT)
        marks = (
            status == ANSWERED,
            (status == ANSWERED) & ~usable[reply],
            status == ERROR,
            status == MISSING,
            outcomes.unclosed[reply],
            outcomes.cut[reply],
        )
        tallies = [np.bincount(group[mark], minlength=size).tolist() for mark in marks]
        clusters = _distinct(group, frame.cluster[reply], size)
        conversations = _distinct(group, outcomes.conversation[reply], size)
        for i in range(size):
            replies, *rest = (tally[i] for tally in tallies)
            common = (clusters[i], conversations[i], replies, int(checks[i]), int(undecided[i]))
            yield Counts(*common) if self._single else Counts(*common, *rest)


def _distinct(group: IntArray, member: IntArray, size: int) -> list[int]:
    """How many different members each group has."""
    pairs = np.unique(np.stack([group, member]), axis=1)
    counts: list[int] = np.bincount(pairs[0].astype(np.int64), minlength=size).tolist()
    return counts
