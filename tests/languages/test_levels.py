"""How sure a verdict is: the level of a language, which no file can say of itself."""

from __future__ import annotations

import json

import pytest
from commandline import runner
from core_cases import python
from own_language import ESPERANTO

import mifcheck as mif
from mifcheck.languages import ASSURANCE, language_level, language_name, library
from mifcheck.profiles import language_report
from mifcheck.signature import signature_for

SUPPORTED = mif.known_languages("supported")
LENGTH = {"num_words": 3, "relation": "at least"}
REFERENCES = [
    "punctuation:no_comma",
    "startend:quotation",
    {"id": "keywords:existence", "kwargs": {"keywords": []}},
]
"""One that answers at once, one that judges, and one that the reference draws at random."""


def test_the_levels_part_the_languages():
    levels = [set(mif.known_languages(level)) for level in ASSURANCE]
    assert sum(map(len, levels)) == len(set().union(*levels))
    assert set(mif.known_languages(*ASSURANCE)) == set().union(*levels)
    assert mif.known_languages() == mif.known_languages("measured")
    assert mif.known_languages("own") == ()
    with pytest.raises(mif.MifcheckError, match="level"):
        mif.known_languages("certain")


@pytest.mark.parametrize("code", SUPPORTED)
def test_a_supported_language_is_measured_well_enough(code):
    assert mif.get_language(code).measured.suffices


def test_what_misses_is_generic():
    assert not mif.get_language("th").measured.suffices
    assert not mif.get_language("mr").measured.suffices
    assert not mif.get_language("nl").measured.suffices
    assert {language_level(code) for code in ("th", "mr", "nl")} == {"generic"}


def test_a_verdict_says_the_level_unless_it_is_measured():
    measured = mif.check("punctuation:no_comma", {}, "Ja", "de")
    assert measured.level == "measured"
    assert "level" not in measured.to_dict()
    supported = mif.check("punctuation:no_comma", {}, "Ano", "cs")
    assert supported.level == supported.to_dict()["level"] == "supported"
    assert "at the level 'supported'" in supported.explain()
    both = mif.check_all(["punctuation:no_comma"], "Bai, noski", "eu")
    assert {each.level for each in (*both.strict, *both.loose)} == {"generic"}
    reference = mif.check_all(REFERENCES, "Ano", "cs", profile="multi-if")
    assert {each.level for each in (*reference.strict, *reference.loose)} == {"supported"}
    own = mif.read_language(ESPERANTO)
    assert mif.check("punctuation:no_comma", {}, "Jes", own).level == "own"


def test_a_signature_says_the_level_unless_it_is_measured():
    def lang(code):
        turn = mif.Turn("?", (mif.Instruction("punctuation:no_comma", {}),))
        return signature_for([mif.Conversation("1", code, (turn,))]).lang

    assert lang("de") == f"de@{mif.get_language('de').digest}"
    assert lang("cs") == f"cs@{mif.get_language('cs').digest}.supported"
    assert lang("ca") == f"ca@{mif.get_language('ca').digest}.generic"


@pytest.mark.parametrize("claim", ['level = "measured"', 'digest = "0000"'])
def test_a_file_cannot_say_how_sure_it_is(claim):
    with pytest.raises(mif.MifcheckError, match="not for a file to say"):
        mif.read_language(f"{claim}\n{ESPERANTO}")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Catalan", "ca"),
        ("català", "ca"),
        ("eu", "eu"),
        ("Euskara", "eu"),
        ("cs-CZ", "cs"),
        ("čeština", "cs"),
        ("nl_BE", "nl"),
        ("swh", "sw"),
        ("fil", "tl"),
        ("தமிழ்", "ta"),
    ],
)
def test_names_and_tags_of_other_languages(name, code):
    assert mif.get_language(name).code == code


def test_a_name_needs_no_library():
    assert language_name("ca") == "Catalan"
    assert language_name("hi") == "Hindi"
    assert language_name("cs") == "Czech"
    assert set(mif.known_languages("generic")) <= library.codes()


def test_a_language_of_a_library_works_without_a_file():
    text = mif.Text("Hr. Jensen sagde: »Nej!« Dr. Holm gik hjem kl. 9.30.", "da")
    words = [text.string[start:end] for start, end, _ in text.words]
    assert words[:3] == ["Hr", "Jensen", "sagde"]
    assert len(text.sentences) == 2
    assert mif.check("keywords:existence", {"keywords": ["etxe"]}, "Etxe berria", "eu").passed
    assert mif.check("length_constraints:number_words", LENGTH, "এটা নতুন ঘৰ", "as").passed
    assert mif.check("punctuation:no_comma", {}, "كتاب، قلم", "fa").passed is False


