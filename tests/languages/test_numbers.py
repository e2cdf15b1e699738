"""Numbers: which there are in a text, what they say, and what is asked of them."""

from __future__ import annotations

import json
import unicodedata
from fractions import Fraction

import pytest
import regex
from core_cases import LANGUAGES, TEXTS, require_sound
from hypothesis import given, settings
from hypothesis import strategies as st
from number_cases import AMBIGUOUS, LARGER, READ, SPELLED

import mifcheck as mif
from mifcheck.errors import MifcheckError, ParameterError
from mifcheck.languages.characters import whole_number
from mifcheck.segment import number_finder

ID = "numbers:existence"
ODD = {"parity": "odd", "value": 5, "value_relation": "more than"}


def values(text, language="en"):
    return [number.value for number in mif.Text(text, language).numbers]


@pytest.mark.parametrize(("language", "text", "read"), READ)
def test_what_a_reader_reads(language, text, read):
    # A line of its own above, so that nothing stands at the reply's beginning.
    assert values(text, language) == [Fraction(value) for value in read]


@pytest.mark.parametrize("language", LANGUAGES)
def test_zero_to_a_hundred_in_words(language):
    table = SPELLED[language].split()
    assert len(table) == 101
    after = "" if mif.get_language(language).spaced else "本"
    for value, word in enumerate(table):
        spelled = word.replace("_", " ")
        alone = word in AMBIGUOUS.get(language, ())
        for written in (spelled, spelled.capitalize(), spelled.upper()):
            assert values(f"– {written}{after}.", language) == [value] * (not alone), written


@pytest.mark.parametrize(
    ("language", "spelled", "value"),
    [(code, spelled, value) for code, rows in LARGER.items() for spelled, value in rows.items()],
)
def test_larger_numbers_in_words(language, spelled, value):
    for text in (spelled, f"({spelled}).", f"“{spelled}”, **{spelled}**"):
        (number, *_) = mif.Text(text, language).numbers
        assert number.value == value
        assert text[number.start : number.end] == spelled


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_is_read_back_from_its_groups(language):
    find = number_finder(mif.get_language(language))
    first, *others = mif.get_language(language).numbers.grouping
    # Every number in the usual forms, and some in the rest.
    steps = {"": 1, first: 1} | dict.fromkeys(others, 37)
    for mark, step in steps.items():
        numbers = [*range(0, 10_000, step), 123_456, 1_000_000, 987_654_321]
        written = [f"{value:,}".replace(",", mark) for value in numbers]
        text = "; ".join(written)
        found = find(text)
        assert [row.value for row in found] == numbers
        assert [text[row.start : row.end] for row in found] == written


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_decimal_is_read_back(language):
    find = number_finder(mif.get_language(language))
    mark = mif.get_language(language).numbers.decimals[0]
    for value in range(1000):
        written = f"{value / 100:.2f}".replace(".", mark)
        assert [row.value for row in find(f"({written})")] == [Fraction(value, 100)]


SCRIPTS = [
    chr(code)
    for code in range(0x110000)
    if unicodedata.category(chr(code)) == "Nd" and unicodedata.digit(chr(code)) == 0
]


@given(st.integers(0, 10**12), st.sampled_from(SCRIPTS), st.sampled_from(LANGUAGES))
@settings(max_examples=200, deadline=None)
def test_the_digits_of_any_script_are_alike(value, zero, language):
    written = "".join(chr(ord(zero) + int(digit)) for digit in str(value))
    assert values(f"– {written}!", language) == [value]


@given(
    st.lists(
        st.sampled_from([text for _, text, _ in READ if "```" not in text]), min_size=1, max_size=4
    ),
    st.sampled_from(LANGUAGES),
)
@settings(max_examples=100, deadline=None)
def test_lines_are_read_apart(texts, language):
    apart = [value for text in texts for value in values(f"– {text}", language)]
    # Lines share list marks by letters or numbers that follow one another, and code fences.
    assert values("\n".join(f"– {text}" for text in texts), language) == apart


@given(st.text("17,. -½x万m人百illonsev\n[]()", max_size=40), st.sampled_from(LANGUAGES))
@settings(max_examples=300, deadline=None)
def test_numbers_stand_in_order_and_are_exact(text, language):
    end = 0
    for number in mif.Text(text, language).numbers:
        assert end <= number.start < number.end <= len(text)
        assert isinstance(number.value, int) or number.value.denominator > 1
        end = number.end


# The check


