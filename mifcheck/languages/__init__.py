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
    """How words are found.

    Attributes:
        algorithm: one of `mifcheck.segment.WORD_ALGORITHMS`.
        apostrophe: what an apostrophe between letters does: "joins" (don't is one word) or
            "ends" (l'homme is two).
        hyphen: what a hyphen between letters does: "joins" or "splits".
        joiners: other marks that join letters into one word (Lehrer:innen).
        prefixes: where hyphens split: the first parts after which a hyphen joins.
        enclitics: where hyphens join: the last parts before which a hyphen splits.
        unsplit: words that are not split at their apostrophe or full stop.
        grouped_digits: whether digits in groups of three, with spaces between, are one number.
        lemmas: one of `mifcheck.segment.LEMMA_ALGORITHMS`, or "": a match by lemma is not judged.
    """

    algorithm: str = "regex"
    apostrophe: str = "joins"
    hyphen: str = "splits"
    joiners: str = ""
    prefixes: tuple[str, ...] = ()
    enclitics: tuple[str, ...] = ()
    unsplit: tuple[str, ...] = ()
    grouped_digits: bool = False
    lemmas: str = ""

    def __post_init__(self) -> None:
        _one_of("apostrophe", self.apostrophe, ("joins", "ends"))
        _one_of("hyphen", self.hyphen, ("joins", "splits"))


@dataclass(frozen=True, slots=True)
class SentenceRule:
    """How sentences are found.

    Attributes:
        algorithm: one of `mifcheck.segment.SENTENCE_ALGORITHMS`.
        terminators: marks that always end a sentence (`。`, `।`).
        stops: marks that end a sentence when what follows begins a new one (`.`, `!`, `?`).
        never_final: abbreviations that never end a sentence (`Dr.`, `e.g.`), whatever follows.
            `-str.` is the end of a longer word (Hauptstr.).
        abbreviations: tokens with a full stop that end a sentence only before one of the sentence
            starters. An entry of several tokens stands for each of them. Initials (J.) and dotted
            letters (U.S.) need no entry.
        before_numbers: tokens with a full stop that do not end a sentence before a number.
        final: abbreviations, in the case they are written in, that end a sentence before a capital
            letter (`и т. д.`), although their parts or their form would not. In an entry, `#`
            stands for a number (`# см.`).
        date_words: words that make up a date, with numbers. When a sentence has nothing but a date
            so far, a `final` abbreviation does not end it (`В 44 г. до н. э. Цезарь`).
        ordinals: whether a number of one or two digits with a full stop is an ordinal (3. Oktober),
            which ends a sentence only before one of the sentence starters.
        sentence_starters: words that often begin a sentence, as written at its beginning.
        reporting_verbs: verbs that tell who spoke, in the forms that follow a quotation. Where one
            stands in the clause right after it, the sentence goes on (`“Why?” John asked.`). In a
            script without spaces, one that ends in `$` has to end the clause.
        reporting_verb_last: whether such a verb has to end its clause, apart from an auxiliary.
        never_first: words that never begin a sentence. Before them, a stop or a mark within
            quotation marks does not end one. For scripts without capital letters.
    """

    algorithm: str = "rules"
    terminators: str = ""
    stops: str = ".!?…"
    never_final: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    before_numbers: tuple[str, ...] = ()
    final: tuple[str, ...] = ()
    date_words: tuple[str, ...] = ()
    ordinals: bool = False
    sentence_starters: tuple[str, ...] = ()
    reporting_verbs: tuple[str, ...] = ()
    reporting_verb_last: bool = False
    never_first: tuple[str, ...] = ()


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
        grouping: marks that group digits by threes (1,000). A number has one kind of them only.
        lakh_grouping: whether digits above the last three may stand in twos (1,00,000).
        decimals: marks before decimals. A mark that also groups is read as grouping where it can.
        between: letters that may stand between two numbers (1920x1080, 9h30).
        words: the words for single values, including those of irregular compounds.
        scales: the words that multiply the number before them (hundred, million, 万).
        short_scales: abbreviations of scales, as they are written, after digits (7 Mio.).
        standalone_scales: scales that need no number before them (cent, 十).
        articles: words that stand for one before a scale, and nowhere else (a hundred).
        connectors: words within a number (one hundred and five).
        connectors_from: the least unit of the number before a connector: 10 for veinte y uno, 100
            for one hundred and five.
        compounds: how words combine into one: "none", "joined" (siebenundzwanzig) or "elided":
            a word loses its last vowel before another (ventuno).
        extended_tens: tens to which more than nine is added (soixante-dix).
        halves: what adds a half to the number before it (and a half, y medio).
        fractions: values of the words that add a fraction to the number after them (साढ़े चार is 4½)
            or to the one of a scale (सवा सौ). A value above 1 multiplies the scale (डेढ़ सौ).
        decimal_words: words between a number and its decimals (seven point five).
        year_markers: words after which four digits are a year and take no scale
            (en 2021 | millones).
        year_pairs: whether two pairs of digits name a year (nineteen ninety-eight).
        trailing_digit: whether a last digit counts the next lower unit (两万五 is 25,000).
        not_alone: words that mostly mean something else alone, and count in a longer number only.
        ordinals: words that make an ordinal of the number before them (twenty-first, 三つ目), or
            stems of them, if there are endings.
        endings: the endings of such stems.
        counters: words, one of which has to follow a single Han numeral.
        range_words: what stands between two Han numerals that share a counter (五到八岁).
        numeral_prefixes: what a single Han numeral may follow instead of a counter (百分之七).
        not_numbers: words and phrases that contain no number (星期三); `#` is digits (# sept.).
    """

    grouping: str = ""
    lakh_grouping: bool = False
    decimals: str = "."
    between: str = "xX"
    words: Numerals = ()
    scales: Numerals = ()
    short_scales: Numerals = ()
    standalone_scales: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    connectors: tuple[str, ...] = ()
    connectors_from: int = 100
    compounds: str = "none"
    extended_tens: tuple[int, ...] = ()
    halves: tuple[str, ...] = ()
    fractions: Numerals = ()
    decimal_words: tuple[str, ...] = ()
    year_markers: tuple[str, ...] = ()
    year_pairs: bool = False
    trailing_digit: bool = False
    not_alone: tuple[str, ...] = ()
    ordinals: tuple[str, ...] = ()
    endings: tuple[str, ...] = ("",)
    counters: tuple[str, ...] = ()
    range_words: tuple[str, ...] = ()
    numeral_prefixes: tuple[str, ...] = ()
    not_numbers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _one_of("compounds", self.compounds, ("none", "joined", "elided"))
        for value, _ in (*self.words, *self.scales, *self.short_scales):
            if not value.isdecimal():
                raise MifcheckError(f"language file: [numbers] {value!r} is no value in digits")
        for value, _ in self.fractions:
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
class LanguageExample:
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
        words, sentences: the rules by which they are found.
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
    examples: tuple[LanguageExample, ...] = field(default=(), repr=False)
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
    data = _parse(raw)
    data["digest"] = hashlib.sha256(raw).hexdigest()[:4]
    for item in fields(Language):
        if isinstance(rule := item.default_factory, type):
            data[item.name] = _build(rule, data.pop(item.name, {}), item.name)
    data["examples"] = [
        _build(LanguageExample, row, "examples") for row in data.pop("examples", [])
    ]
    language: Language = _build(Language, data, "")
    return language


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


def _parse(raw: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(unicodedata.normalize("NFC", raw.decode("utf-8")))
    except UnicodeDecodeError as error:
        raise MifcheckError(f"language file: not UTF-8: {error}") from None
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
