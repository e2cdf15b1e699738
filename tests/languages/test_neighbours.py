"""A reply in a neighbour of the language that was asked for, where a short file tells the two apart."""

from __future__ import annotations

import pytest

import mifcheck as mif
from mifcheck.identify import identifiable, identified_as
from mifcheck.identify.telling import files_about

CZECH = "Dnes ráno jsme šli do školy a potom jsme si koupili čerstvý chléb, protože jsme měli hlad."
SLOVAK = (
    "Dnes ráno sme išli do školy a potom sme si kúpili čerstvý chlieb, pretože sme boli hladní."
)
INDONESIAN = "Kami bisa pergi ke bioskop karena uang untuk karcis sudah dibayar perusahaan."
MALAY = "Kami boleh pergi ke pawagam kerana wang untuk tiket sudah dibayar oleh syarikat."
SWEDISH = "I går kväll åt vi middag hos några vänner och sedan gick vi hem till oss, eftersom det regnade mycket."
DANISH = "I går aftes spiste vi middag hos nogle venner, og så gik vi hjem, fordi det regnede meget, og vi havde kun en paraply."
NORWEGIAN = "I går kveld spiste vi middag hos noen venner, og så gikk vi hjem fordi det regnet mye og vi bare hadde en paraply."
UKRAINIAN = "Учора ввечері ми повечеряли в друзів, а потім пішли додому, бо дуже дощило."
URDU = "کل شام ہم نے دوستوں کے ساتھ کھانا کھایا اور پھر گھر چلے گئے کیونکہ بارش ہو رہی تھی۔"
PERSIAN = "دیشب با دوستانمان شام خوردیم و بعد به خانه رفتیم چون باران شدیدی می‌بارید."
ARABIC = "تناولنا العشاء مساء أمس مع الأصدقاء ثم ذهبنا إلى البيت لأن المطر كان ينزل بشدة."
MARATHI = "काल संध्याकाळी आम्ही मित्रांसोबत जेवलो आणि नंतर घरी गेलो कारण खूप पाऊस पडत होता."
TEXTS = {
    "cs": CZECH, "sk": SLOVAK, "id": INDONESIAN, "ms": MALAY, "sv": SWEDISH, "da": DANISH, "nb": NORWEGIAN,
    "uk": UKRAINIAN, "ur": URDU, "fa": PERSIAN, "ar": ARABIC, "mr": MARATHI,
}  # fmt: skip
GROUPS = [
    ("cs", "sk"),
    ("id", "ms"),
    ("sv", "da", "nb"),
    ("uk", "ru"),
    ("ur", "fa", "ar"),
    ("mr", "ne"),
]


def judged(text, asked):
    language = "en" if asked == "sk" else asked
    return mif.check("language:response_language", {"language": asked}, text, language).passed


@pytest.mark.parametrize("code", TEXTS)
def test_a_text_is_in_its_language(code):
    assert judged(TEXTS[code], code) is True


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        (code, asked)
        for group in GROUPS
        for code in group
        for asked in group
        if code in TEXTS and code != asked
    ],
)
def test_a_text_is_not_in_a_neighbour(code, asked):
    assert judged(TEXTS[code], asked) is False


def test_what_nothing_tells_is_not_judged():
    shared = "Dia makan nasi di rumah dan minum air setiap pagi."
    assert judged(shared, "id") is None
    assert judged(shared, "ms") is None


def test_norwegian_has_several_codes():
    assert judged(NORWEGIAN, "no") is True
    assert set(identified_as("nb")) == {"nb", "no"}


NYNORSK = "Sommaren i fjor reiste me til Vestlandet saman med familien og såg mange fossar."
DANISH_OUTDOORS = "Hunden løber i parken, og børnene leger sammen med den."


def test_only_nynorsk_is_nynorsk():
    assert judged(NYNORSK, "nn") is True
    assert [judged(text, "nn") for text in (NORWEGIAN, DANISH, DANISH_OUTDOORS)] == [False] * 3
    assert judged(NYNORSK, "nb") is False


def test_a_language_that_no_text_is_identified_as_is_not_judged():
    assert "yo" not in identifiable()
    verdict = mif.check("language:response_language", {"language": "yo"}, "Báwo ni o ṣe wà?", "yo")
    assert (verdict.passed, verdict.reason) == (None, "no text can be identified as 'yo'")


@pytest.mark.parametrize("code", mif.known_languages())
def test_short_files_change_no_answer_about_a_measured_language(code):
    assert files_about(code) == ()
