"""Languages as data: what each file says holds, and another file makes another language."""

from __future__ import annotations

import pytest
from core_cases import CHECKERS, LANGUAGES, require_sound

import mifcheck as mif
from mifcheck.errors import MifcheckError, UnknownLanguageError
from mifcheck.languages import Language

EXAMPLES = [
    pytest.param(code, example, id=f"{code}-{number}")
    for code in LANGUAGES
    for number, example in enumerate(mif.get_language(code).examples, 1)
]


@pytest.mark.parametrize(("code", "example"), EXAMPLES)
def test_the_worked_examples_hold(code, example):
    text = mif.Text(example.text, code)
    counted = {
        "words": len(text.words),
        "units": len(text.units),
        "sentences": len(text.sentences),
        "commas": len(text.marks(text.language.commas)),
    }
    said = {name: getattr(example, name) for name in counted if getattr(example, name) is not None}
    assert said == {name: counted[name] for name in said}
    assert said, "an example says how many there are of something"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_file_is_complete(code):
    language = mif.get_language(code)
    assert language.code == code
    assert language.examples
    assert language.sources
    assert language.answers
    assert language.commas
    assert all(len(pair) == 2 for pair in language.quotes)
    assert len(language.digest) >= 4
    assert language.count_unit in ("word", "character")
    for case in language.answers:
        verdict = mif.check("detectable_format:constrained_response", {}, case, language)
        assert verdict.passed is True, case


def test_there_are_the_eight():
    assert LANGUAGES == ("en", "es", "fr", "hi", "it", "pt", "ru", "zh")


def test_no_two_languages_share_a_digest():
    assert len({mif.get_language(code).digest for code in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("hi", "hi"),
        ("Hindi", "hi"),
        ("hindi", "hi"),
        ("हिन्दी", "hi"),
        ("हिंदी", "hi"),
        ("hi-IN", "hi"),
        (" RU ", "ru"),
        ("русский", "ru"),
        ("РУССКИЙ", "ru"),
        ("ru_RU", "ru"),
        ("rus", "ru"),
        ("zh-CN", "zh"),
        ("zh_TW", "zh"),
        ("zh-Hant-TW", "zh"),
        ("Chinese", "zh"),
        ("中文", "zh"),
        ("cmn", "zh"),
        ("pt-BR", "pt"),
        ("Português", "pt"),
        ("en-US", "en"),
        ("English", "en"),
        ("eng", "en"),
        ("Español", "es"),
        ("castellano", "es"),
        ("Français", "fr"),
        ("FR", "fr"),
        ("Italiano", "it"),
    ],
)
def test_names_and_tags(name, code):
    assert mif.get_language(name).code == code
    assert mif.get_language(mif.get_language(name)).code == code


@pytest.mark.parametrize("name", ["", "xx", "klingon", "hindii", None, 3, "e"])
def test_an_unknown_language_lists_the_known(name):
    with pytest.raises(UnknownLanguageError) as caught:
        mif.get_language(name)
    message = str(caught.value)
    assert repr(name) in message
    for code in LANGUAGES:
        assert f"{code} ({mif.get_language(code).name})" in message


def test_a_near_miss_is_guessed():
    with pytest.raises(UnknownLanguageError, match="did you mean 'hindi'"):
        mif.get_language("Hindhi")


def test_a_check_in_an_unknown_language_says_so():
    with pytest.raises(UnknownLanguageError):
        mif.check("punctuation:no_comma", {}, "text", "xx")


GERMAN = """
code = "de"
name = "German"
native_name = "Deutsch"
aliases = ["ger"]
has_case = true
spaced = true
count_unit = "word"
commas = ","
quotes = [["„", "“"], ["»", "«"]]
answers = ["Meine Antwort ist ja."]
[words]
hyphen = "joins"
[sentences]
abbreviations = ["z. B.", "Hr."]
starters = ["Der", "Die"]
"""


