"""The algorithms that a language file names for cutting words, units and sentences.

Each is built once a language by `word_cutter`, `unit_cutter` or `sentence_cutter`, from the rules
in its file, and maps a string to (start, end) offsets in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

import regex

from mifcheck.errors import MifcheckError
from mifcheck.languages import Language, SentenceRule, WordRule
from mifcheck.markdown import CLOSERS, EMPHASIS, OPENERS

Offsets = list[tuple[int, int]]
Cutter = Callable[[str], Offsets]
Lemmas = Callable[[str], frozenset[str]]
T = TypeVar("T")

APOSTROPHES = "'’ʼ＇"
HYPHENS = "-‐‑"
_JOINERS = "\u200c\u200d"
IDEOGRAPH = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]"
_LETTER = r"[\p{L}\p{N}]"
_IN_WORD = rf"[\p{{L}}\p{{M}}\p{{N}}{_JOINERS}]"

_ADDRESS = r"(?i:https?://|www\.)[^\s<>\"]*[\p{L}\p{N}/]|(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.\w+)+"

HAS_WORD = regex.compile(_LETTER)


@lru_cache(maxsize=64)
def word_cutter(language: Language) -> Cutter:
    """How this language's words are cut.

    Raises:
        MifcheckError: the language file names an algorithm that is not one of `WORD_ALGORITHMS`.
    """
    return _algorithm(WORD_ALGORITHMS, language.words.algorithm, language)


@lru_cache(maxsize=64)
def unit_cutter(language: Language) -> Cutter:
    """How a length is counted in this language: its words, or its characters.

    By characters, each ideograph, kana or hangul syllable counts one, and so does each run of
    letters and digits of other scripts.
    """
    if language.count_unit == "word":
        return word_cutter(language)
    run = _general(WordRule(hyphen="joins"), but_not=IDEOGRAPH)
    return _from_pattern(rf"{IDEOGRAPH}|(?:{run})")


@lru_cache(maxsize=64)
def sentence_cutter(language: Language) -> Cutter:
    """How this language's sentences are cut, within one block of running text.

    Raises:
        MifcheckError: the language file names an algorithm that is not one of
            `SENTENCE_ALGORITHMS`.
    """
    return _algorithm(SENTENCE_ALGORITHMS, language.sentences.algorithm, language)


@lru_cache(maxsize=64)
def lemma_finder(language: Language) -> Lemmas | None:
    """How a word's dictionary forms are found in this language; None where they can't be.

    Raises:
        MifcheckError: the language file names an algorithm that is not one of `LEMMA_ALGORITHMS`.
    """
    name = language.words.lemmas
    return _algorithm(LEMMA_ALGORITHMS, name, language) if name else None


def _algorithm(table: dict[str, Callable[[Language], T]], name: str, language: Language) -> T:
    if name not in table:
        raise MifcheckError(
            f"language {language.code}: unknown algorithm {name!r}; known: {', '.join(table)}"
        )
    return table[name](language)


def _from_pattern(pattern: str) -> Cutter:
    finditer = regex.compile(pattern, regex.V1).finditer
    return lambda string: [match.span() for match in finditer(string)]


# Words


def _regex_words(language: Language) -> Cutter:
    rule = language.words
    # Most words of a Latin script are plain; only speed depends on this form.
    forms = [r"[A-Za-z]{2,}+(?=[ \n])", _ADDRESS, _dotted()]
    if rule.whole:
        forms.insert(1, _whole(rule.whole))
    if rule.grouped_digits:
        groups = r"\p{N}{1,3}(?:[ \u00a0\u202f\u2009]\p{N}{3})+(?!\p{N})"
        forms.append(rf"{groups}(?:[.,]\p{{N}}+)?")
    forms.append(_general(rule))
    return _from_pattern("|".join(f"(?:{form})" for form in forms))


def _general(rule: WordRule, but_not: str = "") -> str:
    """A run of letters, marks and digits, joined as the rule says."""
    core = (
        rf"[{_LETTER}--{but_not}][{_IN_WORD}--{but_not}]*+"
        if but_not
        else rf"{_LETTER}{_IN_WORD}*+"
    )
    joins = [r"[.,:](?<=\p{N}.)(?=\p{N})", rf"_(?={_LETTER})"]
    if rule.apostrophe == "joins":
        joins.append(rf"[{APOSTROPHES}]")
    hyphen = rf"[{HYPHENS}]"
    if rule.hyphen == "joins":
        enclitics = "|".join(map(regex.escape, rule.enclitics))
        chain = rf"(?i:{enclitics})(?:{hyphen}(?i:{enclitics}))*(?!{hyphen}?{_LETTER})"
        joins.append(rf"{hyphen}(?!{chain})" if enclitics else hyphen)
    else:
        prefixes = "|".join(map(regex.escape, rule.prefixes))
        joins.append(rf"{hyphen}(?<=\p{{N}}.)(?=\p{{N}})")
        if prefixes:
            joins.append(rf"{hyphen}(?<=(?<!{_LETTER})(?i:{prefixes}).)")
    return rf"{core}(?:(?:{'|'.join(joins)}){core})*+"


def _dotted() -> str:
    return rf"(?<!{_LETTER})\p{{L}}\p{{M}}*(?:\.\p{{L}}\p{{M}}*)+(?!{_LETTER})"


def _whole(words: Sequence[str]) -> str:
    spelled = (regex.escape(word).replace("'", rf"[{APOSTROPHES}]") for word in words)
    return rf"(?<!{_LETTER})(?i:{'|'.join(spelled)})(?!{_LETTER})"


def _jieba_words(language: Language) -> Cutter:
    import logging

    import jieba

    # Building its dictionary, jieba writes to the log and to a cache file in the temporary
    # folder; a dictionary of its own keeps both away from the caller.
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialized = False
    _build_in_memory(tokenizer)

    def cut(string: str) -> Offsets:
        tokens = tokenizer.tokenize(string)
        return [(start, end) for token, start, end in tokens if HAS_WORD.search(token)]

    return cut


def _build_in_memory(tokenizer: object) -> None:
    import jieba

    assert isinstance(tokenizer, jieba.Tokenizer)
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True


def _spacy_words(language: Language) -> Cutter:
    import spacy

    tokenizer = spacy.blank(language.code).tokenizer

    def cut(string: str) -> Offsets:
        return [
            (token.idx, token.idx + len(token))
            for token in tokenizer(string)
            if HAS_WORD.search(token.text)
        ]

    return cut


def _indic_words(language: Language) -> Cutter:
    from indicnlp.tokenize import indic_tokenize

    def cut(string: str) -> Offsets:
        found: Offsets = []
        end = 0
        for token in indic_tokenize.trivial_tokenize(string, language.code):
            start = string.find(token, end)
            if token and start >= 0:
                end = start + len(token)
                if HAS_WORD.search(token):
                    found.append((start, end))
        return found

    return cut


# Lemmas


def _pymorphy_lemmas(language: Language) -> Lemmas:
    import pymorphy3

    analyzer = pymorphy3.MorphAnalyzer(lang=language.code)

    @lru_cache(maxsize=65536)
    def lemmas(word: str) -> frozenset[str]:
        return frozenset(parse.normal_form for parse in analyzer.parse(word))

    return lemmas


def _surface_lemmas(language: Language) -> Lemmas:
    return lambda word: frozenset({word.casefold()})


# Sentences


def _rule_sentences(language: Language) -> Cutter:
    rule = language.sentences
    boundary = _Boundary(rule, language.has_case, language.spaced)

    def cut(string: str) -> Offsets:
        start = asked = 0
        found: Offsets = []
        for end in (*boundary.ends(string), len(string)):
            # What holds no word belongs to the sentence that follows it.
            if HAS_WORD.search(string, asked, end):
                found.append((start, end))
                start = end
            asked = end
        return [_trimmed(string, start, end) for start, end in found]

    return cut


class _Boundary:
    """Decides which marks of a block end a sentence, by one language's rule."""

    def __init__(self, rule: SentenceRule, has_case: bool, spaced: bool) -> None:
        hard, soft = (
            f"[{regex.escape(marks)}]" if marks else r"(?!)"
            for marks in (rule.terminators, rule.stops)
        )
        closing = regex.escape(CLOSERS + EMPHASIS, special_only=False)
        opening = regex.escape(OPENERS + EMPHASIS, special_only=False)
        self._mark = regex.compile(
            rf"(?:(?P<hard>{hard})|(?P<soft>{soft}))(?:{hard}|{soft})*+"
            rf"(?P<closed>(?:[{closing}]|[ \u00a0\u202f]»|{_NOTE}|{_EMOJI})*+)"
            rf"(?P<gap>\s*+)(?P<opened>[{opening}—–\-\s]*+)(?P<next>\w?)"
        )
        self._token = regex.compile(rf"[^\s{regex.escape(OPENERS, special_only=False)}]+$")
        self._word = regex.compile(r"[\p{L}\p{M}]+")
        self._abbreviations = {
            part.casefold() for entry in rule.abbreviations for part in entry.split()
        }
        self._numbered = {entry.casefold() for entry in rule.numbered}
        self._starters = {word.casefold() for word in rule.starters}
        self._has_case = has_case
        letters = "{1}" if has_case else "{1,3}"
        self._dotted = regex.compile(rf"(?:(?:\p{{L}}\p{{M}}*){letters}\.)+")
        self._spaced = spaced

    def ends(self, block: str) -> Iterator[int]:
        """Offsets at which a sentence ends, its closing marks included."""
        cased = self._has_case and block != block.lower()
        for match in self._mark.finditer(block, overlapped=False):
            if self._is_end(block, match, cased):
                yield match.end("closed")

    def _is_end(self, block: str, match: regex.Match[str], cased: bool) -> bool:
        if match["hard"] is not None:
            return True
        if match.end() == len(block) and not match["next"]:
            return True
        closed = match["closed"]
        if not match["gap"] and self._spaced and not (closed and _SET_APART.search(closed)):
            return False
        follows = match["next"]
        if cased and follows.islower():
            return False
        if match["soft"] != "." or match.end("closed") - match.start() > 1:
            return True
        if not self._spaced:
            return bool(match["gap"])
        return not self._abbreviates(block, match) or self._starts(block, match)

    def _abbreviates(self, block: str, match: regex.Match[str]) -> bool:
        token = self._token.search(block, max(0, match.start() - _LONGEST), match.start() + 1)
        if token is None:
            return False
        text = token[0].strip(EMPHASIS)
        if text.casefold() in self._abbreviations:
            return True
        if text.casefold() in self._numbered and match["next"].isnumeric():
            return True
        letters = text.replace(".", "")
        initial = (
            len(letters) == 1 and letters.isalpha() and (letters.isupper() or not self._has_case)
        )
        return initial or (text.count(".") > 1 and self._dotted.fullmatch(text) is not None)

    def _starts(self, block: str, match: regex.Match[str]) -> bool:
        word = self._word.match(block, match.start("next"))
        if word is None or block[word.end() : word.end() + 1] == ".":
            return False
        return word[0].casefold() in self._starters


