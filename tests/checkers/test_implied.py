"""The texts that checkers of a form imply: those that have it, and those that almost have it."""

from __future__ import annotations

import pytest

import mifcheck as mif
from mifcheck.bounds import at_least, at_most, exactly
from mifcheck.checkers import facts
from mifcheck.checkers.grammar import examples
from mifcheck.checkers.grammar.counting import Count, InProportion, Share
from mifcheck.checkers.grammar.every import Every
from mifcheck.checkers.grammar.formats import Dated, Holds, Matches, Parts, Table
from mifcheck.checkers.grammar.nesting import Nested, NestedQuotes
from mifcheck.checkers.grammar.relations import Copies, Edited, Listed, OneOf
from mifcheck.checkers.grammar.selections import paragraphs, sentences, whole, words
from mifcheck.checkers.grammar.traits import (
    begins_with_word,
    ends_with_word,
    is_text,
    of_words,
    question,
    statement,
    vowel,
)

ENGLISH = mif.get_language("en")
FILLED = ("river", "boat", "sun", "noon")


def leaves(checker):
    """A checker, and all that it is made of."""
    yield checker
    for each in checker.inner:
        yield from leaves(each)


def texts(checker):
    """The texts in the facts of a checker: those that pass, and those that fail."""
    for fact in checker.implies(ENGLISH):
        if isinstance(fact, facts.Whole):
            yield True, fact.texts, fact.has_blanks
        if isinstance(fact, facts.Cases):
            for passes, cases in ((True, fact.passed), (False, fact.failed)):
                for given in (each for case in cases for each in case):
                    if isinstance(given, facts.Whole):
                        yield passes, given.texts, given.has_blanks


@pytest.mark.parametrize("id", list(mif.registry))
def test_the_texts_that_a_checker_implies_are_judged_as_it_says(id):
    for checker in leaves(mif.build(id, mif.registry.example(id))):
        if checker.unsupported_reason(ENGLISH):
            continue
        for passes, wholes, has_blanks in texts(checker):
            for given in wholes:
                reply = given.format(*FILLED) if has_blanks else given
                assert checker.check(reply).passed is passes, reply


@pytest.mark.parametrize("id", sorted({*mif.registry} - {"detectable_format:sentence_hyphens"}))
def test_a_checker_implies_all_that_it_asks_for(id):
    """But for one that is written as a function of the text."""
    code = id[:2] if id[2] == ":" else "en"
    for checker in leaves(mif.build(id, mif.registry.example(id))):
        if not checker.inner:
            assert checker.facts_suffice
            assert list(checker.implies(mif.get_language(code)))


NEAR = [
    (
        Parts(("A:", "B:")),
        ["A: {0}.\nB: {1}.", "A: {0}.\n\nB: {1}.", "A: {0}. B: {1}."],
        ["A: {0}.", "B: {1}.", "A: {0}.\nB:", "B: {1}.\nA: {0}."],
    ),
    (Parts(("A:",)), ["A: {0}."], ["{0}", "A:"]),
    (
        Dated("D.M.YYYY"),
        ["31.12.1999", "29.2.2024", "1.1.2001"],
        ["1.13.2023", "32.1.2023", "29.2.2023", "{0}", "31.12.1999 {0}"],
    ),
    (Dated("YYYY"), ["1999", "2024", "2001"], ["{0}", "1999 {0}"]),
    (Dated("MM/YY"), ["12/99", "02/24", "01/01"], ["13/23", "{0}", "12/99 {0}"]),
    (
        Table(("a", "b"), exactly(1)),
        ['a,b\n{0},"{1} & {2}"', '```csv\na,b\n{0},"{1} & {2}"\n```'],
        ["a,b", 'a,b\n{0},{1}\n{0},"{1} & {2}"', "a,b\n{0}", "{0} {1}", 'b,a\n{0},"{1} & {2}"'],
    ),
    (
        Table(("a", "b"), exactly(1), ";", quoted=True),
        ['"a";"b"\n"{0}";"{1}"', '```csv\n"a";"b"\n"{0}";"{1}"\n```'],
        [
            *('"a";"b"', '"a";"b"\n"{0}";"{1}"\n"{0}";"{1}"', '"a";"b"\n"{0}"', "{0} {1}"),
            *("a;b\n{0};{1}", '"b";"a"\n"{0}";"{1}"'),
        ],
    ),
    (
        Table(("a",), exactly(1)),
        ["a\n{0}", "```csv\na\n{0}\n```"],
        ["a", "a\n{0}\n{0}", "a\n", "{0} {1}"],
    ),
    (
        Table((), exactly(0)),
        ["{0},{1}", "```csv\n{0},{1}\n```"],
        ['{0},{1}\n{0},"{1} & {2}"', "{0},{1}\n{0}", "{0} {1}"],
    ),
    (Listed(words, ("a", "b", "c")), ["a, b, c"], ["a, b", "a, b, c, c", "b, a, c"]),
    (Listed(words, ("a", "b", "c"), ("b",)), ["a, b, c", "a, c"], ["a", "a, c, c", "c, a"]),
    (Listed(words, ("a",)), ["a"], ["{0}", "a, a"]),
    (
        Edited("Go on now.", (0,)),
        ["{0} on now."],
        ["{0} {1} now.", "{0} on {1}.", "Go on now."],
    ),
    (Edited("Go on now.", (1, -1)), ["Go {0} {1}."], ["{0} {1} {2}.", "Go on {0}."]),
    (OneOf(("{yes}", "no")), ["{yes}", "no"], []),
    (Copies("Go."), ["Go."], []),
    (Copies("Go.", 2), ["Go.\n\nGo."], []),
    (Copies("Go.", 2, apart=True), ["Go.\n\n******\n\nGo."], []),
    (
        Nested(exactly(1)),
        ["{0} ({1}) {2}.", "{0} [{1}] {2}."],
        ["{0} {1} {2}.", "{0} ([{1}]) {2}.", "{0} [({1})] {2}."],
    ),
    (
        NestedQuotes(exactly(1)),
        ["{0} “{1}” {2}.", "{0} ‘{1}’ {2}."],
        ["{0} {1} {2}.", "{0} “‘{1}’” {2}.", "{0} ‘“{1}”’ {2}."],
    ),
    (Count(whole, exactly(1)), list(whole.unit.samples), []),
    (Count(whole, at_most(1)), [], []),
    (Holds("[0-9]", at_least(2)), ["0 0", "0 0 0"], ["{0} {1}", "0"]),
    (Matches("[a-z]+"), ["a", "aa"], ["a a", "- a", "A", "aa aa", "- aa", "AA", "?"]),
]


