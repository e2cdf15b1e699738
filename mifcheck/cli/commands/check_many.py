"""`mifcheck check-many`: the verdicts about each row of a file, in several processes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from mifcheck.cli import options
from mifcheck.cli.output import say, say_written


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
    from mifcheck.cli.totals import Totals
    from mifcheck.integrations.writing import row_writer
    from mifcheck.many import checked_rows
    from mifcheck.runs.progress import progress_bar

    totals = Totals()
    checked = checked_rows(
        rows, workers=workers, profile=profile, thinking=thinking or "strip", column=column
    )
    with progress_bar("checking", True, transient=True) as show, row_writer(out) as write:
        for row, result in checked:
            write(row, result)
            totals.add(result.pif, result.pif_loose, len(result.raised))
            show(totals.rows, None)
    say(totals.line())
    say_written(out)
