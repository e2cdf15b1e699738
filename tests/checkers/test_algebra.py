"""The laws of combining checkers."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mifcheck as mif
from mifcheck.checkers.algebra import All, AnyOf, AtLeast, Not
from mifcheck.checkers.base import Checker
from mifcheck.checkers.primitives import Counted
from mifcheck.checkers.values import frozen
from mifcheck.errors import MifcheckError, ParameterError, UnknownIdError
from mifcheck.verdict import Verdict

REPLIES = ["", "rain", "Rain, RAIN and a river.", "- one\n- two", "बारिश, नदी।", "“Rain.”"]


@frozen
class Says(Checker):
    """Answers as it is told to."""

    answer: str

    def judge(self, text):
        passed = {"yes": True, "no": False, "open": None}[self.answer]
        return self.verdict(passed, self.answer, text.words[:1], self.answer)

    @property
    def required(self):
        return self.answer


ANSWERS = {name: Says(name) for name in ("yes", "no", "open")}

real = st.sampled_from(
    [
        mif.build("punctuation:no_comma"),
        mif.build("keywords:existence", {"keywords": ["rain", "नदी"]}),
        mif.build(
            "keywords:frequency", {"keyword": "rain", "frequency": 2, "relation": "at least"}
        ),
        mif.build("length_constraints:number_words", {"num_words": 3, "relation": "less than"}),
        mif.build(
            "change_case:capital_word_frequency",
            {"capital_frequency": 1, "capital_relation": "at least"},
        ),
        mif.build("startend:quotation"),
        mif.build("detectable_format:number_bullet_lists", {"num_bullets": 2}),
    ]
)


def grown(leaves):
    def more(trees):
        several = st.lists(trees, max_size=3).map(tuple)
        return st.one_of(
            trees.map(lambda tree: ~tree),
            several.map(All),
            several.map(AnyOf),
            several.flatmap(lambda row: st.integers(0, len(row)).map(lambda n: AtLeast(n, row))),
        )

    return st.recursive(leaves, more, max_leaves=6)


trees = grown(real)
toys = st.lists(st.sampled_from(sorted(ANSWERS)).map(ANSWERS.get), min_size=1, max_size=4).map(
    tuple
)
replies = st.sampled_from(REPLIES)
languages = st.sampled_from(["en", "hi"])


@given(trees, replies, languages)
@settings(max_examples=60, deadline=None)
def test_twice_not_is_the_same(tree, reply, language):
    assert ~~tree == tree
    # Made without the operator, the double negation is another value with the same outcome.
    if reply:
        assert Not(Not(tree)).check(reply, language).passed is tree.check(reply, language).passed


@given(trees, trees, replies.filter(bool), languages)
@settings(max_examples=60, deadline=None)
def test_de_morgan(one, other, reply, language):
    def passed(tree):
        return tree.check(reply, language).passed

    assert passed(~(one & other)) is passed(~one | ~other)
    assert passed(~(one | other)) is passed(~one & ~other)


@given(toys)
@settings(max_examples=60, deadline=None)
def test_three_answers(children):
    answers = [child.answer for child in children]

    def passed(tree):
        return tree.check("a").passed

    expected_all = False if "no" in answers else None if "open" in answers else True
    expected_any = True if "yes" in answers else None if "open" in answers else False
    assert passed(All(children)) is expected_all
    assert passed(AnyOf(children)) is expected_any
    assert passed(AtLeast(len(children), children)) is expected_all
    assert passed(AtLeast(1, children)) is expected_any
    assert passed(AtLeast(0, children)) is True


@given(toys, st.data())
@settings(max_examples=60, deadline=None)
def test_at_least_asks_whether_it_could_still_go_either_way(children, data):
    count = data.draw(st.integers(0, len(children)))
    answers = [child.answer for child in children]
    surely, perhaps = answers.count("yes"), answers.count("yes") + answers.count("open")
    verdict = AtLeast(count, children).check("a")
    assert (verdict.passed is True) == (surely >= count)
    assert (verdict.passed is False) == (perhaps < count)


@given(st.one_of(grown(st.sampled_from(list(ANSWERS.values()))), trees), replies, languages)
@settings(max_examples=120, deadline=None)
def test_the_quick_answer_is_that_of_the_verdict(tree, reply, language):
    text = mif.Text(reply, language)
    if not text.is_blank:
        assert tree.decided_on(text) is tree.verdict_on(text).passed


def test_a_class_that_judges_anew_is_not_answered_for_by_its_base():
    wanted = {"num_words": 3, "relation": "at least"}
    words = mif.build("length_constraints:number_words", wanted)

    class NoneAtAll(type(words)):
        def judge(self, text):
            return self.verdict(False, reason="no reply does")

    strict = NoneAtAll(words.bound)
    text = mif.Text("three more words")
    assert words.check(text).passed is True
    assert not strict.is_quick
    assert strict.answer_on(text) == strict.check(text)
    assert strict.passed_on(text) is strict.check(text).passed is False
    assert (strict | strict).answer_on(text).passed is False


@pytest.mark.parametrize("kind", [All, AnyOf, lambda row: AtLeast(1, row)])
def test_every_child_is_looked_at(kind):
    children = tuple(ANSWERS[name] for name in ("no", "yes", "no", "open", "yes"))
    verdict = kind(children).check("rain")
    assert [part.passed for part in verdict.parts] == [False, True, False, None, True]
    assert [part.measured for part in verdict.parts] == ["no", "yes", "no", "open", "yes"]
    assert "1 not judged" in verdict.reason


def test_a_combination_is_judged_where_one_of_its_children_is():
    ja = mif.get_language("ja")
    words, sentences = mif.build("words:repeats", {"small_n": 1}), mif.build("ratio:sentence_type")
    alone = All((words, words))
    assert alone.unsupported_reason(ja) == words.unsupported_reason(ja) != ""
    assert [part.passed for part in alone.check("雨だ。", "ja").parts] == [None, None]
    assert (words & sentences).unsupported_reason(ja) == ""
    assert (words & sentences).check("雨だ。", "ja").passed is False
    assert AtLeast(0, (words,)).unsupported_reason(ja) == ""


def test_the_evidence_of_a_combination_is_that_of_its_children():
    both = mif.build("punctuation:no_comma") & mif.build(
        "keywords:existence", {"keywords": ["rain"]}
    )
    verdict = both.check("rain, and rain")
    assert [(span.start, span.label) for span in verdict.evidence] == [
        (0, "rain"),
        (4, "comma"),
        (10, "rain"),
    ]


@given(trees, replies.filter(bool), languages)
@settings(max_examples=40, deadline=None)
def test_not_keeps_the_spans(tree, reply, language):
    inner, outer = tree.check(reply, language), Not(tree).check(reply, language)
    assert outer.evidence == inner.evidence
    assert outer.parts == (inner,)
    assert outer.measured == inner.measured


def test_a_reply_without_seen_text_fails_a_negation_too():
    no_comma = mif.build("punctuation:no_comma")
    for checker in (no_comma, ~no_comma, no_comma | ~no_comma, ~(no_comma & no_comma)):
        for reply in ("---", "![a boat](boat.png)", "<br>"):
            assert checker.check(reply, "en").passed is False
    # A check of form reads the source.
    assert (~mif.build("detectable_format:json_format")).check("---", "en").passed is True


def test_a_blank_reply_fails_a_negation_too():
    assert (~mif.build("punctuation:no_comma")).check(" \n").passed is False


@given(trees)
@settings(max_examples=60, deadline=None)
def test_round_trip_through_json(tree):
    again = mif.from_spec(json.loads(json.dumps(tree.to_spec())))
    assert again == tree
    assert hash(again) == hash(tree)
    assert repr(again) == repr(tree)
    assert again.required == tree.required


@given(trees, trees)
@settings(max_examples=60, deadline=None)
def test_equal_when_the_parameters_are_equal(one, other):
    assert (one == other) == (one.to_spec() == other.to_spec())
    assert (one == other) <= (hash(one) == hash(other))
    assert (one == other) == (repr(one) == repr(other))


def test_the_operators_flatten():
    a, b, c = ANSWERS.values()
    assert a & b & c == All((a, b, c)) == a & (b & c)
    assert a | b | c == AnyOf((a, b, c)) == a | (b | c)
    assert (a | b) & c == All((AnyOf((a, b)), c))
    assert ~a == Not(a)


@pytest.mark.parametrize("other", [True, None, "x", 3])
def test_only_checkers_combine(other):
    with pytest.raises(TypeError):
        ANSWERS["yes"] & other
    with pytest.raises(TypeError):
        ANSWERS["yes"] | other


def test_a_checker_has_no_truth_value():
    with pytest.raises(TypeError, match="&"):
        bool(ANSWERS["yes"])
    with pytest.raises(TypeError):
        ANSWERS["yes"] and ANSWERS["no"]
    with pytest.raises(TypeError):
        _ = not ANSWERS["yes"]


def test_the_truth_of_a_verdict_is_its_outcome():
    assert bool(Verdict(True)) is True
    assert bool(Verdict(False)) is False
    with pytest.raises(ValueError, match="no letter case"):
        bool(Verdict(None, reason="Hindi has no letter case"))


def test_checkers_and_verdicts_are_frozen():
    for value, name in ((ANSWERS["yes"], "answer"), (ANSWERS["yes"].check("a"), "passed")):
        with pytest.raises(AttributeError):
            setattr(value, name, "no")


def test_a_repr_can_be_read():
    assert repr(mif.build("keywords:existence", {"keywords": ["река"]})) == (
        "KeywordsPresent(keywords=('река',), match='word', spelling='alike')"
    )


@pytest.mark.parametrize("count", [-1, 3])
def test_at_least_wants_a_possible_count(count):
    with pytest.raises(ParameterError, match="0 to 2"):
        AtLeast(count, (ANSWERS["yes"], ANSWERS["no"]))


@pytest.mark.parametrize(
    "spec",
    [
        {},
        {"all": {}},
        {"id": 3},
        {"not": []},
        {"at_least": 1},
        {"all": [], "any": []},
        [],
        None,
        "x",
        {"id": "punctuation:no_comma", "kwarg": {}},
        {"at_least": True, "of": []},
        {"all": [3]},
        {"id": "punctuation:no_comma", "kwargs": 3},
    ],
)
def test_a_spec_of_no_known_form_is_refused(spec):
    with pytest.raises(MifcheckError):
        mif.from_spec(spec)


def test_a_spec_with_an_unknown_id_or_parameter_is_refused():
    with pytest.raises(UnknownIdError, match="no_comma"):
        mif.from_spec({"id": "punctuation:no_coma"})
    with pytest.raises(ParameterError, match="keyword"):
        mif.from_spec({"id": "keywords:existence", "kwargs": {"keyword": ["a"]}})


def test_a_checker_of_ones_own_is_a_declaration():
    @frozen
    class Vowels(Counted):
        bound: mif.Bound
        noun = ("vowel", "vowels")

        def find(self, text):
            return text.marks("aeiou", "vowel")

    verdict = Vowels(mif.at_least(2)).check("rain")
    assert (verdict.passed, verdict.measured, verdict.required) == (True, 2, "at least 2 vowels")
    assert "1 vowel found" in Vowels(mif.at_least(2)).check("run").reason
    with pytest.raises(ParameterError, match="Vowels"):
        Vowels()


bounds = st.one_of(
    st.integers(0, 5).map(mif.at_least),
    st.integers(0, 5).map(mif.at_most),
    st.integers(0, 5).map(mif.exactly),
    st.integers(0, 5).map(mif.more_than),
    st.integers(1, 5).map(mif.less_than),
    st.tuples(st.integers(0, 3), st.integers(3, 6)).map(lambda pair: mif.between(*pair)),
)


@given(bounds)
@settings(max_examples=60)
def test_a_bound_and_its_complement(bound):
    assert mif.Bound.from_spec(json.loads(json.dumps(bound.to_spec()))) == bound
    if bound == mif.at_least(0):
        with pytest.raises(MifcheckError):
            _ = ~bound
        return
    other = ~bound
    assert all((count in bound) != (count in other) for count in range(10))
    assert ~other == bound
    assert mif.Bound.from_spec(json.loads(json.dumps(other.to_spec()))) == other


@pytest.mark.parametrize(
    ("bound", "words", "inside"),
    [
        (mif.at_least(3), "at least 3", {3, 4, 5}),
        (mif.less_than(3), "at most 2", {0, 1, 2}),
        (mif.at_most(2), "at most 2", {0, 1, 2}),
        (mif.more_than(2), "at least 3", {3, 4, 5}),
        (mif.exactly(3), "exactly 3", {3}),
        (mif.between(2, 4), "between 2 and 4", {2, 3, 4}),
        (~mif.exactly(3), "not exactly 3", {0, 1, 2, 4, 5}),
    ],
)
def test_a_bound_in_words(bound, words, inside):
    assert str(bound) == words
    assert {count for count in range(6) if count in bound} == inside


@pytest.mark.parametrize(
    "make",
    [
        lambda: mif.less_than(0),
        lambda: mif.at_least(-1),
        lambda: mif.between(3, 2),
        lambda: mif.exactly(-1),
        lambda: mif.at_least(True),
        lambda: mif.at_least(2.5),
        lambda: mif.at_least("3"),
        lambda: mif.Bound(high=-1),
        lambda: mif.Bound.from_spec({"at_least": 1, "at_most": 2}),
        lambda: mif.Bound.from_spec({"about": 3}),
        lambda: mif.Bound.from_spec({"at_least": True}),
        lambda: mif.Bound.from_spec(3),
    ],
)
def test_an_impossible_bound_is_refused(make):
    with pytest.raises(MifcheckError):
        make()
