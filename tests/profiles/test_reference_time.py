"""Keywords of data sets are regular expressions: they are searched in limited time, by Python's `re`."""

from __future__ import annotations

import re
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mifcheck as mif
from mifcheck import searching
from mifcheck.searching import _apart, is_match, is_quick

ENDLESS = "(a+)+$"
REPLY = "a" * 50 + "!"
ASKED = [
    ("keywords:existence", {"keywords": [ENDLESS]}),
    ("keywords:forbidden_words", {"forbidden_words": ["(a|a)*b"]}),
    ("keywords:frequency", {"keyword": ENDLESS, "frequency": 1, "relation": "at least"}),
    ("detectable_content:postscript", {"postscript_marker": ENDLESS}),
    ("detectable_format:multiple_sections", {"section_spliter": ENDLESS, "num_sections": 1}),
]


@pytest.mark.parametrize("profile", ["multi-if", "ifeval"])
@pytest.mark.parametrize(("id", "kwargs"), ASKED, ids=[id for id, _ in ASKED])
def test_what_is_not_searched_in_time_is_not_judged(id, kwargs, profile, monkeypatch):
    monkeypatch.setattr(searching, "SECONDS", 0.1)
    checker = mif.build(id, kwargs, profile=profile)
    verdict = checker.check(REPLY)
    assert verdict.passed is None
    assert "was not searched within 0.1 s" in verdict.reason
    assert (~checker).check(REPLY).passed is None
    assert checker.passed_on(mif.Text(REPLY, "en", normalise=False)) is None
    assert mif.check(id, kwargs, REPLY, profile=profile, loose=True) == verdict
    # The same pattern is searched where it ends in time.
    assert checker.check("b").passed is not None


# Groups, flags, empty matches and case among them; all are soon done on a short text.
SEARCHED = [
    *("a+b*", "(a|b)+", "(?:a|ab)(c|bcd)(d*)", "a{1,2}b?", "(?i:A)?b+", "(?P<x>a+)(?P=x)"),
    *(r"\w+\s*\w+", r"(a*)\1b", "x*|b", "^a+$|b$", "(?=a+)a|b", "[ab]+c?|", "ſ+|k?K+", "É+e?"),
]


@pytest.mark.parametrize("pattern", SEARCHED)
@given(st.text("abcdkKſÉé\n \ud800", max_size=12), st.sampled_from([0, re.IGNORECASE]))
@settings(max_examples=3, deadline=None)
def test_a_search_apart_finds_what_python_finds(pattern, string, flags):
    expected = tuple(match.span() for match in re.finditer(pattern, string, flags))
    assert _apart(pattern, flags, string, 0) == expected
    assert _apart(pattern, flags, string, 1) == expected[:1]
    whole = re.compile(pattern, flags).fullmatch(string) is not None
    assert bool(_apart(pattern, flags, string, -1)) is whole
    assert is_match(re.compile(pattern, flags), string) is whole


def test_sections_are_as_many_as_the_reference_splits():
    """A group of the splitter becomes a piece of its own."""
    for splitter in ("Section", "(Sec)tion", "(S)(ec)t", "(Sec)+tion"):
        text = "Section 1\nOne.\nSection 2\nSect 3 Two."
        pieces = re.split(rf"\s?{splitter}\s?\d+\s?", text)
        asked = {"section_spliter": splitter, "num_sections": 1}
        verdict = mif.check("detectable_format:multiple_sections", asked, text, profile="multi-if")
        assert verdict.measured == len(pieces) - 1


@pytest.mark.parametrize(
    "pattern",
    ["river", "a.c", r"\bx\b", "[abc]d", "P.S.", "C#", "a|b|c", "Ms?", "x+", "[0-9]*", r"\d+ (k?m|s)"],
)  # fmt: skip
def test_an_ordinary_pattern_starts_no_process(pattern, monkeypatch):
    monkeypatch.setattr(subprocess, "run", None)
    asked = {"keywords": [pattern]}
    reply = "The river. Ms C# a.c x P.S. 0 " * 100
    assert mif.check("keywords:existence", asked, reply, profile="multi-if").passed is not None


@pytest.mark.parametrize(
    "pattern",
    [ENDLESS, "(a){9}", "a*a*", r"(.)\1+x", "(?P<x>a*)(?P=x)", "a?" * 30, "|".join("ab" * 15)],
)
def test_a_pattern_that_may_take_long_is_not_quick(pattern):
    assert not is_quick(pattern, 2_000)


def test_how_long_a_pattern_takes_depends_on_the_reply():
    assert is_quick("a*b", 5_000)
    assert not is_quick("a*b", 50_000)
    assert is_quick("a*b*", 300)
    assert not is_quick("a*b*", 3_000)


@pytest.mark.parametrize("pattern", ["a*b", "a*a*b", "(?:a|a)" * 10, r"(a*)\1b", "a?" * 9 + "b"])
def test_what_is_quick_takes_few_steps(pattern):
    """The longest reply in which a pattern is quick, of what takes it longest."""
    length = max(n for n in range(1, 20_000) if is_quick(pattern, n))
    asked = {"keywords": [pattern]}
    verdict = mif.check("keywords:existence", asked, "a" * (length - 1) + "!", profile="multi-if")
    assert verdict.passed is not None


def test_what_is_around_a_splitter_counts_where_the_splitter_has_a_loop(monkeypatch):
    """Two loops over the same digits take the cube of their number."""
    started = []
    run = subprocess.run
    monkeypatch.setattr(
        subprocess, "run", lambda *args, **kw: started.append(1) or run(*args, **kw)
    )
    for splitter, processes in (("Section", 0), ("SECTION|Part", 0), (r"\d+", 1)):
        asked = {"section_spliter": splitter, "num_sections": 1}
        reply = "1" * 5_000 + "\nPart 2"
        mif.check("detectable_format:multiple_sections", asked, reply, profile="multi-if")
        assert len(started) == processes


def test_where_no_process_starts_nothing_is_judged(monkeypatch):
    monkeypatch.setattr(searching.sys, "executable", "/nowhere/python")
    asked = {"keywords": ["(ab)+(cd)+"]}
    assert mif.check("keywords:existence", asked, "abcd", profile="multi-if").passed is None


@pytest.mark.parametrize(
    ("id", "kwargs"),
    [
        ("length_constraints:number_sentences", {"num_sentences": 1, "relation": "at least"}),
        ("length_constraints:number_words", {"num_words": 1, "relation": "at least"}),
    ],
)
def test_thai_with_half_a_surrogate_pair_is_answered(id, kwargs):
    """pythainlp's sentences raise at it, and so does the reference; its words do not."""
    thai = "สวัสดีครับ ผมชอบฝน"
    assert mif.check(id, kwargs, thai, profile="multi-if").passed is True
    verdict = mif.check(id, kwargs, thai + "\ud800", profile="multi-if")
    assert verdict.passed is (None if "sentences" in id else True)
