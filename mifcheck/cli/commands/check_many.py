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


def command(
    rows: Annotated[Path, Argument(metavar="ROWS")],
    out: Annotated[Path, Option("--out", "-o", metavar="FILE")],
    workers: options.Workers = None,
    column: Annotated[str, Option(metavar="NAME")] = "response",
    profile: options.Profile = "native",
    thinking: options.Thinking = None,
) -> None:
    """Check the reply in each row of a file.

    The rows are written with their verdicts.

    A row has response; and instructions, or instruction_id_list and kwargs as in IFEval; and
    language, by default en. Written besides are pif, pif_loose, all, all_loose, and the verdicts:
    id, strict, loose, measured and the reason. Memory does not grow with the number of rows.

    Args:
        rows: JSON lines, Parquet or CSV, optionally gzipped.
        out: Where to write: JSON lines, gzipped if the name ends in .gz, or Parquet if it ends in
            .parquet.
        column: Field that has the reply.

    Examples:
      mifcheck check-many replies.jsonl --out verdicts.jsonl
      mifcheck check-many replies.parquet --out verdicts.parquet --workers 8
    """
    from mifcheck.integrations.writing import row_writer
    from mifcheck.many import checked_rows
    from mifcheck.runs.progress import progress_bar

    totals = _Totals()
    checked = checked_rows(
        rows, workers=workers, profile=profile, thinking=thinking or "strip", column=column
    )
    with progress_bar("checking", True, transient=True) as show, row_writer(out) as write:
        for row, result in checked:
            write(row, result)
            totals.add(result)
            show(totals.rows, None)
    say(totals.line())
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

    def line(self) -> str:
        told = [f"{self.rows:,} rows"]
        if self.judged:
            told.append(f"mean PIF {self.strict / self.judged:.1%} strict")
            told.append(f"{self.loose / self.judged:.1%} loose")
        if self.rows > self.judged:
            told.append(f"{self.rows - self.judged:,} not judged")
        if self.raised:
            told.append(f"{self.raised:,} checks raised or lost")
        return ", ".join(told)
