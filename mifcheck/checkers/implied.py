"""What a checker implies, in facts, where it takes more than one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import regex

from mifcheck.bounds import Bound, at_least, exactly
from mifcheck.checkers.facts import (
    CAPITALS,
    SENTENCES,
    Count,
    Fact,
    Holds,
    Measure,
    Phrasing,
    Stands,
    Written,
    fewest,
)
from mifcheck.languages import Language
from mifcheck.languages.characters import EMPHASIS, FINAL_MARKS, OPENERS, WORD
from mifcheck.markup.edges import CLOSING
from mifcheck.markup.endings import interchangeable, split_ending, takes_marks
from mifcheck.markup.letters import accepts_marks, is_letter, opening_of
from mifcheck.markup.rendering import seen_forms


def sentences_start(start: str, distinct: bool) -> Iterator[Fact]:
    """Yields what it means that every sentence starts with a letter or with words.

    Args:
        start: the letter or the words, as they were given.
        distinct: whether a letter's accented forms do not count.
    """
    wanted = opening_of(start)
    alone, marked = is_letter(wanted), accepts_marks(wanted, distinct)
    # Ⓑ and Ḃ are a B, too, unless accents distinguish letters.
    phrase = Phrasing(wanted, alike=marked or not alone, whole=not alone, given=start)
    yield Holds((phrase,), each=SENTENCES, sure=not marked)
    yield Stands("start", "sentences", (wanted,) if alone else phrase, given=start)


def sentences_end(end: str) -> Iterator[Fact]:
    """Yields what it means that every sentence ends with marks or with words."""
    words, marks = split_ending(end)
    yield from held_at_end(words, end, SENTENCES)
    if not _REPLACEABLE.fullmatch(marks):
        yield Holds((Phrasing(marks, False, False, given=end),), each=SENTENCES)
    closed = end.rstrip(CLOSING)
    bare = closed.rstrip(_FINAL)
    if closed != bare and interchangeable(closed[-1]):
        yield Stands("end", "sentences", tuple(interchangeable(closed[-1])), given=end)
    if _PLAIN.fullmatch(bare):
        yield Stands("end", "sentences", Phrasing(bare), after_marks=True, given=end)
    elif closed == bare:
        # Of what stands there nothing is known that excludes other endings.
        yield Stands("end", "sentences", Phrasing("", whole=False), given=end)


_FINAL = " \u00a0\u202f" + FINAL_MARKS
# Marks for which others are accepted.
_REPLACEABLE = regex.compile("[?!.。…⋯।]*")
# Endings of which nothing is looked past, as notes, links, tags and emoji are.
_PLAIN = regex.compile(r"[\p{L}\p{M}\p{Nd}\s.,;:!?'’-]*[\p{L}\p{M}\p{Nd}]")


def reply_starts(phrase: str) -> Iterator[Fact]:
    """Yields what it means that the reply starts with a phrase, apart from emphasis."""
    bare = phrase.strip(OPENERS + CLOSING)
    # Where the phrase has emphasis marks the reply may leave them out.
    pieces = _EMPHASISED.split(bare)
    for piece in filter(None, map(str.strip, pieces)):
        yield Holds((Phrasing(piece, alike=False),))
    first = Phrasing(pieces[0], alike=False, whole=False)
    # What looks like a list mark is not seen where it is one.
    sure = len(seen_forms(bare)) == 1
    yield Stands("start", "reply", first, sure=sure, given=phrase)


_EMPHASISED = regex.compile(rf"\S*[\\{regex.escape(EMPHASIS)}]\S*")


def reply_ends(phrase: str) -> Iterator[Fact]:
    """Yields what it means that the reply ends with a phrase."""
    yield from held_at_end(phrase.strip(OPENERS + CLOSING), phrase)
    bare = phrase.rstrip(CLOSING)
    yield Stands("end", "reply", Phrasing(bare), takes_marks(bare), given=phrase)


def occurs(phrasing: Phrasing, bound: Bound, language: Language, *, lemma: bool) -> Iterator[Fact]:
    """Yields what it means that a keyword occurs a number of times within a bound."""
    noun = f"times that {phrasing.text!r} occurs"
    if lemma:
        yield Count(Measure("lemma", phrasing.text, noun), bound)
        return
    key = phrasing.alike, phrasing.whole, phrasing.pattern(language)
    yield Count(Measure("keyword", key, noun, phrasing), bound)
    yield from held_within(bound, phrasing)


def sections(word: str, bound: Bound, language: Language) -> Iterator[Fact]:
    """Yields what it means that a number of sections begin with a word and a number."""
    key = Phrasing(word).pattern(language)
    yield Count(Measure("sections", key, f"sections {word!r}", word), bound)
    # A number may adjoin the word.
    yield from held_within(bound, Phrasing(word, whole=False))


def paragraph_starts(total: int, nth: int, word: str) -> Iterator[Fact]:
    """Yields what it means that the nth of so many paragraphs begins with a word."""
    yield Count(Measure("paragraphs", noun="paragraphs set apart by blank lines"), exactly(total))
    yield Holds((Phrasing(word),))
    yield Stands("start", f"paragraph {nth}", Phrasing(word))


def is_json() -> Iterator[Fact]:
    """Yields what it means that the reply is JSON."""
    # No line of JSON begins with a list mark: a text within it has no line breaks.
    bullets = Measure("bullets", noun="bullet points")
    yield Count(bullets, exactly(0), "JSON has no bullet points")
    # What a code fence says it holds may stand first.
    yield Stands("sign", "reply", ("{", "[", "j"))


def in_one_case(tongue: str, case: str) -> Iterator[Fact]:
    """Yields what it means that the reply is in a language, all letters capital or all small."""
    yield Written(tongue)
    other = "small" if case == "capital" else "capital"
    yield Count(Measure(f"{case} letters", noun=f"{case} letters"), at_least(1))
    yield Count(Measure(f"{other} letters", noun=f"{other} letters"), exactly(0))
    if case == "capital":
        # But words of one letter are no words in capitals.
        yield Count(CAPITALS, at_least(1), "every word is in capitals", sure=False)
    else:
        # But the sign Ⅷ is a word in capitals, and no capital letter.
        yield Count(CAPITALS, exactly(0), "there are only small letters", sure=False)


def answers(wordings: Iterable[Sequence[str]]) -> Iterator[Fact]:
    """Yields what it means that the reply holds one of each of several lists of wordings."""
    for each in wordings:
        yield Holds(tuple(map(Phrasing, each)))


def held_within(bound: Bound, phrase: Phrasing) -> Iterator[Fact]:
    """Yields that a phrase is held as often as a bound on its number demands."""
    if fewest(bound):
        yield Holds((phrase,), fewest(bound))


def held_at_end(text: str, given: str, each: Measure | None = None) -> Iterator[Fact]:
    """Yields that a phrase is held, if it stands at an end and marks after it are looked past."""
    if text and _ADJOINING.match(text[-1]):
        # What is looked past may seem part of the last word: the digit of an emoji.
        yield Holds((Phrasing(text, whole=False, given=given),), each=each)
        yield Holds((Phrasing(text, given=given),), each=each, sure=False)
    elif text:
        yield Holds((Phrasing(text, given=given),), each=each)


_ADJOINING = regex.compile(rf"[{WORD}]")
