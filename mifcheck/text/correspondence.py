"""The parts of a letter that are not running text: addresses, salutation, closing, signature."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import NamedTuple

import regex

from mifcheck.languages import Language
from mifcheck.languages.characters import (
    CLOSING_QUOTES,
    DASHES,
    OPENING_QUOTES,
    SENTENCE_ENDS,
    WORD,
    inside,
)
from mifcheck.markup.attributions import FULL_NAME
from mifcheck.markup.dates import is_date
from mifcheck.markup.edges import before_closing, ends_like_a_sentence
from mifcheck.segment.abbreviations import Abbreviations, abbreviations_of


class Line(NamedTuple):
    """A line of a block.

    Attributes:
        kind: the kind of the block.
        first: whether it is the first line of the block.
        start, end: its offsets.
        text: what is in it, without outer white space.
    """

    kind: str
    first: bool
    start: int
    end: int
    text: str


class _Forms(NamedTuple):
    """Patterns for how a salutation begins and ends, and for how a closing begins."""

    salutation: regex.Pattern[str]
    addressee: regex.Pattern[str] | None
    closing: regex.Pattern[str]
    abbreviations: Abbreviations


_LONGEST, _LONGEST_UNSPACED = 6, 13
"""Maximum number of words, or of characters without spaces, in a line that is no running text."""
_SIGNATURE_LINES = 5
# Two words, or three characters where no spaces part words.
_LONGEST_UNCASED_NAME = 3
_COMMAS = (",", "，", "、")
_PAUSES = (*_COMMAS, ":", "：", ";")
_NO_SALUTATION = (".", "?", "。", "？", "।")
_END = regex.compile(rf"(?![.．])[{inside(SENTENCE_ENDS)}~～]")
_STOP = regex.compile(r"[.．](?=\s)")
_LAST_LETTER = regex.compile(rf"(?r)[{WORD}]")
_LETTER = regex.compile(r"\p{L}\.")
# Ann P.
_INITIAL = regex.compile(rf"(?<![{WORD}.])\p{{Lu}}\.\Z")
# Sol, S. A.; Maria da Silva Jr.; but not: See you at 5 p.m.
_CAPITAL = r"[^\s\p{L}\p{N}]*+[\p{Lu}\p{Lo}\p{N}]\S*+"
_NAMES = regex.compile(rf"{_CAPITAL}(?:\s++(?:(?:\p{{Ll}}{{1,3}}|&)\s++)?{_CAPITAL})*+\s*+\Z")
_NAME = regex.compile(r"[\[(（【\p{Lu}\p{Lo}—–-]")
_ADDRESS = regex.compile(r"[^,，、:：]++[,，、]")
"""A line whose only comma is at its end. Verse mostly has more of them."""
_QUOTE = inside(OPENING_QUOTES + CLOSING_QUOTES)
SPEECH = regex.compile(
    rf"[{inside(OPENING_QUOTES)}](?:[^{_QUOTE}]|(?<=\p{{L}})['’](?=\p{{L}}))+[{inside(CLOSING_QUOTES)}]"
)
"""A line that is a quotation, such as that of one who greets another."""
_WORD = regex.compile(rf"[{WORD}]++")
# S.p.A. and ann@example.org are one word each.
_LONG = regex.compile(rf"(?:[^{WORD}]*+[{WORD}]++(?:[.@/][{WORD}]++)*+){{{_LONGEST + 1}}}")
_LONG_UNSPACED = regex.compile(rf"(?:[^{WORD}]*+[{WORD}]){{{_LONGEST_UNSPACED + 1}}}")


def letter_parts(lines: Sequence[Line], language: Language) -> set[int]:
    """Returns the lines that are an address, a salutation, a closing or a signature."""
    # A greeting that nothing follows is a sentence: Hello, world!
    if len(lines) < 2 or not language.letters.closings:
        return set()
    forms = _forms(language)
    paragraphs = list(paragraphs_of(lines))
    found = {part for at in range(len(lines)) for part in _closing(lines, at, forms, language)}
    found.update(_signed_off(lines, paragraphs, language))
    found.update(_dated(lines, paragraphs, forms, language))
    others = [number for number, each in enumerate(paragraphs) if each[0] not in found]
    addressed = _addressed(lines, [paragraphs[number] for number in others], language)
    last = len(paragraphs) - 1
    begins = -1
    for number in others:
        paragraph = paragraphs[number]
        followed = number < last
        salutation = _salutation(lines, paragraph, forms, language, followed=followed)
        if not salutation and followed and paragraph[0] == addressed:
            salutation = paragraph
        found.update(salutation)
        if begins < 0 and followed and len(salutation) == len(paragraph):
            begins = number
    if begins >= 0:
        found.update(_around(lines, paragraphs, begins, found, language))
    return found


def paragraphs_of(lines: Sequence[Line]) -> Iterator[range]:
    """Yields the numbers of the lines of each block."""
    firsts = [at for at, line in enumerate(lines) if line.first]
    for start, end in zip(firsts, [*firsts[1:], len(lines)], strict=True):
        yield range(start, end)


def _dated(
    lines: Sequence[Line], paragraphs: Sequence[range], forms: _Forms, language: Language
) -> Iterator[int]:
    """Yields the paragraphs with a date alone: one above other text, or a date with names."""
    for number, paragraph in enumerate(paragraphs):
        texts = [lines[at].text for at in paragraph]
        if lines[paragraph[0]].kind != "text" or not any(map(is_date, texts)):
            continue
        above_text = len(texts) == 1 and number + 1 < len(paragraphs)
        signed = number > 0 and 1 < len(texts) <= _SIGNATURE_LINES
        if above_text or (signed and all(_is_signature(each, forms, language) for each in texts)):
            yield from paragraph


def _closing(lines: Sequence[Line], at: int, forms: _Forms, language: Language) -> Iterator[int]:
    """Yields a line and the signature below it, if the line is a closing."""
    kind, _, _, _, line = lines[at]
    match = forms.closing.match(line) if kind == "text" else None
    if match is None:
        return
    below = [each.text for each in lines[at + 1 : at + 1 + _SIGNATURE_LINES]]
    # A closing may go on in the next line: 此致⏎敬礼！
    signature = list(takewhile(lambda each: _is_signature(each, forms, language), below))
    if not signature and below and not _is_alone(lines, at):
        return
    # Verse may have a line that begins like a closing: Love, oh love,
    whole = not _WORD.search(line, match.end())
    after = at + 1 + len(signature)
    if not whole and after < len(lines) and not lines[after].first:
        return
    if _is_closing(line, language, whole=whole, signed=bool(signature)):
        yield from range(at, after)


def _signed_off(
    lines: Sequence[Line], paragraphs: Sequence[range], language: Language
) -> Iterator[int]:
    """Yields the lines of a closing in any words, with a name below it: In solidarity,⏎Ann

    It is the last paragraph, or the one before a postscript.
    """
    for above, paragraph in list(pairwise(paragraphs))[-2:]:
        closing, *names = (lines[at] for at in paragraph)
        # A name in bold is a block of its own.
        least = int(paragraph is not paragraphs[-1])
        if closing.kind != "text" or len(names) not in range(least, _SIGNATURE_LINES + 1):
            continue
        signed = all(_NAMES.match(name.text) and _is_bare(name.text, language) for name in names)
        closes = _ADDRESS.fullmatch(closing.text) and _is_short(closing.text, language)
        # A name and an office sign a text without a closing; verse has no names.
        names_office = bool(names) and FULL_NAME.match(closing.text) is not None
        if (closes or names_office) and signed and ends_like_a_sentence(lines[above[-1]].text):
            yield from paragraph


def _is_alone(lines: Sequence[Line], at: int) -> bool:
    """Tells whether a line that ends in a comma is a paragraph."""
    return lines[at].first and lines[at + 1].first and lines[at].text.endswith(_COMMAS)


def _is_closing(line: str, language: Language, *, whole: bool, signed: bool) -> bool:
    line = _bare_end(line)
    if line.endswith(_COMMAS):
        return _is_short(line, language)
    wish = signed and line.endswith(("!", "！"))
    # Without spaces an entry is the beginning of a wish: 祝工作顺利！
    begun = wish and not language.spaced and _is_short(line, language)
    return begun or (whole and (wish or not ends_like_a_sentence(line)))


def _is_signature(line: str, forms: _Forms, language: Language) -> bool:
    if is_date(line):
        return True
    is_name = _NAMES.match(line) is not None
    ended = _is_ended(line, forms, signed=True) if is_name else ends_like_a_sentence(line)
    if ended and not _INITIAL.search(line):
        match = forms.closing.match(line)
        return match is not None and line[match.end() :] in ("!", "！")
    return _NAME.match(line) is not None and _is_short(line, language)


def _addressed(lines: Sequence[Line], paragraphs: Sequence[range], language: Language) -> int:
    """Returns the line that addresses somebody in any words: My fellow Americans,

    It is the only paragraph that is a line with a comma at its end, and a longer line follows;
    verse has several, or goes on in short lines.
    """
    ends = [
        at
        for at, *more in paragraphs
        if not more and lines[at].kind == "text" and lines[at].text.endswith(_COMMAS)
    ]
    if len(ends) != 1 or not _ADDRESS.fullmatch(lines[ends[0]].text):
        return -1
    are_short = [_is_short(each.text, language) for each in lines[ends[0] :][:2]]
    return ends[0] if are_short == [True, False] else -1


def _salutation(
    lines: Sequence[Line],
    paragraph: range,
    forms: _Forms,
    language: Language,
    *,
    followed: bool,
) -> range:
    """Returns the lines of a paragraph that are a salutation, with an address above it.

    Args:
        lines: the lines of the text.
        paragraph: those of the paragraph.
        forms: the forms of the language.
        language: the language.
        followed: whether another paragraph follows.
    """
    none = range(0)
    kind, _, _, _, line = lines[paragraph[0]]
    if kind != "text" or SPEECH.fullmatch(line):
        return none
    last = lines[paragraph[-1]].text
    if followed and forms.addressee and forms.addressee.fullmatch(last):
        above = all(_is_bare(lines[at].text, language) for at in paragraph[:-1])
        if above and _is_short(last, language):
            return paragraph
    match = forms.salutation.match(line)
    if match is None or not _is_short(line, language):
        return none
    # Verse goes on below: Hey Jude, don't make it bad,
    named = line[match.end() :].strip("".join(_COMMAS))
    goes_on = len(paragraph) > 1 and not ends_like_a_sentence(line)
    if goes_on and any(comma in named for comma in _COMMAS):
        return none
    alone = followed and len(paragraph) == 1
    return paragraph[:1] if _is_salutation(match, line, forms, alone=alone) else none


def _is_salutation(match: regex.Match[str], line: str, forms: _Forms, *, alone: bool) -> bool:
    if ends_within(line, match.end(), forms.abbreviations):
        return False
    named = alone or _WORD.search(line, match.end()) is not None
    line = _bare_end(line)
    return line.endswith(_PAUSES) or (named and not line.endswith(_NO_SALUTATION))


def ends_within(line: str, at: int, known: Abbreviations) -> bool:
    """Tells whether a sentence ends in a line, and another begins: Hello. Mr. Hale is here!"""
    last = _LAST_LETTER.search(line, at)
    if last is None:
        return False
    if _END.search(line, at, last.start()):
        return True
    stops = _STOP.finditer(line, at, last.start())
    tokens = (known.token(line, stop.start()) for stop in stops)
    return any(not (_LETTER.fullmatch(token) or known.lists(token)) for token in tokens)


def _around(
    lines: Sequence[Line],
    paragraphs: Sequence[range],
    begins: int,
    known: set[int],
    language: Language,
) -> Iterator[int]:
    """Yields the lines of the address above a salutation, and of closings and signatures below.

    Below a salutation a closing may have any words: a line with a comma and a name below it, or
    what stands at the end without a final mark.
    """

    def is_bare(paragraph: range) -> bool:
        return all(
            at in known or (lines[at].kind == "text" and _is_bare(lines[at].text, language))
            for at in paragraph
        )

    for paragraph in paragraphs[:begins]:
        if is_bare(paragraph):
            yield from paragraph
    ended = [number for number, each in enumerate(paragraphs) if not is_bare(each)]
    body = [number for number in ended if number > begins]
    if not body:
        return
    for number in range(body[0] + 1, len(paragraphs)):
        paragraph = paragraphs[number]
        commas = [lines[at].text.endswith(_COMMAS) for at in paragraph]
        closes = commas in ([True, False], [True, False, False])
        if (closes or number > body[-1]) and is_bare(paragraph):
            yield from paragraph
    yield from _signature_below(lines, paragraphs[body[-1]], language)


def _signature_below(lines: Sequence[Line], paragraph: range, language: Language) -> Sequence[int]:
    """Returns the lines at the end of a paragraph that sign a letter: See you soon.⏎Ann"""

    def signs(at: int) -> bool:
        line = lines[at]
        if line.kind != "text" or not _is_bare(line.text, language):
            return False
        # Where no capital tells a name, only its length does.
        size = len(line.text.split()) + 1 if language.spaced else len(line.text)
        is_short = language.has_case or size <= _LONGEST_UNCASED_NAME or line.text[0].isdigit()
        return is_short and _NAMES.match(line.text) is not None

    names = list(takewhile(signs, reversed(paragraph)))
    if len(names) not in range(1, min(len(paragraph), _SIGNATURE_LINES + 1)):
        return ()
    return names if ends_like_a_sentence(lines[names[-1] - 1].text) else ()


def _bare_end(line: str) -> str:
    """Returns a line without the emoji and the closing marks at its end: Hi, how are you? 😊"""
    return line[: before_closing(line, 0, len(line))]


def _is_bare(line: str, language: Language) -> bool:
    """Tells whether a line is short and has no final mark or colon."""
    if is_date(line):
        return True
    if _is_ended(line, _forms(language)) or line.endswith((":", "：")):
        return False
    return _is_short(line, language)


def _is_ended(line: str, forms: _Forms, *, signed: bool = False) -> bool:
    """Tells whether a line ends like a sentence, and not in an abbreviation: 5 Main St.

    Args:
        line: the line.
        forms: the forms of the language.
        signed: whether it is a name below a closing. No abbreviation in one ends a sentence:
            Sol, S. A.
    """
    if not ends_like_a_sentence(line):
        return False
    last, known = len(line) - 1, forms.abbreviations
    token = known.token(line, last) if line.endswith(".") else ""
    if known.closes(line, last, token):
        return not signed
    return not known.lists(token)


def _is_short(line: str, language: Language) -> bool:
    """Tells whether a line is short enough to be no running text."""
    return not (_LONG if language.spaced else _LONG_UNSPACED).match(line)


@lru_cache(maxsize=64)
def _forms(language: Language) -> _Forms:
    rule = language.letters
    begins = [entry for entry in rule.salutations if not entry.startswith("-")]
    ends = [entry[1:] for entry in rule.salutations if entry.startswith("-")]
    greetings = [entry for entry in ends if entry.startswith(_COMMAS)]
    # Not: — Boris, hello! Nor, as no greeting comes last: Thank you, sir!
    last = rf"(?r)[^—–:：]*(?i:(?:{_any(ends)})[,，、:：]?|(?:{_any(greetings) or '(?!)'})[!！])"
    whole = [entry for entry in rule.closings if not entry.startswith("-")]
    last_words = [entry[1:] for entry in rule.closings if entry.startswith("-")]
    salutation = _beginning(begins, language)
    closing = _beginning(whole, language, last_words)
    addressee = regex.compile(last) if ends else None
    return _Forms(salutation, addressee, closing, abbreviations_of(language))


def _beginning(
    entries: Iterable[str], language: Language, last_words: Iterable[str] = ()
) -> regex.Pattern[str]:
    """Returns the pattern of what begins with an entry, or has a last word: Sonnige Grüße"""
    edge = rf"(?![{WORD}])" if language.spaced else ""
    before = rf"(?:[{WORD}]+\s){{1,{_LONGEST - 1}}}"
    forms = f"{_any(entries)}|{before}(?:{_any(last_words) or '(?!)'})"
    # — The End —
    return regex.compile(rf"(?:[¡{inside(OPENING_QUOTES)}]|[~{DASHES}]\s)?(?i:{forms}){edge}")


def _any(entries: Iterable[str]) -> str:
    return "|".join(map(regex.escape, sorted(entries, key=len, reverse=True)))
