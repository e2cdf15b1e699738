"""Why compositions are refused, cannot be judged, or fail in one of several parts."""

from __future__ import annotations

import pytest

import mifcheck as mif
from mifcheck.bounds import at_least
from mifcheck.checkers.base import Checker
from mifcheck.checkers.grammar import order
from mifcheck.checkers.grammar.counting import Count, InProportion, Share
from mifcheck.checkers.grammar.every import Every, Within
from mifcheck.checkers.grammar.order import Order
from mifcheck.checkers.grammar.relations import Edited
from mifcheck.checkers.grammar.selections import characters, digits, paragraphs, sentences, words
from mifcheck.checkers.grammar.traits import (
    as_written,
    capitalised,
    edge_words,
    length,
    prime_length,
)
from mifcheck.checkers.parameters import Word
from mifcheck.checkers.values import frozen

WRITE = "Write it now."


@pytest.mark.parametrize(
    ("id", "kwargs", "message"),
    [
        (
            "repeat:repeat_span",
            {"prompt_to_repeat": WRITE, "n_start": 5, "n_end": 9},
            "no word is from 5 to 9",
        ),
        (
            "new:copy_span_idx",
            {"prompt_to_repeat": WRITE, "n_start": 50, "n_end": 60},
            "nothing stands from 50 to 60",
        ),
        ("copy:repeat_phrase", {"phrase": "two words", "small_n": 1}, "'two words' has no word"),
        (
            "collie:c02",
            {"count": 3, "places": [1, 2], "letters": ["a"]},
            "2 places, but 1 units for them",
        ),
        (
            "collie:c02",
            {"count": 3, "places": [1], "letters": ["a", "b"]},
            "1 places, but 2 units for them",
        ),
        ("collie:c12", {"sentences": 3, "words": ["a", "b"]}, "2 for 3 sentences"),
        ("collie:c12", {"sentences": 1, "words": ["a", "b"]}, "2 for 1 sentences"),
        ("collie:c10", {"sentences": 3, "least": 3, "most": 2}, "no count lies within 3 to 2"),
        ("codi:between", {"label": [3, 2]}, "the first number is beyond the second"),
        ("codi:between", {"label": [3]}, "not a list of two numbers"),
        (
            "length_constraints:nth_paragraph_first_word",
            {"num_paragraphs": 2, "nth_paragraph": 3, "first_word": "so"},
            "nth_paragraph: 3 is beyond num_paragraphs, 2",
        ),
    ],
)
def test_parameters_that_make_no_sense_together_are_refused_at_once(id, kwargs, message):
    with pytest.raises(mif.MifcheckError, match=message):
        mif.build(id, kwargs)


@frozen
class Asked(Checker):
    """It passes where its word is, and is not judged where a question is."""

    word: Word

    def judge(self, text):
        asks = text.string.endswith("?")
        return self.verdict(None if asks else self.word in text.string, reason=text.string)


@pytest.mark.parametrize(
    ("reply", "outcome", "measured", "reason"),
    [
        ("go\n\nso?", "not judged", None, "so?"),
        ("stop\n\nso?\n\ngo", "not judged", None, "so?"),
        ("go\n\ngo on", "passed", 2, "go"),
        ("go\n\nstop", "failed", 1, "paragraph 2: stop"),
        ("stop", "failed", 0, "paragraph: stop"),
    ],
)
def test_the_verdict_on_parts_tells_of_the_part_that_decides_it(reply, outcome, measured, reason):
    verdict = Within(paragraphs, Asked("go")).check(reply)
    assert (verdict.outcome, verdict.measured, verdict.reason) == (outcome, measured, reason)


@pytest.mark.parametrize(
    ("reply", "parts"),
    [
        ("So [it rains.](u) It snows.", ["So it rains.", "It snows."]),
        ("It rains. [It snows.](u) So?", ["It rains.", "It snows.", "So?"]),
        ("It *rains.* **It snows**.", ["It rains.", "It snows."]),
        ("[It rains](u)!", ["It rains!"]),
    ],
)
def test_a_part_has_the_markup_of_which_it_has_both_halves(reply, parts):
    verdict = Within(sentences, Asked("I")).check(reply)
    assert [part.reason for part in verdict.parts] == parts


NO_CASE, NO_WORDS = "Hindi has no capital letters", "words are not told apart in Japanese"
ANY = Count(words, at_least(1))
NOT_JUDGED = [
    (Share(words, capitalised), NO_CASE),
    (Every(words, capitalised), NO_CASE),
    (Every(words, ~capitalised), NO_CASE),
    (Every(words, prime_length & capitalised), NO_CASE),
    (Every(words, capitalised & prime_length), NO_CASE),
    (Count(words.where(capitalised), at_least(1)), NO_CASE),
    (Count(words.since(capitalised)[0], at_least(1)), NO_CASE),
    (InProportion((words, words.where(capitalised)), (2, 1)), NO_CASE),
    (Within(words.where(capitalised), ANY), NO_CASE),
    (Within(sentences, Every(words, capitalised)), NO_CASE),
    (Share(words, prime_length), NO_WORDS),
    (Every(words, prime_length), NO_WORDS),
    (Count(words.distinct(as_written), at_least(1)), NO_WORDS),
    (Order(words, length, order.rising), NO_WORDS),
    (Order(sentences, edge_words, order.linked), NO_WORDS),
    (Count(sentences.distinct(edge_words), at_least(1)), NO_WORDS),
    (InProportion((words, sentences), (2, 1)), NO_WORDS),
    (Within(words, Count(characters, at_least(1))), NO_WORDS),
    (Within(sentences, ANY), NO_WORDS),
    (Edited("雨だ", (0,)), NO_WORDS),
]


@pytest.mark.parametrize(("checker", "reason"), NOT_JUDGED)
def test_what_cannot_be_told_in_a_language_is_said_before_anything_is_read(checker, reason):
    language = mif.get_language("hi" if reason == NO_CASE else "ja")
    assert checker.unsupported_reason(language) == reason
    assert checker.check("नदी। 雨だ。", language).reason == reason
    assert checker.unsupported_reason(mif.get_language("en")) == ""


def test_nothing_is_found_where_each_of_several_is_asked_for():
    verdict = Every(digits, prime_length).check("No digit here.", "en")
    assert (verdict.passed, verdict.measured, verdict.reason) == (
        False,
        0,
        "no number in digits found",
    )
