"""Identifies the language of a text, by langid's model and by words that neighbours lack."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

import regex

from mifcheck.identify.dictionary import is_far_larger, known_share
from mifcheck.identify.model import langid_model
from mifcheck.identify.reading import Reading, read
from mifcheck.identify.telling import (
    files_about,
    neighbours,
    part_told,
    told_by_letters,
    told_by_words,
    vocabulary,
)
from mifcheck.languages import known_languages
from mifcheck.languages.characters import LETTERS, SPELLING

__all__ = ["Guess", "identifiable", "identified_as", "identify"]


class Guess(NamedTuple):
    """The most likely language of a text.

    Attributes:
        code: ISO 639-1 code of the language.
        probability: its probability, from 0 to 1, by the model; of a short text it says little.
        sure: False if another language may be meant: a short text leaves doubt, or the language
            asked for has a probability of at least 0.05.
        short: whether the text has fewer than 40 letters.
        beside: code of a second language, if a third of the text or more is written in it; else "".
    """

    code: str
    probability: float
    sure: bool = True
    short: bool = False
    beside: str = ""


_LETTER = regex.compile(rf"[{SPELLING}]")
# Any other script (kana, Hangul, Thai) identifies the language, even in a short text.
_SHARED_SCRIPTS = r"\p{Latin}\p{Cyrillic}\p{Devanagari}\p{Han}"
_TELLING = regex.compile(rf"[{LETTERS}--[{_SHARED_SCRIPTS}]]", regex.V1)
_NOT_LATIN = regex.compile(rf"[{LETTERS}--\p{{Latin}}]", regex.V1)
_ENOUGH = 40
_SURE = 0.99
# So small a probability needs no other evidence, even of few words.
_CERTAINLY_NOT = 1e-8
_DOUBT = 0.05
# Log-likelihoods. A reply is more likely in a language that people ask for than in a neighbour of
# it, and more likely in the language that was asked for.
_EXPECTED = 5.0
_ASKED = 3.0
# The model cannot choose between languages whose log-likelihoods differ by less: their dictionaries
# do. If both have all words, either may be meant where the model is undecided.
_CLOSE = 40.0
_UNDECIDED = 8.0
_MOST_KNOWN = 0.7
_HALF_KNOWN = 0.5
_RIVAL = 15.0
_LONG = 4
# The log-likelihood of words that tell another language before a part of the text is looked for,
# and what it is at least of that of the best language.
_PART_TOLD = 32.0
_PART_SHARE = 0.2


def identify(text: str, likely: Collection[str] = (), asked: str = "") -> Guess | None:
    """Identifies the language of a text, among the 97 that langid knows.

    Case is folded first, since text in capitals misleads identifiers. The words in the first 3,000
    characters are read, up to 2,000 characters of them, and what is repeated is read once. Names
    count less than other words, and so do words in another script than most of the text.

    The score of a language is a sum of log-likelihoods: those of langid's model, those of the
    words and letters that distinguish a language from its neighbours (from the language files),
    and priors for the languages that have a file, for `likely` and for `asked`. The result is
    deterministic.

    A text with fewer than 40 letters, all in Latin, Cyrillic, Devanagari or Han script, is too
    short to choose among all languages. If `likely` is given, the answer is one of its codes or
    a neighbour of `asked`, unless more words of another neighbour occur. A dictionary decides
    whether such a text may be in `asked`, and where the model is undecided.

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
    string = reading.string
    letters = sum(1 for _ in islice(_LETTER.finditer(string), _ENOUGH))
    if not letters:
        return None
    short = letters < _ENOUGH
    ranking = _ranking(reading, short, likely, asked)
    best = int(np.argmax(ranking.scores))
    shares = ranking.shares(best)
    if asked in ranking.codes:
        best, sure = _decided(ranking, shares, best, ranking.codes.index(asked))
    else:
        sure = not short or bool(shares[best] >= _SURE)
    beside = _beside(reading, best, ranking.by_words)
    return Guess(ranking.codes[best], float(shares[best]), sure, short, beside)


