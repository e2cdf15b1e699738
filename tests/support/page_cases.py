"""Runs whose replies, names and settings are hostile, right to left, long or in many scripts."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import mifcheck as mif
from mifcheck.report.curves import overview
from mifcheck.report.overview import BY_GROUP
from mifcheck.report.page import scores_page
from mifcheck.report.replies import Judged
from mifcheck.runs.journal import Record
from mifcheck.runs.run import Run

ATTACK = (
    "</script><script>window.owned=1</script><!--<script>"
    '<img src=x onerror="window.owned=1"><svg onload="window.owned=1">'
    "<a href=\"javascript:window.owned=1\" style='position:fixed'>a</a>&lt;b&gt;&#x3c;"
)
STEERING = "".join(
    f"{chr(code)}|"
    for code in range(0x110000)
    if unicodedata.category(chr(code)) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and code not in (9, 10)
)
"""Every character that steers or hides what a reader sees."""
PLAIN = "".join(
    f"{chr(code)}|"
    for code in range(0x20, 0x2FFF)
    if unicodedata.category(chr(code)) not in {"Cc", "Cf", "Cs", "Zl", "Zp", "Cn", "Co"}
)
"""Every other character of the first scripts of Unicode."""

NO_COMMA = mif.Instruction("punctuation:no_comma", text=f"No commas. {ATTACK}")
KEYWORD = mif.Instruction("keywords:existence", {"keywords": ["<b>"]})
CAPITALS = mif.Instruction(
    "change_case:capital_word_frequency", {"capital_frequency": 2, "capital_relation": "at least"}
)


def talk(key: str, language: str, *turns: tuple[str, tuple[mif.Instruction, ...]]):
    return mif.Conversation(key, language, tuple(mif.Turn(*each) for each in turns))


TALKS = (
    talk("attack", "en", (ATTACK, (NO_COMMA, KEYWORD))),
    talk(f"key {ATTACK}\u202e", "en", ("Be brief.", (NO_COMMA,))),
    talk("arabic", "en", ("أجب", (NO_COMMA,))),
    talk("hindi", "hi", ("पहला", (NO_COMMA,)), ("दूसरा", (NO_COMMA, CAPITALS))),
    talk("chinese", "zh", ("请回答。", (NO_COMMA,))),
    talk("long", "en", ("Go on and on.", (NO_COMMA,))),
    talk("unbroken", "en", ("Do not stop.", (KEYWORD,))),
    talk("steering", "en", ("Say all.", (NO_COMMA,))),
    talk("plain", "en", ("Say all.", (NO_COMMA,))),
    talk("blocks", "en", ("Twice.", (mif.Instruction("combination:two_responses"),))),
    talk("lost", "en", ("Hello?", (NO_COMMA,))),
)
LONG = "one, two and three. " * 50_000 + "The very end."
ARABIC = "قال هي gamma, ثم عاد.\nA line from the left, too.\nשורה בעברית, ועוד."

SAID = {
    ("attack", 1, 0): ATTACK,
    (
        TALKS[1].key,
        1,
        0,
    ): "<think>Well <script>window.owned=1</script></think>No\u202e, yes.",
    ("arabic", 1, 0): ARABIC,
    ("hindi", 1, 0): "नमस्ते, दुनिया। क्षत्रिय और 😀, श्री।",
    ("hindi", 2, 0): "नमस्ते दुनिया।",
    ("chinese", 1, 0): "今天下雨，我在家看书。「你好」，他说。",
    ("long", 1, 0): LONG,
    ("unbroken", 1, 0): "x" * 1_000_000,
    ("blocks", 1, 0): "x" + "😀" * 6_000 + " und\n" + "😀" * 3_000 + "a b " * 500,
    ("steering", 1, 0): STEERING,
    ("plain", 1, 0): PLAIN,
}
NAMES = ("first", f"second {ATTACK}\u202e")


def runs() -> dict[str, Run]:
    """Two runs: of the second each reply is short, without a comma, and one failed."""
    first = mif.read_replies(TALKS, SAID)
    short = dict.fromkeys(SAID, "Yes <b>")
    second = mif.read_replies(TALKS, short)
    lost = Record("lost", 1, 0, None, error=f"no luck: {ATTACK}")
    second = replace(second, replies={**second.replies, lost.slot: lost})
    return dict(zip(NAMES, (first, second), strict=True))


def write_page(path: Path, held: Mapping[str, Run], profiles=("native", "multi-if")) -> None:
    """Writes the page of runs, judged by several profiles."""
    scores, replies = {}, {}
    for name, run in held.items():
        seen = {profile: {} for profile in profiles}
        scores[name], *_ = [
            mif.score(run, profile=profile, resamples=0, seen=found.__setitem__)
            for profile, found in seen.items()
        ]
        replies[name] = Judged(run, seen)
    first, *others = scores
    compared = {
        name: [mif.compare(scores[name], scores[first], by=each.by) for each in BY_GROUP]
        for name in others
    }
    text = scores_page(
        scores, overview(scores), [ATTACK], compared=compared, replies=replies,
        settings={name: {"model": {"name": ATTACK}} for name in held},
    )  # fmt: skip
    path.write_text(text, encoding="utf-8")
