"""TRL: rewards for GRPO, from a data set whose rows have instructions.

GRPOTrainer(..., reward_funcs=[instruction_reward("pif")])
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from mifcheck.datasets.asked import is_asked
from mifcheck.errors import DataError
from mifcheck.integrations.rows import Judge, number_named, numbers_of
from mifcheck.models.thinking import ThinkingPolicy

Completion: TypeAlias = "str | Sequence[Mapping[str, Any]]"
"""A text, or the messages of a conversational data set."""

_COLUMNS = ("instructions", "instruction_id_list", "kwargs", "language")


def instruction_reward(
    kind: str = "pif",
    *,
    loose: bool = False,
    profile: str = "native",
    thinking: ThinkingPolicy = "strip",
) -> Callable[..., list[float | None]]:
    """Returns a reward function for `GRPOTrainer`.

    A row that has no instructions, or whose instructions cannot be judged, gets None, which TRL
    leaves out. The names of the columns are those of `mifcheck.integrations.rows`.

    Args:
        kind: "pif", the share of the instructions that a completion follows; or "all", 1 if it
            follows them all, else 0.
        loose: also accept the loose variants of a completion.
        profile: what the instruction ids mean.
        thinking: "strip" leaves thinking out of what is checked; "keep" does not.

    Raises:
        MifcheckError: an unknown kind, profile or policy.
    """
    judge, name = Judge(profile, thinking, loose=loose), number_named(kind, loose)

    def reward(
        prompts: Sequence[Any], completions: Sequence[Completion], **columns: Any
    ) -> list[float | None]:
        given = {column: columns[column] for column in _COLUMNS if column in columns}
        if not {"instructions", "instruction_id_list"} & set(given):
            known = ", ".join(columns) or "none"
            raise DataError(
                "the data set needs a column `instructions`, or `instruction_id_list` and "
                f"`kwargs`; its other columns are {known}"
            )
        rows = [
            dict(zip(given, values, strict=True)) for values in zip(*given.values(), strict=True)
        ]
        return [
            numbers_of(judge.result(row, _text(completion)))[name] if is_asked(row) else None
            for row, completion in zip(rows, completions, strict=True)
        ]

    reward.__name__ = f"mifcheck_{name}"
    return reward


def _text(completion: Completion) -> str:
    """Returns the text of the last message; without thinking that stands in a field of its own."""
    if isinstance(completion, str):
        return completion
    content = completion[-1].get("content") if completion else None
    if isinstance(content, str):
        return content
    return "".join(part.get("text") or "" for part in content or ())
