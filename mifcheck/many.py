"""Checks many replies, in several processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import tee
from pathlib import Path
from typing import Any, TypeAlias

from mifcheck.checking import judge_reply
from mifcheck.datasets.asked import instructions_of, reply_of
from mifcheck.datasets.base import Row, row_language
from mifcheck.datasets.streams import stream_rows
from mifcheck.datasets.tables import is_path
from mifcheck.errors import DataError, MifcheckError, MissingExtraError
from mifcheck.evaluate import ReplyResult, lost_result
from mifcheck.models.thinking import THINKING, ThinkingPolicy, require_policy
from mifcheck.profiles import get_profile
from mifcheck.workers import apart_map, ordered_map, require_workers


def check_many(
    rows: Any,
    *,
    workers: int | None = None,
    profile: str = "native",
    thinking: ThinkingPolicy = "strip",
    loose: bool = True,
    column: str = "response",
) -> Iterator[ReplyResult]:
    """Checks many replies, each against the instructions in its row, in several processes.

    Results come as they are made, in the order of the rows. Rows are read a little ahead of them,
    so memory does not grow with the number of rows. A checker that raises loses only its own
    verdict, and a row that kills its process only the verdicts of that row: they are not judged,
    are `raised`, and say so in their reason.

    Args:
        rows: the path of a file (JSON lines, Parquet, CSV), a DataFrame, a `datasets.Dataset` or
            any rows. A row has `instructions`, or IFEval's `instruction_id_list` and `kwargs`; and
            `language`, by default "en".
        workers: the number of processes; by default one for each core. With 1, this process does
            all. On Linux, processes know your own checkers. Elsewhere, a script needs
            `if __name__ == "__main__":`.
        profile: the reading of the ids.
        thinking: as for `check`.
        loose: False leaves the loose verdicts out, which takes less time.
        column: the field that has the reply.

    Returns:
        An iterator of the results.

    Raises:
        ParameterError: an unknown policy, or a number of processes below 1.
        MifcheckError: an unknown profile.
        DataError: from the iterator, in the place of a row that cannot be read or checked; names
            the file, the row and the field.
    """
    checked = checked_rows(
        rows, workers=workers, profile=profile, thinking=thinking, column=column, loose=loose
    )
    return (result for _, result in checked)


def checked_rows(
    rows: Any,
    *,
    workers: int | None,
    profile: str,
    thinking: str,
    column: str,
    loose: bool = True,
) -> Iterator[tuple[Row, ReplyResult]]:
    """Yields each row and the result of checking it; see `check_many`."""
    get_profile(profile)
    require_policy("thinking", thinking, THINKING)
    path = Path(rows) if is_path(rows) else None
    checked = _RowCheck(path, profile, thinking, column, loose)
    ahead, behind = tee(stream_rows(rows))
    results = ordered_map(checked, ahead, workers=require_workers(workers), lost=checked.lost)
    return ((row, result) for (_, row), result in zip(behind, results, strict=True))


def checked_apart(
    rows: Iterable[Row], *, profile: str, thinking: str, column: str
) -> Iterator[ReplyResult]:
    """Yields the result of checking each row of a batch, as `check_many` does.

    Rows are checked in a process beside this one, which waits for the next batch. Where
    `check_many` names a row by its number, no number is named: a batch does not know its place.
    """
    edition = get_profile(profile).registry().edition
    checked = _RowCheck(None, profile, thinking, column, edition=edition)
    return apart_map(checked, ((None, row) for row in rows), lost=checked.lost)


_Numbered: TypeAlias = "tuple[int | None, Row]"


@dataclass(frozen=True, slots=True)
class _RowCheck:
    """Checks the reply in a row, which is numbered where its number is known.

    Attributes:
        path: the file of the rows.
        profile, thinking, column, loose: as for `check_many`.
        edition: that of the checkers. A process that waits knows none that are declared later.
    """

    path: Path | None
    profile: str
    thinking: str
    column: str
    loose: bool = True
    edition: int = 0

    def __call__(self, numbered: _Numbered) -> ReplyResult:
        number, row = numbered
        try:
            asked, language = instructions_of(row), row_language(row)
            how = self.profile, self.thinking, self.loose
            return judge_reply(asked, reply_of(row, self.column), language, *how).settled()
        except MissingExtraError:
            raise
        except DataError as error:
            raise error.at(self.path, number) from None
        except MifcheckError as error:
            raise DataError(str(error), self.path, number) from None

    def lost(self, numbered: _Numbered) -> ReplyResult:
        """Returns what stands for the result of a row whose process died."""
        number, row = numbered
        which = "this row" if number is None else f"row {number}"
        reason = f"the process that checked {which} died; most often it had no memory left"
        return lost_result((each.id for each in instructions_of(row)), reason, loose=self.loose)
