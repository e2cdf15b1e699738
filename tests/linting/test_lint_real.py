"""What is found in the published English file of Multi-IF, each finding read by a person."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import mifcheck as mif

DATA = Path(__file__).parents[3] / "shared" / "data"
MULTI_IF = DATA / "multi_if_english.csv"

# (key, first turn): why no reply can follow both.
IMPOSSIBLE = {
    ("1964:15:en", 2): "no letter p, and sections that begin with PARAGRAPH",
    ("1964:15:en", 3): "no letter p, and a postscript that begins with P.S.",
    ("3369:19:en", 3): "the prompt word for word at the beginning, and another first word",
    ("1922:5:en", 2): "likewise",
    ("3633:6:en", 3): "likewise",
    ("3371:12:en", 1): "a prompt to repeat that holds the words it forbids",
    ("374:1:en", 1): "likewise",
    ("374:11:en", 1): "likewise",
    ("2465:9:en", 3): "a prompt to repeat that holds a word that a later turn forbids",
    ("2465:18:en", 3): "likewise",
    ("1627:3:en", 1): "a prompt to repeat that has commas, and no comma",
    ("1627:15:en", 1): "likewise",
    ("3718:10:en", 1): "likewise",
}


@pytest.fixture(scope="module")
def findings():
    if not MULTI_IF.exists():
        pytest.skip("the Multi-IF English file is not beside the repo")
    return mif.lint(mif.load(MULTI_IF))


def test_the_pairs_that_no_reply_can_follow_are_those_that_a_reader_finds(findings):
    told = [(each.where.key, each.where.turn) for each in findings if each.kind == "impossible"]
    assert Counter(told) == Counter(IMPOSSIBLE.keys())


def test_the_counts_of_the_other_kinds(findings):
    counts = Counter(each.kind for each in findings if each.kind != "impossible")
    assert counts == {"repeated": 8, "repeated-prompt": 6}


def test_a_title_is_asked_for_again_where_its_prompt_comes_again(findings):
    again = {each.where.key for each in findings if each.kind == "repeated-prompt"}
    twice = {each.where.key for each in findings if each.kind == "repeated"}
    assert twice - again == {"30:3:en", "30:9:en"}
    assert again < twice
