"""What the primitives of the grammar say in facts, so that what is composed of them is built."""

from __future__ import annotations

import pytest

import mifcheck as mif
from mifcheck.checkers.grammar.counting import Count, InProportion, Share
from mifcheck.checkers.grammar.documents import FollowsSchema, Xml, Yaml
from mifcheck.checkers.grammar.every import Every, Within
from mifcheck.checkers.grammar.examples import following, matched_by, unlike
from mifcheck.checkers.grammar.formats import Dated, Holds, Matches, Parts, Table
from mifcheck.checkers.grammar.nesting import Nested, NestedQuotes
from mifcheck.checkers.grammar.order import (
    Order,
    at_most_each,
    distinct,
    linked,
    next_in_cycle,
    rising,
    steps_of,
)
from mifcheck.checkers.grammar.relations import Copies, Edited, Listed, OneOf, Overlap
from mifcheck.checkers.grammar.selections import (
    bullets,
    characters,
    digits,
    found,
    letters,
    lines,
    paragraphs,
    sentences,
    source_lines,
    tokens,
    words,
)
from mifcheck.checkers.grammar.traits import (
    alphabetical,
    as_written,
    begins_with_word,
    edge_words,
    exclamation,
    indentation,
    is_text,
    is_word,
    japanese,
    of_class,
    of_words,
    one_token,
    prime_length,
    question,
    word_count,
)
from mifcheck.frozendict import FrozenDict
from mifcheck.testing.drawn import for_each

_STOP = of_class("stop_words", ("stop word", "stop words"))

