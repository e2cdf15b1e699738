"""One language, as its file describes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from mifcheck import doors
from mifcheck.languages.number_rules import NumberRule
from mifcheck.languages.reply_rules import AnswerRule, LetterRule, PostscriptRule, RefusalRule
from mifcheck.languages.rules import (
    IdentificationRule,
    SentenceRule,
    SpellingRule,
    WordClasses,
    WordRule,
    require_known,
)
from mifcheck.safe import printable

ASSURANCE: Final = {
    "measured": "its own file, held to a treebank and to replies that readers have judged",
    "supported": "a short file, whose words and sentences are measured against a treebank",
    "generic": "the rules of a library, Unicode and CLDR, or a file that no treebank confirms",
    "own": "a file of the caller",
}
"""The levels of assurance of a language, the surest first, and what each of them means."""
LEAST_SENTENCES: Final = 100
MOST_OFF: Final = 2.0
LEAST_EXACT: Final = 95.0
"""What a "supported" language is held to: see `Measurement`."""


@dataclass(frozen=True, slots=True)
class LanguageExample:
    """A worked example: a text and its correct counts. None: the count is not given."""

    text: str
    words: int | None = None
    units: int | None = None
    sentences: int | None = None
    commas: int | None = None


@dataclass(frozen=True, slots=True)
class Measurement:
    """How the words and the sentences of a language compare with a treebank, in per cent.

    Attributes:
        treebank: the treebank; "" if the language is not measured in its file.
        sentences: how many sentences of it were read.
        total: by how much more words are found than the treebank has.
        error: the mean absolute error of the words in paragraphs of five sentences.
        exact_at_random: the share of paragraphs of five sentences, drawn at random, in which five
            sentences are found; None if sentences are not told apart.
        exact_in_order: the same of paragraphs as they stand.
    """

    treebank: str = ""
    sentences: int = 0
    total: float = 0.0
    error: float = 0.0
    exact_at_random: float | None = None
    exact_in_order: float | None = None

    @property
    def suffices(self) -> bool:
        """Whether the language can be "supported"."""
        exact = (self.exact_at_random or 0, self.exact_in_order or 0)
        within = abs(self.total) <= MOST_OFF and self.error <= MOST_OFF
        return self.sentences >= LEAST_SENTENCES and within and min(exact) >= LEAST_EXACT


@dataclass(frozen=True, slots=True, repr=False)
class Language(doors.InNotebooks):
    """One language, as described by its file.

    Attributes:
        code: ISO 639-1 code.
        name: English name.
        native_name: name in the language itself.
        aliases: other names and tags, in small letters ("zh-tw", "mandarin").
        has_case: whether the script has capital and small letters.
        spaced: whether spaces separate words.
        count_unit: the unit of lengths: "word" or "character".
        commas: the marks that are commas.
        quotes: pairs (opening, closing) of quotation marks, including those of nested quotations.
        ordinal: prefix of a number that a section's name follows ("第", as in 第一章).
        numerals: words that may number a section ("one", "first"), in small letters.
        dividing: beginnings of the words with which a sentence speaks of a divider: that it
            separates, that it consists of asterisks. An entry that ends with `$` is a whole word.
        own_letters: letters with a mark that the alphabet lists as separate letters (`ñ`, `й`), in
            small letters. Any other letter with a mark is the bare letter with an accent.
        answers: the fixed options of a constrained answer.
        postscripts: how a postscript within a line is found.
        refusals: how a reply begins that refuses what was asked.
        words: how words are found.
        sentences: how sentences are found.
        spelling: different spellings of a keyword that count as the same.
        numbers: how numbers are written.
        letters: how a letter to somebody begins and ends.
        identification: how the language differs from its neighbours.
        measured: how a short file compares with a treebank.
        sources: the sources of the facts.
        limits: known limitations.
        examples: worked examples, which the tests run.
        digest: hash of the file, which is part of the signature of every score.
        level: how sure a verdict in the language is, one of `ASSURANCE`. A file cannot say it.
    """

    code: str
    name: str
    native_name: str
    aliases: tuple[str, ...]
    has_case: bool
    spaced: bool
    count_unit: str
    commas: str
    quotes: tuple[tuple[str, str], ...]
    ordinal: str = ""
    numerals: tuple[str, ...] = ()
    dividing: tuple[str, ...] = ()
    own_letters: tuple[str, ...] = ()
    answers: AnswerRule = field(default_factory=AnswerRule)
    postscripts: PostscriptRule = field(default_factory=PostscriptRule)
    refusals: RefusalRule = field(default_factory=RefusalRule)
    words: WordRule = field(default_factory=WordRule)
    sentences: SentenceRule = field(default_factory=SentenceRule)
    spelling: SpellingRule = field(default_factory=SpellingRule)
    numbers: NumberRule = field(default_factory=NumberRule)
    letters: LetterRule = field(default_factory=LetterRule)
    identification: IdentificationRule = field(default_factory=IdentificationRule)
    classes: WordClasses = field(default_factory=WordClasses)
    measured: Measurement = field(default_factory=Measurement)
    sources: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    examples: tuple[LanguageExample, ...] = field(default=(), repr=False)
    digest: str = ""
    level: str = "own"

    def __post_init__(self) -> None:
        require_known("count_unit", self.count_unit, ("word", "character"))
        require_known("level", self.level, tuple(ASSURANCE))

    @property
    def tells_words(self) -> bool:
        """Whether the words of a text can be told apart: by spaces, or by a library."""
        return self.spaced or self.words.algorithm not in ("regex", "")

    def __hash__(self) -> int:
        return hash((self.code, self.digest))

    def __repr__(self) -> str:
        return printable(f"<Language {self.code}: {self.name}>")
