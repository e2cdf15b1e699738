"""Words, sentences and languages against the gold of Universal Dependencies PUD.

    python tests/bench/pud.py [LANGUAGE ...] [--only words|sentences|identification] [--misses 5]

Words. For each language the algorithm that its file names (marked *), and each other one of
`mifcheck.segment` that supports it. A gold word is a gold token with a letter or a digit. Where
lengths are counted in characters there is a row for those, too: the gold is one for each Han,
kana or hangul character, and one for each run of anything else within a gold token, if it has
a letter or a digit.

    total       words over all sentences, each alone, against the gold words
    error       mean absolute error of the words in a paragraph of five sentences
    target      ok where the total is within 1 % and the error within 1.5 %

Sentences. Paragraphs of five sentences, drawn two ways: at random, and five by five as they stand
in the file. Only sentences that end in a terminal mark are drawn, since no reader could tell where
the others end. Beside mifcheck's algorithms stand the rules of the Multi-IF evaluator and the
packages of `pud_peers.py`. `<` marks the best of a language.

    exact       share of the paragraphs in which five sentences are found
    few, many   paragraphs in which fewer are found, and more

Identification. The sentences, as written and in capitals, given to `identify`; and the example
sentences that spaCy ships for other languages, which must not be taken for one of ours.

Seconds are the processor's and of the tokenizing alone, over the sentences (words) or all paragraphs
(sentences); what an algorithm loads on first use is left out. The paragraphs are drawn with a fixed
seed, the same ones for every algorithm; a space stands between sentences where the language sets
spaces between words.

Data: a .jsonl.gz of {lang, text, tokens}; by default the one in `shared/data` beside this checkout.
"""

from __future__ import annotations

import argparse
import statistics
from dataclasses import replace
from pathlib import Path

from pud_data import DEFAULT, Sentence, at_random, named_first, number, read, timed
from pud_identification import foreign_rows, own_rows
from pud_sentences import sentence_heading, sentence_rows

from mifcheck.languages import Language, get_language, known_languages
from mifcheck.segment import WORD_ALGORITHMS, Tokenizer, unit_tokenizer, word_tokenizer

ONLY_FOR = {"jieba": {"zh"}, "indic": {"hi"}}
NEED_SPACES = {"regex", "spacy"}
SECTIONS = ("words", "sentences", "identification")
TOTAL_WITHIN, ERROR_WITHIN = 0.01, 0.015


def word_heading() -> None:
    print(
        f"{'Words':18}{'sentences':>9}{'gold':>12}{'found':>10}{'total':>10}{'error':>9}{'target':>9}{'seconds':>10}"
    )


def word_rows(language: Language, sentences: list[Sentence], count: int, misses: int) -> None:
    drawn = at_random(sentences, language, count)
    if language.count_unit == "character":
        gold = [s.characters for s in sentences]
        tokenize = unit_tokenizer(language)
        word_row(f"{language.code:4}characters *", tokenize, sentences, gold, drawn, "characters")
        show_differences(tokenize, sentences, gold, misses)
    named = language.words.algorithm
    fit = [
        name
        for name in WORD_ALGORITHMS
        if language.code in ONLY_FOR.get(name, {language.code})
        and (language.spaced or name not in NEED_SPACES)
    ]
    gold = [s.words for s in sentences]
    for name in named_first(named, fit):
        tokenize = word_tokenizer(replace(language, words=replace(language.words, algorithm=name)))
        label = f"{language.code:4}{name + ' *' * (name == named)}"
        word_row(label, tokenize, sentences, gold, drawn, "words")
        if name == named:
            show_differences(tokenize, sentences, gold, misses)


def word_row(
    label: str,
    tokenize: Tokenizer,
    sentences: list[Sentence],
    gold: list[int],
    drawn: list[Sentence],
    field: str,
) -> None:
    counts, seconds = timed(number(tokenize), sentences)
    off = sum(counts) / sum(gold) - 1
    found, _ = timed(number(tokenize), drawn)
    wanted = [getattr(paragraph, field) for paragraph in drawn]
    error = statistics.mean(abs(n - w) / w for n, w in zip(found, wanted, strict=True))
    target = "ok" if abs(off) <= TOTAL_WITHIN and error <= ERROR_WITHIN else "MISSED"
    print(
        f"{label:18}{len(sentences):9,}{sum(gold):12,}{sum(counts):10,}{off:+10.2%}{error:9.2%}{target:>9}{seconds:10.3f}"
    )


def show_differences(
    tokenize: Tokenizer, sentences: list[Sentence], gold: list[int], misses: int
) -> None:
    found = [(s.text, tokenize(s.text), wanted) for s, wanted in zip(sentences, gold, strict=True)]
    wrong = [each for each in found if len(each[1]) != each[2]]
    for text, spans, wanted in wrong[:misses]:
        print(f"     {len(spans)} for {wanted}:", "|".join(text[a:b] for a, b in spans))


# The command


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("languages", nargs="*", help="codes or names; none: all")
    parser.add_argument("--only", choices=SECTIONS, help="one section; without it, all three")
    parser.add_argument("--data", type=Path, default=DEFAULT, help="a file other than the default")
    parser.add_argument(
        "--paragraphs", type=int, default=400, help="how many to draw at random (default: 400)"
    )
    parser.add_argument(
        "--misses", type=int, default=0, help="show so many of mifcheck's misses a row"
    )
    args = parser.parse_args()
    if not args.data.is_file():
        raise SystemExit(f"{args.data}: no such file; name one with --data")
    data = read(args.data)
    asked = [get_language(name) for name in args.languages or known_languages()]
    for language in asked:
        if language.code not in data:
            print(f"{language.code}: no sentences in {args.data.name}")
    languages = [language for language in asked if language.code in data]
    for section in (args.only,) if args.only else SECTIONS:
        show(section, languages, data, args)
        print()


def show(
    section: str,
    languages: list[Language],
    data: dict[str, list[Sentence]],
    args: argparse.Namespace,
) -> None:
    if section == "identification":
        texts = {each.code: [s.text for s in data[each.code]] for each in languages}
        own_rows(texts, args.misses)
        foreign_rows(args.misses)
        return
    rows = word_rows if section == "words" else sentence_rows
    if section == "words":
        word_heading()
    else:
        sentence_heading(args.paragraphs)
    for language in languages:
        rows(language, data[language.code], args.paragraphs, args.misses)


if __name__ == "__main__":
    main()
