"""`mifcheck report`: runs on a page, or their curves as a picture."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from commandline import JSON, ask, refused, write_lines
from score_cases import scored, turns

import mifcheck as mif
from mifcheck.report import plots
from mifcheck.scores.scores import Scores


@pytest.fixture
def pair(cli):
    """The folders of two runs over the Hindi and Chinese suite."""
    ask(cli, "-n", 2, "--languages", "hi,zh", "--out", "runs/a")
    ask(cli, "--languages", "hi,zh", "--out", "runs/b", model="noisy")
    return "runs/a", "runs/b"


@pytest.mark.parametrize(
    ("name", "start"),
    [("c.svg", b"<?xml"), ("c.png", b"\x89PNG"), ("c.pdf", b"%PDF"), ("c.html", b"<!DOCTYPE")],
)
def test_runs_are_drawn_into_a_file(cli, pair, name, start):
    status, out, err = cli("report", *pair, "--out", name, "--resamples", 20)
    assert (status, out) == (0, "")
    assert err.strip() == f"written to {name}"
    assert Path(name).read_bytes().startswith(start)


def test_the_picture_is_that_of_the_scores(cli, pair):
    cli("report", *pair, "--out", "c.svg", "--curves", "age, turn:pif", "--resamples", 50)
    runs = {name: mif.score(mif.Run.load(f"runs/{name}"), resamples=50) for name in "ab"}
    figure = plots.draw(plots.panels(runs, ["age", "turn:pif"]), 0.95)
    plots.save(figure, "expected.svg")
    assert Path("c.svg").read_bytes() == Path("expected.svg").read_bytes()
    cli("report", "runs/a", "--out", "one.svg", "--curves", "age", "--loose",
        "--resamples", 50)  # fmt: skip
    plots.save(mif.plot({"a": runs["a"]}, "age", mode="loose"), "expected.svg")
    assert Path("one.svg").read_bytes() == Path("expected.svg").read_bytes()


def test_files_of_scores_and_of_replies_are_runs_too(cli, pair):
    run = mif.Run.load(pair[0])
    mif.score(run, resamples=20).save("scores.json")
    mif.dump(run.conversations, "data.jsonl")
    rows = [{"key": each.key, "turn": each.turn, "sample": each.sample, "response": each.reply}
            for each in run.replies.values()]  # fmt: skip
    write_lines("replies.jsonl", rows)
    status, _, err = cli("report", "replies.jsonl", "--data", "data.jsonl", "--out", "r.svg",
                         "--resamples", 20, "--names", "x")  # fmt: skip
    assert (status, err.strip()) == (0, "written to r.svg")
    cli("report", "scores.json", "--out", "s.svg", "--names", "x")
    assert Path("r.svg").read_bytes() == Path("s.svg").read_bytes()


def test_a_page_names_its_runs(cli, pair):
    args = ("report", *pair, "--out", "c.html", "--resamples", 0)
    cli(*args)
    assert "<title>Scores of a, b</title>" in Path("c.html").read_text(encoding="utf-8")
    cli(*args, "--names", "<Qwen>, B & C")
    text = Path("c.html").read_text(encoding="utf-8")
    assert "<title>Scores of &lt;Qwen&gt;, B &amp; C</title>" in text
    for scores in (mif.score(mif.Run.load(each), resamples=0) for each in pair):
        assert scores.signature in text
        assert str(scores.counts) in text


def test_a_page_says_what_was_run(cli, pair):
    Path("b.json").write_text(cli("score", pair[1], *JSON, "--resamples", 0)[1])
    cli("report", pair[0], "b.json", "--out", "c.html", "--resamples", 0)
    text = Path("c.html").read_text(encoding="utf-8")
    row = '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>'
    assert row.format("model", "small_models:reply", "small_models:noisy") in text
    assert row.format("samples", 2, 1) in text
    dates = [mif.Run.load(each).settings["date"] for each in pair]
    assert row.format("date", *dates) in text
    assert "PIF of single replies: " in text
    mif.score(mif.Run.load(pair[0]), resamples=0).save("a.json")
    cli("report", "a.json", "--out", "c.html", "--resamples", 0)
    text = Path("c.html").read_text(encoding="utf-8")
    assert "What was run" not in text
    assert "PIF of single replies: " not in text


def test_files_of_one_name_are_told_apart_by_their_folders(cli):
    for folder in "xy":
        Path(folder).mkdir()
        scored(turns("+f:a", "-f:a@1")).save(f"{folder}/scores.json")
    cli("report", "x/scores.json", "y/scores.json", "--out", "c.html")
    assert "Scores of x/scores.json, y/scores.json" in Path("c.html").read_text(encoding="utf-8")


def test_what_else_differs_is_said(cli, pair):
    ask(cli, "--languages", "hi", "--thinking", "keep", "--out", "runs/kept")
    status, _, err = cli("report", pair[0], "runs/kept", "--out", "c.html", "--resamples", 0)
    assert status == 0
    notes = err.splitlines()[:-1]
    assert notes == [
        "note: not the conversations of a: kept",
        "note: think: strip (a); keep (kept)",
    ]
    assert "think: strip (a); keep (kept)" in Path("c.html").read_text(encoding="utf-8")


BAD = {
    "another ending": (("--out", "c.bmp"), ("--out c.bmp", ".svg", ".html")),
    "no ending": (("--out", "curves"), ("--out curves",)),
    "another curve": (("--out", "c.svg", "--curves", "aeg"), ("no curve 'aeg'", "age")),
    "an empty curve": (("--out", "c.svg", "--curves", "age:pif"), ("nothing to draw", "age:pif")),
    "names too many": (
        ("--out", "c.svg", "--names", "a,b"),
        ("as many --names as runs are expected: 2 for 1",),
    ),
    "no folder": (("--out", "no/c.svg"), ("no/c.svg",)),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_drawn_is_refused(cli, name):
    scored(turns("+f:a", "-f:a@1")).save("a.json")
    more, parts = BAD[name]
    refused(cli("report", "a.json", *more), *parts)
    assert not list(Path().glob("c.*"))


def test_two_runs_of_one_name_and_runs_without_a_reply_are_refused(cli):
    scored(turns("+f:a", "-f:a@1")).save("a.json")
    refused(cli("report", "a.json", "a.json", "--out", "c.svg"), "two runs are called a.json")
    scored(turns("error", "error")).save("b.json")
    refused(cli("report", "b.json", "--out", "c.svg"), "nothing to draw")
    refused(cli("report", "c.json", "--out", "c.svg"), "c.json")
    Scores(scored(turns("+f:a")).outcomes, confidence=0.5).save("b.json")
    refused(cli("report", "a.json", "b.json", "--out", "c.svg"), "50 % and 95 %")


def test_without_matplotlib_the_extra_is_named_before_anything_is_scored(cli, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    refused(cli("report", "nowhere", "--out", "c.svg"), "mifcheck[notebook]")


def test_a_page_needs_no_matplotlib(cli, monkeypatch):
    scored(turns("+f:a", "-f:a@1")).save("a.json")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert cli("report", "a.json", "--out", "c.html")[0] == 0
    assert '<figure class="chart">' in Path("c.html").read_text(encoding="utf-8")


def document(path="c.html"):
    """What the page's script reads."""
    text = Path(path).read_text(encoding="utf-8")
    return json.loads(re.search('id="data">(.+?)</script>', text, re.DOTALL)[1])


