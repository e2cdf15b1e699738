"""Judged checks: who is asked, how often, and what becomes of the answers."""

from __future__ import annotations

import importlib.util
import itertools
import json
import pickle
import stat
import sys
import types
from pathlib import Path

import numpy as np
import pytest

import mifcheck as mif
from mifcheck.checkers.grammar.written import checker_class
from mifcheck.errors import MifcheckError, ParameterError, RunError, SignatureError
from mifcheck.evaluate import _made
from mifcheck.runs.judgements import JUDGEMENTS
from mifcheck.scores.judges import BATCH

EXAMPLE = Path(__file__).parents[2] / "examples" / "judged_tone.py"
YES = mif.Instruction("toy:yes")


@pytest.fixture(autouse=True)
def own(monkeypatch):
    """A registry whose new checkers are gone after the test."""
    own = dict(mif.registry._own)
    monkeypatch.setattr(mif.registry, "_own", own)
    monkeypatch.setattr(mif.registry, "_classes", mif.registry._classes.new_child(own))
    _made.cache_clear()
    yield
    _made.cache_clear()


def declare(judge, version="1", **options):
    """Declares the judge of YES, whoever it was before."""
    mif.registry._own.pop(YES.id, None)
    _made.cache_clear()
    mif.judged(YES.id, version=version, asks="a yes", **options)(judge)


@pytest.fixture
def asked():
    """The batches that the judge of YES was given. It says whether a word is in a reply."""
    batches: list[list[str]] = []

    def judge(replies: list[str], word: str = "yes") -> list[bool]:
        batches.append(replies)
        return [word in reply for reply in replies]

    declare(judge)
    return batches


def conversations(said, *instructions, language="en"):
    """A conversation for each reply; the model of `kept` says its prompt."""
    return [
        mif.Conversation(f"k{number}", language, [mif.Turn(each, instructions or [YES])])
        for number, each in enumerate(said)
    ]


def run_of(*said, language="en"):
    rows = [{"key": f"k{n}", "turn": 1, "response": each} for n, each in enumerate(said)]
    asked = conversations(["Say yes." for _ in said], language=language)
    return mif.read_replies(asked, rows)


def kept(path, said, *instructions):
    """A run folder with these replies."""
    return mif.drive(
        conversations(said, *instructions),
        lambda messages: messages[-1]["content"],
        out=path,
        resume=path.exists(),
    )


def verdicts(run):
    """The strict verdict about the first instruction of each reply, and the scores."""
    seen: dict = {}
    scores = mif.score(run, resamples=0, seen=seen.__setitem__)
    assert all(result.loose == result.strict for result in seen.values())
    return [seen[slot].strict[0] for slot in run.replies], scores


def passed(run):
    return [verdict.passed for verdict in verdicts(run)[0]]


# Who is asked, and how often


def test_replies_are_asked_about_in_batches_and_equal_ones_once(asked):
    said = [f"yes {number}" for number in range(BATCH + 5)] + ["no", "no"]
    assert passed(run_of(*said)) == ["yes" in each for each in said]
    assert [len(batch) for batch in asked] == [BATCH, 6]
    assert sorted(reply for batch in asked for reply in batch) == sorted(set(said))


def test_no_loose_variant_is_asked_about(asked):
    result = mif.check_all([YES], "*no*\nnot this\n*no*")
    assert result.loose == result.strict
    assert asked == [["*no*\nnot this\n*no*"]]


def test_scoring_a_run_folder_again_asks_nothing(asked, tmp_path):
    kept(tmp_path / "run", ["yes", "no"])
    first = verdicts(mif.Run.load(tmp_path / "run"))
    assert asked == [["yes", "no"]]
    declare(lambda replies: 1 / 0)
    again = verdicts(mif.Run.load(tmp_path / "run"))
    assert again[0] == first[0]
    assert again[1].to_dict() == first[1].to_dict()


