"""Which language a text is in: as langid has it, and among the likely ones where it is short."""

from __future__ import annotations

import itertools

import pytest
from core_cases import LANGUAGES, TEXTS
from hypothesis import given, settings
from hypothesis import strategies as st

from mifcheck.identify import identifiable, identify, reading
from mifcheck.identify.headwords import Headwords
from mifcheck.identify.model import langid_model
from mifcheck.identify.reading import Reading
from mifcheck.identify.telling import told_by_words
from mifcheck.languages import get_language
from mifcheck.text.prose import prose_of

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


@pytest.mark.parametrize(
    ("reply", "prose"),
    [
        ("《雨雨雨》今天下雨", "今天下雨"),
        ("《雨雨雨》今天雨", "《雨雨雨》今天雨"),
        ("Say `go` at https://a.b/c now", "Say at now"),
        ("`「a」` 『b』 cccc", "cccc"),
    ],
)
def test_titles_are_no_prose_unless_they_are_most_of_a_text(reply, prose):
    assert prose_of(reply).split() == prose.split()


@pytest.fixture(scope="module")
def langid():
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)


@pytest.mark.parametrize("code", LONG)
def test_a_sentence_is_recognised_in_any_case(code):
    for text in (LONG[code], LONG[code].upper(), LONG[code].lower(), LONG[code].title()):
        guess = identify(text, LANGUAGES)
        assert guess is not None
        assert guess.code == code
        assert 0.5 < guess.probability <= 1


texts = st.one_of(
    st.text(max_size=60),
    st.sampled_from([*LONG.values(), *TEXTS.values()]).flatmap(
        lambda text: st.integers(0, len(text)).map(lambda end: text[:end])
    ),
)


@given(texts)
@settings(max_examples=60, deadline=None)
def test_the_model_is_langids(langid, text):
    data = text.casefold().encode("utf-8", "replace")
    scores = langid_model().scores(data)
    likelihoods = langid.nb_classprobs(langid.instance2fv(data, "uint32"))
    assert scores == pytest.approx(likelihoods, abs=1e-6 * max(1, len(data)))


@given(texts, st.sampled_from(LANGUAGES))
@settings(max_examples=60, deadline=None)
def test_a_word_that_tells_speaks_for_its_language(text, code):
    rule = get_language(code).identification
    for word in rule.words[:3]:
        found = told_by_words(Reading([word], [False], [False]))
        assert found[langid_model().codes.index(code)] == max(found) > 0


# Long keys (en), reversed ones (sw would take a second), letters of two bytes and of three.
@pytest.mark.parametrize("code", ["en", "id", "he", "hi", "ka"])
def test_headwords_are_those_of_simplemma(code):
    from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamMap

    headwords, known = Headwords(code), StreamMap(code)
    some = [*itertools.islice(known, 0, None, 997), max(known), min(known)]
    # What no dictionary has stands before the first key, between two, and behind the last.
    unknown = ["", "\ud800", *(f"{word}q{word}" for word in some)]
    assert len(headwords) == len(known)
    assert all(word in headwords for word in some)
    assert not any(word in headwords for word in unknown)


def test_a_dictionary_of_another_form_is_refused(monkeypatch):
    from simplemma.strategies.dictionaries import dictionary_factory

    stream = dictionary_factory._read_decompressed("ms")
    monkeypatch.setattr(dictionary_factory, "_read_decompressed", lambda code: stream[:-3])
    with pytest.raises(ValueError, match="'ms' cannot be read at byte"):
        Headwords("ms")


NEIGHBOURS = {
    "gl": "Non sei se mañá choverá, pero as rúas da cidade están moi bonitas e a xente sae pasear.",
    "ca": "No sé si demà plourà, però els carrers de la ciutat són molt bonics i la gent surt a passejar.",
    "bg": "Не знам дали утре ще вали, но улиците на града са много красиви и хората се разхождат.",
    "mk": "Не знам дали утре ќе врне, но улиците на градот се многу убави и луѓето шетаат.",
    "uk": "Не знаю, чи буде завтра дощ, але вулиці міста дуже гарні, і люди виходять гуляти.",
    "be": "Не ведаю, ці будзе заўтра дождж, але вуліцы горада вельмі прыгожыя, і людзі гуляюць.",
    "mr": "उद्या पाऊस पडेल की नाही हे मला माहीत नाही, पण शहरातील रस्ते खूप सुंदर आहेत.",
    "ne": "भोलि पानी पर्छ कि पर्दैन मलाई थाहा छैन, तर सहरका सडकहरू धेरै सुन्दर छन्।",
    "nl": "Ik weet niet of het morgen gaat regenen, maar de straten van de stad zijn heel mooi.",
}


@pytest.mark.parametrize("code", NEIGHBOURS)
def test_a_neighbour_is_not_taken_for_a_language_with_a_file(code):
    for text in (NEIGHBOURS[code], NEIGHBOURS[code].upper()):
        assert identify(text).code == code
        assert identify(text, LANGUAGES).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Elena Duarte Coímbra é a diretora e Ángel Pazos o tesoureiro.", "pt"),
        ("Никто не знает, как они работали вместе с ними.", "ru"),
        ("उसने उसकी पत्नी का स्वागत किया और धन्यवाद दिया।", "hi"),
    ],
)
def test_names_and_short_sentences_are_told_by_their_small_words(text, code):
    assert identify(text).code == code


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


def test_every_language_with_a_file_can_be_identified():
    assert set(LANGUAGES) <= identifiable()
    assert len(identifiable()) == 97


def test_only_the_beginning_of_a_very_long_text_is_read():
    assert identify(LONG["en"] * 60 + LONG["ru"] * 500).code == "en"


LATIN = st.text("aBzÉßÞö c'’-,;)(.1 \n\t\u00a0–“”…→✅🎉\u00d7\u00f7ªΩя_", max_size=20)


@given(LATIN)
@settings(max_examples=500)
def test_latin_words_are_found_alike_by_both_patterns(text):
    if not reading._OTHER.search(text):
        assert reading._LATIN_WORD.findall(text) == reading._WORD.findall(text)
