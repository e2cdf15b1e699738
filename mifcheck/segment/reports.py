"""Decides by the words around a quotation whether the sentence goes on after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from mifcheck.languages import Language
from mifcheck.languages import characters as chars
from mifcheck.languages.characters import either, inside
from mifcheck.languages.joining import spelled
from mifcheck.languages.rules import SentenceRule

_LONGEST_CLAUSE = 200
_LONGEST_QUOTATION = 1000
_LONGEST_INTRODUCTION = 60
_CLAUSES = 3
"""How many clauses are read: “Why?” John, confused, asked."""
_LONGEST_NAME = 30
_WORDS_BEFORE = 5
_WORDS_BEFORE_LAST = 24
_WORDS_AFTER_FIRST = 6
# In a script without spaces, the verb stands within so many characters, or ends its clause.
_NEAR = 12
_APOSTROPHE = rf"(?<=\p{{L}})[{chars.APOSTROPHES}](?=\p{{L}})"
# The full stop of a title or an initial: Mr. Hale asked.
_TITLE_STOP = r"(?<=\b\p{Lu}\p{Ll}{0,3})\.(?=\s\p{Lu})"
_WORD_LAST = regex.compile(rf"[{chars.WORD}]\Z")


class Reports:
    """The clauses that report speech: “Why?” John asked.

    Args:
        language: the language whose reporting verbs are used.
        openers: the marks that open a quotation.
        closers: the marks that close one.
        ends: the marks that may end a sentence.
    """

    def __init__(self, language: Language, openers: str, closers: str, ends: str) -> None:
        rule = language.sentences
        self._commas = language.commas
        pauses = inside(language.commas + chars.PAUSES + openers + closers)
        self._clause = regex.compile(
            rf"(?:[^{inside(ends)}{pauses}]|{_APOSTROPHE}|{_TITLE_STOP}){{0,{_LONGEST_CLAUSE}}}+"
        )
        # A clause before a colon or a quotation introduces what follows it.
        commas = inside(self._commas * rule.reporting_verb_last + " ")
        self._introduces = regex.compile(rf"[:：]|[{commas}]*+[{inside(openers)}]")
        self._known = bool(rule.reporting_verbs)
        if language.spaced:
            self._first, self._later = _among_words(rule)
        else:
            self._first, self._later = _among_characters(rule)
        self._quotes = language.quotes
        self._introduced = _introducing(language)
        told = rf"(?i:{_any_word(rule.reporting_verbs)})(?:\s\S+)?|{either(rule.clause_ends)}"
        self._told = regex.compile(rf"(?<![{chars.WORD}])(?:{told})\Z")
        self._joining = regex.compile(rf"(?:{either(rule.conjunctions)})\s")

    def introduce(self, block: str, at: int, closing: str) -> bool:
        """Returns whether the clause before a quotation names its speaker: He said: “Why?”

        Args:
            block: the block of text.
            at: an offset within the quotation.
            closing: the mark that closes it.
        """
        opening = _opening(self._quotes, block, max(0, at - _LONGEST_QUOTATION), at, closing)
        earliest = max(0, opening - _LONGEST_INTRODUCTION)
        return opening > 0 and self._introduced.search(block, earliest, opening) is not None

    def surround(self, block: str, begun: int, at: int, closing: str, following: int) -> bool:
        """Returns whether the clause before a quotation goes on after it: The sign “Why?” is old.

        It does after a conjunction, and if neither a pause nor the verb of its clause is before the
        quotation.

        Args:
            block: the block of text.
            begun: where the sentence begins.
            at: an offset within the quotation.
            closing: the mark that closes it.
            following: where the text after the quotation begins.
        """
        opening = _opening(self._quotes, block, max(begun, at - _LONGEST_QUOTATION), at, closing)
        earliest = max(begun, opening - _LONGEST_INTRODUCTION)
        before = block[earliest : max(begun, opening)].rstrip()
        if self.join(block, following):
            return chars.HAS_WORD.search(before) is not None
        return _WORD_LAST.search(before) is not None and not self._told.search(before)

    def join(self, block: str, at: int) -> bool:
        """Returns whether a conjunction stands at an offset."""
        return self._joining.match(block, at) is not None

    def at(self, block: str, start: int) -> bool:
        """Returns whether a clause that begins at an offset, or soon after, reports speech."""
        if not self._known:
            return False
        for number, (begin, end) in enumerate(self._clauses(block, start)):
            pattern = self._later if number else self._first
            if pattern.match(block, begin, end):
                return not self._introduces.match(block, end)
        return False

    def _clauses(self, block: str, start: int) -> Iterator[tuple[int, int]]:
        """Yields the clauses that commas divide; after the first only while that is short."""
        for number in range(_CLAUSES):
            clause = self._clause.match(block, start)
            if clause is None or (number == 0 and not clause[0].strip()):
                return
            yield clause.span()
            following = block[clause.end() : clause.end() + 1]
            short = clause.end() - clause.start() <= _LONGEST_NAME
            if not (short and following and following in self._commas):
                return
            start = clause.end() + 1


class Subordinates:
    """The clauses that need another one after a quotation: When she asked, “Why?” I left.

    Args:
        language: the language whose subordinators are used.
        ends: the marks that may end a sentence.
    """

    def __init__(self, language: Language, ends: str) -> None:
        words = either(language.sentences.subordinators, spelled)
        after = rf"(?:(?<=[{chars.APOSTROPHES}])|{chars.NO_WORD_AFTER})" if language.spaced else ""
        pauses = inside(ends + chars.PAUSES + language.commas)
        # Only one clause: "When he came, he asked, “Why?”" is a whole sentence.
        self._clause = regex.compile(
            rf"[^{chars.WORD}]*+(?i:{words}){after}[^{pauses}]*+[{pauses}]?\s*+"
        )
        self._known = bool(language.sentences.subordinators)
        self._quotes = language.quotes

    def lead_to(self, block: str, begun: int, at: int, closing: str) -> bool:
        """Returns whether only such a clause is before a quotation.

        Args:
            block: the block of text.
            begun: where the sentence begins.
            at: an offset within the quotation.
            closing: the mark that closes it.
        """
        if not self._known:
            return False
        earliest = max(begun, at - _LONGEST_QUOTATION)
        end = _opening(self._quotes, block, earliest, at, closing)
        near = 0 <= end <= begun + _LONGEST_CLAUSE
        return near and self._clause.fullmatch(block, begun, end) is not None


def _opening(
    quotes: Iterable[tuple[str, str]], block: str, earliest: int, at: int, closing: str
) -> int:
    """Returns where the quotation begins that a mark closes; -1 if it is not found."""
    openers = (opening for opening, other in quotes if other == closing)
    return max((block.rfind(opening, earliest, at) for opening in openers), default=-1)


def _introducing(language: Language) -> regex.Pattern[str]:
    """Returns the pattern of a clause that ends before a quotation and names its speaker."""
    rule = language.sentences
    verbs = tuple(verb.removesuffix("$") for verb in rule.reporting_verbs)
    named = _any_word(verbs, rule.not_reporting)
    if language.spaced:
        words = r"(?:\s+[\p{L}\p{M}.-]++){0,4}"
        named = rf"(?<![{chars.WORD}])(?i:{named}){chars.NO_WORD_AFTER}{words}"
    else:
        named += r"\w{0,6}"
    return regex.compile(rf"{named}\s?[:：{inside(language.commas)}]\s*\Z")


def _among_words(rule: SentenceRule) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """Returns the patterns of the first and of a later clause that reports."""
    denied = rf"(?<!(?<!\S)(?i:{_any_word(rule.denials)})\s)" if rule.denials else ""
    forms = rf"{denied}(?i:{_any_word(rule.reporting_verbs)}){chars.NO_WORD_AFTER}"
    if not rule.reporting_verb_last:
        most = 0 if rule.reporting_verb_first else _WORDS_BEFORE
        before = rf"(?:\S+\s+){{0,{most}}}?"
        return regex.compile(rf"{before}{forms}"), regex.compile(rf"\s*{forms}")
    # Only an auxiliary may follow the verb, unless the verb comes first: चिल्लाया राम ने.
    before = rf"\s*(?:\S+\s+){{0,{_WORDS_BEFORE_LAST}}}?"
    joined = rf"\s(?:{either(rule.conjunctions)})\s"
    final = rf"{before}{forms}(?:\s+\S+)??(?:\s*\Z|{joined})"
    inverted = rf"{forms}(?:\s+\S+){{1,{_WORDS_AFTER_FIRST}}}+\s*\Z"
    return regex.compile(f"{final}|{inverted}"), regex.compile(final)


def _among_characters(rule: SentenceRule) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """Returns the patterns of the first and of a later clause that reports."""
    verbs = rule.reporting_verbs
    stems = tuple(verb.removesuffix("$") for verb in verbs if verb.endswith("$"))
    endings = "|".join(map(inside, rule.reporting_endings))
    ending = rf"{_any_word(stems, rule.not_reporting)}(?:{endings})"
    whole = tuple(verb for verb in verbs if not verb.endswith("$"))
    anywhere = _any_word(whole, rule.not_reporting)
    # At most one character may follow the verb: 说道, 喊着.
    final = rf".*?(?:{ending}|{anywhere}.?)\s*\Z"
    near = rf".{{0,{_NEAR}}}?{anywhere}"
    return regex.compile(f"{near}|{final}", regex.DOTALL), regex.compile(final, regex.DOTALL)


def _any_word(verbs: tuple[str, ...], other: tuple[str, ...] = ()) -> str:
    """Returns the verbs as a pattern, which finds none of them within one of the other words."""
    if not verbs:
        return "(?!)"
    # Most characters begin no verb. The first condition only saves time.
    begins = f"(?=[{inside(''.join(sorted({verb[0] for verb in verbs})))}])"
    return f"{begins}(?:{'|'.join(_outside(verb, other) + _spelled(verb) for verb in verbs)})"


def _outside(verb: str, other: tuple[str, ...]) -> str:
    conditions = ""
    for word in other:
        before, found, after = word.partition(verb)
        if found:
            conditions += rf"(?<!{inside(before)}(?={inside(verb + after)}))"
    return conditions


def _spelled(verb: str) -> str:
    return r"\s+".join(map(inside, verb.split()))
