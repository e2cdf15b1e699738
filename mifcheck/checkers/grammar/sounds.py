"""What is known of a word by its sounds and its class: syllables, and whether it is a verb."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from mifcheck.checkers.grammar.pieces import Key, Piece, Predicate
from mifcheck.errors import MissingExtraError
from mifcheck.languages import Language
from mifcheck.segment import syllable_counter, verb_test


def _parity(piece: Piece) -> str:
    count = syllable_counter(piece.language)
    assert count is not None
    return "an odd number" if count(piece.string) % 2 else "an even number"


def _is_verb(piece: Piece) -> bool:
    test = verb_test(piece.language)
    assert test is not None
    return test(piece.string)


def _unknown(find: Callable[[Language], object], said: str, language: Language) -> str:
    try:
        return "" if find(language) is not None else f"{said} in {language.name}"
    except MissingExtraError as error:
        return str(error)


syllable_parity = Key(
    _parity,
    "numbers of syllables",
    partial(_unknown, syllable_counter, "syllables are not counted"),
)
verb = Predicate(
    _is_verb, "are verbs", ("verb", "verbs"), partial(_unknown, verb_test, "verbs are not told")
)
