"""The tables of a language file, as values."""

from __future__ import annotations

from dataclasses import dataclass

from mifcheck.errors import MifcheckError


def require_known(name: str, value: object, known: tuple[object, ...]) -> None:
    """Raises an error unless a field of a language file has one of the known values."""
    if value not in known:
        raise MifcheckError(f"language file: {name} must be one of {known}, not {value!r}")


@dataclass(frozen=True, slots=True)
class WordRule:
    """How words are found.

    Attributes:
        algorithm: one of `mifcheck.segment.WORD_ALGORITHMS`.
        apostrophe: the effect of an apostrophe between letters: "joins" (don't is one word) or
            "ends" (l'homme is two words).
        hyphen: the effect of a hyphen between letters: "joins" or "splits".
        joiners: other marks that join letters into one word (Lehrer:innen).
        prefixes: if hyphens split words, the first parts after which a hyphen joins.
        enclitics: if hyphens join words, the last parts before which a hyphen splits.
        linking: letters that only link two words (the t of a-t-il), and are none.
        appended: if hyphens join words, the last parts that are not part of a keyword (disse-me).
        elided: if an apostrophe joins, the first parts that are not part of a keyword (d'água).
        suffixed: whether what follows an apostrophe is no part of a keyword (Ankara'da).
        unsplit: words that are not split at their apostrophe or full stop.
        dotted_letters: the most letters between the full stops of an abbreviation (1 in U.S.).
        ordinal_endings: what may follow a number's full stop or hyphen in an ordinal (1.er).
        visarga: the parts of words after which a colon is typed for a visarga (दु:ख).
        genitive: the words of which an added 's is only the genitive, so that they are found
            without it: "names", which begin with a capital letter, or "nouns", also in small ones.
        contracted: words of which an added 's is another word (it's).
        grouped_digits: whether groups of three digits with spaces between them are one word.
        lemmas: one of `mifcheck.segment.LEMMA_ALGORITHMS`, or "". Without one, a match by lemma is
            not judged.
    """

    algorithm: str = "regex"
    apostrophe: str = "joins"
    hyphen: str = "splits"
    joiners: str = ""
    prefixes: tuple[str, ...] = ()
    enclitics: tuple[str, ...] = ()
    linking: tuple[str, ...] = ()
    appended: tuple[str, ...] = ()
    elided: tuple[str, ...] = ()
    suffixed: bool = False
    unsplit: tuple[str, ...] = ()
    dotted_letters: int = 1
    ordinal_endings: tuple[str, ...] = ()
    visarga: tuple[str, ...] = ()
    genitive: str = "names"
    contracted: tuple[str, ...] = ()
    grouped_digits: bool = False
    lemmas: str = ""

    def __post_init__(self) -> None:
        require_known("apostrophe", self.apostrophe, ("joins", "ends"))
        require_known("hyphen", self.hyphen, ("joins", "splits"))
        require_known("genitive", self.genitive, ("names", "nouns"))


