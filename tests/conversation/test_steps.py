"""Instructions are given, active, revoked, replaced, or active at one turn only."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mifcheck as mif
from mifcheck.conversation import Conversation, Given, Instruction, Step, Turn, fold, unfold
from mifcheck.errors import DataError, ParameterError

B = Instruction("sentences:start", {"start": "B"})
S = Instruction("sentences:start", {"start": "S"})
COMMA = Instruction("punctuation:no_comma")
TITLE = Instruction("detectable_format:title")
OF_SYSTEM = Instruction("punctuation:no_comma", role="system")


def active(*steps):
    return [turn.instructions for turn in unfold(steps)]


def ages(*steps):
    return Conversation.from_steps("k", "en", steps).ages()


def test_an_instruction_stays_active():
    steps = Step("One.", [B]), Step("Two."), Step("Three.", [COMMA]), Step("Four.")
    assert active(*steps) == [(B,), (B,), (B, COMMA), (B, COMMA)]
    assert ages(*steps) == ((0,), (1,), (2, 0), (3, 1))


def test_one_is_active_until_it_is_revoked():
    steps = Step("One.", [B, COMMA]), Step("Two."), Step("Three.", revokes=[B]), Step("Four.")
    assert active(*steps) == [(B, COMMA), (B, COMMA), (COMMA,), (COMMA,)]
    assert ages(*steps) == ((0, 0), (1, 1), (2,), (3,))


def test_an_id_revokes_all_that_have_it_and_an_instruction_the_newest_like_it():
    steps = Step("One.", [B, B, S]), Step("Two.", revokes=[B]), Step("Three.", [TITLE])
    assert active(*steps)[1:] == [(B, S), (B, S, TITLE)]
    assert active(*steps[:1], Step("Two.", revokes=["sentences:start"]))[1:] == [()]


def test_a_newer_one_of_the_same_kind_replaces_it():
    steps = Step("One.", [COMMA, B]), Step("Two.", [Given(S, replaces=True)]), Step("Three.")
    assert active(*steps) == [(COMMA, B), (COMMA, S), (COMMA, S)]
    assert ages(*steps) == ((0, 0), (1, 0), (2, 1))


def test_what_one_turn_gives_does_not_replace_itself():
    both = Given(B, replaces=True), Given(S, replaces=True)
    assert active(Step("One.", [COMMA]), Step("Two.", both))[1:] == [(COMMA, B, S)]


def test_one_for_a_turn_is_active_at_that_turn_alone():
    steps = (
        Step("One.", [B]),
        Step("Two.", [Given(TITLE, once=True)]),
        Step("Three."),
        Step("Four."),
    )
    assert active(*steps) == [(B,), (B, TITLE), (B,), (B,)]


def test_one_that_is_given_anew_is_young_again():
    steps = (
        Step("One.", [B]),
        Step("Two."),
        Step("Three.", [Given(B, replaces=True)]),
        Step("Four."),
    )
    assert active(*steps) == [(B,)] * 4
    assert ages(*steps) == ((0,), (1,), (0,), (1,))


def test_one_that_was_revoked_and_is_given_again_begins_a_new_life():
    steps = Step("One.", [B]), Step("Two.", revokes=[B]), Step("Three.", [B]), Step("Four.")
    assert ages(*steps) == ((0,), (), (0,), (1,))


def test_a_turn_among_the_steps_tells_all_that_is_active():
    steps = Step("One.", [B, COMMA]), Turn("Two.", (COMMA, B)), Step("Three.", [TITLE])
    assert active(*steps) == [(B, COMMA), (COMMA, B), (COMMA, B, TITLE)]
    assert ages(*steps) == ((0, 0), (1, 1), (2, 2, 0))


def test_cumulative_lists_tell_the_ages():
    turns = Turn("One.", (B,)), Turn("Two.", (B, COMMA)), Turn("Three.", (B, COMMA, B))
    assert Conversation("k", "en", turns).ages() == ((0,), (1, 0), (2, 1, 0))


@pytest.mark.parametrize(
    ("steps", "field"),
    [
        ([Step("One.", [B]), Step("Two.", revokes=[S])], "turn 2, revokes 1"),
        ([Step("One.", [B]), Step("Two.", revokes=[B, B])], "turn 2, revokes 2"),
        ([Step("One.", revokes=["punctuation:no_comma"])], "turn 1, revokes 1"),
        ([Step("One.", [Given(B, once=True)]), Step("Two.", revokes=[B])], "turn 2, revokes 1"),
    ],
)
def test_what_is_not_active_cannot_be_revoked(steps, field):
    with pytest.raises(DataError, match="is not active") as caught:
        unfold(steps)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        ([Turn("One.", (B,), (1, 1))], "each of 1 instructions is expected, not 2"),
        ([Turn("One.", (B,), (2,))], "given later, at turn 2"),
        ([Turn("One.", ()), Turn("Two.", (B,), (1,))], "since turn 1"),
        ([Turn("One.", (B,)), Turn("Two."), Turn("Three.", (B,), (1,))], "since turn 1"),
    ],
)
def test_since_when_it_has_been_active_must_be_possible(turns, told):
    with pytest.raises(DataError, match=told) as caught:
        Conversation("k", "en", turns)
    assert caught.value.field.endswith("since")


def test_since_is_told_only_where_it_says_something():
    turns = Turn("One.", (B,), (1,)), Turn("Two.", (B, COMMA), (1, 2)), Turn("Three.", (B,), (3,))
    told = Conversation("k", "en", turns).turns
    assert [turn.since for turn in told] == [(), (), (3,)]
    assert Conversation("k", "en", [Turn("One.", (B,), (1,))]) == Conversation(
        "k", "en", [Turn("One.", (B,))]
    )


KNOWN = st.sampled_from([B, S, COMMA, TITLE, OF_SYSTEM])
GIVES = st.lists(st.builds(Given, KNOWN, st.booleans(), st.booleans()) | KNOWN, max_size=3)


@st.composite
def steps(draw):
    """Steps that revoke only what is active."""
    made = []
    for number in range(draw(st.integers(1, 5))):
        held = unfold([*made, Step("?")])[-1].instructions
        revoked = draw(st.lists(st.sampled_from(held), unique=True, max_size=2)) if held else []
        if draw(st.integers(0, 5)):
            made.append(Step(f"Turn {number}.", draw(GIVES), revoked))
        else:
            made.append(Turn(f"Turn {number}.", draw(st.lists(KNOWN, max_size=3))))
    return made


@given(steps())
def test_folding_and_unfolding_give_the_same_turns(made):
    turns = unfold(made)
    assert unfold(fold(turns)) == turns


@given(steps())
def test_an_instruction_grows_a_turn_older_each_turn(made):
    rows = Conversation.from_steps("k", "en", made).ages()
    for before, now in pairwise(rows):
        grown = [age - 1 for age in now if age]
        assert all(grown.count(age) <= before.count(age) for age in grown)
    assert not any(rows[0])


@given(steps())
def test_a_file_keeps_every_life(tmp_path_factory, made):
    conversation = Conversation.from_steps("k", "en", made)
    path = mif.dump([conversation], tmp_path_factory.mktemp("lives") / "c.jsonl")
    assert mif.load(path)[0] == conversation


def test_a_file_keeps_words_and_images(tmp_path):
    worded = Instruction(COMMA.id, text="Without commas.")
    turn = Turn("Without commas. What is this?", (worded,), images=("a.png", "https://b/c.jpg"))
    conversation = Conversation("k", "en", [turn])
    found = mif.load(mif.dump([conversation], tmp_path / "c.jsonl"))[0].turns[0]
    assert found == turn
    assert found.instructions[0].text == "Without commas."


def test_each_way_to_write_a_life(tmp_path):
    path = tmp_path / "c.jsonl"
    path.write_text(
        '{"key": "k", "language": "en", "turns": ['
        '{"prompt": "One.", "instructions": [{"id": "a:b"}, {"id": "c:d", "once": true}]},'
        '{"prompt": "Two.", "instructions": [{"id": "a:b", "kwargs": {"n": 1}, "replaces": true}]},'
        '{"prompt": "Three.", "revokes": ["a:b"], "instructions": [{"id": "e:f"}]},'
        '{"prompt": "Four.", "active": [{"id": "e:f", "since": 3}, {"id": "g:h", "since": 4}]},'
        '{"prompt": "Five.", "revokes": [{"id": "e:f"}], "instructions": []}]}\n'
    )
    found = [[each.id for each in turn.instructions] for turn in mif.load(path)[0].turns]
    assert found == [["a:b", "c:d"], ["a:b"], ["e:f"], ["e:f", "g:h"], ["g:h"]]
    assert mif.load(path)[0].ages() == ((0, 0), (0,), (0,), (1, 0), (1,))


@pytest.mark.parametrize(
    ("turn", "field"),
    [
        ('"revokes": ["x:y"], "instructions": []', "turn 1, revokes 1"),
        ('"instructions": [{"id": "a:b", "once": 1}]', "turn 1, instructions 1, once"),
        ('"instructions": [{"id": "a:b", "since": 1}]', "turn 1, instructions 1, since"),
        ('"active": [{"id": "a:b", "since": 0}]', "turn 1, active 1, since"),
        ('"active": [{"id": "a:b", "since": 1}, {"id": "c:d"}]', "turn 1"),
        ('"active": [], "revokes": []', "turn 1"),
        ('"instructions": [], "revokes": "a:b"', "turn 1, revokes"),
        ('"instructions": [], "images": [" "]', "turn 1, images 1"),
        ('"instructions": [{"id": "a:b", "text": 3}]', "turn 1, instructions 1, text"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, turn, field):
    path = tmp_path / "c.jsonl"
    path.write_text(f'{{"key": "k", "language": "en", "turns": [{{"prompt": "One.", {turn}}}]}}\n')
    with pytest.raises(DataError) as caught:
        mif.load(path)
    assert (caught.value.row, caught.value.field) == (1, field)


def test_a_bad_instruction_that_a_later_turn_gives_is_named_where_it_is_given():
    bad = Instruction("punctuation:no_coma")
    steps = Step("One.", [COMMA, TITLE]), Step("Two.", [COMMA, bad], revokes=[TITLE])
    with pytest.raises(DataError, match="no_coma") as caught:
        mif.drive([Conversation.from_steps("k", "en", steps)], lambda chat: "?", progress=False)
    assert caught.value.field == "k, turn 2, instructions 2, id"


def test_of_several_alike_the_newest_is_revoked_wherever_it_stands():
    steps = Step("One.", [B]), Step("Two.", [B]), Turn("Three.", (B, B), (2, 1))
    assert ages(*steps, Step("Four.", revokes=[B]))[-1] == (3,)


def test_no_more_can_be_old_than_were_given():
    with pytest.raises(DataError, match="since turn 1"):
        Conversation("k", "en", [Turn("One.", (B,)), Turn("Two.", (B, B), (1, 1))])
    with pytest.raises(DataError, match="given later, at turn 5"):
        Conversation("k", "en", [Turn("One.", (B,), (5,))])


def test_a_file_keeps_words_that_change_while_an_instruction_stands(tmp_path):
    worded = [Instruction(COMMA.id, text=text) for text in ("No commas.", "Still no commas.")]
    turns = [Turn(each.text, (each,)) for each in worded]
    found = mif.load(mif.dump([Conversation("k", "en", turns)], tmp_path / "c.jsonl"))[0]
    assert [turn.instructions[0].text for turn in found.turns] == [each.text for each in worded]
    assert found.ages() == ((0,), (1,))


def test_a_file_keeps_the_cluster_of_a_language_told_by_name(tmp_path):
    told = Conversation("1:hi", "Hindi", [Turn("One.")])
    assert mif.load(mif.dump([told], tmp_path / "c.jsonl"))[0].cluster == told.cluster == "1:hi"


def test_true_is_no_parameter_of_one():
    words = {"relation": "at least"}
    one, true = (Instruction("a:b", {"num_words": value, **words}) for value in (1, True))
    assert one != true
    assert Conversation("k", "en", [Turn("One.", (one,)), Turn("Two.", (true,))]).ages() == (
        (0,), (0,),
    )  # fmt: skip


def test_an_id_alone_is_given_as_it_is_revoked():
    steps = Step("One.", [COMMA.id]), Step("Two.", revokes=[COMMA.id])
    assert active(*steps) == [(COMMA,), ()]


@pytest.mark.parametrize("alone", [{"gives": COMMA}, {"gives": "a:b"}, {"revokes": "a:b"}])
def test_one_where_a_list_is_wanted_is_refused(alone):
    with pytest.raises(ParameterError, match="a list is expected"):
        Step("One.", **alone)


@pytest.mark.parametrize(
    ("steps", "field"),
    [
        ([Step("One."), Step(" ")], "k, turn 2, prompt"),
        ([Step("One.", revokes=["a:b"])], "k, turn 1, revokes 1"),
    ],
)
def test_a_bad_step_is_named_with_its_conversation(steps, field):
    with pytest.raises(DataError) as caught:
        Conversation.from_steps("k", "en", steps)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("talks.csv", r"mif.load\('talks.csv'\)"),
        (Conversation("k", "en", [Turn("?")]), "not only 'k'"),
        ([1], "list"),
    ],
)
def test_what_is_no_list_of_conversations_is_not_driven(given, told):
    with pytest.raises(ParameterError, match=told):
        mif.drive(given, lambda chat: "?", progress=False)


def test_a_run_folder_is_scored_by_its_path(tmp_path):
    talk = Conversation("k", "en", [Turn("No commas.", (COMMA,))])
    run = mif.drive([talk], lambda chat: "Yes.", out=tmp_path / "run", progress=False)
    assert mif.score(tmp_path / "run", resamples=0) == mif.score(run, resamples=0)
