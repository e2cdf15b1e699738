"""What a text has to have in all: the features of a shape, put together."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Final

import regex

from mifcheck.bounds import Bound
from mifcheck.checkers.facts import (
    Count,
    Differ,
    Framed,
    Inside,
    Measure,
    Phrasing,
    Rule,
    Stands,
    Whole,
    Written,
    literal,
)
from mifcheck.errors import InexpressibleError
from mifcheck.languages import Language
from mifcheck.markup.phrases import keyword_pattern, phrase_pattern
from mifcheck.testing.shapes import Lacks, TextShape
from mifcheck.testing.vocabulary import Vocabulary, known_vocabularies
from mifcheck.testing.writing import Writer
from mifcheck.text import Text

LAID_OUT: Final = ("bullets", "divided_paragraphs", "paragraphs", "responses", "titles", "sections")
NAMED: Final = (
    "keyword",
    "lemma",
    "letter",
    "capital_words",
    "numbers",
    "highlights",
    "placeholders",
    "units",
    "chosen units",
)
OTHER: Final = (
    "words",
    "sentences",
    "sentence length",
    "commas",
    "capital letters",
    "small letters",
    "postscripts",
    "answers",
)
MOST_UNITS: Final = 1500
"""Texts are built of at most so many units."""
RECOGNISABLE: Final = 24
"""A text of so many units is long enough to tell its language."""


@dataclass(slots=True)
class TextPlan:
    """What a text in a language has to have.

    Attributes:
        language: the language it is read in.
        bounds: the bounds of each measure.
        stands: the phrase that stands at each place, (side, of).
        lacks: phrases that do not stand at a place.
        frame: what the whole text is in; "" for nothing.
        unframed: the frames that it is not in.
        written: the code of the language it is written in.
        case: "upper" or "lower" if all letters are of one case.
        told: whether its language must be told.
        differ: whether no two of its responses are the same.
        alike: whether they are all the same.
        whole: the texts of which it is one, with blanks for words; None if it may be any.
        not_whole: texts that it is not.
        rules: rules that the units obey, and whether they do or break them.
        insides: what is asked of parts, and whether all have it or one lacks it.
        way: how it is built: "prose", "loose prose", where what may be there any number of times
            is not avoided, or "sequence".
        is_part: whether it is a part of another text.
        pool: what it is built of, if it is built unit by unit; None if that is not known yet.
    """

    language: Language
    bounds: dict[Measure, list[Bound]] = field(default_factory=dict)
    stands: dict[tuple[str, str], Stands] = field(default_factory=dict)
    lacks: list[Stands] = field(default_factory=list)
    frame: str = ""
    unframed: list[str] = field(default_factory=list)
    written: str = ""
    case: str = ""
    told: bool = False
    differ: bool = False
    alike: bool = False
    whole: tuple[str, ...] | None = None
    not_whole: list[str] = field(default_factory=list)
    rules: list[tuple[Rule, bool]] = field(default_factory=list)
    insides: list[tuple[Inside, bool]] = field(default_factory=list)
    way: str = "prose"
    is_part: bool = False
    pool: tuple[str, ...] | None = None

    def is_open(self, measure: Measure) -> bool:
        """Tells whether there may be any number more of a measure, and they are not avoided."""
        bounds = self.bounds[measure]
        return self.way != "prose" and all(
            bound.high is None and not bound.outside for bound in bounds
        )

    def bound(self, kind: str) -> list[Bound] | None:
        """Returns the bounds of the measure of a kind of which there is one; None if it is free."""
        return next((found for measure, found in self.bounds.items() if measure.kind == kind), None)

    def of(self, *kinds: str) -> list[Measure]:
        """Returns the measures of some kinds."""
        return [measure for measure in self.bounds if measure.kind in kinds]

    def is_free(self, *kinds: str) -> bool:
        """Tells whether nothing is asked of measures of some kinds."""
        return not self.of(*kinds)

    @property
    def words(self) -> Vocabulary:
        """The words that it is written with."""
        return known_vocabularies()[self.written]


def plan_of(shape: TextShape, language: Language) -> TextPlan:
    """Puts the features of a shape together.

    Raises:
        InexpressibleError: they do not go together, or one is of a kind that is not built.
    """
    plan = TextPlan(language)
    others: list[str] = []
    for _, feature in shape:
        _add(plan, feature, others)
    _settle_language(plan, others)
    small, capital = plan.bound("small letters"), plan.bound("capital letters")
    if small and all(0 in bound for bound in small) and not all(1 in bound for bound in small):
        plan.case = "upper"
    elif capital and not all(1 in bound for bound in capital):
        plan.case = "lower"
    if plan.case == "upper" and capital and not all(1 in bound for bound in capital):
        raise InexpressibleError("letters are capital or small")
    return plan


def _add(plan: TextPlan, feature: Any, others: list[str]) -> None:
    if isinstance(feature, Count):
        if not feature.sure:
            return
        if feature.measure.kind not in (*LAID_OUT, *NAMED, *OTHER):
            raise InexpressibleError(f"no text is built with a number of {feature.measure.noun}")
        plan.bounds.setdefault(feature.measure, []).append(feature.bound)
    elif isinstance(feature, Framed):
        if plan.frame not in ("", feature.frame):
            raise InexpressibleError(f"a text is in {plan.frame} or in {feature.frame}")
        plan.frame = feature.frame
    elif isinstance(feature, Stands) and feature.side != "sign":
        _place(plan, feature)
    elif isinstance(feature, Written):
        if plan.written not in ("", feature.code):
            raise InexpressibleError("a text is written in one language")
        plan.written, plan.told = feature.code, True
    elif isinstance(feature, Whole):
        texts = feature.texts if feature.has_blanks else map(literal, feature.texts)
        plan.whole = tuple(each for each in texts if plan.whole is None or each in plan.whole)
    elif isinstance(feature, Rule):
        plan.rules.append((feature, True))
    elif isinstance(feature, Inside):
        plan.insides.append((feature, True))
    elif isinstance(feature, Differ):
        plan.differ = True
    elif isinstance(feature, Lacks):
        _add_lack(plan, feature.fact, others)


def _add_lack(plan: TextPlan, fact: Any, others: list[str]) -> None:
    if isinstance(fact, Framed):
        plan.unframed.append(fact.frame)
    elif isinstance(fact, Stands):
        plan.lacks.append(fact)
    elif isinstance(fact, Written):
        others.append(fact.code)
    elif isinstance(fact, Differ):
        plan.alike = True
    elif isinstance(fact, Whole):
        plan.not_whole += fact.texts
    elif isinstance(fact, Rule):
        plan.rules.append((fact, False))
    elif isinstance(fact, Inside):
        plan.insides.append((fact, False))


def _place(plan: TextPlan, stands: Stands) -> None:
    place = (stands.side, stands.of)
    before = plan.stands.get(place)
    if before is not None and before.name != stands.name:
        raise InexpressibleError(f"{before.name!r} and {stands.name!r} stand at one place")
    plan.stands[place] = stands


def _settle_language(plan: TextPlan, others: list[str]) -> None:
    known = known_vocabularies()
    code = plan.language.code
    if plan.written:
        plan.told = True
        if plan.written not in known:
            raise InexpressibleError(f"no words of the language {plan.written!r} are known")
        if plan.written in others:
            raise InexpressibleError("a text is written in one language")
    elif others:
        scripts = {each: script(known[each].nouns[0]) for each in known}
        avoided = {scripts[each] for each in others if each in scripts}
        choices = [each for each in known if scripts[each] not in avoided and each not in others]
        plan.written = code if code in choices else choices[0]
        plan.told = True
    else:
        plan.written = code
        if code not in known:
            raise InexpressibleError(f"no words of {plan.language.name} are known")
    is_foreign = plan.written != code
    spaced = known[plan.written].spaced and plan.language.spaced
    if is_foreign and not spaced and not plan.is_free("words", "sentences", "sentence length"):
        raise InexpressibleError("the length of a text in another script is not known")


def script(word: str) -> str:
    """Returns the script of a word, by the name of its first letter."""
    name = unicodedata.name(word[0]).partition(" ")[0]
    return "CJK" if name in ("HIRAGANA", "KATAKANA") else name


# What is counted in a piece of text


@lru_cache(maxsize=65536)
def amount(measure: Measure, piece: str, language: Language) -> int:
    """Returns how many of a measure there are in a piece of text that was given."""
    text = Text(piece, language).rendered
    if measure.kind in ("letter", "commas", "numbers"):
        checker = measure.of
        return len(checker.find(text))
    if measure.kind == "keyword":
        phrase: Phrasing = measure.of
        pattern = keyword_pattern if phrase.whole else phrase_pattern
        return len(text.find(pattern(phrase.text, language, not phrase.alike)))
    if measure.kind in ("units", "chosen units"):
        return len(measure.of.spans(measure.of.seen(text)))
    if measure.kind == "lemma":
        return len(text.inflected(str(measure.key)))
    if measure.kind not in _ATTRIBUTES:
        raise InexpressibleError(f"{measure.noun} of a given text are not counted")
    return int(getattr(text, _ATTRIBUTES[measure.kind]))


_ATTRIBUTES = {
    "words": "unit_count",
    "sentences": "sentence_count",
    "capital_words": "capital_word_count",
}


@dataclass(frozen=True)
class Clean:
    """Tells whether a piece has nothing that is counted, and is of no phrase that is to be absent.

    Attributes:
        measures: what is counted.
        phrases: what is to be absent.
        starts: letters that no piece begins with.
        language: the language.
        spaced: whether spaces separate words.
    """

    measures: tuple[Measure, ...]
    phrases: tuple[str, ...]
    starts: tuple[str, ...]
    language: Language
    spaced: bool

    def __call__(self, piece: str) -> bool:
        bare = without_marks(piece)
        if self.starts and bare.startswith(self.starts):
            return False
        return not any(_holds(bare, atom, self.spaced) for atom in self._atoms) and not any(
            amount(measure, form, self.language)
            for measure in self.measures
            for form in (piece, piece[:1].upper() + piece[1:])
        )

    @cached_property
    def _atoms(self) -> tuple[str, ...]:
        """For each phrase, the longest of its words, without which it can't be there."""
        worded = (_ATOM.findall(without_marks(phrase)) for phrase in self.phrases)
        return tuple(max(words, key=len) for words in worded if words)


