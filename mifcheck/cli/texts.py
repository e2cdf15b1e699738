"""The longer texts of the help pages. A line of "\\b" keeps the lines after it as they are."""

from __future__ import annotations

from typing import Final

ABOUT: Final = """Does a language model's reply do what it was told? Checked by program, in eight
languages and over several turns, with the evidence beside each verdict.

Exit status: 0 done, 2 bad usage or input, 3 not one reply came, 130 interrupted."""

EXAMPLES: Final = """\b
Examples:
  mifcheck run
  mifcheck run conversations.csv --model hf:Qwen/Qwen3-0.6B -n 4
  mifcheck check punctuation:no_comma --file reply.txt
  mifcheck list"""

MODEL: Final = (
    "What answers. python:module:name, a function of a chat; hf:PATH_OR_ID, a Hugging Face model "
    "(name, folder or .gguf file); recording:PATH, the replies of a run folder again."
)

OUT: Final = (
    "Where the replies are kept as they come; must be new, or be gone on with by --resume. "
    "Left out: runs/DATA-MODEL-N, and none for a recording."
)

REPLIES: Final = (
    "A run folder; or a file of replies, a JSON object a line, with key, turn and response "
    "(and sample, any whole number), or with prompt and response."
)

INSTRUCTIONS: Final = (
    'Several instructions: a JSON list of {"id": ..., "kwargs": {...}}; - is standard input.'
)

RUN_EXAMPLES: Final = """\b
Examples:
  mifcheck run
  mifcheck run --languages hi,zh --model python:my_model:reply
  mifcheck run multiIF.csv --model hf:Qwen/Qwen3-0.6B -n 4 \\
      --temperature 0.7 --max-new-tokens 1024 --out runs/qwen
  mifcheck run multiIF.csv --model hf:Qwen/Qwen3-0.6B -n 4 \\
      --temperature 0.7 --max-new-tokens 1024 --out runs/qwen --resume"""

SCORE_EXAMPLES: Final = """\b
Examples:
  mifcheck score runs/qwen
  mifcheck score replies.jsonl --data multiIF.csv
  mifcheck score ifeval_responses.jsonl --data ifeval.jsonl --json

\b
A line of replies.jsonl:
  {"key": "1019:16:en", "turn": 2, "response": "..."}"""

DIFF_EXAMPLES: Final = """\b
Examples:
  mifcheck diff runs/qwen
  mifcheck diff runs/qwen --profiles native,multi-if,ifeval
  mifcheck diff runs/qwen --language hi --id length_constraints --examples 3
  mifcheck diff replies.jsonl --data multiIF.csv --loose \\
      --format markdown --output differences.md"""

RUN_TO_COMPARE: Final = (
    "A run folder; a file of scores, as Scores.save or --json writes it; or a file of replies, "
    "as for mifcheck score."
)

COMPARE_EXAMPLES: Final = """\b
Examples:
  mifcheck compare runs/qwen runs/smol
  mifcheck compare runs/qwen runs/smol --by turn,language
  mifcheck compare before.json after.json --format json --output change.json
  mifcheck compare a.jsonl b.jsonl --data multiIF.csv"""

CHECK_EXAMPLES: Final = """\b
Examples:
  mifcheck check punctuation:no_comma --file reply.txt
  mifcheck check length_constraints:number_words -k num_words=100 \\
      -k relation='at least' --language hi < reply.txt
  mifcheck check keywords:existence -k keywords=river -k keywords=boat \\
      < reply.txt
  mifcheck check --instructions instructions.json --file reply.txt --json"""

LIST_EXAMPLES: Final = """\b
Examples:
  mifcheck list
  mifcheck list keywords
  mifcheck list length_constraints:number_words
  mifcheck list --json"""
