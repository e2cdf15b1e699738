"""The arguments and options of the commands, each with its help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from mifcheck.cli import texts

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
    typer.Option(
        metavar="NAME", help="DATA is multi-if, mmmt-if, ifeval or jsonl; else recognised."
    ),
]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="Leave bad rows out, and say how many.")]
Think = Annotated[
    str,
    typer.Option(metavar="strip|keep", help="Strip a reply's thinking first, or keep it."),
]
ThinkAnew = Annotated[
    Text,
    typer.Option(
        metavar="strip|keep",
        help="Strip a reply's thinking first, or keep it. Left out: strip, or as the run did.",
    ),
]
Data = Annotated[
    Text,
    typer.Option(
        "--data",
        "-d",
        metavar="DATA",
        help="What was asked; left out: the suite that comes with mifcheck.",
    ),
]
ToFile = Annotated[
    Text, typer.Option("--output", "-o", metavar="FILE", help="Write it to a file instead.")
]
By = Annotated[Text, typer.Option(metavar="NAME", help=texts.BY)]
Resamples = Annotated[
    int, typer.Option(metavar="N", min=0, help="Draws for the intervals; 0 for none.")
]

# run
RunData = Annotated[
    Text,
    typer.Argument(
        metavar="DATA",
        help="Conversations: a CSV or JSON lines file, perhaps gzipped. Left out: the suite "
        "that comes with mifcheck.",
    ),
]
Model = Annotated[Text, typer.Option("--model", "-m", metavar="MODEL", help=texts.MODEL)]
Samples = Annotated[
    Whole,
    typer.Option("--samples", "-n", metavar="N", min=1, help="Hold each conversation N times."),
]
Out = Annotated[Text, typer.Option("--out", "-o", metavar="DIR", help=texts.OUT)]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with DIR, and try its errors again.")]
Limit = Annotated[Whole, typer.Option(metavar="K", min=1, help="Only the first K conversations.")]
History = Annotated[str, typer.Option(metavar="own|first|PATH", help=texts.HISTORY)]
Placement = Annotated[
    str,
    typer.Option(
        "--instructions",
        "--placement",
        metavar="as-given|repeated|moved",
        help=texts.PLACEMENT,
    ),
]
MaxNewTokens = Annotated[Whole, typer.Option(metavar="N", min=1, help="Where a reply is cut off.")]
Temperature = Annotated[
    Real, typer.Option(metavar="T", help="0 takes the likeliest token each time.")
]
TopP = Annotated[Real, typer.Option(metavar="P", help="Sample from the likeliest tokens alone.")]
BatchSize = Annotated[
    Whole, typer.Option(metavar="N", min=1, help="Chats that the model gets at a time.")
]
Seed = Annotated[Whole, typer.Option(metavar="N", help="Of the model's sampling.")]
Set = Annotated[
    Texts,
    typer.Option("--set", metavar="NAME=VALUE", help="Any other setting of the model."),
]
Concurrency = Annotated[Whole, typer.Option(metavar="N", min=1, help="Batches asked at once.")]

# score
Replies = Annotated[Path, typer.Argument(metavar="REPLIES", help=texts.REPLIES)]
ScoreHistory = Annotated[
    Text,
    typer.Option(metavar="own|first", help="How a file of replies was got; as for run."),
]
ScorePlacement = Annotated[
    Text,
    typer.Option(
        "--instructions", "--placement", metavar="as-given|repeated|moved", help="Likewise."
    ),
]

# diff
Run = Annotated[list[str], typer.Argument(metavar="RUN", help=texts.REPLIES)]
Profiles = Annotated[
    Texts,
    typer.Option(
        "--profiles",
        "-p",
        metavar="NAME,...",
        help="Two or more of native, multi-if and ifeval; each is compared with the first. "
        "Left out: native,multi-if.",
    ),
]
Language = Annotated[
    Texts,
    typer.Option(
        "--language",
        "--languages",
        "-l",
        metavar="LANG,...",
        help="Only the replies in these languages: codes or names, as in hi,French.",
    ),
]
Id = Annotated[
    Texts,
    typer.Option(
        metavar="ID,...",
        help="Only the verdicts about these ids or families; the scores stay those of all.",
    ),
]
Loose = Annotated[
    bool, typer.Option("--loose", help="Count the loose verdicts that differ, not the strict.")
]
Examples = Annotated[
    int,
    typer.Option(metavar="N", min=0, help="Examples of each id, language and direction."),
]
DiffFormat = Annotated[
    str, typer.Option("--format", "-f", metavar="text|json|markdown", help="What to print.")
]

# compare
RunA = Annotated[Path, typer.Argument(metavar="RUN_A", help=texts.RUN_TO_COMPARE)]
RunB = Annotated[Path, typer.Argument(metavar="RUN_B", help="Likewise.")]
CompareBy = Annotated[
    Text,
    typer.Option(
        metavar="NAME,...",
        help="Also for each turn, language, conversation, active, family, id or age; several are "
        "crossed, as in turn,language.",
    ),
]
Across = Annotated[Text, typer.Option(metavar="NAME,...", help=texts.ACROSS)]
CompareFormat = Annotated[
    str, typer.Option("--format", "-f", metavar="text|json", help="What to print.")
]

# report
Runs = Annotated[list[Path], typer.Argument(metavar="RUN", help=texts.RUN_TO_COMPARE)]
ReportOut = Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help=texts.REPORT_OUT)]
Curves = Annotated[Text, typer.Option(metavar="CURVE,...", help=texts.CURVES)]
Mode = Annotated[str, typer.Option(metavar="strict|loose", help="Which verdicts.")]
Names = Annotated[
    Text, typer.Option(metavar="NAME,...", help="What the runs are called; else by their file.")
]

# ratings
File = Annotated[Path, typer.Argument(metavar="FILE", help=texts.RATINGS)]
Criterion = Annotated[Texts, typer.Option(metavar="NAME", help="Only this rating; again for more.")]
Scores = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(
        metavar="RUN",
        help="Take the PIF from here: a run folder, or what mifcheck score --json printed.",
    ),
]
RatingsModel = Annotated[
    Text, typer.Option(metavar="NAME", help="Only the ratings of this model's replies.")
]

# check
CheckId = Annotated[
    Text, typer.Argument(metavar="ID", help="The instruction's id; mifcheck list shows them.")
]
Parameter = Annotated[
    Texts,
    typer.Option("-k", metavar="NAME=VALUE", help="A parameter; again for more, or a list."),
]
Kwargs = Annotated[Text, typer.Option(metavar="JSON", help="The parameters as one JSON object.")]
Instructions = Annotated[
    Text, typer.Option("--instructions", "-i", metavar="FILE", help=texts.INSTRUCTIONS)
]
CheckLanguage = Annotated[
    str,
    typer.Option("--language", "-l", metavar="LANG", help="The language asked for in."),
]
CheckFile = Annotated[
    Text,
    typer.Option("--file", "-f", metavar="FILE", help="The reply; else standard input."),
]
CheckLoose = Annotated[
    bool,
    typer.Option("--loose", help="Accept it too without first or last line or asterisks."),
]
ExitCode = Annotated[
    bool, typer.Option("--exit-code", help="Exit with 1 unless every check passes.")
]

# lint
Kind = Annotated[Texts, typer.Option("--kind", metavar="KIND,...", help=texts.LINT_KINDS)]
ErrorsOnly = Annotated[bool, typer.Option("--errors-only", help="Leave warnings out.")]
Strict = Annotated[
    bool, typer.Option("--strict", help="Exit with 1 for a warning that is shown, too.")
]

# list
ListId = Annotated[
    Text,
    typer.Argument(metavar="ID", help="An id for all there is to know of it, or a family."),
]
