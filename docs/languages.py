"""Write docs/languages.md from the language files: python docs/languages.py"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING, fields
from pathlib import Path

import mifcheck as mif
from mifcheck.languages import (
    ASSURANCE,
    Language,
    LanguageExample,
    known_languages,
    language_name,
    library,
)
from mifcheck.languages.language import LEAST_EXACT, LEAST_SENTENCES, MOST_OFF
from mifcheck.languages.number_rules import Numerals
from mifcheck.profiles import language_report
from mifcheck.segment import (
    LEMMA_ALGORITHMS,
    SENTENCE_ALGORITHMS,
    SYLLABLE_ALGORITHMS,
    VERB_ALGORITHMS,
    WORD_ALGORITHMS,
)

PAGE = Path(__file__).with_name("languages.md")
SOME = 8
MARKUP = str.maketrans({mark: f"&#{ord(mark)};" for mark in "\\`*_[]|#~{}$^"})
INVISIBLE = {"Cf", "Mn", "Mc", "Zs"}
Fact = tuple[str, Callable[[Language], str]]

INTRODUCTION = """# Languages

Everything that mifcheck knows about a language is in one file, `mifcheck/languages/CODE.toml`. This
page is generated from those files by `python docs/languages.py`. For a long list it gives the
length and some of the entries. Other languages have a short file, or none."""

LEVELS = """## How sure a verdict is

Every language has a level. `mifcheck languages`, `Verdict.level`, the reports and the `lang` of a
signature (`cs@1a2b.supported`) say it, unless it is *measured*. No file can say it of itself: a
file of your own is *own*.

TABLE

`mifcheck languages LANG` shows the sources and the limits of a language, and which instructions
are not judged in it. `mif.known_languages("supported", "generic")` returns codes; without a level
it returns the measured ones."""

SUPPORTED = """## Supported languages

A supported language has a short file: final marks, abbreviations, quotation marks, commas, fixed
answers, the words around a quotation, the beginnings and ends of letters. Its words are at most
MOST_OFF % off those of a treebank, in total and on average over paragraphs of five sentences, and
at least LEAST_EXACT % of such paragraphs are split into exactly five sentences. At least
LEAST_SENTENCES sentences are asked for (`python tests/bench/levels.py`). A table of at least 20
replies says what a reader of the language says of each.

Three things to know:

- The abbreviations were completed after a look at the sentences that were split wrongly. So the
  figures say how well a file describes its treebank. On other texts it will do less well.
- A word is what is written between spaces. The treebanks of Arabic and Korean part clitics and
  particles from it; they were joined again before the words were compared.
- The treebanks of Tamil and Telugu are small, and that of Telugu has the sentences of a grammar.

The last rows missed, or had no treebank to be held to. They are *generic*, and their files say why.
On these treebanks the words of spaCy are about as good as those of mifcheck's own rules, and those
of indic-nlp-library as good or a little worse. Its sentencizer splits 44 to 99 % of the paragraphs
exactly, never more than the rules. So each file but the Thai one names the rules.

TABLE"""

GENERIC = """## Generic languages

A language without a file is read by a library and by what Unicode and CLDR say of it: letters,
letter case, digits, quotation marks, commas, the marks in numbers. spaCy gives its words, its
abbreviations and its stop words, and indic-nlp-library its words; both need the extra
(`pip install "mifcheck[languages]"`), without which the error names it. Languages that neither
knows are read by mifcheck's own pattern. Sentences are split by mifcheck's rules with spaCy's
abbreviations. Read this way, without their files, ten of the languages above have at most 0.5 % too
many or too few words, and 86 to 100 % of the paragraphs are split exactly (Marathi, with its 47
sentences: 67 %; `python tests/bench/levels.py --without-files`). Of other languages nothing was
measured.