@dataclass(frozen=True, slots=True)
class SentenceRule:
    """How sentences are found.

    Attributes:
        algorithm: one of `mifcheck.segment.SENTENCE_ALGORITHMS`.
        terminators: marks that always end a sentence (`。`, `।`).
        stops: marks that end a sentence when what follows begins a new one (`.`, `!`, `?`).
        never_final: abbreviations that never end a sentence (`Dr.`, `e.g.`). An entry that begins
            with a hyphen, `-str.`, is the end of a longer word (Hauptstr.).
        titles: abbreviated titles that never end a sentence, but only in this letter case, because
            they are words as well (`Col. Durand`, but `le col.`).
        abbreviations: tokens with a full stop that end a sentence only before one of the sentence
            starters. In an entry with several tokens, each counts by itself. Initials (J.) and
            dotted letters (U.S.) need no entry.
        before_numbers: tokens with a full stop that do not end a sentence before a number.
        final: abbreviations, case-sensitive, that end a sentence before a capital letter
            (`и т. д.`), although their parts or their form would not. In an entry, `#` stands for
            a number (`# см.`).
        date_words: the words in a date, apart from its numbers. While a sentence consists only of
            a date, a `final` abbreviation does not end it (`В 44 г. до н. э. Цезарь`).
        ordinals: whether a number of one or two digits with a full stop is an ordinal (3. Oktober),
            which ends a sentence only before one of the sentence starters.
        ordinal_nouns: nouns after an ordinal at a line's start (`3. Oktober`, `1. Platz`), which is
            not the number of a list item.
        offices: titles that may belong to the country before them (`U.S. Sen. Day`), whereas other
            titles begin a sentence there.
        sentence_starters: words that often begin a sentence, as written at its beginning.
        name_starters: words that often begin a sentence, but a name if a capital follows (`First`).
        question_starters: those of them that go on with a sentence after an abbreviation, in a text
            that is all in capitals or has none, unless it is a question (`THE U.S. IS BIG.`).
        reporting_verbs: verbs that name a speaker, in the forms that follow a quotation. If one
            stands in the clause after a quotation, the sentence continues (`“Why?” John asked.`).
            In a script without spaces, a verb that ends in `$` has to end the clause.
        reporting_endings: what may follow a reporting verb that ends in `$`, if it is a stem
            (言っ: 言った, 言っている).
        not_reporting: words that contain a reporting verb and report nothing (知道, 说完).
        denials: words right before a reporting verb with which it reports nothing (не сказал).
        reporting_verb_first: whether no word stands before a reporting verb in its clause.
        reporting_verb_last: whether only an auxiliary may follow a reporting verb in its clause.
        conjunctions: words with which a sentence goes on after a quotation within it, in scripts
            without capital letters, and after which another clause may follow a reporting verb
            without a comma, where that verb comes last.
        clause_ends: verbs that end a clause and report nothing, where the verb comes last. After a
            quotation that they introduce, another sentence begins.
        subordinators: words with which a clause begins that another has to follow. If a quotation
            ends such a clause, the sentence continues (`When she asked, “Why?” I left.`).
        never_first: words that never begin a sentence, for scripts without capital letters. Before
            them, a stop or a mark within quotation marks does not end a sentence.
        taking_up: those of them that begin a sentence after a quotation whose speaker is named
            before it (孔子说：“三人行，必有我师。”这句话很有名).
        may_be_first: words that begin like one of those, and may begin a sentence (就 and 就算).
        numbered_names: words before a number that label the sentence that they begin (`Step 1. Boil
            water.`). In an entry, `#` stands for the number (`第#步`); otherwise it comes last.
    """

    algorithm: str = "rules"
    terminators: str = ""
    stops: str = ".!?…"
    never_final: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    before_numbers: tuple[str, ...] = ()
    final: tuple[str, ...] = ()
    date_words: tuple[str, ...] = ()
    ordinals: bool = False
    ordinal_nouns: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    sentence_starters: tuple[str, ...] = ()
    name_starters: tuple[str, ...] = ()
    question_starters: tuple[str, ...] = ()
    reporting_verbs: tuple[str, ...] = ()
    reporting_endings: tuple[str, ...] = ()
    not_reporting: tuple[str, ...] = ()
    denials: tuple[str, ...] = ()
    reporting_verb_first: bool = False
    reporting_verb_last: bool = False
    conjunctions: tuple[str, ...] = ()
    clause_ends: tuple[str, ...] = ()
    subordinators: tuple[str, ...] = ()
    never_first: tuple[str, ...] = ()
    taking_up: tuple[str, ...] = ()
    may_be_first: tuple[str, ...] = ()
    numbered_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SpellingRule:
    """Different spellings of a keyword that count as the same.

    Attributes:
        alike: groups of letters or strings that are interchangeable (`ё` and `е`, `œ` and `oe`).
        ignored: optional marks (the nukta, the zero-width joiners).
    """

    alike: tuple[tuple[str, ...], ...] = ()
    ignored: str = ""


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


