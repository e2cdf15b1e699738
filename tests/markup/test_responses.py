"""Whether two responses are the same but for labels, emphasis, case and marks."""

from __future__ import annotations

import pytest

import mifcheck as mif
from mifcheck.markup.responses import two_different

ALIKE = [
    ("en", "Rain falls.", "**rain** falls!"),
    ("en", "Rain falls.\nSnow, too.", "> Rain falls. Snow, too"),
    ("en", "Answer A\nRain falls.", "Answer B\nRain falls."),
    ("en", "Answer A: Rain falls.", "Answer B: Rain falls."),
    ("en", "**Answer 1:** Rain falls.", "**Answer 2:** Rain falls."),
    ("en", "**Answer 1** Rain falls.", "**Answer 2** Rain falls."),
    ("en", "## **Answer 1** Rain falls.", "## **Answer 2** Rain falls."),
    ("en", "__First__ Rain falls.", "__Second__ Rain falls."),
    ("en", "1. Rain falls.", "2. Rain falls."),
    ("en", "a) Rain falls.", "b) Rain falls."),
    ("en", "(1) Rain falls.", "(2) Rain falls."),
    ("en", "Response 1 - Rain falls.", "Response 2 - Rain falls."),
    ("en", "First response: Rain falls.", "Second response: Rain falls."),
    ("en", "One: Rain falls.", "Two: Rain falls."),
    ("en", "Response ii: Rain falls.", "Response iii: Rain falls."),
    ("en", "Answer: Rain falls.", "Answer: Rain falls."),
    ("en", "The first poem: Rain falls.", "The second poem: Rain falls."),
    ("en", "A poem:\nRain falls.", "Some verse:\nRain falls."),
    ("en", "A poem:\nRain falls.", "Rain falls."),
    ("en", "1. Rain falls.", "Rain falls."),
    ("en", "Answer number one: Rain falls.", "Rain falls."),
    ("en", "First answer: Rain falls.", "Rain falls."),
    ("en", "Here are two answers:\n\nRain falls.", "Rain falls."),
    ("en", "Here are two answers:\n\nAnswer 1: Rain falls.", "Answer 2: Rain falls."),
    ("en", "Two answers, with ****** between\n\nRain falls.", "Rain falls."),
    ("en", "!", "!"),
    ("de", "Antwort eins: Regen fällt.", "Antwort zwei: Regen fällt."),
    ("de", "Answer one: Regen fällt.", "Answer two: Regen fällt."),
    ("zh", "回答一：今天下雨。", "回答二：今天下雨。"),
    ("zh", "一、今天下雨。", "二、今天下雨。"),
    ("zh", "【回答1】今天下雨。", "【回答2】今天下雨。"),
    ("ja", "回答①：雨が降る。", "回答②：雨が降る。"),
    ("ru", "Ответ № 1: идёт дождь.", "Ответ № 2: идёт дождь."),
]
OTHER = [
    ("en", "Rain falls.", "Snow falls."),
    ("en", "Rain falls.", "Rain, falls."),
    ("en", "Rain: it falls.", "Snow: it falls."),
    ("en", "Rain is wet: it falls.", "Snow is cold: it falls."),
    ("en", "I love rain: it falls.", "I love snow: it falls."),
    ("en", "Rain: it falls.", "It falls."),
    ("en", "We ate one egg: it was good.", "It was good."),
    ("en", "One egg for us: it was good.", "Two eggs for us: it was good."),
    ("en", "Answer A: Rain falls.", "Answer B: Snow falls."),
    ("en", "Answer A\nRain falls.", "Answer B\nSnow falls."),
    ("en", "1. Rain falls.", "2. Snow falls."),
    ("en", "We saw five ships\nRain fell.", "We saw seven ships\nRain fell."),
    ("en", "I ate 5 eggs - so good.", "I sold 7 eggs - so good."),
    ("en", "5 red boats - so good.", "6 old boats - so good."),
    ("en", "Well-made", "Ill-made"),
    ("en", "Answer 1:", "Answer 2:"),
    ("en", "!", "?"),
    ("zh", "雨：很大。", "雪：很大。"),
]


@pytest.mark.parametrize(("language", "first", "second"), ALIKE)
def test_responses_are_the_same_but_for_labels(language, first, second):
    spoken = mif.get_language(language)
    for pair in ((first, second), (second, first)):
        assert two_different(pair, spoken) == (False, "two equal responses")


@pytest.mark.parametrize(("language", "first", "second"), OTHER)
def test_responses_differ_in_what_they_say(language, first, second):
    spoken = mif.get_language(language)
    for pair in ((first, second), (second, first)):
        assert two_different(pair, spoken) == (True, "two different responses")


@pytest.mark.parametrize(
    ("responses", "said"),
    [([], "0 responses"), (["Rain."], "1 response"), (["Rain.", "Sun.", "Snow."], "3 responses")],
)
def test_two_are_asked_for(responses, said):
    assert two_different(responses, mif.get_language("en")) == (False, said)