def test_a_notebook_asks_no_judge_and_shows_what_the_run_folder_has(asked, tmp_path):
    run = kept(tmp_path / "run", ["yes", "no"])
    for each in (run, run_of("yes", "no")):
        shown = each._repr_html_()
        assert shown.count("not judged here: its judge is asked when the run is scored") == 2
    assert "checked strictly, profile native" in shown
    assert asked == []
    mif.score(run, resamples=0)
    declare(lambda replies: 1 / 0)
    shown = run._repr_html_()
    assert (shown.count("the judge says yes"), shown.count("the judge says no")) == (1, 1)
    assert "not judged here" not in shown
    file = tmp_path / "run" / JUDGEMENTS
    file.write_text(file.read_text().replace("true", "false", 1))
    shown = run._repr_html_()
    assert shown.count("not judged here") == 2
    assert "line 1 is damaged" in shown


def test_a_run_that_has_judgements_can_be_resumed(asked, tmp_path):
    run = kept(tmp_path / "run", ["yes"])
    assert passed(run) == [True]
    assert passed(kept(tmp_path / "run", ["yes"])) == [True]
    assert asked == [["yes"]]


def test_other_parameters_and_another_version_are_other_questions(asked, tmp_path):
    no = mif.Instruction(YES.id, {"word": "no"})
    run = kept(tmp_path / "run", ["yes"], YES, no)
    mif.score(run, resamples=0)
    assert asked == [["yes"], ["yes"]]
    declare(lambda replies: [False for _ in replies], version="2")
    assert passed(kept(tmp_path / "other", ["yes"])) == [False]
    (tmp_path / "other" / JUDGEMENTS).write_bytes((tmp_path / "run" / JUDGEMENTS).read_bytes())
    assert passed(mif.Run.load(tmp_path / "other")) == [False]


def test_scores_by_different_judges_do_not_compare_as_alike(asked):
    first = mif.score(run_of("yes"), resamples=0)
    assert f"{YES.id}=1" in mif.Signature.parse(first.signature).lib
    declare(lambda replies: [True for _ in replies], version="2")
    second = mif.score(run_of("yes"), resamples=0)
    with pytest.raises(SignatureError, match=r"lib: .*toy:yes=1.*toy:yes=2"):
        mif.compare(first, second)
    one, other = (mif.Signature.parse(each.signature) for each in (first, second))
    with pytest.raises(SignatureError, match="lib"):
        one.merge(other)


def test_nothing_is_asked_about_a_blank_reply_or_in_a_language_that_the_judge_cannot_read(asked):
    assert passed(run_of("yes", " \n")) == [True, False]
    declare(lambda replies: 1 / 0, languages=["en"])
    found, _ = verdicts(run_of("da", language="ru"))
    assert (found[0].passed, found[0].raised) == (None, False)
    assert found[0].reason == "its judge reads en, not ru"
    assert mif.build(YES.id, {}).check("da", "ru").passed is None


def test_the_prompt_is_given_to_a_judge_that_asks_for_it(tmp_path):
    declare(lambda replies, prompts: [a == b for a, b in zip(replies, prompts, strict=True)])
    assert passed(kept(tmp_path / "run", ["one", "two"])) == [True, True]
    assert passed(run_of("Say yes.", "yes")) == [True, False]
    found = mif.build(YES.id, {}).check("yes")
    assert found.passed is None
    assert "prompt" in found.reason


# What a judge may answer


@pytest.mark.parametrize(
    ("answer", "expected"),
    [(True, True), (False, False), (None, None), (0.5, True), (0.49, False), (1, True)],
)
@pytest.mark.parametrize("kind", [lambda each: each, np.asarray])
def test_an_answer_is_a_truth_value_or_a_probability(answer, expected, kind):
    declare(lambda replies: [answer if answer is None else kind(answer) for _ in replies])
    found = mif.build(YES.id, {}).check("yes")
    assert (found.passed, found.check, found.required) == (expected, YES.id, "a yes")
    assert passed(run_of("yes")) == [expected]


