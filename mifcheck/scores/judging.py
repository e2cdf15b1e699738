"""From a run to its scores: every reply is checked against the active instructions."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Final, Literal, TypeAlias

from mifcheck.conversation import Conversation, Turn
from mifcheck.datasets.compiled import validate
from mifcheck.errors import ParameterError
from mifcheck.evaluate import ReplyResult, judge_all, lost_result
from mifcheck.models.base import Slot, SlotLike
from mifcheck.models.thinking import require_policy
from mifcheck.refusals import is_refusal
from mifcheck.runs.run import Run
from mifcheck.safe import printable
from mifcheck.scores.columns import ANSWERED, ERROR, FAILED, MISSING, RAISED, SUPERSEDED
from mifcheck.scores.judges import Answers, ask_judges, with_answers
from mifcheck.scores.outcomes import Outcomes, ReplyOutcome
from mifcheck.scores.scores import Scores
from mifcheck.signature import ERRORS_FAILED, STRICT_AND_LOOSE, STRICT_ONLY, signature_for
from mifcheck.verdict import Verdict
from mifcheck.workers import ordered_map, require_workers

Progress: TypeAlias = Callable[[int, int], None]
Seen: TypeAlias = Callable[[SlotLike, ReplyResult], None]

ErrorPolicy: TypeAlias = Literal["leave-out", "count-as-failed"]
ERRORS: Final[Mapping[ErrorPolicy, str]] = {"leave-out": "", "count-as-failed": ERRORS_FAILED}
"""What each policy for replies lost to an error adds to the mode of the signature."""

LOST: Final = "the process that checked it died"

_Raised: TypeAlias = tuple[SlotLike, Verdict]
"""A reply, and the verdict of a checker that raised on it."""


def score(
    run: Run | str | PathLike[str],
    *,
    profile: str = "native",
    resamples: int = 10_000,
    seed: int = 0,
    confidence: float = 0.95,
    loose: bool = True,
    errors: ErrorPolicy = "leave-out",
    workers: int | None = 1,
    progress: Progress | None = None,
    seen: Seen | None = None,
) -> Scores:
    """Checks every reply of a run and computes its scores.

    A reply that is the empty string is a reply. One that the run has no record of counts neither as
    followed nor as not followed. By default nor does one that was lost to an error. A check whose
    checker raises is not judged: the scores count it as an error of the checker, and a warning says
    what it raised. Nor is an instruction of the user that contradicts one of the system's judged:
    the scores count it as superseded.

    Judged checks (`mifcheck.judged`) are asked first, in batches. Their answers are kept in the run
    folder, and no question is asked twice.

    Args:
        run: the conversations and the replies to them, or the path of a run folder.
        profile: what the instruction ids mean.
        resamples: of the bootstrap, when these scores are compared or correlated.
        seed: of the bootstrap.
        confidence: of the intervals, strictly between 0 and 1.
        loose: whether to take the loose verdicts; without them the mean of four has no value.
        errors: "leave-out", or "count-as-failed": each instruction of a reply lost to an error
            counts as not followed, unless it could not be judged in any reply.
        workers: the number of processes; None is one for each core. See `mifcheck.check_many`.
        progress: called with (replies done, replies in all) after each reply.
        seen: called with the (key, turn, sample) of each reply that is checked, and its verdicts.

    Raises:
        DataError: an instruction that the profile cannot check, with its place, before any reply
            is checked.
        UnknownLanguageError: a conversation in a language that is not known.
        MifcheckError: two conversations of one key.
        RunError: the path is no run folder; or answers of judges cannot be read or written there.
        ParameterError: `run` is neither a run nor a path; an unknown policy for errors; a number
            of processes below 1; or a check is composed of a judged one.
    """
    if isinstance(run, (str, PathLike)):
        run = Run.load(Path(run))
    if not isinstance(run, Run):
        kind = type(run).__name__
        raise ParameterError(f"expected a Run or the path of a run folder, not a {kind}")
    policy = ERRORS[require_policy("errors", errors, ERRORS)]
    workers = require_workers(workers)
    signature = signature_for(
        run.conversations,
        profile=profile,
        think=str(run.settings.get("thinking", "strip")),
        history=str(run.settings.get("history", "own")),
        placement=str(run.settings.get("placement", "as-given")),
        mode=(STRICT_AND_LOOSE if loose else STRICT_ONLY) + policy,
    )
    validate(run.conversations, profile)
    verdicts = RunVerdicts(run, profile, ask_judges(run, profile), loose)
    raised: list[_Raised] = []
    outcomes = Outcomes.from_replies(
        _outcomes(run, verdicts, bool(policy), workers, progress, seen, raised),
        samples=run.samples,
        signature=str(signature),
        has_loose=loose,
    )
    _warn_of(raised)
    return Scores(
        outcomes, resamples=resamples, seed=seed, confidence=confidence, sources=(verdicts,)
    )


@dataclass(frozen=True)
class RunVerdicts:
    """The verdicts about the replies of a run, by their places: each call judges the reply.

    Attributes:
        run: has the replies.
        profile: what the ids mean.
        answers: what judges said of the replies.
        loose: whether to take the loose verdicts.
    """

    run: Run
    profile: str
    answers: Answers
    loose: bool = True

    def __call__(self, slot: SlotLike) -> ReplyResult | None:
        record = self.run.replies.get(slot)
        conversation = self._asked.get(slot[0])
        if record is None or record.reply is None or conversation is None:
            return None
        turn, language = conversation.turns[record.turn - 1], conversation.language
        asked = with_answers(turn, record, language, self.profile, self.answers)
        return judge_all(asked, record.reply, language, profile=self.profile, loose=self.loose)

    def lost(self, slot: SlotLike) -> ReplyResult | None:
        """Returns the verdicts about a reply that killed the process that checked it."""
        turn = self._asked[slot[0]].turns[slot[1] - 1]
        return lost_result((each.id for each in turn.instructions), LOST, loose=self.loose)

    @cached_property
    def _asked(self) -> Mapping[str, Conversation]:
        return {each.key: each for each in self.run.conversations}


@dataclass(frozen=True)
class _Coded:
    """The answers about a reply: all that its scores need, and small where processes share work.

    Attributes:
        strict, loose: as `ReplyOutcome` has them.
        raised: the verdicts of checkers that raised.
        refused: whether the reply refuses.
        result: the verdicts, if they are to be seen.
    """

    strict: tuple[bool | int | None, ...]
    loose: tuple[bool | int | None, ...]
    raised: tuple[Verdict, ...]
    refused: bool
    result: ReplyResult | None


@dataclass(frozen=True)
class _Coding:
    """Judges the reply at a place, and codes the answers.

    Attributes:
        verdicts: judge the reply.
        keeps: whether to keep the verdicts beside their codes.
    """

    verdicts: RunVerdicts
    keeps: bool

    def __call__(self, slot: SlotLike) -> _Coded | None:
        return self._coded(slot, self.verdicts(slot))

    def lost(self, slot: SlotLike) -> _Coded | None:
        return self._coded(slot, self.verdicts.lost(slot))

    def _coded(self, slot: SlotLike, result: ReplyResult | None) -> _Coded | None:
        if result is None:
            return None
        return _Coded(
            tuple(map(_code, result.strict)),
            tuple(map(_code, result.loose)),
            result.raised,
            is_refusal(self.verdicts.run.replies[slot].reply or ""),
            result if self.keeps else None,
        )


def _outcomes(
    run: Run,
    verdicts: RunVerdicts,
    errors_fail: bool,
    workers: int,
    progress: Progress | None,
    seen: Seen | None,
    raised: list[_Raised],
) -> Iterator[ReplyOutcome]:
    slots = [
        (conversation, turn, ages, (conversation.key, number, sample))
        for conversation in run.conversations
        for number, (turn, ages) in enumerate(
            zip(conversation.turns, conversation.ages(), strict=True), start=1
        )
        for sample in range(run.samples)
    ]
    places = (place for *_, place in slots)
    coding = _Coding(verdicts, seen is not None)
    answers = ordered_map(coding, places, workers=workers, lost=coding.lost)
    judged = zip(slots, answers, strict=True)
    for done, ((conversation, turn, ages, place), coded) in enumerate(judged, start=1):
        expected = ReplyOutcome(
            *place, conversation.language, conversation.cluster, len(ages), status=MISSING
        )
        record = run.replies.get(place)
        if record is None:
            yield expected
        elif coded is None:
            lost = replace(expected, status=ERROR)
            yield _failed(lost, turn, ages, verdicts.profile) if errors_fail else lost
        else:
            if seen is not None and coded.result is not None:
                seen(place, coded.result)
            raised += ((place, verdict) for verdict in coded.raised)
            yield replace(
                expected,
                instructions=turn.instructions,
                ages=ages,
                strict=coded.strict,
                loose=coded.loose,
                status=ANSWERED,
                unclosed=record.thinking == "unclosed",
                cut=record.finish_reason == "length",
                refused=coded.refused,
            )
        if progress is not None:
            progress(done, len(slots))


def _failed(lost: ReplyOutcome, turn: Turn, ages: tuple[int, ...], profile: str) -> ReplyOutcome:
    """Returns a reply that follows nothing. What no reply could be judged by stays not judged."""
    result = judge_all(turn.instructions, "", lost.language, profile=profile)
    verdicts = tuple(None if each.passed is None else False for each in result.strict)
    return replace(
        lost,
        instructions=turn.instructions,
        ages=ages,
        strict=verdicts,
        loose=verdicts,
        status=FAILED,
    )


def _code(verdict: Verdict) -> bool | int | None:
    if verdict.superseded:
        return SUPERSEDED
    return RAISED if verdict.raised else verdict.passed


def _warn_of(raised: Sequence[_Raised]) -> None:
    """Warns of the checkers that raised, once each, with the first reply it happened on."""
    for id, times in Counter(verdict.check for _, verdict in raised).items():
        slot, verdict = next(each for each in raised if each[1].check == id)
        others = f", and {times - 1} more" if times > 1 else ""
        warnings.warn(
            f"{printable(id)} is not judged on {printable(str(Slot(*slot)))}{others}: "
            f"{verdict.reason}. This is an error of the checker, not of the reply",
            stacklevel=3,
        )