@pytest.mark.parametrize(
    ("checker", "good", "bad"), NEAR, ids=[checker.required for checker, _, _ in NEAR]
)
def test_texts_that_have_a_form_and_texts_that_almost_have_it(checker, good, bad):
    found = {True: [], False: []}
    for passes, wholes, has_blanks in texts(checker):
        found[passes] += wholes
        for given in wholes:
            reply = given.format(*FILLED) if has_blanks else given
            assert checker.check(reply).passed is passes, reply
    assert sorted(found[True]) == sorted(good)
    assert sorted(found[False]) == sorted(bad)


@pytest.mark.parametrize(
    ("checker", "good", "bad"),
    [
        (Table(("a", "b"), at_least(61)), 0, 6),
        (Table(("a", "b"), at_least(60)), 2, 6),
        (Table(("a", "b"), at_most(59)), 8, 4),
        (Table(("a", "b"), at_most(60)), 8, 3),
        (Nested(at_least(100)), 0, 5),
        (Nested(at_least(99)), 2, 5),
        (Holds("[0-9]", at_least(60)), 1, 60),
        (Holds("[0-9]", at_least(61)), 0, 61),
    ],
)
def test_texts_that_are_built_are_not_long(checker, good, bad):
    wholes = [(passes, whole) for passes, wholes, _ in texts(checker) for whole in wholes]
    assert [passes for passes, _ in wholes].count(True) == good
    assert [passes for passes, _ in wholes].count(False) == bad


@pytest.mark.parametrize(
    ("what", "given", "name"),
    [
        (("{", "["), "", "{"),
        (("r",), "R", "R"),
        (facts.Phrasing("rain"), "", "rain"),
        (facts.Phrasing("rain", given="Rain!"), "", "Rain!"),
        (facts.Phrasing("rain"), "Rain.", "Rain."),
    ],
)
def test_what_stands_at_a_place_is_named_as_it_was_given(what, given, name):
    assert facts.Stands("start", "reply", what, given=given).name == name


RAIN = facts.Phrasing("rain")
TEXT, BEGINS, ENDS = is_text("rain"), begins_with_word("rain"), ends_with_word("rain")


@pytest.mark.parametrize(
    ("checker", "implied"),
    [
        (Every(words[0], TEXT), [facts.Stands("start", "reply", RAIN)]),
        (Every(words[-1], TEXT), [facts.Stands("end", "reply", RAIN, after_marks=True)]),
        (Every(whole, BEGINS), [facts.Stands("start", "reply", RAIN)]),
        (Every(whole, ENDS), [facts.Stands("end", "reply", RAIN, True)]),
        (Every(sentences, BEGINS), [facts.Stands("start", "sentences", RAIN)]),
        (Every(sentences, ENDS), [facts.Stands("end", "sentences", RAIN, True)]),
        (
            Every(sentences, of_words(exactly(3))),
            [
                facts.Count(facts.SENTENCES, at_least(1), "there has to be a sentence"),
                facts.Count(facts.SENTENCE_LENGTH, exactly(3)),
            ],
        ),
        (
            Every(paragraphs[1], BEGINS),
            [facts.Inside(paragraphs[1], Every(whole, BEGINS))],
        ),
        (Every(words[0], TEXT, 0), [facts.Rule(words[0], TEXT.test, all, 0, ("rain",))]),
        (Every(words[1], TEXT), [facts.Rule(words[1], TEXT.test, all, 1, ("rain",))]),
        (Every(words[0], vowel), [facts.Rule(words[0], vowel.test, all)]),
        (Every(words[0], vowel, 0), [facts.Rule(words[0], vowel.test, all, 0)]),
        (
            Every(paragraphs, BEGINS, 2),
            [facts.Rule(paragraphs, BEGINS.test, all, 2, ("rain",))],
        ),
    ],
    ids=lambda each: each.required if isinstance(each, mif.Checker) else "",
)
def test_what_is_true_of_every_unit_implies(checker, implied):
    assert list(checker.implies(ENGLISH)) == implied


