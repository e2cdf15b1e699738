"""What the documents show is what happens: their Python runs, and the results they name hold."""

from __future__ import annotations

import ast
import importlib
import os
import re
import subprocess
import sys

import pytest
from doc_blocks import ROOT, python_blocks, shown_results

import mifcheck as mif
from mifcheck.checkers.sets import IFEVAL, MMMT_IF, SETS


@pytest.fixture(autouse=True)
def _forget_example_checkers():
    before = dict(mif.registry)
    yield
    mif.registry._classes.clear()
    mif.registry._classes.update(before)


SHOWN = {"README.md": 1, "docs/checkers.md": 6, "docs/reference.md": 4, "docs/your-data.md": 16}
"""The pages whose Python is run, and how many results each names at least."""


@pytest.mark.parametrize("name", SHOWN)
def test_the_python_of_a_page_runs_and_gives_what_it_says(name, capsys, tmp_path, monkeypatch):
    if name == "docs/your-data.md":
        pytest.importorskip("pandas")
    monkeypatch.chdir(tmp_path)
    shared: dict = {}
    checked = 0
    for block in python_blocks(name):
        exec(compile(block, name, "exec", dont_inherit=True), shared)
        for expression, said in shown_results(block):
            assert eval(expression, shared) == ast.literal_eval(said), expression
            checked += 1
    assert checked >= SHOWN[name]
    printed = capsys.readouterr().out
    for said in re.findall(r"^print\(.*\)\n# (.+)$", "\n".join(python_blocks(name)), re.MULTILINE):
        assert said in printed


def test_every_classic_id_stands_in_the_page_of_checkers():
    rows = re.findall(
        r"^\| `(\w+:\w+)` \| (.*?) \|",
        (ROOT / "docs/checkers.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    shown = {id: tuple(re.findall(r"`(\w+)`", parameters)) for id, parameters in rows}
    classic = (*IFEVAL.ids(), *MMMT_IF.ids())
    assert shown == {id: tuple(mif.describe(id).parameters) for id in classic}


def test_the_page_of_published_instructions_is_what_is_declared():
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        written = importlib.import_module("instructions")
    finally:
        sys.path.remove(str(ROOT / "docs"))
    assert written.PAGE.read_text(encoding="utf-8") == written.page()


def test_every_id_is_in_one_set():
    found = [id for each in (IFEVAL, MMMT_IF, *SETS) for id in each.ids()]
    assert sorted(found) == list(mif.registry)
    assert {each.key: len(each.ids()) for each in SETS} == {
        "ifbench": 58,
        "ifevalg": 29,
        "m-ifeval": 93,
        "collie": 13,
        "codi-eval": 7,
        "lexinstructeval": 1,
        "formats": 6,
    }


@pytest.mark.slow
def test_the_table_in_the_readme_is_what_is_printed():
    table = re.search(
        r"```text\n(.+?)\n```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )
    environment = {
        **os.environ,
        "COLUMNS": "100",
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
    }
    command = [sys.executable, "-m", "mifcheck", "run"]
    printed = subprocess.run(
        command, env=environment, capture_output=True, check=True, encoding="utf-8"
    )
    lines = {masked(line.rstrip()) for line in printed.stdout.splitlines()}
    missing = [line for line in table[1].splitlines() if masked(line.rstrip()) not in lines]
    assert not missing
    assert table[1].splitlines()[-1].startswith("mifcheck|profile:native|lang:")


def masked(line: str) -> str:
    """A line, of a signature without the versions of the libraries: each has its own."""
    return re.sub(r"=[^+|]+", "=*", line) if line.startswith("mifcheck|") else line


def test_only_the_versions_of_libraries_are_masked():
    line = "mifcheck|profile:native|lang:en@72cf|lib:langid=1.1.6+regex=2026.11.15|score:1|v:0.1.0"
    assert masked(line) == (
        "mifcheck|profile:native|lang:en@72cf|lib:langid=*+regex=*|score:1|v:0.1.0"
    )
    assert masked("a = b") == "a = b"


def test_every_link_between_pages_leads_somewhere():
    for page in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
