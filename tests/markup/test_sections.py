"""The beginnings of sections: only lines with the word are searched, and nothing else is found."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

import mifcheck as mif
from mifcheck.markup import sections

PIECES = [
    *("Section", "SECTION", "section part", "Sections", "第", "部分", "一", "1", "2.", "II", "one", "No. 3", "#4"),
    *(" ", " ", "\n", "\n\n", "\r\n", ":", ".", ". ", "**", "## ", "- ", "1. ", "(", ")", "<b>", "“", "🎉", "Tea is hot. "),
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)
words = st.sampled_from(["Section", "section part", "第", "部分", "1", "a"])


@given(texts, words, st.sampled_from(mif.known_languages()))
@example("Section\npart 1: Tea.", "section part", "en")
@settings(max_examples=300, deadline=None)
def test_only_lines_with_the_word_need_to_be_searched(reply, word, language):
    spoken = mif.get_language(language)
    whole = sections._pattern(word, spoken).finditer(reply)
    assert list(sections._beginnings(reply, word, spoken)) == [match.span() for match in whole]
