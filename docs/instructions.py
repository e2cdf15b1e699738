"""Write docs/instructions.md from the declarations: python docs/instructions.py"""

from __future__ import annotations

import json
from pathlib import Path

import mifcheck as mif
from mifcheck.checkers.sets import SETS

PAGE = Path(__file__).with_name("instructions.md")
INTRODUCTION = """# Published instructions

Besides the instructions of IFEval, Multi-IF and MMMT-IF ([Checkers](checkers.md#the-instructions)),
these of other published sets are checked, under the ids and parameter names of their data.
`mifcheck list --set ifbench` shows a set, and `mifcheck list ID` all there is to know about an id.

The last column says what is read. Where a reader would take the words of an instruction otherwise
than its published evaluator does, the reader's way counts."""


def rows(ids: tuple[str, ...]) -> list[str]:
    """Returns the table of some ids."""
    lines = ["| id | example | the reply |", "| --- | --- | --- |"]
    for id in ids:
        known = mif.describe(id)
        example = (
            f"`{json.dumps(dict(known.example), ensure_ascii=False)}`" if known.example else ""
        )
        lines.append(f"| `{id}` | {_cell(example)} | {_cell(known.summary)} |")
    return lines


def page() -> str:
    """Returns the page."""
    parts = [INTRODUCTION]
    for each in SETS:
        parts += [f"## {each.name}", f"{each.about} {each.source}.", "\n".join(rows(each.ids()))]
    return "\n\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
