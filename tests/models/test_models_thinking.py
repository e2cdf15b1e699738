"""Telling a reply from the thinking before it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mifcheck.errors import ParameterError
from mifcheck.models import thinking
from mifcheck.models.thinking import PAIRS, Split, opened_by, require_policy, split

TAGS = [pair for pair in PAIRS if pair[1] != "<|end|>"]
prose = st.text(st.characters(blacklist_characters="<>[]|◁▷", blacklist_categories=["Cs"]))


@pytest.mark.parametrize(("open_", "close"), PAIRS)
@given(thought=prose, reply=prose)
def test_a_closed_block_is_cut_off_with_the_space_after_it(
    open_: str, close: str, thought: str, reply: str
) -> None:
    assert split(f" \n{open_}{thought}{close}\n\n{reply}") == Split(reply.lstrip(), "closed")


@pytest.mark.parametrize(("open_", "close"), PAIRS)
@given(thought=prose)
def test_an_unclosed_block_leaves_nothing(open_: str, close: str, thought: str) -> None:
    assert split(f"{open_}{thought}") == Split("", "unclosed")


@given(prose)
def test_text_without_marks_stays_as_it_is(text: str) -> None:
    assert split(text) == Split(text, "none")


@given(st.lists(st.tuples(st.sampled_from(TAGS), prose), min_size=2, max_size=4), prose)
def test_consecutive_blocks_are_all_cut(
    blocks: list[tuple[tuple[str, str], str]], reply: str
) -> None:
    text = "\n".join(f"{open_}{thought}{close}" for (open_, close), thought in blocks)
    assert split(f"{text}\n{reply}") == Split(reply.lstrip(), "closed")


HARMONY = "<|channel|>analysis<|message|>Let me see.<|end|><|start|>assistant"


@pytest.mark.parametrize(
    ("text", "reply", "state"),
    [
        # the template had opened the thinking
        ("Let me see.\n</think>\n\nParis.", "Paris.", "closed"),
        ("Let me see.</think>Paris.", "Paris.", "closed"),
        ("Let me see. </think>\r\nParis.", "Paris.", "closed"),
        ("</think>\nParis.", "Paris.", "closed"),
        ("Hm.[/THINK]\nParis.", "Paris.", "closed"),
        ("Hm.\n</think>", "", "closed"),
        ("Hm.</think><think>Hm again.</think>Paris.", "Paris.", "closed"),
        ("Hm.</think><think>Hm again.", "", "unclosed"),
        # any case
        ("<THINK>hm</Think> Paris.", "Paris.", "closed"),
        ("[think]hm[/think] Paris.", "Paris.", "closed"),
        # empty, as models with thinking switched off write it
        ("<think>\n\n</think>\n\nParis.", "Paris.", "closed"),
        # the first closing mark ends a block
        ("<think>a <think> b</think> c</think> d", "c</think> d", "closed"),
        # a reply about such marks
        ("Models write <think>thoughts</think> first.", None, "none"),
        ("Models end it with </think> and go on.", None, "none"),
        ("They write `</think>` and go on.", None, "none"),
        ("They write «</think>».", None, "none"),
        ("The <thinking> tag.\n</thinking>\nis closed so.", None, "none"),
        ("A stray <|end|>\nproves nothing.", None, "none"),
        # XML in a reply, which no template opens
        ('As XML:\n<reasoning id="1">So.</reasoning>\n<answer>4</answer>', None, "none"),
        ("As XML:\n<note>a</reasoning>\nb", None, "none"),
        ('As XML:\n<think a="b">So.\n</think>\n<answer>4</answer>', None, "none"),
        ("Like this:\n```\n</think>\n```\nSee?", None, "none"),
        # a fence that the thinking broke off, or closed
        ("Draft:\n```\nx\n</think>\nParis.", "Paris.", "closed"),
        ("```\nx\n```\n</think>\nParis.", "Paris.", "closed"),
        # channels
        (HARMONY + "<|channel|>final<|message|>Paris.<|return|>", "Paris.", "closed"),
        (HARMONY + "<|channel|>final<|message|>Paris.", "Paris.", "closed"),
        (HARMONY, "", "closed"),
        ("<|channel|>final<|message|>Paris.<|end|>", "Paris.", "none"),
        ("<|channel|>analysis<|message|>Let me", "", "unclosed"),
        ("", None, "none"),
        (" \n Paris. ", None, "none"),
    ],
)
def test_split(text: str, reply: str | None, state: str) -> None:
    assert split(text) == Split(text if reply is None else reply, state)


@pytest.mark.parametrize(
    ("prompt", "mark"),
    [
        ("<|im_start|>assistant\n<think>\n", "<think>"),
        ("<|im_start|>assistant\n[THINK]", "[THINK]"),
        ("<|im_start|>assistant\n<think>\n\n</think>\n\n", ""),
        ("<|im_start|>assistant\n", ""),
    ],
)
def test_the_mark_that_a_prompt_opens(prompt: str, mark: str) -> None:
    assert opened_by(prompt) == mark


@pytest.mark.parametrize(
    "unit",
    [
        "<think>",
        "</think>",
        "<think></think>",
        "<|start|>assistant",
        " ",
        "<",
        "◁",
        "x\n",
        "<think ",
        "```\n",
    ],
)
def test_time_is_linear(unit: str) -> None:
    text = unit * (2_000_000 // len(unit))
    start = time.perf_counter()
    split(text)
    split(text + "x")
    assert time.perf_counter() - start < 10


def test_an_unknown_policy_is_refused_by_name() -> None:
    with pytest.raises(ParameterError, match=r"thinking='drop'.*strip, keep"):
        require_policy("thinking", "drop", thinking.THINKING)
