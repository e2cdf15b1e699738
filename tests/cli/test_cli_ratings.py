"""`mifcheck ratings`: its two tables, and what it refuses."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
from commandline import JSON, ask, refused
from rating_cases import OWN, SCORED, TURN, released, write
from score_cases import scored

import mifcheck as mif
from mifcheck.ratings.values import Rating

RATED = [
    released("a", 1, X=("1", "9", "2")), released("a", 2, X=("0.5", "6", "3")),
    released("b", 1, X=("0", "1", "3")), released("b", 2, X=("0.5", "5", "")),
]  # fmt: skip


def test_the_command_shows_two_tables(cli) -> None:
    write(Path(), RATED)
    status, out, err = cli("ratings", "ratings.csv", "--resamples", 200)
    assert (status, err) == (0, "")
    assert out.startswith("ratings.csv: ratings of 4 replies of X in 2 conversations\n")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "turn PIF of X replies" in lines
    assert any(line.startswith("1 50.0 [") and line.endswith("] 2") for line in lines)
    assert any(line.startswith("all 50.0") and line.endswith(" 4") for line in lines)
    # PIF 1 .5 0 .5 and tone 9 6 1 5: 4 / sqrt(0.5 * 32.75)
    assert any(line.startswith("Tone 4 +0.99 [") for line in lines)
    assert any(line.startswith("Great clarity 3 −0.87 [") for line in lines)
    assert all(line == line.rstrip() for line in out.splitlines())


def test_the_command_as_json(cli) -> None:
    write(Path(), RATED)
    args = ("ratings", "ratings.csv", "--resamples", 0, *JSON, "--criterion", "Tone")
    document = json.loads(cli(*args)[1])
    assert document["models"] == ["X"]
    assert [(each["turn"], each["value"], each["n"]) for each in document["pif"]] == [
        (1, 0.5, 2), (2, 0.5, 2), ("all", 0.5, 4)
    ]  # fmt: skip
    (tone,) = document["correlations"]
    assert (tone["model"], tone["criterion"], tone["pearson"]["n"]) == ("X", "Tone", 4)


def test_the_command_takes_the_pif_of_scores(cli) -> None:
    scored(SCORED).save("scores.json")
    rows = [{"key": "a:en", "turn": 1, "tone": 9}, {"key": "e", "turn": 1, "tone": 2}]
    write(Path(), rows)
    args = ("ratings", "ratings.csv", "--scores", "scores.json", "--resamples", 0)
    document = json.loads(cli(*args, *JSON)[1])
    (tone,) = document["correlations"]
    assert (tone["pearson"]["value"], tone["pearson"]["n"]) == (1, 2)
    assert [each["turn"] for each in document["pif"]] == [1, 2, "all"]
    assert "PIF" in cli(*args)[1]


def test_the_command_takes_a_run_folder_and_counts_what_has_no_pif(cli) -> None:
    ask(cli, "--languages", "hi", "--out", "runs/a")
    first, second, *_ = (each.key for each in mif.Run.load("runs/a").conversations)
    rows = [{"key": first, "turn": 1, "tone": 9}, {"key": second, "turn": 1, "tone": 2}]
    write(Path(), [*rows, {"key": f"{first}x", "turn": 1, "tone": 2}])
    args = ("ratings", "ratings.csv", "--scores", "runs/a", "--resamples", 20)
    document = json.loads(cli(*args, *JSON)[1])
    assert (document["left_out"], document["correlations"][0]["pearson"]["n"]) == (1, 2)
    status, out, _ = cli(*args)
    said = " ".join(out.split())
    assert status == 0
    assert f"left out: 1 rated reply is not among the replies scored; the first is of conversation '{first}x', turn 1; did you mean '{first}'?" in said  # fmt: skip


LONG = "Understanding of the relationship between images"


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_nothing_is_cut_in_80_columns(cli, monkeypatch, count) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    source = random.Random(count)
    rated = [
        Rating(f"k{key}", turn, {LONG: source.random(), "tone": source.random()}, f"Model {name}",
               None, source.random())
        for key in range(4) for turn in (1, 2) for name in range(count)
    ]  # fmt: skip
    write(Path(), [
        {f"Programmatic Instruction Following {each.model}": each.pif, "conversation id": each.key,
         TURN: each.turn, **{f"{name} {each.model}": score for name, score in each.scores.items()}}
        for each in rated
    ], "ratings.jsonl")  # fmt: skip
    status, out, _ = cli("ratings", "ratings.jsonl", "--resamples", 200)
    assert status == 0
    assert "\u2026" not in out
    assert max(map(len, out.splitlines())) <= 80
    signed = r"[+−]?[01]\.\d\d"
    pair = rf"{signed} \[{signed}, {signed}\]\s+{signed} \[{signed}, {signed}\]"
    assert len(re.findall(pair, out)) == 2 * (count + (count > 1))
    share = r"\d+\.\d"
    assert len(re.findall(rf"{share} \[{share}, {share}\]", out)) == 3 * count


def test_what_the_command_refuses(cli) -> None:
    write(Path(), RATED)
    refused(cli("ratings", "nowhere.csv"), "no such file")
    refused(cli("ratings", "ratings.csv", "--criterion", "Tome"), "did you mean 'Tone'")
    refused(cli("ratings", "ratings.csv", "--rated-model", "Y"), "no model 'Y' was rated")
    refused(cli("ratings", "ratings.csv", "--scores", "ratings.csv"), "ratings.csv")
    write(Path(), [OWN], "bare.jsonl")
    refused(cli("ratings", "bare.jsonl"), "bare.jsonl has no PIF", "--scores")
    scored(SCORED).save("scores.json")
    refused(
        cli("ratings", "bare.jsonl", "--scores", "scores.json"),
        "not one rated reply has a PIF: 1 rated reply is not among the replies scored",
    )
    refused(cli("ratings", "bare.jsonl", "--scores", "."), "is not a run folder")
