"""Scores the rows of Parquet files on the machines of a Ray cluster."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any, Final

from mifcheck.cli.output import say, say_written
from mifcheck.cli.totals import Totals
from mifcheck.datasets.asked import instructions_of, reply_of
from mifcheck.errors import DataError, MifcheckError, MissingExtraError
from mifcheck.plain import row_of

_FIRST: Final = 100
"""Files whose first row is looked at before the work begins, at most."""
_FILE_ROWS: Final = 20_000
"""Rows of a file that is written, about."""


def score_rows(source: str, out: str, address: str, how: Mapping[str, Any]) -> None:
    """Writes the rows of Parquet files with their verdicts, and says how many there are.

    Args:
        source: a file or a folder, which all machines can read.
        out: the folder to write, which all machines can reach.
        address: the cluster's; "" for the one that Ray finds, or else a new one on this machine.
        how: the options of `mifcheck.integrations.ray.score`.

    Raises:
        MissingExtraError: Ray is not installed.
        DataError: the files cannot be read, or a row cannot be checked.
        MifcheckError: no cluster answers, or the folder is there already.
    """
    from mifcheck.integrations.ray import NEEDED, score

    try:
        import ray
        import ray.data
    except ImportError as error:
        raise MissingExtraError(NEEDED) from error
    with _new_folder(out):
        _require_columns(source, how["column"])
        _connect(ray, address)
        ray.data.DataContext.get_current().raise_original_map_exception = True
        try:
            scored = score(ray.data.read_parquet(_absolute(source)), **how)
            scored.write_parquet(_absolute(out), min_rows_per_file=_FILE_ROWS)
        except ray.exceptions.RayTaskError as error:
            cause = error.cause
            if isinstance(cause, DataError):
                cause = cause.at(source, None)
            raise cause if isinstance(cause, (MifcheckError, OSError)) else error from None
    totals = _totals(out)
    say(totals.line())
    if totals.rows:  # else Ray makes no folder
        say_written(out)


def _absolute(path: str) -> str:
    """Returns a path that does not depend on the folder that a process is in."""
    return path if "://" in path else os.path.abspath(path)


def _connect(ray: Any, address: str) -> None:
    host, _, port = address.removeprefix("ray://").rpartition(":")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    options = {"ignore_reinit_error": True, "logging_level": "warning", "log_to_driver": False}
    try:
        if port.isdecimal():  # Ray itself would try for minutes
            socket.create_connection((host, int(port)), timeout=10).close()
        ray.init(address or None, **options)
    except (OSError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
        raise MifcheckError(f"no Ray cluster answers at {address or 'auto'}: {error}") from None


@contextmanager
def _new_folder(out: str) -> Iterator[None]:
    """Removes what was written to a folder if the work fails, as if it had not begun.

    Raises:
        MifcheckError: the folder is there already.
    """
    from pyarrow import fs

    system, path = fs.FileSystem.from_uri(out) if "://" in out else (fs.LocalFileSystem(), out)
    if system.get_file_info(path).type != fs.FileType.NotFound:
        raise MifcheckError(f"{out} is there already; name a new folder")
    try:
        yield
    except BaseException:
        with suppress(OSError):
            system.delete_dir(path)
        raise


def _require_columns(source: str, column: str) -> None:
    """Raises unless the first row of each file has a reply and instructions."""
    for path, row in islice(_first_rows(source), _FIRST):
        try:
            instructions_of(row)
            reply_of(row, column)
        except DataError as error:
            raise error.at(path, 1) from None


def _first_rows(source: str) -> Iterator[tuple[str, dict[str, Any]]]:
    import pyarrow as pa
    from pyarrow.dataset import dataset

    try:
        for fragment in dataset(source, format="parquet").get_fragments():
            for row in fragment.head(1).to_pylist():
                yield fragment.path, row_of(row)
    except FileNotFoundError:
        raise DataError("no such file or folder", source) from None
    except (pa.ArrowException, OSError) as error:
        raise DataError(f"not Parquet: {error}", source) from None


def _totals(out: str) -> Totals:
    from pyarrow.dataset import dataset

    totals = Totals()
    try:
        written = dataset(out, format="parquet")
    except FileNotFoundError:
        return totals
    for batch in written.to_batches(columns=["pif", "pif_loose"]):
        for pif, loose in zip(*batch.to_pydict().values(), strict=True):
            totals.add(pif, loose)
    return totals
