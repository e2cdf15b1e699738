"""Which language is this text? By langid, on case-folded text, the same everywhere."""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import regex

if TYPE_CHECKING:
    from langid.langid import LanguageIdentifier


class Guess(NamedTuple):
    """The likeliest language (ISO 639-1 code) and how likely it is, from 0 to 1."""

    code: str
    probability: float


_LETTER = regex.compile(r"\p{L}")
_READ = 4000
_ENOUGH = 40
_loading = threading.Lock()


def identify(text: str, likely: Collection[str] = ()) -> Guess | None:
    """The language of a text, among the 97 that langid knows; None when it has no letter.

    The case is folded first, since text in capitals misleads identifiers, and the first 4,000
    characters are read. Nothing is drawn at random.

    A text of fewer than 40 letters says too little to choose among all: it is one of the `likely`
    codes, where some are given.

    Source: Lui and Baldwin, langid.py: an off-the-shelf language identification tool (ACL 2012).
    """
    letters = len(_LETTER.findall(text[:_READ]))
    if not letters:
        return None
    # A lone surrogate, which a broken reply may hold, has no bytes to be read.
    folded = text[:_READ].casefold().encode("utf-8", "replace").decode()
    if letters >= _ENOUGH or not likely:
        code, probability = _identifier().classify(folded)
        return Guess(str(code), float(probability))
    ranked = [(code, float(share)) for code, share in _identifier().rank(folded) if code in likely]
    total = sum(share for _, share in ranked)
    if not total:
        return None
    return Guess(str(ranked[0][0]), ranked[0][1] / total)


def identifiable() -> frozenset[str]:
    """The codes that `identify` can answer with."""
    return frozenset(str(code) for code in _identifier().nb_classes)


@cache
def _model() -> LanguageIdentifier:
    from langid import langid

    # langid logs that it starts; a library that one merely calls should keep quiet.
    logging.getLogger("langid").setLevel(logging.WARNING)
    return langid.LanguageIdentifier.from_modelstring(langid.model, norm_probs=True)


def _identifier() -> LanguageIdentifier:
    with _loading:
        return _model()
