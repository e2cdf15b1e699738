"""Runs to draw, and run names that could be taken for markup or commands."""

from __future__ import annotations

import random

from score_cases import reply

from mifcheck.scores.outcomes import ReplyOutcome


def long(seed: int, chance: float, length: int = 6, chats: int = 9) -> list[ReplyOutcome]:
    """Returns conversations of two samples where each turn adds an instruction and none ends."""
    source = random.Random(seed)
    return [
        reply(
            " ".join(
                f"{'+' if source.random() < chance else '-'}f:{given}@{turn - given}"
                for given in range(1, turn + 1)
            ),
            f"k{chat}",
            turn,
            sample,
        )
        for chat in range(chats)
        for turn in range(1, length + 1)
        for sample in (0, 1)
    ]


EVIL = [
    "_x",
    "$\\frac{$",
    "a --> <script>alert(1)</script>",
    "two\nlines\x00\x1b[31m\u202e",
    "x" * 300,
]
