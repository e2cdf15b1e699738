"""What is looked past before the first word and after the last one, of a sentence and of a reply."""

from __future__ import annotations

import pytest

import mifcheck as mif
from mifcheck.markup.edges import (
    after_signs,
    before_closing,
    before_final_marks,
    end_of_reply,
    ends_like_a_sentence,
    first_word,
    unwrapped,
)
from mifcheck.markup.endings import ending, interchangeable, sentence_end, split_ending, takes_marks
from mifcheck.markup.letters import (
    accepts_marks,
    is_letter,
    is_marked,
    letter_pattern,
    opening_words,
    sentence_start,
)


@pytest.mark.parametrize(
    ("string", "before", "word"),
    [
        ("Rain falls.", "", "Rain"),
        ("  **Rain** falls.", "  **", "Rain"),
        ("🌟 “Rain’s end”", "🌟 “", "Rain’s"),
        ("- [x] well-made", "- [x] ", "well-made"),
        ("… so it is", "… ", "so"),
        ("... so it is", "... ", "so"),
        (".5 of it", "", ".5"),
        ("#rain #snow", "#", "rain"),
        ("#1 is rain", "", "#1"),
        (":) Hi", ":) ", "Hi"),
        (":)Hi", "", ":)Hi"),
        ("1️⃣ Wash it", "1️⃣ ", "Wash"),
        ("7 boats", "", "7"),
        ("→ tea", "→ ", "tea"),
        ("\u200bRain", "\u200b", "Rain"),
        ("¿Quién?", "¿", "Quién"),
        ("» Ja «", "» ", "Ja"),
        ("?! so", "", "?!"),
        ("**", "**", ""),
    ],
)
def test_the_first_word_stands_behind_marks(string, before, word):
    begins = after_signs(string, 0, len(string))
    start, end = first_word(string, begins, len(string))
    assert (string[:begins], string[start:end]) == (before, word)


@pytest.mark.parametrize(
    ("string", "sentence", "words", "ends"),
    [
        ("Rain falls.", "Rain falls.", "Rain falls", True),
        ("Rain falls", "Rain falls", "Rain falls", False),
        ("Rain falls... ", "Rain falls...", "Rain falls", True),
        ("“Rain falls!” 🌟", "“Rain falls!", "“Rain falls", True),
        ("(Rain falls?)**", "(Rain falls?", "(Rain falls", True),
        ("Rain falls.²", "Rain falls.", "Rain falls", True),
        ("Rain falls⁉", "Rain falls⁉", "Rain falls", True),
        ("Rain falls:", "Rain falls:", "Rain falls", False),
        ("Rain, ", "Rain,", "Rain", False),
        ("Rain :)", "Rain", "Rain", False),
        ("雨が降る。」", "雨が降る。", "雨が降る", True),
        ("Rain. 1️⃣", "Rain.", "Rain", True),
        ("🌟", "", "", False),
        ("", "", "", False),
        (".", ".", "", True),
    ],
)
def test_the_last_word_stands_before_marks(string, sentence, words, ends):
    whole = f"So. {string}"
    assert whole[4 : before_closing(whole, 4, len(whole))] == sentence
    assert whole[4 : before_final_marks(whole, 4, len(whole))] == words
    assert ends_like_a_sentence(string) is ends


def test_a_sentence_may_end_in_marks_that_are_named():
    assert ends_like_a_sentence("Tea:**", ":;")
    assert not ends_like_a_sentence("Tea.", ":;")


@pytest.mark.parametrize(
    ("reply", "phrase", "marks", "before"),
    [
        ("I go.**  ", "I go.", "", "I go."),
        ("I go”", "go", "", "I go"),
        ("I go”*", "go”", "", "I go”"),
        ("I go*", "go”", "", "I go"),
        ("I go.”", "go", ".", "I go"),
        ("I go.”", "go", "", "I go."),
        ("I go) \n", "(I go)", "", "I go)"),
        ("So **\n", "**", "", "So **"),
    ],
)
def test_the_end_of_a_reply_stands_before_closing_marks(reply, phrase, marks, before):
    assert reply[: end_of_reply(reply, phrase, marks)] == before


