"""What an error suggests, and how much is compared for it."""

from __future__ import annotations

import difflib
import json

import pytest

import mifcheck as mif
from mifcheck import errors
from mifcheck.errors import did_you_mean
from mifcheck.runs.replies import history_of
from mifcheck.safe import short_repr


@pytest.fixture
def compared(monkeypatch):
    """How many names each search for a similar one compares."""
    sizes: list[int] = []
    search = difflib.get_close_matches

    def counted(name, known, *args, **kwargs):
        sizes.append(len(known))
        assert all(len(each) <= 60 for each in (name, *known))
        return search(name, known, *args, **kwargs)

    monkeypatch.setattr(difflib, "get_close_matches", counted)
    errors._nearest.cache_clear()
    return sizes


def test_a_similar_name_is_suggested():
    assert did_you_mean("keyword", ["relation", "keywords"]) == "; did you mean 'keywords'?"
    assert did_you_mean("keyword", []) == ""
    assert did_you_mean("keyword", ["x", "y"]) == ""


@pytest.mark.parametrize("name", [None, 3, ["keywords"], b"keywords", object()])
def test_what_is_no_text_is_like_no_name(name):
    assert did_you_mean(name, ["keywords"]) == ""
    assert did_you_mean("keyword", [name, "keywords"]) == "; did you mean 'keywords'?"


def test_among_many_names_few_are_compared(compared):
    known = [f"{letter}{number}" for number in range(5000) for letter in "abc"]
    assert did_you_mean("b12x", known) == "; did you mean 'b12'?"
    assert did_you_mean("x" * 100_000, known) == ""
    assert did_you_mean("b12x", ["b" * 100_000]) == ""
    assert compared == [100, 0]


def test_the_same_search_is_made_once(compared):
    for _ in range(100):
        assert did_you_mean("keyword", ["keywords"])
    assert len(compared) == 1


def test_thousands_of_unknown_keys_are_read_with_one_search(compared):
    asked = [mif.Conversation(f"c{number}", "en", [mif.Turn("Hi.", [])]) for number in range(300)]
    rows = [{"key": f"d{number}", "turn": 1, "response": "a"} for number in range(3000)]
    rows.append({"key": "c1", "turn": 1, "response": "a"})
    run = mif.read_replies(asked, rows, skip_bad=True)
    assert len(run.skipped) == 3000
    assert len(compared) == 1


def test_the_history_of_one_language_of_many_is_read_without_a_search(compared, tmp_path):
    path = tmp_path / "replies.jsonl"
    rows = [{"key": f"c{number}:{code}", "turn": 1, "response": "a"} for number in range(500) for code in ("en", "hi")]  # fmt: skip
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    asked = [mif.Conversation(f"c{number}:en", "en", [mif.Turn("Hi.", [])]) for number in range(500)]  # fmt: skip
    assert history_of(str(path), asked, 1, "strip") is not None
    assert not compared


class Unspeakable:
    def __repr__(self):
        raise RuntimeError("no repr")


class Lines:
    def __repr__(self):
        return "[1,\n   2]"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("river", "'river'"),
        ("a\nb", r"'a\nb'"),
        ([1, "a"], "[1, 'a']"),
        (Lines(), "[1, 2]"),
        (Unspeakable(), "<Unspeakable instance at "),
        (10**5000, "a number with thousands of digits"),
        ([10**5000], "a number with thousands of digits"),
    ],
    ids=range(7),
)
def test_a_message_quotes_any_value_on_one_line(value, shown):
    assert short_repr(value).startswith(shown)


@pytest.mark.parametrize(
    "value", ["a" * 10**6, list(range(10**6)), {"a": "b" * 10**6}, b"a" * 10**6]
)
def test_a_message_quotes_a_long_value_shortly(value):
    assert len(short_repr(value)) <= 120


def test_a_message_quotes_a_value_within_itself():
    loop = []
    loop.append(loop)
    assert len(short_repr(loop)) <= 120
