"""Reads replies that were made elsewhere, as a run that can be scored or as a history."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any, TypeAlias

from mifcheck.conversation import Conversation
from mifcheck.datasets.base import Row, brief, key_of, needed, text_of, whole_of
from mifcheck.datasets.tables import RawRow, table_of
from mifcheck.errors import DataError, ParameterError, did_you_mean
from mifcheck.models.base import Slot, SlotLike, common_finish_reason
from mifcheck.models.thinking import THINKING, ThinkingPolicy, require_policy
from mifcheck.runs.history import HISTORIES, History, HistoryPolicy, recorded
from mifcheck.runs.journal import Record
from mifcheck.runs.placement import PLACEMENTS, PlacementPolicy
from mifcheck.runs.recording import Recording
from mifcheck.runs.run import Run
from mifcheck.signature import RECORDED

_Tolerated: TypeAlias = "type[DataError] | tuple[()]"


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

    A row has the reply in `response`. It says what it replies to with `key` and `turn`, or with
    the exact `prompt`. A conversation of one turn needs no `turn`. If there are several replies
    to a turn, `sample` (any whole number) tells them apart; the samples of a conversation are
    numbered from 0 in their order. `finish_reason` "length" says that a reply was cut off.
    Replies that are not there are missing in the run.

    Args:
        conversations: what was asked.
        source: the path of a file of JSON lines or CSV (gzipped if its name ends in .gz), a
            DataFrame or another iterable of rows, or a dict from (key, turn, sample) to reply.
        thinking: "strip" leaves thinking out of what is checked; "keep" does not.
        history: whose replies the model saw, see `mifcheck.runs.driving`. A recorded history is
            named as in its run.json: "recorded@" and a digest.
        placement: where the instructions were, see `mifcheck.runs.driving`.
        skip_bad: skips bad rows and lists them in `Run.skipped`, instead of raising the first.

    Raises:
        DataError: a row cannot be read, replies to nothing known or is there twice, or there is
            no reply at all; names file, row and field.
        ParameterError: an unknown `thinking`, `history` or `placement`.
    """
    if not history.startswith(RECORDED):
        require_policy("history", history, {**HISTORIES, f"{RECORDED}...": None})
    settings: dict[str, Any] = {
        "thinking": require_policy("thinking", thinking, THINKING),
        "history": history,
        "placement": require_policy("placement", placement, PLACEMENTS),
    }
    rows = _Rows.of(source)
    kept, skipped = _read(rows, conversations, thinking, DataError if skip_bad else ())
    name = Path(rows.source).name
    settings |= {
        "name": name,
        "samples": 1 + max(sample for _, _, sample in kept),
        "replies": {"source": rows.source, "sha256": rows.sha256},
    }
    return Run(conversations, kept, settings, name, skipped)


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
    return _read(_Rows.of(source), conversations, "strip", _ElsewhereError)[0]


class _ElsewhereError(DataError):
    """A reply belongs to none of the conversations."""


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
        """Reads a file, or takes the rows of an object."""
        if isinstance(source, (str, PathLike)):
            table = table_of(source)
            return cls(table.name, _sha256(table.raw), table.rows)
        rows = list(_fields(source))
        as_json = json.dumps(rows, sort_keys=True, default=str).encode()
        numbered = [RawRow(number, row) for number, row in enumerate(rows, start=1)]
        return cls(type(source).__name__, _sha256(as_json), numbered)


