"""The primitives that checkers are composed of."""

from __future__ import annotations

import pickle
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mifcheck as mif
from mifcheck.bounds import at_least, at_most, exactly
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import Registry
from mifcheck.checkers.grammar import order
from mifcheck.checkers.grammar.counting import Count, InProportion, Share
from mifcheck.checkers.grammar.every import Every, Within
from mifcheck.checkers.grammar.formats import Parts
from mifcheck.checkers.grammar.nesting import Nested, NestedQuotes
from mifcheck.checkers.grammar.order import Order
from mifcheck.checkers.grammar.pieces import matching
from mifcheck.checkers.grammar.relations import Copies, Edited, OneOf, Overlap
from mifcheck.checkers.grammar.selections import (
    bullets,
    characters,
    lines,
    paragraphs,
    sentences,
    source_lines,
    words,
)
from mifcheck.checkers.grammar.traits import (
    alphabetical,
    as_written,
    capitalised,
    edge_words,
    emoji_at_end,
    first_letter,
    is_text,
    length,
    of_class,
    palindromes,
    prime_length,
    question,
    statement,
    word_count,
)
from mifcheck.checkers.parameters import Positive, Word
from mifcheck.checkers.values import frozen

PLAIN = st.lists(
    st.sampled_from(["river", "boat", "sun", "noon", "level", "a", "I", "sea"]), max_size=12
)
lower = matching(r"^\p{Ll}", "begin with a small letter")
headed = matching(r"^#", "begin with a number sign")
titled = source_lines.where(headed)


def shown(selection, string, language="en"):
    text = mif.Text(string, language)
    seen = text if selection.unit.view == "source" else text.rendered
    return [seen.string[span.start : span.end] for span in selection.spans(seen)]


@pytest.mark.parametrize(
    ("selection", "string", "language", "expected"),
    [
        (words[0], "The **river** ran.", "en", ["The"]),
        (words[-1], "The **river** ran.", "en", ["ran"]),
        (words[7], "The river ran.", "en", []),
        (words[1::2], "one two three four five", "en", ["two", "four"]),
        (words.distinct(as_written), "To be or not to be", "en", ["To", "be", "or", "not"]),
        (
            words.where(palindromes(5)),
            "A level road, a kayak; Abba did not rotate.",
            "en",
            ["level", "kayak"],
        ),
        (words.where(palindromes(3)), "La dama ama: Ana, oso, él.", "es", ["ama", "Ana", "oso"]),
        (words.where(palindromes(3)), "Кок и дед ели шалаш", "ru", ["Кок", "дед", "шалаш"]),
        (sentences[-1], "He came. She went.\n\nThey stayed!", "en", ["They stayed!"]),
        (sentences.where(question), "चलें? हाँ। कब?", "hi", ["चलें?", "कब?"]),
        (sentences.where(question), "走吗？走。什么时候？", "zh", ["走吗？", "什么时候？"]),
        (sentences.where(statement), "Vieni? Vengo. Che bello!", "it", ["Vengo."]),
        (paragraphs[1], "One.\n\nTwo.\n\nThree.", "en", ["Two."]),
        (lines.since(lower), "A\n\n- b\nC", "en", ["b", "C"]),
        (source_lines, "a\n  b\n\n\tc", "en", ["a", "  b", "\tc"]),
        (bullets[0], "Intro\n- one\n- two", "en", ["- one"]),
        (characters[:3], "क्षत्रिय", "hi", ["क्ष", "त्रि", "य"]),
    ],
)
def test_selections(selection, string, language, expected):
    assert shown(selection, string, language) == expected


