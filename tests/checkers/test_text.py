"""A text as a value, and the elements found in it."""

from __future__ import annotations

import copy
import pickle

import pytest
from core_cases import LANGUAGES, TEXTS

import mifcheck as mif

CARRIERS = [lambda text: pickle.loads(pickle.dumps(text)), copy.copy, copy.deepcopy]
DECOMPOSED = "Cafe\u0301, *cafe\u0301*\nand more.\n"


def kept(text):
    """What is computed of a text, offsets into the reply included."""
    size = len(text.string)
    return (
        text.string,
        text.words,
        text.sentences,
        text.is_raw,
        [text.to_original(at, at + 1) for at in range(size)],
        [variant.string for variant in text.loose_variants],
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_equal_by_reply_language_and_normal_form(language):
    reply = TEXTS[language]
    text = mif.Text(reply, language)
    assert text == mif.Text(reply, language)
    assert hash(text) == hash(mif.Text(reply, mif.get_language(language)))
    other = "hi" if language != "hi" else "en"
    for unequal in (
        mif.Text(reply + " ", language),
        mif.Text(reply, other),
        mif.Text(reply, language, normalise=False),
        reply,
        None,
    ):
        assert text != unequal
    assert len({text, mif.Text(reply, language), mif.Text(reply, other)}) == 2


def test_what_was_asked_of_a_text_does_not_change_it():
    asked, fresh = mif.Text(DECOMPOSED), mif.Text(DECOMPOSED)
    before = hash(asked)
    _ = asked.words, asked.numbers, asked.loose_variants
    assert asked == fresh
    assert hash(asked) == before == hash(fresh)


@pytest.mark.parametrize("carry", CARRIERS)
@pytest.mark.parametrize("normalise", [True, False])
def test_a_text_travels_without_what_was_computed(carry, normalise):
    text = mif.Text(DECOMPOSED, "fr", normalise=normalise)
    expected = kept(text)
    for each in (text, *text.loose_variants):
        again = carry(each)
        assert again == each
        assert hash(again) == hash(each)
        assert kept(again) == kept(each)
    assert kept(carry(text)) == expected
    assert len(pickle.dumps(text)) == len(
        pickle.dumps(mif.Text(DECOMPOSED, "fr", normalise=normalise))
    )


def test_a_loose_variant_is_another_text():
    text = mif.Text("Sure:\n*rain*\nBye")
    variants = text.loose_variants
    assert len(set(variants)) == len(variants) > 2
    assert text not in variants
    assert variants == mif.Text("Sure:\n*rain*\nBye").loose_variants


def test_what_stands_in_a_variant_of_a_variant_is_found_in_the_reply():
    text = mif.Text("Sure:\nWe *go*\n**on** now\n- so\nBye")
    inner = [each for variant in text.loose_variants for each in variant.loose_variants]
    assert {"**on** now", "on now", "We go\non now\n- so"} <= {each.string for each in inner}
    for each in inner:
        spans = [each.to_original(at, at + 1) for at in range(len(each.string))]
        assert "".join(text.reply[start:end] for start, end in spans) == each.string
        assert each.rendered.string == mif.Text(each.string).rendered.string


@pytest.mark.parametrize("name", ["string", "language", "reply", "words", "anything"])
def test_a_text_cannot_be_changed(name):
    text = mif.Text("Rain.")
    with pytest.raises(AttributeError, match="immutable"):
        setattr(text, name, "x")
    with pytest.raises(AttributeError, match="immutable"):
        delattr(text, name)
    assert text.string == "Rain."


ELEMENTS = [
    ("bullets", "- a\n- b\n1. c", ["- a", "- b"]),
    ("highlights", "*a* b **c** `2 *d* 3`", ["*a*", "**c**"]),
    ("placeholders", "- [x] [name] [1] [a](b)", ["[name]"]),
    ("divided_paragraphs", "One.\n***\nTwo. ***three***", ["One.", "Two. ***three***"]),
    ("responses", "One.\n******\nTwo.", ["One.", "Two."]),
    ("paragraphs", "One.\n\n---\n\nTwo.", ["One.", "Two."]),
    ("capital_words", "NASA's T-shirt is BIG", ["NASA's", "BIG"]),
    ("answers", "My answer is no.", ["My answer is no."]),
    ("commas_outside_numbers", "a, 1,000", [","]),
    ("titles", "<<Rain>> a << b >> c", ["<<Rain>>"]),
]


@pytest.mark.parametrize(("element", "reply", "found"), ELEMENTS)
def test_elements_are_found_in_place(element, reply, found):
    text = mif.Text(reply)
    places = [each[:2] for each in getattr(text, element)]
    assert [reply[start:end] for start, end in places] == found
    assert getattr(mif.Text("Rain falls"), element) in ((), (mif.Span(0, 10),))
