"""DeepEval: a metric for test cases whose metadata has instructions."""

from __future__ import annotations

from typing import Any

from deepeval.metrics import BaseMetric
from deepeval.test_case import LLMTestCase, SingleTurnParams

from mifcheck.datasets.base import Row
from mifcheck.integrations.rows import Judge, explain, number_named, numbers_of
from mifcheck.models.thinking import ThinkingPolicy


class InstructionFollowingMetric(BaseMetric):
    """The share of its instructions that a test case's output follows. No model is asked.

    The instructions are in the metadata of the test case, or given here for all of them; see
    `mifcheck.integrations.rows`. If nothing can be judged, the metric is skipped.

    Args:
        row: the instructions of all test cases, if their metadata has none.
        threshold: the least score that passes.
        kind: "pif", the share of the instructions that are followed; or "all", 1 if all are.
        loose: also accept the loose variants of the output.
        profile: what the instruction ids mean.
        thinking: "strip" leaves thinking out of what is checked; "keep" does not.

    Raises:
        MifcheckError: an unknown kind, profile or policy.
    """

    _required_params = [SingleTurnParams.INPUT, SingleTurnParams.ACTUAL_OUTPUT]  # noqa: RUF012

    def __init__(
        self,
        row: Row | None = None,
        *,
        threshold: float = 1.0,
        kind: str = "pif",
        loose: bool = False,
        profile: str = "native",
        thinking: ThinkingPolicy = "strip",
    ) -> None:
        # DeepEval makes copies from the attributes that are named as the arguments.
        self.row = row
        self.threshold = threshold
        self.kind = kind
        self.loose = loose
        self.profile = profile
        self.thinking = thinking
        self._judge = Judge(profile, thinking)
        self._number = number_named(kind, loose)
        self.async_mode = False
        self.include_reason = True

    def measure(self, test_case: LLMTestCase, *args: Any, **kwargs: Any) -> float:
        """Sets `score`, `reason`, `score_breakdown` and `success`, and returns the score.

        Raises:
            DataError: there are no instructions, or they are malformed.
        """
        row = self.row if self.row is not None else test_case.metadata or {}
        result = self._judge.result(row, test_case.actual_output or "")
        found = numbers_of(result)
        self.score_breakdown = found
        self.score = found[self._number]
        self.reason = explain(result, loose=self.loose)
        self.skipped = self.score is None
        self.success = None if self.skipped else self.is_successful()
        return self.score  # type: ignore[return-value, unused-ignore]

    async def a_measure(self, test_case: LLMTestCase, *args: Any, **kwargs: Any) -> float:
        """Does what `measure` does."""
        return self.measure(test_case)

    @property
    def __name__(self) -> str:
        return "Instruction following"
