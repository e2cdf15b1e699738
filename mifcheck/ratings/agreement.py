"""The correlation of PIF with ratings: two correlations for each criterion."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from mifcheck import doors
from mifcheck.errors import DataError, ParameterError, did_you_mean
from mifcheck.frames import to_frame
from mifcheck.ratings.values import Rating, Ratings
from mifcheck.scores.coded import CodedOutcomes
from mifcheck.scores.correlation import correlations
from mifcheck.scores.estimates import LOOSE, STRICT, AsDict, Correlation
from mifcheck.scores.scores import Scores

if TYPE_CHECKING:
    import pandas

_Place: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the PIF of rated replies comes from.

    Attributes:
        place: returns the reply that a rating is of; its key comes first.
        held: the PIF of each reply and the cluster of its conversation; None if it has no PIF.
        without: why a reply may have no PIF.
    """

    place: Callable[[Rating], _Place]
    held: Mapping[_Place, tuple[float, str] | None]
    without: str

    def notes(self, ratings: Sequence[Rating]) -> Iterator[str]:
        """Yields notes on rated replies without a PIF."""
        there = [each for each in ratings if self.place(each) in self.held]
        strangers = [each for each in ratings if self.place(each) not in self.held]
        if strangers:
            keys = dict.fromkeys(place[0] for place in self.held)
            misspelt = [each for each in strangers if each.key not in keys]
            first = (misspelt or strangers)[0]
            meant = did_you_mean(first.key, keys) if misspelt else ""
            count = _number(len(strangers), "is", "are")
            yield f"{count} not among the replies scored; {_first(first)}{meant}"
        if there:
            count = _number(len(there), "has", "have")
            yield f"{count} no PIF ({self.without}); {_first(there[0])}"


def _number(count: int, one: str, several: str) -> str:
    return f"1 rated reply {one}" if count == 1 else f"{count} rated replies {several}"


def _first(rating: Rating) -> str:
    sample = "" if rating.sample is None else f", sample {rating.sample}"
    return f"the first is of conversation {rating.key!r}, turn {rating.turn}{sample}"


