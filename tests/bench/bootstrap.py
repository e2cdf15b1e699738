"""Seconds for every figure of a run as large as Multi-IF, with intervals.

    python tests/bench/bootstrap.py [--resamples 10000] [--conversations 4501] [--samples 1]

Outcomes are drawn at random. Two readings of the clusters: each conversation its own, the
heaviest case, and eight translations to a cluster, the usual one.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from mifcheck.scores.outcomes import Outcomes
from mifcheck.scores.scores import Scores

LANGUAGES = ("en", "es", "fr", "hi", "it", "pt", "ru", "zh")
IDS = tuple(f"family_{number % 9}:id_{number}" for number in range(25))
TURNS = 3


def outcomes(conversations: int, samples: int, translated: bool) -> Outcomes:
    """Three turns of one, two and three instructions, four of five followed."""
    generator = np.random.Generator(np.random.PCG64(0))
    replies = conversations * TURNS * samples
    number = np.arange(replies)
    turn = number // samples % TURNS + 1
    first = generator.integers(0, len(IDS), size=conversations)
    reply = np.repeat(number, turn)
    slot = np.arange(len(reply)) - np.searchsorted(reply, reply)
    strict = (generator.random(len(reply)) < 0.8).astype(np.int64)
    none = np.zeros(replies, dtype=np.bool_)
    group = len(LANGUAGES) if translated else 1
    return Outcomes(
        signature="",
        samples=samples,
        has_loose=True,
        conversations=tuple(
            (str(key), f"c{key // group}", LANGUAGES[key % len(LANGUAGES)])
            for key in range(conversations)
        ),
        instructions=tuple((name, "{}", "user") for name in IDS),
        conversation=number // (TURNS * samples),
        turn=turn,
        sample=number % samples,
        active=turn,
        status=np.zeros(replies, dtype=np.int64),
        unclosed=none,
        cut=none,
        refused=none,
        reply=reply,
        instruction=(first[reply // (TURNS * samples)] + slot) % len(IDS),
        age=turn[reply] - 1 - slot,
        strict=strict,
        loose=np.maximum(strict, (generator.random(len(reply)) < 0.3).astype(np.int64)),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--resamples", type=int, default=10_000)
    parser.add_argument("--conversations", type=int, default=4_501)
    parser.add_argument("--samples", type=int, default=1)
    given = parser.parse_args()
    for translated in (False, True):
        start = time.perf_counter()
        data = outcomes(given.conversations, given.samples, translated)
        scores = Scores(data, resamples=given.resamples)
        print(f"outcomes: {len(data.reply)} checks, {time.perf_counter() - start:.2f} s")
        whole = time.perf_counter()
        for by in ((), ("turn",), ("language",), ("turn", "language"), ("family",), ("id",)):
            start = time.perf_counter()
            groups = len(dict(scores.by(*by)))
            seconds = time.perf_counter() - start
            print(f"  {'all' if not by else ' x '.join(by):16} {groups:3} groups {seconds:6.2f} s")
        start = time.perf_counter()
        scores.pif_n_k(given.samples, given.samples)
        print(f"  PIF-N-K                     {time.perf_counter() - start:6.2f} s")
        kind = "eight translations a cluster" if translated else "a cluster a conversation"
        print(f"{kind}: {time.perf_counter() - whole:.2f} s in all\n")


if __name__ == "__main__":
    main()
