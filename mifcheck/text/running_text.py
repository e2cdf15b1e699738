"""Running text: the stretches of a text that have sentences.

A list item is running text, and so is a cell of a table that is more than a name or a figure. A
heading, a title, a label, a salutation, a closing with its signature, a line of tags and a formula
are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise

import regex

from mifcheck.languages import Language
from mifcheck.languages.characters import (
    CLOSING_QUOTES,
    DASHES,
    EMOJI,
    FINAL_MARKS,
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
from mifcheck.markup.rendering import Block
from mifcheck.segment.abbreviations import abbreviations_of, folded
from mifcheck.segment.labels import Labels
from mifcheck.text.correspondence import SPEECH, Line, letter_parts

Stretch = tuple[int, int]


_LINE = regex.compile(r"[^\n]*[^\n\s][^\n]*+")
_WORD = regex.compile(rf"[{WORD}]++")
_LETTERS = regex.compile(rf"[{SPELLING}]++")
_IDEOGRAPH = regex.compile(IDEOGRAPH)
_HAN_WORD = regex.compile(r"\p{Han}{1,2}")
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
    apart = labels | letter_parts(lines, language)
    has_formulas = "$$" in string or _MATH.search(string) is not None
    cased = language.has_case and _SMALL.search(string) is not None
    begun = end = -1
    for number, line in enumerate(lines):
        if line.first or number in begins or begun < 0:
            if begun >= 0:
                yield begun, _without_tags(string, begun, end)
            begun = -1
        if (
            number in apart
            or (cased and line.first and _is_capital_heading(lines, number))
            or (line.first and _is_heading(string, lines, number, language))
            or (has_formulas and _is_formula(line.text))
        ):
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
        answer = cell.strip(" .").casefold() in _answers(language)
        return answer or not _is_abbreviated(cell, language)
    words = _LETTERS.findall(cell)
    ideographs = sum(_IDEOGRAPH.match(word[0]) is not None and len(word) for word in words)
    return len(words) >= _CLAUSE_WORDS or ideographs >= _CLAUSE_CHARACTERS


@lru_cache(maxsize=64)
def _answers(language: Language) -> frozenset[str]:
    """Returns the words of answers, some of which are abbreviations, too: No."""
    return folded(word for words in language.answers.options for word in words)


@lru_cache(maxsize=64)
def _said_alone(language: Language) -> frozenset[str]:
    """Returns what stands alone and heads nothing: Yes, Thanks"""
    return _answers(language) | {closing.casefold() for closing in language.letters.closings}


# Titles, labels, tags and formulas

_TAG = regex.compile(rf"(?<![^\s,;{inside(SENTENCE_ENDS)}])#[{WORD}_]++[\s,]*+")
_NUMBER = r"(?:\p{Nd}{1,3}|[IVXLC]{1,6})"
_HAN_NUMBER = r"(?:\p{Nd}{1,3}|[〇零一二三四五六七八九十百两]{1,4})"
_ENDED = rf"[{inside(FINAL_MARKS)}] (?:\s*{EMOJI})*"
_LABEL = regex.compile(
    rf"""
    (?: <{{2,}}+ [^<>]++ >{{2,}}+
      | [(（\[【〔〖] (?! .{{0,79}} {_ENDED} [)）\]】〕〗] ) [^(（\[【〔〖]{{0,79}} \S [)）\]】〕〗]
      | [{SPELLING}'’-]++ (?: [ ][{SPELLING}'’-]++ )? [ ]{_NUMBER} [.)]?
      | 第{_HAN_NUMBER}{IDEOGRAPH}{{1,3}}
      | {IDEOGRAPH}{{1,3}} [ ]? {_HAN_NUMBER}
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
_BRACKETED = regex.compile(r"[(（\[][^()（）\[\]]*+[)）\]]")
_DASHES = tuple(DASHES)
# Of a list mark, the dash is not seen. A name of one word may be an item.
_NAMING = {"text": ATTRIBUTION, "item": FULL_NAME}
_TITLE_GAP = regex.compile(
    rf"(?:\s?[:：–—]|[.．](?=\s)|\s-(?=\s))[:：.．–—\s-]*(?=\S)|(?<={IDEOGRAPH})\s++(?=\S)"
)
_LABEL_WORDS, _LABEL_CHARACTERS = 1, 4
_TITLE_WORDS = 12
_NO_PAUSE = rf"[^\s{inside(SENTENCE_ENDS + PAUSES + OPENING_QUOTES)}]"
_CLOCK = rf"[(\[]?{IDEOGRAPH}{{0,2}}\p{{Nd}}{{1,2}}[:：]\p{{Nd}}{{2}}(?!\p{{Nd}})[)\]]?"
# The colon within 4:1 ends no label.
_COLON = r"[:：](?!//)(?<!\p{Nd}.(?=\p{Nd}))"
_PIECE = rf"(?:{_CLOCK}|{_NO_PAUSE}++)"
_LABELLED = regex.compile(
    rf"[{inside(OPENING_QUOTES)}]?(?:{_PIECE}(?:\s{_PIECE}){{0,3}}\.?\s?{_COLON}|{_CLOCK})\s*+\S"
)
_LABEL_WORD = regex.compile(rf"[{inside(OPENING_QUOTES)}]?{_NO_PAUSE}++\s?[:：]")
# Of a script, the name may stand right before the speech: 太郎「はい」
_LABELLED_UNSPACED = regex.compile(
    rf"{_CLOCK}\s*+\S"
    rf"|(?:{_NO_PAUSE}|[^\S\n]){{1,12}}+(?:{_COLON}\s*+\S|(?<!\s){SPEECH.pattern}\Z)"
)
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
    """Tells whether a line is a title, a label, a header or a line of tags."""
    is_header = line.kind == "text" and _is_header(line.text, language)
    return is_header or _is_apart(line.text, language)


