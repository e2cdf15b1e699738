"""Driving a model through conversations: turn by turn, sample by sample, every reply kept."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mifcheck.conversation import Conversation, Message
from mifcheck.datasets.compiled import validate
from mifcheck.errors import DataError, ParameterError, RunError
from mifcheck.folder import load_folder, open_folder
from mifcheck.journal import Journal, Place, Record
from mifcheck.models.asking import Answer, Patience, Sleep, asking
from mifcheck.models.base import Reply, Request
from mifcheck.models.callables import as_model
from mifcheck.models.thinking import Policy, policy, split
from mifcheck.progress import Bar, progress_bar


@dataclass(frozen=True, repr=False)
class Run:
    """The conversations, the replies to them, and how these came about.

    Attributes:
        conversations: as driven.
        replies: by (key, turn counted from 1, sample counted from 0), in the order of the
            conversations. A record holds a reply or an error; after an interruption some are
            missing.
        settings: what run.json holds.
        name: for people.
    """

    conversations: Sequence[Conversation]
    replies: Mapping[Place, Record]
    settings: Mapping[str, Any]
    name: str = ""

    def __repr__(self) -> str:
        lost = len(self.errors)
        return (
            f"<Run {self.name}: {len(self.conversations)} conversations x {self.samples}, "
            f"{len(self.replies) - lost} replies, {lost} errors, {self.missing} missing>"
        )

    @property
    def samples(self) -> int:
        """How often each conversation was held."""
        return int(self.settings["samples"])

    @property
    def errors(self) -> list[Record]:
        """The records without a reply."""
        return [record for record in self.replies.values() if record.error is not None]

    @property
    def missing(self) -> int:
        """How many replies the run has yet to get, errors not counted."""
        turns = sum(len(conversation.turns) for conversation in self.conversations)
        return turns * self.samples - len(self.replies)

    @classmethod
    def load(cls, folder: str | Path) -> Run:
        """A run from its folder, whether finished or not.

        Raises:
            RunError: it is no run folder, or a damaged one.
        """
        settings, conversations, records = load_folder(Path(folder))
        return _run(conversations, records, settings)


def drive(
    conversations: Sequence[Conversation],
    model: Any,
    *,
    samples: int = 1,
    out: str | Path | None = None,
    resume: bool = False,
    thinking: str = "strip",
    concurrency: int | None = None,
    retries: int = 2,
    backoff: float = 1.0,
    sleep: Sleep | None = None,
    progress: bool | None = None,
    profile: str | None = "native",
    name: str | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Run:
    """Hold every conversation `samples` times with `model`, and keep every reply.

    All replies of a turn are got before the next turn begins, in batches of the model's size.
    Each sample has its own history: the prompts and its own earlier replies.

    Args:
        conversations: their keys differ.
        model: a function of a chat (a list of {"role", "content"} dicts) that returns a string,
            one of a list of chats, an async one of either, or one of `mifcheck.models`.
        samples: how often each conversation is held.
        out: the run folder, written as the replies come; None keeps the run in memory.
        resume: go on with a run folder, and try its errors again.
        thinking: "strip" leaves thinking out of what is checked and of the history; "keep".
        concurrency: batches asked at once; by default 1, or 16 where the model is async.
        retries: further tries of a chat that failed, before its error is recorded.
        backoff: seconds before the first of these; each next wait is twice as long.
        sleep: what waits, instead of `time.sleep` or `asyncio.sleep`.
        progress: show a bar; None shows it where standard error is a terminal or a notebook.
        profile: by which the instructions are to be checked later: each is compiled before the
            model is asked anything; None leaves that out.
        name: of the run, for people; the model's by default.
        settings: anything else that run.json should say of the run, in JSON values.

    Returns:
        the run. Chats that failed are in `.errors`, and the later turns of their samples too.

    Raises:
        RunError: the folder exists and `resume` is not set, or it holds an unlike run, or
            another process is writing it.
        ModelError: the model is none, or gives back what no reply can be.
        ParameterError: a number out of range, or an unknown `thinking`.
        DataError: two conversations have one key, or there is none, or an instruction cannot
            be checked; names file, row and field.
    """
    _check(conversations, samples=samples, retries=retries, concurrency=concurrency)
    if profile is not None:
        validate(conversations, profile)
    asked = as_model(model)
    facts: dict[str, Any] = {
        "name": name or asked.name,
        "model": {"name": asked.name, "settings": dict(asked.settings)},
        "samples": samples,
        "thinking": policy(thinking),
        "notes": dict(settings or {}),
    }
    if samples > 1 and asked.settings.get("temperature") == 0:
        warnings.warn("temperature 0 makes all samples of a turn alike", stacklevel=2)
    with ExitStack() as stack:
        folder = open_folder(None if out is None else Path(out), resume, facts, conversations)
        facts, journal = stack.enter_context(folder)
        _refuse_strays(conversations, samples, {} if journal is None else journal.records)
        work = _Work(conversations, samples, policy(thinking), journal)
        ask = stack.enter_context(asking(asked, Patience(retries, backoff, sleep), concurrency))
        bar = stack.enter_context(progress_bar(work.total, work.done, work.turns, progress))
        for turn in range(1, work.turns + 1):
            bar.turn(turn)
            work.skip_blocked(turn, bar)
            for answers in ask(work.batches(turn, asked.batch_size)):
                work.keep([work.record(answer) for answer in answers], bar)
    return _run(conversations, work.records, facts)


class _Work:
    """What is done and what is to do."""

    def __init__(
        self,
        conversations: Sequence[Conversation],
        samples: int,
        thinking: Policy,
        journal: Journal | None,
    ) -> None:
        self._conversations, self._samples = conversations, samples
        self._thinking, self._journal = thinking, journal
        self.records: dict[Place, Record] = {} if journal is None else dict(journal.records)
        self.turns = max(len(conversation.turns) for conversation in conversations)

    @property
    def total(self) -> int:
        return self._samples * sum(len(each.turns) for each in self._conversations)

    @property
    def done(self) -> int:
        return sum(record.error is None for record in self.records.values())

    def skip_blocked(self, turn: int, bar: Bar) -> None:
        """Record the samples that cannot go on, an earlier turn of theirs having failed."""
        blocked: list[Record] = []
        for conversation, sample in self._open(turn):
            for earlier in range(1, turn):
                if self.records[conversation.key, earlier, sample].error is not None:
                    error = f"turn {earlier} had no reply"
                    blocked.append(
                        Record(conversation.key, turn, sample, None, error=error, attempts=0)
                    )
                    break
        self.keep(blocked, bar)

    def batches(self, turn: int, size: int) -> Iterator[list[Request]]:
        """The requests of a turn, in batches of chats of like length: less padding that way."""
        requests = [
            self._request(conversation, turn, sample)
            for conversation, sample in self._open(turn)
            if not self._is_blocked(conversation.key, turn, sample)
        ]
        if size > 1:
            requests.sort(key=_length, reverse=True)
        for start in range(0, len(requests), size):
            yield requests[start : start + size]

    def record(self, answer: Answer) -> Record:
        """The journal's line for an answer."""
        request, outcome = answer.request, answer.outcome
        record = Record(
            request.key,
            request.turn,
            request.sample,
            None,
            attempts=answer.attempts,
            seconds=round(answer.seconds, 4),
        )
        if not isinstance(outcome, Reply):
            return replace(record, error=_told(outcome))
        found = split(outcome.text)
        reply = outcome.text if self._thinking == "keep" else found.reply
        return replace(
            record,
            reply=reply,
            raw=None if reply == outcome.text else outcome.text,
            finish_reason=outcome.finish_reason,
            thinking=found.state,
            tokens=outcome.tokens,
        )

    def keep(self, records: Sequence[Record], bar: Bar) -> None:
        """Write records down before anything is built on them."""
        new = [record for record in records if self.records.get(record.place) != record]
        if self._journal is not None and new:
            self._journal.append(new)
        self.records.update({record.place: record for record in new})
        bar.advance(len(records), sum(record.error is not None for record in records))

    def _open(self, turn: int) -> Iterator[tuple[Conversation, int]]:
        for conversation in self._conversations:
            if len(conversation.turns) < turn:
                continue
            for sample in range(self._samples):
                record = self.records.get((conversation.key, turn, sample))
                if record is None or record.error is not None:
                    yield conversation, sample

    def _is_blocked(self, key: str, turn: int, sample: int) -> bool:
        record = self.records.get((key, turn - 1, sample))
        return record is not None and record.error is not None

    def _request(self, conversation: Conversation, turn: int, sample: int) -> Request:
        messages: list[Message] = []
        for number, each in enumerate(conversation.turns[:turn], 1):
            messages.append(Message("user", each.prompt, each.images))
            if number < turn:
                reply = self.records[conversation.key, number, sample].reply
                messages.append(Message("assistant", reply or ""))
        return Request(conversation.key, turn, sample, tuple(messages))


