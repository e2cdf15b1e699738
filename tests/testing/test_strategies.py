"""`satisfying` and `violating` build texts that pass and fail, near the limit, and simple ones."""

from __future__ import annotations

import random

import pytest
from core_cases import CHECKERS, LANGUAGES, python
from hypothesis import HealthCheck, find, given, settings

import mifcheck as mif
from mifcheck.checkers.sets import IFEVAL, MMMT_IF
from mifcheck.checkers.values import frozen
from mifcheck.testing.drawn import for_each
from mifcheck.testing.vocabulary import known_vocabularies
from mifcheck.testing.writing import First, Writer

IDS = [*IFEVAL.ids(), *MMMT_IF.ids()]
EXAMPLES = {id: mif.build(id, mif.describe(id).example) for id in IDS}


def built(strategy, count=20):
    found = []
    for_each(strategy, count, found.append)
    return found


def require(checker, language, count):
    """What is built has the verdict that it is built for; what is not judged is not built."""
    for wanted, build in ((True, checker.satisfying), (False, checker.violating)):
        if checker.unsupported_reason(mif.get_language(language)):
            with pytest.raises(mif.InexpressibleError, match="is not judged"):
                build(language)
            continue
        for reply in built(build(language), count):
            assert checker.check(reply, language).passed is wanted, reply


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_built_has_its_verdict_in_every_language(language):
    for checker in EXAMPLES.values():
        require(checker, language, 8)


@pytest.mark.slow
@pytest.mark.parametrize(("place", "id"), list(enumerate(CHECKERS)), ids=list(CHECKERS))
def test_what_any_instruction_builds_has_its_verdict(place, id):
    checker, language = CHECKERS[id], LANGUAGES[place % 10]
    for wanted, build in ((True, checker.satisfying), (False, checker.violating)):
        try:
            strategy = build(language)
        except mif.InexpressibleError:
            continue
        for reply in built(strategy, 6):
            assert checker.check(reply, language).passed is wanted, reply


KEYWORDS = {
    "de": "Fluss", "en": "river", "es": "río", "fr": "fleuve", "hi": "नदी",
    "it": "fiume", "ja": "川", "pt": "rio", "ru": "река", "zh": "小河",
}  # fmt: skip
ENDS = {
    "de": "Das ist alles.", "en": "That is all.", "es": "Eso es todo.", "fr": "C'est tout.",
    "hi": "बस इतना ही।", "it": "Questo è tutto.", "ja": "以上です。", "pt": "Isso é tudo.",
    "ru": "Это всё.", "zh": "就这些。",
}  # fmt: skip


def any_checker(drawn, language):
    """One of the checkers of a language, with parameters near those of data sets."""
    word, end, small = KEYWORDS[language], ENDS[language], drawn.randint(1, 5)
    bound = drawn.choice([mif.at_least, mif.at_most, mif.exactly])(drawn.randint(2, 60))
    few = drawn.choice([mif.at_least, mif.at_most, mif.exactly])(small)
    options = [
        ("length_constraints:number_words", {"bound": bound}),
        ("length_constraints:number_sentences", {"bound": few}),
        ("length_constraints:number_paragraphs", {"num_paragraphs": small}),
        ("keywords:existence", {"keywords": [word]}),
        ("keywords:forbidden_words", {"forbidden_words": [word]}),
        ("keywords:frequency", {"keyword": word, "bound": few}),
        ("keywords:letter_frequency", {"letter": word[0], "bound": bound}),
        ("detectable_format:title", {}),
        ("detectable_format:number_bullet_lists", {"num_bullets": small}),
        ("detectable_content:number_placeholders", {"num_placeholders": small}),
        ("detectable_content:postscript", {"postscript_marker": "P.S."}),
        ("startend:end_checker", {"end_phrase": end}),
        ("startend:quotation", {}),
        ("combination:two_responses", {}),
        ("combination:repeat_prompt", {"prompt_to_repeat": end}),
        ("detectable_format:json_format", {}),
        ("punctuation:no_comma", {}),
        ("detectable_format:number_highlighted_sections", {"num_highlights": small}),
        ("language:response_language", {"language": language}),
        ("sentences:end", {"end": "?"}),
        ("sentences:length", {"num_words": 18, "relation": "at most"}),
        ("words:repeats", {"small_n": small}),
        ("words:no_consecutive", {}),
        ("count:count_unique", {}),
        ("sentence:increment", {"small_n": small}),
        ("sentence:keyword", {"word": word, "N": small}),
        ("collie:c10", {"sentences": small, "least": 4, "most": 8}),
        ("ratio:sentence_balance", {}),
        ("ratio:stop_words", {"percentage": 40}),
        ("format:csv", {"num_rows": small, "relation": "exactly"}),
        ("format:parentheses", {}),
        ("format:newline", {}),
        ("count:numbers", {"N": small}),
    ]
    checker = mif.build(*drawn.choice(options))
    return ~checker if drawn.random() < 0.25 else checker


