"""What is true of words and sentences, what they are compared by, and what selections are called."""

from __future__ import annotations

import pytest

import mifcheck as mif
from mifcheck.bounds import at_most, exactly
from mifcheck.checkers.grammar import order
from mifcheck.checkers.grammar.formats import Dated
from mifcheck.checkers.grammar.nesting import Nested, NestedQuotes
from mifcheck.checkers.grammar.relations import Copies, Edited, Listed, OneOf, Overlap
from mifcheck.checkers.grammar.selections import (
    after,
    before,
    bullets,
    characters,
    items,
    lines,
    outside_fence_lines,
    quotations,
    sentences,
    source_lines,
    tokens,
    words,
    words_apart,
)
from mifcheck.checkers.grammar.traits import (
    alliteration,
    alphabetical,
    as_written,
    base_letter,
    begins_with_word,
    capitalised,
    character_count,
    consonant_cluster,
    edge_words,
    emoji_at_end,
    ends_with_word,
    exclamation,
    first_letter,
    indentation,
    is_text,
    is_word,
    japanese,
    latin_letter,
    length,
    listed,
    lowercase,
    major,
    of_class,
    of_length,
    of_words,
    one_token,
    palindromes,
    prime_length,
    question,
    same_edges,
    starts_with,
    statement,
    unmarked_end,
    vowel,
    without_accents,
    word_count,
)

STOP = of_class("stop_words", ("stop word", "stop words"))


def pieces(selection, string, language="en"):
    return selection.pieces(selection.seen(mif.Text(string, language)))


# A selection of units, a predicate, and a text with a + before each unit of which it is true.
TRUE = [
    (words, prime_length, "en", "a +at +tea boat +river autumn +weather snowfall something"),
    (words, consonant_cluster, "en", "a +tree is +apple open"),
    (characters, vowel, "fr", "t+é+e"),
    (words, capitalised, "en", "+Rain falls +iPhone +3rd +7"),
    (words, major, "en", "+the +end +goes of +time +of"),
    (words, lowercase, "en", "+go Go 7 gO"),
    (words, STOP, "en", "+The rain +is +I'm wet"),
    (words, listed(["Rain", "sea"], ("word", "words")), "en", "+RAIN seas +Sea"),
    (words, is_word("rain"), "en", "+Rain rains"),
    (words, of_length(at_most(2)), "en", "+we see +it"),
    (words, palindromes(2), "hi", "+नमन नमना"),
    (words, palindromes(3), "en", "a +noon +eye go"),
    (words, japanese, "en", "+川 a"),
    (lines, one_token, "fr", "+Viens !\nViens vite !\n+Oui"),
    (lines, one_token, "zh", "今天下雨\n+茶"),
    (lines, same_edges, "en", "+Rain is rain.\n+Rain\nIt falls.\n..."),
    (lines, unmarked_end, "en", "+Rain falls\nRain falls.\n..."),
    (lines, starts_with("rain"), "en", "+Rain falls.\n+“Rain falls.”\n+Rainy\nA rain falls."),
    (sentences, question, "en", "Go. +Who? So?! Go!"),
    (sentences, exclamation, "en", "Go. Who? +So?! +Go!"),
    (sentences, statement, "en", "+Go. Who? +So… Go!"),
    (sentences, of_words(exactly(2)), "en", "Go. +We go. We all go."),
    (sentences, emoji_at_end, "en", "+I go. 😊 You stay."),
    (sentences, is_text("go on."), "en", "+Go on. +“Go on.” Go on now."),
    (sentences, is_text("Sehr schön.", exact=True), "de", "+Sehr schön. Sehr schoen."),
    (sentences, begins_with_word("rain"), "en", "+Rain falls. Rains fall. It is rain."),
    (sentences, begins_with_word("c'è"), "it", "+C'è tempo. Che c'è?"),
    (sentences, begins_with_word("今天"), "zh", "+今天天气好。昨天下雨。"),
    (sentences, ends_with_word("rain"), "en", "+It is rain. Rain it is. It is brain."),
    (sentences, ends_with_word("po'"), "it", "+Aspetta un po'. Aspetta."),
    (sentences, ends_with_word("天气"), "zh", "+我喜欢好天气。今天下雨。"),
    (source_lines, outside_fence_lines, "en", "+So:\n```\n+ls\n```"),
]


@pytest.mark.parametrize(("selection", "predicate", "language", "marked"), TRUE)
def test_of_which_units_a_predicate_is_true(selection, predicate, language, marked):
    string = marked.replace("+", "")
    all_units = pieces(selection, string, language)
    chosen = [piece.start for piece in all_units if predicate(piece)]
    assert chosen == [at - n for n, at in enumerate(i for i, c in enumerate(marked) if c == "+")]
    assert [each.start for each in pieces(selection.where(~predicate), string, language)] == [
        piece.start for piece in all_units if piece.start not in chosen
    ]


