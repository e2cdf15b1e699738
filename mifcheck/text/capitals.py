"""Words in capitals."""

from __future__ import annotations

import regex

from mifcheck.languages.characters import APOSTROPHES, HYPHENS

# A letter without a capital of its own (ß) may stand among capitals, and so may the 's of NASA's.
_CAPITALS = regex.compile(
    rf"(?=\P{{Lu}}*\p{{Lu}})(?:[^\p{{Ll}}\p{{Lt}}]|ß)+?(?:(?<=\p{{Lu}}{{2}})[{APOSTROPHES}]s)?"
)
# The F of F-16 is a word, but the T of T-shirt and the L of L'acqua are parts of words.
_PART = regex.compile(rf"(?<=[{HYPHENS}]).|.(?:[{APOSTROPHES}]\p{{L}}|[{HYPHENS}]\p{{Ll}})")


def is_in_capitals(line: str, start: int, end: int) -> bool:
    """Tells whether the word from `start` to `end` of a line is in capitals throughout."""
    word = line[start:end]
    if not (word.isupper() or _CAPITALS.fullmatch(word)):
        return False
    return end - start > 1 or not _PART.match(line, start)
