"""Ray Data: verdicts about millions of replies, on as many machines as Ray has."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from mifcheck.errors import DataError, MifcheckError, MissingExtraError
from mifcheck.integrations.arrow import judged
from mifcheck.integrations.rows import Judge
from mifcheck.models.thinking import ThinkingPolicy

BATCH = 256
"""The number of rows that a task takes at once."""


def score(
    dataset: Any,
    *,
    profile: str = "native",
    thinking: ThinkingPolicy = "strip",
    column: str = "response",
) -> Any:
    """Returns a Ray data set with the verdicts about the reply in each row.

    A row has the fields of `mifcheck.check_many`. The columns are pif, pif_loose, all, all_loose
    and verdicts; see `mifcheck.integrations.rows.columns_of`. Nothing is computed before the result
    is read or written. If a worker dies, Ray does its batches again.

    Args:
        dataset: a `ray.data.Dataset`.
        profile: what the instruction ids mean.
        thinking: "strip" leaves thinking out of what is checked; "keep" does not.
        column: the column that has the reply.

    Raises:
        MifcheckError: an unknown profile or policy. A row that cannot be checked is an error of
            Ray's, when the result is read.
    """
    return _judged(dataset, Judge(profile, thinking, column))


def score_files(rows: Path, out: Path, address: str, judge: Judge) -> None:
    """Reads rows, checks them on a Ray cluster, and writes a folder of Parquet files.

    Args:
        rows: a Parquet file, a folder of such, or JSON lines.
        out: the folder, which does not exist yet.
        address: of the cluster; "local" starts one on this machine.
        judge: what the ids mean, and which column has the reply.

    Raises:
        MissingExtraError: Ray is not installed.
        DataError: the rows are not there, or the folder is; or a row cannot be checked.
    """
    try:
        import ray
        from ray import data
    except ImportError as error:
        raise MissingExtraError("Ray is needed: pip install 'mifcheck[ray]'") from error
    if not rows.exists():
        raise DataError("there is no such file", rows)
    if out.exists():
        raise DataError("this is there already; name a new folder", out)
    with ray.init(address=address, log_to_driver=False):
        is_json = any(each in (".jsonl", ".json") for each in rows.suffixes)
        read = data.read_json if is_json else data.read_parquet
        try:
            _judged(read(str(rows)), judge).write_parquet(str(out))
        except ray.exceptions.RayTaskError as error:
            cause = error.cause
            raise cause if isinstance(cause, MifcheckError) else error from None


def _judged(dataset: Any, judge: Judge) -> Any:
    return dataset.map_batches(
        partial(judged, judge=judge), batch_format="pyarrow", batch_size=BATCH, zero_copy_batch=True
    )