class _Ranking(NamedTuple):
    """The languages that a text may be in.

    Attributes:
        reading: the words of the text.
        codes: the codes of all languages.
        by_words: log-likelihood, for each language, of the words that distinguish it.
        evidence: that of such words and letters together.
        scores: that of all there is; minus infinity for a language that is not admitted.
        short: whether the text is short.
        few: whether it is so short, in a script of many languages, that few are admitted.
    """

    reading: Reading
    codes: tuple[str, ...]
    by_words: Any
    evidence: Any
    scores: Any
    short: bool
    few: bool

    def shares(self, best: int) -> Any:
        """Returns the probability of each language."""
        import numpy as np

        with np.errstate(under="ignore"):
            shares = np.exp(self.scores - self.scores[best])
        return shares / shares.sum()

    def known(self, language: int) -> float | None:
        """Returns the share of the text's words that a dictionary has; None without one.

        In a short text, capitals may be those of a heading, so names count, too.
        """
        reading, code = self.reading, self.codes[language]
        words = reading.words if len(reading.string) < 2 * _ENOUGH else reading.ordinary
        return known_share(words, code, vocabulary(code))


def _ranking(reading: Reading, short: bool, likely: Collection[str], asked: str) -> _Ranking:
    """Returns the scores of all languages for a text with a letter."""
    import numpy as np

    model, string = langid_model(), reading.string
    codes = model.codes
    by_words = told_by_words(reading, asked)
    by_letters = told_by_letters(reading, short, asked)
    evidence = by_words + by_letters
    # A broken reply may contain a lone surrogate, which cannot be encoded.
    scores = model.scores(string.encode("utf-8", "replace"), reading.weights()) + evidence
    wanted = _members(frozenset(likely))
    scores[wanted | _expected()] += _EXPECTED
    few = short and not _TELLING.search(string)
    if asked in codes:
        place = codes.index(asked)
        # Other scripts than Latin spell foreign words in the letters of the language.
        is_foreign = few and by_letters[place] < 0 and _NOT_LATIN.match(string)
        scores[place] += -np.inf if is_foreign else _ASKED
    if few and wanted.any():
        # A neighbour is admitted if more of its own words occur than of any likely language.
        admitted = wanted | (evidence > evidence[wanted].max())
        admitted[neighbours(asked, asked)] = True
        scores = np.where(admitted, scores, -np.inf)
    return _Ranking(reading, codes, by_words, evidence, scores, short, few)


def _decided(ranking: _Ranking, shares: Any, best: int, asked: int) -> tuple[int, bool]:
    """Returns the language of a text, and whether that is sure, if one was asked for."""
    sure = bool(shares[asked] < (1 - _SURE if ranking.short else _DOUBT))
    if best != asked:
        may_be = _may_be(ranking, asked, best)
        best = asked if may_be else best
        sure = sure and may_be is not None
    if best == asked:
        if _may_be_neighbour(ranking, asked):
            return best, False
        return best, not ranking.few or _is_told(ranking, asked)
    is_even = ranking.few and ranking.evidence[best] <= ranking.evidence[asked]
    if is_even and shares[asked] > _CERTAINLY_NOT:
        sure = sure and _is_rather(ranking, best, asked)
    return best, sure


def _may_be_neighbour(ranking: _Ranking, asked: int) -> bool:
    """Returns whether a text may as well be in a neighbour of a language with a short file.

    Neither words nor letters tell the two apart, and the model prefers neither.
    """
    code = ranking.codes[asked]
    if not files_about(code):
        return False
    lead = ranking.scores[asked] - _EXPECTED - _ASKED - ranking.scores
    return any(
        ranking.evidence[rival] >= ranking.evidence[asked] and lead[rival] < _RIVAL
        for rival in neighbours(code, code)
        if ranking.codes[rival] not in identified_as(code)
    )


def _may_be(ranking: _Ranking, asked: int, best: int) -> bool | None:
    """Returns whether a dictionary gives a text to the language asked for, not to the best.

    The answer is None if both have all its words.
    """
    behind = ranking.scores[best] - ranking.scores[asked]
    if behind > _CLOSE or ranking.evidence[best] > ranking.evidence[asked]:
        return False
    known = ranking.known(asked)
    if known is None or known < _MOST_KNOWN:
        return False
    others = ranking.known(best)
    if others is None or known > others:
        return True
    if known < others:
        return False
    # Small words are the same in many languages.
    long = any(len(word) >= _LONG for word in ranking.reading.ordinary)
    return True if long and behind < _UNDECIDED else None


