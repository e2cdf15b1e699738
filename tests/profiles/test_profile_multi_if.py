"""The profile multi-if: what the public evaluator says, case by case, and the laws it keeps."""

from __future__ import annotations

import json
import pickle
import sys
from itertools import product

import pytest
from core_cases import CLASSIC

import mifcheck as mif
from mifcheck.errors import ParameterError, UnknownIdError
from mifcheck.profiles import get_profile
from mifcheck.profiles.multi_if import CHECKERS
from mifcheck.profiles.multi_if.libraries import PACKAGES

for _module in PACKAGES:
    pytest.importorskip(_module, reason='needs pip install "mifcheck[reference]"')

MULTI_IF = "multi-if"

WORDS = "length_constraints:number_words"
SENTENCES = "length_constraints:number_sentences"
PARAGRAPHS = "length_constraints:number_paragraphs"
FIRST_WORD = "length_constraints:nth_paragraph_first_word"
BULLETS = "detectable_format:number_bullet_lists"
PLACEHOLDERS = "detectable_content:number_placeholders"
POSTSCRIPT = "detectable_content:postscript"
HIGHLIGHTS = "detectable_format:number_highlighted_sections"
SECTIONS = "detectable_format:multiple_sections"
JSON = "detectable_format:json_format"
TITLE = "detectable_format:title"
CAPITALS = "change_case:capital_word_frequency"
LANGUAGE = "language:response_language"
COMMA = "punctuation:no_comma"
QUOTED = "startend:quotation"
END = "startend:end_checker"
TWO = "combination:two_responses"
REPEAT = "combination:repeat_prompt"


def verdict(id, kwargs, reply, **more):
    return mif.check(id, kwargs, reply, profile=MULTI_IF, **more)


# How many are there? (id, parameters but the number, name of the number, reply, count)
AT_LEAST = {"relation": "at least"}
ENGLISH = "This is a plain English sentence about the weather in the north of the country."
CHINESE = "这是一个关于天气的中文句子"
COUNTS = [
    (WORDS, AT_LEAST, "num_words", "It's a well-known fact that people_like naïve tests", 10),
    # Read as given: a combining accent is no part of a word.
    (WORDS, AT_LEAST, "num_words", "The cafe\u0301s of the old town were full of people", 11),
    (WORDS, AT_LEAST, "num_words", "The caf\u00e9s of the old town were full of people", 10),
    # By characters, with what foreign words and emoji there are; punctuation joins what it parts.
    (WORDS, AT_LEAST, "num_words", CHINESE, 13),
    (
        WORDS,
        AT_LEAST,
        "num_words",
        CHINESE + "，共3.5个 iPhone-15 😀👍🏽。",
        13 + 1 + 1 + 1 + 1 + 2,
    ),
    # Python's \w leaves out the vowel signs.
    (WORDS, AT_LEAST, "num_words", "यह हिन्दी में लिखा हुआ एक वाक्य है", 14),
    (
        SENTENCES,
        AT_LEAST,
        "num_sentences",
        "Mr. J. Smith went home at 3 p.m. today. He slept! Why?",
        3,
    ),
    (
        SENTENCES,
        AT_LEAST,
        "num_sentences",
        "The U.S. is large. It was 3.5 percent. And so on...",
        3,
    ),
    (
        SENTENCES,
        AT_LEAST,
        "num_sentences",
        "Title of the text\n\nOne sentence of it\nwithout an end",
        1,
    ),
    # Straight closing quotes belong to the sentence; curly ones begin the next.
    (SENTENCES, AT_LEAST, "num_sentences", '(He said "Yes.") Then he left the house.', 2),
    (SENTENCES, AT_LEAST, "num_sentences", "He said “Yes.” Then he left the house.", 1),
    (SENTENCES, AT_LEAST, "num_sentences", CHINESE + "。真的！？是.的\n好 。\n\n。", 4 + 1),
    (SENTENCES, AT_LEAST, "num_sentences", "यह एक वाक्य है। यह दूसरा है! क्या यह तीसरा है? हाँ. ठीक", 4),
    (PARAGRAPHS, {}, "num_paragraphs", "one\n***\ntwo***three", 3),
    (PARAGRAPHS, {}, "num_paragraphs", " *** one *** two *** ", 2),
    (PARAGRAPHS, {}, "num_paragraphs", "one\n\ntwo", 1),
    (BULLETS, {}, "num_bullets", "* a\n- b\n  * c\n** d\n+ e\n-", 4),
    # What follows the star may be the line's end, and then the next line belongs to it.
    (BULLETS, {}, "num_bullets", "*\n* b\n* c", 2),
    (BULLETS, {}, "num_bullets", "\n\n \t* a\n*", 1),
    (PLACEHOLDERS, {}, "num_placeholders", "[a] [[b] c] [] [d\n] e]", 3),
    (HIGHLIGHTS, {}, "num_highlights", "*a* **b** * * ** ** *c\n*", 2),
    (HIGHLIGHTS, {}, "num_highlights", "**b**", 1),
    (
        SECTIONS,
        {"section_spliter": "Section"},
        "num_sections",
        "Section 1 x\nSection2\nSection  3",
        2,
    ),
    (SECTIONS, {"section_spliter": " Section "}, "num_sections", "Section1", 1),
    # The pieces of a group count as well.
    (SECTIONS, {"section_spliter": "(S|P)"}, "num_sections", "S 1 P 2", 4),
    (
        CAPITALS,
        {"capital_relation": "at least"},
        "capital_frequency",
        "I CANNOT say U.S.A., NATO's, DON'T or ABC-DEF; A1.",
        9,
    ),
    (
        "keywords:frequency",
        {"keyword": "a.", **AT_LEAST},
        "frequency",
        "Abracadabra a",
        5,
    ),
    (
        "keywords:letter_frequency",
        {"letter": "A", "let_relation": "at least"},
        "let_frequency",
        "aA á\u212b",
        2,
    ),
]


