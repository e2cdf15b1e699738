"""A checker that raises on a reply loses its own verdict only: the run is scored, and says so."""

from __future__ import annotations

import os
import signal
import warnings

import pytest
from score_cases import reply, scored

import mifcheck as mif
from mifcheck.checkers.base import Checker
from mifcheck.evaluate import _made, judge_all
from mifcheck.report.scores import scores_report
from mifcheck.report.show import as_text
from mifcheck.scores.columns import RAISED
from mifcheck.scores.outcomes import ReplyOutcome
from mifcheck.scores.profiles import _disagreements
from mifcheck.text import Text
from mifcheck.verdict import Verdict

BREAKING = "toy:breaking"
COMMA = "punctuation:no_comma"


@pytest.fixture
def breaking(monkeypatch):
    """A checker that raises on replies with a Q, and on loose variants with a W."""
    own = dict(mif.registry._own)
    monkeypatch.setattr(mif.registry, "_own", own)
    monkeypatch.setattr(mif.registry, "_classes", mif.registry._classes.new_child(own))

    @mif.registry.checker(BREAKING, asks="no break", example={})
    class Breaking(Checker):
        def judge(self, text: Text) -> Verdict:
            if "Q" in text.string or ("W" in text.string and "first" not in text.string):
                raise ValueError("a \x1b[31mred\x1b[0m error about Q")
            return self.verdict("yes" in text.string, reason="said")

    yield Breaking()
    _made.cache_clear()


def run_of(*replies: str) -> mif.Run:
    asked = [mif.Instruction(BREAKING), mif.Instruction(COMMA)]
    conversations = [
        mif.Conversation(f"k{number}", "en", [mif.Turn("Say yes.", asked)])
        for number in range(len(replies))
    ]
    rows = [
        {"key": f"k{number}", "turn": 1, "response": each} for number, each in enumerate(replies)
    ]
    return mif.read_replies(conversations, rows)


def test_a_run_is_scored_although_a_checker_raises(breaking):
    with pytest.warns(UserWarning, match=r"toy:breaking is not judged on .*'k1'.*and 1 more"):
        scores = mif.score(run_of("yes", "Q yes", "no Q", "no, sir"), resamples=0)
    assert scores.accuracy.instruction.strict.value == pytest.approx((1 + 4 - 1) / 6)
    assert scores.counts.replies == 4
    assert scores.counts.checks == 8
    assert scores.counts.undecided == 2
    assert scores.counts.checker_errors == 2
    by_id = {id: metrics.counts.checker_errors for id, metrics in scores.by("id").items()}
    assert by_id == {BREAKING: 2, COMMA: 0}
    assert "2 not judged, 2 checker errors" in as_text(scores_report(scores))
    assert "2 checker_errors" in str(scores)


def test_the_verdict_says_what_the_checker_raised(breaking):
    result = judge_all([breaking, (COMMA, {})], "Q yes", "en")
    verdict = result.strict[0]
    assert (verdict.passed, verdict.raised, verdict.check) == (None, True, BREAKING)
    assert verdict.reason == (r"the checker raised ValueError: a \x1b[31mred\x1b[0m error about Q")
    assert verdict.to_dict()["raised"] is True
    assert result.strict[1] == mif.check(COMMA, {}, "Q yes")
    assert "raised" not in result.strict[1].to_dict()
    assert result.raised == (verdict,)


class UnspeakableError(Exception):
    def __str__(self):
        raise ValueError("no words")


@pytest.mark.parametrize("error", [SystemExit(0), GeneratorExit(), UnspeakableError()])
def test_whatever_a_checker_raises_loses_its_own_verdict_only(breaking, error):
    mif.registry._own.pop(BREAKING)

    @mif.registry.checker(BREAKING, asks="no break", example={})
    class Raising(Checker):
        def judge(self, text: Text) -> Verdict:
            raise error

    _made.cache_clear()
    with pytest.warns(UserWarning, match=f"{BREAKING} is not judged.*{type(error).__name__}"):
        scores = mif.score(run_of("yes"), resamples=0)
    assert (scores.counts.checker_errors, scores.counts.undecided) == (1, 1)


def test_what_raises_when_it_is_read_is_told_in_its_place():
    class Late(Checker):
        def passes(self, text: Text) -> bool:
            return True

        def judge(self, text: Text) -> Verdict:
            raise ValueError("no words for it")

    verdict = judge_all([Late()], "yes", "en").within("so: yes", 4).strict[0]
    assert (verdict.passed, verdict.raised) == (True, False)
    assert verdict.reason == "the checker raised ValueError: no words for it"
    assert (verdict.evidence, verdict.parts) == ((), ())
    with pytest.raises(ValueError, match="no words"):
        _ = mif.check_all([Late()], "yes").strict[0].reason


def test_a_loose_variant_that_breaks_a_checker_leaves_the_strict_verdict(breaking):
    reply = "first\nW no"
    result = judge_all([breaking], reply, "en")
    assert result.strict[0].passed is False
    assert (result.loose[0].passed, result.loose[0].raised) == (None, True)
    with pytest.warns(UserWarning, match="toy:breaking"):
        scores = mif.score(run_of(reply), resamples=0)
    assert scores.counts.checker_errors == 1
    assert scores.counts.undecided == 0


