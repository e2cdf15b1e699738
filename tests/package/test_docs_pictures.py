"""The pictures of the pages show what the recording that comes with mifcheck scores now."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
OF_RUNS = {"histories.svg"}
"""Pictures of a run with a model, whose commands stand beside them."""


@pytest.fixture(scope="module")
def generator():
    found = importlib.util.spec_from_file_location("docs_pictures", DOCS / "pictures.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def shown(picture: Path) -> tuple[list[str], list[float]]:
    """What is written in a picture, and where its points stand."""
    text = picture.read_text(encoding="utf-8")
    points = re.findall(r'<use [^>]*x="([\d.]+)" y="([\d.]+)" style="fill: #0072b2; stroke', text)
    return re.findall(r"<!-- (.*?) -->", text), [float(each) for pair in points for each in pair]


def test_the_pictures_are_those_of_today(generator, tmp_path):
    generator.main(tmp_path)
    for path in tmp_path.iterdir():
        written, points = shown(path)
        assert len(points) >= 6
        # Another version of matplotlib may shift all by a hair, and 1 point is 0.7 % of the axis.
        there = shown(DOCS / path.name)
        assert there == (written, pytest.approx(points, abs=1)), (
            f"docs/{path.name} is out of date; draw it again with: python docs/pictures.py"
        )
    drawn = {path.name for path in tmp_path.iterdir()}
    assert drawn | OF_RUNS == {path.name for path in DOCS.glob("*.svg")}
