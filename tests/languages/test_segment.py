"""Laws of tokenizers and splitters, on arbitrary text in every language."""

from __future__ import annotations

import unicodedata

import pytest
from core_cases import CHECKERS, LANGUAGES, TEXTS, require_sound_result
from hypothesis import given, settings
from hypothesis import strategies as st

import mifcheck as mif

PIECES = [
    *"aZéßİſΣѐЁñ字かक़ड़1٣Ⅳ",
    *" \t\n\r\u00a0\u3000\u2028\u0085\x00",
    *".,;:!?…。！？、，।॥·'’\"“”«»‘„「」()[]{}<>*_~`#-–—|/\\",
    "\u093f",
    "\u0301",
    "\u0344",
    "\u0958",
    "\u095c",
    "\u200d",
    "\u200c",
    "\u202e",
    "\ud800",
    "\udfff",
    "ڵא",
    "👩‍👩‍👧",
    "🇮🇳",
    "e\u0301",
    "\u0928\u093c",
    "\u1100\u1161\u11a8",
    "\u212b",
    "\n\n",
    "***",
    "******",
    "<<",
    ">>",
    "```json\n",
    '{"a": [1]}',
    "P.S. ",
    "Section 1",
    "river",
    "My answer is yes.",
    "- ",
    "* ",
    "1. ",
    "Dr. ",
    "U.S. ",
    "l'",
    " 000",
    "[x](y)",
]
texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
    st.text(max_size=40),
    st.text(st.characters(codec=None), max_size=40),
)
languages = st.sampled_from(LANGUAGES)
spaced = st.sampled_from([code for code in LANGUAGES if mif.get_language(code).spaced])


def pieces(text):
    return {
        "words": text.words,
        "units": text.units,
        "sentences": text.sentences,
        "paragraphs": text.paragraphs,
    }


@given(texts, languages)
@settings(max_examples=150, deadline=None)
def test_spans_are_ordered_disjoint_and_not_empty(reply, language):
    text = mif.Text(reply, language)
    for name, spans in pieces(text).items():
        end = 0
        for span in spans:
            assert end <= span.start < span.end <= len(text.string), name
            end = span.end
            inner = text.string[span.start : span.end]
            assert inner == inner.strip() or name != "sentences"


@given(texts, languages)
@settings(max_examples=100, deadline=None)
def test_every_letter_and_digit_is_in_a_word(reply, language):
    text = mif.Text(reply, language).rendered
    inside = {at for start, end, _ in text.words for at in range(start, end)}
    for at, character in enumerate(text.string):
        if unicodedata.category(character) in ("Lu", "Ll", "Nd"):
            assert at in inside
        if character.isspace() and not mif.get_language(language).words.grouped_digits:
            assert at not in inside


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    "word", ["AT&T", "35°C", "baidu.com", "news.example.com/a/b", "2.º", "U.S."]
)
def test_a_word_with_marks_is_one_in_every_language(word, code):
    text = mif.Text(f"{word}, {word}", code)
    assert len(text.units) == 2


