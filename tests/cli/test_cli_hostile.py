"""What surrounds a command: closed streams, full disks, odd names and numbers. One line, status 2."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from commandline import ROOT, ask, refused, write_lines

from mifcheck.runs.run import Run

POSIX = pytest.mark.skipif(os.name == "nt", reason="streams and names are of another kind there")
DIGITS = "9" * 5000


def shell(line, folder):
    """Runs a line by bash, in which `mif` is the command; gives (status, out, err)."""
    line = line.replace("mif ", f"{sys.executable} -m mifcheck ")
    ran = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], cwd=folder, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, timeout=120,
    )  # fmt: skip
    return ran.returncode, ran.stdout, ran.stderr


@POSIX
@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        ("mif list keywords >&-", 2, "error: standard output is closed"),
        ("mif list keywords --format json >&-", 2, "error: standard output is closed"),
        ("mif list keywords --out x.txt >&-", 0, "written to x.txt"),
        ("mif list keywords 2>&-", 0, ""),
        ("mif list nonsense 2>&-", 2, ""),
        ("mif check punctuation:no_comma <&-", 2, "error: standard input is closed: give --file"),
        ("mif list keywords >/dev/full", 2, "error: standard output: no space left on device"),
        ("mif --help >/dev/full", 2, "no space left on device"),
        ("mif list keywords --out /dev/full", 2, "error: /dev/full: no space left on device"),
        ("mif list | (exec <&-; sleep 1)", 141, ""),
        ("mif list keywords --format json | (exec <&-; sleep 1)", 141, ""),
    ],
)
def test_streams_that_are_closed_or_full(tmp_path, line, status, said):
    found, _, err = shell(line, tmp_path)
    assert (found, "Traceback" in err, "Exception ignored" in err) == (status, False, False)
    assert said in err
    assert len(err.splitlines()) <= 1


@POSIX
def test_a_journal_gets_nothing_that_is_printed_to_a_closed_stream(tmp_path):
    (tmp_path / "loud.py").write_text(
        "import os\ndef reply(chat):\n    os.write(1, b'loud')\n    os.write(2, b'loud')\n    return 'x'\n"
    )
    line = "mif run --limit 1 --resamples 0 --model python:loud:reply --out r --format json <&- >&- 2>&-"
    assert (
        shell(line, tmp_path)[0] == 2
    )  # the result could not be written, but the replies are there
    assert len(Run.load(tmp_path / "r").replies) == 3


@POSIX
def test_a_result_is_whole_or_not_there(cli):
    assert cli("list", "--out", "a.txt")[0] == 0
    whole = Path("a.txt").read_bytes()
    line = "ulimit -f 1; mif list --out a.txt; mif list --out b.txt"
    status, _, err = shell(line, Path.cwd())
    assert (status, err.count("file too large")) == (2, 2)
    assert Path("a.txt").read_bytes() == whole
    assert sorted(each for each in os.listdir() if each != "small_models.py") == ["a.txt"]


@POSIX
def test_a_link_stays_a_link_and_a_circle_is_named(cli):
    Path("link").symlink_to("target.txt")
    assert cli("list", "--out", "link")[0] == 0
    assert Path("link").is_symlink()
    assert Path("target.txt").read_text()
    Path("one").symlink_to("two")
    Path("two").symlink_to("one")
    refused(cli("list", "--out", "one"), "one: too many levels")
    refused(cli("list", "--out", "x" * 300), "xxx: file name too long")


@POSIX
def test_names_and_settings_may_be_no_utf_8(cli):
    odd = os.fsdecode(b"r\xff")
    Path(os.fsdecode(b"d\xff.txt")).write_text("yes")
    assert cli("check", "punctuation:no_comma", "--file", os.fsdecode(b"d\xff.txt"))[0] == 0
    args = ("--limit", 1, "--out", odd, "--set", f"a={odd}", "--set", 'b="\\ud800"')
    assert (
        ask(cli, *args, "--set", "depth=1", "--set", "name=x", "--temperature", 1, model="make")[0]
        == 2
    )
    Path("odd_model.py").write_text(
        "def make(**settings):\n    return lambda chat: repr(settings)\n"
    )
    run = ("run", "--model", "python:odd_model:make", "--resamples", 0, *args)
    assert cli(*run)[0] == 0
    assert Run.load(odd).settings["model"]["settings"] == {"a": odd, "b": "\ud800"}
    assert cli(*run, "--resume")[0] == 0
    assert cli("score", odd, "--resamples", 0, "--format", "json", "--out", "s.json")[0] == 0
    assert cli("compare", "s.json", odd, "--resamples", 0)[0] == 0
    refused(cli("score", os.fsdecode(b"none\xff")), "there is no such file")


@pytest.mark.parametrize(
    "spec", ["..m:f", "m..n:f", ":f", "m:", "m:f..g", "a b:f", "m:f g", "\x00:f"]
)
def test_what_names_no_function_is_said(cli, spec):
    refused(cli("run", "--model", f"python:{spec}"), "names no function")


def test_a_module_that_ends_the_program_cannot_be_a_model(cli):
    Path("script.py").write_text("import sys\nsys.exit(0)\n")
    refused(cli("run", "--model", "python:script:reply"), "script cannot be imported", "SystemExit")


@pytest.mark.parametrize(
    "args",
    [
        ("check", "length_constraints:number_words", "-k", f"num_words={DIGITS}", "--file", "r.txt"),
        ("check", "length_constraints:number_words", "--kwargs", f'{{"num_words": {DIGITS}}}', "--file", "r.txt"),
        ("check", "keywords:existence", "--kwargs", '{"keywords": ' + "[" * 3000, "--file", "r.txt"),
        ("run", "--model", "python:small_models:reply", "-n", DIGITS),
        ("run", "--model", "python:small_models:reply", "-n", "10000000000"),
        ("run", "--model", "python:small_models:reply", "--concurrency", "10000000000"),
    ],
    ids=range(6),
)  # fmt: skip
def test_numbers_and_depths_that_nobody_means(cli, args):
    Path("r.txt").write_text("yes")
    status, out, err = cli(*args)
    assert (status, out) == (2, "")
    assert err.startswith("error: ")
    assert not Path("runs").exists()


def test_half_a_surrogate_pair_is_a_keyword_like_any_other(cli):
    Path("r.txt").write_text("yes")
    for more in ((), ("--format", "json"), ("--format", "json", "--out", "o.json")):
        kwargs = json.dumps({"keywords": ["\ud800"]})
        status, _, err = cli(
            "check", "keywords:existence", "--kwargs", kwargs, "-f", "r.txt", *more
        )
        assert (status, "error" in err) == (0, False)
    assert json.loads(Path("o.json").read_text())["verdicts"][0]["kwargs"] == {
        "keywords": ["\ud800"]
    }


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ({"key": "a", "turn": DIGITS, "response": "x"}, "turn: a whole number from 1"),
        ({"key": "a", "turn": 10**400, "response": "x"}, "turn: a whole number from 1"),
        ({"key": "a", "turn": 1, "sample": DIGITS, "response": "x"}, "sample: a whole number"),
    ],
    ids=range(3),
)
def test_turns_of_thousands_of_digits(cli, row, named):
    asked = [{"key": "a", "language": "en", "turns": [{"prompt": "x", "instructions": []}]}]
    write_lines("d.jsonl", asked)
    write_lines("r.jsonl", [row])
    refused(cli("score", "r.jsonl", "--data", "d.jsonl"), "r.jsonl, row 1, ", named)


@pytest.mark.parametrize(
    "text",
    ['"mifcheck.scores/1" and no JSON', '{"schema": "mifcheck.scores/1"', "[" * 5000],
    ids=range(3),
)
def test_scores_that_are_none(cli, text):
    Path("s.json").write_text('{"schema": "mifcheck.scores/1", ' + text)
    for args in (("compare", "s.json", "s.json"), ("report", "s.json", "--out", "p.html")):
        refused(cli(*args), "s.json: invalid JSON")


def test_a_line_that_fills_the_memory_is_refused_before_it_does(cli):
    for name, opened in (("big.jsonl", open), ("big.jsonl.gz", gzip.open)):
        with opened(name, "wb") as file:
            file.write(b'{"key": "a"}\n')
            for _ in range(65):
                file.write(b"[" * 2**20)
        refused(cli("lint", name), f"{name}, row 2", "a line of more than 67,108,864 bytes")
    Path("big.jsonl").unlink()


def test_a_command_reads_no_device_for_ever(cli):
    if not Path("/dev/zero").exists():
        pytest.skip("this system has no such device")
    refused(cli("score", "/dev/zero"), "/dev/zero, row 1", "a line of more than")


def test_the_instructions_of_a_file_are_named_by_their_place(cli):
    Path("r.txt").write_text("yes")
    Path("i.json").write_text('[{"id": "punctuation:no_comma"}, {"id": "punctuation:no_coma"}]')
    refused(cli("check", "-i", "i.json", "--file", "r.txt"), "i.json, row 2: unknown checker")
