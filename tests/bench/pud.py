"""Words and sentences against the gold of Universal Dependencies PUD, by language and algorithm.

    python tests/bench/pud.py [LANGUAGE ...] [--data PATH] [--paragraphs 400] [--misses 5]

For each language the algorithm its file names (marked *), and each other one of
`mifcheck.segment` that supports it. A gold word is a gold token with a letter or a digit.

    total       words over all sentences, each cut alone, against the gold words
    error       mean absolute error of the words in a paragraph of five sentences
    exact       paragraphs of five in which five sentences are found; only sentences that end in a
                terminal mark are drawn, since no reader could tell where the others end
    seconds     processor time of the cutting alone, over the sentences (words) or the paragraphs
                (sentences); what an algorithm loads on first use is left out

The paragraphs are drawn with a fixed seed, the same ones for every algorithm; a space stands between
sentences where the language sets spaces between words.

Data: a .jsonl.gz of {lang, text, tokens}; by default the one in `shared/data` beside this checkout.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import statistics
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from mifcheck.languages import Language, get_language, known_languages
from mifcheck.markdown import CLOSERS
from mifcheck.segment import (
    HAS_WORD,
    SENTENCE_ALGORITHMS,
    WORD_ALGORITHMS,
    Cutter,
    sentence_cutter,
    word_cutter,
)

DEFAULT = Path(__file__).resolve().parents[2].parent / "shared/data/ud_pud_sentences.jsonl.gz"
SEED = 0
SIZE = 5
TERMINAL = tuple(".!?…。！？।॥")
ONLY_FOR = {"jieba": {"zh"}, "indic": {"hi"}}
NEED_SPACES = {"regex", "spacy"}


@dataclass(frozen=True)
class Sentence:
    """A sentence and its number of gold words."""

    text: str
    words: int


def read(path: Path) -> dict[str, list[Sentence]]:
    found: dict[str, list[Sentence]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            words = sum(HAS_WORD.search(token) is not None for token in row["tokens"])
            found[row["lang"]].append(Sentence(row["text"], words))
    return found


def paragraphs(sentences: list[Sentence], language: Language, count: int) -> list[Sentence]:
    """Paragraphs of five different sentences, with their gold words."""
    drawn = random.Random(SEED)
    gap = " " if language.spaced else ""
    groups = (drawn.sample(sentences, SIZE) for _ in range(count))
    return [Sentence(gap.join(s.text for s in g), sum(s.words for s in g)) for g in groups]


def finished(sentences: list[Sentence]) -> list[Sentence]:
    """The sentences that end in a terminal mark, closing marks after it aside."""
    return [s for s in sentences if s.text.rstrip().rstrip(CLOSERS).endswith(TERMINAL)]


def timed(cut: Cutter, texts: list[Sentence]) -> tuple[list[int], float]:
    """How many pieces a cutter makes of each text, and its seconds."""
    cut(texts[0].text)
    begun = time.process_time()
    counts = [len(cut(text.text)) for text in texts]
    return counts, time.process_time() - begun


def named_first(named: str, names: list[str]) -> list[str]:
    return [named, *(name for name in names if name != named)]


def word_rows(language: Language, sentences: list[Sentence], count: int) -> None:
    drawn = paragraphs(sentences, language, count)
    gold = sum(sentence.words for sentence in sentences)
    named = language.words.algorithm
    fit = [
        name
        for name in WORD_ALGORITHMS
        if language.code in ONLY_FOR.get(name, {language.code})
        and (language.spaced or name not in NEED_SPACES)
    ]
    for name in named_first(named, fit):
        cut = word_cutter(replace(language, words=replace(language.words, algorithm=name)))
        counts, seconds = timed(cut, sentences)
        total = sum(counts)
        found, _ = timed(cut, drawn)
        errors = (abs(n - p.words) / p.words for n, p in zip(found, drawn, strict=True))
        print(
            f"{language.code:4}{name + ' *' * (name == named):12}{len(sentences):10,}{gold:13,}"
            f"{total:12,}{total / gold - 1:+12.2%}{statistics.mean(errors):12.2%}{seconds:12.3f}"
        )


def sentence_rows(language: Language, sentences: list[Sentence], count: int, misses: int) -> None:
    whole = finished(sentences)
    drawn = paragraphs(whole, language, count)
    named = language.sentences.algorithm
    for name in named_first(named, list(SENTENCE_ALGORITHMS)):
        changed = replace(language, sentences=replace(language.sentences, algorithm=name))
        cut = sentence_cutter(changed)
        counts, seconds = timed(cut, drawn)
        exact = counts.count(SIZE)
        few = sum(n < SIZE for n in counts)
        print(
            f"{language.code:4}{name + ' *' * (name == named):12}{len(whole):10,}{len(drawn):13,}"
            f"{exact:12,}{exact / len(drawn):12.1%}{few:6,}{len(drawn) - exact - few:6,}{seconds:12.3f}"
        )
        wrong = [p.text for p, n in zip(drawn, counts, strict=True) if n != SIZE]
        for text in wrong[:misses] if name == named else ():
            print("    ", " | ".join(text[start:end] for start, end in cut(text)))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("languages", nargs="*", help="codes or names; none: all")
    parser.add_argument("--data", type=Path, default=DEFAULT, help="a file other than the default")
    parser.add_argument(
        "--paragraphs", type=int, default=400, help="how many to draw (default: 400)"
    )
    parser.add_argument("--misses", type=int, default=0, help="show so many missed paragraphs")
    args = parser.parse_args()
    if not args.data.is_file():
        raise SystemExit(f"{args.data}: no such file; name one with --data")
    languages = [get_language(name) for name in args.languages or known_languages()]
    data = read(args.data)
    print(
        f"{'Words':16}{'sentences':>10}{'gold words':>13}{'found':>12}{'total':>12}{'error':>12}{'seconds':>12}"
    )
    for language in languages:
        word_rows(language, data[language.code], args.paragraphs)
    print(
        f"\n{'Sentences':16}{'to draw':>10}{'paragraphs':>13}{'exact':>12}{'share':>12}{'few':>6}{'many':>6}{'seconds':>12}"
    )
    for language in languages:
        sentence_rows(language, data[language.code], args.paragraphs, args.misses)


if __name__ == "__main__":
    main()