def test_a_page_has_the_replies_by_all_profiles(cli, pair):
    cli("report", *pair, "--out", "c.html", "--also", "multi-if, ifeval", "--resamples", 0)
    held = document()
    run = mif.Run.load(pair[0])
    assert held["runs"] == ["a", "b"]
    assert held["profiles"] == ["native", "multi-if", "ifeval"]
    assert len(held["slots"]) == 2 * sum(map(len, run.conversations))
    said = {held["texts"][each[0]] for each in held["replies"]}
    assert {each.reply for each in run.replies.values()} | {"yes"} == said


def test_a_page_without_replies_holds_no_word_of_them(cli, pair):
    cli("report", *pair, "--out", "c.html", "--no-replies", "--resamples", 0)
    assert document()["slots"] == []
    assert "My answer is yes" not in Path("c.html").read_text(encoding="utf-8")


def test_runs_that_cannot_be_compared_are_shown_beside_each_other(cli):
    scored(turns("+f:a", "-f:a@1", key="x")).save("a.json")
    scored(turns("+f:a", "-f:a@1", key="y")).save("b.json")
    status, _, err = cli("report", "a.json", "b.json", "--out", "c.html")
    assert status == 0
    assert "note: b is not compared with a: the runs have no conversation in common" in err
    assert "Scores of a, b" in Path("c.html").read_text(encoding="utf-8")


def test_an_unknown_profile_is_refused_before_anything_is_read(cli):
    refused(cli("report", "nowhere", "--out", "c.html", "--also", "mutli-if"), "mutli-if")
