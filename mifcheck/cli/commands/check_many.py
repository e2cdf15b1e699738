"""`mifcheck check-many`: the verdicts about each row of a file, in several processes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from mifcheck.cli import options
from mifcheck.cli.output import say, say_written

if TYPE_CHECKING:
    from mifcheck.evaluate import ReplyResult
    from mifcheck.integrations.writing import row_writer
    from mifcheck.many import checked_rows
    from mifcheck.runs.progress import progress_bar

    totals = _Totals()
    checked = checked_rows(
        rows, workers=workers, profile=profile, thinking=thinking or "strip", column=column
    )
    with progress_bar("checking", transient=True) as show, row_writer(out) as write:
        for row, result in checked:
            write(row, result)
            totals.add(result)
            show(totals.rows, None)
    say(str(totals))
    say_written(out)


@dataclass
class _Totals:
    """The figures of all rows, for the line at the end."""

    rows: int = 0
    judged: int = 0
    strict: float = 0
    loose: float = 0
    raised: int = 0

    def add(self, result: ReplyResult) -> None:
        self.rows += 1
        self.raised += len(result.raised)
        if result.pif is not None:
            self.judged += 1
            self.strict += result.pif
            self.loose += result.pif_loose or 0

    def __str__(self) -> str:
        told = [f"{self.rows:,} rows"]
        if self.judged:
            told.append(f"mean PIF {self.strict / self.judged:.1%} strict")
            told.append(f"{self.loose / self.judged:.1%} loose")
        if self.rows > self.judged:
            told.append(f"{self.rows - self.judged:,} not judged")
        if self.raised:
            told.append(f"{self.raised:,} checks raised or lost")
        return ", ".join(told)