def _run(
    conversations: Sequence[Conversation],
    records: Mapping[Place, Record],
    settings: Mapping[str, Any],
) -> Run:
    """A run whose replies stand in the order of the conversations, however they came."""
    try:
        samples = int(settings["samples"])
    except (KeyError, TypeError, ValueError):
        raise RunError("run.json says nothing of samples") from None
    places = (
        (conversation.key, turn, sample)
        for conversation in conversations
        for turn in range(1, len(conversation.turns) + 1)
        for sample in range(samples)
    )
    _refuse_strays(conversations, samples, records)
    replies = {place: records[place] for place in places if place in records}
    return Run(conversations, replies, settings, str(settings.get("name", "")))


def _refuse_strays(
    conversations: Sequence[Conversation], samples: int, records: Mapping[Place, Record]
) -> None:
    turns = {each.key: len(each.turns) for each in conversations}
    for key, turn, sample in records:
        if not (1 <= turn <= turns.get(key, 0) and 0 <= sample < samples):
            raise RunError(
                f"the journal has a line for conversation {key!r}, turn {turn}, sample {sample}, "
                "which this run has not"
            )


def _check(conversations: Sequence[Conversation], **numbers: int | None) -> None:
    least = {"samples": 1, "retries": 0, "concurrency": 1}
    for name, value in numbers.items():
        if value is None and name == "concurrency":
            continue
        if isinstance(value, bool) or not isinstance(value, int) or value < least[name]:
            raise ParameterError(
                f"{name}={value!r}: a whole number of at least {least[name]} is expected"
            )
    if not conversations:
        raise DataError("there is no conversation to drive")
    seen: set[str] = set()
    for conversation in conversations:
        if conversation.key in seen:
            raise DataError(f"two conversations have the key {conversation.key!r}")
        seen.add(conversation.key)


def _length(request: Request) -> int:
    return sum(len(message.content) for message in request.messages)


def _told(error: Exception) -> str:
    text = str(error).strip()
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
