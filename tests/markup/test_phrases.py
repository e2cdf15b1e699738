"""Whether a text begins with a phrase, and what marks the end of a letter or a section."""

from __future__ import annotations

import pytest
from told import marked_spans

import mifcheck as mif
from mifcheck.markup.phrases import beginning, keyword_pattern, longest
from mifcheck.markup.postscripts import find_postscript
from mifcheck.markup.sections import find_sections

WHAT = "What is rain?"


@pytest.mark.parametrize(
    ("string", "phrase", "shown", "found"),
    [
        ("What is rain? A cloud.", WHAT, WHAT, True),
        ("  **what is rain?** A cloud.", WHAT, "what is rain?", True),
        ("“What is *rain*?” A cloud.", WHAT, "What is *rain*?", True),
        ("[\"What is rain?\"]", WHAT, WHAT, True),
        ("¿Qué es?", "¿Qué es?", "Qué es?", True),
        ("Run ls -l now.", "Run `ls -l` now.", "Run ls -l now.", True),
        ("Run `ls -l` now.", "Run ls -l now.", "Run `ls -l` now.", True),
        ("Use snake_case.", "Use snake_case.", "Use snake_case.", True),
        ("Use snakecase.", "Use snake_case.", "Use snakecase.", False),
        ("What is rainfall?", "What is rain", "What is rain", False),
        ("  Rain is water in the air.", WHAT, "Rain is water", False),
        (" Go \n", WHAT, "Go", False),
        ("*** So", "***", "***", True),
    ],
)  # fmt: skip
def test_a_text_begins_with_a_phrase_or_with_what_is_shown(string, phrase, shown, found):
    start, end, is_found = beginning(string, phrase)
    assert (string[start:end], is_found) == (shown, found)


KEYWORDS = [
    ("en", "go go", "⟦go go⟧ ⟦go go⟧ go"),
    ("en", "go", "⟦go⟧, going, ⟦Go⟧! ago ⟦go⟧-to cargo"),
    ("en", "C", "⟦C⟧ and C++ and C# and ⟦c⟧."),
    ("en", "5", "⟦5⟧ of 15 and 5.5 and x5"),
    ("en", "a b", "⟦a b⟧ a  ⟦a *b⟧* ab"),
    ("en", "e.g.", "so ⟦e.g.⟧ this, ⟦e. g.⟧ that, egg"),
    ("en", "don't", "⟦don’t⟧ and ⟦DON'T⟧ and dont"),
    ("en", "won", "I won't, ⟦won⟧."),
    ("de", "Straße", "⟦STRASSE⟧, ⟦Strasse⟧, ⟦Straße⟧, Straßen"),
    ("fr", "Viens ?", "⟦Viens?⟧ ⟦viens ?⟧ Viens !"),
    ("zh", "下雨", "今天⟦下雨⟧，⟦下雨⟧了"),
    ("zh", "AI", "⟦AI⟧和人工⟦AI⟧，AIs和MAIL"),
    ("th", "ฝน", "วัน⟦ฝน⟧ตก"),
    ("hi", "नदी", "⟦नदी⟧, नदीयाँ, ⟦नदी⟧।"),
]


@pytest.mark.parametrize(("language", "keyword", "marked"), KEYWORDS)
def test_a_keyword_is_found_as_whole_words(language, keyword, marked):
    string, expected = marked_spans(marked)
    pattern = keyword_pattern(keyword, mif.get_language(language))
    found = [match.span() for match in pattern.finditer(string)]
    assert found == expected
    for start, end in expected:
        match = pattern.at_end(string, max(0, start - 3), end)
        assert match is not None
        assert match.span() == (start, end)
        assert pattern.match(string, start, len(string)).span() == (start, end)


def test_the_longest_of_several_matches_counts():
    places = [(4, 6), (0, 3), (1, 2), (2, 5), (0, 5), (4, 9), (4, 9)]
    assert [span[:2] for span in longest(mif.Span(*place) for place in places)] == [(0, 5), (4, 9)]


POSTSCRIPTS = [
    ("en", "P.S.", "I go.\n\n⟦P.S.⟧ Stay."),
    ("en", "P.S.", "I go. ⟦P.S.⟧ Stay."),
    ("en", "P.S.", "I go.\n\n**⟦P.S.⟧** Stay."),
    ("en", "P.S.", "I go.\n\n⟦p.s⟧ Stay."),
    ("en", "P.S.", "I go.\n\n⟦P. S.⟧ Stay. P.S. So."),
    ("en", "P.S.", "A P.S. is short. I go.\n\n⟦P.S.⟧ Stay."),
    ("en", "P.S.", "Postscript: ⟦P.S.⟧ Stay."),
    ("en", "P.S.", "We ate early ⟦P.S.⟧ Thank Ann."),
    ("en", "P.S.", "He wrote a P.S. to it."),
    ("en", "P.S.", "I go.\n\nP.S."),
    ("en", "P.S.", "I go.\n\nP.P.S. Stay."),
    ("en", "P.P.S", "I go.\n\nP.S. Stay.\n\n⟦P.P.S.⟧ Go on."),
    ("en", "P.S.", "I go. P. Smith came."),
    ("en", "P.S.", "P.S. means postscript."),
    ("en", "P.S.", "I go."),
    ("ru", "P.S.", "Я иду.\n\n⟦P.S.⟧ Останься."),
    ("zh", "P.S.", "我走了。⟦P.S.⟧ 你留下。"),
]


@pytest.mark.parametrize(("language", "marker", "marked"), POSTSCRIPTS)
def test_a_postscript_begins_with_its_marker(language, marker, marked):
    reply, expected = marked_spans(marked)
    found = find_postscript(reply, marker, mif.get_language(language))
    assert [span[:2] for span in found] == expected


SECTIONS = [
    ("en", "Section", "⟦Section 1⟧\nTea.\n\n⟦## SECTION 2⟧: Oil\nSection three is long."),
    ("en", "Section", "Tea.\n⟦Section one⟧\nOil.\n⟦Section II⟧\nSalt."),
    ("en", "Section", "⟦Section No. 1⟧ Tea and Section 2"),
    ("en", "Section", "Tea is hot. ⟦Section 2:⟧ Oil."),
    ("en", "Section", "```python\nSection 1\n```\n⟦Section 2⟧\n```text\n⟦Section 3⟧\n```"),
    ("en", "Section", "See Section 1.\nSections 2"),
    ("en", "Part", "Part I love\n⟦Part I⟧\nTea."),
    ("zh", "部分", "⟦第一部分⟧\n茶。\n⟦第2部分⟧\n油。"),
]


@pytest.mark.parametrize(("language", "word", "marked"), SECTIONS)
def test_a_section_begins_with_a_word_and_a_number(language, word, marked):
    reply, expected = marked_spans(marked)
    text = mif.Text(reply, language)
    found = find_sections(reply, word, text.language, text.fenced_lines)
    assert [span[:2] for span in found] == expected
