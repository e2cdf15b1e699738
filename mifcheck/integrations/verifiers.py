"""verifiers: rewards for tasks that have instructions, and conversations as a taskset.

A module of your own makes the taskset known by its name, `vf-eval my_module`:

    from mifcheck.integrations.verifiers import MultiTurnEnv, MultiTurnTaskset

    __all__ = ["MultiTurnEnv", "MultiTurnTaskset"]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import verifiers.v1 as vf

from mifcheck.datasets import load
from mifcheck.datasets.compiled import validate
from mifcheck.integrations.conversations import (
    conversation_of,
    judge_replies,
    mean_numbers,
    to_row,
)
from mifcheck.integrations.rows import Judge
from mifcheck.models.thinking import ThinkingPolicy

__all__ = [
    "MultiTurnConfig",
    "MultiTurnData",
    "MultiTurnEnv",
    "MultiTurnTask",
    "MultiTurnTaskset",
    "pif",
]


async def pif(task: vf.TaskData, trace: vf.Trace) -> dict[str, float]:
    """Rewards the share of the instructions of a task that the last reply follows.

    A reward for tasks of your own, whose data has the fields of `mifcheck.integrations.rows`:
    `--env.taskset.task.rewards.pif.fn mifcheck.integrations.verifiers:pif`. There is no reward if
    nothing can be judged. Thinking is left out of what is checked.
    """
    held = conversation_of(task.model_dump(), "task")
    return _only(mean_numbers(judge_replies(held, [trace.last_reply], Judge())), "pif")


class MultiTurnTaskConfig(vf.TaskConfig):
    """How replies are judged.

    Attributes:
        profile: what the instruction ids mean.
        thinking: "strip" leaves thinking out of what is checked; "keep" does not.
    """

    profile: str = "native"
    thinking: ThinkingPolicy = "strip"


class MultiTurnData(vf.TaskData):  # type: ignore[misc, unused-ignore]
    """A conversation.

    Attributes:
        conversation: in mifcheck's own format.
    """

    conversation: dict[str, Any]


class MultiTurnTask(vf.Task[MultiTurnData, vf.State, MultiTurnTaskConfig]):
    """Rewards the mean share of its instructions that each reply follows."""

    @vf.reward
    async def pif(self, trace: vf.Trace) -> dict[str, float]:
        """Returns the mean PIF of the replies; nothing if none can be judged.

        Records the other numbers as metrics: followed whole, and both with the loose verdicts.
        """
        held = conversation_of(self.data.conversation, "task")
        replies = [message.content or "" for message in trace.assistant_messages]
        judge = Judge(self.config.profile, self.config.thinking)
        found = mean_numbers(judge_replies(held, replies, judge))
        trace.record_metrics(_only(found, "pif_loose", "all", "all_loose"))
        return _only(found, "pif")


class MultiTurnConfig(vf.TasksetConfig):
    """Which conversations are held.

    Attributes:
        data: any file that `mif.load` reads; by default the suite that comes with mifcheck.
        languages: only these.
        task: how replies are judged.
    """

    data: str | None = None
    languages: list[str] | None = None
    task: MultiTurnTaskConfig = MultiTurnTaskConfig()


class MultiTurnTaskset(vf.Taskset[MultiTurnTask, MultiTurnConfig]):
    """The conversations of a file, one task each. `MultiTurnEnv` asks their later turns."""

    def load(self) -> Iterator[MultiTurnTask]:
        """Yields the tasks. An instruction that cannot be checked is an error here."""
        loaded = load(self.config.data, languages=self.config.languages)
        validate(loaded, self.config.task.profile)
        for each in loaded:
            data = MultiTurnData(
                id=each.key,
                name=each.key,
                prompt=each.turns[0].prompt,
                system_prompt=each.system or None,
                conversation=to_row(each),
            )
            yield MultiTurnTask(data, self.config.task)


class MultiTurnEnvConfig(vf.EnvConfig):
    """The one agent, which answers every turn."""

    agent: vf.AgentConfig = vf.AgentConfig()


class MultiTurnEnv(vf.Env[MultiTurnEnvConfig]):
    """Asks turn by turn; the agent's earlier replies stand before each turn."""

    async def run(self, task: MultiTurnTask, agents: vf.Agents) -> None:
        """Holds one conversation."""
        held = conversation_of(task.data.conversation, "task")
        async with agents.agent.interaction(task) as interaction:
            segment = await interaction.turn()
            for turn in held.turns[1:]:
                if segment.terminated:
                    break
                segment = await interaction.turn(turn.prompt)


def _only(found: dict[str, float | None], *names: str) -> dict[str, float]:
    return {name: value for name in names if (value := found[name]) is not None}
