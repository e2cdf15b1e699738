"""The notebooks in examples/ run, and a run in a notebook leaves nothing dead behind."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))
LARGEST = 150_000


def outputs(book):
    return [output for cell in book.cells for output in cell.get("outputs", ())]


def kept_by(path):
    spec = importlib.util.spec_from_file_location("notebooks", ROOT / "docs" / "notebooks.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.executed(path)


def test_there_are_four():
    assert len(NOTEBOOKS) == 4


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_its_outputs_are_kept(path):
    kept, new = nbformat.read(path, as_version=4), kept_by(path)
    for book in (kept, new):
        nbformat.validate(book)
        assert not [output for output in outputs(book) if output.get("name") == "stderr"]
    assert path.stat().st_size < LARGEST
    assert str(ROOT) not in path.read_text("utf-8")
    kinds = [[output.output_type for output in outputs(book)] for book in (kept, new)]
    assert kinds[0] == kinds[1], "run docs/notebooks.py"


DRIVES = """
import mifcheck as mif
run = mif.drive(mif.load(languages=["en"]), lambda chat: "Yes.", samples=3)
"""
QUIET = "mif.drive(mif.load(languages=['en']), lambda chat: 'Yes.', progress=False);"


def test_driving_in_a_notebook_leaves_one_plain_line():
    cells = [nbformat.v4.new_code_cell(source) for source in (DRIVES, QUIET)]
    book = nbformat.v4.new_notebook(cells=cells)
    nbclient.NotebookClient(book, timeout=300, kernel_name="python3").execute()
    (left,) = outputs(book)
    assert set(left.data) == {"text/plain"}
    assert left.data["text/plain"].startswith("replies: 72 of 72")
