"""A reply is checked without the thinking before it, and its evidence is found in the whole text."""

from __future__ import annotations

import copy
import gc
import pickle
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mifcheck as mif
from mifcheck.checkers.base import Checker
from mifcheck.checkers.length import WordCount
from mifcheck.checkers.values import frozen
from mifcheck.checking import check, check_all
from mifcheck.integrations.trl import instruction_reward

COMMA = "punctuation:no_comma"
THOUGHT = "<think>\nNo comma, he says.\n</think>\n\n"
prose = st.text(st.characters(blacklist_characters="<>[]|◁▷", blacklist_categories=["Cs"]))


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("One two.", True),
        ("One, two.", False),
        (THOUGHT + "One two.", True),
        ("No comma, he says.</think>One two.", True),
        (
            "<|channel|>analysis<|message|>a, b<|end|><|start|>assistant<|channel|>final<|message|>c d",
            True,
        ),
        # The thinking never ends, so there is no reply.
        ("<think>One two.", False),
        # A reply about the marks is no thinking.
        ("The mark `<think>` opens it, and `</think>` closes it.", False),
    ],
)
def test_thinking_is_not_checked(text, passed):
    assert check(COMMA, {}, text).passed is passed
    result = check_all([COMMA], text)
    assert [result.strict[0].passed, result.loose[0].passed] == [passed, passed]


def test_thinking_is_checked_where_it_is_kept():
    assert check(COMMA, {}, THOUGHT + "One two.", thinking="keep").passed is False
    assert check_all([COMMA], THOUGHT + "One two.", thinking="keep").pif == 0
    with pytest.raises(mif.ParameterError, match="thinking='drop': one of strip, keep"):
        check(COMMA, {}, "One two.", thinking="drop")


@given(prose, prose)
def test_the_evidence_is_in_the_text_as_given(thought, answer):
    text = f"<think>{thought}</think>\n{answer}"
    asked = mif.build(COMMA) & mif.build("keywords:existence", {"keywords": ["a"]})
    whole = check_all([asked], text).strict[0]
    for verdict in (whole, *whole.parts):
        for span in verdict.evidence:
            assert span.start > len("<think></think>") + len(thought)
            assert text[span.start : span.end].strip(",aA،、，") == ""
    assert whole.passed is check_all([asked], answer).strict[0].passed


@given(prose)
def test_a_text_without_thinking_is_checked_as_it_is(text):
    kept, stripped = (check_all([COMMA], text, thinking=policy) for policy in ("keep", "strip"))
    assert kept == stripped


def test_a_reply_is_text():
    with pytest.raises(TypeError, match="a reply is a str, not NoneType"):
        check(COMMA, {}, None)
    with pytest.raises(TypeError, match="a reply is a str, not bytes"):
        check_all([COMMA], b"a", thinking="keep")


def test_the_score_of_a_run_is_that_of_the_same_replies():
    turn = mif.Turn("Write without a comma.", (mif.Instruction(COMMA),))
    run = mif.read_replies([mif.Conversation("a", "en", (turn,))], {("a", 1, 0): THOUGHT + "One."})
    assert float(mif.score(run).pif) == check_all(turn.instructions, THOUGHT + "One.").pif == 1


def test_the_loose_verdicts_can_be_left_out(monkeypatch):
    loosely = "Sure, here:\nRed and blue."
    both, strict = (check_all([COMMA], loosely, loose=loose) for loose in (True, False))
    assert (both.pif, both.pif_loose) == (0, 1)
    assert strict.strict == both.strict
    assert (strict.loose, strict.pif, strict.pif_loose) == ((), 0, None)
    assert check_all([], loosely, loose=False).pif_loose == 1
    run = mif.read_replies(
        [mif.Conversation("a", "en", (mif.Turn("Go.", (mif.Instruction(COMMA),)),))],
        {("a", 1, 0): loosely},
    )
    variants = property(lambda text: pytest.fail("no loose variant is needed"))
    monkeypatch.setattr(mif.Text, "loose_variants", variants)
    row = {"instructions": [COMMA], "response": loosely}
    assert next(mif.check_many([row], workers=1, loose=False)) == strict
    assert instruction_reward()(["Go."], [loosely], instructions=[[COMMA]]) == [0.0]
    assert float(mif.score(run, loose=False, resamples=0).pif.strict) == 0


def test_spans_are_moved_to_the_reply_when_they_are_first_read():
    reply = "**Tea**, [oil](http://a.b), salt"
    verdict, other = (mif.check("punctuation:no_comma", {}, reply, "en") for _ in range(2))
    unread = pickle.loads(pickle.dumps(other))
    assert [reply[start:end] for start, end, _ in verdict.evidence] == [",", ","]
    assert verdict == unread == copy.deepcopy(other)
    assert hash(verdict) == hash(unread)
    assert verdict._move is None  # Nothing of the text is kept.
    with pytest.raises(AttributeError, match="evidense"):
        _ = verdict.evidense


def test_a_result_that_is_kept_keeps_nothing_else_of_the_reply():
    kinds = ["punctuation:no_comma", "detectable_format:title"]
    reply = unicodedata.normalize("NFD", "# Café\n\n- **é** a, b\n\n" * 40)
    mif.check_all(kinds, reply)
    before = _parts_of_texts()
    held = [mif.check_all(kinds, f"{reply}{number}") for number in range(5)]
    assert _parts_of_texts() <= before
    assert [len(each.strict[0].evidence) for each in held] == [40] * 5


def _parts_of_texts() -> int:
    gc.collect()
    return sum(str(type(each).__module__).startswith("mifcheck.text") for each in gc.get_objects())


def test_what_a_verdict_says_is_computed_when_it_is_read(monkeypatch):
    judged = []
    judge = WordCount.judge

    def noted(self, text):
        judged.append(text)
        return judge(self, text)

    monkeypatch.setattr(WordCount, "judge", noted)
    checker = mif.build("length_constraints:number_words", {"num_words": 3, "relation": "at least"})
    result = mif.check_all([checker], "**Salt**, oil")
    assert result.strict[0].passed is False
    assert not judged
    assert result.strict[0].measured == 2
    assert result.strict[0].reason == "2 words found"
    assert len(judged) == 1


def test_a_verdict_that_is_read_late_is_that_of_the_checker():
    for row in mif.testing.cases("fr"):
        checker = mif.build(row.id, row.kwargs)
        given = checker.check(row.text, "fr")
        late, sent = (mif.check_all([checker], row.text, "fr").strict[0] for _ in range(2))
        assert pickle.loads(pickle.dumps(sent)) == late == given
        assert late.within("ab" + row.text, 2).evidence == given.within("ab" + row.text, 2).evidence


def test_a_loose_verdict_that_is_read_late_is_about_the_variant():
    reply = "Sure, here it is:\nSalt and oil."
    asked = {"num_words": 4, "relation": "less than"}
    verdict = mif.check("length_constraints:number_words", asked, reply, loose=True)
    assert verdict.passed
    assert (verdict.measured, verdict.reply) == (3, reply)


def test_an_answer_is_one_of_three_whatever_a_quick_answer_is():
    @frozen
    class Rain(Checker):
        def passes(self, text):
            return text.string.count("rain")

        def judge(self, text):
            return self.verdict(self.passes(text) > 0, self.passes(text))

    passed = [mif.check_all([Rain()], reply).strict[0].passed for reply in ("rain, rain", "snow")]
    assert passed == [True, False]
    assert all(isinstance(answer, bool) for answer in passed)
