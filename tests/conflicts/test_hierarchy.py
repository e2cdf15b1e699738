"""Where two roles contradict each other the higher one holds, and nowhere else."""

from __future__ import annotations

import pytest
from lint_cases import IMPOSSIBLE, POSSIBLE, UNLIKELY

import mifcheck as mif
from mifcheck.verdict import Verdict


def asked(case, *roles):
    return [mif.Instruction(*each, role=role) for each, role in zip(case[1:3], roles, strict=True)]


def strict(instructions, reply="A reply.", language="en", **more) -> tuple[Verdict, ...]:
    return mif.check_all(instructions, reply, language, **more).strict


def aside(instructions, language="en"):
    """Which of the instructions are superseded, strictly and loosely."""
    result = mif.check_all(instructions, "Some words.", language)
    found = [verdict.superseded for verdict in result.strict]
    assert found == [verdict.superseded for verdict in result.loose]
    return found


@pytest.mark.parametrize("case", IMPOSSIBLE[::5], ids=str)
def test_of_two_that_no_reply_follows_the_systems_holds(case):
    language = case[0]
    assert aside(asked(case, "system", "user"), language) == [False, True]
    assert aside(asked(case, "user", "system"), language) == [True, False]


@pytest.mark.parametrize("case", [*IMPOSSIBLE[::10], *POSSIBLE[::10]], ids=str)
def test_those_of_one_role_supersede_none_of_each_other(case):
    for role in ("user", "system"):
        assert aside(asked(case, role, role), case[0]) == [False, False]


@pytest.mark.parametrize("case", [*POSSIBLE[::5], *UNLIKELY[::5]], ids=str)
def test_what_an_odd_reply_can_follow_is_judged(case):
    assert aside(asked(case, "system", "user"), case[0]) == [False, False]


SENTENCES = "length_constraints:number_sentences"
AT_MOST_3 = mif.Instruction(SENTENCES, {"num_sentences": 3, "relation": "at most"}, role="system")
AT_LEAST_8 = mif.Instruction(SENTENCES, {"num_sentences": 8, "relation": "at least"})
COMMA = mif.Instruction("punctuation:no_comma")


def test_the_verdict_says_what_holds_in_its_place():
    _, verdict, other = strict([AT_MOST_3, AT_LEAST_8, COMMA])
    assert verdict.passed is None
    assert verdict.superseded
    assert verdict.check == SENTENCES
    assert verdict.required == "at least 8 sentences"
    told = "superseded: it contradicts what the system asks, at most 3 sentences"
    assert verdict.reason == told
    assert verdict.to_dict()["superseded"] is True
    assert "superseded" not in other.to_dict()


def test_a_superseded_instruction_counts_in_no_share():
    result = mif.check_all([AT_MOST_3, AT_LEAST_8, COMMA], "One, two.")
    assert result.pif == result.pif_loose == 0.5


def test_two_of_the_user_that_only_together_contradict_the_systems_are_both_judged():
    """5 sentences of 18 words each are 90 words or more; each rule of the user alone can be met."""
    five = mif.Instruction(SENTENCES, {"num_sentences": 5, "relation": "at least"}, role="system")
    long = mif.Instruction("sentences:length", {"num_words": 18, "relation": "at least"})
    few = mif.Instruction(
        "length_constraints:number_words", {"num_words": 60, "relation": "at most"}
    )
    assert aside([five, long, few]) == [False, False, False]
    systems = mif.Instruction(long.id, long.kwargs, role="system")
    assert aside([five, systems, few]) == [False, False, True]


def test_the_reference_profiles_know_no_hierarchy():
    few = {"num_sentences": 4, "relation": "less than"}
    asked = [mif.Instruction(SENTENCES, few, role="system"), AT_LEAST_8]
    assert strict(asked)[1].superseded
    verdicts = strict(asked, profile="multi-if")
    assert [verdict.passed for verdict in verdicts] == [True, False]


def talk():
    steps = [mif.Step("Go on.", [AT_MOST_3, COMMA]), mif.Step("Longer!", [AT_LEAST_8])]
    return mif.Conversation.from_steps("k", "en", steps, system="At most 3 sentences.")


def test_scores_count_what_is_superseded_and_survive_a_file(tmp_path):
    rows = [{"key": "k", "turn": turn, "response": "One. Two."} for turn in (1, 2)]
    run = mif.read_replies([talk()], rows)
    scores = mif.score(run)
    assert (scores.counts.superseded, scores.counts.undecided, scores.counts.checks) == (1, 1, 5)
    by_role = scores.by("role")
    assert [by_role[role].counts.checks for role in ("system", "user")] == [2, 3]
    assert by_role["user"].accuracy.instruction.strict.n == 2
    told = [row for row in scores.verdicts() if row["reason"].startswith("superseded: ")]
    assert [(row["role"], row["strict"], row["loose"]) for row in told] == [("user", None, None)]
    scores.save(tmp_path / "scores.json")
    assert mif.Scores.load(tmp_path / "scores.json") == scores


def test_the_role_is_part_of_what_was_measured():
    def checks(role):
        given = mif.Instruction(COMMA.id, role=role)
        conversation = mif.Conversation("k", "en", [mif.Turn("Go on.", (given,))])
        return mif.signature_for([conversation]).checks

    assert checks("user") != checks("system")
