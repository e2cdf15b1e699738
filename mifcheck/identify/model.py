"""langid's model as arrays, which give langid's own likelihoods in a fraction of its time."""

from __future__ import annotations

import threading
from functools import cache
from typing import Any, NamedTuple

_LONGEST_FEATURE = 4
_loading = threading.Lock()


class LangidModel(NamedTuple):
    """langid's model as arrays.

    Attributes:
        codes: the languages, in the order of the columns of `weights` and `priors`.
        moves: the transitions of the automaton: `moves[256 * state + byte]` is the next state.
        weights: log-likelihood, in each language, of the features that are counted when a state is
            reached.
        priors: log-likelihood of each language.
    """

    codes: tuple[str, ...]
    moves: Any
    weights: Any
    priors: Any

    def scores(self, data: bytes, weights: Any = None) -> Any:
        """Returns the log-likelihood of each language, by langid's naive Bayes model.

        A feature has at most four bytes, so the automaton's state depends on the last four bytes
        only, and all states are computed at once, in four steps. (langid itself goes byte by byte,
        and multiplies all 7,480 features where a few hundred occur.) The features of a state are
        summed once, when the model is loaded.

        Args:
            data: the text in UTF-8.
            weights: the weight of each byte; None if all weigh the same.
        """
        import numpy as np

        read = np.frombuffer(data, dtype=np.uint8).astype(np.int32)
        reached = np.zeros(len(read), dtype=np.int32)
        for back in range(min(_LONGEST_FEATURE, len(read)) - 1, -1, -1):
            reached[back:] = self.moves[(reached[back:] << 8) + read[: len(read) - back]]
        entered = np.bincount(reached, weights)
        occurring = np.flatnonzero(entered)
        return entered[occurring] @ self.weights[occurring] + self.priors


def langid_model() -> LangidModel:
    """Returns the model, which is loaded on first use."""
    with _loading:
        return _loaded()


@cache
def _loaded() -> LangidModel:
    import numpy as np
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    # py3langid has langid's model in a form that loads in a fortieth of the time.
    loaded = LanguageIdentifier.from_pickled_model(MODEL_FILE)
    # As small as they are, since they are read all over the place.
    moves = np.asarray(loaded.tk_nextmove, dtype=np.uint16)
    weights = np.zeros((len(moves) >> 8, len(loaded.nb_classes)))
    for state, features in loaded.tk_output.items():
        weights[state] = loaded.nb_ptc[list(features)].sum(axis=0)
    return LangidModel(
        codes=tuple(str(code) for code in loaded.nb_classes),
        moves=moves,
        weights=weights,
        priors=loaded.nb_pc,
    )
