"""What phrases at the edges of replies and sentences imply: what is held, and what stands where."""

from __future__ import annotations

import pytest

import mifcheck as mif
from mifcheck.checkers import facts
from mifcheck.checkers.grammar.relations import Overlap
from mifcheck.checkers.implied import (
    held_at_end,
    reply_ends,
    reply_starts,
    sentences_end,
    sentences_start,
)


def said(fact):
    """A fact in words."""
    if isinstance(fact, facts.Holds):
        (phrase,) = fact.phrases
        part = ("" if phrase.whole else " in a word") + ("" if phrase.alike else " so spelled")
        each = "each " if fact.each else ""
        return f"{each}{'holds' if fact.sure else 'mostly holds'} {phrase.text!r}{part}"
    what = fact.what
    shown = repr(what.text) if isinstance(what, facts.Phrasing) else "".join(what)
    marks = " and marks" if fact.after_marks else ""
    return f"{fact.side} of {fact.of}: {shown}{marks}{'' if fact.sure else '?'}"


EDGES = [
    (
        reply_ends,
        "Bye",
        ["holds 'Bye' in a word", "mostly holds 'Bye'", "end of reply: 'Bye' and marks"],
    ),
    (reply_ends, "Bye!", ["holds 'Bye!'", "end of reply: 'Bye!'"]),
    (
        reply_ends,
        "!Oh",
        ["holds '!Oh' in a word", "mostly holds '!Oh'", "end of reply: '!Oh' and marks"],
    ),
    (
        reply_ends,
        "**Bye**",
        ["holds 'Bye' in a word", "mostly holds 'Bye'", "end of reply: '**Bye' and marks"],
    ),
    (reply_starts, "Rain falls", ["holds 'Rain falls' so spelled", "start of reply: 'Rain falls'"]),
    (
        reply_starts,
        "Run `ls -l` now",
        ["holds 'Run' so spelled", "holds 'now' so spelled", "start of reply: 'Run '"],
    ),
    (reply_starts, "“Rain”", ["holds 'Rain' so spelled", "start of reply: 'Rain'"]),
    (reply_starts, "- Rain", ["holds '- Rain' so spelled", "start of reply: '- Rain'?"]),
    (
        sentences_end,
        "boat",
        [
            "each holds 'boat' in a word",
            "each mostly holds 'boat'",
            "end of sentences: 'boat' and marks",
        ],
    ),
    (
        sentences_end,
        "boat?",
        [
            "each holds 'boat' in a word",
            "each mostly holds 'boat'",
            "end of sentences: ?？⁇⁉",
            "end of sentences: 'boat' and marks",
        ],
    ),
    (sentences_end, "?", ["end of sentences: ?？⁇⁉"]),
    (sentences_end, "🌟", ["end of sentences: ''"]),
]


@pytest.mark.parametrize(("implied", "phrase", "expected"), EDGES)
def test_what_a_phrase_at_an_edge_implies(implied, phrase, expected):
    assert [said(fact) for fact in implied(phrase)] == expected


@pytest.mark.parametrize(
    ("start", "distinct", "expected"),
    [
        ("e", False, ["each mostly holds 'e' in a word", "start of sentences: e"]),
        ("e", True, ["each holds 'e' in a word so spelled", "start of sentences: e"]),
        ("é", False, ["each holds 'é' in a word so spelled", "start of sentences: é"]),
        ("Rain", False, ["each holds 'Rain'", "start of sentences: 'Rain'"]),
        ("**Rain** falls", False, ["each holds 'Rain falls'", "start of sentences: 'Rain falls'"]),
    ],
)
def test_what_the_start_of_each_sentence_implies(start, distinct, expected):
    assert [said(fact) for fact in sentences_start(start, distinct)] == expected


@pytest.mark.parametrize("phrase", ["Bye", "**Bye!**", "“so 7”", "?", "so…"])
def test_facts_name_a_phrase_as_it_was_given(phrase):
    for implied in (reply_ends, sentences_end, lambda start: sentences_start(start, False)):
        for fact in implied(phrase):
            named = fact if isinstance(fact, facts.Stands) else fact.phrases[0]
            assert named.name == phrase
    *_, start = reply_starts(phrase)
    assert start.name == phrase


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("so", ["holds 'so' in a word", "mostly holds 'so'"]),
        ("so!", ["holds 'so!'"]),
        ("so 7", ["holds 'so 7' in a word", "mostly holds 'so 7'"]),
        ("¡So", ["holds '¡So' in a word", "mostly holds '¡So'"]),
    ],
)
def test_a_last_word_may_be_part_of_another(text, expected):
    assert [said(fact) for fact in held_at_end(text, text)] == expected


@pytest.mark.parametrize("low", [45, 0])
def test_texts_that_almost_overlap_are_a_character_too_short_or_too_long(low):
    reference = "Describe a river at night."
    (fact,) = Overlap(reference, 3, low, 55).implies(mif.get_language("en"))
    passed, failed = (
        [text.replace(" ", "") for case in cases for whole in case for text in whole.texts]
        for cases in (fact.passed, fact.failed)
    )
    assert failed[0] == reference.replace(" ", "")
    others = failed[1:]
    assert [text.startswith(passed[0]) for text in others] == [False, True][: 1 + bool(low)]
    assert passed[0].startswith(others[0])
    assert len(passed[0]) - len(others[0]) == 1
    if low:
        assert len(others[1]) - len(passed[-1]) == 1
