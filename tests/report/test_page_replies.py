"""What a page holds of the replies: all of it, each text once, with the evidence in its place."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mifcheck as mif
from mifcheck.report.page import json_in_script
from mifcheck.report.replies import Judged, replies_document, thinking_of, utf16_offsets
from mifcheck.runs.journal import Record

TALK = mif.Conversation(
    "talk:hi",
    "hi",
    (
        mif.Turn("पहला", (mif.Instruction("punctuation:no_comma", text="No commas."),)),
        mif.Turn(
            "दूसरा",
            (
                mif.Instruction("punctuation:no_comma", text="No commas."),
                mif.Instruction("keywords:existence", {"keywords": ["नदी", "😀"]}),
                mif.Instruction("change_case:english_lowercase"),
            ),
        ),
    ),
)
SAID = {
    ("talk:hi", 1, 0): "एक, दो, तीन",
    ("talk:hi", 2, 0): "😀😀 नदी, 😀",
    ("talk:hi", 1, 1): "<think>हम्म</think>\nनहीं",
}


def judged(said=SAID, profiles=("native", "multi-if"), conversations=(TALK,)):
    run = mif.read_replies(conversations, said)
    results = {name: {} for name in profiles}
    for name, seen in results.items():
        mif.score(run, profile=name, resamples=0, seen=seen.__setitem__)
    return Judged(run, results)


def packed(**runs):
    """The document as the page's script reads it."""
    return json.loads(json_in_script(replies_document(runs)))


def unpacked(held, number):
    """A verdict of the document, its spans as (start, end, label) in UTF-16 units."""
    outcome, check, required, reason, groups, left, parts = held["verdicts"][number]
    spans = []
    for label, *steps in groups:
        at = 0
        for skip, length in zip(steps[::2], steps[1::2], strict=True):
            spans.append((at + skip, at + skip + length, held["texts"][label]))
            at += skip + length
    return {
        "outcome": outcome,
        "check": check,
        "required": held["texts"][required],
        "reason": held["texts"][reason],
        "evidence": sorted(spans),
        "left": left,
        "parts": [unpacked(held, part) for part in parts],
    }


def expected(verdict, reply):
    def units(end):
        return len(reply[:end].encode("utf-16-le", "surrogatepass")) // 2

    return {
        "outcome": verdict.outcome,
        "check": verdict.check,
        "required": verdict.required,
        "reason": verdict.reason,
        "evidence": sorted((units(a), units(b), label) for a, b, label in verdict.evidence),
        "left": 0,
        "parts": [expected(part, reply) for part in verdict.parts],
    }


def test_every_verdict_reads_back_from_the_document():
    item = judged()
    held = packed(x=item)
    shown = 0
    for conversation, turn, sample, (number,) in held["slots"]:
        key, language, *_ = held["conversations"][conversation]
        text, _, _, _, verdicts = held["replies"][number]
        record = item.run.replies.get((key, turn, sample))
        assert (key, language) == ("talk:hi", "hi")
        if record is None:
            assert held["texts"][held["replies"][number][2]] == "no reply was recorded"
            continue
        assert held["texts"][text] == record.reply
        for name, both in zip(held["profiles"], verdicts, strict=True):
            result = item.results[name][key, turn, sample]
            for mode, wanted in zip(both, (result.strict, result.loose), strict=True):
                assert [unpacked(held, each) for each in mode] == [
                    expected(each, record.reply) for each in wanted
                ]
                shown += len(wanted)
    assert shown == 2 * 2 * (1 + 3 + 1)


def test_the_evidence_after_an_emoji_is_where_the_script_counts_it():
    held = packed(x=judged())
    (_, _, _, (number,)) = held["slots"][2]
    strict, _ = held["replies"][number][4][0]
    comma = unpacked(held, strict[0])
    # Two emoji of two units each, a space, three letters with a sign, then the comma.
    assert comma["evidence"] == [(8, 9, "comma")]


def test_texts_instructions_and_verdicts_stand_once():
    held = packed(x=judged(), y=judged())
    assert len(held["texts"]) == len(set(held["texts"]))
    assert len(held["verdicts"]) == len({json.dumps(each) for each in held["verdicts"]})
    assert [id for id, *_ in held["instructions"]].count("punctuation:no_comma") == 1
    assert len(held["conversations"]) == 1
    assert len(held["replies"]) == 2 * 4