@pytest.mark.parametrize(
    ("checker", "string", "language", "passed"),
    [
        (Count(words.where(palindromes(5)), at_least(2)), "A kayak on a level sea.", "en", True),
        (
            Share(words, of_class("stop_words", ("stop word", "stop words")), high=50),
            "the river and the sea",
            "en",
            False,
        ),
        (
            Share(words, of_class("stop_words", ("stop word", "stop words")), high=60),
            "the river and the sea",
            "en",
            True,
        ),
        (
            InProportion((sentences.where(statement), sentences.where(question)), (2, 1)),
            "I go. You go. Who stays?",
            "en",
            True,
        ),
        (
            InProportion((sentences.where(statement), sentences.where(question)), (2, 1)),
            "I go. Who stays?",
            "en",
            False,
        ),
        # The mark of a heading is in the source.
        (
            InProportion((titled, source_lines.where(~headed)), (1, 2)),
            "# Rain\nIt is.\nSo.",
            "en",
            True,
        ),
        (Every(words, prime_length), "We see him run.", "en", True),
        (Every(words, prime_length), "We see them run.", "en", False),
        (Every(words, capitalised), "Die Sonne scheint", "de", False),
        (Every(words, capitalised), "Река Течёт", "ru", True),
        (Every(words, capitalised), "नदी बहती है", "hi", None),
        (Order(words, alphabetical, order.next_in_cycle), "yes zoo at", "en", True),
        (Order(words, alphabetical, order.next_in_cycle), "zoo 7", "en", False),
        (Every(sentences, emoji_at_end), "We go 😊. You stay! 👋🏽", "en", True),
        (Every(sentences, emoji_at_end), "We go 😊. You stay!", "en", False),
        (Every(sentences, emoji_at_end), "你好😊。再见👋", "zh", True),
        (Within(sentences[1], Count(words, exactly(2))), "One two three. Four five.", "en", True),
        (Within(sentences[2], Count(words, exactly(2))), "One two three. Four five.", "en", False),
        (Within(paragraphs, Count(sentences, at_most(1))), "One.\n\nTwo. Three.", "en", False),
        (Within(paragraphs, Every(sentences[-1], is_text("I go."))), "Go. *I go.*", "en", True),
        (Within(sentences[0], Every(words[0], is_text("go"))), "***Go** now.* I go.", "en", True),
        (
            Order(sentences, word_count, order.steps_of(2)),
            "Go. We all go. So do they all, too.",
            "en",
            True,
        ),
        (
            Order(sentences, word_count, order.steps_of(2)),
            "Go. We all go. We all go home now.",
            "en",
            True,
        ),
        (Order(words, first_letter, order.neighbours_differ), "Élan et vie", "fr", False),
        (Order(words, first_letter, order.neighbours_differ), "ñu no", "es", True),
        (
            Order(sentences, edge_words, order.linked),
            "I see the sea. Sea air is salt. Salt burns.",
            "en",
            True,
        ),
        (Order(sentences, edge_words, order.linked), "Я вижу море. Солнце село.", "ru", False),
        (Nested(at_least(3)), "(a [b {c} d] e)", "en", True),
        (Nested(at_least(3)), "(a [b {c) d] e)", "en", False),
        (NestedQuotes(at_least(3)), '"He said \'she said "no" twice\' to me"', "en", True),
        (NestedQuotes(at_least(3)), "\"It's Ann's dog's bone\"", "en", False),
        (NestedQuotes(at_least(3)), "«Он сказал: “она ответила ‘нет’”»", "ru", False),
        (OneOf(("yes", "no")), "**Yes.**", "en", True),
        (OneOf(("yes", "no")), "Yes, of course.", "en", False),
        (OneOf(("да", "нет")), "Нет!", "ru", True),
        (Copies("Say it.", 2), "Say it. Say it.", "en", True),
        (Copies("Say it.", 2), "Say it. Say it. Done.", "en", False),
        (Copies("说吧。"), "说吧。", "zh", True),
        (Edited("Write a poem.", (0,)), "Compose a poem.", "en", True),
        (Edited("Write a poem.", (0,)), "Write a poem.", "en", False),
        (Edited("Write a poem.", (0,)), "Compose a short poem.", "en", False),
        (Overlap("abcdef", 3, 100, 100), "bcde", "en", True),
        (Overlap("one two three four", 2, 50, 100, of="words"), "two three five", "en", True),
    ],
)
def test_primitives(checker, string, language, passed):
    verdict = checker.check(string, language)
    assert verdict.passed is passed, verdict.explain(string)
    assert verdict.required
    assert verdict.reason
    assert all(0 <= start <= end <= len(string) for start, end, _ in verdict.evidence)


