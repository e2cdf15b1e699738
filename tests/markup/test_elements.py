"""What is found in a text: the table `elements.toml`."""

from __future__ import annotations

from pathlib import Path

import pytest
from told import marked_spans, read_toml

import mifcheck as mif

TABLE = read_toml(Path(__file__).with_name("elements.toml"))
ROWS = [
    pytest.param(element, language, marked, id=f"{element}: {marked!r}")
    for element, languages in TABLE.items()
    for language, texts in languages.items()
    for marked in texts
]


@pytest.mark.parametrize(("element", "language", "marked"), ROWS)
def test_what_is_found(element, language, marked):
    reply, expected = marked_spans(marked)
    seen = mif.Text(reply, language).rendered
    found = getattr(seen.source, element)
    if element in IN_RENDERED:
        found = [seen.to_source(start, end) for start, end, _ in getattr(seen, element)]
    spans = [found] if element == "content" else found
    assert sorted(span[:2] for span in spans) == expected


@pytest.mark.parametrize(
    ("language", "reply", "filled"),
    [
        ("en", "split {} ******", 193),
        ("en", "It is ****** {} split", 193),
        # A sentence that begins with one speaks of it soon.
        ("en", "****** {} split them", 17),
        ("zh", "******{}分开它们", 6),
        # A short line with a colon at its end announces what is below.
        ("en", "It is ****** {}:", 57),
    ],
)
def test_a_divider_is_spoken_of_near_it(language, reply, filled):
    letter = "啊" if language == "zh" else "a"
    for more, found in ((0, 0), (1, 1)):
        text = mif.Text(reply.format(letter * (filled + more)), language)
        assert len(text.response_dividers) == found


@pytest.mark.parametrize(
    ("language", "reply", "filled"),
    [
        # A title has 80 characters at most; without spaces, 24.
        ("en", "Rain{}\n\nIt falls.", 76),
        ("zh", "第一章 {}\n\n今天下雨。", 20),
        # A salutation has six words at most; without spaces, 13 characters.
        ("zh", "亲爱的{}，\n\n我很好。", 10),
        ("zh", "我很好。\n\n此致\n{}", 13),
    ],
)
def test_a_line_that_is_apart_is_short(language, reply, filled):
    letter = "啊" if language == "zh" else "a"
    for more in (0, 1):
        text = mif.Text(reply.format(letter * (filled + more)), language)
        assert text.sentence_count == len(text.sentences) == 1 + more


@pytest.mark.parametrize(
    "written",
    ["<<The Rain>>", "<<< The Rain >>>", "\\<\\<The Rain\\>\\>", "&lt;&lt;The Rain&gt;&gt;"],
)
def test_a_title_has_a_text_without_its_brackets(written):
    assert [title.text for title in mif.Text(written).titles] == ["The Rain"]


IN_RENDERED = {"sentences", "paragraphs", "commas", "numbers", "numbers_in_digits", "answers"}
