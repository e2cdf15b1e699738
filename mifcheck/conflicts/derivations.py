"""What follows from facts about a reply: from what it holds, from its sentences, from parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import regex

from mifcheck.bounds import Bound, at_least
from mifcheck.checkers.facts import (
    CAPITALS,
    SENTENCE_LENGTH,
    SENTENCES,
    Count,
    Fact,
    Holds,
    Measure,
    Phrasing,
    words,
)
from mifcheck.checkers.wording import counted
from mifcheck.conflicts.phrases import fixed_letters, holds, is_lettered, least_words
from mifcheck.languages import Language
from mifcheck.text import Text

Implied: TypeAlias = Sequence[tuple[int, Fact]]
"""Facts, each with the place of the instruction that implies it."""


@dataclass(frozen=True, slots=True)
class Known:
    """A count and the places of the instructions that it follows from."""

    count: Count
    places: frozenset[int]

    @property
    def low(self) -> int:
        """A number that the count reaches."""
        bound = self.count.bound
        return 0 if bound.outside else bound.low

    @property
    def high(self) -> int | None:
        """A number that the count does not exceed; None if there is none."""
        bound = self.count.bound
        return None if bound.outside else bound.high


Knowledge: TypeAlias = dict[Measure, list[Known]]


def knowledge(asked: Implied, language: Language) -> Knowledge:
    """Returns every count that is among the facts or follows from them."""
    known: Knowledge = {}
    for place, fact in asked:
        if isinstance(fact, Count):
            known.setdefault(fact.measure, []).append(Known(fact, frozenset((place,))))
    for derive in (_from_each_sentence, _from_phrases, _from_sentences, _from_parts):
        for new in list(derive(known, asked, language)):
            known.setdefault(new.count.measure, []).append(new)
    return known


# Phrases that the reply holds


@dataclass(frozen=True, slots=True)
class _Least:
    """How many of a measure a phrase has at least; if not `sure`, in all but odd replies.

    Each occurrence adds as many; with `once`, in odd replies only the first one does.
    """

    count: int
    why: str
    sure: bool = True
    once: bool = False


def _keyword_in(phrase: Phrasing, measure: Measure, language: Language) -> _Least:
    keyword: Phrasing = measure.of
    found, sure = holds(phrase, keyword, language)
    once = not is_lettered(keyword, language)
    return _Least(int(found), f"{shown(phrase.name)} holds {shown(keyword.text)}", sure, once)


def _letter_in(phrase: Phrasing, measure: Measure, language: Language) -> _Least:
    count = measure.of.count(Text(fixed_letters(phrase, language), language).rendered)
    often = counted(count, measure.of.noun)
    return _Least(count, f"{shown(phrase.name)} has the letter {measure.of.letter!r} {often}")


def _comma_in(phrase: Phrasing, measure: Measure, language: Language) -> _Least:
    # A comma between digits may be allowed; beside a letter or a space it is never between digits.
    text = phrase.text if phrase.solid else "".join(phrase.text.split())
    anywhere = measure.of.in_numbers == "forbidden"
    found = any(
        mark in language.commas and (anywhere or _APART.match(text, at))
        for at, mark in enumerate(text)
    )
    either_width = all(mark in language.commas for mark in ",，")
    return _Least(int(found and either_width), f"{shown(phrase.name)} has a comma")


_APART = regex.compile(r"(?<=\p{L}).|.(?=[\p{L}\s])")


def _words_in(phrase: Phrasing, measure: Measure, language: Language) -> _Least:
    count = least_words(phrase, language)
    why = f"{shown(phrase.name)} has at least {counted(count, ('word', 'words'))}"
    # Several occurrences may be one word, with hyphens between.
    return _Least(count, why, once=True)


_LEAST: dict[str, Callable[[Phrasing, Measure, Language], _Least]] = {
    "keyword": _keyword_in,
    "letter": _letter_in,
    "commas": _comma_in,
    "words": _words_in,
}
"""By the kind of a measure: how much a phrase adds to it."""


def _from_phrases(known: Knowledge, asked: Implied, language: Language) -> Iterator[Known]:
    """Yields what a reply that holds a phrase has at least of each measure with a limit."""
    limited = [
        measure
        for measure, facts in known.items()
        if measure.kind in _LEAST and any(each.high is not None for each in facts)
    ]
    for place, fact in asked:
        if isinstance(fact, Holds):
            for held, places in _repeated(fact, place, known):
                for measure in limited:
                    for count in _held(held, measure, language):
                        yield Known(count, places)


def _repeated(fact: Holds, place: int, known: Knowledge) -> Iterator[tuple[Holds, frozenset[int]]]:
    """Yields a fact, and the same as many times as there are things that hold the phrase."""
    places = frozenset((place,))
    yield fact, places
    if fact.each is None:
        return
    for many in known.get(fact.each, ()):
        if many.low > 1:
            times, sure = fact.times * many.low, fact.sure and many.count.sure
            yield replace(fact, times=times, sure=sure), places | many.places


def _held(fact: Holds, measure: Measure, language: Language) -> Iterator[Count]:
    found = [_LEAST[measure.kind](phrase, measure, language) for phrase in fact.phrases]
    least = min(found, key=lambda each: each.count)
    if not least.count:
        return
    sure = fact.sure and all(each.sure for each in found)
    for times in sorted({1, fact.times}):
        certain = sure and (times == 1 or not least.once)
        why = least.why if times == 1 else f"{least.why}, and stands there at least {times} times"
        yield Count(measure, at_least(least.count * times), why, certain)


# Sentences and their length


def _from_each_sentence(known: Knowledge, asked: Implied, language: Language) -> Iterator[Known]:
    """Yields that every sentence is as long as a phrase that it holds."""
    for place, fact in asked:
        if isinstance(fact, Holds) and fact.each == SENTENCES and fact.sure:
            for count in _held(fact, words(language), language):
                yield Known(replace(count, measure=SENTENCE_LENGTH), frozenset((place,)))


def _from_sentences(known: Knowledge, asked: Implied, language: Language) -> Iterator[Known]:
    """Yields the length of the reply, from the number of sentences and the length of each."""
    length = words(language)
    for many in known.get(SENTENCES, ()):
        # That there is a sentence, because something is asked of each, makes no length.
        if many.low > 0 and not many.count.why:
            # But a line of formatting can pass for a sentence without a word.
            why = f"a sentence has at least one of the {length.noun}"
            yield Known(Count(length, at_least(many.low), why, sure=False), many.places)
        for each in known.get(SENTENCE_LENGTH, ()):
            yield from _in_all(many, each, length)


def _in_all(many: Known, each: Known, length: Measure) -> Iterator[Known]:
    """Yields the length of so many sentences, each of such a length."""
    places = many.places | each.places
    sentences = f"{many.count.bound} sentence{'s' * (str(many.count.bound)[-2:] != ' 1')}"
    why = f"{sentences} of {each.count.bound} {length.noun}: {{}} in all"
    if many.low * each.low > 0:
        least = at_least(many.low * each.low)
        yield Known(Count(length, least, why.format(least), many.count.sure), places)
    if many.high is not None and each.high is not None:
        # But code has words, and no sentences.
        most = Bound(high=many.high * each.high)
        yield Known(Count(length, most, why.format(most), sure=False), places)


# Parts of a whole


def _from_parts(known: Knowledge, asked: Implied, language: Language) -> Iterator[Known]:
    """Yields that a whole has as many as its part."""
    for part, facts in list(known.items()):
        for whole in list(known):
            if part != whole and _is_part(part, whole, language):
                for each in facts:
                    if each.low > 0:
                        why = each.count.why or f"{part.noun}: {each.count.bound}"
                        least = Count(whole, at_least(each.low), why, each.count.sure)
                        yield Known(least, each.places)


def _is_part(part: Measure, whole: Measure, language: Language) -> bool:
    if part == CAPITALS:
        return whole == words(language) and language.count_unit == "word"
    if part.kind == whole.kind == "numbers":
        one, other = part.of, whole.of
        parity = other.parity in ("any", one.parity)
        within = other.values is None or (one.values is not None and one.values <= other.values)
        return parity and one.words == other.words and within
    return False


def shown(text: str) -> str:
    """Returns a text in quotation marks, cut short."""
    line = " ".join(text.split())
    return repr(line if len(line) <= 60 else f"{line[:59]}…")
