"""`mifcheck run`: the conversations, the model, the run folder, the scores."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import typer

from mifcheck.cli.chosen import Choice, chosen
from mifcheck.cli.console import say
from mifcheck.cli.showing import Output, show_scores
from mifcheck.cli.status import INTERRUPTED
from mifcheck.conversation import Conversation
from mifcheck.datasets import Conversations, suite
from mifcheck.datasets.base import parse_json
from mifcheck.errors import DataError, MifcheckError, ModelError, ParameterError, RunError
from mifcheck.models.thinking import policy
from mifcheck.runs.driving import drive
from mifcheck.runs.folder import is_used
from mifcheck.runs.history import HISTORIES, placement_of, require_words
from mifcheck.runs.recording import Recording
from mifcheck.runs.replies import history_of
from mifcheck.runs.specs import load_model

RECORDING: Final = Path(suite.__file__).parent / suite.NAME / "recording"
_USUAL: Final = ("own", "as-given")


@dataclass(frozen=True, slots=True)
class How:
    """What the model is to see: the policies of `drive`."""

    thinking: str
    history: str
    placement: str

    def __post_init__(self) -> None:
        policy(self.thinking)
        placement_of(self.placement)

    def tried(self, conversations: Sequence[Conversation], samples: int | None) -> list[str]:
        """The names of the policies that are not the usual ones, which can all be followed.

        Raises:
            MifcheckError: the history is not there, or instructions cannot be placed so.
        """
        require_words(conversations, placement_of(self.placement))
        seen = history_of(self.history, conversations, samples or 1, policy(self.thinking))
        return [name for name in (seen.name, self.placement) if name not in _USUAL]


def command(
    choice: Choice,
    model: str | None,
    output: Output,
    *,
    settings: Mapping[str, Any],
    more: Sequence[str],
    samples: int | None,
    out: str | None,
    resume: bool,
    how: How,
    concurrency: int | None,
) -> None:
    """Drives the model through the chosen conversations and shows the scores.

    Raises:
        MifcheckError: bad data, an unknown model, a run folder that is in the way, a history that
            is not there, or instructions that cannot be placed so.
    """
    if model is None and choice.data is not None:
        raise MifcheckError(_no_model(choice.data))
    conversations = chosen(choice)
    # All this before a model is loaded, which may take minutes.
    unusual = how.tried(conversations, samples)
    if out is not None:
        _refuse_used(Path(out), resume)
    # Models and their libraries print; standard output is the result's alone.
    with redirect_stdout(sys.stderr):
        asked = _model(model, {**settings, **_settings(more)})
    replayed = isinstance(asked, Recording)
    if isinstance(asked, Recording) and not asked.holds_any(each.key for each in conversations):
        raise ModelError(f"this recording has no reply to {_data_name(conversations)}")
    count = _samples(asked, samples)
    data = Path(choice.data or suite.NAME).name.split(".")[0]
    name = "-".join([data, asked.name, str(count), *unusual])
    folder = _folder(name, out, resume, replayed)
    if folder is not None:
        say(f"the replies are kept in {folder}", "dim")
    try:
        with redirect_stdout(sys.stderr):
            run = drive(
                conversations,
                asked,
                samples=count,
                out=folder,
                resume=resume,
                **asdict(how),
                concurrency=concurrency,
                profile=None,  # `chosen` has compiled everything
                settings=None if how.history in HISTORIES else {"history": how.history},
            )
    except KeyboardInterrupt:
        _say_interrupted(folder)
        raise typer.Exit(INTERRUPTED) from None
    notes = ["these replies were recorded, not made now"] if replayed else []
    if choice.limit is not None:
        notes.insert(0, f"--limit {choice.limit}: only the first conversations of the data")
    if folder is not None and run.errors:
        notes.append("run the same command with --resume to try the errors again")
    show_scores(
        run,
        conversations,
        output,
        title=f"{run.name} on {_data_name(conversations)}",
        notes=notes,
        profile=choice.profile,
    )


def _model(spec: str | None, settings: Mapping[str, Any]) -> Any:
    if spec is not None:
        return load_model(spec, **settings)
    if settings:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in settings)
        raise MifcheckError(f"{names}: there is no model to set this of; {_how_to_name()}")
    if not RECORDING.is_dir():
        raise ModelError(f"this copy of mifcheck holds no recording of a model; {_how_to_name()}")
    return Recording(RECORDING)


def _samples(model: Any, asked: int | None) -> int:
    if not isinstance(model, Recording):
        return asked or 1
    if asked is not None and asked > model.samples:
        raise MifcheckError(f"the recording has {model.samples} samples a turn, not {asked}")
    return asked or model.samples


def _folder(name: str, out: str | None, resume: bool, replayed: bool) -> Path | None:
    """The run folder; None for a recording that need not be kept.

    Raises:
        RunError: it exists and is not to be gone on with, or the other way round.
    """
    if out is None and replayed:
        return None
    folder = Path(out) if out is not None else Path("runs") / _slug(name)
    _refuse_used(folder, resume)
    return folder


def _refuse_used(folder: Path, resume: bool) -> None:
    if not resume and is_used(folder):
        raise RunError(
            f"{folder} exists already: add --resume to go on with it, or name another with --out"
        )


def _slug(text: str) -> str:
    return re.sub(r"[^\w.+-]+", "-", text).strip("-.")


def _settings(more: Sequence[str]) -> dict[str, Any]:
    """`--set NAME=VALUE`, the value read as JSON where it is JSON, else as text."""
    found: dict[str, Any] = {}
    for each in more:
        name, equals, value = each.partition("=")
        if not equals or not name.isidentifier():
            raise ParameterError(f"--set {each}: NAME=VALUE is expected")
        try:
            found[name] = parse_json(value)
        except DataError:
            found[name] = value
    return found


def _no_model(data: str) -> str:
    return f"which model is to answer {data}? {_how_to_name()}"


def _how_to_name() -> str:
    return (
        "name one: for example --model hf:Qwen/Qwen3-0.6B, --model python:my_module:my_function "
        "or --model recording:runs/earlier"
    )


def _data_name(conversations: Conversations) -> str:
    source = conversations.source
    return "the embedded suite" if source == suite.NAME else source


def _say_interrupted(folder: Path | None) -> None:
    if folder is None:
        say("interrupted", "bold red")
        return
    again = [each for each in sys.argv[1:] if each != "--resume"]
    line = shlex.join(["mifcheck", *again, "--resume"])
    say("interrupted: ", "bold red", f"the replies so far are in {folder}; go on with\n  {line}")
