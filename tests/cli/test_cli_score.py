"""`mifcheck score`: replies made elsewhere, and run folders."""

from __future__ import annotations

import json

import pytest
from commandline import JSON, ask, refused, write_lines

import mifcheck as mif
from mifcheck.runs.run import Run


@pytest.fixture
def scored(cli):
    """A run over the Hindi and Chinese suite, and its scores."""
    ask(cli, "-n", 2, "--languages", "hi,zh", "--out", "runs/a")
    run = Run.load("runs/a")
    mif.dump(run.conversations, "data.jsonl")
    return run, mif.score(run, resamples=200)


def rows_of(run):
    return [
        {"key": each.key, "turn": each.turn, "sample": each.sample, "response": each.reply}
        for each in run.replies.values()
    ]


def test_replies_made_elsewhere_score_as_those_of_a_run(cli, scored):
    run, scores = scored
    write_lines("replies.jsonl", reversed(rows_of(run)))
    args = ("score", "replies.jsonl", "--data", "data.jsonl", "--resamples", 200, *JSON)
    assert mif.Scores.from_dict(json.loads(cli(*args)[1])) == scores
    only = json.loads(cli(*args, "--languages", "Hindi")[1])
    assert only["figures"]["pif"]["strict"]["value"] == float(scores.by("language")["hi"].pif)


def test_replies_that_are_not_there_are_missing(cli, scored):
    run, _ = scored
    write_lines("replies.jsonl", rows_of(run)[:-7])
    status, out, _ = cli("score", "replies.jsonl", "--data", "data.jsonl", "--resamples", 0)
    assert status == 0
    assert "89 replies" in out
    assert "7 missing" in out
    *_, before, last = run.conversations
    assert len(last) == 3  # None of its six replies is there.
    assert "15 of 16 conversations in 2 languages, up to 3 turns" in out
    assert f"first missing: {before.key}, turn {len(before)}, sample 1" in out
    assert "Chinese (7)" in out


@pytest.mark.parametrize("source", [("runs/a",), ("replies.jsonl", "--data", "data.jsonl")])
def test_only_the_first_conversations_are_scored(cli, scored, source):
    run, _ = scored
    write_lines("replies.jsonl", rows_of(run))
    args = ("score", *source, "--resamples", 0, "--limit", 3)
    held = run.conversations[:3]
    kept = [row for row in rows_of(run) if row["key"] in {each.key for each in held}]
    first = mif.score(mif.read_replies(held, kept), resamples=0)
    assert mif.Scores.from_dict(json.loads(cli(*args, *JSON)[1])).figures == first.figures
    _, out, _ = cli(*args)
    assert "3 conversations in 1 language, up to" in out
    assert "--limit 3: only the first conversations of the data" in out
    assert "missing:" not in out
    _, out, _ = cli(*args, "--languages", "zh")
    assert "Chinese (3)" in out


def test_errors_of_the_model_are_left_out_or_count_as_failed(cli):
    given = [{"id": "punctuation:no_comma"}]
    data = [{"key": key, "language": "en", "turns": [{"prompt": "Go.", "instructions": given}]}
            for key in "abc"]  # fmt: skip
    write_lines("data.jsonl", data)
    write_lines("replies.jsonl", [{"key": "a", "response": "x"}, {"key": "b", "error": "busy"}])
    args = ("score", "replies.jsonl", "--data", "data.jsonl", "--resamples", 0)
    told = {
        ("leave-out", 1.0): ("1 of 3 conversations", "1 error, 1 missing"),
        ("count-as-failed", 0.5): ("2 of 3 conversations", "1 error counted as not followed, 1 missing"),
    }  # fmt: skip
    for (errors, pif), lines in told.items():
        document = json.loads(cli(*args, *JSON, "--errors", errors)[1])
        assert document["figures"]["pif"]["strict"]["value"] == pif
        _, out, _ = cli(*args, "--errors", errors)
        assert [line in out for line in lines] == [True, True]
        assert "first error: b, turn 1, sample 0: busy" in out
    assert cli(*args)[1] == cli(*args, "--errors", "leave-out")[1]
    refused(cli(*args, "--errors", "fail"), "errors='fail'", "leave-out", "count-as-failed")


def test_ifeval_responses_are_matched_by_their_prompts(cli):
    kwargs = {"num_words": 3, "relation": "at least"}
    data = [
        {"key": i, "prompt": f"Ask {i}.\n", "kwargs": [kwargs],
         "instruction_id_list": ["length_constraints:number_words"]}
        for i in range(4)
    ]  # fmt: skip
    write_lines("data.jsonl", data)
    replies = ["one two three", "one", "<think>one two three", "<think>x</think>one two three"]
    rows = [{"prompt": f"Ask {i}.", "response": reply} for i, reply in enumerate(replies)]
    write_lines("replies.jsonl", rows[::-1])
    args = ("score", "replies.jsonl", "-d", "data.jsonl", "--resamples", 0)
    document = json.loads(cli(*args, *JSON)[1])
    assert document["figures"]["pif"]["strict"]["value"] == 0.5
    assert document["figures"]["counts"]["unclosed"] == 1
    kept = json.loads(cli(*args, *JSON, "--thinking", "keep")[1])
    assert kept["figures"]["pif"]["strict"]["value"] == 0.75
    out = cli(*args)[1]
    assert "turn 2" not in out
    assert "orgotten" not in out


