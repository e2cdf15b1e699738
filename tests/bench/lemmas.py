"""Which lemmatizer relates the forms of a word? Measured by paradigms, and by PUD tokens.

    python tests/bench/lemmas.py [LANGUAGE ...] [--spacy FOLDER] [--misses 10]

Each line of `FORMS` has a lemma and some of its forms, regular and irregular; each line of
`DIFFERENT` has words that look alike and are different words. Both were written by hand from the
grammars named in `SOURCES` before anything was measured; two pairs that were wrong as pairs (one
word twice, a word and its own plural) were replaced after. A form is related to its lemma when the
two have a dictionary form in common, which is what `match="lemma"` asks.

    related    share of the forms that are related to their lemma
    mistaken   share of the pairs of different words that are related
    covered    share of the word tokens of PUD, types counted once, of which the lemmatizer's own
               data know a form; for pymorphy3, words of its dictionary
    load       seconds until the first word is answered, in a fresh process

Beside mifcheck's algorithms stand the tables of `spacy-lookups-data`, where `--spacy` names the
folder that holds its `*_lemma_lookup.json.gz` files.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from pud_data import DEFAULT

from mifcheck.languages import Language, get_language
from mifcheck.languages.characters import HAS_WORD
from mifcheck.segment import LEMMA_ALGORITHMS, Lemmas

SOURCES = {
    "en": "Quirk et al., A Comprehensive Grammar of the English Language (1985), 3.2-3.20, 5.73-5.103",
    "de": "Duden, Die Grammatik (8th ed., 2009): declension of nouns, strong and irregular verbs",
    "es": "RAE and ASALE, Nueva gramática de la lengua española (2009): tables of conjugation",
    "fr": "Grevisse and Goosse, Le bon usage (14th ed., 2008); Bescherelle, La conjugaison",
    "it": "Serianni, Grammatica italiana (1989): plural of nouns, irregular verbs",
    "pt": "Cunha and Cintra, Nova gramática do português contemporâneo (1984): plurals, verbs",
    "ru": "А. А. Зализняк, Грамматический словарь русского языка (1977)",
    "hi": "R. S. McGregor, Outline of Hindi Grammar (3rd ed., 1995)",
}

FORMS = {
    "en": """
        book books
        city cities
        box boxes
        child children
        foot feet
        mouse mice
        leaf leaves
        knife knives
        woman women
        analysis analyses
        criterion criteria
        tooth teeth
        go goes went gone going
        see sees saw seen seeing
        write writes wrote written writing
        run runs ran running
        take takes took taken taking
        buy buys bought buying
        think thinks thought thinking
        eat eats ate eaten
        swim swam swum swimming
        study studies studied studying
        stop stops stopped stopping
        make makes made making
        good better best
        bad worse worst
        big bigger biggest
        happy happier happiest
        large larger largest
        """,
    "de": """
        Haus Hauses Häuser Häusern
        Kind Kinder Kindern Kindes
        Frau Frauen
        Buch Bücher Büchern Buches
        Mann Männer Männern
        Stadt Städte Städten
        Apfel Äpfel Äpfeln
        Museum Museen
        Herz Herzens Herzen
        Auto Autos
        Lehrerin Lehrerinnen
        gehen gehe geht ging gingen gegangen
        sehen sieht sah sahen gesehen
        essen isst aß gegessen
        nehmen nimmt nahm genommen
        bringen bringt brachte gebracht
        denken denkt dachte gedacht
        arbeiten arbeitet arbeitete gearbeitet
        laufen läuft lief gelaufen
        schreiben schreibt schrieb geschrieben
        sprechen spricht sprach gesprochen
        gut guter gute gutes besser beste
        groß große größer größten
        alt alten älter ältesten
        hoch hohe höher
        schnell schnelle schneller schnellsten
        """,
    "es": """
        libro libros
        casa casas
        ciudad ciudades
        luz luces
        canción canciones
        rey reyes
        pez peces
        actriz actrices
        lápiz lápices
        joven jóvenes
        hablar hablo hablas hablamos hablaron hablado hablando
        comer como comió comían comido
        vivir vivo vivieron viviendo vivido
        ir fui fueron iba yendo
        hacer hago hizo hicieron hecho haciendo
        decir digo dijo dijeron dicho diciendo
        tener tengo tuvo tenían tendrá
        poder puedo pudo podría
        pensar piensa pensó pensando
        dormir duerme durmió durmiendo
        escribir escribió escrito escriben
        volver vuelve volvió vuelto
        rojo roja rojos rojas
        bueno buena buenos buen
        grande grandes gran
        feliz felices
        español española españoles
        """,
    "fr": """
        livre livres
        maison maisons
        cheval chevaux
        journal journaux
        œil yeux
        travail travaux
        château châteaux
        bijou bijoux
        prix prix
        acteur acteurs
        parler parle parlons parlait parlé parlant
        finir finit finissons finissait fini
        aller vais va allons ira allé
        faire fait font faisait fera
        prendre prend prennent prit pris
        voir voit voyons vit verra vu
        venir vient viennent vint venu
        savoir sait savons sut saura
        écrire écrit écrivent écrivait
        mettre met mettons mit mis
        boire boit buvons bu
        beau belle beaux belles bel
        nouveau nouvelle nouveaux nouvelles
        vieux vieille vieilles
        blanc blanche blancs
        heureux heureuse heureuses
        petit petite petits petites
        national nationale nationaux
        """,
    "it": """
        libro libri
        casa case
        uomo uomini
        città città
        amico amici
        dito dita
        uovo uova
        braccio braccia
        problema problemi
        bar bar
        fiore fiori
        lago laghi
        parlare parlo parla parliamo parlava parlato
        andare vado va andiamo andava andato
        fare faccio fa fanno fece fatto
        dire dico dice dissero detto
        vedere vede vide visto vedrà
        prendere prende prese preso
        scrivere scrive scrisse scritto
        venire viene venne venuto verrà
        bere beve bevuto bevve
        finire finisce finito finivano
        potere può possono poteva
        rosso rossa rossi rosse
        bello bella belli belle bel
        grande grandi
        italiano italiana italiani
        bianco bianca bianchi bianche
        """,
    "pt": """
        livro livros
        casa casas
        cidade cidades
        pão pães
        coração corações
        mão mãos
        animal animais
        papel papéis
        homem homens
        flor flores
        mês meses
        barril barris
        falar falo fala falamos falava falou falado
        comer come comeu comia comido
        partir parte partiu partindo
        ir vai vamos foram ia indo
        fazer faço fez fizeram feito
        dizer digo disse disseram dito
        ter tem tinha teve terá
        ver vê viu visto vendo
        pôr põe pôs posto
        poder posso pode pôde poderia
        trazer traz trouxe trazido
        escrever escreve escreveu escrito
        vermelho vermelha vermelhos vermelhas
        bom boa bons boas
        fácil fáceis
        alemão alemã alemães
        feliz felizes
        """,
    "ru": """
        книга книги книгу книгой книгами
        дом дома домов домами
        человек человека люди людьми
        ребёнок ребёнка дети детей
        друг друга друзья друзьями
        время времени времена
        мать матери матерью
        день дня дни дней
        река реки рек рекой
        окно окна окон
        идти иду идёт шёл шла шли
        писать пишу пишет писал писала
        читать читаю читает читала
        есть ест ели едят
        взять возьму взял взяла
        быть был была будет будут
        мочь могу может могла
        хотеть хочу хочет хотели
        новый новая новые нового новыми
        хороший хорошая хороших лучше
        большой большая больших
        синий синяя синего
        русский русская русских
        """,
    "hi": """
        लड़का लड़के लड़कों
        लड़की लड़कियाँ लड़कियों
        किताब किताबें किताबों
        आदमी आदमियों
        घर घरों
        मेज़ मेज़ें मेज़ों
        भाषा भाषाएँ भाषाओं
        नदी नदियाँ नदियों
        बच्चा बच्चे बच्चों
        राजा राजाओं
        चिड़िया चिड़ियाँ चिड़ियों
        दिन दिनों
        शहर शहरों
        अच्छा अच्छे अच्छी
        बड़ा बड़े बड़ी
        नया नए नई
        छोटा छोटे छोटी
        करना करता करते किया करेगा
        जाना जाता गया गए गई जाएगा
        देना दिया दिए देता
        लेना लिया लेता लिए
        पढ़ना पढ़ता पढ़ते पढ़ा पढ़ी
        लिखना लिखता लिखा लिखी
        देखना देखा देखता देखी
        आना आता आया आए
        पीना पीता पिया
        खाना खाता खाया खाती
        बोलना बोला बोलते बोलेगा
        """,
}

DIFFERENT = {
    "en": "hand handle|port portion|car care|new news|universe university|sing single|organ organic"
    "|mean meander|cat category|ham hammer|bus business|part party|read ready|late lately|form former",
    "de": "Haus Haut|Buch Buche|Stadt Staat|Mann Mangel|Kind Kinn|gehen geben|lesen lösen"
    "|schon schön|fordern fördern|drucken drücken|Mutter Mütze|Leiter Leid|Bank Band|Tag Tasche|Hof hoch",
    "es": "casa caso|libro libra|puerto puerta|hombre hombro|peso pesca|cara caro|punto punta"
    "|carta carro|mano manto|hora horno|rama ramo|vela velo|plata plato|cuento cuenca|barco barca",
    "fr": "poisson poison|cheval cheveu|père pere|poule pouce|côte coton|peuple peur|fin fine"
    "|dessert désert|cousin coussin|pain pin|mer mère|vers verre|ville village|jeu jeudi|foi foie",
    "it": "casa caso|porto porta|pala palo|penna pena|cane canna|capello cappello|nono nonno"
    "|sera serra|copia coppia|tono tonno|rosa rossa|pane panna|mela miele|posto posta|colpo colpa",
    "pt": "casa caso|porto porta|avó avô|carro carta|mês mesa|pai país|lado lata|banco banca"
    "|ponto ponta|livro livre|pelo pele|dia diabo|gato gado|rua ruga|cor corda",
    "ru": "дом дым|река рука|книга княгиня|окно око|день деньги|новый новость|город горло|время вред"
    "|мать матч|друг дрель|лес лестница|стол столица|вода водка|голова голос|море мороз",
    "hi": "घर घड़ी|किताब किस्सा|नदी नानी|दिन दीन|शहर शहद|बच्चा बचत|लड़का लकड़ी|राजा राज्य"
    "|भाषा भाषण|आदमी आदत|पानी पान|हाथ हाथी|काम कम|बात बाद|मेज़ मेला",
}


def pairs(language: str) -> Iterator[tuple[str, str]]:
    """Yields each lemma with each of its forms."""
    for line in FORMS[language].split("\n"):
        lemma, *forms = line.split() or ("",)
        yield from ((lemma, form) for form in forms)


def different(language: str) -> Iterator[tuple[str, str]]:
    """Yields the pairs of words that look alike and are different."""
    for group in DIFFERENT[language].split("|"):
        yield from combinations(group.split(), 2)


def table(path: Path) -> Lemmas:
    """Returns a lemmatizer by one of spaCy's tables."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        known: dict[str, str | list[str]] = json.load(file)

    def lemmas(word: str) -> frozenset[str]:
        found = [known.get(case, case) for case in (word, word.lower(), word.capitalize())]
        each = [[lemma] if isinstance(lemma, str) else lemma for lemma in found]
        return frozenset({word.casefold(), *(lemma.casefold() for row in each for lemma in row)})

    return lemmas


