"""The scores of whatever a run can be told by: its folder, its replies, or a file of scores."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mifcheck.cli.chosen import Choice
from mifcheck.cli.console import scoring_bar
from mifcheck.cli.scoring import read
from mifcheck.cli.showing import left_out
from mifcheck.datasets import Conversations
from mifcheck.errors import MifcheckError
from mifcheck.scores import Scores, score

_SCORES: Final = b'"mifcheck.scores/'
_LOOKED_AT: Final = 200


@dataclass(frozen=True, slots=True)
class Scored:
    """A run's scores.

    Attributes:
        scores: those.
        title: what the run is called.
        notes: what to say of it, a line each.
        settings: what its run.json says; of a file of scores, as far as that has it.
    """

    scores: Scores
    title: str
    notes: Sequence[str]
    settings: Mapping[str, Any]


def read_scores(path: Path, choice: Choice, resamples: int, think: str | None) -> Scored:
    """The scores of a run folder, of a file of replies, or as a file of scores has them.

    Raises:
        MifcheckError: a folder that holds no run, data, replies or scores that cannot be read, or
            an option that a file of scores cannot heed.
    """
    if path.is_file() and _holds_scores(path):
        if think is not None or choice.data is not None:
            option = "--think" if think is not None else "--data"
            raise MifcheckError(f"{path} holds scores already: leave {option} out")
        scores, fields = Scores.load(path), json.loads(path.read_text(encoding="utf-8"))
        return Scored(scores, str(path), [], fields.get("run", {}))
    held = read(path, choice, think)
    with scoring_bar() as progress:
        scores = score(held.run, profile=choice.profile, resamples=resamples, progress=progress)
    bad = list(held.skipped)
    if isinstance(held.conversations, Conversations):
        bad = [*held.conversations.skipped, *bad]
    return Scored(scores, held.title, [*left_out(bad), *held.notes], held.run.settings)


def _holds_scores(path: Path) -> bool:
    with path.open("rb") as file:
        return _SCORES in file.read(_LOOKED_AT)
