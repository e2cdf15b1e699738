"""What holds of every sentence: laws over texts made of sentences, evidence, bad parameters."""

from __future__ import annotations

import json
import unicodedata
from functools import cache

import pytest
from commandline import runner
from core_cases import LANGUAGES, TEXTS, require_sound
from hypothesis import given
from hypothesis import strategies as st

import mifcheck as mif
from mifcheck.errors import ParameterError
from mifcheck.segment.boundaries import SentenceBoundaryDetector

START, END, LENGTH = "sentences:start", "sentences:end", "sentences:length"
KWARGS = {
    START: {"start": "B"},
    END: {"end": "?"},
    LENGTH: {"num_words": 18, "relation": "at most"},
}


def start(reply, word="B", language="en", **more):
    return mif.check(START, {"start": word, **more}, reply, language)


def end(reply, mark="?", language="en"):
    return mif.check(END, {"end": mark}, reply, language)


def length(reply, relation, num_words, language="en"):
    kwargs = {"num_words": num_words, "relation": relation}
    return mif.check(LENGTH, kwargs, reply, language)


# Laws

tails = st.lists(st.sampled_from(["rain", "falls", "all", "day", "here"]), max_size=6)
heads = st.sampled_from(["Birds", "Bees", "*Bats*", "“Bulls”", "🐦 Boars", "(Bears)"])
others = st.sampled_from(["Cats", "“Dogs”", "🎉 Ants", "*Abba*"])
joints = st.sampled_from([" ", "\n", "\n\n", "\n- ", "\n> ", "\n1. "])


def made(head, tail, mark):
    return " ".join([head, *tail]) + mark


def told(parts):
    """A text of several sentences, each set apart from the one before by its joint."""
    return "".join(joint + sentence for joint, sentence in parts).lstrip(" \n")


good = st.tuples(joints, st.builds(made, heads, tails, st.sampled_from(["?", "??", "?”"])))
bad = st.tuples(joints, st.builds(made, others, tails, st.sampled_from([".", "!", "?!", "…"])))


@given(st.lists(good, min_size=1, max_size=6))
def test_sentences_that_all_comply_pass(parts):
    reply = told(parts)
    for verdict in (start(reply), end(reply)):
        assert verdict.passed is True, verdict.explain(reply)
        assert verdict.measured == len(parts)
        assert verdict.evidence == ()


@given(st.lists(st.one_of(good, bad), max_size=6), bad, st.integers(0, 6))
def test_one_that_does_not_comply_fails_them(parts, offence, place):
    parts = [*parts[:place], offence, *parts[place:]]
    complying = sum("?" in sentence for _, sentence in parts)
    complying -= sum(sentence.endswith("?!") for _, sentence in parts)
    reply = told(parts)
    for verdict in (start(reply), end(reply)):
        assert verdict.passed is False
        assert verdict.measured == complying
        assert len(verdict.evidence) == len(parts) - complying
        assert verdict.reason.startswith(f"{complying} of {len(parts)} sentences ")


@given(st.lists(st.tuples(joints, tails), min_size=1, max_size=6), st.integers(1, 8))
def test_the_lengths_are_those_of_the_sentences(parts, bound):
    counts = tuple(len(tail) + 1 for _, tail in parts)
    reply = told([(joint, made("Birds", tail, ".")) for joint, tail in parts])
    verdict = length(reply, "at most", bound)
    assert verdict.measured == counts
    assert verdict.passed is (max(counts) <= bound)
    assert [label.split()[0] for _, _, label in verdict.evidence] == [
        str(count) for count in counts if count > bound
    ]


WORDS = st.sampled_from(
    [
        "Dr. Lee",
        "3.5",
        "don't",
        "l'océan",
        "A. Smith",
        "我",
        "घर",
        "e-mail",
        "**x**",
        "—",
        "(y)",
        "🎉",
    ]
)


