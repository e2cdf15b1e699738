"""What a person is told: the table `told.toml`, and what holds of all that is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from told import marked_spans, read_toml

import mifcheck as mif
from mifcheck.bounds import at_least, at_most, exactly
from mifcheck.checkers.algebra import AtLeast
from mifcheck.checkers.grammar import order
from mifcheck.checkers.grammar.counting import Count, InProportion, Share
from mifcheck.checkers.grammar.every import Every, Within
from mifcheck.checkers.grammar.formats import Dated, Holds, Matches, Parts, Table
from mifcheck.checkers.grammar.nesting import Nested, NestedQuotes
from mifcheck.checkers.grammar.order import Order
from mifcheck.checkers.grammar.relations import Copies, Edited, Listed, OneOf, Overlap
from mifcheck.checkers.grammar.selections import after, before, lines, sentences, whole, words
from mifcheck.checkers.grammar.traits import (
    as_written,
    first_letter,
    is_text,
    length,
    of_length,
    of_words,
    palindromes,
    prime_length,
    starts_with,
    vowel,
)
from mifcheck.checkers.values import parameters
from mifcheck.checkers.wording import ordinal

TABLE = read_toml(Path(__file__).with_name("told.toml"))
ROWS = [
    pytest.param(id, case, row, id=f"{id}: {row[-1]!r}")
    for id, cases in TABLE.items()
    for case in cases
    for row in case["told"]
]


@pytest.mark.parametrize(("id", "case", "row"), ROWS)
def test_what_is_told(id, case, row):
    if "needs" in case:
        pytest.importorskip(case["needs"])
    outcome, *measured, reason, marked = row
    reply, spans = marked_spans(marked)
    verdict = mif.check(id, case.get("given", {}), reply, case.get("language", "en"))
    found = list(verdict.measured) if isinstance(verdict.measured, tuple) else verdict.measured
    assert (verdict.outcome, verdict.reason) == (outcome, reason)
    assert [found] == (measured or [None])
    assert sorted(span[:2] for span in verdict.evidence) == spans
    if "labels" in case and row is case["told"][-1]:
        assert [span.label for span in verdict.evidence] == case["labels"]


@pytest.mark.parametrize(("length", "shown"), [(60, "b" * 60), (61, "b" * 59 + "…")])
def test_a_long_unit_is_shortened(length, shown):
    told = Every(words[0], vowel).check("b" * length).reason
    assert told == f"the first word is {shown!r}"


@pytest.mark.parametrize(
    ("length", "shown"), [(133, "is not of type 'integer'"), (134, "is not of type 'intege…")]
)
def test_a_long_message_of_a_schema_is_shortened(length, shown):
    pytest.importorskip("jsonschema")
    schema = {"schema": {"type": "integer"}}
    told = mif.check("format:json_schema", schema, f'"{"b" * length}"').reason
    assert told == f"$: {'b' * length!r} {shown}"


@pytest.mark.parametrize(("length", "marked"), [(23, 24), (24, 24)])
def test_what_stands_at_the_end_is_marked_up_to_a_length(length, marked):
    reply = f"We go {'b' * length}."
    (span,) = mif.check("sentences:end", {"end": "?"}, reply).evidence
    assert span[:2] == (len(reply) - marked, len(reply))


# What is asked for, in words


@pytest.mark.parametrize("id", [id for id in mif.registry if mif.registry.example(id)])
def test_what_is_asked_for_states_each_parameter(id):
    checker = mif.build(id, mif.registry.example(id))
    asked = {checker.required, checker.required_in(mif.get_language("en"))}
    for name in parameters(checker):
        for required in asked if name not in NOT_STATED else ():
            missing = [each for each in stated(getattr(checker, name)) if each not in required]
            assert not missing, required


NOT_STATED = {
    "label": "each id states one of its numbers or both",
    "columns": "they are the first row of the table",
    "prompt_to_repeat": "a request may be long",
    "reference_text": "a text may be long",
    "word_to_accentuate": "there may be many words",
    "procedure": "it is stated by what it leads to",
    "relation": "it is stated by what it leads to",
}


def stated(value):
    """How a parameter is stated in words."""
    if isinstance(value, tuple):
        return [part for each in value for part in stated(each)]
    return [f"{value:g}" if isinstance(value, float) else str(value)]


PRIME = "a prime number of letters"
NONE, ONE = Count(words, exactly(0)), Count(lines, at_least(1))
ASKED = [
    (Count(words, at_least(2)), "at least 2 words"),
    (Count(words, at_least(1)), "at least 1 word"),
    (Count(words, exactly(11)), "exactly 11 words"),
    (Count(words[0], exactly(1)), "exactly 1 first word"),
    (Count(words[1], exactly(1)), "exactly 1 second word"),
    (Count(words[2], exactly(1)), "exactly 1 third word"),
    (Count(words[3], exactly(1)), "exactly 1 4th word"),
    (Count(words[-1], exactly(1)), "exactly 1 last word"),
    (Count(words[-2], exactly(1)), "exactly 1 second last word"),
    (Count(words[10], exactly(1)), "exactly 1 11th word"),
    (Count(words[20], exactly(1)), "exactly 1 21st word"),
    (Count(words[-5], exactly(1)), "exactly 1 5th last word"),
    (Count(words[-3], exactly(1)), "exactly 1 third last word"),
    (Count(lines[:3], exactly(3)), "exactly 3 lines (up to number 3)"),
    (Count(lines[2:], exactly(3)), "exactly 3 lines (from number 3)"),
    (Count(lines[-2:], exactly(2)), "exactly 2 lines (the last 2)"),
    (Count(lines[:-1], exactly(2)), "exactly 2 lines (but for the last 1)"),
    (Count(lines[1::2], exactly(2)), "exactly 2 lines (from number 2, every 2)"),
    (Count(words.distinct(as_written), at_most(3)), "at most 3 different words"),
    (Count(words.where(prime_length), exactly(1)), f"exactly 1 word that has {PRIME}"),
    (Count(words.where(~prime_length), exactly(2)), f"exactly 2 words that do not have {PRIME}"),
    (Share(words, vowel, low=20), "at least 20 % of the words are vowels"),
    (Share(words, vowel, high=20.5), "at most 20.5 % of the words are vowels"),
    (Share(words, vowel, 1, 99), "1 to 99 % of the words are vowels"),
    (InProportion((words, lines), (3, 2)), "words to lines as 3 : 2"),
    (Every(words, prime_length), f"all words have {PRIME}"),
    (Every(words[0], prime_length), f"the first word has {PRIME}"),
    (Every(words[0], ~prime_length), f"the first word does not have {PRIME}"),
    (Every(words[0], is_text("a")), "the first word is 'a'"),
    (Every(words, of_length(at_most(3))), "all words have at most 3 letters"),
    (Every(sentences, of_words(exactly(3))), "all sentences have exactly 3 words"),
    (Every(words, palindromes(3)), "all words are palindromes of 3 or more letters"),
    (Every(whole, starts_with("a")), "the reply begins with 'a'"),
    (Every(words, vowel & prime_length), f"all words are vowels and have {PRIME}"),
    (Within(sentences, Count(words, exactly(2))), "in all sentences: exactly 2 words"),
    (Within(sentences[0], Count(words, exactly(2))), "in the first sentence: exactly 2 words"),
    (Every(after(lines, 0), prime_length), f"the text after the first line has {PRIME}"),
    (Every(before(lines, -1), prime_length), f"the text before the last line has {PRIME}"),
    (Order(words, length, order.rising), "words of which the numbers of letters rise"),
    (Order(words, as_written, order.distinct), "words of which the words are all different"),
    (
        Order(words, as_written, order.at_most_each(2)),
        "words of which the words occur at most 2 times each",
    ),
    (
        Order(words, first_letter, order.those_of("ab")),
        "words of which the first letters are a, b",
    ),
    (Nested(at_least(3)), "brackets nested at least 3 deep"),
    (NestedQuotes(exactly(2)), "quotation marks nested exactly 2 deep, double and single in turn"),
    (OneOf(("yes", "no")), "one of 'yes', 'no' and nothing else"),
    (Listed(words, ("a", "b")), "the words 'a', 'b', in this order"),
    (Copies("Go."), "nothing but 'Go.'"),
    (Copies("Go.", 2), "nothing but 'Go.', 2 times"),
    (Copies("Go.", 2, apart=True), "nothing but 'Go.', 2 times, set apart by '******'"),
    (Edited("Go on now.", (0,)), "'Go on now.' with other words at these places: 1"),
    (Edited("Go on now.", (1, -1)), "'Go on now.' with other words at these places: 2, -1"),
    (
        Overlap("abc", 2, 10, 20),
        "10 to 20 % of the sequences of 2 characters in the reference text too",
    ),
    (Matches("[a-z]+"), "a reply of the form [a-z]+"),
    (Matches("[a-z]+", "small letters"), "small letters"),
    (Holds("[a-z]", at_least(1)), "[a-z] at least 1 time"),
    (Holds("[a-z]", at_least(21)), "[a-z] at least 21 times"),
    (Dated("D.M.YYYY"), "a date of the form D.M.YYYY"),
    (Parts(("A:", "B:")), "the parts 'A:', 'B:', in this order"),
    (
        Table(("a", "b"), exactly(2)),
        "a table separated by commas with the columns 'a', 'b' and exactly 2 rows",
    ),
    (Table((), exactly(2), "\t"), "a table separated by tabs and exactly 2 rows"),
    (
        Table((), exactly(2), ";", quoted=True),
        "a table separated by ';' and exactly 2 rows, every field in double quotation marks",
    ),
    (NONE, "exactly 0 words"),
    (NONE & ONE, "(exactly 0 words) and (at least 1 line)"),
    (NONE | ONE, "(exactly 0 words) or (at least 1 line)"),
    (~NONE, "not (exactly 0 words)"),
    (AtLeast(1, (NONE, ONE)), "at least 1 of: (exactly 0 words); (at least 1 line)"),
]


@pytest.mark.parametrize(("checker", "asked"), ASKED, ids=[asked for _, asked in ASKED])
def test_what_a_composition_asks_for(checker, asked):
    assert checker.required == asked


@pytest.mark.parametrize(
    "said",
    [
        *("1st", "2nd", "3rd", "4th", "9th", "10th", "11th", "12th", "13th", "14th", "20th"),
        *("21st", "22nd", "23rd", "24th", "100th", "101st", "111th", "112th", "113th", "121st"),
    ],
)
def test_a_number_of_an_order(said):
    assert ordinal(int(said[:-2])) == said


@pytest.mark.parametrize(
    ("id", "number", "language", "asked"),
    [
        ("length_constraints:number_words", 1, "en", "at most 1 word"),
        ("length_constraints:number_words", 3, "en", "at most 3 words"),
        ("length_constraints:number_words", 3, "zh", "at most 3 characters"),
        ("sentences:length", 3, "en", "all sentences have at most 3 words"),
        ("sentences:length", 1, "zh", "all sentences have at most 1 character"),
        (
            "detectable_format:constrained_response",
            None,
            "en",
            "one of the fixed answers: 'My answer is yes.', 'My answer is no.', 'My answer is maybe.'",
        ),
    ],
)
def test_what_a_verdict_says_was_asked_for(id, number, language, asked):
    given = {"num_words": number, "relation": "at most"} if number else {}
    assert mif.check(id, given, "Rain 雨.", language).required == asked