The language of a reply (`language:response_language`) is told for the 97 languages of
`mifcheck.identify.identifiable()`; for others, such as Yoruba, it is not judged. Short files tell
Czech from Slovak, Indonesian from Malay, Swedish from Danish and Norwegian, and Urdu, Persian and
Arabic from one another, by frequent words and by letters. Where neither words nor letters tell two
such neighbours apart and the model prefers neither, the reply is not judged. Of a hundred texts of
five sentences of the treebanks in each of Czech, Indonesian and Swedish, 0 or 1 passed as the
neighbour, and 0 to 3 were not judged in their own language. Single sentences are less often judged:
about half of those in Indonesian. Slovak, Danish and Norwegian were tried on two dozen sentences
only.

Not judged in any of them: lemmas, conjunctions, pronouns, vowels, syllables and verbs. A number in
words is not read, and a fixed answer is read in English only. Where a script sets no spaces, a
keyword is found anywhere, and a length in words is judged only if a kept segmenter finds the words
(pythainlp, in Thai). Sentences in Thai, Lao, Tibetan and Dzongkha are not told apart.

TABLE"""

MEASURED = """## What the ten files say

In the tables below:

- *Abbreviations*: after these, a sentence ends only before a word that often begins sentences. The
  three lists below them are exceptions. Initials and dotted letters (U.S.) need no entry.
- *Reporting verbs*: if one follows a quotation, the sentence continues (“Why?” John asked).
- *Numbered names*: with its number, one of these labels the sentence that it begins (Step 1. Boil
  the water).
