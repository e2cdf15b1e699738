"""`mifcheck compare`: how far apart two runs are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument

from mifcheck.cli import options
from mifcheck.cli.output import write
from mifcheck.errors import SignatureError

if TYPE_CHECKING:
    from mifcheck.scores.comparison import Comparison
    from mifcheck.scores.scores import Scores


def command(
    run_a: Annotated[Path, Argument(metavar="RUN_A")],
    run_b: Annotated[Path, Argument(metavar="RUN_B")],
    by: Annotated[list[str] | None, options.names_option(metavar="NAME,...")] = None,
    across: Annotated[list[str] | None, options.names_option(metavar="NAME,...")] = None,
    data: options.Data = None,
    data_format: options.DataFormat = None,
    skip_bad: options.SkipBad = False,
    profile: options.Profile = "native",
    thinking: options.Thinking = None,
    resamples: options.Resamples = 10_000,
    format: options.Format = "text",
    out: options.Out = None,
) -> None:
    """Show how far apart two runs are.

    For each figure: A, B, their difference and its interval, on the conversations that both runs
    replied to. What makes a conversation hard for both cancels out. Runs that were not measured
    alike are refused.

    Args:
        run_a: A run folder; a file of scores, as Scores.save or --format json writes it; or a file
            of replies, as for mifcheck score.
        run_b: The other run, likewise.
        by: Compare also by turn, language, conversation, active, family, id, age or role; several
            are crossed, as in turn,language.
        across: Compare although these fields of the signature differ: any of think, history and
            placement.

    Examples:
      mifcheck compare runs/qwen runs/smol
      mifcheck compare runs/qwen runs/smol --by turn,language
      mifcheck compare runs/given runs/moved --across placement
      mifcheck compare before.json after.json --format json --out change.json
      mifcheck compare a.jsonl b.jsonl --data multiIF.csv
    """
    from mifcheck.cli.reading import Selection, read_scores
    from mifcheck.report.comparison import comparison_report

    selection = Selection(data, data_format, None, skip_bad, profile)
    scores_a, source_a = read_scores(run_a, selection, thinking, resamples)
    scores_b, source_b = read_scores(run_b, selection, thinking, resamples)
    titles = [source_a.title, source_b.title]
    try:
        result = _compared(scores_a, scores_b, by or [], across or [], resamples)
    except SignatureError as error:
        if error.fields:
            raise
        # A signature that cannot be read, in one of the two.
        raise SignatureError(f"{' and '.join(titles)}: {error}") from None
    notes = [f"A: {note}" for note in source_a.reports]
    notes += [f"B: {note}" for note in source_b.reports]
    forms = {
        "text": lambda: comparison_report(result, titles, notes),
        "json": lambda: {**result.to_dict(), "names": dict(zip("ab", titles, strict=True))},
    }
    write(forms, format, out)


def _compared(
    a: Scores, b: Scores, by: Sequence[str], across: Sequence[str], resamples: int
) -> Comparison:
    """Compares two runs; the error of runs that are unlike names --across where that helps."""
    from mifcheck.scores.comparing import compare
    from mifcheck.signature import CONDITIONS

    try:
        return compare(a, b, by=by, across=across, resamples=resamples)
    except SignatureError as error:
        if not error.fields or set(error.fields) - set(CONDITIONS):
            raise
        option = f"--across {','.join([*across, *error.fields])}"
        raise SignatureError(f"{error}; {option} compares them all the same") from None
