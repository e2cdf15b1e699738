"""What the reference profiles rest on: packages that are optional, lazy, and never ask the network."""

from __future__ import annotations

import os
import sys
from collections import Counter

import pytest
from core_cases import python

import mifcheck as mif
from mifcheck.errors import MissingExtraError
from mifcheck.profiles.multi_if.libraries import PACKAGES

for _module in PACKAGES:
    pytest.importorskip(_module, reason='needs pip install "mifcheck[reference]"')

MULTI_IF = "multi-if"
AT_LEAST = {"relation": "at least"}
WORDS = "length_constraints:number_words"
SENTENCES = "length_constraints:number_sentences"
CAPITALS = "change_case:capital_word_frequency"
LANGUAGE = "language:response_language"
COMMA = "punctuation:no_comma"
ENGLISH = "This is a plain English sentence about the weather in the north of the country."
CHINESE = "这是一个关于天气的中文句子"


def test_importing_loads_none_of_them():
    script = f"""
import sys, mifcheck, mifcheck.profiles, mifcheck.evaluate, mifcheck.profiles.ifeval
loaded = set(sys.modules) & {set(PACKAGES)!r} | set(sys.modules) & {{"nltk", "six"}}
assert not loaded, loaded
mifcheck.build("punctuation:no_comma", profile="multi-if").check("a, b")
mifcheck.build({WORDS!r}, {{"num_words": 1, "relation": "at least"}}, profile="multi-if")
assert not set(sys.modules) & {set(PACKAGES)!r}
"""
    python(script)


@pytest.mark.parametrize(
    ("module", "id"),
    [
        ("langdetect", LANGUAGE),
        ("langdetect", WORDS),
        ("punkt", SENTENCES),
        ("punkt", CAPITALS),
        ("emoji", WORDS),
        ("pythainlp", SENTENCES),
    ],
)
def test_what_is_missing_is_named_before_anything_is_judged(monkeypatch, module, id):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError) as caught:
        mif.build(id, mif.describe(id).example, MULTI_IF)
    assert PACKAGES[module] in str(caught.value)
    assert 'pip install "mifcheck[reference]"' in str(caught.value)
    assert mif.build(COMMA, {}, MULTI_IF).check("a").passed


def test_detection_is_the_same_in_sixteen_threads_from_a_cold_start():
    script = """
from concurrent.futures import ThreadPoolExecutor
import mifcheck as mif
replies = ["Ich bin hier", "this one is in English", "una casa", "um dia", "kurz", "no", "si"] * 10
asked = [("language:response_language", {"language": "de"}),
         ("length_constraints:number_sentences", {"num_sentences": 1, "relation": "at least"})]
def judged(reply):
    result = mif.check_all(asked, reply, profile="multi-if")
    return [verdict.measured for verdict in result.strict]
with ThreadPoolExecutor(16) as pool:
    print(list(pool.map(judged, replies)))
"""
    assert python(script) == python(
        script.replace("ThreadPoolExecutor(16)", "ThreadPoolExecutor(1)")
    )


DETECTED = [
    ENGLISH,
    ENGLISH.upper(),
    CHINESE,
    "這是一個關於天氣的中文句子",
    "यह हिन्दी में लिखा हुआ एक वाक्य है",
    "В лесу родилась ёлочка, в лесу она росла",
    "Ceci n'est pas une pipe : voir https://example.org/pipe ou ecrire@example.org",
    "tôi không biết tiếng Việt a\u0300 e\u0301",
    "ok",
    "si",
    "日本語の文です。English words as well, and many more of them than of the others.",
    "МОСКВА and some English",
    "한국어 문장입니다",
    "a" * 12_000,
    "123 !?",
    " ",
    "ASCII only  with   many    spaces",
]


@pytest.mark.parametrize("text", DETECTED)
def test_detection_is_langdetects_own(text):
    from langdetect import DetectorFactory, LangDetectException, detect

    from mifcheck.profiles.multi_if.detection import detect as detected

    before, DetectorFactory.seed = DetectorFactory.seed, 0
    try:
        expected = detect(text)
    except LangDetectException:
        expected = ""
    finally:
        DetectorFactory.seed = before
    assert detected(text) == expected


def test_a_text_is_identified_once(monkeypatch):
    from mifcheck.profiles.multi_if import counting

    asked = Counter()

    def counting_detect(string):
        asked[string] += 1
        return "en"

    monkeypatch.setattr(counting, "detect", counting_detect)
    told = [
        (WORDS, {"num_words": 100, **AT_LEAST}),
        (SENTENCES, {"num_sentences": 100, **AT_LEAST}),
        (LANGUAGE, {"language": "fr"}),
    ]
    mif.check_all(told, "First line, *here*\nsecond line\nthird", profile=MULTI_IF)
    assert len(asked) == 6
    assert set(asked.values()) == {1}


def test_the_signature_names_what_the_verdicts_rest_on():
    conversation = mif.Conversation("k", "en", (mif.Turn("Write.", (mif.Instruction(COMMA),)),))
    profile = mif.signature_for([conversation], profile=MULTI_IF).profile
    name, _, packages = profile.partition("@")
    assert name == MULTI_IF
    versions = dict(entry.split("=") for entry in packages.split("+"))
    assert set(versions) == set(PACKAGES.values())
    assert all(version[:1].isdigit() for version in versions.values())
    assert mif.signature_for([conversation]).profile == "native"
    text = str(mif.signature_for([conversation], profile=MULTI_IF))
    assert str(mif.Signature.parse(text)) == text


def test_thai_is_cut_by_pythainlp_which_writes_nothing(tmp_path):
    script = """
import mifcheck as mif
reply = "สวัสดีครับ วันนี้อากาศดีมาก ผมไปตลาด\\nซื้อผลไม้มา เยอะแยะเลย"
for id, number in (("number_words", "num_words"), ("number_sentences", "num_sentences")):
    kwargs = {number: 1, "relation": "at least"}
    print(mif.check("length_constraints:" + id, kwargs, reply, profile="multi-if").measured)
"""
    words, sentences = map(int, python(script, HOME=str(tmp_path)).split())
    assert words > 10
    assert sentences == 3
    assert os.listdir(tmp_path) == []