def test_copies_that_no_reply_holds_take_no_memory():
    many = Copies("Say it.", 10**12, apart=True).check("Say it.\n******\nSay it.")
    assert (many.passed, many.measured) == (False, 2)


@pytest.mark.parametrize(
    ("checker", "string", "said"),
    [
        (
            Every(words, prime_length),
            "We see them run",
            "3 of 4 words have a prime number of letters, but not word 3, 'them'",
        ),
        (
            Order(words, as_written, order.distinct),
            "one two one",
            "word 3, 'one': repeats number 1",
        ),
        (Order(words, as_written, order.at_most_each(2)), "a a b a", "word 4, 'a': the 3rd time"),
        (Order(words, length, order.rising), "a bb bb", "word 3, 'bb': 2 is not more than 2"),
        (Within(sentences, Count(words, exactly(1))), "Go. Go on.", "sentence 2: 2 words found"),
        (Count(words[0].where(palindromes(2)), exactly(1)), "Sun", "0 palindromes found"),
    ],
)
def test_a_failure_says_which_unit_and_why(checker, string, said):
    verdict = checker.check(string)
    assert not verdict.passed
    assert verdict.reason == said


def test_a_label_is_found_where_it_stands_whatever_case_folding_makes_longer():
    string = "Größe, Maße: klein. STRASSE: lang. Ende: da."
    verdict = Parts(("maße:", "Straße:", "ENDE:")).check(string, "de")
    assert verdict.passed
    assert [string[start:end] for start, end, _ in verdict.evidence] == [
        "Maße:",
        "STRASSE:",
        "Ende:",
    ]


LAWS = {
    "rising": (order.rising, lambda keys: all(a < b for a, b in pairwise(keys))),
    "sorted_down": (order.sorted_down, lambda keys: all(a >= b for a, b in pairwise(keys))),
    "equal": (order.equal, lambda keys: len(set(keys)) <= 1),
    "distinct": (order.distinct, lambda keys: len(set(keys)) == len(keys)),
    "neighbours differ": (
        order.neighbours_differ,
        lambda keys: all(a != b for a, b in pairwise(keys)),
    ),
    "twice each": (order.at_most_each(2), lambda keys: all(keys.count(key) <= 2 for key in keys)),
    "steps of 1": (order.steps_of(1), lambda keys: all(b - a == 1 for a, b in pairwise(keys))),
}


@pytest.mark.parametrize("name", LAWS)
@given(keys=st.lists(st.integers(0, 4), max_size=7))
def test_a_law_finds_the_first_offence(name, keys):
    law, holds = LAWS[name]
    offence = law.offence(keys)
    assert (offence is None) == holds(keys)
    if offence is not None:
        # Up to there it holds.
        assert holds(keys[: offence[0]])
        assert not holds(keys[: offence[0] + 1])


@given(depth=st.integers(0, 12), kinds=st.data())
def test_brackets_nest_as_deep_as_they_are_written(depth, kinds):
    string = "x"
    for _ in range(depth):
        opening, closing = kinds.draw(st.sampled_from(["()", "[]", "{}"]))
        string = f"{opening}{string}{closing}"
    assert Nested(exactly(depth)).check(f"So {string} it is.").passed


@given(PLAIN)
def test_a_predicate_and_its_negation_part_the_units(some):
    string = " ".join(some)
    count = {each: len(shown(words.where(each), string)) for each in (prime_length, ~prime_length)}
    assert sum(count.values()) == len(shown(words, string))


@given(PLAIN)
def test_every_is_none_of_the_others(some):
    string = " ".join(["sun", *some])
    every = Every(words, prime_length).check(string).passed
    assert every == Count(words.where(~prime_length), exactly(0)).check(string).passed


