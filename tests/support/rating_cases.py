"""Files of ratings, and outcomes that they may be of."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from score_cases import reply

TURN: Final = "turn count (which turn in this conversation)"
OWN: Final[dict[str, Any]] = {"key": "a", "turn": 1, "tone": 4}
SCORED = [
    reply("+a +b", "a:en", 1), reply("+a -b", "a:en", 2), reply("-a -b ?c", "a:hi", 1),
    reply("error", "b", 1, lost=2), reply("", "c", 1), reply("?a", "d", 1), reply("+a -b -c", "e", 1),
]  # fmt: skip


def write(folder: Path, rows: Sequence[dict[str, Any]], name: str = "ratings.csv") -> Path:
    path = folder / name
    if name.endswith(".jsonl"):
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        return path
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), "utf-8", newline="")
    return path


def released(key: str, turn: Any, **models: Sequence[Any]) -> dict[str, Any]:
    """A row as the release has it: of each model its PIF, tone and clarity."""
    row: dict[str, Any] = {"conversation id": key, TURN: turn, "prompt": "?"}
    for name, (pif, tone, clarity) in models.items():
        model = name.replace("_", " ")
        row[f"Programmatic Instruction Following {model}"] = pif
        row[f"Tone {model}"] = tone
        row[f"Great clarity {model}"] = clarity
    return row | {"Preference: 1 for X, 0 for Pro": "1"}