def test_the_spans_of_a_verdict_are_those_of_the_reply_as_it_was_given(tmp_path):
    reply = "cafe\u0301 yes"  # as it is read, é is one character
    declare(
        lambda replies: [
            mif.Verdict(True, ("a", 2), evidence=(mif.Span(5, 8, "yes"),), reason="so it is")
            for _ in replies
        ]
    )
    single = mif.build(YES.id, {}).check(reply)
    run = kept(tmp_path / "run", [reply])
    for found in (single, *verdicts(run)[0], *verdicts(mif.Run.load(tmp_path / "run"))[0]):
        assert [reply[start:end] for start, end, _ in found.evidence] == ["yes"]
        assert (found.measured, found.reason) == (("a", 2), "so it is")


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ([], "returned 0 answers for 1 "),
        ([True, False], "returned more than 1 answers for 1 "),
        (itertools.repeat(True), "returned more than 1 answers for 1 "),
        (["yes"], "not 'yes'"), ([1.5], "not 1.5"), ([float("nan")], "not nan"), ([-1], "not -1"),
        ({0: True}, "returned a dict"), ({0.7}, "returned a set"),
    ],
)  # fmt: skip
def test_any_other_answer_is_an_error_of_the_judge(answers, told):
    declare(lambda replies: answers)
    with pytest.raises(MifcheckError, match=f"toy:yes: .*{told}"):
        mif.build(YES.id, {}).check("yes")
    with pytest.warns(UserWarning, match="an error of the checker"):
        found, scores = verdicts(run_of("yes"))
    assert (found[0].passed, found[0].raised, scores.counts.checker_errors) == (None, True, 1)


def test_a_judge_that_raises_loses_only_the_reply_it_raises_about(tmp_path):
    batches = []

    def judge(replies: list[str]) -> list[bool]:
        batches.append(replies)
        if any("Q" in reply for reply in replies):
            raise ValueError("a Q")
        return [True for _ in replies]

    declare(judge)
    kept(tmp_path / "run", ["a", "Q", "b"])
    for expected in ([["a", "Q", "b"], ["a"], ["Q"], ["b"]], [["Q"]]):
        with pytest.warns(UserWarning, match=r"toy:yes is not judged on .*k1.*a Q"):
            assert passed(mif.Run.load(tmp_path / "run")) == [True, None, True]
        assert batches == expected
        batches.clear()


# The file


@pytest.mark.parametrize("error", [SystemExit(0), GeneratorExit()])
def test_a_judge_that_ends_the_program_is_one_that_raises(error):
    def judge(replies: list[str]) -> list[bool]:
        raise error

    declare(judge)
    with pytest.warns(UserWarning, match="an error of the checker"):
        found, _ = verdicts(run_of("yes"))
    assert (found[0].passed, found[0].raised) == (None, True)


def test_the_file_is_private_and_has_no_secret(tmp_path):
    key = "sk-" + "a1B2" * 10
    declare(lambda replies: [mif.Verdict(False, {"api_key": key}, reason=f"token {key}")])
    found = passed(kept(tmp_path / "run", ["yes"]))
    file = tmp_path / "run" / JUDGEMENTS
    assert found == [False]
    assert key not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_judgement_that_was_changed_is_refused(asked, tmp_path):
    mif.score(kept(tmp_path / "run", ["yes", "no"]), resamples=0)
    file = tmp_path / "run" / JUDGEMENTS
    whole = file.read_text()
    file.write_text(whole.replace("true", "false", 1))
    with pytest.raises(RunError, match=r"judgements\.jsonl, line 1 is damaged: its crc32"):
        mif.score(tmp_path / "run", resamples=0)
    # A line that was torn by a crash is asked about again.
    file.write_text(whole[:-20])
    assert passed(mif.Run.load(tmp_path / "run")) == [True, False]
    assert asked[1:] == [["no"]]
    assert file.read_text() == whole


