"""`mifcheck diff`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import typer

from mifcheck.cli.chosen import Choice, require_format
from mifcheck.cli.console import say, scoring_bar, show, show_json
from mifcheck.cli.scoring import Read, read
from mifcheck.cli.showing import left_out
from mifcheck.cli.status import NO_REPLY
from mifcheck.datasets import Conversations
from mifcheck.datasets.compiled import first_error
from mifcheck.errors import MifcheckError, did_you_mean
from mifcheck.profiles import PROFILES, get_profile
from mifcheck.report.differences import differences_report
from mifcheck.report.safe import escape_markdown
from mifcheck.report.show import as_text
from mifcheck.scores.differences import Differences, compare_profiles

DEFAULT: Final = ("native", "multi-if")
FORMATS: Final = ("text", "json", "markdown")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for on the command line; `run` also holds profiles named after --profiles."""

    run: Sequence[str]
    profiles: Sequence[str] | None
    ids: Sequence[str] | None
    loose: bool
    examples: int
    format: str
    output: str | None
    resamples: int

    def __post_init__(self) -> None:
        require_format(self.format, FORMATS)


def command(wanted: Wanted, choice: Choice, *, think: str | None) -> None:
    """Judges the replies of a run by several profiles and shows how these differ.

    Raises:
        MifcheckError: a folder that holds no run, data or replies that cannot be read, or
            profiles that cannot be compared.
    """
    run, profiles = _named(wanted)
    if wanted.output is not None and Path(wanted.output).is_dir():
        raise MifcheckError(f"--output {wanted.output}: this is a folder")
    held = _read(Path(run), choice, profiles, think)
    with scoring_bar() as progress:
        result = compare_profiles(
            held.run,
            profiles,
            loose=wanted.loose,
            examples=wanted.examples,
            ids=_split(wanted.ids),
            resamples=wanted.resamples,
            progress=progress,
        )
    _show(result, held, wanted)
    if not result.scores[result.profiles[0]].counts.replies:
        say("error: ", "bold red", "not one reply came, so nothing could be compared")
        raise typer.Exit(NO_REPLY)


def _named(wanted: Wanted) -> tuple[str, tuple[str, ...]]:
    """The run and the profiles: `--profiles native multi-if` leaves the second among the runs."""
    runs, profiles = list(wanted.run), _split(wanted.profiles)
    if profiles is None:
        profiles = list(DEFAULT)
    elif len(runs) > 1:
        profiles += [each for each in runs if each.replace("_", "-") in PROFILES]
        runs = [each for each in runs if each.replace("_", "-") not in PROFILES]
    if len(runs) != 1:
        given = " and ".join(map(repr, runs)) or "none"
        near = "".join(did_you_mean(each, PROFILES) for each in runs[1:])
        raise MifcheckError(f"one RUN is expected, not {given}{near}")
    if len(profiles) < 2:
        named = " and ".join(profiles) or "none"
        raise MifcheckError(f"two profiles or more are compared, not {named}")
    if wanted.ids and not _split(wanted.ids):
        raise MifcheckError("--id names no id")
    return runs[0], tuple(profiles)


def _read(path: Path, choice: Choice, profiles: Sequence[str], think: str | None) -> Read:
    """The run; with --skip-bad without the conversations that one of the profiles cannot check."""
    if choice.format and path.is_dir():
        raise MifcheckError(f"{path} holds its own conversations: leave --data-format out")
    for profile in profiles:
        get_profile(profile)
    held = read(path, replace(choice, profile=profiles[0]), think)
    if not choice.skip_bad:
        return held
    faults = {
        each.key: error
        for each in held.run.conversations
        for profile in profiles[1:]
        if (error := first_error(each, held.conversations, profile)) is not None
    }
    kept = [each for each in held.run.conversations if each.key not in faults]
    if not kept:
        raise next(iter(faults.values()))
    run = replace(held.run, conversations=kept)
    return replace(held, run=run, skipped=(*held.skipped, *faults.values()))


def _show(result: Differences, held: Read, wanted: Wanted) -> None:
    title = f"{held.title}: {', '.join(result.profiles)}"
    bad = list(held.skipped)
    if isinstance(held.conversations, Conversations):
        bad = [*held.conversations.skipped, *bad]
    notes = [*left_out(bad), *held.notes]
    if wanted.format == "json":
        document: dict[str, Any] = {
            **result.to_dict(),
            "name": title,
            "skipped": [str(error) for error in bad],
            "run": dict(held.run.settings),
        }
        if wanted.output is None:
            show_json(document)
            return
        text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    elif wanted.format == "markdown":
        text = "\n".join([result.to_markdown(), *(f"{escape_markdown(note)}\n" for note in notes)])
        text = text.rstrip() + "\n"
    else:
        report = differences_report(result, title, notes)
        if wanted.output is None:
            show(report)
            return
        text = as_text(report)
    if wanted.output is None:
        sys.stdout.write(text)
        return
    Path(wanted.output).write_text(text, encoding="utf-8", errors="backslashreplace")
    say(f"written to {wanted.output}", "dim")


def _split(given: Sequence[str] | None) -> list[str] | None:
    if not given:
        return None
    return [each.strip() for part in given for each in part.split(",") if each.strip()]
