"""Outcomes as events: rows that add to the numerator and the denominator of one figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from mifcheck.errors import ParameterError
from mifcheck.scores.outcomes import ANSWERED, Outcomes
from mifcheck.scores.statistics import BoolArray, FloatArray, IntArray, common_scale, k_of_n

STRICT: Final = "strict"
LOOSE: Final = "loose"

Codes: TypeAlias = Mapping[str, IntArray]
Column: TypeAlias = npt.NDArray[np.bool_] | npt.NDArray[np.number[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """One figure's rows.

    Attributes:
        cluster: code of the cluster that each row belongs to.
        codes: what the rows can be grouped by: code of each row's turn, language, conversation and
            number of instructions in force and, where a row concerns a single instruction, its
            family, id and age.
        numerator, denominator: what each row adds; `scale` times the count of units.
        left_out: 1 for a unit that could not be judged.
    """

    cluster: IntArray
    codes: Codes
    numerator: FloatArray
    denominator: FloatArray
    left_out: IntArray
    scale: float = 1.0


class Frame:
    """The outcomes with every label coded, and the tables that the figures are read from.

    Attributes:
        clusters: their names, sorted, so that the order of the rows cannot matter.
        labels: for each of "turn", "language", "conversation", "active", "family", "id", "age"
            the values, sorted.
        replies, checks: the codes of each reply and of each check.
    """

    def __init__(self, outcomes: Outcomes) -> None:
        self.outcomes = outcomes
        conversations = outcomes.conversations
        self.clusters, cluster_of = _coded([cluster for _, cluster, _ in conversations])
        languages, language_of = _coded([language for _, _, language in conversations])
        ids, id_of = _coded([name for name, _ in outcomes.instructions])
        families, family_of_id = _coded([name.partition(":")[0] for name in ids])
        keys, key_of = _coded([key for key, _, _ in conversations])
        turns, turn_of = _numbered(outcomes.turn)
        counts, count_of = _numbered(outcomes.active)
        ages, age_of = _numbered(outcomes.age)
        self.labels: dict[str, list[str] | list[int]] = {
            "turn": turns, "language": languages, "conversation": keys, "active": counts,
            "family": families, "id": ids, "age": ages,
        }  # fmt: skip
        self.cluster = cluster_of[outcomes.conversation]
        self.replies: dict[str, IntArray] = {
            "turn": turn_of,
            "language": language_of[outcomes.conversation],
            "conversation": key_of[outcomes.conversation],
            "active": count_of,
        }
        self.checks = {key: code[outcomes.reply] for key, code in self.replies.items()}
        self.checks["id"] = id_of[outcomes.instruction]
        self.checks["family"] = family_of_id[self.checks["id"]]
        self.checks["age"] = age_of
        self._transitions = _Transitions(outcomes)

    def verdicts(self, mode: str) -> IntArray:
        """The column of this mode; nothing but -1 when it was not measured."""
        return self.outcomes.strict if mode == STRICT else self.outcomes.loose

    def tally(self, mode: str) -> tuple[IntArray, IntArray, BoolArray]:
        """For each reply: instructions followed, judged, and whether it has a PIF at all.

        It has one when it came and either nothing is in force or something could be judged.
        """
        outcomes, verdict = self.outcomes, self.verdicts(mode)
        size = len(outcomes.conversation)
        followed = np.bincount(outcomes.reply[verdict == 1], minlength=size)
        judged = np.bincount(outcomes.reply[verdict >= 0], minlength=size)
        total = np.bincount(outcomes.reply, minlength=size)
        usable = (outcomes.status == ANSWERED) & ((judged > 0) | (total == 0))
        return followed, judged, usable

    def instruction_accuracy(self, mode: str) -> Events:
        """One row a check."""
        verdict = self.verdicts(mode)
        return self._events(
            self.cluster[self.outcomes.reply], self.checks, verdict == 1, verdict >= 0, verdict < 0
        )

    def conversation_accuracy(self, mode: str) -> Events:
        """One row a reply, followed when every judged instruction is."""
        followed, judged, usable = self.tally(mode)
        perfect = usable & (followed == judged)
        return self._events(self.cluster, self.replies, perfect, usable, ~usable)

    def pif(self, mode: str) -> Events:
        """One row a reply: followed / judged; 1 where nothing is in force."""
        followed, judged, usable = self.tally(mode)
        scale = common_scale(np.unique(judged[judged > 0]).tolist())
        share: FloatArray = np.where(judged > 0, followed / np.maximum(judged, 1), 1.0)
        if scale is not None:
            whole = np.where(judged > 0, followed * (scale // np.maximum(judged, 1)), scale)
            share = whole.astype(np.float64)
        unit = float(scale or 1)
        return self._events(
            self.cluster, self.replies, share * usable, unit * usable, ~usable, unit
        )

    def pif_values(self, mode: str) -> tuple[list[Fraction], IntArray]:
        """The different PIFs, from low to high, and the place of each reply's; -1 for none."""
        followed, judged, usable = self.tally(mode)
        pairs, pair = np.unique(
            np.stack([followed, judged])[:, usable], axis=1, return_inverse=True
        )
        each = [Fraction(f, g) if g else Fraction(1) for f, g in pairs.T.tolist()]
        values = sorted(set(each))
        places = np.array([values.index(value) for value in each], dtype=np.int64)
        code = np.full(len(usable), -1, dtype=np.int64)
        code[usable] = places[pair.reshape(-1)]
        return values, code

    def pif_at_most(self, code: IntArray, place: int) -> Events:
        """One row a reply: whether its PIF is the one at this place of `pif_values`, or lower."""
        usable = code >= 0
        below = usable & (code <= place)
        return self._events(self.cluster, self.replies, below, usable, ~usable)

    def k_of_n(self, mode: str, n: int, k: int) -> Events:
        """One row a turn of a conversation: the chance that at least k of n replies have PIF 1."""
        followed, judged, usable = self.tally(mode)
        perfect = usable & (followed == judged)
        turns = max(1, len(self.labels["turn"]))
        code = self.outcomes.conversation * turns + self.replies["turn"]
        _, first, cell = np.unique(code, return_index=True, return_inverse=True)
        cell = cell.reshape(-1)
        total = np.bincount(cell[usable], minlength=len(first))
        successes = np.bincount(cell[perfect], minlength=len(first))
        enough = total >= n
        pairs, pair = np.unique(
            np.stack([successes[enough], total[enough]], axis=1), axis=0, return_inverse=True
        )
        chances = [k_of_n(won, drawn, n, k) for won, drawn in pairs.tolist()]
        scale = common_scale(chance.denominator for chance in chances)
        unit = scale or 1
        share = np.zeros(len(first))
        share[enough] = np.array([float(chance * unit) for chance in chances])[pair.reshape(-1)]
        codes = {key: column[first] for key, column in self.replies.items()}
        return self._events(self.cluster[first], codes, share, unit * enough, ~enough, float(unit))

    def forgetting_consecutive(self, mode: str) -> Events:
        """One row an instruction and a turn that it was also in force just before."""
        before, now, both = self._transitions.pairs(self.verdicts(mode))
        return self._transition_events(
            (before == 1) & (now == 0), (before == 1) & (now >= 0), (before < 0) | (now < 0), both
        )

    def correction(self, mode: str) -> Events:
        """The same rows, counting those not followed just before."""
        before, now, both = self._transitions.pairs(self.verdicts(mode))
        return self._transition_events(
            (before == 0) & (now == 1), (before == 0) & (now >= 0), (before < 0) | (now < 0), both
        )

    def forgetting_ever(self, mode: str) -> Events:
        """One row an instruction and a turn, counting those followed at any earlier turn."""
        ever, now = self._transitions.ever(self.verdicts(mode))
        order = self._transitions.order
        return self._transition_events(
            ever & (now == 0), ever & (now >= 0), ever & (now < 0), order
        )

    def _transition_events(
        self, numerator: BoolArray, denominator: BoolArray, left_out: BoolArray, rows: IntArray
    ) -> Events:
        codes = {key: column[rows] for key, column in self.checks.items()}
        cluster = self.cluster[self.outcomes.reply[rows]]
        return self._events(cluster, codes, numerator, denominator, left_out)

    def _events(
        self,
        cluster: IntArray,
        codes: Codes,
        numerator: Column,
        denominator: Column,
        left_out: BoolArray,
        scale: float = 1.0,
    ) -> Events:
        return Events(
            cluster,
            codes,
            numerator.astype(np.float64),
            denominator.astype(np.float64),
            left_out.astype(np.int64),
            scale,
        )


