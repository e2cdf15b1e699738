"""How long the page of a report takes in Chromium to open and to filter, on many real replies.

    python -m pip install -e ".[test]"
    python tests/bench/report_page.py [PATH] [--replies 5000] [--out PAGE]

PATH: a .jsonl.gz of {lang, prompt, response, checks: [{id, kwargs}]}; by default the one in the folder
`shared/parity` beside this checkout. Each row becomes a conversation of one turn, in as many languages as
the file has. Needs Chromium and its driver.

Times are medians, in milliseconds. To open: from the start of loading until the list and the first reply
are laid out. To filter: from the change of a filter until the list and the reply are laid out, and until
the next frame is drawn.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DEFAULT = ROOT.parent / "shared/parity/reference_verdicts.jsonl.gz"
sys.path.insert(0, str(ROOT / "tests/support"))

from chromium import chromium, visit  # noqa: E402

import mifcheck as mif  # noqa: E402
from mifcheck.cli.entry import run as run_command  # noqa: E402

FILTERS = (
    {"verdict": "failed"}, {"verdict": "loose"}, {"id": "punctuation:no_comma"}, {"language": "hi"},
    {"q": "the"}, {"q": "сегодня"}, {"q": "में"}, {"q": "nothing has this"}, {"q": "comma found"},
    {"verdict": "failed", "language": "fr", "q": "a"}, {},
)  # fmt: skip
OPENED = (
    "document.body.offsetHeight; return performance.getEntriesByType('navigation')[0].loadEventEnd"
)
FRAME = """
const [filters, done] = arguments, form = document.getElementById("filters");
for (const each of form.elements) if (each.name) each.value = filters[each.name] ?? (each.name === "profile" ? "0" : "");
const start = performance.now();
form.dispatchEvent(new Event("input"));
document.body.offsetHeight;
const work = performance.now() - start;
requestAnimationFrame(() => setTimeout(() => done([work, performance.now() - start, document.getElementById("count").value])));
"""


def rows(path: Path, most: int) -> Iterator[dict[str, Any]]:
    """The first replies of each language in turn, so that all languages are there."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        held = [json.loads(line) for line in lines]
    by_language: dict[str, list[dict[str, Any]]] = {}
    for row in held:
        by_language.setdefault(row["lang"], []).append(row)
    left = list(map(iter, by_language.values()))
    taken = (next(each, None) for _ in range(len(held)) for each in left)
    yield from islice(filter(None, taken), most)


def write_run(path: Path, most: int, folder: Path) -> list[Path]:
    """Writes the conversations and the replies to them; returns both files."""
    talks, said = [], []
    for number, row in enumerate(rows(path, most)):
        asked = tuple(mif.Instruction(each["id"], each["kwargs"]) for each in row["checks"])
        turn = mif.Turn(row.get("prompt") or "(no prompt)", asked)
        talks.append(mif.Conversation(f"talk-{number}", row["lang"], (turn,)))
        said.append({"key": talks[-1].key, "response": row["response"]})
    files = [folder / "replies.jsonl", folder / "talks.jsonl"]
    files[0].write_text("".join(json.dumps(each) + "\n" for each in said), encoding="utf-8")
    mif.dump(talks, files[1])
    return files


def measure(page: Path, times: int) -> None:
    with tempfile.TemporaryDirectory() as profile, chromium(Path(profile)) as driver:
        opened = []
        for _ in range(times):
            visit(driver, "about:blank")
            visit(driver, f"{page.as_uri()}#replies")
            opened.append(driver.execute_script(OPENED))
        print(f"open: {statistics.median(opened):.0f} ms ({min(opened):.0f} to {max(opened):.0f})")
        time.sleep(2)  # as long as a person needs to type the first word
        for filters in FILTERS:
            found = [driver.execute_async_script(FRAME, filters) for _ in range(times)]
            work, frame = (statistics.median(each[at] for each in found) for at in (0, 1))
            told = f"{work:6.1f} ms, {frame:6.1f} with the frame, the first {found[0][0]:6.1f}"
            print(f"{told}: {filters} {found[-1][2]}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--replies", type=int, default=5000)
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--out", type=Path, help="keep the page, or use it if it is there")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        page = args.out or Path(name) / "page.html"
        if not page.exists():
            replies, talks = write_run(args.path, args.replies, Path(name))
            made = ["report", replies, "--data", talks, "--out", page, "--resamples", 0]
            run_command(list(map(str, made)))
        print(f"page: {page.stat().st_size / 1e6:.1f} MB")
        measure(page.resolve(), args.times)


if __name__ == "__main__":
    main()