KEYS = [
    (words, as_written, "en", "Rain RAIN", ["rain", "rain"]),
    (words, first_letter, "fr", "Été œuf À", ["e", "o", "a"]),
    (words, first_letter, "es", "ñu África", ["ñ", "a"]),
    (words, first_letter, "en", "7", [""]),
    (words, latin_letter, "es", "ñu", ["n"]),
    (words, alphabetical, "en", "A zoo 7", [(0, 26), (25, 26), (-1, 26)]),
    (words, alphabetical, "de", "Ähre", [(0, 26)]),
    (words, length, "de", "Straße 7 ab", [6, 0, 2]),
    (words, length, "hi", "नदी", [2]),
    (characters, base_letter, "es", "áñ", ["a", "ñ"]),
    (lines, without_accents, "fr", "Été, ça va ?", ["ete ca va"]),
    (source_lines, indentation, "en", "a\n  b\n\tc", [0, 2, 1]),
    (sentences, word_count, "en", "Go. We all go.", [1, 3]),
    (sentences, character_count, "hi", "नदी।", [3]),
    (sentences, edge_words, "en", "I go Home. Stay. ...", [("i", "home"), ("stay", "stay")]),
    (sentences, alliteration, "en", "Big bees see. 7 7 7!", [2, 0]),
    (sentences, alliteration, "en", "We see big bees buzz.", [3]),
]


@pytest.mark.parametrize(("selection", "key", "language", "string", "expected"), KEYS)
def test_what_units_are_compared_by(selection, key, language, string, expected):
    assert [key(piece) for piece in pieces(selection, string, language)][
        : len(expected)
    ] == expected


SELECTED = [
    (tokens, "en", "Viens ! So 7-8 — go", ["Viens", "So", "7-8", "go"]),
    (words_apart, "pt", "Disse-me tudo", ["Disse", "me", "tudo"]),
    (items, "en", "- tea\n1. oil\n\nSalt.", ["tea", "oil"]),
    (quotations, "en", 'He said "go" and “stay”.', ['"go"', "“stay”"]),
    (quotations, "en", "The dogs' ears and ‘it’s so’.", ["‘it’s so’"]),
    (before(bullets, 0), "en", "Buy:\n- tea\n- oil", ["Buy:"]),
    (after(bullets, -1), "en", "- tea\n- oil\n\nThanks.", ["Thanks."]),
    (before(bullets, 0), "en", "- tea\n- oil", []),
    (after(bullets, -1), "en", "So.", []),
    (words[-2:], "en", "a b c", ["b", "c"]),
    (words[:-1], "en", "a b c", ["a", "b"]),
    (words[-3], "en", "a b c", ["a"]),
    (words[-4], "en", "a b c", []),
    (words[3], "en", "a b c", []),
]


@pytest.mark.parametrize(("selection", "language", "string", "found"), SELECTED)
def test_more_selections(selection, language, string, found):
    assert [piece.string for piece in pieces(selection, string, language)] == found


@pytest.mark.parametrize(
    ("selection", "one", "several"),
    [
        (words[0], "first word", "first word"),
        (words[2], "third word", "third word"),
        (words[3], "4th word", "4th word"),
        (words[-1], "last word", "last word"),
        (words[-2], "second last word", "second last word"),
        (words[1::2], "word (from number 2, every 2)", "words (from number 2, every 2)"),
        (words[:3], "word (up to number 3)", "words (up to number 3)"),
        (words[-2:], "word (the last 2)", "words (the last 2)"),
        (words[:-1], "word (but for the last 1)", "words (but for the last 1)"),
        (words[0:2], "word (up to number 2)", "words (up to number 2)"),
        (words.distinct(as_written), "different word", "different words"),
        (
            words.where(prime_length),
            "word that has a prime number of letters",
            "words that have a prime number of letters",
        ),
        (
            words.where(~prime_length),
            "word that does not have a prime number of letters",
            "words that do not have a prime number of letters",
        ),
        (
            words.where(prime_length & lowercase),
            "word that has a prime number of letters and is in small letters",
            "words that have a prime number of letters and are in small letters",
        ),
        (words.where(STOP), "stop word", "stop words"),
        (
            after(bullets, -1),
            "text after the last bullet point",
            "text after the last bullet point",
        ),
    ],
)
def test_selections_have_names(selection, one, several):
    assert selection.noun == (one, several)


@pytest.mark.parametrize(
    ("selection", "is_single", "adds_up"),
    [
        (words, False, True),
        (words[0], True, False),
        (words[:2], False, False),
        (words.where(prime_length), False, True),
        (words.distinct(as_written), False, True),
        (words.since(prime_length), False, False),
        (before(bullets, 0), True, True),
    ],
)
def test_what_is_known_of_a_selection(selection, is_single, adds_up):
    assert (selection.is_single, selection.adds_up) == (is_single, adds_up)


