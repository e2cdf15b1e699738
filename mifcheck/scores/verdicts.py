"""The verdicts of a run as one table: a row for each instruction of each reply."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final, TypeAlias, overload

from mifcheck.evaluate import ReplyResult
from mifcheck.frames import to_frame
from mifcheck.models.base import Slot, SlotLike
from mifcheck.scores.columns import FAILED, RAISED
from mifcheck.scores.outcomes import Outcomes
from mifcheck.verdict import Verdict

if TYPE_CHECKING:
    import pandas

VerdictSource: TypeAlias = Callable[[SlotLike], ReplyResult | None]
"""Returns the verdicts about a reply; None if it has no such reply."""

_Row: TypeAlias = Mapping[str, Any]
_COLUMNS: Final = (
    *Slot._fields, "language", "id", "parameters", "role", "strict", "loose", "measured", "reason"
)  # fmt: skip
_UNKNOWN: Final = Verdict(None)
_RAISED: Final = Verdict(None, reason="the checker raised, or its process died")
_LOST: Final = Verdict(False, reason="the reply was lost to an error")


@dataclass(frozen=True, slots=True)
class VerdictTable(Sequence[Mapping[str, Any]]):
    """One row a verdict, in the order of the run.

    A row has `key`, `turn`, `sample`, `language`, `id`, `parameters`, `role`, `strict` and `loose`
    (True, False, or None if it is not judged or was not taken), and `measured` and `reason` of the
    strict verdict. These are None and "" if the scores were read from a file, which has no replies.
    """

    items: tuple[_Row, ...]

    @overload
    def __getitem__(self, index: int) -> _Row: ...
    @overload
    def __getitem__(self, index: slice) -> VerdictTable: ...
    def __getitem__(self, index: int | slice) -> _Row | VerdictTable:
        if isinstance(index, slice):
            return VerdictTable(self.items[index])
        return self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def __repr__(self) -> str:
        return f"<VerdictTable of {len(self)} verdicts>"

    def rows(self) -> list[dict[str, Any]]:
        """Returns one flat dict a verdict."""
        return [dict(row) for row in self.items]

    def to_pandas(self) -> pandas.DataFrame:
        """Returns `rows()` as a data frame.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        return to_frame(self.items, _COLUMNS)


def verdict_table(outcomes: Outcomes, sources: Sequence[VerdictSource]) -> VerdictTable:
    """Returns the verdicts of outcomes, and why: the first source that has a reply tells.

    Args:
        outcomes: what became of every check.
        sources: have what outcomes do not keep.
    """
    return VerdictTable(tuple(_rows(outcomes, sources)))


def _rows(outcomes: Outcomes, sources: Sequence[VerdictSource]) -> Iterator[_Row]:
    parameters = [json.loads(kwargs) for _, kwargs, _ in outcomes.instructions]
    columns = (outcomes.reply, outcomes.instruction, outcomes.strict, outcomes.loose)
    # Where every check raised, its process may have died, and would take this one with it.
    judged = set(outcomes.reply[outcomes.strict != RAISED].tolist())
    before, slot = -1, Slot("", 0, 0)
    verdicts: Iterator[Verdict] = iter(())
    for check, (reply, code, *passed) in enumerate(
        zip(*(column.tolist() for column in columns), strict=True)
    ):
        if reply != before:
            before, slot = reply, Slot(*outcomes.place(check))
            verdicts = iter(_strict(slot, sources)) if reply in judged else repeat(_RAISED)
        verdict = next(verdicts, _LOST if outcomes.status[reply] == FAILED else _UNKNOWN)
        language = outcomes.conversations[outcomes.conversation[reply]][2]
        id, _, role = outcomes.instructions[code]
        asked = (language, id, parameters[code], role)
        found = (*map(_passed, passed), verdict.measured, verdict.reason)
        yield dict(zip(_COLUMNS, (*slot, *asked, *found), strict=True))


def _strict(slot: SlotLike, sources: Sequence[VerdictSource]) -> tuple[Verdict, ...]:
    found = (result for source in sources if (result := source(slot)) is not None)
    return next((result.strict for result in found), ())


def _passed(code: int) -> bool | None:
    return None if code < 0 else bool(code)
