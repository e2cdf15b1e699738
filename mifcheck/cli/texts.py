"""The longer texts of the help pages. A line of "\\b" keeps the lines after it as they are."""

from __future__ import annotations

from typing import Final

ABOUT: Final = """Does a language model's reply do what it was told? Checked by program, in eight
languages and over several turns, with the evidence beside each verdict.

Exit status: 0 done, 1 what was looked for is there (lint, check --exit-code), 2 bad usage or
input, 3 not one reply came, 130 interrupted."""

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

HISTORY: Final = (
    "Whose replies stand before a turn: each sample's own, for all samples those of the first, or "
    "those recorded in a run folder or a file of replies."
)

PLACEMENT: Final = (
    "Where the words of the instructions stand: in the prompts, again at the end of the last "
    "message, or there and in no prompt. DATA has to tell the words."
)

ACROSS: Final = (
    "Compare although these differ: any of think, history and placement, fields of the signature."
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
      --temperature 0.7 --max-new-tokens 1024 --out runs/qwen --resume
  mifcheck run talks.jsonl --model hf:Qwen/Qwen3-0.6B \\
      --history runs/qwen --instructions moved --out runs/moved"""

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
  mifcheck compare runs/given runs/moved --across placement
  mifcheck compare before.json after.json --format json --output change.json
  mifcheck compare a.jsonl b.jsonl --data multiIF.csv"""

BY: Final = (
    "Add the share followed of each family or id; or by age, the turns since an instruction was "
    "given; by active, how many there are; or by turn."
)

REPORT_OUT: Final = "A picture, .svg, .pdf or .png; or .html, a page with picture and numbers."

CURVES: Final = (
    "Which curves: age, turn or active, of another figure as in turn:pif (pif, conversation, "
    "forgetting, correction); k for PIF-N-K; pif for its distribution. Left out: all that there "
    "are."
)

REPORT_EXAMPLES: Final = """\b
Examples:
  mifcheck report runs/qwen --out curves.svg
  mifcheck report runs/qwen runs/smol --out curves.html
  mifcheck report qwen.json smol.json --names Qwen,SmolLM2 \\
      --curves age,turn:pif --out forgetting.pdf"""

RATINGS: Final = (
    "Ratings: the CSV file of MMMT-IF's release; or a row (or JSON object) a reply, with key, turn "
    "(sample, model, pif) and a number for each thing rated."
)

RATINGS_EXAMPLES: Final = """\b
Examples:
  mifcheck ratings mmmt_if.csv
  mifcheck ratings mmmt_if.csv --criterion 'Instruction Following'
  mifcheck ratings ratings.csv --scores runs/qwen

\b
A line of ratings.jsonl:
  {"key": "1019:16:en", "turn": 2, "helpfulness": 4, "tone": 5}"""

CHECK_EXAMPLES: Final = """\b
Examples:
  mifcheck check punctuation:no_comma --file reply.txt
  mifcheck check length_constraints:number_words -k num_words=100 \\
      -k relation='at least' --language hi < reply.txt
  mifcheck check keywords:existence -k keywords=river -k keywords=boat \\
      < reply.txt
  mifcheck check --instructions instructions.json --file reply.txt --json"""

LINT_KINDS: Final = (
    "Only these kinds: bad-row, same-key, unknown-language, unknown-id, bad-parameter, impossible, "
    "missing-image, unlikely, not-judged, repeated, implied, unmentioned, other-text, "
    "repeated-prompt."
)

LINT_EXAMPLES: Final = """\b
Examples:
  mifcheck lint conversations.jsonl
  mifcheck lint multiIF.csv --errors-only
  mifcheck lint multiIF.csv --kind impossible,unlikely --json"""

LIST_EXAMPLES: Final = """\b
Examples:
  mifcheck list
  mifcheck list keywords
  mifcheck list length_constraints:number_words
  mifcheck list --json"""
