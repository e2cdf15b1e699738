"""Data frames from rows. Pandas is imported when the first frame is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mifcheck.errors import MissingExtraError

if TYPE_CHECKING:
    import pandas


def to_frame(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[str] | None = None
) -> pandas.DataFrame:
    """Returns the rows as a data frame.

    Args:
        rows: the rows.
        columns: the columns, so that a frame without rows has them, too.

    Raises:
        MissingExtraError: pandas is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise MissingExtraError(
            "a data frame needs pandas: pip install 'mifcheck[notebook]'"
        ) from error
    return pandas.DataFrame([dict(row) for row in rows], columns=columns)
