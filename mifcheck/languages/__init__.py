"""Languages as data: one TOML file each, read on first use.

No checker knows a language code: it reads fields of a `Language`. A new language is a new file,
or a file of one's own given to `read_language`.
"""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from dataclasses import dataclass, field, fields
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from mifcheck.errors import MifcheckError, UnknownLanguageError, did_you_mean

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True, slots=True)
class WordRule:
    """How words are cut.

    Attributes:
        algorithm: a name known to `mifcheck.segment`: "regex", "spacy", "jieba" or "indic".
        apostrophe: what an apostrophe between letters does: "joins" (don't is one word) or
            "ends" (l'homme is two).
        hyphen: what a hyphen between letters does: "joins" or "splits".
        joiners: other marks that join letters into one word (Lehrer:innen).
        prefixes: where hyphens split, the first parts after which they join all the same.
        enclitics: where hyphens join, the last parts before which they split all the same.
        whole: words that stay whole though an apostrophe or a full stop in them would cut them.
        grouped_digits: whether digits in groups of three set apart by spaces are one number.
        lemmas: how a word's dictionary forms are found, a name known to `mifcheck.segment`:
            "simplemma", "pymorphy3", "surface" (words don't inflect), or "" where they can't be.
    """

    algorithm: str = "regex"
    apostrophe: str = "joins"
    hyphen: str = "splits"
    joiners: str = ""
    prefixes: tuple[str, ...] = ()
    enclitics: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    grouped_digits: bool = False
    lemmas: str = ""

    def __post_init__(self) -> None:
        _one_of("apostrophe", self.apostrophe, ("joins", "ends"))
        _one_of("hyphen", self.hyphen, ("joins", "splits"))


@dataclass(frozen=True, slots=True)
class SentenceRule:
    """How sentences are cut.

    Attributes:
        algorithm: a name known to `mifcheck.segment`: "rules" or "spacy".
        terminators: marks that always end a sentence (`。`, `।`).
        stops: marks that end a sentence when what follows begins a new one (`.`, `!`, `?`).
        leading: abbreviations that lead on to what follows and never end a sentence (`Dr.`,
            `e.g.`), whatever it begins with; `-str.` is the end of a longer word (Hauptstr.).
        abbreviations: tokens, written with their full stop, that don't end a sentence unless one of
            the starters follows; an entry of several tokens stands for each of them. Initials (J.)
            and dotted letters (U.S.) need not be listed.
        numbered: tokens, written with their full stop, that don't end a sentence before a number.
        final: abbreviations, in the case they are written in, that end a sentence before any
            capital letter (`и т. д.`), though their parts, or their form, would not. In one, `#`
            stands for a number (`# см.`).
        dating: words of which, with numbers, a date at a sentence's beginning is made: one of the
            `final` abbreviations after nothing but these ends none (`В 44 г. до н. э. Цезарь`).
        ordinals: whether a number of one or two digits with a full stop is an ordinal (3. Oktober)
            and ends no sentence, unless one of the sentence starters follows.
        sentence_starters: words that often begin a sentence, as written at its beginning.
        reporting_verbs: verbs of saying, in the forms that follow a quotation: where one stands in
            the clause right after it, the sentence goes on (`“Why?” John asked.`). In a script
            without spaces, one that ends in `$` has to end the clause.
        saying_last: whether such a verb has to end its clause, an auxiliary aside (Hindi).
        continuing: words that never begin a sentence: before them a mark in quotation marks, or one
            of the stops, ends none. For scripts without small letters, which tell as much.
    """

    algorithm: str = "rules"
    terminators: str = ""
    stops: str = ".!?…"
    leading: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    numbered: tuple[str, ...] = ()
    final: tuple[str, ...] = ()
    dating: tuple[str, ...] = ()
    ordinals: bool = False
    sentence_starters: tuple[str, ...] = ()
    reporting_verbs: tuple[str, ...] = ()
    saying_last: bool = False
    continuing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SpellingRule:
    """Spellings of a keyword that readers take for the same.

    Attributes:
        alike: groups of strings of letters that stand for each other (`ё` and `е`, `œ` and `oe`).
        ignored: marks that may be there or not (the nukta, the zero-width joiners).
    """

    alike: tuple[tuple[str, ...], ...] = ()
    ignored: str = ""


Numerals = tuple[tuple[str, tuple[str, ...]], ...]
"""Pairs of a value, in digits, and the words for it, in small letters."""