@pytest.mark.parametrize(
    ("language", "reply", "word"),
    [
        ("hy", "Նա եկավ և նստեց։", "նստեց"),
        ("hy", "Նա ասաց «Բարև ձեզ»։", "ձեզ"),
        ("fa", "او گفت: «می‌خواهم بروم».", "بروم"),
        ("sa", "मूल्यम् अस्ति॥", "अस्ति"),
        ("as", "তেওঁ আহিল।", "আহিল"),
    ],
)
def test_no_mark_belongs_to_the_word_of_a_library(language, reply, word):
    assert mif.check("last_word:last_word_answer", {"last_word": word}, reply, language).passed


@pytest.mark.parametrize(
    ("language", "keyword", "reply"),
    [
        ("he", "שלום", "שָׁלוֹם לך."),
        ("fa", "کتاب", "این کِتاب است."),
        ("ps", "کتاب", "دا کـــتاب دی."),
    ],
)
def test_vowel_signs_that_most_texts_leave_out_do_not_hide_a_keyword(language, keyword, reply):
    assert mif.check("keywords:existence", {"keywords": [keyword]}, reply, language).passed
    forbidden = {"forbidden_words": [keyword]}
    assert mif.check("keywords:forbidden_words", forbidden, reply, language).passed is False


@pytest.mark.parametrize(
    ("language", "reply"),
    [("hr", "„Dobar dan”"), ("hu", "„Jó napot”"), ("ur", "”سلام“"), ("ur", "“سلام”")],
)
def test_what_stands_in_the_quotation_marks_of_a_language_is_quoted(language, reply):
    assert mif.check("startend:quotation", {}, reply, language).passed


@pytest.mark.parametrize("language", ["cs", "pl", "sv", "uk", "hu", "bg", "kk"])
@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_a_space_groups_the_digits_of_one_number(language, space):
    text = mif.Text(f"1{space}234,5 + 12{space}500", language)
    assert [text.string[each.start : each.end] for each in text.numbers] == [
        f"1{space}234,5",
        f"12{space}500",
    ]


def test_burmese_has_its_own_comma():
    assert mif.check("punctuation:no_comma", {}, "ဟုတ်ကဲ့၊ မဟုတ်ပါ။", "my").passed is False


def test_a_small_letter_with_a_full_stop_abbreviates_in_greek():
    assert mif.Text("Ο κ. Παπαδόπουλος ήρθε. Έφυγε.", "el").sentence_count == 2


def test_greek_asks_with_a_semicolon():
    assert mif.Text("Πού πας; Στο σπίτι. Γιατί;", "el").sentence_count == 3


@pytest.mark.parametrize(
    ("language", "keyword", "reply"),
    [
        ("el", "καλημέρα", "ΚΑΛΗΜΕΡΑ ΣΕ ΟΛΟΥΣ ΣΑΣ!"),
        ("el", "ΚΑΛΗΜΕΡΑ", "Καλημέρα σε όλους σας!"),
        ("el", "Μάιος", "Ο ΜΑΪΟΣ ΕΙΝΑΙ ΟΜΟΡΦΟΣ."),
        ("fa", "کتاب", "این كتاب خوب است."),
        ("fa", "ايراني", "غذای ایرانی خوشمزه است."),
    ],
)
def test_letters_that_stand_for_one_another_are_alike(language, keyword, reply):
    assert mif.check("keywords:existence", {"keywords": [keyword]}, reply, language).passed


# Khmer is read without words, and Thai without sentences.
NEED = {
    "km": """
        codi:around codi:at_least codi:at_most codi:between codi:equal_to count:conjunctions
        count:count_unique count:lowercase_counting count:pronouns count:unique_word_count
        count:word_count_range first_word:first_word_answer first_word:first_word_sent
        format:newline format:title_case keywords:keyword_specific_position
        keywords:no_adjacent_consecutive last_word:last_word_answer last_word:last_word_sent
        length_constraints:number_words ratio:stop_words repeat:repeat_change
        sentence:alliteration_increment sentences:length words:alphabet words:consonants
        words:keywords_specific_position words:last_first words:no_consecutive
        words:odd_even_syllables words:palindrome words:paragraph_last_first words:prime_lengths
        words:repeats words:start_verb words:words_position
        es:length_constraints:number_words es:special_character:dieresis
        es:special_character:enie es:special_character:tildes
        fr:detectable_content:informal_address fr:length_constraints:number_words
    """,
    "th": """
        collie:c08 collie:c10 collie:c11 collie:c12 custom:sentence_alphabet
        first_word:first_word_sent format:emoji keywords:keyword_specific_position
        last_word:last_word_sent length_constraints:number_sentences lexinstruct:rule
        ratio:sentence_balance ratio:sentence_type sentence:alliteration_increment
        sentence:increment sentence:keyword sentences:end sentences:length sentences:start
        words:keywords_specific_position words:last_first
        es:length_constraints:number_sentences fr:length_constraints:number_sentences
        ja:detectable_format:nominal_ending ja:length_constraints:number_sentences
        ja:startend:sentence_unified_end
    """,
}


