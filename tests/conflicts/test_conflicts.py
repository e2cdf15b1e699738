"""Which instructions conflict: found where no reply follows them, and nowhere else."""

from __future__ import annotations

import gzip
import json
import random
from itertools import combinations, permutations
from pathlib import Path

import pytest
import regex
from lint_cases import (
    IMPOSSIBLE,
    POSSIBLE,
    UNLIKELY,
    each,
    ends,
    forbid,
    letter,
    need,
    numbers,
    often,
    sents,
    starts,
    words,
)

import mifcheck as mif
from mifcheck.checkers.facts import Holds, Phrasing, Stands
from mifcheck.checkers.values import frozen
from mifcheck.conflicts import find_conflicts, implies
from mifcheck.text import Text


def built(*asked):
    return tuple(mif.build(id, kwargs) for id, kwargs in asked)


def found(language, *asked):
    """Of each conflict which instructions are in it, and whether it is beyond doubt."""
    result = find_conflicts(built(*asked), mif.get_language(language))
    return [(sorted(conflict.places), conflict.sure) for conflict in result]


def named(case):
    return f"{case[0]}-{case[1][0].partition(':')[2]}-{case[2][0].partition(':')[2]}"


# What cannot be followed


@pytest.mark.parametrize("case", IMPOSSIBLE, ids=map(named, IMPOSSIBLE))
def test_a_pair_that_no_reply_follows_is_found(case):
    language, one, other = case
    assert found(language, one, other) == [([0, 1], True)]
    assert found(language, other, one) == [([0, 1], True)]


@pytest.mark.parametrize("case", POSSIBLE, ids=map(named, POSSIBLE))
def test_a_pair_that_a_reply_follows_is_no_conflict(case):
    language, one, other, reply = case
    assert [mif.check(*asked, reply, language).passed for asked in (one, other)] == [True, True]
    assert found(language, one, other) == found(language, other, one) == []


@pytest.mark.parametrize("case", UNLIKELY, ids=map(named, UNLIKELY))
def test_a_pair_that_only_an_odd_reply_follows_is_unlikely(case):
    language, one, other, reply = case
    assert [mif.check(*asked, reply, language).passed for asked in (one, other)] == [True, True]
    assert found(language, one, other) == [([0, 1], False)]


def test_three_can_conflict_where_no_two_of_them_do():
    asked = sents(5, "at least"), each(18, "at least"), words(60, "at most")
    assert [pair for pair in combinations(asked, 2) if found("en", *pair)] == []
    assert found("en", *asked) == [([0, 1, 2], True)]
    assert found("en", *asked[:2], words(90, "at most")) == []
    assert found("en", *asked[:2], words(89, "at most")) == [([0, 1, 2], True)]


def test_what_every_sentence_holds_is_there_as_often_as_there_are_sentences():
    five = sents(5, "at least")
    because = starts("Because")
    assert found("en", five, because, often("because", 2, "at most")) == [([0, 1, 2], True)]
    assert found("en", five, because, often("because", 5, "at most")) == []
    assert found("en", five, because, letter("b", 4, "at most")) == [([0, 1, 2], True)]
    assert found("en", five, because, letter("b", 5, "at most")) == []
    assert found("en", five, starts("Wind and rain"), words(14, "at most")) == [([0, 1, 2], True)]
    assert found("en", five, starts("Wind and rain"), words(15, "at most")) == []
    assert found("en", sents(5, "at most"), because, often("because", 2, "at most")) == []


def test_a_bare_letter_may_be_met_by_another_letter_in_every_sentence():
    five, few = sents(5, "at least"), letter("b", 3, "at most")
    assert found("en", five, starts("B"), few) == [([0, 1, 2], False)]
    assert found("en", five, starts("B", accents="distinct"), few) == [([0, 1, 2], True)]
    assert [mif.check(*each, "Ḃut. " * 5, "en").passed for each in (five, starts("B"), few)] == [
        True, True, True,
    ]  # fmt: skip


def test_a_number_of_ends_that_may_not_be_seen_is_no_more_than_unlikely():
    asked = sents(5, "at least"), ends("indeed"), often("indeed", 2, "at most")
    assert found("en", *asked) == [([0, 1, 2], False)]
    reply = "It is so indeed1\ufe0f\u20e3. " * 5
    assert [mif.check(*each, reply, "en").passed for each in asked] == [True, True, True]
    many = sents(5, "at least"), ends("indeed"), letter("d", 9, "at most")
    assert found("en", *many) == [([0, 1, 2], True)]