@pytest.mark.parametrize(
    ("kwargs", "text", "passed", "measured", "evidence"),
    [
        (ODD, "4 cats, 7 dogs", True, 1, ["7"]),
        (ODD, "4 cats, 3 dogs", False, 0, ["4", "3"]),
        (ODD, "no number", False, 0, []),
        (ODD, "7.0 or 7.5", True, 1, ["7"]),
        (ODD, "-7 or 5 or 7.5", False, 0, ["-7", "5", "7.5"]),
        (ODD, "I have seven.", True, 1, ["7"]),
        (ODD | {"words": "ignored"}, "I have seven, not 4.", False, 0, ["4"]),
        (ODD | {"words": "ignored"}, "7 million and 7", True, 1, ["7"]),
        (ODD | {"frequency": 2, "relation": "at least"}, "7", False, 1, []),
        (ODD | {"frequency": 2, "relation": "less than"}, "7 and 9, 8", False, 2, ["7", "9"]),
        ({"parity": "even"}, "1 and 2 and -4 and 0", True, 3, ["2", "-4", "0"]),
        ({}, "3.5", True, 1, ["3.5"]),
        ({}, "none", False, 0, []),
        ({"value": 5, "value_relation": "more than"}, "5 and 5.5", True, 1, ["5.5"]),
        ({"value": 2.5, "value_relation": "at most"}, "3 and 2.5", True, 1, ["2.5"]),
        ({"value": 5, "value_relation": "less than"}, "-3", True, 1, ["-3"]),
        ({"value": 7, "value_relation": "exactly"}, "8, 7.0", True, 1, ["7"]),
        ({"frequency": 2, "relation": "exactly"}, "1, 2", True, 2, ["1", "2"]),
    ],
)
def test_the_check(kwargs, text, passed, measured, evidence):
    verdict = mif.check(ID, kwargs, text)
    assert verdict.passed is passed
    assert verdict.measured == measured
    assert [span.label for span in verdict.evidence] == evidence
    require_sound(verdict, text)


def test_the_reason_says_what_was_found():
    assert mif.check(ID, ODD, "4 cats and 3 dogs").explain() == (
        "failed: 2 numbers found, none odd and more than 5 "
        "(required: at least 1 odd number of more than 5)"
    )
    assert mif.check(ID, {}, "4 cats").explain() == (
        "passed: 1 number found (required: at least 1 number)"
    )


def test_the_evidence_is_where_it_stands_in_the_reply_as_given():
    reply = "Cafe\u0301s: 7 and seven."
    verdict = mif.check(ID, ODD, reply)
    assert [reply[start:end] for start, end, _ in verdict.evidence] == ["7", "seven"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_negation_is_the_opposite(language):
    checker = mif.build(ID, ODD)
    verdict, other = (c.check(TEXTS[language], language) for c in (checker, ~checker))
    assert verdict.passed is not other.passed


@pytest.mark.parametrize(
    "kwargs",
    [
        {},
        ODD,
        {"parity": "even", "words": "ignored"},
        {"value": 2.5, "value_relation": "At Most", "frequency": 3.0, "relation": "exactly"},
        {"values": {"more_than": 5}, "bound": {"between": [1, 2]}},
        {"value": None, "value_relation": None, "frequency": None, "relation": None},
    ],
)
def test_a_checker_goes_to_json_and_back(kwargs):
    checker = mif.build(ID, kwargs)
    spec = json.loads(json.dumps(checker.to_spec()))
    assert mif.from_spec(spec) == checker
    assert mif.build(ID, spec["kwargs"]) == checker
    assert hash(mif.from_spec(spec)) == hash(checker)
    assert checker.required


def test_both_spellings_are_one():
    own = mif.build(ID, {"parity": "odd", "values": mif.Limit("more than", 5)})
    assert own == mif.build(ID, ODD)
    assert own == mif.build(ID, ODD | {"frequency": 1, "relation": "at least"})
    assert mif.build(ID) == mif.build(ID, {"parity": "any", "bound": mif.at_least(1)})
    assert mif.Limit("at least", 3.0) == mif.Limit("at least", 3)


def test_what_may_be_left_out_is_said():
    told = mif.describe(ID).parameters
    assert list(told) == ["parity", "value", "value_relation", "frequency", "relation", "words"]
    optional = ("value", "value_relation", "frequency", "relation")
    assert all(told[name].endswith("may be left out") for name in optional)


BAD = [
    ({"parity": "prime"}, ["parity", "'odd', 'even' or 'any'", "'prime'"]),
    ({"value": 5}, ["value_relation", "missing", "'more than'"]),
    ({"value_relation": "more than"}, ["'value'", "missing", "a number"]),
    ({"value": "5", "value_relation": "more than"}, ["value: ", "number", "'5'"]),
    ({"value": True, "value_relation": "more than"}, ["value: ", "True"]),
    ({"value": float("inf"), "value_relation": "more than"}, ["value: ", "inf"]),
    ({"value": 5, "value_relation": "morethan"}, ["value_relation", "did you mean 'more than'"]),
    ({"value": 5, "value_relation": 3}, ["value_relation", "3"]),
    ({"frequency": 2}, ["'relation'", "missing", "'at least'"]),
    ({"relation": "at least"}, ["'frequency'", "missing"]),
    ({"frequency": 0, "relation": "less than"}, ["frequency", "less than 0"]),
    ({"frequency": 1.5, "relation": "at least"}, ["frequency", "1.5"]),
    ({"values": {"over": 5}}, ["values", "'more_than'", "over"]),
    ({"values": {"more_than": "5"}}, ["values", "'5'"]),
    ({"values": 5}, ["values", "'more_than'"]),
    ({"values": {"more_than": 5}, "value": 5, "value_relation": "at least"}, ["'values'", "both"]),
    ({"words": "counts"}, ["words", "'counted'"]),
    ({"parities": "odd"}, ["parities", "did you mean 'parity'"]),
]


@pytest.mark.parametrize(("kwargs", "told"), BAD)
def test_a_bad_parameter_is_named(kwargs, told):
    with pytest.raises(ParameterError) as caught:
        mif.build(ID, kwargs)
    message = str(caught.value)
    assert message.startswith(f"{ID}: ")
    assert "pydantic" not in message
    for word in told:
        assert word in message


@pytest.mark.parametrize(
    "make",
    [
        lambda: mif.Limit("over", 5),
        lambda: mif.Limit("more than", "5"),
        lambda: mif.Limit("more than", float("nan")),
        lambda: mif.Limit.from_spec({"more_than": 5, "less_than": 9}),
        lambda: mif.Limit.from_spec(5),
    ],
)
def test_an_impossible_limit_is_refused(make):
    with pytest.raises(MifcheckError, match="limit"):
        make()


# Another language

NORSE = """
code = "nb"
name = "Norwegian"
native_name = "Norsk"
aliases = []
has_case = true
spaced = true
count_unit = "word"
commas = ","
quotes = [["«", "»"]]
[numbers]
grouping = " "
decimals = ","
connectors = ["og"]
not_alone = ["en"]
standalone_scales = ["hundre"]
[numbers.words]
1 = ["en"]
5 = ["fem"]
20 = ["tjue"]
[numbers.scales]
100 = ["hundre"]
"""


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("tjue en, fem, en båt", [21, 5]),
        ("hundre og fem; fem hundre; fem og tjue", [105, 500, 5, 20]),
        ("1 000,5 og 1.000 og 3.4", ["1000.5", 1, 0, 3, 4]),
    ],
)
def test_another_language_needs_no_code(text, read):
    assert values(text, mif.read_language(NORSE)) == [Fraction(value) for value in read]


