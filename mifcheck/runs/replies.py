"""Reads replies that were made elsewhere, as a run that can be scored or as a history."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import asdict, dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any

from mifcheck.conversation import Conversation
from mifcheck.datasets.base import Row, parse_foreign_json
from mifcheck.datasets.files import ZIP, read_bytes
from mifcheck.datasets.tables import RawRow, table_in, table_of
from mifcheck.errors import DataError, ParameterError, did_you_mean
from mifcheck.models.base import Slot, SlotLike
from mifcheck.models.thinking import THINKING, ThinkingPolicy, require_policy
from mifcheck.runs.folder import digested
from mifcheck.runs.history import HISTORIES, History, HistoryPolicy, recorded
from mifcheck.runs.inspect_log import rows_of_log, samples_in
from mifcheck.runs.journal import Record
from mifcheck.runs.matching import AskedTurns
from mifcheck.runs.placement import PLACEMENTS, PlacementPolicy
from mifcheck.runs.recording import Recording
from mifcheck.runs.run import Run
from mifcheck.runs.said import Said, said_in
from mifcheck.signature import RECORDED


def read_replies(
    conversations: Sequence[Conversation],
    source: Any,
    *,
    thinking: ThinkingPolicy = "strip",
    history: HistoryPolicy | str = "own",
    placement: PlacementPolicy = "as-given",
    skip_bad: bool = False,
) -> Run:
    """Reads replies to these conversations as a run.

    The fields of a row tell its form:

    - `response`, and what it replies to: `key` and `turn`, or the exact `prompt`. A conversation of
      one turn needs no `turn`. If there are several replies to a turn, `sample` (any whole number)
      tells them apart. `finish_reason` "length" says that a reply was cut off. `error` in place of
      `response` says why there is no reply.
    - `messages`, a transcript as chat interfaces have it, with the replies to all of its turns;
      optionally `key` and `sample`.
    - a sample of lm-evaluation-harness (`--log_samples`), or of a log of Inspect AI.
    - a line of a run's journal, or a row of `Run.to_pandas()`.

    The samples of a conversation are numbered from 0 in their order. Replies that are not there
    are missing in the run (`Run.missing_slots`).

    Args:
        conversations: what was asked.
        source: the path of a file (JSON lines, a JSON array, CSV or Parquet; an `.eval` or `.json`
            log of Inspect AI), the folder of a run, a DataFrame or another iterable of rows, or a
            dict from key, (key, turn) or (key, turn, sample) to reply.
        thinking: "strip" leaves thinking out of what is checked; "keep" does not.
        history: whose replies the model saw, see `mifcheck.runs.driving`. A recorded history is
            named as in its run.json: "recorded@" and a digest.
        placement: where the instructions were, see `mifcheck.runs.driving`.
        skip_bad: skips bad rows and lists them in `Run.skipped`, instead of raising the first.

    Raises:
        DataError: a row cannot be read, replies to nothing known or is there twice, or there is
            no reply at all; names file, row and field, and how many rows are bad.
        ParameterError: an unknown `thinking`, `history` or `placement`, or another source.
        MissingExtraError: a file that needs pyarrow, which is not installed.
        MifcheckError: the folder of a run that cannot be read.
    """
    if not history.startswith(RECORDED):
        require_policy("history", history, {**HISTORIES, f"{RECORDED}...": None})
    settings: dict[str, Any] = {
        "thinking": require_policy("thinking", thinking, THINKING),
        "history": history,
        "placement": require_policy("placement", placement, PLACEMENTS),
    }
    rows = _Rows.of(source)
    found = _read(rows, AskedTurns(conversations), thinking)
    if found.errors and not skip_bad:
        raise _with_count(found.errors)
    kept = found.numbered(rows.source)
    name = Path(rows.source).name
    settings |= {
        "name": name,
        "samples": 1 + max(sample for _, _, sample in kept),
        "replies": {"source": rows.source, "sha256": rows.sha256},
        **digested(conversations),
    }
    return replace(Run.of(conversations, kept, settings), skipped=tuple(found.errors))


def history_of(
    source: Any, conversations: Sequence[Conversation], samples: int, thinking: ThinkingPolicy
) -> History:
    """Returns the history with this name, or the one that was recorded there.

    Args:
        source: "own", "first", a `Run`, a `Recording`, or the path of a run folder or of a file of
            replies.
        conversations: those of the run that is to have the history.
        samples: as `conversations`.
        thinking: as `conversations`.

    Raises:
        ParameterError: it is none of these.
        DataError: a recorded reply that is needed is missing; names conversation and turn. Or a
            row of a file of replies cannot be read, or is there twice.
        MifcheckError: the recording cannot be read.
    """
    if isinstance(source, str) and source in HISTORIES:
        return HISTORIES[source]
    return recorded(_records_of(source, conversations), conversations, samples, thinking)


def _records_of(source: Any, conversations: Sequence[Conversation]) -> Mapping[SlotLike, Record]:
    if isinstance(source, Run):
        return source.replies
    if isinstance(source, Recording):
        return source.records
    if not isinstance(source, (str, PathLike)) or not Path(source).exists():
        near = did_you_mean(source, HISTORIES) if isinstance(source, str) else ""
        raise ParameterError(
            f"history={source!r}: {', '.join(HISTORIES)}, a run, its folder, a recording or a file "
            f"of replies is expected{near}"
        )
    if Path(source).is_dir():
        return Recording(source).records
    # A reply to another conversation is harmless: one that is needed will be missed.
    rows = _Rows.of(source)
    found = _read(rows, AskedTurns(conversations), "strip", is_history=True)
    if found.errors:
        raise _with_count(found.errors)
    return found.numbered(rows.source)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of replies.

    Attributes:
        source: the path, or the type of the object that holds the rows.
        sha256: of the bytes of the file, or of the rows as JSON.
        rows: the rows.
    """

    source: str
    sha256: str
    rows: Iterable[RawRow]

    @classmethod
    def of(cls, source: Any) -> _Rows:
        """Reads a file or a folder, or takes the rows of an object."""
        if isinstance(source, (str, PathLike)):
            return cls._in(Path(source), str(source))
        if isinstance(source, Mapping):
            table = table_of(list(_slots(source)))
            return cls(type(source).__name__, _sha256(table.raw), table.rows)
        table = table_of(source)
        return cls(table.name, _sha256(table.raw), table.rows)

    @classmethod
    def _in(cls, path: Path, name: str) -> _Rows:
        if path.is_dir():
            recording = Recording(path)
            lines = enumerate(recording.records.values(), start=1)
            rows = [RawRow(number, asdict(record)) for number, record in lines]
            return cls(name, str(recording.settings["recording"]), rows)
        raw = read_bytes(path)
        if raw.startswith(ZIP):
            return cls(name, _sha256(raw), samples_in(raw, name, parse_foreign_json))
        table = table_in(raw, name, parse_foreign_json)
        return cls(name, _sha256(raw), rows_of_log(table.rows))


