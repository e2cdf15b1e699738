"""Running text: the stretches of a text that have sentences.

A list item is running text, and so is a cell of a table that is more than a name or a figure. A
heading, a title, a label, a salutation, a closing with its signature, a line of tags and a formula
are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import regex

from mifcheck.languages import Language, get_language
from mifcheck.languages.characters import (
    CLOSING_QUOTES,
    DASHES,
    EMOJI,
    FINAL_MARKS,
    FULL_STOPS,
    IDEOGRAPH,
    OPENING_QUOTES,
    PAUSES,
    SENTENCE_ENDS,
    SPELLING,
    WORD,
    either,
    inside,
)
from mifcheck.markup.attributions import ATTRIBUTION, AUTHOR, FULL_NAME, has_pronoun
from mifcheck.markup.edges import before_closing, ends_like_a_sentence
from mifcheck.markup.postscripts import POSTSCRIPT
from mifcheck.markup.rendering import Block
from mifcheck.segment.abbreviations import abbreviations_of
from mifcheck.segment.labels import labels_of
from mifcheck.text.correspondence import SPEECH, Line, ends_within, letter_parts
from mifcheck.text.headings import (
    HAN_NUMBER,
    LABELLED,
    LABELLED_UNSPACED,
    NUMBER,
    answers_of,
    headings,
    is_nouns_alone,
    is_one_word,
)

Stretch = tuple[int, int]


_LINE = regex.compile(r"[^\n]*[^\n\s][^\n]*+")
_WORD = regex.compile(rf"[{WORD}]++")
_LETTERS = regex.compile(rf"[{SPELLING}]++")
_IDEOGRAPH = regex.compile(IDEOGRAPH)
_CLAUSE_WORDS, _CLAUSE_CHARACTERS = 4, 6


def running(string: str, blocks: Sequence[Block], language: Language) -> Iterator[Stretch]:
    """Yields the (start, end) of each stretch of running text.

    Args:
        string: the rendered text.
        blocks: its blocks.
        language: the language of the text.
    """
    lines = [line for block in blocks for line in _lines(string, block, language)]
    labels = {number for number, line in enumerate(lines) if _is_label(line, language)}
    labels |= {
        number for number in range(1, len(lines)) if _is_attribution(lines, number, language)
    }
    labels |= set(_works(lines))
    # What follows a label is a paragraph of its own.
    for after in {number + 1 for number in labels} - {len(lines)}:
        lines[after] = lines[after]._replace(first=True)
    begins = set(_apart_from_above(lines, language))
    listed = begins | {number - 1 for number in begins}
    apart = labels | (headings(lines, language) - listed) | letter_parts(lines, language)
    has_formulas = "$$" in string or _MATH.search(string) is not None
    begun = end = -1
    for number, line in enumerate(lines):
        if line.first or number in begins or begun < 0:
            if begun >= 0:
                yield begun, _without_tags(string, begun, end)
            begun = -1
        if number in apart or (has_formulas and _is_formula(line.text)):
            if begun >= 0:
                yield begun, _without_tags(string, begun, end)
            begun = -1
            continue
        begun, end = (line.start if begun < 0 else begun), line.end
    if begun >= 0:
        yield begun, _without_tags(string, begun, end)


def _lines(string: str, block: Block, language: Language) -> Iterator[Line]:
    kind, start, end = block
    if kind == "cell" and not _is_clause(string[start:end], language):
        return
    if kind in ("text", "item", "cell"):
        whole = string[start:end]
        if "\n" not in whole and (stripped := whole.strip()):
            yield Line(kind, True, start, end, stripped)
            return
        for number, match in enumerate(_LINE.finditer(string, start, end)):
            yield Line(kind, number == 0, *match.span(), match[0].strip())


def _is_clause(cell: str, language: Language) -> bool:
    """Tells whether a cell of a table is more than a name or a figure."""
    if ends_like_a_sentence(cell):
        answer = cell.strip(" .").casefold() in answers_of(language)
        return answer or not _is_abbreviated(cell, language)
    words = _LETTERS.findall(cell)
    ideographs = sum(_IDEOGRAPH.match(word[0]) is not None and len(word) for word in words)
    return len(words) >= _CLAUSE_WORDS or ideographs >= _CLAUSE_CHARACTERS


# Titles, labels, tags and formulas

_TAG = regex.compile(rf"(?<![^\s,;{inside(SENTENCE_ENDS)}])#[{WORD}_]++[\s,]*+")
_ENDED = rf"[{inside(FINAL_MARKS)}] (?:\s*{EMOJI})*"
# Chapter 7; Act I, Scene 2
_NAMED = rf"[{SPELLING}'’-]++ (?: [ ][{SPELLING}'’-]++ )? [ ]{NUMBER}"
_LABEL = regex.compile(
    rf"""
    (?: <{{2,}}+ [^<>]++ >{{2,}}+
      | [(（\[【〔〖] (?! .{{0,79}} {_ENDED} [)）\]】〕〗] ) [^(（\[【〔〖]{{0,79}} \S [)）\]】〕〗]
      | {_NAMED} (?: ,[ ]{_NAMED} )? [.)]?
      | 第{HAN_NUMBER}{IDEOGRAPH}{{1,3}}
      | {IDEOGRAPH}{{1,3}} [ ]? {HAN_NUMBER}
    )
    [:：]?
    """,
    regex.VERBOSE,
)
_PERSON = rf"[^{inside(FINAL_MARKS + PAUSES + OPENING_QUOTES + CLOSING_QUOTES)}]{{1,16}}"
_AUTHOR = regex.compile(rf"(?:—{{1,2}}\s*)?{_PERSON}")
_WORK = regex.compile(
    # What ends in a final mark is said in 『』.
    rf"(?:《[^《》]{{1,60}}》|〈[^〈〉]{{1,60}}〉|『[^『』]{{1,60}}(?<![{inside(FINAL_MARKS)}])』)"
    rf"(?:\s?—{{1,2}}\s?{_PERSON}|\s\S{{2,4}}|\s?[(（]{_PERSON}[)）])?"
)
_COLONS = (":", "：")
_DASHES = tuple(DASHES)
# Of a list mark, the dash is not seen. A name of one word may be an item.
_NAMING = {"text": ATTRIBUTION, "item": FULL_NAME}
_MATH = regex.compile(r"[=≈≠≤≥∝→⇒±×÷√∑∫]|\\(?:frac|sqrt|sum|int|cdot|times)\b")
_SET_APART = regex.compile(r"\$\$.*\$\$[.,]?|\\?\[(?=.*[=^\\]).*\\?\][.,]?|\\begin\{.*")
_LONG_WORD = regex.compile(rf"(?<![\\{WORD}])[{SPELLING}]{{3,}}|{IDEOGRAPH}")
_FUNCTIONS = frozenset(("sin", "cos", "tan", "log", "exp", "lim", "max", "min", "mod", "det"))


def _without_tags(string: str, start: int, end: int) -> int:
    if string.find("#", start, end) < 0:
        return end
    last = begun = -1
    for match in _TAG.finditer(string, start, end):
        begun, last = (begun if match.start() == last else match.start()), match.end()
    is_last = last >= 0 and not string[last:end].strip(f"{CLOSING_QUOTES}\n ")
    return begun if is_last else end


def _is_label(line: Line, language: Language) -> bool:
    """Tells whether a line is a title, a label, a header, a postscript's mark or a line of tags."""
    if line.kind == "text" and (POSTSCRIPT.fullmatch(line.text) or _is_header(line.text, language)):
        return True
    return _is_apart(line.text, language)


