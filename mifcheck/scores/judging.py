"""From a run to its scores: every reply is checked against the active instructions."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import TypeAlias

from mifcheck.datasets.compiled import validate
from mifcheck.errors import ParameterError
from mifcheck.evaluate import ReplyResult, judge_all
from mifcheck.models.base import Slot, SlotLike
from mifcheck.runs.run import Run
from mifcheck.safe import printable
from mifcheck.scores.columns import ANSWERED, ERROR, MISSING, RAISED
from mifcheck.scores.judges import Answers, ask_judges, with_answers
from mifcheck.scores.outcomes import Outcomes, ReplyOutcome
from mifcheck.scores.scores import Scores
from mifcheck.signature import STRICT_AND_LOOSE, STRICT_ONLY, signature_for
from mifcheck.verdict import Verdict

Progress: TypeAlias = Callable[[int, int], None]
Seen: TypeAlias = Callable[[SlotLike, ReplyResult], None]

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
    progress: Progress | None = None,
    seen: Seen | None = None,
) -> Scores:
    """Checks every reply of a run and computes its scores.

    A reply that is the empty string is a reply. One that an error took, or that the run has no
    record of, counts neither as followed nor as not followed. Nor does a check whose checker
    raises: the scores count it as an error of the checker, and a warning says what it raised.

    Judged checks (`mifcheck.judged`) are asked first, in batches. Their answers are kept in the run
    folder, and no question is asked twice.

    Args:
        run: the conversations and the replies to them, or the path of a run folder.
        profile: what the instruction ids mean.
        resamples, seed: of the bootstrap, when these scores are compared or correlated.
        confidence: of the intervals, strictly between 0 and 1.
        loose: whether to take the loose verdicts; without them the mean of four has no value.
        progress: called with (replies done, replies in all) after each reply.
        seen: called with the (key, turn, sample) of each reply that is checked, and its verdicts.

    Raises:
        DataError: an instruction that the profile cannot check, with its place, before any reply
            is checked.
        UnknownLanguageError: a conversation in a language that is not known.
        MifcheckError: two conversations of one key.
        RunError: the path is no run folder; or answers of judges cannot be read or written there.
        ParameterError: `run` is neither a run nor a path; or a check is composed of a judged one.
    """
    if isinstance(run, (str, PathLike)):
        run = Run.load(Path(run))
    if not isinstance(run, Run):
        kind = type(run).__name__
        raise ParameterError(f"expected a Run or the path of a run folder, not a {kind}")
    signature = signature_for(
        run.conversations,
        profile=profile,
        think=str(run.settings.get("thinking", "strip")),
        history=str(run.settings.get("history", "own")),
        placement=str(run.settings.get("placement", "as-given")),
        mode=STRICT_AND_LOOSE if loose else STRICT_ONLY,
    )
    validate(run.conversations, profile)
    answers = ask_judges(run, profile)
    raised: list[_Raised] = []
    outcomes = Outcomes.from_replies(
        _outcomes(run, profile, answers, loose, progress, seen, raised),
        samples=run.samples,
        signature=str(signature),
        has_loose=loose,
    )
    _warn_of(raised)
    return Scores(outcomes, resamples=resamples, seed=seed, confidence=confidence)


def _outcomes(
    run: Run,
    profile: str,
    answers: Answers,
    loose: bool,
    progress: Progress | None,
    seen: Seen | None,
    raised: list[_Raised],
) -> Iterator[ReplyOutcome]:
    total = run.samples * sum(len(conversation.turns) for conversation in run.conversations)
    done = 0
    for conversation in run.conversations:
        turns = zip(conversation.turns, conversation.ages(), strict=True)
        for number, (turn, ages) in enumerate(turns, start=1):
            for sample in range(run.samples):
                place = (conversation.key, number, sample)
                expected = ReplyOutcome(
                    *place, conversation.language, conversation.cluster, len(ages), status=MISSING
                )
                record = run.replies.get(place)
                if record is None:
                    yield expected
                elif record.error is not None or record.reply is None:
                    yield replace(expected, status=ERROR)
                else:
                    language = conversation.language
                    asked = with_answers(turn, record, language, profile, answers)
                    result = judge_all(asked, record.reply, language, profile=profile)
                    if seen is not None:
                        seen(place, result)
                    raised += ((place, verdict) for verdict in result.raised)
                    yield replace(
                        expected,
                        instructions=turn.instructions,
                        ages=ages,
                        strict=tuple(map(_coded, result.strict)),
                        loose=tuple(map(_coded, result.loose)) if loose else (),
                        status=ANSWERED,
                        unclosed=record.thinking == "unclosed",
                        cut=record.finish_reason == "length",
                    )
                done += 1
                if progress is not None:
                    progress(done, total)


def _coded(verdict: Verdict) -> bool | int | None:
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
