"""A recorded run as a model: the same replies again, without the model."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from mifcheck.errors import ModelError, RunError
from mifcheck.models.base import Outcome, Reply, Request
from mifcheck.runs.journal import JOURNAL, Place, Record, read_records, read_settings

_BATCH: Final = 256
_JOURNALS: Final = (JOURNAL, JOURNAL + ".gz")


class Recording:
    """Replays the replies of a run folder or of a journal (.jsonl or .jsonl.gz).

    A reply is found by its conversation's key, turn and sample; the messages are not compared.
    `name` and, under "recorded", `settings` are those of the recorded model where a run.json
    stands beside the journal.

    Attributes:
        records: the last record of each place.

    Raises:
        ModelError: there is no journal, or it cannot be read.
    """

    def __init__(self, path: str | Path) -> None:
        given = Path(path)
        journal = _find(given)
        try:
            self.records: Mapping[Place, Record] = read_records(journal)
        except RunError as error:
            raise ModelError(str(error)) from error
        try:
            recorded = read_settings(journal.parent).get("model", {})
        except RunError:  # a journal alone is enough
            recorded = {}
        self.name: str = recorded.get("name", given.name)
        self.settings: Mapping[str, Any] = {
            "recording": hashlib.sha256(journal.read_bytes()).hexdigest(),
            "recorded": recorded.get("settings", {}),
        }
        self.batch_size = _BATCH
        self._path = given

    @property
    def samples(self) -> int:
        """How many samples were recorded."""
        return 1 + max((sample for _, _, sample in self.records), default=-1)

    def holds_any(self, keys: Iterable[str]) -> bool:
        """Whether there is a reply to any turn of these conversations."""
        wanted = set(keys)
        return any(each.key in wanted and each.reply is not None for each in self.records.values())

    def answer(self, requests: Sequence[Request]) -> Sequence[Outcome]:
        """The recorded replies; a `ModelError` that names the place where one is missing."""
        return [self._replay(request) for request in requests]

    def _replay(self, request: Request) -> Outcome:
        record = self.records.get((request.key, request.turn, request.sample))
        if record is None:
            return ModelError(f"the recording {self._path.name} has no reply for {request}")
        if record.reply is None:
            return ModelError(f"recorded error: {record.error}")
        text = record.reply if record.raw is None else record.raw
        return Reply(text, record.finish_reason, record.tokens)


def _find(path: Path) -> Path:
    if path.is_file():
        return path
    for name in _JOURNALS:
        if (path / name).is_file():
            return path / name
    raise ModelError(
        f"{path} is no recording: a run folder with a {JOURNAL} (or .gz), or such a file"
    )
