"""How many small faults in the code of the checks are noticed by the tests.

    python -m pip install cosmic-ray==8.7.0
    python tests/bench/mutation.py [--count 250] [--seed 1] [--rooms checkers,markup,text] [--tests]
                                   [--replies 3000] [--seconds 20] [--folder build/mutation] [--again]

cosmic-ray makes the faults: another operator, comparison or number, a condition that is negated, a
loop that does not run, a decorator that is gone. Places in the rooms are drawn at random, each room
in proportion, and at each place one of its faults. A fault is put into a process that forgets the
module and all that imports it. The replies of `mif.testing.cases` are judged until one is judged
wrongly: first those that run the function, then the others that run its module. With `--tests`,
the tests that run it are asked next: the room's own first, the quickest first. At most `--replies`
are asked, and tests that took `--seconds`, so that the share is rather too low. What runs what is
noted once, and kept in the folder; new replies and changed files of tests are noted again.

Not drawn, because no verdict depends on them: annotations, docstrings, `if TYPE_CHECKING`, messages
of exceptions, `__repr__`, the examples of ids, how much a memo keeps, `strict` of `zip`. cosmic-ray
does not change patterns and texts. A test that starts a process does not bring the fault there.

Results are written at once, one JSON object a line, and a run that was stopped goes on where it was.
`--again` asks what survived before once more, after something was mended. Needs Python 3.11.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

from mutation_faults import ROOT, Fault, draw, faults
from mutation_warm import Warm
from rich.progress import Progress

COLUMNS = ("drawn", "replies", "tests", "too long", "survived")


def result(warm: Warm, fault: Fault, source: str, tests: bool) -> dict[str, Any]:
    """Asks the replies and perhaps the tests about one fault."""
    begun = time.monotonic()
    by, (outcome, told) = "replies", warm.ask_cases(fault, source)
    if outcome == "survived" and tests:
        by, (outcome, told) = "tests", warm.ask_tests(fault, source)
    return {
        "name": fault.name,
        "room": fault.room,
        "line": fault.place[0],
        "change": fault.change(source),
        "outcome": by if outcome == "noticed" else outcome,
        "by": told,
        "seconds": round(time.monotonic() - begun, 1),
    }


def again(every: list[Fault], before: list[dict[str, Any]]) -> list[tuple[Fault, str]]:
    """Finds faults that survived, wherever they stand now."""
    wanted = {(*row["name"].split(":")[:2], row["change"]) for row in before}
    names = {key[:2] for key in wanted}
    found = {}
    for fault in every:
        key = fault.path, type(fault.operator).__name__
        source = fault.source() if key in names else None
        if source and (*key, fault.change(source)) in wanted:
            found.setdefault((*key, fault.change(source)), (fault, source))
    return list(found.values())


def table(rows: list[dict[str, Any]]) -> str:
    """A Markdown table by room."""
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        for room in (row["room"], "all"):
            counts.setdefault(room, Counter()).update(["drawn", row["outcome"]])
    lines = ["| room | " + " | ".join(COLUMNS) + " | noticed, % |", "| --- " * 7 + "|"]
    for room in sorted(counts, key=lambda name: (name == "all", name)):
        of = counts[room]
        share = 100 * (1 - of["survived"] / of["drawn"])
        lines.append(f"| {room} | " + " | ".join(str(of[c]) for c in COLUMNS) + f" | {share:.1f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=250, help="how many faults are drawn")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rooms", default="checkers,markup,text")
    parser.add_argument("--tests", action="store_true", help="ask the tests, too")
    parser.add_argument("--replies", type=int, default=3000, help="asked about one fault at most")
    parser.add_argument("--seconds", type=float, default=20, help="of tests, for one fault")
    parser.add_argument("--folder", type=Path, default=ROOT / "build/mutation")
    parser.add_argument("--again", action="store_true", help="only what survived before")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    rooms = given.rooms.replace("/", "-")
    file = given.folder / f"{rooms}-{given.seed}-{given.count}.jsonl"
    rows = [json.loads(line) for line in file.open(encoding="utf-8")] if file.exists() else []
    every = list(faults(given.rooms.split(",")))
    chosen = list(draw(every, given.count, given.seed))
    random.Random(given.seed).shuffle(chosen)
    if given.again:
        chosen = again(every, [row for row in rows if row["outcome"] == "survived"])
        rows, file = [], file.with_suffix(".again")
        file.unlink(missing_ok=True)
    print(f"{len(chosen)} of {len(every):,} faults, {len(rows)} asked before", flush=True)
    warm = Warm(given.folder, given.tests, given.replies, given.seconds)
    done = {row["name"] for row in rows}
    with Progress(auto_refresh=False) as progress:
        bar = progress.add_task("faults", total=len(chosen), completed=len(rows))
        for fault, source in (pair for pair in chosen if pair[0].name not in done):
            rows.append(result(warm, fault, source, given.tests))
            with file.open("a", encoding="utf-8") as out:
                out.write(json.dumps(rows[-1], ensure_ascii=False) + "\n")
            progress.update(bar, advance=1, refresh=True)
    for row in rows:
        if row["outcome"] == "survived":
            print(f"survived: {row['name'].partition(':')[0]}:{row['line']} {row['change']}")
    print(table(rows))


if __name__ == "__main__":
    main()
