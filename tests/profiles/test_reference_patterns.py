"""The reference's quadratic patterns: the same finds in linear time."""

from __future__ import annotations

import re
import time

import pytest
from core_cases import CLASSIC
from hypothesis import example, given, settings
from hypothesis import strategies as st

import mifcheck as mif
from mifcheck.profiles.multi_if.libraries import PACKAGES

for _module in PACKAGES:
    pytest.importorskip(_module, reason='needs pip install "mifcheck[reference]"')

MULTI_IF = "multi-if"
BULLETS = "detectable_format:number_bullet_lists"
PLACEHOLDERS = "detectable_content:number_placeholders"
POSTSCRIPT = "detectable_content:postscript"
TITLE = "detectable_format:title"


def counted(id, number, text):
    return mif.check(id, {number: 1}, text, profile=MULTI_IF).measured


PIECES = st.lists(
    st.sampled_from(["*", "-", "\n", " ", "\t", "\r", "\x0b", "a", "[", "]", "<", ">"])
)


@settings(max_examples=1000, deadline=None)
@given(PIECES.map("".join))
@example("*\n* b\n *\n\n - c")
@example("\n\r\n\x0b* x")
@example("[a\n[b]\n]c]")
@example("<<<>>>")
def test_the_same_is_found_in_linear_time(text):
    if not text:
        return
    stars = re.findall(r"^\s*\*[^\*].*$", text, re.MULTILINE)
    dashes = re.findall(r"^\s*-.*$", text, re.MULTILINE)
    assert counted(BULLETS, "num_bullets", text) == len(stars) + len(dashes)
    assert counted(PLACEHOLDERS, "num_placeholders", text) == len(re.findall(r"\[.*?\]", text))
    titles = re.findall(r"<<[^\n]+>>", text)
    titled = any(title.lstrip("<").rstrip(">").strip() for title in titles)
    assert mif.check(TITLE, {}, text, profile=MULTI_IF).passed is titled


@settings(max_examples=500, deadline=None)
@given(st.text("pPsS. \n\tx", max_size=30), st.sampled_from(["P.S.", "P.P.S", "P.P.S.", "x"]))
def test_the_same_postscript_is_found_in_linear_time(text, marker):
    patterns = {"P.P.S": r"\s*p\.\s?p\.\s?s.*$", "P.S.": r"\s*p\.\s?s\..*$"}
    pattern = patterns.get(marker, rf"\s*{marker.lower()}.*$")
    expected = bool(text) and bool(re.findall(pattern, text.lower(), re.MULTILINE))
    assert (
        mif.check(POSTSCRIPT, {"postscript_marker": marker}, text, profile=MULTI_IF).passed
        is expected
    )


LONG = 40_000


@pytest.mark.parametrize(
    "unit",
    [
        "*",
        "-",
        "[",
        "<",
        "\n",
        " ",
        ".",
        "?",
        "p.",
        "a. ",
        ". ",
        "“",
        '"',
        "字",
        "{",
        "@",
        "A'",
        "**a",
    ],
)
def test_hostile_text_is_answered_in_time(unit):
    reply = (unit * LONG)[:LONG]
    begun = time.process_time()
    for id in CLASSIC:
        mif.build(id, mif.describe(id).example, MULTI_IF).check(reply)
    assert time.process_time() - begun < 5
