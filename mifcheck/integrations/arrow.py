"""Tables of Arrow: rows in, the same rows and what is found of their replies out.

Ray Data, Spark and Parquet files hold such tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pyarrow as pa

from mifcheck.errors import DataError
from mifcheck.evaluate import ReplyResult
from mifcheck.integrations.rows import Judge, columns_of
from mifcheck.plain import row_of

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


def judged(table: pa.Table, judge: Judge) -> pa.Table:
    """Returns a table with the verdicts about the reply in each row.

    Args:
        table: has a row for each reply.
        judge: what the ids mean, and which column has the reply.

    Raises:
        DataError: a row has no reply or no instructions, or the table has one of the columns.
        MifcheckError: an instruction or a language is not known.
    """
    return with_results(table, [judge.judged(row_of(row)) for row in table.to_pylist()])


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