LAWS = [
    (order.rising, [1, 3, 2], (2, "2 is not more than 3")),
    (order.rising, [1, 1], (1, "1 is not more than 1")),
    (order.falling, [3, 1, 1], (2, "1 is not less than 1")),
    (order.falling, [3, 2, 1], None),
    (order.sorted_up, ["a", "a", "b"], None),
    (order.sorted_up, ["b", "a"], (1, "'a' comes before 'b'")),
    (order.sorted_down, ["a", "b"], (1, "'b' comes after 'a'")),
    (order.equal, [2, 2, 1], (2, "1, not 2 as before")),
    (order.alternating, ["a", "b", "b"], (2, "'b' again")),
    (order.steps_of(2), [1, 3, 4], (2, "4, not 2 more than 3")),
    (order.those_of([1, 2]), [1, 2, 3], None),
    (order.those_of([1, 2]), [1, 3], (1, "3, not 2")),
    (order.distinct, [1, 2, 1], (2, "repeats number 1")),
    (order.at_most_each(2), [1, 2, 1, 1], (3, "the 3rd time")),
    (order.linked, [("a", "b"), ("b", "c"), ("d", "d")], (2, "it begins with 'd', not 'c'")),
    (order.next_in_cycle, [(25, 26), (0, 26), (1, 26)], None),
    (order.next_in_cycle, [(0, 26), (2, 26)], (1, "it does not follow")),
    (order.next_in_cycle, [(-1, 26), (0, 26)], (1, "it does not follow")),
    (order.not_next, [(0, 26), (1, 26)], (1, "it is the next")),
    (order.not_next, [(25, 26), (0, 26), (0, 26)], None),
    (order.not_next, [(-1, 26), (0, 26)], None),
]


@pytest.mark.parametrize(("law", "keys", "offence"), LAWS)
def test_a_law_says_what_breaks_it(law, keys, offence):
    assert law.offence(keys) == offence
    assert law.holds(keys) is (offence is None)


OUTCOMES = [
    (Dated("D.M."), "de", "29.2.", True, ["29.2."]),
    (Dated("D.M.YY"), "de", "29.2.01", False, ["29.2.01"]),
    (Dated("D.M.YY"), "de", "29.2.04", True, ["29.2.04"]),
    (Nested(exactly(2)), "en", "([a]) (b)", True, ["([a])", "[a]"]),
    (Nested(exactly(1)), "en", "(a) [b]", True, ["(a)"]),
    (Nested(exactly(0)), "en", "(a]", True, []),
    (Nested(exactly(2)), "zh", "（一【二】）", True, ["（一【二】）", "【二】"]),
    (NestedQuotes(exactly(2)), "en", "‘a “b” c’", True, ["‘a “b” c’", "“b”"]),
    (NestedQuotes(exactly(1)), "en", "“It’s Ann’s”", True, ["“It’s Ann’s”"]),
    (OneOf(("yes", "no")), "en", "« YES »", True, ["« YES »"]),
    (OneOf(("1. yes", "2. no")), "en", "1. Yes", True, ["Yes"]),
    (OneOf(("Straße",)), "de", "Strasse!", True, ["Strasse!"]),
    (Copies("Go on."), "en", "“Go on.”", True, ["Go on."]),
    (Copies("Go on.", 2), "en", "Go on.\n---\nGo on.", True, ["Go on.", "Go on."]),
    (Copies("Go on.", 2), "en", "Go on. So: Go on.", False, ["Go on.", "Go on."]),
    (Copies("Go on.", 2), "en", "“Go on.” – “Go on.”", True, ["Go on.", "Go on."]),
    (Copies("Go on.", 2, apart=True), "en", "Go on.\n******\nGo on.\n******\n", False, ["Go on.", "Go on."]),
    (Edited("Write a poem now.", (-1,)), "en", "Write a poem soon.", True, ["soon."]),
    (Edited("Write a poem now.", (-1,)), "en", '"Write a poem soon."', True, ["soon."]),
    (Edited("Write a poem now.", (1,)), "en", "Write poem now.", False, []),
    (Edited("Write a poem now.", (0, 1)), "en", "Read the poem now.", True, ["Read", "the"]),
    (Listed(tokens, ("14", "21", "28"), ("14",)), "en", "21 28", True, []),
    (Listed(tokens, ("14", "21"), ("14",)), "en", "14 21", True, []),
    (Listed(tokens, ("Été", "14")), "fr", "ete １４", True, []),
    (Listed(tokens, ("14", "21")), "en", "14", False, []),
    (Listed(tokens, ("14", "21")), "en", "21 14", False, ["21"]),
    (Overlap("one two three", 2, 0, 50, of="words"), "en", "one two five", True, []),
    (Overlap("abc", 3, 100, 100), "en", " abc ", True, []),
]  # fmt: skip


@pytest.mark.parametrize(("checker", "language", "reply", "passed", "shown"), OUTCOMES)
def test_what_is_shown_of_a_reply(checker, language, reply, passed, shown):
    verdict = checker.check(reply, language)
    assert verdict.passed is passed, verdict.reason
    assert [reply[start:end] for start, end, _ in verdict.evidence] == shown
