"""`mifcheck score`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mifcheck.cli.chosen import Choice, chosen, of_languages
from mifcheck.cli.showing import Output, show_scores
from mifcheck.conversation import Conversation
from mifcheck.errors import DataError, MifcheckError
from mifcheck.models.thinking import policy, split
from mifcheck.runs.run import Run
from mifcheck.runs.replies import read_replies


@dataclass(frozen=True, slots=True)
class Read:
    """A run that was read, what it is of, what to say of it, and what was left out.

    Attributes:
        run: only its conversations in the chosen languages.
        conversations: with what was left out of them.
        title: what the replies and the conversations are called.
        notes: a line each.
        skipped: bad rows of the replies.
    """

    run: Run
    conversations: Sequence[Conversation]
    title: str
    notes: list[str]
    skipped: tuple[DataError, ...] = ()


def read(
    replies: Path, choice: Choice, think: str | None, told: Mapping[str, str | None] | None = None
) -> Read:
    """A run folder, or a file of replies to the chosen conversations.

    `told` has what a file does not say: the "history" and the "placement" of its replies.

    Raises:
        MifcheckError: a folder that holds no run, or data or replies that cannot be read.
    """
    said = {name: value for name, value in (told or {}).items() if value is not None}
    if replies.is_dir():
        if said:
            names = ", ".join(said)
            raise MifcheckError(f"{replies} says of itself how its replies were got: not {names}")
        for name, given in (
            ("--data", choice.data), ("--format", choice.format), ("--skip-bad", choice.skip_bad),
        ):  # fmt: skip
            if given:
                raise MifcheckError(f"{replies} holds its own conversations: leave {name} out")
        run, notes = _read_anew(Run.load(replies), think)
        run = replace(run, conversations=of_languages(run.conversations, choice.languages))
        return Read(run, run.conversations, f"{run.name} ({replies})", notes)
    everything = chosen(replace(choice, languages=None))
    run, skipped = read_replies(
        replies, everything, thinking=think or "strip", skip_bad=choice.skip_bad, **said
    )
    run = replace(run, conversations=of_languages(everything, choice.languages))
    return Read(run, everything, f"{replies} on {everything.source}", [], skipped)


def command(
    replies: Path,
    choice: Choice,
    output: Output,
    *,
    think: str | None,
    told: Mapping[str, str | None],
) -> None:
    """Scores a run folder, or a file of replies to the chosen conversations.

    Raises:
        MifcheckError: a folder that holds no run, or data or replies that cannot be read.
    """
    held = read(replies, choice, think, told)
    show_scores(
        held.run, held.conversations, output, title=held.title, notes=held.notes,
        skipped=held.skipped, profile=choice.profile,
    )  # fmt: skip


def _read_anew(run: Run, think: str | None) -> tuple[Run, list[str]]:
    """The run with its replies read by another policy than it was held with, and a note of it."""
    held = str(run.settings.get("thinking", "strip"))
    if think is None or policy(think) == held:
        return run, []
    replies = {}
    for place, record in run.replies.items():
        if record.reply is not None:
            whole = record.reply if record.raw is None else record.raw
            record = replace(record, reply=whole if think == "keep" else split(whole).reply)
        replies[place] = record
    note = f"replies read with --think {think}; the histories were held with {held}"
    return replace(run, replies=replies, settings={**run.settings, "thinking": think}), [note]
