"""Which language a text is in: as langid has it, and among the likely ones where it is short."""

from __future__ import annotations

import pytest
import regex
from core_cases import LANGUAGES, TEXTS
from hypothesis import given, settings
from hypothesis import strategies as st

from mifcheck.identify import identifiable, identify

LONG = {
    "en": "The ferry leaves the harbour every morning at eight and comes back after sunset.",
    "es": "El barco sale del puerto todas las mañanas a las ocho y vuelve al anochecer.",
    "fr": "Le bateau quitte le port tous les matins à huit heures et revient après le coucher du soleil.",
    "hi": "नाव हर सुबह आठ बजे बंदरगाह से निकलती है और सूरज डूबने के बाद लौटती है।",
    "it": "Il traghetto lascia il porto ogni mattina alle otto e torna dopo il tramonto.",
    "pt": "O barco sai do porto todas as manhãs às oito horas e volta depois do pôr do sol.",
    "ru": "Паром выходит из гавани каждое утро в восемь часов и возвращается после заката.",
    "zh": "渡轮每天早上八点从港口出发，日落之后才回来，风大的时候就停在对岸过夜，第二天再走。",
    "de": "Die Fähre verlässt jeden Morgen um acht Uhr den Hafen und kommt nach Sonnenuntergang zurück.",
    "ja": "フェリーは毎朝八時に港を出て、日が沈んでから戻ってきます。風が強い日は向こう岸に泊まります。",
}


@pytest.fixture(scope="module")
def langid():
    from langid import langid

    return langid.LanguageIdentifier.from_modelstring(langid.model, norm_probs=True)


@pytest.mark.parametrize("code", LONG)
def test_a_sentence_is_recognised_in_any_case(code):
    for text in (LONG[code], LONG[code].upper(), LONG[code].lower(), LONG[code].title()):
        guess = identify(text, LANGUAGES)
        assert guess is not None
        assert guess.code == code
        assert 0.5 < guess.probability <= 1


@given(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from([*LONG.values(), *TEXTS.values()]).flatmap(
            lambda text: st.integers(0, len(text)).map(lambda end: text[:end])
        ),
    )
)
@settings(max_examples=60, deadline=None)
def test_as_langid_has_it(langid, text):
    guess = identify(text)
    if guess is None:
        assert not any(map(str.isalpha, text))
        return
    # Words alone are read, so that neither emoji nor dashes vote.
    words = " ".join(regex.findall(r"\p{L}[\p{L}\p{M}'’-]*", text))
    code, probability = langid.classify(words.casefold())
    assert guess.probability == pytest.approx(float(probability), abs=1e-3)
    if probability > 0.5:
        assert guess.code == code


@pytest.mark.parametrize("text", ["", " ", "123", "…!?", "🎉", "\ud800", "\u0301"])
def test_without_a_letter_there_is_no_guess(text):
    assert identify(text) is None
    assert identify(text, LANGUAGES) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Me gusta el café.", "es"),
        ("Да, конечно.", "ru"),
        ("Я люблю кофе.", "ru"),
        ("Je ne sais pas.", "fr"),
        ("Non lo so.", "it"),
        ("Não sei.", "pt"),
        ("मुझे चाय पसंद है।", "hi"),
        ("你好。", "zh"),
        ("Thank you!", "en"),
    ],
)
def test_a_short_reply_is_one_of_the_likely(text, code):
    guess = identify(text, LANGUAGES)
    assert guess is not None
    assert guess.code == code


def test_the_likely_do_not_hide_a_long_text_s_language():
    assert identify(LONG["de"], LANGUAGES).code == "de"


def test_the_eight_can_be_identified():
    assert set(LANGUAGES) <= identifiable()
    assert len(identifiable()) == 97


def test_only_the_beginning_of_a_very_long_text_is_read():
    assert identify(LONG["en"] * 60 + LONG["ru"] * 500).code == "en"
