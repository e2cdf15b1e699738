"""`detectable_format:` and `punctuation:` brackets, hyphens and marks."""

from __future__ import annotations

from itertools import pairwise

import regex

from mifcheck.bounds import exactly
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.grammar.counting import Count
from mifcheck.checkers.grammar.every import Every
from mifcheck.checkers.grammar.pieces import matching
from mifcheck.checkers.grammar.selections import found
from mifcheck.languages.characters import CLOSERS, FINAL_MARKS, inside
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict

_AFTER = rf"[{inside(FINAL_MARKS + CLOSERS)}]*"
_MARKS = r"[^\[\]\p{L}\p{M}\p{N}\s]*"
# Scripts without spaces have none between the brackets.
_TOKENS = found(rf"\[[^\[\]]*\]{_MARKS}|[^\s\[]+|\[\S*", ("word", "words"), "source")
_PAIRS = found(r"<<[^<>]*>>|[^<>\s]+(?:[^\S\n]+[^<>\s]+)*", ("group", "groups"), "source")
_HYPHEN = regex.compile(rf"(?<=[.!?…。！？।][{inside(CLOSERS)}]?)-(?=\S)")


@checker("detectable_format:square_brackets", asks="every word in square brackets")
def square_brackets() -> Checker:
    """Every word stands in square brackets; a mark may follow the bracket."""
    return Every(_TOKENS, matching(rf"^\[[^\[\]\s]+\]{_MARKS}$", "stand in square brackets"))


@checker("detectable_format:bigram_wrapping", asks="every two words in <<double angular brackets>>")
def bigrams() -> Checker:
    """Every two words stand in double angular brackets; a single word may be left at the end."""
    wrapped = rf"^(?:<<\s*\S+\s+\S+\s*>>|<<\s*\S+\s*>>(?=\s*\Z)|{_AFTER})$"
    return Every(_PAIRS, matching(wrapped, "are two words in double angular brackets"))


@checker("detectable_format:sentence_hyphens", asks="hyphens between all sentences, and no spaces")
def hyphens(text: Text) -> Verdict:
    """A hyphen without white space around it connects each sentence with the next."""
    string = text.string
    parted = Text(_HYPHEN.sub(" ", string), text.language, normalise=False)
    sentences = parted.sentences
    gaps = [
        Span(one.end, two.start, "gap")
        for one, two in pairwise(sentences)
        if string[one.end : two.start] != "-"
    ]
    reason = f"{len(sentences) - 1 - len(gaps)} of {len(sentences) - 1} gaps are a hyphen"
    return Verdict(
        bool(sentences) and not gaps, len(sentences), evidence=tuple(gaps), reason=reason
    )


@checker("punctuation:punctuation_dot", asks="no dots")
def no_dots() -> Checker:
    """The reply has no dot, neither as a full stop nor elsewhere."""
    return Count(found("[.．]", ("dot", "dots"), "source"), exactly(0))


@checker("punctuation:punctuation_exclamation", asks="no exclamation marks")
def no_exclamation_marks() -> Checker:
    """The reply has no exclamation mark."""
    return Count(found("[!！¡]", ("exclamation mark", "exclamation marks")), exactly(0))
