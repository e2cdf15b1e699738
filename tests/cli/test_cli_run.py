"""`mifcheck run`, as people run it: real arguments, real files, a real (small) model."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commandline import JSON, ROOT, ask, asked, refused, write_lines

import mifcheck as mif
from mifcheck.runs.run import Run


def test_run_shows_the_scores_that_the_api_computes(cli):
    status, out, err = ask(cli, "-n", 3, "--languages", "hi,French", "--out", "runs/a")
    assert status == 0
    assert "runs/a" in err
    scores = mif.score(Run.load("runs/a"), resamples=200)
    value, low, high = (100 * each for each in (
        scores.accuracy.mean.value, scores.accuracy.mean.low, scores.accuracy.mean.high
    ))  # fmt: skip
    total = next(line for line in out.splitlines() if line.startswith("  all (16)"))
    assert total.endswith(f"{value:.1f} [{low:.1f}-{high:.1f}]")
    corrected = next(line for line in out.splitlines() if "corrected since last turn" in line)
    assert f"{100 * float(scores.by('turn')[2].correction):.1f}" in corrected
    assert [f"PIF-3-{k}" in out for k in (1, 2, 3, 4)] == [True, True, True, False]
    assert out.splitlines()[-1] == scores.signature
    assert "16 conversations in 2 languages (8 each), up to 3 turns, 3 samples" in out
    assert "144 replies" in out


def test_piped_output_is_plain_and_fits_100_columns(cli):
    _, out, _ = ask(cli, "--limit", 3)
    *lines, signature = out.splitlines()
    assert signature.startswith("mifcheck|")
    assert max(map(len, lines)) <= 100
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", out)
    assert all(line == line.rstrip() for line in lines)


def test_score_of_the_run_folder_gives_the_same_table_again(cli):
    _, first, _ = ask(cli, "--limit", 4, "--out", "runs/a")
    status, again, err = cli("score", "runs/a", "--resamples", 200)
    assert (status, err) == (0, "")
    first_lines = [each for each in first.splitlines()[1:] if "--limit 4: only" not in each]
    assert again.splitlines()[1:] == first_lines != first.splitlines()[1:]


def test_json_is_one_document_that_the_scores_come_back_from(cli):
    status, out, _ = ask(cli, "--limit", 2, "--out", "runs/a", *JSON)
    assert status == 0
    document = json.loads(out)
    assert mif.Scores.from_dict(document) == mif.score(Run.load("runs/a"), resamples=200)
    assert document["skipped"] == []
    assert document["run"]["samples"] == 1


def test_without_out_the_replies_are_kept_in_a_named_folder_and_not_overwritten(cli):
    _, _, err = ask(cli, "--limit", 2, "-n", 2)
    folder = Path("runs/embedded-small_models-reply-2")
    assert str(folder) in err
    assert len((folder / "journal.jsonl").read_text().splitlines()) == 12
    before = asked()
    refused(ask(cli, "--limit", 2, "-n", 2), str(folder), "--resume", "--out")
    assert asked() == before
    assert ask(cli, "--limit", 2, "-n", 2, "--resume")[0] == 0
    assert asked() == before


def test_a_recording_is_replayed_without_a_folder(cli):
    _, first, _ = ask(cli, "--limit", 2, "-n", 2, "--out", "runs/a")
    status, out, err = cli("run", "--limit", 2, "--model", "recording:runs/a", "--resamples", 200)
    assert status == 0
    assert err.startswith("replies: ")  # one line of progress, where there is no terminal
    assert os.listdir("runs") == ["a"]
    assert "recorded" in out
    assert first.splitlines()[-1] == out.splitlines()[-1]
    refused(cli("run", "--model", "recording:runs/a", "-n", 3), "2 samples")


def test_without_anything_the_suite_and_its_recording_are_scored(cli):
    status, out, err = cli("run", "--resamples", 0)
    assert status == 0
    assert err.startswith("replies: ")  # one line of progress, where there is no terminal
    assert "64 conversations in 8 languages (8 each)" in out
    assert ", 0 missing" in out
    assert "0 errors" in out
    assert not Path("runs").exists()


def test_interrupting_loses_nothing_and_says_how_to_go_on(cli, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["mifcheck", "run", "--out", "my runs/a"])
    status, out, err = ask(cli, "--limit", 2, "--out", "my runs/a", model="interrupted")
    assert (status, out) == (130, "")
    assert "mifcheck run --out 'my runs/a' --resume" in err
    assert len(Run.load("my runs/a").replies) == 2


@pytest.mark.skipif(os.name == "nt", reason="signals are of another kind there")
@pytest.mark.parametrize("concurrency", ["1", "2"])
def test_control_c_ends_with_130_and_no_traceback(tmp_path, concurrency):
    slow = "import time\ndef reply(chat):\n    open('begun', 'w').close()\n    time.sleep(90)\n"
    (tmp_path / "slow.py").write_text(slow)
    args = [sys.executable, "-m", "mifcheck", "run", "--model", "python:slow:reply", "--out", "r",
            "--concurrency", concurrency]  # fmt: skip
    process = subprocess.Popen(
        args, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        # A job in the background of a shell inherits that the signal is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not (tmp_path / "begun").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert "--resume" in err
    assert "Traceback" not in err


def test_errors_of_the_model_are_counted_and_shown_harmlessly(cli):
    status, out, err = ask(cli, "--limit", 1, model="raising")
    assert status == 3
    assert "3 errors" in out
    assert "\x1b" not in out + err
    assert "[red]today[/red]" in out
    assert "\\x1b[31mluck" in out
    assert "not one reply" in err


def test_a_bug_keeps_its_traceback(cli):
    Path("broken_model.py").write_text("reply = 1 / 0\n")
    with pytest.raises(ZeroDivisionError):
        cli("run", "--model", "python:broken_model:reply")


def test_options_reach_the_model(cli):
    ask(
        cli, "--limit", 1, "--out", "r", "--temperature", 0.5, "--set", "depth=3",
        "--set", "name=x y", model="make",
    )  # fmt: skip
    assert {each.reply for each in Run.load("r").replies.values()} == {"0.5 3 'x y'"}


def test_a_model_is_asked_for_when_there_is_data(cli):
    write_lines("a.jsonl", [])
    refused(cli("run", "a.jsonl"), "--model", "hf:", "python:")


MULTI_IF_HEAD = (
    "key,language,turn_1_prompt,turn_1_instruction_id_list,turn_1_kwargs,"
    "turn_2_prompt,turn_2_instruction_id_list,turn_2_kwargs\n"
)


def multi_if_row(key, kwargs):
    cells = [
        key, "French",
        json.dumps({"role": "user", "content": "un"}), '["punctuation:no_comma"]', '["{}"]',
        json.dumps({"role": "user", "content": "deux"}),
        '["punctuation:no_comma", "length_constraints:number_words"]',
        json.dumps(["{}", json.dumps(kwargs)]),
    ]  # fmt: skip
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"


def bad_multi_if():
    good = multi_if_row("a", {"num_words": 3, "relation": "at least"})
    bad = multi_if_row("b", {"num_words": 3, "relation": "at last"})
    Path("data.csv").write_text(MULTI_IF_HEAD + good + bad)
    return "data.csv", ["data.csv, row 2, turn_2_kwargs, entry 2", "'at least'"]


def bad_own():
    good = {"key": "a", "language": "hi", "turns": [{"prompt": "x", "instructions": []}]}
    turns = [
        {"prompt": "x", "instructions": [{"id": "punctuation:no_comma"}]},
        {"prompt": "y", "instructions": [{"id": "punctuation:no_coma"}]},
    ]
    write_lines("data.jsonl", [good, {"key": "b", "language": "hi", "turns": turns}])
    return "data.jsonl", ["data.jsonl, row 2, turn 2, instructions 1, id", "punctuation:no_comma"]


def bad_ifeval():
    rows = [
        {"key": 1, "prompt": "x", "instruction_id_list": [], "kwargs": []},
        {"key": 2, "prompt": "y", "instruction_id_list": ["detectable_format:title"],
         "kwargs": [{"colour": "red"}]},
    ]  # fmt: skip
    write_lines("data.jsonl", rows)
    return "data.jsonl", ["data.jsonl, row 2, kwargs, entry 1", "'colour'"]


@pytest.mark.parametrize("make", [bad_multi_if, bad_own, bad_ifeval])
def test_an_instruction_that_cannot_be_checked_is_named_before_the_model_is_asked(cli, make):
    data, parts = make()
    refused(ask(cli, "--out", "r", data=[data]), *parts)
    assert asked() == 0
    assert not Path("r").exists()
    status, out, _ = ask(cli, "--out", "r", "--skip-bad", data=[data])
    assert status == 0
    assert "1 conversation in 1 language" in out
    assert "1 bad row left out" in out
    assert " ".join(parts[0].split()) in " ".join(out.split())


def test_limit_does_not_count_what_is_left_out(cli):
    rows = [
        {"key": name, "language": "en",
         "turns": [{"prompt": "x", "instructions": [{"id": id}]}]}
        for name, id in (("a", "no:such"), ("b", "punctuation:no_comma"), ("c", "no:such"))
    ]  # fmt: skip
    write_lines("data.jsonl", rows)
    status, out, _ = ask(cli, "--skip-bad", "--limit", 1, data=["data.jsonl"])
    assert status == 0
    assert "1 conversation " in out
    refused(ask(cli, "--limit", 1, "--out", "r2", data=["data.jsonl"]), "row 1")


def test_what_a_model_prints_is_no_part_of_the_json(cli):
    status, out, err = ask(cli, "--limit", 1, "--out", "r", *JSON, model="noisy")
    assert status == 0
    assert json.loads(out)["run"]["samples"] == 1
    assert "calling the server" in err


def test_json_stands_when_not_one_reply_came(cli):
    status, out, _ = ask(cli, "--limit", 1, *JSON, model="raising")
    assert status == 3
    assert json.loads(out)["figures"]["counts"]["errors"] == 3


def test_settings_given_to_a_function_belong_to_the_run(cli):
    args = ("--limit", 1, "--out", "r", "--set", "depth=3", "--set", "name=x", "--temperature")
    assert ask(cli, *args, 0.5, model="make")[0] == 0
    asked_of = Run.load("r").settings["model"]
    assert asked_of["name"] == "small_models:make"
    assert asked_of["settings"] == {"temperature": 0.5, "depth": 3, "name": "x"}
    status, _, err = ask(cli, *args, 0.1, "--resume", model="make")
    assert status == 2
    assert "temperature was 0.5 and would be 0.1" in err


def test_a_run_without_a_reply_is_no_obstacle_to_the_next(cli):
    ask(cli, "--limit", 1, "--out", "r", model="raising")
    status, _, _ = ask(cli, "--limit", 1, "--out", "r")
    assert status == 0
    assert len(Run.load("r").replies) == 3
    refused(ask(cli, "--limit", 1, "--out", "r"), "exists already")


def test_a_recording_of_something_else_is_refused(cli):
    ask(cli, "--limit", 1, "--languages", "hi", "--out", "r")
    refused(cli("run", "--languages", "fr", "--model", "recording:r"), "no reply")


def test_limit_is_said(cli):
    _, out, _ = ask(cli, "--limit", 2)
    assert "--limit 2: only the first conversations" in out


def test_the_first_bad_row_is_named_once(cli):
    data, _ = bad_own()
    bad = Path(data).read_text().splitlines(keepends=True)[1]
    Path(data).write_text(bad)
    err = refused(ask(cli, "--skip-bad", data=[data]), "no conversation is left", "turn 2")
    assert err.count(data) == 1


def test_the_share_followed_of_each_kind_is_added_on_request(cli):
    status, out, _ = ask(cli, "--languages", "hi", "--out", "runs/a", "--by", "family")
    section = out.split("Followed, strict, by family")[1]
    assert status == 0
    by_family = mif.score(Run.load("runs/a"), resamples=0).by("family")
    assert len(by_family) == 8
    for family, figures in by_family.items():
        share = f"{100 * float(figures.accuracy.instruction.strict):.1f}"
        assert re.search(rf"{family} \({figures.counts.checks}\).*{re.escape(share)}", section)


def test_an_unknown_grouping_is_refused(cli):
    status, _, err = cli("run", "--by", "colour")
    assert status == 2
    assert "--by is turn, language, conversation, active, family, id, age or role" in err


@pytest.mark.parametrize(
    ("by", "row"),
    [("age", "given {} turns ago"), ("active", "{} active"), ("turn", "turn {}")],
)
def test_the_share_followed_over_time_is_added_on_request(cli, by, row):
    status, out, _ = ask(cli, "--languages", "hi", "--out", "runs/a", "--by", by)
    assert status == 0
    section = out.split(f"Followed, strict, by {by}")[1].partition("\n\n")[0]
    found = mif.score(Run.load("runs/a"), resamples=0).by(by)
    assert len(section.splitlines()) == 1 + len(found)
    figures = found[2]
    share = f"{100 * float(figures.accuracy.instruction.strict):.1f}"
    label = f"{row.format(2)} ({figures.counts.checks})"
    assert re.search(rf"{re.escape(label)}.*{re.escape(share)}", section)
    assert ("given at this turn" in section) == (by == "age")
    assert ("given 1 turn ago" in section) == (by == "age")
