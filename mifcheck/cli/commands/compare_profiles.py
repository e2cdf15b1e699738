"""`mifcheck compare-profiles`: where profiles disagree about the same replies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Final

from typer import Option

from mifcheck.cli import options
from mifcheck.cli.output import require_replies, write
from mifcheck.errors import MifcheckError
from mifcheck.runs.progress import progress_bar

if TYPE_CHECKING:
    from mifcheck.cli.reading import Source
    from mifcheck.runs.run import Run
    from mifcheck.scores.profiles import Differences

_DEFAULT: Final = ("native", "multi-if")


def command(
    replies: options.Replies,
    profiles: Annotated[
        list[str] | None, options.names_option("--profiles", "-p", metavar="NAME,...")
    ] = None,
    data: options.Data = None,
    data_format: options.DataFormat = None,
    languages: options.Languages = None,
    skip_bad: options.SkipBad = False,
    thinking: options.Thinking = None,
    id: Annotated[list[str] | None, options.names_option(metavar="ID,...")] = None,
    loose: options.Loose = False,
    examples: Annotated[int, Option(metavar="N", min=0)] = 1,
    resamples: options.Resamples = 10_000,
    format: Annotated[str, options.format_option("text", "json", "markdown")] = "text",
    out: options.Out = None,
) -> None:
    """Show where profiles disagree about the same replies.

    First, what that does to the scores: the scores by each profile side by side and their paired
    difference. Then, for each id and language, how many verdicts differ and in which direction,
    with examples and the reasons of both profiles.

    Args:
        profiles: Two or more of native, multi-if and ifeval; each is compared with the first.
            Default: native,multi-if.
        id: Only the verdicts about these ids or families; the scores are those of all
            instructions.
        examples: Number of examples for each id, language and direction.

    Examples:
      mifcheck compare-profiles runs/qwen
      mifcheck compare-profiles runs/qwen --profiles native,multi-if,ifeval
      mifcheck compare-profiles runs/qwen --languages hi --id length_constraints
      mifcheck compare-profiles replies.jsonl --data multiIF.csv --loose \\
          --format markdown --out differences.md
    """
    from mifcheck.cli.reading import Selection, read_run
    from mifcheck.profiles import get_profile
    from mifcheck.report.differences import differences_report
    from mifcheck.scores.profiles import compare_profiles

    names = [get_profile(name).name for name in profiles or _DEFAULT]
    if len(names) < 2:
        raise MifcheckError(f"two profiles or more are compared, not only {names[0]}")
    selection = Selection(data, data_format, languages, skip_bad, names[0])
    run, source = read_run(replies, selection, thinking)
    if skip_bad:
        run, source = _checkable(run, source, names[1:])
    source = replace(source, title=f"{source.title}: {', '.join(names)}")
    with progress_bar("checking", True, transient=True) as progress:
        result = compare_profiles(
            run,
            names,
            loose=loose,
            examples=examples,
            ids=id or None,
            resamples=resamples,
            progress=progress,
        )
    forms = {
        "text": lambda: differences_report(result, source.title, source.reports),
        "json": lambda: {**result.to_dict(), **source.document},
        "markdown": lambda: _markdown(result, source),
    }
    write(forms, format, out)
    require_replies(result.scores[names[0]], "compared")


def _markdown(result: Differences, source: Source) -> str:
    from mifcheck.report.markdown import escape_markdown

    notes = [f"{escape_markdown(note)}\n" for note in source.reports]
    return "\n".join([result.to_markdown(), *notes]).rstrip() + "\n"


def _checkable(run: Run, source: Source, profiles: Sequence[str]) -> tuple[Run, Source]:
    """Returns the run without the conversations that one of the profiles cannot check."""
    from mifcheck.cli.reading import only
    from mifcheck.datasets.compiled import first_error

    errors = {
        each.key: error
        for each in run.conversations
        for profile in profiles
        if (error := first_error(each, run.conversations, profile)) is not None
    }
    kept = [each for each in run.conversations if each.key not in errors]
    if not kept:
        raise next(iter(errors.values()))
    return only(run, kept), replace(source, skipped=(*source.skipped, *errors.values()))