def test_bounds_can_conflict_all_together_only():
    two, three = {"bound": {"not": {"exactly": 2}}}, {"bound": {"between": [2, 3]}}
    id = "detectable_format:number_bullet_lists"
    other = {"bound": {"not": {"exactly": 3}}}
    assert found("en", (id, two), (id, three)) == []
    assert found("en", (id, two), (id, three), (id, other)) == [([0, 1, 2], True)]


def test_one_alone_can_be_impossible():
    assert found("en", numbers(parity="odd", values={"exactly": 6})) == [([0], True)]
    assert found("en", numbers(parity="even", values={"exactly": 6})) == []


def test_only_the_fewest_that_conflict_are_told():
    asked = words(300, "at least"), need("river"), words(100, "less than"), forbid("river")
    assert found("en", *asked) == [([0, 2], True), ([1, 3], True)]


def test_what_cannot_be_judged_conflicts_with_nothing():
    capitals = "change_case:capital_word_frequency"
    few = capitals, {"capital_frequency": 2, "capital_relation": "less than"}
    many = capitals, {"capital_frequency": 9, "capital_relation": "at least"}
    assert found("en", few, many) == [([0, 1], True)]
    assert found("hi", few, many) == []


def test_a_lemma_is_another_measure_than_the_word():
    lemma = {"match": "lemma"}
    assert found("ru", need("река", **lemma), forbid("река", **lemma)) == [([0, 1], True)]
    assert found("ru", need("река", **lemma), forbid("река")) == []
    assert mif.check(*need("река", **lemma), "У реки", "ru").passed
    assert mif.check(*forbid("река"), "У реки", "ru").passed


@frozen
class Vowels(mif.Counted):
    """Vowels, of whichever case."""

    bound: mif.Bound
    case: str = "any"
    noun = ("vowel", "vowels")

    def find(self, text):
        return text.find(VOWEL, "vowel")


@frozen
class Paragraphs(mif.Counted):
    """Paragraphs set apart by blank lines."""

    bound: mif.Bound
    noun = ("paragraph", "paragraphs")
    element = "paragraphs"


@frozen
class SameParagraphs(Paragraphs):
    """A class of its own that counts the same element."""


VOWEL = regex.compile("[aeiou]", regex.IGNORECASE)


def test_a_checker_that_counts_is_compared_without_being_known():
    few, many = Vowels(mif.at_most(3)), Vowels(mif.at_least(5))
    english = mif.get_language("en")
    (conflict,) = find_conflicts((few, many), english)
    assert (conflict.sure, conflict.why) == (True, "vowels: at most 3 and at least 5")
    assert find_conflicts((few, Vowels(mif.at_least(5), case="small")), english) == ()
    assert implies(Vowels(mif.at_least(5)), Vowels(mif.at_least(4)), english)
    assert not implies(Vowels(mif.at_least(4)), Vowels(mif.at_least(5)), english)


def test_what_is_counted_is_the_element_of_a_text():
    one, two = Paragraphs(mif.exactly(1)), SameParagraphs(mif.exactly(2))
    assert [each.sure for each in find_conflicts((one, two), mif.get_language("en"))] == [True]


def test_a_fact_of_a_checker_of_one_s_own_is_compared_with_native_ones():
    @frozen
    class Greeting(mif.Checker):
        """The reply begins with a greeting."""

        word: str

        def implies(self, language):
            yield Holds((Phrasing(self.word),))
            yield Stands("start", "reply", Phrasing(self.word))

    english = mif.get_language("en")
    hello, forbidden = Greeting("Hello"), mif.build(*forbid("hello"))
    assert [each.sure for each in find_conflicts((hello, forbidden), english)] == [True]
    assert [each.sure for each in find_conflicts((hello, Greeting("Dear")), english)] == [True]
    assert not implies(forbidden, hello, english)


def test_reference_checkers_imply_nothing():
    asked = [mif.build(*words(count, relation), "multi-if") for count, relation in
             [(300, "at least"), (100, "less than")]]  # fmt: skip
    assert find_conflicts(tuple(asked), mif.get_language("en")) == ()