def _is_apart(line: str, language: Language) -> bool:
    """Tells whether a line is a title, a label or a line of tags."""
    # What is quoted may begin with one.
    if line.startswith(_QUOTES) and not line.endswith(_CLOSED):
        line = line[1:].lstrip()
    if line.startswith("#") and _without_tags(line, 0, len(line)) == 0:
        return True
    if _LABEL.fullmatch(line):
        # Chapter 7. is a label, and Remember 7. is none.
        is_ended = language.sentences.numbered_names and line.endswith(".")
        return not is_ended or labels_of(language).ends(line, 0, len(line) - 1)
    if not line.endswith(_COLONS):
        return False
    return is_one_word(line, language) or is_nouns_alone(line[:-1], language)


def _works(lines: Sequence[Line]) -> Iterator[int]:
    """Yields the lines above a text that give the title of a work, and below it its author."""
    for number, line in enumerate(lines[:-1]):
        if not (line.first and line.kind == "text" and _WORK.fullmatch(line.text)):
            continue
        yield number
        below = lines[number + 1 : number + 3]
        is_pair = [each.first for each in below] == [False, True]
        if is_pair and _AUTHOR.fullmatch(below[0].text):
            yield number + 1


def _apart_from_above(lines: Sequence[Line], language: Language) -> Iterator[int]:
    """Yields the lines that go on with nothing, since they and the lines above have one form.

    They are the speeches of a dialogue in quotation marks, or have a label each (Step 1: Boil it.).
    """
    labelled = LABELLED if language.spaced else LABELLED_UNSPACED
    pause = _pause_at_end(language)
    for number, (above, line) in enumerate(pairwise(lines), 1):
        if line.first:
            continue
        is_speech = line.text.startswith(_QUOTES) and SPEECH.fullmatch(above.text)
        # Verse goes on after a comma, and prose with a small letter.
        goes_on = pause.search(above.text) or (line.text[0].islower() > above.text[0].islower())
        is_listed = not goes_on and labelled.match(line.text) and labelled.match(above.text)
        if is_speech or is_listed:
            yield number


