"""Whether a reply is a refusal, by the words that it begins with.

Models refuse in other languages than they are asked in, so the words of all languages count. A
refusal is short: a long reply that begins with an apology goes on to do something else. It changes
no verdict, and says why instructions failed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Final, NamedTuple

import regex

from mifcheck.languages import Language, get_language, known_languages

_HEAD: Final = 400
"""Characters of a reply in which a refusal stands."""
_LONGEST: Final = {True: 800, False: 300}
"""Characters of the different sentences of a refusal, at most, with and without spaces."""

_FIRST: Final = 2
"""Characters of a reply, at most, that tell most replies from refusals at once."""

_MARKS: Final = regex.compile(r"[*_#>`]+")
_ENDS: Final = regex.compile(r"[.!?。！？।\n]+")
# A reply that begins with a quotation, or with the dash of a dialogue, tells of others.
_START: Final = regex.compile(r"[^\w\"'“”„«»‹›「」『』‘—–-]{0,9}")
_BETWEEN: Final = r"[\s\p{P}\p{S}]*"


def is_refusal(reply: str) -> bool:
    """Tells whether a reply refuses what was asked, in any language that has a file."""
    head = _START.sub("", _folded(reply[:_HEAD]), count=1)
    return any(
        head.startswith(rule.firsts)
        and rule.refusal.match(head)
        and _is_short(reply, rule)
        and not rule.offer.search(_folded(reply))
        for rule in _rules()
    )


class _Rule(NamedTuple):
    """What a refusal in one language begins with, what it does not hold, and how long it is."""

    firsts: tuple[str, ...]
    refusal: regex.Pattern[str]
    offer: regex.Pattern[str]
    longest: int


def _is_short(reply: str, rule: _Rule) -> bool:
    """Tells whether a reply is as short as a refusal. What it repeats counts once."""
    return sum(map(len, {each.strip() for each in _ENDS.split(reply)})) <= rule.longest


@cache
def _rules() -> tuple[_Rule, ...]:
    languages = map(get_language, known_languages())
    return tuple(_rule(each) for each in languages if each.refusals.whole)


def _rule(language: Language) -> _Rule:
    rule = language.refusals
    apology = _any(rule.apologies, language)
    before = _any((*rule.apologies, *rule.connectors), language)
    cannot = rf"{_any(rule.unable, language)}\s*{_any(rule.acts, language)}"
    more = rf"(?:{before}{_BETWEEN}){{0,4}}"
    refusal = rf"{apology}{_BETWEEN}{more}{cannot}|{more}{_any(rule.whole, language)}"
    return _Rule(
        tuple(
            {_folded(each)[:_FIRST] for each in (*rule.apologies, *rule.connectors, *rule.whole)}
        ),
        regex.compile(refusal),
        regex.compile(_any(rule.offers, language)),
        _LONGEST[language.spaced],
    )


def _any(entries: Iterable[str], language: Language) -> str:
    """Returns a pattern for any of some entries, the longest first."""
    ordered = sorted(map(_folded, entries), key=len, reverse=True)
    return rf"(?:{'|'.join(_entry(each, language) for each in ordered)})"


def _entry(entry: str, language: Language) -> str:
    gap = rf"[^.!?。！？।,，;；:：]{{0,{language.refusals.gap}}}?"
    return gap.join(_part(each, language) for each in entry.split("…"))


def _part(part: str, language: Language) -> str:
    """Returns a pattern for words, which are whole words where spaces separate them."""
    pattern = regex.escape(part, special_only=True)
    if not language.spaced or not part:
        return pattern
    before = r"(?<!\w)" if part[0].isalnum() else ""
    after = r"(?!\w)" if part[-1].isalnum() or unicodedata.combining(part[-1]) else ""
    return before + pattern + after


def _folded(text: str) -> str:
    """Returns a text without emphasis, case, curly apostrophes and runs of white space."""
    plain = _MARKS.sub("", unicodedata.normalize("NFC", text)).casefold()
    return " ".join(plain.replace("’", "'").split())
