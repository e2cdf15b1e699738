"""The algorithms that language files name: for words, units, sentences, lemmas and numbers.

Each algorithm is built once for a language, from the rules in its file. Tokenizers and sentence
splitters map a string to the (start, end) offsets of what they find, from left to right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

from mifcheck.errors import MifcheckError, SegmentationError
from mifcheck.languages import Language
from mifcheck.segment import lemmas, sentences, syllables, verbs, words
from mifcheck.segment.lemmas import Lemmas
from mifcheck.segment.numbers import Number, number_finder
from mifcheck.segment.syllables import Syllables
from mifcheck.segment.verbs import VerbTest
from mifcheck.segment.words import Counter, Offsets, Tokenizer

__all__ = [
    "DISTRIBUTIONS",
    "LEMMA_ALGORITHMS",
    "SENTENCE_ALGORITHMS",
    "SYLLABLE_ALGORITHMS",
    "VERB_ALGORITHMS",
    "WORD_ALGORITHMS",
    "Counter",
    "Lemmas",
    "Number",
    "Offsets",
    "Syllables",
    "Tokenizer",
    "VerbTest",
    "class_packages",
    "language_packages",
    "lemmatizer",
    "number_finder",
    "sentence_splitter",
    "syllable_counter",
    "unit_counter",
    "unit_tokenizer",
    "unsegmented",
    "verb_test",
    "word_tokenizer",
]

T = TypeVar("T")

WORD_ALGORITHMS: dict[str, Callable[[Language], Tokenizer]] = {
    "regex": words.regex_words,
    "spacy": words.spacy_words,
    "jieba": words.jieba_words,
    "indic": words.indic_words,
    "pythainlp": words.thai_words,
}
SENTENCE_ALGORITHMS: dict[str, Callable[[Language, bool], Tokenizer]] = {
    "rules": sentences.rule_sentences,
    "spacy": sentences.spacy_sentences,
}
LEMMA_ALGORITHMS: dict[str, Callable[[Language], Lemmas]] = {
    "pymorphy3": lemmas.pymorphy_lemmas,
    "simplemma": lemmas.simplemma_lemmas,
    "surface": lemmas.surface_lemmas,
}
SYLLABLE_ALGORITHMS: dict[str, Callable[[Language], Syllables]] = {
    "nuclei": syllables.nuclei_syllables,
}
VERB_ALGORITHMS: dict[str, Callable[[Language], VerbTest]] = {
    "pymorphy3": verbs.pymorphy_verbs,
    "lemminflect": verbs.lemminflect_verbs,
}
DISTRIBUTIONS: dict[str, tuple[str, ...]] = {
    "spacy": ("spacy",),
    "jieba": ("jieba",),
    "indic": ("indic-nlp-library",),
    "pythainlp": ("pythainlp",),
    "pymorphy3": ("pymorphy3", "pymorphy3-dicts-{code}"),
    "simplemma": ("simplemma",),
    "lemminflect": ("lemminflect",),
}
"""The packages whose versions may change what an algorithm finds; `{code}` is the language code."""


def language_packages(language: Language) -> tuple[str, ...]:
    """Returns the packages whose versions may change what is found in this language, sorted."""
    named = (language.words.algorithm, language.sentences.algorithm, language.words.lemmas)
    return _packages(named, language)


def class_packages(language: Language, field: str) -> tuple[str, ...]:
    """Returns the packages of the algorithm that a field of the word classes names, sorted.

    These matter only to checks that ask for syllables or verbs.
    """
    return _packages((getattr(language.classes, field),), language)


def _packages(algorithms: Iterable[str], language: Language) -> tuple[str, ...]:
    found = [package for name in algorithms for package in DISTRIBUTIONS.get(name, ())]
    return tuple(sorted({package.format(code=language.code) for package in found}))


def unsegmented(language: Language, element: str) -> str:
    """Returns why an element of a text, such as "words", cannot be found; "" if it can."""
    if element == "units" and language.count_unit == "character":
        return ""
    kind = _SEGMENTED.get(element, "")
    if kind and not getattr(language, kind).algorithm:
        return f"{language.name} is read without {kind}: nothing tells them apart"
    return ""


_SEGMENTED = {
    "words": "words",
    "units": "words",
    "capital_words": "words",
    "sentences": "sentences",
}
"""What of a language has to be told apart for an element."""


@lru_cache(maxsize=64)
def word_tokenizer(language: Language) -> Tokenizer:
    """Returns the language's word tokenizer.

    Raises:
        SegmentationError: the language is read without words.
        MifcheckError: the language file names an algorithm that is not one of `WORD_ALGORITHMS`.
        MissingExtraError: the algorithm needs a package that is not installed.
    """
    _require_segmented(language, "words")
    return _algorithm(WORD_ALGORITHMS, language.words.algorithm, language)(language)


@lru_cache(maxsize=64)
def unit_tokenizer(language: Language) -> Tokenizer:
    """Returns the tokenizer that finds the units of a length: words or characters.

    Where lengths are counted in characters, each ideograph, kana and hangul syllable is one unit,
    and so is each run of letters and digits of other scripts.

    Raises:
        MifcheckError: the language file names an algorithm that is not one of `WORD_ALGORITHMS`.
        MissingExtraError: the algorithm needs a package that is not installed.
    """
    if language.count_unit == "word":
        return word_tokenizer(language)
    return words.character_units(language)


@lru_cache(maxsize=64)
def unit_counter(language: Language) -> Counter:
    """Returns a function that counts what `unit_tokenizer` finds in a line.

    Raises:
        MifcheckError, MissingExtraError: as `unit_tokenizer`.
    """
    cut = unit_tokenizer(language)
    if language.count_unit == "word" and language.words.algorithm == "regex":
        return words.word_counter(language.words, cut)
    return lambda line: len(cut(line))


@lru_cache(maxsize=64)
def sentence_splitter(language: Language, cased: bool = False) -> Tokenizer:
    """Returns the language's sentence splitter, which takes one block of running text.

    Args:
        language: the language of the text.
        cased: whether the text that the block is taken from has capital letters.

    Raises:
        SegmentationError: the language is read without sentences.
        MifcheckError: the language file names an algorithm that is not one of
            `SENTENCE_ALGORITHMS`.
        MissingExtraError: the algorithm needs a package that is not installed.
    """
    _require_segmented(language, "sentences")
    name = language.sentences.algorithm
    return _algorithm(SENTENCE_ALGORITHMS, name, language)(language, cased)


@lru_cache(maxsize=64)
def lemmatizer(language: Language) -> Lemmas | None:
    """Returns the language's lemmatizer; None if the language file names none.

    Raises:
        MifcheckError: the language file names an algorithm that is not one of `LEMMA_ALGORITHMS`.
    """
    name = language.words.lemmas
    return _algorithm(LEMMA_ALGORITHMS, name, language)(language) if name else None


@lru_cache(maxsize=64)
def syllable_counter(language: Language) -> Syllables | None:
    """Returns a function that counts the syllables of a word; None if the file names none.

    Raises:
        MifcheckError: the language file names an algorithm that is not one of
            `SYLLABLE_ALGORITHMS`.
        MissingExtraError: the algorithm needs a package that is not installed.
    """
    name = language.classes.syllables
    return _algorithm(SYLLABLE_ALGORITHMS, name, language)(language) if name else None


@lru_cache(maxsize=64)
def verb_test(language: Language) -> VerbTest | None:
    """Returns a function that tells whether a word can be a verb; None if the file names none.

    Raises:
        MifcheckError: the language file names an algorithm that is not one of `VERB_ALGORITHMS`.
        MissingExtraError: the algorithm needs a package that is not installed.
    """
    name = language.classes.verbs
    return _algorithm(VERB_ALGORITHMS, name, language)(language) if name else None


def _require_segmented(language: Language, element: str) -> None:
    if reason := unsegmented(language, element):
        raise SegmentationError(reason)


def _algorithm(table: dict[str, T], name: str, language: Language) -> T:
    if name not in table:
        raise MifcheckError(
            f"language {language.code}: unknown algorithm {name!r}; known: {', '.join(table)}"
        )
    return table[name]