def test_a_class_without_a_list_is_not_judged():
    verdict = Count(words.where(of_class("stop_words", ("", "stop words"))), at_least(1)).check(
        "नदी", "hi"
    )
    known = mif.get_language("hi").classes.stop_words
    assert (verdict.passed is None) == (not known)


# Functions


def test_a_function_of_parameters_is_a_checker():
    own = Registry("own")

    @own.checker("count:lows", asks="at least {least} small words", example={"least": 2})
    def lows(least: Positive) -> Checker:
        """So many words begin with a small letter."""
        return Count(words.where(lower), at_least(least))

    checker = own.build("count:lows", {"least": 2})
    verdict = checker.check("The **river** ran")
    assert (verdict.passed, verdict.check, verdict.required) == (
        True,
        "count:lows",
        "at least 2 small words",
    )
    assert [("The **river** ran"[a:b]) for a, b, _ in verdict.evidence] == ["river", "ran"]
    assert checker == lows(least=2)
    assert hash(checker) == hash(lows(least=2))
    assert own.summary("count:lows") == "So many words begin with a small letter."
    assert (checker & ~checker).check("The river ran").passed is False


def test_a_function_of_a_text_is_a_checker():
    own = Registry("own")

    @own.checker("shop:cheap", asks="mention {word!r}", example={})
    def cheap(text: mif.Text, word: Word = "cheap") -> bool | None:
        """The reply mentions a word."""
        return None if text.language.code == "zh" else word in text.string

    assert cheap().check("It is cheap.").passed
    assert cheap(word="free").check("It is cheap.").passed is False
    assert cheap().check("便宜", "zh").passed is None


def test_a_function_needs_types_and_a_verdict():
    own = Registry("own")
    with pytest.raises(mif.MifcheckError, match="'least' has no type"):

        @own.checker("count:a", asks="a")
        def untyped(least) -> Checker:
            """Lacks a type."""
            return Count(words, at_least(least))

    @own.checker("count:b", asks="b")
    def odd(text: mif.Text) -> bool:
        """Returns what is no verdict."""
        return "yes"  # type: ignore[return-value]

    with pytest.raises(mif.MifcheckError, match="returned 'yes', not a bool"):
        odd().check("x")


@pytest.mark.parametrize("id", [id for id in mif.registry if ":" in id])
def test_a_declared_checker_can_be_pickled(id):
    checker = mif.build(id, mif.registry.example(id))
    assert pickle.loads(pickle.dumps(checker)) == checker
    assert mif.from_spec(checker.to_spec()) == checker


@pytest.mark.parametrize(
    ("id", "reply", "language", "shown"),
    [
        ("letters:letter_counting", "ok नमस्ते", "hi", ["o", "k", "न", "म", "स्ते"]),
        ("ja:letters:hiragana_only", "क्या", "ja", ["क्या"]),
        ("es:punctuation:exclamation_marks", "नमस्ते!", "es", ["स्ते!"]),
    ],
)
def test_evidence_cuts_no_character_as_a_reader_sees_it(id, reply, language, shown):
    verdict = mif.check(id, mif.describe(id).example, reply, language)
    assert [reply[start:end] for start, end, _ in verdict.evidence] == shown


ASKED: list[str] = []


@frozen
class Noted(Checker):
    """It notes each text that it is asked about."""

    def judge(self, text):
        ASKED.append(text.string)
        return self.verdict("go" in text.string)


def test_equal_parts_are_judged_once_and_found_in_their_places():
    ASKED.clear()
    checker = Within(paragraphs, Noted() & Every(words, is_text("go")))
    reply = "go\n\nstop\n\ngo\n\nstop\n\nstop"
    assert checker.passed_on(mif.Text(reply)) is False
    assert sorted(ASKED) == ["go", "stop"]
    ASKED.clear()
    verdict = checker.check(reply)
    assert sorted(ASKED) == ["go", "stop"]
    assert verdict.measured == 2
    assert [reply[start:end] for start, end, _ in verdict.evidence] == ["stop"] * 3
    assert [start for start, _, _ in verdict.evidence] == [4, 14, 20]
