"""`mifcheck compare-profiles`, and the page that says why scores differ."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from commandline import refused, runner, write_lines
from difference_cases import ASKED, conversations, made
from doc_blocks import python_blocks, shown_results

import mifcheck as mif
from mifcheck.profiles.multi_if.libraries import PACKAGES

for _module in PACKAGES:
    pytest.importorskip(_module, reason='needs pip install "mifcheck[reference]"')

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
from differences_causes import CAUSES  # noqa: E402


@pytest.fixture(scope="module")
def found():
    return mif.compare_profiles(made(), examples=5, resamples=200)


@pytest.fixture
def cli(tmp_path, monkeypatch, capsys):
    ask = runner(tmp_path, monkeypatch, capsys)
    mif.dump(conversations(), "data.jsonl")
    rows = [
        {"key": key, "sample": sample, "response": reply}
        for key, _, said in ASKED
        for sample, reply in enumerate(said)
    ]
    write_lines("replies.jsonl", rows)
    return ask


GIVEN = ("compare-profiles", "replies.jsonl", "--data", "data.jsonl", "--resamples", 200)


def test_the_table_names_what_differs_and_gives_examples(cli):
    status, out, err = cli(*GIVEN)
    assert (status, err) == (0, "")
    assert "native and multi-if, strict: 12 of 27 verdicts differ (44.4 %)" in out
    assert "mean of the four accuracies" in out
    line = next(line for line in out.splitlines() if line.startswith("keywords:letter_frequency"))
    assert line.split()[1:] == [
        "fr",
        "3",
        "of",
        "3",
        "100.0",
        "%",
        "not",
        "judged",
        "by",
        "multi-if:",
        "3",
    ]
    assert "2 more pairs of id and language agree" in out
    assert "⟦Fog⟧" in out
    assert max(map(len, (each for each in out.splitlines() if "|" not in each))) <= 100
    assert "Foggy" not in cli(*GIVEN, "--examples", 0)[1]


@pytest.mark.parametrize("width", [80, 100, 160])
def test_no_figure_is_cut_off(cli, monkeypatch, found, width):
    monkeypatch.setenv("COLUMNS", str(width))
    out = " ".join(cli(*GIVEN)[1].split())
    for headline in found.headline:
        for estimate in headline.estimates.values():
            ends = f"[{100 * estimate.low:.1f}, {100 * estimate.high:.1f}]" if estimate.low else ""
            assert f"{100 * estimate.value:.1f} {ends}".strip() in out


def test_json_is_the_whole_of_it(cli, found):
    document = json.loads(cli(*GIVEN, "--format", "json", "--examples", 5)[1])
    expected = json.loads(json.dumps(found.to_dict()))
    assert {name: document[name] for name in expected} == expected
    assert document["name"] == "replies.jsonl on data.jsonl: native, multi-if"
    assert document["skipped"] == []


def test_markdown_goes_to_a_file(cli, found):
    status, out, err = cli(*GIVEN, "--format", "markdown", "--examples", 5, "--out", "x.md")
    assert (status, out) == (0, "")
    assert "written to x.md" in err
    assert Path("x.md").read_text(encoding="utf-8") == found.to_markdown()
    cli(*GIVEN, "--out", "x.txt")
    assert "verdicts differ" in Path("x.txt").read_text(encoding="utf-8")
    cli(*GIVEN, "--format", "json", "--out", "x.json")
    assert json.loads(Path("x.json").read_text(encoding="utf-8"))["rows"]


def test_profiles_may_stand_side_by_side(cli):
    for more in (
        ("--profiles", "multi-if,ifeval"),
        ("-p", "multi-if", "-p", "ifeval"),
    ):
        status, out, _ = cli(*GIVEN, *more, "--id", "startend", "-l", "French")
        assert status == 0
        assert "multi-if and ifeval, strict: 0 of 3 verdicts differ" in out


@pytest.mark.parametrize(
    ("more", "parts"),
    [
        (("--format", "xml"), ("text, json or markdown",)),
        (("--format", "jsonl"), ("text, json or markdown", "--data-format")),
        (("--format", "jsn"), ("did you mean 'json'",)),
        (("--profiles", "native"), ("two profiles or more",)),
        (("--profiles", ","), ("--profiles: a name is expected",)),
        (("--id", ","), ("--id: a name is expected",)),
        (("--profiles", "native,multif"), ("did you mean 'multi-if'",)),
        (("--profiles", "native", "multi-if"), ("(multi-if)", "separated by commas")),
        (("--id", "punctation:no_comma"), ("did you mean 'punctuation:no_comma'",)),
        (("--languages", "ru"), ("no conversation in ru",)),
        (("--out", "."), ("directory",)),
        (("--out", "nowhere/x.txt"), ("nowhere/x.txt",)),
    ],
)
def test_what_is_wrong_is_said_on_a_line(cli, more, parts):
    refused(cli(*GIVEN, *more), *parts)


def test_a_run_folder_has_its_own_data(cli):
    cli("run", "data.jsonl", "--model", "python:small_models:reply", "--out", "r")
    status, out, _ = cli("compare-profiles", "r", "--resamples", 20)
    assert status == 0
    assert "verdicts differ" in out
    refused(cli("compare-profiles", "r", "--data", "data.jsonl"), "--data")
    refused(cli("compare-profiles", "r", "--data-format", "jsonl"), "--data-format")


def test_bad_rows_are_left_out_when_asked_for(cli):
    turn = {"prompt": "Ask.", "instructions": [{"id": "own:thing"}]}
    with Path("data.jsonl").open("a", encoding="utf-8") as data:
        data.write(json.dumps({"key": "own", "language": "en", "turns": [turn]}) + "\n")
    refused(cli(*GIVEN), "data.jsonl", "own:thing")
    status, out, _ = cli(*GIVEN, "--skip-bad")
    assert status == 0
    assert "1 bad row left out" in out
    assert "12 of 27 verdicts differ" in out


def test_without_a_reply_the_status_says_so(cli):
    cli("run", "data.jsonl", "--model", "python:small_models:raising", "--out", "r")
    status, _, err = cli("compare-profiles", "r", "--resamples", 20)
    assert status == 3
    assert "not one reply came" in err


def test_the_help_names_every_option(cli):
    out = cli("compare-profiles", "--help")[1]
    for option in ("--profiles", "--languages", "--id", "--examples", "--format", "--out"):
        assert option in out
    assert "mifcheck compare-profiles runs/qwen" in out


# The page ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "case", [case for cause in CAUSES for case in cause.cases], ids=lambda case: case.text[:24]
)
def test_each_cause_is_as_the_page_says(case):
    for profile, expected in (("native", case.native), ("multi-if", case.reference)):
        verdict = mif.check(case.id, case.kwargs, case.text, case.language, profile=profile)
        assert verdict.passed is expected, f"{profile}: {verdict.explain()}"


def test_the_python_of_the_page_gives_what_it_says():
    (block,) = python_blocks("docs/why-scores-differ.md")
    shared: dict = {}
    exec(block, shared)
    assert [eval(expression, shared) for expression, _ in shown_results(block)] == [False, True]
