"""What the page for contributors adds works: one file each, in a copy of the package."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from doc_blocks import ROOT, python_blocks

import mifcheck as mif

PAGE = "docs/contributing.md"


@pytest.fixture
def copy(tmp_path):
    """Returns a function that adds code to a file of a copy, runs Python there and returns what it prints."""
    shutil.copytree(ROOT / "mifcheck", tmp_path / "mifcheck", copy_function=os.symlink)

    def run(path, code, *args):
        file = tmp_path / "mifcheck" / path
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        file.unlink(missing_ok=True)
        file.write_text(f"{before}\n{code}" if before else code, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, *args],
            env={**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
            cwd=tmp_path, capture_output=True, check=True, encoding="utf-8",
        )  # fmt: skip
        return done.stdout

    return run


def block(start):
    """The one block of the page that has this text."""
    (found,) = (each for each in python_blocks(PAGE) if start in each)
    return found


def test_a_checker_is_an_addition_to_its_family(copy):
    page = (ROOT / PAGE).read_text(encoding="utf-8")
    rows = [
        json.loads(line)
        for line in re.search(r"```json\n(.+?)\n```", page, re.DOTALL)[1].splitlines()
    ]
    assert [row["truth"] for row in rows] == [True, False]
    code = (
        "import mifcheck as mif, json, sys\n"
        "rows = json.loads(sys.argv[1])\n"
        "print([mif.check(r['id'], r['kwargs'], r['text'], 'en').passed for r in rows])"
    )
    printed = copy("checkers/format.py", block("ordered_list"), "-c", code, json.dumps(rows))
    assert printed == "[True, False]\n"


def test_a_data_format_is_a_module(copy, tmp_path):
    row = {"key": "1", "language": "en", "question": "Why?", "checks": {"punctuation:no_comma": {}}}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row), encoding="utf-8")
    code = (
        "import mifcheck as mif; found = mif.load('rows.jsonl'); "
        "print(found.format, found[0].turns[0].instructions[0].id)"
    )
    printed = copy("datasets/formats/plain.py", block("READER: Final"), "-c", code)
    assert printed == "plain punctuation:no_comma\n"


def test_a_command_is_a_module(copy):
    printed = copy("cli/commands/families.py", block("def command"), "-m", "mifcheck", "families")
    assert {line.split()[0] for line in printed.splitlines()} == {
        id.partition(":")[0] for id in mif.registry
    }


def test_the_files_of_the_table_are_there():
    page = (ROOT / PAGE).read_text(encoding="utf-8")
    table = re.search(r"^\| to add .+?\n\n", page, re.DOTALL | re.MULTILINE)[0]
    named = re.findall(r"`((?:mifcheck|tests|docs)/[^`]+)`", table)
    assert len(named) >= 10
    assert [name for name in named if "CODE" not in name and not (ROOT / name).exists()] == []
