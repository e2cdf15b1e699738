"""Conversations that another suite holds: the numbers of each, and the scores of all.

The scores are made by the code that makes those of `mif.score`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mifcheck.conversation import Conversation, Turn
from mifcheck.datasets import READERS, to_document
from mifcheck.evaluate import ReplyResult
from mifcheck.integrations.rows import (
    Judge,
    Numbers,
    instructions_of,
    numbers_of,
    passed,
    row_language,
)
from mifcheck.scores.columns import MISSING
from mifcheck.scores.outcomes import Outcomes, ReplyOutcome
from mifcheck.scores.scores import Scores


def to_row(conversation: Conversation) -> dict[str, Any]:
    """Returns a conversation as the JSON object that `conversation_of` reads."""
    return dict(to_document(conversation))


def conversation_of(row: Mapping[str, Any], key: str) -> Conversation:
    """Returns the conversation of a row: all its turns, or one turn with its instructions.

    Args:
        row: mifcheck's own format, or a row with instructions (`mifcheck.integrations.rows`).
        key: names the conversation if the row is of the second kind.

    Raises:
        DataError: the row is neither; names the field.
    """
    if "turns" in row:
        return READERS["jsonl"].read(row)
    turn = Turn(row.get("prompt") or key, instructions_of(row))
    return Conversation(key, row_language(row), (turn,))


def judge_replies(
    conversation: Conversation, replies: Sequence[str], judge: Judge
) -> list[ReplyResult]:
    """Returns the verdicts about the replies to the first turns of a conversation."""
    turns = zip(conversation.turns, replies, strict=False)
    return [
        judge.verdicts(turn.instructions, conversation.language, reply) for turn, reply in turns
    ]


def mean_numbers(results: Iterable[ReplyResult]) -> Numbers:
    """Returns the mean of each number over the replies of which anything can be judged."""
    listed = [numbers_of(result) for result in results]
    found: Numbers = {}
    for name in numbers_of(ReplyResult((), ())):
        judged = [each for row in listed if (each := row[name]) is not None]
        found[name] = sum(judged) / len(judged) if judged else None
    return found


def verdicts_of(results: Iterable[ReplyResult]) -> list[dict[str, list[bool | None]]]:
    """Returns the verdicts as JSON: for each reply "strict" and "loose", one an instruction."""
    return [{"strict": passed(result.strict), "loose": passed(result.loose)} for result in results]


def outcomes_of(
    conversation: Conversation, sample: int, verdicts: Sequence[Mapping[str, Sequence[bool | None]]]
) -> list[ReplyOutcome]:
    """Returns what became of each turn of one sample; a turn without verdicts is missing."""
    found = []
    turns = zip(conversation.turns, conversation.ages(), strict=True)
    for number, (turn, ages) in enumerate(turns, start=1):
        place = (conversation.key, number, sample, conversation.language, conversation.cluster)
        if number > len(verdicts):
            found.append(ReplyOutcome(*place, len(ages), status=MISSING))
            continue
        strict, loose = (tuple(verdicts[number - 1][mode]) for mode in ("strict", "loose"))
        found.append(ReplyOutcome(*place, len(ages), turn.instructions, ages, strict, loose))
    return found


def scores_of(outcomes: Iterable[ReplyOutcome]) -> Scores:
    """Returns the scores of these replies."""
    listed = list(outcomes)
    samples = 1 + max((each.sample for each in listed), default=0)
    return Scores(Outcomes.from_replies(listed, samples=samples), resamples=0)
