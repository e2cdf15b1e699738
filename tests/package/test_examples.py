"""The examples are what their readers take them for."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

import mifcheck as mif
from mifcheck.datasets.compiled import validate

EXAMPLES = Path(__file__).parents[2] / "examples"
STANDING = EXAMPLES / "standing.jsonl"


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


def loaded(name):
    """An example's module, under its own name, as pickles of its checkers need it."""
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def roles(monkeypatch):
    # What an example registers must not be there in other tests.
    own = dict(mif.registry._own)
    monkeypatch.setattr(mif.registry, "_own", own)
    monkeypatch.setattr(mif.registry, "_classes", mif.registry._classes.new_child(own))
    yield loaded("roles")
    del sys.modules["roles"]


# key, turn, role, family: what a reader of the replies says.
ROLES = {
    ("bookshop", 1): ["system passed", "system passed", "user passed"],
    ("bookshop", 2): ["system passed", "system passed", "user passed", "user superseded"],
    ("bookshop", 3): ["system passed", "system failed", "user passed", "user passed"],
    ("auskunft", 1): ["system passed", "user passed"],
    ("auskunft", 2): ["system passed", "user passed", "user superseded"],
    ("preferences", 2): ["user passed"],
    ("preferences", 3): ["user failed"],
    ("rewrite", 1): ["user passed"],
    ("rewrite", 2): ["user failed"],
    ("rewrite", 3): ["user passed"],
}


def test_roles_preferences_and_rewrite_rules_are_judged_as_a_reader_does(roles):
    found = {}
    for key, turn, role, _, verdict in roles.verdicts(roles.run()):
        outcome = "superseded" if verdict.superseded else verdict.outcome
        found.setdefault((key, turn), []).append(f"{role} {outcome}")
    assert found == ROLES
    scores = mif.score(roles.run(), resamples=0)
    assert scores.counts.superseded == 2
    assert set(scores.by("role")) == {"user", "system"}


def test_lint_finds_what_is_superseded_and_nothing_else_in_the_roles():
    found = mif.lint(mif.load(EXAMPLES / "roles.jsonl"))
    assert [(each.kind, each.where.key) for each in found] == [
        ("superseded", "bookshop"),
        ("superseded", "auskunft"),
    ]
