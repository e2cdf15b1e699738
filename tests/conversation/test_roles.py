"""Who gives an instruction: the system's are its own, and a user ends none of them."""

from __future__ import annotations

import pytest

import mifcheck as mif
from mifcheck.conversation import Conversation, Given, Instruction, Step, unfold
from mifcheck.errors import DataError, ParameterError

COMMA = Instruction("punctuation:no_comma")
OF_SYSTEM = Instruction("punctuation:no_comma", role="system")


def active(*steps):
    return [turn.instructions for turn in unfold(steps)]


def test_the_role_tells_instructions_apart_and_is_written_where_it_is_not_the_users():
    assert COMMA != OF_SYSTEM
    assert Instruction("punctuation:no_comma", role="user") == COMMA
    assert COMMA.to_dict() == {"id": "punctuation:no_comma", "kwargs": {}}
    assert OF_SYSTEM.to_dict() == {**COMMA.to_dict(), "role": "system"}


@pytest.mark.parametrize("role", ["System", "", None, "developer"])
def test_there_is_no_other_role(role):
    with pytest.raises(ParameterError, match="the role of an instruction is system or user, not"):
        Instruction("punctuation:no_comma", role=role)


def test_an_id_revokes_and_replaces_the_users_alone():
    first = Step("One.", [OF_SYSTEM, COMMA])
    assert active(first, Step("Two.", revokes=["punctuation:no_comma"]))[1] == (OF_SYSTEM,)
    assert active(first, Step("Two.", [Given(COMMA, replaces=True)]))[1] == (OF_SYSTEM, COMMA)


def test_the_systems_ends_where_the_role_is_named():
    first = Step("One.", [OF_SYSTEM, COMMA])
    assert active(first, Step("Two.", revokes=[OF_SYSTEM]))[1] == (COMMA,)
    assert active(first, Step("Two.", [Given(OF_SYSTEM, replaces=True)]))[1] == (COMMA, OF_SYSTEM)


def test_an_id_that_only_the_systems_has_cannot_be_revoked():
    told = (
        "punctuation:no_comma is not active as the user's: to end the system's, name its \"role\""
    )
    with pytest.raises(DataError, match=told):
        unfold([Step("One.", [OF_SYSTEM]), Step("Two.", revokes=["punctuation:no_comma"])])


def test_a_system_prompt_is_text():
    assert Conversation("k", "en", unfold([Step("One.")])).system == ""
    with pytest.raises(DataError, match="text is expected, not 3") as caught:
        Conversation("k", "en", unfold([Step("One.")]), system=3)
    assert caught.value.field == "system"


@pytest.mark.parametrize("role", ["root", 3, ""])
def test_a_file_names_one_of_the_roles(tmp_path, role):
    path = tmp_path / "c.jsonl"
    entry = f'{{"id": "a:b", "role": {role if role == 3 else chr(34) + str(role) + chr(34)}}}'
    turns = f'[{{"prompt": "One.", "instructions": [{entry}]}}]'
    path.write_text(f'{{"key": "k", "language": "en", "turns": {turns}}}\n')
    with pytest.raises(DataError, match='"user" or "system" is expected') as caught:
        mif.load(path)
    assert caught.value.field == "turn 1, instructions 1, role"
