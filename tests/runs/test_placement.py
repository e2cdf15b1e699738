"""Where the words of the instructions stand in what a model is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from driving import COMMA, FEW, RAIN, Spy
from hypothesis import given
from hypothesis import strategies as st

from mifcheck.conversation import Conversation, Given, Instruction, Step, Turn
from mifcheck.datasets import dump, load
from mifcheck.errors import DataError, ParameterError
from mifcheck.models import Reply
from mifcheck.runs.driving import drive
from mifcheck.runs.placement import PLACEMENTS, messages, require_words


def asked(turn: int, placement: str, talk: Conversation = RAIN) -> list[str]:
    """What a turn is asked after so many replies; only what the user says."""
    replies = [f"reply {number}" for number in range(1, turn)]
    chat = messages(PLACEMENTS[placement].user_turns(talk), replies)
    assert [each.content for each in chat[1::2]] == replies
    return [each.content for each in chat[::2]]


def test_as_given_nothing_is_changed() -> None:
    assert asked(4, "as-given") == [
        "Use no commas. Be brief.\n\nWhat is rain?",
        "And hail?\nGive it a title.",
        "Commas are fine again. And snow?",
        "And dew?",
    ]


def test_repeated_they_stand_again_at_the_end_of_the_last_message() -> None:
    one, two, three, four = asked(4, "as-given")
    assert asked(1, "repeated") == [f"{one}\n\nUse no commas.\nBe brief."]
    assert asked(2, "repeated") == [
        one, f"{two}\n\nUse no commas.\nBe brief.\nGive it a title.",
    ]  # fmt: skip
    assert asked(3, "repeated") == [one, two, f"{three}\n\nBe brief."]
    assert asked(4, "repeated") == [one, two, three, f"{four}\n\nBe brief."]


def test_moved_they_stand_there_alone() -> None:
    assert asked(1, "moved") == ["What is rain?\n\nUse no commas.\nBe brief."]
    assert asked(2, "moved") == [
        "What is rain?",
        "And hail?\n\nUse no commas.\nBe brief.\nGive it a title.",
    ]
    assert asked(3, "moved") == [
        "What is rain?", "And hail?", "Commas are fine again. And snow?\n\nBe brief.",
    ]  # fmt: skip
    assert asked(4, "moved") == [
        "What is rain?", "And hail?", "Commas are fine again. And snow?", "And dew?\n\nBe brief.",
    ]  # fmt: skip


def talk(prompt: str, *texts: str) -> Conversation:
    given = [Instruction("punctuation:no_comma", {"n": n}, text) for n, text in enumerate(texts)]
    return Conversation("t", "en", (Turn(prompt, tuple(given)), Turn("Go on.")))


@pytest.mark.parametrize(
    ("prompt", "texts", "left"),
    [
        ("Write. No commas. Thanks.", ["No commas."], "Write. Thanks."),
        ("Write without commas.", ["without commas"], "Write."),
        ("Write.\n\nNo commas.\n\nThanks.", ["No commas."], "Write.\n\nThanks."),
        ("No commas. Write. No commas.", ["No commas."], "Write."),
        ("Write: no commas at all.", ["no commas", "no commas at all"], "Write:."),
        ("Write now: no commas, please.", ["now: no commas, please", "no commas"], "Write."),
        ("Write in verse of six lines.", ["in verse of six", "of six lines"], "Write."),
        ("写一首诗，不要用逗号。谢谢。", ["，不要用逗号"], "写一首诗。谢谢。"),
        ("Instruction: Use no\ncommas.\nWrite.", ["Instruction: Use no\ncommas."], "Write."),
        (" Write. ", [], " Write. "),
        ("Be briefly kind. Be brief", ["Be brief"], "Be briefly kind."),
        ("Use no commas2 or no commas.", ["no commas"], "Use no commas2 or."),
        ("Maybe brief, be brief.", ["be brief"], "Maybe brief,."),
        ("请不要用逗号写一首诗。", ["不要用逗号"], "请写一首诗。"),
    ],
)
def test_what_is_left_of_a_prompt(prompt: str, texts: list[str], left: str) -> None:
    given = talk(prompt, *texts)
    require_words([given], PLACEMENTS["moved"])
    assert asked(2, "moved", given) == [left, "Go on."]


def test_a_prompt_that_repeats_what_is_in_force_loses_it_too() -> None:
    given = Conversation.from_steps(
        "t", "en", [Step("Rain? Be brief.", [FEW]), Step("Be brief. Hail?"), Step("Dew?")]
    )
    assert asked(3, "moved", given) == ["Rain?", "Hail?", "Dew?\n\nBe brief."]


def test_what_revokes_an_instruction_keeps_its_words() -> None:
    given = Conversation.from_steps(
        "t", "en", [Step("Rain? Be brief.", [FEW]), Step("No longer: Be brief. Hail?", (), [FEW])]
    )
    assert asked(2, "moved", given) == ["Rain?", "No longer: Be brief. Hail?"]


def test_words_of_two_instructions_stand_once() -> None:
    given = talk("Write. Short, without commas.", *["Short, without commas."] * 2)
    assert asked(1, "moved", given) == ["Write.\n\nShort, without commas."]


def test_a_last_prompt_may_be_nothing_but_instructions() -> None:
    given = Conversation("t", "en", (Turn("Use no commas.", (COMMA,)),))
    require_words([given], PLACEMENTS["moved"])
    assert asked(1, "moved", given) == ["Use no commas."]


@pytest.mark.parametrize(
    ("given", "placement", "message"),
    [
        (talk("Write.", ""), "repeated",
         r"^t, turn 1, punctuation:no_comma: its words are unknown, so they cannot be repeated"),
        (talk("Write.", " "), "moved", r"turn 1.*unknown, so they cannot be moved"),
        (talk("Write. no commas", "No commas"), "moved",
         r"^t, turn 1, punctuation:no_comma: .* are not in the prompt .*: 'No commas'"),
        (talk("Be briefly kind.", "Be brief"), "moved", r"are not in the prompt .*: 'Be brief'"),
        (talk("No commas.", "No commas."), "moved",
         r"^t, turn 1, punctuation:no_comma: nothing else is in the prompt"),
    ],
)  # fmt: skip
def test_words_that_cannot_be_placed_are_named_before_anything_is_asked(
    given: Conversation, placement: str, message: str, tmp_path: Path
) -> None:
    spy = Spy(1)
    with pytest.raises(DataError, match=message):
        drive([RAIN, given], spy, placement=placement, profile=None, out=tmp_path / "x")
    assert not spy.asked
    assert not (tmp_path / "x").exists()
    drive([given], spy, profile=None)
    dump([RAIN, given], tmp_path / "data.jsonl")
    with pytest.raises(DataError, match=r"data\.jsonl, row 2, turn 1, punctuation:no_comma: "):
        drive(load(tmp_path / "data.jsonl"), spy, placement=placement, profile=None)


def test_words_that_are_not_in_the_prompt_can_be_repeated() -> None:
    spy = Spy(1)
    drive([talk("Write.", "No commas.")], spy, placement="repeated", profile=None)
    assert spy.asked[0].messages[0].content == "Write.\n\nNo commas."


def test_images_stay_where_they_were() -> None:
    given = Conversation(
        "t", "en", (Turn("Look. Be brief.", (FEW,), images=("a.png",)), Turn("And?", (FEW,)))
    )
    chat = messages(PLACEMENTS["moved"].user_turns(given), ["A"])
    assert [each.images for each in chat] == [("a.png",), (), ()]


def test_policies_go_together_in_a_run() -> None:
    spy = Spy(1, lambda each: Reply(f"{each.turn}{each.sample}"))
    drive([RAIN], spy, samples=2, history="first", placement="moved")
    last = spy.asked[-1]
    assert (last.turn, last.sample) == (4, 1)
    assert [each.content for each in last.messages] == [
        "What is rain?", "10", "And hail?", "20", "Commas are fine again. And snow?", "30",
        "And dew?\n\nBe brief.",
    ]  # fmt: skip


class Searched(str):
    """A prompt that counts how often it is searched for words."""

    searches = 0

    def find(self, *words: Any) -> int:
        self.searches += 1
        return super().find(*words)


def test_a_prompt_is_cut_as_often_whatever_the_samples_and_the_turns_after_it() -> None:
    def searches(samples: int) -> list[int]:
        prompts = [Searched(f"{turn}? Be brief.") for turn in range(9)]
        long = Conversation.from_steps(
            "k", "en", [Step(prompt, [Given(FEW, once=True)]) for prompt in prompts]
        )
        drive([long], Spy(1), samples=samples, placement="moved", profile=None)
        return [prompt.searches for prompt in prompts]

    once = searches(1)
    assert searches(4) == once
    assert len(set(once[:-1])) == 1  # the first turn has eight after it, the eighth has one
    assert min(once) > 0


def test_the_nearest_placement_is_named() -> None:
    with pytest.raises(ParameterError, match="did you mean 'moved'"):
        drive([RAIN], Spy(1), placement="moves")


EXCERPT = Path(__file__).parents[3] / "shared" / "data" / "mmmt_if_excerpt.csv"


@pytest.mark.skipif(not EXCERPT.exists(), reason="the MMMT-IF excerpt is not beside the repo")
def test_the_label_of_a_published_chat_moves_with_its_words() -> None:
    for chat in load(EXCERPT):
        require_words([chat], PLACEMENTS["moved"])
        *before, end = asked(len(chat), "moved", chat)
        assert not any("Instruction:" in each for each in before)
        prompt, _, moved = end.partition("\n\n")
        assert "Instruction:" not in prompt
        words = [each.text for each in chat.turns[-1].instructions]
        assert moved.split("\n") == words
        assert all(each.startswith("Instruction: ") for each in words)


# --- laws


@st.composite
def talks(draw: st.DrawFn) -> Conversation:
    """Up to four turns that give sentences, for good or once, and revoke them."""
    steps = []
    held: list[Instruction] = []
    for turn in range(draw(st.integers(1, 4))):
        revoked = [each for each in held if draw(st.booleans())]
        new = [Instruction("f:a", {"n": f"{turn}{place}"}, f"<{turn}{place}> do so.")
               for place in range(draw(st.integers(0, 3)))]  # fmt: skip
        once = {each for each in new if draw(st.booleans())}
        parts = draw(st.permutations([f"Body {turn}.", *(each.text for each in new)]))
        prompt = draw(st.sampled_from([" ", "\n", "\n\n"])).join(parts)
        steps.append(Step(prompt, [Given(each, each in once) for each in new], revoked))
        held = [each for each in [*held, *new] if each not in revoked and each not in once]
    return Conversation.from_steps("k", "en", steps)


said = st.lists(st.text(st.characters(exclude_characters="<>"), max_size=5), min_size=4, max_size=4)


@given(talks(), said, st.sampled_from(sorted(PLACEMENTS)))
def test_users_and_assistants_take_turns(
    talk: Conversation, words: list[str], placement: str
) -> None:
    require_words([talk], PLACEMENTS[placement])
    for turn in range(1, len(talk) + 1):
        chat = messages(PLACEMENTS[placement].user_turns(talk), words[: turn - 1])
        assert len(chat) == 2 * turn - 1
        assert [each.role for each in chat] == [
            ("user", "assistant")[n % 2] for n in range(2 * turn - 1)
        ]
        assert [each.content for each in chat[1::2]] == words[: turn - 1]
        assert all(f"Body {n}." in each.content for n, each in enumerate(chat[::2]))


@given(talks(), said)
def test_moved_words_stand_once_at_the_end_and_nowhere_else(
    talk: Conversation, words: list[str]
) -> None:
    for turn in range(1, len(talk) + 1):
        *before, last = messages(PLACEMENTS["moved"].user_turns(talk), words[: turn - 1])
        now = talk.turns[turn - 1].instructions
        every = {each.text for part in talk.turns[:turn] for each in part.instructions}
        assert not any(text in each.content for text in every for each in before)
        assert all(last.content.count(text) == (text in {i.text for i in now}) for text in every)
        tail = "\n".join(each.text for each in now)
        assert last.content == f"Body {turn - 1}." + (f"\n\n{tail}" if now else "")


@given(talks(), said)
def test_repeated_words_are_added_and_nothing_is_lost(talk: Conversation, words: list[str]) -> None:
    for turn in range(1, len(talk) + 1):
        *before, last = messages(PLACEMENTS["repeated"].user_turns(talk), words[: turn - 1])
        *plain, end = messages(PLACEMENTS["as-given"].user_turns(talk), words[: turn - 1])
        assert before == plain
        added = last.content.removeprefix(end.content).split("\n")
        now = [each.text for each in talk.turns[turn - 1].instructions]
        assert added == (["", "", *now] if now else [""])


@given(talks(), st.integers(1, 3))
def test_by_default_every_chat_is_the_prompts_and_the_samples_own_replies(
    talk: Conversation, samples: int
) -> None:
    spy = Spy(3, lambda each: Reply(f"{each.turn}/{each.sample}"))
    drive([talk], spy, samples=samples, profile=None)
    assert len(spy.asked) == samples * len(talk)
    for request in spy.asked:
        expected = [talk.turns[0].prompt]
        for turn in range(1, request.turn):
            expected += [f"{turn}/{request.sample}", talk.turns[turn].prompt]
        assert [each.content for each in request.messages] == expected