def _is_rather(ranking: _Ranking, best: int, asked: int) -> bool:
    """Returns whether a dictionary has most words of a short text, and another has fewer."""
    known = ranking.known(best) or 0.0
    return known >= _MOST_KNOWN and known > (ranking.known(asked) or 0.0)


def _is_told(ranking: _Ranking, asked: int) -> bool:
    """Returns whether a short text that may be in the language asked for is in no other.

    Its dictionary has words of the text, and that of no rival has more. If that of a rival that
    people ask for has as many, and is not far larger, the model must not be undecided.
    """
    import numpy as np

    codes, known = ranking.codes, ranking.known(asked)
    if not known:
        return known is None
    behind = ranking.scores[asked] - ranking.scores
    behind[asked] = np.inf
    if _may_be_other(ranking, asked, known):
        return False
    # A dictionary that has to be loaded takes longer than anything else.
    near = _UNDECIDED if known >= _MOST_KNOWN else _RIVAL
    for rival in np.argsort(behind).tolist():
        if behind[rival] >= near:
            break
        others = ranking.known(rival) or 0.0
        is_even = others == known and behind[rival] < _UNDECIDED and bool(_expected()[rival])
        if others > known or (is_even and not is_far_larger(codes[rival], codes[asked])):
            return False
    return True


def _may_be_other(ranking: _Ranking, asked: int, known: float) -> bool:
    """Returns whether a text may be in a neighbour, though the model prefers the language.

    More words and letters tell the neighbour, and the dictionary lacks a word. Or they tell it as
    much, and the dictionary lacks many words, which that of the neighbour has; if it has no
    dictionary, more than half of them are lacked.
    """
    # In Latin script, many words are those of a neighbour, too.
    apart = _NOT_LATIN.match(ranking.reading.string) is not None
    for rival in neighbours(ranking.codes[asked]):
        told = ranking.evidence[rival] - ranking.evidence[asked]
        behind = ranking.scores[asked] - ranking.scores[rival]
        if apart and told > 0 and known < 1 and behind < _RIVAL:
            return True
        if told < 0 or behind > _CLOSE or known >= _MOST_KNOWN:
            continue
        others = ranking.known(rival)
        if others is None:
            if known < _HALF_KNOWN and behind < _RIVAL:
                return True
        elif others >= _MOST_KNOWN:
            return True
    return False


def _beside(reading: Reading, best: int, by_words: Any) -> str:
    """Returns the code of the language of a large part of the text; "" if there is none."""
    import numpy as np

    codes = langid_model().codes
    if reading.beside:
        scores = langid_model().scores(" ".join(reading.beside).encode("utf-8", "replace"))
        scores[_expected()] += _EXPECTED
        return codes[int(np.argmax(scores))]
    least = max(_PART_TOLD, _PART_SHARE * by_words[best])
    others = set(np.flatnonzero(by_words >= least).tolist())
    if others <= {best, *neighbours(codes[best])}:
        return ""
    part = part_told(reading, best)
    return "" if part is None else codes[part]


def identified_as(code: str) -> tuple[str, ...]:
    """Returns the codes with which `identify` answers for a language, its own first.

    The model has one language under several codes: Norwegian, whose written forms are two.
    """
    known = [code, *_NAMED_OTHERWISE.get(code, ())]
    return tuple(each for each in known if each in langid_model().codes)


# The texts that the model knows as Norwegian are in Bokmål.
_NAMED_OTHERWISE = {"no": ("nb", "nn"), "nb": ("no",), "kmr": ("ku",)}


def identifiable() -> frozenset[str]:
    """Returns the codes of the languages that `identify` knows."""
    return frozenset(langid_model().codes)


@lru_cache(maxsize=1024)
def _members(some: frozenset[str]) -> Any:
    """Returns for each language of the model whether it is among some."""
    import numpy as np

    return np.array([code in some for code in langid_model().codes])


def _expected() -> Any:
    return _members(frozenset(known_languages()))
