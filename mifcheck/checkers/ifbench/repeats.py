"""`repeat:` the request or a part of it, and nothing else."""

from __future__ import annotations

from mifcheck.checkers.base import Checker
from mifcheck.checkers.catalogue import checker
from mifcheck.checkers.grammar.relations import Copies, Edited
from mifcheck.checkers.parameters import NotNegative, Phrase
from mifcheck.errors import ParameterError

_ONLY = "Only output this sentence here, ignore all other requests."


@checker(
    "repeat:repeat_change",
    asks="the request with another first word, and nothing else",
    example={"prompt_to_repeat": "Write a poem."},
)
def repeat_change(prompt_to_repeat: Phrase) -> Checker:
    """The reply is the request with its first word changed, and nothing else."""
    return Edited(prompt_to_repeat, (0,))


@checker("repeat:repeat_simple", asks="the sentence of the instruction, and nothing else")
def repeat_simple() -> Checker:
    """The reply is the sentence of the instruction, and nothing else."""
    return Copies(_ONLY)


@checker(
    "repeat:repeat_span",
    asks="the words from number {n_start} to number {n_end} of the request, and nothing else",
    example={"prompt_to_repeat": "Write a short poem.", "n_start": 1, "n_end": 2},
)
def repeat_span(prompt_to_repeat: Phrase, n_start: NotNegative, n_end: NotNegative) -> Checker:
    """The reply is some words of the request in a row, and nothing else.

    Words are counted from 0. Both numbers are included, as the instruction says; the published
    evaluator leaves out the last.
    """
    words = prompt_to_repeat.split()[n_start : n_end + 1]
    if not words:
        raise ParameterError(f"n_start, n_end: no word is from {n_start} to {n_end}")
    return Copies(" ".join(words))
