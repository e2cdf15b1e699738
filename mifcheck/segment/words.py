"""Word tokenizers: by a pattern that is made from the rule of a language, or by a library."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import regex

from mifcheck.errors import MissingExtraError
from mifcheck.languages import Language, WordRule
from mifcheck.languages import characters as chars
from mifcheck.languages.characters import inside

Offsets = list[tuple[int, int]]
Tokenizer = Callable[[str], Offsets]

_START = rf"[{chars.ALPHANUMERIC}]"
_GOES_ON = rf"[{chars.WORD}{chars.JOINERS}]"


def _from_pattern(pattern: str) -> Tokenizer:
    finditer = regex.compile(pattern, regex.V1).finditer
    return lambda string: [match.span() for match in finditer(string)]


def regex_words(language: Language) -> Tokenizer:
    """Returns a tokenizer that follows the language's `WordRule`."""
    rule = language.words
    # Most words in Latin script are plain. This form only saves time.
    forms = [r"[A-Za-z]{2,}+(?=[ \n])", chars.ADDRESS, _dotted()]
    if rule.unsplit:
        forms.insert(1, _unsplit(rule.unsplit))
    if rule.grouped_digits:
        groups = rf"\p{{N}}{{1,3}}(?:[{chars.SPACES}{chars.THIN_SPACES}]\p{{N}}{{3}})+(?!\p{{N}})"
        forms.append(rf"{groups}(?:[.,]\p{{N}}+)?")
    forms.append(_general(rule))
    return _from_pattern("|".join(f"(?:{form})" for form in forms))


def character_units(language: Language) -> Tokenizer:
    """Returns a tokenizer that finds ideographs, kana, hangul syllables and runs of others."""
    run = _general(WordRule(hyphen="joins"), but_not=chars.IDEOGRAPH)
    dotted = r"(?<![A-Za-z])[A-Za-z](?:\.[A-Za-z])+(?![A-Za-z])"
    return _from_pattern(rf"{chars.ADDRESS}|{chars.IDEOGRAPH}|{dotted}|(?:{run})")


def _general(rule: WordRule, but_not: str = "") -> str:
    """Returns the pattern of runs of letters, marks and digits, joined as the rule says."""
    first, other = _START, _GOES_ON
    if but_not:
        first, other = f"[{first}--{but_not}]", f"[{other}--{but_not}]"
    core = f"{first}{other}*+"
    # Most words are followed by none of these marks, so that no join has to be tried.
    may_join = inside(".,:/．，_" + chars.APOSTROPHES + chars.HYPHENS + rule.joiners)
    return rf"{core}(?:(?=[{may_join}])(?:{'|'.join(_joins(rule))}){core})*+"


def _joins(rule: WordRule) -> Iterator[str]:
    """Yields the patterns of the marks that join the characters before and after them."""
    number, letter = rf"[{chars.NUMBERS}]", rf"[{chars.LETTERS}]"
    yield _join(".,:/", number, number)
    yield _join("．，", "[０-９]", "[０-９]")
    yield _join("．，", r"(?<!\p{Nd})\p{Nd}{1,3}", r"\p{Nd}{3}(?!\p{Nd})")
    yield _join("_", "", _START)
    if rule.joiners:
        yield _join(rule.joiners, letter, letter)
    if rule.apostrophe == "joins":
        yield _join(chars.APOSTROPHES)
    else:
        # O'Brien and Kellogg's are one word where l'eau is two.
        yield _join(chars.APOSTROPHES, rf"(?<!{_START})O", r"\p{Lu}")
        yield _join(chars.APOSTROPHES, "", rf"s(?!{_GOES_ON})")
    if rule.hyphen == "splits":
        yield _join(chars.HYPHENS, number, number)
        if rule.prefixes:
            yield _join(chars.HYPHENS, rf"(?<!{_START})(?i:{'|'.join(map(inside, rule.prefixes))})")
    elif rule.enclitics:
        enclitic = f"(?i:{'|'.join(map(inside, rule.enclitics))})"
        chain = rf"{enclitic}(?:[{chars.HYPHENS}]{enclitic}){{0,3}}+"
        yield _join(chars.HYPHENS, "", rf"(?!{chain}(?![{chars.HYPHENS}]?{_START}))")
    else:
        yield _join(chars.HYPHENS)


def _join(marks: str, before: str = "", after: str = "") -> str:
    behind = f"(?<={before}.)" if before else ""
    return f"[{inside(marks)}]{behind}(?={after})"


def _dotted() -> str:
    return rf"(?<!{_START})\p{{L}}\p{{M}}*(?:\.[{chars.HYPHENS}]?\p{{L}}\p{{M}}*)+(?!{_START})"


def _unsplit(words: Sequence[str]) -> str:
    spelled = (regex.escape(word).replace("'", rf"[{chars.APOSTROPHES}]") for word in words)
    return rf"(?<!{_START}){_likely(words)}(?i:{'|'.join(spelled)})(?!{_START})"


def _likely(words: Sequence[str]) -> str:
    """Returns a cheap pattern that all these words match: letters, then one of their marks."""
    marks = {next((sign for sign in word if not sign.isalpha()), "") for word in words}
    if "" in marks:
        return ""
    listed = "".join(chars.APOSTROPHES if mark == "'" else mark for mark in sorted(marks))
    return rf"(?={_START}++[{inside(listed)}])"


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
        tokens = tokenizer.tokenize(string)
        return [(start, end) for token, start, end in tokens if chars.HAS_WORD.search(token)]

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


def spacy_words(language: Language) -> Tokenizer:
    """Returns spaCy's rule-based tokenizer.

    Raises:
        MissingExtraError: spaCy is not installed.
    """
    with languages_extra():
        import spacy
    tokenizer = spacy.blank(language.code).tokenizer

    def tokenize(string: str) -> Offsets:
        return [
            (token.idx, token.idx + len(token))
            for token in tokenizer(string)
            if chars.HAS_WORD.search(token.text)
        ]

    return tokenize


def indic_words(language: Language) -> Tokenizer:
    """Returns the tokenizer of indic-nlp-library.

    Raises:
        MissingExtraError: indic-nlp-library is not installed.
    """
    with languages_extra():
        from indicnlp.tokenize import indic_tokenize

    def tokenize(string: str) -> Offsets:
        found: Offsets = []
        end = 0
        for token in indic_tokenize.trivial_tokenize(string, language.code):
            start = string.find(token, end)
            if token and start >= 0:
                end = start + len(token)
                if chars.HAS_WORD.search(token):
                    found.append((start, end))
        return found

    return tokenize
