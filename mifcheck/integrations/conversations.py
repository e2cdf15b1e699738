"""Conversations that another suite holds: the numbers of each, and the scores of all.

The scores are made by the code that makes those of `mif.score`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from mifcheck.conversation import Conversation, Turn
from mifcheck.datasets import READERS, to_document
from mifcheck.datasets.asked import instructions_of
from mifcheck.datasets.base import row_language
from mifcheck.evaluate import ReplyResult
from mifcheck.integrations.rows import Judge, Numbers, numbers_of, passed
from mifcheck.scores.columns import MISSING
from mifcheck.scores.outcomes import Outcomes, ReplyOutcome
from mifcheck.scores.scores import Scores

_Passed: TypeAlias = Mapping[str, Sequence["bool | None"]]


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


def verdicts_of(results: Iterable[ReplyResult]) -> list[_Passed]:
    """Returns the verdicts as JSON: for each reply "strict" and "loose", one an instruction."""
    return [{"strict": passed(result.strict), "loose": passed(result.loose)} for result in results]


def scores_of(held: Iterable[tuple[Conversation, Sequence[_Passed]]]) -> Scores:
    """Returns the scores of conversations and their verdicts, as `verdicts_of` makes them.

    A conversation that comes again is another sample of it.
    """
    times: Counter[str] = Counter()
    outcomes = []
    for conversation, verdicts in held:
        outcomes += _outcomes(conversation, times[conversation.key], verdicts)
        times[conversation.key] += 1
    samples = max(times.values(), default=1)
    return Scores(Outcomes.from_replies(outcomes, samples=samples), resamples=0)


def _outcomes(
    conversation: Conversation, sample: int, verdicts: Sequence[_Passed]
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
