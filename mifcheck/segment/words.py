"""Word tokenizers: by a pattern that is made from the rule of a language, or by a library."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from string import ascii_letters, digits

import regex

from mifcheck.errors import MissingExtraError
from mifcheck.languages import Language
from mifcheck.languages import characters as chars
from mifcheck.languages.characters import inside
from mifcheck.languages.joining import GOES_ON, START, dotted, joining_marks, spelled, word_joins
from mifcheck.languages.rules import WordRule

Offsets = list[tuple[int, int]]
Tokenizer = Callable[[str], Offsets]
Counter = Callable[[str], int]


def _from_pattern(pattern: str) -> Tokenizer:
    finditer = regex.compile(pattern, regex.V1).finditer
    return lambda string: [match.span() for match in finditer(_without_signs(string))]


def _without_signs(string: str) -> str:
    """Returns the string with spaces for the emoji that Unicode makes of letters and digits."""
    if chars.KEY in string:
        string = _KEYCAP.sub(lambda keycap: " " * len(keycap[0]), string)
    return string.replace(chars.LETTERLIKE, " ")


_KEYCAP = regex.compile(chars.KEYCAP)


def regex_words(language: Language) -> Tokenizer:
    """Returns a tokenizer that follows the language's `WordRule`."""
    rule = language.words
    # Most words are plain. This form only saves time.
    forms = [
        r"\p{L}[\p{L}\p{M}]++(?=[,.]?[ \n])",
        chars.ADDRESS,
        chars.DOMAIN,
        chars.FILE,
        dotted(rule),
    ]
    if rule.unsplit:
        forms.insert(1, _unsplit(rule.unsplit))
    if rule.grouped_digits:
        groups = rf"\p{{N}}{{1,3}}(?:[{chars.SPACES}{chars.THIN_SPACES}]\p{{N}}{{3}})+(?!\p{{N}})"
        forms.append(rf"{groups}(?:[.,]\p{{N}}+)?")
    forms.append(_general(rule))
    return _from_pattern(_MAY_BEGIN + _no_link(rule) + _any_of(*forms))


def _no_link(rule: WordRule) -> str:
    """Returns the condition that no letter follows that only links two words."""
    if not rule.linking:
        return ""
    hyphen = rf"[{chars.HYPHENS}]"
    return rf"(?!(?<={hyphen})(?i:{'|'.join(rule.linking)}){hyphen}{START})"


# What may stand before or after a word and joins it to nothing.
_AROUND = "\"'“”‘’«»¿¡()[]{},.;:!?…*—–"
_NO_SPACE = re.compile(f"[\x1c-\x1f{chars.LETTERLIKE}{chars.KEY}]")
_GROUPS = regex.compile(rf"\p{{N}}[{chars.SPACES}{chars.THIN_SPACES}]\p{{N}}")


def pieces(line: str, rule: WordRule) -> list[str] | None:
    """Returns what stands between white space; None if that may have parts of one word."""
    # Python and `regex` differ in the first of these: what is white space, and what a letter.
    if _NO_SPACE.search(line) or (rule.grouped_digits and _GROUPS.search(line)):
        return None
    return line.split()


def word_counter(rule: WordRule, cut: Tokenizer) -> Counter:
    """Returns a function that counts what the tokenizer of `regex_words` finds in a line.

    Most words are letters with marks around them, which need no pattern.
    """

    def count(line: str) -> int:
        apart = pieces(line, rule)
        if apart is None:
            return len(cut(line))
        others = [each for each in apart if not each.isalpha()]
        others = [each for each in others if not each.strip(_AROUND).isalpha()]
        return len(apart) - len(others) + (len(cut("\n".join(others))) if others else 0)

    return count


def character_units(language: Language) -> Tokenizer:
    """Returns a tokenizer that finds ideographs, kana, hangul syllables and runs of others."""
    run = _general(WordRule(hyphen="joins"), but_not=chars.IDEOGRAPH)
    letters = r"(?<![A-Za-z])[A-Za-z](?:\.[A-Za-z])+(?![A-Za-z])"
    others = _MAY_BEGIN + _any_of(chars.ADDRESS, chars.DOMAIN, chars.FILE, letters, run)
    return _from_pattern(f"{chars.IDEOGRAPH}|{others}")


# No form of a word, not even an address, begins with anything else.
_MAY_BEGIN = rf"(?=[{chars.ALPHANUMERIC}_.+-])"


def _any_of(*forms: str) -> str:
    return f"(?:{'|'.join(f'(?:{form})' for form in forms)})"


