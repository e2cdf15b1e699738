"""Whether a reply is one quotation as a whole, and the quotations within a text."""

from __future__ import annotations

import pytest
from told import marked_spans

import mifcheck as mif
from mifcheck.markup.quotations import closing_of, quotation_of, quotation_pattern

WHOLE = [
    ("en", '"Go"', '""'),
    ("en", ' **"Go."** \n', '""'),
    ("en", '*"Go."*.', '""'),
    ("en", "“Go”!", "“”"),
    ("en", "“Go” now", None),
    ("en", '"', None),
    ("en", '""', None),
    ("en", '" "', None),
    ("en", "", None),
    ("en", "**", None),
    ("en", "Go", None),
    ("en", '"Go', None),
    ("en", '"Go, she said. “Stay.”', None),
    ("en", "'It's Ann's dog'", "''"),
    ("en", "'Go' and 'stay'", None),
    ("en", '"Go," she said, "now."', None),
    ("en", '"He said "yes" to me."', '""'),
    ("en", '"He said "yes"."', '""'),
    ("en", '"She said ("yes") twice."', '""'),
    ("en", '"The 32" screen fits."', '""'),
    ("en", '"Go" is 32" long"', None),
    ("en", '"So ""yes"" it is."', '""'),
    ("en", "“a “b” c”", "“”"),
    ("en", "“a” b “c”", None),
    ("en", "“a” b”", None),
    ("en", "“Don’t go”", "“”"),
    ("en", "‘Don’t go’", "‘’"),
    ("en", "‘Go’ or ‘stay’", None),
    ("de", "„Ja“", "„“"),
    ("de", "»Ja«", "»«"),
    ("en", "„Ja“", None),
    ("ru", "«Да, «нет» сказал он»", "«»"),
    ("zh", "“今天”下雨“明天”", None),
    ("zh", "“今天“下雨”明天”", "“”"),
    ("ja", "「雨だ」。", "「」"),
    ("ja", "「雨」と「雪」", None),
]  # fmt: skip


@pytest.mark.parametrize(("language", "string", "marks"), WHOLE)
def test_marks_are_around_the_whole(language, string, marks):
    found = quotation_of(string, string, mif.get_language(language).quotes)
    assert found.marks == marks
    assert bool(found.reason) is (marks is None)


WHY = [
    ("Go", "begins with 'G' and ends with 'o'"),
    ('"Go', "begins with '\"' and ends with 'o'"),
    ('"Go" now', "the quotation is closed by '\"', and ' now' follows"),
    (f'"Go" {"a" * 23}', f"the quotation is closed by '\"', and ' {'a' * 23}' follows"),
    (f'"Go" {"a" * 24}', f"the quotation is closed by '\"', and ' {'a' * 23}…' follows"),
]


@pytest.mark.parametrize(("string", "reason"), WHY)
def test_it_is_said_what_closes_a_quotation(string, reason):
    assert quotation_of(string, string, mif.get_language("en").quotes).reason == reason


WITHIN = [
    ("en", "He said ⟦\"go\"⟧ and ⟦“stay\nhere”⟧."),
    ("en", "The dogs' ears aren't ⟦'so'⟧, are they?"),
    ("en", "' so ' and '"),
    ("en", "'a\nb'"),
    ("en", '""'),
    ("fr", "Il dit ⟦« oui »⟧."),
    ("de", "Er sagt ⟦„ja“⟧ und ⟦»nein«⟧."),
    ("zh", "他说⟦‘好’⟧。"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "marked"), WITHIN)
def test_quotations_are_found_in_a_text(language, marked):
    string, expected = marked_spans(marked)
    found = quotation_pattern(mif.get_language(language).quotes).finditer(string)
    assert [match.span() for match in found] == expected


def test_a_mark_may_be_closed_by_several():
    assert closing_of((("„", "“"), ("„", "”"), ("«", "»"))) == {"„": "“”", "«": "»"}


# Replies, with what is shown of the beginning and of the end, or of where it is closed.
EDGES = [
    ("⟦G⟧⟦o⟧", "end"),
    ('⟦"⟧Go⟦"⟧ now', "closes"),
    ('  **⟦"⟧Go⟦"⟧ now**', "closes"),
    ("⟦“⟧a⟦”⟧ b “c”", "closes"),
    ("⟦“⟧Go⟦”⟧, “stay”", "closes"),
    ('⟦"⟧Go, she said. “Stay.⟦”⟧', "end"),
    ('**⟦"⟧Go.⟦"⟧**!', "end"),
    ('⟦"⟧G⟦o⟧', "end"),
    ('⟦G⟧o⟦"⟧', "end"),
    ("⟦'⟧It's⟦'⟧ so", "closes"),
    ('⟦*⟧"Go"* no⟦w⟧', "end"),
    ("⟦👩‍🚀⟧ g⟦o⟧", "end"),
]


@pytest.mark.parametrize(("marked", "label"), EDGES)
def test_it_is_shown_where_a_quotation_begins_and_ends(marked, label):
    string, expected = marked_spans(marked)
    found = quotation_of(string, string, mif.get_language("en").quotes)
    assert [span[:2] for span in found.edges] == expected
    assert [span.label for span in found.edges] == ["beginning", label]


@pytest.mark.parametrize(
    ("source", "marks"),
    [
        ('"He said \\"go\\" now."', '""'),
        ('*"He said \\"go\\" now."*', '""'),
        ('"Go." So \\"it."', None),
        ("“He said \\“go.”", "“”"),
        ("He said \\“go.”", None),
    ],
)
def test_an_escaped_mark_closes_nothing(source, marks):
    seen = mif.Text(source, "en").rendered.string
    assert quotation_of(seen, source, mif.get_language("en").quotes).marks == marks
