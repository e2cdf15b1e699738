"""Replies made elsewhere: read from a file as a run that can be scored, or had as a history."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path
from typing import Any

from mifcheck.conversation import Conversation
from mifcheck.datasets.base import Row, brief, key_of, needed, text_of, whole_of
from mifcheck.datasets.files import RawRow, decode, read_bytes, read_table
from mifcheck.errors import DataError, ParameterError, did_you_mean
from mifcheck.models.base import common_finish_reason
from mifcheck.models.thinking import Policy, policy, split
from mifcheck.runs.history import HISTORIES, History, placement_of, recorded
from mifcheck.runs.journal import Place, Record
from mifcheck.runs.recording import Recording
from mifcheck.runs.run import Run
from mifcheck.signature import RECORDED


def read_replies(
    path: str | PathLike[str],
    conversations: Sequence[Conversation],
    *,
    thinking: str = "strip",
    skip_bad: bool = False,
    history: str = "own",
    placement: str = "as-given",
) -> tuple[Run, tuple[DataError, ...]]:
    """The replies in a file, as a run over these conversations.

    A row (a line of JSON, or a row of CSV) has `response`, and `key` and `turn` to say what it
    replies to, or else the `prompt`, word for word. A conversation of one turn needs no `turn`.
    `sample`, any whole number, tells several replies to one turn apart; those of a conversation
    are numbered from 0 in their order. `finish_reason` "length" says that a reply was cut off.
    Replies that the file lacks are missing in the run.

    Args:
        path: the file; gzipped when its name ends in .gz.
        conversations: what was asked.
        thinking: "strip" leaves thinking out of what is checked; "keep" does not.
        skip_bad: pass over bad rows and give them back, instead of raising the first.
        history, placement: how the replies were got, as `mifcheck.runs.driving` has it; a recorded
            history by what its run.json says, "recorded@" and a digest.

    Returns:
        the run, and the rows passed over.

    Raises:
        DataError: a row that cannot be read, replies to nothing known or is there twice, or a
            file without any reply; names file, row and field.
        ParameterError: an unknown `thinking`, `history` or `placement`.
    """
    if history not in HISTORIES and not history.startswith(RECORDED):
        known = ", ".join((*HISTORIES, f"{RECORDED}..."))
        raise ParameterError(f"history={history!r}: one of {known} is expected")
    raw = read_bytes(Path(path))
    passed_over = DataError if skip_bad else ()
    kept, skipped = _read(path, raw, conversations, policy(thinking), passed_over)
    settings: dict[str, Any] = {
        "name": Path(path).name,
        "samples": 1 + max(sample for _, _, sample in kept),
        "thinking": policy(thinking),
        "history": history,
        "placement": placement_of(placement).name,
        "replies": {"source": str(path), "sha256": hashlib.sha256(raw).hexdigest()},
    }
    return Run(conversations, kept, settings, settings["name"]), skipped


def history_of(
    source: Any, conversations: Sequence[Conversation], samples: int, thinking: Policy
) -> History:
    """The history that `mifcheck.runs.driving` is told by name, or by where it was recorded.

    Args:
        source: "own", "first", a `Run`, a `Recording`, or the path of a run folder or of a file of
            replies.
        conversations, samples, thinking: of the run that is to have it.

    Raises:
        ParameterError: it is none of these.
        DataError: a recorded reply that is needed is missing; names conversation and turn. Or a row
            of a file of replies cannot be read, or is there twice.
        MifcheckError: the recording cannot be read.
    """
    if isinstance(source, str) and source in HISTORIES:
        return HISTORIES[source]
    return recorded(_records_of(source, conversations), conversations, samples, thinking)


def _records_of(source: Any, conversations: Sequence[Conversation]) -> Mapping[Place, Record]:
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
        return Recording(Path(source)).records
    # Replies to other conversations are no fault of it; one that is needed will be missed.
    return _read(source, read_bytes(Path(source)), conversations, "strip", _ElsewhereError)[0]


class _ElsewhereError(DataError):
    """A reply belongs to none of the conversations."""


def _read(
    path: str | PathLike[str],
    raw: bytes,
    conversations: Sequence[Conversation],
    thinking: Policy,
    passed_over: type[DataError] | tuple[()],
) -> tuple[dict[Place, Record], tuple[DataError, ...]]:
    """The replies in a file, and what is wrong with the rows passed over."""
    name = str(path)
    places = _Places(conversations)
    kept: dict[Place, Record] = {}
    rows: dict[Place, int] = {}
    skipped: list[DataError] = []
    for row in read_table(decode(raw, name), name).rows:
        try:
            record = _record(row, places, thinking)
            if record.place in rows:
                earlier = rows[record.place]
                raise DataError(f"row {earlier} is the reply to the same turn and sample")
            kept[record.place], rows[record.place] = record, row.number
        except DataError as error:
            located = error.at(name, row.number)
            if not isinstance(error, passed_over):
                raise located from None
            skipped.append(located)
    if not kept:
        first = f" (the first bad row: {skipped[0]})" if skipped else ""
        raise DataError(f"no reply could be read{first}", name)
    return _numbered(kept), tuple(skipped)


def _numbered(records: Mapping[Place, Record]) -> dict[Place, Record]:
    """The samples of each conversation numbered from 0: a file may count from 1, or name seeds."""
    used: dict[str, set[int]] = {}
    for key, _, sample in records:
        used.setdefault(key, set()).add(sample)
    numbers = {
        (key, sample): number
        for key, samples in used.items()
        for number, sample in enumerate(sorted(samples))
    }
    renumbered = (
        replace(record, sample=numbers[record.key, record.sample]) for record in records.values()
    )
    return {record.place: record for record in renumbered}


@dataclass(slots=True)
class _Places:
    """Where a reply may belong: turns by key, and by prompt."""

    conversations: Sequence[Conversation]
    turns: dict[str, int] = field(init=False)
    prompts: dict[str, list[tuple[str, int]]] = field(init=False)

    def __post_init__(self) -> None:
        self.turns = {each.key: len(each.turns) for each in self.conversations}
        self.prompts = {}
        for each in self.conversations:
            for number, turn in enumerate(each.turns, start=1):
                self.prompts.setdefault(turn.prompt.strip(), []).append((each.key, number))

    def of(self, row: Row) -> tuple[str, int]:
        """Key and turn of what a row replies to."""
        if "key" not in row and "prompt" in row:
            return self._by_prompt(text_of(row, "prompt"))
        key = key_of(row)
        if key not in self.turns:
            # Other tools number the prompts by a key of their own.
            if isinstance(prompt := row.get("prompt"), str) and prompt.strip() in self.prompts:
                return self._by_prompt(prompt)
            raise _ElsewhereError(
                f"no conversation has the key {brief(key)}{did_you_mean(key, self.turns)}",
                field="key",
            )
        turn = whole_of(row, "turn", 1) if "turn" in row or self.turns[key] > 1 else 1
        if not 1 <= turn <= self.turns[key]:
            raise DataError(
                f"{brief(key)} has turns 1 to {self.turns[key]}, not {turn}", field="turn"
            )
        return key, turn

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


def _record(row: RawRow, places: _Places, thinking: str) -> Record:
    if row.error is not None:
        raise row.error
    fields: Mapping[str, Any] = row.fields or {}
    key, turn = places.of(fields)
    reply = needed(fields, "response")
    if not isinstance(reply, str):
        raise DataError(f"text is expected, not {brief(reply)}", field="response")
    sample = whole_of(fields, "sample", 0) if "sample" in fields else 0
    found = split(reply)
    kept = reply if thinking == "keep" else found.reply
    finish = fields.get("finish_reason") or None
    if finish is not None and not isinstance(finish, str):
        raise DataError(f"text is expected, not {brief(finish)}", field="finish_reason")
    return Record(
        key,
        turn,
        sample,
        kept,
        raw=None if kept == reply else reply,
        finish_reason=None if finish is None else common_finish_reason(finish),
        thinking=found.state,
    )
