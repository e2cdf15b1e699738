"""`copy:` and `new:` the request or a part of it, and nothing else."""

from __future__ import annotations

import regex

from mifcheck.bounds import exactly
from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.facts import literal
from mifcheck.checkers.grammar.counting import Count
from mifcheck.checkers.grammar.relations import Copies
from mifcheck.checkers.grammar.selections import found
from mifcheck.checkers.parameters import NotNegative, Phrase, Positive
from mifcheck.errors import ParameterError
from mifcheck.languages.characters import WORD
from mifcheck.markup.phrases import phrase_body, word_edges
from mifcheck.safe import short_repr

_EXAMPLE = {"prompt_to_repeat": "Write a short poem."}


_MARKED = regex.compile(rf"(?s)([^{WORD}]*+)(.*?)([^{WORD}]*)")


def _parted(string: str) -> tuple[str, str, str]:
    """Returns the marks before a text, the text without marks around it, and those after it."""
    match = _MARKED.fullmatch(string)
    assert match is not None
    before, bare, after = match.groups()
    return before, bare, after


def _with_another(words: list[str]) -> str:
    """Returns a pattern for a phrase with one other word between its outer ones."""
    first, *inner, last = words
    # The group `other` is set at the other word; after it, all words are those of the phrase.
    either = map(_this_or_another, inner)
    return r"\s+".join((phrase_body(first), *either, rf"(?(other)|(?!)){phrase_body(last)}"))


def _this_or_another(word: str) -> str:
    before, bare, after = map(phrase_body, _parted(word))
    other = rf"(?(other)(?!)|(?!{bare}(?![{WORD}]))(?P<other>[{WORD}'’-]+))"
    return f"{before}(?:{bare}|{other}){after}"


@checker("copy:copy", asks="the request, and nothing else", example=_EXAMPLE)
def copy(prompt_to_repeat: Phrase) -> Checker:
    """The reply is the request, and nothing else."""
    return Copies(prompt_to_repeat)


@checker("copy:copying_simple", asks="the request, and nothing else", example=_EXAMPLE)
def copying_simple(prompt_to_repeat: Phrase) -> Checker:
    """The reply is the request, and nothing else."""
    return Copies(prompt_to_repeat)


@checker(
    "copy:copying_multiple",
    asks="the request {N} times, set apart by ******, and nothing else",
    example={**_EXAMPLE, "N": 2},
)
def copying_multiple(prompt_to_repeat: Phrase, N: Positive) -> Checker:
    """The reply is the request so many times, set apart by six asterisks, and nothing else."""
    return Copies(prompt_to_repeat, N, apart=True)


@checker(
    "new:copy_span_idx",
    asks="the characters from {n_start} to {n_end} of the request, and nothing else",
    example={**_EXAMPLE, "n_start": 0, "n_end": 7},
)
def copy_span(prompt_to_repeat: Phrase, n_start: NotNegative, n_end: NotNegative) -> Checker:
    """The reply is a stretch of the request, and nothing else.

    Characters are counted from 0, and both are included, as the instruction says. The published
    evaluator leaves the last one out.
    """
    stretch = prompt_to_repeat[n_start : n_end + 1].strip()
    if not stretch:
        raise ParameterError(f"n_start, n_end: nothing stands from {n_start} to {n_end}")
    return Copies(stretch)


@checker(
    "copy:repeat_phrase",
    asks="{phrase!r} {small_n} times, each time with one other word in its middle",
    example={"phrase": "a small red boat", "small_n": 2},
)
def repeat_phrase(phrase: Phrase, small_n: Positive) -> Checker:
    """The phrase occurs so many times, each time with one word between its outer ones replaced."""
    words = _parted(phrase)[1].split()
    if len(words) < 3:
        raise ParameterError(
            f"phrase: {short_repr(phrase)} has no word between the first and the last"
        )
    before, after = word_edges()
    pattern = rf"{before}{_with_another(words)}{after}"
    sample = " ".join([literal(words[0]), "{0}", *map(literal, words[2:])])
    noun = "changed phrase", "changed phrases"
    return Count(found(pattern, noun, samples=(sample,)), exactly(small_n))
