"""What the tests of the integrations share: conversations, recorded replies, and their figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import mifcheck as mif

THOUGHT = "<think>\nThe user wants no comma, so: none.\n</think>\n\n"

ROWS: list[dict[str, Any]] = [
    {
        "key": 1,
        "prompt": "Write three words, without a comma.",
        "instruction_id_list": ["punctuation:no_comma", "length_constraints:number_words"],
        "kwargs": [
            {"num_words": None, "relation": None},
            {"num_words": 3, "relation": "at least"},
        ],
        "language": "en",
    },
    {
        "key": 2,
        "prompt": "Répondez tout en minuscules.",
        "instruction_id_list": ["change_case:english_lowercase", "keywords:existence"],
        "kwargs": [{}, {"keywords": ["chat"]}],
        "language": "fr",
    },
    {
        "key": 3,
        "prompt": "हिन्दी में लिखिए।",
        # Devanagari has no letter case, so this cannot be judged.
        "instruction_id_list": ["change_case:capital_word_frequency"],
        "kwargs": [{"capital_frequency": 1, "capital_relation": "less than"}],
        "language": "hi",
    },
    {
        "key": 4,
        "prompt": "End with: that is all.",
        "instruction_id_list": ["startend:end_checker"],
        "kwargs": [{"end_phrase": "that is all."}],
        "language": "en",
    },
]
"""IFEval's form, with the nulls that tables fill in."""

REPLIES = [
    THOUGHT + "One two three.",
    "le Chat dort.",
    "यह हिन्दी है।",
    "Well, that is all.\nBye",
]
"""One a row. The thinking and the last line decide verdicts."""


def conversations() -> list[mif.Conversation]:
    """The rows as conversations of one turn."""
    return [
        mif.Conversation(
            str(row["key"]), row["language"], (mif.Turn(row["prompt"], instructions(row)),)
        )
        for row in ROWS
    ]


def instructions(row: dict[str, Any]) -> tuple[mif.Instruction, ...]:
    pairs = zip(row["instruction_id_list"], row["kwargs"], strict=True)
    return tuple(
        mif.Instruction(id, {name: each for name, each in kwargs.items() if each is not None})
        for id, kwargs in pairs
    )


def scored_rows() -> mif.Scores:
    """What `mif.score` makes of the replies to the rows."""
    replies = {(str(row["key"]), 1, 0): reply for row, reply in zip(ROWS, REPLIES, strict=True)}
    return mif.score(mif.read_replies(conversations(), replies))


@cache
def recorded() -> mif.Recording:
    """Real replies to the embedded suite, four a turn."""
    return mif.Recording(Path(mif.__file__).parent / "datasets" / "embedded" / "recording")


class Replaying:
    """Answers a chat with the recorded reply, after some thinking, and keeps what it was shown.

    The chat's first message tells the conversation, and its last reply the sample.
    """

    def __init__(self, conversations: Sequence[mif.Conversation]) -> None:
        self.conversations = {each.turns[0].prompt: each for each in conversations}
        self.begun: Counter[str] = Counter()
        self.shown: list[str] = []

    def answer(self, chat: Sequence[tuple[str, str]]) -> str:
        """Returns the reply to a chat of (role, text)."""
        self.shown += [text for _, text in chat]
        users = [text for role, text in chat if role == "user"]
        held = self.conversations[users[0]]
        assert users == [turn.prompt for turn in held.turns[: len(users)]]
        replies = [text for role, text in chat if role == "assistant"]
        sample = self._sample(held.key, replies)
        text = recorded().records[held.key, len(users), sample].text or ""
        return THOUGHT + text

    def _sample(self, key: str, replies: list[str]) -> int:
        if not replies:
            self.begun[key] += 1
            return self.begun[key] - 1
        records = recorded().records
        texts = [(records[key, len(replies), sample].text or "").strip() for sample in range(4)]
        return texts.index(replies[-1].removeprefix(THOUGHT).strip())


def figures(scores: mif.Scores) -> dict[str, float]:
    """Every figure that has a value, by name and mode."""
    return {
        figure if mode == "both" else f"{figure}.{mode}": estimate.value
        for figure, mode, estimate in scores.figures.items()
        if estimate.value is not None
    }
