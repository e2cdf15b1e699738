"""Instructions in words: which are recognised, as what, and which are not."""

from __future__ import annotations

import contextlib
import re
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mifcheck.datasets.formats.mmmt_if import instruction_forms
from mifcheck.datasets.grammar import Grammar
from mifcheck.errors import DataError
from mifcheck.evaluate import compile_instruction

START, END, LENGTH = "sentences:start", "sentences:end", "sentences:length"
SENTENCES, WORD, NUMBER = (
    "length_constraints:number_sentences",
    "keywords:frequency",
    "numbers:existence",
)


def number(parity: str | None, count: int = 1, relation: str = "at least", **bound: Any) -> Any:
    told = {"frequency": count, "relation": relation, **bound}
    return NUMBER, told | ({"parity": parity} if parity else {})


def above(value: int, relation: str = "more than") -> dict[str, Any]:
    return {"value": value, "value_relation": relation}


def word(keyword: str, count: int = 1, relation: str = "at least") -> Any:
    return WORD, {"keyword": keyword, "frequency": count, "relation": relation}


def words(count: int, relation: str) -> Any:
    return LENGTH, {"num_words": count, "relation": relation}


def sentences(count: int, relation: str) -> Any:
    return SENTENCES, {"num_sentences": count, "relation": relation}


def start(what: str) -> Any:
    return START, {"start": what}


def end(what: str) -> Any:
    return END, {"end": what}


RECOGNISED: list[tuple[str, Any]] = [
    # as the release words them
    ("Start every sentence with the letter (B).", start("B")),
    ("Start every sentence with the letter (S).", start("S")),
    ("End every sentence with a question mark (?).", end("?")),
    ("End every sentence with a exclamation mark (!).", end("!")),
    ("Only use responses to question where each sentence in the response is at most 18 words in all future responses.", words(18, "at most")),
    ("Only use responses to question where each sentence in the response is at least 18 words in all future responses.", words(18, "at least")),
    ("Make all the following responses no more than 4 sentences.", sentences(4, "at most")),
    ("Make all the following responses at least 5 sentences.", sentences(5, "at least")),
    ("Include at least one odd number bigger than 5 in each of your responses.", number("odd", **above(5))),
    ("Include at least one even number in the range bigger than 5 in each of your responses.", number("even", **above(5))),
    ("Use the word 'like' at least once in all future responses.", word("like")),
    ("Use the word 'itself' at least once in all future responses.", word("itself")),
    ("Use the word 'per se' at least once in all future responses.", word("per se")),
    # letters and first words
    ("Begin each sentence with the letter Q.", start("Q")),
    ("Start each sentence with 'M'", start("M")),
    ("start all of your sentences with the letter \"w\" from now on", start("w")),
    ("Please start every single sentence with an A in all of your replies.", start("A")),
    ("Every sentence must begin with the letter (Z).", start("Z")),
    ("Start every sentence with the word 'However'.", start("However")),
    ("Start every sentence with the phrase “In fact”.", start("In fact")),
    ("Start every sentence with the letter (É).", start("É")),
    ("From now on, start every sentence with the letter (T).", start("T")),
    # marks and last words
    ("End each sentence with an exclamation point.", end("!")),
    ("End every sentence with a period (.).", end(".")),
    ("End every sentence with a period.", end(".")),
    ("Finish every sentence with a full stop", end(".")),
    ("End every sentence with (?).", end("?")),
    ("end every sentence with question mark", end("?")),
    ("All sentences should end with a question mark(?).", end("?")),
    ("End every sentence with the word 'indeed'.", end("indeed")),
    ("End every sentence with “my friend”.", end("my friend")),
    ("End every sentence in your responses with an exclamation mark.", end("!")),
    # lengths of sentences
    ("Make every sentence no more than twelve words long.", words(12, "at most")),
    ("Keep each sentence in your responses to the point.", None),
    ("Keep each sentence under the sea.", None),
    ("Each sentence must have fewer than 20 words in all future responses.", words(20, "less than")),
    ("Use no fewer than 6 words in each sentence.", words(6, "at least")),
    ("Every sentence should be exactly 10 words long.", words(10, "exactly")),
    ("Only use responses to questions where every sentence of the response is more than five words.", words(5, "more than")),
    # numbers of sentences
    ("Use at most three sentences in each of your responses.", sentences(3, "at most")),
    ("Respond with no fewer than 2 sentences from now on.", sentences(2, "at least")),
    ("Make each of your answers exactly 1 sentence long.", sentences(1, "exactly")),
    ("All future responses must contain fewer than ten sentences.", sentences(10, "less than")),
    ("Make all the  following\tresponses up to 6 sentences", sentences(6, "at most")),
    ("Make all the following responses atleast 5 sentences.", sentences(5, "at least")),
    ("In all following replies, write more than 3 sentences.", sentences(3, "more than")),
    # words
    ("Use the phrase \"as it were\" exactly twice in every response.", word("as it were", 2, "exactly")),
    ("Include the word ‘don’t’ no more than three times in all your answers.", word("don’t", 3, "at most")),
    ("Use the word 'don't' at least twice.", word("don't", 2)),
    ("Use the word rain at least once.", word("rain")),
    ("Use the term «per diem» in each response.", word("per diem")),
    ("Use 'inter alia' at least once in all future responses.", word("inter alia")),
    ("Mention the word 'well-known' in all future responses fewer than 4 times.", word("well-known", 4, "less than")),
    ("Use the word 'a.m.' at least once in all future responses.", word("a.m.")),
    # numbers
    ("Include an odd number greater than 11 in every response.", number("odd", **above(11))),
    ("Include at least two even numbers smaller than one in each reply.", number("even", 2, **above(1, "less than"))),
    ("Use exactly 3 numbers larger than 100 in all future answers.", number(None, 3, "exactly", **above(100))),
    ("Include at least one even number in each of your responses.", number("even")),
    ("Use at least one number that is less than or equal to 40 in each answer.", number(None, **above(40, "at most"))),
    ("Include at least one odd number that is no less than 7.", number("odd", **above(7, "at least"))),
    ("Add no more than twenty numbers below 50 to each response.", number(None, 20, "at most", **above(50, "less than"))),
]  # fmt: skip

