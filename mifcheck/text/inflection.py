"""Keywords in any of their inflected forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mifcheck.languages import Language
from mifcheck.segment import lemmatizer, word_tokenizer
from mifcheck.verdict import Span


def inflected(
    string: str, words: Sequence[Span], keyword: str, language: Language
) -> Iterator[Span]:
    """Yields runs of words that each share a dictionary form with a word of the keyword.

    Args:
        string: the text.
        words: its words.
        keyword: a word or several.
        language: the language of the text; without a lemmatizer nothing is found.
    """
    lemmas = lemmatizer(language)
    if lemmas is None:
        return
    ignored = dict.fromkeys(map(ord, language.spelling.ignored))
    cut = word_tokenizer(language)

    # A dictionary may know a word with such a mark (बड़ा) or without it (кни́га).
    def forms(word: str) -> set[str]:
        known = lemmas(word) | lemmas(word.translate(ignored))
        return {lemma.translate(ignored) for lemma in known}

    wanted = [forms(keyword[start:end]) for start, end in cut(keyword)]
    found = [forms(string[word.start : word.end]) for word in words]
    at = 0
    while wanted and at + len(wanted) <= len(found):
        run = found[at : at + len(wanted)]
        if all(have & want for have, want in zip(run, wanted, strict=True)):
            yield Span(words[at].start, words[at + len(wanted) - 1].end, keyword)
            at += len(wanted) - 1
        at += 1
