"""The string that says what was measured."""

from __future__ import annotations

import dataclasses

import pytest

import mifcheck as mif
from mifcheck.errors import SignatureError, UnknownLanguageError
from mifcheck.signature import Signature, signature_for

COMMA = mif.Instruction("punctuation:no_comma")
WORDS = mif.Instruction("length_constraints:number_words", {"num_words": 3, "relation": "at least"})


def conversation(language="en", instructions=(COMMA, WORDS), key="k"):
    return mif.Conversation(key, language, (mif.Turn("Write.", tuple(instructions)),))


BASE = signature_for([conversation()])


def test_the_string_names_every_field():
    text = str(BASE)
    assert text.startswith("mifcheck|")
    for field in dataclasses.fields(Signature):
        assert f"|{field.name}:{getattr(BASE, field.name)}" in text
    assert f"v:{mif.__version__}" in text
    assert f"lang:en@{mif.get_language('en').digest}" in text


def test_the_string_can_be_read_back():
    for given in (BASE, signature_for([conversation("zh"), conversation("hi")], think="keep")):
        assert Signature.parse(str(given)) == given


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Signature)])
def test_every_field_matters(field):
    other = dataclasses.replace(BASE, **{field: "other"})
    assert str(other) != str(BASE)
    assert BASE.differences(other) == {field: (getattr(BASE, field), "other")}
    with pytest.raises(SignatureError) as caught:
        BASE.require_same(other)
    assert field in str(caught.value)
    assert "'other'" in str(caught.value)
    assert repr(getattr(BASE, field)) in str(caught.value)


def test_the_same_is_the_same():
    BASE.require_same(signature_for([conversation()]))
    assert BASE.differences(BASE) == {}


def test_two_differences_are_both_named():
    with pytest.raises(SignatureError, match="lang.*think|think.*lang"):
        BASE.require_same(signature_for([conversation("fr")], think="keep"))


@pytest.mark.parametrize(
    "changed",
    [
        signature_for([conversation(instructions=[COMMA])]),
        signature_for(
            [
                conversation(
                    instructions=[
                        COMMA,
                        mif.Instruction(WORDS.id, {"num_words": 4, "relation": "at least"}),
                    ]
                )
            ]
        ),
        signature_for(
            [
                conversation(
                    instructions=[
                        COMMA,
                        mif.Instruction(WORDS.id, {"num_words": 3, "relation": "less than"}),
                    ]
                )
            ]
        ),
        signature_for([conversation(), conversation(instructions=[COMMA], key="l")]),
    ],
)
def test_other_instructions_are_another_measurement(changed):
    assert set(BASE.differences(changed)) == {"checks"}


def test_the_order_of_instructions_does_not_matter():
    assert signature_for([conversation(instructions=[WORDS, COMMA])]) == BASE


def test_the_order_of_conversations_does_not_matter():
    rows = [conversation("zh", key="a"), conversation("en", key="b"), conversation("hi", key="c")]
    assert signature_for(rows) == signature_for(rows[::-1])
    assert signature_for(rows).unit == "character+word"


@pytest.mark.parametrize(
    "text",
    ["", "mifcheck", "sacrebleu|v:2", str(BASE).replace("think:", "thought:"), str(BASE) + "|x:1"],
)
def test_what_is_no_signature(text):
    with pytest.raises(SignatureError):
        Signature.parse(text)


def test_an_unknown_language_is_refused():
    with pytest.raises(UnknownLanguageError):
        signature_for([conversation("xx")])