@pytest.mark.parametrize("sign", ["ℹ️", "ℹ", "Ⓜ️", "🅰️", "™", "©", "№", "㊗️", "1️⃣"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_sign_is_no_word(sign, code):
    text = mif.Text(f"{sign} {TEXTS[code]}", code)
    assert len(text.units) == len(mif.Text(TEXTS[code], code).units)
    assert len(text.words) == len(mif.Text(TEXTS[code], code).words)


words = st.lists(
    st.sampled_from(["rain", "l'eau", "Ёлка", "पानी", "3.5", "well-known", "été", "(no)", "x!"]),
    max_size=6,
)


@given(words, words, spaced)
@settings(max_examples=100, deadline=None)
def test_words_add_up_over_a_space(left, right, language):
    def count(parts):
        return len(mif.Text(" ".join(parts), language).words)

    assert count(left + right) == count(left) + count(right)


# What joins parts of a word, what is one only beside white space, and marks around words.
PARTS = [
    "rain", "Hello", "don't", "l'océan", "O'Brien", "e-mail", "re-do", "3.5", "1,000", "000", "1", "12", "A.", "U.S.", "U.S",
    "Ph.D", "n.os", "2.º", "Sr.ª", "www.", "http://a.b/c", "a@b.c", "a@b-.c", "baidu.com", "½", "一", "人工", "क्या", "दुःख", "घर",
    "नदी,", "é", "e\u0301", "🎉", "1️⃣", "ℹ", "—", "-", "_x_", "T-shirt", "F-16", "NASA's", "STRAẞE", "Aß", "Aª", "𐀀", "35°C",
    "(word)", "“word”", "«mot»", "aujourd'hui", "t-il", "R&D", "a/B", "00KM", "000K", "1-й", "*so*", "\u00ad",
]  # fmt: skip
GAPS = [*" " * 3, *"\t\n,\r.\u00a0\u202f\u2009\x1c\x85\u3000\u200b", "", ". "]
joined = st.lists(st.sampled_from(PARTS + GAPS), max_size=12).map("".join)


@given(st.one_of(joined, texts), languages)
@settings(max_examples=500, deadline=None)
def test_a_count_is_the_number_of_what_is_found(reply, language):
    text = mif.Text(reply, language)
    assert text.unit_count == len(text.units)
    assert text.capital_word_count == len(text.capital_words)


@given(words, words, languages)
@settings(max_examples=60, deadline=None)
def test_units_and_words_add_up_over_a_line_break(left, right, language):
    one, other = " ".join(left), " ".join(right)
    both = mif.Text(f"{one}\n{other}", language)
    assert len(both.units) == len(mif.Text(one, language).units) + len(
        mif.Text(other, language).units
    )
    assert len(both.words) == len(mif.Text(one, language).words) + len(
        mif.Text(other, language).words
    )


@given(texts, languages)
@settings(max_examples=80, deadline=None)
def test_the_normal_form_does_not_matter(reply, language):
    composed = mif.Text(unicodedata.normalize("NFC", reply), language)
    apart = mif.Text(unicodedata.normalize("NFD", reply), language)
    for name, spans in pieces(composed).items():
        assert len(spans) == len(pieces(apart)[name]), name


ALONE = 8
"""One of so many checkers is asked alone as well: each reads the text anew."""


@given(texts, languages, st.integers(0, ALONE - 1))
@settings(max_examples=50, deadline=None)
def test_every_checker_answers_on_any_text(reply, language, first):
    checkers = tuple(CHECKERS.values())
    result = mif.check_all(checkers, reply, language)
    assert result == mif.check_all(checkers, reply, language)
    for checker, verdict in [*zip(checkers, result.strict, strict=True)][first::ALONE]:
        assert checker.check(reply, language) == verdict
    require_sound_result(result, reply)


@pytest.mark.parametrize("code", LANGUAGES)
def test_evidence_of_a_decomposed_reply_points_at_the_same_words(code):
    given_reply = unicodedata.normalize("NFD", TEXTS[code])
    text = mif.Text(TEXTS[code], code)
    verdict = mif.build(
        "length_constraints:number_words", {"num_words": 1, "relation": "less than"}
    ).check(given_reply, code)
    quoted = [unicodedata.normalize("NFC", given_reply[a:b]) for a, b, _ in verdict.evidence]
    assert quoted == [text.string[a:b] for a, b, _ in text.units]


def test_evidence_of_a_reply_that_normal_form_c_lengthens():
    reply = "एक ल\u095cका गया।"
    verdict = mif.check(
        "length_constraints:number_words", {"num_words": 1, "relation": "less than"}, reply, "hi"
    )
    assert [reply[a:b] for a, b, _ in verdict.evidence] == ["एक", "ल\u095cका", "गया"]
    ending = "वह बू\u095d"
    verdict = mif.check(
        "length_constraints:number_words", {"num_words": 1, "relation": "less than"}, ending, "hi"
    )
    assert [ending[a:b] for a, b, _ in verdict.evidence] == ["वह", "बू\u095d"]


def test_evidence_of_one_long_decomposed_keyword():
    reply = unicodedata.normalize("NFD", "Où est l'été ? À côté de l'océan, l'été.")
    verdict = mif.check(
        "keywords:frequency",
        {"keyword": "été", "frequency": 2, "relation": "at least"},
        reply,
        "fr",
    )
    assert verdict.passed is True
    assert [unicodedata.normalize("NFC", reply[a:b]) for a, b, _ in verdict.evidence] == [
        "été",
        "été",
    ]
