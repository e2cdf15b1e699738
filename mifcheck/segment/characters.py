"""The characters that words are made of, and what is common to all ways of cutting."""

from __future__ import annotations

from collections.abc import Callable

import regex

Offsets = list[tuple[int, int]]
Tokenizer = Callable[[str], Offsets]

APOSTROPHES = "'’ʼ＇"
HYPHENS = "-‐‑"
JOINERS = "\u200c\u200d\u00ad"
IDEOGRAPH = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Bopomofo}ーｰ〆]"
LETTER = r"[\p{L}\p{N}]"
IN_WORD = rf"[\p{{L}}\p{{M}}\p{{N}}{JOINERS}]"
# Where no spaces are set, an ideograph or a full-width mark ends it.
_OF_ADDRESS = r"[^\s<>\"“”«»\u3000-\u303f\uff00-\uffef\p{Han}\p{Hiragana}\p{Katakana}]"
_MAIL = "A-Za-z0-9_.+-"
ADDRESS = (
    rf"(?i:[a-z]{{2,8}}://|www\.){_OF_ADDRESS}*(?<=[\p{{L}}\p{{N}}/])"
    rf"|(?<![{_MAIL}])[{_MAIL}]++@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)
ADDRESS_HINTS = ("://", "www.", "Www.", "WWW.", "@")
"""Without one of these no address is looked for."""

HAS_WORD = regex.compile(LETTER)
