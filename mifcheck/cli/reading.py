"""Reads what a command is about: conversations, a run with its replies, or the scores of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from mifcheck.conversation import Conversation
from mifcheck.datasets import Conversations, files, load
from mifcheck.datasets.compiled import first_error
from mifcheck.errors import DataError, MifcheckError
from mifcheck.languages import get_language
from mifcheck.masking import mask_text, masked
from mifcheck.runs.progress import progress_bar
from mifcheck.runs.replies import read_replies
from mifcheck.runs.run import Run
from mifcheck.safe import one_line
from mifcheck.scores.judging import ErrorPolicy, score
from mifcheck.scores.scores import Scores

_SCORES: Final = b'"mifcheck.scores/'
_HEAD: Final = 200  # bytes of a file that tell whether it holds scores


@dataclass(frozen=True, slots=True)
class Selection:
    """Which conversations are read, and by which profile their instructions are checked.

    Attributes:
        data: the file; None for the suite that comes with mifcheck.
        format: the format of the file; None to detect it.
        languages: only conversations in these; none for all.
        skip_bad: leave out what cannot be read or checked, instead of raising the first error.
        profile: what the ids mean.
        limit: only the first so many conversations; None for all.
    """

    data: str | None = None
    format: str | None = None
    languages: Sequence[str] | None = None
    skip_bad: bool = False
    profile: str = "native"
    limit: int | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What to report about a selection."""
        if self.limit is None:
            return ()
        return (f"--limit {self.limit}: only the first conversations of the data",)


@dataclass(frozen=True, slots=True)
class Source:
    """What a result says about where it comes from.

    Attributes:
        title: names the run, or the replies and the conversations.
        settings: what run.json says, as far as it is known.
        notes: what else to report, one line each.
        skipped: the bad rows that were left out.
    """

    title: str
    settings: Mapping[str, Any]
    notes: tuple[str, ...] = ()
    skipped: tuple[DataError, ...] = ()

    @property
    def reports(self) -> list[str]:
        """Lists all that is to be reported: the bad rows, then the notes."""
        if not self.skipped:
            return list(self.notes)
        rows = "1 bad row" if len(self.skipped) == 1 else f"{len(self.skipped)} bad rows"
        first = one_line(mask_text(str(self.skipped[0])), 300)
        return [f"{rows} left out; the first: {first}", *self.notes]

    @property
    def document(self) -> dict[str, Any]:
        """Returns the source as JSON values, to stand beside a result."""
        skipped = [mask_text(str(error)) for error in self.skipped]
        return {"name": self.title, "skipped": skipped, "run": dict(self.settings)}


def read_conversations(selection: Selection) -> Conversations:
    """Reads conversations of which every instruction can be checked.

    Args:
        selection: what to read. With `skip_bad`, conversations that cannot be checked are in
            `.skipped`, beside the bad rows, and do not count towards the limit.

    Raises:
        DataError: the file cannot be read, or an instruction cannot be checked; names file, row
            and field.
        UnknownLanguageError: one of the languages.
    """
    found = load(
        selection.data,
        format=selection.format,
        skip_bad=selection.skip_bad,
        languages=selection.languages or None,
    )
    kept: list[Conversation] = []
    bad: list[DataError] = []
    for conversation in found:
        if len(kept) == selection.limit:
            break
        error = first_error(conversation, found, selection.profile)
        if error is None:
            kept.append(conversation)
        elif selection.skip_bad:
            bad.append(error)
        else:
            raise error
    if not kept:
        first = bad[0]
        message = f"no conversation is left; the first bad one: {first.message}"
        raise DataError(message, found.source, first.row, first.field)
    return replace(found.only(kept), skipped=(*found.skipped, *bad))


