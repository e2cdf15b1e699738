"""The one table of character classes.

Every value is a string of what stands between the brackets of a class, so that classes combine:
`rf"[{WORD}]"`, `rf"[^{LETTERS}{DIGITS}]"`, `rf"[[{LETTERS}]--[{IDEOGRAPHS}]]"` (`regex.V1`).
Of three kinds:

- Classes by Unicode property, for patterns only.
- Marks, as plain characters: for `in`, `str.strip` and `str.translate`, and for a class as
  `inside(OPENERS)`. Those of `APOSTROPHES`, `JOINERS` and the spaces need no `inside`, nor does
  `HYPHENS` where it comes first.
- Sequences: whole patterns for what takes several characters.
"""

from __future__ import annotations

import regex


def inside(marks: str) -> str:
    """Returns marks, as plain characters, in the form in which a regular expression's class holds
    them.
    """
    return regex.escape(marks, special_only=False)


# By Unicode property

LETTERS = r"\p{L}"
MARKS = r"\p{M}"
"""Combining marks: accents, vowel signs, the nukta."""
DIGITS = r"\p{Nd}"
"""Decimal digits of any script."""
NUMBERS = r"\p{N}"
"""Digits, and ½, ², Ⅳ, ① as well."""
ALPHANUMERIC = LETTERS + NUMBERS
"""What a word may begin with."""
SPELLING = LETTERS + MARKS
"""What words are spelled with, digits left out."""
WORD = LETTERS + MARKS + NUMBERS
"""What words are made of, whatever joins their parts."""
HAN_AND_KANA = r"\p{Han}\p{Hiragana}\p{Katakana}"
IDEOGRAPHS = HAN_AND_KANA + r"\p{Hangul}\p{Bopomofo}ーｰ〆"
"""Characters that each count as one where lengths are counted in characters."""
LINE_SPACES = r"\t\p{Zs}"
"""White space within a line, wide as in Chinese and no-break as in French included."""

# Within words

APOSTROPHES = "'’ʼ＇"
HYPHENS = "-‐‑"
JOINERS = "\u200c\u200d\u00ad"
"""Invisible characters within a word: the two joiners and the soft hyphen."""

# Spaces

SPACES = " \u00a0"
"""The space, and the one at which no line breaks."""
THIN_SPACES = "\u202f\u2009"
"""Narrow ones: between groups of digits, and before the marks that French sets apart."""

# Quotation marks and brackets

OPENING_QUOTES = "\"'“‘«‹„‚「『"
CLOSING_QUOTES = "\"'”’»›“‘」』"
OPENING_TITLES = "《〈"
CLOSING_TITLES = "》〉"
"""In Chinese these name a work."""
OPENING_BRACKETS = "（([{【〖"
CLOSING_BRACKETS = "）)]}】〗"
OPENERS = OPENING_QUOTES + OPENING_TITLES + OPENING_BRACKETS + "¿¡"
"""What may stand before the first word of a sentence."""
CLOSERS = CLOSING_QUOTES + CLOSING_TITLES + CLOSING_BRACKETS
"""What may stand behind the final mark of a sentence."""

# Between and after words

DASHES = "—–-"
"""What stands between a quotation and its speaker, hyphens in that place included."""
MINUS_SIGNS = "-−–－"
PAUSES = ",;:，；："
"""Marks within a sentence."""
FULL_STOPS = ".．"
FINAL_MARKS = ".。．｡…⋯!！?？‽‼⁇⁈⁉।॥|:：;；,，、—–-～"
"""What may end a line or a reply."""
EMPHASIS = "*_~`"
"""The marks of Markdown for emphasis and code."""
FRACTIONS = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞↉"
"""Fractions of one sign."""
ROMAN_DIGITS = "IVXLCDM"

# Sequences

IDEOGRAPH = rf"[{IDEOGRAPHS}]"
EMOJI = r"(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f?)(?:\u200d\p{Emoji}\ufe0f?)*+"
"""One emoji, joined ones as one."""
_MAIL = "A-Za-z0-9_.+-"
# Where no spaces are set, an ideograph or a full-width mark ends an address.
_IN_ADDRESS = rf"[^\s<>\"“”«»\u3000-\u303f\uff00-\uffef{HAN_AND_KANA}]"
ADDRESS = (
    rf"(?i:[a-z]{{2,8}}://|www\.){_IN_ADDRESS}*(?<=[{ALPHANUMERIC}/])"
    rf"|(?<![{_MAIL}])[{_MAIL}]++@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)
"""An address of the web or of mail."""
ADDRESS_HINTS = ("://", "www.", "Www.", "WWW.", "@")
"""A text without any of these has no address."""

HAS_WORD = regex.compile(rf"[{ALPHANUMERIC}]")
"""Finds out whether there is any letter or digit."""
