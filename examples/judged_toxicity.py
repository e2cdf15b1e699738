"""A judged check of toxicity beside a computed one: a classifier says whether a reply is civil.

    pip install alt-profanity-check
    python examples/judged_toxicity.py

alt-profanity-check (MIT licence) brings its trained model, a linear SVM on word counts of English
comments, and asks no network. The replies are the sentences of judged_toxicity.csv, labelled by one
person: 1 is civil, 0 is toxic.
"""

from __future__ import annotations

import csv
import importlib.metadata
from pathlib import Path

import mifcheck as mif

LABELLED = Path(__file__).with_name("judged_toxicity.csv")
CIVIL = mif.Instruction("tone:civil")
SHORT = mif.Instruction("length_constraints:number_words", {"num_words": 9, "relation": "at most"})


@mif.judged(
    "tone:civil",
    version=f"alt-profanity-check-{importlib.metadata.version('alt-profanity-check')}",
    asks="civil words, without abuse",
    languages=["en"],
)
def civil(replies: list[str]) -> list[float]:
    """The reply is civil: the probability that it is not offensive is a half or more."""
    from profanity_check import predict_prob

    return [1 - float(offensive) for offensive in predict_prob(replies)]


def run(*asked: mif.Instruction) -> mif.Run:
    """Returns a run whose replies are the labelled sentences, each asked for the same."""
    with LABELLED.open(encoding="utf-8", newline="") as file:
        keys = [row["key"] for row in csv.DictReader(file)]
    turn = mif.Turn("Write one civil sentence of at most nine words.", asked)
    return mif.read_replies([mif.Conversation(key, "en", [turn]) for key in keys], LABELLED)


def agreement() -> tuple[int, int]:
    """Returns how many of the labels the judge agrees with, and how many there are."""
    judge = mif.build(CIVIL.id, {})
    with LABELLED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    agreed = [judge.check(row["response"]).passed is (row["civil"] == "1") for row in rows]
    return sum(agreed), len(agreed)


if __name__ == "__main__":
    for id, metrics in mif.score(run(CIVIL, SHORT)).by("id").items():
        print(f"{id}: {metrics.accuracy.instruction.strict}")
    print("labels agreed with: {} of {}".format(*agreement()))
    print(mif.correlate(mif.score(run(CIVIL)), mif.read_ratings(LABELLED)))
