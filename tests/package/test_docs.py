"""What the documents show is what happens: their Python runs, and the results they name hold."""

from __future__ import annotations

import ast
import importlib
import re
import sys
from types import ModuleType

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


PAGES = {
    "README.md": 1,
    "docs/checkers.md": 6,
    "docs/reference.md": 4,
    "docs/testing.md": 4,
    "docs/tutorial.md": 9,
    "docs/your-data.md": 16,
    "docs/api.md": 9,
    "docs/how-to/suite-or-reward.md": 7,
    "docs/how-to/test-a-checker.md": 2,
    "docs/how-to/experiment.md": 1,
}
"""Pages, and how many results at least they show."""


@pytest.mark.parametrize("name", PAGES)
def test_the_python_of_a_page_runs_and_gives_what_it_says(name, capsys, tmp_path, monkeypatch):
    if name == "docs/your-data.md":
        pytest.importorskip("pandas")
    monkeypatch.chdir(tmp_path)
    page = ModuleType("page")  # so that what it defines can be pickled
    monkeypatch.setitem(sys.modules, "page", page)
    shared = vars(page)
    checked = 0
    for block in python_blocks(name):
        exec(compile(block, name, "exec", dont_inherit=True), shared)
        for expression, said in shown_results(block):
            assert eval(expression, shared) == ast.literal_eval(said), expression
            checked += 1
    assert checked >= PAGES[name]
    printed = capsys.readouterr().out
    for said in re.findall(r"^print\(.*\)\n# (.+)$", "\n".join(python_blocks(name)), re.MULTILINE):
        assert said in printed


def test_the_python_about_models_and_scores_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    functions, hugging_face = python_blocks("docs/models.md")
    exec(functions, {})
    compile(hugging_face, "docs/models.md", "exec")  # the tests of models load them
    conversations = mif.load(languages=["en", "hi"])
    run = mif.drive(conversations, mif.Recording(), samples=4, progress=False)
    scores = mif.score(run)
    shared = {"mif": mif, "run": run, "scores_a": scores, "scores_b": scores}
    *blocks, _ = python_blocks("docs/scores.md")  # the tests of ratings run the last
    for block in blocks:
        exec(compile(block, "docs/scores.md", "exec", dont_inherit=True), shared)


ELSEWHERE = {
    "docs/contributing.md": "package/test_contributing.py",
    "docs/data-formats.md": "datasets/test_datasets_real.py",
    "docs/judged.md": "scores/test_judged.py",
    "docs/languages.md": "package/test_docs_languages.py",
    "docs/models.md": "package/test_docs.py",
    "docs/scores.md": "ratings/test_ratings.py",
    "docs/why-scores-differ.md": "report/test_differences_shown.py",
    "docs/integrations/datasets-and-pytest.md": "integrations/test_rows.py",
}
"""Pages whose Python other tests are about."""


def test_the_python_of_every_page_is_tested():
    pages = [page.relative_to(ROOT).as_posix() for page in (ROOT / "docs").rglob("*.md")]
    with_code = {page for page in ("README.md", *pages) if python_blocks(page)}
    suites = {page for page in with_code if page.startswith("docs/integrations/")}
    assert with_code - suites - set(PAGES) - set(ELSEWHERE) == set()
    tested = (ROOT / "tests/integrations/test_pages.py").read_text(encoding="utf-8")
    for page in suites - set(ELSEWHERE):
        assert f'"{page.rpartition("/")[2].removesuffix(".md")}"' in tested
    for page, test in ELSEWHERE.items():
        assert page.rpartition("/")[2] in (ROOT / "tests" / test).read_text(encoding="utf-8"), page


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
def test_the_table_in_the_readme_is_what_is_printed(cli, monkeypatch):
    table = re.search(
        r"```text\n(.+?)\n```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )
    monkeypatch.setenv("COLUMNS", "100")
    status, printed, _ = cli("run")
    assert status == 0
    lines = {masked(line.rstrip()) for line in printed.splitlines()}
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
