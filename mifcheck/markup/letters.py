"""Letters as patterns: a letter with its marks, and the letters that it stands for."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

import regex

from mifcheck.languages import Language
from mifcheck.languages.characters import ALPHANUMERIC
from mifcheck.markup.edges import SHOWN, after_signs, first_word
from mifcheck.markup.phrases import keyword_pattern, phrase_body
from mifcheck.markup.rendering import as_seen

# Consonants that a virama joins are one letter (क्ष); with a vowel sign they are a word (मैं).
_JOINED = r"(?:\p{L}\p{ccc=7}?+\p{ccc=9}\u200d?+)*+"
_LETTER = regex.compile(rf"{_JOINED}[{ALPHANUMERIC}][\p{{M}}--\p{{ccc=0}}]*+", regex.V1)
# A letter with its marks has at most so many characters.
_LONGEST = 24


def is_letter(string: str) -> bool:
    """Tells whether a string is a single letter as a reader sees it."""
    return _LETTER.fullmatch(string) is not None


def is_marked(letter: str) -> bool:
    """Tells whether a letter has an accent or another mark."""
    return len(unicodedata.normalize("NFD", letter)) > 1


@lru_cache(maxsize=1024)
def letter_pattern(letter: str, bare: bool = False) -> regex.Pattern[str]:
    """Returns a letter as a pattern, in any case, whatever vowel sign it carries.

    Args:
        letter: the letter.
        bare: whether it matches with any marks or none.
    """
    if bare:
        return regex.compile(f"[{_with_any_marks(letter)}]", regex.IGNORECASE)
    # The nukta, unlike a vowel sign, makes another letter, and normal form C keeps it apart.
    return regex.compile(rf"{_in_widths(letter)}(?!\p{{ccc=7}})", regex.IGNORECASE)


def _in_widths(letter: str) -> str:
    """Returns the pattern of a letter in its usual and its full width: A, Ａ."""
    wide = chr(ord(letter) + _TO_WIDE) if len(letter) == 1 and "!" <= letter <= "~" else ""
    return f"[{regex.escape(letter)}{wide}]" if wide else regex.escape(letter)


# From ! to ～, the full-width forms stand as the ASCII characters do.
_TO_WIDE = ord("！") - ord("!")


def _with_any_marks(letter: str) -> str:
    """Returns a letter with any marks and without, as the inside of a character class."""
    base = unicodedata.normalize("NFD", letter)[0]
    # A voiced kana is no accented letter, nor is a Hangul syllable its first letter with marks.
    accented = _accented().get(base.casefold())
    return regex.escape(letter) if accented is None else regex.escape(base) + accented


@cache
def _accented() -> dict[str, str]:
    """Returns for each small letter the letters that are it with marks."""
    letters: dict[str, str] = defaultdict(str)
    for character in map(chr, range(0xC0, 0x2000)):
        apart = unicodedata.normalize("NFD", character)
        if len(apart) > 1 and apart[0].isalpha():
            letters[apart[0].casefold()] += character
    return dict(letters)


@lru_cache(maxsize=1024)
def opening_of(phrase: str) -> str:
    """Returns a phrase without the formatting that is skipped before the first word."""
    seen = as_seen(phrase)
    return seen[after_signs(seen, 0, len(seen)) :]


def accepts_marks(wanted: str, distinct: bool) -> bool:
    """Tells whether what is wanted is a bare letter that also stands for itself with marks.

    Args:
        wanted: a letter, a word or a phrase.
        distinct: whether a letter with an accent is another letter.
    """
    return is_letter(wanted) and not (distinct or is_marked(wanted))


def opening_words(
    string: str, start: int, end: int, wanted: str, language: Language
) -> tuple[int, int, bool]:
    """Returns the (start, end) of the words that a part opens with, and whether they are wanted.

    Args:
        string: the text.
        start: where the part begins, the marks before its first word included.
        end: where it ends.
        wanted: the words that are wanted.
        language: the language of the text.
    """
    begins = after_signs(string, start, end)
    match = keyword_pattern(opening_of(wanted), language).match(string, begins, end)
    return (*match.span(), True) if match else (*first_word(string, begins, end), False)


def sentence_start(
    string: str, start: int, end: int, phrase: str, language: Language, distinct: bool
) -> tuple[int, int, bool]:
    """Returns the (start, end) of what a sentence starts with, and whether it is the phrase.

    Args:
        string: the text.
        start: where the sentence begins.
        end: where it ends.
        phrase: a letter, a word or a phrase.
        language: the language of the text.
        distinct: whether a bare letter matches itself only, and not with marks. Even if it matches
            with marks, letters of the alphabet besides it do not count (ñ is no n in Spanish).
    """
    wanted = opening_of(phrase)
    begins = after_signs(string, start, end)
    if _starts_with(string, begins, end, wanted, language, distinct):
        return begins, end, True
    return *first_word(string, begins, min(end, begins + SHOWN)), False


def _starts_with(
    string: str, start: int, end: int, wanted: str, language: Language, distinct: bool
) -> bool:
    if not is_letter(wanted):
        return keyword_pattern(wanted, language).match(string, start, end) is not None
    head = string[start : min(end, start + _LONGEST)]
    if not accepts_marks(wanted, distinct):
        return letter_pattern(wanted).match(head) is not None
    apart = unicodedata.normalize("NFKD", head)
    return _first_letter(wanted, language).match(apart) is not None


@lru_cache(maxsize=1024)
def _first_letter(letter: str, language: Language) -> regex.Pattern[str]:
    """Returns a bare letter as a pattern for the head of a text whose marks stand apart."""
    own = [unicodedata.normalize("NFKD", other) for other in language.own_letters]
    forms = [phrase_body(letter, language), *_ligatures(letter.lower(), language)]
    other_than = f"(?!{'|'.join(map(regex.escape, own))})" if own else ""
    return regex.compile(f"{other_than}(?:{'|'.join(forms)})", regex.IGNORECASE)


def _ligatures(letter: str, language: Language) -> Iterator[str]:
    """Yields the bare letters that are also spelled as several, of which this is the first."""
    for group in language.spelling.alike:
        if any(len(member) > 1 and member[0] == letter for member in group):
            yield from (member for member in group if not is_marked(member))
