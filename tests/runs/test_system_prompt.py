"""A system prompt is sent first, whatever stands where, and a run folder keeps it."""

from __future__ import annotations

import json

import pytest

import mifcheck as mif
from mifcheck.runs.folder import CONVERSATIONS

BRIEF = mif.Instruction("punctuation:no_comma", text="No commas.", role="system")
TITLE = mif.Instruction("detectable_format:title", text="Give it a title.")
TALK = mif.Conversation.from_steps(
    "k",
    "en",
    [mif.Step("Write. Give it a title.", [BRIEF, TITLE]), mif.Step("Go on.")],
    system="Be brief. No commas.",
)
SYSTEM = {"role": "system", "content": "Be brief. No commas."}
LAST = {
    "as-given": "Go on.",
    "repeated": "Go on.\n\nGive it a title.",
    "moved": "Go on.\n\nGive it a title.",
}


@pytest.mark.parametrize("placement", LAST)
def test_it_stands_first_and_its_instructions_stay_there(placement):
    chats = []

    def model(chat):
        chats.append(chat)
        return "A reply."

    mif.drive([TALK], model, placement=placement)
    assert [chat[0] for chat in chats] == [SYSTEM, SYSTEM]
    assert [each["role"] for each in chats[1]] == ["system", "user", "assistant", "user"]
    assert chats[1][-1]["content"] == LAST[placement]


def test_without_one_nothing_is_sent_for_it():
    chats = []
    bare = mif.Conversation("k", "en", TALK.turns)
    mif.drive([bare], lambda chat: chats.append(chat) or "A reply.")
    assert {each["role"] for chat in chats for each in chat} == {"user", "assistant"}


def test_a_run_folder_keeps_it_and_another_one_is_another_run(tmp_path):
    out = tmp_path / "run"
    mif.drive([TALK], lambda chat: "A reply.", out=out)
    assert mif.Run.load(out).conversations[0] == TALK
    assert json.loads((out / CONVERSATIONS).read_text("utf-8"))["system"] == TALK.system
    other = mif.Conversation("k", "en", TALK.turns, system="Be long.")
    with pytest.raises(mif.RunError, match=r"holds another run: conversations\.sha256"):
        mif.drive([other], lambda chat: "A reply.", out=out, resume=True)
