"""`mifcheck ratings`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mifcheck.cli.chosen import Choice
from mifcheck.cli.console import show, show_json
from mifcheck.cli.scored import Scored, read_scores
from mifcheck.errors import MifcheckError
from mifcheck.ratings import Ratings, correlate, read_ratings
from mifcheck.report.ratings import ratings_report
from mifcheck.scores import Scores
from mifcheck.scores.statistics import Estimate


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be held against the ratings, and how it is shown.

    Attributes:
        criteria: only these; all when empty.
        scores: a run folder or a file of scores whose PIF is taken; None takes the ratings' own.
        model: only the replies of this one.
        resamples: of the bootstrap.
        json: one JSON document instead of tables.
    """

    criteria: Sequence[str]
    scores: Path | None
    model: str | None
    resamples: int
    json: bool


def command(file: Path, wanted: Wanted) -> None:
    """Shows the PIF of rated replies by turn, and its correlation with each rating.

    Raises:
        MifcheckError: ratings or scores that cannot be read, or not one rated reply with a PIF.
        ParameterError: a criterion or a model that there is not.
    """
    rated = read_ratings(file)
    held = None if wanted.scores is None else _read(wanted.scores, wanted.resamples)
    if held is None and all(each.pif is None for each in rated):
        raise MifcheckError(
            f"{file} tells no PIF of the replies: --scores gives one, of their run folder or of a "
            "file of scores"
        )
    source = rated if held is None else held.scores
    agreements = correlate(
        source,
        rated,
        criteria=wanted.criteria or None,
        model=wanted.model,
        resamples=wanted.resamples,
    )
    shown = rated if wanted.model is None else rated.of(wanted.model)
    pif = _own(shown, wanted.resamples) if isinstance(source, Ratings) else _scored(source, shown)
    if wanted.json:
        show_json(_document(shown, pif) | agreements.to_dict())
        return
    conversations = len({each.key for each in shown})
    whose = f" of {', '.join(shown.models)}" if any(shown.models) else ""
    title = f"{file}: ratings of {len(shown)} replies{whose} in {conversations} conversations"
    show(ratings_report(title, pif, agreements, [] if held is None else held.notes))


def _read(path: Path, resamples: int) -> Scored:
    return read_scores(path, Choice(None, None, None, None, False, "native"), resamples, None)


def _own(rated: Ratings, resamples: int) -> dict[tuple[str, Any], Estimate]:
    """The file's PIF by model and turn, and of all turns."""
    whole = rated.pif_by("model", resamples=resamples)
    return {
        **rated.pif_by("model", "turn", resamples=resamples),
        **{(model, "all"): estimate for model, estimate in whole.items()},
    }


def _scored(scores: Scores, rated: Ratings) -> dict[tuple[str, Any], Estimate]:
    """The PIF that was scored, by turn and of all turns."""
    (model,) = rated.models
    by_turn = {(model, turn): each.pif.strict for turn, each in scores.by("turn").items()}
    return by_turn | {(model, "all"): scores.pif.strict}


def _document(rated: Ratings, pif: dict[tuple[str, Any], Estimate]) -> dict[str, Any]:
    return {
        "source": rated.source,
        "models": list(rated.models),
        "criteria": list(rated.criteria),
        "replies": len(rated),
        "pif": [
            {"model": model, "turn": turn, **each.to_dict()} for (model, turn), each in pif.items()
        ],
    }
