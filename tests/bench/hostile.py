"""How long each check takes for a very long reply that is one short piece of text, repeated.

    python tests/bench/hostile.py                                  # en, 1,000,000 characters, worst first
    python tests/bench/hostile.py --size 64000 --languages en,ja,hi
    python tests/bench/hostile.py --ids keywords:existence --growth 100

A cell is one id, one pattern and one language. Its seconds are of the processor, for the strict and
the loose verdict, and, in the second column, for reading the evidence and the reason as well. Each
cell reads its reply anew, so it has the whole cost of what checks share. `--together` reads a reply
once for all ids: a quick search for what a single id costs. A cell over the limit is ended.
`--growth` also measures a reply of that size, and prints by what factor the time per character grows.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import sys
import time

import mifcheck as mif
from mifcheck.evaluate import check_text_all
from mifcheck.text import Text

PATTERNS = {
    "one word": ("", "a", ""),
    "words": ("", "a ", ""),
    "capitals": ("", "A ", ""),
    "spaces": ("a", " ", "b"),
    "lines": ("", "a\n", ""),
    "blank lines": ("a", "\n", "b"),
    "paragraphs": ("", "a b\n\n", ""),
    "full stops": ("", ".", ""),
    "short sentences": ("", "A b. ", ""),
    "questions": ("", "? ", ""),
    "quoted question": ("", '?" a ', ""),
    "ideographic stops": ("", "。", ""),
    "abbreviations": ("", "P. S. ", ""),
    "titles of people": ("", "Mr. ", ""),
    "digits": ("", "1", ""),
    "numbers": ("", "1 ", ""),
    "amounts": ("", "1,", ""),
    "fractions": ("", "½", ""),
    "number words": ("", "one hundred and ", ""),
    "commas": ("", "a, ", ""),
    "list": ("", "* a\n", ""),
    "numbered list": ("", "1. a\n", ""),
    "quoted lines": ("", "> ", ""),
    "headings": ("", "# a\n", ""),
    "table": ("a|b\n-|-\n", "a|b\n", ""),
    "asterisks": ("", "*", ""),
    "bold": ("", "**a** ", ""),
    "open emphasis": ("", "*a ", ""),
    "underscores": ("", "_a ", ""),
    "backticks": ("", "`a ", ""),
    "fences": ("", "```\na\n", ""),
    "brackets": ("", "[", ""),
    "placeholders": ("", "[a] ", ""),
    "links": ("", "[a](b) ", ""),
    "parentheses": ("", "(a ", ""),
    "braces": ("", '{"a":', ""),
    "html": ("", "<b>a</b> ", ""),
    "open html": ("", "<a ", ""),
    "entities": ("", "&lt;", ""),
    "notes": ("", "a[^1] ", "\n\n[^1]: b"),
    "backslashes": ("", "\\", ""),
    "straight quotes": ("", '"a ', ""),
    "curly quotes": ("", "“a ", ""),
    "apostrophes": ("", "a'", ""),
    "hyphens": ("", "a-", ""),
    "dashes": ("", "a — ", ""),
    "addresses": ("", "www.a.b ", ""),
    "emoji": ("", "🎉", ""),
    "combining marks": ("a", "\u0301", ""),
    "han": ("", "字", ""),
    "kana": ("", "か", ""),
    "devanagari": ("", "क", ""),
    "thai": ("", "ก", ""),
    "cyrillic": ("", "река ", ""),
    "zero width": ("a", "\u200b", "b"),
}
"""(head, unit, tail) by name: the unit is repeated between the other two."""

SMALL = 500


def reply_of(pattern, size):
    """Returns the reply of a pattern, as long as wanted."""
    head, unit, tail = PATTERNS.get(pattern) or ("", pattern, "")
    body = head + unit * (size // len(unit) + 1)
    return body[: size - len(tail)] + tail


def seconds(checker, reply, language):
    """Returns the seconds of both verdicts, and those with what is read of them."""
    start = time.process_time()
    result = check_text_all([checker], reply, language, "native")
    judged = time.process_time() - start
    for verdict in (*result.strict, *result.loose):
        verdict.evidence, verdict.reason  # noqa: B018
    return judged, time.process_time() - start


def seconds_together(checker, text):
    """Returns the seconds of both verdicts about a text that other checkers have read, too."""
    start = time.process_time()
    if not checker.passed_on(text):
        any(checker.passed_on(variant) for variant in text.loose_variants)
    judged = time.process_time() - start
    checker.check(text)
    return judged, time.process_time() - start


def _work(pipe, checkers, reply, language, together):
    # What is loaded when it is first needed is no part of a check.
    for checker in checkers:
        seconds(checker, reply[:SMALL], language)
    # A collection of all that was loaded before takes longer than most cells.
    gc.collect()
    gc.freeze()
    text = Text(reply, language) if together else None
    for checker in checkers:
        pipe.send(
            seconds_together(checker, text) if together else seconds(checker, reply, language)
        )


def cells(checkers, reply, language, limit, together):
    """Yields (id, seconds judged, seconds read) of each checker; what hangs is ended."""
    context = multiprocessing.get_context("fork")
    left = list(checkers)
    while left:
        here, there = context.Pipe(duplex=False)
        child = context.Process(target=_work, args=(there, left, reply, language, together))
        child.start()
        there.close()
        while left and here.poll(limit):
            try:
                yield (left[0].id, *here.recv())
            except EOFError:
                break
            left.pop(0)
        if left:
            yield left.pop(0).id, float(limit), float(limit)
        child.kill()
        child.join()


def judged_in(checkers, language):
    """Returns the checkers that judge replies in a language."""
    known = mif.get_language(language)
    return [checker for checker in checkers if not checker.unsupported_reason(known)]


def measured(given, checkers):
    """Yields (read, judged, growth, id, pattern, language) of each cell."""
    total = len(given.languages) * len(given.patterns)
    done = 0
    for language in given.languages:
        chosen = judged_in(checkers, language)
        for pattern in given.patterns:
            rest = language, given.limit, given.together
            before = {}
            if given.growth:
                small = reply_of(pattern, given.growth)
                before = {id: spent for id, _, spent in cells(chosen, small, *rest)}
            for id, judged, read in cells(chosen, reply_of(pattern, given.size), *rest):
                least = max(before.get(id, 0), given.noise)
                growth = read / least / given.size * given.growth if given.growth else 0
                yield read, judged, growth, id, pattern, language
            done += 1
            print(f"\r{done}/{total} patterns", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def main():
    """Writes the table, the worst cells first."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])

    def listed(given):
        return given.split(",")

    options.add_argument("--ids", type=listed, default=sorted(mif.registry))
    options.add_argument("--languages", type=listed, default=["en"])
    options.add_argument("--patterns", type=listed, default=list(PATTERNS))
    options.add_argument("--size", type=int, default=1_000_000)
    options.add_argument("--growth", type=int, default=0, help="a smaller size to compare with")
    options.add_argument("--noise", type=float, default=0.001, help="least seconds that are told")
    options.add_argument(
        "--limit", type=int, default=60, help="seconds after which a cell is ended"
    )
    options.add_argument("--rows", type=int, default=40, help="how many cells are printed")
    options.add_argument("--together", action="store_true", help="read a reply once for all ids")
    given = options.parse_args()
    checkers = [mif.build(id, mif.describe(id).example) for id in given.ids]
    rows = sorted(measured(given, checkers), reverse=True)
    print(f"{len(rows)} cells, {sum(row[0] >= 1 for row in rows)} of them 1 s or more")
    print(f"{'read':>7} {'judged':>7} {'growth':>7}  id, pattern, language")
    for read, judged, growth, id, pattern, language in rows[: given.rows]:
        print(f"{read:7.2f} {judged:7.2f} {growth:7.1f}  {id}, {pattern}, {language}")


if __name__ == "__main__":
    main()
