"""langdetect's answer, seeded with 0: the same in every thread, process and Python version.

The algorithm is that of langdetect 1.0.9 (Nakatani Shuyo's language-detection, Apache-2.0), and
so are its profiles, its normalisation of characters and its draws. What is done once here is what
the package does anew for every text: n-grams are found once a word, and its loops over 55
languages are array operations, each in the same order, so that every float is the same.
"""

from __future__ import annotations

import json
import random
import re
import threading
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from mifcheck.profiles.multi_if.libraries import library

UNKNOWN = "unknown"

_TRIALS = 7
_ALPHA, _ALPHA_WIDTH = 0.5, 0.05
_BASE_FREQUENCY = 10000
_CONVERGED = 0.99999
_LAST_STEP = 1000
_LIKELY = 0.1
_READ = 10000
_WORD_LENGTH = 32
"""What is longer is a stretch of a script without spaces, which won't come again."""
_STEPS = 5
"""Steps from one normalisation to the next."""


def detect(string: str) -> str:
    """The code of the language that langdetect finds in a text, such as "en" or "zh-cn".

    "" where it raises because nothing in the text tells, "unknown" where no language is likely.

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
    """The probability of each language after n-grams drawn until one language stands out."""
    import numpy as np

    chances = np.full(len(model.codes), 1.0 / len(model.codes))
    weight = (_ALPHA + draw.gauss(0.0, 1.0) * _ALPHA_WIDTH) / _BASE_FREQUENCY
    count, bits = len(grams), len(grams).bit_length()
    step, steps = 0, 1
    while True:
        for _ in range(steps):
            # `draw.choice`, spelled out: it is what costs, and here no version can change it.
            chosen = draw.getrandbits(bits)
            while chosen >= count:
                chosen = draw.getrandbits(bits)
            chances *= weight + grams[chosen]
        # Summed in order, as Python did up to 3.11; its sum has since become more exact.
        chances /= np.add.accumulate(chances)[-1]
        if chances.max() > _CONVERGED or step >= _LAST_STEP:
            return chances
        step, steps = step + _STEPS, _STEPS


class _Model(NamedTuple):
    """langdetect's profiles.

    Attributes:
        codes: the languages.
        chances: of each n-gram: pairs of a language's place and the n-gram's share in it.
        rows: the same as arrays of all languages, made as they are needed.
        ngram: langdetect's class of the n-grams of a text read character by character.
        addresses: what it leaves out: links and mail addresses, each with what tells of one.
        accents: what `ngram` composes for Vietnamese.
    """

    codes: tuple[str, ...]
    chances: dict[str, list[tuple[int, float]]]
    rows: dict[str, Any]
    ngram: Any
    addresses: tuple[tuple[str, re.Pattern[str]], ...]
    accents: re.Pattern[str]

    def row(self, gram: str) -> Any:
        """How likely an n-gram is in each language."""
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
# Whatever follows one of these has its n-grams to itself.
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


_loading = threading.Lock()


def _model() -> _Model:
    with _loading:
        return _loaded()


@cache
def _loaded() -> _Model:
    detector = library("langdetect.detector").Detector
    ngram = library("langdetect.utils.ngram").NGram
    codes: list[str] = []
    chances: dict[str, list[tuple[int, float]]] = {}
    # A folder's own order differs from machine to machine.
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
