"""Which language is this text? By langid's model and the words that tell neighbours apart."""

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
    """The likeliest language (ISO 639-1 code) and how likely it is, from 0 to 1.

    `sure` is False where another may be meant: the text is short, or the language asked for is
    nearly as likely.
    """

    code: str
    probability: float
    sure: bool = True


_LETTER = regex.compile(rf"[{SPELLING}]")
# Kana, Hangul, Thai ... tell a language by themselves, however short the text.
_SHARED_SCRIPTS = r"\p{Latin}\p{Cyrillic}\p{Devanagari}\p{Han}"
_TELLING = regex.compile(rf"[{LETTERS}--[{_SHARED_SCRIPTS}]]", regex.V1)
_ENOUGH = 40
_SURE = 0.99
_DOUBT = 0.05
# Log-likelihoods. A reply is rather in a language that people ask for than in a neighbour of it,
# and rather in the one that it was asked for in.
_EXPECTED = 5.0
_ASKED = 3.0


def identify(text: str, likely: Collection[str] = (), asked: str = "") -> Guess | None:
    """The language of a text, among the 97 that langid knows; None when it has no letter.

    The case is folded first, since text in capitals misleads identifiers, and the words of the
    first 3,000 characters are read, up to 2,000; names count less than other words, and so do words
    in another script than most. To the model's log-likelihoods are added those of the words and
    letters that tell a language from its neighbours, as the language files list them, and priors
    for the languages that have a file, for the `likely` ones and for the one `asked` for. Nothing
    is drawn at random.

    A text of fewer than 40 letters of the Latin, Cyrillic, Devanagari or Han script says too
    little to choose among all: it is one of the `likely` codes, where some are given.

    Source: Lui and Baldwin, langid.py: an off-the-shelf language identification tool (ACL 2012).
    """
    import numpy as np

    reading = read(text)
    letters = sum(1 for _ in islice(_LETTER.finditer(reading.string), _ENOUGH))
    if not letters:
        return None
    codes = langid_model().codes
    told = reading.told(codes)
    # A lone surrogate, which a broken reply may hold, has no bytes to be read.
    data = reading.string.encode("utf-8", "replace")
    scores = langid_model().scores(data, reading.weights()) + told
    wanted = np.array([code in likely for code in codes])
    scores[wanted | _expected(codes)] += _EXPECTED
    if asked in codes:
        scores[codes.index(asked)] += _ASKED
    if letters < _ENOUGH and wanted.any() and not _TELLING.search(reading.string):
        # A neighbour is let in where more of its own words stand than of any of these.
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
    """The codes that `identify` can answer with."""
    return frozenset(langid_model().codes)


@cache
def _expected(codes: tuple[str, ...]) -> Any:
    import numpy as np

    return np.array([code in known_languages() for code in codes])
