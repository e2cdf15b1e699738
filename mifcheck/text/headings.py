"""Headings that no mark shows: THE OLD HOUSE; The Old House; Day 1: Arrival in Rome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import regex

from mifcheck.languages import Language
from mifcheck.languages.characters import (
    CLOSING_QUOTES,
    DASHES,
    EMOJI,
    FINAL_MARKS,
    HAS_WORD,
    IDEOGRAPH,
    OPENING_QUOTES,
    PAUSES,
    SENTENCE_ENDS,
    SPELLING,
    inside,
)
from mifcheck.markup.attributions import has_pronoun
from mifcheck.markup.edges import ends_like_a_sentence
from mifcheck.markup.postscripts import POSTSCRIPT
from mifcheck.segment.abbreviations import folded
from mifcheck.segment.labels import labels_of
from mifcheck.text.correspondence import SPEECH, Line, paragraphs_of

_LONGEST, _LONGEST_UNSPACED = 80, 24
"""Maximum number of characters in a heading that no mark shows."""
NUMBER = r"(?:\p{Nd}{1,3}|[IVXLC]{1,6})"
HAN_NUMBER = r"(?:\p{Nd}{1,3}|[〇零一二三四五六七八九十百两]{1,4})"
# "Day 1: Rome" and "Part 2 - Rome"; with a full stop, only words that are known to be numbered.
_NUMBERED = regex.compile(
    rf"""
    [{inside(OPENING_QUOTES)}]?
    (?: (?P<name> [{SPELLING}'’-]++ ) [ ] {NUMBER} (?: [-–.]\p{{Nd}}{{1,3}} )?
      | (?P<name> 第 ) {HAN_NUMBER} {IDEOGRAPH}{{1,3}}
      | (?P<name> {IDEOGRAPH}{{1,3}} ) [ ]? {HAN_NUMBER}
      | {HAN_NUMBER} (?P<name> {IDEOGRAPH}{{1,2}}目 )
    )
    (?: \s?[:：–—-]+ | (?P<stop> [.．] ) | (?<={IDEOGRAPH}) ) (?: \s | (?<=：) )
    """,
    regex.VERBOSE,
)
_NO_PAUSE = rf"[^\s{inside(SENTENCE_ENDS + PAUSES + OPENING_QUOTES)}]"
_CLOCK = rf"[(\[]?{IDEOGRAPH}{{0,2}}\p{{Nd}}{{1,2}}[:：]\p{{Nd}}{{2}}(?!\p{{Nd}})[)\]]?"
# The colon within 4:1 ends no label.
_COLON = r"[:：](?!//)(?<!\p{Nd}.(?=\p{Nd}))"
_PIECE = rf"(?:{_CLOCK}|{_NO_PAUSE}++)"
LABELLED = regex.compile(
    rf"[{inside(OPENING_QUOTES)}]?(?:{_PIECE}(?:\s{_PIECE}){{0,3}}\.?\s?{_COLON}|{_CLOCK})\s*+\S"
)
"""A line with a label or a time: Step 1: Boil it; Ann (10:02): Hi; 8:00 Wake up"""
LABELLED_UNSPACED = regex.compile(
    rf"{_CLOCK}\s*+\S"
    rf"|(?:{_NO_PAUSE}|[^\S\n]){{1,12}}+(?:{_COLON}\s*+\S|(?<!\s){SPEECH.pattern}\Z)"
)
"""The same in a script without spaces, where the speech may follow a name at once: 太郎「はい」"""
# ß may stand among capitals.
_SMALL = regex.compile(r"(?!ß)\p{Ll}")
_CAPITAL = regex.compile(r"\p{Lu}")
# St. and Dr. are shorter.
_ENDED = regex.compile(rf"(?<=\p{{L}}{{3}})[{inside(SENTENCE_ENDS)}]")
# A: Blue
_ANSWER = regex.compile(rf"[{SPELLING}]++[:：]\s*+\S")
_BRACKETED = regex.compile(r"[(（\[][^()（）\[\]]*+[)）\]]")
_HAN_WORD = regex.compile(r"\p{Han}{1,2}")
_WORD_UNSPACED = 4
"""How many characters without spaces between them are as short as a word."""
_MARK = regex.compile(
    rf"[{inside(SENTENCE_ENDS + PAUSES + OPENING_QUOTES + CLOSING_QUOTES + DASHES)}]"
)
_ORNAMENT = regex.compile(rf"(?:{EMOJI}\ufe0f?)++\s++")
_EMOJI_LAST = regex.compile(rf"(?:\s*+{EMOJI}\ufe0f?)++\Z")
_QUOTED = regex.compile(r"[«„“\"『](.{2,60})[»“”\"』]")
# Speech stands in corner brackets without a final mark, and mostly in kana if it is one word.
_IN_CORNERS = regex.compile(r"「(?=[^」]*[\p{Han}\p{Katakana}])([^「」]{5,60})」")
_SPEAKING = OPENING_QUOTES + DASHES
_POET = regex.compile(r"[(（\[〔【]\p{Lo}{1,3}[)）\]〕】]\s?\p{Lo}{2,4}")
_MOST_WORDS = 8
"""Maximum number of words in one that has no capitals either."""
_FAR = 4
"""How many times longer the paragraph below a heading is, if nothing else tells the heading."""
# Of l'Astre and Ann's, the part before the apostrophe tells; the 1990s need no capital.
_WORDS = regex.compile(rf"(?<![{SPELLING}\p{{Nd}}'’])[{SPELLING}]++")


def headings(lines: Sequence[Line], language: Language) -> set[int]:
    """Returns the lines that are headings by what they say and by what stands below them.

    A line in capitals is one in a text that is not. A paragraph like a title, or a line with a
    numbered name, is one above text. Lines with the same name are a list: Day 1: Rome

    Args:
        lines: the lines of the text.
        language: its language.
    """
    found: set[int] = set()
    if not lines:
        return found
    if language.has_case and any(_SMALL.search(line.text) for line in lines):
        found = {number for number in range(len(lines)) if _is_capital_heading(lines, number)}
    paragraphs = list(paragraphs_of(lines))
    names = [_numbered_name(lines, each, language) for each in paragraphs]
    labelled = [
        not name and LABELLED.match(lines[each[0]].text) is not None
        for name, each in zip(names, paragraphs, strict=True)
    ]
    above_text = False
    for number, paragraph in reversed(list(enumerate(paragraphs))):
        name = names[number]
        if name:
            beside = (*names[max(number - 1, 0) : number], *names[number + 1 : number + 2])
            is_like_one = name not in beside
        else:
            # Beside another one, a line with a label is one of a list: Final Score: Good
            is_listed = labelled[number] and sum(labelled[max(number - 1, 0) : number + 2]) > 1
            below = [lines[at] for each in paragraphs[number + 1 : number + 2] for at in each]
            is_title = _is_like_a_title([lines[at] for at in paragraph], language)
            if not is_title and len(paragraph) == 1 + _has_author(lines, paragraph):
                is_title = _heads(lines[paragraph[0]], below, number == 0, language)
            is_like_one = is_title and not is_listed
        if is_like_one and above_text:
            found.update(paragraph)
        above_text = above_text or not is_like_one
    found.update(_in_sentence_case(lines, paragraphs, found, language))
    return found


def _in_sentence_case(
    lines: Sequence[Line], paragraphs: Sequence[range], found: set[int], language: Language
) -> Iterator[int]:
    """Yields the headings without capitals in a text whose sentences have marks: Key takeaways

    At least two short lines without a mark stand above text or a list.
    """
    if not language.has_case:
        return
    others = [each for each in paragraphs if each[0] not in found]
    bare = [
        len(each) == 1
        and lines[each[0]].kind == "text"
        and _is_noun_phrase(lines[each[0]].text, language)
        for each in others
    ]
    for each, is_bare in zip(others, bare, strict=True):
        last = lines[each[-1]]
        if not (is_bare or last.kind != "text" or ends_like_a_sentence(last.text, FINAL_MARKS)):
            return
    heads = [one[0] for (one, a), (_, b) in pairwise(zip(others, bare, strict=True)) if a and not b]
    if len(heads) > 1:
        yield from heads


def _is_capital_heading(lines: Sequence[Line], number: int) -> bool:
    """Tells whether the first line of a block is a heading in capitals: THE OLD HOUSE"""
    line, following = lines[number], lines[number + 1 : number + 2]
    if line.kind != "text" or not line.first or not _is_in_capitals(line.text):
        return False
    if POSTSCRIPT.match(line.text):
        return False
    # A line of verse or of a paragraph goes on in capitals.
    goes_on = any(not after.first and _is_in_capitals(after.text) for after in following)
    return not (goes_on or ends_like_a_sentence(line.text, FINAL_MARKS))


def _is_in_capitals(line: str) -> bool:
    return _SMALL.search(line) is None and _CAPITAL.search(line) is not None


def _numbered_name(lines: Sequence[Line], paragraph: range, language: Language) -> str:
    """Returns the name before the number of a short line that is a paragraph, or ""."""
    line = lines[paragraph[0]]
    match = _NUMBERED.match(line.text) if line.kind == "text" and len(paragraph) == 1 else None
    if match is None or not _is_short(line.text, language) or has_pronoun(line.text, language):
        return ""
    stop = match.start("stop")
    if stop >= 0 and not labels_of(language).ends(line.text, 0, stop):
        return ""
    return match["name"].casefold()


def _is_like_a_title(lines: Sequence[Line], language: Language) -> bool:
    """Tells whether lines have the capitals of titles. The last one has small letters, too.

    Of a script without capitals, it is a word alone.
    """
    if not language.has_case:
        line = lines[0]
        return len(lines) == 1 and line.kind == "text" and _is_a_name(line.text, language)
    if len(lines[0].text) > _LONGEST or not _SMALL.search(lines[-1].text):
        return False
    return all(line.kind == "text" and _has_capitals(line.text, language) for line in lines)


def _has_author(lines: Sequence[Line], paragraph: range) -> bool:
    """Tells whether the second of two lines says whose poem follows: 静夜思⏎（唐）李白"""
    return len(paragraph) > 1 and _POET.fullmatch(lines[paragraph[1]].text) is not None


def _heads(line: Line, below: Sequence[Line], is_first: bool, language: Language) -> bool:
    """Tells whether a line is a heading by its ornaments, its length and the text below it.

    It has emoji before it (📚 Tea in winter), is all that stands in quotation marks at the
    beginning of a text, or is far shorter than the paragraph below it (in corner brackets, too).
    """
    if line.kind != "text" or not (below and below[0].kind in ("text", "item")):
        return False
    ornament = _ORNAMENT.match(line.text)
    title = line.text[ornament.end() :].rstrip() if ornament else line.text
    quoted = _QUOTED.fullmatch(title) if is_first and below[0].text[0] not in _SPEAKING else None
    within = quoted or (is_first and _IN_CORNERS.fullmatch(title))
    title = _EMOJI_LAST.sub("", title) if ornament else within[1] if within else title
    if not _is_noun_phrase(title, language):
        return False
    if ornament or quoted:
        return True
    size = sum(len(each.text) for each in below)
    goes_far = size >= _FAR * len(title) and ends_like_a_sentence(below[-1].text)
    # Only a language of which verbs are known tells so little from a clause.
    rule = language.sentences
    return goes_far and bool(rule.copulas or rule.clause_ends)


def _is_noun_phrase(line: str, language: Language) -> bool:
    """Tells whether a line is short, and has no mark, no pronoun and no verb that is known."""
    if not _is_short(line, language) or _is_said_alone(line, language) or not HAS_WORD.search(line):
        return False
    words, ends = line.casefold().split(), language.sentences.clause_ends
    if _MARK.search(line) or len(words) > _MOST_WORDS or words[-1] in ends:
        return False
    held = words if language.spaced else line
    if any(verb in held for verb in language.sentences.copulas):
        return False
    if language.has_case:
        return line[0].isupper() and not set(words) & set(language.classes.pronouns)
    return not has_pronoun(line, language) and (language.spaced or not line.endswith(ends))


def _is_a_name(line: str, language: Language) -> bool:
    """Tells whether a line is one word, and no answer and no thanks."""
    bare = _BRACKETED.sub("", line).strip()
    # What is longer, or ends in kana, may be a clause: 下雨了, 雨だ
    named = is_one_word(line, language) if language.spaced else _HAN_WORD.fullmatch(bare)
    if not named or not HAS_WORD.search(line) or not _is_short(line, language):
        return False
    return not _is_said_alone(line, language)


def is_one_word(line: str, language: Language) -> bool:
    """Tells whether a line, without brackets and a colon, is one word or as short as one."""
    line = _BRACKETED.sub("", line).rstrip(":：")
    if language.spaced:
        return len(_WORDS.findall(line)) <= 1
    return len(line) <= _WORD_UNSPACED


def is_nouns_alone(line: str, language: Language) -> bool:
    """Tells whether a short line is nouns alone, where verbs come last: カレーの作り方

    What begins like a sentence leads up to something: 以下の3点
    """
    rule = language.sentences
    if not rule.topic_marks or line.startswith(rule.sentence_starters):
        return False
    return not any(mark in line for mark in rule.topic_marks) and _is_noun_phrase(line, language)


def _has_capitals(line: str, language: Language) -> bool:
    """Tells whether each word of a short line has a capital, but those that titles have small."""
    if not _is_short(line.rstrip(":"), language) or _ANSWER.match(line):
        return False
    if _is_said_alone(line, language):
        return False
    words = _WORDS.findall(line)
    small = {word for word in words if not _CAPITAL.match(word)}
    return len(small) < len(set(words)) and small <= _minor_words(language)


def _is_short(line: str, language: Language) -> bool:
    """Tells whether a line is short and has no final mark but of abbreviations."""
    longest = _LONGEST if language.spaced else _LONGEST_UNSPACED
    if len(line) > longest or _ENDED.search(line):
        return False
    return not ends_like_a_sentence(line, FINAL_MARKS)


def _is_said_alone(line: str, language: Language) -> bool:
    """Tells whether a line is an answer or thanks, which head nothing: Yes, Vielen Dank"""
    said = line.casefold()
    return said in answers_of(language) or said in _closings(language)


@lru_cache(maxsize=64)
def _closings(language: Language) -> frozenset[str]:
    return frozenset(closing.casefold() for closing in language.letters.closings)


@lru_cache(maxsize=64)
def _minor_words(language: Language) -> frozenset[str]:
    return frozenset(language.classes.minor_words)


@lru_cache(maxsize=64)
def answers_of(language: Language) -> frozenset[str]:
    """Returns the words of answers, which are a sentence alone, and may be abbreviations: No."""
    return folded(word for words in language.answers.options for word in words)
