"""What each checker's passing implies of a reply, in a vocabulary that conflicts are found in.

Said is only what is true of every reply that passes, however odd. A checker that is not in the
table implies nothing that is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

import regex

from mifcheck.bounds import at_least, exactly
from mifcheck.checkers import (
    casing,
    combination,
    content,
    keywords,
    language,
    length,
    numbers,
    punctuation,
    sentences,
    startend,
)
from mifcheck.checkers import format as formats
from mifcheck.checkers.base import Checker
from mifcheck.checkers.wording import counted
from mifcheck.languages import Language, get_language
from mifcheck.languages.characters import EMPHASIS, FINAL_MARKS, OPENERS
from mifcheck.linting.facts import (
    BULLETS,
    CAPITAL_LETTERS,
    CAPITALS,
    SENTENCE_LENGTH,
    SENTENCES,
    SMALL_LETTERS,
    Count,
    Fact,
    Holds,
    Implied,
    Measure,
    Stands,
    Written,
    is_needed,
    words,
)
from mifcheck.linting.phrases import (
    Form,
    Glyph,
    Phrase,
    base,
    body,
    glyphs,
    least_words,
    reversed_form,
)
from mifcheck.markup.edges import CLOSING

C = TypeVar("C", bound=Checker)


@lru_cache(maxsize=65536)
def implied(checker: Checker, language: Language) -> Implied:
    """What passing a checker implies of a reply asked for in a language.

    Nothing is known of a checker that cannot be judged there, nor of one from another package.
    """
    declared = _TABLE.get(type(checker))
    if declared is None or checker.unsupported_reason(language):
        return Implied()
    facts, whole = declared
    return Implied(tuple(facts(checker, language)), whole)


Declared: TypeAlias = Callable[[Any, Language], Iterable[Fact]]
_TABLE: dict[type[Checker], tuple[Declared, bool]] = {}


def _of(cls: type[C], whole: bool = False) -> Callable[[Declared], Declared]:
    def declare(facts: Declared) -> Declared:
        _TABLE[cls] = (facts, whole)
        return facts

    return declare


def _counted(cls: type[Checker], kind: str, noun: str) -> None:
    """A checker that asks for a number of something, and for nothing else."""
    measure = Measure(kind, noun=noun)
    _TABLE[cls] = (lambda asked, _: [Count(measure, asked.bound)], True)


_counted(length.SentenceCount, SENTENCES.kind, SENTENCES.noun)
_counted(length.ParagraphCount, "paragraphs", "paragraphs set apart by ***")
_counted(formats.BulletCount, BULLETS.kind, BULLETS.noun)
_counted(formats.HighlightCount, "highlights", "highlighted sections")
_counted(content.PlaceholderCount, "placeholders", "placeholders")
_counted(casing.CapitalWordCount, CAPITALS.kind, CAPITALS.noun)


# Length


@_of(length.WordCount, whole=True)
def _words(asked: length.WordCount, language: Language) -> Iterator[Fact]:
    yield Count(words(language), asked.bound)


@_of(length.NthParagraphFirstWord)
def _first_word(asked: length.NthParagraphFirstWord, language: Language) -> Iterator[Fact]:
    paragraphs = Measure("blank-line paragraphs", noun="paragraphs set apart by blank lines")
    yield Count(paragraphs, exactly(asked.num_paragraphs))
    yield Holds((Phrase(asked.first_word),))
    if _BEGINS.match(asked.first_word):
        form = Form(glyphs(asked.first_word, True, language))
        yield Stands("start", f"paragraph {asked.nth_paragraph}", (form,))


_BEGINS = regex.compile(r"[\p{L}\p{N}]")


# Keywords


def keyword(asked: Any, word: str, language: Language) -> Measure:
    """How often a word occurs, as a checker of keywords matches it."""
    alike = asked.spelling == "alike"
    key = word if asked.match == "lemma" else (alike, body(word, alike, language))
    return Measure("keyword", (asked.match, key), f"times that {word!r} occurs", (word, asked))


def _held(asked: Any, word: str, times: int = 1) -> Iterator[Fact]:
    if asked.match != "lemma":
        yield Holds((Phrase(word, asked.spelling == "alike", asked.match == "word"),), times)


@_of(keywords.KeywordsPresent, whole=True)
def _present(asked: keywords.KeywordsPresent, language: Language) -> Iterator[Fact]:
    for word in asked.keywords:
        yield Count(keyword(asked, word, language), at_least(1))
        yield from _held(asked, word)


@_of(keywords.KeywordFrequency, whole=True)
def _frequency(asked: keywords.KeywordFrequency, language: Language) -> Iterator[Fact]:
    yield Count(keyword(asked, asked.keyword, language), asked.bound)
    if is_needed(asked.bound):
        yield from _held(asked, asked.keyword, 1 if asked.bound.outside else asked.bound.low)


@_of(keywords.WordsAbsent, whole=True)
def _absent(asked: keywords.WordsAbsent, language: Language) -> Iterator[Fact]:
    for word in asked.forbidden_words:
        yield Count(keyword(asked, word, language), exactly(0))


@_of(keywords.LetterFrequency, whole=True)
def _letters(asked: keywords.LetterFrequency, language: Language) -> Iterator[Fact]:
    key = (asked.letter.casefold(), asked.accents)
    noun = f"times that the letter {asked.letter!r} occurs"
    yield Count(Measure("letter", key, noun, asked), asked.bound)


# Marks, language and case


@_of(punctuation.NoComma, whole=True)
def _commas(asked: punctuation.NoComma, language: Language) -> Iterator[Fact]:
    yield Count(Measure("commas", asked.in_numbers, "commas", asked), exactly(0))


@_of(language.ResponseLanguage)
def _written(asked: language.ResponseLanguage, language: Language) -> Iterator[Fact]:
    yield Written(asked.language)


@_of(casing.EnglishCapital)
def _capital(asked: casing.EnglishCapital, language: Language) -> Iterator[Fact]:
    yield Written("en")
    yield Count(CAPITAL_LETTERS, at_least(1))
    yield Count(SMALL_LETTERS, exactly(0))
    # But lone letters that belong to a longer form (-A) are no words in capitals.
    yield Count(CAPITALS, at_least(1), "every word is in capitals", sure=False)


@_of(casing.EnglishLowercase)
def _small(asked: casing.EnglishLowercase, language: Language) -> Iterator[Fact]:
    yield Written("en")
    yield Count(SMALL_LETTERS, at_least(1))
    yield Count(CAPITAL_LETTERS, exactly(0))
    # But the sign Ⅷ is a word in capitals, and no capital letter.
    yield Count(CAPITALS, exactly(0), "there are only small letters", sure=False)


# Form


@_of(formats.SectionCount, whole=True)
def _sections(asked: formats.SectionCount, language: Language) -> Iterator[Fact]:
    key = body(asked.splitter, True, language)
    yield Count(Measure("sections", key, f"sections {asked.splitter!r}"), asked.bound)
    if is_needed(asked.bound):
        # A number may adjoin the word.
        times = 1 if asked.bound.outside else asked.bound.low
        yield Holds((Phrase(asked.splitter, whole=False),), times)


@_of(formats.ConstrainedAnswer)
def _answer(asked: formats.ConstrainedAnswer, language: Language) -> Iterator[Fact]:
    options = dict.fromkeys((*language.answers, *get_language("en").answers))
    yield Holds(tuple(Phrase(option) for option in options))


@_of(formats.JsonOnly)
def _json(asked: formats.JsonOnly, language: Language) -> Iterator[Fact]:
    # No line of JSON begins with a list mark: a text within it has no line breaks.
    yield Count(BULLETS, exactly(0), "JSON has no bullet points")
    # What a code fence says it holds may stand first.
    yield Stands("sign", "reply", (Form((frozenset("{[j"),), whole=False),))


@_of(startend.Quoted)
def _quoted(asked: startend.Quoted, language: Language) -> Iterator[Fact]:
    opening = frozenset(base(mark[0]) for mark, _ in language.quotes)
    yield Stands("sign", "reply", (Form((opening,), whole=False),))


@_of(content.Postscript)
def _postscript(asked: content.Postscript, language: Language) -> Iterator[Fact]:
    marker = asked.postscript_marker
    yield Holds((Phrase(marker.rstrip("."), False, False, solid=False, given=marker),))


# Beginnings and ends


@_of(startend.EndsWith)
def _end(asked: startend.EndsWith, language: Language) -> Iterator[Fact]:
    yield from _ending(asked.end_phrase.strip(_WRAPPING), asked.end_phrase)
    yield Stands("end", "reply", (_backwards(asked.end_phrase.rstrip(CLOSING), language),))


def _ending(text: str, given: str, each: Measure | None = None) -> Iterator[Fact]:
    """That a phrase stands at an end, with what is looked past after it."""
    if text and not _ADJOINING.match(text[-1]):
        yield Holds((Phrase(text, given=given),), each=each)
    elif text:
        # What is looked past may pass for part of the last word: a note's ¹, an emoji's digit.
        yield Holds((Phrase(text, whole=False, given=given),), each=each)
        yield Holds((Phrase(text, given=given),), each=each, sure=False)


_ADJOINING = regex.compile(r"[\p{L}\p{M}\p{N}]")
_WRAPPING = OPENERS + CLOSING


def _backwards(text: str, language: Language) -> Form:
    return reversed_form(glyphs(text, True, language))


@_of(combination.RepeatsPrompt)
def _repeated(asked: combination.RepeatsPrompt, language: Language) -> Iterator[Fact]:
    prompt = asked.prompt_to_repeat.strip(_WRAPPING)
    # Where the prompt has emphasis marks the reply may leave them out.
    for piece in _EMPHASISED.split(prompt):
        if piece.strip():
            yield Holds((Phrase(piece.strip(), alike=False),))
    if _BEGINS.match(prompt):
        form = Form(glyphs(_EMPHASISED.split(prompt)[0], False, language), whole=False)
        yield Stands("start", "reply", (form,), sure=bool(_NO_ITEM.match(prompt)))


_EMPHASISED = regex.compile(rf"\S*[\\{regex.escape(EMPHASIS)}]\S*")


@_of(sentences.SentencesStart)
def _starts(asked: sentences.SentencesStart, language: Language) -> Iterator[Fact]:
    yield _any_sentence()
    wanted = asked.wanted
    if asked.is_letter:
        # Ⓑ and Ḃ are a B, too, unless accents tell: then they are other letters.
        exact = asked.is_exact
        phrase = Phrase(wanted, alike=not exact, whole=False, given=asked.start)
        yield Holds((phrase,), each=SENTENCES, sure=exact)
        form = Form((_first_letters(wanted, language),), whole=False)
    else:
        phrase = Phrase(wanted, given=asked.start)
        yield Holds((phrase,), each=SENTENCES)
        yield from _length_of(phrase, language)
        form = Form(glyphs(wanted, True, language))
    if _BEGINS.match(wanted):
        # "B. Some say" starts with B, an initial, and with S, after the letter of a list.
        yield Stands("start", "sentences", (form,), sure=bool(_NO_ITEM.match(wanted)))


def _length_of(phrase: Phrase, language: Language) -> Iterator[Fact]:
    """What a phrase that every sentence holds makes of its length."""
    least = least_words(phrase, language)
    if least:
        why = f"{phrase.name!r} has at least {counted(least, ('word', 'words'))}"
        yield Count(SENTENCE_LENGTH, at_least(least), why)


_NO_ITEM = regex.compile(r"(?:(?!\p{Han})\p{L}){2}")


def _first_letters(letter: str, language: Language) -> Glyph:
    """The letters that one stands for at the beginning of a sentence, without their accents."""
    first = base(letter)
    found = {first}
    for group in (*language.spelling.alike, ("ß", "ss")):
        starts = {base(member) for member in group}
        if first in starts and any(len(member) == 1 for member in group):
            found |= starts
    return frozenset(found)


@_of(sentences.SentencesEnd)
def _ends(asked: sentences.SentencesEnd, language: Language) -> Iterator[Fact]:
    yield _any_sentence()
    held, final = asked.parts
    yield from _ending(held, asked.end, SENTENCES)
    yield from _length_of(Phrase(held, given=asked.end), language)
    if not _ALIKE.fullmatch(final):
        yield Holds((Phrase(final, False, False, given=asked.end),), each=SENTENCES)
    end = asked.end.rstrip(CLOSING)
    bare = end.rstrip(_FINAL)
    if end != bare:
        marks = next((marks for marks in _SAME if end[-1] in marks), None)
        last: Glyph = None if marks is None else frozenset(marks)
        yield Stands("end", "sentences", (Form((last, None), whole=False),))
    if _PLAIN.fullmatch(bare):
        form = _backwards(bare, language)
        yield Stands("end", "sentences", (form,), after_marks=True)


# Marks for which others will do.
_ALIKE = regex.compile("[?!.。…⋯।]*")
# Notes, links, tags and emoji at the end are looked past.
_PLAIN = regex.compile(r"[\p{L}\p{M}\p{Nd}\s.,;:!?'’-]*[\p{L}\p{M}\p{Nd}]")
_FINAL = " \u00a0\u202f" + FINAL_MARKS
# Marks of which one may stand for another at the end of a sentence.
_SAME = (".。．｡…⋯", "!！‼⁈", "?？⁇⁉", "।॥|", ":：", ";；", ",，")


@_of(sentences.SentencesLength)
def _lengths(asked: sentences.SentencesLength, language: Language) -> Iterator[Fact]:
    yield _any_sentence()
    yield Count(SENTENCE_LENGTH, asked.bound)


def _any_sentence() -> Fact:
    return Count(SENTENCES, at_least(1), "there has to be a sentence")


@_of(numbers.NumberCount, whole=True)
def _numbers(asked: numbers.NumberCount, language: Language) -> Iterator[Fact]:
    measure = number_measure(asked)
    yield Count(measure, asked.bound)
    limit = asked.values
    if limit is not None and limit.relation == "exactly" and asked.parity != "any":
        rest = limit.value % 2
        if rest != {"even": 0, "odd": 1}[asked.parity]:
            yield Count(measure, exactly(0), f"{limit.value} is not {asked.parity}")


def number_measure(asked: numbers.NumberCount) -> Measure:
    """How many numbers there are of the kind that is asked for."""
    noun = asked.required.removeprefix(str(asked.bound)).strip()
    return Measure("numbers", (asked.parity, asked.values, asked.words), noun, asked)