def _is_apart(line: str, language: Language) -> bool:
    """Tells whether a line is a title, a label or a line of tags."""
    # What is quoted may begin with one.
    if line.startswith(_QUOTES) and not line.endswith(_CLOSED):
        line = line[1:].lstrip()
    if line.startswith("#") and _without_tags(line, 0, len(line)) == 0:
        return True
    if _LABEL.fullmatch(line):
        # Chapter 7. is a label, and Remember 7. is none.
        names = language.sentences.numbered_names
        return not (names and line.endswith(".")) or _labels(language).ends(line, 0, len(line) - 1)
    return line.endswith(_COLONS) and _is_short_label(line, language)


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
    labelled = _LABELLED if language.spaced else _LABELLED_UNSPACED
    pause = _pause_at_end(language)
    for number, (above, line) in enumerate(pairwise(lines), 1):
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
_labels = lru_cache(maxsize=64)(Labels)


# ß may stand among capitals.
_SMALL = regex.compile(r"(?!ß)\p{Ll}")
_CAPITAL = regex.compile(r"\p{Lu}")
_POSTSCRIPT = regex.compile(r"(?:P\.?\s?){1,2}[SD]\b")


def _is_capital_heading(lines: Sequence[Line], number: int) -> bool:
    """Tells whether the first line of a block is a heading in capitals: THE OLD HOUSE"""
    line, following = lines[number], lines[number + 1 : number + 2]
    if line.kind != "text" or not _is_in_capitals(line.text) or _POSTSCRIPT.match(line.text):
        return False
    # A line of verse or of a paragraph goes on in capitals.
    goes_on = any(not after.first and _is_in_capitals(after.text) for after in following)
    return not (goes_on or ends_like_a_sentence(line.text, FINAL_MARKS))


