"""The one table of character classes.

Most values are strings that stand between the brackets of a character class, so that classes can
be combined: `rf"[{WORD}]"`, `rf"[^{LETTERS}{DIGITS}]"`, `rf"[[{LETTERS}]--[{IDEOGRAPHS}]]"`
(`regex.V1`). There are three kinds:

- Classes by Unicode property, for patterns only.
- Marks, as plain characters: for `in`, `str.strip` and `str.translate`. In a character class, write
  `inside(OPENERS)`. `APOSTROPHES`, `JOINERS` and the spaces need no `inside`, nor does `HYPHENS`
  at the beginning of a class.
- Sequences: whole patterns of several characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

import regex


def inside(marks: str) -> str:
    """Escapes marks for use in a character class of a regular expression."""
    return regex.escape(marks, special_only=False)


def either(words: Iterable[str], spelled: Callable[[str], str] = inside) -> str:
    """Returns the pattern of any of some words; a pattern that matches nothing if there are none.

    Args:
        words: the words; where one begins like another, the first one is found.
        spelled: gives the pattern of one word.
    """
    return "|".join(map(spelled, words)) or "(?!)"


def whole_number(digits: str) -> int:
    """Returns the value of decimal digits of any script (`DIGITS`).

    `int()` raises at a digit that is newer than Python's own Unicode tables.
    """
    return int(digits if digits.isdecimal() else "".join(map(_ascii_digit, digits)))


@lru_cache(maxsize=1024)
def _ascii_digit(digit: str) -> str:
    return next(
        str(value) for value in range(10) if regex.match(rf"\p{{Numeric_Value={value}}}", digit)
    )


# By Unicode property

LETTERS = r"\p{L}"
MARKS = r"\p{M}"
"""Combining marks: accents, vowel signs, the nukta."""
DIGITS = r"\p{Nd}"
"""Decimal digits of any script."""
NUMBERS = r"\p{N}"
"""Digits, and also ½, ², Ⅳ and ①."""
ALPHANUMERIC = LETTERS + NUMBERS
"""The characters that may begin a word."""
SPELLING = LETTERS + MARKS
"""The characters that spell words, without digits."""
WORD = LETTERS + MARKS + NUMBERS
"""The characters in words, without the marks that join parts of a word."""
HAN_AND_KANA = r"\p{Han}\p{Hiragana}\p{Katakana}"
IDEOGRAPHS = HAN_AND_KANA + r"\p{Hangul}\p{Bopomofo}ーｰ〆"
"""Characters that count as one unit each where lengths are counted in characters."""
SPACELESS = r"\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
"""The other scripts without spaces between words."""
LINE_SPACES = r"\t\p{Zs}"
"""White space within a line, including wide spaces (Chinese) and no-break spaces (French)."""

# Within words

APOSTROPHES = "'’ʼ＇"
HYPHENS = "-‐‑"
JOINERS = "\u200c\u200d\u00ad"
"""Invisible characters within a word: the zero-width joiners and the soft hyphen."""
ORDINAL_SIGNS = "ºªᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
"""Raised letters, which end an abbreviation after its full stop: 2.º, Sr.ª"""

DIGIT_MARKS = ".,٫٬"
"""The marks within a number, among them those of Arabic digits."""

# Spaces

SPACES = " \u00a0"
"""The space and the no-break space."""
THIN_SPACES = "\u202f\u2009"
"""Narrow spaces: between groups of digits, and before some French marks."""

# Quotation marks and brackets

OPENING_QUOTES = "\"'“‘«‹„‚「『｢﹁﹃〝"
CLOSING_QUOTES = "\"'”’»›“‘」』｣﹂﹄〞〟"
SINGLE_QUOTES = "'‘’‚‹›＇「」｢｣﹁﹂"
"""The quotation marks that are single; all others are double."""
OPENING_TITLES = "《〈"
CLOSING_TITLES = "》〉"
"""In Chinese, these marks surround the title of a work."""
OPENING_BRACKETS = "（([{【〖"
CLOSING_BRACKETS = "）)]}】〗"
OPENERS = OPENING_QUOTES + OPENING_TITLES + OPENING_BRACKETS + "¿¡"
"""The marks that may stand before the first word of a sentence."""
CLOSERS = CLOSING_QUOTES + CLOSING_TITLES + CLOSING_BRACKETS
"""The marks that may stand after the final mark of a sentence."""

# Between and after words

DASHES = "—–―─-"
"""The marks between a quotation and its speaker, including a hyphen in place of a dash."""
MINUS_SIGNS = "-−–－"
PAUSES = ",;:，；：、،؛"
"""Marks within a sentence."""
FULL_STOPS = ".．"
QUESTION_MARKS = "?？‽⁇⁈⁉؟"
SENTENCE_MARKS = "。！？｡।॥؟۔։።။។"
"""The marks that end a sentence in every language, even without a space after them."""
SENTENCE_ENDS = ".．…⋯!?‽‼⁇⁈⁉" + SENTENCE_MARKS
"""The marks that may end a sentence: the others only before white space."""
FINAL_MARKS = SENTENCE_ENDS + "|:：;；,，、—–-～"
"""The marks that may end a line or a reply: also those after which a sentence goes on."""
EMPHASIS = "*_~`"
"""The Markdown marks for emphasis and code."""
FRACTIONS = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞↉"
"""Fractions that are one character."""
ROMAN_DIGITS = "IVXLCDM"

# Sequences

IDEOGRAPH = rf"[{IDEOGRAPHS}]"
NO_WORD_AFTER = rf"(?![{WORD}])"
"""The condition that a word does not go on."""
KEY = "\u20e3"
KEYCAP = rf"[\p{{Nd}}#*]\ufe0f?{KEY}"
"""A digit or a sign on a key: 1️⃣"""
EMOJI = (
    rf"(?:{KEYCAP}|\p{{Emoji_Presentation}}|\p{{Extended_Pictographic}}\ufe0f?)"
    r"(?:\u200d\p{Emoji}\ufe0f?)*+"
)
"""One emoji. Joined emoji are one."""
_MAIL = "A-Za-z0-9_.+-"
# In scripts without spaces, an ideograph or a full-width mark ends an address.
_IN_ADDRESS = rf"[^\s<>\"“”«»\u3000-\u303f\uff00-\uffef{HAN_AND_KANA}]"
ADDRESS = (
    rf"(?i:[a-z]{{2,8}}://|www\.){_IN_ADDRESS}*(?<=[{ALPHANUMERIC}/])"
    rf"|(?<![{_MAIL}])[{_MAIL}]++@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)
"""A web or mail address."""
_DOMAINS = (
    # Those that are also short words (it, es, in) have to be in small letters.
    "(?i:com|org|net|edu|gov|info|biz|app|dev|io)"
    "|ar|au|br|ca|ch|cl|cn|co|de|es|eu|fr|hk|in|it|jp|kr|mx|nl|nz|pe|pt|ru|tv|tw|uk|us"
)
DOMAIN = (
    rf"(?<![{_MAIL}])(?=[A-Za-z0-9-]++\.[A-Za-z0-9])(?:[A-Za-z0-9-]++\.){{1,4}}(?:{_DOMAINS})"
    rf"(?![A-Za-z0-9_-]|\.[A-Za-z0-9])(?:/{_IN_ADDRESS}*(?<=[{ALPHANUMERIC}/]))?"
)
"""The name of a web site without what usually stands before it: baidu.com"""
_FILES = (
    "js|ts|py|cpp|php|sql|ipynb|txt|md|html?|css|json|xml|ya?ml|toml|csv|pdf|docx?|xlsx?|pptx?"
    "|png|jpe?g|gif|svg|mp[34]|zip|exe"
)
_IN_FILE = r"[\p{Latin}\p{Cyrillic}\p{Nd}_-]"
FILE = (
    rf"(?<!{_IN_FILE}|\.)(?={_IN_FILE}++\.)(?:{_IN_FILE}++\.){{1,4}}?(?i:{_FILES})"
    rf"(?!{_IN_FILE}|\.{_IN_FILE})"
)
"""The name of a file, or of what is named like one: config.yaml, Node.js"""
ADDRESS_HINTS = ("://", "www.", "Www.", "WWW.", "@")
"""Every text with an address contains one of these strings."""

LETTERLIKE = "ℹ"
"""The emoji that Unicode counts among the letters."""
HAS_WORD = regex.compile(rf"[{ALPHANUMERIC}]")
"""Matches a letter or a digit."""