def _holds(piece: str, atom: str, spaced: bool) -> bool:
    # Any of the characters may end a phrase that the next piece goes on with.
    return atom in piece if spaced else any(character in piece for character in atom)


_ATOM = regex.compile(r"[\p{L}\p{N}]+")


def without_marks(string: str) -> str:
    """Returns a text without case and marks, so that any two spellings of a word are alike."""
    plain = unicodedata.normalize("NFKD", string)
    kept = (each for each in plain if unicodedata.category(each) != "Mn")
    return "".join(kept).casefold()


def writer_for(plan: TextPlan) -> Writer:
    """Returns a writer that writes nothing that a plan counts or excludes."""
    counted = [each for each in plan.of(*NAMED, "commas") if each.kind in IN_WORDS]
    counted = [each for each in counted if not plan.is_open(each)]
    phrases = [each.of.text for each in counted if each.kind == "keyword"]
    phrases += [each.name for each in plan.lacks if isinstance(each.what, Phrasing)]
    phrases += [str(each.key) for each in plan.of("postscripts")]
    phrases += plan.not_whole
    starts = [
        without_marks(letter)
        for each in plan.lacks
        if each.side == "start" and not isinstance(each.what, Phrasing)
        for letter in each.what
    ]
    clean = Clean(tuple(counted), tuple(phrases), tuple(starts), plan.language, plan.words.spaced)
    writer = Writer(plan.words, clean)
    if any(each.kind == "units" for each in counted):
        _require_clean_joints(writer)
    return writer


