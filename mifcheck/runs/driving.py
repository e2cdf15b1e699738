"""Driving a model through conversations: turn by turn, sample by sample, every reply kept."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mifcheck.conversation import Conversation, require_conversations
from mifcheck.datasets.compiled import validate
from mifcheck.errors import DataError, ParameterError
from mifcheck.models.asking import Answer, Patience, Sleep, asking
from mifcheck.models.base import Reply, Request
from mifcheck.models.callables import as_model
from mifcheck.models.thinking import Policy, policy, split
from mifcheck.runs.folder import open_folder
from mifcheck.runs.history import History, Said, messages, placement_of, require_words
from mifcheck.runs.journal import Journal, Place, Record
from mifcheck.runs.progress import Bar, progress_bar
from mifcheck.runs.replies import history_of
from mifcheck.runs.run import Run, refuse_strays


def drive(
    conversations: Sequence[Conversation],
    model: Any,
    *,
    samples: int = 1,
    out: str | Path | None = None,
    resume: bool = False,
    thinking: str = "strip",
    history: Any = "own",
    placement: str = "as-given",
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

    All replies of a turn are got before the next turn begins, in batches of the model's size; with
    a recorded history no turn waits for another, and all are asked together.

    Args:
        conversations: their keys differ.
        model: a function of a chat (a list of {"role", "content"} dicts) that returns a string,
            one of a list of chats, an async one of either, or one of `mifcheck.models`.
        samples: how often each conversation is held.
        out: the run folder, written as the replies come; None keeps the run in memory.
        resume: go on with a run folder, and try its errors again.
        thinking: "strip" leaves thinking out of what is checked and of the history; "keep".
        history: whose replies stand before a turn. "own": of each sample its own; "first": for all
            samples the first one's; or those recorded in a `Run`, a `Recording`, a run folder or a
            file of replies: the sample of the same number, or else the first one.
        placement: where the words of the instructions in force (`Instruction.text`) stand.
            "as-given": in the prompts; "repeated": again at the end of the last message, one
            instruction a line after a blank line; "moved": there and in no prompt.
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
        ParameterError: a number out of range, or an unknown `thinking`, `history` or `placement`.
        DataError: two conversations have one key, or there is none, or an instruction cannot
            be checked, or its words cannot be placed so; names file, row and field. Or a recorded
            reply is missing; names conversation and turn.
    """
    _check(conversations, samples=samples, retries=retries, concurrency=concurrency)
    if profile is not None:
        validate(conversations, profile)
    asked = as_model(model)
    kept, placed = policy(thinking), placement_of(placement)
    require_words(conversations, placed)
    seen = history_of(history, conversations, samples, kept)
    said = {each.key: placed.said(each) for each in conversations}
    plan = _Plan(conversations, samples, kept, seen, placed.name, said)
    facts: dict[str, Any] = {
        "name": name or asked.name,
        "model": {"name": asked.name, "settings": dict(asked.settings)},
        **plan.facts,
        "notes": dict(settings or {}),
    }
    if samples > 1 and asked.settings.get("temperature") == 0:
        warnings.warn("temperature 0 makes all samples of a turn alike", stacklevel=2)
    with ExitStack() as stack:
        folder = open_folder(None if out is None else Path(out), resume, facts, conversations)
        facts, journal = stack.enter_context(folder)
        refuse_strays(conversations, samples, {} if journal is None else journal.records)
        work = _Work(plan, journal)
        ask = stack.enter_context(asking(asked, Patience(retries, backoff, sleep), concurrency))
        bar = stack.enter_context(progress_bar(plan.total, work.done, plan.turns, progress))
        for turns in seen.stages(plan.turns):
            bar.at(turns)
            work.skip_blocked(turns, bar)
            for answers in ask(work.batches(turns, asked.batch_size)):
                work.keep([work.record(answer) for answer in answers], bar)
    return Run.of(conversations, work.records, facts)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is asked, settled before anything is."""

    conversations: Sequence[Conversation]
    samples: int
    thinking: Policy
    history: History
    placement: str
    said: Mapping[str, tuple[Said, ...]]

    @property
    def facts(self) -> dict[str, Any]:
        """What run.json says of it, beside the conversations."""
        return {
            "samples": self.samples,
            "thinking": self.thinking,
            "history": self.history.name,
            "placement": self.placement,
        }

    @property
    def turns(self) -> int:
        return max(len(each) for each in self.conversations)

    @property
    def total(self) -> int:
        return self.samples * sum(len(each) for each in self.conversations)

    def places(self, turns: Iterable[int]) -> Iterator[Place]:
        """Every place of these turns."""
        for turn in turns:
            for conversation in self.conversations:
                if turn <= len(conversation):
                    for sample in range(self.samples):
                        yield conversation.key, turn, sample

    def request(self, place: Place, records: Mapping[Place, Record]) -> Request:
        """What a place is asked, after the records so far."""
        return Request(*place, messages(self.said[place[0]], self.history.replies(place, records)))


class _Work:
    """What is done and what is to do."""

    def __init__(self, plan: _Plan, journal: Journal | None) -> None:
        self._plan, self._journal = plan, journal
        self.records: dict[Place, Record] = {} if journal is None else dict(journal.records)

    @property
    def done(self) -> int:
        return sum(record.error is None for record in self.records.values())

    def skip_blocked(self, turns: Iterable[int], bar: Bar) -> None:
        """Record the places that cannot be asked: an earlier turn of their history failed."""
        blocked: list[Record] = []
        for place in self._open(turns):
            lost = self._lost(place)
            if lost is not None:
                _, turn, sample = lost
                where = "" if sample == place[2] else f" in sample {sample}"
                error = f"turn {turn} had no reply{where}"
                blocked.append(Record(*place, None, error=error, attempts=0))
        self.keep(blocked, bar)

    def batches(self, turns: Iterable[int], size: int) -> Iterator[list[Request]]:
        """The requests of these turns, in batches of chats of like length: that pads less."""
        requests = [
            self._plan.request(place, self.records)
            for place in self._open(turns)
            if self._lost(place) is None
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
        reply = outcome.text if self._plan.thinking == "keep" else found.reply
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

    def _open(self, turns: Iterable[int]) -> Iterator[Place]:
        for place in self._plan.places(turns):
            record = self.records.get(place)
            if record is None or record.error is not None:
                yield place

    def _lost(self, place: Place) -> Place | None:
        """The first place that this one has to wait for and that has no reply."""
        earlier = self._plan.history.waits_for(place)
        return next((each for each in earlier if self.records[each].error is not None), None)


def _check(conversations: Sequence[Conversation], **numbers: int | None) -> None:
    least = {"samples": 1, "retries": 0, "concurrency": 1}
    for name, value in numbers.items():
        if value is None and name == "concurrency":
            continue
        if isinstance(value, bool) or not isinstance(value, int) or value < least[name]:
            raise ParameterError(
                f"{name}={value!r}: a whole number of at least {least[name]} is expected"
            )
    require_conversations(conversations)
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