def _slots(replies: Mapping[Any, Any]) -> Iterator[Row]:
    """Yields the rows of a dict."""
    for slot, reply in replies.items():
        places = slot if isinstance(slot, tuple) else (slot,)
        if not 1 <= len(places) <= len(Slot._fields):
            raise ParameterError(
                f"expected the key, (key, turn) or (key, turn, sample) of a reply, not {slot!r}"
            )
        yield {**dict(zip(Slot._fields, places, strict=False)), "response": reply}


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _read(
    rows: _Rows, asked: AskedTurns, thinking: ThinkingPolicy, *, is_history: bool = False
) -> _Found:
    """Returns the replies, and what is wrong with other rows.

    A history may have replies to other conversations, which are ignored.
    """
    found = _Found(asked, thinking)
    for row in rows.rows:
        try:
            if row.error is not None:
                raise row.error
            said = list(said_in(row.fields or {}))
            found.add([each for each in said if not is_history or asked.has(each)], row.number)
        except DataError as error:
            if not (is_history and asked.is_of_others(row.fields or {})):
                found.errors.append(error.at(rows.source, row.number))
    return found


def _with_count(errors: Sequence[DataError]) -> DataError:
    """Returns the first error, and says how many there are."""
    first, more = copy(errors[0]), len(errors) - 1
    if more:
        rows = "1 more row" if more == 1 else f"{more} more rows"
        first.message += f" ({rows} cannot be read; to skip bad rows: skip_bad, --skip-bad)"
    return first


class _Found:
    """The replies that were found, and what was wrong with the other rows."""

    def __init__(self, asked: AskedTurns, thinking: ThinkingPolicy) -> None:
        self._asked = asked
        self._thinking = thinking
        self._rows: dict[SlotLike, int] = {}
        self.records: dict[SlotLike, Record] = {}
        self.errors: list[DataError] = []

    def add(self, said: Sequence[Said], row: int) -> None:
        """Adds the replies of a row.

        Raises:
            DataError: one replies to no turn, or to the same as another one; none is added.
        """
        added: dict[SlotLike, Record] = {}
        for each in said:
            record = self._record(each)
            earlier = self.records.get(record.slot) or added.get(record.slot)
            if earlier is None or each.again == "counts":
                added[record.slot] = record
            elif each.again == "error" or earlier.text != record.text:
                number = self._rows.get(record.slot, row)
                raise DataError(
                    f"row {number} is the reply to the same turn and sample; a number in `sample` "
                    "tells several replies apart"
                )
        self.records |= added
        self._rows |= dict.fromkeys(added, row)

    def _record(self, said: Said) -> Record:
        key, turn = self._asked.place_of(said)
        record = Record(key, turn, said.sample, None, **said.details)
        return record if said.text is None else record.with_text(said.text, self._thinking)

    def numbered(self, source: str) -> dict[SlotLike, Record]:
        """Returns the replies, with the samples of each conversation numbered from 0.

        A file may count samples from 1, or name seeds.

        Raises:
            DataError: there is none.
        """
        if not self.records:
            first = f" (the first bad row: {self.errors[0]})" if self.errors else ""
            raise DataError(f"no reply could be read{first}", source)
        used: dict[str, set[int]] = {}
        for record in self.records.values():
            used.setdefault(record.key, set()).add(record.sample)
        ranks = {
            key: {sample: rank for rank, sample in enumerate(sorted(samples))}
            for key, samples in used.items()
        }
        ranked = [
            replace(each, sample=ranks[each.key][each.sample]) for each in self.records.values()
        ]
        return {record.slot: record for record in ranked}