def _general(rule: WordRule, but_not: str = "") -> str:
    """Returns the pattern of runs of letters, marks and digits, joined as the rule says."""
    first, other = START, GOES_ON
    if but_not:
        first, other = f"[{first}--{but_not}]", f"[{other}--{but_not}]"
    core = f"{first}{other}*+"
    # Most words are followed by none of these marks, so that no join has to be tried.
    may_join = inside(joining_marks(rule))
    return rf"{core}(?:(?=[{may_join}])(?:{'|'.join(word_joins(rule))}){core})*+"


def _unsplit(words: Sequence[str]) -> str:
    return rf"(?<!{START}){_likely(words)}(?i:{'|'.join(map(spelled, words))})(?!{START})"


def _likely(words: Sequence[str]) -> str:
    """Returns a cheap pattern that all these words match: letters, then one of their marks."""
    marks = {next((sign for sign in word if not sign.isalpha()), "") for word in words}
    if "" in marks:
        return ""
    listed = "".join(chars.APOSTROPHES if mark == "'" else mark for mark in sorted(marks))
    return rf"(?={GOES_ON}++[{inside(listed)}])"


# What jieba needs for a stretch without marks grows with the square of its length.
_PIECE = regex.compile(r"(?s).{1,2000}(?:\Z|(?<=[\s。！？，、；：,!?;]))|.{1,2000}")


# jieba takes each full-width letter or digit for a word.
_TO_USUAL_WIDTH = {ord(letter) + 0xFEE0: letter for letter in ascii_letters + digits}


def jieba_words(language: Language) -> Tokenizer:
    """Returns jieba's tokenizer of Chinese."""
    import logging

    import jieba

    # When jieba builds its dictionary, it writes to the log and to a cache file in the temporary
    # folder. Loading the dictionary here avoids both.
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True

    def tokenize(string: str) -> Offsets:
        return [
            (piece.start() + start, piece.start() + end)
            for piece in _PIECE.finditer(_without_signs(string).translate(_TO_USUAL_WIDTH))
            for token, start, end in tokenizer.tokenize(piece[0])
            if chars.HAS_WORD.search(token)
        ]

    return tokenize


@contextmanager
def languages_extra() -> Iterator[None]:
    """Guards the import of a package of the extra `languages`.

    Raises:
        MissingExtraError: the package is not installed.
    """
    try:
        yield
    except ImportError as error:
        raise MissingExtraError(
            f"the language names an algorithm whose library is not installed ({error.name}): "
            'pip install "mifcheck[languages]"'
        ) from error


def require_package(name: str) -> None:
    """Checks that a package of the extra `languages` is there. It is not imported: that takes long.

    Raises:
        MissingExtraError: the package is not installed.
    """
    with languages_extra():
        if importlib.util.find_spec(name) is None:
            raise ModuleNotFoundError(name=name)


def spacy_words(language: Language) -> Tokenizer:
    """Returns spaCy's rule-based tokenizer.

    Raises:
        MissingExtraError: spaCy is not installed.
    """
    with languages_extra():
        import spacy
    tokenizer = spacy.blank(language.code).tokenizer

    def tokenize(string: str) -> Offsets:
        tokens = tokenizer(_without_signs(string))
        return _trimmed(((each.idx, each.idx + len(each)) for each in tokens), string)

    return tokenize


# A library may leave marks on a word: the full stop of Armenian, a mark after a closing quote.
_WITHOUT_MARKS = regex.compile(rf"(?s){START}(?:.*[{chars.WORD}])?")


def _trimmed(tokens: Iterable[tuple[int, int]], string: str) -> Offsets:
    """Returns the tokens with a letter or a digit, without the marks around them."""
    found = (_WITHOUT_MARKS.search(string, *token) for token in tokens)
    return [match.span() for match in found if match]


def thai_words(language: Language) -> Tokenizer:
    """Returns the segmenter of Thai of pythainlp, by its dictionary (newmm).

    Raises:
        MissingExtraError: pythainlp is not installed.
    """
    with languages_extra():
        from pythainlp.tokenize import word_tokenize

    return lambda string: _placed(
        word_tokenize(_without_signs(string), keep_whitespace=True), string
    )


def _placed(tokens: Iterable[str], string: str) -> Offsets:
    """Returns the offsets of the tokens with a letter or a digit."""
    found: Offsets = []
    end = 0
    for token in tokens:
        start = string.find(token, end)
        if token and start >= 0:
            end = start + len(token)
            found.append((start, end))
    return _trimmed(found, string)


def indic_words(language: Language) -> Tokenizer:
    """Returns the tokenizer of indic-nlp-library.

    Raises:
        MissingExtraError: indic-nlp-library is not installed.
    """
    with languages_extra():
        from indicnlp.tokenize import indic_tokenize

    return lambda string: _placed(
        indic_tokenize.trivial_tokenize(_without_signs(string), language.code), string
    )
