"""Words that must, may or must not occur."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mifcheck.bounds import at_least, exactly
from mifcheck.checkers import implied
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import Fact, Measure, Phrasing, letters
from mifcheck.checkers.parameters import Accents, Bound, Letter, Match, Spelling, Word, Words
from mifcheck.checkers.primitives import Absent, AllPresent, Counted
from mifcheck.checkers.spelling import Related
from mifcheck.languages import Language
from mifcheck.languages.characters import EMPHASIS
from mifcheck.markup.letters import letter_pattern
from mifcheck.markup.phrases import keyword_pattern, phrase_pattern
from mifcheck.text import Text
from mifcheck.verdict import Span

_MARKDOWN = EMPHASIS + "#>|"


class _Keyworded(Checker):
    """Base of checkers of keywords, which match them as words, substrings or by lemma.

    The keywords are the words that a prompt has to mention.
    """

    match: Match
    spelling: Spelling
    bound: Bound
    """How often each keyword may occur."""
    facts_suffice = True

    def unsupported_reason(self, language: Language) -> str:
        # Asked of every language when checkers are listed, so no dictionary is loaded.
        unknown = self.match == "lemma" and not language.words.lemmas
        return f"no lemmas are known in {language.name}" if unknown else ""

    def seen(self, text: Text) -> Text:
        # Who names a sign of Markdown means what is written: no asterisk, not even around a word.
        are_signs = all(not word.strip(_MARKDOWN) for word in self.verbatim)
        return text.source if are_signs else super().seen(text)

    def occurrences(self, text: Text, keyword: str) -> tuple[Span, ...]:
        """Returns the places of a keyword in the text, each span labelled with it."""
        if self.match == "lemma":
            return text.inflected(keyword)
        exact = self.spelling == "exact"
        if self.match == "word":
            return text.find(keyword_pattern(keyword, text.language, exact), keyword)
        return text.find(phrase_pattern(keyword, text.language, exact), keyword)

    def places(self, text: Text) -> Mapping[str, Sequence[Span]]:
        return {word: self.occurrences(text, word) for word in self.verbatim}

    def find(self, text: Text) -> Sequence[Span]:
        return sorted(span for spans in self.places(text).values() for span in spans)

    def implies(self, language: Language) -> Iterable[Fact]:
        for word in self.verbatim:
            phrasing = Phrasing(word, self.spelling == "alike", self.match == "word")
            lemma = self.match == "lemma"
            yield from implied.occurs(phrasing, self.bound, language, lemma=lemma)


@checker(
    "keywords:existence",
    asks="the keywords {keywords!r}",
    example={"keywords": ["river", "boat"]},
    verbatim=("keywords",),
)
class KeywordsPresent(_Keyworded, AllPresent):
    """Every one of the keywords occurs, each as a whole word or phrase, in any case."""

    keywords: Words
    match: Match = "word"
    spelling: Spelling = "alike"
    bound = at_least(1)
    nouns = "keywords"


@checker(
    "keywords:frequency",
    asks="{keyword!r} {bound} {noun}",
    example={"keyword": "river", "frequency": 2, "relation": "at least"},
    spelling={"bound": Related("frequency", "relation")},
    verbatim=("keyword",),
)
class KeywordFrequency(_Keyworded, Counted):
    """The keyword occurs a number of times within `bound`, as a whole word or phrase."""

    keyword: Word
    bound: Bound
    match: Match = "word"
    spelling: Spelling = "alike"
    noun = ("time", "times")


@checker(
    "keywords:forbidden_words",
    asks="none of the words {forbidden_words!r}",
    example={"forbidden_words": ["cheap"]},
    verbatim=("forbidden_words",),
)
class WordsAbsent(_Keyworded, Absent):
    """None of the words occurs, as a whole word or phrase, in any case."""

    forbidden_words: Words
    match: Match = "word"
    spelling: Spelling = "alike"
    bound = exactly(0)
    noun = ("forbidden word", "forbidden words")


@checker(
    "keywords:letter_frequency",
    asks="the letter {letter!r} {bound} {noun}",
    example={"letter": "e", "let_frequency": 20, "let_relation": "less than"},
    spelling={"bound": Related("let_frequency", "let_relation")},
)
class LetterFrequency(Counted):
    """The letter occurs a number of times within `bound`, in any case.

    A letter with an accent is another letter (é is not e), unless `accents` is "ignored": then
    every mark is ignored, even one that makes a letter of its own (ñ, й). A letter is found with
    any vowel sign or other combining mark (क in कि).
    """

    letter: Letter
    bound: Bound
    accents: Accents = "distinct"
    noun = ("time", "times")

    def find(self, text: Text) -> Sequence[Span]:
        return text.find(letter_pattern(self.letter, bare=self.accents == "ignored"), self.letter)

    def quantity(self, language: Language) -> Measure:
        return letters(self.letter, self.accents, self)
