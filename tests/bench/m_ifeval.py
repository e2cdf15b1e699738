"""How often the checkers of M-IFEval's instructions agree with the verdicts that were published.

    python tests/bench/m_ifeval.py [VERDICTS] [--show 5] [--id es:keywords:existence] [--draw 50]

VERDICTS is a .jsonl.gz of {lang, response, checks: [{id, kwargs, strict}]}, by default
../shared/parity/m_ifeval_verdicts.jsonl.gz beside the checkout: real replies of four models, with
the strict verdicts of the evaluator. With --draw, so many of the differences are shown instead,
drawn at random and the same each time.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import mifcheck as mif

VERDICTS = Path(__file__).parents[3] / "shared/parity/m_ifeval_verdicts.jsonl.gz"


class Case(NamedTuple):
    id: str
    kwargs: dict[str, Any]
    language: str
    reply: str
    published: bool

    def shown(self) -> str:
        """Returns the case with both verdicts, as it is read by a person."""
        ours = mif.check(self.id, self.kwargs, self.reply, self.language)
        asked = json.dumps(self.kwargs, ensure_ascii=False)
        told = f"theirs {self.published}, ours {ours.explain(self.reply)}"
        return f"{'-' * 80}\n{self.id} {asked}\n{told}\n{self.reply}"


def cases(path: Path) -> Iterator[Case]:
    """Yields each reply with each instruction that it was asked to follow."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            for each in row["checks"]:
                yield Case(each["id"], each["kwargs"], row["lang"], row["response"], each["strict"])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("verdicts", nargs="?", type=Path, default=VERDICTS)
    parser.add_argument("--show", type=int, default=0, help="how many differences to show of an id")
    parser.add_argument("--id", help="only this id")
    parser.add_argument("--draw", type=int, help="how many differences to draw, whatever their id")
    chosen = parser.parse_args()
    total: Counter[str] = Counter()
    differ: dict[str, list[Case]] = defaultdict(list)
    for case in cases(chosen.verdicts):
        if chosen.id and case.id != chosen.id:
            continue
        total[case.id] += 1
        ours = mif.check(case.id, case.kwargs, case.reply, case.language).passed
        if ours is not case.published:
            differ[case.id].append(case)
    every = [case for id in sorted(differ) for case in differ[id]]
    if chosen.draw:
        for case in random.Random(0).sample(every, min(chosen.draw, len(every))):
            print(case.shown())
        return
    for id in sorted(total):
        print(f"{id:48} {total[id] - len(differ[id]):4} of {total[id]:4}")
        for case in differ[id][: chosen.show]:
            print(case.shown()[:1500])
    same = total.total() - len(every)
    print(f"{'all':48} {same:4} of {total.total():4} = {100 * same / total.total():.1f} %")


if __name__ == "__main__":
    main()
