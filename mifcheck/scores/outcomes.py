"""What became of every check of a run, in columns: all that the scores are computed from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from mifcheck.conversation import Instruction
from mifcheck.errors import MifcheckError, SignatureError
from mifcheck.scores.fields import Fields
from mifcheck.scores.statistics import BoolArray, IntArray
from mifcheck.signature import Signature

ANSWERED: Final = 0
ERROR: Final = 1
MISSING: Final = 2
_STATUS: Final = "aem"
_FLAG: Final = "01"
_VERDICT: Final = "01-"


@dataclass(frozen=True, slots=True)
class ReplyOutcome:
    """What became of one reply.

    Attributes:
        key, language, cluster: of the conversation.
        turn: counted from 1.
        sample: counted from 0.
        active: how many instructions are in force at the turn, whether the reply came or not.
        instructions: those checked, in order; none for a reply that never came.
        ages: how many turns ago each of them was given.
        strict, loose: one verdict an instruction; None is a check that could not be judged.
        status: ANSWERED, ERROR or MISSING.
        unclosed: the model never stopped thinking.
        cut: the model was stopped by its length limit.
    """

    key: str
    turn: int
    sample: int
    language: str
    cluster: str
    active: int
    instructions: tuple[Instruction, ...] = ()
    ages: tuple[int, ...] = ()
    strict: tuple[bool | None, ...] = ()
    loose: tuple[bool | None, ...] = ()
    status: int = ANSWERED
    unclosed: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """Every check of every reply, one array a column.

    Attributes:
        signature: what was measured, and how.
        samples: how many replies each turn was meant to get.
        has_loose: whether the loose verdicts were taken at all.
        conversations: (key, cluster, language) of each.
        instructions: (id, parameters as JSON) of each different instruction.
        conversation, turn, sample, active, status, unclosed, cut: one entry a reply, expected or
            come; `conversation` indexes `conversations`, `active` counts instructions.
        reply, instruction, age, strict, loose: one entry a check, the checks of a reply together
            and in the order of its instructions; `reply` indexes the replies and never falls,
            `instruction` indexes `instructions`; `age` is how many turns ago it was given; verdicts
            are 1, 0 or -1 (cannot be judged).

    Raises:
        MifcheckError: columns of unequal length, an index or a number out of range, a conversation
            or a reply twice, or no sample.
    """

    signature: str
    samples: int
    has_loose: bool
    conversations: tuple[tuple[str, str, str], ...]
    instructions: tuple[tuple[str, str], ...]
    conversation: IntArray
    turn: IntArray
    sample: IntArray
    active: IntArray
    status: IntArray
    unclosed: BoolArray
    cut: BoolArray
    reply: IntArray
    instruction: IntArray
    age: IntArray
    strict: IntArray
    loose: IntArray

    def __post_init__(self) -> None:
        replies = (self.turn, self.sample, self.active, self.status, self.unclosed, self.cut)
        checks = (self.instruction, self.age, self.strict, self.loose)
        if self.samples < 1:
            raise MifcheckError(f"samples: at least 1 is expected, not {self.samples}")
        keys = [key for key, _, _ in self.conversations]
        if len(set(keys)) < len(keys):
            raise MifcheckError(f"conversations: {_twice(keys)!r} is the key of two")
        if {len(column) for column in replies} != {len(self.conversation)}:
            raise MifcheckError("the reply columns are of unequal length")
        if {len(column) for column in checks} != {len(self.reply)}:
            raise MifcheckError("the check columns are of unequal length")
        _require_range("conversation", self.conversation, 0, len(self.conversations))
        _require_range("instruction", self.instruction, 0, len(self.instructions))
        _require_range("reply", self.reply, 0, len(self.conversation))
        _require_range("turn", self.turn, 1, None)
        _require_range("sample", self.sample, 0, self.samples)
        _require_range("status", self.status, ANSWERED, MISSING + 1)
        _require_range("active", self.active, 0, None)
        _require_range("age", self.age, 0, None)
        _require_range("strict", self.strict, -1, 2)
        _require_range("loose", self.loose, -1, 2)
        if np.any(np.diff(self.reply) < 0):
            raise MifcheckError("the checks of a reply stand together, in the order of replies")
        self._require_each_reply_once()

    def _require_each_reply_once(self) -> None:
        if not len(self.conversation):
            return
        rows = np.stack([self.conversation, self.turn, self.sample], axis=1)
        unique, count = np.unique(rows, axis=0, return_counts=True)
        if np.any(count > 1):
            which, turn, sample = unique[int(np.argmax(count > 1))]
            key = self.conversations[which][0]
            raise MifcheckError(f"{key}, turn {turn}, sample {sample}: the reply is there twice")

    @classmethod
    def from_replies(
        cls,
        replies: Iterable[ReplyOutcome],
        *,
        samples: int,
        signature: str = "",
        has_loose: bool = True,
    ) -> Outcomes:
        """The columns of these replies, in their order.

        Raises:
            MifcheckError: a reply with more or fewer verdicts than instructions, a reply twice,
                or a conversation of two languages or clusters.
        """
        columns = _Columns(has_loose)
        for reply in replies:
            columns.add(reply)
        return columns.outcomes(signature, samples)

    @classmethod
    def concat(cls, parts: Sequence[Outcomes]) -> Outcomes:
        """The replies of several runs, or of the pieces of one, as one.

        Raises:
            SignatureError: they were measured differently; says in which field.
            MifcheckError: none given, or a reply stands in two of them.
        """
        if not parts:
            raise MifcheckError("nothing to merge")
        signature = parts[0].signature
        for part in parts[1:]:
            if part.signature != signature:
                joined = Signature.parse(signature).merge(Signature.parse(part.signature))
                signature = str(joined)
            if part.has_loose != parts[0].has_loose:
                raise SignatureError("one has loose verdicts, the other none: not alike")
        columns = _Columns(parts[0].has_loose)
        for part in parts:
            columns.extend(part)
        return columns.outcomes(signature, max(part.samples for part in parts))

    def to_dict(self) -> dict[str, Any]:
        """A compact JSON object; `from_dict` reads it back."""
        checked = np.bincount(self.reply, minlength=len(self.conversation))
        return {
            "samples": self.samples,
            "has_loose": self.has_loose,
            "conversations": [list(item) for item in self.conversations],
            "instructions": [list(item) for item in self.instructions],
            "replies": {
                "conversation": self.conversation.tolist(),
                "turn": self.turn.tolist(),
                "sample": self.sample.tolist(),
                "active": self.active.tolist(),
                "status": _letters(self.status, _STATUS),
                "unclosed": _letters(self.unclosed.astype(np.int64), _FLAG),
                "cut": _letters(self.cut.astype(np.int64), _FLAG),
                "checks": checked.tolist(),
            },
            "checks": {
                "instruction": self.instruction.tolist(),
                "age": self.age.tolist(),
                "strict": _letters(self.strict, _VERDICT),
                "loose": _letters(self.loose, _VERDICT),
            },
        }

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any], signature: str) -> Outcomes:
        """The outcomes that `to_dict` wrote.

        Raises:
            MifcheckError: a field is missing or malformed.
        """
        try:
            told = Fields(fields)
            replies, checks = Fields(told.of("replies", dict)), Fields(told.of("checks", dict))
            if len(replies.of("checks", list)) != len(replies.of("turn", list)):
                raise MifcheckError("the reply columns are of unequal length")
            return cls(
                signature=signature,
                samples=told.of("samples", int),
                has_loose=told.of("has_loose", bool),
                conversations=tuple((k, c, g) for k, c, g in told.rows("conversations", 3)),
                instructions=tuple((i, k) for i, k in told.rows("instructions", 2)),
                conversation=replies.whole("conversation"),
                turn=replies.whole("turn"),
                sample=replies.whole("sample"),
                active=replies.whole("active"),
                status=replies.letters("status", _STATUS),
                unclosed=replies.letters("unclosed", _FLAG) == 1,
                cut=replies.letters("cut", _FLAG) == 1,
                reply=_replies(replies.whole("checks"), len(checks.of("instruction", list))),
                instruction=checks.whole("instruction"),
                age=checks.whole("age"),
                strict=_signed(checks.letters("strict", _VERDICT)),
                loose=_signed(checks.letters("loose", _VERDICT)),
            )
        except MifcheckError as error:
            raise MifcheckError(f"damaged outcomes: {error}") from error


class _Columns:
    """Outcomes while they grow."""

    def __init__(self, has_loose: bool) -> None:
        self.has_loose = has_loose
        self.conversations: dict[str, tuple[int, str, str]] = {}
        self.instructions: dict[tuple[str, str], int] = {}
        self.texts: dict[Instruction, tuple[str, str]] = {}
        self.replies: list[tuple[int, int, int, int, int, bool, bool]] = []
        self.checks: list[tuple[int, int, int, int, int]] = []

    def add(self, reply: ReplyOutcome) -> None:
        place = f"{reply.key}, turn {reply.turn}, sample {reply.sample}"
        loose = reply.loose if self.has_loose else (None,) * len(reply.strict)
        rows = (reply.instructions, reply.ages, reply.strict, loose)
        if len({len(row) for row in rows}) > 1:
            raise MifcheckError(f"{place}: as many verdicts and ages as instructions are expected")
        number = self._conversation(reply.key, reply.cluster, reply.language)
        at = len(self.replies)
        self.replies.append(
            (
                number, reply.turn, reply.sample, reply.active, reply.status, reply.unclosed,
                reply.cut,
            )
        )  # fmt: skip
        for instruction, age, one, other in zip(*rows, strict=True):
            code = self._instruction(self._text(instruction))
            self.checks.append((at, code, age, _verdict(one), _verdict(other)))

    def extend(self, part: Outcomes) -> None:
        conversations = [self._conversation(*item) for item in part.conversations]
        instructions = [self._instruction(item) for item in part.instructions]
        start = len(self.replies)
        for number, *rest in zip(
            part.conversation.tolist(), part.turn.tolist(), part.sample.tolist(),
            part.active.tolist(), part.status.tolist(), part.unclosed.tolist(),
            part.cut.tolist(), strict=True,
        ):  # fmt: skip
            turn, sample, held, status, unclosed, cut = rest
            self.replies.append((conversations[number], turn, sample, held, status, unclosed, cut))
        for row, code, age, one, other in zip(
            part.reply.tolist(), part.instruction.tolist(), part.age.tolist(),
            part.strict.tolist(), part.loose.tolist(), strict=True,
        ):  # fmt: skip
            self.checks.append((start + row, instructions[code], age, one, other))

    def outcomes(self, signature: str, samples: int) -> Outcomes:
        replies = _ints(self.replies).reshape(-1, 7).T
        checks = _ints(self.checks).reshape(-1, 5).T
        return Outcomes(
            signature,
            samples,
            self.has_loose,
            tuple((key, cluster, code) for key, (_, cluster, code) in self.conversations.items()),
            tuple(self.instructions),
            replies[0], replies[1], replies[2], replies[3], replies[4], replies[5] == 1,
            replies[6] == 1, checks[0], checks[1], checks[2], checks[3], checks[4],
        )  # fmt: skip

    def _conversation(self, key: str, cluster: str, language: str) -> int:
        fresh = (len(self.conversations), cluster, language)
        number, *known = self.conversations.setdefault(key, fresh)
        if known != [cluster, language]:
            raise MifcheckError(
                f"{key}: two conversations of one key, in {known[1]} and {language}"
            )
        return number

    def _text(self, instruction: Instruction) -> tuple[str, str]:
        if instruction not in self.texts:
            fields = instruction.as_dict()
            kwargs = json.dumps(fields["kwargs"], ensure_ascii=False, sort_keys=True)
            self.texts[instruction] = (instruction.id, kwargs)
        return self.texts[instruction]

    def _instruction(self, text: tuple[str, str]) -> int:
        return self.instructions.setdefault(text, len(self.instructions))


def _verdict(passed: bool | None) -> int:
    return -1 if passed is None else int(passed)


def _ints(values: Sequence[Any]) -> IntArray:
    return np.array(values, dtype=np.int64)


def _letters(codes: IntArray, alphabet: str) -> str:
    return "".join(alphabet[code] for code in codes.tolist())


def _replies(checked: IntArray, checks: int) -> IntArray:
    """The reply of each check, from how many each reply has."""
    _require_range("checks", checked, 0, None)
    if sum(checked.tolist()) != checks:
        raise MifcheckError(f"checks: those of all replies are not {checks}")
    return np.repeat(np.arange(len(checked), dtype=np.int64), checked)


def _twice(keys: Sequence[str]) -> str:
    return next(key for place, key in enumerate(keys) if key in keys[:place])


def _signed(codes: IntArray) -> IntArray:
    return np.where(codes == 2, -1, codes)


def _require_range(name: str, column: npt.NDArray[np.int64], low: int, high: int | None) -> None:
    if not len(column):
        return
    if int(column.min()) < low or (high is not None and int(column.max()) >= high):
        told = f"below {low}" if high is None else f"outside {low} to {high - 1}"
        raise MifcheckError(f"{name}: a value {told}")
