"""A recorded run as a model: the same replies again, without the model."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Final

from mifcheck.datasets import files
from mifcheck.errors import ModelError, RunError
from mifcheck.models.base import Outcome, Reply, Request, SlotLike
from mifcheck.runs.journal import JOURNAL, Record, read_records
from mifcheck.runs.settings import RUN, read_settings

RECORDING: Final = Path(files.__file__).parent / files.EMBEDDED / "recording"
"""The recording that comes with mifcheck: the replies of a small model to the suite."""

_BATCH: Final = 256
_JOURNALS: Final = (JOURNAL, f"{JOURNAL}.gz")


class Recording:
    """A model that replays the replies of a run folder or of a journal (.jsonl or .jsonl.gz).

    A reply is found by the conversation's key, turn and sample; the messages are not compared.
    `name` and `settings["recorded"]` are those of the recorded model if a run.json is beside the
    journal.

    Args:
        path: the folder or the journal. Default: the replies of a small model to the suite that
            comes with mifcheck.

    Attributes:
        records: the last record of each slot.

    Raises:
        ModelError: there is no journal, or it or the run.json beside it cannot be read.
    """

    def __init__(self, path: str | PathLike[str] = RECORDING) -> None:
        self._path = Path(path)
        journal = _find(self._path)
        try:
            self.records: Mapping[SlotLike, Record] = read_records(journal)
            # A journal alone is enough.
            alone = not (journal.parent / RUN).exists()
            recorded = {} if alone else read_settings(journal.parent).get("model", {})
        except RunError as error:
            raise ModelError(str(error)) from error
        self.name: str = recorded.get("name", self._path.name)
        self.settings: Mapping[str, Any] = {
            "recording": hashlib.sha256(journal.read_bytes()).hexdigest(),
            "recorded": recorded.get("settings", {}),
        }
        self.batch_size = _BATCH

    @property
    def samples(self) -> int:
        """The number of recorded samples."""
        return 1 + max((sample for _, _, sample in self.records), default=-1)

    def holds_any(self, keys: Iterable[str]) -> bool:
        """Returns whether there is a reply to any turn of these conversations."""
        wanted = set(keys)
        return any(each.key in wanted and each.reply is not None for each in self.records.values())

    def answer(self, requests: Sequence[Request]) -> Sequence[Outcome]:
        """Returns the recorded replies; a `ModelError` that names the slot if one is missing."""
        return [self._replay(request) for request in requests]

    def _replay(self, request: Request) -> Outcome:
        record = self.records.get(request.slot)
        if record is None:
            return ModelError(f"the recording {self._path.name} has no reply for {request}")
        if record.text is None:
            return ModelError(f"recorded error: {record.error}")
        return Reply(record.text, record.finish_reason, record.tokens)


def _find(path: Path) -> Path:
    if path.is_file():
        return path
    for name in _JOURNALS:
        if (path / name).is_file():
            return path / name
    raise ModelError(
        f"{path} is not a recording: a run folder with a {JOURNAL} (or .gz), or such a file, is "
        "expected"
    )