@pytest.mark.parametrize(
    "change",
    [{"passed": "yes"}, {"version": 1}, {"evidence": [[3, 1, ""]]}, {"evidence": [[True, 1, ""]]}],
)
def test_a_line_that_is_no_judgement_is_refused(asked, tmp_path, change):
    mif.score(kept(tmp_path / "run", ["yes"]), resamples=0)
    file = tmp_path / "run" / JUDGEMENTS
    line = {**json.loads(file.read_text()), **change}
    del line["crc32"]
    file.write_text(json.dumps(line) + "\n")
    with pytest.raises(RunError, match=rf"line 1 is damaged: {next(iter(change))}"):
        mif.score(tmp_path / "run", resamples=0)


# What is refused


def test_a_check_that_is_composed_of_a_judged_one_is_not_scored(asked):
    def composed() -> mif.Checker:
        return ~mif.build(YES.id, {})

    mif.registry.checker("toy:no", asks="no yes")(checker_class(composed))
    assert mif.build("toy:no", {}).check("no").passed is True
    run = run_of("no")
    turn = mif.Turn("Say no.", [mif.Instruction("toy:no")])
    other = mif.Run.of([mif.Conversation("k0", "en", [turn])], run.replies, run.settings)
    with pytest.raises(ParameterError, match="toy:no is composed of toy:yes"):
        mif.score(other)


@pytest.mark.parametrize("version", ["", "1|2", "1+2", "a=b", "1 2", 1])
def test_a_version_that_no_signature_can_hold_is_refused(version):
    with pytest.raises(MifcheckError, match="version of a judged checker"):
        mif.judged("toy:versioned", version=version, asks="it")


def test_a_function_that_takes_no_replies_is_refused():
    with pytest.raises(MifcheckError, match="first parameter of a judge is `replies`"):
        mif.judged("toy:text", version="1", asks="it")(lambda text: True)


# Real judges


def loaded(name):
    spec = importlib.util.spec_from_file_location(name, EXAMPLE.with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def example():
    pytest.importorskip("vaderSentiment")
    yield loaded("judged_tone")
    del sys.modules["judged_tone"]


@pytest.fixture
def civil():
    pytest.importorskip("profanity_check", reason="alt-profanity-check is not installed")
    yield loaded("judged_toxicity")
    del sys.modules["judged_toxicity"]


@pytest.fixture
def topic():
    yield loaded("judged_topic")
    del sys.modules["judged_topic"]


def page():
    return (EXAMPLE.parents[1] / "docs" / "judged.md").read_text(encoding="utf-8")


def row(scores, labels, criterion, agreed):
    """The agreement of a judge with labels, as the page's table writes it."""
    right, of = agreed
    pearson = mif.correlate(scores, mif.read_ratings(labels)).find(criterion).pearson.value
    return f"| {right} of {of} | {pearson:.2f} |"


def test_the_tone_agrees_with_as_many_labels_as_the_docs_say(example):
    scores = mif.score(example.run(example.TONE))
    assert row(scores, example.LABELLED, "positive", example.agreement()) in page()


def test_the_toxicity_agrees_with_as_many_labels_as_the_docs_say(civil):
    scores = mif.score(civil.run(civil.CIVIL))
    assert row(scores, civil.LABELLED, "civil", civil.agreement()) in page()


def test_a_model_that_says_neither_yes_nor_no_does_not_judge(topic, monkeypatch):
    answers = {"Fry the onions": "Yes.", "Knead the dough": "**No**, it is not."}

    def judge(temperature):
        return lambda chat: next(
            (told for begin, told in answers.items() if begin in chat[-1]["content"]), "Perhaps."
        )

    monkeypatch.setitem(sys.modules, "a_judge", types.SimpleNamespace(make=judge))
    topic.declare("python:a_judge:make")
    scores = mif.score(topic.run())
    assert scores.counts.undecided == 38
    assert scores.outcomes.strict.tolist()[:3] == [1, 0, -1]


def test_a_judged_checker_is_a_value(example):
    checker = mif.build("tone:positive", {})
    assert pickle.loads(pickle.dumps(checker)) == checker
    assert mif.from_spec(checker.to_spec()) == checker
    assert checker.check("I love this place.").passed is True
    assert checker.check("I hate this place.").passed is False
    assert checker.check("Ich liebe es.", "de").passed is None
