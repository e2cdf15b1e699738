"""Texts and parameters of any kind: every checker answers, in every language and profile."""

from __future__ import annotations

import pytest
from core_cases import CHECKERS, LANGUAGES, require_sound, require_sound_result
from hypothesis import given, settings
from hypothesis import strategies as st
from wild import PATTERNS, examples, texts, values

import mifcheck as mif
from mifcheck.errors import ParameterError
from mifcheck.profiles import PROFILES

pytestmark = pytest.mark.slow

LEMMAS = [
    mif.build("keywords:existence", {"keywords": [word], "match": "lemma"})
    for word in ("river", "река", "नदी", "河")
]
OTHERS = [
    mif.build("keywords:frequency", {"keyword": "«a»", "frequency": 1, "relation": "at least", "spelling": "exact"}),
    mif.build("keywords:forbidden_words", {"forbidden_words": ["1", "don't"], "match": "substring"}),
    mif.build("keywords:letter_frequency", {"letter": "e", "let_frequency": 2, "let_relation": "at least", "accents": "ignored"}),
    mif.build("numbers:existence", {"value": 3, "value_relation": "more than"}),
]  # fmt: skip
NATIVE = [*CHECKERS.values(), *LEMMAS, *OTHERS, *(~checker for checker in LEMMAS)]
REFERENCE = {
    profile: [mif.build(id, kwargs, profile=profile) for id, kwargs in examples(profile).items()]
    for profile in PROFILES
    if profile != "native"
}


def require_answers(checkers, reply, language, profile):
    require_sound_result(mif.check_all(checkers, reply, language, profile=profile), reply)


@pytest.mark.parametrize("language", LANGUAGES)
@given(texts)
@settings(max_examples=15)
def test_every_native_checker_answers_about_any_text(language, reply):
    require_answers(NATIVE, reply, language, "native")


@pytest.mark.parametrize("profile", REFERENCE)
@given(st.sampled_from(["", "สวัสดีครับ ", "你好，", "नमस्ते ", "Hello there. "]), texts)
@settings(max_examples=40)
def test_every_reference_checker_answers_about_any_text(profile, beginning, reply):
    require_answers(REFERENCE[profile], beginning + reply, "en", profile)


@pytest.mark.parametrize("profile", PROFILES)
@given(st.data())
@settings(max_examples=60)
def test_parameters_of_any_kind_are_refused_or_checked(profile, data):
    id, example = data.draw(st.sampled_from(sorted(examples(profile).items())))
    names = st.sampled_from(["match", *mif.describe(id).parameters, *example]) | texts
    given = data.draw(st.dictionaries(names, values, max_size=3))
    kept = data.draw(st.booleans())
    try:
        checker = mif.build(id, {**(example if kept else {}), **given}, profile=profile)
    except ParameterError:
        return
    require_sound(checker.check("One river, 2 boats."), "One river, 2 boats.")


@pytest.mark.parametrize("profile", PROFILES)
@given(st.data())
@settings(max_examples=60)
def test_words_of_any_kind_are_refused_or_looked_for(profile, data):
    taking = {id: kwargs for id, kwargs in sorted(examples(profile).items()) if kwargs}
    id, example = data.draw(st.sampled_from(sorted(taking.items())))
    words = st.sampled_from(PATTERNS) | texts
    given = {name: data.draw(_like(value, words)) for name, value in example.items()}
    reply = data.draw(texts)
    try:
        checker = mif.build(id, given, profile=profile)
    except ParameterError:
        return
    require_answers([checker], reply, data.draw(st.sampled_from(LANGUAGES)), profile)


def _like(value, words):
    """Values of the same type."""
    if isinstance(value, list):
        return st.lists(words, max_size=3)
    if isinstance(value, str):
        return words | st.just(value)
    return st.integers(-2, 10**20) if isinstance(value, int) else st.just(value)


@pytest.mark.parametrize("profile", PROFILES)
@given(st.none() | st.booleans() | st.integers() | st.floats() | texts.map("?{}".format))
@settings(max_examples=30)
def test_an_id_a_language_and_a_profile_of_any_kind_are_refused(profile, value):
    with pytest.raises(mif.MifcheckError):
        mif.check(value, {}, "a", profile=profile)
    with pytest.raises(mif.MifcheckError):
        mif.check("punctuation:no_comma", {}, "a", value)
    with pytest.raises(mif.MifcheckError):
        mif.check("punctuation:no_comma", {}, "a", profile=value)
