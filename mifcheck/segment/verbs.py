"""Whether a word can be a verb."""

from __future__ import annotations

from collections.abc import Callable

import regex

from mifcheck.languages import Language
from mifcheck.segment.lemmas import morphology
from mifcheck.segment.words import languages_extra

VerbTest = Callable[[str], bool]

_NEGATED = regex.compile(r"n['’]t$")
_CONTRACTED = regex.compile(r"['’]\w+$")


def pymorphy_verbs(language: Language) -> VerbTest:
    """Returns a test by pymorphy3's dictionary: a reading of the word is a form of a verb."""
    analyzer = morphology(language.code)

    def is_verb(word: str) -> bool:
        return any(parse.tag.POS in ("VERB", "INFN") for parse in analyzer.parse(word))

    return is_verb


def lemminflect_verbs(language: Language) -> VerbTest:
    """Returns a test by the dictionary of lemminflect: a reading of the word is a form of a verb.

    A contraction is the word that it begins with (let's, don't).

    Raises:
        MissingExtraError: lemminflect is not installed.
    """
    with languages_extra():
        import lemminflect

    def is_verb(word: str) -> bool:
        if _NEGATED.search(word):
            return True
        lemmas = lemminflect.getAllLemmas(_CONTRACTED.sub("", word).lower())
        return not lemmas.keys().isdisjoint(("VERB", "AUX"))

    return is_verb
