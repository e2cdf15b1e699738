"""Words and phrases as patterns: never a regular expression, read as a reader reads them."""

from __future__ import annotations

from functools import lru_cache
from string import punctuation

import regex

from mifcheck.languages import Language, SpellingRule
from mifcheck.markup.markdown import EMPHASIS, LINE_MARK, OPENERS, ORDINAL
from mifcheck.segment import APOSTROPHES, HYPHENS, IDEOGRAPH

_EXACT = SpellingRule()

_LETTER = r"[\p{L}\p{M}\p{N}]"

ALIKE_MARKS = ("?？", "!！", ",，", ":：", ";；", ".。")
"""Marks that a reader takes for the same, half-width and full-width."""
_ALIKE = (APOSTROPHES, HYPHENS, '"“”„«»「」', *ALIKE_MARKS, "(（", ")）")
SPACED_MARKS = "?？!！:：;；»"
"""Marks before which there may be white space."""
# Bounded, since two of them may adjoin.
_EMPHASIS = rf"[\\{regex.escape(EMPHASIS)}]{{0,12}}"
# A line break within a block quote is followed by the quote's mark.
_BREAK = r"\s++(?:(?<=\n[ ]{0,3})(?:>\s*+)++)?"
# z. B. and z.B. are the same, whichever is asked for.
_DOTTED = r"(?<=(?<![\p{L}\p{M}])\p{L}[.])\s?(?=\p{L}[.])"
_MARKS = rf"\s*[{SPACED_MARKS}]|\s+|[{regex.escape(''.join(_ALIKE))}]"
# Markdown sets a backslash before a mark that is meant as itself.
_ESCAPABLE = frozenset(punctuation) - {"\\"}
ESZETT = ("ß", "ss")
"""Straße is STRASSE in capitals, in every language."""


def phrase_body(phrase: str, language: Language | None = None) -> str:
    """A phrase as a pattern without its edges: its words in order, in whatever case.

    White space in it stands for any white space, and for none before the marks that French sets
    apart; marks that differ in width or in being curly are alike, and so are the spellings that
    the language, where one is given, takes for the same; emphasis marks between its words, the
    marks of a block quote at its line breaks and Markdown's backslashes don't matter.
    """
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
            pieces.append(_any_of(strings, ignored))
        elif match["dotted"] is not None:
            pieces.append(r"\s?")
        else:
            # What may stand before a mark is not looked for before the phrase.
            pieces.append(_mark(match[0], begins=not pieces) + ignored)
        end = match.end()
    pieces += [_letter(letter) + ignored for letter in bare[end:]]
    # Only the phrase itself is without case: the classes around it are not, and compile faster so.
    return f"(?i:{''.join(pieces)})"


def _mark(part: str, begins: bool) -> str:
    mark = part.strip()
    if not mark:
        return rf"{_EMPHASIS}{_BREAK}{_EMPHASIS}"
    alike = rf"\\?[{regex.escape(next(marks for marks in _ALIKE if mark in marks))}]"
    if begins:
        return alike
    if mark in SPACED_MARKS:
        return rf"{_EMPHASIS}\s*{alike}"
    return alike if mark in APOSTROPHES + HYPHENS else f"{_EMPHASIS}{alike}{_EMPHASIS}"


def _letter(letter: str) -> str:
    # Letters that fold to several are spelled out, since the regex module's own full case folding
    # misses them at the end of a pattern.
    if len(letter.casefold()) == 1:
        return rf"\\?{regex.escape(letter)}" if letter in _ESCAPABLE else regex.escape(letter)
    return f"(?:{regex.escape(letter)}|{regex.escape(letter.casefold())})"


def _any_of(strings: tuple[str, ...], ignored: str) -> str:
    if not ignored and all(len(string) == 1 for string in strings):
        return f"[{regex.escape(''.join(strings))}]"
    spelled = ("".join(_written(letter) + ignored for letter in string) for string in strings)
    return f"(?:{'|'.join(spelled)})"


def _written(letter: str) -> str:
    return f"[{APOSTROPHES}]" if letter in APOSTROPHES else regex.escape(letter)


def _folded(string: str) -> str:
    return string.lower().translate(dict.fromkeys(map(ord, APOSTROPHES), "'"))