# No false alarm: texts of all kinds are asked

POOL = [
    *dict.fromkeys(
        (id, json.dumps(kwargs)) for case in IMPOSSIBLE + UNLIKELY for id, kwargs in case[1:3]
    )
]
PIECES = [
    "river", "RIVER boat", "queen", "yes, *sir*", "cafe", "café", "My answer is yes.", "Why is the sea blue?",
    "any\nquestions ？", "That is all.", "That is all", "However,", "But", "B. Some say", "S. B. Some", "7", "6", "nine",
    "Part 1", "Part2", "P. S., dear", '{"a": "', '"}', "[", "]", "“", "”", "<<rain>>", "******", "\n***\n", "\n- one", "- ",
    "\n\n", "\n", " ", ". ", "! ", "? ", "?!", "…", "⁈", "\n```\n", "~~~", "# ", "> ", "1) ", "\nA) ", "\nB) ", "**(1)|", "①",
    "Ⅷ", "ß", "’s", "\u200d", "\u0301", "| a |", "the old town by the river is long", "THE OLD TOWN IS LONG", "नदी", "河流",
    "长江大桥", "ёлка", "елка", "rain", "rainy", "snow", "Indeed?!", "of course!", "“Any questions?”", "再见，朋友", "।", "？", "。",
    "Because of", "because", "“Because", "Ⓑut so", "Ḃut", "Étang", "É", "per se, no", "one two three four", "so it is", ",",
    "indeed", "indeed¹", "1\ufe0f\u20e3", "\ufe0f", "[1]", "yes, sir!", "क्योंकि", "，", "wind and rain",
]  # fmt: skip


def replies(language):
    """What people and models wrote, and what no one would, with a fixed seed."""
    folder = Path(mif.__file__).parent / "testing" / "truth"
    for path in sorted(folder.glob("*.jsonl")):
        if path.stem == language or language == "en":
            yield from {json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()}
    draw = random.Random(language)
    for _ in range(400):
        parts = draw.choices(PIECES, k=draw.randint(1, 6))
        yield draw.choice(["", " "]).join(parts)


def recorded():
    path = Path(mif.__file__).parent / "datasets/embedded/recording/journal.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [reply for line in lines if (reply := json.loads(line).get("reply"))]


@pytest.mark.parametrize("language", ["en", "fr", "hi", "ru", "zh"])
def test_no_reply_belies_what_is_said_of_pairs(language):
    checkers = [mif.build(id, json.loads(kwargs)) for id, kwargs in POOL]
    here = mif.get_language(language)
    pairs = [
        pair
        for pair in combinations(range(len(checkers)), 2)
        if any(each.sure for each in find_conflicts(tuple(checkers[at] for at in pair), here))
    ]
    assert len(pairs) > 100
    follows = [
        pair
        for pair in permutations(range(len(checkers)), 2)
        if implies(*(checkers[at] for at in pair), here)
    ]
    assert len(follows) > 10
    asked = {at for pair in pairs + follows for at in pair}
    for reply in [*replies(language), *(recorded()[::2] if language == "en" else [])]:
        text = Text(reply, here)
        passed = set() if text.is_blank else {at for at in asked if checkers[at].passed_on(text)}
        both = [pair for pair in pairs if passed.issuperset(pair)]
        assert both == [], (reply, [[checkers[at] for at in pair] for pair in both])
        left = [pair for pair in follows if pair[0] in passed and pair[1] not in passed]
        assert left == [], (reply, [[checkers[at] for at in pair] for pair in left])


def test_parts_that_pass_do_not_pass_together_what_is_called_impossible():
    for language, one, other in IMPOSSIBLE:
        checkers = built(one, other)
        parts = [
            [piece for piece in PIECES if checker.check(piece, language).passed] or PIECES
            for checker in checkers
        ]
        draw = random.Random(0)
        for _ in range(40):
            mine, theirs = map(draw.choice, parts)
            first, last = draw.sample([mine, theirs], 2)
            reply = first + draw.choice(["", " ", "\n\n", "\n```\n", "*", "“", "B. "]) + last
            assert not all(each.check(reply, language).passed for each in checkers), reply
