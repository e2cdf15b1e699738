"""Ray: scores the rows of a Ray Data dataset on all machines of a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mifcheck.errors import MissingExtraError
from mifcheck.integrations.batches import score_batch
from mifcheck.models.thinking import THINKING, ThinkingPolicy, require_policy
from mifcheck.profiles import get_profile

if TYPE_CHECKING:
    from ray.data import Dataset

NEEDED: Final = 'the package ray is needed: pip install "mifcheck[ray]"'
"""What is said where Ray is not installed."""

_BLOCK: Final = 1000
"""Rows of a task, at most: they take a few seconds. A block as it was read may be a whole file."""


def score(
    dataset: Dataset,
    *,
    profile: str = "native",
    thinking: ThinkingPolicy = "strip",
    column: str = "response",
    workers: int | None = None,
) -> Dataset:
    """Adds to each row of a dataset the columns that `mifcheck check-many` writes.

    Like every operation of Ray Data, it does nothing until the rows are read or written.

    If a process or a machine dies, Ray does again what was in flight on it. A row that kills its
    process loses only its own verdicts: they are not judged, and say so in their reason.

    Args:
        dataset: its rows as for `mifcheck.check_many`.
        profile: the reading of the ids.
        thinking: as for `mifcheck.check`.
        column: the column that has the reply.
        workers: the maximum number of tasks at a time; by default the cluster decides.

    Returns:
        The dataset with the columns `pif`, `pif_loose`, `all`, `all_loose` and `verdicts`.

    Raises:
        MifcheckError: an unknown profile or policy.
        DataError: when the rows are read, as the cause of an exception of Ray: a row cannot be
            checked, or one of the columns is there already.
    """
    get_profile(profile)
    require_policy("thinking", thinking, THINKING)
    try:
        from ray.data import TaskPoolStrategy
    except ImportError as error:
        raise MissingExtraError(NEEDED) from error
    how = {"profile": profile, "thinking": thinking, "column": column}
    blocks = dataset.repartition(target_num_rows_per_block=_BLOCK)
    tasks = TaskPoolStrategy(workers)
    return blocks.map_batches(
        score_batch, fn_kwargs=how, batch_format="pyarrow", batch_size=None, compute=tasks
    )
