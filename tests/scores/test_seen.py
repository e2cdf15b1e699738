"""Scoring shows the verdicts that it takes, each reply once."""

from __future__ import annotations

import mifcheck as mif

COMMA = mif.Instruction("punctuation:no_comma")
TALK = mif.Conversation("k", "en", (mif.Turn("Hi", (COMMA,)), mif.Turn("Go on", (COMMA,))))


def test_scoring_shows_the_verdicts_on_each_reply():
    said = {("k", 1, 0): "Yes, sure:\nNo commas.", ("k", 1, 1): "Well.", ("k", 2, 1): ""}
    seen = {}
    scores = mif.score(mif.read_replies([TALK], said), resamples=0, seen=seen.__setitem__)
    assert seen == {place: mif.check_all([COMMA], reply, "en") for place, reply in said.items()}
    assert scores.counts.replies == len(seen)
