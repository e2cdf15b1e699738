"""Accuracy by language on checks whose truth is known by construction.

    python tests/bench/truth.py [PATH] [--misses]

PATH: a .jsonl.gz of {lang, id, kwargs, response, truth}; by default the one in the folder
`shared/parity` beside this checkout.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path

import mifcheck

DEFAULT = Path(__file__).resolve().parents[2].parent / "shared/parity/constructed_truth.jsonl.gz"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--misses", action="store_true", help="print each check that is missed")
    args = parser.parse_args()
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    missed: Counter[tuple[str, str]] = Counter()
    with gzip.open(args.path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            verdict = mifcheck.check(row["id"], row["kwargs"], row["response"], row["lang"])
            total[row["lang"]] += 1
            if verdict.passed is row["truth"]:
                right[row["lang"]] += 1
                continue
            missed[row["lang"], row["id"]] += 1
            if args.misses:
                print(row["lang"], row["id"], json.dumps(row["kwargs"], ensure_ascii=False))
                print("  truth", row["truth"], "verdict", verdict.explain()[:300])
                print("  ", repr(row["response"][:160]), "...", repr(row["response"][-80:]))
    for language in sorted(total):
        share = right[language] / total[language]
        print(f"{language}  {right[language]:4d} / {total[language]:4d}  {share:.2%}")
    for (language, id), count in sorted(missed.items()):
        print(f"missed: {language} {id} {count}")


if __name__ == "__main__":
    main()
