"""How keywords match: whole words, substrings, inflected forms."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import mifcheck as mif


def found(match, keyword, reply, language):
    verdict = mif.check(
        "keywords:existence", {"keywords": [keyword], "match": match}, reply, language
    )
    return verdict.passed, [reply[start:end] for start, end, _ in verdict.evidence]


@pytest.mark.parametrize(
    ("match", "keyword", "reply", "language", "expected"),
    [
        ("word", "книга", "Он читал книги.", "ru", []),
        ("lemma", "книга", "Он читал книги и гордился книгами.", "ru", ["книги", "книгами"]),
        (
            "lemma",
            "новая книга",
            "Новые книги лежат рядом с новой книгой.",
            "ru",
            ["Новые книги", "новой книгой"],
        ),
        ("lemma", "новая книга", "Книга новая, но книги старые.", "ru", []),
        ("lemma", "идти", "Мы шли домой, снег идёт.", "ru", ["шли", "идёт"]),
        ("word", "大学", "他是大学生。", "zh", ["大学"]),
        ("lemma", "大学", "他是大学生。", "zh", []),
        ("lemma", "大学", "他上大学。", "zh", ["大学"]),
        ("substring", "plen", "Un día pleno.", "es", ["plen"]),
        ("word", "plen", "Un día pleno.", "es", []),
    ],
)
def test_a_keyword_is_found_as_asked(match, keyword, reply, language, expected):
    assert found(match, keyword, reply, language) == (bool(expected), expected)


def test_without_lemmas_a_language_is_not_judged():
    passed, _ = found("lemma", "本", "本を読む。", "ja")
    assert passed is None
    counted = mif.build(
        "keywords:frequency",
        {"keyword": "本", "frequency": 3, "relation": "less than", "match": "lemma"},
    )
    assert counted.check("本を読む。", "ja").passed is None
    assert (~counted).check("本を読む。", "ja").passed is None


def test_another_way_of_matching_is_refused():
    with pytest.raises(mif.MifcheckError, match="match.*lemma"):
        mif.build("keywords:existence", {"keywords": ["a"], "match": "regex"})


# Without <: of a tag a reader sees nothing. The marks of notes, items, quoted lines and rows of
# tables are no text.
MARKS = re.compile(r"\[[\d, ]+\]|\n\s*(?:\d+[.)]|[>|])")
PHRASES = st.text(
    alphabet="abcÉéßſIİıкिзЁё我的，。？！?!.,:;'’\"“”-‑_~`()[]>@#&+/\\$^|{} \n٣1",
    min_size=1,
    max_size=12,
).filter(
    lambda phrase: (
        any(map(str.isalnum, phrase))
        and not unicodedata.combining(phrase.strip()[0])
        and not MARKS.search(phrase)
    )
)


@given(PHRASES, st.sampled_from(mif.known_languages()))
@settings(max_examples=400, deadline=None)
@example("1\n-", "en")
@example("a\n#", "en")
def test_a_phrase_finds_itself(phrase, language):
    phrase = phrase.strip()
    # What a beginning or an end is like is read twice, and so are escapes.
    unescaped = phrase.replace("\\", "")
    for id, kwargs, reply in [
        ("keywords:existence", {"keywords": [phrase]}, f"xx {phrase} yy"),
        ("keywords:existence", {"keywords": [phrase]}, f"xx {phrase.upper()} yy"),
        ("combination:repeat_prompt", {"prompt_to_repeat": unescaped}, f"{unescaped}\nthen more"),
        ("startend:end_checker", {"end_phrase": unescaped}, f"Bye. {unescaped}"),
    ]:
        assert mif.check(id, kwargs, reply, language).passed is True, (id, reply)


@pytest.mark.parametrize("hyphen", ["", "\u00ad"])
@pytest.mark.parametrize("mark", ["", "\u200b", "\u202e"])
def test_what_nobody_sees_is_no_part_of_a_phrase(hyphen, mark):
    keyword, phrase = f"Wasser{hyphen}fall", f"Das Ende.{mark}"
    for reply in ("Ein Wasserfall. Das Ende.", f"Ein Wasser\u00adfall. Das Ende.{mark}\n"):
        assert mif.check("keywords:existence", {"keywords": [keyword]}, reply, "de").passed
        assert mif.check("startend:end_checker", {"end_phrase": phrase}, reply, "de").passed


@pytest.mark.parametrize(
    ("keyword", "reply"),
    [
        ("straße", "DIE STRASSE"),
        ("STRASSE", "die Straße"),
        ("groß", "ganz groß"),
        ("num_words", "Set `num_words` now."),
    ],
)
def test_letters_that_fold_to_several_are_found(keyword, reply):
    assert mif.check("keywords:existence", {"keywords": [keyword]}, reply, "en").passed is True


def test_the_marks_within_a_name_are_no_emphasis():
    asked = {"prompt_to_repeat": "What does num_words do?"}
    assert (
        mif.check("combination:repeat_prompt", asked, "What does num_words do? It counts.").passed
        is True
    )
    assert (
        mif.check("combination:repeat_prompt", asked, "What does numwords do? It counts.").passed
        is False
    )


SPACED = [code for code in mif.known_languages() if mif.get_language(code).spaced]


@pytest.mark.parametrize("code", SPACED)
def test_every_word_of_a_text_is_found_in_it(code):
    for each in mif.get_language(code).examples:
        text = mif.Text(each.text, code)
        for start, end, _ in text.words:
            word = text.string[start:end]
            passed, places = found("word", word, text.string, code)
            assert passed is True, word
            assert word in places


@pytest.mark.parametrize(
    ("keyword", "reply", "language"),
    [
        ("won", "She won't.", "en"),
        ("won", "She won’t.", "en"),
        ("won", "She won't.", "zh"),
        ("5", "5.5", "en"),
        ("5", "5,000", "en"),
        ("000", "5 000", "fr"),
        ("M", "at 5 P.M.", "en"),
        ("что", "что-то", "ru"),
        ("ए", "एम.ए.", "hi"),
        ("won", "She won\u00adder", "en"),
    ],
)
def test_a_part_of_a_word_is_not_found_whatever_the_spelling(keyword, reply, language):
    for spelling in ("alike", "exact"):
        asked = {"keywords": [keyword], "spelling": spelling}
        assert mif.check("keywords:existence", asked, reply, language).passed is False
    assert found("substring", keyword, reply, language)[0] is True


@pytest.mark.parametrize("code", mif.known_languages())
def test_a_space_where_two_scripts_meet_does_not_matter(code):
    forms = ["AI技术", "AI 技术", "AI\u00a0技术", "AI\n技术"]
    for keyword in forms[:2]:
        for reply in forms:
            for spelling in ("alike", "exact"):
                asked = {"keywords": [keyword], "spelling": spelling}
                assert mif.check("keywords:existence", asked, reply, code).passed is True
    assert found("word", "人工 智能", "人工智能", code)[0] is False


@pytest.mark.parametrize("code", mif.known_languages())
def test_each_spelling_of_a_group_finds_the_others(code):
    for group in mif.get_language(code).spelling.alike:
        for keyword in group:
            for written in group:
                # A vowel sign or a nasal needs a letter to stand on.
                asked = {"keywords": [f"क{keyword}"], "match": "substring"}
                reply = f"– क{written} –"
                found = mif.check("keywords:existence", asked, reply, code)
                assert found.passed is True, (keyword, written)


@given(PHRASES, PHRASES, st.sampled_from(mif.known_languages()))
@settings(max_examples=200, deadline=None)
def test_what_is_found_exactly_is_found_alike(keyword, around, code):
    asked = {"keywords": [keyword]}
    reply = f"{around} {keyword}{around}"
    if mif.check("keywords:existence", {**asked, "spelling": "exact"}, reply, code).passed:
        assert mif.check("keywords:existence", asked, reply, code).passed is True


QUOTES = ["« »", "“ ”", "„ “", "「 」", '" "']
CURLED = {("“ ”", "„ “"), ("“ ”", '" "'), ("„ “", '" "')}
"""Pairs that differ in being curly only, or in where they stand."""


@pytest.mark.parametrize("match", ["word", "substring"])
@pytest.mark.parametrize("keyword", QUOTES)
@pytest.mark.parametrize("written", QUOTES)
def test_other_quotation_marks_are_another_spelling(keyword, written, match):
    same = keyword == written or {(keyword, written), (written, keyword)} & CURLED
    for inner in (" ", " яма ", "wort"):
        word, reply = (each.replace(" ", inner) for each in (keyword, written))
        asked = {"keywords": [word], "match": match}
        assert mif.check("keywords:existence", asked, f"x {reply} y", "fr").passed is True
        exact = {**asked, "spelling": "exact"}
        assert mif.check("keywords:existence", exact, f"x {reply} y", "fr").passed is bool(same)


@pytest.mark.parametrize(
    ("keyword", "written"),
    [("don't", "don’t"), ("ну-ну", "ну‑ну"), ("好？", "好?"), ("(a)", "（a）")],
)
def test_a_mark_of_another_width_is_the_same_spelling(keyword, written):
    for spelling in ("alike", "exact"):
        asked = {"keywords": [keyword], "spelling": spelling}
        assert mif.check("keywords:existence", asked, f"x {written} y", "en").passed is True
