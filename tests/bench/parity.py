"""Agreement of the profile multi-if with recorded verdicts of the public Multi-IF evaluator.

    python -m pip install -e ".[reference]"
    python tests/bench/parity.py [PATH] [--profile NAME]

PATH: a .jsonl.gz of {lang, model, response, checks: [{id, kwargs, strict, loose, kind}]}; by
default the one in the folder `shared/parity` beside this checkout. Of the recorded verdicts only
the stable ones count: the others differ from one run of the evaluator to the next. Every difference
is listed; the exit status is 1 when fewer than 99.9 % are equal.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import mifcheck

DEFAULT = Path(__file__).resolve().parents[2].parent / "shared/parity/reference_verdicts.jsonl.gz"
FLOOR = 0.999


class Compared(NamedTuple):
    """One recorded verdict beside the profile's.

    `source` is "real" or "constructed", `mode` "strict" or "loose".
    """

    lang: str
    source: str
    id: str
    kwargs: dict[str, Any]
    mode: str
    recorded: bool
    given: bool | None
    response: str
    reason: str


def compared(path: Path, profile: str = "multi-if") -> Iterator[Compared]:
    """Every stable recorded verdict of a file, and what the profile says."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            checks = [check for check in row["checks"] if check["kind"] == "stable"]
            source = "constructed" if row.get("model") in (None, "constructed") else "real"
            asked = [mifcheck.Instruction(check["id"], check["kwargs"]) for check in checks]
            result = mifcheck.check_all(asked, row["response"], row["lang"], profile=profile)
            for check, strict, loose in zip(checks, result.strict, result.loose, strict=True):
                for mode, verdict in (("strict", strict), ("loose", loose)):
                    yield Compared(
                        row["lang"],
                        source,
                        check["id"],
                        check["kwargs"],
                        mode,
                        check[mode],
                        verdict.passed,
                        row["response"],
                        verdict.reason,
                    )


def show(rows: list[Compared]) -> float:
    """Print the shares and the differences; the share that is equal over all."""
    for key in (("lang", "source", "mode"), ("id", "mode")):
        total = Counter(tuple(getattr(row, name) for name in key) for row in rows)
        equal = Counter(
            tuple(getattr(row, name) for name in key) for row in rows if row.given is row.recorded
        )
        for group in sorted(total):
            share = equal[group] / total[group]
            print(f"{'  '.join(group):62}{equal[group]:6,} / {total[group]:6,}  {share:8.2%}")
        print()
    for row in rows:
        if row.given is not row.recorded:
            print(f"{row.lang} {row.id} {json.dumps(row.kwargs, ensure_ascii=False)} {row.mode}")
            print(f"  recorded {row.recorded}, given {row.given}: {row.reason}")
            print(f"  {row.response[:120]!r} ... {row.response[-60:]!r}")
    share = sum(row.given is row.recorded for row in rows) / len(rows)
    print(f"all: {share:.2%} of {len(rows):,} stable verdicts")
    return share


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--profile", default="multi-if")
    args = parser.parse_args()
    if not args.path.is_file():
        raise SystemExit(f"{args.path}: no such file")
    if show(list(compared(args.path, args.profile))) < FLOOR:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
