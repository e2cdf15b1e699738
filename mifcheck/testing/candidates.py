"""What a text can be built of unit by unit: words, sentences, lines and other samples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product

from mifcheck.checkers.grammar.pieces import Piece
from mifcheck.checkers.grammar.selections import (
    Selection,
    letters,
    lines,
    sentences,
    words,
    words_apart,
)
from mifcheck.checkers.grammar.steps import Where
from mifcheck.languages import Language
from mifcheck.testing.plans import TextPlan
from mifcheck.testing.vocabulary import Vocabulary
from mifcheck.testing.wholes import fill_blanks
from mifcheck.testing.writing import First, Writer
from mifcheck.text import Text

_STRANGE = ("radar", "café", "niño", "pingüino", "川", "かわ", "やま", "カワ", "ヤマ")
"""Words that other languages have."""
_LATIN = "abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=65536)
def pieces_in(candidate: str, selection: Selection, language: Language) -> tuple[Piece, ...]:
    """Returns the units of a kind in a candidate that stands alone."""
    return tuple(selection.pieces(selection.seen(Text(candidate, language))))


def by_piece(selection: Selection) -> tuple[Selection, Selection]:
    """Returns the part of a selection that looks at each unit alone, and the whole of the rest."""
    steps = selection.steps
    alone = next((at for at, step in enumerate(steps) if not isinstance(step, Where)), len(steps))
    unit = selection.unit
    return Selection(unit, steps[:alone]), Selection(unit, steps[alone:])


def words_for(plan: TextPlan) -> tuple[str, ...]:
    """Returns the words that a text may be built of, those of the vocabulary first."""
    vocabulary, classes = plan.words, plan.language.classes
    pieces = _in_turn(vocabulary)
    alphabet = classes.letters or _LATIN
    single = (*alphabet, *_LATIN)
    listed = (*classes.pronouns, *classes.conjunctions, *classes.stop_words)
    pool = dict.fromkeys((*pieces, *given_words(plan), *single, *_STRANGE, *listed))
    if not _asks_of_words(plan):
        return tuple(pool)
    return tuple(each for each in pool if _is_word(each, plan.language))


def _asks_of_words(plan: TextPlan) -> bool:
    """Tells whether anything is asked of words, so that each has to be seen as one."""
    selections = [rule.selection for rule, _ in plan.rules]
    selections += [measure.of for measure in plan.of("units", "chosen units")]
    found = {each.unit for each in selections}
    return bool(found & {words.unit, words_apart.unit}) or not plan.is_free("words")


def own_words(plan: TextPlan) -> tuple[str, ...]:
    """Returns words that may begin and end a sentence: they are no abbreviation and no joiner."""
    pool = dict.fromkeys((*_in_turn(plan.words), *given_words(plan)))
    return tuple(each for each in pool if len(each) > 1 or not plan.words.spaced)


def _in_turn(vocabulary: Vocabulary) -> list[str]:
    """Returns the words of a vocabulary, those that stand in one phrase apart from one another."""
    parts = (vocabulary.nouns, vocabulary.predicates, vocabulary.subjects, vocabulary.additions)
    pieces = (piece for part in parts for piece in part)
    return [word for piece in pieces for word in (piece.split() if vocabulary.spaced else [piece])]


def given_words(plan: TextPlan) -> list[str]:
    """Returns the words that are asked for."""
    found = [word for rule, _ in plan.rules for word in rule.words]
    selections = [measure.of for measure in plan.of("units", "chosen units")]
    selections += [rule.selection for rule, _ in plan.rules]
    steps = (step for selection in selections for step in getattr(selection, "steps", ()))
    found += [step.predicate.word for step in steps if hasattr(step, "predicate")]
    found += [measure.of.text for measure in plan.of("keyword")]
    return [word for word in found if word]


def _is_word(word: str, language: Language) -> bool:
    if not language.tells_words:
        return True
    found = pieces_in(word, words, language)
    return len(found) == 1 and found[0].string == word


def letters_for(plan: TextPlan) -> tuple[str, ...]:
    """Returns the letters that a word may be built of, as they follow one another in words."""
    pool = "".join(_in_turn(plan.words)[:6]) if plan.language.spaced else "riverboat"
    own = [piece.string for piece in pieces_in(pool, letters, plan.language)]
    return tuple(dict.fromkeys((*own, *given_words(plan), *_LATIN)))


def sentences_for(plan: TextPlan) -> Iterator[str]:
    """Yields the sentences that a text may be built of, the plain ones first."""
    pool = tuple(dict.fromkeys((*own_words(plan), *_LATIN, *plan.language.classes.letters)))
    yield from given_words(plan)
    marks, said = [mark for _, mark in plan.words.marks], list(dict.fromkeys(_said(plan, pool)))
    plain = [f"{each[:1].upper()}{each[1:]}" for each in said]
    yield from (f"{each}{marks[0]}" for each in plain[:_USUAL])
    signs = product(marks, ("", " 🙂"))
    yield from (f"{each}{mark}{sign}" for (mark, sign), each in product(signs, plain[:_USUAL]))
    yield from (f"{each}{marks[0]}" for each in plain[_USUAL:])


def _said(plan: TextPlan, pool: tuple[str, ...]) -> Iterator[str]:
    """Yields what sentences say, without their marks."""
    gap, writer = plan.words.gap, Writer(plan.words, bool)
    for _, length in product(range(3), range(2, 2 * _LONGEST)):
        yield writer.sentence(length, _FIRST)
    # A word beside another, and a row of one word: they begin and end as they have to.
    ends = {*own_words(plan)}
    for at, word in enumerate(pool):
        other = pool[(at + 5) % min(len(pool), 20)]
        rows = [(word, other), (other, word), (word, other, word), (word, word, other)]
        rows += [(word, word, word, other)]
        yield from (gap.join(row) for row in rows if row[-1] in ends)
    row = own_words(plan)
    for length, first in product(range(1, _LONGEST), range(0, len(row), 3)):
        yield gap.join(row[(first + 7 * at) % len(row)] for at in range(length))


_USUAL = 24
_LONGEST = 12
_FIRST = First()


def samples_for(plan: TextPlan, selection: Selection) -> Iterator[str]:
    """Yields samples of a kind of unit, with words in their blanks."""
    nouns = plan.words.nouns
    for first in range(0, len(nouns), 2):
        for sample in selection.unit.samples:
            yield fill_blanks(sample, nouns, first)


def own_units(selections: Iterable[Selection]) -> Selection:
    """Returns the units that a text is built of, for what is selected in it: the largest."""
    units = {each.unit for each in selections}
    sampled = [unit for unit in units if unit.samples]
    others = [unit for unit in sampled if unit != lines.unit]
    if sampled:
        return Selection(max(others or sampled, key=lambda unit: len(unit.joint)))
    return sentences if sentences.unit in units else words
