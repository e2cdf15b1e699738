"""Which level a language has earned: its words and sentences against a treebank.

    python tests/bench/levels.py [LANGUAGE ...] [--data FILE] [--misses 5]

A row for each way to find the words and the sentences of a language: that of its file (marked *), and those of the
libraries that know it. "supported" is earned by

    words       total error and mean error over paragraphs of five sentences within 2 %
    sentences   found exactly in 95 % of the paragraphs, at random and as they stand
    enough      at least 100 sentences

What a reader calls a word is what is written between spaces. The treebanks of Arabic and Korean part clitics and
particles from it, so their gold is the written words: tokens that no space parts are one word, as long as no other mark
stands between them (`WRITTEN`).

Data: a .jsonl.gz of {lang, text, tokens}; by default the one in `shared/data` beside this checkout.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from pud_data import DEFAULT, SIZE, Sentence, at_random, finished, in_order, number
from pud_data import read as read_sentences

from mifcheck.errors import MifcheckError
from mifcheck.languages import Language, generic_language, get_language, known_languages
from mifcheck.languages.characters import HAS_WORD
from mifcheck.languages.language import Measurement
from mifcheck.segment import (
    SENTENCE_ALGORITHMS,
    WORD_ALGORITHMS,
    Tokenizer,
    sentence_splitter,
    word_tokenizer,
)

DATA = DEFAULT.with_name("ud_more_sentences.jsonl.gz")
WRITTEN = {"ar", "ko"}
ONLY_FOR = {"jieba": {"zh"}, "indic": {"mr", "ta", "te", "bn"}, "pythainlp": {"th"}}
DRAWN = 400


def read(path: Path) -> dict[str, list[Sentence]]:
    """The sentences by language, with written words where the treebank parts them."""
    found = read_sentences(path)
    written = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in filter(lambda row: row["lang"] in WRITTEN, map(json.loads, lines)):
            written[row["lang"]].append(Sentence(row["text"], written_words(row), 0))
    return found | written


def written_words(row: dict[str, Any]) -> int:
    """How many runs of tokens with a letter or a digit no space and no other token parts."""
    count, at, joined = 0, 0, False
    for token in row["tokens"]:
        start = row["text"].find(token, at)
        apart = start < 0 or any(map(str.isspace, row["text"][at:start]))
        is_word = HAS_WORD.search(token) is not None
        count += is_word and (apart or not joined)
        joined = is_word
        at = max(at, start + len(token)) if start >= 0 else at
    return count


def ways(language: Language, kind: str) -> Iterator[tuple[str, Tokenizer]]:
    """The tokenizers of a language, its own first."""
    table, make = {
        "words": (WORD_ALGORITHMS, word_tokenizer),
        "sentences": (SENTENCE_ALGORITHMS, sentence_splitter),
    }[kind]
    rule = getattr(language, kind)
    others = [name for name in table if name != rule.algorithm]
    for name in filter(None, (rule.algorithm, *others)):
        if language.code not in ONLY_FOR.get(name, {language.code}):
            continue
        changed: dict[str, Any] = {kind: replace(rule, algorithm=name)}
        try:
            yield f"{name}{' *' * (name == rule.algorithm)}", make(replace(language, **changed))
        except (MifcheckError, ImportError) as error:
            print(f"{language.code:4}{kind:10}{name:12} {str(error).splitlines()[0][:60]}")


def measure(language: Language, sentences: list[Sentence], misses: int) -> Measurement:
    """What the file of a language achieves; a row is printed for each way."""
    own: dict[str, float] = {}
    drawn = at_random(sentences, language, DRAWN)
    gold = sum(s.words for s in sentences)
    for name, cut in ways(language, "words"):
        off = 100 * (sum(map(number(cut), (s.text for s in sentences))) / gold - 1)
        error = 100 * statistics.mean(abs(len(cut(d.text)) - d.words) / d.words for d in drawn)
        print(
            f"{language.code:4}{'words':10}{name:12}{len(sentences):6} {off:+7.2f}% {error:7.2f}%"
        )
        if name.endswith("*"):
            own |= {"total": round(off, 2), "error": round(error, 2)}
    whole = finished(sentences)
    draws = (
        [at_random(whole, language, DRAWN), in_order(whole, language)] if len(whole) > SIZE else []
    )
    for name, cut in ways(language, "sentences") if draws else ():
        counts = [[len(cut(paragraph.text)) for paragraph in draw] for draw in draws]
        exact = [round(100 * each.count(SIZE) / len(each), 1) for each in counts]
        print(
            f"{language.code:4}{'sentences':10}{name:12}{len(whole):6} {exact[0]:7.1f}% {exact[1]:7.1f}%"
        )
        if name.endswith("*"):
            own |= {"exact_at_random": exact[0], "exact_in_order": exact[1]}
            show_misses(cut, whole, misses)
    return Measurement(language.measured.treebank, len(sentences), **own)


def show_misses(cut: Tokenizer, whole: list[Sentence], misses: int) -> None:
    wrong = (s.text for s in whole if len(cut(s.text)) != 1)
    for text, _ in zip(wrong, range(misses), strict=False):
        print("     ", " | ".join(text[start:end] for start, end in cut(text)))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("languages", nargs="*", help="codes or names; none: all that have a file")
    parser.add_argument("--data", type=Path, default=DATA, help="a file other than the default")
    parser.add_argument(
        "--misses", type=int, default=0, help="show so many sentences that are split"
    )
    parser.add_argument(
        "--without-files", action="store_true", help="as the languages would be read without a file"
    )
    args = parser.parse_args()
    if not args.data.is_file():
        raise SystemExit(f"{args.data}: no such file; name one with --data")
    data = read(args.data)
    known = (
        *known_languages("supported"),
        *(each for each in known_languages("generic") if each in data),
    )
    for name in args.languages or known:
        language = get_language(name)
        if args.without_files:
            language = generic_language(language.code)
        if language.code not in data:
            print(f"{language.code:4}is {language.level}: no treebank")
            continue
        found = measure(language, data[language.code], args.misses)
        earned = "supported" if found.suffices else "generic"
        print(f"{language.code:4}is {language.level}, earns {earned}; its file says", end=" ")
        print("the same" if found == language.measured else f"otherwise:\n{as_toml(found)}")


def as_toml(found: Measurement) -> str:
    values = {name: value for name, value in asdict(found).items() if value is not None}
    return "\n".join(
        ["[measured]", *(f"{name} = {json.dumps(value)}" for name, value in values.items())]
    )


if __name__ == "__main__":
    main()
