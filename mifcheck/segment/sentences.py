"""Sentence splitters for a block of running text: by the rule of a language, or by spaCy."""

from __future__ import annotations

import regex

from mifcheck.languages import Language
from mifcheck.languages.characters import ALPHANUMERIC, EMOJI, SENTENCE_ENDS, inside
from mifcheck.segment.boundaries import SentenceBoundaryDetector
from mifcheck.segment.words import Offsets, Tokenizer, languages_extra


def rule_sentences(language: Language, cased: bool = False) -> Tokenizer:
    """Returns a sentence splitter that follows the language's `SentenceRule`.

    Args:
        language: the language of the text.
        cased: whether the text that the blocks are taken from has capital letters.
    """
    boundary = SentenceBoundaryDetector(language, cased)

    def split(string: str) -> Offsets:
        start = asked = 0
        found: Offsets = []
        for end in (*boundary.ends(string), len(string)):
            # A part without a word, or with only an item number, belongs to the next sentence.
            if _HAS_WORD.search(string, asked, end) and not _leads(string, start, end):
                found.append((start, end))
                start = end
            asked = end
        if start < len(string) and _HAS_WORD.search(string, start):
            found.append((start, len(string)))
        if len(found) > 1 and _REMARK.fullmatch(string, *found[-1]):
            found.pop()
        return [_trimmed(string, start, end) for start, end in found]

    return split


# A letter or a digit that is no emoji (ℹ️, 1️⃣).
_HAS_WORD = regex.compile(rf"(?!{EMOJI})[{ALPHANUMERIC}]")
# An item number within a line (2. 2．), or the marker of a postscript.
_LEAD = regex.compile(r"[\s*_(\"“«]*(?:\p{Nd}{1,2}[.．、]|(?:\p{L}\.[ -]?){1,4})[\s*_]*")
_LONGEST_LEAD = 24
# What stands in brackets after a final mark is no sentence: Call us. [phone] (see below)
_REMARK = regex.compile(
    rf"\s*+[\[(（][^\[\]()（）]{{1,79}}(?<![{inside(SENTENCE_ENDS)}])[\])）]\s*+"
)


def _leads(string: str, start: int, end: int) -> bool:
    short = end - start <= _LONGEST_LEAD and end < len(string)
    return short and _LEAD.fullmatch(string, start, end) is not None


def spacy_sentences(language: Language, cased: bool = False) -> Tokenizer:
    """Returns spaCy's sentencizer, which knows final marks but no abbreviations.

    Raises:
        MissingExtraError: spaCy is not installed.
    """
    with languages_extra():
        import spacy
    nlp = spacy.blank(language.code)
    nlp.add_pipe("sentencizer")

    def split(string: str) -> Offsets:
        spans = ((sent.start_char, sent.end_char) for sent in nlp(string).sents)
        return [
            _trimmed(string, start, end)
            for start, end in spans
            if _HAS_WORD.search(string, start, end)
        ]

    return split


def _trimmed(string: str, start: int, end: int) -> tuple[int, int]:
    while start < end and string[start].isspace():
        start += 1
    while start < end and string[end - 1].isspace():
        end -= 1
    return start, end
