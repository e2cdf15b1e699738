"""Damages files for as long as you like: `python tests/fuzz/files.py --seed 1 --count 10000`.

Prints each fault with the seed that shows it again (`--seed N --count 1`), and how many there were.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import traceback
from collections import Counter
from pathlib import Path
from random import Random

from damage import KINDS, prepare, tried

SLOW = 60  # seconds


def too_slow(number: int, frame: object) -> None:
    raise TimeoutError(f"no end after {SLOW} seconds")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help="the first case; each has the next one")
    parser.add_argument("--count", type=int, default=1000, help="how many cases")
    parser.add_argument("--kind", help="only this file, such as r/run.json")
    options = parser.parse_args()
    kinds = [each for each in KINDS if options.kind in (None, each.path)]
    signal.signal(signal.SIGALRM, too_slow)
    faults: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        for seed in range(options.seed, options.seed + options.count):
            random = Random(seed)
            kind = random.choice(kinds)
            signal.alarm(SLOW)
            try:
                fault, place = tried(folder, kind, random), ""
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                last = traceback.extract_tb(error.__traceback__)[-1]
                place = f" at {Path(last.filename).name}:{last.lineno}"
                fault = f"{type(error).__name__}{place}: {str(error)[:200]}"
            finally:
                signal.alarm(0)
            if fault:
                faults[f"{kind.path}: {fault[:60]}"] += 1
                print(f"--seed {seed}: {kind.path}: {fault}", flush=True)
    print(f"{options.count} cases, {sum(faults.values())} faults")
    for fault, count in faults.most_common():
        print(f"{count:6} {fault}")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
