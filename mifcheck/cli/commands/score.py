"""`mifcheck score`: scores of replies made elsewhere, or of a run folder."""

from __future__ import annotations

from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from mifcheck.cli import options
from mifcheck.cli.output import require_replies, write
from mifcheck.errors import ParameterError

if TYPE_CHECKING:
    from mifcheck.cli.reading import Source
    from mifcheck.runs.run import Run
    from mifcheck.scores.scores import Scores


def command(
    replies: Annotated[str, Argument(metavar="REPLIES")],
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
    workers: options.Workers = None,
    format: options.Format = "text",
    out: options.Out = None,
    ray: Annotated[str | None, Option("--ray", metavar="[ADDRESS]")] = None,
    output: Annotated[str | None, Option(metavar="DIR")] = None,
    column: Annotated[str, Option(metavar="NAME")] = "response",
) -> None:
    """Score replies made elsewhere, or a run folder.

    A file of replies may also be one of lm-eval (--log_samples), Inspect AI or IFEval, or hold
    transcripts with messages.

    The options --history and --placement tell how the replies in a file were made, where that is
    not own and as-given; a run folder records it.

    With --ray, REPLIES is a Parquet file, or a folder of them, whose rows have their own
    instructions, as for check-many. The rows are written with their verdicts. All machines must
    reach both paths, for example s3://bucket/replies. Only --profile, --thinking, --workers and
    --column apply.

    Args:
        limit: Only the first K conversations.
        workers: Number of processes that check replies. Default: 1; with --ray, as many as the
            cluster has room for.
        ray: Score on a Ray cluster: its address, such as 10.0.0.1:6379. Without an address: the
            cluster that Ray finds, or else a new one on this machine.
        output: With --ray, write the rows with their verdicts to this new folder, as Parquet files.
        column: With --ray, field that has the reply.
        history: Whose replies stood before a turn when the replies in a file were made: each
            sample's own, or those of the first sample.

    Examples:
      mifcheck score runs/qwen
      mifcheck score replies.jsonl --data multiIF.csv
      mifcheck score ifeval_responses.jsonl --data ifeval.jsonl --format json
      mifcheck score samples_ifeval.jsonl --data ifeval.jsonl --limit 100
      mifcheck score replies.parquet --ray --output verdicts

    A line of replies.jsonl:
      {"key": "1019:16:en", "turn": 2, "response": "..."}
    """
    if ray is not None or output is not None:
        _score_rows(**locals())
        return
    if column != "response":
        raise ParameterError("--column applies only with --ray")
    from mifcheck.cli.reading import Selection, read_run, score_run

    path = Path(replies)
    selection = Selection(data, data_format, languages, skip_bad, profile, limit)
    run, source = read_run(path, selection, thinking, history=history, placement=placement)
    scores = score_run(run, profile, resamples, errors, workers or 1)
    write_scores(scores, run, source, by, format, out)


def _score_rows(
    replies: str,
    ray: str | None,
    output: str | None,
    profile: str,
    thinking: str | None,
    column: str,
    workers: int | None,
    **others: Any,
) -> None:
    """Scores the rows of Parquet files on a Ray cluster."""
    if ray is None or output is None:
        message = "--ray and --output DIR go together"
        raise ParameterError(f"{message}; --out FILE writes the scores" if ray is None else message)
    for name, value in others.items():
        if value != signature(command).parameters[name].default:
            raise ParameterError(f"--{name.replace('_', '-')} does not apply with --ray")
    from mifcheck.cli.on_ray import score_rows

    policy = thinking or "strip"
    how = {"profile": profile, "thinking": policy, "column": column, "workers": workers}
    score_rows(replies, output, ray, how)


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
