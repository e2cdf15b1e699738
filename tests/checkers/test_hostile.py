"""Text that no one writes: answered all the same, and in time that grows with its length."""

from __future__ import annotations

import sys
import time

import pytest
from core_cases import (
    CHECKERS,
    CLASSIC,
    LANGUAGES,
    TEXTS,
    require_sound,
    require_sound_result,
)

import mifcheck as mif
from mifcheck.errors import ParameterError
from mifcheck.markup.edges import before_closing, before_final_marks
from mifcheck.text import Text

UNITS = [
    ".",
    "*",
    "[",
    '"',
    "a",
    "-",
    "P.",
    "<",
    "\n",
    "字",
    "क",
    "'",
    "“",
    "`",
    "#",
    "_",
    "\\",
    "\u0301",
    "? ",
    "> ",
    "* ",
    "1 ",
    "1, ",
    "a. ",
    "**a",
    "[a",
    "e-",
    "' ",
    "***",
    "<<a",
    "Section ",
    "P. S ",
    "a\n",
    "。",
    "{",
    "\\*",
    "a***",
    ".***",
    "***a ",
    "[a]: ",
    "\\[a",
    "`[a] ",
    "[a b for ",
    "<<a<",
    "&lt;",
    ">\n",
    "a\n> ",
    "-a\n",
    "A) a\n",
    "**a\n",
    "🎉 ",
    "\u3000",
    "=== ",
    "Section *",
    "。*",
    ". *",
    "```\n",
    "\\n",
    '6" ',
    "（",
    "-je",
    "В 1 г. ",
    "En 1 av. J.-C. ",
    ".”—A",
    "‽’ b",
    "字‼’",
    "Mr. ",
    "ST. ",
    '。"',
    "《",
    ". ",
    "www.",
    "a@",
    "1/",
    "1,",
    "7-",
    "[7]",
    "100'",
    "twenty ",
    "one hundred and ",
    "十",
    "三个半",
    "siebenund",
    "<!--a ",
    "<script a",
    "</b>",
    "#a ",
    "```\na\n",
    "a|b\n-|-\n",
    "![a [b](c) ",
]
SMALL, LARGE = 4_000, 16_000
# Linear growth is a factor of 4; quadratic growth is one of 16.
TOLERATED = 10
# Below this a measurement says more about the machine than about the growth.
NOISE = 0.1
HOPELESS = 0.25

GLANCES = 500, 4_000
# What grows too fast above grows at least by this here: linear growth is a factor of 8.
SUSPICIOUS = 12
# What is quadratic and takes less takes less than NOISE of the longest text.
QUIET = 0.006