@lru_cache(maxsize=64)
def _pause_at_end(language: Language) -> regex.Pattern[str]:
    """Returns the pattern of a comma at the end, with a conjunction or not: boil it, and"""
    commas, words = either(language.commas), either(language.classes.conjunctions)
    return regex.compile(rf"(?:{commas})(?:\s?(?i:{words}))?\Z")


_QUOTES, _CLOSED = tuple(OPENING_QUOTES), tuple(CLOSING_QUOTES)
_STOPS = FULL_STOPS + "。।"


def _is_header(line: str, language: Language) -> bool:
    """Tells whether a line gives a title or a subject: Subject: The broken roof"""
    if not any(colon in line for colon in _COLONS):
        return False
    match = _header(language).match(line)
    if match is None:
        return False
    # A title may be a question, but no sentence follows it: Place: the park. Be early!
    if ends_like_a_sentence(line) and ends_within(line, match.end(), abbreviations_of(language)):
        return False
    # Date: May 5, 9 a.m.
    return not ends_like_a_sentence(line, _STOPS) or _is_abbreviated(line, language)


def _is_abbreviated(line: str, language: Language) -> bool:
    """Tells whether the last full stop of a line is that of an abbreviation."""
    known, stop = abbreviations_of(language), before_closing(line, 0, len(line)) - 1
    token = known.token(line, stop)
    # 6.1 in.
    return known.lists(token) or known.closes(line, stop, token)


def _is_attribution(lines: Sequence[Line], number: int, language: Language) -> bool:
    """Tells whether a line below what is quoted says whose words they are: — Ann Lee, *Rain*"""
    line = lines[number]
    named = _NAMING.get(line.kind)
    before, after = lines[number - 1], lines[number + 1 : number + 2]
    # Below a quotation, a name in a script without capitals, or of one word, is known for one.
    if line.kind == "item" and before.text.rstrip(SENTENCE_ENDS).endswith(_CLOSED):
        named = AUTHOR
    if named is None or not named.fullmatch(line.text) or has_pronoun(line.text, language):
        return False
    # A dialogue or a list has several of them.
    if any(each.kind == "item" or each.text.startswith(_DASHES) for each in (before, *after)):
        return False
    return (line.first and line.kind == "text") or ends_like_a_sentence(before.text)


@lru_cache(maxsize=64)
def _header(language: Language) -> regex.Pattern[str]:
    quote = f"[{inside(OPENING_QUOTES)}]?"
    # Models keep English ones in other languages, too.
    names = (*language.letters.headers, *get_language("en").letters.headers)
    return regex.compile(rf"{quote}(?i:{either(names)})\s?[:：]\s*\S")


def _is_formula(line: str) -> bool:
    if not (_MATH.search(line) or line.startswith("$$")):
        return False
    words = (match[0].lower() for match in _LONG_WORD.finditer(line))
    return _SET_APART.fullmatch(line) is not None or all(word in _FUNCTIONS for word in words)
