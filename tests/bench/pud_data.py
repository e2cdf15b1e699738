"""The sentences of Universal Dependencies PUD, with their gold counts, and paragraphs of them."""

from __future__ import annotations

import gzip
import json
import random
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from mifcheck.languages import Language
from mifcheck.languages.characters import CLOSERS, HAS_WORD
from mifcheck.segment import Tokenizer

DEFAULT = Path(__file__).resolve().parents[2].parent / "shared/data/ud_pud_sentences.jsonl.gz"
SEED = 0
SIZE = 5
TERMINAL = tuple(".!?…。！？।॥؟۔")


@dataclass(frozen=True)
class Sentence:
    """A sentence (or a paragraph), its gold words, and its gold length in characters."""

    text: str
    words: int
    characters: int


def read(path: Path) -> dict[str, list[Sentence]]:
    found: dict[str, list[Sentence]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            words = sum(HAS_WORD.search(token) is not None for token in row["tokens"])
            characters = sum(map(gold_characters, row["tokens"]))
            found[row["lang"]].append(Sentence(row["text"], words, characters))
    return found


def gold_characters(token: str) -> int:
    """Its Han, kana and hangul characters, and its runs of anything else that can be read."""
    count = 0
    for alone, group in groupby(token, counts_alone):
        run = "".join(group)
        count += len(run) if alone else any(c.isalnum() for c in run)
    return count


def counts_alone(character: str) -> bool:
    name = unicodedata.name(character, "")
    scripts = ("CJK UNIFIED", "CJK COMPAT", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "HANGUL")
    return character.isalnum() and name.startswith(scripts)


# Paragraphs


def joined(group: list[Sentence], language: Language) -> Sentence:
    text = (" " if language.spaced else "").join(sentence.text for sentence in group)
    return Sentence(text, sum(s.words for s in group), sum(s.characters for s in group))


def at_random(sentences: list[Sentence], language: Language, count: int) -> list[Sentence]:
    """Paragraphs of five different sentences."""
    drawn = random.Random(SEED)
    return [joined(drawn.sample(sentences, SIZE), language) for _ in range(count)]


def in_order(sentences: list[Sentence], language: Language) -> list[Sentence]:
    """The sentences five by five."""
    starts = range(0, len(sentences) - SIZE + 1, SIZE)
    return [joined(sentences[start : start + SIZE], language) for start in starts]


def finished(sentences: list[Sentence]) -> list[Sentence]:
    """The sentences that end in a terminal mark, closing marks after it aside."""
    return [s for s in sentences if s.text.rstrip().rstrip(CLOSERS).endswith(TERMINAL)]


def timed(count: Callable[[str], int], texts: list[Sentence]) -> tuple[list[int], float]:
    """How many pieces are counted in each text, and the seconds of it."""
    count(texts[0].text)
    begun = time.process_time()
    counts = [count(text.text) for text in texts]
    return counts, time.process_time() - begun


def number(cut: Tokenizer) -> Callable[[str], int]:
    return lambda text: len(cut(text))


def named_first(named: str, names: list[str]) -> list[str]:
    return [named, *(name for name in names if name != named)]
