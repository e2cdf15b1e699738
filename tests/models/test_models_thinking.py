"""Telling a reply from the thinking before it."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mifcheck.errors import ParameterError
from mifcheck.models import thinking
from mifcheck.models.families import FAMILIES, WRAPPERS, Family, Wrapper
from mifcheck.models.thinking import PAIRS, Split, ThinkingState, opened_by, require_policy, split

TAGS = [pair for pair in PAIRS if pair[1] != "<|end|>"]
prose = st.text(st.characters(blacklist_characters="<>[]|◁▷", blacklist_categories=["Cs"]))


@pytest.mark.parametrize(("open_", "close"), PAIRS)
@given(thought=prose, reply=prose)
def test_a_closed_block_is_cut_off_with_the_space_after_it(
    open_: str, close: str, thought: str, reply: str
) -> None:
    left = re.sub(r"\A[\s\ufeff\u200b]*", "", reply)
    assert split(f" \n{open_}{thought}{close}\n\n{reply}") == Split(left, "closed")


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
        # blocks within a block
        ("<think>a <think> b</think> c</think> d", "d", "closed"),
        ("<think>a<think>b<think>c</think>d</think>e</think>f", "f", "closed"),
        ("First <think>inner</think> then more.\n</think>\nHola.", "Hola.", "closed"),
        # opened or closed twice
        ("<think><think>plan</think>Reply.", "Reply.", "closed"),
        ("<think>x</think>\n</think>\nHi.", "Hi.", "closed"),
        # an opening mark that is mentioned opens nothing
        ("<think>The <think> tag is asked for.</think>\nHello.", "Hello.", "closed"),
        ("I should write <think> first.\n</think>\nHello.", "Hello.", "closed"),
        # invisible marks before
        ("\ufeff\n<think>x</think>\ufeffHi.", "Hi.", "closed"),
        ("\u200b<think>x</think>Hi.", "Hi.", "closed"),
        ("\ufeffHi.", None, "none"),
        ("<|im_start|>assistant\n<think>x</think>Hi.", "Hi.", "closed"),
        ("<|im_start|>assistant\n<think>x</think>\nHi.<|im_end|>", "Hi.", "closed"),
        ("<think>x</think>\nA turn ends with <|im_end|>", "A turn ends with <|im_end|>", "closed"),
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
        ("<think>Draft:\n```\nx\n</think>\n```py\nx", "```py\nx", "closed"),
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
def test_split(text: str, reply: str | None, state: ThinkingState) -> None:
    assert split(text) == Split(text if reply is None else reply, state)


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("<think>I close with `</think>` and answer.</think>\nHello.", "Hello."),
        ("<think>I write `<think>x</think>` and answer.</think>\nHello.", "Hello."),
        ('<think>The tag "</think>" ends it.</think>Hello.', "Hello."),
        ("<think>The tag (</think>) ends it.</think>Hello.", "Hello."),
        ("<think>I write </think>, then answer. Fine.</think>Hello.", "Hello."),
        ("<think>It ends with </think>. Fine.</think>Hello.", "Hello."),
        ("<think>Then I write </think> and answer.\n</think>\nHola.", "Hola."),
        ("<think>\nI end with </think>\nthen answer.\n</think>\nHola.", "Hola."),
        ("<think>\n</think> is what ends it.\n</think>\nHola.", "Hola."),
        ("<think>Я напишу </think> и отвечу.</think>Привет.", "Привет."),
        ("<think>Le tag « </think> » et « </think> ».\n</think>\nSalut.", "Salut."),
        ("<think>मैं </think> लिखकर उत्तर दूँगा।\n</think>\nनमस्ते।", "नमस्ते।"),
        ("<think>说「</think>」就结束。</think>你好。", "你好。"),
        ("<think>先想，然后写</think>再回答。\n</think>\n你好。", "你好。"),
        ("<think>タグ</think>を書いて答える。\n</think>\nこんにちは。", "こんにちは。"),
        ("<think>\nLike:\n```\n</think>\n```\nOk.\n</think>\n```py\nx\n```", "```py\nx\n```"),
        ("I close with `</think>` and answer.\n</think>\nHello.", "Hello."),
        ("<think>The tag **</think>** ends it.</think>Hello.", "Hello."),
        # what only looks like a mention
        ("<think>I say **Hello**</think>**Hello**", "**Hello**"),
        ("<think> plan </think> hello there", "hello there"),
        ("<think>想好了</think>你好", "你好"),
        ('<think>I quote "Hi"</think>"Hi"', '"Hi"'),
        ("<think>Ответ «Да»</think>«Да»", "«Да»"),
        ("<think>It is 'a'</think>'a'", "'a'"),
        ("<think>(so)</think>(Hi)", "(Hi)"),
        ("<think>run `ls`</think>`ls`", "`ls`"),
        # mentions in the reply
        ("<think>plan</think>\nUse `</think>` to close.", "Use `</think>` to close."),
        ("<think>plan</think>The </think> tag closes it.", "The </think> tag closes it."),
    ],
)
def test_a_mentioned_mark_closes_nothing(text: str, reply: str) -> None:
    assert split(text) == Split(reply, "closed")


def test_a_block_whose_only_closing_mark_is_mentioned_is_unclosed() -> None:
    assert split("<think>I close with `</think>` and") == Split("", "unclosed")


ANALYSIS = "<|channel|>analysis<|message|>plan<|end|>"
FINAL = "<|start|>assistant<|channel|>final<|message|>Tea.<|return|>"
CALL = "<|channel|>commentary to=functions.get <|constrain|>json<|message|>{}<|call|>"


@pytest.mark.parametrize(
    ("text", "reply", "state"),
    [
        (ANALYSIS + "<|start|>assistant" + ANALYSIS + FINAL, "Tea.", "closed"),
        (
            ANALYSIS + FINAL.replace("<|message|>", " <|constrain|>json<|message|>"),
            "Tea.",
            "closed",
        ),
        (ANALYSIS + FINAL.replace("<|message|>", " json<|message|>"), "Tea.", "closed"),
        (ANALYSIS + "<|start|>assistant" + CALL, "", "closed"),
        (
            ANALYSIS
            + "<|start|>assistant to=functions.get<|channel|>commentary json<|message|>{}<|call|>"
            + "<|start|>functions.get to=assistant<|channel|>commentary<|message|>4<|end|>"
            + FINAL,
            "Tea.",
            "closed",
        ),
        # what leads up to a call
        ("<|channel|>commentary<|message|>I look.<|end|>" + FINAL, "Tea.", "closed"),
        ("<|channel|>commentary<|message|>I look", "", "unclosed"),
        ("<|channel|>analysis<|message|>I write <|end|> last.<|end|>" + FINAL, "Tea.", "closed"),
        # the prompt had the first header
        ("plan<|end|>" + FINAL, "Tea.", "closed"),
        (FINAL, "Tea.", "none"),
        # the last of several messages on the final channel
        (
            FINAL.replace("return", "end") + ANALYSIS + FINAL.replace("Tea", "Milk"),
            "Milk.",
            "closed",
        ),
        (
            FINAL.replace("Tea.", "Write:\n```\n<|end|><|start|>assistant\n```\nOk."),
            "Write:\n```\n<|end|><|start|>assistant\n```\nOk.",
            "none",
        ),
        ("The header is `<|channel|>final<|message|>`, then the text.", None, "none"),
        # marks lost to a decoder
        ("analysisWe need tea.assistantfinalTea.", "Tea.", "closed"),
        ("analysis\nWe need tea.\nassistantfinal\nTea.", "Tea.", "closed"),
        ("analysisAssistantfinal? We need tea.assistantfinalTea.", "Tea.", "closed"),
        ("analysisI write assistantfinal and tea.assistantfinaltea.", "tea.", "closed"),
        (
            "analysisAsk.assistantcommentary to=functions.x json{}assistantfinalTea.",
            "Tea.",
            "closed",
        ),
        ("analysisAsk.assistantcommentary to=functions.x json{}", "", "closed"),
        ('analysisSo JSON.assistantfinal json{"a": 1}', '{"a": 1}', "closed"),
        ("assistantfinalTea.", "Tea.", "none"),
        ("analysis of the match: we won.", None, "none"),
        ("analysis is what I do; the word assistantfinal is none.", None, "none"),
    ],
)
def test_harmony(text: str, reply: str | None, state: ThinkingState) -> None:
    assert split(text) == Split(text if reply is None else reply, state)


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_the_marks_around_a_reply_are_cut_after_thinking(wrapper: Wrapper) -> None:
    wrapped = f"{wrapper.opens}\nTea.\n{wrapper.closes}"
    assert split(f"<think>plan</think>\n{wrapped}").reply == "Tea."
    assert split(f"<think>plan</think>\n{wrapper.opens}\nTea.").reply == "Tea."
    if wrapper.is_xml:
        assert split(wrapped) == Split(wrapped, "none")


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family(family: Family) -> None:
    whole = f"{family.opens}\nplan\n{family.closes}\nTea."
    assert split(whole) == Split("Tea.", "closed")
    assert family.models
    assert family.source
    if family.in_prompt:
        assert split(f"plan\n{family.closes}\nTea.") == Split("Tea.", "closed")
    if family.in_words:
        assert split(f"{family.opens} plan") == Split(f"{family.opens} plan", "none")


def test_the_words_that_open_a_final_response() -> None:
    text = "Here are my reasoning steps:\nx\n[BEGIN FINAL RESPONSE]\nTea.\n[END FINAL RESPONSE]"
    assert split(text) == Split("Tea.", "closed")


plain_lines = st.lists(
    st.sampled_from(
        [
            "So I plan.",
            "`code` and more",
            '"a" is quoted',
            "- an item",
            "<b>bold</b>",
            "为什么？",
            "हाँ।",
        ]
    ),
    max_size=4,
).map("\n".join)


@pytest.mark.parametrize("family", [each for each in FAMILIES if not each.in_words])
@given(thought=plain_lines, reply=plain_lines)
def test_the_reply_after_a_block_is_never_lost(family: Family, thought: str, reply: str) -> None:
    for gap in ("", "\n", "\n\n"):
        text = f"{family.opens}{gap}{thought}{gap}{family.closes}{gap}{reply}"
        assert split(text).reply == reply


@given(thought=plain_lines, reply=plain_lines)
def test_a_second_split_changes_nothing(thought: str, reply: str) -> None:
    once = split(f"<think>{thought}</think>\n{reply}")
    assert split(once.reply) == Split(once.reply, "none")


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
        "`</think>",
        "<think> a </think>\n",
        "<think><think>\n</think>\n",
        "<think>a <think> b</think>",
        "<|end|>",
        "<|end|> <|start|>assistant<|channel|>final<|message|>",
        "<|channel|>analysis<|message|>a<|end|>",
        "assistantfinal",
        "analysis assistantfinal ",
        "Here is my thought process: Here is my response: ",
        "<answer>",
    ],
)
def test_time_is_linear(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        start = time.process_time()
        for each in (text, text + "x", "<think>" + text):
            split(each)
        return time.process_time() - start

    # Linear growth is a factor of 8, quadratic growth one of 64. A busy machine feigns it once.
    assert any(seconds(200_000) < 17 * max(seconds(25_000), 0.007) for _ in range(3))


def test_an_unknown_policy_is_refused_by_name() -> None:
    with pytest.raises(ParameterError, match=r"thinking='drop'.*strip, keep"):
        require_policy("thinking", "drop", thinking.THINKING)