def lemmatizers(language: Language, folder: Path | None) -> Iterator[tuple[str, Lemmas]]:
    """Yields the name of each lemmatizer that knows the language, and the lemmatizer."""
    for name, make in LEMMA_ALGORITHMS.items():
        if name == "surface" or (name == "pymorphy3" and language.code != "ru"):
            continue
        yield name, make(replace(language, words=replace(language.words, lemmas=name)))
    if folder and (path := folder / f"{language.code}_lemma_lookup.json.gz").exists():
        yield "spacy", table(path)


def known(name: str, language: str, folder: Path | None) -> Callable[[str], bool] | None:
    """Returns what tells whether a lemmatizer's own data know a word; None: it has no data."""
    if name == "simplemma":
        import simplemma

        return lambda word: simplemma.is_known(word, language)
    if name == "pymorphy3":
        import pymorphy3

        return pymorphy3.MorphAnalyzer(lang=language).word_is_known  # type: ignore[no-any-return]
    if name == "spacy" and folder:
        with gzip.open(folder / f"{language}_lemma_lookup.json.gz", "rt", encoding="utf-8") as file:
            words = set(json.load(file))
        return lambda word: not words.isdisjoint((word, word.lower(), word.capitalize()))
    return None


def tokens(language: str) -> set[str]:
    """Returns the words of the language's PUD sentences; German has a file with others."""
    found: set[str] = set()
    for path in (DEFAULT, DEFAULT.with_name("ud_more_sentences.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [row for row in map(json.loads, lines) if row["lang"] == language]
        found |= {word for row in rows for word in row["tokens"] if HAS_WORD.search(word)}
    return found


LOAD = """
import time; from dataclasses import replace
from mifcheck.languages import get_language; from mifcheck.segment import LEMMA_ALGORITHMS
language = get_language({code!r}); start = time.perf_counter()
LEMMA_ALGORITHMS[{name!r}](language)("a"); print(time.perf_counter() - start)
"""


def load(name: str, code: str) -> str:
    if name not in LEMMA_ALGORITHMS:
        return ""
    command = [sys.executable, "-c", LOAD.format(code=code, name=name)]
    return f"{float(subprocess.run(command, capture_output=True, check=True).stdout):.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("languages", nargs="*", default=list(FORMS))
    parser.add_argument("--spacy", type=Path)
    parser.add_argument("--misses", type=int, default=0)
    asked = parser.parse_args()
    print("language  lemmatizer  forms  related  mistaken  covered  load")
    for code in asked.languages:
        same, apart, words = list(pairs(code)), list(different(code)), tokens(code)
        for name, lemmas in lemmatizers(get_language(code), asked.spacy):
            missed = [pair for pair in same if not lemmas(pair[0]) & lemmas(pair[1])]
            wrong = [pair for pair in apart if lemmas(pair[0]) & lemmas(pair[1])]
            knows = known(name, code, asked.spacy)
            covered = f"{sum(map(knows, words)) / len(words):8.1%}" if knows else " " * 8
            print(
                f"{code:8}  {name:10}  {len(same):5}  {1 - len(missed) / len(same):7.1%}  "
                f"{len(wrong) / len(apart):8.1%} {covered}  {load(name, code)}"
            )
            for kind, found in (("missed", missed), ("mistaken", wrong)):
                for one, other in found[: asked.misses]:
                    print(f"    {kind}: {one} {other}")


if __name__ == "__main__":
    main()