@pytest.mark.parametrize(("id", "kwargs", "number", "reply", "count"), COUNTS)
def test_how_many_there_are(id, kwargs, number, reply, count):
    given = verdict(id, {**kwargs, number: count}, reply)
    assert (given.measured, given.passed) == (count, True)
    exact = id in (PARAGRAPHS, BULLETS)
    assert verdict(id, {**kwargs, number: count - 1}, reply).passed is not exact
    assert verdict(id, {**kwargs, number: count + 1}, reply).passed is False
    relation = next((name for name in kwargs if name.endswith("relation")), None)
    if relation:
        less = {**kwargs, relation: "less than"}
        assert verdict(id, {**less, number: count}, reply).passed is False
        assert verdict(id, {**less, number: count + 1}, reply).passed is True


PASSED = [
    ("keywords:frequency", {"keyword": " a ", "frequency": 1, "relation": "at least"}, "bar"),
    ("keywords:existence", {"keywords": ["RIVER", "b.at"]}, "Riverboats"),
    ("keywords:forbidden_words", {"forbidden_words": ["art"]}, "party"),
    # Hindi words are cut at their vowel signs.
    ("keywords:forbidden_words", {"forbidden_words": ["पानी"]}, "पानी"),
    (LANGUAGE, {"language": "en"}, ENGLISH),
    (LANGUAGE, {"language": "fr"}, "12345"),
    (FIRST_WORD, {"num_paragraphs": 2, "nth_paragraph": 2, "first_word": "HI"}, 'a\n\n\'"Hi!" b'),
    (FIRST_WORD, {"num_paragraphs": 1, "nth_paragraph": 1, "first_word": "a"}, "a\nb"),
    (POSTSCRIPT, {"postscript_marker": "P.S."}, "a p.\ns. b"),
    (POSTSCRIPT, {"postscript_marker": " P.S. "}, "p.s."),
    (POSTSCRIPT, {"postscript_marker": "P.P.S"}, "p.p. still"),
    (POSTSCRIPT, {"postscript_marker": "P.P.S."}, "p.p.s, with any sign"),
    (POSTSCRIPT, {"postscript_marker": "NB|PS"}, "a ps b"),
    ("detectable_format:constrained_response", {}, "So: My answer is maybe. Or not."),
    (JSON, {}, '```json\n{"a": [1, NaN]}\n```'),
    (JSON, {}, " ```Json```1``` "),
    (JSON, {}, "[" * 400 + "]" * 400),
    (TITLE, {}, "<<a>> <<b"),
    (TITLE, {}, "x <<<  >a>>"),
    (TWO, {}, "******a****** b ******"),
    (TWO, {}, "a***********b"),
    (REPEAT, {"prompt_to_repeat": " Who? "}, "\nwho? Me."),
    (END, {"end_phrase": " The End. "}, 'and so: the end."" '),
    (END, {"end_phrase": ""}, "x"),
    (QUOTED, {}, ' "a" '),
    (QUOTED, {}, "“a”"),
    (QUOTED, {}, "「a」"),
    (QUOTED, {}, '""'),
    (
        "change_case:english_capital",
        {},
        "THIS IS WRITTEN IN CAPITAL LETTERS, ALL OF IT, AND TOO LOUD",
    ),
    ("change_case:english_lowercase", {}, ENGLISH.lower()),
    (COMMA, {}, "一，二、三"),
]
FAILED = [
    # Unlike elsewhere, a keyword that is no regular expression fails here, whatever the relation.
    ("keywords:frequency", {"keyword": "[", "frequency": 0, "relation": "at least"}, "["),
    ("keywords:frequency", {"keyword": "*", "frequency": 9, "relation": "less than"}, "*"),
    ("keywords:existence", {"keywords": ["river", "boat"]}, "river"),
    ("keywords:forbidden_words", {"forbidden_words": ["b.", "ART"]}, "state of the art"),
    (LANGUAGE, {"language": "fr"}, ENGLISH),
    (PARAGRAPHS, {"num_paragraphs": 2}, "a *** *** b"),
    (FIRST_WORD, {"num_paragraphs": 1, "nth_paragraph": 1, "first_word": "hi"}, "**hi** b"),
    (FIRST_WORD, {"num_paragraphs": 2, "nth_paragraph": 2, "first_word": "b"}, "a\n\n\n\nb"),
    (FIRST_WORD, {"num_paragraphs": 3, "nth_paragraph": 1, "first_word": "a"}, "a\n\nb"),
    (FIRST_WORD, {"num_paragraphs": 1, "nth_paragraph": 1, "first_word": "ΣΑΣ"}, "ΣΑΣ"),
    (POSTSCRIPT, {"postscript_marker": "P.S."}, "p.\n\ns."),
    (POSTSCRIPT, {"postscript_marker": "P.P.S."}, "p.p.s"),
    ("detectable_format:constrained_response", {}, "my answer is yes."),
    ("detectable_format:constrained_response", {}, "Mi respuesta es sí."),
    (JSON, {}, "```python\n[1]\n```"),
    (JSON, {}, "[1] and so on"),
    (JSON, {}, "[x" + "[" * 100_000),
    (JSON, {}, "1" * 5000),
    (TITLE, {}, "<< >>"),
    (TITLE, {}, "<<a\n>>"),
    (TITLE, {}, "<<>>"),
    (TWO, {}, "a******a"),
    (TWO, {}, "a******b\n******\nc"),
    (TWO, {}, "a"),
    (REPEAT, {"prompt_to_repeat": "Who?"}, "So: who?"),
    (END, {"end_phrase": "the end"}, "the end."),
    (QUOTED, {}, '"'),
    (QUOTED, {}, '"a”'),
    (QUOTED, {}, "«a»"),
    ("change_case:english_capital", {}, ENGLISH),
    ("change_case:english_lowercase", {}, "esta es una frase escrita en español, sin mayúsculas"),
    (COMMA, {}, "a, b"),
]


