from __future__ import annotations

import copy
import json
import os
import pickle
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mifcheck.conversation import (
    Conversation,
    Instruction,
    Message,
    Turn,
    default_cluster,
)
from mifcheck.errors import DataError, ParameterError
from mifcheck.frozendict import FrozenDict

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
json_objects = st.dictionaries(st.text(), json_values, max_size=4)

WORDS = Instruction("length_constraints:number_words", {"num_words": 9, "relation": "at least"})
TITLE = Instruction("detectable_format:title")
COMMA = Instruction("punctuation:no_comma")


def reordered(value: Any) -> Any:
    """The same JSON, every object's names the other way round and every list a tuple."""
    if isinstance(value, dict):
        return {name: reordered(value[name]) for name in reversed(list(value))}
    if isinstance(value, list):
        return tuple(reordered(each) for each in value)
    return value


@given(json_objects)
def test_instructions_are_equal_and_hashed_by_value_however_they_are_spelled(
    kwargs: dict[str, Any],
) -> None:
    one, other = Instruction("a:b", kwargs), Instruction("a:b", reordered(kwargs))
    assert one == other
    assert hash(one) == hash(other)
    assert repr(one) == repr(other)


@given(json_objects)
def test_parameters_come_back_as_the_json_that_went_in_without_nulls(
    kwargs: dict[str, Any],
) -> None:
    document = Instruction("a:b", kwargs).to_dict()
    present = {name: value for name, value in kwargs.items() if value is not None}
    assert document == {"id": "a:b", "kwargs": present}
    assert json.loads(json.dumps(document)) == document


@given(json_objects)
def test_an_instruction_survives_pickling_and_copying(kwargs: dict[str, Any]) -> None:
    one = Instruction("a:b", kwargs)
    hash(one)
    assert pickle.loads(pickle.dumps(one)) == one == copy.deepcopy(one)


def test_a_pickled_hash_does_not_outlive_its_process() -> None:
    one = Instruction("a:b", {"keywords": ["река"]})
    hash(one)
    script = (
        "import pickle, sys; from mifcheck.conversation import Instruction;"
        "one = pickle.loads(sys.stdin.buffer.read());"
        "assert one in {Instruction('a:b', {'keywords': ['река']})}"
    )
    environment = dict(os.environ, PYTHONHASHSEED="7", PYTHONPATH=os.pathsep.join(sys.path))
    subprocess.run(
        [sys.executable, "-c", script], input=pickle.dumps(one), env=environment, check=True
    )


def test_parameters_cannot_be_changed_from_outside() -> None:
    keywords = ["one"]
    one = Instruction("keywords:existence", {"keywords": keywords})
    keywords.append("two")
    one.to_dict()["kwargs"]["keywords"].append("three")
    assert one == Instruction("keywords:existence", {"keywords": ["one"]})
    with pytest.raises(TypeError):
        one.kwargs["keywords"] = ["four"]  # type: ignore[index]


def test_parameters_compare_with_a_plain_dict() -> None:
    held = FrozenDict({"keywords": ["a", {"b": [1]}]})
    assert held == {"keywords": ["a", {"b": [1]}]}
    assert held != {"keywords": ["a"]}
    assert held != {"keywords": {1, 2}}


@pytest.mark.parametrize(
    ("kwargs", "said"),
    [
        ({"keywords": {"a"}}, "keywords: a set is not a JSON value"),
        ({"n": float("inf")}, "n: inf is not a JSON number"),
        ({"n": [1.0, float("nan")]}, "n: nan is not a JSON number"),
        ({"n": [1.0, float("-inf")]}, "n: -inf is not a JSON number"),
        ({"b": b"x"}, "b: a bytes is not a JSON value"),
        ({1: 2}, "the name of a parameter is a string, not 1"),
        (["num_words"], "a:b: kwargs is a mapping"),
    ],
)
def test_parameters_that_are_not_json_are_refused(kwargs: Any, said: str) -> None:
    with pytest.raises(ParameterError, match="^" + said.replace("(", r"\(")):
        Instruction("a:b", kwargs)


@pytest.mark.parametrize("identifier", ["", "  ", None, 3])
def test_an_instruction_has_an_id(identifier: Any) -> None:
    with pytest.raises(ParameterError, match="non-blank text"):
        Instruction(identifier)


@pytest.mark.parametrize(
    ("key", "language", "cluster"),
    [
        ("1019:16:en", "en", "1019:16"),
        ("1019:16:EN", "en", "1019:16"),
        ("1019:16:zh-CN", "zh", "1019:16"),
        ("7:pt_BR", "pt", "7"),
        ("1019:16:en", "fr", "1019:16:en"),
        ("1019:16", "en", "1019:16"),
        ("en", "en", "en"),
        (":en", "en", ":en"),
        ("letter-en", "en", "letter-en"),
        ("a:hindi", "hi", "a:hindi"),
    ],
)
def test_translations_of_one_conversation_share_a_cluster(
    key: str, language: str, cluster: str
) -> None:
    assert default_cluster(key, language) == cluster
    assert Conversation(key, language, (Turn("Say hello."),)).cluster == cluster


def test_a_cluster_that_is_given_is_kept() -> None:
    assert Conversation("a:en", "en", (Turn("Hi."),), cluster="b").cluster == "b"


@pytest.mark.parametrize(
    ("key", "language", "turns", "field"),
    [
        (" ", "en", (Turn("Hi."),), "key"),
        ("a", "", (Turn("Hi."),), "language"),
        ("a", "en", (), "turns"),
    ],
)
def test_a_conversation_has_a_key_a_language_and_a_turn(
    key: str, language: str, turns: tuple[Turn, ...], field: str
) -> None:
    with pytest.raises(DataError) as caught:
        Conversation(key, language, turns)
    assert caught.value.field == field


def test_a_turn_has_a_prompt() -> None:
    with pytest.raises(DataError, match=r"^prompt: "):
        Turn(" \n")


def test_lists_given_to_a_conversation_become_tuples() -> None:
    turns = [Turn("Hi.", [WORDS])]  # type: ignore[arg-type]
    conversation = Conversation("a", "en", turns)  # type: ignore[arg-type]
    assert conversation.turns == (Turn("Hi.", (WORDS,)),)
    assert len(conversation) == 1
    assert hash(conversation) == hash(copy.deepcopy(conversation))


def test_a_message_is_what_chat_interfaces_take() -> None:
    assert Message("user", "नमस्ते").to_dict() == {"role": "user", "content": "नमस्ते"}
