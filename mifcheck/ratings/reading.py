"""Reads ratings from files: the release of MMMT-IF, or a table in mifcheck's own format."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from typing import Any, Final

from mifcheck.datasets.base import Row, key_of, require, whole_of
from mifcheck.datasets.formats.mmmt_if import KEY, TURN
from mifcheck.datasets.tables import RawRow, table_of
from mifcheck.errors import DataError
from mifcheck.frozendict import FrozenDict
from mifcheck.ratings.values import Rating, Ratings

_OWN: Final = ("key", "turn", "sample", "model", "pif")
# Of the columns "<criterion> <model>" of MMMT-IF, the one that names each model.
_RELEASED_PIF: Final = "Programmatic Instruction Following "
# "Preference: 1 for A, 0 for B" is of two models, and a rating of neither.
_OF_TWO: Final = "Preference: "


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a table of ratings; None for a column that it does not have.

    Attributes:
        scores: the criterion of each column.
        key, turn, sample, pif, model: the columns with these values.
        rated: the model, where each model has columns of its own.
    """

    scores: Mapping[str, str]
    key: str
    turn: str
    pif: str
    sample: str | None = None
    model: str | None = None
    rated: str | None = None

    def read(self, row: Row) -> Rating | None:
        """Returns a row's rating of one reply; None where it rates no reply."""
        scores = {
            criterion: score
            for column, criterion in self.scores.items()
            if (score := _number(row, column)) is not None
        }
        pif = _number(row, self.pif)
        if pif is not None and not 0 <= pif <= 1:
            raise DataError(f"a PIF from 0 to 1 is expected, not {pif:g}", field=self.pif)
        if not scores and pif is None:
            return None
        return Rating(
            key_of(row, self.key),
            whole_of(row, self.turn, 1),
            FrozenDict(scores),
            self._model(row),
            self._sample(row),
            pif,
        )

    def _model(self, row: Row) -> str:
        told = row.get(self.model) if self.model else self.rated
        return "" if told is None else str(told).strip()

    def _sample(self, row: Row) -> int | None:
        if not self.sample or _is_blank(row.get(self.sample)):
            return None
        return whole_of(row, self.sample, 0)


def read_ratings(path: str | PathLike[str]) -> Ratings:
    """Reads ratings of replies from a CSV or JSON lines file, which may be gzipped (.gz).

    The columns tell the format:

    - The format of MMMT-IF's release has a row a turn, with "conversation id", the number of the
      turn, and for each model the columns "<criterion> <model>". The criterion "Programmatic
      Instruction Following" is the PIF.
    - mifcheck's own format has a row a reply, with `key` and `turn`, optionally `sample` (from 0),
      `model` and `pif`, and a column a criterion. Columns without any number, and columns without
      a name (such as an exported index), are ignored.

    A blank cell is a rating that was not given.

    Raises:
        DataError: the file cannot be read, has neither format or holds no rating; a cell is not a
            number, or a reply is rated twice. Names file, row and field.
    """
    name = str(path)
    rows = table_of(path).rows
    found: dict[tuple[Any, ...], tuple[int, Rating]] = {}
    columns = _columns(rows, name)
    for row in rows:
        try:
            if row.error is not None:
                raise row.error
            for rating in filter(None, (each.read(row.fields or {}) for each in columns)):
                place = (rating.key, rating.turn, rating.sample, rating.model)
                if place in found:
                    raise DataError(f"row {found[place][0]} rates the same reply")
                found[place] = row.number, rating
        except DataError as error:
            raise error.at(name, row.number) from None
    if not found:
        raise DataError("the file holds no rating", name)
    criteria = dict.fromkeys(each for column in columns for each in column.scores.values())
    return Ratings(tuple(rating for _, rating in found.values()), tuple(criteria), name)


def _columns(rows: Sequence[RawRow], path: str) -> list[_Columns]:
    """Returns how each row is read: once, or once a model where each has its own columns."""
    names = dict.fromkeys(name for row in rows for name in row.fields or {})
    if KEY in names:
        found = list(_released(list(names)))
        if not found:
            raise DataError(
                f'no column "{_RELEASED_PIF}<model>" tells which models were rated', path
            )
        return found
    if "key" not in names:
        raise DataError(
            f'no ratings: a column "{KEY}" (of MMMT-IF) or "key" is expected, and there are '
            f"{', '.join(list(names)[:8])}",
            path,
        )
    rating = [
        name for name in names if name.strip() and name not in _OWN and _has_number(rows, name)
    ]
    return [
        _Columns(dict(zip(rating, rating, strict=True)), "key", "turn", "pif", "sample", "model")
    ]


def _released(names: Sequence[str]) -> Iterator[_Columns]:
    models = [name.removeprefix(_RELEASED_PIF) for name in names if name.startswith(_RELEASED_PIF)]
    scores: dict[str, dict[str, str]] = {model: {} for model in models}
    for name in names:
        # The longest name: that of one model may end as another's does.
        model = max((each for each in models if name.endswith(f" {each}")), key=len, default=None)
        if model is not None and not name.startswith((_RELEASED_PIF, _OF_TWO)):
            scores[model][name] = name.removesuffix(f" {model}")
    for model in models:
        yield _Columns(scores[model], KEY, TURN, f"{_RELEASED_PIF}{model}", rated=model)


def _has_number(rows: Sequence[RawRow], name: str) -> bool:
    for row in rows:
        try:
            if row.fields is not None and _number(row.fields, name) is not None:
                return True
        except DataError:
            continue
    return False


def _number(row: Row, name: str) -> float | None:
    value = row.get(name)
    if _is_blank(value):
        return None
    try:
        number = math.nan if isinstance(value, bool) else float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    require(math.isfinite(number), "a number", value, name)
    return number


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
