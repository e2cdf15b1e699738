"""Which language is this text? By langid's model, on case-folded text, the same everywhere."""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

import regex


class Guess(NamedTuple):
    """The likeliest language (ISO 639-1 code) and how likely it is, from 0 to 1.

    `sure` is False where the text is so short that a neighbour may be meant.
    """

    code: str
    probability: float
    sure: bool = True


_LETTER = regex.compile(r"\p{L}")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'’-]*+")
# Kana, Hangul, Thai ... tell a language by themselves, however short the text.
_TELLING = regex.compile(r"[\p{L}--[\p{Latin}\p{Cyrillic}\p{Devanagari}\p{Han}]]", regex.V1)
_READ = 2000
_ENOUGH = 40
_SURE = 0.99


def identify(text: str, likely: Collection[str] = ()) -> Guess | None:
    """The language of a text, among the 97 that langid knows; None when it has no letter.

    The case is folded first, since text in capitals misleads identifiers, and the words of the
    first 4,000 characters are read, up to 2,000. Nothing is drawn at random.

    A text of fewer than 40 letters of the Latin, Cyrillic, Devanagari or Han script says too
    little to choose among all: it is one of the `likely` codes, where some are given.

    Source: Lui and Baldwin, langid.py: an off-the-shelf language identification tool (ACL 2012).
    """
    import numpy as np

    # Emoji, dashes and curly quotes would vote, too: only words are read.
    read = " ".join(_WORD.findall(text[: 2 * _READ]))[:_READ]
    letters = sum(1 for _ in islice(_LETTER.finditer(read), _ENOUGH))
    if not letters:
        return None
    model = _model()
    # A lone surrogate, which a broken reply may hold, has no bytes to be read.
    scores = model.scores(read.casefold().encode("utf-8", "replace"))
    if letters < _ENOUGH and likely and not _TELLING.search(read):
        wanted = np.array([code in likely for code in model.codes])
        if wanted.any():
            scores = np.where(wanted, scores, -np.inf)
    best = int(np.argmax(scores))
    with np.errstate(over="ignore", under="ignore"):
        probability = 1 / np.exp(scores - scores[best]).sum()
    sure = letters >= _ENOUGH or probability >= _SURE
    return Guess(model.codes[best], float(probability), bool(sure))


def identifiable() -> frozenset[str]:
    """The codes that `identify` can answer with."""
    return frozenset(_model().codes)


_LONGEST_FEATURE = 4
_loading = threading.Lock()


class _Model(NamedTuple):
    """langid's model as arrays.

    Attributes:
        codes: the languages, in the order of the columns below.
        moves: the automaton: the state reached from (state, byte), at 256 * state + byte.
        states, features: pairs of a state and a feature that reaching it counts.
        weights: log-likelihood of each feature in each language.
        priors: log-likelihood of each language.
    """

    codes: tuple[str, ...]
    moves: Any
    states: Any
    features: Any
    weights: Any
    priors: Any

    def scores(self, data: bytes) -> Any:
        """The log-likelihood of each language, as langid's own naive Bayes has it.

        A feature is four bytes at most, so the automaton's state depends on the last four bytes,
        and all states are found at once, four moves from the root. langid itself walks byte by
        byte, and multiplies all 7,480 features where a few hundred occur.
        """
        import numpy as np

        read = np.frombuffer(data, dtype=np.uint8).astype(np.int64)
        reached = np.zeros(len(read), dtype=np.int64)
        for back in range(min(_LONGEST_FEATURE, len(read)) - 1, -1, -1):
            reached[back:] = self.moves[(reached[back:] << 8) + read[: len(read) - back]]
        entered = np.bincount(reached, minlength=int(self.states.max()) + 1)
        counts = np.bincount(
            self.features, weights=entered[self.states], minlength=len(self.weights)
        )
        occurring = np.flatnonzero(counts)
        return counts[occurring] @ self.weights[occurring] + self.priors


def _model() -> _Model:
    with _loading:
        return _loaded()


@cache
def _loaded() -> _Model:
    import numpy as np
    from langid import langid

    # langid logs that it starts; a library that one merely calls should keep quiet.
    logging.getLogger("langid").setLevel(logging.WARNING)
    model = langid.LanguageIdentifier.from_modelstring(langid.model)
    pairs = [(state, feature) for state, found in model.tk_output.items() for feature in found]
    states, features = np.array(pairs, dtype=np.intp).T.copy()
    return _Model(
        codes=tuple(str(code) for code in model.nb_classes),
        moves=np.asarray(model.tk_nextmove, dtype=np.int64),
        states=states,
        features=features,
        weights=model.nb_ptc.astype(np.float64),
        priors=model.nb_pc,
    )
