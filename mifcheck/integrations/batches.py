"""Scores a batch of rows: what Ray, Spark and others call on each of many machines."""

from __future__ import annotations

from typing import Any, Final

from mifcheck.datasets.base import brief
from mifcheck.datasets.streams import stream_rows
from mifcheck.errors import DataError
from mifcheck.integrations.rows import columns_of
from mifcheck.integrations.writing import result_schema
from mifcheck.many import checked_apart
from mifcheck.models.thinking import ThinkingPolicy

SPARK_COLUMNS: Final = (
    "pif double, pif_loose double, all double, all_loose double, verdicts array<struct<"
    "id: string, strict: boolean, loose: boolean, measured: string, reason: string>>"
)
"""The columns that `score_batch` adds, as Spark writes the types of columns."""


def score_batch(
    batch: Any,
    *,
    profile: str = "native",
    thinking: ThinkingPolicy = "strip",
    column: str = "response",
) -> Any:
    """Adds to each row of a batch the columns that `mifcheck check-many` writes.

    They are `pif`, `pif_loose`, `all`, `all_loose` and `verdicts`. Rows are checked in a process
    beside this one, which waits for the next batch. So a row that kills the process loses only its
    own verdicts, as in `mifcheck.check_many`.

    Args:
        batch: a table of pyarrow or a DataFrame of pandas; its rows as for `check_many`.
        profile: the reading of the ids.
        thinking: as for `mifcheck.check`.
        column: the column that has the reply.

    Returns:
        A table or a DataFrame, as the batch is.

    Raises:
        DataError: a row cannot be checked, or one of the columns is there already; shows the row.
        MifcheckError: an unknown profile or policy.
    """
    import pyarrow as pa

    rows = [row for _, row in stream_rows(batch)]
    schema = result_schema()
    if rows and (taken := sorted(rows[0].keys() & set(schema.names))):
        raise DataError("the rows have this column already; rename it", field=", ".join(taken))
    results = checked_apart(rows, profile=profile, thinking=thinking, column=column)
    found: list[dict[str, Any]] = []
    try:
        found.extend(map(columns_of, results))
    except DataError as error:
        row = rows[len(found)]
        raise DataError(
            f"{error.message}; the row is {brief(row, 300)}", field=error.field
        ) from None
    table = pa.Table.from_pylist(found, schema)
    if hasattr(batch, "iloc"):
        return batch.assign(**table.to_pandas().set_axis(batch.index))
    for name in table.column_names:
        batch = batch.append_column(table.field(name), table[name])
    return batch
