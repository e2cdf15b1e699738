"""evalscope: the benchmark `mifcheck`, which holds conversations turn by turn.

import mifcheck.integrations.evalscope  # registers the benchmark

run_task(TaskConfig(model=..., datasets=["mifcheck"], dataset_args={"mifcheck": {
    "extra_params": {"data": "multiIF.csv"}}}))
"""

from __future__ import annotations

from typing import Any, Final

from evalscope.api.benchmark import BenchmarkMeta, MultiTurnAdapter
from evalscope.api.dataset import DatasetDict, MemoryDataset, Sample
from evalscope.api.evaluator import TaskState
from evalscope.api.messages import ChatMessageAssistant, ChatMessageSystem, ChatMessageUser
from evalscope.api.metric import AggScore, SampleScore, Score
from evalscope.api.model import ModelOutput
from evalscope.api.registry import register_benchmark

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
from mifcheck.models.thinking import THINKING

_FIGURES: Final = {
    "prompt_level_strict": ("accuracy.conversation", "strict"),
    "inst_level_strict": ("accuracy.instruction", "strict"),
    "prompt_level_loose": ("accuracy.conversation", "loose"),
    "inst_level_loose": ("accuracy.instruction", "loose"),
    "pif": ("pif", "strict"),
    "pif_loose": ("pif", "loose"),
}
"""The figure and the mode of each metric. The first four are named as in evalscope's `multi_if`."""

_NUMBERS: Final = {
    "prompt_level_strict": "all",
    "prompt_level_loose": "all_loose",
    "pif": "pif",
    "pif_loose": "pif_loose",
}
"""The number of one conversation, for each metric that has one."""

_META: Final = BenchmarkMeta(
    name="mifcheck",
    pretty_name="mifcheck",
    description="Instruction following over several turns, judged by program with mifcheck.",
    dataset_id="embedded",
    metric_list=[*_FIGURES],
    primary_metric="prompt_level_strict",
    few_shot_mode="disabled",
    extra_params={
        "data": {
            "type": "str",
            "description": "Any file that mifcheck loads; by default the suite that it brings.",
            "value": "embedded",
        },
        "profile": {
            "type": "str",
            "description": "What the instruction ids mean.",
            "value": "native",
        },
        "thinking": {
            "type": "str",
            "description": "Whether thinking is left out of what is checked and of the history.",
            "value": "strip",
            "choices": ["strip", "keep"],
        },
    },
)


@register_benchmark(_META)
class MifcheckAdapter(MultiTurnAdapter):
    """Holds conversations; the subsets are their languages."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        settings = self.extra_params
        self._data: str = settings.get("data", "embedded")
        self._judge = Judge(settings.get("profile", "native"), settings.get("thinking", "strip"))

    def load(self) -> tuple[DatasetDict, None]:
        """Loads the conversations. An instruction that cannot be checked is an error here."""
        loaded = load(self._data)
        validate(loaded, self._judge.profile)
        samples = [
            Sample(
                input=[ChatMessageUser(content=each.turns[0].prompt)],
                subset_key=each.language,
                metadata={"conversation": to_row(each)},
            )
            for each in loaded
        ]
        self.subset_list = sorted({each.language for each in loaded})
        dataset = MemoryDataset(samples, name=loaded.source)
        found = DatasetDict.from_dataset(
            dataset, self.subset_list, limit=self.limit, repeats=self.repeats
        )
        return found, None

    def initialize_history(self, sample: Sample) -> list[Any]:
        """Returns what stands before the first turn: the system prompt, if there is one."""
        held = conversation_of(sample.metadata["conversation"], "")
        return [ChatMessageSystem(content=held.system)] if held.system else []

    def get_max_turns(self, sample: Sample) -> int:
        """Returns the number of turns of a conversation."""
        return len(conversation_of(sample.metadata["conversation"], ""))

    def build_turn_prompt(
        self, sample: Sample, history: list[Any], turn_index: int
    ) -> ChatMessageUser:
        """Returns what the user says in a turn."""
        held = conversation_of(sample.metadata["conversation"], "")
        return ChatMessageUser(content=held.turns[turn_index].prompt)

    def on_turn_complete(
        self, sample: Sample, turn_index: int, model_output: ModelOutput, history: list[Any]
    ) -> None:
        """Takes the thinking out of the history."""
        text = THINKING[self._judge.thinking](history[-1].text)
        if text != history[-1].text:
            history[-1] = ChatMessageAssistant(content=text)

    def match_score(
        self,
        original_prediction: str,
        filtered_prediction: str,
        reference: str,
        task_state: TaskState,
    ) -> Score:
        """Returns the numbers of a conversation: the mean over its replies."""
        held = conversation_of(task_state.metadata["conversation"], "")
        replies = [each.text for each in task_state.messages if each.role == "assistant"]
        results = judge_replies(held, replies, self._judge)
        found = mean_numbers(results)
        return Score(
            prediction=original_prediction,
            extracted_prediction=filtered_prediction,
            value={
                name: value
                for name, number in _NUMBERS.items()
                if (value := found[number]) is not None
            },
            explanation="\n\n".join(map(explain, results)),
            metadata={"verdicts": verdicts_of(results)},
            main_score_name="prompt_level_strict",
        )

    def aggregate_scores(self, sample_scores: list[SampleScore]) -> list[AggScore]:
        """Returns the figures of `mif.score`, each with how many replies or checks it counts."""
        metrics = scores_of(
            (
                conversation_of((each.sample_metadata or {})["conversation"], ""),
                (each.score.metadata or {})["verdicts"],
            )
            for each in sample_scores
        ).figures
        ids = [each.sample_id for each in sample_scores]
        return [
            AggScore(
                metric_name=name, score=estimate.value, aggregation="mean", num=estimate.n, ids=ids
            )
            for name, place in _FIGURES.items()
            if (estimate := metrics[place]).value is not None
        ]