@pytest.mark.parametrize(("id", "kwargs", "reply"), PASSED)
def test_what_passes(id, kwargs, reply):
    assert verdict(id, kwargs, reply).passed is True


@pytest.mark.parametrize(("id", "kwargs", "reply"), FAILED)
def test_what_fails(id, kwargs, reply):
    assert verdict(id, kwargs, reply).passed is False


UNDECIDED = [
    (WORDS, {"relation": "at least"}, "num_words"),
    (WORDS, {"num_words": 3}, "relation"),
    (WORDS, {"num_words": -1, "relation": "at least"}, "negative"),
    (BULLETS, {}, "num_bullets"),
    ("keywords:existence", {"keywords": []}, "keywords"),
    ("keywords:existence", {"keywords": ["a", "("]}, "regular expression"),
    ("keywords:forbidden_words", {"forbidden_words": ["*"]}, "regular expression"),
    ("keywords:frequency", {"keyword": "", "frequency": 1, **AT_LEAST}, "keyword"),
    (SECTIONS, {"section_spliter": ")", "num_sections": 1}, "regular expression"),
    (POSTSCRIPT, {"postscript_marker": "("}, "regular expression"),
    ("keywords:letter_frequency", {"let_frequency": 1, "let_relation": "at least"}, "letter"),
    *(
        (
            "keywords:letter_frequency",
            {"letter": letter, "let_frequency": 1, "let_relation": "at least"},
            "a-z",
        )
        for letter in ("é", "#", "ab", "a ", "я")
    ),
    (FIRST_WORD, {"num_paragraphs": 2, "nth_paragraph": 3, "first_word": "a"}, "1 to 2"),
    (FIRST_WORD, {"num_paragraphs": 2, "nth_paragraph": 0, "first_word": "a"}, "1 to 2"),
    (LANGUAGE, {}, "language"),
    (LANGUAGE, {"language": "zh"}, "no name"),
]