def test_runs_of_other_conversations_and_samples_stand_side_by_side():
    other = mif.Conversation("more:en", "en", (mif.Turn("Hi.", ()),))
    one = judged()
    two = judged({("more:en", 1, 0): "Hello."}, ("native",), (other,))
    three = judged({("talk:hi", 1, 0): "हाँ"}, ("native",))
    held = packed(a=one, scores=None, b=two, c=three)
    assert held["runs"] == ["a", "scores", "b", "c"]
    assert held["languages"] == {"hi": "Hindi", "en": "English"}
    there = {
        (held["conversations"][slot][0], turn, sample): [each >= 0 for each in replies]
        for slot, turn, sample, replies in held["slots"]
    }
    assert there == {
        ("talk:hi", 1, 0): [True, False, False, True],
        ("talk:hi", 1, 1): [True, False, False, False],
        ("talk:hi", 2, 0): [True, False, False, True],
        ("talk:hi", 2, 1): [True, False, False, False],
        ("more:en", 1, 0): [False, False, True, False],
    }
    (reply,) = (held["replies"][r[2]] for c, *_, r in held["slots"] if c == 1)
    assert reply[4][1:] == [None]  # the second profile judged nothing here


def test_much_evidence_is_cut_and_counted():
    said = {("talk:hi", 1, 0): "," * 2_500}
    held = packed(x=judged(said, ("native",)))
    found = unpacked(held, held["replies"][0][4][0][0][0])
    assert (len(found["evidence"]), found["left"]) == (2_000, 500)


def test_errors_and_what_cut_a_reply_short_are_told():
    item = judged()
    place = ("talk:hi", 2, 0)
    records = {
        **item.run.replies,
        place: Record(*place, None, error="no luck"),
        ("talk:hi", 1, 0): replace(
            item.run.replies["talk:hi", 1, 0], finish_reason="length", thinking="unclosed"
        ),
    }
    held = packed(x=replace(item, run=replace(item.run, replies=records)))
    by_place = {(turn, sample): held["replies"][r] for _, turn, sample, (r,) in held["slots"]}
    assert by_place[1, 0][3] == 1 + 2
    assert held["texts"][by_place[2, 0][2]] == "no luck"
    assert held["texts"][by_place[1, 1][1]] == "<think>हम्म</think>\n"


@pytest.mark.parametrize(
    ("said", "reply", "thinking"),
    [
        (None, "Yes.", ""),
        ("<think>Yes.</think> Yes.", "Yes.", "<think>Yes.</think> "),
        ("<think>Well", "", "<think>Well"),
        ("Yes.</answer>", "Yes.", "Yes.</answer>"),
    ],
)
def test_the_thinking_is_what_was_said_before_the_reply(said, reply, thinking):
    assert thinking_of(Record("k", 1, 0, reply, raw=said)) == thinking


@given(st.text(st.characters() | st.sampled_from("😀𝔸\ud800")))
def test_offsets_count_utf16_units(text):
    offset = utf16_offsets(text)
    for place in range(len(text) + 1):
        before = text[:place].encode("utf-16-le", "surrogatepass")
        assert offset(place) == len(before) // 2


def test_an_image_in_its_address_is_not_held_whole():
    turn = mif.Turn(
        "What is it?",
        (),
        images=("https://a.example/b.png", "data:image/png;base64," + "A" * 9_999),
    )
    run = mif.read_replies([mif.Conversation("k", "en", (turn,))], {("k", 1, 0): "A cat."})
    held = packed(x=Judged(run, {}))
    plain, long = held["conversations"][0][2][0][3]
    assert plain == "https://a.example/b.png"
    assert (len(long), long[-1]) == (201, "…")


def test_the_system_prompt_and_who_gave_an_instruction_are_there():
    given = mif.Instruction("punctuation:no_comma", role="system")
    talk = mif.Conversation("k", "en", [mif.Turn("Hi.", (given,))], system="No commas.")
    run = mif.read_replies([talk], [{"key": "k", "turn": 1, "response": "Hello."}])
    held = replies_document({"run": Judged(run, {})})
    assert held["texts"][held["conversations"][0][3]] == "No commas."
    assert held["instructions"][0][3] == "system"