@dataclass(frozen=True, slots=True)
class IdentificationRule:
    """Facts that distinguish the language from its neighbours, added to the identifier's model.

    Attributes:
        words: frequent words, in small letters, that some neighbour lacks. If another neighbour has
            the word, its list contains it as well, so that the word favours neither of the two.
        unlisted: other frequent words that the dictionary of the language lacks.
        letters: letters that the neighbours lack, in small letters.
        alphabet: the letters of ordinary words, in small letters, those of common loanwords
            included; "" if they are not listed. A letter of the same script that is not among
            them speaks against the language.
        neighbours: pairs of a neighbour's code and frequent words of it that this language lacks.
        alphabets: pairs of a neighbour's code and its alphabet.
    """

    words: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    letters: str = ""
    alphabet: str = ""
    neighbours: tuple[tuple[str, tuple[str, ...]], ...] = ()
    alphabets: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LetterRule:
    """How a letter to somebody begins and ends.

    Attributes:
        headers: words before a colon that give the title of a text, its subject, date or receiver.
        salutations: what a salutation begins with (Dear, Hello). An entry that begins with a hyphen
            is what it ends with (-様).
        closings: what the line before the signature begins with (Yours, Best regards).
    """

    headers: tuple[str, ...] = ()
    salutations: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """The fixed options of a constrained answer, as prompts in the language offer them.

    Attributes:
        sentences: sentences that give an option, which stands for {} ("My answer is {}.").
        options: the options, in groups that mean the same, in the order yes, no, maybe. The first
            of a group is the one that is shown.
        alone: sentences that are answers by themselves ("Sim."), in groups of the same order.
        unless_after: words after which a sentence is no answer ("whether my answer is yes").
    """

    sentences: tuple[str, ...] = ()
    options: tuple[tuple[str, ...], ...] = ()
    alone: tuple[tuple[str, ...], ...] = ()
    unless_after: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(sentence.count("{}") == 1 for sentence in self.sentences):
            raise MifcheckError("language file: [answers] each sentence needs one {}")
        if self.alone and len(self.alone) != len(self.options):
            raise MifcheckError("language file: [answers] alone needs as many groups as options")

    @property
    def shown(self) -> tuple[str, ...]:
        """The usual answers, in words."""
        said = [first.format(group[0]) for first in self.sentences[:1] for group in self.options]
        return (*said, *(group[0] for group in self.alone))


@dataclass(frozen=True, slots=True)
class PostscriptRule:
    """How a postscript within a line is told from the mention of one.

    Attributes:
        names: words for a postscript, which may stand before its marker ("postscript").
        mentioned_after: words after which a marker is mentioned ("a P.S."), in small letters.
        mentioned_before: words before which it is mentioned ("P.S. means"), in small letters.
        explained_by: words before which it is mentioned even at the beginning of a line.
    """

    names: tuple[str, ...] = ()
    mentioned_after: tuple[str, ...] = ()
    mentioned_before: tuple[str, ...] = ()
    explained_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusalRule:
    """How a reply begins that refuses what was asked.

    A reply refuses if it begins with one of `whole`, or with one of `apologies` and then one of
    `unable` and one of `acts`. Apologies and connectors may stand before either. In an entry, `…`
    stands for other words of the same clause.

    Attributes:
        apologies: words of regret, and those with which a model says what it is.
        connectors: words between an apology and what follows.
        unable: words that say that the model cannot, or will not ("I can't").
        acts: what it cannot do ("assist").
        whole: words that refuse even without an apology ("I can't help with").
        offers: words that show that something was done nevertheless ("here is").
        gap: how many characters `…` stands for, at most.
    """

    apologies: tuple[str, ...] = ()
    connectors: tuple[str, ...] = ()
    unable: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    gap: int = 60


@dataclass(frozen=True, slots=True)
class WordClasses:
    """Classes of words and letters that instructions name.

    What is empty is not judged in the language.

    Attributes:
        conjunctions: the coordinating conjunctions.
        pronouns: the personal, possessive and reflexive pronouns, in all forms.
        stop_words: the function words that searches leave out.
        minor_words: words that titles write in small letters, unless they stand first or last.
        letters: the letters of the alphabet, in its order.
        vowels: the letters that are written for vowels.
        syllables: one of `mifcheck.segment.SYLLABLE_ALGORITHMS`, or "".
        nucleus: for "nuclei", a pattern that matches once for each syllable of a word.
        verbs: one of `mifcheck.segment.VERB_ALGORITHMS`, or "".
    """

    conjunctions: tuple[str, ...] = ()
    pronouns: tuple[str, ...] = ()
    stop_words: tuple[str, ...] = ()
    minor_words: tuple[str, ...] = ()
    letters: str = ""
    vowels: str = ""
    syllables: str = ""
    nucleus: str = ""
    verbs: str = ""