KNOWN = [(text, meant) for text, meant in RECOGNISED if meant is not None]
UNKNOWN = [text for text, meant in RECOGNISED if meant is None] + [
    "Be nice.",
    "Use the word 'like' twice.",
    "Use the word 'one' and the word 'two' at least once.",
    "Make all responses 5 sentences.",
    "End every sentence with a question mark (!).",
    "Start every sentence with the letter (BC).",
    "Start every sentence with the letter (B",
    "Start every other sentence with the letter (B).",
    "Start every sentence with the letter (B) or (C).",
    "Do not start every sentence with the letter (B).",
    "Use no more than four paragraphs.",
    "Include at least one prime number bigger than 5.",
    "Include at least one odd number bigger than 5.5.",
    "Include at least one odd number bigger than 5 and smaller than 9.",
    "Include at least one odd number bigger than 5k.",
    "Make all the following responses at least 5 sentences unless told otherwise.",
    "Use the word '' at least once.",
    "",
]


def only(text: str) -> tuple[str, dict[str, Any]]:
    (found,) = instruction_forms().given(text)
    return found.instruction.id, found.instruction.to_dict()["kwargs"]


@pytest.mark.parametrize(("text", "meant"), KNOWN)
@pytest.mark.parametrize(
    "after", ["", " What is in Image1?", "\n\nGo on.", " Instruction: Use the word 'so'."]
)
def test_an_instruction_is_recognised_and_cut_out(text: str, meant: Any, after: str) -> None:
    words = f"Instruction: {text}"
    if after.startswith(" What") and not text.endswith("."):
        words += "."  # without its stop an instruction ends where its line does
    found = instruction_forms().given(f"Look. {words}{after}")[0]
    id, kwargs = meant
    assert (found.instruction.id, found.instruction.to_dict()["kwargs"]) == (id, kwargs)
    assert (found.instruction.text, found.start, found.end) == (words, 6, 6 + len(words))
    compile_instruction(found.instruction)


@pytest.mark.parametrize(("text", "meant"), KNOWN)
def test_no_two_forms_claim_one_instruction(text: str, meant: Any) -> None:
    claims = set()
    for form in instruction_forms().forms:
        match = form.pattern.match(text)
        if match and match.end() == len(text):
            claims.add((form.id, repr(form.parameters(match))))
    assert len(claims) == 1


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_is_none_of_them_is_said_to_be_so(text: str) -> None:
    with pytest.raises(DataError, match="no known form of instruction") as caught:
        instruction_forms().given(f"Instruction: {text}")
    assert repr(text) in str(caught.value)
    assert "Start every sentence with the letter (D)." in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("text", "meant"), KNOWN)
def test_a_space_may_be_missing_after_the_full_stop(text: str, meant: Any) -> None:
    words = f"Instruction: {text.removesuffix('.')}."
    (found,) = instruction_forms().given(f"{words}What is that?")
    assert (found.instruction.text, found.instruction.id) == (words, meant[0])


