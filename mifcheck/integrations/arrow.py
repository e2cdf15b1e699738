"""Tables of Arrow: what is found of the replies in their rows, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pyarrow as pa

from mifcheck.errors import DataError
from mifcheck.evaluate import ReplyResult
from mifcheck.integrations.rows import columns_of

_VERDICT: Final = pa.struct(
    [
        ("id", pa.string()),
        ("strict", pa.bool_()),
        ("loose", pa.bool_()),
        ("measured", pa.string()),
        ("reason", pa.string()),
    ]
)

COLUMNS: Final = pa.schema(
    [
        ("pif", pa.float64()),
        ("pif_loose", pa.float64()),
        ("all", pa.float64()),
        ("all_loose", pa.float64()),
        ("verdicts", pa.list_(_VERDICT)),
    ]
)
"""The columns that a table is given; see `mifcheck.integrations.rows.columns_of`."""


def with_results(table: pa.Table, results: Sequence[ReplyResult]) -> pa.Table:
    """Returns a table with the result of each row.

    Raises:
        DataError: the table has one of the columns already.
    """
    taken = set(table.column_names) & set(COLUMNS.names)
    if taken:
        message = "the table has this column already; rename it"
        raise DataError(message, field=", ".join(sorted(taken)))
    found = [columns_of(each) for each in results]
    for field in COLUMNS:
        values = [row[field.name] for row in found]
        table = table.append_column(field, pa.array(values, field.type))
    return table