@dataclass(frozen=True, slots=True)
class NumberRule:
    """How numbers are written, in digits and in words. Words that inflect stand in every form.

    Attributes:
        grouping: marks that group digits by threes (1,000); in one number always the same.
        lakhs: whether digits above the last three may stand in twos (1,00,000).
        decimals: marks before decimals; one that groups, too, groups where it can.
        between: letters that may stand between two numbers (1920x1080, 9h30).
        words: the words for single values, those of irregular compounds included.
        scales: the words that multiply what stands before them (hundred, million, 万).
        short: abbreviations of such words, as they are written, that follow digits (7 Mio.).
        bare: words among the scales that need nothing before them (cent, 十).
        articles: words that stand for one before such a word, and nowhere else (a hundred).
        joining: words within a number (one hundred and five), and the least unit that the number
            before one has to have: `joins_from` 10 for veinte y uno, 100 for one hundred and five.
        compounds: how words are written as one: "none", "joined" (siebenundzwanzig) or "elided":
            a word loses its last vowel before another (ventuno).
        over_tens: tens to which more than nine is added (soixante-dix).
        halves: what adds a half to the number before it (and a half, y medio).
        parts: fractions, and the words that add one to the number after them (साढ़े चार is 4½) or to
            the one of a scale (सवा सौ); one of more than 1 is so many of the scale (डेढ़ सौ).
        points: what is said between a number and its decimals (seven point five).
        years: words after which four digits are a year and take no scale (en 2021 | millones).
        pairs: whether two pairs of digits name a year (nineteen ninety-eight).
        tails: whether a last digit counts the next lower unit (两万五 is 25,000).
        not_alone: words that alone mostly mean something else: they count within a longer number.
        ordinals: words that make an ordinal of the number before them (twenty-first, 三つ目), or
            stems, if there are endings.
        endings: what ends the ordinals.
        counters: what has to follow a single Han numeral, in scripts without spaces.
        ranges: what stands between two such numerals that share a counter (五到八岁).
        leads: what such a numeral may follow instead (百分之七).
        skipped: words and phrases in which no number is read (星期三); `#` is digits (# sept.).
    """

    grouping: str = ""
    lakhs: bool = False
    decimals: str = "."
    between: str = "xX"
    words: Numerals = ()
    scales: Numerals = ()
    short: Numerals = ()
    bare: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    joining: tuple[str, ...] = ()
    joins_from: int = 100
    compounds: str = "none"
    over_tens: tuple[int, ...] = ()
    halves: tuple[str, ...] = ()
    parts: Numerals = ()
    points: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    pairs: bool = False
    tails: bool = False
    not_alone: tuple[str, ...] = ()
    ordinals: tuple[str, ...] = ()
    endings: tuple[str, ...] = ("",)
    counters: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _one_of("compounds", self.compounds, ("none", "joined", "elided"))
        for value, _ in (*self.words, *self.scales, *self.short):
            if not value.isdecimal():
                raise MifcheckError(f"language file: [numbers] {value!r} is no value in digits")
        for value, _ in self.parts:
            above, _, below = value.removeprefix("-").partition("/")
            if not (above.isdecimal() and below.isdecimal() and int(below)):
                raise MifcheckError(f"language file: [numbers] {value!r} is no fraction (1/2)")


