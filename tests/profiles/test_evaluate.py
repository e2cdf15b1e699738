"""One reply against what it was told: strict, loose, and what is said about it."""

from __future__ import annotations

import json

import pytest
from core_cases import CHECKERS, LANGUAGES, TEXTS, python

import mifcheck as mif
from mifcheck.errors import MifcheckError, ParameterError, UnknownIdError, UnknownLanguageError
from mifcheck.verdict import Verdict

COMMA = ("punctuation:no_comma", {})
QUOTED = ("startend:quotation", {})
JSON = ("detectable_format:json_format", {})
TITLE = ("detectable_format:title", {})
CAPITALS = (
    "change_case:capital_word_frequency",
    {"capital_frequency": 1, "capital_relation": "at least"},
)


def words(count, relation="less than"):
    return ("length_constraints:number_words", {"num_words": count, "relation": relation})


# instruction, reply, strict, loose, which rewriting makes the difference
LOOSE = [
    (COMMA, "No comma here.", True, True, "none is needed"),
    (COMMA, "Sure, here it is:\nNo comma.", False, True, "without the first line"),
    (COMMA, "No comma.\nHope it helps, friend!", False, True, "without the last line"),
    (COMMA, "Sure, look:\nNo comma.\nBye, friend!", False, True, "without both"),
    (COMMA, "Sure, look:\nOne, two.\nBye, friend!", False, False, "the middle offends"),
    (COMMA, "One, two.", False, False, "a single line can't be left out"),
    (JSON, 'Here is the JSON:\n```json\n{"a": 1}\n```', False, True, "without the first line"),
    (
        JSON,
        'Here is the JSON:\n\n{"a": 1}\n\nEnjoy!',
        False,
        True,
        "without both, white space aside",
    ),
    (JSON, 'Here is the JSON: {"a": 1}', False, False, "on one line"),
    (QUOTED, 'Sure! Here is your quotation:\n"Rain."', False, True, "without the first line"),
    (
        ("startend:end_checker", {"end_phrase": "The end."}),
        "The *end*.\n\nAnything else?",
        False,
        True,
        "without the last line, no asterisks",
    ),
    (
        ("startend:end_checker", {"end_phrase": "The end."}),
        "The e*nd.",
        False,
        True,
        "no asterisks",
    ),
    (
        ("keywords:existence", {"keywords": ["raincoat"]}),
        "A rain*coat",
        False,
        True,
        "no asterisks",
    ),
    (
        ("keywords:existence", {"keywords": ["raincoat"]}),
        "Hi,\nA rain*coat\nBye",
        False,
        True,
        "no asterisks",
    ),
    (
        ("combination:repeat_prompt", {"prompt_to_repeat": "What is rain?"}),
        "Sure!\nWhat is *rain*?\nWater.",
        False,
        True,
        "without the first line, no asterisks",
    ),
    (words(3), "Of course I will:\nRain falls.", False, True, "without the first line"),
    (words(4, "at least"), "Rain falls.", False, False, "a rewrite is never longer"),
    (
        ("detectable_format:number_bullet_lists", {"num_bullets": 2}),
        "- a\n- b\n- c",
        False,
        True,
        "without a line",
    ),
    (TITLE, "<<*\n*>>", False, False, "no title in any reading"),
    (
        ("keywords:forbidden_words", {"forbidden_words": ["sure"]}),
        "Sure!\r\nRain falls.",
        False,
        True,
        "a Windows line end",
    ),
]


@pytest.mark.parametrize(("instruction", "reply", "strict", "loose", "why"), LOOSE)
def test_loose_is_any_of_the_rewrites(instruction, reply, strict, loose, why):
    assert mif.check(*instruction, reply, "en").passed is strict, why
    assert mif.check(*instruction, reply, "en", loose=True).passed is loose, why
    result = mif.check_all([instruction], reply, "en")
    assert (result.strict[0].passed, result.loose[0].passed) == (strict, loose)


