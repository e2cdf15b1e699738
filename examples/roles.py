"""Who gives an instruction, and what that changes: a system prompt, preferences, rewrite rules.

    python examples/roles.py

roles.jsonl has two conversations with a system prompt and one with preferences that the user states
once. A third kind, rewrite rules, is made here. The replies of roles_replies.jsonl are written by
hand, so that there is one of each outcome.

- System prompt: its instructions have the role "system". Where a user's instruction contradicts one
  of them, the system's holds: the user's is superseded and not judged.
- Standing preferences: a preference is an instruction of the turns that its topic fits, given for
  each of them alone ("once"). Its text is in the prompt that stated it.
- Rewrite rules ("replace every X by Y and change nothing else"): a rule has one right answer, so
  the check is a copy of it; "change one word only" is a copy with an edit.
"""

from __future__ import annotations

from pathlib import Path

import mifcheck as mif
from mifcheck.checkers.grammar.relations import Copies, Edited

HERE = Path(__file__).parent
RIVER = "the river is wide and the river is slow"


@mif.checker(
    "rewrite:replaced",
    asks="{source!r} with every {old!r} replaced by {new!r}, and nothing else changed",
    example={"source": RIVER, "old": "river", "new": "canal"},
)
def replaced(source: str, old: str, new: str) -> mif.Checker:
    """The reply is the text with one part replaced wherever it occurs, and nothing else."""
    return Copies(source.replace(old, new))


@mif.checker(
    "rewrite:one_word",
    asks="{source!r} with another word number {place}, and nothing else changed",
    example={"source": RIVER, "place": 3},
)
def one_word(source: str, place: int) -> mif.Checker:
    """The reply is the text with another word at one place, counted from 1, and nothing else."""
    return Edited(source, (place - 1,))


def rewriting() -> mif.Conversation:
    """Returns a conversation whose turns each ask for one edit of the text before."""
    canal = RIVER.replace("river", "canal")
    asked = [
        (
            f"Replace every 'river' by 'canal' and change nothing else: {RIVER}",
            mif.Instruction("rewrite:replaced", {"source": RIVER, "old": "river", "new": "canal"}),
        ),
        (
            "Now change only the third word.",
            mif.Instruction("rewrite:one_word", {"source": canal, "place": 3}),
        ),
        (
            f"Change only the second word of: {canal}",
            mif.Instruction("rewrite:one_word", {"source": canal, "place": 2}),
        ),
    ]
    steps = [mif.Step(prompt, [mif.Given(given, once=True)]) for prompt, given in asked]
    return mif.Conversation.from_steps("rewrite", "en", steps, topic="rewrite rules")


def run() -> mif.Run:
    """Returns the replies to all conversations."""
    conversations = [*mif.load(HERE / "roles.jsonl"), rewriting()]
    return mif.read_replies(conversations, HERE / "roles_replies.jsonl")


def verdicts(replies: mif.Run) -> list[tuple[str, int, str, str, mif.Verdict]]:
    """Returns (key, turn, role, id, verdict) of each instruction of each reply."""
    found = []
    for each in replies.conversations:
        for number, turn in enumerate(each.turns, start=1):
            reply = replies.replies[each.key, number, 0].reply or ""
            result = mif.check_all(turn.instructions, reply, each.language)
            for asked, verdict in zip(turn.instructions, result.strict, strict=True):
                found.append((each.key, number, asked.role, asked.id, verdict))
    return found


if __name__ == "__main__":
    held = run()
    for key, number, role, id, verdict in verdicts(held):
        print(f"{key} {number} {role:6} {id}: {verdict.explain()}")
    scores = mif.score(held)
    print(f"superseded: {scores.counts.superseded}")
    for role, metrics in scores.by("role").items():
        print(f"followed of the {role}'s: {metrics.accuracy.instruction.strict}")
