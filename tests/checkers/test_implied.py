"""The texts that checkers of a form imply: those that have it, and those that almost have it."""

from __future__ import annotations

import pytest

import mifcheck as mif
from mifcheck.bounds import at_least, at_most, exactly
from mifcheck.checkers import facts
from mifcheck.checkers.grammar.counting import Count, InProportion, Share
from mifcheck.checkers.grammar.every import Every
from mifcheck.checkers.grammar.formats import Dated, Holds, Matches, Parts, Table
from mifcheck.checkers.grammar.nesting import Nested, NestedQuotes
from mifcheck.checkers.grammar.relations import Copies, Edited, Listed, OneOf
from mifcheck.checkers.grammar.selections import (
    lines,
    paragraphs,
    quotations,
    sentences,
    source_lines,
    tokens,
    whole,
    words,
)
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
        Parts(("A:", "B:", "C:", "D:")),
        [joint.join(["A: {0}.", "B: {1}.", "C: {2}.", "D: {0}."]) for joint in ("\n", "\n\n", " ")],
        [
            "A: {0}.\nB: {1}.\nC: {2}.",
            "B: {1}.\nC: {2}.\nD: {0}.",
            "A: {0}.\nB: {1}.\nC: {2}.\nD:",
            "B: {1}.\nA: {0}.\nC: {2}.\nD: {0}.",
        ],
    ),
    # Labels that are alike have no other order.
    (
        Parts(("{A}:", "{A}:")),
        ["{{A}}: {0}.\n{{A}}: {1}.", "{{A}}: {0}.\n\n{{A}}: {1}.", "{{A}}: {0}. {{A}}: {1}."],
        ["{{A}}: {0}.", "{{A}}: {1}.", "{{A}}: {0}.\n{{A}}:"],
    ),
    (
        Dated("D.M.YYYY"),
        ["31.12.1999", "29.2.2024", "1.1.2001"],
        ["1.13.2023", "32.1.2023", "29.2.2023", "{0}", "31.12.1999 {0}"],
    ),
    (Dated("YYYY"), ["1999", "2024", "2001"], ["{0}", "1999 {0}"]),
    (
        Dated("DD MM YY"),
        ["31 12 99", "29 02 24", "01 01 01"],
        ["01 13 23", "32 01 23", "29 02 23", "{0}", "31 12 99 {0}"],
    ),
    (Dated("D/YY"), ["31/99", "29/24", "1/01"], ["32/23", "{0}", "31/99 {0}"]),
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
        Table(("{a}", "b", "c", "d"), exactly(1), "\t"),
        [
            '{{a}}\tb\tc\td\n{0}\t{1}\t{2}\t"{1} & {2}"',
            '```csv\n{{a}}\tb\tc\td\n{0}\t{1}\t{2}\t"{1} & {2}"\n```',
        ],
        [
            "{{a}}\tb\tc\td",
            '{{a}}\tb\tc\td\n{0}\t{1}\t{2}\t{0}\n{0}\t{1}\t{2}\t"{1} & {2}"',
            '{{a}}\tb\tc\td\n{0}\t{1}\t"{1} & {2}"',
            "{0} {1}",
            'd\tc\tb\t{{a}}\n{0}\t{1}\t{2}\t"{1} & {2}"',
        ],
    ),
    # Columns that are alike have no other order.
    (
        Table(("a", "a"), at_least(2)),
        [
            'a,a\n{0},{1}\n{0},"{1} & {2}"',
            '```csv\na,a\n{0},{1}\n{0},"{1} & {2}"\n```',
            'a,a\n{0},{1}\n{0},{1}\n{0},"{1} & {2}"',
            '```csv\na,a\n{0},{1}\n{0},{1}\n{0},"{1} & {2}"\n```',
        ],
        ["a,a", 'a,a\n{0},"{1} & {2}"', "a,a\n{0},{1}\n{0}", "{0} {1}"],
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
    (Holds("[0-9]", exactly(1)), ["0"], ["{0} {1}", "0 0"]),
    (Holds("[{]a", exactly(2)), ["{{a {{a"], ["{0} {1}", "{{a", "{{a {{a {{a"]),
    (Holds("[0-9]", at_most(1)), ["{0} {1}", "0"], ["0 0"]),
    (Holds("[0-9]", at_least(2)), ["0 0", "0 0 0"], ["{0} {1}", "0"]),
    (Matches("[a-z]+"), ["a", "aa"], ["a a", "- a", "A", "aa aa", "- aa", "AA", "?"]),
]


@pytest.mark.parametrize(
    ("checker", "good", "bad"), NEAR, ids=[checker.required for checker, _, _ in NEAR]
)
def test_texts_that_have_a_form_and_texts_that_almost_have_it(checker, good, bad):
    assert checker.facts_suffice
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


# Texts that are one unit each; of a text that is one reply, its length differs.
SAMPLES = [
    (lines, ["{0}", "{0} {1}", "{0} {1} {0}"], "\n"),
    (source_lines, ["{0}", " {0}", "  {0}", "   {0}", "    {0}"], "\n"),
    (quotations, ['"{0}" {1}', '{1} "{0}"'], " "),
    (whole, ["{0} {1} {0}", "{0} {1} {2} {0}", "{0} {1}", "{0} {1} {0}."], " "),
    (tokens, [], " "),
]


@pytest.mark.parametrize(("selection", "samples", "joint"), SAMPLES)
def test_samples_of_a_unit_are_one_each(selection, samples, joint):
    assert (list(selection.unit.samples), selection.unit.joint) == (samples, joint)
    for sample in samples:
        assert Count(selection, exactly(1)).check(sample.format(*FILLED)).passed
        two = joint.join([sample, sample]).format(*FILLED)
        assert Count(selection, exactly(1 if selection is whole else 2)).check(two).passed


@pytest.mark.parametrize("bound", [exactly(1), at_least(1)])
def test_a_text_that_is_one_unit_is_one_of_the_samples(bound):
    (fact,) = Count(whole, bound).implies(ENGLISH)
    assert fact.passed == ((facts.Whole(whole.unit.samples, True),),)
    assert [[each.bound for each in case] for case in fact.failed] == [[exactly(0)]]


@pytest.mark.parametrize(
    ("selection", "bound"),
    [(whole, at_most(1)), (whole, exactly(0)), (lines, exactly(1)), (words[0], exactly(1))],
)
def test_other_units_are_counted(selection, bound):
    (fact,) = Count(selection, bound).implies(ENGLISH)
    assert isinstance(fact, facts.Count)
    assert fact.bound == bound


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