def test_evidence_of_a_loose_verdict_points_into_the_reply():
    reply = "Sure, **gladly**!\n\nThe *rain* coat and the **rain** **coat**\n\nBye, friend"
    verdict = mif.check(
        "keywords:frequency",
        {"keyword": "rain coat", "frequency": 2, "relation": "at least"},
        reply,
        loose=True,
    )
    assert verdict.passed is True
    assert [reply[a:b] for a, b, _ in verdict.evidence] == ["rain* coat", "rain** **coat"]


def test_a_loose_failure_shows_the_reply_as_it_is():
    reply = "One, two.\nThree, four."
    assert mif.check(*COMMA, reply, loose=True) == mif.check(*COMMA, reply)


def test_the_order_is_that_of_the_instructions():
    asked = [COMMA, words(1, "at least"), TITLE, mif.Instruction(*QUOTED), ~mif.build(*COMMA)]
    result = mif.check_all(asked, "a, b", "en")
    assert [verdict.check for verdict in result.strict[:4]] == [
        COMMA[0],
        words(1)[0],
        TITLE[0],
        QUOTED[0],
    ]
    assert [verdict.passed for verdict in result.strict] == [False, True, False, False, True]
    assert len(result.loose) == len(asked)


def test_pif_is_the_share_followed():
    assert mif.check_all([], "x").pif == 1.0
    assert mif.check_all([COMMA, TITLE, QUOTED, words(9)], "a b").pif == 0.5
    assert mif.check_all([COMMA, JSON], "Sure, see:\n{}").pif == 0.0
    assert mif.check_all([COMMA, JSON], "Sure, see:\n{}").pif_loose == 1.0


@pytest.mark.parametrize(("language", "reply"), [("hi", "वर्षा हुई।"), ("zh", "下雨了。")])
def test_what_cannot_be_judged_counts_neither_way(language, reply):
    result = mif.check_all([CAPITALS, COMMA], reply, language)
    assert [verdict.passed for verdict in result.strict] == [None, True]
    assert [verdict.passed for verdict in result.loose] == [None, True]
    assert result.pif == 1.0
    alone = mif.check_all([CAPITALS], reply, language)
    assert alone.pif is None
    assert alone.pif_loose is None
    assert "no letter case" in alone.strict[0].reason
    assert alone.strict[0].outcome == "not judged"
    assert alone.strict[0].feedback() == ""


def test_what_is_wrong_is_said_before_anything_runs():
    with pytest.raises(UnknownIdError, match="no_comma"):
        mif.check_all([COMMA, ("punctuation:no_coma", {})], "x")
    with pytest.raises(ParameterError, match="num_words"):
        mif.compile_all([COMMA, ("length_constraints:number_words", {"relation": "at least"})])
    with pytest.raises(UnknownLanguageError):
        mif.check_all([COMMA], "x", "klingon")
    with pytest.raises(MifcheckError, match="known: .*native"):
        mif.check(*COMMA, "x", profile="no such")


def test_the_language_is_declared_not_guessed():
    reply = "¡Hola! यह ठीक है| Да."
    counts = {
        code: mif.check(
            "length_constraints:number_sentences",
            {"num_sentences": 1, "relation": "at least"},
            reply,
            code,
        ).measured
        for code in ("en", "hi")
    }
    assert counts["hi"] > counts["en"]
    assert mif.check(*words(9), "l'eau", "fr").measured == 2
    assert mif.check(*words(9), "l'eau", "en").measured == 1
    assert mif.check(*words(9), "你好", "zh").measured == 2


def test_a_verdict_says_what_was_measured_and_required():
    verdict = mif.check(
        "length_constraints:number_words",
        {"num_words": 5, "relation": "at least"},
        "Rain falls.",
        "en",
    )
    assert (verdict.passed, verdict.measured, verdict.required) == (False, 2, "at least 5 words")
    assert verdict.explain() == "failed: 2 words found (required: at least 5 words)"
    assert (
        verdict.feedback()
        == "Your reply does not follow one instruction: at least 5 words. 2 words found."
    )
    assert mif.check(*COMMA, "a", "en").feedback() == ""


