"""What one line is by itself: its kind, its content, and what may be the number of an item."""

from __future__ import annotations

import pytest

from mifcheck.markup.lines import shape

# The line, its kind, its content, and the numbers: kind, whether it is one in any case, and value.
LINES = [
    ("", "blank", "", []),
    (" \t", "blank", "", []),
    ("Rain falls.  ", "text", "Rain falls.", []),
    ("  It rains.", "text", "It rains.", []),
    ("**Rain** falls.", "text", "**Rain** falls.", []),
    ("7 boats", "text", "7 boats", []),
    ("L’eau", "text", "L’eau", []),
    ("A boat", "text", "A boat", []),
    # Headings
    ("# Rain", "heading", "Rain", []),
    ("   ## Rain ##  ", "heading", "Rain", []),
    ("## Rain##", "heading", "Rain", []),
    ("# C#", "heading", "C#", []),
    ("##Rain", "heading", "Rain", []),
    ("#rain", "text", "#rain", []),
    ("#", "heading", "", []),
    ("> ## Rain", "heading", "Rain", []),
    ("- # Rain", "heading", "Rain", []),
    ("## 2. Rain", "heading", "2. Rain", [("ordinal", True, 2)]),
    ("## 2.1 Rain", "heading", "2.1 Rain", [("glued", True, -1)]),
    # Items
    ("- tea", "item", "tea", []),
    ("  * tea", "item", "tea", []),
    ("•tea", "item", "tea", []),
    ("-tea", "text", "-tea", []),
    ("- [x] tea", "item", "tea", []),
    ("- [ ] tea", "item", "tea", []),
    ("[x] tea", "text", "[x] tea", []),
    ("## [x] tea", "heading", "[x] tea", []),
    ("> tea", "text", "tea", []),
    ("> - tea", "item", "tea", []),
    ("★ tea", "signed", "★ tea", []),
    ("🌟 tea", "signed", "🌟 tea", []),
    ("> 🌟 tea", "signed", "🌟 tea", []),
    ("🌟", "text", "🌟", []),
    # Rules and targets of links
    ("---", "rule", "---", []),
    (" * * *", "rule", " * * *", []),
    ("___\r", "rule", "___\r", []),
    ("====", "rule", "====", []),
    ("--", "text", "--", []),
    ("***Rain***", "text", "***Rain***", []),
    ("[home]: http://a.b", "target", "[home]: http://a.b", []),
    ("[home]: a house", "text", "[home]: a house", []),
    ("[home] is far.", "text", "[home] is far.", []),
    # Numbers
    ("1. tea", "text", "1. tea", [("ordinal", True, 1)]),
    ("  12.  tea", "text", "12.  tea", [("ordinal", True, 12)]),
    ("**3.** tea", "text", "**3.** tea", [("ordinal", True, 3)]),
    ("1) tea", "text", "1) tea", [("digits", True, 1)]),
    ("(1) tea", "text", "(1) tea", [("digits", True, 1)]),
    ("1.) tea", "text", "1.) tea", [("digits", True, 1)]),
    ("1º) chá", "text", "1º) chá", [("digits", True, 1)]),
    ("1.º lugar", "text", "1.º lugar", []),
    ("1\\. tea", "text", "1\\. tea", [("ordinal", True, 1)]),
    ("1 – tea", "text", "1 – tea", [("digits", False, 1)]),
    ("2/ tea", "text", "2/ tea", [("digits", False, 2)]),
    ("1 – 2 cups", "text", "1 – 2 cups", []),
    ("- 1. tea", "item", "1. tea", [("ordinal", True, 1)]),
    ("1.tea", "text", "1.tea", [("glued", True, -1)]),
    ("1、茶", "text", "1、茶", [("glued", True, -1)]),
    ("① tea", "text", "① tea", [("glued", True, -1)]),
    ("[1] Day, 2020", "text", "[1] Day, 2020", [("glued", True, -1)]),
    ("1.2 Rain", "text", "1.2 Rain", [("1.", False, 2)]),
    ("1.2. rain", "text", "1.2. rain", [("1.", False, 2)]),
    ("2.10.3 Rain", "text", "2.10.3 Rain", [("2.10.", False, 3)]),
    ("3.5 km", "text", "3.5 km", []),
    ("II. Rain", "text", "II. Rain", [("roman", True, 2)]),
    ("IV) Rain", "text", "IV) Rain", [("roman", True, 4)]),
    ("XIX. Rain", "text", "XIX. Rain", [("roman", True, 19)]),
    ("iv. rain", "text", "iv. rain", [("small roman", False, 4)]),
    ("II – Rain", "text", "II – Rain", [("roman", False, 2)]),
    ("V. Rain", "text", "V. Rain", [("roman", False, 5), ("letter", False, ord("V"))]),
    ("x) rain", "text", "x) rain", [("small roman", False, 10), ("letter", False, ord("x"))]),
    ("a) tea", "text", "a) tea", [("letter", False, ord("a"))]),
    ("(b) tea", "text", "(b) tea", [("letter", False, ord("b"))]),
    ("乙. 茶", "text", "乙. 茶", [("letter", False, ord("乙"))]),
    ("a – tea", "text", "a – tea", []),
    ("So – tea", "text", "So – tea", []),
    ("(11) 98765-4321", "text", "(11) 98765-4321", []),
    ("(030) 12345", "text", "(030) 12345", []),
    ("(11) 98 boats", "text", "(11) 98 boats", [("digits", True, 11)]),
    ("1.", "text", "1.", []),
]  # fmt: skip


@pytest.mark.parametrize(("line", "kind", "content", "numbers"), LINES)
def test_a_line_has_a_shape(line, kind, content, numbers):
    found = shape(line)
    assert (found.kind, line[found.start : found.end]) == (kind, content)
    assert [(each.kind, each.is_certain, each.value) for each in found.numbers] == numbers


@pytest.mark.parametrize(
    ("line", "number", "word"),
    [
        ("3. Oktober", "3. ", "oktober"),
        ("  3. **Platz:** Ann", "3. ", "platz"),
        ("**3.** Platz", "3.** ", "platz"),
        ("3) Platz", "3) ", ""),
        ("3. 7 boats", "3. ", ""),
        ("> (3) tea", "(3) ", ""),
        ("*a)* tea", "a)* ", ""),
    ],
)
def test_a_number_has_its_place_and_the_word_behind_it(line, number, word):
    found = shape(line).numbers[0]
    assert (line[found.start : found.end], found.next_word) == (number, word)
