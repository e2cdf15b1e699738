"""The classic IFEval interface: a suite's own loop over mifcheck's checks."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import pytest
from core_cases import CLASSIC

import mifcheck as mif
from mifcheck.errors import MifcheckError, ParameterError, UnknownIdError, UnknownLanguageError
from mifcheck.integrations.ifeval import INSTRUCTION_DICT, instruction_dict

BENCH = Path(__file__).parents[1] / "bench"
PEER = os.environ.get("MIFCHECK_PEER", "")
COMMA = "punctuation:no_comma"
WORDS = "length_constraints:number_words"
END = "startend:end_checker"

REPLY = "Title\n\nOne two three.\nThe end\n"
ASKED = [
    (COMMA, {}),
    (WORDS, {"num_words": 6, "relation": "at least", "unused": None}),
    (WORDS, {"num_words": 6, "relation": "less than"}),
    (END, {"end_phrase": "three."}),
]


def classic_loop(instructions, reply):
    """What the suites do with each instruction, strictly."""
    followed = []
    for id, kwargs in ASKED:
        instruction = instructions[id](id)
        instruction.build_description(**kwargs)
        args = instruction.get_instruction_args()
        if args and "prompt" in args:
            instruction.build_description(prompt="")
        followed.append(bool(reply.strip() and instruction.check_following(reply)))
    return followed


def test_the_classic_loop():
    assert classic_loop(INSTRUCTION_DICT, REPLY) == [True, True, False, False]
    assert classic_loop(INSTRUCTION_DICT, " ") == [False] * 4


def test_all_ids_are_there():
    assert set(INSTRUCTION_DICT) >= CLASSIC
    assert set(INSTRUCTION_DICT) == set(mif.registry)
    for profile in ("multi-if", "ifeval"):
        assert set(instruction_dict(profile)) == CLASSIC
    assert len(INSTRUCTION_DICT) == len(list(INSTRUCTION_DICT))
    assert COMMA in INSTRUCTION_DICT
    assert "nothing:here" not in INSTRUCTION_DICT


@pytest.mark.parametrize("id", sorted(mif.registry))
def test_the_interface(id):
    example = dict(mif.describe(id).example)
    instruction = INSTRUCTION_DICT[id](id)
    assert set(instruction.get_instruction_args_keys()) >= set(example)
    assert instruction.get_instruction_args() is None
    description = instruction.build_description(**example)
    assert mif.build(id, example).required in description
    assert instruction.get_instruction_args() == (example or None)
    reply = "River, boat: *one* [two].\n\nThat is all."
    assert instruction.check_following(reply) is (mif.check(id, example, reply).passed is True)


def test_profile_and_language_are_chosen_once():
    hindi = instruction_dict(language="hi")[COMMA](COMMA)
    chinese = instruction_dict(language="zh")[COMMA](COMMA)
    reference = instruction_dict("multi-if", "zh")[COMMA](COMMA)
    for instruction in (hindi, chinese, reference):
        instruction.build_description()
    assert chinese.check_following("一，二") is False
    assert reference.check_following("一，二") is True
    assert hindi.check_following("एक, दो") is False


def test_the_reply_is_read_as_the_profile_reads_it():
    id = "keywords:existence"
    for profile, found in (("native", True), ("multi-if", False)):
        instruction = instruction_dict(profile)[id](id)
        instruction.build_description(keywords=["caf\u00e9"])
        assert instruction.check_following("a cafe\u0301 here") is found


def test_what_cannot_be_judged_is_not_followed():
    id = "change_case:capital_word_frequency"
    instruction = instruction_dict(language="hi")[id](id)
    instruction.build_description(capital_frequency=1, capital_relation="less than")
    assert instruction.check_following("यह हिन्दी है") is False


def test_errors():
    with pytest.raises(KeyError, match="did you mean"):
        INSTRUCTION_DICT["punctuation:no_commas"]
    assert INSTRUCTION_DICT.get("punctuation:no_commas") is None
    with pytest.raises(UnknownIdError):
        INSTRUCTION_DICT[COMMA]("punctuation:no_commas")
    with pytest.raises(ParameterError, match="num_words"):
        INSTRUCTION_DICT[WORDS](WORDS).build_description(relation="at least")
    with pytest.raises(MifcheckError, match="build_description"):
        INSTRUCTION_DICT[COMMA](COMMA).check_following("a")
    with pytest.raises(UnknownLanguageError):
        instruction_dict(language="xx")
    with pytest.raises(MifcheckError, match="unknown profile"):
        instruction_dict("nativ")


@pytest.mark.skipif(not PEER, reason="MIFCHECK_PEER names no folder (tests/bench/peer_lm_eval.py)")
def test_a_published_suites_own_scoring(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(BENCH), *sys.path])
    peer = importlib.import_module("peer_lm_eval")
    utils = peer.load(Path(PEER))
    monkeypatch.setattr(utils.instructions_registry, "INSTRUCTION_DICT", INSTRUCTION_DICT)
    ids, kwargs = zip(*ASKED, strict=True)
    asked = utils.InputExample(0, [*ids], "", [*kwargs])
    strict = utils.test_instruction_following_strict(asked, REPLY)
    assert strict.follow_instruction_list == [True, True, False, False]
    loose = utils.test_instruction_following_loose(asked, REPLY)
    assert loose.follow_instruction_list == [True, True, True, False]