class _Transitions:
    """The checks of one instruction in one sample of a conversation, brought together in time.

    Instructions are the same when id, parameters and the turn at which they were given are: one
    that is revoked and given again begins anew. One that is given twice at a turn is matched as
    often, the first with the first and the second with the second.
    """

    def __init__(self, outcomes: Outcomes) -> None:
        reply = outcomes.reply
        turn = outcomes.turn[reply]
        since = turn - outcomes.age
        keys = [
            _rank_among_equals(since, outcomes.instruction, reply),
            since,
            outcomes.instruction,
            outcomes.sample[reply],
            outcomes.conversation[reply],
        ]
        self.order: IntArray = np.lexsort((turn, *keys)).astype(np.int64)
        self.turn = turn[self.order]
        changed = np.zeros(len(self.order), dtype=np.bool_)
        for key in keys:
            ordered = key[self.order]
            changed[1:] |= ordered[1:] != ordered[:-1]
        self.thread = np.cumsum(changed)

    def pairs(self, verdict: IntArray) -> tuple[IntArray, IntArray, IntArray]:
        """Verdict at turn t, verdict at t + 1, and the row of the check at t + 1."""
        later = np.flatnonzero(
            (self.thread[1:] == self.thread[:-1]) & (self.turn[1:] == self.turn[:-1] + 1)
        )
        ordered = verdict[self.order]
        return ordered[later], ordered[later + 1], self.order[later + 1]

    def ever(self, verdict: IntArray) -> tuple[BoolArray, IntArray]:
        """Whether each check of `order` was followed at an earlier turn, and its verdict now."""
        ordered = verdict[self.order]
        before = np.cumsum(ordered == 1) - (ordered == 1)
        first = np.searchsorted(self.thread, self.thread, side="left")
        return before > before[first], ordered


