"""How many syllables a word has, and whether it can be a verb."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mifcheck as mif
from mifcheck.errors import MifcheckError
from mifcheck.languages import read_language
from mifcheck.segment import syllable_counter, verb_test

# Words divided as dictionaries and grammars of the language divide them.
DIVIDED = {
    "es": "que-so quie-to guion guí-a pin-güi-no muy ba-úl pa-ís le-í-a cons-truí-a ciu-dad Pa-ra-guay "
    "a-é-re-o ca-o-ba prohi-bir a-hí ve-hí-cu-lo ahi-ja-do an-ti-in-fla-ma-to-rio chi-í vein-tiún "
    "lin-güís-ti-ca o-í-do re-ú-ne y yo hoy ca-ca-hue-te huir cui-da-do rí-o rio a-gua ai-re pla-ya "
    "a-ve-ri-guáis po-e-ta Ma-rí-a ÁR-BOL",
    "pt": "a-in-da ca-ir Co-im-bra mui-to mais ju-iz ru-im tri-un-fo viu fui sa-in-do ra-i-nha prai-a "
    "i-dei-a his-tó-ria di-a á-gua ao aos ca-os quais U-ru-guai sa-guão re-u-nir rei rei-no co-ra-ção "
    "mães põe pa-ís sa-ú-de qui-e-to Ma-ri-a sé-rie bo-a má-goa au-men-to fre-quên-cia vo-cê não "
    "cons-tru-ir gra-tui-to tran-qui-lo lin-gui-ça",
    "ru": "ре-ка ёл-ка при-я-тель и объ-яв-ле-ни-е ЮГ",
    "en": "riv-er Mar-lowe's well=known i-de-a the don't moth-er=in=law time beau-ti-ful walked jumped judged "
    "want-ed add-ed set-tled hav-ing us-ing big-ger hous-es box-es phones bread-box safe-ty hope-less whole-some "
    "home-work some-time move-ment el-e-ment ce-ment rhyth-m pris-m is-n't could-n't they're boss-'s Al-ice-'s "
    "na-ïve ca-fé rec-i-pe rec-i-pes ta-ble ta-bles qui-et-ly ques-tion mil-lion li-on gi-ant sci-en-tist "
    "pa-tience va-ri-e-ty cre-ate crea-ture re-act po-et vid-e-o peo-ple mu-se-um play-er be-ing fly-ing "
    "rou-tine league vague ar-gue quiche queue Tues-day Wednes-day busi-ness",
}
WORDS = [(code, word) for code, words in DIVIDED.items() for word in words.split()]


def counter(code):
    return syllable_counter(mif.get_language(code))


@pytest.mark.parametrize(("code", "divided"), WORDS)
def test_a_word_has_the_syllables_that_a_dictionary_gives_it(code, divided):
    word = divided.replace("-", "").replace("=", "-")
    assert counter(code)(word) == len(divided.replace("=", "-").split("-"))


def test_a_russian_preposition_may_have_no_syllable():
    assert counter("ru")("в") == 0


@given(st.sampled_from(WORDS), st.sampled_from(WORDS))
def test_a_hyphen_joins_syllables_and_adds_none(one, other):
    (code, first), (_, second) = one, (one[0], other[1] if other[0] == one[0] else one[1])
    count = counter(code)
    first, second = (word.replace("-", "").replace("=", "-") for word in (first, second))
    assert count(f"{first}-{second}") == count(first) + count(second)


@pytest.mark.parametrize("code", ["de", "fr", "hi", "it", "zh"])
def test_syllables_are_not_counted_where_the_spelling_does_not_decide(code):
    verdict = mif.check("words:odd_even_syllables", {}, "abc def", code)
    assert verdict.passed is None
    assert verdict.reason.startswith("syllables are not counted in")


@pytest.mark.parametrize(
    ("code", "verbs", "others"),
    [
        ("ru", "Напиши иди есть читать шёл", "Река я прочитанный конечно"),
        ("en", "Write Don't Let’s go was Running", "I'm The river quickly Certainly"),
    ],
)
def test_a_word_can_be_a_verb(code, verbs, others):
    if code == "en":
        pytest.importorskip("lemminflect")
    test = verb_test(mif.get_language(code))
    assert [word for word in verbs.split() if not test(word)] == []
    assert [word for word in others.split() if test(word)] == []


def test_without_the_package_english_verbs_are_not_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "lemminflect", None)
    verb_test.cache_clear()
    verdict = mif.check("words:start_verb", {}, "Write a poem.", "en")
    assert verdict.passed is None
    assert 'pip install "mifcheck[languages]"' in verdict.reason
    verb_test.cache_clear()


@pytest.mark.parametrize(("field", "find"), [("syllables", syllable_counter), ("verbs", verb_test)])
def test_an_unknown_algorithm_is_an_error(field, find):
    language = read_language(
        'code = "xx"\nname = "Test"\nnative_name = "Test"\naliases = []\nhas_case = true\n'
        'spaced = true\ncount_unit = "word"\ncommas = ","\nquotes = []\n'
        f'[classes]\n{field} = "dice"\n'
    )
    with pytest.raises(MifcheckError, match="unknown algorithm 'dice'"):
        find(language)


@pytest.mark.parametrize("code", mif.known_languages())
def test_word_classes_hold_what_their_tokenizer_finds(code):
    classes = mif.get_language(code).classes
    for name in ("conjunctions", "pronouns", "stop_words", "minor_words"):
        words = getattr(classes, name)
        assert len(set(words)) == len(words), name
        assert [word for word in words if word != word.lower()] == [], name
    listed = (*classes.conjunctions, *classes.pronouns)
    assert [word for word in listed if len(mif.Text(word, code).words) != 1] == []
    assert set(classes.vowels) <= set(classes.letters) | set("ыäöüæœ")
