"""Draws the pictures of these pages from the recording that comes with mifcheck.

Draw them again with: python docs/pictures.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import mifcheck as mif
from mifcheck.report.plots import save
from mifcheck.runs.recording import Recording

HERE = Path(__file__).parent
SAMPLES = 4


def pictures() -> Iterator[tuple[str, mif.Scores, str]]:
    """Yields (file, scores, curve) of each picture."""
    run = mif.drive(mif.load(), Recording(), samples=SAMPLES, progress=False)
    yield "by-age.svg", mif.score(run), "age"


def main(folder: Path = HERE) -> None:
    """Writes the pictures into a folder."""
    for name, scores, curve in pictures():
        save(scores.plot(curve), folder / name)


if __name__ == "__main__":
    main()
