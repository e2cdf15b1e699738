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
from mifcheck.checkers.grammar.selections import found, outside_fence_lines
from mifcheck.languages.characters import (
    ALPHANUMERIC,
    CLOSERS,
    FINAL_MARKS,
    HYPHENS,
    OPENING_QUOTES,
    SENTENCE_ENDS,
    inside,
)
from mifcheck.text import Text
from mifcheck.verdict import Span, Verdict

_WORDS = ("word", "words")
_BEFORE = rf"[{inside(OPENING_QUOTES)}¿¡]*"
_AFTER = rf"[{inside(FINAL_MARKS + CLOSERS)}]*"
# A mark that is set apart from its word, as in French, is no word.
_MARKS = rf"[^<>\[\]{ALPHANUMERIC}]*+"
_WORD = rf"[{ALPHANUMERIC}][^\s<>]*+"
_IS_WRITTEN = matching(rf"[{ALPHANUMERIC}]", "have letters or digits")
# Scripts without spaces have none between the brackets.
_TOKENS = found(
    rf"{_BEFORE}\[[^\[\]]*\]{_AFTER}|[^\s\[]++|\[\S*", _WORDS, samples=("[{0}]", "[{0}].", "{0}")
).where(matching(rf"[\[{ALPHANUMERIC}]", "are words", _WORDS))
_GROUPS = (
    found(
        r"<<[^<>]*>>|[^<>\s]+(?:[^\S\n]+[^<>\s]+)*",
        ("group", "groups"),
        "source",
        ("<<{0} {1}>>", "<<{0}>>", "{0} {1}"),
    )
    .where(_IS_WRITTEN)
    .where(outside_fence_lines)
)
_WRAPPED = "stand in double angular brackets"
_TWO = matching(
    rf"^<<{_MARKS}{_WORD}\s{_MARKS}{_WORD}{_MARKS}>>$", f"are two words that {_WRAPPED}"
)
_AT_MOST_TWO = matching(
    rf"^<<{_MARKS}{_WORD}(?:\s{_MARKS}{_WORD})?{_MARKS}>>$", f"are one or two words that {_WRAPPED}"
)
# A dash sets sentences apart, too, but is no hyphen. French has a space before ».
_DASH = regex.compile(
    rf"(?<=[{inside(SENTENCE_ENDS)}]|[{inside(SENTENCE_ENDS)}][^\S\n]?[{inside(CLOSERS)}])"
    r"[-‐‑–—](?=\s*\S)"
)


@checker("detectable_format:square_brackets", asks="every word in square brackets")
def square_brackets() -> Checker:
    """Every word stands in square brackets; marks may stand outside them."""
    return Every(
        _TOKENS, matching(rf"^{_BEFORE}\[[^\[\]\s]+\]{_AFTER}$", "stand in square brackets")
    )


@checker("detectable_format:bigram_wrapping", asks="every two words in <<double angular brackets>>")
def bigrams() -> Checker:
    """Every two words stand in double angular brackets; a single word may be left at the end."""
    return Every(_GROUPS[:-1], _TWO, least=0) & Every(_GROUPS[-1], _AT_MOST_TWO)


@checker("detectable_format:sentence_hyphens", asks="hyphens between all sentences, and no spaces")
def hyphens(text: Text) -> Verdict:
    """A hyphen without white space around it connects each sentence with the next."""
    string = text.string
    parted = Text(_DASH.sub(" ", string), text.language, normalise=False)
    sentences = parted.sentences
    gaps = [
        Span(one.end, two.start, "gap")
        for one, two in pairwise(sentences)
        if string[one.end : two.start] not in tuple(HYPHENS)
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
    return Count(found("[!！¡‼⁈⁉]", ("exclamation mark", "exclamation marks")), exactly(0))
