"""`mifcheck run`: holds conversations with a model and scores the replies."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer import Option

from mifcheck.cli import options
from mifcheck.cli.commands.score import write_scores
from mifcheck.cli.output import INTERRUPTED, say
from mifcheck.errors import MifcheckError, ModelError, RunError
from mifcheck.masking import MASK, masked

if TYPE_CHECKING:
    from mifcheck.cli.reading import Source
    from mifcheck.datasets import Conversations
    from mifcheck.models.base import AnyModel
    from mifcheck.runs.plan import Plan
    from mifcheck.runs.run import Run

_NAME_A_MODEL: Final = (
    "name one: for example --model hf:Qwen/Qwen3-0.6B, --model openai:gpt-4.1-mini, "
    "--model python:my_module:my_function or --model recording:runs/earlier"
)
_USUAL: Final = ("own", "as-given")


def command(
    data_file: options.DataFile = None,
    model: Annotated[str | None, Option("--model", "-m", metavar="MODEL")] = None,
    samples: Annotated[
        int | None, Option("--samples", "-n", metavar="N", min=1, max=100_000)
    ] = None,
    out: Annotated[Path | None, Option("--out", "-o", metavar="DIR")] = None,
    resume: Annotated[bool, Option("--resume")] = False,
    limit: Annotated[int | None, Option(metavar="K", min=1)] = None,
    languages: options.Languages = None,
    data_format: options.DataFormat = None,
    skip_bad: options.SkipBad = False,
    profile: options.Profile = "native",
    thinking: options.Thinking = "strip",
    history: Annotated[str, Option(metavar="own|first|PATH")] = "own",
    placement: options.Placement = "as-given",
    images: options.Images = None,
    max_new_tokens: Annotated[int | None, Option(metavar="N", min=1)] = None,
    temperature: Annotated[float | None, Option(metavar="T")] = None,
    top_p: Annotated[float | None, Option(metavar="P")] = None,
    batch_size: Annotated[int | None, Option(metavar="N", min=1)] = None,
    seed: Annotated[int | None, Option(metavar="N")] = None,
    more: Annotated[list[str] | None, Option("--set", metavar="NAME=VALUE")] = None,
    concurrency: Annotated[int | None, Option(metavar="N", min=1, max=10_000)] = None,
    by: options.By = None,
    resamples: options.Resamples = 10_000,
    format: options.Format = "text",
) -> None:
    """Hold conversations with a model and score its replies.

    Without DATA and --model: score a recording of a model's replies to the suite that comes with
    mifcheck, which shows in seconds what a result looks like.

    Args:
        model: What answers: {names}.
        samples: How often each conversation is held.
        out: Run folder, where replies are written as they come. It must be new, unless --resume is
            given. Default: runs/DATA-MODEL-N; for a recording, none.
        resume: Continue the run in DIR, and try its errors again.
        limit: Only the first K conversations.
        history: Whose replies stand before a turn: each sample's own, those of the first sample,
            or those recorded in a run folder or a file of replies.
        max_new_tokens: Maximum length of a reply, in tokens.
        temperature: Sampling temperature; 0 always takes the likeliest token.
        top_p: Sample only from the likeliest tokens that have this probability together.
        batch_size: Number of chats that the model gets at a time; for openai: the number of samples
            that one request asks for.
        seed: Seed of the model's sampling.
        more: Any other setting of the model; repeatable. hf: and openai: take enable_thinking=false
            and chat_template_kwargs=JSON; openai: also takes base_url=URL, timeout=SECONDS,
            max_retries=N and extra_body=JSON. For openai: the environment variables
            OPENAI_BASE_URL and OPENAI_API_KEY are read too. A key (api_key=...) is masked in all
            that is written, but an environment variable is a better place for it.
        concurrency: Number of batches or requests at the same time. Default: 16 for openai: and
            async functions, else 1.

    Examples:
      mifcheck run
      mifcheck run --languages hi,zh --model python:my_model:reply
      mifcheck run multiIF.csv --model hf:Qwen/Qwen3-0.6B -n 4 \\
          --temperature 0.7 --max-new-tokens 1024 --out runs/qwen
      mifcheck run multiIF.csv --model hf:Qwen/Qwen3-0.6B -n 4 \\
          --temperature 0.7 --max-new-tokens 1024 --out runs/qwen --resume
      mifcheck run multiIF.csv --model openai:Qwen/Qwen3-8B --out runs/served \\
          -n 4 --set base_url=http://localhost:8000/v1 --concurrency 64
      mifcheck run talks.jsonl --model hf:Qwen/Qwen3-0.6B \\
          --history runs/qwen --placement moved --out runs/moved
    """
    from mifcheck.cli.reading import Selection, read_conversations, score_run
    from mifcheck.runs.plan import Plan
    from mifcheck.runs.recording import Recording

    if model is None and data_file is not None:
        raise MifcheckError(f"which model is to answer {data_file}? {_NAME_A_MODEL}")
    policies: dict[str, Any] = {
        "thinking": thinking,
        "history": history,
        "placement": placement,
        "images": images,
    }
    settings = _settings(
        more,
        max_new_tokens=max_new_tokens,
        temperature=temperature,
        top_p=top_p,
        batch_size=batch_size,
        seed=seed,
    )
    _warn_of_secrets(settings)
    selection = Selection(data_file, data_format, languages, skip_bad, profile, limit)
    conversations = read_conversations(selection)
    # Loading a model may take minutes, so everything else is checked first.
    plan = Plan.of(conversations, samples or 1, **policies)
    if out is not None:
        _require_unused(out, resume)
    asked = _model(model, settings, conversations)
    plan.require_images(asked)
    count = _samples(samples, asked)
    if out is None and not isinstance(asked, Recording):
        out = _folder(conversations, asked, count, plan)
        _require_unused(out, resume)
    how = {"samples": count, "resume": resume, "concurrency": concurrency, **policies}
    run = _drive(conversations, asked, out, how)
    notes = [
        *selection.notes,
        "these replies were recorded, not made now" if isinstance(asked, Recording) else "",
        "run the same command with --resume to try the errors again" if out and run.errors else "",
    ]
    source = _source(run, conversations, notes)
    write_scores(score_run(run, profile, resamples), run, source, by, format)


def _settings(more: Sequence[str] | None, **named: Any) -> dict[str, Any]:
    """Returns the settings of the model: those with an option of their own, and those of --set."""
    settings = {name: value for name, value in named.items() if value is not None}
    pairs = options.assignments("--set", more)
    return settings | {name: options.json_or_text(value) for name, value in pairs}


def _samples(wanted: int | None, model: AnyModel) -> int:
    """Returns how often each conversation is held; by default once, or as often as recorded."""
    from mifcheck.runs.recording import Recording

    recorded = model.samples if isinstance(model, Recording) else None
    if recorded is not None and wanted is not None and wanted > recorded:
        raise MifcheckError(f"the recording has {recorded} samples a turn, not {wanted}")
    return wanted or recorded or 1


def _folder(conversations: Conversations, model: AnyModel, samples: int, plan: Plan) -> Path:
    """Returns the run folder where none is named: it says what was run."""
    unusual = [name for name in (plan.history.name, plan.placement.name) if name not in _USUAL]
    data = Path(conversations.source).name.split(".")[0]
    name = "-".join([data, model.name, str(samples), *unusual])
    return Path("runs") / re.sub(r"[^\w.+-]+", "-", name).strip("-.")


def _source(run: Run, conversations: Conversations, notes: Sequence[str]) -> Source:
    from mifcheck.cli.reading import Source

    title = f"{run.name} on {_name_of(conversations)}"
    return Source(title, run.settings, tuple(filter(None, notes)), conversations.skipped)


def _warn_of_secrets(settings: Mapping[str, Any]) -> None:
    """Says which settings are masked, and how a model gets its key without the command line."""
    hidden = [name for name, value in settings.items() if masked({name: value}) != {name: value}]
    if hidden:
        variable = re.sub(r"\W+", "_", hidden[0]).upper()
        say(
            "warning: ",
            "yellow",
            f"{', '.join(hidden)}: this looks like a secret. The model gets it; it is written and "
            f"shown as {MASK}. Other users and the shell's history see a command line, so let the "
            f'model read it from an environment variable: os.environ["{variable}"]',
        )


def _model(spec: str | None, settings: Mapping[str, Any], conversations: Conversations) -> AnyModel:
    """Loads the model; without a name, the recording that comes with mifcheck."""
    from mifcheck.runs.recording import Recording
    from mifcheck.runs.specs import load_model

    if spec is None and settings:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in settings)
        raise MifcheckError(f"{names}: there is no model to set this of; {_NAME_A_MODEL}")
    # Models and their libraries print; standard output is for the result only.
    with redirect_stdout(sys.stderr):
        model = Recording() if spec is None else load_model(spec, **settings)
    if isinstance(model, Recording) and not model.holds_any(each.key for each in conversations):
        raise ModelError(f"this recording has no reply to {_name_of(conversations)}")
    return model


def _require_unused(folder: Path, resume: bool) -> None:
    from mifcheck.runs.folder import is_used, require_free

    if not resume and is_used(folder):
        raise RunError(
            f"{folder} exists already: add --resume to continue it, or name another with --out"
        )
    require_free(folder, resume)


def _drive(
    conversations: Conversations, model: AnyModel, folder: Path | None, how: Mapping[str, Any]
) -> Run:
    """Holds the conversations; Ctrl-C ends the command and tells how to continue."""
    from mifcheck.runs.driving import drive
    from mifcheck.runs.history import HISTORIES

    if folder is not None:
        say(f"the replies are kept in {folder}", "dim")
    notes = None if how["history"] in HISTORIES else {"history": how["history"]}
    try:
        with redirect_stdout(sys.stderr):
            # `read_conversations` has compiled every instruction, so the profile is not needed.
            return drive(
                conversations, model, out=folder, profile=None, settings=notes, progress=True, **how
            )
    except KeyboardInterrupt:
        if folder is None:
            say("interrupted", "bold red")
        else:
            again = shlex.join(["mifcheck", *_shown(a for a in sys.argv[1:] if a != "--resume")])
            rest = f"the replies so far are in {folder}; continue with\n  {again} --resume"
            say("interrupted: ", "bold red", rest)
        raise typer.Exit(INTERRUPTED) from None


def _shown(arguments: Iterable[str]) -> Iterator[str]:
    """Yields the arguments of a command line, the values of settings without secrets."""
    for argument in arguments:
        name, equals, value = argument.partition("=")
        yield f"{name}={masked({name: value})[name]}" if equals else argument


def _name_of(conversations: Conversations) -> str:
    from mifcheck.datasets.files import EMBEDDED

    return "the embedded suite" if conversations.source == EMBEDDED else conversations.source
