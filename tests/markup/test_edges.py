"""What is shown of a text begins and ends between characters as a reader sees them."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

import mifcheck as mif
from mifcheck.markup.edges import whole_graphemes

PIECES = [
    "a",
    " ",
    "\n",
    "🇫🇷",
    "👩‍🚀",
    "क्षि",
    "e\u0301",
    "한",
    "❤️",
    "\r\n",
    "\u0600",
    "\u200b",
    "👍🏽",
]
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join)


@given(texts, st.data())
@settings(max_examples=200, deadline=None)
def test_a_stretch_is_widened_to_whole_graphemes(string, data):
    start = data.draw(st.integers(0, len(string) - 1))
    end = data.draw(st.integers(start + 1, len(string)))
    edges = {0, *(match.end() for match in regex.finditer(r"\X", string))}
    first, last = whole_graphemes(string, start, end)
    assert (first, last) == (
        max(edge for edge in edges if edge <= start),
        min(edge for edge in edges if edge >= end),
    )


def test_the_last_of_many_marks_is_widened_to_their_letter():
    string = "a e" + "\u0301" * 64
    assert whole_graphemes(string, len(string) - 1, len(string)) == (2, len(string))


@pytest.mark.parametrize(
    ("id", "kwargs", "reply", "shown"),
    [
        ("startend:quotation", {}, "👩‍🚀 Up we go 🇫🇷", ["👩‍🚀", "🇫🇷"]),
        ("startend:end_checker", {"end_phrase": "Bye"}, "Vive 🇫🇷🇫🇷", ["🇫🇷🇫🇷"]),
        ("combination:repeat_prompt", {"prompt_to_repeat": "Why"}, "🇫🇷🇫🇷 vive", ["🇫🇷🇫🇷"]),
        ("detectable_format:json_format", {}, "क्षि", ["क्षि"]),
    ],
)
def test_evidence_cuts_no_grapheme(id, kwargs, reply, shown):
    evidence = mif.check(id, kwargs, reply, "en").evidence
    assert [reply[start:end] for start, end, _ in evidence] == shown