def require_mode(mode: str) -> None:
    """Raise ParameterError unless the mode is "strict" or "loose"."""
    if mode not in (STRICT, LOOSE):
        raise ParameterError(f"the mode is {STRICT} or {LOOSE}, not {mode!r}")


def _rank_among_equals(*columns: IntArray) -> IntArray:
    """How many rows before this one are the same in all columns."""
    rows = np.arange(len(columns[0]))
    order = np.lexsort((rows, *columns))
    fresh = np.ones(len(order), dtype=np.bool_)
    ordered = np.stack(columns)[:, order]
    fresh[1:] = np.any(ordered[:, 1:] != ordered[:, :-1], axis=0)
    starts = np.where(fresh, rows, 0)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = rows - np.maximum.accumulate(starts)
    return rank


def _coded(values: list[str]) -> tuple[list[str], IntArray]:
    """The distinct values, sorted, and the place of each value among them."""
    labels = sorted(set(values))
    place = {label: code for code, label in enumerate(labels)}
    return labels, np.array([place[value] for value in values], dtype=np.int64)


def _numbered(values: IntArray) -> tuple[list[int], IntArray]:
    """The distinct numbers, sorted, and the place of each among them."""
    labels, code = np.unique(values, return_inverse=True)
    numbers: list[int] = labels.tolist()
    return numbers, code.reshape(-1).astype(np.int64)