@pytest.mark.parametrize(("id", "kwargs", "told"), UNDECIDED)
def test_what_the_reference_draws_or_raises_at_is_not_judged(id, kwargs, told):
    for loose in (False, True):
        given = verdict(id, kwargs, "(a) text", loose=loose)
        assert given.passed is None
        assert told in given.reason
    # An empty reply has failed before anything is drawn.
    assert verdict(id, kwargs, "").passed is False


def test_deep_nesting_is_not_judged_whoever_calls():
    for reply in ("[" * 501 + "]" * 501, "[" * 100_000, '{"a":' * 100_000, "[" * 501 + "x"):
        assert verdict(JSON, {}, reply).passed is None


@pytest.mark.parametrize(
    ("id", "kwargs", "told"),
    [
        (COMMA, {"commas": 0}, "commas"),
        (WORDS, {"num_words": "3", "relation": "at least"}, "num_words"),
        (WORDS, {"num_words": True, "relation": "at least"}, "num_words"),
        (WORDS, {"num_words": 3, "relation": "about"}, "relation"),
        (WORDS, {"bound": 3}, "bound"),
        ("keywords:existence", {"keywords": "river"}, "keywords"),
        (REPEAT, {}, "prompt_to_repeat"),
        (REPEAT, {"prompt_to_repeat": ""}, "prompt_to_repeat"),
    ],
)
def test_impossible_parameters_are_refused(id, kwargs, told):
    with pytest.raises(ParameterError, match=told):
        mif.build(id, kwargs, MULTI_IF)


def test_unknown_ids_are_refused():
    with pytest.raises(UnknownIdError, match="did you mean 'keywords:existence'"):
        mif.build("keywords:existance", {}, MULTI_IF)


def test_the_ids_are_the_classic_ones_and_stay_out_of_the_registry():
    assert set(CHECKERS) == CLASSIC
    assert all(mif.registry[id] is not CHECKERS[id] for id in CHECKERS)


def built(id):
    return mif.build(id, mif.describe(id).example, MULTI_IF)


