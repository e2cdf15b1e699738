"""Words in capitals."""

from __future__ import annotations

from functools import lru_cache

import regex

from mifcheck.languages import Language
from mifcheck.languages.characters import APOSTROPHES, HYPHENS, ORDINAL_SIGNS
from mifcheck.segment import Counter, Offsets, Tokenizer, word_tokenizer
from mifcheck.segment.words import pieces

# A letter without a capital of its own (ß) may stand among capitals, and so may the 's of NASA's.
_CAPITALS = regex.compile(
    rf"(?=\P{{Lu}}*\p{{Lu}})(?:[^\p{{Ll}}\p{{Lt}}]|ß)+?(?:(?<=\p{{Lu}}{{2}})[{APOSTROPHES}]s)?"
)
# A word of one letter is none, nor is one with raised letters (N.º) or a degree (35°C). The T of
# T-shirt and the L of L'acqua are parts of words, but F-16 is one.
_LONE = regex.compile(
    rf"[^\p{{L}}\p{{N}}]*+\p{{L}}[[^\p{{L}}\p{{N}}]{ORDINAL_SIGNS}]*+|\p{{N}}.*°\p{{L}}", regex.V1
)
_NUMBERED = regex.compile(rf"[{HYPHENS}]\p{{N}}")


@lru_cache(maxsize=64)
def capital_tokenizer(language: Language) -> Tokenizer:
    """Returns what finds the words of a line that are in capitals throughout."""
    cut = word_tokenizer(language)

    def capitals(line: str) -> Offsets:
        return [
            (start, end)
            for start, end in cut(line)
            if not line[start:end].islower() and _is_in_capitals(line, start, end)
        ]

    return capitals


@lru_cache(maxsize=64)
def capital_counter(language: Language) -> Counter:
    """Returns what counts the words of a line that are in capitals throughout."""
    cut, rule = capital_tokenizer(language), language.words

    def count(line: str) -> int:
        if line.islower():
            return 0
        apart = pieces(line, rule) if rule.algorithm == "regex" else None
        if apart is None:
            return len(cut(line))
        others = [each for each in apart if not _is_small(each)]
        return len(cut("\n".join(others))) if others else 0

    return count


def _is_small(piece: str) -> bool:
    """Tells whether a piece is plainly no word in capitals, as most are: word, Word."""
    rest = piece[1:] if piece.isalpha() else piece
    return piece.isascii() and rest.islower()


def _is_in_capitals(line: str, start: int, end: int) -> bool:
    """Tells whether the word from `start` to `end` of a line is in capitals throughout."""
    word = line[start:end]
    if not (word.isupper() or _CAPITALS.fullmatch(word)):
        return False
    return not _LONE.fullmatch(word) or _NUMBERED.match(line, end) is not None
