"""What is known of a word by its sounds and its class: syllables, and whether it is a verb."""

from __future__ import annotations

from mifcheck.checkers.grammar.pieces import Key, Piece, Predicate
from mifcheck.languages import Language
from mifcheck.segment.syllables import syllable_counter
from mifcheck.segment.verbs import verb_teller


def _parity(piece: Piece) -> str:
    count = syllable_counter(piece.language)
    assert count is not None
    return "an odd number" if count(piece.string) % 2 else "an even number"


def _no_syllables(language: Language) -> str:
    known = syllable_counter(language) is not None
    return "" if known else f"syllables are not counted in {language.name}"


def _is_verb(piece: Piece) -> bool:
    tell = verb_teller(piece.language)
    assert tell is not None
    return tell(piece.string)


def _no_verbs(language: Language) -> str:
    return "" if verb_teller(language) is not None else f"verbs are not told in {language.name}"


syllable_parity = Key(_parity, "number of syllables", _no_syllables)
verb = Predicate(_is_verb, "are verbs", ("verb", "verbs"), _no_verbs)
