"""Scores on standard output, for people or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import typer

from mifcheck.cli.console import say, scoring_bar, show, show_json
from mifcheck.cli.status import NO_REPLY
from mifcheck.conversation import Conversation
from mifcheck.datasets import Conversations
from mifcheck.errors import DataError, ParameterError
from mifcheck.report.safe import one_line
from mifcheck.report.scores import scores_report
from mifcheck.runs.run import Run
from mifcheck.scores import score

GROUPS: Final = ("family", "id", "age", "active", "turn")


@dataclass(frozen=True, slots=True)
class Output:
    """What to show of scores: how many draws for intervals, JSON or a table, and groups in it."""

    resamples: int
    json: bool
    by: str | None

    def __post_init__(self) -> None:
        if self.by is not None and self.by not in GROUPS:
            listed = f"{', '.join(GROUPS[:-1])} or {GROUPS[-1]}"
            raise ParameterError(f"--by is {listed}, not {self.by!r}")


def show_scores(
    run: Run,
    conversations: Sequence[Conversation],
    output: Output,
    *,
    title: str,
    notes: Iterable[str] = (),
    skipped: Sequence[DataError] = (),
    profile: str,
) -> None:
    """Checks every reply of a run and shows the scores.

    What was left out of the data, and of the replies (`skipped`), is said with them. Without a
    single reply the command ends with a status of its own.
    """
    with scoring_bar() as progress:
        scores = score(run, profile=profile, resamples=output.resamples, progress=progress)
    bad = list(skipped)
    if isinstance(conversations, Conversations):
        bad = [*conversations.skipped, *bad]
    if output.json:
        document: dict[str, Any] = {
            **scores.to_dict(),
            "name": title,
            "skipped": [str(error) for error in bad],
            "run": dict(run.settings),
        }
        show_json(document, indent=None)
    else:
        notes = [*left_out(bad), *_errors(run), *notes]
        show(scores_report(scores, title, notes, output.by))
    if not scores.counts.replies:
        say("error: ", "bold red", "not one reply came, so nothing could be scored")
        raise typer.Exit(NO_REPLY)


def left_out(bad: Sequence[DataError]) -> list[str]:
    """A line about the bad rows that were passed over; none where there are none."""
    if not bad:
        return []
    rows = "1 bad row" if len(bad) == 1 else f"{len(bad)} bad rows"
    return [f"{rows} left out; the first: {one_line(str(bad[0]), 300)}"]


def _errors(run: Run) -> list[str]:
    for record in run.errors:
        if record.attempts:
            place = f"{record.key}, turn {record.turn}, sample {record.sample}"
            return [f"first error: {place}: {one_line(record.error or '', 300)}"]
    return []
