"""Ratings as values: of one reply, and of all in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias, overload

import numpy as np

from mifcheck.errors import ParameterError
from mifcheck.frames import to_frame
from mifcheck.safe import printable
from mifcheck.scores.coded import Events
from mifcheck.scores.estimates import Estimate
from mifcheck.scores.grouping import require_by
from mifcheck.scores.ratios import Ratios, Sums, estimates

if TYPE_CHECKING:
    import pandas

RATED_BY: Final = ("model", "turn", "conversation")

_Group: TypeAlias = Any
"""A label, or a tuple of labels when grouped by several things, or () for everything."""


@dataclass(frozen=True, slots=True)
class Rating:
    """The ratings of one reply.

    Attributes:
        key, turn: the conversation, and its turn counted from 1.
        scores: the ratings given, by criterion.
        model: the model that replied; "" where the file does not say.
        sample: counted from 0; None where the file does not say.
        pif: the file's own share of instructions followed, from 0 to 1; None where it has none.
    """

    key: str
    turn: int
    scores: Mapping[str, float]
    model: str = ""
    sample: int | None = None
    pif: float | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Ratings(Sequence[Rating]):
    """The ratings of one file, in its order.

    Attributes:
        items: the ratings.
        criteria: the criteria, in the order of the columns.
        source: the path as given.
    """

    items: tuple[Rating, ...]
    criteria: tuple[str, ...]
    source: str = field(default="", compare=False)

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Rating]:
        return iter(self.items)

    @overload
    def __getitem__(self, index: int) -> Rating: ...
    @overload
    def __getitem__(self, index: slice) -> Ratings: ...
    def __getitem__(self, index: int | slice) -> Rating | Ratings:
        if isinstance(index, slice):
            return replace(self, items=self.items[index])
        return self.items[index]

    def __repr__(self) -> str:
        models = f" of {', '.join(self.models)}" if any(self.models) else ""
        told = f"{len(self)} replies{models}; {', '.join(self.criteria)}"
        return printable(f"<Ratings {self.source}: {told}>")

    @property
    def models(self) -> tuple[str, ...]:
        """The models rated, in the order in which they first occur."""
        return tuple(dict.fromkeys(each.model for each in self.items))

    def of(self, model: str) -> Ratings:
        """Returns the ratings of one model's replies.

        Raises:
            ParameterError: no reply of that model was rated.
        """
        if model not in self.models:
            raise ParameterError(f"no model {model!r} was rated; rated: {', '.join(self.models)}")
        return replace(self, items=tuple(each for each in self.items if each.model == model))

    def pif_by(self, *names: str, confidence: float = 0.95) -> dict[_Group, Estimate]:
        """Returns the mean PIF in the file by any of `RATED_BY`: `pif_by("model", "turn")["a", 3]`.

        Models come in the order in which they first occur, turns and conversations ascending.
        Intervals are over conversations, as for scores.

        Raises:
            ParameterError: an unknown name, or a confidence out of range.
        """
        require_by(names, RATED_BY)
        keys = {key: place for place, key in enumerate(sorted({each.key for each in self.items}))}
        labels = [tuple(getattr(each, _FIELDS[name]) for name in names) for each in self.items]
        groups = {label: place for place, label in enumerate(_ordered(labels, names, self.models))}
        held = np.array([each.pif is not None for each in self.items], dtype=np.bool_)
        events = Events(
            np.array([keys[each.key] for each in self.items], dtype=np.int64),
            {},
            np.array([each.pif or 0.0 for each in self.items]),
            held.astype(np.float64),
            (~held).astype(np.int64),
        )
        group = np.array([groups[label] for label in labels], dtype=np.int64)
        rows = estimates(Ratios([Sums.of(events, group, len(groups))]), confidence)
        return {
            label if len(names) != 1 else label[0]: mean
            for label, (mean,) in zip(groups, rows, strict=True)
        }

    def rows(self) -> list[dict[str, Any]]:
        """Returns a flat dict a rating: key, turn, sample, model, pif, and a score a criterion."""
        return [
            {"key": each.key, "turn": each.turn, "sample": each.sample, "model": each.model,
             "pif": each.pif, **{name: each.scores.get(name) for name in self.criteria}}
            for each in self.items
        ]  # fmt: skip

    def to_pandas(self) -> pandas.DataFrame:
        """Returns `rows()` as a data frame.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        return to_frame(self.rows())


_FIELDS: Final = {"model": "model", "turn": "turn", "conversation": "key"}


def _ordered(
    labels: Iterable[tuple[Any, ...]], names: Sequence[str], models: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Returns the distinct labels; models as they first occur, the others ascending."""

    def place(label: tuple[Any, ...]) -> tuple[Any, ...]:
        pairs = zip(names, label, strict=True)
        return tuple(models.index(each) if name == "model" else each for name, each in pairs)

    return sorted(set(labels), key=place)
