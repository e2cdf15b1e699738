"""What the integrations share: a row with its instructions, and the numbers about a reply to it.

A row has its instructions in one of two forms:

    {"instructions": [{"id": ..., "kwargs": {...}}, ...], "language": "hi"}
    {"instruction_id_list": [...], "kwargs": [...]}                     # IFEval's

A row without a `language` is in English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

from mifcheck._version import SCORING, __version__
from mifcheck.conversation import Instruction
from mifcheck.datasets.base import (
    Row,
    needed,
    paired_instructions,
    parsed,
    require,
    row_language,
)
from mifcheck.errors import DataError
from mifcheck.evaluate import ReplyResult, judge_all
from mifcheck.models.thinking import THINKING, ThinkingPolicy, require_policy
from mifcheck.profiles import get_profile
from mifcheck.verdict import Verdict

Kind: TypeAlias = Literal["pif", "all"]
Numbers: TypeAlias = dict[str, "float | None"]

_KINDS: Final[Mapping[Kind, str]] = {
    "pif": "the share of the judged instructions that the reply follows",
    "all": "1 if the reply follows every judged instruction, else 0",
}


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges replies to rows: called with a row, it returns the numbers about its reply.

    It is a frozen value, so `datasets.map` caches what it returns. `judged_by` is part of it, so
    that another version of mifcheck does not find those results.

    Attributes:
        profile: what the ids mean.
        thinking: "strip" leaves thinking out of what is checked; "keep" does not.
        column: the field of a row that has the reply.

    Raises:
        MifcheckError: an unknown profile or policy.
    """

    profile: str = "native"
    thinking: ThinkingPolicy = "strip"
    column: str = "response"
    judged_by: str = field(default=f"{__version__}, scoring {SCORING}", init=False)

    def __post_init__(self) -> None:
        get_profile(self.profile)
        require_policy("thinking", self.thinking, THINKING)

    def __call__(self, row: Row) -> Numbers:
        """Returns the numbers about the reply in a row, see `numbers_of`."""
        reply = needed(row, self.column)
        require(isinstance(reply, str), "text", reply, self.column)
        return numbers_of(self.result(row, reply))

    def result(self, row: Row, reply: str) -> ReplyResult:
        """Returns the verdicts about a reply to a row.

        Raises:
            DataError: the row has no instructions, or they are malformed; names the field.
            MifcheckError: an instruction or the language is not known.
        """
        return self.verdicts(instructions_of(row), row_language(row), reply)

    def verdicts(
        self, instructions: Sequence[Instruction], language: str, reply: str
    ) -> ReplyResult:
        """Returns the verdicts about a reply.

        A checker that raises loses only its own verdict, as in `mif.score`.

        Raises:
            MifcheckError: an instruction or the language is not known.
        """
        answer = THINKING[self.thinking](reply)
        return judge_all(instructions, answer, language, profile=self.profile)


def instructions_of(row: Row) -> tuple[Instruction, ...]:
    """Returns the instructions of a row; for its forms see the module.

    Raises:
        DataError: there are none, or they are malformed; names the field.
    """
    if row.get("instructions") is not None:
        listed = parsed(_plain(row["instructions"]), "instructions")
        require(isinstance(listed, list), "a list of instructions", listed, "instructions")
        ids, kwargs = zip(*map(_pair, listed), strict=True) if listed else ((), ())
        row = {"instruction_id_list": [*ids], "kwargs": [*kwargs]}
    elif row.get("instruction_id_list") is None:
        message = "`instructions`, or `instruction_id_list` and `kwargs`, are expected"
        raise DataError(message, field=", ".join(row) or "a row without fields")
    return paired_instructions({name: _plain(row.get(name)) for name in _PAIRED})


def is_asked(row: Row) -> bool:
    """Tells whether a row has any instruction. In mixed data, other rows have null or none."""
    return any(_plain(row.get(name)) for name in ("instructions", _PAIRED[0]))


def numbers_of(result: ReplyResult) -> Numbers:
    """Returns "pif" and "all" of a reply, strict, and the same with "_loose".

    A number is None if no instruction can be judged.
    """
    return {
        "pif": result.pif,
        "pif_loose": result.pif_loose,
        "all": _all(result.pif),
        "all_loose": _all(result.pif_loose),
    }


def number_named(kind: str, loose: bool) -> str:
    """Returns the name of a number.

    Raises:
        ParameterError: the kind is neither "pif" nor "all".
    """
    return require_policy("kind", kind, _KINDS) + "_loose" * loose


def explain(result: ReplyResult, *, loose: bool = False) -> str:
    """Returns one line an instruction: its id, and why it passed or failed."""
    verdicts = result.loose if loose else result.strict
    return "\n".join(map(reason_of, verdicts))


def reason_of(verdict: Verdict) -> str:
    """Returns the id of an instruction, and why it passed or failed."""
    return f"{verdict.check}: {verdict.explain()}"


def passed(verdicts: Sequence[Verdict]) -> list[bool | None]:
    """Returns the answers of verdicts; None is not judged."""
    return [verdict.passed for verdict in verdicts]


_PAIRED: Final = ("instruction_id_list", "kwargs")


def _plain(value: Any) -> Any:
    """Returns a value without the arrays and scalars of numpy, which tables deliver."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value


def _pair(entry: Any) -> tuple[str, Any]:
    if isinstance(entry, str):
        return entry, {}
    fits = isinstance(entry, Mapping) and isinstance(entry.get("id"), str)
    require(fits, 'an id or {"id": ..., "kwargs": {...}}', entry, "instructions")
    return entry["id"], entry.get("kwargs")


def _all(pif: float | None) -> float | None:
    return None if pif is None else float(pif == 1)
