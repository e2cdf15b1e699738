"""A judged check of the topic: any model that mifcheck can ask says what a reply is about.

    python examples/judged_topic.py openai:gpt-4.1-mini
    python examples/judged_topic.py hf:SmolLM2-135M-Instruct.Q4_1.gguf

No package that was found brings a classifier of topics with its weights, so a model is asked, and
has to answer yes or no; anything else is not judged. The replies are the sentences of
judged_topic.csv, each with a topic, and labelled by one person: 1 is about the topic, 0 is not.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import mifcheck as mif

LABELLED = Path(__file__).with_name("judged_topic.csv")
QUESTION = "Text: {text}\n\nIs this text about {topic}? Answer only yes or no."


def declare(spec: str, **settings: object) -> None:
    """Registers the check `topic:about`, whose judge is the model that `spec` names."""
    model = mif.load_model(spec, temperature=0, **settings)

    @mif.judged(
        "topic:about",
        version=f"{Path(model.name).name}-yes-or-no-1",
        asks="a text about {topic}",
        example={"topic": "cooking"},
    )
    def about(replies: list[str], topic: str) -> list[bool | None]:
        """The reply is about a topic, says the model."""
        asked = [
            mif.Conversation(str(number), "en", [mif.Turn(QUESTION.format(text=text, topic=topic))])
            for number, text in enumerate(replies)
        ]
        said = mif.drive(asked, model, progress=False).replies
        return [_yes_or_no(said[each.key, 1, 0].reply or "") for each in asked]


def _yes_or_no(answer: str) -> bool | None:
    words = answer.casefold().strip(" *.,!").split(maxsplit=1)
    first = words[0].strip("*.,!") if words else ""
    return {"yes": True, "no": False}.get(first)


def labels() -> list[dict[str, str]]:
    """Returns the labelled sentences."""
    with LABELLED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def run() -> mif.Run:
    """Returns a run whose replies are the labelled sentences, each asked for its topic."""
    conversations = []
    for row in labels():
        asked = mif.Instruction("topic:about", {"topic": row["topic"]})
        turn = mif.Turn(f"Write one sentence about {row['topic']}.", [asked])
        conversations.append(mif.Conversation(row["key"], "en", [turn]))
    return mif.read_replies(conversations, LABELLED)


def agreement(scores: mif.Scores) -> tuple[int, int]:
    """Returns how many of the labels the judge agrees with, and how many there are."""
    rows = labels()
    verdicts = scores.outcomes.strict.tolist()
    return sum(
        verdict == int(row["about"]) for verdict, row in zip(verdicts, rows, strict=True)
    ), len(rows)


if __name__ == "__main__":
    declare(sys.argv[1])
    scores = mif.score(run())
    print("labels agreed with: {} of {}".format(*agreement(scores)))
    print("not judged:", scores.counts.undecided)
    print(mif.correlate(scores, mif.read_ratings(LABELLED)))