@pytest.mark.parametrize("id", sorted(CLASSIC))
def test_checkers_are_values(id):
    checker = built(id)
    checker.check("Some text, to begin with.")
    for same in (built(id), mif.from_spec(checker.to_spec()), pickle.loads(pickle.dumps(checker))):
        assert same == checker
        assert hash(same) == hash(checker)
        assert type(same) is type(checker)
    assert checker != mif.build(id, mif.describe(id).example)
    assert checker.to_spec()["profile"] == MULTI_IF
    json.dumps(checker.to_spec())


REPLIES = [
    "",
    " \n",
    "Title\n\n* one, two\n* [three] **four**\n\n<<five>> P.S. six",
    "e\u0301a\u0301 Cafe\u0301, *[x\u0301]*\nriver, \u212bngstrom - the end",
    CHINESE + "。\n- 二",
    "\ud800 lone",
    '"quoted"',
]


@pytest.mark.parametrize(("id", "reply"), [*product(sorted(CLASSIC), REPLIES)])
def test_verdicts_keep_the_laws(id, reply):
    checker = built(id)
    strict = checker.check(reply)
    assert strict == checker.check(reply)
    assert strict.check == id
    assert strict.required
    assert strict.reason
    assert strict.passed in (True, False, None)
    # Offsets are those of the reply, whatever its Unicode form.
    for start, end, _ in strict.evidence:
        assert 0 <= start <= end <= len(reply)
    result = mif.check_all([(id, mif.describe(id).example)], reply, profile=MULTI_IF)
    assert result.strict == (strict,)
    text = mif.Text(reply, normalise=False)
    assert checker.passes(text) == checker.judge(text).passed
    (loose,) = result.loose
    if reply.strip():
        assert loose.passed or not strict.passed
    else:
        assert not loose.passed


def test_a_blank_reply_is_judged_strictly_and_fails_loosely():
    for reply in (" ", "\n\n"):
        assert verdict(COMMA, {}, reply).passed is True
        assert verdict(COMMA, {}, reply, loose=True).passed is False
    assert verdict(COMMA, {}, "").passed is False


def test_the_reply_is_read_as_given():
    reply = "e\u0301, x"
    (span,) = verdict(COMMA, {}, reply).evidence
    assert reply[span.start : span.end] == ","
    assert verdict("keywords:existence", {"keywords": ["\u00e9"]}, reply).passed is False
    assert mif.check("keywords:existence", {"keywords": ["\u00e9,"]}, reply).passed is True


def test_combinations_of_reference_checkers_read_the_reply_as_given():
    accented = mif.build("keywords:existence", {"keywords": ["\u00e9"]}, MULTI_IF)
    comma = mif.build(COMMA, {}, MULTI_IF)
    for combined in (accented & comma, accented | accented, mif.AtLeast(1, (accented,))):
        assert combined.check("e\u0301").passed is False
        assert combined.check("\u00e9").passed is True
        assert mif.from_spec(combined.to_spec()) == combined
    assert (~accented).check("e\u0301").passed is True
    assert (accented | mif.build(COMMA)).check("e\u0301,").passed is True


def test_loose_readings():
    kwargs = {"end_phrase": "done"}
    assert verdict(END, kwargs, "It is done\nBye").passed is False
    assert verdict(END, kwargs, "It is done\nBye", loose=True).passed is True
    assert verdict(END, kwargs, "It is **done**", loose=True).passed is True


def test_the_declared_language_changes_nothing():
    for language in mif.known_languages():
        assert verdict(WORDS, {"num_words": 13, **AT_LEAST}, CHINESE, language=language).passed


def test_a_checker_that_threads_share_gives_one_answer():
    from concurrent.futures import ThreadPoolExecutor

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            for _ in range(40):
                checker = mif.build("keywords:existence", {"keywords": ["("]}, profile="multi-if")
                answers = set(pool.map(lambda _, c=checker: c.check("a text").passed, range(8)))
                assert answers == {None}
    finally:
        sys.setswitchinterval(before)


def test_a_profile_survives_a_pickle():
    for name in ("native", "multi-if", "ifeval"):
        assert pickle.loads(pickle.dumps(get_profile(name))).name == name
