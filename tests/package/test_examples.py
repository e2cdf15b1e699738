"""The examples are what their readers take them for."""

from __future__ import annotations

from pathlib import Path

import pytest

import mifcheck as mif
from mifcheck.datasets.compiled import validate

STANDING = Path(__file__).parents[2] / "examples" / "standing.jsonl"


@pytest.fixture(scope="module")
def standing():
    return mif.load(STANDING)


def test_every_instruction_of_the_long_conversations_can_be_checked(standing):
    validate(standing)
    assert all(len(talk) == 12 for talk in standing)
    assert {talk.language for talk in standing} == {"en", "es", "hi"}


def test_every_instruction_is_worded_in_the_prompt_that_gives_it(standing):
    for talk in standing:
        for turn, ages in zip(talk.turns, talk.ages(), strict=True):
            for instruction, age in zip(turn.instructions, ages, strict=True):
                assert instruction.text
                assert (instruction.text in turn.prompt) == (not age)


def test_nothing_is_wrong_with_the_long_conversations(standing):
    assert mif.lint(standing) == ()


def test_the_long_conversations_show_each_way_that_an_instruction_may_end(standing):
    held = {talk.key: [len(turn.instructions) for turn in talk.turns] for talk in standing}
    assert held["harbour-walk"] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 4, 4]
    assert held["village-library"] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 4, 4, 4]
