"""Languages as data: what each file says holds, and another file makes another language."""

from __future__ import annotations

from pathlib import Path

import pytest
from core_cases import CHECKERS, LANGUAGES, require_sound

import mifcheck as mif
from mifcheck.errors import MifcheckError, UnknownLanguageError
from mifcheck.languages import Language, language_level

SHORT = [
    code
    for code in mif.known_languages("supported", "generic")
    if Path(mif.__file__)
    .with_name("languages")
    .joinpath(language_level(code), f"{code}.toml")
    .exists()
]
"""The languages with a short file."""
EXAMPLES = [
    pytest.param(code, example, id=f"{code}-{number}")
    for code in (*LANGUAGES, *SHORT)
    for number, example in enumerate(mif.get_language(code).examples, 1)
]


@pytest.mark.parametrize(("code", "example"), EXAMPLES)
def test_the_worked_examples_hold(code, example):
    text = mif.Text(example.text, code)
    count = {
        "words": lambda: len(text.words),
        "units": lambda: len(text.units),
        "sentences": lambda: len(text.sentences),
        "commas": lambda: len(text.marks(text.language.commas)),
    }
    said = {name: getattr(example, name) for name in count if getattr(example, name) is not None}
    assert said == {name: count[name]() for name in said}
    assert said, "an example says how many there are of something"


@pytest.mark.parametrize("code", [*LANGUAGES, *SHORT])
def test_a_file_is_complete(code):
    language = mif.get_language(code)
    assert language.code == code
    assert language.examples
    assert language.sources
    assert language.answers.shown
    assert language.commas
    assert all(len(pair) == 2 for pair in language.quotes)
    assert len(language.digest) >= 4
    assert language.count_unit in ("word", "character")
    for case in language.answers.shown:
        verdict = mif.check("detectable_format:constrained_response", {}, case, language)
        assert verdict.passed is True, case


def test_the_ten_are_there():
    assert {"de", "en", "es", "fr", "hi", "it", "ja", "pt", "ru", "zh"} <= set(LANGUAGES)


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


DUTCH = """
code = "nl"
name = "Dutch"
native_name = "Nederlands"
aliases = ["dut"]
has_case = true
spaced = true
count_unit = "word"
commas = ","
quotes = [["„", "”"], ["‘", "’"]]
[words]
hyphen = "joins"
[sentences]
never_final = ["dhr."]
abbreviations = ["bijv."]
final = ["e. a."]
ordinals = true
sentence_starters = ["De", "Het"]
reporting_verbs = ["zei"]
[spelling]
alike = [["ij", "y"]]
ignored = "\u200b"
[answers]
sentences = ["Mijn antwoord is {}."]
options = [["ja"], ["nee"], ["misschien"]]
"""


def sentences(text):
    return [text.string[a:b] for a, b, _ in text.sentences]


def test_another_language_needs_no_code():
    dutch = mif.read_language(DUTCH)
    text = mif.Text("Dhr. De Wit nam bijv. de e-bike. De weg is „lang”, toch?", dutch)
    assert len(text.words) == 12
    assert len(text.sentences) == 2
    assert mif.check("startend:quotation", {}, "„Het regent.”", dutch).passed is True
    assert mif.check("startend:quotation", {}, "“Het regent.“", dutch).passed is False
    assert mif.check("punctuation:no_comma", {}, "ja, nee", dutch).passed is False
    assert mif.check(
        "detectable_format:constrained_response", {}, "Mijn antwoord is ja.", dutch
    ).passed
    for checker in CHECKERS.values():
        require_sound(checker.check(text.string, dutch), text.string)


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        ("Dhr. De Wit kwam.", ["Dhr. De Wit kwam."]),
        ("Neem bijv. De Morgen.", ["Neem bijv.", "De Morgen."]),
        ("Neem bijv. Trouw.", ["Neem bijv. Trouw."]),
        ("Met Jan e. a. Morgen meer.", ["Met Jan e. a.", "Morgen meer."]),
        ("Op 3. Mei begon het.", ["Op 3. Mei begon het."]),
        ("Hij won 3. De rest niet.", ["Hij won 3.", "De rest niet."]),
        ("„Waarom?” Jan zei niets.", ["„Waarom?” Jan zei niets."]),
        ("„Waarom?” De man zei niets.", ["„Waarom?”", "De man zei niets."]),
        ("„Waarom?” Jan ging weg.", ["„Waarom?”", "Jan ging weg."]),
        ("Zie `a. B` en c.d. Klaar.", ["Zie `a. B` en c.d. Klaar."]),
        ("1. Open het. 2. Sluit het.", ["1. Open het.", "2. Sluit het."]),
        ("Klaar. of niet.", ["Klaar.", "of niet."]),
        ("Ca. vijf.", ["Ca. vijf."]),
        ("J.-P. Smit kwam.", ["J.-P. Smit kwam."]),
    ],
)
def test_each_field_of_the_sentence_rule_decides(reply, found):
    # A list's number is cut off with its mark, so the text begins with another word here.
    dutch = mif.read_language(DUTCH)
    assert sentences(mif.Text(f"Ja! {reply}", dutch)) == ["Ja!", *found]


