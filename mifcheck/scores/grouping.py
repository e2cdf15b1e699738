"""The groups of outcomes: by turn, language, age, id and the like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, TypeAlias

import numpy as np

from mifcheck.errors import ParameterError
from mifcheck.scores.coded import CodedOutcomes, Codes, Events
from mifcheck.scores.columns import ANSWERED, ERROR, FAILED, MISSING, RAISED, SUPERSEDED
from mifcheck.scores.estimates import LOOSE, STRICT, Estimate
from mifcheck.scores.intervals import IntArray
from mifcheck.scores.metrics import Metric
from mifcheck.scores.ratios import Ratios, Sums, estimates
from mifcheck.scores.values import Counts

# A label, or a tuple of labels when grouped by several things, or () for everything.
Key: TypeAlias = Any

BY: Final = ("turn", "language", "conversation", "active", "family", "id", "age", "role")
_OF_INSTRUCTIONS: Final = ("family", "id", "age", "role")
_NO_LOOSE: Final = "the loose verdicts were not taken"
_NOT_OF_INSTRUCTIONS: Final = "not defined for single instructions: a reply has several"


def require_by(names: Sequence[str], known: Sequence[str]) -> None:
    """Raises ParameterError for a name to group by that is not known."""
    for name in names:
        if name not in known:
            raise ParameterError(f"cannot group by {name!r}; by any of {', '.join(known)}")


class Grouping:
    """Outcomes in groups, and what metrics add up to in each group.

    Attributes:
        coded: the outcomes.
        by: the names that the outcomes are grouped by; none for one group of everything.
        confidence: of the intervals.
        single: whether a group is of single instructions, so that replies have none.
        keys: the groups that occur, sorted.

    Raises:
        ParameterError: something that outcomes cannot be grouped by.
    """

    def __init__(self, coded: CodedOutcomes, by: Sequence[str], confidence: float) -> None:
        require_by(by, BY)
        if len(set(by)) < len(by):
            raise ParameterError(f"grouped twice by the same: {', '.join(by)}")
        self.coded = coded
        self.by = tuple(by)
        self.confidence = confidence
        self.single = any(name in _OF_INSTRUCTIONS for name in by)
        self._groups, self.keys = self._present()
        self._places: dict[Key, int] = {key: place for place, key in enumerate(self.keys)}

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __len__(self) -> int:
        return len(self.keys)

    def places(self, keys: Iterable[Key]) -> IntArray:
        """Returns the place of each of these groups among all."""
        return np.array([self._places[key] for key in keys], dtype=np.int64)

    def labels(self, key: Key) -> tuple[tuple[str, Any], ...]:
        """Returns a group as pairs such as ("turn", 2)."""
        labels = key if isinstance(key, tuple) else (key,)
        return tuple(zip(self.by, labels, strict=True))

    def group_of(self, codes: Codes, rows: int) -> IntArray:
        """Returns the place of each row's group among those present."""
        if not self.by:
            return np.zeros(rows, dtype=np.int64)
        return np.searchsorted(self._groups, self._code(codes)).astype(np.int64)

    def why_undefined(self, metric: Metric, mode: str) -> str:
        """Returns why a metric is not defined for these groups, or "" if it is."""
        if mode == LOOSE and not self.coded.outcomes.has_loose:
            return _NO_LOOSE
        return _NOT_OF_INSTRUCTIONS if self.single and not metric.by_instruction else ""

    def sums(self, metric: Metric, mode: str) -> Sums:
        """Returns what a metric adds up to in each group, or a note why it is not defined."""
        note = self.why_undefined(metric, mode)
        if note or metric.rows is None:
            return Sums.undefined(note, len(self))
        return self.sums_of(metric.rows(self.coded, mode))

    def sums_of(self, events: Events) -> Sums:
        """Returns what events add up to in each group."""
        return Sums.of(events, self.group_of(events.codes, len(events.cluster)), len(self))

    def estimates(self, sums: Iterable[Sums], mean_of: Sequence[int] = ()) -> list[list[Estimate]]:
        """Returns for each group an estimate a figure and, last, the mean of `mean_of`."""
        return estimates(Ratios(list(sums), mean_of), self.confidence)

    def counts(self) -> Iterator[Counts]:
        """Yields what each group rests on."""
        coded, outcomes, size = self.coded, self.coded.outcomes, len(self)
        check = self.group_of(coded.checks, len(outcomes.reply))
        checks = np.bincount(check, minlength=size).tolist()
        undecided = np.bincount(check[outcomes.strict < 0], minlength=size).tolist()
        raised = (outcomes.strict == RAISED) | (outcomes.loose == RAISED)
        errors = np.bincount(check[raised], minlength=size).tolist()
        set_aside = np.bincount(check[outcomes.strict == SUPERSEDED], minlength=size).tolist()
        if self.single:
            group, reply = np.unique(np.stack([check, outcomes.reply]), axis=1)
        else:
            reply = np.arange(len(outcomes.conversation))
            group = self.group_of(coded.replies, len(reply))
        status = outcomes.status[reply]
        _, _, usable = coded.tally(STRICT)
        marks = (
            status == ANSWERED,
            (status == ANSWERED) & ~usable[reply],
            (status == ERROR) | (status == FAILED),
            status == MISSING,
            outcomes.unclosed[reply] == 1,
            outcomes.cut[reply] == 1,
            outcomes.refused[reply] == 1,
        )
        tallies = [np.bincount(group[mark], minlength=size).tolist() for mark in marks]
        clusters = _distinct(group, coded.replies["cluster"][reply], size)
        conversations = _distinct(group, outcomes.conversation[reply], size)
        counted = outcomes.counted[reply]
        scored = _distinct(group[counted], outcomes.conversation[reply][counted], size)
        for place in range(size):
            replies, *rest = (tally[place] for tally in tallies)
            yield Counts(
                clusters[place], conversations[place], replies, checks[place], undecided[place],
                errors[place], set_aside[place],
                *(() if self.single else (*rest, scored[place])),
            )  # fmt: skip

    def _present(self) -> tuple[IntArray, list[Key]]:
        rows = self.coded.checks if self.single else self.coded.replies
        if not self.by:
            return np.zeros(1, dtype=np.int64), [()]
        groups = np.unique(self._code(rows))
        keys: list[Key] = []
        for group in groups.tolist():
            labels: list[str | int] = []
            for name in reversed(self.by):
                values = self.coded.labels[name]
                labels.append(values[group % len(values)])
                group //= len(values)
            keys.append(labels[0] if len(self.by) == 1 else tuple(reversed(labels)))
        return groups, keys

    def _code(self, codes: Codes) -> IntArray:
        """Returns one number a row for its group: mixed radix, so that it sorts as labels do."""
        code: IntArray = np.zeros(1, dtype=np.int64)
        for name in self.by:
            code = code * len(self.coded.labels[name]) + codes[name]
        return code


def _distinct(group: IntArray, member: IntArray, size: int) -> list[int]:
    """Returns how many different members each group has."""
    pairs = np.unique(np.stack([group, member]), axis=1)
    counts: list[int] = np.bincount(pairs[0].astype(np.int64), minlength=size).tolist()
    return counts