@pytest.mark.parametrize(
    ("phrase", "bare"),
    [("**Go on**", "Go on"), ('"Go on!" ', "Go on!"), ("«Да»", "Да"), ("(so)", "(so)"), ('"', '"')],
)
def test_a_phrase_is_unwrapped(phrase, bare):
    assert unwrapped(phrase) == bare


@pytest.mark.parametrize(
    ("end", "words", "marks"),
    [
        ("go on!", "go on", "!"),
        ("“go on.”", "go on", "."),
        ("**go on**?!", "go on", "?!"),
        ("go on", "go on", ""),
        ("…", "", "…"),
        ("? ", "", "?"),
        ("なのです。」", "なのです", "。"),
    ],
)
def test_an_ending_has_words_and_marks(end, words, marks):
    assert split_ending(end) == (words, marks)


@pytest.mark.parametrize(
    ("mark", "others"),
    [(".", "。…"), ("!", "！‼⁈"), ("?", "？⁇⁉"), ("।", "॥|"), (":", "："), (",", "，")],
)
def test_some_marks_match_one_another(mark, others):
    assert all(interchangeable(mark) == interchangeable(other) for other in others)
    assert {mark, *others} <= {*interchangeable(mark)}
    assert interchangeable(mark) != interchangeable(";")
    assert not interchangeable("~")


SENTENCE_ENDS = [
    ("en", "He runs to the river.", "the river", ""),
    ("en", "He runs to the **river**! 🌟", "river", ""),
    ("en", "He runs to the river!", "the sea", "river!"),
    ("en", "He runs to the rivers.", "river", "rivers."),
    ("en", "river", "the river", "river"),
    ("en", "Mountainsofgoldandsilverandtin.", "river", "nsofgoldandsilverandtin."),
    ("en", "Is it the river?", "river?", ""),
    ("en", "It is the river!", "river?", "river!"),
    ("en", "Who goes？", "?", ""),
    ("en", "Who goes?", "!", "goes?"),
    ("en", "Who goes⁇", "??", ""),
    ("en", "Who goes⁈", "?!", ""),
    ("en", "Who goes⁉", "!?", ""),
    ("en", "Go‼", "!!", ""),
    ("en", "Go!", "!!", "Go!"),
    ("en", "Go!!", "!", ""),
    ("en", "We go…", "...", ""),
    ("en", "We go....", "…", ""),
    ("en", "We go.", "...", "go."),
    ("en", "We go…", ".", "go…"),
    ("hi", "नदी बहती है॥", "।", ""),
    ("hi", "नदी बहती है|", "है।", ""),
    ("fr", "Tu viens ?", "viens?", ""),
    ("fr", "Tu viens ?", "?", ""),
    ("zh", "我回家。", "回家", ""),
]


@pytest.mark.parametrize(("language", "sentence", "wanted", "other"), SENTENCE_ENDS)
def test_a_sentence_ends_with_what_is_wanted_or_with_what_is_shown(
    language, sentence, wanted, other
):
    spoken, whole = mif.get_language(language), f"So. {sentence} So."
    start, end, found = sentence_end(whole, 4, 4 + len(sentence), wanted, spoken)
    assert found is not bool(other)
    assert found or whole[start:end] == other


REPLY_ENDS = [
    ("So. **That is all.**", "That is all", "That is all.", True),
    ("That is all", "That is all.", "That is all", False),
    ("That is all!”", "that is all", "That is all!", True),
    ("So. “That is all”.", "That is all", "That is all”.", True),
    ("That is all. Bye", "That is all", "is all. Bye", False),
    ("  Bye", "That is all", "Bye", False),
    ("To be continued…", "To be continued...", "To be continued…", True),
    ("To be continued....", "to be continued…", "To be continued....", True),
    ("To be continued!", "To be continued?", "To be continued!", False),
    ("Who goes⁇", "Who goes??", "Who goes⁇", True),
    ("Who goes！", "Who goes!", "Who goes！", True),
    ("Who goes?!", "Who goes?", "ho goes?!", False),
    ("Overall", "all", "all", False),
]


@pytest.mark.parametrize(("reply", "phrase", "shown", "found"), REPLY_ENDS)
def test_a_reply_ends_with_a_phrase_or_with_what_is_shown(reply, phrase, shown, found):
    start, end, is_found = ending(reply, phrase, mif.get_language("en"))
    assert (reply[start:end], is_found) == (shown, found)


