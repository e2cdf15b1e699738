"""From a run to its outcomes: every reply checked against the instructions in force."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Protocol, TypeAlias

from mifcheck.conversation import Conversation, Instruction
from mifcheck.datasets.compiled import validate
from mifcheck.evaluate import ReplyResult, check_all
from mifcheck.runs.run import Run
from mifcheck.scores.outcomes import ANSWERED, ERROR, MISSING, Outcomes, ReplyOutcome
from mifcheck.scores.scores import Scores
from mifcheck.signature import STRICT, STRICT_AND_LOOSE, signature_for
from mifcheck.verdict import Verdict


class RecordLike(Protocol):
    """What became of one request: a reply or an error."""

    @property
    def reply(self) -> str | None: ...
    @property
    def error(self) -> str | None: ...
    @property
    def thinking(self) -> str: ...
    @property
    def finish_reason(self) -> str | None: ...


class RunLike(Protocol):
    """What is scored; replies are found by (key, turn from 1, sample from 0)."""

    @property
    def conversations(self) -> Sequence[Conversation]: ...
    @property
    def samples(self) -> int: ...
    @property
    def replies(self) -> Mapping[tuple[str, int, int], RecordLike]: ...


class ResultLike(Protocol):
    """The verdicts on one reply, in the order of its instructions."""

    @property
    def strict(self) -> tuple[Verdict, ...]: ...
    @property
    def loose(self) -> tuple[Verdict, ...]: ...


Check: TypeAlias = Callable[[Sequence[Instruction], str, str], ResultLike]
Progress: TypeAlias = Callable[[int, int], None]


def score(
    run: RunLike | str | PathLike[str],
    *,
    profile: str = "native",
    resamples: int = 10_000,
    seed: int = 0,
    confidence: float = 0.95,
    loose: bool = True,
    progress: Progress | None = None,
) -> Scores:
    """Checks every reply of a run and computes its scores.

    Args:
        run: the conversations and the replies to them, or the path of a run folder.
        profile: what the instruction ids mean.
        resamples: of the bootstrap; 0 for no intervals.
        seed: of the bootstrap.
        confidence: of the intervals, strictly between 0 and 1.
        loose: whether to take the loose verdicts; without them the mean of four has no value.
        progress: told (replies done, replies in all) after each reply.

    Raises:
        DataError: an instruction that the profile cannot check, named with its place, before
            any reply is checked.
        UnknownLanguageError: a conversation in a language that is not known.
        RunError: the path is no run folder.
    """
    if isinstance(run, (str, PathLike)):
        run = Run.load(Path(run))
    conversations = list(run.conversations)
    settings = getattr(run, "settings", {})
    signature = signature_for(
        conversations,
        profile=profile,
        think=str(settings.get("thinking", "strip")),
        history=str(settings.get("history", "own")),
        placement=str(settings.get("placement", "as-given")),
        mode=STRICT_AND_LOOSE if loose else STRICT,
    )
    validate(run.conversations, profile)

    def check(instructions: Sequence[Instruction], reply: str, language: str) -> ReplyResult:
        return check_all(instructions, reply, language, profile=profile)

    outcomes = collect(run, check, signature=str(signature), loose=loose, progress=progress)
    return Scores(outcomes, resamples=resamples, seed=seed, confidence=confidence)


def collect(
    run: RunLike,
    check: Check,
    *,
    signature: str = "",
    loose: bool = True,
    progress: Progress | None = None,
) -> Outcomes:
    """The outcomes of a run, each reply judged by `check(instructions, reply, language)`.

    A reply that is the empty string is a reply; one that an error took, or that the run has no
    record of, is neither a success nor a failure.

    Args:
        run, loose, progress: as in `score`.
        check: gives the verdicts on a reply.
        signature: says what `check` measures.

    Raises:
        MifcheckError: two conversations of one key.
    """
    total = run.samples * sum(len(conversation.turns) for conversation in run.conversations)
    outcomes = _outcomes(run, check, loose)
    if progress is not None:
        outcomes = _reporting(outcomes, total, progress)
    return Outcomes.from_replies(
        outcomes, samples=run.samples, signature=signature, has_loose=loose
    )


def _outcomes(run: RunLike, check: Check, loose: bool) -> Iterator[ReplyOutcome]:
    for conversation in run.conversations:
        turns = zip(conversation.turns, conversation.ages(), strict=True)
        for number, (turn, ages) in enumerate(turns, start=1):
            for sample in range(run.samples):
                place = (conversation.key, number, sample)
                expected = ReplyOutcome(
                    *place, conversation.language, conversation.cluster, len(ages), status=MISSING
                )
                record = run.replies.get(place)
                if record is None or record.error is not None or record.reply is None:
                    yield expected if record is None else replace(expected, status=ERROR)
                else:
                    result = check(turn.instructions, record.reply, conversation.language)
                    yield replace(
                        expected,
                        instructions=turn.instructions,
                        ages=ages,
                        strict=tuple(verdict.passed for verdict in result.strict),
                        loose=tuple(verdict.passed for verdict in result.loose) if loose else (),
                        status=ANSWERED,
                        unclosed=record.thinking == "unclosed",
                        cut=record.finish_reason == "length",
                    )


def _reporting(
    outcomes: Iterable[ReplyOutcome], total: int, progress: Progress
) -> Iterator[ReplyOutcome]:
    for done, outcome in enumerate(outcomes, start=1):
        yield outcome
        progress(done, total)
