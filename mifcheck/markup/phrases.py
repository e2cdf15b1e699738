"""Words and phrases as patterns that match them as a reader does.

A phrase is never a regular expression. One rule serves keywords, end phrases, first words and
the names of sections.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

import regex

from mifcheck.languages import Language
from mifcheck.languages.characters import (
    ALPHANUMERIC,
    APOSTROPHES,
    EMPHASIS,
    HAN_AND_KANA,
    HYPHENS,
    IDEOGRAPH,
    IDEOGRAPHS,
    OPENING_QUOTES,
    SPACELESS,
    SPELLING,
    WORD,
    inside,
)
from mifcheck.languages.joining import open_after, open_before
from mifcheck.languages.rules import SpellingRule
from mifcheck.markup.patterns import one_of
from mifcheck.markup.rendering import as_seen, seen_forms
from mifcheck.verdict import Span

_EXACT = SpellingRule()

ALIKE_MARKS = ("?？", "!！", ",，", ":：", ";；", ".。")
"""Marks that differ in width only."""
# Marks that differ in width or in being curly only.
_ALIKE = (APOSTROPHES, HYPHENS, '"“”„«»「」', *ALIKE_MARKS, "(（", ")）")
_ALIKE_EXACTLY = ('"“”„', *(marks for marks in _ALIKE if '"' not in marks))
_SINGLE_MARKS = frozenset("".join(_ALIKE))
_ONE_OF_ALIKE = {ord(mark): marks[0] for marks in _ALIKE for mark in marks}
SPACED_MARKS = "?？!！:：;；»"
"""Marks before which there may be white space."""
# Bounded, since two of them may adjoin.
_EMPHASIS = rf"[\\{inside(EMPHASIS)}]{{0,12}}"
# z. B. and z.B. are the same.
_DOTTED = rf"(?<=(?<![{SPELLING}])\p{{L}}[.])\s?(?=\p{{L}}[.])"
_MARKS = rf"\s*[{SPACED_MARKS}]|\s+|[{regex.escape(''.join(_ALIKE))}]"
# A space may part an ideograph from a letter or digit of another script, or may not.
_IDEOGRAPHIC = rf"[{HAN_AND_KANA}ー]"
_WESTERN = rf"[[{ALPHANUMERIC}%‰°℃+#&$€£]--[{IDEOGRAPHS}]]"
_SCRIPTS_MEET = rf"(?<={_IDEOGRAPHIC})\s*(?={_WESTERN})|(?<={_WESTERN})\s*(?={_IDEOGRAPHIC})"
_EMOJI_MARKS = r"\ufe0e\ufe0f\u20e3"
ESZETT = ("ß", "ss")
"""In capitals Straße is STRASSE, in every language."""


def plain_marks(string: str) -> str:
    """Returns a text, as long, with one mark for all that differ in width or in being curly."""
    return string.translate(_ONE_OF_ALIKE)


def phrase_body(phrase: str, language: Language | None = None, exact: bool = False) -> str:
    """Returns a phrase as a pattern: its words in order, in any case, within words or not.

    White space matches any white space, and nothing before the marks that French sets apart.
    Marks that differ in width or in being curly match one another, and so do the spellings that
    the language takes for the same. Emphasis marks between words are skipped.

    Args:
        phrase: the phrase.
        language: the language whose spellings hold; None for the spelling given.
        exact: whether only the spelling given holds, and « is another mark than “.
    """
    if exact:
        language = None
    bodies = [_body(form, language, exact) for form in seen_forms(phrase, language)]
    # Without case is the phrase only: the classes around it compile faster with it.
    return f"(?i:{bodies[0] if len(bodies) == 1 else one_of(*bodies)})"


def _body(phrase: str, language: Language | None, exact: bool) -> str:
    spelling = language.spelling if language else _EXACT
    ignored = f"[{regex.escape(spelling.ignored)}]*+" if spelling.ignored else ""
    bare = phrase.translate(dict.fromkeys(map(ord, spelling.ignored))) or phrase
    members, parts = _alike(spelling.alike)
    pieces: list[str] = []
    end = 0
    for match in parts.finditer(bare):
        pieces += [_letter(letter) + ignored for letter in bare[end : match.start()]]
        if match["alike"]:
            strings = members.get(_folded(match[0]), (match[0],))
            pieces.append(_any_of(strings, ignored, members))
            if match[0] in _SINGLE_MARKS:  # In Hindi a colon may be typed for the visarga.
                pieces[-1] = f"(?:{pieces[-1]}|{_mark(match[0], len(pieces) == 1, exact)})"
        elif match["dotted"] is not None:
            pieces.append(r"\s?")
        elif match["meeting"] is not None:
            pieces.append(rf"{_EMPHASIS}\s*+{_EMPHASIS}")
        else:
            # Emphasis before a mark is part of the phrase only within the phrase.
            pieces.append(_mark(match[0], not pieces, exact) + ignored)
        end = match.end()
    pieces += [_letter(letter) + ignored for letter in bare[end:]]
    return "".join(pieces)


def _mark(part: str, begins: bool, exact: bool) -> str:
    mark = part.strip()
    if not mark:
        return rf"{_EMPHASIS}\s++{_EMPHASIS}"
    groups = _ALIKE_EXACTLY if exact else _ALIKE
    alike = rf"[{regex.escape(next((marks for marks in groups if mark in marks), mark))}]"
    if begins:
        return alike
    if mark in SPACED_MARKS:
        return rf"{_EMPHASIS}\s*{alike}"
    return alike if mark in APOSTROPHES + HYPHENS else f"{_EMPHASIS}{alike}{_EMPHASIS}"


def _letter(letter: str) -> str:
    # Letters that fold to several are spelled out: the regex module's full case folding misses
    # them at the end of a pattern.
    if len(letter.casefold()) == 1:
        return regex.escape(letter)
    return f"(?:{regex.escape(letter)}|{regex.escape(letter.casefold())})"


def _any_of(strings: tuple[str, ...], ignored: str, members: dict[str, tuple[str, ...]]) -> str:
    if not ignored and all(len(string) == 1 for string in strings):
        return f"[{regex.escape(''.join(strings))}]"
    return f"(?:{'|'.join(_spelled(string, ignored, members) for string in strings)})"


def _spelled(string: str, ignored: str, members: dict[str, tuple[str, ...]]) -> str:
    """Returns a spelling as a pattern, with the letters that are alike within a longer one."""
    if len(string) == 1:
        return _written(string) + ignored
    return "".join(
        _any_of(members[_folded(letter)], ignored, {})
        if letter not in APOSTROPHES and _folded(letter) in members
        else _written(letter) + ignored
        for letter in string
    )


def _written(letter: str) -> str:
    return f"[{APOSTROPHES}]" if letter in APOSTROPHES else regex.escape(letter)


def _folded(string: str) -> str:
    return string.lower().translate(dict.fromkeys(map(ord, APOSTROPHES), "'"))


@lru_cache(maxsize=64)
def _alike(
    groups: tuple[tuple[str, ...], ...],
) -> tuple[dict[str, tuple[str, ...]], regex.Pattern[str]]:
    """Returns the strings that match each string, and a pattern for what is no single letter."""
    members: dict[str, tuple[str, ...]] = {}
    for group in (*groups, ESZETT):
        for member in group:
            present = members.get(_folded(member), ())
            members[_folded(member)] = tuple(dict.fromkeys((*present, *group)))
    cased = {form for member in members for form in (member, member.upper(), member.capitalize())}
    longest_first = sorted(cased, key=lambda string: (-len(string), string))
    strings = "|".join("".join(map(_written, string)) for string in longest_first)
    return members, regex.compile(
        rf"(?P<dotted>{_DOTTED})|(?P<meeting>{_SCRIPTS_MEET})|(?P<alike>{strings})|{_MARKS}",
        regex.V1,
    )


@lru_cache(maxsize=4096)
def keyword_pattern(
    keyword: str, language: Language | None = None, exact: bool = False
) -> KeywordPattern:
    """Returns a keyword as a pattern that matches whole words only.

    Where the match begins or ends with a letter or digit, no letter, mark or digit may adjoin it,
    nor a mark that joins it to more of a word in the language (won't, 5.5, кто-то). That does not
    hold if one of the two is an ideograph: such scripts have no spaces between words.

    Args:
        keyword: a word or a phrase.
        language: the language of the text.
        exact: whether only the spelling given is accepted.
    """
    return KeywordPattern(phrase_body(keyword, language, exact), keyword, language)


class KeywordPattern:
    """A keyword as a pattern that matches whole words only.

    What the edges of a word are is compiled once for a language, since it takes long.
    """

    def __init__(self, body: str, keyword: str, language: Language | None) -> None:
        self._body = body
        self._edges = (language, keyword[:1].isdigit(), keyword[-1:].isdigit())
        # A body of letters alone matches in one way, so no other match at its place is tried.
        self._is_rigid = body == f"(?i:{regex.escape(keyword)})"
        self._bare = regex.compile(body)
        self._before, self._after = _compiled_edges(*self._edges)

    @cached_property
    def _whole(self) -> regex.Pattern[str]:
        language, first, last = self._edges
        before, after = word_edges(language, from_digit=first, to_digit=last)
        return regex.compile(before + self._body + after)

    def match(self, string: str, start: int, end: int) -> regex.Match[str] | None:
        """Returns the match at `start`, if there is one before `end`."""
        return self._checked(self._bare.match(string, start, end), end)

    def finditer(self, string: str) -> Iterator[regex.Match[str]]:
        """Yields the matches in a string, from left to right, none overlapping."""
        at, end = 0, len(string)
        while found := self._bare.search(string, at):
            match = self._checked(found, end)
            if match:
                yield match
            at = match.end() if match and match.end() > at else found.start() + 1

    def at_end(self, string: str, start: int, end: int) -> regex.Match[str] | None:
        """Returns the match that ends a stretch of text, if there is one."""
        match = self._last.search(string, start, end)
        if match is None:
            return None
        if self._before.match(string, match.start(), end) and self._after.match(string, end, end):
            return match
        return regex.search(rf"(?:{self._whole.pattern})\Z", string, pos=start, endpos=end)

    @cached_property
    def _last(self) -> regex.Pattern[str]:
        return regex.compile(rf"(?:{self._body})\Z")

    def _checked(self, match: regex.Match[str] | None, end: int) -> regex.Match[str] | None:
        """Returns the match if it is whole words, or another one at its place that is."""
        if match is None or not self._before.match(match.string, match.start(), end):
            return None
        if self._after.match(match.string, match.end(), end):
            return match
        return None if self._is_rigid else self._whole.match(match.string, match.start(), end)


@lru_cache(maxsize=256)
def _compiled_edges(
    language: Language | None, first: bool, last: bool
) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    before, after = word_edges(language, from_digit=first, to_digit=last)
    return regex.compile(before), regex.compile(after)


@lru_cache(maxsize=1024)
def phrase_pattern(
    phrase: str, language: Language | None = None, exact: bool = False
) -> regex.Pattern[str]:
    """Returns a phrase as a pattern that also matches within words."""
    return regex.compile(phrase_body(phrase, language, exact))


def keyword_at_end(
    keyword: str, language: Language, string: str, start: int, end: int
) -> regex.Match[str] | None:
    """Returns the match of a keyword that ends a stretch of text, if it does."""
    # Emphasis and white space may make the match longer than the keyword.
    nearest = max(start, end - 2 * len(keyword) - 64)
    return keyword_pattern(keyword, language).at_end(string, nearest, end)


def word_edges(
    language: Language | None = None, *, from_digit: bool = False, to_digit: bool = False
) -> tuple[str, str]:
    """Returns the conditions before and after a phrase under which it is whole words.

    Args:
        language: the language whose rule says what joins letters into one word; None for the marks
            that do so in no language in particular.
        from_digit: whether the phrase begins with a digit.
        to_digit: whether it ends with one.
    """
    rule = language.words if language else None
    ignored = regex.escape(language.spelling.ignored) if language else ""
    inner = f"[{WORD}{ignored}]"
    apart = open_before(rule, from_digit) if rule else ""
    # A sign that makes an emoji of a character (❤️, 1️⃣) belongs to no word.
    begins = rf"(?:(?<![{WORD}])|(?<=[{_EMOJI_MARKS}])){apart}"
    # Atomic, since trying the other conditions would only take time.
    before = rf"(?>{begins}|(?<={IDEOGRAPH})|(?={IDEOGRAPH})|(?![{WORD}]))"
    # C is not found in C++ and C#; a kana with its voicing mark is another letter.
    ends = rf"(?![{WORD}]|[+＋]{{2}}|[#＃]){open_after(rule, to_digit) if rule else ''}"
    after = rf"(?>(?<!{inner})|(?<={IDEOGRAPH})(?![ﾞﾟ])|{ends}|(?={IDEOGRAPH}))"
    if language is None or language.spaced:
        return before, after
    # In Thai, Lao, Khmer and Burmese a phrase is found anywhere, but for a part of a letter.
    anywhere = rf"(?=[{SPACELESS}])|(?<=[{SPACELESS}])(?!\p{{M}})"
    return rf"(?>{before}|{anywhere})", rf"(?>{after}|(?:{anywhere})(?!\p{{M}}))"


def longest(matches: Iterable[Span]) -> Iterator[Span]:
    """Yields the matches that no other match contains, from left to right."""
    reached = 0
    for span in sorted(matches, key=lambda span: (span.start, -span.end)):
        if span.end > reached:
            reached = span.end
            yield span


def beginning(string: str, phrase: str) -> tuple[int, int, bool]:
    """Returns the (start, end) of what a text begins with, and whether it is the phrase.

    Opening and emphasis marks before the phrase do not matter, nor does emphasis within it.
    """
    match = _beginning_pattern(phrase).match(string)
    if match:
        return *match.span(1), True
    start = len(string) - len(string.lstrip())
    return start, min(start + len(phrase), len(string.rstrip())), False


@lru_cache(maxsize=1024)
def _beginning_pattern(phrase: str) -> regex.Pattern[str]:
    """Returns a pattern for a text that begins with a phrase, which is the first group."""
    bare = as_seen(phrase).strip(OPENING_QUOTES + EMPHASIS + "¿¡ ") or phrase
    plain = _EMPHASISED.sub("", bare) or bare
    forms = dict.fromkeys(phrase_body(each) + word_edges()[1] for each in (bare, plain))
    signs = inside(OPENING_QUOTES + EMPHASIS + "¿¡")
    # In JSON a bracket stands before the quotation mark.
    return regex.compile(rf"\s*(?:[\[{{]\s*(?=\"))*[\s{signs}]*({'|'.join(forms)})")


# Emphasis around words; the marks within snake_case or 2*3 are none.
_EDGE = f"[{inside(EMPHASIS)}]+"
_EMPHASISED = regex.compile(rf"(?<![{ALPHANUMERIC}]){_EDGE}|{_EDGE}(?![{ALPHANUMERIC}])")