@pytest.mark.parametrize(
    ("phrase", "expected"), [("Bye", True), ("Bye!", False), ("“Bye!”", False), ("(Bye)", True)]
)
def test_a_phrase_without_a_mark_takes_one(phrase, expected):
    assert takes_marks(phrase) is expected


@pytest.mark.parametrize(
    ("string", "letter", "marked"),
    [
        ("e", True, False),
        ("é", True, True),
        ("ñ", True, True),
        ("क्ष", True, False),
        ("कि", False, False),
        ("人", True, False),
        ("ab", False, False),
        ("", False, False),
        ("!", False, False),
    ],
)
def test_a_letter_is_one_as_a_reader_sees_it(string, letter, marked):
    assert is_letter(string) is letter
    assert len(string) != 1 or is_marked(string) is marked
    assert accepts_marks(string, distinct=False) is (letter and not marked and len(string) == 1)
    assert not accepts_marks(string, distinct=True)


@pytest.mark.parametrize(
    ("letter", "bare", "found"),
    [
        ("e", False, "eEｅＥ"),
        ("e", True, "eEéÈê"),
        ("ñ", False, "ñÑ"),
        ("n", True, "nNñÑ"),
        ("か", True, "か"),
        ("Я", False, "яЯ"),
        ("ь", True, "ьЬ"),
    ],
)
def test_a_letter_is_found_in_its_forms(letter, bare, found):
    pattern = letter_pattern(letter, bare)
    among = "aAeEéÈêｅＥnNñÑかがяЯьЬ"
    assert {each for each in among if pattern.fullmatch(each)} == {*found}


def test_the_nukta_makes_another_letter():
    assert not letter_pattern("क").match("क\u093c")
    assert letter_pattern("क").match("की")


STARTS = [
    ("fr", "Été est là.", "e", False, ""),
    ("fr", "Été est là.", "e", True, "Été"),
    ("fr", "Été est là.", "é", True, ""),
    ("fr", "Est-il là ?", "é", False, "Est-il"),
    ("fr", "Œuf de poule.", "o", False, ""),
    ("fr", "Œuf de poule.", "o", True, "Œuf"),
    ("es", "Ñandú corre.", "n", False, "Ñandú"),
    ("es", "África es grande.", "a", False, ""),
    ("en", "“**Boats** go.”", "b", False, ""),
    ("en", "🌟 Boats go.", "B", True, ""),
    ("en", "Boats go.", "boats", True, ""),
    ("en", "Boats go.", "boat", True, "Boats"),
    ("en", "Boats go.", "**Boats go**", True, ""),
    ("en", "Go.", "boats", True, "Go"),
    ("en", "(7) boats go.", "b", True, "7"),
    ("en", "Counterrevolutionariesarehere.", "b", True, "Counterrevolutionariesar"),
    ("hi", "क्षमा करो।", "क्ष", True, ""),
    ("hi", "कमल है।", "क", True, ""),
    ("zh", "人来了。", "人", True, ""),
]


@pytest.mark.parametrize(("language", "sentence", "wanted", "distinct", "other"), STARTS)
def test_a_sentence_starts_with_what_is_wanted_or_with_what_is_shown(
    language, sentence, wanted, distinct, other
):
    spoken, whole = mif.get_language(language), f"B. {sentence}"
    start, end, found = sentence_start(whole, 3, len(whole), wanted, spoken, distinct)
    assert found is not bool(other)
    assert whole[start:end] == other or (found and end == len(whole))


@pytest.mark.parametrize(
    ("part", "wanted", "words", "found"),
    [
        ("**However**, we go.", "however", "However", True),
        ("However, we go.", "However, we", "However, we", True),
        ("So we go.", "however", "So", False),
        ("Howevers go.", "however", "Howevers", False),
    ],
)
def test_a_part_opens_with_words(part, wanted, words, found):
    spoken, whole = mif.get_language("en"), f"However. {part}"
    start, end, is_found = opening_words(whole, 9, len(whole), wanted, spoken)
    assert (whole[start:end], is_found) == (words, found)