def test_without_data_digits_are_read():
    bare = mif.read_language(NORSE[: NORSE.index("[numbers]")])
    assert values("1,5 tjue 1.5 7", bare) == [1, 5, Fraction(3, 2), 7]


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        (NORSE.replace('5 = ["fem"]', 'fem = ["fem"]'), "'fem' is not a value"),
        (NORSE + '[numbers.fractions]\n"1/0" = ["halvannen"]\n', "'1/0' is not a fraction"),
        (NORSE + '[numbers.fractions]\n"1.5" = ["halvannen"]\n', "'1.5' is not a fraction"),
        (NORSE.replace("decimals", "decimal"), "did you mean 'decimals'"),
        (NORSE.replace('decimals = ","', 'compounds = "glued"'), "compounds"),
    ],
)
def test_a_bad_table_says_what_is_wrong(toml, told):
    with pytest.raises(MifcheckError, match="language file") as caught:
        mif.read_language(toml)
    assert told in str(caught.value)


# What no one writes


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "unit", ["9", "1,", "1.000.", "100'", "twenty ", "十", "一二", "siebenund", "七万"]
)
def test_endless_numbers_are_answered(unit, language):
    reply = unit * (20_000 // len(unit))
    end = 0
    for number in number_finder(mif.get_language(language))(reply):
        assert end <= number.start < number.end <= len(reply)
        end = number.end


def test_a_check_of_endless_numbers_is_answered():
    for reply in ("9" * 100_000, "1," * 50_000, "twenty " * 20_000):
        require_sound(mif.check(ID, ODD, reply), reply)


def test_the_longest_number_that_is_read():
    assert values("9" * 1000) == [10**1000 - 1]
    assert values("9" * 1001 + " 7") == [7]


def test_a_digit_newer_than_python_is_a_number():
    """`regex` knows digits that `int()` of an older Python does not, such as U+1E4F1, a one of 2022."""
    digits = regex.findall(r"\p{Nd}", "".join(map(chr, range(0x110000))))
    assert len(digits) > 700
    for start in range(0, len(digits), 10):
        assert [whole_number(digit) for digit in digits[start : start + 10]] == list(range(10))
    assert values("\U0001e4f1\U0001e4f23") == [123]
    assert values("\U0001e4f1.\U00010d45") == [Fraction(3, 2)]
    assert values("\U0001e4f1,5,\U0001e4f7") == [1, 5, 7]
    assert values("\U0001e4f1.\U0001e4f5.2024") == [1, 5, 2024]
    assert mif.Text("\U0001e4f1. a\n\U0001e4f2. b", "en").numbers == ()