@dataclass(frozen=True, slots=True)
class IdentificationRule:
    """What tells the language from its neighbours, beside the identifier's own model.

    Attributes:
        words: frequent words, in small letters, that tell it from some neighbour; a word that one
            neighbour shares stands in that neighbour's list as well, so that they are even there.
        letters: letters that the neighbours lack, in small letters.
        neighbours: pairs of a neighbour's code and frequent words that tell it from this one.
    """

    words: tuple[str, ...] = ()
    letters: str = ""
    neighbours: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: a text and what a reader counts in it. None: not said."""

    text: str
    words: int | None = None
    units: int | None = None
    sentences: int | None = None
    commas: int | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """One language, as its file says.

    Attributes:
        code: ISO 639-1 code.
        name: English name; `native_name` its own.
        aliases: other names and tags it goes by, lower-case ("zh-tw", "mandarin").
        has_case: whether the script has capital and small letters.
        spaced: whether words are set apart by spaces.
        count_unit: what a length is counted in: "word" or "character".
        commas: the marks that are commas.
        quotes: pairs (opening, closing) that can wrap a quotation, nested ones included.
        ordinal: what may stand before a section's number, its name following ("第").
        numerals: words that may number a section ("one", "first"), in small letters.
        answers: the fixed options of a constrained answer.
        own_letters: letters with a mark that the alphabet counts as letters of their own (`ñ`,
            `й`), in small letters; any other marked letter is the bare one with an accent.
        words, sentences: the rules by which they are cut.
        spelling: the spellings of a keyword that are taken for the same.
        numbers: how numbers are written.
        identification: what tells the language from its neighbours.
        sources: where the facts are from.
        limits: what is known not to work.
        examples: worked examples; the tests run them.
        digest: hash of the file, in the signature of every score.
    """

    code: str
    name: str
    native_name: str
    aliases: tuple[str, ...]
    has_case: bool
    spaced: bool
    count_unit: str
    commas: str
    quotes: tuple[tuple[str, str], ...]
    ordinal: str = ""
    numerals: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    own_letters: tuple[str, ...] = ()
    words: WordRule = field(default_factory=WordRule)
    sentences: SentenceRule = field(default_factory=SentenceRule)
    spelling: SpellingRule = field(default_factory=SpellingRule)
    numbers: NumberRule = field(default_factory=NumberRule)
    identification: IdentificationRule = field(default_factory=IdentificationRule)
    sources: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    examples: tuple[Example, ...] = field(default=(), repr=False)
    digest: str = ""

    def __post_init__(self) -> None:
        _one_of("count_unit", self.count_unit, ("word", "character"))
        _one_of("has_case", self.has_case, (True, False))
        _one_of("spaced", self.spaced, (True, False))
        if not all(len(pair) == 2 for pair in self.quotes):
            raise MifcheckError("language file: quotes are pairs, [opening, closing]")

    def __hash__(self) -> int:
        return hash((self.code, self.digest))


def _one_of(name: str, value: object, known: tuple[object, ...]) -> None:
    if value not in known:
        raise MifcheckError(f"language file: {name} is one of {known}, not {value!r}")


def known_languages() -> tuple[str, ...]:
    """The codes of the languages that have a file, sorted."""
    return tuple(sorted(_files()))


@lru_cache(maxsize=1024)
def get_language(name: str | Language) -> Language:
    """The language that a code, an English or native name, or a tag stands for.

    "hi", "Hindi", "हिन्दी" and "hi-IN" are all Hindi. Case and surrounding space don't matter.

    Raises:
        UnknownLanguageError: none is known by that name; the message lists those known.
    """
    if isinstance(name, Language):
        return name
    if isinstance(name, str):
        wanted = name.strip().casefold().replace("_", "-")
        names = _names()
        code = names.get(wanted) or names.get(wanted.split("-")[0])
        if code:
            return _load(code)
    known = ", ".join(f"{code} ({_load(code).name})" for code in known_languages())
    hint = did_you_mean(str(name).casefold(), _names())
    raise UnknownLanguageError(f"unknown language {name!r}{hint}; known: {known}")


def read_language(toml: str | bytes) -> Language:
    """A language from the text of a language file.

    Raises:
        MifcheckError: a field is unknown or missing; the message names it.
    """
    raw = toml.encode() if isinstance(toml, str) else toml
    data = _parse(unicodedata.normalize("NFC", _decoded(raw)))
    data["digest"] = hashlib.sha256(raw).hexdigest()[:4]
    for name, rule in _RULES.items():
        data[name] = _build(rule, data.pop(name, {}), name)
    data["examples"] = [_build(Example, row, "examples") for row in data.pop("examples", [])]
    language: Language = _build(Language, data, "")
    return language


_RULES: dict[str, type[Any]] = {
    "words": WordRule,
    "sentences": SentenceRule,
    "spelling": SpellingRule,
    "numbers": NumberRule,
    "identification": IdentificationRule,
}


@cache
def _files() -> dict[str, bytes]:
    folder = resources.files(__name__)
    return {
        entry.name.removesuffix(".toml"): entry.read_bytes()
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }


@cache
def _load(code: str) -> Language:
    return read_language(_files()[code])


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for code in known_languages():
        language = _load(code)
        for name in (code, language.name, language.native_name, *language.aliases):
            names[name.casefold()] = code
    return names


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MifcheckError(f"language file: not UTF-8: {error}") from None


def _parse(toml: str) -> dict[str, Any]:
    try:
        return tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise MifcheckError(f"language file: not TOML: {error}") from None


def _build(cls: type[Any], data: dict[str, Any], table: str) -> Any:
    known = {item.name for item in fields(cls)}
    place = f"[{table}] " if table else ""
    for name in data:
        if name not in known:
            raise MifcheckError(
                f"language file: {place}{name} is no known field{did_you_mean(name, known)}"
            )
    try:
        return cls(**{name: _frozen(value) for name, value in data.items()})
    except TypeError as error:
        raise MifcheckError(f"language file: {place}{error}") from None


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, dict):
        return tuple((name, _frozen(item)) for name, item in value.items())
    return value
