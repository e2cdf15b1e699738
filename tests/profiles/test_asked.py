"""Instructions in each form that data sets deliver: padded, in numpy's types, as objects or pairs."""

from __future__ import annotations

import numpy as np
import pytest

import mifcheck as mif

WORDS = ("length_constraints:number_words", {"num_words": 2, "relation": "at least"})
KEYWORDS = ("keywords:existence", {"keywords": ["rain", "sun"]})
COMMA = ("punctuation:no_comma", {})
PADDING = {"end_phrase": None, "num_sentences": float("nan"), "language": np.float64("nan")}


def padded(id, kwargs, blank=None):
    return id, {**dict.fromkeys(PADDING, blank), **kwargs}


def in_numpy(id, kwargs):
    texts = {"keywords": np.array(["rain", "sun"], dtype=object), "relation": np.str_("at least")}
    numbers = {"num_words": np.int64(2)}
    return np.str_(id), {name: (texts | numbers)[name] for name in kwargs}


def in_floats(id, kwargs):
    return id, {name: 2.0 if value == 2 else value for name, value in kwargs.items()}


@pytest.mark.parametrize("asked", [WORDS, KEYWORDS, COMMA])
@pytest.mark.parametrize("delivered", [padded, in_numpy, in_floats])
def test_what_tables_deliver_is_the_same_instruction(asked, delivered):
    id, kwargs = delivered(*asked)
    assert mif.build(id, kwargs) == mif.build(*asked)
    assert mif.check(id, kwargs, "no rain today, sun") == mif.check(*asked, "no rain today, sun")
    if delivered is not in_floats:
        assert mif.Instruction(id, kwargs) == mif.Instruction(*asked)
        assert mif.Instruction(id, kwargs).to_dict() == {"id": asked[0], "kwargs": asked[1]}


def test_the_blanks_of_pandas_are_left_out():
    pandas = pytest.importorskip("pandas")
    for blank in (pandas.NA, pandas.NaT, float("nan"), np.float32("nan")):
        assert mif.Instruction(*padded(*WORDS, blank)) == mif.Instruction(*WORDS)
        assert mif.build(*padded(*WORDS, blank)) == mif.build(*WORDS)


def test_a_blank_of_a_parameter_that_is_needed_is_missing():
    with pytest.raises(mif.ParameterError, match="parameter 'num_words' is missing"):
        mif.build("length_constraints:number_words", {"num_words": None, "relation": "at least"})
    with pytest.raises(mif.ParameterError, match="unknown parameter 'num_word'"):
        mif.build("length_constraints:number_words", {**WORDS[1], "num_word": 2})


@pytest.mark.parametrize(
    "asked",
    [
        mif.Instruction(*WORDS),
        mif.build(*WORDS),
        WORDS,
        list(WORDS),
        np.array(WORDS, dtype=object),
        {"id": WORDS[0], "kwargs": WORDS[1]},
        {"id": np.str_(WORDS[0]), "kwargs": padded(*WORDS)[1], "text": "at least two words"},
    ],
)
def test_each_form_of_an_instruction(asked):
    assert mif.compile_all([asked]) == (mif.build(*WORDS),)
    (verdict,) = mif.check_all([asked], "Sun, rain").strict
    assert verdict == mif.check(*WORDS, "Sun, rain")


@pytest.mark.parametrize("asked", [COMMA[0], (COMMA[0], None), {"id": COMMA[0]},
                                   {"id": COMMA[0], "kwargs": None, "text": None},
                                   {"id": COMMA[0], "kwargs": float("nan"), "text": float("nan")}])  # fmt: skip
def test_an_instruction_without_parameters(asked):
    assert mif.compile_all(np.array([asked, asked], dtype=object)) == (mif.build(*COMMA),) * 2


@pytest.mark.parametrize(
    "asked",
    [
        3,
        None,
        (),
        ("a:b", {}, "c"),
        {"kwargs": {}},
        {"id": COMMA[0], "kwarg": {}},  # a misspelt name would leave the parameters out
    ],
)
def test_what_is_no_instruction_is_refused(asked):
    with pytest.raises(mif.ParameterError, match=r"is expected, not "):
        mif.compile_all([asked])


SYSTEM = mif.Instruction(*COMMA, role="system")


@pytest.mark.parametrize(
    "asked",
    [COMMA[0], COMMA, WORDS, mif.Instruction(*WORDS), SYSTEM, SYSTEM.to_dict(),
     {"id": COMMA[0], "kwargs": None, "role": float("nan"), "once": None}],
)  # fmt: skip
def test_a_row_and_a_call_read_each_form_alike(asked):
    (row,) = mif.check_many([{"response": "a, b", "instructions": [asked]}], workers=1)
    assert row == mif.check_all([asked], "a, b")


@pytest.mark.parametrize("asked", [3, None, (), (COMMA[0], {}, 1), {"id": COMMA[0], "kwarg": {}},
                                   {**SYSTEM.to_dict(), "role": "root"}, {"id": COMMA[0], "kwargs": [1]}])  # fmt: skip
def test_a_row_and_a_call_refuse_the_same(asked):
    with pytest.raises(mif.ParameterError) as raised:
        mif.check_all([asked], "a")
    with pytest.raises(mif.DataError, match="row 1, instructions, entry 1: ") as of_row:
        list(mif.check_many([{"response": "a", "instructions": [asked]}], workers=1))
    if asked != ():  # which is a list in a row
        assert str(raised.value).partition(", not ")[0] in str(of_row.value)


def test_the_role_of_an_object_counts():
    title = mif.Instruction("detectable_format:title")
    asks = mif.Instruction("keywords:existence", {"keywords": ["rain"]}, role="system")
    bans = ("keywords:forbidden_words", {"forbidden_words": ["rain"]})
    found = mif.check_all([asks.to_dict(), bans, title], "rain")
    assert [each.superseded for each in found.strict] == [False, True, False]


@pytest.mark.parametrize("asked", ["punctuation:no_comma", {"id": "punctuation:no_comma"}])
def test_one_instruction_is_no_list(asked):
    with pytest.raises(mif.ParameterError, match="expected a list of instructions, not one"):
        mif.check_all(asked, "a")