@pytest.mark.parametrize(
    ("keyword", "spelling", "found"),
    [
        ("ijs", "alike", True),
        ("ijs", "exact", False),
        ("koffie", "alike", True),
        ("koffie", "exact", False),
        ("thee", "exact", True),
    ],
)
def test_spellings_are_alike_as_the_file_says(keyword, spelling, found):
    dutch = mif.read_language(DUTCH)
    kwargs = {"keywords": [keyword], "spelling": spelling}
    reply = "Er is ys, kof\u200bfie en thee."
    assert mif.check("keywords:existence", kwargs, reply, dutch).passed is found


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
        (DUTCH + "\n[words2]\n", "words2"),
        (DUTCH.replace("commas", "comas"), "comas"),
        (DUTCH.replace("commas", "comas"), "did you mean 'commas'"),
        (DUTCH.replace('commas = ","\n', ""), "commas"),
        (DUTCH.replace('hyphen = "joins"', 'hyfen = "joins"'), "hyfen"),
        (DUTCH + '[[examples]]\ntext = "x"\nwort = 1\n', "wort"),
        (DUTCH + "[[examples]]\nwords = 1\n", "[examples] missing: text"),
        ("", "missing: code, name, native_name, aliases, has_case, spaced"),
        (DUTCH.replace('commas = ","', "commas = 3"), "commas must be a text, not 3"),
        (DUTCH.replace("has_case = true", 'has_case = "yes"'), "has_case must be true or false"),
        (DUTCH.replace('aliases = ["dut"]', 'aliases = "nld"'), "aliases must be a list of texts"),
        (DUTCH + '[refusals]\ngap = "x"\n', "[refusals] gap must be a whole number, not 'x'"),
        (DUTCH + '[classes]\npronouns = "ik"\n', "[classes] pronouns must be a list of texts"),
        (DUTCH + "[classes]\npronouns = [1]\n", "[classes] pronouns must be a list of texts"),
        (DUTCH + '[numbers]\nwords = ["een"]\n', "[numbers] words must be pairs of a text and"),
        (DUTCH + '[measured]\ntotal = "x"\n', "[measured] total must be a number, not 'x'"),
        ("numbers = 3\n" + DUTCH, "[numbers] must be a table, not 3"),
        ('quotes = [["„", "”", "’"]]\n' + DUTCH.replace("quotes", "#"), "quotes must be pairs of"),
        (DUTCH + '[examples]\ntext = "x"\n', "[[examples]]"),
    ],
)
def test_a_bad_language_file_says_what_is_wrong(toml, told):
    with pytest.raises(MifcheckError, match="language file") as caught:
        mif.read_language(toml)
    assert told in str(caught.value)


def test_a_language_file_may_begin_with_a_byte_order_mark():
    assert mif.read_language(b"\xef\xbb\xbf" + DUTCH.encode()).code == "nl"


def test_a_language_file_that_is_not_utf8_says_so():
    with pytest.raises(MifcheckError):
        mif.read_language(b'code = "\xff"')


@pytest.mark.parametrize("table", ["words", "sentences"])
def test_an_unknown_algorithm_says_which_are_known(table):
    language = variant("de", **{table: 'algorithm = "magic"'})
    with pytest.raises(MifcheckError, match="magic.*spacy"):
        _ = getattr(mif.Text("Ein Satz.", language), table)


def test_a_language_is_a_value():
    one, other = mif.read_language(DUTCH), mif.read_language(DUTCH)
    assert one == other
    assert hash(one) == hash(other)
    assert one != mif.read_language(DUTCH + "# changed\n")
    assert isinstance(one, Language)


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_entry_of_a_file_is_idle(code):
    rule = mif.get_language(code).sentences
    never_final = {entry.casefold() for entry in rule.never_final}
    for name in (
        "never_final",
        "abbreviations",
        "before_numbers",
        "final",
        "sentence_starters",
        "name_starters",
        "question_starters",
        "titles",
        "offices",
        "never_first",
        "taking_up",
        "may_be_first",
        "numbered_names",
        "reporting_verbs",
        "reporting_endings",
        "not_reporting",
        "denials",
        "conjunctions",
        "clause_ends",
        "subordinators",
        "date_words",
    ):
        entries = getattr(rule, name)
        assert sorted(set(entries)) == sorted(entries), f"{name}: an entry is said twice"
    for name in ("abbreviations", "before_numbers"):
        idle = {entry.casefold() for entry in getattr(rule, name)} & never_final
        assert not idle, f"{name}: never_final has it"


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_number_word_of_a_file_is_idle(code):
    language = mif.get_language(code)
    rule = language.numbers
    words = [word for _, forms in rule.words for word in forms]
    scales = [word for _, forms in rule.scales for word in forms]
    known = {*words, *scales}
    fractions = {word for _, forms in rule.fractions for word in forms}
    for entries in (
        [*words, *scales],
        rule.counters,
        rule.not_numbers,
        rule.ordinals,
        rule.endings,
    ):
        assert sorted(set(entries)) == sorted(entries), "an entry is said twice"
        assert [entry.lower() for entry in entries] == list(entries), "a capital is never found"
    assert set(rule.standalone_scales) <= set(scales)
    assert set(rule.not_alone) <= known | fractions
    assert set(rule.extended_tens) <= {int(value) for value, _ in rule.words}
    for entry in rule.not_numbers:
        parts = entry.replace("/", " ").replace(".", " ").split() if language.spaced else entry
        assert known.intersection(parts), f"{entry!r} holds no number anyway"
