"""The Python in the documents, and the results that they show."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def python_blocks(name: str) -> list[str]:
    return re.findall(r"```python\n(.+?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)


def shown_results(block: str) -> list[tuple[str, str]]:
    """(expression, what the document says it is), for `expression  # result` lines."""
    pairs = re.findall(
        r"^(?!#)(\S.*?)\s{2,}# (True|False|None|\d+(?:\.\d+)?|\".*\")(?:: .*)?$",
        block,
        re.MULTILINE,
    )
    pairs += re.findall(r"^(?!#)(\S.*)\n# (\(.*\))$", block, re.MULTILINE)
    return pairs
