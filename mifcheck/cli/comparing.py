"""`mifcheck compare`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mifcheck.cli.chosen import Choice, require_format
from mifcheck.cli.console import say, scoring_bar, show, show_json
from mifcheck.cli.scoring import read
from mifcheck.cli.showing import left_out
from mifcheck.datasets import Conversations
from mifcheck.errors import MifcheckError
from mifcheck.report import as_text, comparison_report
from mifcheck.score import Comparison, Scores, score
from mifcheck.score.compare import compare

FORMATS: Final = ("text", "json")
_SCORES: Final = b'"mifcheck.scores/'
_LOOKED_AT: Final = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """How two runs are to be compared, and where the result goes."""

    by: str | None
    format: str
    output: str | None
    resamples: int

    def __post_init__(self) -> None:
        require_format(self.format, FORMATS)

    @property
    def groups(self) -> list[str]:
        """The names in `by`."""
        return [each.strip() for each in (self.by or "").split(",") if each.strip()]


@dataclass(frozen=True, slots=True)
class _Run:
    scores: Scores
    title: str
    notes: Sequence[str]


def command(
    runs: Sequence[Path], choice: Choice, wanted: Wanted, *, think: str | None
) -> Comparison:
    """Scores two runs and shows how far apart they are.

    Raises:
        MifcheckError: a run that cannot be read, or no conversation in common.
        SignatureError: runs that were not measured alike.
    """
    if wanted.output is not None and Path(wanted.output).is_dir():
        raise MifcheckError(f"--output {wanted.output}: this is a folder")
    held = [_read(path, choice, wanted, think) for path in runs]
    result = compare(held[0].scores, held[1].scores, by=wanted.groups, resamples=wanted.resamples)
    titles = [run.title for run in held]
    notes = [f"{mark}: {note}" for mark, run in zip("AB", held, strict=True) for note in run.notes]
    if wanted.format == "json":
        document = {**result.to_dict(), "names": dict(zip("ab", titles, strict=True))}
        _write_json(document, wanted.output)
    elif wanted.output is None:
        show(comparison_report(result, titles, notes))
    else:
        _write(as_text(comparison_report(result, titles, notes)), wanted.output)
    return result


def _read(path: Path, choice: Choice, wanted: Wanted, think: str | None) -> _Run:
    """The scores of a run folder, of a file of replies, or as a file of scores has them."""
    if path.is_file() and _holds_scores(path):
        if think is not None or choice.data is not None:
            option = "--think" if think is not None else "--data"
            raise MifcheckError(f"{path} holds scores already: leave {option} out")
        return _Run(Scores.load(path), str(path), [])
    held = read(path, choice, think)
    with scoring_bar() as progress:
        scores = score(
            held.run, profile=choice.profile, resamples=wanted.resamples, progress=progress
        )
    bad = list(held.skipped)
    if isinstance(held.conversations, Conversations):
        bad = [*held.conversations.skipped, *bad]
    return _Run(scores, held.title, [*left_out(bad), *held.notes])


def _holds_scores(path: Path) -> bool:
    with path.open("rb") as file:
        return _SCORES in file.read(_LOOKED_AT)


def _write_json(document: dict[str, Any], output: str | None) -> None:
    if output is None:
        show_json(document)
        return
    _write(json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n", output)


def _write(text: str, output: str) -> None:
    Path(output).write_text(text, encoding="utf-8", errors="backslashreplace")
    say(f"written to {output}", "dim")
