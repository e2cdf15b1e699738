"""Outcomes with every label as a number, and the rows that metrics are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from mifcheck.scores.columns import ANSWERED
from mifcheck.scores.estimates import STRICT
from mifcheck.scores.intervals import BoolArray, FloatArray, IntArray
from mifcheck.scores.outcomes import Outcomes

Codes: TypeAlias = Mapping[str, IntArray]
Column: TypeAlias = npt.NDArray[np.bool_] | npt.NDArray[np.number[Any]]
_ALL: Final = slice(None)


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """One figure's rows: each adds to its numerator and to its denominator.

    Attributes:
        cluster: code of the cluster that each row belongs to.
        codes: what the rows can be grouped by: code of each row's turn, language, conversation and
            number of active instructions and, where a row concerns a single instruction, its
            family, id, age and role.
        numerator, denominator: what each row adds; `scale` times the count of units.
        left_out: 1 for a unit that could not be judged.
    """

    cluster: IntArray
    codes: Codes
    numerator: FloatArray
    denominator: FloatArray
    left_out: IntArray
    scale: float = 1.0

    @classmethod
    def of(
        cls,
        codes: Codes,
        numerator: Column,
        denominator: Column,
        left_out: BoolArray,
        rows: IntArray | slice = _ALL,
        scale: float = 1.0,
    ) -> Events:
        """Returns events of all replies or checks with these codes, or of those at `rows`."""
        return cls(
            codes["cluster"][rows],
            {name: column[rows] for name, column in codes.items()},
            numerator.astype(np.float64),
            denominator.astype(np.float64),
            left_out.astype(np.int64),
            scale,
        )


class CodedOutcomes:
    """The outcomes with every label coded.

    Attributes:
        clusters: their names, sorted, so that the order of the rows cannot matter.
        labels: for each of "turn", "language", "conversation", "active", "family", "id", "age",
            "role" the values, sorted.
        replies, checks: the codes of each reply and of each check, by the names of `labels`, and
            of its cluster, by "cluster".
    """

    def __init__(self, outcomes: Outcomes) -> None:
        self.outcomes = outcomes
        conversations = outcomes.conversations
        self.clusters, cluster_of = _coded([cluster for _, cluster, _ in conversations])
        languages, language_of = _coded([language for _, _, language in conversations])
        ids, id_of = _coded([name for name, *_ in outcomes.instructions])
        roles, role_of = _coded([role for *_, role in outcomes.instructions])
        families, family_of_id = _coded([name.partition(":")[0] for name in ids])
        keys, key_of = _coded([key for key, _, _ in conversations])
        turns, turn_of = _numbered(outcomes.turn)
        counts, count_of = _numbered(outcomes.active)
        ages, age_of = _numbered(outcomes.age)
        self.labels: dict[str, list[str] | list[int]] = {
            "turn": turns, "language": languages, "conversation": keys, "active": counts,
            "family": families, "id": ids, "age": ages, "role": roles,
        }  # fmt: skip
        self.replies: dict[str, IntArray] = {
            "cluster": cluster_of[outcomes.conversation],
            "turn": turn_of,
            "language": language_of[outcomes.conversation],
            "conversation": key_of[outcomes.conversation],
            "active": count_of,
        }
        self.checks = {key: code[outcomes.reply] for key, code in self.replies.items()}
        self.checks["id"] = id_of[outcomes.instruction]
        self.checks["family"] = family_of_id[self.checks["id"]]
        self.checks["age"] = age_of
        self.checks["role"] = role_of[outcomes.instruction]

    @cached_property
    def transitions(self) -> Transitions:
        """The checks of each instruction, in the order of turns."""
        return Transitions(self.outcomes)

    def verdicts(self, mode: str) -> IntArray:
        """Returns the verdicts of this mode; nothing but -1 when it was not measured."""
        return self.outcomes.strict if mode == STRICT else self.outcomes.loose

    def tally(self, mode: str) -> tuple[IntArray, IntArray, BoolArray]:
        """Returns for each reply: instructions followed, judged, and whether it has a PIF.

        It has one when it came and either no instruction is active or one could be judged.
        """
        outcomes, verdict = self.outcomes, self.verdicts(mode)
        size = len(outcomes.conversation)
        followed = np.bincount(outcomes.reply[verdict == 1], minlength=size)
        judged = np.bincount(outcomes.reply[verdict >= 0], minlength=size)
        total = np.bincount(outcomes.reply, minlength=size)
        answered = outcomes.status == ANSWERED
        # An error has failed what was asked; where nothing was, it has nothing to fail.
        usable = (answered & (total == 0)) | (outcomes.counted & (judged > 0))
        return followed, judged, usable


class Transitions:
    """The checks of one instruction in one sample of a conversation, in the order of turns.

    Instructions are the same when id, parameters and the turn at which they were given are. One
    that is revoked and given again is a new one. One that is given twice at a turn is matched
    twice, the first with the first and the second with the second.
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
        """Returns verdict at turn t, verdict at t + 1, and the row of the check at t + 1."""
        later = np.flatnonzero(
            (self.thread[1:] == self.thread[:-1]) & (self.turn[1:] == self.turn[:-1] + 1)
        )
        ordered = verdict[self.order]
        return ordered[later], ordered[later + 1], self.order[later + 1]

    def ever(self, verdict: IntArray) -> tuple[BoolArray, IntArray]:
        """Returns for each check of `order` whether it was followed before, and its verdict."""
        ordered = verdict[self.order]
        before = np.cumsum(ordered == 1) - (ordered == 1)
        first = np.searchsorted(self.thread, self.thread, side="left")
        return before > before[first], ordered


def _rank_among_equals(*columns: IntArray) -> IntArray:
    """Returns how many rows before each row are the same in all columns."""
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
    """Returns the distinct values, sorted, and the place of each value among them."""
    labels = sorted(set(values))
    place = {label: code for code, label in enumerate(labels)}
    return labels, np.array([place[value] for value in values], dtype=np.int64)


def _numbered(values: IntArray) -> tuple[list[int], IntArray]:
    """Returns the distinct numbers, sorted, and the place of each among them."""
    labels, code = np.unique(values, return_inverse=True)
    numbers: list[int] = labels.tolist()
    return numbers, code.reshape(-1).astype(np.int64)