@lru_cache(maxsize=64)
def _alike(
    groups: tuple[tuple[str, ...], ...],
) -> tuple[dict[str, tuple[str, ...]], regex.Pattern[str]]:
    """Of each string, folded, those that stand for it; and what of a phrase is no mere letter."""
    members: dict[str, tuple[str, ...]] = {}
    for group in (*groups, ESZETT):
        for member in group:
            present = members.get(_folded(member), ())
            members[_folded(member)] = tuple(dict.fromkeys((*present, *group)))
    cased = {form for member in members for form in (member, member.upper(), member.capitalize())}
    longest_first = sorted(cased, key=lambda string: (-len(string), string))
    strings = "|".join("".join(map(_written, string)) for string in longest_first)
    return members, regex.compile(rf"(?P<dotted>{_DOTTED})|(?P<alike>{strings})|{_MARKS}")


@lru_cache(maxsize=4096)
def keyword_pattern(keyword: str, language: Language | None = None) -> regex.Pattern[str]:
    """A keyword as a pattern: the whole word or phrase, never a regular expression.

    Where what is found begins or ends with a letter or digit, no letter, mark or digit may adjoin
    it, unless one of the two is an ideograph: such scripts set no spaces between words.
    """
    before, after = word_edges(language)
    return regex.compile(before + phrase_body(keyword, language) + after)


@lru_cache(maxsize=1024)
def phrase_pattern(phrase: str, language: Language | None = None) -> regex.Pattern[str]:
    """A phrase as a pattern that may stand within words."""
    return regex.compile(phrase_body(phrase, language))


def keyword_at_end(
    keyword: str, language: Language, string: str, start: int, end: int
) -> regex.Match[str] | None:
    """A keyword where it stands at the end of a stretch of text."""
    # Emphasis and white space within it may make it so much longer.
    nearest = max(start, end - 2 * len(keyword) - 64)
    return _at_end(keyword, language).search(string, nearest, end)


@lru_cache(maxsize=1024)
def _at_end(keyword: str, language: Language) -> regex.Pattern[str]:
    return regex.compile(rf"(?:{keyword_pattern(keyword, language).pattern})\Z")


def word_edges(language: Language | None = None) -> tuple[str, str]:
    """What has to hold before and after a phrase for it to be of whole words."""
    ignored = regex.escape(language.spelling.ignored) if language else ""
    inner = rf"[\p{{L}}\p{{M}}\p{{N}}{ignored}]"
    before = rf"(?:(?<!{_LETTER})|(?<={IDEOGRAPH})|(?={IDEOGRAPH})|(?!{_LETTER}))"
    # C++ and C# are no C, and a kana with its voicing mark is another.
    ends = rf"(?!{_LETTER}|[+＋]{{2}}|[#＃])"
    after = rf"(?:(?<!{inner})|(?<={IDEOGRAPH})(?![ﾞﾟ])|{ends}|(?={IDEOGRAPH}))"
    return before, after


TAG = r"</?(?i:[abipqu]|br|code|div|em|h[1-6]|li|mark|span|strong|su[bp]|t[dhr])\b[^<>\n]{0,60}>"
"""A tag of HTML, of those that models mix into Markdown."""
EMOJI = (
    r"(?:[\p{Nd}#*]\ufe0f?\u20e3|(?<!\S)[:;=]['-]?[()DP](?!\w)|"
    r"[\p{Extended_Pictographic}\p{Emoji_Presentation}\p{Emoji_Modifier}\ufe0f])"
)
"""A character of an emoji, a keycap with its digit, or an emoticon."""
# Quotation marks that close in one language open in another.
_OPENING = regex.escape(OPENERS + "»›”’" + EMPHASIS + HYPHENS + "|<—–―…→⇒➔➜", special_only=False)
_BOX_OR_NOTE = r"\[(?:[ xX]|\p{Nd}{1,3})\]"
SIGNS = regex.compile(
    rf"(?:{EMOJI}|{_BOX_OR_NOTE}|{TAG}|[\s\p{{Cf}}{_OPENING}]|\.{{2,}}+|#(?=\p{{L}}))*+"
)
"""What a reader looks past before a word: emphasis, opening marks, dashes, an ellipsis, emoji."""
LEAD = regex.compile(rf"(?:{LINE_MARK.pattern})?(?:{ORDINAL.pattern})?{SIGNS.pattern}")
"""The same, after what a line begins with: the mark of a heading, a list, a quotation."""
TOKEN = regex.compile(r"[\p{L}\p{M}\p{N}'’-]+|\S+")
"""The word that a reader sees then."""
