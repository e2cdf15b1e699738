"""A run of a few replies about which the profiles native and multi-if disagree in known ways."""

from __future__ import annotations

import mifcheck as mif
from mifcheck.runs.journal import Record
from mifcheck.runs.run import Run

FOG = {"id": "keywords:existence", "kwargs": {"keywords": ["fog"]}}
COMMA = {"id": "punctuation:no_comma", "kwargs": {}}
QUOTED = {"id": "startend:quotation", "kwargs": {}}
LETTER = {
    "id": "keywords:letter_frequency",
    "kwargs": {"letter": "é", "let_frequency": 1, "let_relation": "at least"},
}
CAPITALS = {
    "id": "change_case:capital_word_frequency",
    "kwargs": {"capital_frequency": 1, "capital_relation": "less than"},
}

# key, instructions, and a reply a sample
ASKED = [
    (
        "fog:en",
        [FOG, COMMA],
        ["A foggy, grey morning it was.", "A foggy day.", "The fog, the fog."],
    ),
    ("two:en", [FOG, QUOTED], ["fog", "Foggy!", '"Fog" or "mist"']),
    ("fog:fr", [LETTER, QUOTED], ["« L'été. »", "Il pleut.", '"L\'été."']),
    ("rain:zh", [COMMA], ["下雨了，我在家。", "下雨了。", "下雨, 下雨。"]),
    ("rain:hi", [CAPITALS, COMMA], ["आज बारिश हुई।", "आज, कल।", "NASA"]),
]
ROWS = {
    # passed_failed, failed_passed, first_unjudged, other_unjudged of so many checks
    ("keywords:existence", "en"): (0, 3, 0, 0, 6),
    ("punctuation:no_comma", "en"): (0, 0, 0, 0, 3),
    ("startend:quotation", "en"): (0, 1, 0, 0, 3),
    ("keywords:letter_frequency", "fr"): (0, 0, 0, 3, 3),
    ("startend:quotation", "fr"): (1, 0, 0, 0, 3),
    ("punctuation:no_comma", "zh"): (0, 1, 0, 0, 3),
    ("change_case:capital_word_frequency", "hi"): (0, 0, 3, 0, 3),
    ("punctuation:no_comma", "hi"): (0, 0, 0, 0, 3),
}


def conversations():
    return [
        mif.Conversation(
            key,
            key[-2:],
            (mif.Turn("Ask.", tuple(mif.Instruction(**each) for each in asked)),),
        )
        for key, asked, _ in ASKED
    ]


def made(replies=None):
    """The run; with `replies` only those of some keys."""
    records = {
        (key, 1, sample): Record(key, 1, sample, reply)
        for key, _, said in ASKED
        for sample, reply in enumerate(said)
        if replies is None or key in replies
    }
    return Run(conversations(), records, {"samples": 3, "thinking": "strip"}, "made")


def wide():
    """The same instructions 24 clusters wide, one reply each."""
    held, records = [], {}
    for number in range(8):
        for place, (key, asked, said) in enumerate(ASKED):
            cluster, language = key.split(":")
            name = f"{cluster}{number}:{language}"
            turn = mif.Turn("Ask.", tuple(mif.Instruction(**each) for each in asked))
            held.append(mif.Conversation(name, language, (turn,)))
            records[name, 1, 0] = Record(name, 1, 0, said[(number + place) % 3])
    return Run(held, records, {"samples": 1, "thinking": "strip"}, "wide")
