"""Drives a model through conversations: turn by turn, sample by sample, keeping every reply."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, islice
from math import inf
from pathlib import Path
from typing import Any, Final, TypeAlias

from mifcheck.conversation import Conversation, require_conversations
from mifcheck.datasets.base import brief
from mifcheck.datasets.compiled import validate
from mifcheck.errors import DataError, ParameterError, describe_error
from mifcheck.masking import mask_text, masked, secrets_in, secrets_in_environment
from mifcheck.models.asking import Answer, Ask, Batch, Patience, Sleep, asking, takes_chats_alone
from mifcheck.models.base import AnyModel, Reply, Request, Slot, SlotLike
from mifcheck.models.callables import as_model
from mifcheck.models.thinking import ThinkingPolicy
from mifcheck.runs.folder import as_json, open_folder
from mifcheck.runs.history import HistoryPolicy
from mifcheck.runs.journal import MOST_SAMPLES, Journal, Record
from mifcheck.runs.placement import PlacementPolicy
from mifcheck.runs.plan import Plan
from mifcheck.runs.progress import ShowProgress, progress_bar
from mifcheck.runs.run import Run, require_slots

ALL_TURNS: Final = "all turns"

_Keep: TypeAlias = "Callable[[Sequence[Answer]], None]"


def drive(
    conversations: Sequence[Conversation],
    model: Any,
    *,
    samples: int = 1,
    out: str | Path | None = None,
    resume: bool = False,
    thinking: ThinkingPolicy = "strip",
    history: HistoryPolicy | Any = "own",
    placement: PlacementPolicy = "as-given",
    images: str | Path | None = None,
    concurrency: int | None = None,
    retries: int = 2,
    backoff: float = 1.0,
    sleep: Sleep | None = None,
    progress: bool | None = None,
    profile: str | None = "native",
    name: str | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Run:
    """Holds every conversation `samples` times with `model`, and keeps every reply.

    A model that is asked several chats at once, each on its own (an async function of one chat,
    `mifcheck.models.OpenAI`), gets the next turn of a conversation as soon as the turn before has
    its reply. For any other model all replies of a turn are collected before the next turn begins,
    in batches of the model's size. With a recorded history no turn waits for another.

    Args:
        conversations: what is asked. Their keys must differ.
        model: a function of a chat (a list of {"role", "content"} dicts) that returns a string; a
            function of a list of chats, declared with `mifcheck.models.batch`; an async function
            of either kind; or one of `mifcheck.models`.
        samples: how many times each conversation is held.
        out: the run folder, which is written as the replies come. None keeps the run in memory.
        resume: continues the run in the folder, and asks again for what failed.
        thinking: "strip" leaves thinking out of what is checked and of the history; "keep" does
            not.
        history: whose replies stand before a turn. "own": each sample sees its own; "first": all
            samples see those of the first one; or a recording (a `Run`, a `Recording`, a run
            folder or a file of replies): a sample sees the recorded sample of the same number, or
            the first one.
        placement: where the words of the active instructions (`Instruction.text`) stand.
            "as-given": in the prompts. "repeated": also at the end of the last message, one
            instruction per line after a blank line. "moved": only there.
        images: the folder whose files may be sent as images; relative paths of images start there.
            None: only https and data URLs are sent.
        concurrency: how many batches are asked at once; by default 1, or 16 for an async model.
        retries: how often a chat that failed is asked again before its error is recorded.
        backoff: seconds before the first retry. Each next wait is twice as long.
        sleep: what waits, instead of `time.sleep` or `asyncio.sleep`.
        progress: whether to show how far the run is: a bar in a terminal, a line of output in a
            notebook, and elsewhere a line on standard error every half minute. None shows it in
            terminals and notebooks only.
        profile: the profile that will check the replies. Every instruction is compiled by it
            before the model is asked anything; None leaves that out.
        name: of the run, shown to people; by default the model's.
        settings: anything else that run.json should say about the run, as JSON values.

    Returns:
        The run. The chats that failed are in `.errors`, with the later turns of their samples.

    Raises:
        RunError: the folder exists and `resume` is not set, or it holds a different run, or
            another process is writing it.
        ModelError: the model is not a model, or returns something that cannot be a reply.
        ParameterError: a number is out of range, or `thinking`, `history` or `placement` unknown.
        DataError: there are no conversations, or two have the same key; or an instruction cannot
            be checked, its words cannot be placed, or an image is refused (names file, row and
            field); or a recorded reply is missing (names conversation and turn).
    """
    _require_numbers(
        backoff,
        samples=(samples, 1, MOST_SAMPLES),
        retries=(retries, 0, 1000),
        concurrency=(1 if concurrency is None else concurrency, 1, 10_000),
    )
    _require_different(conversations)
    if profile is not None:
        validate(conversations, profile)
    asked = as_model(model)
    policies = {"thinking": thinking, "history": history, "placement": placement}
    plan = Plan.of(conversations, samples, images=images, **policies)
    plan.require_images(asked)
    if samples > 1 and asked.settings.get("temperature") == 0:
        warnings.warn("temperature 0 makes all samples of a turn the same", stacklevel=2)
    chosen = as_json(asked.settings)
    secrets = secrets_in(chosen)
    facts: dict[str, Any] = {
        "name": name or asked.name,
        "model": {"name": asked.name, "settings": masked(chosen, secrets)},
        **plan.settings,
        "notes": dict(settings or {}),
    }
    folder = None if out is None else Path(out)
    with (
        open_folder(folder, resume, facts, conversations) as (kept, journal),
        asking(asked, Patience(retries, backoff, sleep), concurrency) as ask,
        progress_bar("replies", progress) as show,
    ):
        ledger = _Ledger(plan, journal, show)
        secrets += secrets_in_environment()  # an error may quote a key that the model read there

        def keep(answers: Sequence[Answer]) -> None:
            ledger.keep([_record(answer, plan.thinking, secrets) for answer in answers])

        hold = _hold_freely if takes_chats_alone(asked, concurrency) else _hold_in_stages
        hold(plan, ledger, asked, ask, keep)
    return Run.of(conversations, ledger.records, kept, folder)


def _hold_in_stages(plan: Plan, ledger: _Ledger, model: AnyModel, ask: Ask, keep: _Keep) -> None:
    """Asks a stage after the other, so that batches are full."""

    def tell(answers: Sequence[Answer]) -> Iterable[Batch]:
        keep(answers)
        return ()

    for turns in plan.stages():
        ledger.stage = f"turn {turns[0]} of {plan.turns}" if len(turns) == 1 else ALL_TURNS
        slots = plan.open(turns, ledger.records)
        ledger.keep(plan.blocked(slots, ledger.records))
        ask(_batches(plan.requests(slots, ledger.records), model.batch_size), tell)


def _hold_freely(plan: Plan, ledger: _Ledger, model: AnyModel, ask: Ask, keep: _Keep) -> None:
    """Asks a turn as soon as the replies that stand before it are there."""
    after = plan.after(ledger.records)

    def follow(settled: Iterable[Slot | None]) -> Iterator[Batch]:
        slots = [slot for each in settled for slot in after.pop(each, ())]
        requests = plan.requests(slots, ledger.records)
        while blocked := plan.blocked(slots, ledger.records):
            ledger.keep(blocked)
            slots = [slot for each in blocked for slot in after.pop(Slot(*each.slot), ())]
        return _samples_together(requests, model)

    def tell(answers: Sequence[Answer]) -> Iterable[Batch]:
        keep(answers)
        return follow(answer.request.slot for answer in answers)

    ask(follow([None]), tell)


class _Ledger:
    """The records of a run so far: in memory, in the journal and on the progress bar."""

    def __init__(self, plan: Plan, journal: Journal[Record] | None, show: ShowProgress) -> None:
        self._plan, self._journal, self._show = plan, journal, show
        self.records: dict[SlotLike, Record] = {} if journal is None else dict(journal.records)
        require_slots(self.records, plan.conversations, plan.samples)
        self._done = sum(record.error is None for record in self.records.values())
        self._errors = 0
        self.stage = ALL_TURNS

    def keep(self, records: Sequence[Record]) -> None:
        """Writes records down before anything depends on them."""
        new = [record for record in records if self.records.get(record.slot) != record]
        if self._journal is not None and new:
            self._journal.append(new)
        self.records.update({record.slot: record for record in new})
        self._done += len(records)
        self._errors += sum(record.error is not None for record in records)
        errors = f"errors: {self._errors}" if self._errors else "no errors"
        self._show(self._done, self._plan.total, f"{self.stage}, {errors}")


def _batches(requests: Sequence[Request], size: int) -> Iterator[Sequence[Request]]:
    """Yields batches of chats of similar length, because those need little padding."""
    if size > 1:
        requests = sorted(requests, key=_length, reverse=True)
    for start in range(0, len(requests), size):
        yield requests[start : start + size]


def _samples_together(requests: Iterable[Request], model: AnyModel) -> Iterator[Batch]:
    """Yields batches of samples of one chat. Its size is read each time, because it may change."""
    for _, same in groupby(requests, key=lambda each: (each.key, each.turn, each.messages)):
        while batch := list(islice(same, max(1, model.batch_size))):
            yield batch


def _length(request: Request) -> int:
    return sum(len(message.content) for message in request.messages)


def _record(answer: Answer, thinking: ThinkingPolicy, secrets: Sequence[str]) -> Record:
    outcome = answer.outcome
    slot, seconds = answer.request.slot, round(answer.seconds, 4)
    record = Record(*slot, None, attempts=answer.attempts, seconds=seconds)
    if not isinstance(outcome, Reply):
        return replace(record, error=mask_text(describe_error(outcome), secrets))
    told = replace(record, finish_reason=outcome.finish_reason, tokens=outcome.tokens)
    return told.with_text(outcome.text, thinking)


def _require_numbers(backoff: Any, **numbers: tuple[Any, int, int]) -> None:
    for name, (value, least, most) in numbers.items():
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not whole or not least <= value <= most:
            raise ParameterError(
                f"{name}={brief(value)}: a whole number of at least {least} is expected"
                + (f", and of at most {most:,}" if whole and value > most else "")
            )
    if isinstance(backoff, bool) or not isinstance(backoff, (int, float)) or not 0 <= backoff < inf:
        raise ParameterError(f"backoff={brief(backoff)}: a number of seconds is expected")


def _require_different(conversations: Sequence[Conversation]) -> None:
    require_conversations(conversations)
    if not conversations:
        raise DataError("there is no conversation to drive")
    seen: set[str] = set()
    for conversation in conversations:
        if conversation.key in seen:
            raise DataError(f"two conversations have the key {conversation.key!r}")
        seen.add(conversation.key)