def read_run(
    path: Path, selection: Selection, thinking: str | None, **made: str | None
) -> tuple[Run, Source]:
    """Reads a run folder, or a file of replies to the selected conversations.

    Args:
        path: the run folder, or the file.
        selection: which conversations; a run folder holds its own.
        thinking: "strip" or "keep"; None for what the run says, or else "strip".
        made: how the replies in a file were made, where that is known: `history`, `placement`.

    Raises:
        MifcheckError: the folder holds no run, an option does not apply to a run folder, or data
            or replies cannot be read.
    """
    if path.is_dir():
        _require_unset(path, selection, made)
        run, notes = _read_again(Run.load(path), thinking)
        run = _selected(run, selection)
        notes += selection.notes
        return run, Source(f"{run.name} ({path})", run.settings, notes)
    known = {name: value for name, value in made.items() if value is not None}
    asked = read_conversations(replace(selection, languages=None, limit=None))
    policies: dict[str, Any] = {"thinking": thinking or "strip", **known}
    run = read_replies(asked, path, skip_bad=selection.skip_bad, **policies)
    skipped = (*asked.skipped, *run.skipped)
    source = Source(f"{path} on {asked.source}", run.settings, selection.notes, skipped)
    return _selected(run, selection), source


def _require_unset(path: Path, selection: Selection, made: Mapping[str, str | None]) -> None:
    """Raises where an option says what a run folder says itself."""
    given = {"data": selection.data, "data-format": selection.format, **made}
    for name, value in (*given.items(), ("skip-bad", selection.skip_bad or None)):
        if value is not None:
            raise MifcheckError(
                f"{path} has its own conversations, and records how its replies were made: leave "
                f"--{name} out"
            )


def _selected(run: Run, selection: Selection) -> Run:
    """Returns the run with the first conversations in the languages; in all if none is named."""
    codes = {get_language(name).code for name in selection.languages or ()}
    kept = [each for each in run.conversations if not codes or each.language in codes]
    if not kept:
        present = ", ".join(sorted({each.language for each in run.conversations}))
        wanted = ", ".join(sorted(codes))
        raise DataError(f"no conversation in {wanted}; there are conversations in {present}")
    return only(run, kept[: selection.limit])


def only(run: Run, kept: Sequence[Conversation]) -> Run:
    """Returns the run with some of its conversations, which still know their file and rows."""
    of, keys = run.conversations, {each.key for each in kept}
    replies = {slot: record for slot, record in run.replies.items() if record.key in keys}
    asked = of.only(kept) if isinstance(of, Conversations) else kept
    return replace(run, conversations=asked, replies=replies)


def _read_again(run: Run, thinking: Any) -> tuple[Run, tuple[str, ...]]:
    """Returns the run with its replies read by a policy, and a note where that is not its own."""
    own = str(run.settings.get("thinking", "strip"))
    if thinking is None or thinking == own:
        return run, ()
    note = f"replies read with --thinking {thinking}; the histories were held with {own}"
    return run.with_thinking(thinking), (note,)


def read_scores(
    path: Path, selection: Selection, thinking: str | None, resamples: int
) -> tuple[Scores, Source]:
    """Reads or computes the scores of a file of scores, a run folder or a file of replies.

    Raises:
        MifcheckError: what `read_run` raises, the scores cannot be read, or an option does not
            apply to a file of scores.
    """
    if holds_scores(path):
        for option, value in (("--thinking", thinking), ("--data", selection.data)):
            if value is not None:
                raise MifcheckError(f"{path} holds scores already: leave {option} out")
        scores, run = Scores.load(path), files.read_document(path).get("run")
        return scores, Source(str(path), masked(run) if isinstance(run, Mapping) else {})
    run, source = read_run(path, selection, thinking)
    return score_run(run, selection.profile, resamples), source


def holds_scores(path: Path) -> bool:
    """Returns whether a path is a file of scores."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return _SCORES in file.read(_HEAD)


def score_run(
    run: Run,
    profile: str,
    resamples: int,
    errors: ErrorPolicy = "leave-out",
    workers: int | None = 1,
) -> Scores:
    """Scores a run, with a progress bar."""
    how: dict[str, Any] = {"errors": errors, "workers": workers}
    with progress_bar("checking", True, transient=True) as progress:
        return score(run, profile=profile, resamples=resamples, progress=progress, **how)
