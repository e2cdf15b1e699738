"""Inspect AI: a scorer, and a task that holds conversations turn by turn.

    inspect eval mifcheck/multi_turn --model openai/gpt-4o -T data=multiIF.csv

`read_log` returns the replies of a log for `mif.read_replies`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import nan
from pathlib import Path
from typing import Any

from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.log import EvalLog, read_eval_log
from inspect_ai.model import (
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageSystem,
    ChatMessageUser,
)
from inspect_ai.scorer import (
    Metric,
    SampleScore,
    Score,
    Scorer,
    Target,
    metric,
    scorer,
)
from inspect_ai.solver import Generate, Solver, TaskState, solver

from mifcheck.conversation import Conversation
from mifcheck.datasets import load
from mifcheck.datasets.compiled import validate
from mifcheck.integrations.conversations import (
    conversation_of,
    judge_replies,
    mean_numbers,
    scores_of,
    to_row,
    verdicts_of,
)
from mifcheck.integrations.rows import Judge, explain
from mifcheck.models.thinking import THINKING, ThinkingPolicy


@task
def multi_turn(
    data: str | None = None,
    languages: str | None = None,
    limit: int | None = None,
    profile: str = "native",
    thinking: ThinkingPolicy = "strip",
) -> Task:
    """Holds conversations turn by turn and scores every reply.

    Args:
        data: any file that `mif.load` reads; by default the suite that comes with mifcheck.
        languages: only these, separated by commas.
        limit: only the first so many.
        profile: what the instruction ids mean.
        thinking: "strip" leaves thinking out of what is checked and of the history.
    """
    # The command line of Inspect makes a list of "en,hi".
    codes = languages.split(",") if isinstance(languages, str) else languages
    loaded = load(data, languages=codes, limit=limit)
    validate(loaded, profile)
    samples = [
        Sample(id=each.key, input=_opening(each), metadata={"conversation": to_row(each)})
        for each in loaded
    ]
    return Task(
        dataset=MemoryDataset(samples, name=loaded.source),
        solver=turn_by_turn(thinking),
        scorer=instruction_following(profile, thinking),
    )


@solver
def turn_by_turn(thinking: ThinkingPolicy = "strip") -> Solver:
    """Asks each turn of the sample's conversation, after the model's own earlier replies.

    Args:
        thinking: "strip" leaves thinking out of the history; the log has it with the model's call.
    """

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        for number, turn in enumerate(_conversation(state.metadata, state.sample_id).turns):
            if number:
                state.messages.append(ChatMessageUser(content=turn.prompt))
            state = await generate(state)
            reply = state.messages[-1]
            if isinstance(reply, ChatMessageAssistant):
                state.messages[-1] = _without_thinking(reply, thinking)
            if state.completed:
                break
        return state

    return solve


@metric(scores="unreduced")
def mif_score() -> Metric:
    """Returns the figures of `mif.score` over all samples and epochs.

    A figure without a value, such as forgetting after one turn, is left out.
    """

    def compute(scores: list[SampleScore]) -> dict[str, float]:
        # A score that Inspect itself made, of a sample that failed, has no verdicts.
        found = scores_of(
            (
                _conversation(each.sample_metadata, each.sample_id),
                (each.score.metadata or {}).get("verdicts", ()),
            )
            for each in scores
        )
        return {
            name if mode == "both" else f"{name}.{mode}": estimate.value
            for name, mode, estimate in found.figures.items()
            if estimate.value is not None
        }

    return compute


@scorer(metrics=[mif_score()])
def instruction_following(profile: str = "native", thinking: ThinkingPolicy = "strip") -> Scorer:
    """Checks the replies of a sample against the instructions in its metadata.

    The value has "pif" and "all", strict and loose: of a conversation the mean over its turns, and
    NaN if nothing can be judged. The metadata has the instructions as `mifcheck.integrations.rows`
    says, or a conversation.

    Args:
        profile: what the instruction ids mean.
        thinking: "strip" leaves thinking out of what is checked; "keep" does not.
    """
    judge = Judge(profile, thinking)

    async def score(state: TaskState, target: Target) -> Score:
        held = _conversation(state.metadata, state.sample_id)
        replies = _replies(state.messages)
        if "conversation" not in state.metadata:
            # Solvers may ask several times; the last reply counts.
            replies = [state.output.completion]
        results = judge_replies(held, replies, judge)
        return Score(
            # NaN is what Inspect leaves out of a mean.
            value={
                name: nan if number is None else number
                for name, number in mean_numbers(results).items()
            },
            answer=replies[-1] if replies else None,
            explanation="\n\n".join(
                f"turn {turn}\n{explain(each)}" for turn, each in enumerate(results, start=1)
            ),
            metadata={"verdicts": verdicts_of(results)},
        )

    return score


def read_log(log: EvalLog | str | Path) -> list[dict[str, Any]]:
    """Returns the replies of a log of the task, as rows for `mif.read_replies`.

    The epochs are the samples.
    """
    read = log if isinstance(log, EvalLog) else read_eval_log(str(log))
    return [
        {"key": str(sample.id), "turn": turn, "sample": sample.epoch, "response": reply}
        for sample in read.samples or ()
        for turn, reply in enumerate(_replies(sample.messages), start=1)
    ]


def _opening(held: Conversation) -> str | list[ChatMessage]:
    """Returns what stands before the first reply."""
    prompt = held.turns[0].prompt
    if not held.system:
        return prompt
    return [ChatMessageSystem(content=held.system), ChatMessageUser(content=prompt)]


def _conversation(metadata: Mapping[str, Any] | None, id: str | int | None) -> Conversation:
    found = metadata or {}
    return conversation_of(found.get("conversation", found), str(id))


def _replies(messages: Sequence[ChatMessage]) -> list[str]:
    return [message.text for message in messages if message.role == "assistant"]


def _without_thinking(reply: ChatMessageAssistant, thinking: ThinkingPolicy) -> ChatMessage:
    """Returns the message as it stands in the history, itself if it has no thinking."""
    text = THINKING[thinking](reply.text)
    return reply if text == reply.text else reply.model_copy(update={"content": text})
