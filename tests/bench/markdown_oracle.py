"""Compares what is found of Markdown with what markdown-it-py finds, on real replies.

    python tests/bench/markdown_oracle.py [--show KIND]

The replies are those of `shared/parity` beside this checkout, constructed ones left out. For each kind of
element it prints on how many replies both count alike, and why the others differ. --show prints the
counts and the first characters of each reply that differs in a kind without a known reason.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import regex
from markdown_it import MarkdownIt

import mifcheck as mif
from mifcheck.markup.fences import FENCE_LINE, fences
from mifcheck.markup.layout import layout
from mifcheck.markup.lines import shape

SHARED = Path(__file__).resolve().parents[3] / "shared/parity"
FILES = ("reference_verdicts.jsonl.gz", "m_ifeval_verdicts.jsonl.gz")
KINDS = ("bullets", "ordered", "headings", "fences", "emphasis", "links")
_ORACLE = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# Where a reader sees what CommonMark does not, or the other way round.
REASONS = {
    "a fence that says it holds writing is read": r"(?im)^\s*(?:```|~~~)\s*(?:markdown|md|te?xt|plain\w*)?\s*$",
    "a sign, a wide space or a deep indent before an item": r"(?m)^[ \u3000]*[^\x00-\u00b6\p{L}\p{N}]|^(?: {4,}|\t|\u3000)",
    "a number in emphasis marks": r"(?m)^[ #]*[*_]+\d+[.)]",
    "a heading without a space": r"(?m)^ {0,3}#+[^\s#]",
    "an item that interrupts a paragraph, or empty": r"(?m)^\S.*\n\s*\d+[.)]|^\s*(?:[-*+]|\d+[.)])\s*$",
    "a rule or an underline": r"(?m)^\s*(?:[-*_=] ?){2,}\s*$",
    "several marks on a line": r"(?m)^\s*(?:[-*+>]|\d+[.)])\s+(?:[-*+>#]|\d+[.)])\s",
    "a table without its form": r"(?m)\|",
    "a tag": r"<\/?\w",
    "ideographs beside emphasis": r"[\p{Han}\p{Hiragana}\p{Katakana}]\*|\*[\p{Han}「『（“]",
    "a code block by indent": r"(?m)^(?: {4}|\t)",
    "a number that is no item's": r"(?m)^\s*\d{4,}[.)]\s",
}


def replies() -> Iterator[tuple[str, str]]:
    """Yields the language and the text of each reply, once."""
    seen = set()
    for name in FILES:
        with gzip.open(SHARED / name, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row["model"] != "constructed" and row["response"] not in seen:
                    seen.add(row["response"])
                    yield row["lang"], row["response"]


def by_oracle(reply: str) -> Counter[str]:
    """Returns how many elements of each kind markdown-it-py finds."""
    count: Counter[str] = Counter()
    lists: list[str] = []
    for token in _ORACLE.parse(reply):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append("bullets" if token.type == "bullet_list_open" else "ordered")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            count[lists[-1]] += 1
        elif token.type in ("heading_open", "fence"):
            count["headings" if token.type == "heading_open" else "fences"] += 1
        for child in token.children or ():
            count["emphasis"] += child.type in ("strong_open", "em_open")
            count["links"] += child.type == "link_open" and child.markup != "autolink"
    return count


def by_us(reply: str, language: str) -> Counter[str]:
    """Returns how many elements of each kind are found here."""
    text = mif.Text(reply, language, normalise=False)
    lines = reply.split("\n")
    labels = fences(lines)
    starts = text.line_starts
    laid_out = layout(lines, starts, labels, [shape(line) for line in lines], text.language)
    kinds = Counter(segment.kind for segment in laid_out.segments)
    number = regex.compile(r"\d{1,9}[.)]\s+")
    rendering = text.rendering
    heads = {cut.end for cut in laid_out.cuts if "#" in reply[cut.start : cut.end]}
    return Counter(
        bullets=len(text.bullets),
        ordered=sum(
            bool(number.fullmatch(reply, cut.start, cut.end)) and cut.start not in heads
            for cut in laid_out.cuts
        ),
        headings=kinds["heading"],
        fences=(labels.count(FENCE_LINE) + 1) // 2,
        emphasis=sum(each.mark in "*_" for each in rendering.emphasis),
        links=sum(reply.startswith("](", cut.start) for cut in rendering.cuts),
    )


def compared() -> tuple[int, Counter[str], Counter[tuple[str, str]], dict[str, list[str]]]:
    """Returns the replies, those alike by kind, the reasons of the others, and those without."""
    alike: Counter[str] = Counter()
    reasons: Counter[tuple[str, str]] = Counter()
    unknown: dict[str, list[str]] = {kind: [] for kind in KINDS}
    total = 0
    for language, reply in replies():
        total += 1
        theirs, ours = by_oracle(reply), by_us(reply, language)
        for kind in KINDS:
            if theirs[kind] == ours[kind]:
                alike[kind] += 1
                continue
            reason = next((why for why, sign in REASONS.items() if regex.search(sign, reply)), "")
            if reason:
                reasons[kind, reason] += 1
            else:
                unknown[kind].append(f"{theirs[kind]} there, {ours[kind]} here: {reply[:300]!r}")
    return total, alike, reasons, unknown


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--show", choices=KINDS)
    options = parser.parse_args()
    total, alike, reasons, unknown = compared()
    for kind in KINDS:
        print(f"{kind:10}{alike[kind]:6} of {total} alike, {alike[kind] / total:.2%}")
        for (of, why), count in reasons.most_common():
            if of == kind:
                print(f"    {count:4}  {why}")
        print(f"    {len(unknown[kind]):4}  without a known reason")
    for line in unknown[options.show] if options.show else ():
        print(line)


if __name__ == "__main__":
    main()
