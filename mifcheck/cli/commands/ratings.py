"""`mifcheck ratings`: PIF beside people's ratings of the same replies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from typer import Argument, Option

from mifcheck.cli import options
from mifcheck.cli.output import write
from mifcheck.errors import MifcheckError

if TYPE_CHECKING:
    from mifcheck.ratings.values import Ratings
    from mifcheck.scores.estimates import Estimate
    from mifcheck.scores.scores import Scores

    PifByTurn: TypeAlias = dict[tuple[str, Any], Estimate]
    """The mean PIF by model and turn; the turn of all turns is "all"."""


def command(
    file: Annotated[Path, Argument(metavar="FILE")],
    criterion: Annotated[list[str] | None, Option(metavar="NAME")] = None,
    scores: Annotated[Path | None, Option(metavar="RUN")] = None,
    rated_model: Annotated[str | None, Option(metavar="NAME")] = None,
    resamples: options.Resamples = 10_000,
    format: options.Format = "text",
    out: options.Out = None,
) -> None:
    """Show how PIF correlates with people's ratings.

    The mean PIF of the rated replies by turn, and Pearson's and Spearman's correlation of PIF with
    each criterion.

    Args:
        file: Ratings: the CSV file of MMMT-IF's release; or one row (or JSON object) a reply, with
            key, turn (sample, model, pif) and a number for each criterion.
        criterion: Only this criterion; repeatable.
        scores: Where the PIF comes from: a run folder or a file of scores. Default: FILE.
        rated_model: Only the ratings of this model's replies.

    Examples:
      mifcheck ratings mmmt_if.csv
      mifcheck ratings mmmt_if.csv --criterion 'Instruction Following'
      mifcheck ratings ratings.csv --scores runs/qwen

    A line of ratings.jsonl:
      {"key": "1019:16:en", "turn": 2, "helpfulness": 4, "tone": 5}
    """
    from mifcheck.cli.reading import Selection, read_scores
    from mifcheck.ratings.agreement import correlate
    from mifcheck.ratings.reading import read_ratings
    from mifcheck.report.ratings import ratings_report

    rated = read_ratings(file)
    scored, notes = None, []
    if scores is not None:
        scored, held = read_scores(scores, Selection(), None, resamples)
        notes = held.reports
    elif all(each.pif is None for each in rated):
        raise MifcheckError(
            f"{file} has no PIF of the replies: --scores takes it from their run folder or from a "
            "file of scores"
        )
    source = rated if scored is None else scored
    agreements = correlate(
        source, rated, criteria=criterion or None, model=rated_model, resamples=resamples
    )
    shown = rated if rated_model is None else rated.of(rated_model)
    pif = _own(shown) if scored is None else _scored(scored, shown)
    count = len({each.key for each in shown})
    whose = f" of {', '.join(shown.models)}" if any(shown.models) else ""
    title = f"{file}: ratings of {len(shown)} replies{whose} in {count} conversations"
    forms = {
        "text": lambda: ratings_report(title, pif, agreements, notes),
        "json": lambda: {**_document(shown, pif), **agreements.to_dict()},
    }
    write(forms, format, out)


def _own(rated: Ratings) -> PifByTurn:
    """Returns the PIF in the file, by model and turn, and of all turns."""
    whole = rated.pif_by("model")
    return {
        **rated.pif_by("model", "turn"),
        **{(model, "all"): estimate for model, estimate in whole.items()},
    }


def _scored(scores: Scores, rated: Ratings) -> PifByTurn:
    """Returns the PIF that was scored, by turn and of all turns."""
    (model,) = rated.models
    by_turn = {(model, turn): each.pif.strict for turn, each in scores.by("turn").items()}
    return by_turn | {(model, "all"): scores.pif.strict}


def _document(rated: Ratings, pif: PifByTurn) -> dict[str, Any]:
    return {
        "source": rated.source,
        "models": list(rated.models),
        "criteria": list(rated.criteria),
        "replies": len(rated),
        "pif": [
            {"model": model, "turn": turn, **each.to_dict()} for (model, turn), each in pif.items()
        ],
    }
