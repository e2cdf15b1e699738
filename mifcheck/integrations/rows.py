"""What the integrations share: the numbers about a reply to a row with its instructions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

from mifcheck._version import SCORING, __version__
from mifcheck.checking import judge_reply
from mifcheck.conversation import Instruction
from mifcheck.datasets.asked import instructions_of, reply_of
from mifcheck.datasets.base import Row, row_language
from mifcheck.evaluate import ReplyResult
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
        loose: False leaves the loose verdicts out; the loose numbers are None.

    Raises:
        MifcheckError: an unknown profile or policy.
    """

    profile: str = "native"
    thinking: ThinkingPolicy = "strip"
    column: str = "response"
    loose: bool = True
    judged_by: str = field(default=f"{__version__}, scoring {SCORING}", init=False)

    def __post_init__(self) -> None:
        get_profile(self.profile)
        require_policy("thinking", self.thinking, THINKING)

    def __call__(self, row: Row) -> Numbers:
        """Returns the numbers about the reply in a row, see `numbers_of`."""
        return numbers_of(self.result(row, reply_of(row, self.column)))

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
        """Returns the verdicts about a reply. Their spans are in the reply as given.

        A checker that raises loses only its own verdict, as in `mif.score`.

        Raises:
            MifcheckError: an instruction or the language is not known.
        """
        return judge_reply(instructions, reply, language, self.profile, self.thinking, self.loose)


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


def columns_of(result: ReplyResult) -> dict[str, Any]:
    """Returns the numbers about a reply, and its verdicts as rows: what tables are given.

    `verdicts` has a row an instruction: id, strict, loose, measured (JSON) and the reason.
    """
    pairs = zip(result.strict, result.loose, strict=True)
    return {**numbers_of(result), "verdicts": [_verdict_row(*pair) for pair in pairs]}


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


def _verdict_row(strict: Verdict, loose: Verdict) -> dict[str, Any]:
    measured = strict.to_dict()["measured"]
    return {
        "id": strict.check,
        "strict": strict.passed,
        "loose": loose.passed,
        "measured": None if measured is None else json.dumps(measured, ensure_ascii=False),
        "reason": strict.explain(),
    }


def _all(pif: float | None) -> float | None:
    return None if pif is None else float(pif == 1)
