"""Agreement of the profile ifeval with lm-eval's IFEval, run here and now on the same replies.

    python tests/bench/parity_ifeval.py PEER [PATH]

PEER: a folder that holds lm-eval (peer_lm_eval.py says how to fill it). PATH: as for parity.py; its
replies and instructions are used, of all languages, its recorded verdicts are not. Left out are those
with a 0, which lm-eval takes for a parameter that is missing, and draws at random; what the profile
does not judge is counted apart. Every difference is listed; the exit status is 1 when there is one.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path

import parity
import peer_lm_eval

import mifcheck


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("peer", type=Path)
    parser.add_argument("path", nargs="?", type=Path, default=parity.DEFAULT)
    args = parser.parse_args()
    utils = peer_lm_eval.load(args.peer.resolve())
    equal: Counter[str] = Counter()
    total: Counter[str] = Counter()
    not_judged = 0
    with gzip.open(args.path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            for check in row["checks"]:
                id, kwargs = check["id"], check["kwargs"]
                if 0 in kwargs.values():
                    continue
                result = mifcheck.check_all(
                    [(id, kwargs)], row["response"], row["lang"], profile="ifeval"
                )
                given = (result.strict[0].passed, result.loose[0].passed)
                if given[0] is None:
                    not_judged += 1
                    continue
                told = peer_lm_eval.verdicts(utils, id, kwargs, row["response"])
                total[row["lang"]] += 1
                equal[row["lang"]] += given == told
                if given != told:
                    print(f"{row['lang']} {id} {kwargs}: lm-eval {told}, ifeval {given}")
                    print(f"  {row['response'][:120]!r}")
    for lang in sorted(total):
        print(f"{lang}  {equal[lang]:6,} / {total[lang]:6,}  {equal[lang] / total[lang]:8.2%}")
    print(f"not judged: {not_judged}")
    if equal != total:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
