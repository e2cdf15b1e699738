"""Judges texts of any kind by every checker, in every language and profile, and reports what broke.

    python tests/fuzz/judgements.py [--count 1000000] [--seed 0] [--replies PATH]

PATH: a folder of .jsonl.gz files whose rows have a `response`, such as `shared/parity` beside this
checkout. Half of the texts are then real replies, some of them with a few wild characters put in. A
judgement is a verdict about a text, strict and loose. The exit status is 1 if a checker raised, or
if a verdict was unsound: not JSON, without an explanation, or with evidence outside the text.
"""

from __future__ import annotations

import argparse
import gzip
import heapq
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from core_cases import CHECKERS, LANGUAGES, TEXTS, require_sound
from rich.progress import Progress
from wild import spoilt, wild_checkers, wild_text

from mifcheck.evaluate import judge_all
from mifcheck.profiles import PROFILES

_SLOWEST = 5
_TEXTS = 20  # judged with the same parameters, since making patterns of keywords takes long
_SHOWN = 400
_TOLD = 20_000


class Tally:
    """What came of the judgements."""

    def __init__(self) -> None:
        self.judged = 0
        self.outcomes: Counter[str] = Counter()
        self.broken: dict[tuple[str, str, str], list[Any]] = {}
        self.unjudged: Counter[tuple[str, str]] = Counter()
        self.slowest: list[tuple[float, str, str]] = []

    def add(self, profile: str, language: str, checker: Any, verdicts: Any, text: str) -> None:
        """Counts the strict and the loose verdict of a checker about a text."""
        self.judged += 1
        for verdict in verdicts:
            self.outcomes["raised" if verdict.raised else verdict.outcome] += 1
            if verdict.raised:
                self._break(profile, verdict.reason, language, checker, text)
            elif verdict.passed is None:
                self.unjudged[checker.id, verdict.reason[:60]] += 1
            try:
                require_sound(verdict, text)
            except Exception as error:
                self._break(profile, f"unsound: {error!r}", language, checker, text)

    def time(self, seconds: float, profile: str, text: str) -> None:
        """Keeps the texts that took longest."""
        heapq.heappush(self.slowest, (seconds, profile, text))
        if len(self.slowest) > _SLOWEST:
            heapq.heappop(self.slowest)

    def _break(self, profile: str, reason: str, language: str, checker: Any, text: str) -> None:
        found = self.broken.setdefault((profile, checker.id, reason[:50]), [0, None])
        found[0] += 1
        if found[1] is None or len(text) < len(found[1][-1]):
            found[1] = (reason, language, checker.to_spec(), text)

    def show(self) -> None:
        """Prints the figures; text is written in ASCII."""
        shares = ", ".join(f"{number} {name}" for name, number in self.outcomes.most_common())
        print(f"{self.judged} judgements: {shares} (strict and loose)")
        print(f"\nexceptions and unsound verdicts: {len(self.broken)} kinds")
        for (profile, id, _), (times, example) in self.broken.items():
            print(f"  {times} x {profile} {id}: {ascii(example)[:_SHOWN]}")
        print("\nnot judged, strict and loose:")
        for (id, reason), times in self.unjudged.most_common(40):
            print(f"  {times} x {id}: {ascii(reason)[1:-1]}")
        print("\nslowest texts (all checkers of a profile in one language):")
        for seconds, profile, text in sorted(self.slowest, reverse=True):
            print(f"  {seconds:.2f} s, {profile}, {len(text)} characters: {text[:60]!a}")


def replies(folder: Path) -> list[str]:
    """The replies in the files of a folder, each once."""
    found: dict[str, None] = {}
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            found.update(dict.fromkeys(json.loads(line).get("response") or "" for line in lines))
    return list(found)


def texts(rng: random.Random, real: list[str]) -> Iterator[str]:
    """Texts without end: wild ones, real ones and spoilt ones."""
    while True:
        if not real or rng.random() < 0.5:
            yield wild_text(rng)
        else:
            reply = rng.choice(real)
            yield reply if rng.random() < 0.3 else spoilt(reply, rng)


def judge(count: int, seed: int, real: list[str]) -> Tally:
    """Makes `count` judgements, or a few more."""
    tally, rng = Tally(), random.Random(seed)
    for (
        language
    ) in LANGUAGES:  # What a language loads when it is first needed is no part of a check.
        judge_all(list(CHECKERS.values()), TEXTS[language], language)
    with Progress() as progress:
        task = progress.add_task("judgements", total=count)
        for number, text in enumerate(texts(rng, real)):
            if number % _TEXTS == 0:
                wild = {profile: wild_checkers(profile, rng) for profile in PROFILES}
            for profile, checkers in wild.items():
                # The reference profiles ignore the language.
                for language in LANGUAGES if profile == "native" else [rng.choice(LANGUAGES)]:
                    start = time.perf_counter()
                    result = judge_all(checkers, text, language, profile=profile)
                    tally.time(time.perf_counter() - start, profile, text)
                    pairs = zip(checkers, result.strict, result.loose, strict=True)
                    for checker, *verdicts in pairs:
                        tally.add(profile, language, checker, verdicts, text)
            if tally.judged // _TOLD > progress.tasks[0].completed // _TOLD:
                progress.print(f"{tally.judged} judged, {len(tally.broken)} kinds broken")
            progress.update(task, completed=tally.judged)
            if tally.judged >= count:
                return tally
    raise AssertionError("there are always more texts")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--replies", type=Path)
    given = parser.parse_args()
    tally = judge(given.count, given.seed, replies(given.replies) if given.replies else [])
    tally.show()
    sys.exit(1 if tally.broken else 0)


if __name__ == "__main__":
    main()