COUNTED = [
    (
        Share(words, vowel, high=40),
        [
            (5, 0),
            (5, 1),
            (5, 2),
            (8, 0),
            (8, 1),
            (8, 2),
            (8, 3),
            (20, 0),
            (20, 1),
            (20, 7),
            (20, 8),
        ],
        [(5, 3), (8, 4), (20, 9)],
    ),
    (
        Share(words, vowel, low=90),
        [(5, 5), (8, 8), (20, 18), (20, 19), (20, 20)],
        [(5, 4), (8, 7), (20, 17)],
    ),
    (
        InProportion((sentences.where(statement), sentences.where(question)), (2, 1)),
        [(2, 1), (4, 2)],
        [(2, 2), (4, 3)],
    ),
]


@pytest.mark.parametrize(("checker", "good", "bad"), COUNTED, ids=["most", "least", "proportion"])
def test_numbers_that_lie_just_within_and_just_outside(checker, good, bad):
    (fact,) = checker.implies(ENGLISH)
    for cases, expected in ((fact.passed, good), (fact.failed, bad)):
        assert all(count.bound == exactly(count.bound.low) for case in cases for count in case)
        assert sorted(tuple(count.bound.low for count in case) for case in cases) == expected


@pytest.mark.parametrize(
    ("pattern", "matched"),
    [
        ("[A-Z]{2}-[0-9]+", ("AA-0", "AA-00")),
        (r"(ab|cd)\1", ("abab", "cdcd")),
        ("(?:ab|cd|ef){2}", ("abab", "cdcd")),
        (r"\d{3}", ("000",)),
        ("[^a]", ("A",)),
        ("[^a-z]", ("A",)),
        ("[^0-9]", ("a",)),
        ("[^A-a]", ("0",)),
        ("[^\\w.]-", ()),
        (".", ("a",)),
        ("x?", ("x",)),
        ("^a$", ("a",)),
        ("[b-d]", ("b",)),
        (r"[\da]", ("a",)),
        (r"[\d-]x", ("0x",)),
        (r"a\Sb", ("aab",)),
        ("(?=a)b", ()),
        (r"\s", ()),
    ],
)
def test_texts_that_a_pattern_matches(pattern, matched):
    assert examples.matched_by(pattern) == matched


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        (
            {"required": ["a"], "properties": {"a": {"type": "integer"}, "b": {"type": "boolean"}}},
            ['{"a": 1}', '{"a": 1, "b": true}'],
            ["{}", '{"a": null}', '{"b": true}', '{"a": null, "b": true}', '{"a": 1, "b": null}'],
        ),
        (
            {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 2},
            ['["a"]'],
            ["[]", '["a", null]'],
        ),
        ({"type": "number", "exclusiveMinimum": 3}, ["4"], ["[4]"]),
        ({"type": "integer", "minimum": 2, "maximum": 5}, ["2", "5"], ["[2]", "[5]"]),
        ({"type": "integer", "multipleOf": 5}, ["5"], ["[5]"]),
        ({"enum": ["x", "y"]}, ['"x"'], ['["x"]']),
        ({"const": 7}, ["7"], ["[7]"]),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, ["1"], ["[1]"]),
        ({"type": "string", "minLength": 3}, ['"aaa"'], ['["aaa"]']),
        ({"type": "string", "maxLength": 0}, ['""'], ['[""]']),
        ({"type": "string", "pattern": "[0-9]{2}"}, ['"00"'], ['["00"]']),
        ({"type": "boolean"}, ["false", "true"], ["[false]", "[true]"]),
        ({"type": ["null", "string"]}, ["null"], ["[null]"]),
    ],
)
def test_values_that_follow_a_schema(schema, good, bad):
    pytest.importorskip("jsonschema")
    assert sorted(examples.following(schema)) == sorted(good)
    assert sorted(examples.not_following(schema)) == sorted(bad)


@pytest.mark.parametrize(
    ("outer", "inner", "is_built"), [(100, 0, True), (101, 0, False), (1, 25, True), (1, 26, False)]
)
def test_values_are_not_large(outer, inner, is_built):
    pytest.importorskip("jsonschema")
    arrays = {"type": "array", "minItems": inner}
    schema = {"type": "array", "items": arrays, "minItems": outer}
    assert bool(examples.following(schema)) is is_built


@pytest.mark.parametrize(("least", "built"), [(1000, ['"' + "a" * 1000 + '"']), (1001, [])])
def test_texts_are_not_long(least, built):
    pytest.importorskip("jsonschema")
    assert list(examples.following({"type": "string", "minLength": least})) == built