@pytest.mark.parametrize("seed", range(90))
def test_three_checkers_that_go_together_are_satisfied_together(seed):
    drawn = random.Random(seed)
    language = LANGUAGES[seed % 10]
    one, two, three = (any_checker(drawn, language) for _ in range(3))
    conflicts = []
    combined = (one & two & three) if seed % 3 else (one & (two | three))
    try:
        strategy = combined.satisfying(language)
    except mif.InexpressibleError as error:
        known = mif.get_language(language)
        if not any(part.unsupported_reason(known) for part in error.parts):
            conflicts.append(error.conflict)
    else:
        for reply in built(strategy, 10):
            assert combined.check(reply, language).passed is True, reply
    assert all(conflict.places for conflict in conflicts)


WORDS = {"num_words": 300, "relation": "at least"}


def test_lengths_are_near_the_limit():
    checker = mif.build("length_constraints:number_words", WORDS)
    for language in ("hi", "zh", "en"):
        short = {len_of(reply, language) for reply in built(checker.violating(language), 40)}
        enough = {len_of(reply, language) for reply in built(checker.satisfying(language), 40)}
        assert max(short) == 299, language
        assert {300, 301} <= enough, language


def len_of(reply, language):
    """How long a reply without code, links and tables is, by spaces or by letters."""
    words = [each for each in reply.split() if any(map(str.isalpha, each))]
    return len(words) if language != "zh" else sum(map(str.isalpha, reply))


def test_the_smallest_conflicting_part_is_named():
    long = mif.build("length_constraints:number_words", WORDS)
    short = mif.build("length_constraints:number_words", {"num_words": 9, "relation": "less than"})
    checker = (
        mif.build("detectable_format:title") & long & mif.build("punctuation:no_comma") & short
    )
    with pytest.raises(
        mif.InexpressibleError, match="at least 300 words; at most 8 words"
    ) as error:
        checker.satisfying("en")
    assert error.value.conflict.places == {1, 3}
    assert error.value.conflict.sure
    assert [error.value.parts[at] for at in (1, 3)] == [long, short]
    assert checker.violating("en") is not None
    # One of two is enough for a disjunction.
    assert (checker | long).satisfying("en") is not None


def test_what_lacks_room_is_named():
    many = mif.build("detectable_format:number_bullet_lists", {"num_bullets": 9})
    few = mif.build("length_constraints:number_words", {"num_words": 5, "relation": "less than"})
    with pytest.raises(mif.InexpressibleError) as error:
        (mif.build("punctuation:no_comma") & many & few).satisfying("ru")
    assert error.value.conflict.places == {1, 2}
    assert not error.value.conflict.sure


def test_what_cannot_be_said_in_facts_has_a_clear_error():
    @frozen
    class Odd(mif.Checker):
        asks = "something odd"

        def judge(self, text):
            return self.verdict(True)

    with pytest.raises(mif.InexpressibleError, match="no facts say all that it asks for"):
        Odd().satisfying("en")
    capitals = mif.build("change_case:capital_word_frequency", {"bound": mif.at_least(2)})
    with pytest.raises(mif.InexpressibleError, match="Hindi has no letter case"):
        capitals.satisfying("hi")
    with pytest.raises(mif.InexpressibleError, match="in Arabic: no words of Arabic are known"):
        mif.build("punctuation:no_comma").satisfying("ar")
    with pytest.raises(mif.UnknownLanguageError):
        capitals.satisfying("xx")