def _is_heading(string: str, lines: Sequence[Line], number: int, language: Language) -> bool:
    """Tells whether a paragraph without a final mark is the heading of what is right below it.

    It is one word, in title case (The Old House), or a numbered name with a title (Chapter 1: The
    Sea).
    """
    line, below = lines[number], list(_paragraph(lines, number + 1))
    alone = line.kind == "text" and below and below[0].first
    if not alone or string[line.end : below[0].start].strip("> \n"):
        return False
    if ends_like_a_sentence(line.text, FINAL_MARKS):
        return False
    if below[0].kind == "text" and not ends_like_a_sentence(below[-1].text):
        return False
    if line.text.casefold() in _said_alone(language) or has_pronoun(line.text, language):
        return False
    if _is_word(line.text, language):
        return True
    if name := _name_of_title(line.text, language):
        # Several with the same name are a list: Day 1: Rome
        beside = (lines[number - 1].text if number else "", below[0].text)
        return all(_name_of_title(each, language) != name for each in beside)
    # A speech: Ann: Hello. With two words in the label, one of several: Old Ann: Hello
    is_one_of_several = all(_LABELLED.match(each.text) for each in (line, below[0]))
    is_speech = is_one_of_several or _LABEL_WORD.match(line.text) is not None
    return not is_speech and _is_in_title_case(line.text, language)


def _paragraph(lines: Sequence[Line], number: int) -> Iterator[Line]:
    """Yields a line and those of its paragraph below it."""
    yield from lines[number : number + 1]
    for at in range(number + 1, len(lines)):
        if lines[at].first:
            return
        yield lines[at]


def _is_word(line: str, language: Language) -> bool:
    """Tells whether a line is one word, with something in brackets or not."""
    words = _WORD.findall(_BRACKETED.sub("", line))
    # What is longer, or ends in kana, may be a clause: 下雨了, 雨だ
    return len(words) == 1 and (language.spaced or _HAN_WORD.fullmatch(words[0]) is not None)


def _name_of_title(line: str, language: Language) -> str:
    """Returns the numbered name that a line begins with and goes on after: Chapter 1: The Sea"""
    ends = _labels(language).ends
    gaps = islice(_TITLE_GAP.finditer(line), 6)
    label = next((line[: gap.start()] for gap in gaps if ends(line, 0, gap.start())), "")
    # Section 3.1 is below Section 3.
    steps = label.count(".") * "."
    return (label.split()[0].casefold() if language.spaced else label[0]) + steps if label else ""


def _is_in_title_case(line: str, language: Language) -> bool:
    """Tells whether all words of a line have capitals, but for the small ones: The Old House"""
    words = [match[0] for match in islice(_WORD.finditer(line), _TITLE_WORDS + 1)]
    small = [word for word in words if _SMALL.match(word)]
    if not language.has_case or not 1 < len(words) <= _TITLE_WORDS or len(words) < 2 * len(small):
        return False
    return all(word.casefold() in language.classes.minor_words for word in small)


def _is_in_capitals(line: str) -> bool:
    return _SMALL.search(line) is None and _CAPITAL.search(line) is not None


def _is_header(line: str, language: Language) -> bool:
    """Tells whether a line gives a title or a subject: Subject: The broken roof"""
    if not any(colon in line for colon in _COLONS):
        return False
    if _header(language).match(line) is None:
        return False
    # Date: May 5, 9 a.m.
    return not ends_like_a_sentence(line) or _is_abbreviated(line, language)


def _is_abbreviated(line: str, language: Language) -> bool:
    """Tells whether the last full stop of a line is that of an abbreviation."""
    known, stop = abbreviations_of(language), before_closing(line, 0, len(line)) - 1
    return known.lists(known.token(line, stop))


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
    return regex.compile(rf"{quote}(?i:{either(language.letters.headers)})\s?[:：]\s*\S")


def _is_short_label(line: str, language: Language) -> bool:
    line = _BRACKETED.sub("", line)
    if language.spaced:
        return len(_WORD.findall(line)) <= _LABEL_WORDS
    return len(line) - 1 <= _LABEL_CHARACTERS


def _is_formula(line: str) -> bool:
    if not (_MATH.search(line) or line.startswith("$$")):
        return False
    words = (match[0].lower() for match in _LONG_WORD.finditer(line))
    return _SET_APART.fullmatch(line) is not None or all(word in _FUNCTIONS for word in words)