- *Separate letters* have a mark, but the alphabet does not treat them as accented letters.
- *A refusal* begins with such words, and is short ([Scores](scores.md#refusals)). Words of regret
  may stand before them; `…` stands for other words of the clause. No verdict depends on it.
- *Same spelling* and *ignored marks*: a keyword is also found in these other spellings.
- *Identified by*: words and letters that the neighbours lack, the alphabet of ordinary words, and
  the number of words that each neighbour (by its code) has and this language lacks. They are added
  to the identifier's model. A letter outside the alphabet speaks against the language."""

ADDING = """## Adding a language

A language is one TOML file. Save this as `eo.toml`:

```toml
code = "eo"
name = "Esperanto"
native_name = "Esperanto"
aliases = ["epo"]
has_case = true
spaced = true
count_unit = "word"
commas = ","
quotes = [["“", "”"], ["«", "»"]]

[words]
hyphen = "joins"

[sentences]
abbreviations = ["d-ro.", "ekz.", "k.t.p."]
sentence_starters = ["Ĝi", "La", "Li", "Mi", "Ni", "Ŝi", "Vi"]

[[examples]]
text = "D-ro. Kovaĉ venis, ekz. lunde. Li parolis pri l' espero."
words = 10
sentences = 2
commas = 1
```

```python
eo = mif.read_language(Path("eo.toml").read_text(encoding="utf-8"))
kwargs = {"num_sentences": 2, "relation": "exactly"}
mif.check("length_constraints:number_sentences", kwargs, reply, eo).passed
```

You can pass such a `Language` wherever a language is expected. Once the file is in
`mifcheck/languages/`, its code and names are known everywhere, including in conversations. The
required fields are REQUIRED. Every other field has a default. An unknown field is an error, and the
message names it. [`Language`](api.md#mifcheck.languages.Language) says what each field means.

### A file in steps

1. `mifcheck language new ca --out ca.toml` writes a draft with all that CLDR, Unicode and spaCy
   know, each with its source. What a reader has to decide are questions, in lines that begin with
   `# ?`.
2. A reader of the language answers them and deletes their lines. Which abbreviations never end a
   sentence, and which stand before a number, matters most.
3. Write two or three examples, and count their words, sentences and commas by hand.
4. `mifcheck language check ca.toml` runs the examples, and says how many questions are left. With a
   treebank in CoNLL-U, `mifcheck language check ca.toml ca_ancora-ud-test.conllu`, it also says how
   far words and sentences are off, and which level the figures earn.
5. A file of the package also needs its table of replies, `mifcheck/testing/truth/ca.jsonl`.

The Catalan file was made this way, once: the draft took a second, its 20 questions and two examples
about three minutes with the answers at hand, the 27 replies of its table two more, and one of their
counts was the reader's mistake. Who has to look things up needs longer. There was no treebank, so
Catalan is *generic*.

### What needs code

- **Words** are found by one of these algorithms: WORDS. All but `jieba` and `pythainlp`, which is
  for Thai, need spaces between words, and none splits a compound, or a contraction that is written
  as one word. There is no algorithm for Japanese, Lao, Khmer or Burmese. Japanese needs none: its
  lengths are in characters, and a keyword is found anywhere in the text. Lao would need a function
  that returns the offsets of the words in a text, as a new entry of
  `mifcheck.segment.WORD_ALGORITHMS`. With `algorithm = ""`, what asks for words is not judged.
  `spacy`, `indic` and `pythainlp`, here and for sentences, need an extra:
  `pip install "mifcheck[languages]"`.
- **Sentences** are split at marks, by one of these algorithms: SENTENCES. A language that ends
  sentences with a space, such as Thai, cannot be split: it has `algorithm = ""`, so that what asks
  for sentences is not judged. A mark inside the last word, as in Armenian
  questions, is not recognized.
- **Lemmas** are found by one of these algorithms: LEMMAS. `simplemma` has tables for 54 languages,
  and gives one lemma for each form. `pymorphy3` knows every reading of a form, in Russian and
  Ukrainian. `surface` uses the word as it is written. If a file names no algorithm, `match="lemma"`
  is not judged.
- **Syllables** are counted by one algorithm: SYLLABLES counts what the file's
  pattern `nucleus` matches, for languages whose spelling decides: Spanish, Portuguese, Russian and,
  for nearly all words, English have one. Whether a word can be a **verb** is told by: VERBS.
  `lemminflect` needs the extra `languages`. Without an algorithm, what asks for syllables or verbs
  is not judged.
- **Identification** knows the languages in `mifcheck.identify.identifiable()`. Checks cannot ask
  for any other language.
"""


def plain(text: str) -> str:
    """Returns a text in which no character is read as markup."""
    return html.escape(text, quote=False).translate(MARKUP)


def code(text: str) -> str:
    """Returns a mark or a word as code; invisible characters are given by their Unicode names."""
    if all(unicodedata.category(character) in INVISIBLE for character in text):
        return ", ".join(f"U+{ord(c):04X} {unicodedata.name(c, '').lower()}" for c in text)
    return f"<code>{plain(text)}</code>"


def spoken(text: str, language: Language) -> str:
    """Returns a text with its language, so that a browser shows the right forms of characters."""
    return f'<span lang="{language.code}">{plain(text)}</span>'.replace("\n", "<br>")


def each(items: Iterable[str]) -> str:
    return " ".join(map(code, items))


def some(items: Sequence[str]) -> str:
    """Returns all items if they are few; otherwise their number and some, evenly chosen."""
    if len(items) <= SOME:
        return each(items)
    chosen = (items[place * (len(items) - 1) // (SOME - 1)] for place in range(SOME))
    return f"{len(items)}, such as {each(chosen)}"


def joined(*parts: str) -> str:
    return "; ".join(filter(None, parts))


def said(before: str, fact: str, after: str = "") -> str:
    return f"{before}{fact}{after}" if fact else ""


def syllables(language: Language) -> str:
    rule = language.classes
    return code(rule.syllables) + ", by a pattern" * bool(rule.nucleus)


def fixed_answers(language: Language) -> str:
    rule = language.answers
    sentences = each(rule.sentences)
    options = ", ".join(" = ".join(map(code, group)) for group in rule.options)
    return joined(
        said(sentences, f" with {options}"),
        said("alone ", each(one for group in rule.alone for one in group)),
        said("not after ", each(rule.unless_after)),
    )


def sentence_ends(language: Language) -> str:
    rule = language.sentences
    stops = said("", each(rule.stops), " if a new sentence may follow")
    return joined(said("", each(rule.terminators), " always"), stops)


def reporting_verbs(language: Language) -> str:
    rule = language.sentences
    return joined(
        some(rule.reporting_verbs),
        said("with the endings ", each(rule.reporting_endings)),
        said("but not in ", some(rule.not_reporting)),
        said("but not after ", each(rule.denials)),
        said("also before ", each(rule.conjunctions)),
        "at the beginning of their clause" * rule.reporting_verb_first,
        "at the end of their clause" * rule.reporting_verb_last,
    )


def splits_by_pattern(language: Language) -> bool:
    return language.words.algorithm == "regex" and language.spaced


def apostrophe(language: Language) -> str:
    if not splits_by_pattern(language):
        return ""
    effects = {"joins": "joins letters into one word", "ends": "ends a word, and another follows"}
    rule = language.words
    return joined(
        effects[rule.apostrophe],
        said("but a keyword may begin after ", each(rule.elided)),
        "but a keyword may end before it" * rule.suffixed,
    )


def genitive(language: Language) -> str:
    if not splits_by_pattern(language):
        return ""
    rule = language.words
    words = {"names": "a word with a capital letter", "nouns": "any word"}[rule.genitive]
    return joined(f"of {words}", said("but not of ", some(rule.contracted)))


def dotted_letters(language: Language) -> str:
    most = language.words.dotted_letters
    return f"up to {most} between two full stops" if most > 1 else ""


def hyphen(language: Language) -> str:
    if not splits_by_pattern(language):
        return ""
    rule = language.words
    effects = {"joins": "joins letters into one word", "splits": "splits words"}
    kept = said("but joins after ", some(rule.prefixes))
    apart = said("but a keyword may begin or end before ", some(rule.appended))
    before = said("but splits before ", some(rule.enclitics))
    links = said("between two hyphens no word: ", each(rule.linking))
    return joined(effects[rule.hyphen], kept, before, links, apart)


def digits(language: Language) -> str:
    rule = language.numbers
    return joined(
        said("grouped by ", ", ".join(map(code, rule.grouping))),
        said("decimals after ", each(rule.decimals)),
        said("letters between two numbers: ", each(rule.between)),
    )


def number_words(language: Language) -> str:
    rule = language.numbers
    compounds = {"none": "", "joined": "written as one", "elided": "written as one, with elision"}
    tens = ", ".join(map(str, rule.extended_tens))
    joining = said("joined by ", each(rule.connectors), f" from {rule.connectors_from}")
    return joined(
        some(forms(rule.words)),
        joining,
        compounds[rule.compounds],
        said("up to 19 can be added to ", tens),
        "two numbers of two digits form a year" * rule.year_pairs,
        "a last digit counts the next lower unit" * rule.trailing_digit,
        said("before decimals: ", each(rule.decimal_words)),
        said("but not before ", each(rule.time_words)),
        said("formal: ", some(forms(rule.formal))),
        said("of these, only in company: ", each(rule.doubtful_formal)),
        said("or before ", each(rule.formal_counters)),
    )


def fractions(language: Language) -> str:
    rule = language.numbers
    return joined(
        said("before a number or alone: ", valued(rule.fractions)),
        said("behind a number: ", valued(rule.additions)),
        said("but not before ", some(rule.not_behind_additions)),
        said("or behind a measure: ", some(rule.measures)),
        said("at the end of a word: ", valued(rule.suffixes)),
        said("before what multiplies: ", valued(rule.shares)),
        said("parts: ", some(forms(rule.denominators))),
        said("one part: ", some(forms(rule.unit_denominators))),
        said("above below: ", each(rule.fraction_words)),
        said("below above: ", each(rule.under_words)),
        said("after a whole number and ", each(rule.whole_words)),
    )


def forms(numerals: Numerals) -> list[str]:
    return [form for _, words in numerals for form in words]


def valued(numerals: Numerals) -> str:
    return each(f"{word} ({value})" for value, words in numerals for word in words)


def number_scales(language: Language) -> str:
    rule = language.numbers
    return joined(
        some(forms(rule.scales)),
        said("without a number before them: ", each(rule.standalone_scales)),
        said("after ", each(rule.articles)),
        said(
            "abbreviations after digits: ",
            each(word for _, words in rule.short_scales for word in words),
        ),
        said("not after a year that follows ", each(rule.year_markers)),
    )


def no_numbers(language: Language) -> str:
    rule = language.numbers
    ordinals = [f"{rule.ordinals[0]}{end}" for end in rule.endings] if len(rule.endings) > 1 else []
    return joined(
        said("alone: ", each(rule.not_alone)),
        said("before an ordinal: ", some([*rule.ordinals, *ordinals])),
        said("in ", some(rule.not_numbers)),
        said("as names: ", each(rule.names)),
        said("after ", each(rule.name_markers)),
    )


def single_numerals(language: Language) -> str:
    rule = language.numbers
    return joined(
        some(rule.counters),
        said("in a range with ", each(rule.range_words)),
        said("or after ", each(rule.numeral_prefixes)),
    )


def identification(language: Language) -> str:
    rule = language.identification
    near = ", ".join(f"{code(name)} ({len(words)})" for name, words in rule.neighbours)
    return joined(
        said("words: ", some(rule.words)),
        said("letters: ", some(rule.letters)),
        said("alphabet: ", rule.alphabet and code(rule.alphabet)),
        said("words of neighbours: ", near),
        said("alphabets of neighbours: ", each([name for name, _ in rule.alphabets])),
        said("words that the dictionary lacks: ", some(rule.unlisted)),
    )


UNITS = {
    "word": "words",
    "character": "characters: each Han character, kana or hangul syllable is one, "
    "and so is each run of other letters and digits",
}
OVERVIEW: tuple[Fact, ...] = (
    ("Code", lambda x: code(x.code)),
    ("Language", lambda x: f"[{x.name}](#{x.name.lower()})"),
    ("Native name", lambda x: spoken(x.native_name, x)),
    ("Length in", lambda x: f"{x.count_unit}s"),
    ("Letter case", lambda x: "yes" if x.has_case else "no"),
    ("Spaces", lambda x: "yes" if x.spaced else "no"),
    ("Words", lambda x: code(x.words.algorithm)),
    ("Sentences", lambda x: code(x.sentences.algorithm)),
    ("Lemmas", lambda x: said("", each(filter(None, [x.words.lemmas]))) or "–"),
)
FACTS: tuple[Fact, ...] = (
    ("Other names", lambda x: each(x.aliases)),
    ("Length", lambda x: UNITS[x.count_unit]),
    ("Commas", lambda x: each(x.commas)),
    ("Quotations", lambda x: each(" … ".join(pair) for pair in x.quotes)),
    ("A sentence ends at", sentence_ends),
    ("Abbreviations", lambda x: some(x.sentences.abbreviations)),
    ("– that never end a sentence", lambda x: some(x.sentences.never_final)),
    ("– only with a capital", lambda x: some(x.sentences.titles)),
    ("– that may belong to a country", lambda x: some(x.sentences.offices)),
    ("– before a number", lambda x: some(x.sentences.before_numbers)),
    ("– that may end a sentence", lambda x: some(x.sentences.final)),
    ("Words in a date", lambda x: some(x.sentences.date_words)),
    ("Ordinals stand before", lambda x: some(x.sentences.ordinal_nouns)),
    ("Ordinals", lambda x: "a number with a full stop (3.)" * x.sentences.ordinals),
    ("Sentences begin with", lambda x: some(x.sentences.sentence_starters)),
    ("– unless a capital follows", lambda x: some(x.sentences.name_starters)),
    ("– only in questions, where no capital tells", lambda x: some(x.sentences.question_starters)),
    ("Sentences never begin with", lambda x: some(x.sentences.never_first)),
    ("– but may after a reported quotation", lambda x: some(x.sentences.taking_up)),
    ("– but may begin with", lambda x: some(x.sentences.may_be_first)),
    ("– nor with, after ! or ?", lambda x: some(x.sentences.quotatives)),
    ("Numbered names", lambda x: some(x.sentences.numbered_names)),
    ("Reporting verbs", reporting_verbs),
    ("Other verbs that end a clause", lambda x: some(x.sentences.clause_ends)),
    ("Verbs that no heading has", lambda x: some(x.sentences.copulas)),
    ("Particles that no label of nouns has", lambda x: some(x.sentences.topic_marks)),
    ("Clauses need another after", lambda x: some(x.sentences.subordinators)),
    ("An apostrophe", apostrophe),
    ("’s is a genitive", genitive),
    ("A hyphen", hyphen),
    ("Never split", lambda x: some(x.words.unsplit)),
    ("Dotted letters", dotted_letters),
    ("Ordinals such as 1.º", lambda x: said("also with ", each(x.words.ordinal_endings))),
    ("A colon is a visarga", lambda x: said("after ", some(x.words.visarga))),
    ("Other joining marks", lambda x: each(x.words.joiners)),
    ("Digits in groups", lambda x: "<code>25 000</code> is one number" * x.words.grouped_digits),
    ("Section numbers", lambda x: joined(said("after ", each(x.ordinal)), some(x.numerals))),
    ("A divider is spoken of with", lambda x: some(x.dividing)),
    ("Separate letters", lambda x: some(x.own_letters)),
    ("Numbers in digits", digits),
    ("Number words", number_words),
    ("– that multiply", number_scales),
    ("– for fractions", fractions),
    ("– that are not counted", no_numbers),
    ("– a single numeral needs", single_numerals),
    ("Same spelling", lambda x: some([" = ".join(group) for group in x.spelling.alike])),
    ("Ignored marks", lambda x: ", ".join(map(code, x.spelling.ignored))),
    ("Identified by", identification),
    ("Fixed answers", fixed_answers),
    ("Titles and subjects begin with", lambda x: some(x.letters.headers)),
    ("Letters begin with", lambda x: some(x.letters.salutations)),
    ("– and close with", lambda x: some(x.letters.closings)),
    ("Coordinating conjunctions", lambda x: some(x.classes.conjunctions)),
    ("Pronouns", lambda x: some(x.classes.pronouns)),
    ("Stop words", lambda x: some(x.classes.stop_words)),
    ("Small words in titles", lambda x: some(x.classes.minor_words)),
    ("Letters of the alphabet", lambda x: some(x.classes.letters)),
    ("Vowels", lambda x: some(x.classes.vowels)),
    ("Syllables", syllables),
    ("Verbs", lambda x: code(x.classes.verbs)),
    ("Words for a postscript", lambda x: some(x.postscripts.names)),
    ("A marker is mentioned after", lambda x: some(x.postscripts.mentioned_after)),
    ("– and before", lambda x: some(x.postscripts.mentioned_before)),
    ("– at a line's beginning before", lambda x: some(x.postscripts.explained_by)),
    ("A refusal begins with", lambda x: some(x.refusals.whole)),
    ("– or with an apology", lambda x: some(x.refusals.apologies)),
    ("– then that it cannot", lambda x: some([each for each in x.refusals.unable if each])),
    ("– and what", lambda x: some(x.refusals.acts)),
    ("– unless it has", lambda x: some(x.refusals.offers)),
)


def levels() -> str:
    rows = (
        [f"*{level}*", meaning, str(len(known_languages(level)) or "")]
        for level, meaning in ASSURANCE.items()
    )
    return LEVELS.replace("TABLE", table(["Level", "What it means", "Languages"], rows))


SHORT: tuple[Fact, ...] = (
    ("Code", lambda x: code(x.code)),
    ("Language", lambda x: x.name),
    ("Native name", lambda x: spoken(x.native_name, x)),
    ("Level", lambda x: x.level),
    ("Words", lambda x: code(x.words.algorithm)),
    ("Lemmas", lambda x: said("", each(filter(None, [x.words.lemmas]))) or "–"),
    ("Treebank", lambda x: x.measured.treebank.removeprefix("Universal Dependencies ") or "–"),
    ("Sentences", lambda x: f"{x.measured.sentences:,}" if x.measured.sentences else "–"),
    ("Words off", lambda x: f"{x.measured.total:+.2f} %" if x.measured.sentences else "–"),
    ("Mean error", lambda x: f"{x.measured.error:.2f} %" if x.measured.sentences else "–"),
    ("Exact, at random", lambda x: shared(x.measured.exact_at_random)),
    ("Exact, in order", lambda x: shared(x.measured.exact_in_order)),
    ("Judged", lambda x: str(len(language_report(x).judged))),
)


def shared(share: float | None) -> str:
    return "–" if share is None else f"{share:.1f} %"


def supported() -> str:
    folder = Path(mif.languages.__file__).parent
    codes = [
        path.stem
        for level in ("supported", "generic")
        for path in sorted((folder / level).glob("*.toml"))
    ]
    languages = map(mif.get_language, codes)
    shown = table([name for name, _ in SHORT], ([say(x) for _, say in SHORT] for x in languages))
    limits = {"MOST_OFF": MOST_OFF, "LEAST_EXACT": LEAST_EXACT, "LEAST_SENTENCES": LEAST_SENTENCES}
    text = SUPPORTED
    for name, value in limits.items():
        text = text.replace(name, f"{value:g}")
    return text.replace("TABLE", shown)


def generic() -> str:
    readers = {
        "spacy": "spaCy",
        "indic": "indic-nlp-library",
        "regex": "mifcheck's pattern",
        "pythainlp": "pythainlp",
        "": "nothing",
    }
    found: dict[str, list[str]] = {reader: [] for reader in readers.values()}
    folder = Path(mif.languages.__file__).parent / "generic"
    for each_code in known_languages("generic"):
        if not (folder / f"{each_code}.toml").exists():
            reader = readers[library.word_algorithm(each_code)]
            found[reader].append(f"{language_name(each_code)} ({each_code})")
    rows = ([reader, ", ".join(names)] for reader, names in found.items() if names)
    return GENERIC.replace("TABLE", table(["Words by", "Languages"], rows))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def examples(language: Language) -> str:
    names = [item.name for item in fields(LanguageExample)][1:]
    shown = [name for name in names if any(getattr(x, name) is not None for x in language.examples)]
    rows = (
        [spoken(x.text, language), *(number(getattr(x, name)) for name in shown)]
        for x in language.examples
    )
    return table(["Text", *(name.replace("unit", language.count_unit) for name in shown)], rows)


def number(count: int | None) -> str:
    return "" if count is None else str(count)


def bullets(title: str, items: Sequence[str]) -> str:
    return "\n".join([f"{title}:", "", *(f"- {plain(item)}" for item in items)]) if items else ""


def section(language: Language) -> str:
    facts = [(name, fact) for name, say in FACTS if (fact := say(language))]
    parts = (
        f"## {language.name}",
        table([spoken(language.native_name, language), ""], facts),
        examples(language) if language.examples else "",
        bullets("Known limits", language.limits),
        bullets("Sources", language.sources),
    )
    return "\n\n".join(filter(None, parts))


def page() -> str:
    languages = sorted(map(mif.get_language, known_languages()), key=lambda x: x.name)
    head = [name for name, _ in OVERVIEW]
    overview = table(head, ([say(language) for _, say in OVERVIEW] for language in languages))
    others = (levels(), supported(), generic())
    return "\n\n".join(
        (INTRODUCTION, overview, *others, MEASURED, *map(section, languages), adding())
    )


def adding() -> str:
    required = [
        item.name for item in fields(Language) if item.default is item.default_factory is MISSING
    ]
    lists = {
        "REQUIRED": required,
        "WORDS": WORD_ALGORITHMS,
        "SENTENCES": SENTENCE_ALGORITHMS,
        "LEMMAS": LEMMA_ALGORITHMS,
        "SYLLABLES": SYLLABLE_ALGORITHMS,
        "VERBS": VERB_ALGORITHMS,
    }
    text = ADDING
    for name, items in lists.items():
        text = text.replace(name, ", ".join(f"`{item}`" for item in items))
    return text


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
