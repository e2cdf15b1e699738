"""The fixed answers that a reply gives, and how each is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

import mifcheck as mif
from mifcheck.markup.answers import find_answers

ANSWERS = [
    ("en", "My answer is yes.", ["My answer is yes."]),
    ("en", "**My answer is: maybe**", ["My answer is maybe."]),
    ("en", "“My answer is no”, she said.", ["My answer is no."]),
    ("en", "I ask whether my answer is yes.", []),
    ("en", "My answer is yes.com", []),
    ("en", "My answer is yesterday.", []),
    ("en", "Yes.", []),
    ("de", "Meine Antwort lautet: ja.", ["Meine Antwort ist ja."]),
    ("de", "My answer is no.", ["Meine Antwort ist nein."]),
    ("de", "Meine Antwort ist ja. Meine Antwort ist vielleicht.", ["Meine Antwort ist ja.", "Meine Antwort ist vielleicht."]),
    ("es", "Sí.", ["Sí."]),
    ("es", "**Tal vez.** Lo pensé mucho.", ["Quizás."]),
    ("es", "Lo pensé mucho. Quizá.", ["Quizás."]),
    ("es", "Lo pensé mucho.\n\n> **No**\n\nEso es todo.", ["No."]),
    ("es", "Respuesta: sí", ["Sí."]),
    ("es", "Sí, claro.", []),
    ("es", "Creo que sí.", []),
    ("es", "No.\nMi respuesta es sí.", ["Mi respuesta es sí."]),
    ("es", f"{'Lo pensé mucho y bien. ' * 9}No.", ["No."]),
    ("ja", "はい、そうです。", ["はい、そうです。"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "reply", "labels"), ANSWERS)
def test_answers_that_mean_the_same_are_shown_alike(language, reply, labels):
    found = find_answers(reply, mif.get_language(language))
    assert [span.label for span in found] == labels


def test_an_answer_that_a_language_has_no_words_for_is_shown_in_english():
    german = mif.get_language("de")
    shorter = replace(german, answers=replace(german.answers, options=german.answers.options[:2]))
    without = replace(german, answers=replace(german.answers, sentences=()))
    reply = "My answer is no. My answer is maybe."
    assert [[span.label for span in find_answers(reply, each)] for each in (shorter, without)] == [
        ["Meine Antwort ist nein.", "My answer is maybe."],
        ["My answer is no.", "My answer is maybe."],
    ]
