"""What a shell completes: commands, options, ids with their colon, and the names of options."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from commandline import ROOT, refused, runner

import mifcheck as mif
from mifcheck.checkers.sets import BY_KEY
from mifcheck.cli.completion import SHELLS, script
from mifcheck.cli.entry import run
from mifcheck.datasets import READERS

PRIMITIVES = sorted({name for id in mif.registry for name in mif.describe(id).primitives})


@pytest.fixture
def cli(tmp_path, monkeypatch, capsys):
    return runner(tmp_path, monkeypatch, capsys)


@pytest.fixture
def complete(monkeypatch, capsys):
    """Returns what a line up to the cursor is completed with."""

    def ask(line):
        for name in ("COMP_WORDS", "COMP_CWORD"):
            monkeypatch.setenv(name, "")
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
        monkeypatch.setenv("_MIFCHECK_COMPLETE", "complete_bash")
        with pytest.raises(SystemExit) as ended:
            run([])
        assert ended.value.code == 0
        printed, wrong = capsys.readouterr()
        assert wrong == ""
        return printed.split()

    return ask


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("mifcheck comp", ["compare", "compare-profiles", "completion"]),
        ("mifcheck compare", ["compare", "compare-profiles"]),
        ("mifcheck check punctuation:no_c", ["punctuation:no_comma"]),
        ("mifcheck check 'punctuation:no_c", ["punctuation:no_comma"]),
        ("mifcheck list startend:q", ["startend:quotation"]),
        ("mifcheck list --set ", list(BY_KEY)),
        ("mifcheck conform x:Y --set m", ["mmmt-if", "m-ifeval"]),
        ("mifcheck list --primitive Co", [each for each in PRIMITIVES if each.startswith("Co")]),
        ("mifcheck list --primitive Orde", ["Order"]),
        ("mifcheck run --model ", ["python:", "hf:", "openai:", "recording:"]),
        ("mifcheck run --model hf:", ["hf:"]),
        ("mifcheck run --set ", []),
        ("mifcheck report x --curves turn,a", ["turn,age", "turn,active"]),
        ("mifcheck run --thinking ", ["strip", "keep"]),
        ("mifcheck run --thinking=k", ["keep"]),
        ("mifcheck run --history ", ["own", "first"]),
        ("mifcheck run --data-format ", list(READERS)),
        ("mifcheck run --languages ", list(mif.known_languages())),
        ("mifcheck run --languages hi,f", ["hi,fr"]),
        ("mifcheck compare-profiles x --id punctuation:no_comma,startend:q", ["punctuation:no_comma,startend:quotation"]),
        ("mifcheck check x -k relation='at least' --lang", ["--language"]),
        ("mifcheck check x --profile bogus --format ", ["text", "json"]),
        ("mifcheck completion ", list(SHELLS)),
        ("mifcheck run --out ", []),
        ("mifcheck score ", []),
    ],
)  # fmt: skip
def test_a_line_is_completed(complete, line, found):
    assert complete(line) == found


def test_all_ids_are_offered(complete):
    assert complete("mifcheck check ") == list(mif.registry)


def test_the_script_completes_in_bash(tmp_path):
    bash = shutil.which("bash") or pytest.skip("no bash")
    program = tmp_path / "mifcheck"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mifcheck "$@"\n')
    program.chmod(0o755)
    ask = """
    {script}
    COMP_LINE="mifcheck check punctuation:no_c or more"
    COMP_POINT=31
    _mifcheck_completion mifcheck
    echo "${{COMPREPLY[@]}}"
    COMP_WORDBREAKS="${{COMP_WORDBREAKS//:}}"
    _mifcheck_completion mifcheck
    echo "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(
        [bash, "--norc", "-c", ask.format(script=script("bash"))],
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    # Bash replaces what stands after the last colon, unless colons are no separators.
    assert done.stdout.split() == ["no_comma", "punctuation:no_comma"]
    assert done.stderr == ""


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_a_shell_is_printed(cli, shell):
    status, printed, wrong = cli("completion", shell)
    assert (status, wrong) == (0, "")
    assert f"_MIFCHECK_COMPLETE=complete_{shell}" in printed


def test_another_shell_is_refused(cli):
    refused(cli("completion", "bas"), "bash, zsh or fish", "did you mean 'bash'")