def test_without_hypothesis_the_error_says_how_to_install_it():
    code = (
        "import sys; sys.modules['hypothesis'] = None\n"
        "import mifcheck as mif\n"
        "try:\n    mif.build('punctuation:no_comma').satisfying()\n"
        "except mif.MissingExtraError as error:\n    print(error)"
    )
    assert "strategies need Hypothesis: pip install 'mifcheck[testing]'" in python(code)


# Small and readable


def smallest(strategy, condition=lambda reply: True):
    asked = settings(
        max_examples=200,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    return find(strategy, condition, settings=asked)


def simple(id, kwargs, language, wanted=True, condition=lambda reply: True):
    checker = mif.build(id, kwargs)
    return smallest(
        checker.satisfying(language) if wanted else checker.violating(language), condition
    )


def test_the_simplest_text_has_nothing_else_in_it():
    assert simple("punctuation:no_comma", {}, "en").count(" ") <= 3
    assert simple("punctuation:no_comma", {}, "ru", False) == "Помни река, река."
    assert simple("startend:quotation", {}, "ja").strip("「」").count("。") == 1
    assert simple("detectable_format:title", {}, "es").startswith("<<río>>\n\n")
    assert simple("keywords:existence", {"keywords": ["pont"]}, "fr") == "Regarde pont."
    assert simple("detectable_format:json_format", {}, "pt").startswith('{"rio": "')


def test_the_simplest_list_has_as_many_points_as_asked_for():
    reply = simple("detectable_format:number_bullet_lists", {"num_bullets": 3}, "de")
    assert [line[:2] for line in reply.split("\n")] == ["- "] * 3
    assert len(reply.split()) <= 18


def test_a_counterexample_is_made_small():
    # A fault that only shows in a long text with a comma: what is found is hardly longer.
    reply = smallest(
        mif.build(
            "length_constraints:number_words", {"num_words": 20, "relation": "at least"}
        ).satisfying("en"),
        lambda reply: len(reply.split()) > 20 and "!" in reply,
    )
    assert len(reply.split()) <= 24


# The words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_one_unit_and_nothing_else_that_is_counted(language):
    words = known_vocabularies()[language]
    assert words.source
    for piece in (*words.pieces, *words.joiners, *words.pair):
        text = mif.Text(piece, language)
        assert text.unit_count == words.units(piece), piece
        assert (text.commas, text.numbers, text.capital_words) == ((), (), ()), piece


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_can_have_any_length(language):
    words = known_vocabularies()[language]
    writer = Writer(words, lambda piece: True)
    for units in range(1, 80):
        sentence = writer.sentence(units, First())
        assert mif.Text(sentence, language).unit_count == units, sentence


def test_the_words_are_of_the_languages_that_have_a_file():
    assert set(known_vocabularies()) == set(LANGUAGES)


@given(mif.build("startend:quotation").satisfying("fr"))
@settings(max_examples=10, derandomize=True, database=None)
def test_a_strategy_can_be_given(reply):
    assert mif.check("startend:quotation", {}, reply, "fr")


@pytest.mark.parametrize("language", ["en", "hi", "ja"])
def test_what_programs_are_given_is_drawn(language):
    conversations = built(mif.testing.conversations(language), 20)
    assert {len(each) for each in conversations} >= {1, 2, 3}
    assert {each.language for each in conversations} == {language}
    assert [finding for finding in mif.lint(conversations) if finding.kind == "unknown id"] == []
    combined = built(mif.testing.checkers(language), 20)
    replies = built(mif.testing.replies(language), 20)
    verdicts = [each.check(reply, language) for each in combined for reply in replies]
    assert {verdict.passed for verdict in verdicts} >= {True, False}
    instructions = built(mif.testing.instructions(language), 40)
    assert len({each.id for each in instructions}) > 8
