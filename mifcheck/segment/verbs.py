"""Whether a word can be a verb."""

from __future__ import annotations

from collections.abc import Callable

import regex

from mifcheck.languages import Language
from mifcheck.segment.lemmas import is_named, morphology
from mifcheck.segment.words import require_package

VerbTest = Callable[[str], bool]

_CLOSED_CLASSES = frozenset(("Apro", "NPRO", "NUMR", "PREP"))
_LEAST_SHARE = 0.1
_NEGATED = regex.compile(r"n['’]t$")
_CONTRACTED = regex.compile(r"['’]\w+$")


def pymorphy_verbs(language: Language) -> VerbTest:
    """Returns a test by pymorphy3's dictionary: a reading of the word is a form of a verb.

    A word that is mostly a pronoun or a numeral (мой, три) is none, nor one that is a verb once in
    more than ten times (стекло).
    """

    def is_verb(word: str) -> bool:
        if not is_named(word):
            return False
        readings = morphology(language.code).parse(word)
        if not _CLOSED_CLASSES.isdisjoint(readings[0].tag.grammemes):
            return False
        verbs = (parse.score for parse in readings if parse.tag.POS in ("VERB", "INFN"))
        return bool(sum(verbs) >= _LEAST_SHARE)

    return is_verb


def lemminflect_verbs(language: Language) -> VerbTest:
    """Returns a test by the dictionary of lemminflect: a reading of the word is a form of a verb.

    A contraction is the word that it begins with (let's, don't).

    Raises:
        MissingExtraError: lemminflect is not installed.
    """
    require_package("lemminflect")

    def is_verb(word: str) -> bool:
        from lemminflect import getAllLemmas

        if _NEGATED.search(word):
            return True
        lemmas = getAllLemmas(_CONTRACTED.sub("", word).lower())
        return not lemmas.keys().isdisjoint(("VERB", "AUX"))

    return is_verb