def test_a_text_without_the_label_gives_nothing() -> None:
    assert instruction_forms().given("Start every sentence with the letter (B).") == ()
    assert instruction_forms().given("A reinstruction: be nice.") == ()
    assert instruction_forms().given("Follow this instruction: be nice.") == ()


def test_the_examples_in_the_file_are_recognised() -> None:
    assert [only(f"Instruction: {each}")[0] for each in instruction_forms().examples] == list(
        dict.fromkeys(form.id for form in instruction_forms().forms)
    )


NUMBERS = [
    "one", "two", "three", "four", "five", "six", "seven",
    "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
]  # fmt: skip
RELATIONS = {
    "at least": "at least", "no fewer than": "at least", "no less than": "at least",
    "at most": "at most", "no more than": "at most", "fewer than": "less than",
    "less than": "less than", "more than": "more than", "exactly": "exactly",
}  # fmt: skip
spelled = st.integers(1, 20).flatmap(
    lambda n: st.tuples(st.just(n), st.sampled_from([str(n), NUMBERS[n - 1]]))
)
cases = st.sampled_from([str, str.upper, str.lower])
spaces = st.sampled_from([" ", "  ", "\n", " \n", "\t"])
stops = st.sampled_from(["", "."])


@given(
    st.characters(categories=["Lu", "Ll"]),
    st.sampled_from(["({})", "{}", "'{}'", '"{}"', "“{}”"]),
    spaces,
    stops,
)
def test_any_letter(letter: str, shown: str, space: str, stop: str) -> None:
    text = f"Instruction: Start every sentence with the letter {shown.format(letter)}{stop}"
    assert only(re.sub(" ", space, text)) == start(letter)


@given(spelled, st.sampled_from(sorted(RELATIONS)), cases, spaces, stops)
def test_any_number_and_relation(
    spelling: tuple[int, str], relation: str, case: Any, space: str, stop: str
) -> None:
    count, shown = spelling
    for text, meant in (
        (f"make all the following responses {relation} {shown} sentences", sentences),
        (
            f"only use responses to question where each sentence in the response is {relation} {shown} words",
            words,
        ),
    ):
        written = re.sub(" ", space, case(f"Instruction: {text}{stop}"))
        assert only(written) == meant(count, RELATIONS[relation])


letters = st.text(string.ascii_letters + "éñßя語क", min_size=1, max_size=8)


@given(
    st.lists(letters, min_size=1, max_size=3).map(" ".join),
    st.sampled_from(["''", '""', "‘’", "“”", "«»"]),
    spelled,
)
def test_any_phrase_between_any_marks(phrase: str, marks: str, spelling: tuple[int, str]) -> None:
    count, shown = spelling
    text = f"Instruction: Use the word {marks[0]}{phrase}{marks[1]} at least {shown} times."
    assert only(text) == word(phrase, count)


@given(spelled, st.integers(0, 999_999_999), st.sampled_from(["odd", "even"]))
def test_any_number_beyond_any_bound(spelling: tuple[int, str], value: int, parity: str) -> None:
    count, shown = spelling
    text = (
        f"Instruction: Include at least {shown} {parity} numbers bigger than {value} in each reply."
    )
    assert only(text) == number(parity, count, **above(value))


@given(st.text())
def test_whatever_follows_the_label_is_read_or_refused(text: str) -> None:
    written = f"Instruction: {text}"
    with contextlib.suppress(DataError):
        assert all(each.instruction.text in written for each in instruction_forms().given(written))


SMALL = """
label = "ask"
[slots.times.words]
once = 1
[slots.number]
open = "whole"
[pieces]
end = "[now]"
[[form]]
id = "a:b"
example = "Sing once."
kwargs = { fixed = "x", much = "{much}", kind = "{kind}" }
defaults = { kind = "song" }
patterns = [{pattern}]
"""


def small(pattern: str) -> Grammar:
    return Grammar.from_toml(SMALL.replace("{pattern}", repr(pattern)))


def test_the_notation() -> None:
    made = small("sing ({much:times} | {much:number} time[s]) [today,] <end>")
    for text, much in (("sing once", 1), ("SING 7 time today, now.", 7), ("sing 2 times now", 2)):
        (found,) = made.given(f"ask: {text}")
        assert found.instruction.to_dict() == {
            "id": "a:b",
            "kwargs": {"fixed": "x", "much": much, "kind": "song"},
        }
    with pytest.raises(DataError):
        made.given("ask: sing once today now")
    with pytest.raises(ValueError, match="character 6: not in the notation"):
        small("sing %")


def test_a_parameter_whose_slot_is_not_there_is_left_out() -> None:
    (found,) = small("sing [{much:times}]").given("Ask:sing")
    assert found.instruction.to_dict()["kwargs"] == {"fixed": "x", "kind": "song"}
