"""What became of every check of a run, in columns: all that the scores are computed from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from mifcheck.conversation import ROLES, Instruction
from mifcheck.datasets.base import parsed, require
from mifcheck.errors import MifcheckError, SignatureError
from mifcheck.safe import short_repr
from mifcheck.scores.columns import (
    ANSWERED,
    CHECKS,
    FAILED,
    JSON_CHECKS,
    JSON_REPLIES,
    REPLIES,
    StoredColumn,
    ints,
    read_field,
)
from mifcheck.scores.intervals import BoolArray, IntArray
from mifcheck.signature import Signature


@dataclass(frozen=True, slots=True)
class ReplyOutcome:
    """What became of one reply.

    Attributes:
        key, language, cluster: of the conversation.
        turn: counted from 1.
        sample: counted from 0.
        active: how many instructions are active at the turn, whether the reply came or not.
        instructions: those checked, in order; none for a reply that never came.
        ages: how many turns ago each of them was given.
        strict, loose: one verdict an instruction; None is "not judged". RAISED and SUPERSEDED say
            that it is not judged, and why.
        status: ANSWERED, ERROR, MISSING, or FAILED: an error that counts as not followed.
        unclosed: whether the model never stopped thinking.
        cut: whether the length limit stopped the model.
        refused: whether the reply begins with the words of a refusal.
    """

    key: str
    turn: int
    sample: int
    language: str
    cluster: str
    active: int
    instructions: tuple[Instruction, ...] = ()
    ages: tuple[int, ...] = ()
    strict: tuple[bool | int | None, ...] = ()
    loose: tuple[bool | int | None, ...] = ()
    status: int = ANSWERED
    unclosed: bool = False
    cut: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """Every check of every reply, one array a column.

    Attributes:
        signature: what was measured, and how.
        samples: how many replies each turn was meant to get.
        has_loose: whether the loose verdicts were taken at all.
        conversations: (key, cluster, language) of each.
        instructions: (id, parameters as JSON, role) of each different instruction.
        conversation, turn, sample, active, status, unclosed, cut, refused: one entry a reply,
            expected or come. `conversation` indexes `conversations`, `active` counts instructions,
            `unclosed`, `cut` and `refused` are 1 or 0.
        reply, instruction, age, strict, loose: one entry a check. The checks of a reply stand
            together, in the order of its instructions. `reply` indexes the replies and never
            decreases, `instruction` indexes `instructions`, `age` is how many turns ago it was
            given. Verdicts are 1, 0, -1 (not judged), RAISED or SUPERSEDED.

    Raises:
        MifcheckError: columns of unequal length, an index or a number out of range, a conversation
            or a reply twice, or no sample.
    """

    signature: str
    samples: int
    has_loose: bool
    conversations: tuple[tuple[str, str, str], ...]
    instructions: tuple[tuple[str, str, str], ...]
    conversation: IntArray
    turn: IntArray
    sample: IntArray
    active: IntArray
    status: IntArray
    unclosed: IntArray
    cut: IntArray
    refused: IntArray
    reply: IntArray
    instruction: IntArray
    age: IntArray
    strict: IntArray
    loose: IntArray

    def __post_init__(self) -> None:
        if self.samples < 1:
            raise MifcheckError(f"samples: at least 1 is expected, not {self.samples}")
        keys = [key for key, _, _ in self.conversations]
        for key, times in Counter(keys).items():
            if times > 1:
                languages = [code for each, _, code in self.conversations if each == key]
                told = f"{short_repr(key)} is the key of two, in {' and '.join(languages)}"
                raise MifcheckError(f"conversations: {told}")
        ends = {
            "conversation": len(keys),
            "sample": self.samples,
            "instruction": len(self.instructions),
            "reply": len(self.conversation),
        }
        for kind, columns in (("reply", REPLIES), ("check", CHECKS)):
            held = [getattr(self, column.name) for column in columns]
            if len({len(codes) for codes in held}) > 1:
                raise MifcheckError(f"the {kind} columns are of unequal length")
            for column, codes in zip(columns, held, strict=True):
                column.require_range(codes, ends.get(column.name))
        if np.any(np.diff(self.reply) < 0):
            raise MifcheckError("the checks of a reply stand together, in the order of replies")
        rows = np.stack([self.conversation, self.turn, self.sample], axis=1)
        unique, count = np.unique(rows, axis=0, return_counts=True)
        if np.any(count > 1):
            which, turn, sample = unique[int(np.argmax(count > 1))]
            raise MifcheckError(
                f"{keys[which]}, turn {turn}, sample {sample}: the reply is there twice"
            )

    @classmethod
    def from_replies(
        cls,
        replies: Iterable[ReplyOutcome],
        *,
        samples: int,
        signature: str = "",
        has_loose: bool = True,
    ) -> Outcomes:
        """Returns the columns of these replies, in their order.

        Raises:
            MifcheckError: a reply with more or fewer verdicts than instructions, a reply twice,
                or a conversation of two languages or clusters.
        """
        conversations: dict[tuple[str, str, str], int] = {}
        instructions: dict[tuple[str, str, str], int] = {}
        codes: dict[Instruction, int] = {}
        rows: list[tuple[int, ...]] = []
        checks: list[tuple[int, ...]] = []
        for place, reply in enumerate(replies):
            loose = reply.loose if has_loose else (None,) * len(reply.strict)
            told = (reply.instructions, reply.ages, reply.strict, loose)
            if len(set(map(len, told))) > 1:
                where = f"{reply.key}, turn {reply.turn}, sample {reply.sample}"
                expected = "as many verdicts and ages as instructions are expected"
                raise MifcheckError(f"{where}: {expected}")
            number = _code((reply.key, reply.cluster, reply.language), conversations)
            rows.append((number, *(getattr(reply, each.name) for each in REPLIES[1:])))
            for instruction, age, *verdicts in zip(*told, strict=True):
                if instruction not in codes:
                    codes[instruction] = _code(_text(instruction), instructions)
                numbers = (-1 if passed is None else int(passed) for passed in verdicts)
                checks.append((place, codes[instruction], age, *numbers))
        return cls(
            signature,
            samples,
            has_loose,
            tuple(conversations),
            tuple(instructions),
            **_columns(REPLIES, rows),
            **_columns(CHECKS, checks),
        )

    @classmethod
    def concat(cls, parts: Sequence[Outcomes]) -> Outcomes:
        """Returns the replies of several runs, or of the parts of one, as one.

        Raises:
            SignatureError: they were measured differently; names the fields.
            MifcheckError: none given, or a reply stands in two of them.
        """
        if not parts:
            raise MifcheckError("nothing to merge")
        signature = parts[0].signature
        for part in parts[1:]:
            if part.signature != signature:
                signature = str(Signature.parse(signature).merge(Signature.parse(part.signature)))
            parts[0].require_same_modes(part)
        conversations: dict[tuple[str, str, str], int] = {}
        instructions: dict[tuple[str, str, str], int] = {}
        columns: dict[str, list[IntArray]] = {each.name: [] for each in (*REPLIES, *CHECKS)}
        replies = 0
        for part in parts:
            recoded = {
                "conversation": _codes(part.conversations, conversations)[part.conversation],
                "instruction": _codes(part.instructions, instructions)[part.instruction],
                "reply": part.reply + replies,
            }
            for name, column in columns.items():
                column.append(recoded[name] if name in recoded else getattr(part, name))
            replies += len(part.conversation)
        return cls(
            signature,
            max(part.samples for part in parts),
            parts[0].has_loose,
            tuple(conversations),
            tuple(instructions),
            **{name: np.concatenate(column) for name, column in columns.items()},
        )

    @property
    def counted(self) -> BoolArray:
        """Whether each reply counts: it came, or is an error that counts as not followed."""
        return np.isin(self.status, (ANSWERED, FAILED))

    @property
    def keys(self) -> set[str]:
        """The keys of the conversations."""
        return {key for key, _, _ in self.conversations}

    def place(self, check: int) -> tuple[str, int, int]:
        """Returns the key, the turn and the sample of the reply that a check is of."""
        reply = self.reply[check]
        key, _, _ = self.conversations[self.conversation[reply]]
        return key, int(self.turn[reply]), int(self.sample[reply])

    def require_same_modes(self, other: Outcomes) -> None:
        """Raises SignatureError if only one of the two has loose verdicts."""
        if self.has_loose != other.has_loose:
            raise SignatureError("one has loose verdicts, the other none: not alike")

    def only(self, keys: Collection[str]) -> Outcomes:
        """Returns the outcomes of some conversations alone."""
        wanted = np.array([key in keys for key, _, _ in self.conversations], dtype=np.bool_)
        replies = wanted[self.conversation]
        checks = replies[self.reply]
        columns = {each.name: getattr(self, each.name)[replies] for each in REPLIES}
        columns |= {each.name: getattr(self, each.name)[checks] for each in CHECKS}
        columns["conversation"] = (np.cumsum(wanted) - 1)[columns["conversation"]]
        columns["reply"] = (np.cumsum(replies) - 1)[self.reply[checks]]
        kept = tuple(row for row in self.conversations if row[0] in keys)
        return replace(self, conversations=kept, **columns)

    def to_dict(self) -> dict[str, Any]:
        """Returns a compact JSON object, which `from_dict` reads back."""
        many = np.bincount(self.reply, minlength=len(self.conversation))
        return {
            "samples": self.samples,
            "has_loose": self.has_loose,
            "conversations": [list(item) for item in self.conversations],
            "instructions": [list(item) for item in self.instructions],
            "replies": {**self._json(REPLIES), "checks": many.tolist()},
            "checks": self._json(JSON_CHECKS),
        }

    def _json(self, columns: Iterable[StoredColumn]) -> dict[str, str | list[int]]:
        return {each.name: each.to_json(getattr(self, each.name)) for each in columns}

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any], signature: str) -> Outcomes:
        """Returns the outcomes that `to_dict` wrote.

        Raises:
            MifcheckError: a field is missing or malformed.
        """
        try:
            replies, checks = (read_field(fields, name, dict) for name in ("replies", "checks"))
            columns = {each.name: each.from_json(replies) for each in JSON_REPLIES}
            many = columns.pop("checks")
            columns |= {each.name: each.from_json(checks) for each in JSON_CHECKS}
            return cls(
                signature=signature,
                samples=read_field(fields, "samples", int),
                has_loose=read_field(fields, "has_loose", bool),
                conversations=_text_rows(fields, "conversations", 3),
                instructions=_instructions(fields, "instructions"),
                reply=_reply_of_each(many, len(columns["turn"]), len(columns["instruction"])),
                **columns,
            )
        except MifcheckError as error:
            raise MifcheckError(f"damaged outcomes: {error}") from error


_Row = TypeVar("_Row", bound=tuple[str, ...])


def _code(row: _Row, known: dict[_Row, int]) -> int:
    """Returns the place of a row among those known; a new one comes last."""
    return known.setdefault(row, len(known))


def _codes(rows: Iterable[_Row], known: dict[_Row, int]) -> IntArray:
    return ints([_code(row, known) for row in rows])


def _text(instruction: Instruction) -> tuple[str, str, str]:
    kwargs = json.dumps(instruction.to_dict()["kwargs"], ensure_ascii=False, sort_keys=True)
    return instruction.id, kwargs, instruction.role


def _columns(columns: Sequence[StoredColumn], rows: Sequence[Sequence[int]]) -> dict[str, IntArray]:
    names = [each.name for each in columns]
    return dict(zip(names, ints(rows).reshape(-1, len(names)).T, strict=True))


def _reply_of_each(many: IntArray, replies: int, checks: int) -> IntArray:
    """Returns the reply of each check, from how many checks each reply has."""
    if len(many) != replies:
        raise MifcheckError("the reply columns are of unequal length")
    JSON_REPLIES[-1].require_range(many, None)
    if sum(many.tolist()) != checks:
        raise MifcheckError(f"checks: those of all replies are not {checks}")
    return np.repeat(np.arange(len(many), dtype=np.int64), many)


def _text_rows(fields: Mapping[str, Any], name: str, width: int) -> tuple[Any, ...]:
    """Returns a list of lists of so many texts, as tuples."""
    for row in read_field(fields, name, list):
        fits = type(row) is list and [type(each) for each in row] == [str] * width
        require(fits, f"a list of {width} texts", row, name)
    return tuple(map(tuple, fields[name]))


def _instructions(fields: Mapping[str, Any], name: str) -> tuple[Any, ...]:
    """Returns the id of each instruction, its parameters, which are a JSON object, and its role."""
    rows = _text_rows(fields, name, 3)
    for _, kwargs, role in rows:
        require(role in ROLES, "a role", role, name)
        require(isinstance(parsed(kwargs, name), dict), "a JSON object", kwargs, name)
    return rows
