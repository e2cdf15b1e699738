"""Dividers made of asterisks: *** between paragraphs, ****** between responses.

A divider that a sentence speaks of (two answers, separated by ******) divides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from mifcheck.languages import Language, get_language
from mifcheck.languages.characters import (
    CLOSERS,
    FINAL_MARKS,
    HAS_WORD,
    OPENERS,
    PAUSES,
    inside,
)
from mifcheck.markup.markdown import GAP
from mifcheck.markup.patterns import one_of

_STARS = r"(?<![*\\])(?:\\?\*){3}(?!\\?\*)"
_NOTE = r"\[\^?\p{Nd}{1,3}\]"
_END = rf"[.!?…。！？।][{inside(CLOSERS)}]{{0,2}}(?:{_NOTE})?"
# Asterisks between a sentence's mark and a letter end no emphasis, by CommonMark's rule.
_BETWEEN_SENTENCES = rf"(?<={_END}){_STARS}(?=\p{{L}})"
_THREE = (
    # ***words*** are emphasis, and skipped.
    rf"(?<![*\\])(?!(?<={_END}{GAP}{{0,3}})\*{{3}}[^*\n]++{_BETWEEN_SENTENCES})"
    r"\*{3}(?=[^\s*<.,;!?。，！？/`])"
    r"(?:(?!\*{3})(?:[^\n]|\n(?!\s*?\n)))*+(?<=[^\s*])\*{3}(?!\*)(*SKIP)(*FAIL)",
    # Between white space or tags.
    rf"(?<!\S){_STARS}(?!\S)",
    # Spread over a line: * * *
    rf"(?m:^{GAP}*\*{GAP}++\*{GAP}++\*[\s--\n]*$)",
    rf"(?<=>){_STARS}(?=<|\s|\Z)",
    rf"(?<!\S){_STARS}(?=<)",
    # As code on a line of its own.
    rf"(?m:^{GAP}*`{_STARS}`[\s--\n]*$)",
    # At the end of a sentence.
    rf"(?<={_END})(?=\\?\*)(?<!\*[^*\n]*){_STARS}(?![.,;:])",
    # At the end of a sentence or clause, in a line where nothing before it begins emphasis.
    rf"(?P<closing>(?<={_END}|[{inside(PAUSES)}]){_STARS}(?!\S))",
    # Between two sentences, glued to the second. The next asterisks do not close it as emphasis.
    rf"(?<={_END}\*{{0,2}}{GAP}{{1,3}}){_STARS}(?=[^\s*.,;:!?。/])(?![^*\n]*+(?<=[^\s*])\*)",
    _BETWEEN_SENTENCES,
    # Before a mark that ends no sentence.
    rf"(?:(?<={_END}\s{{1,2}})|(?m:^){GAP}*+){_STARS}[.,;:!?。/]++(?!\S)",
    # At the beginning of a line without other emphasis.
    rf"(?m:^){GAP}*+{_STARS}(?=[^\s*])(?![^\n]*\*\*)",
)
# Said first, since few places in a text can begin a divider.
_BEGINS = rf"(?:(?=[*\\`])|(?m:^)(?={GAP}++[*\\`]))"
_THREE_ASTERISKS = regex.compile(f"{_BEGINS}{one_of(*_THREE)}", regex.V1)
_TWO_APART = regex.compile(rf"\*{GAP}++\*")
_SIX = r"(?<![*\\])(?:\\?\*){6}(?!\\?\*)"
_SIX_ASTERISKS = regex.compile(rf"(?m:^{GAP}*+(?P<code>`++){_SIX}(?P=code){GAP}*+\r?$)|{_SIX}")
_BEGINS_EMPHASIS = regex.compile(r"\*(?=[^\s*])")

# How far around a divider it is read whether a sentence speaks of it.
_NEAR = 200
_SHORT = 60
_SOON, _SOON_UNSPACED = 24, 8
_EDGE = regex.compile(rf"{_END}(?=\s|$|(?<=[。！？।][{inside(CLOSERS)}]{{0,2}}))|<[^<>\n]{{1,60}}>")
_GOES_ON = regex.compile(rf"{GAP}?[{inside(FINAL_MARKS + CLOSERS)}]")
_LATER_WORD = regex.compile(rf"{GAP}*+[\p{{L}}--\p{{Lu}}]", regex.V1)
_IN_BRACKETS = regex.compile(r"(?r)[(（][^()（）]*+"), regex.compile(r"[^()（）]*+[)）]")
_OPENED = tuple(OPENERS + "`")
_CLOSED = tuple(CLOSERS + "`")


def three_asterisks(string: str, language: Language) -> list[tuple[int, int]]:
    """Returns the (start, end) of each divider of three asterisks; a longer row is none."""
    if not ("***" in string or "\\*" in string or _TWO_APART.search(string)):
        return []
    return [span for span in _three(string) if not _is_mentioned(string, *span, language)]


def six_asterisks(string: str, language: Language) -> list[tuple[int, int]]:
    """Returns the (start, end) of each divider of six asterisks."""
    if string.count("*") < 6:
        return []
    spans = (match.span() for match in _SIX_ASTERISKS.finditer(string))
    return [span for span in spans if not _is_mentioned(string, *span, language)]


def _three(string: str) -> Iterator[tuple[int, int]]:
    """Yields what may be a divider of three asterisks, whether a sentence speaks of it or not."""
    line, emphasis = -1, 0
    for match in _THREE_ASTERISKS.finditer(string):
        start = match.start()
        if match["closing"]:
            begins = string.rfind("\n", 0, start) + 1
            if begins != line:
                line = begins
                emphasis = _first_emphasis(string, begins)
            if emphasis < start:
                continue
        yield match.span()


def _first_emphasis(string: str, line: int) -> int:
    """Returns where emphasis may first begin in a line; the line's end if it has none."""
    end = string.find("\n", line)
    end = len(string) if end < 0 else end
    opener = _BEGINS_EMPHASIS.search(string, line, end)
    return opener.start() if opener else end


