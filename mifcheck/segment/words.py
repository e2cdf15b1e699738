"""Word tokenizers: by a pattern made from a language's rule, or by a library."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import regex

from mifcheck.errors import MissingExtraError
from mifcheck.languages import Language, WordRule
from mifcheck.languages.characters import (
    ADDRESS,
    ALPHANUMERIC,
    APOSTROPHES,
    HAS_WORD,
    HYPHENS,
    IDEOGRAPH,
    JOINERS,
    WORD,
)

Offsets = list[tuple[int, int]]
Tokenizer = Callable[[str], Offsets]

_START = rf"[{ALPHANUMERIC}]"
_GOES_ON = rf"[{WORD}{JOINERS}]"


def _from_pattern(pattern: str) -> Tokenizer:
    finditer = regex.compile(pattern, regex.V1).finditer
    return lambda string: [match.span() for match in finditer(string)]


def regex_words(language: Language) -> Tokenizer:
    """Returns a tokenizer by the language's `WordRule`."""
    rule = language.words
    # Most words of a Latin script are plain; only speed depends on this form.
    forms = [r"[A-Za-z]{2,}+(?=[ \n])", ADDRESS, _dotted()]
    if rule.unsplit:
        forms.insert(1, _unsplit(rule.unsplit))
    if rule.grouped_digits:
        groups = r"\p{N}{1,3}(?:[ \u00a0\u202f\u2009]\p{N}{3})+(?!\p{N})"
        forms.append(rf"{groups}(?:[.,]\p{{N}}+)?")
    forms.append(_general(rule))
    return _from_pattern("|".join(f"(?:{form})" for form in forms))


def character_units(language: Language) -> Tokenizer:
    """Returns a tokenizer into ideographs, kana, hangul syllables and runs of other letters."""
    run = _general(WordRule(hyphen="joins"), but_not=IDEOGRAPH)
    dotted = r"(?<![A-Za-z])[A-Za-z](?:\.[A-Za-z])+(?![A-Za-z])"
    return _from_pattern(rf"{ADDRESS}|{IDEOGRAPH}|{dotted}|(?:{run})")


_JOINING = ".,:/．，_" + APOSTROPHES + HYPHENS


def _general(rule: WordRule, but_not: str = "") -> str:
    """Returns the pattern of runs of letters, marks and digits, joined as the rule says."""
    core = (
        rf"[{_START}--{but_not}][{_GOES_ON}--{but_not}]*+" if but_not else rf"{_START}{_GOES_ON}*+"
    )
    joins = [
        r"[.,:/](?<=\p{N}.)(?=\p{N})",
        r"[．，](?:(?<=[０-９].)(?=[０-９])|(?<=(?<!\p{Nd})\p{Nd}{1,3}.)(?=\p{Nd}{3}(?!\p{Nd})))",
        rf"_(?={_START})",
        # O'Brien and Kellogg's are one word where l'eau is two.
        rf"[{APOSTROPHES}](?<=(?<!{_START})O.)(?=\p{{Lu}})" if rule.apostrophe == "ends" else "",
        rf"[{APOSTROPHES}](?=s(?!{_GOES_ON}))" if rule.apostrophe == "ends" else "",
        rf"[{APOSTROPHES}]" if rule.apostrophe == "joins" else "",
    ]
    joins = [form for form in joins if form]
    if rule.joiners:
        joins.append(rf"[{regex.escape(rule.joiners)}](?<=\p{{L}}.)(?=\p{{L}})")
    hyphen = rf"[{HYPHENS}]"
    if rule.hyphen == "joins":
        enclitics = "|".join(map(regex.escape, rule.enclitics))
        chain = rf"(?i:{enclitics})(?:{hyphen}(?i:{enclitics})){{0,3}}+(?!{hyphen}?{_START})"
        joins.append(rf"{hyphen}(?!{chain})" if enclitics else hyphen)
    else:
        prefixes = "|".join(map(regex.escape, rule.prefixes))
        joins.append(rf"{hyphen}(?<=\p{{N}}.)(?=\p{{N}})")
        if prefixes:
            joins.append(rf"{hyphen}(?<=(?<!{_START})(?i:{prefixes}).)")
    # Most words end where none of these stands, and no join need be tried.
    may_join = regex.escape(_JOINING + rule.joiners, special_only=False)
    return rf"{core}(?:(?=[{may_join}])(?:{'|'.join(joins)}){core})*+"


def _dotted() -> str:
    return rf"(?<!{_START})\p{{L}}\p{{M}}*(?:\.[{HYPHENS}]?\p{{L}}\p{{M}}*)+(?!{_START})"


def _unsplit(words: Sequence[str]) -> str:
    spelled = (regex.escape(word).replace("'", rf"[{APOSTROPHES}]") for word in words)
    return rf"(?<!{_START}){_likely(words)}(?i:{'|'.join(spelled)})(?!{_START})"


def _likely(words: Sequence[str]) -> str:
    """Returns a cheap test that each of these words passes: letters, then one of their marks."""
    marks = {next((sign for sign in word if not sign.isalpha()), "") for word in words}
    if "" in marks:
        return ""
    listed = "".join(APOSTROPHES if mark == "'" else mark for mark in sorted(marks))
    return rf"(?={_START}++[{regex.escape(listed, special_only=False)}])"


def jieba_words(language: Language) -> Tokenizer:
    """Returns jieba's tokenizer of Chinese."""
    import logging

    import jieba

    # Building its dictionary, jieba writes to the log and to a cache file in the temporary
    # folder; a dictionary of its own keeps both away from the caller.
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True

    def tokenize(string: str) -> Offsets:
        tokens = tokenizer.tokenize(string)
        return [(start, end) for token, start, end in tokens if HAS_WORD.search(token)]

    return tokenize


@contextmanager
def languages_extra() -> Iterator[None]:
    """Guards an import of what the extra `languages` brings.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        yield
    except ImportError as error:
        raise MissingExtraError(
            f"the language names an algorithm whose library is not installed ({error.name}): "
            'pip install "mifcheck[languages]"'
        ) from error


def spacy_words(language: Language) -> Tokenizer:
    """Returns spaCy's rule-based tokenizer."""
    with languages_extra():
        import spacy
    tokenizer = spacy.blank(language.code).tokenizer

    def tokenize(string: str) -> Offsets:
        return [
            (token.idx, token.idx + len(token))
            for token in tokenizer(string)
            if HAS_WORD.search(token.text)
        ]

    return tokenize


def indic_words(language: Language) -> Tokenizer:
    """Returns the tokenizer of indic-nlp-library."""
    with languages_extra():
        from indicnlp.tokenize import indic_tokenize

    def tokenize(string: str) -> Offsets:
        found: Offsets = []
        end = 0
        for token in indic_tokenize.trivial_tokenize(string, language.code):
            start = string.find(token, end)
            if token and start >= 0:
                end = start + len(token)
                if HAS_WORD.search(token):
                    found.append((start, end))
        return found

    return tokenize