@dataclass(frozen=True, slots=True)
class Agreement(AsDict):
    """How PIF correlates with one criterion.

    Attributes:
        model: the model whose replies were rated; None for all models together.
        criterion: what was rated.
        pearson, spearman: the correlations.
        left_out: rated replies without a PIF, or without a rating by this criterion.
    """

    model: str | None
    criterion: str
    pearson: Correlation
    spearman: Correlation
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Agreements(doors.Displayed, Sequence[Agreement]):
    """How PIF correlates with each criterion, by model and for all models together.

    Attributes:
        items: model by model; all models together come last.
        resamples, seed, confidence: of the intervals.
        left_out: how many rated replies have no PIF, and so are in no correlation.
        notes: notes on these replies, a line each.
    """

    items: tuple[Agreement, ...]
    resamples: int = field(default=10_000, compare=False)
    seed: int = field(default=0, compare=False)
    confidence: float = field(default=0.95, compare=False)
    left_out: int = 0
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Agreement]:
        return iter(self.items)

    @overload
    def __getitem__(self, index: int) -> Agreement: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Agreement, ...]: ...
    def __getitem__(self, index: int | slice) -> Agreement | tuple[Agreement, ...]:
        return self.items[index]

    def find(self, criterion: str, model: str | None = None) -> Agreement:
        """Returns the correlations with one criterion, of one model or of all together.

        Raises:
            ParameterError: there is none.
        """
        if model is None and len(models := {each.model for each in self.items}) == 1:
            (model,) = models
        for each in self.items:
            if each.criterion == criterion and each.model == model:
                return each
        known = ", ".join(dict.fromkeys(each.criterion for each in self.items))
        whose = "" if model is None else f" of model {model!r}"
        raise ParameterError(f"no correlation with {criterion!r}{whose}; criteria: {known}")

    def rows(self) -> list[dict[str, Any]]:
        """Returns a flat dict a correlation: model, criterion, figure, the correlation's fields."""
        return [
            {"model": each.model, "criterion": each.criterion, "figure": figure,
             **correlation.to_dict(), "left_out": each.left_out}
            for each in self.items
            for figure, correlation in (("pearson", each.pearson), ("spearman", each.spearman))
        ]  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """Returns a JSON object of everything."""
        return {
            "resamples": self.resamples,
            "seed": self.seed,
            "confidence": self.confidence,
            "left_out": self.left_out,
            "notes": list(self.notes),
            "correlations": [each.to_dict() for each in self.items],
        }

    def to_pandas(self) -> pandas.DataFrame:
        """Returns `rows()` as a data frame.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        return to_frame(self.rows())


def correlate(
    pif: Scores | Ratings,
    ratings: Ratings,
    *,
    criteria: str | Iterable[str] | None = None,
    model: str | None = None,
    mode: str = STRICT,
    resamples: int = 10_000,
    seed: int = 0,
    confidence: float = 0.95,
) -> Agreements:
    """Returns the correlations of PIF with ratings of the same replies.

    Args:
        pif: scores, joined with the ratings by key, turn and sample; or ratings that have a PIF
            of their own, `correlate(ratings, ratings)`, joined by model too.
        ratings: people's ratings.
        criteria: only these; all when None.
        model: only the replies of this model. Where several models were rated, it says which one
            the scores are of.
        mode: "strict" or "loose", of scores.
        resamples: of the bootstrap over conversations. With scores, translations of a
            conversation are drawn together.
        seed: of the bootstrap.
        confidence: of the intervals, strictly between 0 and 1.

    Raises:
        ParameterError: an unknown criterion, model or mode, or a setting out of range.
        DataError: no rated reply has a PIF, or the scores have several samples of a turn and the
            ratings do not say which.
    """
    chosen = ratings if model is None else ratings.of(model)
    wanted = _criteria(criteria, chosen)
    source = _scored(pif, chosen, mode) if isinstance(pif, Scores) else _told(pif)
    joined = [(each, source.held.get(source.place(each))) for each in chosen]
    lost = [rating for rating, found in joined if found is None]
    notes = tuple(source.notes(lost))
    if len(lost) == len(joined):
        told = f"not one rated reply has a PIF: {'; '.join(notes)}"
        raise DataError(told, chosen.source or None)
    groups: list[str | None] = [*chosen.models, *([None] if len(chosen.models) > 1 else [])]
    items = []
    for group in groups:
        members = [pair for pair in joined if group is None or pair[0].model == group]
        for criterion in wanted:
            pifs, clusters, given = _usable(members, criterion)
            pair = correlations(
                pifs, given, clusters, names=("PIF", criterion), resamples=resamples, seed=seed,
                confidence=confidence,
            )  # fmt: skip
            items.append(Agreement(group, criterion, *pair, len(members) - len(given)))
    return Agreements(tuple(items), resamples, seed, confidence, len(lost), notes)


def _usable(
    members: Iterable[tuple[Rating, tuple[float, str] | None]], criterion: str
) -> tuple[Sequence[float], Sequence[str], Sequence[float]]:
    """Returns PIF, cluster and rating of each reply that has all three."""
    usable = [
        (*found, rating.scores[criterion])
        for rating, found in members
        if found is not None and criterion in rating.scores
    ]
    pifs, clusters, given = zip(*usable, strict=True) if usable else ((), (), ())
    return pifs, clusters, given


def _criteria(criteria: str | Iterable[str] | None, ratings: Ratings) -> tuple[str, ...]:
    if criteria is None:
        return ratings.criteria
    named = (criteria,) if isinstance(criteria, str) else tuple(criteria)
    for name in named:
        if name not in ratings.criteria:
            raise ParameterError(
                f"no criterion {name!r}{did_you_mean(name, ratings.criteria)}; there are "
                + ", ".join(ratings.criteria)
            )
    return named


def _told(ratings: Ratings) -> _Source:
    """Returns the PIF in a file of ratings; each conversation is a cluster."""

    def place(rating: Rating) -> _Place:
        return rating.key, rating.turn, rating.sample, rating.model

    held = {place(each): None if each.pif is None else (each.pif, each.key) for each in ratings}
    return _Source(place, held, "the file tells none")


def _scored(scores: Scores, ratings: Ratings, mode: str) -> _Source:
    """Returns the PIF that mifcheck computed."""
    outcomes = scores.outcomes
    if len(ratings.models) > 1:
        raise ParameterError(
            f"several models were rated ({', '.join(ratings.models)}): model= says whose "
            "replies the scores are of"
        )
    if mode not in (STRICT, LOOSE) or (mode == LOOSE and not outcomes.has_loose):
        raise ParameterError(f"mode is strict or loose, and the loose one was taken; not {mode!r}")
    if outcomes.samples > 1 and any(each.sample is None for each in ratings):
        raise DataError(
            f"the scores have {outcomes.samples} samples of each turn: the ratings must say "
            "which, in a column",
            ratings.source or None,
            field="sample",
        )
    followed, judged, usable = CodedOutcomes(outcomes).tally(mode)
    held: dict[_Place, tuple[float, str] | None] = {}
    for reply, number in enumerate(outcomes.conversation.tolist()):
        key, cluster, _ = outcomes.conversations[number]
        place = (key, int(outcomes.turn[reply]), int(outcomes.sample[reply]))
        pif = followed[reply] / judged[reply] if judged[reply] else 1.0
        held[place] = (float(pif), cluster) if usable[reply] else None
    return _Source(
        lambda rating: (rating.key, rating.turn, rating.sample or 0),
        held,
        "an error, missing, or nothing judged",
    )
