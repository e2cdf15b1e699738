"""The commands and their options; what they do stands in the modules beside this one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from mifcheck._version import __version__
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

# Typer reads these annotations when it runs, on Python 3.10 too, so "X | None" is spelled
# Optional; unions of that form are known to typer only since a later version.
Text = Optional[str]  # noqa: UP045
Whole = Optional[int]  # noqa: UP045
Real = Optional[float]  # noqa: UP045
Texts = Optional[list[str]]  # noqa: UP045

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document instead.")]
Languages = Annotated[
    Texts,
    typer.Option(
        "--languages",
        "-l",
        metavar="LANG,...",
        help="Only these languages: codes or names, as in hi,French.",
    ),
]
Profile = Annotated[
    str, typer.Option(metavar="NAME", help="native, multi-if or ifeval: what the ids mean.")
]
Format = Annotated[
    Text,
    typer.Option(metavar="NAME", help="DATA is multi-if, ifeval or jsonl; else recognised."),
]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="Leave bad rows out, and say how many.")]
Think = Annotated[
    str,
    typer.Option(metavar="strip|keep", help="Strip a reply's thinking first, or keep it."),
]
By = Annotated[
    str | None,
    typer.Option(metavar="family|id", help="Add the share followed of each kind of instruction."),
]
Resamples = Annotated[
    int, typer.Option(metavar="N", min=0, help="Draws for the intervals; 0 for none.")
]


@app.callback(invoke_without_command=True)
def _mifcheck(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        typer.echo(f"mifcheck {__version__}")
        raise typer.Exit


@app.command(epilog=texts.RUN_EXAMPLES)
def run(
    data: Annotated[
        Text,
        typer.Argument(
            metavar="DATA",
            help="Conversations: a CSV or JSON lines file, perhaps gzipped. Left out: the suite "
            "that comes with mifcheck.",
        ),
    ] = None,
    model: Annotated[Text, typer.Option("--model", "-m", metavar="MODEL", help=texts.MODEL)] = None,
    samples: Annotated[
        Whole,
        typer.Option("--samples", "-n", metavar="N", min=1, help="Hold each conversation N times."),
    ] = None,
    out: Annotated[Text, typer.Option("--out", "-o", metavar="DIR", help=texts.OUT)] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with DIR, and try its errors again.")
    ] = False,
    limit: Annotated[
        Whole, typer.Option(metavar="K", min=1, help="Only the first K conversations.")
    ] = None,
    languages: Languages = None,
    profile: Profile = "native",
    format: Format = None,
    skip_bad: SkipBad = False,
    think: Think = "strip",
    max_new_tokens: Annotated[
        Whole, typer.Option(metavar="N", min=1, help="Where a reply is cut off.")
    ] = None,
    temperature: Annotated[
        Real, typer.Option(metavar="T", help="0 takes the likeliest token each time.")
    ] = None,
    top_p: Annotated[
        Real, typer.Option(metavar="P", help="Sample from the likeliest tokens alone.")
    ] = None,
    batch_size: Annotated[
        Whole, typer.Option(metavar="N", min=1, help="Chats that the model gets at a time.")
    ] = None,
    seed: Annotated[Whole, typer.Option(metavar="N", help="Of the model's sampling.")] = None,
    set: Annotated[
        Texts,
        typer.Option("--set", metavar="NAME=VALUE", help="Any other setting of the model."),
    ] = None,
    concurrency: Annotated[
        Whole, typer.Option(metavar="N", min=1, help="Batches asked at once.")
    ] = None,
    by: By = None,
    resamples: Resamples = 10_000,
    json: Json = False,
) -> None:
    """Hold conversations with a model and score its replies.

    Without DATA and model: the suite that comes with mifcheck and a recording of a model's
    replies to it, which shows in seconds what a result looks like.
    """
    from mifcheck.cli.chosen import Choice
    from mifcheck.cli.running import command
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
        think=think,
        concurrency=concurrency,
    )


@app.command(epilog=texts.SCORE_EXAMPLES)
def score(
    replies: Annotated[Path, typer.Argument(metavar="REPLIES", help=texts.REPLIES)],
    data: Annotated[
        Text,
        typer.Option(
            "--data",
            "-d",
            metavar="DATA",
            help="What was asked; left out: the suite that comes with mifcheck.",
        ),
    ] = None,
    languages: Languages = None,
    profile: Profile = "native",
    format: Format = None,
    skip_bad: SkipBad = False,
    think: Annotated[
        Text,
        typer.Option(
            metavar="strip|keep",
            help="Strip a reply's thinking first, or keep it. Left out: strip, or as the run did.",
        ),
    ] = None,
    by: By = None,
    resamples: Resamples = 10_000,
    json: Json = False,
) -> None:
    """Score replies made elsewhere, or a run folder."""
    from mifcheck.cli.chosen import Choice
    from mifcheck.cli.scoring import command
    from mifcheck.cli.showing import Output

    choice = Choice(data, format, languages, None, skip_bad, profile)
    command(replies, choice, Output(resamples, json, by), think=think)


@app.command(epilog=texts.DIFF_EXAMPLES)
def diff(
    run: Annotated[list[str], typer.Argument(metavar="RUN", help=texts.REPLIES)],
    profiles: Annotated[
        Texts,
        typer.Option(
            "--profiles",
            "-p",
            metavar="NAME,...",
            help="Two or more of native, multi-if and ifeval; each is compared with the first. "
            "Left out: native,multi-if.",
        ),
    ] = None,
    data: Annotated[
        Text,
        typer.Option(
            "--data",
            "-d",
            metavar="DATA",
            help="What was asked; left out: the suite that comes with mifcheck.",
        ),
    ] = None,
    language: Annotated[
        Texts,
        typer.Option(
            "--language",
            "--languages",
            "-l",
            metavar="LANG,...",
            help="Only the replies in these languages: codes or names, as in hi,French.",
        ),
    ] = None,
    id: Annotated[
        Texts,
        typer.Option(
            metavar="ID,...",
            help="Only the verdicts about these ids or families; the scores stay those of all.",
        ),
    ] = None,
    loose: Annotated[
        bool, typer.Option("--loose", help="Count the loose verdicts that differ, not the strict.")
    ] = False,
    examples: Annotated[
        int,
        typer.Option(metavar="N", min=0, help="Examples of each id, language and direction."),
    ] = 1,
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="text|json|markdown", help="What to print.")
    ] = "text",
    output: Annotated[
        Text, typer.Option("--output", "-o", metavar="FILE", help="Write it to a file instead.")
    ] = None,
    data_format: Annotated[
        Text,
        typer.Option(metavar="NAME", help="DATA is multi-if, ifeval or jsonl; else recognised."),
    ] = None,
    skip_bad: SkipBad = False,
    think: Annotated[
        Text,
        typer.Option(
            metavar="strip|keep",
            help="Strip a reply's thinking first, or keep it. Left out: strip, or as the run did.",
        ),
    ] = None,
    resamples: Resamples = 10_000,
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
    run_a: Annotated[Path, typer.Argument(metavar="RUN_A", help=texts.RUN_TO_COMPARE)],
    run_b: Annotated[Path, typer.Argument(metavar="RUN_B", help="Likewise.")],
    by: Annotated[
        Text,
        typer.Option(
            metavar="NAME,...",
            help="Also for each turn, language, family or id; several are crossed, as in "
            "turn,language.",
        ),
    ] = None,
    data: Annotated[
        Text,
        typer.Option(
            "--data",
            "-d",
            metavar="DATA",
            help="What was asked in files of replies; left out: the suite that comes with "
            "mifcheck.",
        ),
    ] = None,
    profile: Profile = "native",
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="text|json", help="What to print.")
    ] = "text",
    output: Annotated[
        Text, typer.Option("--output", "-o", metavar="FILE", help="Write it to a file instead.")
    ] = None,
    data_format: Annotated[
        Text,
        typer.Option(metavar="NAME", help="DATA is multi-if, ifeval or jsonl; else recognised."),
    ] = None,
    skip_bad: SkipBad = False,
    think: Annotated[
        Text,
        typer.Option(
            metavar="strip|keep",
            help="Strip a reply's thinking first, or keep it. Left out: strip, or as the run did.",
        ),
    ] = None,
    resamples: Resamples = 10_000,
) -> None:
    """Show how far apart two runs are, on the conversations that both replied to.

    For each figure A, B, their difference and its interval: each resample draws the same
    conversations for both runs. Runs that were not measured alike are refused.
    """
    from mifcheck.cli.chosen import Choice
    from mifcheck.cli.comparing import Wanted, command

    choice = Choice(data, data_format, None, None, skip_bad, profile)
    command([run_a, run_b], choice, Wanted(by, format, output, resamples), think=think)


@app.command(epilog=texts.CHECK_EXAMPLES)
def check(
    id: Annotated[
        Text, typer.Argument(metavar="ID", help="The instruction's id; mifcheck list shows them.")
    ] = None,
    parameter: Annotated[
        Texts,
        typer.Option("-k", metavar="NAME=VALUE", help="A parameter; again for more, or a list."),
    ] = None,
    kwargs: Annotated[
        Text, typer.Option(metavar="JSON", help="The parameters as one JSON object.")
    ] = None,
    instructions: Annotated[
        Text, typer.Option("--instructions", "-i", metavar="FILE", help=texts.INSTRUCTIONS)
    ] = None,
    language: Annotated[
        str,
        typer.Option("--language", "-l", metavar="LANG", help="The language asked for in."),
    ] = "en",
    file: Annotated[
        Text,
        typer.Option("--file", "-f", metavar="FILE", help="The reply; else standard input."),
    ] = None,
    profile: Profile = "native",
    loose: Annotated[
        bool,
        typer.Option("--loose", help="Accept it too without first or last line or asterisks."),
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 unless every check passes.")
    ] = False,
    json: Json = False,
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


@app.command("list", epilog=texts.LIST_EXAMPLES)
def list_(
    id: Annotated[
        Text,
        typer.Argument(metavar="ID", help="An id for all there is to know of it, or a family."),
    ] = None,
    json: Json = False,
) -> None:
    """Show the instructions that can be checked.

    For each its id, what it asks, its parameters, an example and its languages.
    """
    from mifcheck.cli.listing import command

    command(id, json=json)