def _require_clean_joints(writer: Writer) -> None:
    """Checks that clean words are still clean when they are written one after the other."""
    word, gap = writer.tokens[0], writer.words.gap
    _, mark = writer.marks[0] if writer.marks else ("", "")
    if not writer.clean(f"{word}{gap}{word}{mark}\n\n{word}{gap}{word}{mark}"):
        raise InexpressibleError("clean words, side by side, are not clean")


IN_WORDS: Final = ("keyword", "lemma", "letter", "numbers", "capital_words", "units")


def near(bounds: Sequence[Bound], floor: int, most: int = MOST_UNITS) -> list[int]:
    """Returns counts within all bounds and from a floor on, near where the bounds begin and end.

    Raises:
        InexpressibleError: there is none.
    """
    edges = {floor, floor + 1, floor + 2}
    for bound in bounds:
        for edge in (bound.low, bound.high):
            if edge is not None:
                edges |= {edge - 1, edge, edge + 1}
    found = [each for each in sorted(edges) if floor <= each <= most and _fits(each, bounds)]
    if not found:
        found = next(([n] for n in range(floor, most + 1) if _fits(n, bounds)), [])
    if not found:
        said = " and ".join(map(str, bounds))
        raise InexpressibleError(f"{said}, where there are {floor} or more")
    return found


def _fits(count: int, bounds: Iterable[Bound]) -> bool:
    return all(count in bound for bound in bounds)
