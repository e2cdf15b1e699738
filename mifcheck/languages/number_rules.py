"""The table `[numbers]` of a language file, as a value."""

from __future__ import annotations

from dataclasses import dataclass

from mifcheck.errors import MifcheckError
from mifcheck.languages.rules import require_known

Numerals = tuple[tuple[str, tuple[str, ...]], ...]
"""Pairs of a value, in digits, and the words for it, in small letters."""


@dataclass(frozen=True, slots=True)
class NumberRule:
    """How numbers are written, in digits and in words. Inflected words are listed in every form.

    Attributes:
        grouping: marks that group digits by threes (1,000). A number uses only one of them.
        decimals: marks before decimals. A mark that also groups is read as grouping if it can be.
        between: letters that may stand between two numbers (1920x1080, 9h30).
        words: the words for single values, including those of irregular compounds.
        scales: the words that multiply the number before them (hundred, million, 万).
        short_scales: abbreviations of scales, as they are written, after digits (7 Mio.).
        standalone_scales: scales that need no number before them (cent, 十).
        articles: words that mean one before a scale, and only there (a hundred).
        connectors: words within a number (one hundred and five).
        connectors_from: the smallest unit of a number before a connector: 10 for veinte y uno,
            100 for one hundred and five.
        compounds: how number words form one word: "none", "joined" (siebenundzwanzig), or "elided",
            where a part loses its last vowel before another vowel (ventuno).
        extended_tens: tens to which up to 19 can be added (soixante-dix).
        additions: phrases that add a fraction to the number before them (and a half, 年半).
        not_behind_additions: what makes another word of the end of an addition (两个半球).
        measures: nouns that may stand between a number and an addition (dos horas y media).
        suffixes: ends of a compound that add a fraction to its number (zweieinhalb).
        shares: phrases for a part of the scale after them (half a million, medio millón).
        denominators: the parts of one that the number before them counts (two thirds). Halves,
            thirds and quarters are parts only in the lowest terms: two halves are two. Words in
            brackets have to follow: cuartos (de hora, del).
        unit_denominators: a single such part (one third).
        fraction_words: words between a numerator and its denominator (दो बटा तीन).
        under_words: words between a denominator and its numerator (三分之二).
        whole_words: words between a whole number and its fraction (two and two thirds).
        fractions: words that add a fraction to the number after them (साढ़े चार is 4½), or to one
            times a scale (सवा सौ). A value above 1 multiplies the scale (डेढ़ सौ).
        decimal_words: words between a number and its decimals (seven point five).
        time_words: words after a time whose minutes could be decimals (七点零五分).
        year_markers: words after which four digits are a year, which no scale multiplies
            (en 2021 | millones).
        year_pairs: whether two numbers of two digits form a year (nineteen ninety-eight).
        trailing_digit: whether a last digit counts the next lower unit (两万五 is 25,000).
        not_alone: words that count only in a longer number, since alone they usually mean something
            else.
        ordinals: words that turn the number before them into an ordinal (twenty-first, 三つ目). If
            there are endings, these are stems.
        endings: the endings of the stems in `ordinals`.
        counters: words of which one has to follow a single Han numeral.
        range_words: words between two Han numerals that share a counter (五到八岁).
        numeral_prefixes: words after which a single Han numeral needs no counter (百分之七).
        not_numbers: words and phrases that contain no number (星期三). `#` stands for digits
            (# sept.).
        names: numbers that are a name if they have a capital within a sentence, or follow one of
            the `name_markers` (nel Novecento).
        name_markers: words before such a name.
        formal: pairs of a numeral and its formal spellings (壹, which cannot be altered to 十).
        doubtful_formal: formal spellings that are read only beside another, since they also have
            other meanings (大陆, 收拾), or between `formal_counters` and large numerals (伍万元).
        formal_counters: words after formal numerals (元).
    """

    grouping: str = ""
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
    additions: Numerals = ()
    not_behind_additions: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    suffixes: Numerals = ()
    shares: Numerals = ()
    denominators: Numerals = ()
    unit_denominators: Numerals = ()
    fraction_words: tuple[str, ...] = ()
    under_words: tuple[str, ...] = ()
    whole_words: tuple[str, ...] = ()
    fractions: Numerals = ()
    decimal_words: tuple[str, ...] = ()
    time_words: tuple[str, ...] = ()
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
    names: tuple[str, ...] = ()
    name_markers: tuple[str, ...] = ()
    formal: Numerals = ()
    doubtful_formal: str = ""
    formal_counters: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_known("compounds", self.compounds, ("none", "joined", "elided"))
        denominators = (*self.denominators, *self.unit_denominators)
        for value, _ in (*self.words, *self.scales, *self.short_scales, *denominators):
            if not value.isdecimal():
                raise MifcheckError(f"language file: [numbers] {value!r} is not a value in digits")
        for value, _ in (*self.fractions, *self.additions, *self.suffixes, *self.shares):
            above, _, below = value.removeprefix("-").partition("/")
            if not (above.isdecimal() and below.isdecimal() and int(below)):
                raise MifcheckError(f"language file: [numbers] {value!r} is not a fraction (1/2)")