@pytest.mark.parametrize("language", LANGUAGES)
@given(words=st.lists(WORDS, min_size=1, max_size=6))
def test_one_sentence_is_as_long_as_its_text(language, words):
    text = mif.Text(" ".join(words), language)
    if text.sentence_count == 1:
        verdict = length(text.string, "at least", 1, language)
        assert verdict.measured == (text.unit_count,)


@pytest.mark.parametrize("id", KWARGS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_passing_is_what_the_verdict_says(id, language):
    checker = mif.build(id, KWARGS[id])
    for reply in (TEXTS[language], "Bees buzz?", "🎉", "Birds?\n\n- Who?\n- What. B?"):
        verdict = checker.check(reply, language)
        assert checker.passes(mif.Text(reply, language)) is verdict.passed
        require_sound(verdict, reply)


@pytest.mark.parametrize("id", KWARGS)
@pytest.mark.parametrize("reply", ["🎉🎉", "---", "…", "?!"])
def test_a_text_without_a_sentence_fails(id, reply):
    verdict = mif.check(id, KWARGS[id], reply, "en")
    assert verdict.passed is False
    expected = "a reader sees no text in the reply" if reply == "---" else "there is no sentence"
    assert verdict.reason == expected


# Letters


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_letter_of_its_own_is_a_marked_one_and_no_accented_one(code):
    for letter in mif.get_language(code).own_letters:
        base = unicodedata.normalize("NFD", letter)[0]
        assert len(unicodedata.normalize("NFD", letter)) > 1
        assert letter == letter.lower()
        for written in (letter, letter.upper()):
            reply = f"{written} {base}"
            assert start(reply, base, code).passed is False, written
            assert start(reply, letter, code).passed is True, written
            assert start(reply, letter, code, accents="distinct").passed is True, written


@pytest.mark.parametrize(
    ("letter", "word", "language", "passed"),
    [
        ("e", "Éclair", "en", True),
        ("n", "Ñandú", "en", True),
        ("n", "Ñandú", "es", False),
        ("u", "Über", "en", True),
        ("u", "Über", "de", False),
        ("a", "Æther", "en", True),
        ("и", "Йод", "ru", False),
        ("е", "Ёж", "ru", True),
        ("ё", "Еж", "ru", False),
        ("é", "Eclair", "fr", False),
        ("é", "Été", "fr", True),
        ("क", "क़लम", "hi", True),
        ("क़", "कलम", "hi", False),
        ("क", "ख़बर", "hi", False),
        ("は", "ばら", "ja", False),
        ("は", "はな", "ja", True),
        ("b", "Ｂ站", "zh", True),
        ("台", "臺北", "zh", True),
    ],
)
def test_which_letters_count(letter, word, language, passed):
    assert start(word, letter, language).passed is passed


def test_an_initial_is_no_mark_of_a_list():
    assert start("A. Smith came.", "A").passed is True
    assert start("We met. A. Smith came.", "S").passed is False
    assert start("A) Bees buzz.\nB) Bats bite.", "A").passed is False
    assert length("A. Smith came.", "exactly", 3).passed is True
    assert length("A) Bees buzz.\nB) Bats bite.", "exactly", 2).passed is True


# Evidence


def shown(verdict, reply):
    return [(reply[a:b], label) for a, b, label in verdict.evidence]


def test_the_evidence_is_what_does_not_comply():
    reply = "# Birds\n\n“Cats sleep.” Bees buzz? Then [*dogs*](https://a.b) bark, **loudly**! 🎉"
    assert shown(start(reply), reply) == [("Cats", "first word"), ("Then", "first word")]
    assert shown(end(reply), reply) == [("sleep.", "end"), ("loudly**!", "end")]
    verdict = length(reply, "at most", 2)
    assert shown(verdict, reply)[0] == (
        "Then [*dogs*](https://a.b) bark, **loudly**! 🎉",
        "4 words",
    )
    assert verdict.measured == (2, 2, 4)


def test_the_evidence_is_short():
    reply = "x" * 500 + " b" * 50 + " " + "y" * 500 + "."
    for verdict in (start(reply), end(reply)):
        ((first, last, _),) = verdict.evidence
        assert 0 < last - first <= 24


def test_the_evidence_lies_in_the_reply_as_given():
    reply = unicodedata.normalize("NFD", "Él llegó. ¿Así? Ñandú, está aquí.")
    assert shown(start(reply, "E", "es"), reply) == [
        (unicodedata.normalize("NFD", "Así"), "first word"),
        (unicodedata.normalize("NFD", "Ñandú"), "first word"),
    ]
    assert shown(end(reply, ".", "es"), reply) == [(unicodedata.normalize("NFD", "¿Así?"), "end")]
    (sentence,) = shown(length(reply, "at most", 2, "es"), reply)
    assert sentence == (unicodedata.normalize("NFD", "Ñandú, está aquí."), "3 words")


def test_a_verdict_tells_what_was_asked_and_found():
    verdict = start("Bees buzz. Cats sleep. Bats bite.")
    assert verdict.required == "all sentences start with 'B'"
    assert verdict.reason == "2 of 3 sentences start with 'B'"
    assert end("Why? No.").reason == "1 of 2 sentences end with '?'"
    verdict = length("我来了。好。", "exactly", 1, "zh")
    assert verdict.required == "all sentences have exactly 1 character"
    assert verdict.reason == "1 of 2 sentences have exactly 1 character"
    assert mif.build(LENGTH, KWARGS[LENGTH]).required == "all sentences have at most 18 words"


# What is looked past


@pytest.mark.parametrize(
    "reply",
    [
        "**1. Birds** fly.",
        "**2.** Birds fly.",
        "🇮🇳 Birds fly.",
        "👩🏽‍🌾 Birds fly.",
        "1️⃣ Birds fly.",
        "- [x] Birds fly.",
        "<b>Birds</b> fly.",
        ":) Birds fly.",
        "»Birds fly.«",
        "→ Birds fly.",
        "-Birds fly, she said.",
        "\u200fBirds fly.",
        "| Birds bite at the window. |",
    ],
)
def test_what_stands_before_the_first_word(reply):
    assert start(reply).passed is True
    kwargs = {"num_paragraphs": 1, "nth_paragraph": 1, "first_word": "birds"}
    assert mif.check("length_constraints:nth_paragraph_first_word", kwargs, reply).passed is True


@pytest.mark.parametrize(
    ("reply", "mark", "passed"),
    [
        ("Is it so?[^1]", "?", True),
        ("Is it so?³", "?", True),
        ("Is it so?<br>", "?", True),
        ("Is it so?\\\nYes?", "?", True),
        ("Is it so? ;-)", "?", True),
        ("[Is it so?](https://a.b/c)", "?", True),
        ("[Is it so](https://a.b/c?)", "?", False),
        ("Go‼️", "!", True),
        ("Go⁉️", "!", False),
        ("Go ❗", "!", False),
        ("Well…", "...", True),
        ("Well...", "…", True),
        ("Well…", ".", False),
        ("Well..", ".", True),
        ("I note:", ":", True),
        ("“*Amen*”!", "amen", True),
        ("I like C++.", "C", False),
        ("I like C++.", "C++", True),
        ("“Right?”", "**right?**", True),
        ("Is it “right”?", "right?", True),
        ("Is it right", "right?", False),
    ],
)
def test_what_stands_after_the_end(reply, mark, passed):
    assert end(reply, mark).passed is passed


# Parameters


@pytest.mark.parametrize(
    ("id", "kwargs", "told"),
    [
        (START, {}, "sentences:start: parameter 'start' is missing"),
        (START, {"start": " "}, "start: blank"),
        (START, {"start": "?!"}, "start: holds no letter or digit"),
        (START, {"start": "1️⃣"}, "start: '1️⃣' is formatting"),
        (START, {"start": 3}, "start: .*got 3"),
        (START, {"strat": "B"}, "unknown parameter 'strat'; did you mean 'start'"),
        (START, {"start": "B", "accents": "no"}, "accents: .*'ignored' .the default"),
        (END, {}, "sentences:end: parameter 'end' is missing"),
        (END, {"end": ""}, "end: blank"),
        (END, {"end": "**"}, r"end: '\*\*' is formatting"),
        (END, {"end": "🎉"}, "end: '🎉' is formatting"),
        (LENGTH, {"num_words": 3}, "sentences:length: parameter 'relation' is missing"),
        (LENGTH, {"num_words": -1, "relation": "at most"}, "num_words: expected a whole number"),
        (LENGTH, {"num_words": 3, "relation": "most"}, "relation: unknown relation 'most'"),
    ],
)
def test_a_bad_parameter_is_named(id, kwargs, told):
    with pytest.raises(ParameterError, match=told):
        mif.build(id, kwargs)


@pytest.mark.parametrize("id", KWARGS)
def test_a_checker_survives_its_spec(id):
    checker = mif.build(id, KWARGS[id])
    assert mif.from_spec(json.loads(json.dumps(checker.to_spec()))) == checker
    assert mif.from_spec((~checker).to_spec()) == ~checker
    assert mif.describe(id).example == KWARGS[id]
    assert mif.describe(id).languages == LANGUAGES


def test_a_loose_reading_may_pass():
    checker = mif.build(START, {"start": "B"})
    result = mif.check_all((checker,), "Sure, here it is:\n\nBees buzz. Bats bite.", "en")
    assert [verdict.passed for verdict in (*result.strict, *result.loose)] == [False, True]


def test_the_command_line_knows_them(tmp_path, monkeypatch, capsys):
    cli = runner(tmp_path, monkeypatch, capsys)
    status, out, _ = cli("list")
    assert status == 0
    assert all(id in out for id in KWARGS)
    (tmp_path / "reply.txt").write_text("Bees buzz. Cats sleep.", encoding="utf-8")
    status, out, _ = cli(
        "check", START, "-k", "start=B", "--file", str(tmp_path / "reply.txt"), "--format", "json"
    )
    assert status == 0
    assert json.loads(out)["verdicts"][0]["measured"] == 1


MARKED = st.sampled_from(
    [
        "Dr.",
        "cm.",
        "Step",
        "Part",
        "mix.",
        "One",
        "no.",
        "Jan.",
        "sun.",
        "Word.",
        "Und",
        "и",
        "He",
        "said.",
        "U.S.",
        "Inc.",
        "etc.",
        "usw.",
        "стр.",
        "Рис.",
        "слово.",
        "état.",
        "Été",
        "Nr.",
        "Platz.",
        "I",
        "X.",
        "A.",
        "one.",
        "éc.",
        "Fig.",
        "Vol.",
        "vol.",
        "Lt.",
        "Jr.",
        "(so).",
        "“Yes.”",
        "—",
        "…",
        "5.",
        "3.5",
        "घर.",
        "雨。",
    ]
)


@cache
def detectors(language, cased):
    """The detector of a language and one that asks all rules: their patterns take long to make."""
    return [
        kind(mif.get_language(language), cased) for kind in (SentenceBoundaryDetector, Thorough)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@given(words=st.lists(MARKED, min_size=2, max_size=9), cased=st.booleans())
def test_a_plain_word_ends_a_sentence_by_all_rules_too(language, words, cased):
    detector, thorough = detectors(language, cased)
    block = " ".join(words)
    assert [*detector.ends(block)] == [*thorough.ends(block)]


class Thorough(SentenceBoundaryDetector):
    """Asks all rules of every mark."""

    def _ends_plainly(self, block: str, at: int, begun: int) -> bool:
        return False