CASES = {
    "as many sentences": (Count(sentences, mif.exactly(4)), ("en", "zh", "ru")),
    "as many points": (Count(bullets, mif.between(2, 3)), ("hi", "de")),
    "as many words": (Count(words, mif.at_least(40)), ("fr", "hi")),
    "as many of a class": (
        Count(words.where(of_class("pronouns", ("pronoun", "pronouns"))), mif.at_least(3)),
        ("en", "it"),
    ),
    "a first word": (Every(words[0], is_word("river")), ("en", "pt")),
    "a word that begins each sentence": (Every(sentences, begins_with_word("नदी")), ("hi",)),
    "one of some answers": (OneOf(("yes", "no")), ("en", "ja")),
    "copies": (Copies("Write a short poem.", 3), ("en", "es")),
    "copies with a divider": (Copies("Ein Satz.", 2, apart=True), ("de",)),
    "no word twice": (Order(words, as_written, distinct), ("en", "zh")),
    "no word more than twice": (Order(words, as_written, at_most_each(2)), ("ru",)),
    "words through the alphabet": (Order(words, alphabetical, next_in_cycle), ("es",)),
    "sentences that grow": (Order(sentences, word_count, steps_of(3)), ("fr", "ja")),
    "sentences that are linked": (Order(sentences, edge_words, linked), ("hi",)),
    "lines that move to the right": (Order(source_lines, indentation, rising), ("pt",)),
    "words of prime lengths": (Every(words, prime_length), ("it",)),
    "lines of one word": (Every(lines, one_token), ("de", "zh")),
    "every third word": (Every(tokens[2::3], japanese, least=0), ("ru",)),
    "a word at a place": (Every(words[2], is_word("boat")), ("en",)),
    "a word from the end": (Every(words[-2], is_text("bateau")), ("fr",)),
    "the length of each sentence": (Every(sentences, of_words(mif.between(4, 6))), ("hi", "zh")),
    "a word in a sentence": (Within(sentences[1], Every(words[1], is_word("bois"))), ("fr",)),
    "sentences of each paragraph": (
        Within(paragraphs, Count(sentences, mif.exactly(2))),
        ("ru", "ja"),
    ),
    "the end of a sentence": (
        Within(paragraphs[1], Within(sentences[0], Every(words[-1], is_word("mar")))),
        ("es",),
    ),
    "few stop words": (Share(words, _STOP, high=40), ("en", "zh")),
    "some stop words": (Share(words, _STOP, low=30, high=50), ("de",)),
    "questions and exclamations": (
        InProportion(tuple(map(sentences.where, (question, exclamation))), (2, 1)),
        ("pt", "hi"),
    ),
    "as many different words": (Count(words.distinct(as_written), mif.exactly(12)), ("it",)),
    "as many letters": (Count(letters, mif.between(30, 32)), ("hi", "en")),
    "as many characters": (Count(characters, mif.at_least(40)), ("ja", "fr")),
    "a sample": (
        Count(found("<[^<>]+>", ("tag", "tags"), samples=("<{0}>",)), mif.exactly(2)),
        ("ru",),
    ),
    "a sample in lines": (
        Count(
            found("(?m)^~ .*", ("wave", "waves"), "source", ("~ {0}", "~ {0} {1}"), "\n"),
            mif.between(2, 3),
        ),
        ("zh", "de"),
    ),
    "a list": (Listed(digits, ("7", "14", "21")), ("hi", "en")),
    "a table": (Table(("city", "{year}"), mif.between(2, 3)), ("ru", "ja")),
    "a table in quotes": (Table((), mif.at_least(1), "\t", quoted=True), ("es",)),
    "a date": (Dated("D.M.YYYY"), ("de",)),
    "a pattern": (Matches(r"[A-Z]{2}-\d+(?:\.(?:x|y))?"), ("en",)),
    "a pattern, found": (Holds("b+c", mif.exactly(2)), ("it",)),
    "a template": (Parts(("Was:", "{Wo}:")), ("de", "zh")),
    "nested brackets": (Nested(mif.exactly(3)), ("hi",)),
    "nested quotations": (NestedQuotes(mif.at_least(2)), ("de", "ja")),
    "a changed word": (Edited("Écris un poème, s'il te plaît.", (0, -1)), ("fr",)),
    "an overlap": (Overlap("Describe a river at night.", 3, 45, 55), ("en", "ru")),
    "YAML": (Yaml(), ("es",)),
    "XML": (Xml(), ("ja",)),
    "a schema": (
        FollowsSchema(
            FrozenDict(
                {
                    "type": "object",
                    "properties": {
                        "name": {"type": "string", "minLength": 3},
                        "tags": {"type": "array", "items": {"enum": ["a", "b"]}, "minItems": 2},
                        "age": {"type": "integer", "minimum": 18},
                    },
                    "required": ["name", "tags", "age"],
                    "additionalProperties": False,
                }
            )
        ),
        ("en",),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_primitive_has_its_strategies(name):
    checker, languages = CASES[name]
    for language in languages:
        for wanted in (True, False):
            found = []
            strategy = checker.satisfying(language) if wanted else checker.violating(language)
            for_each(strategy, 12, found.append)
            for reply in found:
                assert checker.check(reply, language).passed is wanted, reply


def test_what_a_primitive_counts_excludes_what_another_counts():
    few = mif.build("length_constraints:number_sentences", {"bound": mif.at_most(2)})
    with pytest.raises(mif.InexpressibleError) as error:
        (Count(sentences, mif.at_least(5)) & few).satisfying("en")
    assert error.value.conflict.places == {0, 1}
    assert error.value.conflict.sure


def test_what_adds_up_otherwise_is_not_built():
    with pytest.raises(mif.InexpressibleError, match="no text is built with a number of"):
        Count(words[1::3], mif.at_least(5)).satisfying("en")


def built(strategy, count=30):
    texts = []
    for_each(strategy, count, texts.append)
    return texts


def test_a_rule_is_broken_at_the_end_of_what_obeys_it():
    checker = Order(words, as_written, distinct)
    for text in built(checker.violating("en")):
        seen = [word.strip(".!?").casefold() for word in text.split()]
        assert seen[-1] in seen[:-1]
        assert len({*seen[:-1]}) == len(seen) - 1


def test_numbers_are_near_their_limit():
    checker = Count(words.distinct(as_written), mif.at_least(12))
    assert {
        len(set(text.casefold().replace(".", "").split()))
        for text in built(checker.violating("ru"))
    } >= {11}
    rows = [text.count("\n") for text in built(Table((), mif.exactly(3)).violating("fr"))]
    assert {2, 4} <= {*rows}


def test_a_rule_goes_with_numbers_and_keywords():
    twice = Order(words, as_written, at_most_each(2))
    checker = (
        twice
        & mif.build("keywords:existence", {"keywords": ["boat"]})
        & mif.build("length_constraints:number_words", {"bound": mif.between(20, 22)})
        & mif.build("length_constraints:number_sentences", {"bound": mif.exactly(3)})
    )
    for text in built(checker.satisfying("en")):
        assert checker.check(text, "en"), text
        assert "boat" in text.casefold()
        assert 20 <= len(text.split()) <= 22


def test_a_whole_text_has_what_else_is_asked_of_it_or_is_not_built():
    table = Table(("city", "year"), mif.between(2, 4))
    checker = table & mif.build("length_constraints:number_words", {"bound": mif.exactly(9)})
    assert {text.count("\n") for text in built(checker.satisfying("en")) if "`" not in text} == {3}
    with pytest.raises(mif.InexpressibleError, match="the whole text is given"):
        (table & mif.build("startend:quotation")).satisfying("en")


def test_why_there_is_no_text_is_said():
    impossible = {"type": "object", "required": ["a"], "maxProperties": 0}
    with pytest.raises(mif.InexpressibleError, match="no value is built that follows the schema"):
        FollowsSchema(FrozenDict(impossible)).satisfying("en")
    with pytest.raises(mif.InexpressibleError, match="no text is built of such a regular expr"):
        Matches("(?=a)b").satisfying("en")


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("abc", "abc"),
        ("[A-Z]{2}-[0-9]+", "AA-0"),
        (r"\d{4}", "0000"),
        ("a|b", "a"),
        ("(x+)-\\1", "x-x"),
        ("[^a]", "A"),
        ("^a?b$", "b"),
    ],
)
def test_a_pattern_has_a_short_example(pattern, text):
    assert matched_by(pattern)[0] == text
    assert text not in unlike(pattern)


@pytest.mark.parametrize("pattern", ["(?=a)a", "a{20000}", "(?:a{5000}){5000}", "b(?<!b)"])
def test_a_pattern_that_is_not_understood_has_no_example(pattern):
    assert matched_by(pattern) == ()


def test_values_of_a_schema_are_small():
    assert following({"const": 3}) == ("3",)
    assert following({"type": "array", "minItems": 1, "items": {"type": "null"}})[0] == "[null]"
    assert following({"anyOf": [True]})
    assert following({"type": "string", "pattern": "^x+$"})[0] == '"x"'
    assert following({"type": "array", "minItems": 2.0, "items": {"const": 1}}) == ("[1, 1]",)
    assert following({"type": "string", "minLength": 2.0})[0] == '"aa"'
    deep = {"type": "array", "minItems": 99}
    for _ in range(9):
        deep = {"type": "array", "minItems": 99, "items": deep}
    assert following(deep) == ()


@pytest.mark.parametrize(
    "schema",
    [
        {"$schema": "http://json-schema.org/draft-03/schema#", "properties": {}, "required": True},
        {"$schema": "http://json-schema.org/draft-03/schema#", "type": [{"type": "string"}]},
        {"allOf": [{"$ref": "#"}]},
    ],
)
def test_odd_schemas_have_facts(schema):
    assert list(mif.build("format:json_schema", {"schema": schema}).implies(mif.get_language("en")))
