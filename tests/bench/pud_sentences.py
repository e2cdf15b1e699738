"""How many sentences? Paragraphs of five, to mifcheck's algorithms and to their peers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from pud_data import SIZE, Sentence, at_random, finished, in_order, named_first, number, timed
from pud_peers import PEERS, UnavailableError, versions

from mifcheck.languages import Language
from mifcheck.segment import SENTENCE_ALGORITHMS, Tokenizer, sentence_splitter

LABELS = {"spacy": "spaCy sentencizer"}


class Found(NamedTuple):
    """What one way to count found in the paragraphs of one draw."""

    exact: float
    few: int
    many: int
    seconds: float


Row = list[Found] | str
"""What was found in each draw, or why nothing could be."""


def sentence_heading(count: int) -> None:
    columns = f"{'exact':>9} {'few':>6}{'many':>6}"
    print(f"Sentences: {versions()}")
    print(f"{'':24}{f'{count} at random':>22}{'as they stand':>22}")
    print(f"{'':24}{columns}{columns}{'seconds':>10}")


def sentence_rows(language: Language, sentences: list[Sentence], count: int, misses: int) -> None:
    whole = finished(sentences)
    draws = [at_random(whole, language, count), in_order(whole, language)]
    own, *others = named_first(language.sentences.algorithm, list(SENTENCE_ALGORITHMS))
    cut = cutter(language, own)
    rows: dict[str, Row] = {f"mifcheck {own} *": found_in(draws, number(cut))}
    for name in others:
        rows[LABELS.get(name, name)] = found_in(draws, number(cutter(language, name)))
    for peer in PEERS:
        try:
            rows[peer.name] = found_in(draws, peer.counter(language))
        except UnavailableError as reason:
            rows[peer.name] = str(reason)
    show(language.code, rows)
    missed = [p.text for p in dict.fromkeys(draws[0] + draws[1]) if len(cut(p.text)) != SIZE]
    for text in missed[:misses]:
        print("    ", " | ".join(text[start:end] for start, end in cut(text)))


def cutter(language: Language, algorithm: str) -> Tokenizer:
    rule = replace(language.sentences, algorithm=algorithm)
    return sentence_splitter(replace(language, sentences=rule))


def found_in(draws: list[list[Sentence]], count: Callable[[str], int]) -> list[Found]:
    found = []
    for drawn in draws:
        counts, seconds = timed(count, drawn)
        few, many = sum(n < SIZE for n in counts), sum(n > SIZE for n in counts)
        found.append(Found(counts.count(SIZE) / len(counts), few, many, seconds))
    return found


def show(code: str, rows: dict[str, Row]) -> None:
    shares = [[each.exact for each in row] for row in rows.values() if not isinstance(row, str)]
    best = [max(column) for column in zip(*shares, strict=True)]
    for name, row in rows.items():
        print(f"{code:4}{name:20}{row if isinstance(row, str) else cells(row, best)}")


def cells(row: list[Found], best: list[float]) -> str:
    draws = "".join(
        f"{each.exact:9.1%}{'<' if each.exact == top else ' '}{each.few:6}{each.many:6}"
        for each, top in zip(row, best, strict=True)
    )
    return f"{draws}{sum(each.seconds for each in row):10.3f}"
