"""A judged check beside one that is computed: the tone of a reply, as VADER's classifier hears it.

    pip install vaderSentiment
    python examples/judged_tone.py

VADER (Hutto and Gilbert, ICWSM 2014; MIT licence) scores English text by a lexicon and rules. The
replies are the sentences of judged_tone.csv, labelled by hand: 1 is positive, 0 is not.
"""

from __future__ import annotations

import csv
import importlib.metadata
from functools import cache
from pathlib import Path
from typing import Any

import mifcheck as mif

LABELLED = Path(__file__).with_name("judged_tone.csv")
TONE = mif.Instruction("tone:positive")
COMMA = mif.Instruction("punctuation:no_comma")


@cache
def analyzer() -> Any:
    """Returns VADER, which reads its lexicon once."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


@mif.judged(
    "tone:positive",
    version=f"vader-{importlib.metadata.version('vaderSentiment')}",
    asks="a positive tone",
    languages=["en"],
)
def positive(replies: list[str]) -> list[bool]:
    """The tone is positive: a compound score of 0.05 or more, which is VADER's own threshold."""
    return [analyzer().polarity_scores(reply)["compound"] >= 0.05 for reply in replies]


def run(*asked: mif.Instruction) -> mif.Run:
    """Returns a run whose replies are the labelled sentences, each asked for the same."""
    with LABELLED.open(encoding="utf-8", newline="") as file:
        keys = [row["key"] for row in csv.DictReader(file)]
    turn = mif.Turn("Write one sentence in a positive tone, without commas.", asked)
    return mif.read_replies([mif.Conversation(key, "en", [turn]) for key in keys], LABELLED)


def agreement() -> tuple[int, int]:
    """Returns how many of the labels the judge agrees with, and how many there are."""
    tone = mif.build(TONE.id, {})
    with LABELLED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    agreed = [tone.check(row["response"]).passed is (row["positive"] == "1") for row in rows]
    return sum(agreed), len(agreed)


if __name__ == "__main__":
    both = mif.score(run(TONE, COMMA))
    for id, metrics in both.by("id").items():
        print(f"{id}: {metrics.accuracy.instruction.strict}")
    print("judged by", *(each for each in str(both.signature).split("+") if TONE.id in each))
    print("labels agreed with: {} of {}".format(*agreement()))
    print(mif.correlate(mif.score(run(TONE)), mif.read_ratings(LABELLED)))
