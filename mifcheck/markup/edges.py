"""What a reader looks past before the first word and after the last one.

Opening and closing marks, lone emphasis marks, emoji: the beginning or the end of a sentence or of
a reply is looked for behind them. The text is the rendered one, without list marks, tags and links.
"""

from __future__ import annotations

from itertools import dropwhile, takewhile

import regex

from mifcheck.languages.characters import (
    CLOSERS,
    EMPHASIS,
    FINAL_MARKS,
    HYPHENS,
    KEYCAP,
    OPENERS,
    SENTENCE_ENDS,
    SPELLING,
    inside,
)
from mifcheck.markup.patterns import match_end, one_of

SHOWN = 24
"""How many characters of a sentence's beginning or end are shown."""
_EMOTICON = r"(?<!\S)[:;=]['-]?[()DP](?!\w)"
_EMOJI_PART = r"[\p{Extended_Pictographic}\p{Emoji_Presentation}\p{Emoji_Modifier}\ufe0f]"
EMOJI_SIGN = one_of(KEYCAP, _EMOTICON, _EMOJI_PART)
"""A keycap, an emoticon, or a character of an emoji."""

# Before the first word

# Quotation marks that close in one language open in another.
_OPENING = inside(OPENERS + "»›”’" + EMPHASIS + HYPHENS + "<>—–―…→⇒➔➜")
_SIGNS = regex.compile(
    one_of(
        EMOJI_SIGN,
        r"\[[ xX]\]",  # a check box
        rf"[\s\p{{Cf}}{_OPENING}]",
        r"\.{2,}+",
        r"#(?=\p{L})",
    )
    + "*+"
)
_FIRST_WORD = regex.compile(rf"[{SPELLING}\p{{N}}'’-]+|\S+")


def after_signs(string: str, start: int, end: int) -> int:
    """Returns where the first word may begin, after emphasis, opening marks and emoji."""
    return match_end(_SIGNS, string, start, end)


def first_word(string: str, start: int, end: int) -> tuple[int, int]:
    """Returns the (start, end) of the word that stands at `start`."""
    return start, match_end(_FIRST_WORD, string, start, end)


# After the last word of a sentence

# A raised number may be the mark of a note. ‼ and ⁉ are emoji, too.
_CLOSING = inside(CLOSERS + EMPHASIS) + "¹²³⁰⁴-⁹"
_AFTER_MARKS = one_of(rf"(?![‼⁉]){EMOJI_SIGN}", rf"[\s\p{{Cf}}{_CLOSING}«]")
# The time of a backward pattern grows with the square of its repetitions.
_AT_ONCE = 256
_CLOSED = regex.compile(rf"(?r){_AFTER_MARKS}{{1,{_AT_ONCE}}}+")
_FINAL = regex.compile(rf"(?r)(?:{_AFTER_MARKS}|[{inside(FINAL_MARKS)}]){{1,{_AT_ONCE}}}+")


def before_closing(string: str, start: int, end: int) -> int:
    """Returns where a sentence ends with its final marks, without what follows them."""
    return _match_start(_CLOSED, string, start, end)


def ends_like_a_sentence(string: str, marks: str = SENTENCE_ENDS) -> bool:
    """Tells whether a text ends in one of some marks; closing marks and emoji may follow it."""
    end = before_closing(string, 0, len(string))
    return end > 0 and string[end - 1] in marks


def before_final_marks(string: str, start: int, end: int) -> int:
    """Returns where the last word of a sentence ends."""
    return _match_start(_FINAL, string, start, end)


def _match_start(pattern: regex.Pattern[str], string: str, start: int, end: int) -> int:
    match = pattern.match(string, start, end)
    while match and end - match.start() >= _AT_ONCE:
        end = match.start()
        match = pattern.match(string, start, end)
    return match.start() if match else end


# At the end of a reply

_SPACE = " \t\r\n\f\v\u00a0\u202f\u3000\u200b\u200d\ufeff\ufe0f"
CLOSING = CLOSERS + "«" + EMPHASIS + _SPACE
"""What is skipped at the end of a reply."""
_WRAPPING = EMPHASIS + '"“”«»「」' + _SPACE


_GRAPHEME = regex.compile(r"\X")
# A character with which a grapheme certainly begins. Consonants may be linked to those before.
_BEGUN = regex.compile(
    r"""
    (?r) (?<! \p{GCB=Prepend} )
    (?: [[\p{GCB=Other}]--[\p{Extended_Pictographic}\p{Lo}]]
      | (?<! [\p{GCB=Extend}\p{GCB=ZWJ}] ) [[\p{GCB=Other}]&&[\p{Lo}]]
      | (?<! \p{GCB=ZWJ} ) \p{Extended_Pictographic}
      | [\p{GCB=Control}\p{GCB=CR}] )
    """,
    regex.V1 | regex.VERBOSE,
)
_LONGEST_GRAPHEME = 64


def whole_graphemes(string: str, start: int, end: int) -> tuple[int, int]:
    """Returns the (start, end) of a stretch, and of all graphemes of which a part is in it."""
    if _is_apart(string, start) and _is_apart(string, end):
        return start, end
    low = max(start - _LONGEST_GRAPHEME, 0)
    begun = _BEGUN.search(string, low, start + 1)
    near = begun.start() if begun else low
    spans = (match.span() for match in _GRAPHEME.finditer(string, near))
    parts = takewhile(lambda part: part[0] < end, dropwhile(lambda part: part[1] <= start, spans))
    edges = [edge for part in parts for edge in part]
    return (edges[0], edges[-1]) if edges else (start, end)


def _is_apart(string: str, at: int) -> bool:
    """Tells whether graphemes end between two ASCII characters: all but those of a line break."""
    pair = string[max(at - 1, 0) : at + 1]
    return pair.isascii() and pair != "\r\n"


def unwrapped(phrase: str) -> str:
    """Returns a phrase without the marks around it that are skipped in a reply, too."""
    return phrase.strip(_WRAPPING) or phrase


def end_of_reply(string: str, phrase: str, marks: str = "") -> int:
    """Returns where a reply ends, with those closing marks that belong to a phrase's own end.

    Args:
        string: the reply.
        phrase: the phrase.
        marks: marks that are looked past as well.
    """
    if not phrase.rstrip(CLOSING):
        return len(string.rstrip())
    end = len(string.rstrip(CLOSING))
    if marks:
        end = len(string[:end].rstrip(CLOSING + marks))
    own = phrase[len(phrase.rstrip(CLOSING)) :]
    return end + len(own) if own and string.startswith(own, end) else end
