"""Detects languages as langdetect 1.0.9 does, seeded with 0.

The answer is the same in every thread, process and Python version. A reimplementation, measured to
be equal: algorithm, profiles, normalisation of characters and random draws are those of langdetect
(Nakatani Shuyo's language-detection, Apache-2.0). It is faster, because the n-grams of a word are
computed once, and because loops over 55 languages are array operations. These keep the order of
the additions, so that every float is the same.
"""

from __future__ import annotations

import json
import random
import re
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from mifcheck.profiles.multi_if.libraries import library, loaded_once

UNKNOWN = "unknown"

_TRIALS = 7
_ALPHA, _ALPHA_WIDTH = 0.5, 0.05
_BASE_FREQUENCY = 10000
_CONVERGED = 0.99999
_LAST_STEP = 1000
_LIKELY = 0.1
_READ = 10000
_WORD_LENGTH = 32
"""Longer pieces are in a script without spaces and do not recur, so they are not cached."""
_STEPS = 5
"""Steps between normalisations."""


def detect(string: str) -> str:
    """Returns the code of the language that langdetect detects in a text, as "en" or "zh-cn".

    It is "" where langdetect raises because the text has no features, and "unknown" where no
    language is likely.

    Raises:
        MissingExtraError: langdetect is not installed.
    """
    import numpy as np

    model = _model()
    grams = _grams(model, _cleaned(model, string))
    if not grams:
        return ""
    draw = random.Random(0)
    total = np.zeros(len(model.codes))
    for _ in range(_TRIALS):
        total += _trial(model, grams, draw) / _TRIALS
    best = int(np.argmax(total))
    return model.codes[best] if total[best] > _LIKELY else UNKNOWN


def _trial(model: _Model, grams: list[Any], draw: random.Random) -> Any:
    """Returns the probability of each language, from n-grams drawn until one is near certain."""
    import numpy as np

    chances = np.full(len(model.codes), 1.0 / len(model.codes))
    weight = (_ALPHA + draw.gauss(0.0, 1.0) * _ALPHA_WIDTH) / _BASE_FREQUENCY
    count, bits = len(grams), len(grams).bit_length()
    step, steps = 0, 1
    while True:
        for _ in range(steps):
            # `draw.choice`, written out: it takes most of the time, and versions of Python differ.
            chosen = draw.getrandbits(bits)
            while chosen >= count:
                chosen = draw.getrandbits(bits)
            chances *= weight + grams[chosen]
        # Added in order, as in Python up to 3.11; its `sum` has since become more exact.
        chances /= np.add.accumulate(chances)[-1]
        if chances.max() > _CONVERGED or step >= _LAST_STEP:
            return chances
        step, steps = step + _STEPS, _STEPS


class _Model(NamedTuple):
    """langdetect's profiles.

    Attributes:
        codes: the languages.
        chances: for each n-gram, pairs (index of a language, share of the n-gram in it).
        rows: the same as arrays over all languages, computed when needed.
        ngram: the class of langdetect that collects n-grams character by character.
        addresses: (sign, pattern) of links and of mail addresses, which are left out.
        accents: the letters with accents that `ngram` composes for Vietnamese.
    """

    codes: tuple[str, ...]
    chances: dict[str, list[tuple[int, float]]]
    rows: dict[str, Any]
    ngram: Any
    addresses: tuple[tuple[str, re.Pattern[str]], ...]
    accents: re.Pattern[str]

    def row(self, gram: str) -> Any:
        """Returns how likely an n-gram is in each language."""
        import numpy as np

        found = self.rows.get(gram)
        if found is None:
            found = np.zeros(len(self.codes))
            for place, chance in self.chances[gram]:
                found[place] = chance
            self.rows[gram] = found
        return found


_LATIN = re.compile(r"[A-z]")
_FOREIGN = re.compile("[\u0300-\u1dff\u1f00-\U0010ffff]")
# N-grams do not cross the end of one of these.
_PIECE = re.compile(r"[^\x00-@\[-`{-\x7f]+[\x00-@\[-`{-\x7f]?")


def _cleaned(model: _Model, string: str) -> str:
    for sign, pattern in model.addresses:
        if sign in string:
            string = pattern.sub(" ", string)
    if not string.isascii() and model.accents.search(string):
        string = model.ngram.normalize_vi(string)
    string = re.sub(" {2,}", " ", string[:_READ])
    if string.isascii() or 2 * len(_LATIN.findall(string)) >= len(_FOREIGN.findall(string)):
        return string
    return _LATIN.sub("", string)


def _grams(model: _Model, string: str) -> list[Any]:
    found: list[Any] = []
    for piece in _PIECE.findall(string):
        found += _kept_grams(piece) if len(piece) <= _WORD_LENGTH else _piece_grams(model, piece)
    return found


@lru_cache(maxsize=1 << 15)
def _kept_grams(word: str) -> tuple[Any, ...]:
    return _piece_grams(_model(), word)


def _piece_grams(model: _Model, piece: str) -> tuple[Any, ...]:
    reader = model.ngram()
    found = []
    for character in piece:
        reader.add_char(character)
        if reader.capitalword:
            continue
        last = reader.grams
        grams = [last[-size:] for size in range(1, min(reader.N_GRAM, len(last)) + 1)]
        found += [model.row(gram) for gram in grams if gram != " " and gram in model.chances]
    return tuple(found)


@loaded_once
def _model() -> _Model:
    detector = library("langdetect.detector").Detector
    ngram = library("langdetect.utils.ngram").NGram
    codes: list[str] = []
    chances: dict[str, list[tuple[int, float]]] = {}
    # The order of a folder differs between machines.
    for file in sorted(files("langdetect").joinpath("profiles").iterdir(), key=lambda f: f.name):
        if file.name.startswith("."):
            continue
        profile = json.loads(file.read_text(encoding="utf-8"))
        for gram, count in profile["freq"].items():
            share = count / profile["n_words"][len(gram) - 1] if len(gram) <= ngram.N_GRAM else 0.0
            chances.setdefault(gram, []).append((len(codes), share))
        codes.append(profile["name"])
    addresses = (("://", detector.URL_RE), ("@", detector.MAIL_RE))
    return _Model(tuple(codes), chances, {}, ngram, addresses, ngram.ALPHABET_WITH_DMARK)
