"""Identifies the language of a text, by langid's model and by words that neighbours lack."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

import regex

from mifcheck.identify.model import langid_model
from mifcheck.identify.reading import read
from mifcheck.languages import known_languages
from mifcheck.languages.characters import LETTERS, SPELLING

__all__ = ["Guess", "identifiable", "identify"]


class Guess(NamedTuple):
    """The most likely language of a text.

    Attributes:
        code: ISO 639-1 code of the language.
        probability: its probability, from 0 to 1.
        sure: False if another language may be meant: a short text leaves doubt, or the language
            asked for has a probability of at least 0.05.
    """

    code: str
    probability: float
    sure: bool = True


_LETTER = regex.compile(rf"[{SPELLING}]")
# Any other script (kana, Hangul, Thai) identifies the language, even in a short text.
_SHARED_SCRIPTS = r"\p{Latin}\p{Cyrillic}\p{Devanagari}\p{Han}"
_TELLING = regex.compile(rf"[{LETTERS}--[{_SHARED_SCRIPTS}]]", regex.V1)
_ENOUGH = 40
_SURE = 0.99
_DOUBT = 0.05
# Log-likelihoods. A reply is more likely in a language that people ask for than in a neighbour of
# it, and more likely in the language that was asked for.
_EXPECTED = 5.0
_ASKED = 3.0


def identify(text: str, likely: Collection[str] = (), asked: str = "") -> Guess | None:
    """Identifies the language of a text, among the 97 that langid knows.

    Case is folded first, since text in capitals misleads identifiers. The words in the first 3,000
    characters are read, up to 2,000 characters of them. Names count less than other words, and so
    do words in another script than most of the text.

    The score of a language is a sum of log-likelihoods: those of langid's model, those of the
    words and letters that distinguish a language from its neighbours (from the language files),
    and priors for the languages that have a file, for `likely` and for `asked`. The result is
    deterministic.

    A text with fewer than 40 letters, all in Latin, Cyrillic, Devanagari or Han script, is too
    short to choose among all languages. If `likely` is given, the answer is one of its codes,
    unless more words of a neighbour occur.

    Args:
        text: the text.
        likely: codes of the languages that are expected.
        asked: code of the language that was asked for; "" if none was.

    Returns:
        The most likely language; None if the text has no letter.

    Source: Lui and Baldwin, langid.py: an off-the-shelf language identification tool (ACL 2012).
    """
    import numpy as np

    reading = read(text)
    letters = sum(1 for _ in islice(_LETTER.finditer(reading.string), _ENOUGH))
    if not letters:
        return None
    codes = langid_model().codes
    told = reading.told(codes)
    # A broken reply may contain a lone surrogate, which cannot be encoded.
    data = reading.string.encode("utf-8", "replace")
    scores = langid_model().scores(data, reading.weights()) + told
    wanted = np.array([code in likely for code in codes])
    scores[wanted | _expected(codes)] += _EXPECTED
    if asked in codes:
        scores[codes.index(asked)] += _ASKED
    if letters < _ENOUGH and wanted.any() and not _TELLING.search(reading.string):
        # A neighbour is admitted if more of its own words occur than of any likely language.
        scores = np.where(wanted | (told > told[wanted].max()), scores, -np.inf)
    best = int(np.argmax(scores))
    with np.errstate(under="ignore"):
        shares = np.exp(scores - scores[best])
    shares /= shares.sum()
    sure = shares[best] >= _SURE
    if letters >= _ENOUGH:
        sure = codes[best] == asked or asked not in codes or shares[codes.index(asked)] < _DOUBT
    return Guess(codes[best], float(shares[best]), bool(sure))


def identifiable() -> frozenset[str]:
    """Returns the codes of the languages that `identify` knows."""
    return frozenset(langid_model().codes)


@cache
def _expected(codes: tuple[str, ...]) -> Any:
    import numpy as np

    return np.array([code in known_languages() for code in codes])