def _is_mentioned(string: str, start: int, end: int, language: Language) -> bool:
    """Tells whether a sentence speaks of a divider, which then divides nothing."""
    before = string[max(start - _NEAR, 0) : start].rpartition("\n")[2]
    after = string[end : end + _NEAR].partition("\n")[0]
    if not HAS_WORD.search(before) and not HAS_WORD.search(after):
        return False
    above, below = _EDGE.split(before)[-1], _EDGE.split(after, maxsplit=1)[0]
    if above.endswith(_OPENED) and after.startswith(_CLOSED):
        return True
    opens, closes = _IN_BRACKETS
    if opens.match(before) and closes.match(after):
        return True
    speaks = _speaking(language)
    if not HAS_WORD.search(above):
        # ****** separates the two answers.
        soon = below[: _SOON if language.spaced else _SOON_UNSPACED]
        return _LATER_WORD.match(below) is not None and speaks.search(soon) is not None
    glued = above[-1:].isspace() and _LATER_WORD.match(below[:1]) is not None
    return (
        glued
        or _GOES_ON.match(after) is not None
        or (len(after) < _SHORT and after.rstrip().endswith((":", "：")))
        or speaks.search(above) is not None
        or speaks.search(below) is not None
    )


@lru_cache(maxsize=64)
def _speaking(language: Language) -> regex.Pattern[str]:
    """Returns a pattern for the words with which a sentence speaks of a divider."""
    words = {*language.dividing, *get_language("en").dividing}
    begins = r"\b" if language.spaced else ""
    forms = "|".join(
        regex.escape(word.removesuffix("$")) + (r"\b" if word.endswith("$") else "")
        for word in sorted(words)
    )
    return regex.compile(f"{begins}(?:{forms})", regex.IGNORECASE)
