"""Replies a second by `mif.check_many`, with one process and with several, in turns.

    python tests/bench/workers.py [--workers 2] [--rounds 2] [--replies PATH]

PATH: a .jsonl.gz of {lang, response, checks: [{id, kwargs}]}; by default the one in the folder
`shared/parity` beside this checkout. The replies in English are checked again and again, by the
clock, until there are so many rows that the start of the processes weighs little.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import time
from pathlib import Path
from typing import Any

import mifcheck as mif

DEFAULT = Path(__file__).resolve().parents[3] / "shared/parity/reference_verdicts.jsonl.gz"
ROWS = 8000
WARM_UP = 1500


def rows_of(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        read = [row for row in map(json.loads, file) if row["lang"] == "en"]
    rows = [{"response": row["response"], "instructions": asked(row)} for row in read]
    return (rows * (ROWS // len(rows) + 1))[:ROWS]


def asked(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"id": each["id"], "kwargs": each["kwargs"]} for each in row["checks"]]


def speed(rows: list[dict[str, Any]], workers: int) -> float:
    start = time.perf_counter()
    for _ in mif.check_many(rows, workers=workers):
        pass
    return len(rows) / (time.perf_counter() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--replies", type=Path, default=DEFAULT)
    given = parser.parse_args()
    rows = rows_of(given.replies)
    speed(rows[:WARM_UP], 1)
    found: dict[int, list[float]] = {1: [], given.workers: []}
    for _ in range(given.rounds):
        for workers, speeds in found.items():
            speeds.append(speed(rows, workers))
    for workers, speeds in found.items():
        print(f"{workers} processes: {' '.join(f'{each:,.0f}' for each in speeds)} replies/s")
    one, several = map(statistics.median, found.values())
    print(f"{several / one:.2f} times as fast")


if __name__ == "__main__":
    main()