_LONGEST = 24
_NOTE = r"\[\p{N}{1,3}\]"
_EMOJI = r"(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f?)(?:\u200d\p{Emoji}\ufe0f?)*+"
_SET_APART = regex.compile(rf"{_NOTE}|{_EMOJI}")


def _spacy_sentences(language: Language) -> Cutter:
    import spacy

    nlp = spacy.blank(language.code)
    nlp.add_pipe("sentencizer")

    def cut(string: str) -> Offsets:
        spans = ((sent.start_char, sent.end_char) for sent in nlp(string).sents)
        return [
            _trimmed(string, start, end)
            for start, end in spans
            if HAS_WORD.search(string, start, end)
        ]

    return cut


def _trimmed(string: str, start: int, end: int) -> tuple[int, int]:
    while start < end and string[start].isspace():
        start += 1
    while start < end and string[end - 1].isspace():
        end -= 1
    return start, end


WORD_ALGORITHMS: dict[str, Callable[[Language], Cutter]] = {
    "regex": _regex_words,
    "spacy": _spacy_words,
    "jieba": _jieba_words,
    "indic": _indic_words,
}
SENTENCE_ALGORITHMS: dict[str, Callable[[Language], Cutter]] = {
    "rules": _rule_sentences,
    "spacy": _spacy_sentences,
}
LEMMA_ALGORITHMS: dict[str, Callable[[Language], Lemmas]] = {
    "pymorphy3": _pymorphy_lemmas,
    "surface": _surface_lemmas,
}
