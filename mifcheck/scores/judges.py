"""Asks the judges of a run's judged checks, in batches, before the run is scored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import Final, TypeAlias

from mifcheck.checkers.by_judge import ByJudge, judges_in
from mifcheck.conversation import Turn
from mifcheck.errors import MissingExtraError, ParameterError, as_exception
from mifcheck.evaluate import Asked, compile_instruction
from mifcheck.profiles import get_profile
from mifcheck.runs.journal import Journal, Record, read_journal
from mifcheck.runs.judgements import JUDGEMENTS, Judgement, Question
from mifcheck.runs.run import Run

BATCH: Final = 32
"""The maximum number of replies that a judge is given at once."""

UNASKED: Final = "not judged here: its judge is asked when the run is scored"

Answers: TypeAlias = Mapping[Question, Judgement | Exception]
"""What judges said, or what they raised."""

KeptAnswers: TypeAlias = Mapping[str, Judgement]
"""The answers that a run folder has, by the digests of the questions."""


def ask_judges(run: Run, profile: str) -> Answers:
    """Returns what the judges of a run say of its replies.

    A question that the run folder has the answer to is not asked again. Other answers are written
    there as they come. What a judge raises is not kept.

    Raises:
        ParameterError: a check is composed of a judged one.
        RunError: the file of judgements is damaged, or cannot be written.
        MissingExtraError: a judge needs a package that is not installed.
    """
    asked = list(dict.fromkeys(_questions(run, profile)))
    path = _path(run) if asked else None
    kept = kept_answers(run) if asked else {}
    found: dict[Question, Judgement | Exception] = {
        each: kept[each.digest] for each in asked if each.digest in kept
    }
    left = [each for each in asked if each not in found]
    if left:
        found |= _asked(left, path)
    return found


def kept_answers(run: Run) -> KeptAnswers:
    """Returns the answers that the folder of a run has.

    Raises:
        RunError: the file of judgements is damaged, or cannot be read.
    """
    path = _path(run)
    return read_journal(path, Judgement) if path and path.exists() else {}


def with_kept_answers(
    turn: Turn, record: Record, language: str, profile: str, kept: KeptAnswers
) -> Sequence[Asked]:
    """Does what `with_answers` does. A check without an answer is not judged; nobody is asked."""
    answers: dict[Question, Judgement] = {}
    for _, question in _of_reply(turn, record, language, profile):
        checker, digest = question.checker, question.digest
        unasked = Judgement(digest, checker.id, checker.version, None, reason=UNASKED)
        answers[question] = kept.get(digest, unasked)
    return with_answers(turn, record, language, profile, answers)


def with_answers(
    turn: Turn, record: Record, language: str, profile: str, answers: Answers
) -> Sequence[Asked]:
    """Returns what a reply is checked for; a judged check knows what its judge says of it."""
    checks: list[Asked] = list(turn.instructions)
    for place, question in _of_reply(turn, record, language, profile) if answers else ():
        checker, answer = question.checker, answers[question]
        known = answer.verdict(checker) if isinstance(answer, Judgement) else answer
        checks[place] = checker.answered(known)
    return checks


def _path(run: Run) -> Path | None:
    return run.folder / JUDGEMENTS if run.folder else None


def _questions(run: Run, profile: str) -> Iterator[Question]:
    """Yields what the judges of a run are to be asked, those of one checker and turn together."""
    for conversation in run.conversations:
        for number, turn in enumerate(conversation.turns, start=1):
            if not _judged(turn, profile):
                continue
            for sample in range(run.samples):
                record = run.replies.get((conversation.key, number, sample))
                if record is not None:
                    found = _of_reply(turn, record, conversation.language, profile)
                    yield from (question for _, question in found)


def _of_reply(
    turn: Turn, record: Record, language: str, profile: str
) -> Iterator[tuple[int, Question]]:
    """Yields the place of each judged instruction, and what its judge is asked about a reply.

    Nothing is asked about a blank reply, or where the judge cannot read the language.
    """
    judged = _judged(turn, profile)
    if not judged or record.reply is None:
        return
    text = get_profile(profile).read(record.reply, language)
    for place, checker in judged:
        if not text.is_blank and not checker.unsupported_reason(text.language):
            prompt = turn.prompt if checker.asks_prompts else ""
            yield place, Question(checker, text.string, prompt)


def _judged(turn: Turn, profile: str) -> list[tuple[int, ByJudge]]:
    """Returns the place and the checker of each judged instruction of a turn."""
    found = []
    for place, instruction in enumerate(turn.instructions):
        checker = compile_instruction(instruction, profile)
        for judge in judges_in(checker):
            if judge is not checker:
                raise ParameterError(
                    f"{checker.id} is composed of {judge.id}, which is judged: in a run, give "
                    f"{judge.id} as an instruction of its own"
                )
            found.append((place, judge))
    return found


def _asked(
    questions: Sequence[Question], path: Path | None
) -> Iterator[tuple[Question, Judgement | Exception]]:
    """Yields each question and its answer, which is written to the file first."""
    places = {each: place for place, each in enumerate(dict.fromkeys(q.checker for q in questions))}
    ordered = sorted(questions, key=lambda each: places[each.checker])
    with ExitStack() as open_files:
        journal = open_files.enter_context(Journal(path, Judgement, mode=0o600)) if path else None
        for checker, group in groupby(ordered, key=lambda each: each.checker):
            whole = list(group)
            for start in range(0, len(whole), BATCH):
                batch = whole[start : start + BATCH]
                answers = _answers(checker, batch)
                if journal is not None:
                    journal.append(each for each in answers if isinstance(each, Judgement))
                yield from zip(batch, answers, strict=True)


def _answers(checker: ByJudge, batch: Sequence[Question]) -> list[Judgement | Exception]:
    """Returns the answer to each question of a batch.

    If a judge raises about a batch, it is asked about each reply alone: one reply loses no other.
    """
    try:
        prompts = [each.prompt for each in batch]
        verdicts = checker.ask([each.reply for each in batch], prompts)
        return [Judgement.of(*each) for each in zip(batch, verdicts, strict=True)]
    except MissingExtraError:
        raise
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        if len(batch) == 1:
            return [as_exception(error)]
        return [answer for each in batch for answer in _answers(checker, [each])]
