"""The commands and their options; what they do stands in the modules beside this one."""

from __future__ import annotations

from typing import Annotated

import typer

from mifcheck._version import __version__
from mifcheck.cli import options as o
from mifcheck.cli import texts

app = typer.Typer(
    name="mifcheck",
    help=texts.ABOUT,
    epilog=texts.EXAMPLES,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback(invoke_without_command=True)
def _mifcheck(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        typer.echo(f"mifcheck {__version__}")
        raise typer.Exit


@app.command(epilog=texts.RUN_EXAMPLES)
def run(
    data: o.RunData = None,
    model: o.Model = None,
    samples: o.Samples = None,
    out: o.Out = None,
    resume: o.Resume = False,
    limit: o.Limit = None,
    languages: o.Languages = None,
    profile: o.Profile = "native",
    format: o.Format = None,
    skip_bad: o.SkipBad = False,
    think: o.Think = "strip",
    history: o.History = "own",
    placement: o.Placement = "as-given",
    max_new_tokens: o.MaxNewTokens = None,
    temperature: o.Temperature = None,
    top_p: o.TopP = None,
    batch_size: o.BatchSize = None,
    seed: o.Seed = None,
    set: o.Set = None,
    concurrency: o.Concurrency = None,
    by: o.By = None,
    resamples: o.Resamples = 10_000,
    json: o.Json = False,
) -> None:
    """Hold conversations with a model and score its replies.

    Without DATA and model: the suite that comes with mifcheck and a recording of a model's
    replies to it, which shows in seconds what a result looks like.
    """
    from mifcheck.cli.chosen import Choice
    from mifcheck.cli.running import How, command
    from mifcheck.cli.showing import Output

    settings = {
        "max_new_tokens": max_new_tokens,
        "temperature": temperature,
        "top_p": top_p,
        "batch_size": batch_size,
        "seed": seed,
    }
    choice = Choice(data, format, languages, limit, skip_bad, profile)
    command(
        choice,
        model,
        Output(resamples, json, by),
        settings={name: value for name, value in settings.items() if value is not None},
        more=set or [],
        samples=samples,
        out=out,
        resume=resume,
        how=How(think, history, placement),
        concurrency=concurrency,
    )


@app.command(epilog=texts.SCORE_EXAMPLES)
def score(
    replies: o.Replies,
    data: o.Data = None,
    languages: o.Languages = None,
    profile: o.Profile = "native",
    format: o.Format = None,
    skip_bad: o.SkipBad = False,
    think: o.ThinkAnew = None,
    history: o.ScoreHistory = None,
    placement: o.ScorePlacement = None,
    by: o.By = None,
    resamples: o.Resamples = 10_000,
    json: o.Json = False,
) -> None:
    """Score replies made elsewhere, or a run folder."""
    from mifcheck.cli.chosen import Choice
    from mifcheck.cli.scoring import command
    from mifcheck.cli.showing import Output

    choice = Choice(data, format, languages, None, skip_bad, profile)
    told = {"history": history, "placement": placement}
    command(replies, choice, Output(resamples, json, by), think=think, told=told)


@app.command(epilog=texts.DIFF_EXAMPLES)
def diff(
    run: o.Run,
    profiles: o.Profiles = None,
    data: o.Data = None,
    language: o.Language = None,
    id: o.Id = None,
    loose: o.Loose = False,
    examples: o.Examples = 1,
    format: o.DiffFormat = "text",
    output: o.ToFile = None,
    data_format: o.Format = None,
    skip_bad: o.SkipBad = False,
    think: o.ThinkAnew = None,
    resamples: o.Resamples = 10_000,
) -> None:
    """Show where profiles disagree about the same replies, and what it does to the scores.

    For each id and language: how many verdicts differ and in which direction, with examples and
    both reasons. Before that the scores by each profile side by side, and their paired
    difference: both figures are computed in the same resamples of conversations.
    """
    from mifcheck.cli.chosen import Choice
    from mifcheck.cli.differing import Wanted, command

    wanted = Wanted(run, profiles, id, loose, examples, format, output, resamples)
    choice = Choice(data, data_format, language, None, skip_bad, "native")
    command(wanted, choice, think=think)


@app.command(epilog=texts.COMPARE_EXAMPLES)
def compare(
    run_a: o.RunA,
    run_b: o.RunB,
    by: o.CompareBy = None,
    across: o.Across = None,
    data: o.Data = None,
    profile: o.Profile = "native",
    format: o.CompareFormat = "text",
    output: o.ToFile = None,
    data_format: o.Format = None,
    skip_bad: o.SkipBad = False,
    think: o.ThinkAnew = None,
    resamples: o.Resamples = 10_000,
) -> None:
    """Show how far apart two runs are, on the conversations that both replied to.

    For each figure A, B, their difference and its interval: each resample draws the same
    conversations for both runs. Runs that were not measured alike are refused.
    """
    from mifcheck.cli.chosen import Choice
    from mifcheck.cli.comparing import Wanted, command

    choice = Choice(data, data_format, None, None, skip_bad, profile)
    command([run_a, run_b], choice, Wanted(by, across, format, output, resamples), think=think)


@app.command(epilog=texts.REPORT_EXAMPLES)
def report(
    runs: o.Runs,
    out: o.ReportOut,
    curves: o.Curves = None,
    mode: o.Mode = "strict",
    names: o.Names = None,
    data: o.Data = None,
    profile: o.Profile = "native",
    data_format: o.Format = None,
    skip_bad: o.SkipBad = False,
    think: o.ThinkAnew = None,
    resamples: o.Resamples = 10_000,
) -> None:
    """Draw the curves of one run or several: what is followed by age, turn and number in force.

    A band is the interval of each point, and small print says how many it rests on. A page has
    the numbers, too. It needs the packages of mifcheck[notebook].
    """
    from mifcheck.cli.chosen import Choice
    from mifcheck.cli.reporting import Wanted, command

    choice = Choice(data, data_format, None, None, skip_bad, profile)
    command(runs, choice, Wanted(out, curves, names, mode, resamples), think=think)


@app.command(epilog=texts.RATINGS_EXAMPLES)
def ratings(
    file: o.File,
    criterion: o.Criterion = None,
    scores: o.Scores = None,
    model: o.RatingsModel = None,
    resamples: o.Resamples = 10_000,
    json: o.Json = False,
) -> None:
    """Show how PIF goes together with people's ratings of the same replies.

    The mean PIF by turn, and Pearson's and Spearman's correlation of PIF with each rating.
    """
    from mifcheck.cli.rating import Wanted, command

    command(file, Wanted(criterion or [], scores, model, resamples, json))


@app.command(epilog=texts.CHECK_EXAMPLES)
def check(
    id: o.CheckId = None,
    parameter: o.Parameter = None,
    kwargs: o.Kwargs = None,
    instructions: o.Instructions = None,
    language: o.CheckLanguage = "en",
    file: o.CheckFile = None,
    profile: o.Profile = "native",
    loose: o.CheckLoose = False,
    exit_code: o.ExitCode = False,
    json: o.Json = False,
) -> None:
    """Check one reply: the verdict, why, and where in it.

    The reply is read from a file or from standard input, and checked against one instruction
    or several. A failed check is an answer, not an error: the exit status is 0.
    """
    from mifcheck.cli.checking import command

    passed = command(
        id, parameter or [], kwargs, instructions, language, file,
        profile=profile, loose=loose, json=json,
    )  # fmt: skip
    if exit_code and not passed:
        raise typer.Exit(1)


@app.command(epilog=texts.LINT_EXAMPLES)
def lint(
    data: o.RunData = None,
    kind: o.Kind = None,
    errors_only: o.ErrorsOnly = False,
    strict: o.Strict = False,
    languages: o.Languages = None,
    profile: o.Profile = "native",
    format: o.Format = None,
    json: o.Json = False,
) -> None:
    """Show what is wrong with a data set, or odd about it, before a model is asked.

    Bad rows, unknown ids and impossible parameters; instructions in force together that no reply
    can follow; what cannot be judged, is asked for twice, or nowhere said. The exit status is 1
    when an error is shown, 0 when there are only warnings or nothing.
    """
    from mifcheck.cli.linting import Wanted, command

    wanted = Wanted(kind, errors_only, strict, json)
    if not command(data, format, languages, profile, wanted):
        raise typer.Exit(1)


@app.command("list", epilog=texts.LIST_EXAMPLES)
def list_(
    id: o.ListId = None,
    json: o.Json = False,
) -> None:
    """Show the instructions that can be checked.

    For each its id, what it asks, its parameters, an example and its languages.
    """
    from mifcheck.cli.listing import command

    command(id, json=json)