def _fields(source: Any) -> Iterator[Row]:
    """Yields the rows of a dict, a DataFrame or another iterable."""
    if isinstance(source, Mapping):
        for slot, reply in source.items():
            if not isinstance(slot, tuple) or len(slot) != len(Slot._fields):
                raise ParameterError(
                    f"expected the key (key, turn, sample) of a reply, not {slot!r}"
                )
            yield {**dict(zip(Slot._fields, slot, strict=True)), "response": reply}
        return
    rows = source.to_dict("records") if hasattr(source, "iloc") else source
    for row in rows:
        # A table has NaN where a row has no such field, and NaN is unequal to itself.
        yield {name: value for name, value in dict(row).items() if value == value}


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _read(
    rows: _Rows,
    conversations: Sequence[Conversation],
    thinking: ThinkingPolicy,
    tolerated: _Tolerated,
) -> tuple[dict[SlotLike, Record], tuple[DataError, ...]]:
    """Returns the replies, and the errors of the rows that were skipped."""
    asked = _Asked(conversations)
    kept: dict[SlotLike, Record] = {}
    numbers: dict[SlotLike, int] = {}
    skipped: list[DataError] = []
    for row in rows.rows:
        try:
            record = _record(row, asked, thinking)
            if record.slot in kept:
                earlier = numbers[record.slot]
                raise DataError(f"row {earlier} is the reply to the same turn and sample")
            kept[record.slot], numbers[record.slot] = record, row.number
        except DataError as error:
            located = error.at(rows.source, row.number)
            if not isinstance(error, tolerated):
                raise located from None
            skipped.append(located)
    if not kept:
        first = f" (the first bad row: {skipped[0]})" if skipped else ""
        raise DataError(f"no reply could be read{first}", rows.source)
    return _numbered(kept.values()), tuple(skipped)


def _record(row: RawRow, asked: _Asked, thinking: ThinkingPolicy) -> Record:
    if row.error is not None:
        raise row.error
    fields: Row = row.fields or {}
    key, turn = asked.by(fields)
    response = needed(fields, "response")
    sample = whole_of(fields, "sample", 0) if "sample" in fields else 0
    reason = fields.get("finish_reason") or None
    for name, value in (("response", response), ("finish_reason", reason or "")):
        if not isinstance(value, str):
            raise DataError(f"text is expected, not {brief(value)}", field=name)
    known = None if reason is None else common_finish_reason(reason)
    return Record(key, turn, sample, "", finish_reason=known).with_text(response, thinking)


def _numbered(records: Iterable[Record]) -> dict[SlotLike, Record]:
    """Numbers the samples of each conversation from 0: a file may count from 1, or name seeds."""
    records = list(records)
    used: dict[str, set[int]] = {}
    for record in records:
        used.setdefault(record.key, set()).add(record.sample)
    ranks = {
        key: {sample: rank for rank, sample in enumerate(sorted(samples))}
        for key, samples in used.items()
    }
    ranked = [replace(each, sample=ranks[each.key][each.sample]) for each in records]
    return {record.slot: record for record in ranked}


class _Asked:
    """The turns that a row may reply to, by key and by prompt."""

    def __init__(self, conversations: Sequence[Conversation]) -> None:
        self.turns = {each.key: len(each) for each in conversations}
        self.prompts: dict[str, list[tuple[str, int]]] = {}
        self._unknown = 0
        for each in conversations:
            for number, turn in enumerate(each.turns, start=1):
                self.prompts.setdefault(turn.prompt.strip(), []).append((each.key, number))

    def by(self, row: Row) -> tuple[str, int]:
        """Returns the key and the turn that a row replies to."""
        if "key" not in row and "prompt" in row:
            return self._by_prompt(text_of(row, "prompt"))
        key = key_of(row)
        if key not in self.turns:
            # Other tools number the prompts with keys of their own.
            if isinstance(prompt := row.get("prompt"), str) and prompt.strip() in self.prompts:
                return self._by_prompt(prompt)
            raise _ElsewhereError(
                f"no conversation has the key {brief(key)}{self._meant(key)}",
                field="key",
            )
        turn = whole_of(row, "turn", 1) if "turn" in row or self.turns[key] > 1 else 1
        if not 1 <= turn <= self.turns[key]:
            raise DataError(
                f"{brief(key)} has turns 1 to {self.turns[key]}, not {turn}", field="turn"
            )
        return key, turn

    def _meant(self, key: str) -> str:
        """Returns what the first unknown key may mean. The other ones are told without a search."""
        self._unknown += 1
        return did_you_mean(key, self.turns) if self._unknown == 1 else ""

    def _by_prompt(self, prompt: str) -> tuple[str, int]:
        found = self.prompts.get(prompt.strip(), [])
        if not found:
            raise _ElsewhereError(f"no conversation has the prompt {brief(prompt)}", field="prompt")
        if len(found) > 1:
            (one, turn), (other, later) = found[:2]
            raise DataError(
                f"this is the prompt of {one!r}, turn {turn}, and of {other!r}, turn {later}: "
                "give key and turn",
                field="prompt",
            )
        return found[0]
