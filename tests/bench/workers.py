"""Replies a second by `mif.check_many`, with one process and with several, in turns.

    python tests/bench/workers.py [--workers 2] [--rounds 2] [--replies PATH] [--ray]

PATH: a .jsonl.gz of {lang, response, checks: [{id, kwargs}]}; by default the one in the folder
`shared/parity` beside this checkout. The replies in English are checked again and again, by the
clock, until there are so many rows that the start of the processes weighs little.

With --ray, the same by Ray on this machine, with one task at a time and with several. What starting
the cluster and its processes takes is measured by itself, with a pass over all rows.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import statistics
import time
from collections.abc import Callable
from functools import partial
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


def start_ray(rows: list[dict[str, Any]], workers: int) -> Callable[[int], float]:
    """Starts a cluster, and returns the function that measures its speed."""
    import pyarrow as pa
    import ray.data

    from mifcheck.integrations.ray import score

    start = time.perf_counter()
    ray.init("local", num_cpus=workers, include_dashboard=False, logging_level="error")
    logging.getLogger("ray.data").setLevel("ERROR")
    print(f"{time.perf_counter() - start:.1f} s for the cluster")
    texts = [{**row, "instructions": json.dumps(row["instructions"])} for row in rows]
    dataset = ray.data.from_arrow(pa.Table.from_pylist(texts))

    def measure(workers: int) -> float:
        start = time.perf_counter()
        score(dataset, workers=workers).materialize()
        return time.perf_counter() - start

    first = measure(workers)
    print(f"{first - min(measure(workers) for _ in range(2)):.1f} s for its processes")
    return lambda workers: len(rows) / measure(workers)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--replies", type=Path, default=DEFAULT)
    given = parser.parse_args()
    rows = rows_of(given.replies)
    measure = start_ray(rows, given.workers) if given.ray else partial(speed, rows)
    if not given.ray:
        speed(rows[:WARM_UP], 1)
    found: dict[int, list[float]] = {1: [], given.workers: []}
    for _ in range(given.rounds):
        for workers, speeds in found.items():
            speeds.append(measure(workers))
    for workers, speeds in found.items():
        print(f"{workers} at a time: {' '.join(f'{each:,.0f}' for each in speeds)} replies/s")
    one, several = map(statistics.median, found.values())
    print(f"medians {one:,.0f} and {several:,.0f}: {several / one:.2f} times as fast")


if __name__ == "__main__":
    main()
