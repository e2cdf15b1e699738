"""How families of models mark their thinking: one row a pair of marks, with its source.

The sources are chat templates, and the parsers that inference servers ship for the families.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Family(NamedTuple):
    """The marks around the thinking of some models.

    Attributes:
        opens: the mark before the thinking.
        closes: the mark after it.
        models: who writes the marks.
        source: where that is stated.
        in_prompt: whether a chat template may end with `opens`, so that the reply has only the
            closing mark.
        in_words: whether the marks are ordinary words. A text that begins with such words is
            thinking only if it goes on to the closing mark.
    """

    opens: str
    closes: str
    models: str
    source: str
    in_prompt: bool = False
    in_words: bool = False


class Wrapper(NamedTuple):
    """The marks around the reply of some models.

    Attributes:
        opens: the mark before the reply.
        closes: the mark after it.
        models: who writes the marks.
        source: where that is stated.
        is_xml: whether a reply may have such tags of its own. They are marks only right after the
            thinking.
    """

    opens: str
    closes: str
    models: str
    source: str
    is_xml: bool = False


FAMILIES: Final = (
    Family(
        "<think>",
        "</think>",
        "DeepSeek R1 to V3.2, Qwen3, QwQ, GLM-4.5 and later, Nemotron, EXAONE 4, Kimi K2 Thinking, "
        "MiniMax M1 and M2, Hunyuan-A13B, Granite 3.3, ERNIE 4.5, Step 3, OLMo 3, LFM2.5",
        "their chat templates; vllm/reasoning/basic_parsers.py and the parsers derived from it",
        in_prompt=True,
    ),
    Family(
        "<thinking>",
        "</thinking>",
        "Apriel with tools; models that a system prompt tells to",
        "Apriel-1.5 chat template, add_thoughts",
    ),
    Family(
        "<thought>",
        "</thought>",
        "EXAONE Deep",
        "EXAONE Deep chat template: it ends with [|assistant|]<thought>",
        in_prompt=True,
    ),
    Family("<reasoning>", "</reasoning>", "models that a system prompt tells to", "common use"),
    Family(
        "<seed:think>",
        "</seed:think>",
        "Seed-OSS",
        "ByteDance-Seed-OSS chat template; vllm/reasoning/seedoss_reasoning_parser.py",
        in_prompt=True,
    ),
    Family(
        "<mm:think>",
        "</mm:think>",
        "MiniMax M3",
        "sglang/srt/parser/reasoning_parser.py, MiniMaxM3Detector",
        in_prompt=True,
    ),
    Family(
        "<think:opensource>",
        "</think:opensource>",
        "Hunyuan 3",
        "Hy3 tokenizer and chat template: each mark is one token",
        in_prompt=True,
    ),
    Family(
        "◁think▷",
        "◁/think▷",
        "Kimi-VL Thinking",
        "Kimi-VL chat template; sglang/srt/parser/reasoning_parser.py, KimiDetector",
        in_prompt=True,
    ),
    Family(
        "<|open|>think<|sep|>",
        "<|close|>think<|sep|>",
        "Kimi K3",
        "Kimi-K3 chat template, open_tag and close_tag",
        in_prompt=True,
    ),
    Family(
        "[THINK]",
        "[/THINK]",
        "Magistral, Mistral Small 4",
        "mistral-common, special tokens; sglang/srt/parser/reasoning_parser.py, MistralDetector",
        in_prompt=True,
    ),
    Family(
        "<|channel>thought",
        "<channel|>",
        "Gemma 4",
        "Gemma 4 chat template; vllm/reasoning/gemma4_reasoning_parser.py",
        in_prompt=True,
    ),
    Family(
        "<unused94>",
        "<unused95>",
        "MedGemma 1.5",
        "medgemma-1.5-4b-it: two reserved tokens of the Gemma 3 tokenizer, the first with thought",
        in_prompt=True,
    ),
    Family(
        "<|START_THINKING|>",
        "<|END_THINKING|>",
        "Command R7B, Command A Reasoning",
        "c4ai-command-r7b-12-2024 chat template; vllm/reasoning/cohere_command_reasoning_parser.py",
        in_prompt=True,
    ),
    Family(
        "<|inner_prefix|>",
        "<|inner_suffix|>",
        "Apertus",
        "vllm/reasoning/apertus_reasoning_parser.py",
        in_prompt=True,
    ),
    Family(
        "<|content_thinking|>",
        "<|end_message|>",
        "Inkling",
        "sglang/srt/parser/reasoning_parser.py, InklingDetector",
    ),
    Family(
        "<|begin_of_thought|>",
        "<|end_of_thought|>",
        "Sky-T1, OpenThinker",
        "Sky-T1 system prompt: Thought and Solution sections",
        in_prompt=True,
    ),
    Family(
        "<|begin_of_thinking|>",
        "<|end_of_thinking|>",
        "the marks of DeepSeek in ASCII",
        "DeepSeek tokenizer, as others transcribe it",
        in_prompt=True,
    ),
    Family(
        "<|beginning_of_thinking|>",
        "<|end_of_thinking|>",
        "DeepSeek-R1-Distill as prompted by Ma et al.",
        "arXiv 2504.09858, figure 1",
        in_prompt=True,
    ),
    Family(
        "<｜begin▁of▁thinking｜>",
        "<｜end▁of▁thinking｜>",
        "DeepSeek, as some tokenizers name the marks",
        "DeepSeek tokenizer, special tokens with full-width bars",
        in_prompt=True,
    ),
    Family(
        "<|channel|>analysis<|message|>",
        "<|end|>",
        "gpt-oss",
        "OpenAI Harmony response format; `mifcheck.models.harmony` reads its other headers",
    ),
    Family(
        "Here is my thought process:",
        "Here is my response:",
        "Granite 3.2",
        "vllm/reasoning/granite_reasoning_parser.py",
        in_words=True,
    ),
    Family(
        "Here's my thought process:",
        "Here's my response:",
        "Granite 3.2, quantized",
        "vllm/reasoning/granite_reasoning_parser.py",
        in_words=True,
    ),
    Family(
        "Here are my reasoning steps:",
        "[BEGIN FINAL RESPONSE]",
        "Apriel 1.5 and 1.6 Thinker",
        "Apriel chat template: the system prompt, and in 1.6 the words that open a reply",
        in_prompt=True,
        in_words=True,
    ),
)

WRAPPERS: Final = (
    Wrapper(
        "<answer>",
        "</answer>",
        "Hunyuan-A13B, DeepSeek-R1-Zero",
        "vllm/reasoning/hunyuan_a13b_reasoning_parser.py; arXiv 2501.12948, table 1",
        is_xml=True,
    ),
    Wrapper(
        "<response>",
        "</response>",
        "Granite 3.3",
        "Granite 3.3 chat template: write your response between <response></response>",
        is_xml=True,
    ),
    Wrapper(
        "<|START_RESPONSE|>",
        "<|END_RESPONSE|>",
        "Command R7B, Command A",
        "c4ai-command-r7b-12-2024 chat template",
    ),
    Wrapper(
        "<|open|>response<|sep|>",
        "<|close|>response<|sep|>",
        "Kimi K3",
        "Kimi-K3 chat template",
    ),
    Wrapper(
        "<|begin_of_solution|>",
        "<|end_of_solution|>",
        "Sky-T1, OpenThinker",
        "Sky-T1 system prompt",
    ),
    Wrapper(
        "<|message_model|><|content_text|>",
        "<|end_message|>",
        "Inkling",
        "sglang/srt/parser/reasoning_parser.py, InklingDetector",
    ),
    Wrapper(
        "[BEGIN FINAL RESPONSE]",
        "[END FINAL RESPONSE]",
        "Apriel 1.5 and 1.6 Thinker",
        "Apriel chat template, system prompt",
    ),
)
