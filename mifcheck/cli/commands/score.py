"""`mifcheck score`: scores of replies made elsewhere, or of a run folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Option

from mifcheck.cli import options
from mifcheck.cli.output import require_replies, write

if TYPE_CHECKING:
    from mifcheck.cli.reading import Source
    from mifcheck.runs.run import Run
    from mifcheck.scores.scores import Scores


def command(
    replies: options.Replies,
    data: options.Data = None,
    data_format: options.DataFormat = None,
    languages: options.Languages = None,
    limit: Annotated[int | None, Option(metavar="K", min=1)] = None,
    skip_bad: options.SkipBad = False,
    profile: options.Profile = "native",
    thinking: options.Thinking = None,
    history: Annotated[str | None, Option(metavar="own|first")] = None,
    placement: options.Placement = None,
    errors: options.Errors = "leave-out",
    by: options.By = None,
    resamples: options.Resamples = 10_000,
    workers: options.Workers = 1,
    format: options.Format = "text",
    out: options.Out = None,
) -> None:
    """Score replies made elsewhere, or a run folder.

    A file of replies may also be one of lm-eval (--log_samples), Inspect AI or IFEval, or hold
    transcripts with messages.

    The options --history and --placement tell how the replies in a file were made, where that is
    not own and as-given; a run folder records it.

    Args:
        limit: Only the first K conversations.
        history: Whose replies stood before a turn when the replies in a file were made: each
            sample's own, or those of the first sample.

    Examples:
      mifcheck score runs/qwen
      mifcheck score replies.jsonl --data multiIF.csv
      mifcheck score ifeval_responses.jsonl --data ifeval.jsonl --format json
      mifcheck score samples_ifeval.jsonl --data ifeval.jsonl --limit 100

    A line of replies.jsonl:
      {"key": "1019:16:en", "turn": 2, "response": "..."}
    """
    from mifcheck.cli.reading import Selection, read_run, score_run

    selection = Selection(data, data_format, languages, skip_bad, profile, limit)
    run, source = read_run(replies, selection, thinking, history=history, placement=placement)
    scores = score_run(run, profile, resamples, errors, workers)
    write_scores(scores, run, source, by, format, out)


def write_scores(
    scores: Scores, run: Run, source: Source, by: str | None, format: str, out: Path | None = None
) -> None:
    """Writes the scores of a run; the exit status says where not one reply came."""
    from mifcheck.report.scores import scores_report

    notes = [*source.reports, *_first_error(run), *_first_missing(run)]
    forms = {
        "text": lambda: scores_report(scores, source.title, notes, by),
        "json": lambda: {**scores.to_dict(), **source.document},
    }
    write(forms, format, out, indent=None)
    require_replies(scores, "scored")


def _first_error(run: Run) -> list[str]:
    """Returns a line about the first request that failed; none where none did."""
    from mifcheck.safe import one_line

    for record in run.errors:
        if record.attempts:
            place = f"{record.key}, turn {record.turn}, sample {record.sample}"
            return [f"first error: {place}: {one_line(record.error or '', 300)}"]
    return []


def _first_missing(run: Run) -> list[str]:
    """Returns a line about the first reply that is missing; none where none is."""
    from mifcheck.safe import one_line

    for key, turn, sample in run.missing_slots:
        return [one_line(f"first missing: {key}, turn {turn}, sample {sample}", 300)]
    return []