@pytest.mark.parametrize("code", NEED)
def test_what_needs_words_or_sentences_is_not_judged_where_nothing_tells_them_apart(code):
    checkers = {id: mif.build(id, mif.registry.example(id)) for id in mif.registry}
    lacking = ("read without", "words are not told apart")
    told = {id: each.unsupported_reason(mif.get_language(code)) for id, each in checkers.items()}
    assert {id for id, why in told.items() if any(each in why for each in lacking)} == {
        *NEED[code].split()
    }


def test_what_is_not_told_apart_is_not_judged():
    words = mif.check("length_constraints:number_words", LENGTH, "ខ្ញុំទៅផ្សារ។", "km")
    assert (words.passed, "without words" in words.reason) == (None, True)
    sentences = {"num_sentences": 2, "relation": "at least"}
    verdict = mif.check("length_constraints:number_sentences", sentences, "ฝนตก เรากลับบ้าน", "th")
    assert (verdict.passed, "without sentences" in verdict.reason) == (None, True)
    nested = mif.check("collie:c12", mif.describe("collie:c12").example, "ฝนตก เรากลับบ้าน", "th")
    assert nested.passed is None
    first = mif.build("first_word:first_word_sent", {"first_word": "ខ្ញុំ"})
    assert "without words" in first.unsupported_reason(mif.get_language("km"))
    assert not first.unsupported_reason(mif.get_language("ja"))
    negated = ~mif.build("length_constraints:number_words", LENGTH)
    assert negated.check("ខ្ញុំទៅផ្សារ។", "km").passed is None
    with pytest.raises(mif.SegmentationError):
        _ = mif.Text("ខ្ញុំ", "km").words


def test_a_phrase_is_found_anywhere_in_a_script_without_spaces():
    def found(keyword, text):
        return mif.check("keywords:existence", {"keywords": [keyword]}, text, "th").passed

    assert found("แมว", "ฉันรักแมวมาก")
    assert not found("ก", "กิน")  # a part of a letter as a reader sees it


def test_a_report_of_a_language_says_what_is_not_judged():
    report = language_report("km")
    assert report.level == "generic"
    lacking = {id for _, ids in report.not_judged for id in ids}
    assert {
        "length_constraints:number_words",
        "collie:c01",
        "change_case:capital_word_frequency",
    } <= lacking
    assert "punctuation:no_comma" in report.judged
    assert lacking.isdisjoint(report.judged)
    assert not [why for why, _ in report.not_judged if " passed, " in why]
    assert len(language_report("de").judged) > len(report.judged)


def test_without_the_extra_the_error_names_it():
    code = (
        "import sys; sys.modules.update(spacy=None, pythainlp=None)\n"
        "import mifcheck as mif\n"
        "print(mif.get_language('gl').level, mif.get_language('cs').level)\n"
        "for name in ('eu', 'Thai'):\n"
        "    try: mif.get_language(name)\n"
        "    except mif.MissingExtraError as error: print(error)"
    )
    assert python(code).splitlines() == [
        "generic supported",
        'Basque (eu) needs spaCy: pip install "mifcheck[languages]"',
        'Thai (th) needs pythainlp: pip install "mifcheck[languages]"',
    ]


def test_a_reply_may_be_asked_for_in_a_language_whose_library_is_not_installed():
    code = (
        "import sys; sys.modules.update(spacy=None, pythainlp=None)\n"
        "import mifcheck as mif\n"
        "reply = 'Καλημέρα σας, ελπίζω να είστε όλοι καλά και να περνάτε όμορφα.'\n"
        "for name in ('el', 'Greek', 'Thai'):\n"
        "    kwargs = {'language': name}\n"
        "    print(mif.check('language:response_language', kwargs, reply, 'en').passed)"
    )
    assert python(code).splitlines() == ["True", "True", "False"]


def test_the_commands_say_the_level(tmp_path, monkeypatch, capsys):
    cli = runner(tmp_path, monkeypatch, capsys)
    out = cli("languages")[1]
    words = " ".join(out.split())
    places = (
        "measured (10)",
        "Hindi (hi)",
        "supported (10)",
        "Czech (cs)",
        "generic (",
        "Basque (eu)",
    )
    assert [words.index(each) for each in places] == sorted(words.index(each) for each in places)
    assert "Universal Dependencies" in " ".join(cli("languages", "cs")[1].split())
    document = json.loads(cli("languages", "--format", "json")[1])
    assert list(document) == ["measured", "supported", "generic"]
    listed = cli("list", "--language", "cs", "change_case")[1]
    assert "change_case:capital_word_frequency" in listed
    assert "change_case:capital_word_frequency" not in cli("list", "-l", "ar", "change_case")[1]
    (tmp_path / "reply.txt").write_text("Ano", encoding="utf-8")
    checked = cli("check", "punctuation:no_comma", "-f", "reply.txt", "-l", "cs")[1]
    assert "the language is supported" in checked