def test_a_single_check_still_raises(breaking):
    for judge in (
        lambda: breaking.check("Q"),
        lambda: mif.check(BREAKING, {}, "Q"),
        lambda: mif.check_all([BREAKING], "Q"),
    ):
        with pytest.raises(ValueError, match="about Q"):
            judge()


def test_scores_with_a_checker_error_are_saved_merged_and_compared(breaking, tmp_path):
    with pytest.warns(UserWarning, match="toy:breaking is not judged"):
        scores = mif.score(run_of("yes", "Q"), resamples=0)
    scores.save(tmp_path / "scores.json")
    read = mif.Scores.load(tmp_path / "scores.json")
    assert read == scores
    assert read.counts.checker_errors == 1
    compared = mif.compare(scores, read)
    assert compared.counts_a.checker_errors == 1
    assert compared.rows[0].a == compared.rows[0].b


def test_profiles_are_compared_although_a_checker_raises(monkeypatch):
    """The same reply is judged again for an example, which must not raise either."""
    run = mif.read_replies(
        [mif.Conversation("k", "en", [mif.Turn("No comma.", [mif.Instruction(COMMA)])])],
        [{"key": "k", "turn": 1, "response": "a, b"}],
    )

    def judge(self: Checker, text: Text) -> Verdict:
        raise RuntimeError("broken")

    monkeypatch.setattr(mif.registry[COMMA], "passes", judge)
    monkeypatch.setattr(mif.registry[COMMA], "judge", judge)
    with pytest.warns(UserWarning, match="RuntimeError: broken"):
        found = mif.compare_profiles(run, resamples=0)
    (row,) = found.rows
    assert row.first_unjudged == 1
    assert row.examples[0].verdicts["native"].raised


def test_not_judged_is_not_judged_whether_the_checker_raised_or_not():
    asked = (mif.Instruction("f:a"),)
    raised, unjudged, passed = (
        scored([ReplyOutcome("k", 1, 0, "en", "k", 1, asked, (0,), (each,), (each,))])
        for each in (RAISED, None, True)
    )
    for scores, errors in ((raised, 1), (unjudged, 0)):
        assert scores.counts.checker_errors == errors
        assert scores.counts.undecided == scores.counts.not_judged == 1
        assert scores.accuracy.instruction.strict.value is None
    assert list(_disagreements(raised.outcomes, unjudged.outcomes, loose=False)) == []
    assert list(_disagreements(raised.outcomes, passed.outcomes, loose=False)) == [
        (0, "first_unjudged")
    ]


def test_without_errors_nothing_is_said_of_them():
    scores = scored([reply("+a ?b")])
    assert "checker" not in as_text(scores_report(scores))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        mif.score(
            mif.read_replies(
                [mif.Conversation("k", "en", [mif.Turn("No comma.", [mif.Instruction(COMMA)])])],
                [{"key": "k", "turn": 1, "response": "a"}],
            ),
            resamples=0,
        )


def test_a_command_scores_the_run_and_warns(cli, breaking, tmp_path):
    from mifcheck.datasets import dump

    run = run_of("yes", "Q\x1b[31m")
    dump(run.conversations, tmp_path / "c.jsonl")
    (tmp_path / "replies.jsonl").write_text(
        '{"key": "k0", "turn": 1, "response": "yes"}\n{"key": "k1", "turn": 1, "response": "Q"}\n',
        "utf-8",
    )
    status, out, err = cli("score", "replies.jsonl", "--data", "c.jsonl")
    assert status == 0
    assert "1 checker error" in out
    assert "toy:breaking is not judged" in err
    assert "\x1b" not in out + err


def test_several_processes_make_the_same_scores(breaking):
    run = run_of(*("yes", "Q yes", "no, sir", "yes, sir", "") * 20)
    with pytest.warns(UserWarning, match="toy:breaking"):
        alone, together = (mif.score(run, workers=workers) for workers in (1, 2))
    assert alone.to_dict() == together.to_dict()
    seen = []
    with pytest.warns(UserWarning, match="toy:breaking"):
        mif.score(run, workers=2, resamples=0, seen=lambda slot, _: seen.append(slot))
    assert seen == list(run.replies)
    with pytest.raises(mif.ParameterError, match="workers=0"):
        mif.score(run, workers=0)


def test_a_reply_that_kills_its_process_is_an_error_of_its_checkers(monkeypatch):
    from mifcheck.scores import judging

    def fatal(asked, reply, language, **options):
        if reply == "fatal":
            os.kill(os.getpid(), signal.SIGKILL)
        return judge_all([COMMA], reply, language, **options)

    monkeypatch.setattr(judging, "judge_all", fatal)
    conversations = [
        mif.Conversation(f"k{number}", "en", [mif.Turn("Go.", [mif.Instruction(COMMA)])])
        for number in range(100)
    ]
    replies = {(f"k{n}", 1, 0): "fatal" if n == 50 else "yes" for n in range(100)}
    run = mif.read_replies(conversations, replies)
    with pytest.warns(UserWarning, match=r"'k50'.*: the process that checked it died"):
        scores = mif.score(run, workers=2, resamples=0)
    assert scores.counts.checker_errors == 1
    assert scores.accuracy.instruction.strict.value == 1
    assert scores.counts.checks == 100
    table = scores.verdicts()  # does not check the reply again
    assert (table[50]["strict"], "process died" in table[50]["reason"]) == (None, True)
    assert table[49]["strict"] is True
