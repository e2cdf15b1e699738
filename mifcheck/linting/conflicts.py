"""Which of the instructions that are in force together cannot all be followed.

No rule here knows an instruction: each knows what two facts, or several, make impossible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from typing import TypeAlias

import regex

from mifcheck.bounds import Bound, Limit, at_least
from mifcheck.checkers.base import Checker
from mifcheck.checkers.keywords import LetterFrequency
from mifcheck.checkers.wording import counted
from mifcheck.languages import Language
from mifcheck.linting.facts import (
    CAPITALS,
    SENTENCE_LENGTH,
    SENTENCES,
    Count,
    Holds,
    Measure,
    Stands,
    Written,
    words,
)
from mifcheck.linting.implications import implied
from mifcheck.linting.phrases import (
    Form,
    Phrase,
    clash,
    fixed_letters,
    holds,
    is_lettered,
    least_words,
)
from mifcheck.text import Text


@dataclass(frozen=True, slots=True)
class Conflict:
    """Instructions that cannot all be followed by one reply, read strictly.

    Attributes:
        places: which they are, as places in what was asked, from 0.
        why: the reason, in words.
        sure: whether no reply can, or only an odd one.
    """

    places: frozenset[int]
    why: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class _Known:
    """A count and the places of the instructions that it follows from."""

    count: Count
    places: frozenset[int]

    @property
    def low(self) -> int:
        bound = self.count.bound
        return 0 if bound.outside else bound.low

    @property
    def high(self) -> int | None:
        bound = self.count.bound
        return None if bound.outside else bound.high


_Knowledge: TypeAlias = dict[Measure, list[_Known]]


@lru_cache(maxsize=4096)
def conflicts(checkers: tuple[Checker, ...], language: Language) -> tuple[Conflict, ...]:
    """The conflicts among checkers of one reply, each with as few of them as make it.

    Those that are beyond doubt come first; of checkers that are in one, no other is told.
    """
    asked = [(place, fact) for place, each in enumerate(checkers)
             for fact in implied(each, language).facts]  # fmt: skip
    known: _Knowledge = defaultdict(list)
    for place, fact in asked:
        if isinstance(fact, Count):
            known[fact.measure].append(_Known(fact, frozenset((place,))))
    for derive in (_of_phrases, _of_sentences, _of_parts):
        for new in list(derive(known, asked, language)):
            known[new.count.measure].append(new)
    found = [
        *_out_of_bounds(known),
        *_misplaced(asked),
        *_languages(asked),
    ]
    return tuple(_fewest(found))


def _fewest(found: Iterable[Conflict]) -> Iterator[Conflict]:
    """Each conflict that holds no other one; the sure ones first."""
    told: list[frozenset[int]] = []
    for conflict in sorted(found, key=lambda each: (not each.sure, len(each.places))):
        if not any(places <= conflict.places for places in told):
            told.append(conflict.places)
            yield conflict


# Bounds that do not meet


def _out_of_bounds(known: _Knowledge) -> Iterator[Conflict]:
    for measure, facts in known.items():
        pairs = [_pair(measure, *pair) for pair in combinations(facts, 2)]
        yield from (conflict for conflict in pairs if conflict)
        if not any(pairs) and len(facts) > 2 and not _any_count([each.count for each in facts]):
            yield _impossible(measure, facts)


def _pair(measure: Measure, one: _Known, other: _Known) -> Conflict | None:
    if _any_count([one.count, other.count]):
        return None
    return _impossible(measure, [one, other])


def _impossible(measure: Measure, facts: Sequence[_Known]) -> Conflict:
    places = frozenset[int]().union(*(each.places for each in facts))
    reasons = [each.count.why for each in facts if each.count.why]
    bounds = " and ".join(dict.fromkeys(str(each.count.bound) for each in facts))
    why = "; ".join(dict.fromkeys(reasons)) or f"{measure.noun}: {bounds}"
    return Conflict(places, why, all(each.count.sure for each in facts))


def _any_count(counts: Sequence[Count]) -> bool:
    """Whether some number lies within all the bounds."""
    bounds = [count.bound for count in counts]
    # The least such number is where one of them begins, or goes on.
    edges = {0, *(bound.low for bound in bounds)}
    edges |= {bound.high + 1 for bound in bounds if bound.outside and bound.high is not None}
    return any(all(edge in bound for bound in bounds) for edge in edges)


# What follows from what


_Asked: TypeAlias = Sequence[tuple[int, object]]


def _of_phrases(known: _Knowledge, asked: _Asked, language: Language) -> Iterator[_Known]:
    """What a reply that holds a phrase has at least of whatever is limited."""
    limited = [
        (measure, LEAST[measure.kind])
        for measure, facts in known.items()
        if measure.kind in LEAST and any(each.high is not None for each in facts)
    ]
    for place, fact in asked:
        if isinstance(fact, Holds):
            for held, places in _repeated(fact, place, known):
                for measure, least in limited:
                    for count in _held(held, measure, least, language):
                        yield _Known(count, places)


def _repeated(fact: Holds, place: int, known: _Knowledge) -> Iterator[tuple[Holds, frozenset[int]]]:
    """A fact, and the same as often as there has to be what holds it, with their places."""
    places = frozenset((place,))
    yield fact, places
    if fact.each is None:
        return
    for many in known.get(fact.each, ()):
        if many.low > 1:
            times, sure = fact.times * many.low, fact.sure and many.count.sure
            yield replace(fact, times=times, sure=sure), places | many.places


@dataclass(frozen=True, slots=True)
class _Least:
    """How many of a measure a phrase has at least; in all but odd replies, if not `sure`.

    Each time that it occurs adds so many; where it is `once`, in odd replies only the first.
    """

    count: int
    why: str
    sure: bool = True
    once: bool = False


LeastOf: TypeAlias = Callable[[Phrase, Measure, Language], _Least]


def _held(fact: Holds, measure: Measure, least: LeastOf, language: Language) -> Iterator[Count]:
    found = [least(phrase, measure, language) for phrase in fact.phrases]
    fewest = min(found, key=lambda each: each.count)
    if not fewest.count:
        return
    sure = fact.sure and all(each.sure for each in found)
    for times in sorted({1, fact.times}):
        certain = sure and (times == 1 or not fewest.once)
        yield Count(measure, at_least(fewest.count * times), _times(fewest.why, times), certain)


def _times(why: str, times: int) -> str:
    return why if times == 1 else f"{why}, and stands there at least {times} times"


def _keyword_in(phrase: Phrase, measure: Measure, language: Language) -> _Least:
    word, asked = measure.of
    if asked.match == "lemma":
        return _Least(0, "")
    whole, alike = asked.match == "word", asked.spelling == "alike"
    found, sure = holds(phrase, word, whole, alike, language)
    once = not is_lettered(word, alike, language)
    return _Least(int(found), f"{shown(phrase.name)} holds {shown(word)}", sure, once)


def _letter_in(phrase: Phrase, measure: Measure, language: Language) -> _Least:
    asked: LetterFrequency = measure.of
    count = asked.count(Text(fixed_letters(phrase, language), language))
    often = counted(count, asked.noun)
    return _Least(count, f"{shown(phrase.name)} has the letter {asked.letter!r} {often}")


def _comma_in(phrase: Phrase, measure: Measure, language: Language) -> _Least:
    # A comma between digits is let in on request; a letter or a space beside it tells.
    text = phrase.text if phrase.solid else "".join(phrase.text.split())
    anywhere = measure.of.in_numbers == "forbidden"
    found = any(
        mark in language.commas and (anywhere or _APART.match(text, at))
        for at, mark in enumerate(text)
    )
    either_width = all(mark in language.commas for mark in ",，")
    return _Least(int(found and either_width), f"{shown(phrase.name)} has a comma")


_APART = regex.compile(r"(?<=\p{L}).|.(?=[\p{L}\s])")


def _words_in(phrase: Phrase, measure: Measure, language: Language) -> _Least:
    count = least_words(phrase, language)
    why = f"{shown(phrase.name)} has at least {counted(count, ('word', 'words'))}"
    # Several of them may be one word, with hyphens between.
    return _Least(count, why, once=True)


LEAST: dict[str, LeastOf] = {
    "keyword": _keyword_in,
    "letter": _letter_in,
    "commas": _comma_in,
    "words": _words_in,
}
"""Of each measure that a phrase may add to, how much it does."""


def _of_sentences(known: _Knowledge, asked: _Asked, language: Language) -> Iterator[_Known]:
    """What the number of sentences and the length of each make of the whole length."""
    length = words(language)
    for many in known.get(SENTENCES, ()):
        # That there is a sentence, because something is asked of each, makes no length.
        if many.low > 0 and not many.count.why:
            # But a line of formatting can pass for a sentence without a word.
            why = f"a sentence has at least one of the {length.noun}"
            yield _Known(Count(length, at_least(many.low), why, sure=False), many.places)
        for each in known.get(SENTENCE_LENGTH, ()):
            places, high = many.places | each.places, _product(many.high, each.high)
            sentences = f"{many.count.bound} sentence{'s' * (str(many.count.bound)[-2:] != ' 1')}"
            why = f"{sentences} of {each.count.bound} {length.noun}: {{}} in all"
            if many.low * each.low > 0:
                least = at_least(many.low * each.low)
                yield _Known(Count(length, least, why.format(least), many.count.sure), places)
            if high is not None:
                # But code has words, and no sentences.
                most = Bound(high=high)
                yield _Known(Count(length, most, why.format(most), sure=False), places)


def _product(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one * other


def _of_parts(known: _Knowledge, asked: _Asked, language: Language) -> Iterator[_Known]:
    """Of a measure what is part of it has not more."""
    for part, facts in list(known.items()):
        for whole in list(known):
            if part != whole and _is_part(part, whole, language):
                for each in facts:
                    if each.low > 0:
                        why = each.count.why or f"{part.noun}: {each.count.bound}"
                        least = Count(whole, at_least(each.low), why, each.count.sure)
                        yield _Known(least, each.places)


def _is_part(part: Measure, whole: Measure, language: Language) -> bool:
    if part == CAPITALS:
        return whole == words(language) and language.count_unit == "word"
    if part.kind == whole.kind == "numbers":
        one, other = part.of, whole.of
        parity = other.parity in ("any", one.parity)
        return parity and one.words == other.words and _within(one.values, other.values)
    return False


def _within(one: Limit | None, other: Limit | None) -> bool:
    """Whether every number within one limit lies within the other."""
    if other is None or one == other:
        return True
    if one is None:
        return False
    if one.relation == "exactly":
        return one.value in other if isinstance(one.value, int) else False
    sides = ("at least", "more than"), ("at most", "less than")
    side = next((side for side in sides if one.relation in side and other.relation in side), ())
    if not side:
        return False
    if one.value == other.value:
        return one.relation == side[1]
    return (one.value > other.value) == (side == sides[0])


# What stands where


def _misplaced(asked: _Asked) -> Iterator[Conflict]:
    stands = [(place, fact) for place, fact in asked if isinstance(fact, Stands)]
    for (one_place, one), (other_place, other) in combinations(stands, 2):
        if one.side != other.side or one_place == other_place:
            continue
        apart = one.of != other.of
        if apart and not _beside(one, other):
            continue
        if all(clash(*_compared(a, b, one, other)) for a in one.forms for b in other.forms):
            sure = one.sure and other.sure and (not apart or {one.of, other.of} == _BEGINNING)
            where = "the reply" if apart else _PLACES.get(one.of, one.of)
            why = f"{where} cannot {_VERBS[one.side]}"
            yield Conflict(frozenset((one_place, other_place)), why, sure)


_PLACES = {"reply": "the reply", "sentences": "a sentence"}
_VERBS = {
    "start": "begin with both",
    "end": "end with both",
    "sign": "begin with the marks of both",
}


def _beside(one: Stands, other: Stands) -> bool:
    """Whether two places are the same but in odd replies."""
    places = {one.of, other.of}
    return "sentences" in places or places == _BEGINNING


_BEGINNING = {"reply", "paragraph 1"}


def _compared(a: Form, b: Form, one: Stands, other: Stands) -> tuple[Form, Form]:
    if one.after_marks != other.after_marks:
        return (a, _unmarked(b)) if one.after_marks else (_unmarked(a), b)
    return a, b


def _unmarked(form: Form) -> Form:
    at = 0
    while at < len(form.glyphs) and _is_mark(form.glyphs[at]):
        at += 1
    return replace(form, glyphs=form.glyphs[at:])


def _is_mark(glyph: frozenset[str] | None) -> bool:
    return glyph is not None and not any(each.isalnum() or each.isspace() for each in glyph)


def _languages(asked: _Asked) -> Iterator[Conflict]:
    codes = [(place, fact) for place, fact in asked if isinstance(fact, Written)]
    for (one_place, one), (other_place, other) in combinations(codes, 2):
        if one.code != other.code:
            # What is too close to tell may be taken for the one that is asked for.
            why = f"the reply would be in {one.code!r} and in {other.code!r}"
            yield Conflict(frozenset((one_place, other_place)), why, sure=False)


def shown(text: str) -> str:
    """A text in quotation marks, cut short."""
    line = " ".join(text.split())
    return repr(line if len(line) <= 60 else f"{line[:59]}…")
