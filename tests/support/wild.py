"""Texts and parameters of any kind: what models, data sets and attackers may send."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import regex
from core_cases import CHECKERS, TEXTS
from hypothesis import strategies as st

import mifcheck as mif
from mifcheck.errors import ParameterError
from mifcheck.profiles import PROFILES

_EVERY = [chr(code) for code in range(0x110000)]
_NUMBERS = regex.compile(r"\p{N}")

SIGNS: Mapping[str, Sequence[str]] = {
    "surrogate": ["\ud800", "\udbff", "\udc00", "\udfff", "\udc00\ud800"],
    "control": [*map(chr, range(32)), "\x7f", "\x85", "\x9b31m", "\x1b[2J", "\x1b]0;x\x07"],
    "direction": [*"\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"],
    "unseen": [*"\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u034f\U000e0041\ufffc\ufffe\uffff"],
    "number": [char for char in _EVERY if _NUMBERS.match(char)],
    "unassigned": ["\u0378", "\u2fe0", "\U0001e4f1", "\U00016d70", "\U000323b0", "\U0010fffe"],
    "mark": [*"\u0301\u0308\u0335\u093f\u094d\u0e33\u20dd\ufe0f\u3099\U0001e4ec\u0300\u0345"],
    "emoji": ["👩‍👩‍👧‍👦", "🇮🇳", "🇮", "👍🏽", "🏽", "1️⃣", "❤️", "🏴\U000e0067\U000e007f", "#️⃣"],
    "space": [*" \n\t\r\u00a0\u2028\u2029\u3000\u202f\u0b00", "\r\n", "\n\n", "\n\n\n"],
    "letter": [*"aAßİıſKÅǅﬁΣςΐ字々〇ーァｱ각ᄀᆨกकहि\U00017000\U0001e900", "ก\u0e33", "क्षि", "SS"],
    "markup": [
        *"*_`~#>-+=|[](){}<>\\/&^:;.!?\"'$%@",
        *("**", "***", "```", "~~~", "- ", "1. ", "> ", "# ", "[^1]", "[a](b)", "<br>", "&lt;"),
        *("<<", ">>", "* * *", "---", "| a | b |\n|---|---|\n", "<!--", "-->", "$$", "\\(", "P.S."),
        *("<script>", "</div>", '{"a": [', "]}", "&#x1b;", "![", "http://a.b/c?d", "[x]", "______"),
    ],
    "quote": [*"“”„‟«»‹›「」『』《》‚‘’\"'", "« ", " »"],
    "stop": [*"。！？．…।॥؟۔።‽؛،、，", "?!", "...", "…"],
    "word": sorted({word for text in TEXTS.values() for word in text.split()}),
    "script": [
        *(
            "สวัสดีครับ ",
            "ผมชอบ",
            "ฝนตก ",
            "안녕하세요 ",
            "비가 ",
            "مرحبا ",
            "كيف ",
            "שלום ",
            "γειά ",
            "ქარ ",
            "ঘর ",
        ),
        *("வணக்கம் ", "ஊர்", "བོད་", "ខ្មែរ", "မြန်မာ", "ሰላም ", "ᠮᠣᠩ", "xin chào ", "merhaba ", "𗂣"),
    ],
}
"""Pieces of text by kind."""
PIECES = [piece for kind in SIGNS.values() for piece in kind]
KINDS = list(SIGNS)

PATTERNS = [
    *("(a+)+$", "(a|a)*b", "[", "(", "*", "\\", "a{99999}", "(?i)x", "(?P<a>b)(?P<a>c)", "\\d+"),
    *(".*.*=.*", "^(\\w+\\s?)*$", "C++", "(?<=a+)b", "\\1", "(?:", "x{2,1}", ".", "", "\\b", "a|b"),
]
"""Keywords that are regular expressions, or nearly."""


def wild_text(rng: random.Random, most: int = 40) -> str:
    """A text of pieces of one kind or of several."""
    kinds = rng.sample(KINDS, rng.randint(1, 5))
    pieces = [rng.choice(SIGNS[rng.choice(kinds)]) for _ in range(rng.randint(0, most))]
    if rng.random() < 0.3:
        pieces.append(rng.choice(_EVERY))
    return "".join(pieces) * rng.choice([1, 1, 1, 1, 2, 30])


def spoilt(text: str, rng: random.Random) -> str:
    """A text with a few wild pieces put into it."""
    for _ in range(rng.randint(1, 4)):
        at = rng.randint(0, len(text))
        text = text[:at] + rng.choice(SIGNS[rng.choice(KINDS)]) + text[at:]
    return text


def examples(profile: str) -> dict[str, Mapping[str, Any]]:
    """Parameters of each id of a profile."""
    return {id: mif.describe(id).example for id in PROFILES[profile].ids() if id in CHECKERS}


def varied(kwargs: Mapping[str, Any], rng: random.Random) -> dict[str, Any]:
    """Parameters of the same types with wild values."""
    return {name: _other(value, rng) for name, value in kwargs.items()}


def _other(value: Any, rng: random.Random) -> Any:
    if isinstance(value, list):
        return [_other(each, rng) for each in value] * rng.randint(1, 3)
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return value
    if isinstance(value, int):
        return rng.choice([0, 1, 2, 3, 10, 10**9])
    return rng.choice([value, value, wild_text(rng, 3), rng.choice(PATTERNS)])


_OPTIONS = (
    {"match": "lemma"},
    {"match": "substring"},
    {"spelling": "exact"},
    {"accents": "ignored"},
)


def wild_checkers(profile: str, rng: random.Random) -> list[mif.Checker]:
    """A checker of each id: with its example, and where possible one with wild parameters."""
    made = []
    for id, example in examples(profile).items():
        made.append(mif.build(id, example, profile=profile))
        for kwargs in (varied(example, rng), {**varied(example, rng), **rng.choice(_OPTIONS)}):
            try:
                made.append(mif.build(id, kwargs, profile=profile))
            except ParameterError:
                continue
    return made


# Strategies -------------------------------------------------------------------------------------

texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.text(st.characters(), max_size=60),
    st.sampled_from(KINDS).flatmap(
        lambda kind: st.lists(st.sampled_from(SIGNS[kind]), max_size=30).map("".join)
    ),
)
"""Texts of any kind, surrogates included."""

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts | st.binary(max_size=5)
    | st.sampled_from([10**400, -1, 0, 2**63, float("nan"), object, ..., range(3), *PATTERNS]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    | st.tuples(inner, inner),
    max_leaves=6,
)  # fmt: skip
"""Values of any type."""