BAD_REPLIES = {
    "unknown key": ({"key": "c", "turn": 1, "response": "x"}, "key", "'c'"),
    "no such turn": ({"key": "b", "turn": 3, "response": "x"}, "turn", "1 to 2"),
    "turn zero": ({"key": "b", "turn": 0, "response": "x"}, "turn", "0"),
    "no turn": ({"key": "b", "response": "x"}, "turn", "missing"),
    "turn as truth": ({"key": "b", "turn": True, "response": "x"}, "turn", "True"),
    "no response": ({"key": "b", "turn": 1, "respnse": "x"}, "response", "'respnse'"),
    "null": ({"key": "b", "turn": 1, "response": None}, "response", "null"),
    "negative sample": ({"key": "b", "turn": 1, "sample": -1, "response": "x"}, "sample", "-1"),
    "twice": ({"key": "a", "turn": 1, "response": "y"}, "", "row 1"),
    "unknown prompt": ({"prompt": "never", "response": "x"}, "prompt", "never"),
    "two such prompts": ({"prompt": "Go on.", "response": "x"}, "prompt", "'a', turn 2"),
}


@pytest.mark.parametrize("name", BAD_REPLIES)
def test_a_bad_row_of_replies_is_named_or_left_out(cli, name):
    row, field, part = BAD_REPLIES[name]
    instructions = [{"id": "punctuation:no_comma"}]
    turns = [
        {"prompt": "Begin.", "instructions": instructions},
        {"prompt": "Go on.", "instructions": []},
    ]
    write_lines("data.jsonl", [{"key": k, "language": "en", "turns": turns} for k in "ab"])
    write_lines("replies.jsonl", [{"key": "a", "turn": 1, "response": "x"}, row])
    args = ("score", "replies.jsonl", "--data", "data.jsonl", "--resamples", 0)
    refused(cli(*args), "replies.jsonl, row 2" + (f", {field}: " if field else ": "), part)
    status, out, _ = cli(*args, "--skip-bad")
    assert status == 0
    assert "1 reply;" in out
    assert "1 bad row left out" in out


def test_a_run_folder_has_its_own_data(cli, scored):
    refused(cli("score", "runs/a", "--data", "data.jsonl"), "--data")


def test_samples_may_be_counted_from_one_or_named_by_seeds(cli, scored):
    run, scores = scored
    for names in ((1, 2), (0, 3_000_000_000)):
        rows = [{**row, "sample": names[row["sample"]]} for row in rows_of(run)]
        write_lines("replies.jsonl", rows)
        args = ("score", "replies.jsonl", "--data", "data.jsonl", "--resamples", 200, *JSON)
        assert mif.Scores.from_dict(json.loads(cli(*args)[1])) == scores


def test_a_key_of_another_tool_gives_way_to_the_prompt(cli):
    turn = {"prompt": "Ask.", "instructions": [{"id": "punctuation:no_comma"}]}
    write_lines("data.jsonl", [{"key": "a", "language": "en", "turns": [turn]}])
    rows = [{"key": 1000, "prompt": "Ask.", "response": "x", "finish_reason": "max_tokens"}]
    write_lines("replies.jsonl", rows)
    args = ("score", "replies.jsonl", "-d", "data.jsonl", "--resamples", 0)
    status, out, _ = cli(*args)
    assert status == 0
    assert "1 reply;" in out
    assert "1 cut off" in out
    write_lines("replies.jsonl", [{**rows[0], "finish_reason": 3}])
    refused(cli(*args), "row 1, finish_reason")


@pytest.mark.parametrize("more", [("--data-format", "jsonl"), ("--skip-bad",)])
def test_options_that_a_run_folder_cannot_heed_are_refused(cli, scored, more):
    refused(cli("score", "runs/a", *more), more[0])


def test_thinking_can_be_read_anew(cli):
    turn = {"prompt": "Ask.", "instructions": [{"id": "punctuation:no_comma"}]}
    write_lines("data.jsonl", [{"key": "a", "language": "en", "turns": [turn]}])
    ask(cli, "--out", "r", model="thinking", data=["data.jsonl"])

    def read(*more):
        out = cli("score", "r", "--resamples", 0, *more)[1]
        document = json.loads(cli("score", "r", "--resamples", 0, *JSON, *more)[1])
        return out, document["signature"], document["figures"]["pif"]["strict"]["value"]

    stripped, kept = read(), read("--thinking", "keep")
    assert read("--thinking", "strip") == stripped
    assert "think:strip" in stripped[1]
    assert "think:keep" in kept[1]
    assert "histories were held with strip" in kept[0]
    assert "histories" not in stripped[0]
    assert (stripped[2], kept[2]) == (1, 0)
    refused(cli("score", "r", "--thinking", "drop"), "strip, keep")


def test_several_processes_make_the_same_scores(cli, scored):
    run, scores = scored
    write_lines("replies.jsonl", rows_of(run))
    args = ("score", "replies.jsonl", "--data", "data.jsonl", "--resamples", 200, *JSON)
    assert mif.Scores.from_dict(json.loads(cli(*args, "--workers", 2)[1])) == scores
    assert "--workers" in refused(cli(*args[:-2], "--workers", 0))