def row(unit, count, head):
    """A head and a row of a unit, of about so many characters. Rows of every length end alike."""
    pair = unit * 2
    return head + pair * (count // len(pair)) + pair[: LARGE % len(pair)]


def too_long(before, after):
    """Whether four times the text took far more than four times as long."""
    return after > max(NOISE, TOLERATED * before)


def grows_too_fast(seconds, small, large):
    """Whether what is four times as large takes too long, each of three times."""
    for _ in range(3):
        before = seconds(small)
        # What is quadratic on a quarter of the text is not asked about the whole.
        if before < HOPELESS and not too_long(before, seconds(large)):
            return False
    return True


def seconds_of(id, language="en"):
    """The function that gives the seconds of the processor that a checker takes for a reply."""

    def seconds(reply):
        start = time.process_time()
        CHECKERS[id].check(reply, language)
        return time.process_time() - start

    return seconds


def verdicts_on(reply, language, ids):
    """The verdicts of checkers that share what they find in a reply, and the seconds of each."""
    texts = {raw: Text(reply, language, normalise=not raw) for raw in (False, True)}
    for id in ids:
        checker = CHECKERS[id]
        start = time.process_time()
        verdict = checker.check(texts[checker.reads_raw], language)
        yield id, verdict, time.process_time() - start


def seconds_of_each(reply, language):
    """The seconds of each checker; what several find together is found by the first of them."""
    return {id: seconds for id, _, seconds in verdicts_on(reply, language, TRIED)}


@pytest.fixture(autouse=True, scope="module")
def _warm():
    """What a language loads when it is first needed is no part of a check."""
    for language in ("en", "fr", "hi", "ru", "zh"):
        mif.check_all(tuple(CHECKERS.values()), TEXTS[language], language)


HEADED = [
    ("***}", "1. ."),
    ("://*-", "\\n"),
    ("", "`<br>**"),
    ("", ">>  "),
    ("- - ", "  <<"),
    ("***", ".\\"),
]
"""What comes once, before a row of one unit."""


SAME = "mifcheck.checkers.m_ifeval.same"
TRIED = [id for id in CHECKERS if mif.registry[id].__module__ != SAME]
"""The ids that are no other id under another name."""


@pytest.mark.slow
@pytest.mark.parametrize(("head", "unit"), [*(("", unit) for unit in UNITS), *HEADED], ids=ascii)
def test_time_grows_with_the_length(head, unit):
    language = {
        "字": "zh",
        "。": "zh",
        "十": "zh",
        "三个半": "zh",
        "siebenund": "de",
        "क": "hi",
        "В 1 г. ": "ru",
        "-je": "fr",
        "En 1 av. J.-C. ": "fr",
    }.get(unit, "en")
    before, after = (seconds_of_each(row(unit, count, head), language) for count in GLANCES)
    suspects = [id for id in TRIED if after[id] > max(QUIET, SUSPICIOUS * before[id])]
    small, large = row(unit, SMALL, head), row(unit, LARGE, head)
    assert [id for id in suspects if grows_too_fast(seconds_of(id, language), small, large)] == []


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_time_grows_with_the_length_of_one_word(language):
    seconds = seconds_of("words:odd_even_syllables", language)
    assert not grows_too_fast(seconds, "a" * SMALL, "a" * LARGE)


TOO_DEEP = sys.getrecursionlimit() + 50
HOSTILE = {
    "lone surrogate": "a \ud800 b \udfff.",
    "only a surrogate": "\ud800",
    "nul": "a\x00b. \x00",
    "only marks": "\u0301\u0308\u093f",
    "right to left": "שלום, עולם! \u202eabc\u202c مرحبا، كيف حالك؟",
    "family": "👩‍👩‍👧‍👦🇮🇳👍🏽 Hi! ❤️",
    "only emoji": "🎉🎉🎉",
    "line separators": "a\u2028b\u2029c\x85d\x0be\x0cf\r\ng",
    "zero width": "\u200b\u200c\u200d\ufeff",
    "byte order mark": "\ufeffHello there.",
    "private use": "\ue000\U000f0000\U0010ffff",
    "zalgo": "Z" + "\u0335\u0327\u0301" * 200 + "algo",
    "one long word": "a" * 2_000,
    "deep brackets": "[" * TOO_DEEP + "]" * TOO_DEEP,
    "deep json": '{"a":' * TOO_DEEP + "1" + "}" * TOO_DEEP,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_is_answered(name, language):
    reply = HOSTILE[name]
    result = mif.check_all(tuple(CHECKERS.values()), reply, language)
    require_sound_result(result, reply)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_very_long_reply_is_answered(language):
    reply = "Rain fell, and the river rose. Дождь. 下雨了。 बारिश हुई।\n\n" * 250
    assert len(reply) > 13_000
    for _, verdict, _ in verdicts_on(reply, language, TRIED):
        assert all(0 <= start <= end <= len(reply) for start, end, _ in verdict.evidence)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reply", ["", " ", "\n\n", "\t\r\n ", "\u3000\u00a0"])
def test_a_blank_reply_fails_everything(reply, language):
    checkers = tuple(CHECKERS.values())
    result = mif.check_all(checkers, reply, language)
    judged = [not checker.unsupported_reason(mif.get_language(language)) for checker in checkers]
    for verdicts in (result.strict, result.loose):
        assert [verdict.passed for verdict in verdicts] == [
            False if asked else None for asked in judged
        ]
    assert result.pif == 0.0


def test_a_very_long_number_is_still_json():
    assert (
        mif.check("detectable_format:json_format", {}, "[" + "7" * 5_000 + "]", "en").passed is True
    )


def test_json_nested_too_deeply_is_not_judged():
    verdict = mif.check("detectable_format:json_format", {}, "[" * 100_000 + "]" * 100_000, "en")
    assert verdict.passed in (None, True)


OWN_ROWS = [
    ("custom:mcq_count_length", "question\n", "!\n", ""),
    ("custom:csv_special_character", 'a,"', "!", ""),
    ("custom:european_capitals_sort", "a ", "!", " b"),
    ("format:options", "a ", "!", " b"),
    ("ja:detectable_format:title", "『", "a", ""),
    ("ja:detectable_format:number_highlighted_sections", "《", "a", ""),
]
"""Ids with a row that their own pattern reads slowly, if it reads a part of it again and again."""


@pytest.mark.slow
@pytest.mark.parametrize(("id", "head", "unit", "tail"), OWN_ROWS, ids=ascii)
def test_time_grows_with_the_length_of_what_its_own_pattern_reads(id, head, unit, tail):
    small, large = (row(unit, count, head) + tail for count in (SMALL, LARGE))
    assert not grows_too_fast(seconds_of(id), small, large)


@pytest.mark.slow
@pytest.mark.parametrize(("id", "marks"), [("format:parentheses", "()"), ("format:quotes", "“‘’”")])
def test_time_grows_with_the_depth_of_nesting(id, marks):
    def seconds(depth):
        half = len(marks) // 2
        reply = "a " + marks[:half] * depth + marks[half:] * depth
        start = time.process_time()
        assert CHECKERS[id].check(reply).measured == depth * half
        return time.process_time() - start

    assert not grows_too_fast(seconds, SMALL, LARGE)


ROWS = [
    (lambda string: before_closing(string, 0, len(string)), ":) "),
    (lambda string: before_final_marks(string, 0, len(string)), "1\ufe0f\u20e3"),
    (lambda string: Text(string).running, "#a "),
    (lambda string: Text(f"Dear Ann{string}\n\nHi.").running, "?"),
    (lambda string: Text(f"Dear Ann{string}\n\nHi.").running, ". "),
]
"""What is read with all that is before or behind it in a line, and one of these."""


@pytest.mark.parametrize(
    ("read", "unit"), ROWS, ids=["emoticons", "keycaps", "tags", "salutation", "salutation, stops"]
)
def test_time_grows_with_the_length_of_a_row_of_signs(read, unit):
    def seconds(string):
        start = time.process_time()
        read(string)
        return time.process_time() - start

    small, large = (unit * (count // len(unit)) for count in (30_000, 120_000))
    assert not grows_too_fast(seconds, small, large)


LOOP: list[object] = []
LOOP.append(LOOP)


class Unspeakable:
    """A value that cannot be shown."""

    def __repr__(self):
        raise RuntimeError("no repr")


WILD = [
    *(None, True, -1, 2.5, float("nan"), 10**400, -(10**400), 10**5000, [10**5000], 1e308),
    *("", "(", "[", "*", "\\", "é", "\ud800", "9" * 5000, b"a", object(), Unspeakable(), LOOP),
    *([], [1], ["a", 1], [["a"]], [["a", "b"]], {}, {1: 2}, {"a": 1}, {"not": LOOP}),
]
"""Parameters that nothing asks for."""


@pytest.mark.parametrize("profile", ["native", "multi_if"])
@pytest.mark.parametrize("value", WILD, ids=lambda value: type(value).__name__)
def test_a_wild_parameter_is_refused_in_a_short_line_or_checked(value, profile):
    refused = []
    for id in CHECKERS if profile == "native" else CLASSIC:
        for name in mif.describe(id).parameters:
            kwargs = {**CHECKERS[id].declared.example, name: value}
            try:
                made = mif.build(id, kwargs, profile=profile)
            except ParameterError as error:
                refused.append(str(error))
            else:
                require_sound(made.check("One river, 2 boats."), "One river, 2 boats.")
    assert [line for line in refused if "\n" in line or len(line) > 1000] == []


@pytest.mark.parametrize("letter", ["(", ".", "*", "[", "\\"])
def test_a_forbidden_character_is_no_pattern(letter):
    checker = mif.build("fr:special_character:ethel_or_cedilla", {"forbidden_char": letter})
    assert checker.check("Un bateau", "fr").passed is True
    assert checker.check(f"Un {letter} bateau", "fr").passed is False


def test_the_parts_of_a_template_are_where_they_stand():
    # The small letters of İ and ß in two are longer than the letters.
    reply = "İß" * 50 + " My answer: yes. My conclusion: no. Future outlook: fine"
    verdict = mif.check("format:output_template", {}, reply)
    assert verdict.passed is True
    assert [reply[start:end].casefold() for start, end, _ in verdict.evidence] == [
        "my answer:",
        "my conclusion:",
        "future outlook:",
    ]


@pytest.mark.parametrize("word", ["\ufb01\u0101\U00017000", "\ufffe", "\ud800a"])
def test_a_word_with_a_character_without_a_name_is_no_russian_verb(word):
    assert mif.check("words:start_verb", {}, f"{word} дома", "ru").passed is False


def test_a_long_phrase_with_one_other_word_is_found():
    words = ["a", *(f"b{number}" for number in range(400)), "c"]
    checker = mif.build("copy:repeat_phrase", {"phrase": " ".join(words), "small_n": 2})
    first, last = [*words], [*words]
    first[1], last[-2] = "x", "x"
    twice = [*first]
    twice[5] = "x"
    assert checker.check(" ".join(first) + ". " + " ".join(last)).passed is True
    assert checker.check(" ".join(first) + ". " + " ".join(twice)).passed is False
    assert checker.check(" ".join(first) + ". " + " ".join(words)).passed is False
