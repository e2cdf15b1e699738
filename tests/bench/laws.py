"""The laws of every id in every language, over many texts each; the suite tries a few.

    python tests/bench/laws.py [--texts 200] [--languages hi,zh] [--ids punctuation:no_comma,...]

The hostile texts come first, then drawn ones, until there are as many as asked for. All ids are
asked about the same texts, so that what is read of a text is read once. The law about time is left
out (tests/bench/hostile.py). What is built to pass or fail is tried with `--built`, as many texts
for each side of each id. What breaks a law is written as it is found. It takes hours for all.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from functools import partial

import mifcheck as mif
from mifcheck.checkers.base import Checker
from mifcheck.testing.drawn import HOSTILE, for_each, wild_replies

ASKED = [law for law in mif.testing.LAWS if law.name != "linear" and not law.built]
BUILT = [law for law in mif.testing.LAWS if law.built]


def replies(language: mif.Language, count: int) -> list[str]:
    """The hostile texts, and drawn ones that differ."""
    drawn: list[str] = []
    for_each(wild_replies(language), 2 * count, drawn.append)
    return [*dict.fromkeys([*HOSTILE, *drawn])][:count]


def require(law: mif.testing.Law, checker: Checker, found: Counter[str], text: mif.Text) -> None:
    """Counts a text, and writes what is wrong with it."""
    found["tried"] += 1
    try:
        law.require(checker, text)
    except AssertionError as error:
        found["broken"] += 1
        print(f"{checker.id} {text.language.code}: {error}", flush=True)


def all_laws(checkers: list[Checker], code: str, count: int, built: bool) -> Counter[str]:
    """How many texts were tried by how many laws, and how many broke one."""
    found: Counter[str] = Counter()
    language = mif.get_language(code)
    for at, reply in enumerate(replies(language, count)):
        texts = {raw: mif.Text(reply, language, normalise=not raw) for raw in (False, True)}
        for checker in checkers:
            for law in ASKED:
                require(law, checker, found, texts[checker.reads_raw])
        print(f"\r{code} {at + 1}/{count}", end="", file=sys.stderr, flush=True)
    for checker in checkers if built else ():
        for law in BUILT:
            strategy = law.built and law.built(checker, language)
            if strategy is not None:
                read = partial(checker.read, language=language)
                for_each(
                    strategy,
                    count,
                    lambda reply, law=law, checker=checker, read=read: require(
                        law, checker, found, read(reply)
                    ),
                )
        print(f"\r{code} {checker.id:<60}", end="", file=sys.stderr, flush=True)
    return found


def main() -> None:
    """Tries them, and writes a line for each language."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--texts", type=int, default=200)
    options.add_argument("--languages", type=lambda given: given.split(","))
    options.add_argument("--ids", type=lambda given: given.split(","), default=sorted(mif.registry))
    options.add_argument("--built", action="store_true")
    given = options.parse_args()
    checkers = [mif.build(id, mif.describe(id).example) for id in given.ids]
    for code in given.languages or mif.known_languages("measured"):
        start = time.monotonic()
        found = all_laws(checkers, code, given.texts, given.built)
        seconds = time.monotonic() - start
        print(
            f"\r{code}: {len(checkers)} ids, {given.texts} texts each, {found['tried']:,} trials of a "
            f"law, {found['broken']} broken, {seconds:,.0f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