def test_an_explanation_quotes_its_evidence():
    reply = "a, " * 20
    told = mif.check(*COMMA, reply, "en").explain(reply).splitlines()
    assert told[0].startswith("failed: 20 commas found")
    assert told[1] == "  at 1: …a[,] a, a, a, a, a, a, a, a,…"
    assert told[-1] == "  and 12 more"
    assert len(told) == 10


def test_an_explanation_of_a_combination_has_that_of_its_parts():
    verdict = (mif.build(*COMMA) & mif.build(*TITLE)).check("a, b")
    assert [line.split(":")[0] for line in verdict.explain().splitlines()] == [
        "failed",
        "  failed",
        "  failed",
    ]


def test_a_verdict_as_json():
    verdict = (mif.build(*COMMA) & mif.build(*TITLE)).check("a, b <<c>>")
    row = json.loads(json.dumps(verdict.to_dict()))
    assert row["passed"] is False
    assert row["evidence"] == [[1, 2, "comma"], [5, 10, "title"]]
    assert [part["check"] for part in row["parts"]] == [COMMA[0], TITLE[0]]
    assert [part["measured"] for part in row["parts"]] == [1, "c"]
    assert "parts" not in mif.check(*COMMA, "a").to_dict()


def test_a_verdict_is_a_value():
    one, other = (mif.check(*COMMA, "a, b") for _ in range(2))
    assert one == other
    assert hash(one) == hash(other)
    assert one != mif.check(*COMMA, "a b")
    assert isinstance(one, Verdict)
    assert isinstance(one.evidence[0], mif.Span)


def test_a_checker_s_own_check_is_the_same():
    for reply in ("a, b", "a b", ""):
        assert mif.build(*COMMA).check(reply, "ru") == mif.check(*COMMA, reply, "ru")
        assert mif.build(*COMMA).check(mif.Text(reply, "ru")) == mif.check(*COMMA, reply, "ru")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cheap_answer_is_that_of_the_verdict(language):
    differ = []
    another = LANGUAGES[LANGUAGES.index(language) - 1]
    for reply in (TEXTS[language], TEXTS[another]):
        # Each answer has texts of its own: neither reads what the other has found.
        cheap, whole = (mif.Text(reply, language) for _ in range(2))
        for first, second in zip(
            (cheap, *cheap.loose_variants), (whole, *whole.loose_variants), strict=True
        ):
            if not first.is_blank:
                for id, checker in CHECKERS.items():
                    if checker.passes(first) is not checker.judge(second).passed:
                        differ.append(f"{id}: {first.string!r}")
    assert not differ, "\n".join(differ)


def test_the_evidence_of_a_length_is_what_is_too_much():
    reply = "one two three four five"

    def shown(number, relation):
        kwargs = {"num_words": number, "relation": relation}
        verdict = mif.check("length_constraints:number_words", kwargs, reply, "en")
        return [reply[start:end] for start, end, _ in verdict.evidence]

    assert shown(4, "less than") == ["four", "five"]
    assert shown(6, "less than") == []
    assert shown(9, "at least") == []


ANEW = """
import mifcheck as mif

turn = mif.Turn("Write.", tuple(map(mif.Instruction, ("toy:short", "toy:outer"))))
rows = [{"key": "1", "turn": 1, "response": "a" * 100}]
run = mif.read_replies([mif.Conversation("1", "en", (turn,))], rows)

def declare(limit):
    @mif.checker("toy:short")
    def short(text) -> bool:
        "Be short."
        return len(text.string) < limit

declare(10)

@mif.checker("toy:outer")
def outer() -> mif.Checker:
    "Be short."
    return mif.build("toy:short")

for limit in (10, 1000):
    declare(limit)
    found = mif.check_all(["toy:short", "toy:outer"], "a" * 100)
    scores = mif.score(run, resamples=0)
    print([each.passed for each in found.strict], scores.pif.strict.value)
"""


def test_a_checker_that_is_declared_anew_judges_anew():
    before, after = python(ANEW).splitlines()
    assert before == "[False, False] 0.0"
    assert after == "[True, True] 1.0"
