"""The tables of a language file about words, sentences and spelling, as values."""

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
        clause_ends: verbs that end a clause and report nothing, where the verb comes last; in
            scripts without spaces, characters that do. After a quotation that they introduce,
            another sentence begins, and no heading ends in one.
        copulas: finite forms of verbs such as "to be", which tell a short clause from a heading; in
            scripts without spaces, characters that do.
        topic_marks: particles after what a clause is about, in scripts without spaces where verbs
            come last. A short line with a colon that has none is a label (カレーの作り方：).
        subordinators: words with which a clause begins that another has to follow. If a quotation
            ends such a clause, the sentence continues (`When she asked, “Why?” I left.`).
        never_first: words that never begin a sentence, for scripts without capital letters. Before
            them, a stop or a mark within quotation marks does not end a sentence.
        taking_up: those of them that begin a sentence after a quotation whose speaker is named
            before it (孔子说：“三人行，必有我师。”这句话很有名).
        may_be_first: words that begin like one of those, and may begin a sentence (就 and 就算).
        quotatives: particles with which a sentence goes on after ! or ? without quotation marks, in
            scripts without spaces (行くべきか？と迷った).
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
    copulas: tuple[str, ...] = ()
    topic_marks: tuple[str, ...] = ()
    subordinators: tuple[str, ...] = ()
    never_first: tuple[str, ...] = ()
    taking_up: tuple[str, ...] = ()
    may_be_first: tuple[str, ...] = ()
    quotatives: tuple[str, ...] = ()
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
