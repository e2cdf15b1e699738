"""What the primitives of the grammar say in facts, so that what is composed of them is built."""

from __future__ import annotations

import pytest

import mifcheck as mif
from mifcheck.checkers.grammar.counting import Count
from mifcheck.checkers.grammar.every import Every
from mifcheck.checkers.grammar.relations import Copies, OneOf
from mifcheck.checkers.grammar.selections import bullets, sentences, words
from mifcheck.checkers.grammar.traits import begins_with_word, is_word, of_class
from mifcheck.testing.drawn import for_each

CASES = {
    "as many sentences": (Count(sentences, mif.exactly(4)), ("en", "zh", "ru")),
    "as many points": (Count(bullets, mif.between(2, 3)), ("hi", "de")),
    "as many words": (Count(words, mif.at_least(40)), ("fr", "hi")),
    "as many of a class": (
        Count(words.where(of_class("pronouns", ("pronoun", "pronouns"))), mif.at_least(3)),
        ("en", "it"),
    ),
    "a first word": (Every(words[0], is_word("river")), ("en", "pt")),
    "a word that begins each sentence": (Every(sentences, begins_with_word("नदी")), ("hi",)),
    "one of some answers": (OneOf(("yes", "no")), ("en", "ja")),
    "copies": (Copies("Write a short poem.", 3), ("en", "es")),
    "copies with a divider": (Copies("Ein Satz.", 2, apart=True), ("de",)),
}


@pytest.mark.parametrize("name", CASES)
def test_a_primitive_has_its_strategies(name):
    checker, languages = CASES[name]
    for language in languages:
        for wanted in (True, False):
            found = []
            strategy = checker.satisfying(language) if wanted else checker.violating(language)
            for_each(strategy, 12, found.append)
            for reply in found:
                assert checker.check(reply, language).passed is wanted, reply


def test_what_a_primitive_counts_excludes_what_another_counts():
    few = mif.build("length_constraints:number_sentences", {"bound": mif.at_most(2)})
    with pytest.raises(mif.InexpressibleError) as error:
        (Count(sentences, mif.at_least(5)) & few).satisfying("en")
    assert error.value.conflict.places == {0, 1}
    assert error.value.conflict.sure


def test_what_adds_up_otherwise_is_not_built():
    with pytest.raises(mif.InexpressibleError, match="no text is built with a number of"):
        Count(words[1::3], mif.at_least(5)).satisfying("en")