def test_a_ninth_language_needs_no_code():
    german = mif.read_language(GERMAN)
    text = mif.Text("Hr. Maier mag z. B. U-Bahnen. Die Straße ist „lang“, oder?", german)
    assert len(text.words) == 11
    assert len(text.sentences) == 2
    assert mif.check("startend:quotation", {}, "„Es regnet.“", german).passed is True
    assert mif.check("startend:quotation", {}, "”Es regnet.”", german).passed is False
    assert mif.check("punctuation:no_comma", {}, "ja, nein", german).passed is False
    assert (
        mif.check("keywords:existence", {"keywords": ["STRASSE"]}, text.string, german).passed
        is True
    )
    assert mif.check(
        "detectable_format:constrained_response", {}, "Meine Antwort ist ja.", german
    ).passed
    for checker in CHECKERS.values():
        require_sound(checker.check(text.string, german), text.string)


def variant(code, words="", sentences=""):
    """A language file with another algorithm."""
    has_case = code != "hi"
    return mif.read_language(
        f'code = "{code}"\nname = "x"\nnative_name = "x"\naliases = []\nhas_case = {str(has_case).lower()}\n'
        f'spaced = true\ncount_unit = "word"\ncommas = ","\nquotes = [["“", "”"]]\n'
        f"[words]\n{words}\n[sentences]\n{sentences}\n"
    )


def test_spacy_can_cut_words_and_sentences():
    language = variant("de", 'algorithm = "spacy"', 'algorithm = "spacy"')
    text = mif.Text("Der Hund schläft. Er träumt, leise!", language)
    assert [text.string[a:b] for a, b, _ in text.words] == [
        "Der",
        "Hund",
        "schläft",
        "Er",
        "träumt",
        "leise",
    ]
    assert [text.string[a:b] for a, b, _ in text.sentences] == [
        "Der Hund schläft.",
        "Er träumt, leise!",
    ]


def test_indic_can_cut_words():
    text = mif.Text("राम ने कहा, घर चलो।", variant("hi", 'algorithm = "indic"'))
    assert [text.string[a:b] for a, b, _ in text.words] == ["राम", "ने", "कहा", "घर", "चलो"]


def test_jieba_can_cut_words():
    text = mif.Text("我们在北京大学学习。", "zh")
    words = [text.string[a:b] for a, b, _ in text.words]
    assert "".join(words) == "我们在北京大学学习"
    assert "我们" in words


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("code = ", "not TOML"),
        (GERMAN + "\n[words2]\n", "words2"),
        (GERMAN.replace("commas", "comas"), "comas"),
        (GERMAN.replace("commas", "comas"), "did you mean 'commas'"),
        (GERMAN.replace('commas = ","\n', ""), "commas"),
        (GERMAN.replace('hyphen = "joins"', 'hyfen = "joins"'), "hyfen"),
        (GERMAN + '[[examples]]\ntext = "x"\nwort = 1\n', "wort"),
        (GERMAN + "[[examples]]\nwords = 1\n", "text"),
    ],
)
def test_a_bad_language_file_says_what_is_wrong(toml, told):
    with pytest.raises(MifcheckError, match="language file") as caught:
        mif.read_language(toml)
    assert told in str(caught.value)


def test_a_language_file_that_is_not_utf8_says_so():
    with pytest.raises(MifcheckError):
        mif.read_language(b'code = "\xff"')


@pytest.mark.parametrize("table", ["words", "sentences"])
def test_an_unknown_algorithm_says_which_are_known(table):
    language = variant("de", **{table: 'algorithm = "magic"'})
    with pytest.raises(MifcheckError, match="magic.*spacy"):
        _ = getattr(mif.Text("Ein Satz.", language), table)


def test_a_language_is_a_value():
    one, other = mif.read_language(GERMAN), mif.read_language(GERMAN)
    assert one == other
    assert hash(one) == hash(other)
    assert one != mif.read_language(GERMAN + "# changed\n")
    assert isinstance(one, Language)
