"""Every form of a keyword is found where it is matched by lemma, and no other word's."""

from __future__ import annotations

import subprocess
import sys

import pytest
from core_cases import LANGUAGES

import mifcheck as mif
from mifcheck.errors import MifcheckError, MissingExtraError
from mifcheck.segment import lemmatizer, sentence_splitter, word_tokenizer

FOUND = [
    ("en", "child", "Many children sang.", ["children"]),
    ("en", "go", "She WENT home; he goes by bus.", ["WENT", "goes"]),
    ("en", "good", "Better late than never.", ["Better"]),
    ("en", "write letter", "He wrote letters and letters.", ["wrote letters"]),
    ("de", "Buch", "In den Büchern steht: BÜCHER sind gut.", ["Büchern", "BÜCHER"]),
    ("de", "sprechen", "Er sprach leise.", ["sprach"]),
    ("de", "gut", "Das ist eine bessere Idee.", ["bessere"]),
    ("es", "canción", "Canciones de amor.", ["Canciones"]),
    ("es", "hablar", "Hablaron poco y hablan mucho.", ["Hablaron", "hablan"]),
    ("es", "rojo", "Dos casas rojas.", ["rojas"]),
    ("fr", "cheval", "Les chevaux courent.", ["chevaux"]),
    ("fr", "prendre", "Ils prennent l'air.", ["prennent"]),
    ("fr", "petit", "Une petite fille.", ["petite"]),
    ("it", "uomo", "Gli uomini parlano.", ["uomini"]),
    ("it", "andare", "Domani vado, oggi andiamo.", ["vado", "andiamo"]),
    ("it", "rosso", "Due case rosse.", ["rosse"]),
    ("pt", "pão", "Comprei dois pães.", ["pães"]),
    ("pt", "dizer", "Eles disseram que sim.", ["disseram"]),
    ("pt", "bom", "Boas notícias.", ["Boas"]),
    ("ru", "ребёнок", "Дети играют.", ["Дети"]),
    ("ru", "идти", "Она шла домой.", ["шла"]),
    ("ru", "книга", "Две кни\u0301ги.", ["кни\u0301ги"]),
    ("hi", "किताब", "मेरी किताबें और किताबों की दुकान।", ["किताबें", "किताबों"]),
    ("hi", "करना", "वह काम करता है।", ["करता"]),
    ("hi", "बड़ा", "दो बड़े घर।", ["बड़े"]),
    ("hi", "मेज़", "दो मेज़ें।", ["मेज़ें"]),
    ("zh", "大学", "他上大学。", ["大学"]),
]
NOT_FOUND = [
    ("en", "care", "A car stops."),
    ("en", "go", "The gong rang."),
    ("de", "gehen", "Er gibt ihr das Buch."),
    ("de", "Stadt", "Der Staat zahlt."),
    ("es", "casa", "En ese caso, no."),
    ("es", "hablar", "Una habitación amable."),
    ("fr", "poisson", "Le poison agit."),
    ("fr", "cheval", "Ses cheveux sont longs."),
    ("it", "casa", "In questo caso, no."),
    ("it", "capello", "Un cappello nuovo."),
    ("pt", "casa", "Neste caso, não."),
    ("pt", "mês", "A mesa é nova."),
    ("ru", "река", "Руки и деньги."),
    ("ru", "день", "Все деньги пропали."),
    ("hi", "हाथ", "एक बड़ा हाथी आया।"),
    ("hi", "लड़का", "एक लकड़ी की मेज़।"),
    ("zh", "大学", "他是大学生。"),
]


def by_lemma(keyword, reply, language):
    parameters = {"keywords": [keyword], "match": "lemma"}
    verdict = mif.check("keywords:existence", parameters, reply, language)
    return verdict.passed, [reply[start:end] for start, end, _ in verdict.evidence]


@pytest.mark.parametrize(("language", "keyword", "reply", "expected"), FOUND)
def test_a_form_is_found(language, keyword, reply, expected):
    assert by_lemma(keyword, reply, language) == (True, expected)


@pytest.mark.parametrize(("language", "keyword", "reply"), NOT_FOUND)
def test_another_word_is_not_found(language, keyword, reply):
    assert by_lemma(keyword, reply, language) == (False, [])


def test_every_language_but_japanese_has_lemmas():
    without = [code for code in LANGUAGES if lemmatizer(mif.get_language(code)) is None]
    assert without == ["ja"]
    assert by_lemma("本", "本を読む。", "ja")[0] is None


def test_there_is_a_case_of_each_kind_for_each_language():
    judged = set(LANGUAGES) - {"ja"}
    assert {code for code, *_ in FOUND} == {code for code, *_ in NOT_FOUND} == judged


def test_a_word_is_related_to_the_forms_of_the_word_that_it_may_be():
    lemmas = lemmatizer(mif.get_language("en"))
    assert lemmas("saw") & lemmas("saws")
    assert lemmas("saw") & lemmas("seeing")


def language_with(**rules):
    tables = "".join(f'[{table}]\n{field} = "{name}"\n' for table, (field, name) in rules.items())
    return mif.read_language(
        'code = "xx"\nname = "Test"\nnative_name = "Test"\naliases = []\nhas_case = true\n'
        f'spaced = true\ncount_unit = "word"\ncommas = ","\nquotes = []\n{tables}'
    )


def test_a_language_that_simplemma_does_not_know_is_an_error():
    with pytest.raises(MifcheckError, match="simplemma does not know Test"):
        lemmatizer(language_with(words=("lemmas", "simplemma")))


@pytest.mark.parametrize(
    ("make", "rules", "module"),
    [
        (word_tokenizer, {"words": ("algorithm", "spacy")}, "spacy"),
        (word_tokenizer, {"words": ("algorithm", "indic")}, "indicnlp"),
        (sentence_splitter, {"sentences": ("algorithm", "spacy")}, "spacy"),
    ],
)
def test_without_the_extra_its_algorithms_say_how_to_get_it(monkeypatch, make, rules, module):
    for name in [name for name in sys.modules if name.partition(".")[0] == module]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    make.cache_clear()
    with pytest.raises(MissingExtraError, match=r'pip install "mifcheck\[languages\]"'):
        make(language_with(**rules))


def test_no_lemmatizer_is_loaded_before_a_word_is_looked_up():
    code = (
        "import sys, mifcheck as mif; "
        "mif.check('keywords:existence', {'keywords': ['a']}, 'a b', 'en'); "
        "print([name for name in ('simplemma', 'pymorphy3', 'spacy') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


@pytest.mark.parametrize("strange", ["\U00017000", "\ud800", "\U0001e030", "\U0003ffff", "ก\udfff"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_character_that_no_dictionary_knows_is_its_own_lemma(language, strange):
    """A Tangut ideograph, half of a surrogate pair, a letter or a code point newer than Python."""
    word = mif.get_language(language).examples[0].text.split()[0][:4]
    for glued in (strange, word + strange, strange + word):
        for keyword in (word, glued):
            asked = {"keywords": [keyword], "match": "lemma"}
            verdict = mif.check("keywords:existence", asked, f"{glued} – {word}.", language)
            assert verdict.passed in (True, False, None)
    lemmas = lemmatizer(mif.get_language(language))
    if lemmas is not None:
        assert lemmas(word + strange) == {(word + strange).casefold()}
