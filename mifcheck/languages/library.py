"""Languages without a file: what CLDR, Unicode and a kept library know of them.

spaCy or indic-nlp-library finds the words where it knows the language. All others with spaces
between their words are read by mifcheck's own pattern. Nothing here was measured.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from importlib.util import find_spec
from typing import Any, Final

import regex

from mifcheck.errors import MissingExtraError, UnknownLanguageError, did_you_mean
from mifcheck.safe import short_repr

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_CASED: Final = {"Latn", "Cyrl", "Grek", "Armn", "Adlm", "Cher", "Osge"}
"""The scripts with capital and small letters."""
_SPACELESS: Final = {"Thai", "Laoo", "Khmr", "Mymr", "Tibt", "Jpan", "Hans", "Hant", "Lana", "Tale"}
"""The scripts without spaces between words."""
_WITHOUT_MARKS: Final = {"Thai", "Laoo", "Tibt"}
"""The scripts of which sentences end without a mark of their own."""
_SEGMENTERS: Final = {"th": "pythainlp"}
"""The kept segmenters of languages without spaces."""
_SPACES: Final = " \u00a0\u202f\u2009"
"""What groups digits where CLDR has no visible mark for it."""
_COMMAS: Final = {
    "Arab": "،,",
    "Syrc": "،,",
    "Thaa": "،,",
    "Nkoo": "،,",
    "Ethi": "፣,",
    "Mong": "᠂,",
    "Mymr": "၊,",
}
_OPTIONAL: Final = {
    "Arab": "".join(map(chr, (*range(0x64B, 0x653), 0x640))),
    "Hebr": "".join(map(chr, (*range(0x5B0, 0x5BD), 0x5BF, 0x5C1, 0x5C2, 0x5C7))),
}
"""The vowel signs that most texts in a script leave out, and the sign that stretches a word."""
_ALIKE: Final = {
    "el": [
        ["α", "ά"],
        ["ε", "έ"],
        ["η", "ή"],
        ["ι", "ί", "ϊ", "ΐ"],
        ["ο", "ό"],
        ["υ", "ύ", "ϋ", "ΰ"],
        ["ω", "ώ"],
    ],
    "fa": [["ک", "ك"], ["ی", "ي"]],
}
"""Letters of a language that stand for one another: Greek capitals have no accents, and Persian
is also typed with the Arabic letters."""
_STOPS: Final = {"Grek": ".!?…;", "Armn": ".!?…:", "Tibt": "།", "Mymr": ".!?…"}
_QUOTES: Final = (
    [["“", "”"], ['"', '"'], ["'", "'"]],
    [["“", "”"], ['"', '"'], ["'", "'"], ["„", "“"], ["„", "”"], ["«", "»"], ["»", "«"]],
)
"""The quotation marks that writers use beside those of CLDR; the second ones in cased scripts."""
# An abbreviation among spaCy's exceptions, not an initial or a time of day. It has the small Latin
# letters for every language.
_ABBREVIATION: Final = regex.compile(r"(?=\S*\p{L}{2})[\p{L}\p{M}.-]{2,14}\.|(?!\p{Latin})\p{Ll}\.")


def codes() -> frozenset[str]:
    """Returns the codes of the languages of which enough is known."""
    return frozenset(_table())


@cache
def names() -> dict[str, str]:
    """Returns the code of each name of these languages, in small letters."""
    found: dict[str, str] = {}
    for code, row in _table().items():
        for name in (code, row["name"], row["native_name"], *row.get("aliases", ())):
            found.setdefault(name.casefold(), code)
    return found


def code_of(name: str) -> str:
    """Returns the code of a language that CLDR describes, with a file or without one.

    Raises:
        UnknownLanguageError: there is none of that name.
    """
    code = names().get(name.strip().casefold())
    if code is None:
        hint = did_you_mean(name.casefold(), names())
        raise UnknownLanguageError(f"CLDR describes no language {short_repr(name)}{hint}")
    return code


def english_name(code: str) -> str:
    """Returns the English name of such a language."""
    return str(_table()[code]["name"])


def word_algorithm(code: str) -> str:
    """Returns the algorithm that finds the words of such a language; "" if none does."""
    row = _table()[code]
    spaced = row["script"] not in _SPACELESS
    return str(row.get("library", "regex")) if spaced else _SEGMENTERS.get(code, "")


def require_segmenter(code: str) -> None:
    """Checks that the package is installed that finds the words of a language without spaces.

    Raises:
        MissingExtraError: it is not.
    """
    package = _SEGMENTERS.get(code)
    if package is not None and find_spec(package) is None:
        raise _missing(code, package)


def _missing(code: str, package: str) -> MissingExtraError:
    return MissingExtraError(
        f'{english_name(code)} ({code}) needs {package}: pip install "mifcheck[languages]"'
    )


def described(code: str) -> dict[str, Any]:
    """Returns the fields of a language file that describes a language without one.

    Raises:
        MissingExtraError: the library that knows the language is not installed.
    """
    row = _table()[code]
    script, library = row["script"], row.get("library", "")
    abbreviations, stop_words = _spacy_lists(code) if library == "spacy" else ((), ())
    words = word_algorithm(code)
    sentences: dict[str, Any] = {
        "algorithm": "" if script in _WITHOUT_MARKS else "rules",
        "abbreviations": list(abbreviations),
        "sentence_starters": [word.capitalize() for word in stop_words],
    }
    if script in _STOPS:
        sentences["stops"] = _STOPS[script]
    marks = ("decimals", "grouping")
    return {
        "code": code,
        "name": row["name"],
        "native_name": row["native_name"],
        "aliases": list(row.get("aliases", ())),
        "has_case": script in _CASED,
        "spaced": script not in _SPACELESS,
        "count_unit": "word",
        "commas": _COMMAS.get(script, ","),
        "quotes": _distinct([*row.get("quotes", ()), *_QUOTES[script in _CASED]]),
        "words": {
            "algorithm": words,
            "hyphen": "joins",
            "grouped_digits": "grouping" not in row,
        },
        "sentences": sentences,
        "spelling": {"alike": _ALIKE.get(code, []), "ignored": _OPTIONAL.get(script, "")},
        "numbers": {"grouping": _SPACES} | {name: row[name] for name in marks if name in row},
        "classes": {"stop_words": list(stop_words)},
        "sources": list(_sources(library)),
        "limits": list(_limits(words, sentences["algorithm"])),
    }


def _distinct(pairs: list[list[str]]) -> list[list[str]]:
    return [pair for place, pair in enumerate(pairs) if pair not in pairs[:place]]


def _sources(library: str) -> Iterator[str]:
    yield "Unicode CLDR 46: names, script, quotation marks, marks in numbers"
    yield "The Unicode Standard: letters, letter case, marks, digits"
    if library == "spacy":
        yield "spaCy: words, abbreviations, stop words"
    elif library == "indic":
        yield "indic-nlp-library: words"


def _limits(words: str, sentences: str) -> Iterator[str]:
    yield "Neither words nor sentences were measured, and no reader has judged a reply."
    if not words:
        yield "The words are not told apart, so no length in words is judged."
    if not sentences:
        yield "The sentences are not told apart, so nothing is judged that asks for sentences."
    yield "What asks for lemmas, conjunctions, pronouns, vowels, syllables or verbs is not judged."
    yield "Numbers are read in digits only, and a fixed answer in English only."


def _spacy_lists(code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Returns spaCy's abbreviations and its stop words of a language, each sorted."""
    try:
        from spacy.util import get_lang_class
    except ImportError as error:
        raise _missing(code, "spaCy") from error
    defaults = get_lang_class(code).Defaults
    known: Iterable[str] = map(str, defaults.tokenizer_exceptions)
    found = sorted(each for each in known if _ABBREVIATION.fullmatch(each))
    # Letter case does not matter in them, and small letters sort last.
    abbreviations = {each.casefold(): each for each in found}
    return tuple(sorted(abbreviations.values())), tuple(sorted(map(str, defaults.stop_words)))


@cache
def _table() -> dict[str, dict[str, Any]]:
    text = resources.files(__package__).joinpath("defaults", "cldr.toml").read_text("utf-8")
    return tomllib.loads(text)
