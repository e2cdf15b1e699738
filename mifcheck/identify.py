"""Which language is this text? By langid's model and the words that tell neighbours apart."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

import regex

from mifcheck.languages import get_language, known_languages


class Guess(NamedTuple):
    """The likeliest language (ISO 639-1 code) and how likely it is, from 0 to 1.

    `sure` is False where the text is so short that a neighbour may be meant.
    """

    code: str
    probability: float
    sure: bool = True


_LETTER = regex.compile(r"[\p{L}\p{M}]")
# A capital within a sentence, or else any word.
_WORD = regex.compile(
    r"(?:(?<=[\p{L}\p{M}\p{N}'’,;)]\s|[(])(\p{Lu}[\p{L}\p{M}'’-]*+))|(\p{L}[\p{L}\p{M}'’-]*+)"
)
# Kana, Hangul, Thai ... tell a language by themselves, however short the text.
_TELLING = regex.compile(r"[\p{L}--[\p{Latin}\p{Cyrillic}\p{Devanagari}\p{Han}]]", regex.V1)
_LOOKED_AT = 3000
_READ = 2000
_ENOUGH = 40
_SURE = 0.99
# Log-likelihoods. A reply is rather in a language that people ask for than in a neighbour of it;
# and a word that only one of two neighbours writes tells more than the bytes that make it up.
_EXPECTED = 5.0
_TOLD = 8.0
# A name is spelled in the language of its bearer: among words that begin with a small letter, one
# that begins with a capital counts less.
_NAME = 0.1
_MOST_NAMED = 0.8
# In so few characters the first word of a sentence is rather no name.
_SHORT = 40


def identify(text: str, likely: Collection[str] = ()) -> Guess | None:
    """The language of a text, among the 97 that langid knows; None when it has no letter.

    The case is folded first, since text in capitals misleads identifiers, and the words of the
    first 3,000 characters are read, up to 2,000; names count less than other words. To
    the model's log-likelihoods are added those of the words and letters that tell a language from
    its neighbours, as the language files list them, and a prior for the languages that have a file
    and for the `likely` ones. Nothing is drawn at random.

    A text of fewer than 40 letters of the Latin, Cyrillic, Devanagari or Han script says too
    little to choose among all: it is one of the `likely` codes, where some are given.

    Source: Lui and Baldwin, langid.py: an off-the-shelf language identification tool (ACL 2012).
    """
    import numpy as np

    # Emoji, dashes and curly quotes would vote, too: only words are read.
    words, names = _words(text[:_LOOKED_AT])
    read = " ".join(words)
    letters = sum(1 for _ in islice(_LETTER.finditer(read), _ENOUGH))
    if not letters:
        return None
    model = _model()
    # A lone surrogate, which a broken reply may hold, has no bytes to be read.
    told = _told([word for word, name in zip(words, names, strict=True) if not name], model.codes)
    scores = model.scores(read.encode("utf-8", "replace"), _weights(words, names)) + told
    wanted = np.array([code in likely for code in model.codes])
    scores[wanted | _expected(model.codes)] += _EXPECTED
    if letters < _ENOUGH and wanted.any() and not _TELLING.search(read):
        # A neighbour is let in where more of its own words stand than of any of these.
        scores = np.where(wanted | (told > told[wanted].max()), scores, -np.inf)
    best = int(np.argmax(scores))
    with np.errstate(over="ignore", under="ignore"):
        probability = 1 / np.exp(scores - scores[best]).sum()
    sure = letters >= _ENOUGH or probability >= _SURE
    return Guess(model.codes[best], float(probability), bool(sure))


def _words(text: str) -> tuple[list[str], list[bool]]:
    """The words, in small letters, and of each whether it looks like a name."""
    found = _WORD.findall(text)
    read = " ".join([name or other for name, other in found])[:_READ]
    words = read.lower().split()
    lone = len(text) > _SHORT
    pairs = found[: len(words)]
    names = [name != "" or (lone and other[0].isupper()) for name, other in pairs]
    # Text in capitals, or a title in which every word has one, says nothing of names.
    if sum(names) > _MOST_NAMED * len(words) or text == text.upper():
        return words, [False] * len(words)
    return words, names


def _weights(words: Sequence[str], names: Sequence[bool]) -> Any:
    """What each byte of the words, set apart by spaces, is worth; None: all the same."""
    import numpy as np

    if not any(names):
        return None
    lengths = [len(word.encode("utf-8", "replace")) + 1 for word in words]
    return np.repeat(np.where(names, _NAME, 1.0), lengths)[:-1]


@cache
def _expected(codes: tuple[str, ...]) -> Any:
    import numpy as np

    return np.array([code in known_languages() for code in codes])


def _told(words: Sequence[str], codes: tuple[str, ...]) -> Any:
    """What the words that tell neighbours apart add to the log-likelihood of each language."""
    import numpy as np

    told = np.zeros(len(codes))
    by_word, by_letter = _tells(codes)
    for word in words:
        for language in by_word.get(word, ()):
            told[language] += _TOLD
    for letter in by_letter.keys() & set("".join(words)):
        told[by_letter[letter]] += _TOLD * sum(letter in word for word in words)
    return told


@cache
def _tells(codes: tuple[str, ...]) -> tuple[dict[str, set[int]], dict[str, int]]:
    """The languages, as places in `codes`, that each telling word and letter speaks for."""
    by_word: dict[str, set[int]] = defaultdict(set)
    by_letter: dict[str, int] = {}
    place = {code: at for at, code in enumerate(codes)}
    for code in known_languages():
        rule = get_language(code).identification
        for language, words in ((code, rule.words), *rule.neighbours):
            for word in words if language in place else ():
                by_word[word].add(place[language])
        by_letter |= {letter: place[code] for letter in rule.letters if code in place}
    return dict(by_word), by_letter


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

    def scores(self, data: bytes, weights: Any = None) -> Any:
        """The log-likelihood of each language, as langid's own naive Bayes has it.

        `weights` says what each byte is worth, where not all are worth the same.

        A feature is four bytes at most, so the automaton's state depends on the last four bytes,
        and all states are found at once, four moves from the root. langid itself walks byte by
        byte, and multiplies all 7,480 features where a few hundred occur.
        """
        import numpy as np

        read = np.frombuffer(data, dtype=np.uint8).astype(np.int64)
        reached = np.zeros(len(read), dtype=np.int64)
        for back in range(min(_LONGEST_FEATURE, len(read)) - 1, -1, -1):
            reached[back:] = self.moves[(reached[back:] << 8) + read[: len(read) - back]]
        entered = np.bincount(reached, weights, minlength=int(self.states.max()) + 1)
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
