"""Every check of real replies on which the native verdict and the reference's differ, and who is right.

    python tests/bench/disagreements.py                   how many, and what readers said of them
    python tests/bench/disagreements.py --list             each of them, a line
    python tests/bench/disagreements.py --blind 300 FILE   a sample to be read, without either verdict

The replies are those of `shared/parity/reference_verdicts.jsonl.gz` beside this checkout, in English,
Spanish, French and Russian; constructed ones are left out. A reader of a `--blind` file says of each row
whether the reply follows the instruction: true, false, or null where careful readers would differ. What
was said stands in `disagreements.jsonl`: the check (a hash of its reply, id and parameters), its id and
language, and the reader's verdict. No reply is stored.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import mifcheck as mif

HERE = Path(__file__).resolve().parent
REPLIES = HERE.parents[2] / "shared/parity/reference_verdicts.jsonl.gz"
READ = HERE / "disagreements.jsonl"
LANGUAGES = ("en", "es", "fr", "ru")


class Disagreement(NamedTuple):
    """A check that is judged differently."""

    key: str
    language: str
    id: str
    kwargs: dict[str, Any]
    prompt: str
    reply: str
    native: bool
    reference: bool


def disagreements() -> Iterator[Disagreement]:
    """Yields each check on which the two differ, once."""
    seen = set()
    with gzip.open(REPLIES, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["model"] == "constructed" or row["lang"] not in LANGUAGES:
                continue
            for check in row["checks"]:
                asked = json.dumps([row["response"], check["id"], check["kwargs"]], sort_keys=True)
                key = hashlib.sha256(asked.encode()).hexdigest()[:12]
                if check["kind"] != "stable" or key in seen:
                    continue
                seen.add(key)
                kwargs = check["kwargs"]
                native = mif.check(check["id"], kwargs, row["response"], row["lang"]).passed
                if native is not None and native != check["strict"]:
                    found = (row["lang"], check["id"], kwargs, row["prompt"], row["response"])
                    yield Disagreement(key, *found, native, check["strict"])


def read_verdicts() -> dict[str, dict[str, Any]]:
    """Returns what readers said, by the key of the check."""
    if not READ.exists():
        return {}
    return {row["key"]: row for row in map(json.loads, READ.read_text("utf-8").splitlines())}


def write_blind(found: list[Disagreement], count: int, path: Path) -> None:
    """Writes a sample to be read, spread over the ids."""
    draw = random.Random(0)
    by_id: dict[str, list[Disagreement]] = {}
    for each in draw.sample(found, len(found)):
        by_id.setdefault(each.id, []).append(each)
    chosen: list[Disagreement] = []
    while len(chosen) < min(count, len(found)):
        chosen += [pool.pop() for pool in by_id.values() if pool]
    with path.open("w", encoding="utf-8") as file:
        for each in chosen[:count]:
            row = {
                name: getattr(each, name)
                for name in ("key", "language", "id", "kwargs", "prompt", "reply")
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--blind", nargs=2, metavar=("COUNT", "FILE"))
    options = parser.parse_args()
    found = list(disagreements())
    if options.blind:
        write_blind(found, int(options.blind[0]), Path(options.blind[1]))
        return
    if options.list:
        for each in found:
            print(each.key, each.language, each.id, json.dumps(each.kwargs, ensure_ascii=False),
                  "native", each.native, "reference", each.reference)  # fmt: skip
        return
    said = read_verdicts()
    print(f"{len(found)} checks on which the two differ; {len(said)} read in all")
    told = [(each, said[each.key]["verdict"]) for each in found if each.key in said]
    sides = Counter(
        "arguable" if verdict is None else "native" if verdict == each.native else "reference"
        for each, verdict in told
    )
    clear = sides["native"] + sides["reference"]
    print(f"{len(told)} of these read: native right {sides['native']}, reference right "
          f"{sides['reference']}, arguable {sides['arguable']}")  # fmt: skip
    if clear:
        print(f"native right in {sides['native'] / clear:.1%} of those that are not arguable")
    for id, count in Counter(each.id for each in found).most_common():
        wrong = sum(each.id == id and verdict is each.reference for each, verdict in told)
        print(f"  {id:45}{count:5}  reference right {wrong}")


if __name__ == "__main__":
    main()
